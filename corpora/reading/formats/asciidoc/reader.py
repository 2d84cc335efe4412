"""AsciiDoc: the text that a reader of the page sees, block by block.

Attributes, anchors, comments and terms of the index are no text; listings, formulas and commands
that fetch other files are kept as they stand. Nothing is fetched, nothing is run. The parsers that
exist in Python are under the GPL, or turn back to Ruby.
"""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.asciidoc.inline import say_inline
from duizhao.corpora.reading.formats.asciidoc.titles import find_titles
from duizhao.corpora.reading.formats.gathering import Gathering
from duizhao.corpora.reading.formats.story import BREAK, cell_name, pour
from duizhao.corpora.text.code_lines import looks_like_code
from duizhao.errors import FormatError

__all__ = ["FORMATS"]

_TITLE = lazy.compile(r"(?:={1,6}|#{1,6})[ \t]+(?P<title>\S.*?)(?:[ \t]+={1,6})?")
_UNDERLINE = lazy.compile(r"([=~^+-])\1{2,}")
_ATTRIBUTE = lazy.compile(r":(?P<name>!?[\w][\w-]{0,80}!?):(?:[ \t]+(?P<value>.*))?")
_COMMENT = lazy.compile(r"//(?!/).*")
_FENCE = lazy.compile(r"(?P<mark>-{4,}|\.{4,}|\+{4,}|/{4,}|`{3,}|~{4,})(?P<language>\w{0,30})")
_CONTAINER = lazy.compile(r"={4,}|\*{4,}|_{4,}|--")
_TABLE = lazy.compile(r"[|!,:]={3,}")
_ANCHOR = lazy.compile(r"\[\[[^\[\]]{1,300}\]\]")
# Other lines in square brackets, such as a remark of the translator, are text.
_STYLE = lazy.compile(
    r"\[(?P<style>(?:[.#%][\w.#%-]{1,80}|source|listing|literal|stem|latexmath|asciimath|quote|verse"
    r"|NOTE|TIP|IMPORTANT|WARNING|CAUTION|[a-z][a-z0-9_-]{2,20}|[\w-]{1,30}=[^\[\]]{1,200}|)"
    r"(?:[,.#%=](?:[^\[\]]|\[[^\[\]]{0,100}\]){0,400})?)\]"
)
_ATTRIBUTION = lazy.compile(r"(?:quote|verse)[^,]{0,60},\s*(?P<who>[^=]{1,300})")
_CAPTION = lazy.compile(r"\.(?P<title>[^\s.].*)")
_ITEM = lazy.compile(
    r"[ \t]*(?:\*{1,5}|-|•|\.{1,5}|\d{1,4}\.|[a-zA-Z]\.|<(?:\d{1,3}|\.)>)[ \t]+"
    r"(?:\[[ x*]\][ \t]+)?(?P<text>\S.*)"
)
_TERM = lazy.compile(r"[ \t]*(?P<term>\S(?:.{0,400}?\S)?)(?:::{1,3}|;;)(?:[ \t]+(?P<text>\S.*))?")
_ADMONITION = lazy.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+(?P<text>\S.*)")
_BLOCK_MACRO = lazy.compile(r"(?P<name>[a-z]{2,20})::(?P<target>[^\s\[\]]{0,500})\[(?P<text>.*)\]")
_RULE = lazy.compile(r"'{3,}|<{3,}|-[ ]?-[ ]?-|\*[ ]?\*[ ]?\*")
_LISTED = ("source", "listing", "stem", "latexmath", "asciimath", "literal", "plantuml", "ditaa",
           "mermaid", "graphviz")  # fmt: skip
