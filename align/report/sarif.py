"""The findings as SARIF 2.1.0, for editors and code hosts.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import BinaryIO
from urllib.parse import quote

from duizhao import lazy
from duizhao.align.report.characters import as_unicode
from duizhao.align.report.content import Content, Told, build_content
from duizhao.align.report.marks import Reading
from duizhao.align.report.messages import LANGUAGES
from duizhao.corpora.alignment import Alignment, Category, Finding, Place, Severity
from duizhao.corpora.document import Document
from duizhao.version import __version__

__all__ = ["LEVELS", "SARIF_SCHEMA", "file_uri", "write_sarif"]

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
"""Where the schema of what is written stands; it is named, never fetched."""

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.INFO: "note",
}
"""SARIF's level of each severity; SARIF has three."""

_DRIVE = lazy.compile(r"[A-Za-z]:[\\/]")
# Halves of surrogate pairs that do not stand for a byte of a name that is no text.
_NO_BYTE = lazy.compile("[\ud800-\udc7f\udd00-\udfff]")


def write_sarif(alignment: Alignment, stream: BinaryIO, *, ui: str | None = None) -> None:
    """Write the findings as one SARIF log, at their places in the target or else in the source.

    :param alignment: What the aligner found.
    :param stream: Where to write, in UTF-8; stays open.
    :param ui: The language of the messages, ``"en"`` or ``"zh"``; None for the target's.
    :raises UnknownNameError: If there is no such interface language.
    """
    content = build_content(alignment, ui)
    categories = list(content.view.counts)
    readings = content.view.readings
    run = {
        "tool": {"driver": _driver(content, categories)},
        "invocations": [_invocation(alignment)],
        "language": LANGUAGES[content.words.ui],
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(alignment, n) for n in range(len(alignment.documents))],
        "results": [_result(told, categories, readings) for told in content.findings],
        "properties": {"policy": alignment.policy, "signature": alignment.signature},
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    text = json.dumps(log, ensure_ascii=False, allow_nan=False, indent=1)
    stream.write(as_unicode(text).encode() + b"\n")


def _invocation(alignment: Alignment) -> dict[str, object]:
    """Return whether all layers of findings finished, and which did not."""
    notes = [
        {
            "level": "error",
            "message": {"text": f"{failure.layer}: {failure.reason}"},
            "properties": {"layer": failure.layer},
        }
        for failure in alignment.failures
    ]
    told = {"toolExecutionNotifications": notes} if notes else {}
    return {"executionSuccessful": not notes, **told}


def _driver(content: Content, categories: Sequence[Category]) -> dict[str, object]:
    return {
        "name": "duizhao",
        "semanticVersion": __version__,
        "version": __version__,
        "rules": [_rule(content, category) for category in categories],
    }


def _rule(content: Content, category: Category) -> dict[str, object]:
    named = {} if category.mqm is None else {"mqm": category.mqm}
    worst = next(s for s in Severity if s in content.view.counts[category])
    return {
        "id": category.value,
        "name": category.value.capitalize(),
        "shortDescription": {"text": content.words(f"category.{category.value}")},
        "defaultConfiguration": {"level": LEVELS[worst]},
        "properties": {"its": category.its, **named, "tags": ["translation"]},
    }


def _artifact(alignment: Alignment, number: int) -> dict[str, object]:
    document = alignment.documents[number]
    last = number == len(alignment.documents) - 1
    digest = {"hashes": {"sha-256": document.sha256}} if document.sha256 else {}
    return {
        "location": {"uri": file_uri(document.path) or _unnamed(number)},
        "encoding": document.encoding,
        **digest,
        "properties": {
            "role": "target" if last else "source",
            "lang": document.lang,
            "coverage": round(alignment.coverage(number), 4),
        },
    }


def _result(
    told: Told, categories: Sequence[Category], readings: Sequence[Reading]
) -> dict[str, object]:
    finding = told.finding
    places = [
        (place, said)
        for place, said in (
            (finding.target, told.target_place),
            (finding.source, told.source_place),
        )
        if place is not None
    ]
    (place, said), *others = places
    related = [_location(readings, other, words) for other, words in others]
    return {
        "ruleId": finding.category.value,
        "ruleIndex": categories.index(finding.category),
        "level": LEVELS[finding.severity],
        "rank": round(100 * finding.confidence, 2),
        "message": {"text": told.message or told.title},
        "locations": [_location(readings, place, said)],
        **({"relatedLocations": [{"id": 1, **related[0]}]} if related else {}),
        **_decided(finding),
        "properties": {
            "id": finding.id,
            "severity": finding.severity.value,
            **({"rule": finding.rule} if finding.rule else {}),
            "its": finding.its,
            **({"mqm": finding.mqm} if finding.mqm else {}),
            **({"row": told.row} if told.row else {}),
        },
    }


def _decided(finding: Finding) -> dict[str, object]:
    """Return what an editor decided, as SARIF says that nothing need be done about a result."""
    if not finding.is_dismissed:
        return {}
    why = {"justification": finding.comment} if finding.comment else {}
    return {"suppressions": [{"kind": "external", "status": "accepted", **why}]}


def _location(readings: Sequence[Reading], place: Place, said: str) -> dict[str, object]:
    document = readings[place.document].document
    region: dict[str, object] = {
        **_line(readings[place.document], place),
        "charOffset": place.start,
        "charLength": place.end - place.start,
    }
    if place.text:
        region["snippet"] = {"text": place.text}
    return {
        "physicalLocation": {
            "artifactLocation": {
                "uri": file_uri(document.path) or _unnamed(place.document),
                "index": place.document,
            },
            "region": region,
        },
        **({"message": {"text": said}} if said else {}),
    }


def _line(reading: Reading, place: Place) -> dict[str, object]:
    """Return the lines of a passage: those on which its first and last sentence begin."""
    spans = reading.locate(place.start, place.end)
    if not spans:
        return {}
    first, last = (_line_of(reading.document, span.sentence) for span in (spans[0], spans[-1]))
    if first is None:
        return {}
    return {"startLine": first, **({"endLine": last} if last and last > first else {})}


def _line_of(document: Document, sentence: int) -> int | None:
    place = document.sentences[sentence].place
    return None if place is None else place.line


def _unnamed(number: int) -> str:
    """Return what to call a document that has no name."""
    return f"document-{number}"


def file_uri(path: str) -> str:
    r"""Return a path as a URI; one that is relative stays so.

    :param path: A path of this system, or of Windows.

    >>> file_uri("文 件.txt"), file_uri("C:\\texts\\a.txt"), file_uri("/tmp/a:b.txt")
    ('%E6%96%87%20%E4%BB%B6.txt', 'file:///C:/texts/a.txt', 'file:///tmp/a%3Ab.txt')
    """
    name = _NO_BYTE.sub("\N{REPLACEMENT CHARACTER}", path)
    drive = _DRIVE.match(name)
    if drive:
        return f"file:///{name[0]}:" + _quoted(name[2:].replace("\\", "/"))
    if "/" not in name:
        name = name.replace("\\", "/")
    return ("file://" if name.startswith("/") else "") + _quoted(name)


def _quoted(name: str) -> str:
    return quote(name.encode("utf-8", "surrogateescape"), safe="/")
