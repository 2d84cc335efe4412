"""Where a passage may begin and end: at words, outside of half quotations and brackets.

Borders are of three kinds: at a pause or a mark, between two words, and behind a word that needs
what follows it. A passage is whole if it begins and ends inside the same quotations and brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from duizhao import lazy
from duizhao.align.findings.spans.units import units
from duizhao.corpora.text.quotation_marks import plain_quotation_marks

__all__ = ["Border", "Borders", "borders", "pairs_of_marks"]

_PAIRS = {
    "(": ")", "（": "）", "[": "]", "【": "】", "〔": "〕", "《": "》", "〈": "〉",
    "“": "”", "‘": "’", "「": "」", "『": "』", "{": "}",
}  # fmt: skip
_CLOSES = {closing: opening for opening, closing in _PAIRS.items()}
_SINGLE = "‘’'"
_LETTER = lazy.compile(r"[A-Za-z0-9]")
_STRAIGHT = '"＂'
# A straight mark opens before a word and closes behind one.
_STRAIGHT_OPENS = lazy.compile(r'(?<![A-Za-z0-9])["＂](?=[^\s,.;:，。；：、])')
_STRAIGHT_CLOSES = lazy.compile(r'(?<=\S)["＂](?![A-Za-z0-9])')
_PAUSES = lazy.compile(
    r"[，、；：。！？…,;:!?—–\n\t|]|(?<!\w)-+(?!\w)|-(?=[一-鿿])|(?<=[一-鿿])-|\.(?!\w)"
)
# Titles, and quotations of a few words without a pause, are shown whole or not at all.
_SHORT = 40


@dataclass(frozen=True)
class Border:
    """A place where a passage may begin or end.

    :param at: Where it is in the text.
    :param is_pause: Whether a pause, a mark or the text's end is there.
    :param leans: Whether the word before it needs what follows.
    :param inside: The quotations and brackets in which it stands, the outer ones first.
    """

    at: int
    is_pause: bool
    leans: bool
    inside: tuple[int, ...]


@dataclass(frozen=True)
class Borders:
    """Where passages of a text may begin, and where they may end, each rising."""

    starts: tuple[Border, ...]
    ends: tuple[Border, ...]


@lru_cache(maxsize=64)
def borders(text: str, lang: str) -> Borders:
    """Return where passages of a text may begin and end.

    :param text: The text, of any characters.
    :param lang: Its language.
    """
    marked = pairs_of_marks(text)
    found = units(text, lang)
    spans = _with_short(text, found.spans, marked)
    inside = _inside(len(text), marked)
    opening = {a for a, _ in marked}
    closing = {b for _, b in marked}
    begins: dict[int, Border] = {}
    finishes: dict[int, Border] = {}
    leans, end = False, 0
    for number, (start, after) in enumerate([*spans, (len(text), len(text))]):
        pause = number in (0, len(spans)) or bool(_PAUSES.search(text[end:start]))
        marks = [at for at in range(end, start) if at in opening or at + 1 in closing]
        pause = pause or bool(marks)
        if number:
            for at in (end, *(at + 1 for at in marks if at + 1 in closing)):
                finishes[at] = Border(at, pause, leans and not pause, inside[at])
        if number < len(spans):
            opens = [at for at in marks if at in opening]
            for at in opens if start in found.behind else [*opens, start]:
                begins[at] = Border(at, pause, leans and not pause, inside[at])
        leans, end = after in found.leaning, after
    return Borders(tuple(begins.values()), tuple(finishes.values()))


def pairs_of_marks(text: str) -> list[tuple[int, int]]:
    """Return where quotations and brackets begin and end, with their marks.

    One that never closes reaches beyond the text's end, one that never opened begins before it.

    :param text: The text.
    :return: Beginnings, -1 at the least, and ends, the text's length + 1 at the most; rising.

    >>> pairs_of_marks("see “A (b)” and “C")
    [(4, 11), (7, 10), (16, 19)]
    """
    plain = plain_quotation_marks(text)
    found: list[tuple[int, int]] = []
    open_at: list[int] = []
    odd = sum(plain.count(mark) for mark in _STRAIGHT) % 2 == 1
    for at, mark in enumerate(plain):
        if odd and mark in _STRAIGHT and at and plain[at - 1].isdigit():
            odd = False  # an inch
            continue
        kind = mark
        if mark in _STRAIGHT:
            kind = _straight(plain, at, open_at)
        elif mark in _SINGLE:
            kind = _single(plain, at, open_at)
        if kind in _PAIRS:
            open_at.append(at)
        elif kind in _CLOSES:
            fitting = [n for n, a in enumerate(open_at) if _fits(plain[a], kind)]
            if fitting:
                found.append((open_at[fitting[-1]], at + 1))
                found += _unclosed(plain, open_at[fitting[-1] + 1 :])
                del open_at[fitting[-1] :]
            else:
                found.append((-1, at + 1))
    found += _unclosed(plain, open_at)
    return sorted(found)


def _unclosed(text: str, open_at: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield what opens and never closes; a single mark may be an apostrophe."""
    yield from ((a, len(text) + 1) for a in open_at if text[a] not in _SINGLE)


def _fits(opening: str, closing: str) -> bool:
    if opening in _STRAIGHT:
        return closing == "”"
    return _PAIRS.get(opening, "’") == closing


def _single(text: str, at: int, open_at: list[int]) -> str:
    """Return the single mark that one stands for; nothing if it is an apostrophe."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if any(text[a] in _SINGLE for a in open_at) and text[at] != "‘":
        return "" if _LETTER.match(after) else "’"
    opens = text[at] == "‘" or (text[at] == "'" and not before.isalnum())
    return "‘" if opens and after.strip() and not before.isdigit() else ""


def _straight(text: str, at: int, open_at: list[int]) -> str:
    """Return the mark that a straight one stands for; nothing if that cannot be told."""
    is_open = any(text[a] in _STRAIGHT for a in open_at)
    closes = _STRAIGHT_CLOSES.match(text, at) is not None
    if is_open and closes:
        return "”"
    if _STRAIGHT_OPENS.match(text, at):
        return "“"
    return "”" if closes else ""


def _with_short(
    text: str, spans: tuple[tuple[int, int], ...], marked: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return words, and with its marks as one word each quotation of a few words."""
    short = [
        (a, b)
        for a, b in marked
        if a >= 0
        and b <= len(text)
        and b - a <= _SHORT
        and re.search(r"\w", text[a:b])
        and not _PAUSES.search(text[a + 1 : b - 1])
    ]
    whole: list[tuple[int, int]] = []
    for start, end in sorted([*spans, *short]):
        # 《…》等 goes together as 梨等 does.
        if whole and (start < whole[-1][1] or (start == whole[-1][1] and text[start] == "等")):
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def _inside(length: int, marked: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Return for each place in a text the numbers of the quotations in which it stands."""
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, (a, b) in enumerate(marked):
        begins.setdefault(a + 1, []).append(number)
        ends.setdefault(b, []).append(number)
    now: tuple[int, ...] = ()
    found = []
    for at in range(length + 1):
        gone = ends.get(at, ())
        now = (*(pair for pair in now if pair not in gone), *begins.get(at, ()))
        found.append(now)
    return found
