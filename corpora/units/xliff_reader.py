"""Read XLIFF 1.2 and 2.x, the bitexts that translators' tools exchange.

Elements are known by their names without a prefix, so every version and vendor's extension is
read alike. Inline codes are not text; ``<g>``, ``<pc>`` and ``<mrk>`` mark text and are looked
through. What is said not to be translated is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.units.formats import UnitReading, UnitReadOptions
from duizhao.corpora.units.unit import Bitext, BitextUnit, MemoryHeader, TranslationUnit, Variant
from duizhao.corpora.xml.events import stream_xml
from duizhao.errors import FormatError, InputError

__all__ = ["read_xliff", "read_xliff_units"]

# The content of these is code, or a text beside the unit: proposals, notes, original data.
_HIDDEN = frozenset(
    {
        *("bpt", "ept", "ph", "it", "x", "bx", "ex", "sc", "ec", "cp", "sm", "em"),
        *("alt-trans", "seg-source", "match", "matches", "note", "notes", "originalData"),
        *("glossary", "changeTrack", "skl", "skeleton", "bin-unit", "ignorable"),
    }
)


def read_xliff(data: bytes, path: str, *, limits: Limits = NO_LIMITS_RAISED) -> Bitext:
    """Read an XLIFF file.

    :param data: The file.
    :param path: What to call it in messages.
    :param limits: What the file may cost.
    :return: Its units in order; one whose target is missing or empty has an empty target.
    :raises FormatError: If it is broken, no XLIFF, or has no unit.
    """
    handler = _Handler(path, limits)
    stream_xml(data, path, handler)
    if not handler.is_xliff:
        message = "no <xliff> element; give an XLIFF file"
        raise FormatError(path, message)
    if not handler.units:
        message = "no unit with text; give an XLIFF file with source and target texts"
        raise FormatError(path, message)
    source, target = handler.langs
    return Bitext(tuple(handler.units), source, target)


def read_xliff_units(
    streams: Sequence[BinaryIO], names: Sequence[str], options: UnitReadOptions
) -> UnitReading:
    """Read an XLIFF file; :data:`duizhao.corpora.units.formats.Reader`.

    The name and the state of a unit become the properties ``x-unit`` and ``x-state``.
    """
    bitext = read_xliff(streams[0].read(), names[0])
    source = options.source_lang or bitext.source_lang
    target = options.target_lang or bitext.target_lang
    if not source or not target:
        message = f"{names[0]} does not name two languages; give --source-lang and --target-lang"
        raise InputError(message)
    units = (_unit(unit, n, source, target) for n, unit in enumerate(bitext.units, start=1))
    return UnitReading(units, MemoryHeader(source))


def _unit(unit: BitextUnit, number: int, source: str, target: str) -> TranslationUnit:
    props = [("x-unit", unit.id or ""), ("x-state", unit.state or "")]
    variants = (Variant(source, unit.source), Variant(target, unit.target))
    return TranslationUnit(variants, tuple(p for p in props if p[1]), number=number)


class _Handler:
    """Collects the units as the elements go by."""

    def __init__(self, path: str, limits: Limits) -> None:
        self.is_xliff = False
        self.units: list[BitextUnit] = []
        self.langs: list[str | None] = [None, None]
        self._path, self._limits = path, limits
        self._kept = [False]  # whether each open element is translated
        self._file = ""
        self._files = 0
        self._id = ""
        self._segments = 0
        self._texts: dict[str, str] = {}
        self._state: str | None = None
        self._side = ""
        self._text: list[str] = []
        self._hidden = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element."""
        said = attributes.get("translate")
        self._kept.append(said == "yes" if said else self._kept[-1] or len(self._kept) == 1)
        if name in _HIDDEN:
            self._hidden += 1
        elif name in {"xliff", "file"}:
            self._open_file(name, attributes)
        elif name in {"trans-unit", "unit"}:
            self._id = attributes.get("id") or attributes.get("resname") or ""
            self._segments = 0
            self._texts, self._state = {}, None
        elif name == "segment":
            self._texts, self._state = {}, attributes.get("state")
            self._segments += 1
        elif name in {"source", "target"} and not self._hidden:
            self._side, self._text = name, []
            self._state = attributes.get("state") or self._state

    def end(self, name: str) -> None:
        """Take the end of an element."""
        kept = self._kept.pop()
        if name in _HIDDEN:
            self._hidden -= 1
        elif name == self._side and not self._hidden:
            self._texts.setdefault(name, clean_line("".join(self._text)))
            self._side = ""
        elif name in {"trans-unit", "segment"} and kept:
            self._add()

    def text(self, text: str) -> None:
        """Take text."""
        if self._side and not self._hidden:
            self._text.append(text)

    def _open_file(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "xliff":
            self.is_xliff = True
        else:
            self._files += 1
            self._file = attributes.get("original") or attributes.get("id") or str(self._files)
        for side, names in enumerate(
            (("source-language", "srcLang"), ("target-language", "trgLang"))
        ):
            found = next((attributes[key] for key in names if key in attributes), None)
            self.langs[side] = self.langs[side] or found

    def _add(self) -> None:
        texts = self._texts.get("source", ""), self._texts.get("target", "")
        if not any(texts):
            return
        self._limits.check("parts", len(self.units) + 1, self._path)
        name = self._id
        if self._segments > 1:
            name += f"/{self._segments}"
        if self._files > 1:
            name = f"{self._file}: {name}"
        self.units.append(BitextUnit(name or str(len(self.units) + 1), *texts, self._state))
