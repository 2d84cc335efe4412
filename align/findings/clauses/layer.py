"""Lost clauses: words inside a linked sentence that the other side does not say.

Pairs that lose nothing at a glance are passed over. In the others each word looks for its
counterpart (:mod:`duizhao.align.findings.words.word_matching`), and speaks for being lost as far
as it finds less than such words do (:mod:`duizhao.align.findings.words.word_signs`). The
neighbouring words that speak loudest together are the clause; signs of the whole pair say how
likely it is lost (:mod:`duizhao.align.findings.words.pair_signs`), and so does how much more alike
the texts are without it (:mod:`duizhao.align.findings.words.left_out`). What is left is looked at
once more (:mod:`duizhao.align.findings.clauses.second_look`): only what passes there is more than
information. All weights are fitted (``benchmarks/fit_partial.py``,
``benchmarks/fit_second_look.py``).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duizhao import lazy
from duizhao.align.findings.clauses.brackets import lost_brackets
from duizhao.align.findings.clauses.second_look import Candidate, look_again
from duizhao.align.findings.material import Hit, Linked, Material, Passage
from duizhao.align.findings.spans.whole_span import whole_span
from duizhao.align.findings.wording import shorten
from duizhao.align.findings.words.fitted import LANGUAGES
from duizhao.align.findings.words.length_signs import lengths
from duizhao.align.findings.words.uncovered import Reader, Uncovered, weigh_both
from duizhao.align.judging.policy import DOUBTFUL
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Severity
from duizhao.corpora.text.chinese_variants import as_encoded

__all__ = ["partial_omissions"]

# What the first look thinks less likely lost is no finding: of clean pairs of the dev documents
# 1.2 % are (with .3, .9 %), some of which did lose a clause. Of clauses cut there .58 are told at a
# precision of .87 (with .3, .52 at .91; with .22, .63 at .86; with .15, .69 at .77).
_FLOOR = 0.25
# What both looks together think less likely is no more than information.
_TOLD = DOUBTFUL
# How sure a loss is with which a word in Latin letters is gone: it can be in no other words.
_ANCHORED = 0.75
# How sure a lost pair of brackets is.
_ASIDE = 0.7
# Where so large a share of so many links seems to have lost something, the translation is free, or
# its style terse: of 22 real pairs one is, in classical Chinese (.23; the others .12 at most).
_FREE, _ENOUGH_LINKS = 0.17, 20
# One word in Latin letters is a name or a term, no clause: a translator's behind “译者：”.
_NAME = lazy.compile(r"[A-Za-z0-9_.-]+")
# A link out of order is itself in doubt: what it leaves out is half as likely lost.
_MOVED = 0.5
# What a sentence ends with that leads in what stands below it.
_LEADS_IN = (":", "：")
# Characters of a passage that a message shows.
_SHOWN = 400


@dataclass(frozen=True)
class _Seen:
    """A clause that the first look thinks lost.

    :param bead: Where.
    :param added: Whether it is the target's.
    :param found: What the first look says.
    :param first: How likely that is in this link.
    :param candidate: What the second look is to see.
    """

    bead: Linked
    added: bool
    found: Uncovered
    first: float
    candidate: Candidate


def partial_omissions(material: Material) -> Iterator[Hit]:
    """Yield the clauses that linked sentences lost, and those that they were given.

    :param material: What to look at.
    """
    by_source: dict[int, list[Linked]] = {}
    for linked in material.linked:
        by_source.setdefault(linked.source.number, []).append(linked)
    for beads in by_source.values():
        if {beads[0].source.lang, beads[0].target.lang} != set(LANGUAGES):
            continue
        reader = Reader(material.encoder)
        lead_ins = _lead_ins(beads, material)
        seen = _first_look(beads, material)
        free = len(beads) >= _ENOUGH_LINKS and len(seen) > _FREE * len(beads)
        asides = {(each.bead.at, each.added): each for each in _asides(beads, reader)}
        second = look_again([each.candidate for each in seen], reader)
        for each, likely in zip(seen, second, strict=True):
            if (each.bead.at, each.added) not in asides:
                unwanted = free or each.bead.at in lead_ins or _is_name(each.candidate.words)
                yield _hit(each, likely, unwanted=unwanted)
        for each in asides.values():
            yield _hit(each, _ASIDE, unwanted=free)


def _is_name(words: str) -> bool:
    """Say whether words are one word in Latin letters."""
    return _NAME.fullmatch(words.strip()) is not None


def _lead_ins(beads: Sequence[Linked], material: Material) -> frozenset[int]:
    """Return the links that lead in a listing which stands on both sides.

    “In main.js:” says as much there as “write the following to main.js:”, since the reader sees
    what follows.
    """
    starts = {
        (same.source[0], same.target[0]) for same in material.listings[beads[0].source.number]
    }
    return frozenset(
        bead.at
        for bead in beads
        if (bead.bead.source[-1] + 1, bead.bead.target[-1] + 1) in starts
        and bead.source.text.endswith(_LEADS_IN)
        and bead.target.text.endswith(_LEADS_IN)
    )


def _first_look(beads: Sequence[Linked], material: Material) -> list[_Seen]:
    """Return the likelier loss of each link where one is likely."""
    langs = beads[0].source.lang, beads[0].target.lang
    pairs = [(bead.source.text, bead.target.text) for bead in beads]
    seen = []
    for at, found in enumerate(weigh_both(pairs, langs, material.encoder)):
        first = [each.score * _trust(beads[at]) for each in found]
        added = first[1] > first[0]
        if first[added] >= _FLOOR:
            candidate = _candidate(beads, at, found[added], added=added)
            seen.append(_Seen(beads[at], added, found[added], first[added], candidate))
    return _beside_usual(seen, pairs, langs)


def _asides(beads: Sequence[Linked], reader: Reader) -> Iterator[_Seen]:
    """Yield the brackets that one side lacks with what stands in them."""
    pairs = [(bead.source.prose, bead.target.prose) for bead in beads]
    langs = beads[0].source.lang, beads[0].target.lang
    for lost in lost_brackets(pairs, langs, reader):
        bead = beads[lost.at]
        found = Uncovered(_ASIDE, lost.start, lost.end)
        candidate = _candidate(beads, lost.at, found, added=lost.added)
        yield _Seen(bead, lost.added, found, _ASIDE * _trust(bead), candidate)


def _trust(bead: Linked) -> float:
    """Return how far a link is to be believed: a wrong one has lost nothing."""
    return bead.bead.probability * (_MOVED if bead.bead.moved else 1.0)


def _candidate(beads: Sequence[Linked], at: int, found: Uncovered, *, added: bool) -> Candidate:
    """Return what the second look is to see of a link."""
    own, other = _sides(beads[at], added=added)
    near = [_sides(beads[n], added=added)[1] for n in (at - 1, at + 1) if 0 <= n < len(beads)]
    start, end = _shown(own, found)
    return Candidate(
        as_encoded(own.text),
        as_encoded(other.text),
        (own.lang, other.lang),
        start,
        end,
        found.score,
        near=tuple(as_encoded(each.text) for each in near),
    )


def _shown(own: Passage, found: Uncovered) -> tuple[int, int]:
    """Return the words to show: of one sentence, and with no half quotation."""
    first, last = own.in_one_sentence(found.start, found.end)
    start, end = whole_span(own.text[first:last], 0, last - first, own.lang)
    return first + start, first + end


def _sides(bead: Linked, *, added: bool) -> tuple[Passage, Passage]:
    """Return the side that has the words, and the one that lacks them."""
    return (bead.target, bead.source) if added else (bead.source, bead.target)


def _beside_usual(
    seen: Sequence[_Seen], pairs: Sequence[tuple[str, str]], langs: tuple[str, str]
) -> list[_Seen]:
    """Say how long each text is beside what is usual in this document: styles differ."""
    if not seen:
        return []
    usual = statistics.median(lengths(*pair, langs)[0] for pair in pairs if all(pair))
    told = []
    for each in seen:
        ratio = lengths(each.bead.source.text, each.bead.target.text, langs)[0] - usual
        candidate = replace(each.candidate, ratio=-ratio if each.added else ratio)
        told.append(replace(each, candidate=candidate))
    return told


def _hit(seen: _Seen, likely: float, *, unwanted: bool) -> Hit:
    if seen.candidate.anchors:
        likely = max(likely, _ANCHORED)
    sure = round((seen.first + likely * _trust(seen.bead)) / 2, 3)
    if sure < _TOLD or unwanted:
        worst = Severity.INFO
    else:
        worst = Severity.MINOR if seen.added else Severity.MAJOR
    return (_addition if seen.added else _omission)(seen, sure, worst)


def _omission(seen: _Seen, sure: float, worst: Severity) -> Hit:
    source, target = seen.bead.source, seen.bead.target
    start, end = seen.candidate.start, seen.candidate.end
    words = shorten(source.text[start:end], _SHOWN)
    return Hit(
        rule=Rule.OMITTED_CLAUSE,
        confidence=sure,
        message={
            "en": f"The translation does not seem to say “{words}”. Check whether it is lost.",
            "zh": f"译文似乎没有译出“{words}”，请核对是否漏译。",
        },
        source=source.place(start, end),
        target=target.place(),
        evidence=_evidence(seen, end - start),
        worst=worst,
    )


def _addition(seen: _Seen, sure: float, worst: Severity) -> Hit:
    source, target = seen.bead.source, seen.bead.target
    start, end = seen.candidate.start, seen.candidate.end
    words = shorten(target.text[start:end], _SHOWN)
    return Hit(
        rule=Rule.ADDED_CLAUSE,
        confidence=sure,
        message={
            "en": f"The original does not seem to say “{words}”. Check where it comes from.",
            "zh": f"原文似乎没有“{words}”，请核对出处。",
        },
        source=source.place(),
        target=target.place(start, end),
        evidence=_evidence(seen, end - start),
        worst=worst,
    )


def _evidence(seen: _Seen, length: int) -> dict[str, object]:
    """Return the numbers behind a finding."""
    found = seen.found
    return {
        "score": round(found.score, 3),
        "weight": round(found.weight, 2),
        "characters": length,
        "signs": {name: round(value, 2) for name, value in found.parts.items()},
    }
