"""What an editor decided about links: those that must be made, and those that must not.

Decisions are kept by their texts; here they become numbers of sentences, which the aligner obeys.
"""

from __future__ import annotations

import logging
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import TypeAlias

from duizhao.corpora.document import Document

__all__ = ["NO_CONSTRAINTS", "Constraints", "Link", "LinkDecision", "constraints_of", "match_links"]

_log = logging.getLogger(__name__)

Link: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""Numbers of source and target sentences, both rising."""

# The most sentences that one text of a decision may stand for.
_LONGEST = 8
# Characters of a decided link that a warning shows of either side.
_SHOWN = 60


@dataclass(frozen=True)
class LinkDecision:
    """What an editor said of one link.

    :param source: Its source text, empty if there is none.
    :param target: Its target text, empty if there is none.
    :param confirmed: Whether the link is right.
    """

    source: str
    target: str
    confirmed: bool

    def in_short(self) -> str:
        """Return it as part of a line: the beginnings of its texts."""
        return f"{shorten(self.source, _SHOWN)} | {shorten(self.target, _SHOWN)}"


@dataclass(frozen=True)
class Constraints:
    """What is known of links between the sentences of two documents.

    :param forced: Links that are made, by sentence ids, rising on each side, one side perhaps
        empty; no sentence stands in two of them.
    :param forbidden: Links that are not made: no bead holds all sentences of one.
    :param borders: Ids of a source and of a target sentence, neither ever falling: what stands
        before the two is not linked with them or with what stands behind them.
    """

    forced: tuple[Link, ...] = ()
    forbidden: tuple[Link, ...] = ()
    borders: tuple[tuple[int, int], ...] = ()


NO_CONSTRAINTS = Constraints()


def constraints_of(
    decisions: Sequence[LinkDecision], sources: Sequence[Document], target: Document
) -> tuple[Constraints, ...]:
    """Return what was decided of each source; what cannot be kept any more is told.

    :param decisions: What was said; each holds for the first source that has it.
    :param sources: The originals.
    :param target: Their translation or digest.
    :return: The constraints of each source.
    """
    found = []
    left = tuple(decisions)
    for source in sources:
        constraints, left = match_links(left, source, target)
        found.append(constraints)
    if left:
        _log.warning(
            "%d of %d decided links are not in these texts any more, first: %s",
            len(left),
            len(decisions),
            left[0].in_short(),
        )
    return tuple(found)


def match_links(
    decisions: Sequence[LinkDecision], source: Document, target: Document
) -> tuple[Constraints, tuple[LinkDecision, ...]]:
    """Find the sentences that decisions speak of.

    A text is looked up as it stands, and else without regard to spaces, punctuation, case and
    width. Where it stands several times, the two places are taken that lie nearest to each other
    in relation to the lengths of the documents, and not twice for links that are made.

    :param decisions: What was said.
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
    decision: LinkDecision, lookups: tuple[_Lookup, _Lookup], taken: tuple[set[int], set[int]]
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
