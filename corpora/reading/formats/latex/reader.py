r"""LaTeX: the text that a reader of the printed page sees.

Commands, comments and the preamble are no text, but the title that it holds is. Formulas and
listings are kept as they stand and are not translated; a citation or reference shows its name in
brackets. Other files that the text fetches are not opened, and the command that does stays in its
place. No well-kept parser holds against broken files: pylatexenc 2.11 needs time exponential in the
number of unclosed brackets of ``\sqrt[``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.gathering import Gathering
from duizhao.corpora.reading.formats.latex.commands import (
    BEGIN_ARGUMENTS,
    BYLINES,
    CODE_TEXT,
    DEFINING,
    DEFINING_TWICE,
    HEADINGS,
    ITEMS,
    NOTES,
    REFERENCES,
    SILENT,
    SYMBOLS,
    TABLES,
    TOLD,
    accented,
)
from duizhao.corpora.reading.formats.latex.tokens import Tokens
from duizhao.corpora.reading.formats.story import cell_name, pour
from duizhao.errors import FormatError

__all__ = ["FORMATS"]

_BEGINS = lazy.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:%[^\n]{0,400})?\r?\n){0,60}[ \t]*"
    rb"\\(?:documentclass|documentstyle)[\[{]"
)
_BODY = "\\begin{document}"
# What signs become in print.
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "'": "’", "!`": "¡", "?`": "¿"}
_LIGATURE = lazy.compile("|".join(map(re.escape, _LIGATURES)))
# A formula that is only a number is text: "$12$ rivers", "$50\%$".
_NUMBER = lazy.compile(r"[+-]?\d[\d.,]*(?:\\?%)?")
_ESCAPED = lazy.compile(r"\\([_%&#$ {}~^-])")
# Commands of units are their names.
_UNIT = lazy.compile(r"\\([A-Za-z]+)|[~{}]")
# A macro is text if its body is no longer.
_LONGEST_MACRO = 1000
# Macros may say so many times what the file holds.
_MOST_GROWTH = 10


class _Reader:
    """Reads tokens from the first to the last; a stack of what is open stands for recursion."""

    def __init__(self, text: str, path: str, macros: dict[str, str] | None = None) -> None:
        self.flow = Gathering()
        self._tokens = Tokens(text)
        self._path = path
        self._inner = macros is not None
        self._macros = {} if macros is None else macros
        self._room = _MOST_GROWTH * (len(text) + _LONGEST_MACRO)
        self._preamble = _BODY in text
        self._special = self._handlers()
        # Where each open argument ends, and what is done there.
        self._arguments: list[tuple[int, Callable[[], None]]] = []
        # The name of each open environment, and what its paragraphs are.
        self._environments: list[tuple[str, Kind | None]] = []
        self._open_names: Counter[str] = Counter()
        # The number of each open table, its row and column, and how many columns a cell takes.
        self._tables: list[list[int]] = []
        self._tables_seen = 0

    def read(self) -> None:
        """Gather the entries."""
        at = 0
        while at < len(self._tokens):
            while self._arguments and self._arguments[-1][0] <= at:
                self._arguments.pop()[1]()
            after = self._token(at)
            at = max(after, at + 1)
        while self._arguments:
            self._arguments.pop()[1]()
        self._end()

    def _handlers(self) -> Mapping[str, Callable[[int, str], int]]:
        """Return what reads a command: from its token and name to the token behind it."""
        return (
            dict.fromkeys(HEADINGS, self._heading)
            | dict.fromkeys(BYLINES, self._byline)
            | dict.fromkeys(("caption", "captionof", "subcaption"), self._caption)
            | dict.fromkeys(NOTES, self._note)
            | dict.fromkeys(REFERENCES, self._reference)
            | dict.fromkeys(TOLD, self._told)
            | dict.fromkeys(CODE_TEXT, self._code)
            | dict.fromkeys(("SI", "qty"), self._quantity)
            | dict.fromkeys(DEFINING | DEFINING_TWICE, self._define)
            | {
                "begin": self._begin,
                "end": self._finish,
                "item": self._item,
                "bibitem": self._item,
                "\\": self._line_end,
                "newline": self._line_end,
                "tabularnewline": self._line_end,
                "multicolumn": self._span,
            }
        )

    def _token(self, at: int) -> int:
        kind, text = self._tokens.kinds[at], self._tokens.texts[at]
        if kind in ("name", "symbol"):
            return self._command(at, text if kind == "symbol" else text.rstrip("*"))
        if self._preamble and not self._arguments:
            return at + 1
        line = self._tokens.line(at)
        if kind == "text":
            self.flow.say(_LIGATURE.sub(lambda found: _LIGATURES[found[0]], text), line)
        elif kind == "break":
            self._end()
        elif kind == "code":
            self.flow.say(text, line, code=True)
        elif kind == "math":
            number = _NUMBER.fullmatch(text.strip())
            shown = text.strip().replace("\\", "") if number else f"${text.strip()}$"
            self.flow.say(shown, line, code=number is None)
        elif kind in ("listing", "formula"):
            self._end()
            self.flow.set_aside(text, line)
        elif kind == "mark":
            self._mark(text, line)
        return at + 1

    def _mark(self, mark: str, line: int) -> None:
        if mark == "&" and self._tables:
            self._end()
            self._tables[-1][2] += self._tables[-1][3]
            self._tables[-1][3] = 1
        elif mark not in "{}":
            self.flow.say(" " if mark == "~" else mark, line)

    def _command(self, at: int, name: str) -> int:
        """Read a command; return the token behind it."""
        tokens = self._tokens
        if self._preamble and not self._arguments and name not in _PREAMBLE:
            return tokens.after_arguments(at + 1, SILENT.get(name, 0))
        special = self._special.get(name)
        if special is not None:
            return special(at, name)
        if name in self._macros:
            return self._say_macro(at, name)
        if name in SYMBOLS:
            if name == "par":
                self._end()
            else:
                self.flow.say(SYMBOLS[name], tokens.line(at))
            return at + 1
        if accented(name, "") is not None:
            return self._accent(at, name)
        if name in SILENT:
            return tokens.after_arguments(at + 1, SILENT[name])
        after = tokens.after_options(at + 1)
        return after if tokens.is_mark(after, "{") else at + 1

    def _end(self) -> None:
        kind = self._environments[-1][1] if self._environments else None
        if kind is Kind.CELL and self._tables:
            self.flow.end(kind, cell_name(*self._tables[-1][:3]))
        else:
            self.flow.end(kind)

    def _open(self, at: int, action: Callable[[], None]) -> int:
        """Read the argument at a token as text, then do what is to be done at its end."""
        opening = self._tokens.skip_blank(self._tokens.after_options(at))
        if not self._tokens.is_mark(opening, "{"):
            return at
        self._arguments.append((self._tokens.closing(opening), action))
        return opening + 1

    def _heading(self, at: int, _name: str) -> int:
        self._end()
        return self._open(at + 1, lambda: self.flow.end(Kind.HEADING))

    def _byline(self, at: int, _name: str) -> int:
        self._end()
        return self._open(at + 1, lambda: self.flow.end(Kind.BYLINE))

    def _caption(self, at: int, name: str) -> int:
        self._end()
        at = self._tokens.after_arguments(at + 1, int(name == "captionof"))
        return self._open(at, lambda: self.flow.end(Kind.CAPTION))

    def _note(self, at: int, _name: str) -> int:
        label = str(len(self.flow.labels) + 1)
        opening = self._tokens.skip_blank(self._tokens.after_options(at + 1))
        if not self._tokens.is_mark(opening, "{"):
            return at + 1
        self.flow.refer(label)
        self.flow.open_note(label, label)
        return self._open(at + 1, self.flow.close_note)

    def _reference(self, at: int, _name: str) -> int:
        options = [_plain(option) for option in self._tokens.options(at + 1)]
        key, after = self._tokens.argument(self._tokens.after_options(at + 1))
        before, behind = (options[0], options[1]) if len(options) > 1 else ("", "".join(options))
        line = self._tokens.line(at)
        self.flow.say(f"[{before} " if before else "", line)
        self.flow.say(
            ("" if before else "[") + key.strip() + ("" if behind else "]"), line, code=True
        )
        self.flow.say(f", {behind}]" if behind else "", line)
        return after

    def _told(self, at: int, name: str) -> int:
        options = self._tokens.after_options(at + 1)
        file, after = self._tokens.argument(options)
        self._end()
        self.flow.set_fetched(f"\\{name}{{{file}}}", file, self._tokens.line(at))
        return after

    def _code(self, at: int, _name: str) -> int:
        text, after = self._tokens.argument(self._tokens.after_options(at + 1))
        self.flow.say(_ESCAPED.sub(r"\1", text), self._tokens.line(at), code=True)
        return after

    def _quantity(self, at: int, _name: str) -> int:
        number, after = self._tokens.argument(self._tokens.after_options(at + 1))
        unit, after = self._tokens.argument(self._tokens.after_options(after))
        shown = _UNIT.sub(lambda found: found[1] or "", unit)
        self.flow.say(f"{number} {shown}", self._tokens.line(at))
        return after

    def _begin(self, at: int, _name: str) -> int:
        environment, after = self._tokens.argument(at + 1)
        name = environment.strip()
        if name == "document":
            self._preamble = False
            return after
        self._end()
        outer = self._environments[-1][1] if self._environments else None
        self._environments.append((name, _KINDS.get(name, outer)))
        self._open_names[name] += 1
        if name.rstrip("*") in TABLES:
            self._tables_seen += 1
            self._tables.append([self._tables_seen, 1, 1, 1])
        if name in BEGIN_ARGUMENTS:
            after = self._tokens.after_arguments(after, BEGIN_ARGUMENTS[name])
        elif name == "frame":
            after = self._open(after, lambda: self.flow.end(Kind.HEADING))
        return after

    def _finish(self, at: int, _name: str) -> int:
        environment, after = self._tokens.argument(at + 1)
        name = environment.strip()
        self._end()
        if name == "document":
            return len(self._tokens)
        if self._open_names[name]:
            while self._environments:
                closed, _ = self._environments.pop()
                self._open_names[closed] -= 1
                if closed.rstrip("*") in TABLES and self._tables:
                    self._tables.pop()
                if closed == name:
                    break
        return after

    def _item(self, at: int, _name: str) -> int:
        self._end()
        label = "".join(self._tokens.options(at + 1)[:1])
        if not label:
            return at + 1
        self.flow.say(_plain(label) + " ", self._tokens.line(at))
        return self._tokens.after_options(at + 1)

    def _line_end(self, at: int, _name: str) -> int:
        if self._tables:
            self._end()
            self._tables[-1][1] += 1
            self._tables[-1][2:] = [1, 1]
        else:
            self.flow.say_break()
        return self._tokens.after_options(at + 1)

    def _span(self, at: int, _name: str) -> int:
        width, _ = self._tokens.argument(at + 1)
        if self._tables and width.strip().isdecimal() and len(width) < 4:
            self._tables[-1][3] = int(width)
        return self._tokens.after_arguments(at + 1, SILENT["multicolumn"])

    def _accent(self, at: int, name: str) -> int:
        tokens, after = self._tokens, at + 1
        letter = ""
        opening = tokens.skip_blank(after) if name.isalpha() else after
        if tokens.is_mark(opening, "{"):
            letter, after = tokens.argument(opening)
            letter = letter.strip()
            letter = SYMBOLS.get(letter[1:], letter) if letter.startswith("\\") else letter
        elif after < len(tokens) and tokens.kinds[after] == "name":
            letter, after = SYMBOLS.get(tokens.texts[after], ""), after + 1
        elif after < len(tokens) and tokens.kinds[after] == "text":
            letter, after = tokens.texts[after], after + 1
        shown = accented(name, letter) or ""
        self.flow.say(_LIGATURE.sub(lambda found: _LIGATURES[found[0]], shown), tokens.line(at))
        return after

    def _define(self, at: int, name: str) -> int:
        """Note what a command without arguments stands for, if it stands for text."""
        tokens = self._tokens
        if name in DEFINING_TWICE:
            return tokens.after_arguments(at + 1, 3)
        named, after = tokens.argument(at + 1)
        if not named:
            after = tokens.skip_blank(at + 1)
            named = tokens.texts[after] if after < len(tokens) else ""
            after += 1
        if name == "let":
            return tokens.skip_blank(after) + 1
        start = after
        while after < len(tokens) and not tokens.is_mark(after, "{"):
            if tokens.kinds[after] == "break":
                return after
            after += 1
        simple = not any(text.strip() for text in tokens.texts[start:after])
        body, after = tokens.argument(after)
        if simple and not self._inner and len(body) <= _LONGEST_MACRO:
            inner = _Reader(body, self._path, {})
            inner.read()
            texts = [e.text for e in inner.flow.entries if e.kind is None]
            self._macros[named.strip().removeprefix("\\")] = "\n\n".join(texts)
        return after

    def _say_macro(self, at: int, name: str) -> int:
        self._room -= len(self._macros[name])
        if self._room < 0:
            reason = "has macros that say far more than the file holds; give the text they make"
            raise FormatError(self._path, reason)
        self.flow.say(self._macros[name], self._tokens.line(at))
        return at + 1


def _plain(option: str) -> str:
    r"""Return what an optional argument says.

    >>> _plain(r"see~\emph{also}")
    'see also'
    """
    return _ESCAPED.sub(r"\1", _COMMAND.sub("", option)).replace("~", " ").strip()


_COMMAND = lazy.compile(r"\\[A-Za-z]+\*?|[{}]")
_KINDS = (
    dict.fromkeys(ITEMS, Kind.LIST_ITEM)
    | {name: Kind.CELL for known in TABLES for name in (known, f"{known}*")}
    # What stands in a note or a figure within a table is no cell.
    | dict.fromkeys(("minipage", "figure", "tablenotes"), None)
)
# What is read before the text begins: the title, and what macros stand for.
_PREAMBLE = {"title", "subtitle", "begin"} | BYLINES | DEFINING | DEFINING_TWICE


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    text, encoding = decode(data, None, path)
    if "\x00" in text:
        raise FormatError(path, "has NUL characters; save it again as text")
    reader = _Reader(text.replace("\r\n", "\n").replace("\r", "\n"), path)
    reader.read()
    reader.flow.tell_fetched(path)
    maker = TextMaker()
    pour(reader.flow.entries, reader.flow.labels, maker, path, limits)
    return maker.reading(encoding=encoding)


def _sniff(head: bytes) -> bool:
    return _BEGINS.match(head) is not None


FORMATS = {"latex": Format("latex", (".tex", ".ltx", ".latex"), _sniff, _read)}
