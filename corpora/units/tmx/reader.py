"""Read translation memories (TMX) as they go by: any size, little memory, nothing fetched.

Level 1 and 2, with or without a DOCTYPE, in UTF-8, UTF-16 or a national encoding, with ``lang``
for ``xml:lang``. Native codes in inline elements are not text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from duizhao import lazy
from duizhao.corpora.units.tmx.builder import MisplacedElementError, TmxBuilder
from duizhao.corpora.units.tmx.checker import TmxCheck
from duizhao.corpora.units.tmx.fast_path import usual_units
from duizhao.corpora.units.tmx.mending import Mending
from duizhao.corpora.units.tmx.rules import Remark
from duizhao.corpora.units.unit import MemoryHeader, TranslationUnit
from duizhao.corpora.xml.events import new_parser
from duizhao.corpora.xml.text import xml_text
from duizhao.errors import FormatError

__all__ = ["Break", "TmxReader"]

_UNIT = lazy.compile(r"<(?:[A-Za-z_][\w.-]{0,30}:)?tu[\s>]")
# Where a unit probably ends; a wrong guess costs time only.
_END = "tu>"
_CLOSED = "</tu>"
_BEGINNINGS = ("<tu>", "<tu ", "<tu\n")
# What stands before a unit when the parser starts anew at it.
_OPENING = b"<tmx><body>"
# A unit of more characters has lost its end; the largest seen in the wild had 300,000.
_LARGEST_UNIT = 2**26
# As much text as is gathered while no end of a unit is in sight.
_GATHERED = 2**20
# Of the breaks in one file these are described, the others counted.
_DESCRIBED = 100


@dataclass(frozen=True)
class Break:
    """A place where a memory is broken.

    :param line: The line, from 1.
    :param column: The character in the line, from 1.
    :param unit: The unit that is broken, or the last before the break, from 1; 0 if none was.
    :param reason: What is wrong, in the parser's words.
    :param inside: Whether the break is in the unit, not after it.
    :param whole: How many whole units were read before it.
    :param is_end: Whether the file ends here, too early.
    """

    line: int
    column: int
    unit: int
    reason: str
    inside: bool = True
    whole: int = 0
    is_end: bool = False

    @property
    def place(self) -> str:
        """Which unit the break is in, or after."""
        if not self.unit:
            return "before the first unit"
        return f"{'in' if self.inside else 'after'} unit {self.unit}"

    def error(self, path: str) -> FormatError:
        """Return the break as an error."""
        message = (
            f"broken XML ({self.reason}) at column {self.column}, {self.place}; export the file"
            " again, or keep what can be read with --recover"
        )
        if self.is_end:
            message = (
                f"the file breaks off at column {self.column}, {self.place}; whole units before:"
                f" {self.whole}; fetch or export it again, or keep these with --recover"
            )
        return FormatError(path, message, self.line)


class TmxReader:
    """Iterates over the units of a memory; once, from the first to the last.

    Texts are one line without white space at the ends, as
    :func:`duizhao.corpora.exchange.bead_text.clean_line` makes them. A unit with an empty text, or
    one language only, is handed on as it is.

    :param stream: The file.
    :param path: What to call it in messages.
    :param recover: Pass over what is broken, and go on with the next whole unit.
    :param mend: Mend what can be mended first, such as characters that XML cannot hold.
    :param strict: Refuse what breaks the rules of TMX 1.4.
    :raises FormatError: While iterating: if the file is broken (unless it is to be recovered),
        defines entities, or is no TMX.
    :raises InputError: If the encoding that it names is not known.
    """

    def __init__(
        self,
        stream: BinaryIO,
        path: str,
        *,
        recover: bool = False,
        strict: bool = False,
        mend: bool = False,
    ) -> None:
        self.broken = 0
        self.whole = 0
        self.breaks: list[Break] = []
        self._path, self._recover = path, recover
        self.mending = Mending() if mend else None
        self._blocks = _blocks(
            xml_text(stream) if self.mending is None else self.mending.text_of(stream)
        )
        self._check = TmxCheck(path) if strict else None
        self._text = ""  # the current block
        self._line, self._column = 1, 1  # of its first character
        self._lost = False  # looking for the next unit after a break
        self._over = False
        self._plain = True  # there is no DOCTYPE that gives elements a meaning of its own
        self._builder = TmxBuilder()
        self._parser = self._new_parser()
        self._since = 0  # the characters that the parser was given since the last unit

    def __iter__(self) -> Iterator[TranslationUnit]:
        """Yield the units."""
        while True:
            units = self._builder.units[:]
            self._builder.units.clear()
            self.whole += len(units)
            yield from units if self.mending is None else map(self.mending.named, units)
            if self._over:
                return
            self._feed()

    @property
    def header(self) -> MemoryHeader:
        """What the memory says of itself; reads on to there. Empty if a break took it away."""
        while self._builder.header is None and not self._builder.units and not self._over:
            self._feed()
        return self._builder.header or MemoryHeader()

    def _new_parser(self) -> expat.XMLParserType:
        parser = new_parser(self._path, self._builder.skipped)
        parser.StartDoctypeDeclHandler = self._doctype
        self._given = 0
        self._builder.connect(parser)
        return parser

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, internal: bool
    ) -> None:
        self._plain = self._plain and not internal

    def _feed(self) -> None:
        """Read a block of the file, or find out that there is no more."""
        first = not self._text
        text = next(self._blocks, "")
        if self.mending is not None:
            text = self.mending.mended(text)
        if self._check is not None:
            self._judge(self._check.feed(text))
        self._line, self._column = self._place(len(self._text))
        self._text = text
        if text:
            # Some tools leave white space before the declaration.
            self._read(len(text) - len(text.lstrip()) if first else 0)
        elif not self._lost and not self._builder.closed:
            self._parse("", 0)
        if not text or self._builder.closed:
            self._finish()

    def _judge(self, remarks: Iterable[Remark]) -> None:
        for remark in remarks:
            if remark.error:
                message = f"{remark.message} (column {remark.column}, unit {remark.unit})"
                raise FormatError(self._path, message, remark.line)

    def _read(self, at: int) -> None:
        """Read the block from a character on."""
        text, builder = self._text, self._builder
        while at < len(text) and not builder.closed:
            if self._lost:
                found = _UNIT.search(text, at)
                if found is None:
                    return
                at = found.start()
                self._start_anew()
            if self._plain and builder.between_units:
                at = usual_units(text, at, builder.units, builder.number)
                builder.number = builder.units[-1].number if builder.units else builder.number
            if at == len(text):
                return
            end = text.find(_END, at)
            at = self._parse(text[at : len(text) if end < 0 else end + len(_END)], at)

    def _parse(self, piece: str, at: int) -> int:
        """Give the parser a piece of the block, or tell it that the file ends.

        :param piece: The text; nothing at the end.
        :param at: Where it begins in the block.
        :return: Where to go on reading.
        """
        data = piece.encode()
        try:
            self._parser.Parse(data, not piece)
        except expat.ExpatError as error:
            if self._builder.closed:  # after the end of the memory, anything may stand
                return at
            reason = expat.ErrorString(error.code)
            if "\0" in piece:
                reason = "bytes that are no text in the file's encoding"
            return self._break(data, self._parser.ErrorByteIndex, at, reason)
        except MisplacedElementError as error:
            reason = f"<{error}> where none can be"
            return self._break(data, error.at, at, reason)
        self._given += len(data)
        self._since = self._since + len(piece) if self._builder.in_unit else 0
        if self._since > _LARGEST_UNIT:
            return self._break(data, self._given, at, "a unit without an end")
        return at + len(piece)

    def _break(self, data: bytes, index: int, at: int, reason: str) -> int:
        """Note a break, or raise it; return where to go on reading."""

        def character(byte: int) -> int:
            """Return where a byte that the parser counts stands in the block."""
            return at + len(data[: max(0, byte - self._given)].decode("utf-8", "ignore"))

        line, column = self._place(character(index))
        inside = self._builder.in_unit
        whole = self.whole + len(self._builder.units)
        number = self._builder.number
        found = Break(line, column, number, reason, inside=inside, whole=whole, is_end=not data)
        if not self._recover:
            raise found.error(self._path)
        self.broken += 1
        if len(self.breaks) < _DESCRIBED:
            self.breaks.append(found)
        self._lost = True
        if not inside:
            return character(index)
        saved = 0 if self.mending is None else self._save_unit(self.mending, character(index))
        if saved:
            return saved
        # The broken unit may hold the beginning of the next, if it has no end itself.
        return character(self._builder.unit_at) + (self._builder.unit_at >= self._given)

    def _save_unit(self, mending: Mending, at: int) -> int:
        """Keep the texts of a broken unit, if they can be told; return its end, or 0.

        :param mending: Counts it.
        :param at: Where it is broken in the block.
        """
        start = max(self._text.rfind(begin, 0, at) for begin in _BEGINNINGS)
        if start < 0:
            return 0
        following = _UNIT.search(self._text, start + 1)
        end = self._text.find(_CLOSED, start)
        stop = following.start() if following else len(self._text)
        if 0 <= end < stop:
            stop = end + len(_CLOSED)
        unit = mending.unit(self._text[start:stop], self._builder.number)
        if unit is None:
            return 0
        self._builder.units.append(unit)
        return stop

    def _place(self, at: int) -> tuple[int, int]:
        """Return the line and column of a character of the block."""
        lines = self._text.count("\n", 0, at)
        if not lines:
            return self._line, self._column + at
        return self._line + lines, at - self._text.rindex("\n", 0, at)

    def _start_anew(self) -> None:
        self._lost = False
        self._since = 0
        self._parser = self._new_parser()
        self._parser.Parse(_OPENING, False)
        self._given = len(_OPENING)

    def _finish(self) -> None:
        self._over = True
        if not self._builder.is_tmx:
            message = "no <tmx> element, and no unit; give a translation memory"
            raise FormatError(self._path, message)


def _blocks(texts: Iterable[str]) -> Iterator[str]:
    """Yield the text of a file in blocks that end where a unit does, if one ends in sight."""
    gathered: list[str] = []
    size = 0
    for text in texts:
        end = text.rfind(_END) + len(_END) if _END in text else 0
        gathered.append(text[:end] if end else text)
        size += len(gathered[-1])
        if end or size > _GATHERED:
            yield "".join(gathered)
            gathered, size = [text[end:]] if end else [], len(text) - end if end else 0
    if size:
        yield "".join(gathered)
