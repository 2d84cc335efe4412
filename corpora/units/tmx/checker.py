"""Check a translation memory against TMX 1.4 and against what its readers stumble over."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

from duizhao.corpora.units.tmx.rules import Remark, TmxRules
from duizhao.corpora.xml.events import new_parser
from duizhao.corpora.xml.text import xml_text

__all__ = ["TmxCheck", "check_tmx"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PIECE = 2**16
_DEEPEST = 500


def check_tmx(stream: BinaryIO, path: str) -> Iterator[Remark]:
    """Yield remarks on a memory, in the order of the file.

    What the document type definition of TMX 1.4 refuses is an error, and so is a language tag
    that its schema refuses; names with a prefix are taken as they stand.

    :param stream: The file.
    :param path: What to call it in messages.
    :raises FormatError: If it defines entities of its own.
    :raises InputError: If the encoding that it names is not known.
    """
    check = TmxCheck(path)
    for text in xml_text(_Marked(stream, check.mark)):
        yield from check.feed(text)
        if check.over:
            return
    yield from check.feed("")


class _Marked(io.BytesIO):
    """A stream that tells of a byte order mark before the first bytes."""

    def __init__(self, stream: BinaryIO, told: Callable[[], None]) -> None:
        super().__init__()
        self._stream = stream
        self._told: Callable[[], None] | None = told

    def read(self, size: int | None = -1) -> bytes:
        """Read."""
        data = self._stream.read(-1 if size is None else size)
        if self._told is not None and data.startswith(_BYTE_ORDER_MARK):
            self._told()
        self._told = None
        return data


class TmxCheck:
    """Judges the text of a memory as it is given."""

    def __init__(self, path: str) -> None:
        self.over = False
        self._found: list[Remark] = []
        self._rules = TmxRules(self._found.append, self._place)
        self._depth = 0
        self._too_deep = False
        parser = self._parser = new_parser(path, self._rules.text)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._rules.text
        parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, text: str) -> list[Remark]:
        """Take the next text, or none at the end; return the remarks on it."""
        try:
            for at in range(0, len(text), _PIECE):
                self._parser.Parse(text[at : at + _PIECE].encode(), False)
            if not text:
                self.over = True
                self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            self.over = True
            reason = expat.ErrorString(error.code)
            message = f"broken XML ({reason}); nothing after it was looked at"
            if not text:
                message = f"the file breaks off here; whole units before: {self._rules.whole}"
            place = error.lineno, error.offset + 1
            self._found.append(Remark("broken-xml", True, message, *place, self._rules.units))
        found = self._found[:]
        self._found.clear()
        return found

    def mark(self) -> None:
        """Take a byte order mark."""
        self._warn("byte-order-mark", "there is a byte order mark; some tools trip over it")

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth <= _DEEPEST:
            self._rules.start(name, attributes)
        elif not self._too_deep:
            self._too_deep = True
            message = f"elements are nested more than {_DEEPEST} deep; readers refuse the unit"
            place = self._place()
            self._found.append(Remark("too-deep", True, message, *place, self._rules.units))

    def _end(self, name: str) -> None:
        if self._depth <= _DEEPEST:
            self._rules.end(name)
        self._depth -= 1

    def _doctype(
        self, name: str, _system: str | None, _public: str | None, _internal: bool
    ) -> None:
        self._warn("doctype", f"there is a DOCTYPE {name}; some readers want the file it names")

    def _warn(self, code: str, message: str) -> None:
        self._found.append(Remark(code, False, message, *self._place()))
