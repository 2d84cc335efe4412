"""Markdown with remarks in CriticMarkup, put into the source as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from duizhao import lazy
from duizhao.corpora.annotating.encodings import decoded, encoded
from duizhao.corpora.annotating.html import html_chunks
from duizhao.corpora.annotating.marking import critic_mark, mark_up
from duizhao.corpora.annotating.remarks import Remark, Spots
from duizhao.corpora.annotating.streams import Chunk, Streams, place_remarks
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.markdown.components import prepare
from duizhao.corpora.reading.formats.markdown.front_matter import take_front_matter
from duizhao.corpora.reading.formats.markdown.reader import markdown_parser
from duizhao.corpora.reading.origins import is_solid

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["annotate_markdown", "annotate_mdx"]

_LINE = lazy.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
# What follows the text of a link or a picture: its address or its label.
_TARGET = lazy.compile(r"\]\((?:[^()\\]|\\.|\([^()]*\))*\)|\]\[[^\]]*\]|\]")
_PICTURE = lazy.compile(r"!\[[^\]]*\]?")
_NOTE = lazy.compile(r"\[\^[^\]]*\]|\^\[")

_Span = tuple[int, int]


class _Source:
    """Walks the tokens of a text, and finds each in its source.

    :param text: The source.
    """

    def __init__(self, text: str) -> None:
        self.chunks: list[Chunk] = []
        self._lines = [found for found in _LINE.finditer(text) if found[0] or not found.start()]
        self._open: list[tuple[str, _Span]] = []
        # The line, and how far cells were found in it.
        self._cell = (-1, 0)

    def walk(self, tokens: Sequence[Token]) -> None:
        """Gather the chunks of a text.

        :param tokens: Its tokens, the parts of text not joined.
        """
        in_cell = False
        for token in tokens:
            if token.nesting == 1:
                in_cell = token.type in ("th_open", "td_open")
            if token.type == "inline" and token.children:
                self._inline(token, self._places(token, in_cell=in_cell))
            elif token.type == "html_block":
                self._html(token)
            elif token.type in ("fence", "code_block"):
                self._end()
            self._end()

    def _places(self, token: Token, *, in_cell: bool) -> list[int | None]:
        """Return where each character of a token's content stands in the source."""
        first = token.map[0] if token.map else 0
        places: list[int | None] = []
        for number, content in enumerate(token.content.split("\n"), first):
            line = self._lines[number] if number < len(self._lines) else None
            at = -1
            if line is not None and in_cell:
                start = self._cell[1] if self._cell[0] == number else 0
                at = line[0].find(content, start)
                if at >= 0:
                    self._cell = (number, at + len(content))
            elif line is not None:
                at = line[0].rfind(content)
            start = -1 if line is None or at < 0 else line.start() + at
            places += [None if start < 0 else start + n for n in range(len(content))]
            places.append(None)
        return places

    def _inline(self, token: Token, places: Sequence[int | None]) -> None:
        content, at = token.content, 0
        closes: list[bool] = []
        for child in token.children or ():
            if child.type in ("text", "text_special", "code_inline"):
                at = self._said(child, content, at, places)
                continue
            if child.type == "softbreak":
                at = content.find("\n", at) + 1
                continue
            self._end()
            if child.type == "hardbreak":
                at = content.find("\n", at) + 1
            elif child.type == "html_inline":
                at = _behind(content, child.content, at)
            elif child.type == "link_open":
                closes.append(child.markup != "autolink")
            elif child.type == "link_close" and closes.pop():
                at = _past(_TARGET, content, at)
            elif child.type == "image":
                at = _past(_TARGET, content, _past(_PICTURE, content, at) - 1)
            elif child.type.startswith("footnote_ref"):
                at = _past(_NOTE, content, at)

    def _said(self, child: Token, content: str, at: int, places: Sequence[int | None]) -> int:
        """Take what a token says; return where the rest of the content begins."""
        whole = child.type != "text"
        raw = child.markup if child.type == "text_special" else child.content
        if child.type == "code_inline":
            self._end()
            raw = child.markup
            low = content.find(raw, at)
            high = content.find(raw, low + len(raw)) + len(raw)
        else:
            low = content.find(raw, at)
            high = low + len(raw)
        found = 0 <= low < high <= len(content) and bool(raw)
        for n, character in enumerate(child.content):
            if is_solid(character):
                start, end = (low, high - 1) if whole else (low + n, low + n)
                span = self._span(places, start, end) if found else None
                self._open.append((character, span or (-1, -1)))
        if child.type == "code_inline":
            self._end()
        return high if found else at

    @staticmethod
    def _span(places: Sequence[int | None], start: int, end: int) -> _Span | None:
        low, high = places[start], places[end]
        return None if low is None or high is None else (low, high + 1)

    def _html(self, token: Token) -> None:
        first = token.map[0] if token.map else 0
        for number, content in enumerate(token.content.split("\n"), first):
            line = self._lines[number] if number < len(self._lines) else None
            at = -1 if line is None or not content else line[0].find(content)
            for chunk in html_chunks(content):
                shift = 0 if line is None else line.start() + at
                spans = ((a + shift, b + shift) if at >= 0 else (-1, -1) for a, b in chunk.spans)
                self._open += zip(chunk.text, spans, strict=True)
                self._end()

    def _end(self) -> None:
        if self._open and all(low >= 0 for _, (low, _) in self._open):
            text = "".join(character for character, _ in self._open)
            self.chunks.append(Chunk(text, tuple(span for _, span in self._open)))
        self._open = []


def _behind(content: str, words: str, at: int) -> int:
    found = content.find(words, at)
    return found + len(words) if found >= 0 else at


def _past(pattern: re.Pattern[str], content: str, at: int) -> int:
    found = pattern.search(content, max(at, 0))
    return found.end() if found else at


def _chunks(text: str, *, jsx: bool) -> list[Chunk]:
    """Return the texts between what is markup in Markdown, in the order of its page."""
    _, body = take_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    parser = markdown_parser()
    # Escapes and references would be told from text no more.
    parser.core.ruler.disable("text_join")
    state: dict[str, Any] = {}
    source = _Source(text)
    source.walk(parser.parse(prepare(body, jsx=jsx), state))
    return source.chunks


def annotate_markdown(
    data: bytes,
    path: str,
    reading: Reading,
    remarks: Sequence[Remark],
    author: str,
    _limits: Limits,
    *,
    jsx: bool = False,
) -> bytes:
    """Return a text in Markdown with a mark at the words of each remark.

    :param data: The bytes of the text.
    :param path: What to call it in messages.
    :param reading: What its reader made of it.
    :param remarks: What to say of which words of the reading.
    :param author: Who says it.
    :param jsx: Whether it is MDX.
    :raises InputError: If the text could not be written back as it is.
    """
    text = decoded(data, reading.encoding, path)
    spots = Spots(reading, path)
    root = spots.root()
    if root is None:
        return data
    streams = Streams(root, text, _chunks(text, jsx=jsx))
    marked = place_remarks(spots, streams, remarks)
    made = mark_up(text, marked, critic_mark(author, bar="¦"))
    return encoded(data, reading.encoding, made, path)


annotate_mdx = partial(annotate_markdown, jsx=True)
"""The same for MDX."""
