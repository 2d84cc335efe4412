"""Words that a finding shows: whole words, whole quotations, whole brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["whole_span"]

_PAIRS = {"(": ")", "（": "）", "[": "]", "【": "】", "《": "》", "“": "”", "「": "」", "『": "』"}
_CLOSERS = frozenset(_PAIRS.values())
# A straight quotation mark opens and closes; one after a digit is an inch.
_STRAIGHT = re.compile(r'(?<!\d)"')
# What stands at a border and says nothing there: pauses, and particles that belong to the word
# before them. A title keeps its point.
_BEFORE = re.compile(r"[\s，、；：。！？,;:.!?]*(?:(?<=[一-鿿])[的了着])?[\s，、；：。！？,;:.!?]*")
_AFTER = re.compile(r"[\s，、；：。！？,;:.!?]+$")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|No|vs)$")
# Each round may meet further marks; texts whose marks cross would have no end of them.
_ROUNDS = 3
_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+(?:['’_-][A-Za-z0-9À-ɏ]+)*")


def whole_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span that holds whole what a span would cut.

    A quotation or bracket of which the span has more than half is taken in; one of which it has
    less is left out, unless nothing would remain. Pauses at the borders are left out.

    :param text: The text.
    :param start: Where the span begins there.
    :param end: Where it ends, beyond ``start``.

    >>> text = "on the fovea (the centre of the macula) alone"
    >>> text[slice(*whole_span(text, 7, 34))]
    'fovea (the centre of the macula)'
    """
    first, last = start, end
    marked = tuple(_marked(text))
    for _ in range(_ROUNDS):
        for a, b in marked:
            first, last = _around(first, last, a, b)
        first, last = _words(text, first, last)
    return _trimmed(text, first, last)


def _around(start: int, end: int, opens: int, closes: int) -> tuple[int, int]:
    """Return a span that does not cut what stands from one mark to the other."""
    inside = opens < start and end <= closes - 1
    if inside or (start <= opens and closes <= end) or end <= opens or start >= closes:
        return start, end
    shared = min(end, closes) - max(start, opens)
    if 2 * shared > closes - opens:
        return min(start, opens), max(end, closes)
    rest = (start, opens) if start < opens else (closes, end)
    return rest if rest[0] < rest[1] else (min(start, opens), max(end, closes))


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a pair of marks begins and ends, inner pairs first."""
    stack: list[int] = []
    for at, mark in enumerate(text):
        if mark in _PAIRS:
            stack.append(at)
        elif mark in _CLOSERS and stack and _PAIRS[text[stack[-1]]] == mark:
            yield stack.pop(), at + 1
    straight = [match.start() for match in _STRAIGHT.finditer(text)]
    if len(straight) % 2 == 0:
        yield from ((a, b + 1) for a, b in zip(straight[::2], straight[1::2], strict=True))


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that does not cut a word of letters."""
    for match in _WORD.finditer(text):
        if match.start() < start < match.end():
            start = match.start()
        if match.start() < end < match.end():
            end = match.end()
    if _TITLE.search(text[start:end]) and text[end : end + 1] == ".":
        end += 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the pauses at the borders; not if nothing else is there."""
    before = _BEFORE.match(text, start, end)
    first = before.end() if before else start
    after = _AFTER.search(text, first, end)
    last = after.start() if after else end
    if _TITLE.search(text[first:last]) and text[last : last + 1] == ".":
        last += 1
    return (first, last) if first < last else (start, end)
