"""Chinese sentences inside one block, by rules.

A sentence ends at 。！？ and their half-width forms, with the closing quotes and brackets that
follow, also inside a quotation: aligners can merge sentences but not cut them. It does not end at
；, at a bare ellipsis or dash, inside 《》, or inside a short bracket opened mid-sentence. But an
ellipsis after a whole clause ends one, and a very long sentence is cut at its ； and ： as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator

from duizhao import lazy
from duizhao.corpora.text.scripts import CJK, CLOSERS, HANZI, is_cjk

__all__ = ["cuts_zh"]

_STOPS = lazy.compile("[。！？!?｡．….⋯]+|[—―]{1,4}(?=[”』」])")
_STRONG = lazy.compile("[。！？!?｡]")
_CLOSER = lazy.compile(f'[ \t\u3000]?[{re.escape(CLOSERS)}"]')
_CONTINUES = lazy.compile(
    "[ \t]?(?:[，、；：,;:]|的(?![确確士])"
    # In Japanese a particle ties a quotation to its sentence: 「行こう。」と言った。
    "|(?<=[」』）”])(?:と(?!ころ|もあれ|にかく|りあえ)|って|など|を|の(?!ち)|に(?!もかか)|は(?![いじ])|が(?!っか)))"
)
# “走吧。”他说。: who says it, and maybe how, stays with the quotation if that is all that follows,
# as in “Go!” she said. What somebody does besides, or says next, is a sentence of its own. In six
# chapters of novels two such tags of three stand with their quotation, other clauses never do.
_SPEAKER = f"(?:(?![不没未别的話话難难])[{HANZI}]){{1,4}}?"
_MANNER = (
    f"(?:[{HANZI}]{{1,6}}?[地着]"
    "|[又再也便就还忙连笑哭急冷轻低高大小缓回反追补惊怒沉柔厉叹]{1,3}(?:声|聲|道)?)?"
)
_SAYS = "(?:[说說](?:道)?|[问問喊叫答笑叹嘆]道|[问問喊叫答嚷吼]|回答|嘟囔|嘀咕|(?<![知难味])道)了?"
_TAG = lazy.compile(
    f"[ \t\u3000]?{_SPEAKER}{_MANNER}(?<![小传傳据據听聽实實应應俗可再]){_SAYS}(?=[。！？!?]|\\s*$)"
)
_CLOSED_QUOTE = frozenset('”」』"')
# An ellipsis after a space behind a finished sentence stands for something left out after it.
_LEFT_OUT = lazy.compile("[ \t\u3000][…⋯]{1,4}")
_WORD_CHARACTER = lazy.compile("[0-9A-Za-z０-９]")
_OPENERS = "（([【〔［《〈"
_PAIRS = dict(zip("）)]】〕］》〉", "（([【〔［《〈", strict=True))
_TITLES = "《〈"
_BRACKET = lazy.compile(f"[{re.escape(_OPENERS + ''.join(_PAIRS))}]")

# A bracket that holds more is a paragraph of its own, and one that never closes protects nothing.
_LONGEST_BRACKET = 120

# Closing marks after one stop; more of them are no text.
_MOST_CLOSERS = 8

# An ellipsis after this many characters without a mark follows a clause; after fewer, a word at
# which somebody falters. In six chapters of novels, of 40 bare ones the 5 of the first sort end
# sentences and none of the others does.
_CLAUSE = lazy.compile(f"[{HANZI}]{{6}}\\Z")
_CLAUSE_LENGTH = 6
_OPENING_QUOTES = frozenset("“‘")
_AND_SO_ON = "等的地得、"

# A sentence this long is several, and a translator may part them: it is cut at the marks between
# its clauses. In the same chapters 8 such cuts are right and 4 are not; without the bound, 20 and
# 45.
_LONG = 85
_INNER = lazy.compile('；|：(?![“‘「『"0-9０-９])')
_SHORTEST_PART = 10

_LETTER_BANG = lazy.compile(f"[A-Za-z]!(?=[{CJK}])")


def cuts_zh(text: str) -> list[int]:
    """Return where the sentences of a Chinese block end.

    :param text: The visible text of one block.
    :return: Rising offsets; the end of the text is not among them.

    >>> cuts_zh("“好的。”他说。走吧！")
    [8]
    """
    brackets = _Brackets(text)
    quotes = [match.start() for match in re.finditer('"', text)]
    dots_end = "。" not in text
    cuts: list[int] = []
    begin, last = 0, len(text.rstrip())
    for stop in _STOPS.finditer(text):
        if stop.start() < begin:
            continue
        end = _after_closers(text, stop.end(), quotes)
        if end >= last:
            break
        if not _ends(text, stop, end, dots_end) or _CONTINUES.match(text, end):
            continue
        if text[end - 1] in _CLOSED_QUOTE and _TAG.match(text, end):
            continue
        if brackets.protect(stop.start(), end, begin):
            continue
        cuts.append(end)
        begin = end
    return list(_with_long_ones_cut(text, cuts, brackets))


def _with_long_ones_cut(text: str, cuts: list[int], brackets: _Brackets) -> Iterator[int]:
    begin = 0
    for end in [*cuts, len(text)]:
        start = begin
        marks = _INNER.finditer(text, begin, end) if end - begin >= _LONG else ()
        for mark in marks:
            at = mark.end()
            far = at - start >= _SHORTEST_PART and end - at >= _SHORTEST_PART
            if far and not brackets.protect(mark.start(), at, begin):
                yield at
                start = at
        if end < len(text):
            yield end
        begin = end


def _after_closers(text: str, at: int, quotes: list[int]) -> int:
    for _ in range(_MOST_CLOSERS):
        match = _CLOSER.match(text, at)
        if not match:
            break
        # A straight quote closes if an odd number stands before it in the block.
        if text[match.end() - 1] == '"' and bisect_right(quotes, match.end() - 2) % 2 == 0:
            break
        at = match.end()
    left_out = _LEFT_OUT.match(text, at)
    return left_out.end() if left_out else at


def _ends(text: str, stop: re.Match[str], end: int, dots_end: bool) -> bool:
    """Say whether a run of stops, closed at ``end``, ends a sentence."""
    run = stop.group()
    before, after = text[stop.start() - 1 : stop.start()], text[end : end + 1]
    if _STRONG.search(run):
        if run.isascii() and (_WORD_CHARACTER.match(after) or after in "=&/"):
            return False
        # Yahoo!公司: the mark belongs to the name.
        return not (run == "!" and end == stop.end() and _LETTER_BANG.match(text, stop.start() - 1))
    if len(run) > 1 or run in "…⋯—―":
        # An ellipsis or a dash ends a sentence where a quotation ends with it, or a clause.
        return end > stop.end() or _clause_breaks_off(text, stop)
    if not before or not is_cjk(before) or _WORD_CHARACTER.match(after):
        return False
    if run == "．":
        return end > stop.end() or not after.strip() or dots_end
    return True


def _clause_breaks_off(text: str, stop: re.Match[str]) -> bool:
    low = max(0, stop.start() - _CLAUSE_LENGTH)
    after = text[stop.end() : stop.end() + 1]
    return (
        stop.group()[0] in "…⋯"
        and _CLAUSE.match(text[low : stop.start()]) is not None
        and (is_cjk(after or " ") or after in _OPENING_QUOTES)
        and after not in _AND_SO_ON
    )


class _Brackets:
    """The closed brackets of a block, for the question whether one protects an offset."""

    def __init__(self, text: str) -> None:
        self._spans = list(_outermost(text))
        self._starts = [low for low, _, _ in self._spans]
        self._text = text

    def protect(self, stop: int, end: int, begin: int) -> bool:
        """Say whether the stop lies in a title, or in a bracket opened mid-sentence.

        :param stop: Where the stop begins.
        :param end: Where its sentence would end.
        :param begin: Where that sentence begins.
        """
        at = bisect_right(self._starts, stop) - 1
        if at < 0:
            return False
        low, high, title = self._spans[at]
        if not low < stop < high:
            return False
        return title or bool(self._text[begin:low].strip()) or end < high


def _outermost(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and whether it is a title, for brackets of a bounded length."""
    found: list[tuple[int, int, bool]] = []
    stack: deque[tuple[str, int]] = deque()
    for match in _BRACKET.finditer(text):
        mark, at = match.group(), match.start()
        if mark in _OPENERS:
            stack.append((mark, at))
            continue
        while stack and at - stack[0][1] > _LONGEST_BRACKET:
            stack.popleft()
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth][0] == _PAIRS[mark]:
                low = stack[depth][1]
                for _ in range(len(stack) - depth):
                    stack.pop()
                while found and found[-1][0] > low:
                    found.pop()
                found.append((low, at + 1, mark in "》〉"))
                break
    yield from found
