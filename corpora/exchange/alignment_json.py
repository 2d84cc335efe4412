"""Write and read ``alignment.json``, the versioned contract with other tools.

Its JSON Schema ships beside this module. Numbers are rounded and no time is written unless one is
given, so equal alignments give equal bytes; each sentence, bead and finding has a line of its own,
so two versions can be compared with ``diff``.
"""

from __future__ import annotations

import itertools
import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, BinaryIO, cast

from duizhao import lazy
from duizhao.corpora.alignment import Alignment, Bead, Category, Failure, Finding, Place, Severity
from duizhao.corpora.document import Block, Document, Kind, Locator, Piece, Sentence
from duizhao.corpora.exchange.paragraphs_json import paragraphs_from_json, paragraphs_json
from duizhao.corpora.files.input import unreadable
from duizhao.corpora.files.json_lines import tall_json
from duizhao.corpora.files.output import write_whole
from duizhao.corpora.locators import place_as_json
from duizhao.errors import AlignmentError, FormatError, InputError
from duizhao.version import __version__

__all__ = [
    "VERSION",
    "failures_json",
    "read_alignment",
    "save_alignment",
    "schema",
    "to_json",
    "write_json",
]

VERSION = 1
_FORMAT = "duizhao-alignment"
# Of similarities, probabilities and the like: beyond what they can be trusted for, and few enough
# that another processor's last bits do not show.
_DECIMALS = 4


def to_json(alignment: Alignment, *, created: str | None = None) -> dict[str, object]:
    """Return an alignment as JSON types, as :func:`schema` describes them.

    :param alignment: What to write down. The documents' texts are not in it, only the sentences.
    :param created: When it was made, as ``2026-01-31T12:00:00Z``.
    :return: Dicts, lists, strings, numbers, booleans and None.
    """
    paragraphs = alignment.paragraphs
    return {
        "format": _FORMAT,
        "version": VERSION,
        "tool": {"name": "duizhao", "version": __version__, "signature": alignment.signature},
        **({} if created is None else {"created": created}),
        "policy": alignment.policy,
        **({"preset": alignment.preset} if alignment.preset else {}),
        **({"preset_guessed": True} if alignment.preset_guessed else {}),
        "documents": [
            _document_json(document, "target" if n == len(alignment.sources) else "source")
            for n, document in enumerate(alignment.documents)
        ],
        "beads": [_bead_json(bead) for bead in alignment.beads],
        "findings": [_finding_json(finding) for finding in alignment.findings],
        "coverage": _coverage_json(alignment),
        **({"kinship": [round(k, 4) for k in alignment.kinship]} if alignment.kinship else {}),
        **({"failures": failures_json(alignment)} if alignment.failures else {}),
        **({"ignored": alignment.ignored} if alignment.ignored else {}),
        **({"aside": dict(alignment.aside)} if alignment.aside else {}),
        **({"paragraphs": paragraphs_json(paragraphs)} if paragraphs else {}),
    }


def failures_json(alignment: Alignment) -> list[dict[str, str]]:
    """Return the layers of findings that could not finish, as JSON types.

    :param alignment: What was found.
    """
    return [asdict(failure) for failure in alignment.failures]


def _document_json(document: Document, role: str) -> dict[str, object]:
    return {
        "role": role,
        "path": document.path,
        "lang": document.lang,
        "sha256": document.sha256,
        "encoding": document.encoding,
        "length": len(document.text),
        **({"align_all": True} if document.align_all else {}),
        "sentences": list(_sentences_json(document.sentences)),
    }


def _sentences_json(sentences: Sequence[Sentence]) -> Iterator[dict[str, object]]:
    runs = itertools.groupby(sentences, key=lambda s: (s.block, s.kind))
    for number, (_, run) in enumerate(runs):
        for s in run:
            item: dict[str, object] = {
                "id": s.id,
                "start": s.start,
                "end": s.end,
                "kind": s.kind.value,
                "text": s.text,
                "block": number,
            }
            if s.pieces != _plain(s.start, s.end, s.text):
                item["pieces"] = [[p.at, p.start, p.length] for p in s.pieces]
            if s.place is not None:
                item["place"] = place_as_json(s.place)
            yield item


def _plain(start: int, end: int, text: str) -> tuple[Piece, ...] | None:
    """Return the pieces of a sentence that is a slice of its document, or None if it is not."""
    return (Piece(0, start, len(text)),) if end - start == len(text) else None


