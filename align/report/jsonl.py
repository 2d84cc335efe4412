"""The findings as JSON Lines, for programs: one finding a line, with its sentences."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from duizhao.align.report.characters import as_unicode
from duizhao.align.report.content import Told, build_content
from duizhao.align.report.marks import Reading
from duizhao.corpora.alignment import Alignment, Place
from duizhao.corpora.document import Sentence
from duizhao.corpora.exchange.alignment_json import failures_json
from duizhao.corpora.locators import place_as_json

__all__ = ["write_jsonl"]

# As many as alignment.json has.
_DECIMALS = 4
# Text within JSON's strings, but many readers of lines end a line there.
_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def write_jsonl(alignment: Alignment, stream: BinaryIO) -> None:
    """Write each finding as a JSON object on a line of its own, in the order of the report.

    A layer of findings that could not finish has a line before them, whose one key is ``failure``.

    :param alignment: What the aligner found.
    :param stream: Where to write, in UTF-8; stays open.
    """
    for failure in failures_json(alignment):
        _write({"failure": failure}, stream)
    # In both languages at once: the rows are the same.
    content = build_content(alignment, "en")
    for told in content.findings:
        _write(_finding(told, content.view.readings), stream)


def _write(value: Mapping[str, object], stream: BinaryIO) -> None:
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    stream.write(as_unicode(line.translate(_BREAKS)).encode() + b"\n")


def _finding(told: Told, readings: Sequence[Reading]) -> dict[str, object]:
    finding = told.finding
    return {
        "id": finding.id,
        "category": finding.category.value,
        "rule": finding.rule or None,
        "its": finding.its,
        "mqm": finding.mqm,
        "severity": finding.severity.value,
        "confidence": round(finding.confidence, _DECIMALS),
        "message": dict(finding.message),
        "row": told.row or None,
        "source": _place(readings, finding.source),
        "target": _place(readings, finding.target),
        "evidence": _finite(finding.evidence),
        **({"decision": finding.decision} if finding.decision else {}),
        **({"comment": finding.comment} if finding.comment else {}),
    }


def _place(readings: Sequence[Reading], place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    reading = readings[place.document]
    spans = reading.locate(place.start, place.end)
    return {
        "path": reading.document.path,
        "lang": reading.document.lang,
        "document": place.document,
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "sentences": [_sentence(reading.document.sentences[span.sentence]) for span in spans],
    }


def _sentence(sentence: Sentence) -> dict[str, object]:
    place = {} if sentence.place is None else {"place": place_as_json(sentence.place)}
    return {"id": sentence.id, "text": sentence.text, **place}


def _finite(value: object) -> object:
    """Return JSON types with rounded numbers; what JSON cannot say becomes None."""
    if isinstance(value, float):
        return round(value, _DECIMALS) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, (list, tuple)) else value
