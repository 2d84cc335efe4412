"""The kinds of edits: what is done to a translation, and what counts as having found it.

Each kind is done in copies of its own, several times in a long document, never twice in one
segment. The document's name and the kind are the seed, so that a copy never changes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

from duizhao.corpora.alignment import Category
from duizhao.eval.findings.documents import LANGS, CleanDocument
from duizhao.eval.findings.drafts import Change, Draft, EditedPair, Piece
from duizhao.eval.findings.made_gaps import GAPS, Finder, cut_end
from duizhao.eval.findings.swaps import SWAPS
from duizhao.eval.findings.verbatim_edits import VERBATIM, with_items

__all__ = ["CLEAN", "GONE", "KINDS", "EditKind", "edited"]

_Editor: TypeAlias = Callable[[Draft, random.Random, Sequence[CleanDocument]], None]

CLEAN = "clean"
"""The kind of a copy that nothing is done to."""

# One segment in this many is edited; the rest is the edits' surroundings.
_ONE_IN = 4
# Segments that a dropped paragraph or run has, and those that move together.
_RUNS = (2, 3, 4, 5)
_MOVED = (1, 2, 3)
# How far a run moves: further than it is long, else it is as well its neighbours that moved.
_FURTHER = 3
# Segments that always stay when sentences are dropped.
_STAY = 3
# Shorter texts are headings or lists: to repeat, insert or not translate them is no clear error.
_LEAST_TEXT = {"en": 40, "zh": 14}
# How far behind a passage its repetition stands, in segments.
_REPEATED_AFTER = (0, 0, 2, 3, 4)


@dataclass(frozen=True)
class EditKind:
    """A kind of edit.

    :param name: Its name in tables.
    :param make: Makes the edits in a draft.
    :param accepted: The categories of findings that are right about it; none for what is no error.
    :param sentences: Whether precision and recall count source sentences, and not edits.
    :param prepare: Makes the document that the edits are made in; as it is if None.
    """

    name: str
    make: _Editor
    accepted: frozenset[Category] = frozenset()
    sentences: bool = False
    prepare: Callable[[CleanDocument, random.Random], CleanDocument] | None = None


def edited(
    document: CleanDocument, kind: EditKind | None, lang: str, others: Sequence[CleanDocument] = ()
) -> EditedPair:
    """Make a copy of a document.

    :param document: The document.
    :param kind: What to do to the translation; nothing if None.
    :param lang: The language of the translation, ``"en"`` or ``"zh"``; the source has the other.
    :param others: Documents that sentences may come from.
    """
    langs = LANGS[1 - LANGS.index(lang)], lang
    if kind is None:
        return Draft(document, langs).finish()
    rng = random.Random(f"{document.name}|{kind.name}|{lang}")  # noqa: S311 - repeatable chance
    draft = Draft(kind.prepare(document, rng) if kind.prepare else document, langs)
    kind.make(draft, rng, others)
    return draft.finish()


def _most(draft: Draft) -> int:
    return max(1, len(draft.sources) // _ONE_IN)


def _within(finder: Finder) -> _Editor:
    """Return what makes a finder's changes, one in a segment."""

    def make(draft: Draft, rng: random.Random, _others: Sequence[CleanDocument]) -> None:
        left = _most(draft)
        for piece in rng.sample(draft.pieces, len(draft.pieces)):
            changes = list(finder(piece.text, _source(draft, piece), draft.langs[1], rng))
            if changes and left:
                draft.change(piece, rng.choice(changes))
                left -= 1

    return make


def _source(draft: Draft, piece: Piece) -> str:
    assert piece.segment is not None
    return draft.sources[piece.segment]


def _sentences(rate: float) -> _Editor:
    """Return what drops this share of the segments, later ones more probably."""

    def make(draft: Draft, rng: random.Random, _others: Sequence[CleanDocument]) -> None:
        # Weighted draw without replacement: Efraimidis and Spirakis (2006).
        keys = {id(p): rng.random() ** (1 / (i + 1)) for i, p in enumerate(draft.pieces)}
        ranked = sorted(draft.pieces, key=lambda piece: keys[id(piece)], reverse=True)
        most = len(ranked) - _STAY
        dropped = {id(piece) for piece in ranked[: min(most, max(1, round(rate * len(ranked))))]}
        for piece in list(draft.pieces):
            if id(piece) in dropped:
                draft.drop([piece])

    return make


