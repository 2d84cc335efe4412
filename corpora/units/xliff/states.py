"""What files say of a translation beside its text: state, lock, origin, match, whoever wrote them.

The standard has the state of a target or segment, and in version 1.2 whether a unit is approved;
Trados has ``<sdl:seg conf locked origin percent>``, memoQ ``mq:status`` and ``mq:locked``, Phrase
``m:confirmed`` and ``m:trans-origin``.

However a state is called, it has a standing, one of :data:`~duizhao.corpora.alignment.STANDINGS`.
Written in another version, a translation never stands higher than it was read. What version 2.1
cannot say stands as its sub-state, and is read back from there.
"""

from __future__ import annotations

from collections.abc import Mapping

from duizhao import lazy
from duizhao.corpora.alignment import STANDINGS
from duizhao.corpora.xml.events import local_name

__all__ = [
    "APPROVED",
    "NOT_APPROVED",
    "STATE",
    "STATES_12",
    "STATES_21",
    "SUB_STATE",
    "noted",
    "standing_of",
    "state_in_12",
    "state_in_21",
    "state_of",
]

STATE = "x-state"
"""The property that holds the state of a translation."""
APPROVED = "x-approved"
"""The property that says whether version 1.2 calls the unit approved, ``"yes"`` or ``"no"``."""
SUB_STATE = "x-sub-state"
"""The property that holds the sub-state of version 2."""

STATES_21 = ("initial", "translated", "reviewed", "final")
"""The states of version 2.1."""
_NEEDS = ("translation", "adaptation", "l10n")
STATES_12 = (
    "new",
    *(f"needs-{what}" for what in _NEEDS),
    *(f"needs-review-{what}" for what in _NEEDS),
    *("translated", "signed-off", "final"),
)
"""The states of version 1.2, from the least to the last."""

# What this program says as a sub-state, under its own name.
_OWN = "duizhao:"
NOT_APPROVED = f"{_OWN}not-approved"
"""The sub-state of a translation that version 1.2 calls done and not approved."""
_REASONS = frozenset({"lost-text", "to-review"})
_IS_WORD = lazy.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")

_OPEN, _UNAPPROVED, _TRANSLATED, _REVIEWED, _FINAL = STANDINGS
# By the standard; by Trados' confirmation levels, memoQ's row statuses and Phrase's confirmation;
# and gettext's mark. A state that nobody knows is no reason to call a translation approved.
_STANDING = {
    **dict.fromkeys(("initial", *STATES_12[:7], "fuzzy", "unconfirmed"), _OPEN),
    **dict.fromkeys(("draft", "unspecified", "rejectedtranslation", "rejectedsignoff"), _OPEN),
    **dict.fromkeys(("notstarted", "pretranslated", "partiallyedited", "edited"), _OPEN),
    **dict.fromkeys(("assembledfromfragments", "rejected"), _OPEN),
    **dict.fromkeys(("translated", "confirmed", "manuallyconfirmed"), _TRANSLATED),
    **dict.fromkeys(("reviewed", "signed-off", "approvedtranslation", "proofread"), _REVIEWED),
    **dict.fromkeys(("final", "approvedsignoff"), _FINAL),
}

# The names of attributes, without a prefix, and the properties that hold them; of two that say the
# same, the first that is there counts.
_NOTED = {
    "x-origin": ("origin", "trans-origin", "state-qualifier", "matchType"),
    "x-match": ("percent", "score", "matchQuality"),
}
_STATES = ("state", "conf", "status")
_YES = frozenset({"1", "true", "yes", "locked"})


def state_of(attributes: Mapping[str, str]) -> str | None:
    """Return the state that the attributes of an element tell, if they do.

    :param attributes: Those of a unit, a target, a segment or what a program says of one.
    """
    known = {local_name(name): value for name, value in attributes.items()}
    own = known.get("subState", "").partition(_OWN)
    if not own[0] and own[2] and own[2] not in _REASONS and own[1] + own[2] != NOT_APPROVED:
        return own[2]
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
    sub_state = known.get("subState", "")
    if sub_state == NOT_APPROVED:
        found[APPROVED] = "no"
    elif sub_state and state_of(known) == known.get("state"):
        found[SUB_STATE] = sub_state
    if known.get("approved") in {"yes", "no"}:
        found[APPROVED] = known["approved"]
    return found


def standing_of(state: str | None, approved: str | None) -> str:
    """Return how far a translation has come.

    >>> standing_of("signed-off", None), standing_of("translated", "no")
    ('reviewed', 'unapproved')

    :param state: Its state, whichever program calls it so; None if nothing is said.
    :param approved: ``"yes"`` or ``"no"`` if version 1.2 says so.
    :return: One of :data:`~duizhao.corpora.alignment.STANDINGS`, or ``""`` if nothing is said.
    """
    standing = _STANDING.get(state.casefold(), _UNAPPROVED) if state else ""
    if approved == "no":
        return standing if standing == _OPEN else _UNAPPROVED
    if approved == "yes" and standing in {"", _UNAPPROVED}:
        return _TRANSLATED
    return standing


def state_in_12(state: str | None, standing: str) -> tuple[str, str]:
    """Return the state of a target in version 1.2, and whether its unit is approved.

    Programs that go by this version count a unit as translated only if it is approved: what counts
    as translated is ``"yes"``, what is expressly not approved ``"no"``, and of what is open nothing
    is said.

    :param state: What the state was called; None if nothing was said.
    :param standing: Its standing, as :func:`standing_of` says it.
    """
    approved = {_OPEN: "", _UNAPPROVED: "no"}.get(standing, "yes")
    if state in STATES_12:
        return state, approved
    if standing == _OPEN:
        return "needs-translation" if state == "initial" else "needs-review-translation", approved
    return {_REVIEWED: "signed-off", _FINAL: "final"}.get(standing, "translated"), approved


def state_in_21(state: str | None, standing: str) -> tuple[str, str]:
    """Return the state of a segment in version 2.1, and this program's sub-state or ``""``.

    :param state: What the state was called; None if nothing was said.
    :param standing: Its standing, as :func:`standing_of` says it.
    """
    if standing == _OPEN:
        is_told = state not in {None, "initial"} and _IS_WORD.fullmatch(state or "")
        return "initial", f"{_OWN}{state}" if is_told else ""
    if standing == _UNAPPROVED:
        return "translated", NOT_APPROVED
    return standing or "translated", ""
