"""Units one a line: JSON Lines, and a pair of plain texts as the Moses tools take it."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, BinaryIO

from duizhao.corpora.files.output import Written
from duizhao.corpora.text.clean import clean_line, illegal_characters
from duizhao.corpora.text.tags import primary_tag
from duizhao.corpora.units.formats import UnitReading, UnitReadOptions, UnitWriteOptions
from duizhao.corpora.units.unit import NOTHING, MemoryHeader, Pair, TranslationUnit, Variant
from duizhao.errors import FormatError, InputError

__all__ = ["read_jsonl", "read_moses", "write_jsonl", "write_moses"]

# A line that is longer has lost its end.
_LONGEST_LINE = 2**26
_MARK = b"\xef\xbb\xbf"


def write_jsonl(
    pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: UnitWriteOptions
) -> Written:
    """Write all that a memory's units hold; :data:`duizhao.corpora.units.formats.Writer`.

    Each line is an object: ``variants`` (each with ``lang`` and ``text``), and where there are
    any ``props`` (pairs of type and value), ``notes`` and ``attributes``.
    """
    written = 0
    for pair in pairs:
        line = json.dumps(_as_json(pair.unit), ensure_ascii=False) + "\n"
        streams[0].write(line.encode("utf-8", "backslashreplace"))
        written += 1
    return Written("unit", written)


def _as_json(unit: TranslationUnit) -> dict[str, object]:
    variants = [
        {
            "lang": v.lang,
            "text": v.text,
            **({} if v.markup is None else {"markup": v.markup}),
            **_rest(v),
        }
        for v in unit.variants
    ]
    return {"variants": variants, **_rest(unit)}


def _rest(item: TranslationUnit | Variant) -> dict[str, object]:
    found = {
        "props": [list(pair) for pair in item.props],
        "notes": list(item.notes),
        "attributes": dict(item.attributes),
    }
    return {key: value for key, value in found.items() if value}


def read_jsonl(
    streams: Sequence[BinaryIO], names: Sequence[str], options: UnitReadOptions
) -> UnitReading:
    """Read what :func:`write_jsonl` writes; :data:`duizhao.corpora.units.formats.Reader`.

    A line may also be a plain object of texts by language: ``{"zh-CN": "…", "en-US": "…"}``.
    """
    units = _jsonl_units(streams[0], names[0])
    first = next(units, None)
    lang = options.source_lang or (first.variants[0].lang if first and first.variants else "")
    return UnitReading(itertools.chain([first] if first else [], units), MemoryHeader(lang))


def _jsonl_units(stream: BinaryIO, path: str) -> Iterator[TranslationUnit]:
    count = 0
    for number, line in enumerate(_lines(stream, path), start=1):
        if line.strip():
            count += 1
            try:
                yield _unit(json.loads(line), count)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                message = "no unit as JSON; give an object with texts by language on each line"
                raise FormatError(path, message, number) from None


def _unit(item: Any, number: int) -> TranslationUnit:  # noqa: ANN401 - anything may stand in a file
    if "variants" not in item:
        texts = tuple(Variant(lang, clean_line(text)) for lang, text in item.items())
        return TranslationUnit(texts, number=number)
    # Markup is not taken back: only the parser of memories may say that it is XML.
    variants = tuple(
        Variant(v["lang"], clean_line(v["text"]), None, *_taken(v)) for v in item["variants"]
    )
    if not all(isinstance(v.lang, str) for v in variants):
        raise TypeError(number)
    attributes, props, notes = _taken(item)
    return TranslationUnit(variants, props, notes, attributes, number)


def _taken(
    item: Any,  # noqa: ANN401
) -> tuple[Mapping[str, str], tuple[tuple[str, str], ...], tuple[str, ...]]:
    props = tuple((clean_line(name), clean_line(value)) for name, value in item.get("props", ()))
    attributes = {clean_line(k): clean_line(v) for k, v in item.get("attributes", {}).items()}
    return attributes or NOTHING, props, tuple(map(clean_line, item.get("notes", ())))


def write_moses(
    pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: UnitWriteOptions
) -> Written:
    """Write the sources to one file and the targets to the other, a line for each pair.

    A pair with an empty side is left out: an empty line shifts nothing, but teaches nothing
    either. :data:`duizhao.corpora.units.formats.Writer`.
    """
    written = stripped = 0
    left_out: Counter[str] = Counter()
    for pair in pairs:
        raw = pair.texts
        texts = [clean_line(text) for text in raw]
        if not all(texts):
            left_out["empty"] += 1
            continue
        stripped += sum(map(illegal_characters, raw))
        for stream, text in zip(streams, texts, strict=True):
            stream.write(f"{text}\n".encode())
        written += 1
    return Written("unit", written, dict(left_out), stripped=stripped)


def read_moses(
    streams: Sequence[BinaryIO], names: Sequence[str], options: UnitReadOptions
) -> UnitReading:
    """Read two files line by line; :data:`duizhao.corpora.units.formats.Reader`.

    Without options, the endings of the names are the languages: ``corpus.zh-CN``.
    """
    given = (options.source_lang, options.target_lang)
    langs = [lang or PurePath(name).suffix[1:] for lang, name in zip(given, names, strict=True)]
    for lang, name in zip(langs, names, strict=True):
        if len(primary_tag(lang)) not in {2, 3} or not lang.isascii():
            message = f"the name {name} ends in no language; give --source-lang and --target-lang"
            raise InputError(message)
    return UnitReading(_moses_units(streams, names, langs), MemoryHeader(langs[0]))


def _moses_units(
    streams: Sequence[BinaryIO], names: Sequence[str], langs: Sequence[str]
) -> Iterator[TranslationUnit]:
    sides = [_lines(stream, name) for stream, name in zip(streams, names, strict=True)]
    for number, lines in enumerate(itertools.zip_longest(*sides), start=1):
        if None in lines:
            short = names[lines.index(None)]
            message = f"it ends after {number - 1} lines, the other file goes on; give equal ones"
            raise FormatError(short, message, number)
        texts = (clean_line(line) for line in lines)
        yield TranslationUnit(tuple(map(Variant, langs, texts)), number=number)


def _lines(stream: BinaryIO, path: str) -> Iterator[str]:
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            message = f"a line of more than {_LONGEST_LINE} bytes; give one unit a line"
            raise FormatError(path, message, number)
        try:
            yield (line.removeprefix(_MARK) if number == 1 else line).decode("utf-8")
        except UnicodeDecodeError:
            message = "not a text in UTF-8; save it as UTF-8"
            raise FormatError(path, message, number) from None
