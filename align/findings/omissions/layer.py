"""Whole sentences without a counterpart: omissions and additions, neighbours as one finding."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from duizhao.align.findings.material import Hit, Material
from duizhao.align.findings.omissions.traces import Trace, Traces
from duizhao.align.findings.wording import counted, quoted
from duizhao.align.identical import kept_as_they_are
from duizhao.align.judging.policy import DOUBTFUL
from duizhao.align.judging.rules import Rule
from duizhao.align.lengths import expected_log_ratio, length_z
from duizhao.align.logistic import load_logistic, log_odds
from duizhao.corpora.alignment import Bead, Place
from duizhao.corpora.document import Document, Kind, Sentence
from duizhao.corpora.text.languages import latin_length

__all__ = ["additions", "omissions"]

# What makes a run surely one without counterpart: its beads' probability (as odds), the share of
# its side that stands alone, its length in characters, as logarithms. Each document left out in
# turn, log loss .085 and error of probabilities .008; the probability alone, not fitted, .033.
_MODEL = load_logistic("findings/omissions", "alone")
_LEAST_ALONE = 0.02
_LEAST, _MOST = 0.001, 0.9995
# How sure it still is that a passage is missing when its names and numbers stand elsewhere.
_CONDENSED = 0.5
# Sentences that face each other on both sides may translate each other freely if they are so many
# at most, the aligner is no surer of any of them, and their lengths fit, in standard deviations.
_MOST_FREE, _TORN, _FITTING = 2, 0.75, 1.5
# Names and numbers that a message lists.
_SHARED_SHOWN = 4
# A run that is less likely alone than this is no finding: a label, a short sentence that is linked
# weakly.
_FLOOR = 0.1
# More whole sections than this that are gone together are one finding.
_MOST_SECTIONS = 6


@dataclass(frozen=True)
class _Side:
    """One side of the alignment, looked at for what stands alone.

    :param number: The number of its document.
    :param document: The document.
    :param side: Its side in a bead: 0 for the source, 1 for the target.
    :param beads: The beads of the two documents.
    """

    number: int
    document: Document
    side: int
    beads: Sequence[Bead]

    def ids(self, bead: Bead, *, there: bool = False) -> tuple[int, ...]:
        """Return the sentences of a bead on this side, or on the other one."""
        return bead.target if (self.side == 1) != there else bead.source


@dataclass(frozen=True)
class _LoneRun:
    """Neighbouring sentences that stand alone.

    :param sentences: The sentences, those left out that take no part in the alignment.
    :param probability: The mean of their beads.
    :param before: The last bead in order before them that has the other side.
    """

    sentences: tuple[Sentence, ...]
    probability: float
    before: Bead | None


def omissions(material: Material) -> Iterator[Hit]:
    """Yield each run of neighbouring source sentences without a counterpart.

    :param material: What to look at.
    """
    for number, source in enumerate(material.documents[:-1]):
        own = [bead for bead in material.beads if not bead.source or bead.source_document == number]
        yield from _hits(_Side(number, source, 0, own), material)


def additions(material: Material) -> Iterator[Hit]:
    """Yield each run of neighbouring target sentences without a counterpart.

    :param material: What to look at.
    """
    yield from _hits(_Side(material.last, material.target, 1, material.beads), material)


def _hits(side: _Side, material: Material) -> Iterator[Hit]:
    """Yield what stands alone on one side."""
    free = _free(side, material)
    runs = [run for run in _runs(side) if free.isdisjoint(s.id for s in run.sentences)]
    if not runs:
        return
    alone = sum(len(run.sentences) * run.probability for run in runs)
    kept = kept_as_they_are(material.beads, material.documents)
    share = alone / sum((side.number, s.id) not in kept for s in side.document.aligned_sentences())
    traces = _traces(side, material)
    for run in runs:
        confidence = _confidence(run, share, side.document.lang)
        if confidence >= _FLOOR:
            found = {s.id: trace for s in run.sentences if (trace := traces.find(s.id))}
            yield _hit(run, side, material, confidence, found)


def _traces(side: _Side, material: Material) -> Traces:
    """Return what the two sides have in common. Additions are compared with the first source."""
    other = material.documents[0] if side.side else material.target
    beads = [bead for bead in side.beads if not side.side or bead.source_document == 0]
    return Traces(side.document, other, beads, side.side)


def _free(side: _Side, material: Material) -> set[int]:
    """Return the sentences of a side that face others of the other side and may be their source.

    Where the aligner is torn between a free translation and a sentence that was cut while another
    was put in its very place, the translation is the likelier story, and no alarm the better one.
    """
    free: set[int] = set()
    for is_null, group in groupby(side.beads, key=lambda bead: bead.is_null):
        beads = list(group) if is_null else []
        here, there = (_facing(beads, side, material, there=there) for there in (False, True))
        if here and there and _may_translate(here, there, side, material):
            free.update(s.id for s, _ in here)
    return free


def _facing(
    beads: Sequence[Bead], side: _Side, material: Material, *, there: bool
) -> list[tuple[Sentence, float]]:
    """Return the sentences of null beads on one side, with their beads' probabilities."""
    found = []
    target = (side.side == 1) != there
    document = material.target if target else material.documents[0 if side.side else side.number]
    for bead in beads:
        for i in side.ids(bead, there=there):
            if document.is_aligned(document.sentences[i]):
                found.append((document.sentences[i], bead.probability))
    return found


