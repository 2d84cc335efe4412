"""The lines of a text, and the paragraph marks that are no line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from duizhao import lazy
from duizhao.corpora.reading.base import Part
from duizhao.corpora.text.scripts import CLOSERS, INVISIBLE, is_cjk

__all__ = ["Line", "find_lines", "physical_lines", "trim"]

# A run of no-break or ideographic spaces, with the plain spaces around it.
_MARK = lazy.compile("[ \t]?[\u00a0\u3000][ \t\u00a0\u3000]*")

# A text uses such runs as paragraph marks if it has a few of them and they almost always follow
# the end of a sentence: 28 of 29 do in a web article that lost its paragraphs, none of 6 in an
# English one that has them between words.
_FEWEST_MARKS = 3
_AFTER_SENTENCE = 0.8

_CLOSING = CLOSERS + "\"'"
_FULL_STOPS = "。！？｡…"

# In Latin script a full stop counts after a word in small letters only: "Dr." and "U.S." are
# followed by a no-break space for good reason.
_SMALL_WORD = lazy.compile(r"[a-z]{3}$")

# How far back closing quotes are looked through.
_LOOK_BACK = 8


@dataclass(frozen=True)
class Line:
    """A line that is not blank.

    :param start: Where its first visible character stands in the document.
    :param end: Where its last one ends.
    :param blanks: How many blank lines stand before it.
    :param indent: How many white-space characters stand before ``start`` in the line.
    :param marked: Whether a paragraph mark inside the line, not a line end, begins it.
    :param page: Whether a form feed stands between it and the line before.
    :param part: The part that it stands in, if the format says what that part is.
    """

    start: int
    end: int
    blanks: int = 0
    indent: int = 0
    marked: bool = False
    page: bool = False
    part: Part | None = None


def find_lines(text: str, parts: Iterable[Part] | None = None) -> list[Line]:
    """Return the lines of a text that are not blank.

    Every line end that Unicode knows counts, the form feed among them. Where a document uses
    runs of U+00A0 or U+3000 as paragraph marks, a line is cut at them too: after a sentence end,
    or between two CJK characters, so ``III期`` with such a space inside stays whole.

    :param text: The text as decoded.
    :param parts: What a format sets apart in it, each as a paragraph between blank lines.
    :return: The lines in order. White space and invisible characters lie outside.
    """
    lines = list(physical_lines(text) if parts is None else _part_lines(text, parts))
    marks = [
        (line, [] if line.part else list(_MARK.finditer(text, line.start, line.end)))
        for line in lines
    ]
    runs = [mark for _, found in marks for mark in found]
    ended = sum(_ends_sentence(text, mark.start()) for mark in runs)
    if len(runs) < _FEWEST_MARKS or ended < _AFTER_SENTENCE * len(runs):
        return lines
    return [part for line, found in marks for part in _cut_at_marks(text, line, found)]


def _part_lines(text: str, parts: Iterable[Part]) -> Iterator[Line]:
    for number, part in enumerate(parts):
        known = part if part.whole or part.kind else None
        blanks = 1 if number else 0
        for line in physical_lines(text, part.start, part.end):
            yield replace(line, blanks=max(line.blanks, blanks), part=known)
            blanks = 0


def physical_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Yield the lines of a text that are not blank, as its line ends part them.

    :param text: The text.
    :param start: Where to begin.
    :param end: Where to stop; at the end of the text if None.
    """
    at, blanks = start, 0
    page = False
    for raw in text[start:end].splitlines(keepends=True):
        first, last = trim(text, at, at + len(raw))
        page = page or "\f" in text[at:first]
        if first < last:
            yield Line(first, last, blanks, first - at, page=page)
            blanks, page = 0, False
        else:
            blanks += 1
        page = page or raw.endswith("\f")
        at += len(raw)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a span to what is visible in it."""
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return start, end


def _ends_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - _LOOK_BACK) : at].rstrip(_CLOSING)
    if not before:
        return False
    last = before[-1]
    if last in _FULL_STOPS:
        return True
    if last not in ".!?":
        return False
    return last != "." or is_cjk(before[-2:-1] or " ") or bool(_SMALL_WORD.search(before[:-1]))


def _cut_at_marks(text: str, line: Line, marks: list[re.Match[str]]) -> Iterator[Line]:
    rest = line
    for mark in marks:
        start, end = mark.span()
        if start <= rest.start or end >= line.end:
            continue
        between = is_cjk(text[start - 1]) and is_cjk(text[end])
        if between or _ends_sentence(text, start):
            part = replace(rest, end=trim(text, rest.start, start)[1])
            begin = trim(text, end, line.end)[0]
            if part.start < part.end and begin < line.end:
                yield part
                rest = Line(begin, line.end, marked=True)
    yield rest
