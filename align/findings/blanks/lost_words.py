"""Which words of the original a blank lost: those that the rest of its translation does not say.

The words of both sides look for each other as for lost clauses
(:mod:`duizhao.align.findings.words`). That something is lost, the blank shows already; what is
asked is where it stood. The words speak for themselves, and where the blank is in the translation
for what stands beside them: the words before what was lost are said just before the blank, those
behind it just behind. So two blanks of one sentence each get their own.

Letters for shapes: K blanks, S words of the original, A places where a passage may begin and B
where one may end.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from duizhao import lazy
from duizhao.align.findings.blanks.slots import beside_holes
from duizhao.align.findings.material import Passage
from duizhao.align.findings.spans.borders import Border, Borders, borders, pairs_of_marks
from duizhao.align.findings.spans.heaviest_spans import (
    Chosen,
    border_worth,
    heaviest_spans,
    running_sums,
)
from duizhao.align.findings.spans.units import units
from duizhao.align.findings.words.pair_signs import Half
from duizhao.align.findings.words.uncovered import Reader
from duizhao.align.findings.words.word_matching import compare
from duizhao.corpora.alignment import Place
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER
from duizhao.models.arrays import DoubleArray

__all__ = ["Question", "Words", "letters", "lost_words"]

# What speaks for a passage whose neighbours are said beside the hole, and how many words away from
# it that ends; for the piece that stands between the same neighbours as the hole does. Of 688
# blanks and cut sentences made in dev documents, each measured by which words its whole translation
# says with the words that are gone: without them F1 .565, with the neighbours .571 (before the
# passages themselves were mended); pieces tell holes of one list apart, which these do not have.
_BESIDE, _REACH, _IN_SLOT = 1.5, 4.0, 4.0
# A word that speaks for less is said; one of an item that stands beside the hole is said for sure.
_SAID, _SAID_BESIDE = -0.5, -3.0
# A hole has lost nothing, rather than what is said.
_LEFT_OUT = 0.0
# So many holes may stand in another order than what they lost; more are not asked for.
_MOST_ORDERS, _MOST_HOLES = 3, 12
_MOST_CHARACTERS = 4000
# A passage that says less than this, in letters of English, is shown with its clause, if that is no
# longer than this.
_LEAST_SHOWN, _MOST_SHOWN = 8, 80
_DENSE = "\u2e80"
_A_PAUSE = Border(0, is_pause=True, leans=False, inside=())
_AND_BEFORE = lazy.compile(r"(?:\b(?:and|or)\s+|以及|[和与及或])\Z")
_AND_AFTER = lazy.compile(r"\s+(?:and|or)\b|以及|[和与及或]")
_JOINT = lazy.compile(r"\W*(?:\b(?:and|or)\b|以及|[和与及或])?\W*")
_QUOTES = frozenset("“\"「『＂«„‘'")


_Span = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """What was lost, and where.

    :param source: The sentences that the words stood in.
    :param target: What is left of their translation.
    :param holes: Where the words would stand in the translation's document, rising, at least one.
    :param quoted: Whether they are quotations.
    :param brief: Whether a word or two may be all, such as a number.
    """

    source: Passage
    target: Passage
    holes: tuple[int, ...]
    quoted: bool
    brief: bool = False

    @property
    def langs(self) -> tuple[str, str]:
        """The languages of both."""
        return self.source.lang, self.target.lang


@dataclass(frozen=True)
class Words:
    """What a blank lost.

    :param place: Where it stands in the original.
    :param sentence: The id of the sentence that it begins in.
    """

    place: Place
    sentence: int


def lost_words(questions: Sequence[Question], reader: Reader) -> list[list[Words | None]]:
    """Say of each blank what it lost.

    :param questions: Of any number, all of the same two languages.
    :param reader: Compares texts word by word.
    :return: For each question an entry a hole; None where no words are missing, or the texts
        cannot be compared.
    """
    if not questions:
        return []
    langs = questions[0].langs
    pairs = [(each.source.text, each.target.text) for each in questions]
    answers = []
    for each, both in zip(questions, reader.halves(pairs, langs), strict=True):
        asked = replace(each, holes=each.holes[:_MOST_HOLES])
        found = _answer(asked, *both) if both else _all_lost(asked)
        answers.append([*found, *[None] * (len(each.holes) - len(found))])
    return answers


def _answer(question: Question, source: Half, target: Half) -> list[Words | None]:
    """Choose what each hole lost."""
    words = source.words
    starts, ends = words.starts.tolist(), words.ends.tolist()
    places = borders(source.text, source.lang)
    beside = _Beside(question, source, target)
    evidence = source.evidence.copy()
    for first, last in beside.said:
        evidence[first:last] = np.minimum(evidence[first:last], _SAID_BESIDE)
    sums = running_sums(len(source.text), starts, ends, evidence.tolist())
    chosen = None
    if question.quoted:
        chosen = _chosen(sums, _quotations(source.text, places), beside, len(question.holes))
    if chosen is None or None in chosen:
        chosen = _chosen(sums, places, beside, len(question.holes)) or chosen
    if chosen and not question.quoted:
        chosen = _evened(source.text, chosen, beside.told, places)
    if not question.brief:
        chosen = [_wider(source.text, span, places) if span else None for span in chosen or ()]
    return [_words(question, span) for span in chosen or [None] * len(question.holes)]


def _evened(
    text: str, chosen: Sequence[_Span | None], told: Sequence[bool], places: Borders
) -> list[_Span | None]:
    """Return passages of which two that touch are about equally long, cut at a pause.

    Where one ends and the next begins evidence does not tell, unless neighbours do.
    """
    spans = list(chosen)
    for k, (one, two) in enumerate(itertools.pairwise(chosen)):
        if not one or not two or one[1] > two[0] or told[k] or told[k + 1]:
            continue
        if not _JOINT.fullmatch(text, one[1], two[0]):
            continue
        first, last = (spans[k] or one)[0], two[1]
        cuts = [
            (end.at, start.at)
            for end in places.ends
            for start in places.starts
            if first < end.at <= start.at < last
            and end.is_pause
            and start.inside == end.inside == _inside(places, first)
            and not letters(text[end.at : start.at])
        ]
        if cuts:
            half = letters(text[first:last]) / 2
            end, start = min(cuts, key=lambda cut: abs(letters(text[first : cut[0]]) - half))
            spans[k], spans[k + 1] = (first, end), (start, last)
    return spans


def _inside(places: Borders, start: int) -> tuple[int, ...]:
    return next((border.inside for border in places.starts if border.at == start), ())


def _wider(text: str, span: tuple[int, int], places: Borders) -> tuple[int, int]:
    """Return a passage of a word or two with its clause, without which it says nothing."""
    if letters(text[slice(*span)]) >= _LEAST_SHOWN:
        return span
    inside = _inside(places, span[0])
    starts = [b.at for b in places.starts if b.inside == inside and _begins(text, b)]
    ends = [b.at for b in places.ends if b.inside == inside and _ends(text, b)]
    first = max((at for at in starts if at <= span[0]), default=span[0])
    last = min((at for at in ends if at >= span[1]), default=span[1])
    return (first, last) if letters(text[first:last]) <= _MOST_SHOWN else span


def letters(text: str) -> int:
    """Return how much a text says, in letters of English.

    >>> letters("然而，。"), letters("However, .")
    (6, 7)
    """
    return sum(LETTERS_A_CHARACTER if char >= _DENSE else 1 for char in text if char.isalnum())


def _words(question: Question, span: tuple[int, int] | None) -> Words | None:
    if span is None:
        return None
    place = question.source.place(*span)
    begun = [s.id for s in question.source.sentences if s.start <= place.start]
    return Words(place, begun[-1])


def _all_lost(question: Question) -> list[Words | None]:
    """Choose what each hole lost where nothing is left of the translation."""
    text, lang = question.source.text, question.source.lang
    number = len(question.holes)
    if len(text) > _MOST_CHARACTERS:
        return [None] * number
    spans = units(text, lang).spans
    weights = [1.0] * len(spans)
    sums = running_sums(len(text), [a for a, _ in spans], [b for _, b in spans], weights)
    places = borders(text, lang)
    options = [_quotations(text, places)] if question.quoted else []
    for some in (*options, places):
        chosen = heaviest_spans(sums, some, number).passages
        if chosen:
            return [_words(question, span) for span in chosen]
    return [None] * number


def _chosen(
    sums: DoubleArray, places: Borders, beside: _Beside, number: int
) -> list[tuple[int, int] | None] | None:
    """Choose a passage for each hole, whatever the order of the passages."""
    if not places.starts or not places.ends:
        return None
    begins, ends = beside.of(places.starts, before=True), beside.of(places.ends, before=False)
    orders = [tuple(range(number))]
    if number <= _MOST_ORDERS:
        orders = list(itertools.permutations(range(number)))
    best: tuple[Chosen, tuple[int, ...]] | None = None
    for order in orders:
        rows = list(order)
        chosen = heaviest_spans(sums, places, number, begins[rows], ends[rows], _LEFT_OUT)
        if best is None or chosen.weight > best[0].weight + 1e-6:
            best = chosen, order
    assert best
    spans: list[tuple[int, int] | None] = [None] * number
    for passage, hole in zip(best[0].passages, best[1], strict=True):
        spans[hole] = passage
    return spans


class _Beside:
    """How near what stands beside a place of the original is said to each hole."""

    def __init__(self, question: Question, source: Half, target: Half) -> None:
        self._words, self._text = source.words, source.text
        matches, _ = compare(source.words, target.words)
        size = len(target.words.starts)
        self._at = np.asarray(matches.place, float) * size
        self._said = source.evidence < _SAID
        self._size = size
        offsets = [
            question.target.place(int(start), int(start) + 1).start for start in target.words.starts
        ]
        before = [sum(at < hole for at in offsets) for hole in question.holes]
        self._holes = np.array(before, float)
        told = beside_holes(source, target, before)
        self._slots, self.said = told.pieces, told.said
        self.told = [piece is not None for piece in told.pieces]

    def of(self, places: Sequence[Border], *, before: bool) -> DoubleArray:
        """Return what speaks for each place, shape (K, number of places)."""
        worth = np.zeros((len(self._holes), len(places)))
        for n, place in enumerate(places):
            if before:
                near = np.flatnonzero(self._said & (self._words.ends <= place.at))
                at = self._at[near[-1]] + 0.5 if len(near) else 0.0
            else:
                near = np.flatnonzero(self._said & (self._words.starts >= place.at))
                at = self._at[near[0]] - 0.5 if len(near) else float(self._size)
            worth[:, n] = _BESIDE * np.maximum(0.0, 1.0 - np.abs(at - self._holes) / _REACH)
            if (_begins if before else _ends)(self._text, place):
                worth[:, n] += border_worth(_A_PAUSE) - border_worth(place)
            for hole, slot in enumerate(self._slots):
                if slot and place.at == slot[0 if before else 1]:
                    worth[hole, n] += _IN_SLOT
        return worth


def _begins(text: str, place: Border) -> bool:
    """Say whether a clause, or an item of a list, begins at a place."""
    return place.is_pause or _AND_BEFORE.search(text, max(0, place.at - 6), place.at) is not None


def _ends(text: str, place: Border) -> bool:
    """Say whether a clause, or an item of a list, ends at a place."""
    return place.is_pause or _AND_AFTER.match(text, place.at) is not None


def _quotations(text: str, places: Borders) -> Borders:
    """Return the borders around quotations."""
    marked = [
        (a, b) for a, b in pairs_of_marks(text) if a >= 0 and b <= len(text) and text[a] in _QUOTES
    ]
    begins, ends = {a for a, _ in marked}, {b for _, b in marked}
    return Borders(
        tuple(border for border in places.starts if border.at in begins),
        tuple(border for border in places.ends if border.at in ends),
    )
