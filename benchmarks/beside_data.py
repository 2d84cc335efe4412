"""Lone sentences with what stands beside and opposite them, of which it is known who says them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from duizhao.align.findings.omissions.neighbours import Beside, Opposite
from duizhao.corpora.text.languages import joiner
from duizhao.eval.findings.documents import LANGS, load_documents
from duizhao.eval.findings.made_gaps import GAPS
from duizhao.eval.gold.pairs import GoldPair, load_pairs

MOST = 12  # questions of a kind from a document, a side
FURTHEST = 4  # sentences between one and another that is said to translate it
MOST_LEFT = 0.5  # of a translation: more than this says half of the sentence, or more
FULL_STOPS = ".。"


@dataclass(frozen=True)
class Asked:
    """A question with its answer.

    :param document: The document that it comes from.
    :param question: The question.
    :param langs: The language of the lone sentence, and the other one.
    :param said: Whether it is said there.
    """

    document: str
    question: Beside | Opposite
    langs: tuple[str, str]
    said: bool


@dataclass(frozen=True)
class _Links:
    """A document's links, from one side: texts of the sentences on both sides, in order."""

    name: str
    langs: tuple[str, str]
    links: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]


def questions(data: Path, rng: random.Random) -> Iterator[Asked]:
    """Yield questions made of clean translations and of novels.

    Two neighbours of which the translation makes one sentence are said beside each other; one
    beside the translation of the other alone is not. A sentence is said by its translation, and
    not by that of a near one. What a cut clause leaves of a translation says neither.

    :param data: The folder with ``docs-dev`` and ``mac-dev``.
    :param rng: What draws them.
    """
    for links in _documents(data):
        made = [list(kind(links, rng)) for kind in (_beside, _opposite, _cut)]
        for each in made:
            for said in (True, False):
                own = [asked for asked in each if asked.said == said]
                yield from rng.sample(own, min(MOST, len(own)))


def _documents(data: Path) -> Iterator[_Links]:
    """Yield the links of all documents, from both sides."""
    for document in load_documents([data / "docs-dev"], "dev"):
        texts = document.texts
        for n in (0, 1):
            links = [((a,), (b,)) for a, b in zip(texts[n], texts[1 - n], strict=True)]
            yield _Links(document.name, (LANGS[n], LANGS[1 - n]), links)
    for pair in load_pairs(data / "mac-dev").pairs:
        yield from _of_gold(pair)


def _of_gold(pair: GoldPair) -> Iterator[_Links]:
    sides = pair.source, pair.target
    for n in (0, 1):
        links = []
        for bead in pair.beads:
            ids = (bead.source, bead.target)
            texts = [
                tuple(document.sentences[i].text for i in own)
                for document, own in zip(sides, ids, strict=True)
            ]
            links.append((texts[n], texts[1 - n]))
        # A chapter is as long as many articles.
        for start in range(0, len(links), 60):
            name = f"{pair.name}/{start}"
            yield _Links(name, (sides[n].lang, sides[1 - n].lang), links[start : start + 60])


def _beside(links: _Links, rng: random.Random) -> Iterator[Asked]:
    here, there = (joiner(lang) for lang in links.langs)
    for own, other in links.links:
        if len(own) > 1 and other:
            for before in (True, False):
                rest, lone = (own[:-1], own[-1]) if before else (own[1:], own[0])
                question = Beside(lone, here.join(rest), before, there.join(other))
                yield Asked(links.name, question, links.langs, said=True)
    for (one, its), (two, theirs) in pairwise(links.links):
        if not (len(one) == len(two) == 1 and its and theirs):
            continue
        before = rng.random() < 0.5
        lone, own, other = (two, one, its) if before else (one, two, theirs)
        question = Beside(lone[0], own[0], before, there.join(other))
        yield Asked(links.name, question, links.langs, said=False)
        joined = _joined([*its, *theirs], links.langs[1])
        question = Beside(lone[0], own[0], before, joined)
        yield Asked(links.name, question, links.langs, said=True)


def _joined(texts: Sequence[str], lang: str) -> str:
    """Return sentences as one."""
    pause = "，" if lang == "zh" else ", "
    *parts, last = texts
    return "".join(part.rstrip(FULL_STOPS) + pause for part in parts) + last


def _opposite(links: _Links, rng: random.Random) -> Iterator[Asked]:
    here, there = (joiner(lang) for lang in links.langs)
    pairs = [(here.join(a), there.join(b)) for a, b in links.links if a and b]
    for at, (lone, other) in enumerate(pairs):
        yield Asked(links.name, Opposite(lone, other), links.langs, said=True)
        near = [
            n for n in range(at - FURTHEST, at + FURTHEST + 1) if n != at and 0 <= n < len(pairs)
        ]
        if near:
            stranger = pairs[rng.choice(near)][1]
            yield Asked(links.name, Opposite(lone, stranger), links.langs, said=False)


def _cut(links: _Links, rng: random.Random) -> Iterator[Asked]:
    """Yield sentences and what a cut left of their translations, and the other way round.

    The stump stands alone, or was joined to the translation of the sentence before or behind.
    """
    whole = [(a[0], b[0]) for a, b in links.links if len(a) == len(b) == 1]
    for at, (lone, other) in enumerate(whole):
        stump = _stump(other, lone, links.langs[1], rng)
        if stump is not None:
            yield Asked(links.name, Opposite(lone, stump), links.langs, said=False)
            if len(whole) > 1:
                before = at > 0 and (at + 1 == len(whole) or rng.random() < 0.5)
                own, its = whole[at - 1 if before else at + 1]
                joined = _joined([its, stump] if before else [stump, its], links.langs[1])
                yield Asked(links.name, Beside(lone, own, before, joined), links.langs, said=False)
        stump = _stump(lone, other, links.langs[0], rng)
        if stump is not None:
            yield Asked(links.name, Opposite(stump, other), links.langs, said=True)


def _stump(text: str, source: str, lang: str, rng: random.Random) -> str | None:
    """Return what is left of a text without one of its clauses, if that is less than half."""
    cuts = GAPS["clauses-cut"](text, source, lang, rng)
    left = [text[: cut.start] + cut.new + text[cut.end :] for cut in cuts]
    short = [stump for stump in left if len(stump) < MOST_LEFT * len(text)]
    return rng.choice(short) if short else None
