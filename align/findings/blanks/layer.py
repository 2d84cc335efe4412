"""Blanks and cut-off sentences: what the target shows by itself, joined with what was lost.

The pattern of a gap gives a confidence; the aligner's view raises or lowers it. A sentence that has
lost words is too short for its original, or linked to nothing, and one stretch of the original is
covered worse than the rest.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

import numpy as np

from duizhao.align.findings.blanks.continuations import Continuations
from duizhao.align.findings.blanks.cut_sentences import is_ended, stopped_short
from duizhao.align.findings.blanks.empty_quotes import blank_quotations
from duizhao.align.findings.blanks.gaps import Gap, find_gaps
from duizhao.align.findings.blanks.lost_text import Lost, find_lost, sentences_of
from duizhao.align.findings.blanks.second_signs import Blanks, goes_on, is_kept, worst
from duizhao.align.findings.material import Hit, Linked, Material, Passage
from duizhao.align.findings.wording import in_marks, place_words, shorten
from duizhao.align.judging.policy import DOUBTFUL
from duizhao.align.lengths import expected_log_ratio, length_z
from duizhao.align.logistic import load_logistic, log_odds, probability_of
from duizhao.corpora.alignment import Category, Place, Severity
from duizhao.corpora.document import Sentence

__all__ = ["gaps"]

# How much likelier evidence is of a true gap than of a false hit. "short" counts standard
# deviations of the length ratio, "uncovered" units of cosine. The bias of a stop and what "ended"
# adds were set so that 1 in 2,400 clean sentences is called cut off for sure; a sentence that is
# linked to nothing has no original to tell by, and keeps its confidence.
_MODELS = {
    category: load_logistic("findings/blanks", category.value)
    for category in (Category.BLANK, Category.TRUNCATED)
}
# Made gaps lose more than real ones may, so the evidence counts by this share, and within limits.
_TEMPER = 0.7
_LIMITS = {Category.TRUNCATED: (-3.0, 3.0), Category.BLANK: (-1.0, 2.0)}
_WORST_Z = 3.0
# The usual length ratio of a pair of languages counts as so many linked beads.
_USUAL = 5
# A gap that is less likely than this is no finding: a label without a full stop on both sides.
_LEAST = 0.15
# Characters of a passage that a message shows.
_SHOWN = 400


def gaps(material: Material) -> Iterator[Hit]:
    """Yield the places of the target where words are gone, with the words of the source.

    :param material: What to look at.
    """
    evidence = _Evidence(material)
    blanks = Blanks(material)
    found = [
        gap
        for gap in _find_gaps(material, evidence)
        if gap.rule.category is not Category.BLANK or not blanks.has(gap, evidence.linked(gap))
    ]
    if not found:
        return
    sentences = sentences_of(found, material.target)
    continuations = Continuations(material, frozenset(s.id for s in sentences))
    for gap, sentence, lost in zip(found, sentences, _find_lost(found, material), strict=True):
        stopped = gap.rule.category is Category.TRUNCATED
        linked = evidence.linked(gap)
        if stopped and (
            goes_on(gap, sentence, material.target, linked) or is_kept(sentence.text, linked)
        ):
            continue
        weighed = evidence.of(gap, sentence, lost)
        most = worst(gap, sentence, weighed.values, linked)
        if weighed.confidence >= _LEAST and most is not None:
            rest = continuations.find(sentence, lost) if stopped else None
            yield _hit(gap, lost, rest, replace(weighed, worst=most), material)


def _find_gaps(material: Material, evidence: _Evidence) -> list[Gap]:
    """Return the gaps that the target shows by itself, and those that its originals show."""
    found = list(find_gaps(material.target))
    starts = {gap.start for gap in found}
    found += (gap for gap in blank_quotations(material.linked) if gap.start not in starts)
    known = {sentence.id for sentence in sentences_of(found, material.target)}
    found += stopped_short(material.linked, known, evidence.short)
    return sorted(found, key=lambda gap: (gap.start, gap.end))


def _find_lost(found: Sequence[Gap], material: Material) -> list[Lost | None]:
    """Return what each gap lost, of the source that it fits best."""
    best: list[Lost | None] = [None] * len(found)
    target = material.target
    for number, source in enumerate(material.documents[:-1]):
        own = [bead for bead in material.beads if bead.source_document == number]
        there = {i for bead in own for i in bead.target}
        # What comes from another source has lost nothing of this one.
        mine = [n for n, s in enumerate(sentences_of(found, target)) if s.id in there]
        lost = find_lost([found[n] for n in mine], source, target, own, material.encoder)
        for n, new in zip(mine, lost, strict=True):
            known = best[n]
            if new is not None and (known is None or known.score < new.score):
                best[n] = replace(new, place=replace(new.place, document=number))
    return best


@dataclass(frozen=True)
class _Weighed:
    """What the alignment says of a gap.

    :param confidence: The expected share of true gaps among such hits, 0 to 1.
    :param values: What it was told from.
    :param worst: The severity that it does not go beyond.
    """

    confidence: float
    values: Mapping[str, float]
    worst: Severity = Severity.CRITICAL


class _Evidence:
    """What the alignment says of gaps."""

    def __init__(self, material: Material) -> None:
        self._material = material

    @cached_property
    def _linked(self) -> dict[int, Linked]:
        return {j: each for each in self._material.linked for j in each.bead.target}

    @cached_property
    def _usual(self) -> dict[int, float]:
        return _usual_ratios(self._material)

    def linked(self, gap: Gap) -> Linked | None:
        """Return the bead that a gap stands in, if it has an original."""
        return self._linked.get(sentences_of([gap], self._material.target)[0].id)

    def of(self, gap: Gap, sentence: Sentence, lost: Lost | None) -> _Weighed:
        """Weigh a gap."""
        linked = self._linked.get(sentence.id)
        stopped = gap.rule.category is Category.TRUNCATED
        more = self._goes_on(sentence) if stopped else 0
        values = {
            "short": round(self.short(linked, more), 2) if linked else 0.0,
            "uncovered": round(max(lost.uncovered, 0.0), 3) if lost else 0.0,
            "unlinked": float(linked is None),
        }
        category = gap.rule.category
        if category is Category.TRUNCATED:
            values["ended"] = _ended(linked)
        says = _MODELS[category].odds({**values, "bias": 1.0})
        low, high = _LIMITS[category]
        odds = log_odds(gap.confidence) + min(max(_TEMPER * says, low), high)
        return _Weighed(probability_of(odds), values)

    def _goes_on(self, sentence: Sentence) -> int:
        """Return the length of the sentence behind one, if no original of its own was found."""
        after = self._material.target.sentences[sentence.id + 1 : sentence.id + 2]
        return sum(len(s.text) for s in after if s.id not in self._linked)

    def short(self, linked: Linked, more: int = 0) -> float:
        """Return by how many standard deviations a bead's target is too short.

        :param linked: The bead.
        :param more: Characters that belong to its target as well.
        """
        source, target = (_length(passage) for passage in (linked.source, linked.target))
        target += np.float32(more)
        usual = self._usual.get(linked.bead.source_document, 0.0)
        z = float(length_z(np.array(source), np.array(target), usual))
        return min(max(z, -_WORST_Z), _WORST_Z)


def _ended(linked: Linked | None) -> float:
    """Return 1 if the original has the full stop that a sentence lacks, -1 if it has none."""
    if linked is None:
        return 0.0
    return 1.0 if is_ended(linked.source.sentences[-1].text) else -1.0


def _length(passage: Passage) -> np.float32:
    return np.float32(sum(len(sentence.text) for sentence in passage.sentences))


def _usual_ratios(material: Material) -> dict[int, float]:
    """Return the usual logarithm of source over target characters, by source."""
    target = material.target.lang
    ratios: defaultdict[int, list[float]] = defaultdict(list)
    for linked in material.linked:
        source, own = _length(linked.source), _length(linked.target)
        ratios[linked.bead.source_document].append(math.log((source + 1.0) / (own + 1.0)))
    for number, found in ratios.items():
        expected = expected_log_ratio(material.documents[number].lang, target)
        found += [expected] * _USUAL
    return {number: median(found) for number, found in ratios.items()}


def _hit(
    gap: Gap, lost: Lost | None, rest: Place | None, weighed: _Weighed, material: Material
) -> Hit:
    evidence: dict[str, object] = {"pattern": gap.rule.sign, "hole": gap.hole, **weighed.values}
    evidence |= lost.evidence if lost else {}
    if rest:
        evidence["continuation"] = {"start": rest.start, "end": rest.end, "text": rest.text}
    text = material.target.text[gap.start : gap.end]
    return Hit(
        rule=gap.rule,
        confidence=weighed.confidence,
        message=_message(gap, lost, rest, weighed),
        source=lost.place if lost else None,
        target=Place(material.last, gap.start, gap.end, text),
        evidence=evidence,
        worst=weighed.worst,
    )


def _message(gap: Gap, lost: Lost | None, rest: Place | None, weighed: _Weighed) -> dict[str, str]:
    """Say what is gone, and what to put there."""
    if gap.rule.category is Category.TRUNCATED and weighed.worst is Severity.INFO:
        return {
            "en": "A full stop may be missing here; nothing of the original seems to be lost.",
            "zh": "此处可能缺少句末标点；原文内容似乎没有缺失。",
        }
    sure = weighed.confidence >= DOUBTFUL
    en = f"Words {'are' if sure else 'may be'} missing here: {gap.reading['en']}."
    zh = f"此处{'有' if sure else '可能有'}文字缺失：{gap.reading['zh']}。"
    if rest:
        start = place_words(rest.text)
        en += f" They may stand elsewhere, as “{start}”."
        zh += f"缺失部分可能误置于别处：“{start}”。"
    if not lost:
        return {"en": f"{en} Fill them in from the original.", "zh": f"{zh}请对照原文补全。"}
    passage = in_marks(shorten(lost.place.text, _SHOWN))
    if rest:
        return {
            "en": f"{en} What comes nearest in the original: {passage}",
            "zh": f"{zh}原文中最接近的是：{passage}",
        }
    return {
        "en": f"{en} Put back what the original has: {passage}",
        "zh": f"{zh}请按原文补全：{passage}",
    }
