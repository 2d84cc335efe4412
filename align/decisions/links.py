"""What an editor decided: links that must be made, and links that must not.

Decisions are kept by content, not by number, so that they outlive changes of both texts. The file
is JSON::

    {"format": "duizhao-links", "version": 1,
     "links": [{"source": "…", "target": "…", "decision": "confirmed"}]}

``source`` and ``target`` hold the text of one sentence or of several in a row, or a list of
sentences; ``decision`` is ``"confirmed"`` or ``"rejected"``. A confirmed link with an empty side
says that the other side has no counterpart.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duizhao.corpora.document import Document
from duizhao.errors import InputError

__all__ = [
    "NO_CONSTRAINTS",
    "Constraints",
    "Decision",
    "Link",
    "links_of",
    "load_decided",
    "match_decisions",
    "read_decisions",
]

FORMAT, VERSION = "duizhao-links", 1
# The most sentences that one text of a decision may stand for.
_LONGEST = 8


@dataclass(frozen=True)
class Decision:
    """What an editor said of one link.

    :param source: Its source text, empty if there is none.
    :param target: Its target text, empty if there is none.
    :param confirmed: Whether the link is right.
    """

    source: str
    target: str
    confirmed: bool


@dataclass(frozen=True)
class Constraints:
    """Decisions on the sentences of two documents.

    :param forced: Links that are made, by sentence ids, rising on each side, one side perhaps
        empty; no sentence stands in two of them.
    :param forbidden: Links that are not made: no bead holds all sentences of one.
    """

    forced: tuple[Link, ...] = ()
    forbidden: tuple[Link, ...] = ()


NO_CONSTRAINTS = Constraints()


def read_decisions(text: str, name: str = "the file of links") -> list[Decision]:
    """Read a file of decisions.

    :param text: Its content.
    :param name: What to call it in messages.
    :raises InputError: If it is not such a file.
    """
    return links_of(load_decided(text, name, FORMAT, "links"), name)


def load_decided(text: str, name: str, form: str, what: str) -> dict[str, object]:
    """Read what an editor decided, up to its entries.

    :param text: The content of a file.
    :param name: What to call it in messages.
    :param form: The format that it should name.
    :param what: What it should hold, for messages.
    :raises InputError: If it is not JSON, or of another format or version.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{name} is not JSON ({error}); expected a file of format {form!r}"
        raise InputError(message) from error
    if not isinstance(data, dict) or data.get("format") != form or data.get("version") != VERSION:
        message = f"{name} is not of format {form!r}, version {VERSION}; expected a file of {what}"
        raise InputError(message)
    return data


def links_of(data: Mapping[str, object], name: str) -> list[Decision]:
    """Read the decided links of a file of links or of decisions.

    :param data: From :func:`load_decided`.
    :param name: What to call the file in messages.
    :raises InputError: If an entry is not a decided link.
    """
    links = data.get("links")
    if not isinstance(links, list):
        message = f"{name} has no list 'links'; expected one entry a decision"
        raise InputError(message)
    return [_decision(link, f"{name}, link {n}") for n, link in enumerate(links, 1)]


def _decision(link: object, name: str) -> Decision:
    """Read one entry."""
    if isinstance(link, Mapping) and link.get("decision") in ("confirmed", "rejected"):
        sides = [_text(link.get(side, "")) for side in ("source", "target")]
        if sides[0] is not None and sides[1] is not None and any(sides):
            return Decision(sides[0], sides[1], link["decision"] == "confirmed")
    message = (
        f"{name} is not a decision; expected 'source' and 'target' with text, not both empty, and"
        " 'decision' with 'confirmed' or 'rejected'"
    )
    raise InputError(message)


def _text(value: object) -> str | None:
    """Return the text of one side, None if it is none."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value).strip()
    return None


def match_decisions(
    decisions: Sequence[Decision], source: Document, target: Document
) -> tuple[Constraints, tuple[Decision, ...]]:
    """Find the sentences that decisions speak of.

    A text is looked up as it stands, and else without regard to spaces, punctuation, case and
    width. Where it stands several times, the two places are taken that lie nearest to each other
    in relation to the lengths of the documents, and not twice for links that are made.

    :param decisions: From :func:`read_decisions`.
    :param source: The original.
    :param target: Its translation or digest.
    :return: The constraints, and the decisions that cannot be kept any more: their text is gone,
        or an earlier one has taken their sentences.
    """
    lookups = _Lookup(source), _Lookup(target)
    taken: tuple[set[int], set[int]] = (set(), set())
    forced: list[Link] = []
    forbidden: list[Link] = []
    lost = []
    for decision in decisions:
        used = taken if decision.confirmed else (set(), set())
        link = _nearest(decision, lookups, used)
        if link is None or not (decision.confirmed or all(link)):
            lost.append(decision)
        elif decision.confirmed:
            forced.append(link)
            taken[0].update(link[0])
            taken[1].update(link[1])
        else:
            forbidden.append(link)
    return Constraints(tuple(forced), tuple(forbidden)), tuple(lost)


def _nearest(
    decision: Decision, lookups: tuple[_Lookup, _Lookup], taken: tuple[set[int], set[int]]
) -> Link | None:
    """Return the places of a decision's two texts, None if one is not to be found."""
    places = [
        [ids for ids in lookup.places(text) if used.isdisjoint(ids)] if text else [()]
        for lookup, text, used in zip(
            lookups, (decision.source, decision.target), taken, strict=True
        )
    ]
    if not all(places):
        return None

    def apart(link: Link) -> float:
        shares = [ids[0] / lookup.size for ids, lookup in zip(link, lookups, strict=True) if ids]
        return max(shares) - min(shares)

    return min(((a, b) for a in places[0] for b in places[1]), key=apart)


class _Lookup:
    """Finds texts among the sentences of a document."""

    def __init__(self, document: Document) -> None:
        sentences = list(document.aligned_sentences())
        self.ids = [sentence.id for sentence in sentences]
        self.size = max(len(document.sentences), 1)
        self.exact: defaultdict[str, list[int]] = defaultdict(list)
        self.plain = [_plain(sentence.text) for sentence in sentences]
        for number, sentence in enumerate(sentences):
            self.exact[sentence.text.strip()].append(number)
        self.heads: defaultdict[str, list[int]] = defaultdict(list)
        for number, plain in enumerate(self.plain):
            self.heads[plain[:1]].append(number)

    def places(self, text: str) -> list[tuple[int, ...]]:
        """Return the ids of the sentences that make up a text, for each place where it stands."""
        if text in self.exact:
            return [(self.ids[number],) for number in self.exact[text]]
        plain = _plain(text)
        return list(self._runs(plain)) if plain else []

    def _runs(self, plain: str) -> Iterator[tuple[int, ...]]:
        for start in self.heads.get(plain[:1], ()):
            rest, stop = plain, start
            while rest and stop < min(start + _LONGEST, len(self.plain)):
                if not rest.startswith(self.plain[stop]):
                    break
                rest = rest[len(self.plain[stop]) :]
                stop += 1
            if not rest:
                yield tuple(self.ids[start:stop])


def _plain(text: str) -> str:
    """Return the letters and digits of a text, without regard to case and width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())


# Numbers of source and target sentences, both rising.
Link = tuple[tuple[int, ...], tuple[int, ...]]