def _bead_json(bead: Bead) -> dict[str, object]:
    parts = {"parts": _stable(bead.parts)} if bead.parts else {}
    standing = {"standing": bead.standing} if bead.standing else {}
    return {
        "source_document": bead.source_document,
        "source": list(bead.source),
        "target": list(bead.target),
        "type": bead.type,
        "probability": _stable(float(bead.probability)),
        "similarity": _stable(float(bead.similarity)),
        "moved": bead.moved,
        **standing,
        **parts,
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "category": finding.category.value,
        "its": finding.its,
        **({"mqm": finding.mqm} if finding.mqm else {}),
        "severity": finding.severity.value,
        "confidence": _stable(float(finding.confidence)),
        "source": finding.source and asdict(finding.source),
        "target": finding.target and asdict(finding.target),
        "message": dict(finding.message),
        "evidence": _stable(finding.evidence),
        **({"decision": finding.decision} if finding.decision else {}),
        **({"comment": finding.comment} if finding.comment else {}),
    }


def _coverage_json(alignment: Alignment) -> dict[str, object]:
    shares = [alignment.coverage(n) for n in range(len(alignment.documents))]
    sizes = [sum(len(s.text) for s in d.aligned_sentences()) for d in alignment.sources]
    linked = sum(share * size for share, size in zip(shares, sizes, strict=False))
    whole = linked / sum(sizes) if sum(sizes) else 1.0
    several = {"sources": _stable(shares[:-1])} if len(sizes) > 1 else {}
    return {"source": _stable(whole), "target": _stable(shares[-1]), **several}


# Half a character: before the other half, JSON's reader would make one of the two, and offsets
# would shift. (Low halves stand in paths, for bytes that are no text, and are carried as they are.)
_HIGH_SURROGATE = lazy.compile("[\ud800-\udbff]")


def _stable(value: object) -> object:
    """Return JSON types with rounded numbers; what JSON cannot say becomes None."""
    if isinstance(value, float):
        return round(float(value), _DECIMALS) + 0.0 if math.isfinite(value) else None  # no -0.0
    if isinstance(value, Mapping):
        return {str(key): _stable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_stable(item) for item in value]
    return value


