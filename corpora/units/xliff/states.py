"""What files say of a translation beside its text: state, lock, origin, match, whoever wrote them.

The standard has the state of a target or segment; Trados has ``<sdl:seg conf locked origin
percent>``, memoQ ``mq:status`` and ``mq:locked``, Phrase ``m:confirmed`` and ``m:trans-origin``.
"""

from __future__ import annotations

from collections.abc import Mapping

from duizhao.corpora.xml.events import local_name

__all__ = ["STATE", "noted", "state_of"]

STATE = "x-state"
"""The property that holds the state of a translation."""

# The names of attributes, without a prefix, and the properties that hold them; of two that say the
# same, the first that is there counts.
_NOTED = {
    "x-origin": ("origin", "trans-origin", "state-qualifier", "matchType"),
    "x-match": ("percent", "score", "matchQuality"),
    "x-sub-state": ("subState",),
}
_STATES = ("state", "conf", "status")
_YES = frozenset({"1", "true", "yes", "locked"})


def state_of(attributes: Mapping[str, str]) -> str | None:
    """Return the state that the attributes of an element tell, if they do.

    :param attributes: Those of a unit, a target, a segment or what a program says of one.
    """
    known = {local_name(name): value for name, value in attributes.items()}
    for name in _STATES:
        if known.get(name):
            return known[name]
    if "confirmed" in known:
        return "confirmed" if known["confirmed"].lower() in _YES else "unconfirmed"
    return None


def noted(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return what the attributes of an element tell beside the state, as properties.

    :param attributes: As for :func:`state_of`.
    """
    known = {local_name(name): value for name, value in attributes.items()}
    found = {}
    for name, sources in _NOTED.items():
        value = next((known[source] for source in sources if known.get(source)), None)
        if value is not None:
            found[name] = value
    if known.get("locked", "").lower() in _YES:
        found["x-locked"] = "yes"
    return found
