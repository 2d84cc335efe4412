"""Web pages with remarks: ``mark`` elements with a title, put into the source as it stands."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.alignment import Severity
from duizhao.corpora.annotating.encodings import decoded, encoded
from duizhao.corpora.annotating.marking import mark_up
from duizhao.corpora.annotating.remarks import Remark, Spots
from duizhao.corpora.annotating.streams import Chunk, Streams, place_remarks
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.archive import local
from duizhao.corpora.reading.formats.story import names
from duizhao.corpora.reading.origins import is_solid

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["annotate_html", "html_chunks"]

# In these, a tag is text, or is not allowed.
_CLOSED = names("title textarea script style option select noscript svg math iframe xmp template")
_REFERENCE = lazy.compile(r"&#?[0-9A-Za-z]{1,40};?")
_RANKS = [severity.value for severity in Severity]


class _Source(HTMLParser):
    """Gathers the chunks of a page's source."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.chunks: list[Chunk] = []
        self._text = text
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._open: list[tuple[str, tuple[int, int]]] = []
        self.feed(text)
        self.close()
        self._end()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _end(self) -> None:
        if self._open:
            text = "".join(character for character, _ in self._open)
            self.chunks.append(Chunk(text, tuple(span for _, span in self._open)))
        self._open = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """End a chunk."""
        self._end()

    def handle_endtag(self, tag: str) -> None:
        """End a chunk."""
        self._end()

    def handle_data(self, data: str) -> None:
        """Take text as it stands."""
        start = self._at()
        for n, character in enumerate(data, start):
            if is_solid(character):
                self._open.append((character, (n, n + 1)))

    def handle_entityref(self, name: str) -> None:
        """Take a character by its name."""
        self._refer(name)

    def handle_charref(self, name: str) -> None:
        """Take a character by its number."""
        self._refer(name)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Take ``<![…>`` for a comment, as browsers do; the parser fails on some of them."""
        return self.parse_bogus_comment(i, report)

    def _refer(self, name: str) -> None:
        start = self._at()
        found = _REFERENCE.match(self._text, start)
        raw = found[0] if found else f"&{name}"
        for character in filter(is_solid, html.unescape(raw)):
            self._open.append((character, (start, start + len(raw))))


def html_chunks(text: str) -> list[Chunk]:
    """Return the texts between the tags of a page.

    :param text: Its source.
    """
    return _Source(text).chunks


def annotate_html(
    data: bytes,
    path: str,
    reading: Reading,
    remarks: Sequence[Remark],
    author: str,
    _limits: Limits,
) -> bytes:
    """Return a web page with a mark at the words of each remark.

    :param data: The bytes of the page.
    :param path: What to call it in messages.
    :param reading: What its reader made of it.
    :param remarks: What to say of which words of the reading.
    :param author: Who says it.
    :raises InputError: If the page could not be written back as it is.
    """
    text = decoded(data, reading.encoding, path)
    spots = Spots(reading, path)
    root = spots.root()
    if root is None:
        return data
    streams = Streams(root, text, html_chunks(text), allowed=_may_be_marked)
    marked = place_remarks(spots, streams, remarks)
    return encoded(data, reading.encoding, mark_up(text, marked, _mark(author)), path)


def _may_be_marked(node: etree._Element, tail: bool) -> bool:
    inside = [*([] if tail else [node]), *node.iterancestors()]
    return not any(local(element).lower() in _CLOSED for element in inside)


def _mark(author: str) -> Callable[[str, Sequence[Remark], Sequence[Remark]], str]:
    def write(text: str, over: Sequence[Remark], last: Sequence[Remark]) -> str:
        del last
        worst = min((remark.severity for remark in over), key=_rank)
        lines = "\n\n".join(f"{author}: " + "\n".join(remark.lines) for remark in over)
        title = html.escape(lines).replace("\n", "&#10;")
        # A reference is the same in every encoding.
        title = title.encode("ascii", "xmlcharrefreplace").decode("ascii")
        style = "" if text else ' style="padding-inline:.3em"'
        return f'<mark class="duizhao {worst}" title="{title}"{style}>{text}</mark>'

    return write


def _rank(severity: str) -> int:
    return _RANKS.index(severity) if severity in _RANKS else len(_RANKS)