def _paragraphs(draft: Draft, rng: random.Random, _others: Sequence[CleanDocument]) -> None:
    """Drop runs of segments."""
    for run in _runs(draft, rng, _RUNS, max(1, _most(draft) // 2)):
        draft.drop(run)


def _runs(draft: Draft, rng: random.Random, sizes: Sequence[int], number: int) -> list[list[Piece]]:
    """Choose runs of pieces with untouched ones between them, the first piece never."""
    pieces, free = list(draft.pieces), set(range(1, len(draft.pieces)))
    runs: list[list[Piece]] = []
    for start in rng.sample(sorted(free), len(free)):
        size = rng.choice(sizes)
        around = range(start - 1, start + size + 1)
        if len(runs) < number and set(around[1:-1]) <= free and len(pieces) - size >= _STAY + 1:
            runs.append(pieces[start : start + size])
            free -= set(around)
    return runs


def _truncated(draft: Draft, rng: random.Random, _others: Sequence[CleanDocument]) -> None:
    """Cut paragraphs off before their end."""
    numbers = [piece.paragraph for piece in draft.pieces]
    ends = [
        piece
        for piece, after in zip(draft.pieces, [*numbers[1:], None], strict=True)
        if piece.paragraph != after
    ]
    left = _most(draft)
    for piece in rng.sample(ends, len(ends)):
        change = cut_end(piece.text, draft.langs[1], rng)
        if change is not None and left:
            draft.change(piece, change)
            left -= 1


def _moved(draft: Draft, rng: random.Random, _others: Sequence[CleanDocument]) -> None:
    """Put runs of sentences elsewhere."""
    taken = {0}
    for run in _runs(draft, rng, _MOVED, max(1, _most(draft) // 3)):
        at = draft.pieces.index(run[0])
        size, rest = len(run), [piece for piece in draft.pieces if piece not in run]
        places = [
            to
            for to in range(1, len(rest) + 1)
            if abs(to - at) >= size + _FURTHER
            and not taken & {id(p) for p in rest[to - 1 : to + 1]}
        ]
        if not places or not all(_is_text(piece.text, draft.langs[1]) for piece in run):
            continue
        to = rng.choice(places)
        for piece in run:
            piece.paragraph = _paragraph(rest, to, piece.paragraph)
        draft.pieces = [*rest[:to], *run, *rest[to:]]
        draft.note(run)
        # Neither may another run come between, nor may the neighbours that tell its place leave.
        taken |= {id(piece) for piece in draft.pieces[max(0, to - 1) : to + size + 1]}


def _paragraph(pieces: Sequence[Piece], at: int, own: int) -> int:
    """Return the paragraph of what is put in at a place: the one before, if that has several."""
    before = pieces[at - 1].paragraph
    return before if sum(piece.paragraph == before for piece in pieces) > 1 else own


def _is_text(text: str, lang: str) -> bool:
    return len(text) >= _LEAST_TEXT[lang] and not text.startswith("#")


def _merged(draft: Draft, rng: random.Random, _others: Sequence[CleanDocument]) -> None:
    """Make one sentence of two."""
    lang = draft.langs[1]
    stop, join = ("。", "，") if lang == "zh" else (".", "; ")
    left = _most(draft)
    done: set[int] = set()
    for first, second in rng.sample(pairs := list(pairwise(draft.pieces)), len(pairs)):
        if not left or done & {id(first), id(second)} or not first.text.endswith(stop):
            continue
        if _is_text(first.text, lang) and _is_text(second.text, lang):
            first.text = first.text[:-1] + join + second.text
            draft.pieces.remove(second)
            draft.note([first, second], merged=True)
            done |= {id(first), id(second)}
            left -= 1


def _inserted(draft: Draft, rng: random.Random, others: Sequence[CleanDocument]) -> None:
    """Put sentences of other documents in."""
    lang = draft.langs[1]
    strangers = [other for other in others if other.name != draft.document.name]
    if not strangers:
        return
    for number in range(max(1, _most(draft) // 2)):
        texts = rng.choice(strangers).texts[LANGS.index(lang)]
        texts = tuple(text for text in texts if _is_text(text, lang))
        at = rng.randrange(1, len(draft.pieces) + 1)
        beside = [piece.segment for piece in draft.pieces[at - 1 : at + 1]]
        if texts and None not in beside:
            text = rng.choice(texts)
            new = Piece(text, _paragraph(draft.pieces, at, -1 - number), None)
            draft.pieces.insert(at, new)
            draft.note([new], given=text)


def _repeated(draft: Draft, rng: random.Random, _others: Sequence[CleanDocument]) -> None:
    """Say passages twice, the second time at once or a little later."""
    lang = draft.langs[1]
    left = max(1, _most(draft) // 2)
    for piece in rng.sample(draft.pieces, len(draft.pieces)):
        if not left or not _is_text(piece.text, lang):
            continue
        at = min(draft.pieces.index(piece) + 1 + rng.choice(_REPEATED_AFTER), len(draft.pieces))
        if any(near.segment is None for near in draft.pieces[max(0, at - 2) : at + 2]):
            continue
        new = Piece(piece.text, _paragraph(draft.pieces, at, -1 - left), None)
        draft.pieces.insert(at, new)
        draft.note([new], given=piece.text, twin=piece)
        left -= 1


def _untranslated(text: str, source: str, lang: str, _rng: random.Random) -> Iterator[Change]:
    """Leave a segment in the language of the source."""
    if not _is_text(source, LANGS[1 - LANGS.index(lang)]) or not _is_text(text, lang):
        return
    yield Change(0, len(text), source)


GONE: Final = frozenset({Category.OMISSION, Category.BLANK, Category.TRUNCATED})
"""The categories that say that words are lost."""

_BLANK = frozenset({Category.BLANK, Category.TRUNCATED})

_ACCEPTED = {
    "quotes": _BLANK,
    "clauses": _BLANK,
    "objects": _BLANK,
    "quotes-cut": GONE,
    "clauses-cut": GONE,
    "objects-cut": GONE,
    "places": frozenset({Category.NAME}),
    "numbers": frozenset({Category.NUMBER}),
    "dates": frozenset({Category.NUMBER}),
    "verbatim-changed": frozenset({Category.VERBATIM}),
    "verbatim-dropped": frozenset({Category.VERBATIM}),
}

_MOST_KINDS = (
    EditKind("sentences-15", _sentences(0.15), frozenset({Category.OMISSION}), sentences=True),
    EditKind("sentences-40", _sentences(0.4), frozenset({Category.OMISSION}), sentences=True),
    EditKind("sentences-70", _sentences(0.7), frozenset({Category.OMISSION}), sentences=True),
    EditKind("paragraphs", _paragraphs, frozenset({Category.OMISSION}), sentences=True),
    *(EditKind(name, _within(finder), _ACCEPTED[name]) for name, finder in GAPS.items()),
    EditKind("truncated", _truncated, GONE),
    EditKind("moved", _moved, frozenset({Category.MOVED})),
    EditKind("merged", _merged),
    EditKind("inserted", _inserted, frozenset({Category.ADDITION})),
    *(EditKind(name, _within(finder), _ACCEPTED[name]) for name, finder in SWAPS.items()),
    EditKind("untranslated", _within(_untranslated), frozenset({Category.UNTRANSLATED})),
    EditKind("repeated", _repeated, frozenset({Category.REPEATED, Category.ADDITION})),
    *(
        EditKind(name, _within(finder), _ACCEPTED.get(name, frozenset()), prepare=with_items)
        for name, finder in VERBATIM.items()
    ),
)

KINDS: Final = MappingProxyType({kind.name: kind for kind in _MOST_KINDS})
"""The kinds of edits by name."""