def _may_translate(
    here: Sequence[tuple[Sentence, float]],
    there: Sequence[tuple[Sentence, float]],
    side: _Side,
    material: Material,
) -> bool:
    """Tell whether sentences that face each other may be translations after all."""
    if max(len(here), len(there)) > _MOST_FREE:
        return False
    if max(probability for _, probability in (*here, *there)) >= _TORN:
        return False
    source, target = (there, here) if side.side else (here, there)
    langs = (material.documents[0].lang, material.target.lang)
    a, b = (np.array(np.float32(sum(len(s.text) for s, _ in part))) for part in (source, target))
    return abs(float(length_z(a, b, expected_log_ratio(*langs)))) <= _FITTING


def _runs(side: _Side) -> Iterator[_LoneRun]:
    """Yield runs of sentences that stand alone, whole sections apart.

    Sentences that take no part in the alignment, such as teasers, do not break a run, nor does
    what was added on the other side.
    """
    at: dict[int, Bead] = {}
    before: dict[int, Bead | None] = {}
    last: Bead | None = None
    for bead in side.beads:
        for i in side.ids(bead):
            at[i], before[i] = bead, last
        if side.ids(bead, there=True) and not bead.moved:
            last = bead
    run: list[Sentence] = []
    for sentence in (*side.document.aligned_sentences(), None):
        if sentence is not None and sentence.id in at and at[sentence.id].is_null:
            run.append(sentence)
        elif run:
            for part in _parts(run, side.document, sentence):
                sure = sum(at[s.id].probability for s in part) / len(part)
                yield _LoneRun(tuple(part), sure, before[run[0].id])
            run = []


def _parts(
    run: list[Sentence], document: Document, following: Sentence | None
) -> list[list[Sentence]]:
    """Return a run in parts: each section that is wholly gone, and what is left between them."""
    starts = [0, *(n for n, (a, b) in enumerate(pairwise(run), 1) if _opens(a, b)), len(run)]
    pieces = [run[a:b] for a, b in pairwise(starts)]
    first = run[0].kind is Kind.HEADING and not _heads(document, run[0])
    ends = following is None or following.kind is Kind.HEADING
    whole = [
        (n > 0 or first) and (n < len(pieces) - 1 or ends) and piece[-1].kind is not Kind.HEADING
        for n, piece in enumerate(pieces)
    ]
    if sum(whole) > _MOST_SECTIONS:
        return [run]
    parts: list[list[Sentence]] = []
    for n, piece in enumerate(pieces):
        if n and not whole[n] and not whole[n - 1]:
            parts[-1].extend(piece)
        else:
            parts.append(piece)
    return parts


def _opens(before: Sentence, sentence: Sentence) -> bool:
    """Tell whether a section begins: a second heading right below the first is its subtitle."""
    return sentence.kind is Kind.HEADING and before.kind is not Kind.HEADING


def _heads(document: Document, sentence: Sentence) -> bool:
    """Tell whether a heading stands above this one."""
    return sentence.id > 0 and document.sentences[sentence.id - 1].kind is Kind.HEADING


def _confidence(run: _LoneRun, share: float, lang: str) -> float:
    """Return how probable it is that a run has no counterpart."""
    probability = min(max(run.probability, _LEAST), _MOST)
    length = latin_length(sum(len(s.text) for s in run.sentences), lang)
    return _MODEL.probability(
        {
            "bias": 1.0,
            "odds": log_odds(probability),
            "alone": math.log(_LEAST_ALONE + share),
            "length": math.log(length),
        }
    )


# What is found, by whether it is in the source, and whether its names stand elsewhere.
_RULES = {
    (True, False): Rule.OMITTED_SENTENCES,
    (True, True): Rule.OMITTED_CONDENSED,
    (False, False): Rule.ADDED_SENTENCES,
    (False, True): Rule.ADDED_CONDENSED,
}