def write_json(alignment: Alignment, stream: BinaryIO, *, created: str | None = None) -> None:
    """Write an alignment as ``alignment.json``.

    :param alignment: What to write.
    :param stream: Where to write, in UTF-8; stays open.
    :param created: When it was made, as ``2026-01-31T12:00:00Z``; without it, no time is written.
    """
    for line in tall_json(to_json(alignment, created=created)):
        # A path may hold bytes that are no text; JSON's own escape carries them as they are.
        stream.write(_HIGH_SURROGATE.sub("\ufffd", line).encode("utf-8", "backslashreplace"))
    stream.write(b"\n")


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of ``alignment.json``."""
    from importlib.resources import files

    name = f"data/alignment-{VERSION}.schema.json"
    text = files("duizhao.corpora.exchange").joinpath(name).read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def save_alignment(alignment: Alignment, path: str | os.PathLike[str]) -> None:
    """Write an alignment to a file, whole or not at all.

    :param alignment: What to write.
    :param path: Where; missing folders are made. The inputs are never overwritten.
    :raises OutputError: If it cannot be written there.
    """
    inputs = [Path(d.path) for d in alignment.documents if "\0" not in d.path]
    write_whole(Path(path), lambda stream: write_json(alignment, stream), protect=inputs)


def read_alignment(path: str | os.PathLike[str]) -> Alignment:
    """Read an ``alignment.json``.

    The file does not hold the texts between the sentences. The documents that come back have
    texts of the right length in which every sentence stands at its place and everything else is
    spaces, and blocks that reach from their first sentence to their last; blocks without
    sentences are gone. Writing the result gives the same file, but for the tool's version.

    :param path: The file.
    :return: The alignment.
    :raises InputError: If the file cannot be read.
    :raises FormatError: If it is not an alignment, or one of a later version.
    """
    path = Path(path)
    data = _load(path)
    _check(path, data)
    try:
        return Alignment(
            documents=tuple(map(_document, data["documents"])),
            beads=tuple(map(_bead, data["beads"])),
            findings=tuple(_finding(item, data["documents"]) for item in data["findings"]),
            signature=data["tool"]["signature"],
            policy=data.get("policy", "full"),
            kinship=tuple(data.get("kinship", ())),
            failures=tuple(Failure(**item) for item in data.get("failures", ())),
            ignored=data.get("ignored", 0),
            aside=dict(data.get("aside", {})),
            paragraphs=paragraphs_from_json(data.get("paragraphs")),
            preset=data.get("preset", ""),
            preset_guessed=data.get("preset_guessed", False),
        )
    except (AlignmentError, InputError) as error:
        raise FormatError(str(path), str(error)) from error


def _load(path: Path) -> dict[str, Any]:
    expected = "expected an alignment.json as duizhao writes it"
    try:
        data = json.loads(path.read_bytes().decode("utf-8"), parse_constant=_refuse)
    except OSError as error:
        message = unreadable(path, error)
        raise InputError(message) from error
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise FormatError(str(path), f"not JSON; {expected}", line) from error
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise FormatError(str(path), f"not an alignment; {expected}")
    version = data.get("version")
    if isinstance(version, int) and version > VERSION:
        message = f"version {version} is of a later duizhao; this one reads {VERSION}: update it"
        raise FormatError(str(path), message)
    return data


def _refuse(name: str) -> None:
    """Stop at ``NaN`` and ``Infinity``, which Python reads and JSON does not know."""
    raise ValueError(name)


def _check(path: Path, data: dict[str, Any]) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    # JSON Schema takes 3.0 for an integer, but Python does not slice by it.
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, v: type(v) is int)
    checked = extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    rules = schema()
    validator = checked(_written_out(rules, rules["$defs"]))
    error = next(iter(validator.iter_errors(data)), None)
    if error is None:
        return
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in error.absolute_path)
    pointer = "".join("/" + step for step in steps) or "the top"
    said = error.message if len(error.message) <= 200 else error.message[:200] + " …"
    message = f"at {pointer}: {said}; expected alignment version {VERSION}"
    raise FormatError(str(path), message)


def _written_out(rules: object, parts: Mapping[str, object]) -> object:
    """Return a schema with its references replaced by what they name: checked twice as fast."""
    if isinstance(rules, list):
        return [_written_out(rule, parts) for rule in rules]
    if not isinstance(rules, dict):
        return rules
    own = {key: _written_out(rule, parts) for key, rule in rules.items() if key[0] != "$"}
    if "$ref" in rules:
        named = _written_out(parts[rules["$ref"].removeprefix("#/$defs/")], parts)
        assert isinstance(named, dict)
        own = named | own
    return own


def _document(item: dict[str, Any]) -> Document:
    grouped = itertools.groupby(item["sentences"], key=lambda s: (s.get("block"), s["kind"]))
    runs = [list(run) for _, run in grouped]
    sentences = tuple(_sentence(s, number) for number, run in enumerate(runs) for s in run)
    return Document(
        path=item["path"],
        lang=item["lang"],
        text=_text(sentences, item["length"]),
        blocks=tuple(Block(r[0]["start"], r[-1]["end"], Kind(r[0]["kind"])) for r in runs),
        sentences=sentences,
        sha256=item["sha256"],
        encoding=item.get("encoding", "utf-8"),
        align_all=item.get("align_all", False),
    )


def _sentence(item: dict[str, Any], block: int) -> Sentence:
    start, end, text = item["start"], item["end"], item["text"]
    if "pieces" in item:
        pieces = tuple(Piece(*piece) for piece in item["pieces"])
    else:
        pieces = _plain(start, end, text) or ()
    inside = all(
        p.at + p.length <= len(text) and start <= p.start and p.start + p.length <= end
        for p in pieces
    )
    rising = all(
        a.at + a.length <= b.at and a.start + a.length <= b.start
        for a, b in itertools.pairwise(pieces)
    )
    if not (inside and rising and (pieces or "pieces" in item)):
        message = f"sentence {item['id']}: its pieces do not map its text to its place"
        raise InputError(message)
    place = Locator(**item["place"]) if "place" in item else None
    return Sentence(item["id"], start, end, Kind(item["kind"]), text, block, pieces, place)


def _text(sentences: Iterable[Sentence], length: int) -> str:
    """Return a text of spaces with the sentences at their places."""
    parts = []
    end = 0
    for sentence in sentences:
        for piece in sentence.pieces:
            parts.append(" " * (piece.start - end))
            parts.append(sentence.text[piece.at : piece.at + piece.length])
            end = max(end, piece.start + piece.length)
    text = "".join(parts).ljust(length)
    if len(text) > length:
        message = f"a sentence ends behind the document's length {length}"
        raise InputError(message)
    return text


def _bead(item: dict[str, Any]) -> Bead:
    bead = Bead(
        source=tuple(item["source"]),
        target=tuple(item["target"]),
        probability=float(item["probability"]),
        similarity=float(item["similarity"]),
        moved=item["moved"],
        source_document=item["source_document"],
        parts=item.get("parts", {}),
        standing=item.get("standing", ""),
    )
    if bead.type != item["type"]:
        message = f"a bead of type {bead.type} is called {item['type']}"
        raise AlignmentError(message)
    return bead


def _finding(item: dict[str, Any], documents: list[dict[str, Any]]) -> Finding:
    places = {s: None if item[s] is None else Place(**item[s]) for s in ("source", "target")}
    for place in filter(None, places.values()):
        known = place.document < len(documents)
        if not known or not place.start <= place.end <= documents[place.document]["length"]:
            message = f"finding {item['id']} has a place outside the documents"
            raise AlignmentError(message)
    given: dict[str, Any] = {f.name: item[f.name] for f in fields(Finding) if f.name in item}
    given |= {"category": Category(item["category"]), "severity": Severity(item["severity"])}
    return Finding(**given | places | {"confidence": float(item["confidence"])})
