"""From the events of an XML parser to the units of a translation memory."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

from duizhao import lazy
from duizhao.corpora.text.clean import LINE_ENDS, clean_line
from duizhao.corpora.units.tmx.schema import CODES, ELEMENTS, INLINE
from duizhao.corpora.units.unit import NOTHING, MemoryHeader, TranslationUnit, Variant
from duizhao.corpora.xml.escape import escape
from duizhao.corpora.xml.events import local_name

__all__ = ["MisplacedElementError", "TmxBuilder"]

_OUTSIDE, _UNIT, _VARIANT, _SEGMENT = range(4)
_DEEPEST = 500
_BODY_DEPTH = 2
_LINE_ENDS = lazy.compile(f"[{LINE_ENDS}]+")


class MisplacedElementError(Exception):
    """An element stands where no unit can have it; the unit before it has no end.

    :param name: The element.
    :param at: The byte that it begins at, as the parser counts them.
    """

    def __init__(self, name: str, at: int) -> None:
        super().__init__(name)
        self.at = at


class TmxBuilder:
    """Collects units as the elements go by.

    Four methods are called a dozen times for every unit: they do the usual thing in place, and
    leave the rest to others.
    """

    def __init__(self) -> None:
        self.units: list[TranslationUnit] = []
        self.header: MemoryHeader | None = None
        self.is_tmx = False
        self.closed = False
        self.number = 0
        self.unit_at = 0
        self._parser: expat.XMLParserType
        self._buffer: list[str] = []

    @property
    def between_units(self) -> bool:
        """Whether the next unit may begin: the body has, and no other element is open."""
        return self._other == _BODY_DEPTH and self._in_body and self._level == _OUTSIDE

    @property
    def in_unit(self) -> bool:
        """Whether a unit has begun and not ended."""
        return self._level != _OUTSIDE

    def connect(self, parser: expat.XMLParserType) -> None:
        """Listen to a parser; what another one has begun is forgotten."""
        self._parser = parser
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self._buffer.append
        self._level = _OUTSIDE
        self._other = 0  # open elements that are none of a unit's own
        self._in_header = self._in_body = False
        self._head: Mapping[str, str] = {}
        self._variants: list[Variant] = []
        self._props: list[tuple[str, str]] = []
        self._notes: list[str] = []
        self._attributes: Mapping[str, str] = NOTHING
        self._own: tuple[list[tuple[str, str]], list[str]] = ([], [])
        self._type = ""
        self._lang = ""
        self._tuv: Mapping[str, str] = NOTHING
        self._inline: list[str] = []
        self._markup: list[str] | None = None
        self._fits = True
        self._hidden = 0

    def skipped(self, text: str) -> None:
        """Take a character that the file gives by a name of HTML's."""
        if self._markup is not None:
            self._text(text)
        else:
            self._buffer.append(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element."""
        if name == "prop":
            self._type = attributes.get("type", "")
            self._buffer.clear()
        elif name == "seg" and self._level == _VARIANT:
            self._level = _SEGMENT
            self._buffer.clear()
        elif name == "tuv" and self._level == _UNIT:
            self._level = _VARIANT
            self._lang = attributes.pop("xml:lang", "") or attributes.pop("lang", "")
            self._tuv = attributes or NOTHING
        elif name == "tu" and self._level == _OUTSIDE:
            self._level = _UNIT
            self._attributes = attributes or NOTHING
            self.number += 1
            self.unit_at = self._parser.CurrentByteIndex
            self._variants, self._props, self._notes = [], [], []
        else:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element that few units have."""
        if ":" in name:
            name = local_name(name)
            if name in {"prop", "seg", "tuv", "tu"}:
                self.start(name, attributes)
                return
        if name in {"tu", "tuv", "seg", "body", "header"} and self._level != _OUTSIDE:
            raise MisplacedElementError(name, self._parser.CurrentByteIndex)
        self._other += 1
        if self._other > _DEEPEST:
            raise MisplacedElementError(name, self._parser.CurrentByteIndex)
        if self._level == _SEGMENT:
            self._open_inline(name, attributes)
        elif name == "note":
            self._buffer.clear()
        elif name == "tmx":
            self.is_tmx = True
        elif name == "header":
            self._in_header, self._head = True, attributes
        elif name == "body":
            self._close_header()
            self._in_body = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "prop":
            value = clean_line("".join(self._buffer))
            (self._props if self._level != _VARIANT else self._own[0]).append((self._type, value))
        elif name == "seg" and self._level == _SEGMENT:
            self._level = _VARIANT
            markup = None if self._markup is None else self._close_markup()
            text = clean_line("".join(self._buffer))
            self._variants.append(Variant(self._lang, text, markup, self._tuv))
        elif name == "tuv" and self._level == _VARIANT:
            self._level = _UNIT
            if self._own[0] or self._own[1]:
                self._take_own()
        elif name == "tu" and self._level == _UNIT:
            self._level = _OUTSIDE
            found = tuple(self._variants), tuple(self._props), tuple(self._notes)
            self.units.append(TranslationUnit(*found, self._attributes, self.number))
        else:
            self._end_other(name)

    def _end_other(self, name: str) -> None:
        if ":" in name:
            name = local_name(name)
            if name in {"prop", "seg", "tuv", "tu"}:
                self.end(name)
                return
        self._other = max(0, self._other - 1)
        if self._level == _SEGMENT:
            self._close_inline(name)
        elif name == "note":
            notes = self._notes if self._level != _VARIANT else self._own[1]
            notes.append(clean_line("".join(self._buffer)))
        elif name == "header":
            self._close_header()
        elif name == "body":
            self._in_body = False
        elif name == "tmx":
            self.closed = True

    def _close_header(self) -> None:
        if self._in_header:
            self._in_header = False
            lang = self._head.get("srclang", "").strip()
            self.header = MemoryHeader(lang, self._head, tuple(self._props), tuple(self._notes))
            self._props, self._notes = [], []

    def _close_markup(self) -> str | None:
        markup = "".join(self._markup or ()).strip() if self._fits else None
        self._markup, self._fits = None, True
        self._parser.CharacterDataHandler = self._buffer.append
        return markup

    def _take_own(self) -> None:
        """Give the properties and notes of a variant to it."""
        if self._variants:
            props, notes = self._own
            last = self._variants[-1]
            self._variants[-1] = last._replace(props=tuple(props), notes=tuple(notes))
        self._own = ([], [])

    def _open_inline(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._markup is None:
            self._markup = [escape(_LINE_ENDS.sub(" ", "".join(self._buffer)))]
            self._inline = []
            self._hidden = 0
            self._parser.CharacterDataHandler = self._text
        known = ELEMENTS.get(name)
        parent = self._inline[-1] if self._inline else "seg"
        self._inline.append(name)
        if name in CODES:
            self._hidden += 1
        if known is None or name not in INLINE.get(parent, ()):
            self._fits = False  # what TMX does not know is not handed on, its text is
            return
        self._fits = self._fits and known.required <= attributes.keys()
        kept = {k: v for k, v in attributes.items() if k in known.required | known.optional}
        listed = "".join(f' {key}="{escape(clean_line(value))}"' for key, value in kept.items())
        self._markup.append(f"<{name}{listed}>")

    def _close_inline(self, name: str) -> None:
        if self._inline:
            self._inline.pop()
        if name in CODES:
            self._hidden -= 1
        if self._markup is not None:
            self._markup.append(f"</{name}>")

    def _text(self, text: str) -> None:
        """Take text in a segment with inline elements."""
        if self._markup is not None:
            self._markup.append(escape(_LINE_ENDS.sub(" ", text)))
        if not self._hidden:
            self._buffer.append(text)
