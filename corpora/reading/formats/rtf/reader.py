"""RTF: the paragraphs, cells and notes of a document of Word, WordPad, LibreOffice or TextEdit.

Deleted revisions, hidden text, fields' code, pictures and comments are no text; headers and footers
are furniture. The rules are those of the RTF specification 1.9.1; striprtf 0.0.29 keeps deleted and
hidden text and joins cells, so that the tokens are read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.gathering import Gathering
from duizhao.corpora.reading.formats.rtf.characters import Characters
from duizhao.corpora.reading.formats.story import cell_name, names, pour, raised
from duizhao.errors import FormatError

__all__ = ["FORMATS"]

_BEGINS = lazy.compile(rb"(?:\xef\xbb\xbf)?\s{0,9}\{\\rtf")
_TOKEN = lazy.compile(
    rb"\\(?P<name>[A-Za-z]{1,32})(?P<value>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<symbol>[^A-Za-z'\r\n])|(?P<newline>\\[\r\n])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|.",
    re.DOTALL,
)
# Destinations that hold no text of the document.
_SKIPPED = names(
    "fonttbl colortbl stylesheet info pict object objdata themedata colorschememapping datastore"
    " latentstyles listtable listoverridetable rsidtbl xmlnstbl generator filetbl revtbl fldinst"
    " bkmkstart bkmkend atnid atnauthor atntime atndate atnref annotation atnparent"
    " atrfstart atrfend"
    " ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn mmathPr pntext pnseclvl pn listtext nonshppict"
    " blipuid picprop sp sv sn userprops operator tc xe rxe txe private template"
    " docvar pgdsctbl wgrffmtfilter panose falt lsdlockedexcept background ebcstart ebcend"
)
_RUNNING = names("header headerl headerr headerf footer footerl footerr footerf")
_NOTES = names("footnote")
_SIGNS = {
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "zwj": "\u200d",
    "zwnj": "\u200c", "zwbo": "", "qmspace": "\u2005", "ltrmark": "", "rtlmark": "",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "-": "", "\\": "\\", "{": "{", "}": "}"}
_LEVELS = 9  # outline level 9 is body text


@dataclass(frozen=True)
class _State:
    """What holds inside a group until a nested one says otherwise."""

    skipped: bool = False
    hidden: bool = False
    destination: str = ""
    raised: bool = False
    # How many characters stand in for one that older programs do not know.
    instead: int = 1


class _Reader:
    """Reads tokens from the first to the last."""

    def __init__(self, data: bytes) -> None:
        self.flow = Gathering()
        self.running: dict[str, None] = {}
        self._data = data
        self._characters = Characters()
        self._state = _State()
        self._stack: list[_State] = []
        self._pending = 0  # characters of the fallback that are still to come
        self._opened = False  # whether a brace was the token before
        self._starred = False
        self._in_table = False
        self._listed = self._heading = False
        self._tables = self._row = self._column = 0
        self._head: list[str] = []

    def read(self) -> None:
        """Gather the entries."""
        at, end = 0, len(self._data)
        while at < end:
            found = _TOKEN.match(self._data, at)
            if found is None:
                break
            at = found.end()
            name = found["name"]
            if name == b"bin" and found["value"]:
                at += max(0, int(found["value"]))
            elif name is not None:
                value = found["value"]
                self._word(name.decode("ascii"), None if value is None else int(value))
            elif found["brace"]:
                self._brace(opens=found["brace"] == b"{")
                continue
            elif found["symbol"] == b"*":
                self._starred = self._opened
                continue
            else:
                self._plain(found)
            self._opened = self._starred = False
        self._flush()
        self._end()
        while self._stack:  # what was cut off is read as far as it goes
            self._brace(opens=False)
        self._end()

    def encoding(self) -> str:
        """Return the code page of the document."""
        return self._characters.page

    def _brace(self, *, opens: bool) -> None:
        self._flush()
        self._opened, self._starred, self._pending = opens, False, 0
        if opens:
            self._stack.append(self._state)
            self._characters.open()
        elif self._stack:
            closed, self._state = self._state, self._stack.pop()
            self._characters.close()
            if closed.destination != self._state.destination:
                self._leave(closed.destination)

    def _leave(self, destination: str) -> None:
        if destination in _NOTES:
            self.flow.close_note()
        elif destination in _RUNNING:
            self.running[" ".join("".join(self._head).split())] = None
            self._head = []

    def _word(self, name: str, value: int | None) -> None:
        if name == "u" and value is not None:
            self._characters.put_code(value)
            self._pending = self._state.instead
            return
        self._flush()
        if self._characters.word(name, value):
            return
        if self._opened and (
            self._starred or name in _SKIPPED or name in _RUNNING or name in _NOTES
        ):
            self._enter(name)
        elif name == "uc":
            self._state = replace(self._state, instead=max(0, min(9, value or 0)))
        elif name in ("v", "deleted", "movefrom"):
            self._state = replace(self._state, hidden=value != 0)
        elif name == "plain":
            self._state = replace(self._state, hidden=False, raised=False)
        elif name in ("super", "nosupersub"):
            self._state = replace(self._state, raised=name == "super" and value != 0)
        elif name in _SIGNS:
            self._say(_SIGNS[name])
        elif not self._state.skipped:
            self._layout(name, value)

    def _enter(self, name: str) -> None:
        """Begin a destination."""
        known = name in _NOTES or name in _RUNNING or name in ("shptxt", "shpinst", "fldrslt")
        skipped = self._state.skipped or name in _SKIPPED or not known
        self._state = replace(self._state, skipped=skipped)
        # A note within a note is text of the outer one.
        inside = self._state.destination in _NOTES
        if not skipped and not inside and name not in ("shptxt", "shpinst", "fldrslt"):
            self._state = replace(self._state, destination=name)
            if name in _NOTES:
                label = str(len(self.flow.labels) + 1)
                self.flow.refer(label)
                self.flow.open_note(label, label)

    def _layout(self, name: str, value: int | None) -> None:
        """Read what ends a paragraph or a cell, and what says which kind it is."""
        if name in ("par", "sect", "page"):
            self._end()
        elif name == "line":
            self._break()
        elif name == "pard":
            self._in_table = self._listed = self._heading = False
        elif name == "intbl":
            self._in_table = True
        elif name in ("cell", "nestcell"):
            self._cell()
        elif name in ("row", "nestrow"):
            self._end()
            self._row += 1
            self._column = 0
        elif name == "outlinelevel":
            self._heading = value is not None and 0 <= value < _LEVELS
        elif name == "ls":
            self._listed = value != 0

    def _cell(self) -> None:
        if not self._row:
            self._tables += 1
            self._row = 1
        self._column += 1
        self._flush()
        self.flow.end(Kind.CELL, cell_name(self._tables, self._row, self._column))

    def _plain(self, found: re.Match[bytes]) -> None:
        if found["hex"]:
            self._put(bytes.fromhex(found["hex"].decode("ascii")))
        elif found["text"]:
            self._put(found["text"])
        elif found["newline"]:
            self._flush()
            self._end()
        elif found["symbol"]:
            self._flush()
            self._say(_SYMBOLS.get(found["symbol"].decode("latin-1"), ""))

    def _put(self, data: bytes) -> None:
        gone = min(self._pending, len(data))
        self._pending -= gone
        self._characters.put(data[gone:])

    def _flush(self) -> None:
        self._say(self._characters.take())

    def _say(self, text: str) -> None:
        if not text or self._state.skipped or self._state.hidden:
            return
        if self._state.destination in _RUNNING:
            self._head.append(text)
            return
        if self._state.raised:
            text = raised(text, self.flow.before())
        self.flow.say(text)

    def _break(self) -> None:
        if self._state.destination in _RUNNING:
            self._head.append(" ")
        else:
            self.flow.say_break()

    def _end(self) -> None:
        self._flush()
        if self._state.destination in _RUNNING:
            self._head.append(" ")
            return
        if self._in_table and self._state.destination not in _NOTES:
            # The paragraphs of a cell that is not at its end.
            row, column = max(1, self._row), self._column + 1
            table = self._tables if self._row else self._tables + 1
            self.flow.end(Kind.CELL, cell_name(table, row, column))
            return
        self._row = self._column = 0
        kind = Kind.LIST_ITEM if self._listed else None
        self.flow.end(Kind.HEADING if self._heading else kind)


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    if not _BEGINS.match(data):
        raise FormatError(path, "does not begin with {\\rtf; this is not an RTF document")
    if b"\x00" in data[:1000]:
        raise FormatError(path, "has NUL characters; save it again as RTF")
    reader = _Reader(data)
    reader.read()
    for text in reader.running:
        reader.flow.say(text)
        reader.flow.end(Kind.FURNITURE)
    maker = TextMaker()
    pour(reader.flow.entries, reader.flow.labels, maker, path, limits)
    return maker.reading(encoding=reader.encoding())


def _sniff(head: bytes) -> bool:
    return _BEGINS.match(head) is not None


FORMATS = {"rtf": Format("rtf", (".rtf",), _sniff, _read)}