def _hit(
    run: _LoneRun, side: _Side, material: Material, confidence: float, found: Mapping[int, Trace]
) -> Hit:
    """Return what is found of a run."""
    omitted = side.side == 0
    ids = [run.sentences[0].id, run.sentences[-1].id]
    here = material.passage(side.number, ids if ids[0] != ids[1] else ids[:1]).place()
    number, before = _sentence_before(run, side, material)
    at = before.end if before else 0
    there = Place(number, at, at, "")
    evidence: dict[str, object] = {
        "sentences": len(run.sentences),
        "paragraphs": len({s.block for s in run.sentences}),
        "characters": here.end - here.start,
    }
    other = material.target if omitted else material.documents[0]
    if found:
        evidence["elsewhere"] = [_shown(each, other) for each in found.values()]
    condensed = 2 * len(found) >= len(run.sentences)
    if condensed:
        message = _condensed(run, omitted, found[min(found)], other)
    else:
        message = _message(run, omitted, before, sure=confidence >= DOUBTFUL)
    return Hit(
        rule=_RULES[omitted, condensed],
        confidence=confidence * (_CONDENSED if condensed else 1.0),
        message=message,
        source=here if omitted else there,
        target=there if omitted else here,
        evidence=evidence,
    )


def _sentence_before(run: _LoneRun, side: _Side, material: Material) -> tuple[int, Sentence | None]:
    """Return the number of the other document, and the sentence that a counterpart would follow."""
    before = run.before
    source = before.source_document if before else 0
    number = source if side.side else material.last
    ids = side.ids(before, there=True) if before else ()
    return number, material.documents[number].sentences[ids[-1]] if ids else None


def _shown(found: Trace, other: Document) -> dict[str, object]:
    """Return where names and numbers were found, as evidence."""
    sentence = other.sentences[found.sentence]
    text = other.text[sentence.start : sentence.end]
    shared = list(found.shared)
    return {"start": sentence.start, "end": sentence.end, "text": text, "shared": shared}


def _message(
    run: _LoneRun, omitted: bool, before: Sentence | None, *, sure: bool
) -> dict[str, str]:
    """Say what stands alone, where it would stand, why that is believed and what to do."""
    words = quoted(run.sentences[0].text)
    size = counted(len(run.sentences), len({s.block for s in run.sentences}))
    where = _where(before)
    says, may = ("says", "") if sure else ("seems to say", "可能")
    if omitted:
        return {
            "en": f"{'Missing' if sure else 'Maybe missing'} from the translation: “{words}”"
            f" ({size['en']}). Nothing there {says} the same; its place is {where['en']}."
            " Translate it, or confirm that it was cut.",
            "zh": f"译文{may}缺少“{words}”（{size['zh']}），全文未见对应内容，应位于"
            f"{where['zh']}。请补译，或确认是有意删去。",
        }
    return {
        "en": f"{'Not' if sure else 'Maybe not'} in the original: “{words}” ({size['en']})."
        f" Nothing there {says} the same; its place would be {where['en']}. Check where it comes"
        " from.",
        "zh": f"原文{may}没有“{words}”（{size['zh']}），全文未见对应内容，"
        f"若有对应，应位于{where['zh']}。请核对其出处。",
    }


def _where(before: Sentence | None) -> dict[str, str]:
    """Name the point where a counterpart would stand, by the sentence before it."""
    if not before:
        return {"en": "at the beginning", "zh": "开头"}
    words = quoted(before.text)
    return {"en": f"after “{words}”", "zh": f"“{words}”之后"}


def _condensed(run: _LoneRun, omitted: bool, found: Trace, other: Document) -> dict[str, str]:
    """Say where the names and numbers of a passage without counterpart stand."""
    words = quoted(run.sentences[0].text)
    size = counted(len(run.sentences), len({s.block for s in run.sentences}))
    place = quoted(other.sentences[found.sentence].text)
    shared = found.shared[:_SHARED_SHOWN]
    which = ("original", "translation") if omitted else ("translation", "original")
    zh = ("原文", "译文") if omitted else ("译文", "原文")
    return {
        "en": f"“{words}” ({size['en']}) has no counterpart of its own in the {which[1]}, but"
        f" {', '.join(shared)} stand in “{place}”. Check whether it was moved or condensed there.",
        "zh": f"{zh[0]}“{words}”（{size['zh']}）在{zh[1]}中没有单独的对应内容，"
        f"但{'、'.join(shared)}见于“{place}”。请核对是否移到或并入该处。",
    }
