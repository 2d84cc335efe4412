"""Digests whose every sentence is accounted for, made from clean translations.

A writer of digests leaves whole paragraphs out and, of those that stay, most of what comes late;
makes one sentence of two, one paragraph of several; puts a passage elsewhere; and uses other words.
All of this is done here by chance, so that it is known which source sentences and paragraphs each
sentence and paragraph of the digest comes from. What no rule can do is to think the text over
anew: these digests are nearer to their originals than an editor's.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from duizhao.align.decisions.links import Link
from duizhao.eval.beads.digests.synonyms import Synonyms
from duizhao.eval.beads.digests.wording import joined, reworded, shortened

__all__ = ["Digest", "Original", "make_digest"]

_LENGTHS = (2, 3, 3, 4, 5)  # sentences of a paragraph, where the text has none
_LONGEST_PARAGRAPH = 7  # longer ones are cut, as they are of a text that was put in one piece
# Of what is dropped, the share that goes by whole paragraphs is drawn between these.
_WHOLE = 0.3, 0.9
_STAY = 2  # sentences that always do
_JOINED = 0.25  # share of neighbours of one paragraph that become one sentence
_JOINED_OVER_GAP = 0.15  # the same where sentences between the two are dropped
_SHORTENED = 0.3  # share of other sentences that lose a clause; of joined ones, each half does
_REWORDED = 0.5  # share of sentences that are put in other words
_PARAGRAPHS_JOINED = 0.25  # share of neighbouring paragraphs that become one
_MOST_JOINED = 3
_PARAGRAPH_MOVES, _SENTENCE_MOVES = 0.5, 0.03  # chance a document, and a sentence
_ADDED, _ADDED_APART = 0.03, 0.5  # sentences of the digest's own, and how many stand apart


@dataclass(frozen=True)
class Original:
    """A text and its translation, sentence by sentence.

    :param langs: The languages of both.
    :param source: N sentences.
    :param target: Their N translations.
    :param paragraphs: The number of each sentence's paragraph, rising.
    """

    langs: tuple[str, str]
    source: tuple[str, ...]
    target: tuple[str, ...]
    paragraphs: tuple[int, ...]


@dataclass(frozen=True)
class Digest:
    """A text, its digest, and what comes from what.

    :param source: The sentences of the source, by paragraph.
    :param target: The sentences of the digest, by paragraph.
    :param beads: Source and target ids in the order of the source; what has moved is null on both
        sides. The source ids of a bead have gaps where what stands between two joined sentences
        was dropped.
    :param moved: The (source id, target id) of what was moved.
    :param links: Of each paragraph of the digest the paragraphs of the source that it comes from.
    :param how: Of each sentence of the digest what was done to it, such as ``"joined shortened"``.
    """

    source: tuple[tuple[str, ...], ...]
    target: tuple[tuple[str, ...], ...]
    beads: tuple[Link, ...]
    moved: tuple[tuple[int, int], ...]
    links: tuple[frozenset[int], ...]
    how: tuple[str, ...]


@dataclass
class _Unit:
    """A sentence of the digest while it is made; ``sources`` is empty if it is the digest's own."""

    text: str
    sources: tuple[int, ...]
    how: list[str]
    moved: bool = False


_Paragraph = list[_Unit]


def make_digest(
    original: Original, drop: float, strangers: Sequence[str], synonyms: Synonyms, seed: str
) -> Digest:
    """Make a digest.

    :param original: The text and its translation.
    :param drop: The share of the sentences that the digest leaves out, 0 to 1.
    :param strangers: Sentences of other texts in the language of the digest.
    :param synonyms: Words that say the same.
    :param seed: The same seed makes the same digest.
    """
    rng = random.Random(seed)  # noqa: S311 - chance that can be repeated
    paragraphs = _paragraphs(original.paragraphs, rng)
    dropped = _dropped(paragraphs, drop, rng)
    units = [
        _units([i for i in paragraph if i not in dropped], original, rng)
        for paragraph in paragraphs
    ]
    written = _moved(_together([each for each in units if each], rng), rng)
    for paragraph in written:
        for unit in paragraph:
            if rng.random() < _REWORDED:
                text = reworded(unit.text, original.langs[1], synonyms, rng)
                unit.how += ["reworded"] if text != unit.text else []
                unit.text = text
    return _digest(original, paragraphs, _with_added(written, strangers, rng))


