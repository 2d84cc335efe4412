"""Whether two neighbouring lines are one paragraph: hard wraps and cuts at page ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from duizhao import lazy
from duizhao.corpora.reading.layout.kinds import ends_sentence, is_numbered
from duizhao.corpora.reading.layout.lines import Line
from duizhao.corpora.text.chinese_words import word_across
from duizhao.corpora.text.scripts import CLOSERS, HANZI, display_width

__all__ = [
    "JOIN_AT",
    "PAGED_FROM",
    "Joint",
    "Wrap",
    "cut_score",
    "find_wrap",
    "is_remark",
    "joint_at_cut",
]

#: Lines whose :func:`cut_score` reaches this are one paragraph. The weights were chosen on a
#: weekly of 890 lines extracted from a PDF, where 62 paragraphs are cut; a missed join only
#: makes two sentences of one, a wrong one spoils a heading, so they lean towards missing.
JOIN_AT = 3

#: A document has page ends where at least this many of its lines plainly go on after one.
PAGED_FROM = 3

# Cues in the second line that weigh this much say that it does not begin afresh.
_ACROSS = 2
_NEVER = -100

# Widths in columns: too short for a line of a paragraph, long enough to be more than a heading.
_CUES_SHORT = 20
_CUES_CLAUSE = 52
_CUES_LONG = 80
_FULL_LINE = 40

_HANZI = lazy.compile(f"[{HANZI}]")
# Words that need another after them; not where the character ends a common noun, verb or adverb
# (目的, 现在, 参与).
_FUNCTION_WORD = lazy.compile(
    "(?:但|或|是|把|被|(?<![目标])的|(?<![现存内外所正实])在|(?<![应面核绝相反针])对|(?<!参)与|(?<![普危涉])及"
    "|(?<![总温缓饱平谦柔])和|(?<![主大小])将|(?<![可所难足得予])以|通过|关于|由于|根据|按照|例如|比如)$"
)
_SMALL_FUNCTION_WORD = lazy.compile(
    r"(?<![\w’'])(?:the|of|and|a|an|to|in|for|with|by|from|at|on|or|that|which|is|are|was|were|its|their|his"
    r"|her|our|as)$",
    re.IGNORECASE,
)
_NUMBER_ACROSS = lazy.compile(r"\d(?:\d|[年月日万亿元%％岁个家位倍])")
_OPEN = lazy.compile("[“（《【「(][^”）》】」)]{0,200}$")
_CLOSING_FIRST = lazy.compile("[”’」』）】》，。、；！？％%,;)]")
# A whole remark in brackets goes with the line before.
_REMARK = lazy.compile("[（(][^（）()]{1,120}[）)][。.]?")
# A clause that has only begun, and words that begin a sentence but no heading.
_BEGUN = lazy.compile("[，,]\\s?(?:根据|按照|由于|对于|随着|关于|据|从|自|在)[^，,、。]{0,8}$")
_SPEAKS = lazy.compile(
    "(?:但|然而|此外|因此|所以|不过|而且|并且)|[^，。：]{1,12}(?:指出|表示|认为|显示)[，,]"
)
_TITLE_DASH = lazy.compile("——| -{1,2} | [|丨] ")
_STARTS_ITEM = lazy.compile(r"[-*•▪◦‣▶▣■◆●○◇□➢·【〔#|—–]")

# A wrapped text: 45 % of the lines end within 15 % of the right margin, and at least half of
# those stop inside a sentence (a list of sentences of like length does not).
_AT_MARGIN = 0.45
_NEAR_MARGIN = 0.85
_UNENDED = 0.5
_MARGIN_AT = 0.95
_LITTLE_WIDER = 1.1
_FEWEST_LINES = 4
_NARROWEST = 30
_WIDEST = 200
# A line that stops this far from the margin ends its paragraph, however its words end.
_WELL_SHORT = 0.6
_INDENT = 2


class Joint(Enum):
    """How a line stands to the line before it."""

    APART = "begins a block of its own"
    WRAPPED = "goes on after a line that was broken at the margin"
    GOES_ON = "goes on in the middle of what a page end cut: a word, a number, a sentence"
    STOPS = "follows a line that stops in the middle, but may begin afresh"


def joint_at_cut(first: str, second: str, blanks: int, lang: str) -> Joint:
    """Say whether a page end cut one paragraph into two lines.

    A line that stops in the middle is one of two things: cut by a page end, or cut off, its rest
    lost, which is what this project is there to see. Where the next line plainly goes on, it is
    the first; where it may begin afresh, only a document that has such page ends makes it one.

    :param first: The visible text before the cut, without white space at its ends.
    :param second: The visible text after it.
    :param blanks: How many blank lines stand between.
    :param lang: The language of the document; in Chinese a dictionary is asked as well.
    """
    score = cut_score(first, second, blanks)
    if score >= JOIN_AT and _cues_across(first, second) >= _ACROSS:
        return Joint.GOES_ON
    both = lang == "zh" and _HANZI.match(first[-1]) and _HANZI.match(second[0])
    if score >= 0 and both and word_across(first, second):
        return Joint.GOES_ON
    return Joint.STOPS if score >= JOIN_AT else Joint.APART


def cut_score(first: str, second: str, blanks: int) -> int:
    """Score whether a page end cut one paragraph into two lines.

    The cue of the dictionary, worth 3, is not counted here: it needs a dictionary.

    :param first: The visible text before the cut, without white space at its ends.
    :param second: The visible text after it.
    :param blanks: How many blank lines stand between.
    :return: Cues for minus cues against; far below zero where no cue could make up.
    """
    if ends_sentence(first) or is_numbered(second) or _STARTS_ITEM.match(second):
        return _NEVER
    score = _cues_before(first) + _cues_across(first, second) - max(0, blanks - 2)
    # English headlines are long, have commas, and stand before sentences: only words tell there.
    return score + _cues_of_size(first, second) if _HANZI.search(first) else score


def _cues_before(first: str) -> int:
    score = 0
    if display_width(first) < _CUES_SHORT:
        score -= 3
    if first.endswith(("，", "、", ",")):
        score += 3
    if _OPEN.search(first[-200:]):
        score += 2
    if _FUNCTION_WORD.search(first[-4:]) or _BEGUN.search(first[-16:]):
        score += 2
    elif _SMALL_FUNCTION_WORD.search(first[-8:]):
        score += 3
    return score


def _cues_of_size(first: str, second: str) -> int:
    """Score how much the halves are like those of a paragraph, by what they hold."""
    width = display_width(first)
    commas = any(mark in first for mark in "，、,")
    score = 2 if any(mark in first for mark in "。！？；") else 0
    score += _SPEAKS.match(first) is not None
    score -= _TITLE_DASH.search(first) is not None and "。" not in first
    size = (width >= _CUES_CLAUSE and commas) + (width >= _CUES_LONG)
    size += ends_sentence(second) and display_width(second) >= _CUES_SHORT
    # A long headline above a paragraph has all three.
    return score + min(size, JOIN_AT - 1)


def _cues_across(first: str, second: str) -> int:
    score = 0
    if _NUMBER_ACROSS.match(first[-1] + second[0]):
        score += 3
    if first.endswith("-") and first[-2:-1].isalpha() and second[0].islower():
        score += 3
    elif second[0].islower() and not _HANZI.match(first[-1]):
        score += 4 if display_width(first) >= _FULL_LINE else 2
    if _CLOSING_FIRST.match(second):
        score += 4
    if is_remark(second):
        score += 2
    return score


def is_remark(text: str) -> bool:
    """Say whether a line is nothing but a remark in brackets, such as ``(N=83)``."""
    return _REMARK.fullmatch(text) is not None


@dataclass(frozen=True)
class Wrap:
    """A text whose lines were broken at a right margin.

    :param margin: The margin, in columns.
    """

    margin: int

    def continues(self, first: str, second: str, indent: int) -> bool:
        """Say whether the second line goes on with the paragraph of the first.

        :param first: The text of the line before.
        :param second: The text of the line after, which no blank line parts from it.
        :param indent: How much deeper the second is indented than the first, in characters.
        """
        if _CLOSING_FIRST.match(second):
            return True
        dash = second[0] in "—–" and not ends_sentence(first)
        if is_numbered(second) or (_STARTS_ITEM.match(second) and not dash) or indent >= _INDENT:
            return False
        width = display_width(first)
        word = second.split(maxsplit=1)[0]
        more = 2 * 2 if _HANZI.match(word[0]) else 1 + len(word)
        if width + more > self.margin:
            return True
        ended = ends_sentence(first) or first[-1] in CLOSERS
        return not ended and width >= _WELL_SHORT * self.margin


def find_wrap(text: str, lines: Sequence[Line]) -> Wrap | None:
    """Find the right margin of a hard-wrapped text.

    :param text: The document.
    :param lines: Its lines of running text.
    :return: The margin, or ``None`` for a text whose line ends are paragraph ends.
    """
    if len(lines) < _FEWEST_LINES or sum(line.blanks > 0 for line in lines) > len(lines) / 2:
        return None
    widths = [display_width(text[line.start : line.end]) for line in lines]
    margin = sorted(widths)[min(len(widths) - 1, int(_MARGIN_AT * len(widths)))]
    full = [
        line
        for line, width in zip(lines, widths, strict=True)
        if _NEAR_MARGIN * margin <= width <= margin / _NEAR_MARGIN
    ]
    unended = sum(not ends_sentence(text[line.start : line.end]) for line in full)
    wrapped = (
        _NARROWEST <= margin <= _WIDEST
        and len(full) >= _AT_MARGIN * len(lines)
        and unended >= _UNENDED * len(full)
    )
    if not wrapped:
        return None
    # The widest line is the margin, unless it is one that was not wrapped.
    return Wrap(max(widths) if max(widths) < _LITTLE_WIDER * margin else margin)