# Macros of which a reader sees what another file holds, or nothing.
_TOLD = frozenset({"include"})
_PREPROCESSOR = frozenset({"ifdef", "ifndef", "endif", "ifeval"})
# The specification of a cell before its bar: columns, rows, alignment, style.
_CELL = lazy.compile(
    r"(?:(?<=\s)|^)(?P<times>\d{1,3}(?=[+*]))?(?:\d{0,3}(?:\.\d{1,3})?[+*])?[<^>]?(?:\.[<^>])?"
    r"[adehlmsv]?\||(?<!\\)\|"
)
_COLUMNS = lazy.compile(r"cols\s*=\s*(?:\"([^\"]{1,300})\"|(\d{1,3}))")


class _Reader:
    """Reads lines from the first to the last."""

    def __init__(self, text: str) -> None:
        self.flow = Gathering()
        self._lines = text.splitlines()
        # The last line that is one of a kind: a mark that ends none is told from one that does.
        self._last = {line.rstrip(): at for at, line in enumerate(self._lines)}
        # What stands for names in braces, and for references without a label.
        self._attributes: dict[str, str] = find_titles(self._lines)
        self._paragraph: list[str] = []
        self._began = 0
        self._kind: Kind | None = None
        self._style = ""
        self._continued = False
        self._open: list[str] = []
        self._header = False
        self._tables = 0

    def read(self) -> None:
        """Gather the entries."""
        at = 0
        while at < len(self._lines):
            at = self._line(at, self._lines[at].rstrip())
        self._end()

    def _line(self, at: int, line: str) -> int:
        """Read what begins at a line; return the line behind it."""
        if not line:
            self._end()
            self._kind, self._header = None, False
            return at + 1
        if _COMMENT.fullmatch(line):
            return at + 1
        for reads in (self._raw, self._block, self._meta, self._title, self._listed):
            after = reads(at, line)
            if after is not None:
                return after
        return self._text(at, line)

    def _raw(self, at: int, line: str) -> int | None:
        """Read a listing, a comment or a table, up to the line that ends it."""
        fence, table = _FENCE.fullmatch(line), _TABLE.fullmatch(line)
        if table is None and (fence is None or self._is_underline(line)):
            return None
        mark = line if table else str(fence and fence["mark"])
        if fence is not None and fence["language"] and mark[0] != "`":
            return None
        if self._last.get(mark, -1) <= at:  # one that nothing ends takes nothing with it
            self._end()
            return at + 1
        end = at + 1
        while self._lines[end].rstrip() != mark:
            end += 1
        inside = self._lines[at + 1 : end]
        style = self._style
        self._end()
        if table:
            self._table(inside, style, line[0], at)
        elif mark[0] == "/":
            pass
        elif mark[0] == "." and "source" not in style and not looks_like_code("\n".join(inside)):
            self._set_lines(inside, at + 2)
        else:
            self.flow.set_aside("\n".join(inside), at + 2)
        return end + 1

    def _block(self, at: int, line: str) -> int | None:
        """Read the marks of containers, rules and commands that are a line."""
        if line in self._open or (_CONTAINER.fullmatch(line) and not self._is_underline(line)):
            style = self._style
            self._end()
            if line in self._open:
                self._open.remove(line)
            else:
                self._open.append(line)
                self._style = style if "verse" in style else ""
            self._kind = None
            return at + 1
        if _RULE.fullmatch(line) and not self._paragraph:
            return at + 1
        if line == "+":
            self._end()
            self._continued = True
            return at + 1
        macro = _BLOCK_MACRO.fullmatch(line)
        if macro is None:
            return None
        if macro["name"] not in _PREPROCESSOR:
            self._end()
        elif macro["text"] and macro["name"] != "ifeval":
            return self._line_of(at, macro["text"])
        if macro["name"] in _TOLD:
            self.flow.set_fetched(line, macro["target"], at + 1)
        return at + 1

    def _line_of(self, at: int, text: str) -> int:
        """Read the text that stands in the brackets of a condition."""
        self._add(at, text)
        return at + 1

    def _meta(self, at: int, line: str) -> int | None:
        """Read anchors, styles, attributes and titles of blocks."""
        if _ANCHOR.fullmatch(line):
            return at + 1
        style = _STYLE.fullmatch(line)
        if style is not None:
            self._end()
            self._style = style["style"].strip()
            said = _ATTRIBUTION.fullmatch(self._style)
            say_inline(said["who"] if said else "", self.flow, self._attributes, at + 1)
            self.flow.end(Kind.BYLINE)
            return at + 1
        if self._paragraph and not self._header:
            return None
        attribute = _ATTRIBUTE.fullmatch(line)
        if attribute is not None:
            return self._attribute(at, attribute)
        caption = _CAPTION.fullmatch(line)
        if caption is not None:
            say_inline(caption["title"], self.flow, self._attributes, at + 1)
            self.flow.end(Kind.CAPTION)
            return at + 1
        return None

    def _attribute(self, at: int, found: re.Match[str]) -> int:
        value = found["value"] or ""
        lines = [self._lines[at].rstrip()]
        while value.endswith("\\") and at + 1 < len(self._lines):
            at += 1
            lines.append(self._lines[at].rstrip())
            value = f"{value[:-1].removesuffix(' +').rstrip()} {lines[-1].strip()}"
        # What a value names itself is not looked up, so that none can grow.
        self._attributes[found["name"].lower()] = value[:_LONGEST_VALUE]
        self.flow.set_aside("\n".join(lines), at + 2 - len(lines))
        return at + 1

    def _title(self, at: int, line: str) -> int | None:
        title = _TITLE.fullmatch(line)
        if title is not None and not self._paragraph:
            self._heading(title["title"], at)
            self._header = at == 0 or not any(
                e.kind is not Kind.FURNITURE for e in self.flow.entries[:-1]
            )
            self._header &= line.startswith(("= ", "# "))
            return at + 1
        if self._is_underline(line):
            said, began = self._paragraph[0], self._began
            self._paragraph = []
            self._heading(said, began)
            return at + 1
        return None

    def _heading(self, title: str, at: int) -> None:
        say_inline(title, self.flow, self._attributes, at + 1)
        self.flow.end(Kind.HEADING)
        self._style, self._kind = "", None

    def _is_underline(self, line: str) -> bool:
        """Say whether a line makes the one before it a heading."""
        return (
            len(self._paragraph) == 1
            and line not in self._open
            and _UNDERLINE.fullmatch(line) is not None
            and abs(_width(self._paragraph[0]) - len(line)) <= 1
        )

    def _listed(self, at: int, line: str) -> int | None:
        """Read the first line of an item, of a term or of an admonition."""
        if self._header:
            return None
        item, admonition = _ITEM.fullmatch(line), _ADMONITION.fullmatch(line)
        if item is not None and (not self._paragraph or self._kind is Kind.LIST_ITEM):
            self._end()
            self._kind = Kind.LIST_ITEM
            self._add(at, item["text"])
            return at + 1
        if admonition is not None and not self._paragraph:
            self._add(at, admonition["text"])
            return at + 1
        term = _TERM.fullmatch(line)
        if term is None or (self._paragraph and self._kind is not Kind.LIST_ITEM):
            return None
        self._end()
        self._kind = Kind.LIST_ITEM
        self._add(at, term["term"])
        self._end()
        self._kind = Kind.LIST_ITEM
        if term["text"]:
            self._add(at, term["text"])
        return at + 1

    def _text(self, at: int, line: str) -> int:
        if self._header and not self._paragraph:
            # The lines under the title of a document: who wrote it, and which edition it is.
            say_inline(line, self.flow, self._attributes, at + 1)
            self.flow.end(Kind.BYLINE)
            return at + 1
        literal = self._lines[at][:1] in " \t" and not self._paragraph and not self._continued
        listed = self._style.partition(",")[0].partition("%")[0].partition("#")[0] in _LISTED
        if (literal or listed) and not self._paragraph and self._kind is not Kind.LIST_ITEM:
            end = at
            while end < len(self._lines) and self._lines[end].strip():
                end += 1
            inside = self._lines[at:end]
            if listed or looks_like_code("\n".join(inside)):
                self._end()
                self.flow.set_aside("\n".join(inside), at + 1)
            else:
                self._set_lines(inside, at + 1)
            return end
        if self._continued:
            self._kind, self._continued = Kind.LIST_ITEM, False
        self._add(at, line)
        return at + 1

    def _add(self, at: int, line: str) -> None:
        if not self._paragraph:
            self._began = at
        self._paragraph.append(line.strip())

    def _set_lines(self, lines: list[str], first: int) -> None:
        """Add lines that stay lines, each paragraph of them for itself."""
        for number, line in enumerate([*lines, ""]):
            if line.strip():
                self._add(first - 1 + number, line.rstrip())
                self._style = "verse"
            else:
                self._end()

    def _end(self) -> None:
        if self._paragraph:
            verse = "verse" in self._style
            text = (BREAK if verse else "\n").join(self._paragraph)
            say_inline(text, self.flow, self._attributes, self._began + 1)
            self.flow.end(self._kind)
            self._paragraph = []
            if not (verse and self._open):
                self._style = ""
        else:
            self._style = ""
        self._continued = False

    def _table(self, lines: list[str], style: str, bar: str, at: int) -> None:
        self._tables += 1
        if bar in ",:":
            cells = [(cell, at + 2 + n) for n, line in enumerate(lines) for cell in line.split(bar)]
            width = max((line.count(bar) + 1 for line in lines[:1]), default=1)
        else:
            cells, width = _cells(lines, at + 2, style, bar)
        for number, (cell, line) in enumerate(cells):
            name = cell_name(self._tables, number // width + 1, number % width + 1)
            for piece in re.split(r"\n\s*\n", cell):
                say_inline(piece, self.flow, self._attributes, line)
                self.flow.end(Kind.CELL, name)


# A name in braces stands for so many characters at most.
_LONGEST_VALUE = 500


def _width(text: str) -> int:
    """Return how wide a title is in a text editor."""
    from wcwidth import wcswidth

    return wcswidth(text)


def _cells(lines: list[str], first: int, style: str, bar: str) -> tuple[list[tuple[str, int]], int]:
    """Return the cells of a table with the lines they begin at, and how many make a row."""
    cells: list[tuple[str, int]] = []
    width = _columns(style)
    for number, line in enumerate(lines):
        if _COMMENT.fullmatch(line):
            continue
        shown = line if bar == "|" else line.replace(bar, "|")
        marks = list(_CELL.finditer(shown))
        head = shown[: marks[0].start()] if marks else shown
        if cells:
            cells[-1] = (f"{cells[-1][0]}\n{head}", cells[-1][1])
        ends = [*(mark.start() for mark in marks[1:]), len(shown)][: len(marks)]
        for mark, end in zip(marks, ends, strict=True):
            cells.append((shown[mark.end() : end].replace("\\|", "|"), first + number))
        if marks and not width:
            width = len(marks)
    return cells, max(1, width)


def _columns(style: str) -> int:
    found = _COLUMNS.search(style)
    if found is None:
        return 0
    if found[2]:
        return int(found[2])
    total = 0
    for column in found[1].split(","):
        times = re.match(r"\s*(\d{1,3})\*", column)
        total += int(times[1]) if times else 1
    return total


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    text, encoding = decode(data, None, path)
    if "\x00" in text:
        raise FormatError(path, "has NUL characters; save it again as text")
    reader = _Reader(text)
    reader.read()
    reader.flow.tell_fetched(path)
    maker = TextMaker()
    pour(reader.flow.entries, reader.flow.labels, maker, path, limits)
    return maker.reading(encoding=encoding)


# Only its name makes a text AsciiDoc.
FORMATS = {"asciidoc": Format("asciidoc", (".adoc", ".asciidoc", ".asc"), lambda _: False, _read)}