def _paragraphs(numbers: Sequence[int], rng: random.Random) -> list[range]:
    """Return the sentences of each paragraph; made ones where the text has none."""
    lengths = [len(list(run)) for _, run in groupby(numbers)]
    if len(lengths) == 1 or max(lengths) == 1:
        lengths = []
        while sum(lengths) < len(numbers):
            lengths.append(min(rng.choice(_LENGTHS), len(numbers) - sum(lengths)))
    edges = [0]
    for length in lengths:
        pieces = -(-length // _LONGEST_PARAGRAPH)
        edges += [edges[-1] + length * (k + 1) // pieces for k in range(pieces)]
    return [range(a, b) for a, b in pairwise(edges)]


def _dropped(paragraphs: Sequence[range], drop: float, rng: random.Random) -> set[int]:
    """Choose what is left out: whole paragraphs first, late ones rather than early ones."""
    count = paragraphs[-1].stop
    wanted = min(round(drop * count), count - _STAY)
    dropped: set[int] = set()
    whole = rng.uniform(*_WHOLE) * wanted
    late = [1.0 + k / len(paragraphs) for k in range(len(paragraphs))]
    for k in _weighted(late, rng):
        if len(dropped) + len(paragraphs[k]) <= whole:
            dropped.update(paragraphs[k])
    rest = [(i, i - p.start) for p in paragraphs for i in p if i not in dropped]
    for k in _weighted([0.4 + at for _, at in rest], rng):
        if len(dropped) < wanted:
            dropped.add(rest[k][0])
    return dropped


def _weighted(weights: Sequence[float], rng: random.Random) -> list[int]:
    """Return numbers in an order drawn by weight (Efraimidis and Spirakis 2006)."""
    return sorted(range(len(weights)), key=lambda k: -(rng.random() ** (1 / weights[k])))


def _units(kept: Sequence[int], original: Original, rng: random.Random) -> _Paragraph:
    """Write what is left of a paragraph."""
    units: _Paragraph = []
    at = 0
    while at < len(kept):
        two = kept[at : at + 2]
        chance = _JOINED if len(two) == 2 and two[1] == two[0] + 1 else _JOINED_OVER_GAP
        if len(two) == 2 and rng.random() < chance:
            parts = [shortened(original.target[i], rng) for i in two]
            texts = [part or original.target[i] for part, i in zip(parts, two, strict=True)]
            how = ["joined", *(["shortened"] if any(parts) else [])]
            one = joined(texts[0], texts[1], original.langs[1], rng)
            units.append(_Unit(one, tuple(two), how))
            at += 2
            continue
        text = original.target[two[0]]
        short = shortened(text, rng) if rng.random() < _SHORTENED else None
        units.append(_Unit(short or text, (two[0],), ["shortened"] if short else []))
        at += 1
    return units


def _together(paragraphs: Sequence[_Paragraph], rng: random.Random) -> list[_Paragraph]:
    """Make one of some neighbouring paragraphs."""
    out: list[_Paragraph] = []
    joined_so_far = 1
    for paragraph in paragraphs:
        if out and joined_so_far < _MOST_JOINED and rng.random() < _PARAGRAPHS_JOINED:
            out[-1] += paragraph
            joined_so_far += 1
        else:
            out.append(list(paragraph))
            joined_so_far = 1
    return out


def _moved(paragraphs: list[_Paragraph], rng: random.Random) -> list[_Paragraph]:
    """Put a paragraph, and some sentences, elsewhere; joined sentences stay."""
    movable = [k for k, p in enumerate(paragraphs) if all(len(unit.sources) == 1 for unit in p)]
    if len(paragraphs) > 3 and movable and rng.random() < _PARAGRAPH_MOVES:
        at = rng.choice(movable)
        taken = paragraphs.pop(at)
        there = [k for k in range(len(paragraphs) + 1) if abs(k - at) > 1]
        paragraphs.insert(rng.choice(there), taken)
        for unit in taken:
            unit.moved = True
    for at, paragraph in enumerate(paragraphs):
        for unit in list(paragraph):
            free = len(paragraph) > 1 and len(unit.sources) == 1 and not unit.moved
            if free and len(paragraphs) > 3 and rng.random() < _SENTENCE_MOVES:
                home = rng.choice([k for k in range(len(paragraphs)) if abs(k - at) > 1] or [at])
                if home != at:
                    paragraph.remove(unit)
                    unit.moved = True
                    paragraphs[home].insert(rng.randrange(len(paragraphs[home]) + 1), unit)
    return paragraphs


def _with_added(
    paragraphs: Sequence[_Paragraph], strangers: Sequence[str], rng: random.Random
) -> list[_Paragraph]:
    """Put in sentences that are the digest's own, in paragraphs and between them."""
    out = []
    for paragraph in paragraphs:
        mixed: _Paragraph = []
        for unit in paragraph:
            mixed.append(unit)
            if strangers and rng.random() < _ADDED:
                added = _Unit(rng.choice(strangers), (), ["added"])
                if rng.random() < _ADDED_APART:
                    out.append([added])
                else:
                    mixed.append(added)
        out.append(mixed)
    return out


def _digest(
    original: Original, paragraphs: Sequence[range], written: Sequence[_Paragraph]
) -> Digest:
    """Give the sentences their numbers, and say what comes from what."""
    home = {i: k for k, paragraph in enumerate(paragraphs) for i in paragraph}
    units = [unit for paragraph in written for unit in paragraph]
    moved = [(unit.sources[0], j) for j, unit in enumerate(units) if unit.moved]
    linked = {i for unit in units if not unit.moved for i in unit.sources}
    keyed: list[tuple[tuple[int, int], Link]] = []
    reached = -1
    for j, unit in enumerate(units):
        sources = () if unit.moved else unit.sources
        reached = sources[-1] if sources else reached
        keyed.append(((sources[0] if sources else reached, 1), (sources, (j,))))
    keyed += [((i, 0), ((i,), ())) for i in home if i not in linked]
    return Digest(
        tuple(tuple(original.source[i] for i in paragraph) for paragraph in paragraphs),
        tuple(tuple(unit.text for unit in paragraph) for paragraph in written),
        tuple(link for _, link in sorted(keyed, key=lambda item: item[0])),
        tuple(sorted(moved)),
        tuple(
            frozenset(home[i] for unit in paragraph for i in unit.sources) for paragraph in written
        ),
        tuple(" ".join([*unit.how, *(["moved"] if unit.moved else [])]) for unit in units),
    )
