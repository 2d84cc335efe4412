"""Write translation memories as their units come: TMX 1.4, one unit a line.

The profile is what the readers of TMX agree on: no DOCTYPE unless asked for, no byte order mark,
the source first, nothing empty, texts on one line without white space at their ends. Inline
elements of a unit that was read are written as they were.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from duizhao import lazy
from duizhao.corpora.files.output import Written
from duizhao.corpora.text.clean import clean_line, illegal_characters
from duizhao.corpora.text.tags import language_tag
from duizhao.corpora.units.tmx.schema import DATES, ELEMENTS
from duizhao.corpora.units.unit import MemoryHeader, TranslationUnit, Variant
from duizhao.corpora.xml.escape import escape
from duizhao.errors import OutputError
from duizhao.version import __version__

__all__ = [
    "TmxWriter",
    "checked_time",
    "compact_time",
    "creation_time",
    "write_units",
]

_EPOCH = "SOURCE_DATE_EPOCH"
_CREATED = lazy.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DATE = lazy.compile(r"\d{8}T\d{6}Z")
_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
_BATCH = 1000
# What a variant without markup, attributes, properties and notes has after its text.
_BARE = Variant("", "")[2:]
_OPEN = {
    name: ELEMENTS[name].required | ELEMENTS[name].optional - {"lang"} for name in ("tu", "tuv")
}


def creation_time(environment: Mapping[str, str] = os.environ) -> str:
    """Return the present, or the time that ``SOURCE_DATE_EPOCH`` sets, for results that repeat.

    :param environment: Where that may stand (https://reproducible-builds.org/specs/).
    :return: Such as ``2026-01-31T12:00:00Z``.
    :raises OutputError: If it is not a number of seconds.

    >>> creation_time({"SOURCE_DATE_EPOCH": "86400"})
    '1970-01-02T00:00:00Z'
    """
    given = environment.get(_EPOCH)
    try:
        moment = time.gmtime(int(given)) if given else time.gmtime()
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment)
    except (ValueError, OverflowError, OSError):
        message = f"{_EPOCH} is {given!r}; give seconds since 1970 as a whole number, or unset it"
        raise OutputError(message) from None


class TmxWriter:
    """Writes the units of one memory.

    :param stream: Where to write; stays open.
    :param source_lang: The source's language; units have their text in it first. ``"*all*"`` if
        any language may be the source.
    :param created: When the memory is made, as ``2026-01-31T12:00:00Z``, if that is to be said.
    :param header: Properties and notes for the header.
    :param doctype: Name the document type definition, for programs that ask for it. Others fail
        because they cannot find the file that it names.
    :raises OutputError: If the language or the time is not of its form.
    """

    def __init__(
        self,
        stream: BinaryIO,
        source_lang: str,
        *,
        created: str | None = None,
        header: MemoryHeader | None = None,
        doctype: bool = False,
    ) -> None:
        self.written = 0
        self.stripped = 0
        self.left_out: Counter[str] = Counter()
        self._stream = stream
        self._checked: dict[str, str] = {}
        self._source = source_lang if source_lang == "*all*" else self._code(source_lang)
        self._waiting = [_header(self._source, created, header or MemoryHeader(), doctype=doctype)]

    def write(self, unit: TranslationUnit) -> None:
        """Write a unit.

        :param unit: One with text in two languages; one without is left out and counted.
        :raises OutputError: If the tag of a language is none.
        """
        quick = self._plain_unit(unit)
        if quick is not None:
            self._take(quick)
            return
        texts = []
        for variant in unit.variants:
            text = clean_line(variant.text)
            if text is not variant.text:
                self.stripped += illegal_characters(variant.text)
            if text:
                code = self._checked.get(variant.lang) or self._code(variant.lang)
                texts.append((code, text, variant))
        if len(texts) < 2 or (texts[0][0] == texts[1][0] and len({t[0] for t in texts}) < 2):
            self.left_out["empty"] += 1
            return
        if texts[0][0] != self._source:
            # The sort is stable: the others stay in their order.
            texts.sort(key=lambda item: item[0] != self._source)
        self._take(_unit(unit, texts))

    def _take(self, line: str) -> None:
        self._waiting.append(line)
        self.written += 1
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _plain_unit(self, unit: TranslationUnit) -> str | None:
        """Return a unit of two texts and properties if nothing in it needs care, else None.

        Most are so; one look at all their texts takes half the time of a look at each.
        """
        if len(unit.variants) != 2 or unit.notes or unit.attributes:
            return None
        one, other = unit.variants
        code, second = self._checked.get(one.lang), self._checked.get(other.lang)
        if code != self._source or second is None or code == second:
            return None
        texts = f"|{one.text}|{other.text}"
        flat = "".join([f"|{name}|{value}" for name, value in unit.props]) + texts
        if one[2:] != _BARE or other[2:] != _BARE or not _are_plain(flat):
            return None
        props = "".join([f'<prop type="{name}">{value}</prop>' for name, value in unit.props])
        return (
            f'<tu>{props}<tuv xml:lang="{code}"><seg>{one.text}</seg></tuv>'
            f'<tuv xml:lang="{second}"><seg>{other.text}</seg></tuv></tu>\n'
        )

    def close(self) -> Written:
        """Write the end of the memory."""
        self._waiting.append("</body>\n</tmx>\n")
        self._flush()
        return Written("unit", self.written, dict(self.left_out), stripped=self.stripped)

    def _flush(self) -> None:
        self._stream.write("".join(self._waiting).encode())
        self._waiting.clear()

    def _code(self, lang: str) -> str:
        """Return a language tag with hyphens; each is looked at once."""
        code = self._checked.get(lang)
        if code is None:
            code = self._checked[lang] = language_tag(lang)
        return code


def write_units(units: Iterable[TranslationUnit], writer: TmxWriter) -> Written:
    """Write units one after the other, holding none of them, and the end of the memory.

    :param units: In the order of the file.
    :param writer: A new one.
    :return: What was written and what was not: ``empty`` ones have text in fewer than two
        languages.
    """
    for unit in units:
        writer.write(unit)
    return writer.close()


def _header(source_lang: str, created: str | None, header: MemoryHeader, *, doctype: bool) -> str:
    date = ""
    if created is not None:
        date = f' creationdate="{compact_time(checked_time(created))}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{_DOCTYPE if doctype else ''}"
        '<tmx version="1.4">\n'
        f'<header creationtool="duizhao" creationtoolversion="{__version__}" segtype="sentence"'
        f' o-tmf="duizhao" adminlang="en-US" srclang="{source_lang}" datatype="plaintext"{date}>'
        f"{''.join(_metadata(header.props, header.notes))}</header>\n<body>\n"
    )


def checked_time(created: str) -> str:
    """Return a time as it was given.

    :param created: Such as ``2026-01-31T12:00:00Z``.
    :raises OutputError: If it is not of this form.
    """
    if not _CREATED.fullmatch(created):
        message = f"time {created!r} is not of the form 2026-01-31T12:00:00Z; write it in UTC"
        raise OutputError(message)
    return created


def compact_time(created: str) -> str:
    """Return a time as TMX has it.

    >>> compact_time("2026-01-31T12:00:00Z")
    '20260131T120000Z'
    """
    return re.sub("[-:]", "", created)


def _unit(unit: TranslationUnit, texts: Iterable[tuple[str, str, Variant]]) -> str:
    parts = [f"<tu{_attributes('tu', unit.attributes)}>" if unit.attributes else "<tu>"]
    if unit.props or unit.notes:
        parts += _metadata(unit.props, unit.notes)
    for code, text, variant in texts:
        if variant.attributes or variant.props or variant.notes:
            own = _attributes("tuv", variant.attributes)
            metadata = "".join(_metadata(variant.props, variant.notes))
        else:
            own = metadata = ""
        content = escape(text) if variant.markup is None else variant.markup
        parts.append(f'<tuv xml:lang="{code}"{own}>{metadata}<seg>{content}</seg></tuv>')
    parts.append("</tu>\n")
    return "".join(parts)


def _metadata(props: Iterable[tuple[str, str]], notes: Iterable[str]) -> list[str]:
    # One look at all of them, because nearly all are plain.
    if not _are_plain("".join([f"|{name}|{value}" for name, value in props])):
        cleaned = [(escape(clean_line(name)), escape(clean_line(value))) for name, value in props]
        props = [pair for pair in cleaned if all(pair)]
    parts = [f'<prop type="{name}">{value}</prop>' for name, value in props]
    if notes:
        parts += [f"<note>{escape(clean)}</note>" for note in notes if (clean := clean_line(note))]
    return parts


def _are_plain(flat: str) -> bool:
    """Tell from names and values, with a bar before each, whether none is empty or needs care."""
    return (
        "&" not in flat and "<" not in flat and ">" not in flat and '"' not in flat
        and "||" not in flat and "  " not in flat and " |" not in flat and "| " not in flat
        and flat[-1:] not in {" ", "|"} and flat.isprintable()
    )  # fmt: skip


def _attributes(element: str, attributes: Mapping[str, str]) -> str:
    """Return the attributes that TMX knows, as it wants them."""
    listed = []
    for name, value in attributes.items():
        clean = clean_line(value)
        values = ELEMENTS[element].values.get(name)
        wrong = (name in DATES and not _DATE.fullmatch(clean)) or (values and clean not in values)
        if name in _OPEN[element] and name != "xml:lang" and clean and not wrong:
            listed.append(f' {name}="{escape(clean)}"')
    return "".join(listed)
