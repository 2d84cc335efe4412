"""Whole sentences without a counterpart: omissions and additions, neighbours as one finding."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from duizhao.align.findings.material import Hit, Material
from duizhao.align.findings.omissions.apparatus import Apparatus, apparatus_of
from duizhao.align.findings.omissions.around import NOT_SAID, Said, said_around
from duizhao.align.findings.omissions.messages import (
    apparatus_message,
    condensed_message,
    lone_message,
)
from duizhao.align.findings.omissions.runs import LoneRun, Side, parts_of, runs_of
from duizhao.align.findings.omissions.traces import Trace, Traces
from duizhao.align.identical import kept_as_they_are
from duizhao.align.judging.policy import DOUBTFUL
from duizhao.align.judging.rules import Rule
from duizhao.align.known_languages import unknown_languages
from duizhao.align.logistic import load_logistic, log_odds
from duizhao.corpora.alignment import Place, Severity
from duizhao.corpora.document import Document, Sentence
from duizhao.corpora.text.languages import latin_length

__all__ = ["additions", "omissions", "weighed"]

# What makes a run surely one without counterpart: its beads' probability (as odds), the share of
# its side that stands alone, its length in characters, as logarithms, and who may say it.
_MODEL = load_logistic("findings/omissions", "alone")
_LEAST_ALONE = 0.02
_LEAST, _MOST = 0.001, 0.9995
# Beyond this many, as odds, who says a sentence makes no difference.
_LEAST_SAID, _MOST_SAID = 0.01, 0.99
# From here on a sentence belongs to what its neighbour or what faces it says.
_SAID = 0.5
# How sure it still is that a passage is missing when its names and numbers stand elsewhere.
_CONDENSED = 0.5
# A run that is less likely alone than this is no finding.
_FLOOR = 0.1
# What faces lines that take no part is rather their counterpart; from here on it is information.
_ASIDE = 0.4
# How many times as long as the other one of two such lines may be.
_AS_LONG = 3.0
# What is less sure than this is no more than information. Of runs in edited copies, each document
# left out in turn, three of seven between .5 and .7 are right, and 15 of 19 between .7 and .8.
_UNSURE = 0.7


def omissions(material: Material) -> Iterator[Hit]:
    """Yield each run of neighbouring source sentences without a counterpart.

    :param material: What to look at.
    """
    for number, source in enumerate(material.documents[:-1]):
        own = [bead for bead in material.beads if not bead.source or bead.source_document == number]
        yield from _hits(Side(number, source, 0, own, material))


def additions(material: Material) -> Iterator[Hit]:
    """Yield each run of neighbouring target sentences without a counterpart.

    :param material: What to look at.
    """
    yield from _hits(Side(material.last, material.target, 1, material.beads, material))


def _hits(side: Side) -> Iterator[Hit]:
    """Yield what stands alone on one side."""
    traces: Traces | None = None
    # What the encoder cannot read, it cannot miss.
    material = side.material
    is_read = not unknown_languages(material.documents, material.encoder.signature)
    for run, signs in weighed(side):
        confidence = _MODEL.probability(signs) * (_ASIDE if _is_aside(run, side) else 1.0)
        if confidence >= _FLOOR:
            traces = traces or _traces(side)
            found = {s.id: trace for s in run.sentences if (trace := traces.find(s.id))}
            hit = _hit(run, side, confidence, found)
            yield hit if is_read else replace(hit, worst=Severity.INFO)


def _is_aside(run: LoneRun, side: Side) -> bool:
    """Say whether as many lines as a run has, and as long, stand aside at its place.

    One language calls for the kind of a line by its words and another does not: “See also: Refs”
    is a teaser, and 参考：Refs a heading.
    """
    if not run.asides or len(run.asides) != len(run.sentences):
        return False
    there = side.material.documents[side.other(run.before)].lang
    lengths = [
        latin_length(sum(map(len, texts)), lang)
        for texts, lang in (
            (run.asides, there),
            ([s.text for s in run.sentences], side.document.lang),
        )
    ]
    return max(lengths) <= _AS_LONG * min(lengths)


def weighed(side: Side) -> Iterator[tuple[LoneRun, dict[str, float]]]:
    """Yield what seems to stand alone on a side, with the signs that it has no counterpart.

    :param side: The side.
    """
    runs = list(runs_of(side))
    if not runs:
        return
    alone = sum(len(run.sentences) * run.probability for run in runs)
    kept = kept_as_they_are(side.material.beads, side.material.documents)
    share = alone / sum((side.number, s.id) not in kept for s in side.document.aligned_sentences())
    said = said_around(runs, side)
    for run in runs:
        for part in _parts(run, side, said):
            length = latin_length(sum(len(s.text) for s in part.sentences), side.document.lang)
            around = [said.get(s.id, NOT_SAID) for s in part.sentences]
            yield (
                part,
                {
                    "bias": 1.0,
                    "odds": log_odds(min(max(part.probability, _LEAST), _MOST)),
                    "alone": math.log(_LEAST_ALONE + share),
                    "length": math.log(length),
                    "beside": sum(_odds(each.beside) for each in around) / len(around),
                    "opposite": sum(_odds(each.opposite) for each in around) / len(around),
                },
            )


def _odds(probability: float) -> float:
    return log_odds(min(max(probability, _LEAST_SAID), _MOST_SAID))


def _parts(run: LoneRun, side: Side, said: Mapping[int, Said]) -> Iterator[LoneRun]:
    """Yield what is left of a run without what is said around it, of one kind each."""
    probability = dict(zip((s.id for s in run.sentences), run.probabilities, strict=True))

    def kind(sentence: Sentence) -> tuple[bool, Apparatus | None]:
        is_said = said.get(sentence.id, NOT_SAID).either >= _SAID
        return is_said, apparatus_of([sentence.text], added=side.side == 1)

    for (is_said, _), group in groupby(run.sentences, key=kind):
        for part in () if is_said else parts_of(list(group), side):
            sure = tuple(probability[sentence.id] for sentence in part)
            yield replace(run, sentences=tuple(part), probabilities=sure)


def _traces(side: Side) -> Traces:
    """Return what the two sides have in common. Additions are compared with the first source."""
    documents = side.material.documents
    other = documents[0] if side.side else documents[-1]
    beads = [bead for bead in side.beads if not side.side or bead.source_document == 0]
    return Traces(side.document, other, beads, side.side)


# What is found, by whether it is in the source, and whether its names stand elsewhere.
_RULES = {
    (True, False): Rule.OMITTED_SENTENCES,
    (True, True): Rule.OMITTED_CONDENSED,
    (False, False): Rule.ADDED_SENTENCES,
    (False, True): Rule.ADDED_CONDENSED,
}


def _hit(run: LoneRun, side: Side, confidence: float, found: Mapping[int, Trace]) -> Hit:
    """Return what is found of a run."""
    omitted = side.side == 0
    kind = apparatus_of([s.text for s in run.sentences], added=not omitted)
    ids = [run.sentences[0].id, run.sentences[-1].id]
    here = side.material.passage(side.number, ids if ids[0] != ids[1] else ids[:1]).place()
    number, before = _sentence_before(run, side)
    at = before.end if before else 0
    there = Place(number, at, at, "")
    evidence: dict[str, object] = {
        "sentences": len(run.sentences),
        "paragraphs": len({s.block for s in run.sentences}),
        "characters": here.end - here.start,
    }
    other = side.material.target if omitted else side.material.documents[0]
    if found:
        evidence["elsewhere"] = [_shown(each, other) for each in found.values()]
    condensed = 2 * len(found) >= len(run.sentences)
    rule = _RULES[omitted, condensed]
    if kind is not None:
        rule = Rule.OMITTED_APPARATUS if omitted else Rule.ADDED_APPARATUS
        message = apparatus_message(run.sentences, omitted, kind)
    elif condensed:
        confidence *= _CONDENSED
        message = condensed_message(run.sentences, omitted, found[min(found)], other)
    else:
        message = lone_message(run.sentences, omitted, before, sure=confidence >= DOUBTFUL)
    return Hit(
        rule=rule,
        confidence=confidence,
        message=message,
        source=here if omitted else there,
        target=there if omitted else here,
        evidence=evidence,
        worst=Severity.INFO if confidence < _UNSURE else Severity.CRITICAL,
    )


def _sentence_before(run: LoneRun, side: Side) -> tuple[int, Sentence | None]:
    """Return the number of the other document, and the sentence that a counterpart would follow."""
    before = run.before
    number = side.other(before)
    ids = side.ids(before, there=True) if before else ()
    return number, side.material.documents[number].sentences[ids[-1]] if ids else None


def _shown(found: Trace, other: Document) -> dict[str, object]:
    """Return where names and numbers were found, as evidence."""
    sentence = other.sentences[found.sentence]
    text = other.text[sentence.start : sentence.end]
    shared = list(found.shared)
    return {"start": sentence.start, "end": sentence.end, "text": text, "shared": shared}
