"""What a blank looks like in any language: what a pattern is, and the patterns of marks alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from duizhao import lazy
from duizhao.align.judging.rules import Rule

__all__ = ["CODE_MENTION", "MARK_PATTERNS", "QUOTATION", "Pattern", "patterns"]


@dataclass(frozen=True)
class Pattern:
    """A look that a blank of one rule has.

    :param rule: The kind of blank.
    :param regex: Its expression. The group ``hole`` stands where the words are gone, and the
        group ``gap``, if there is one, is the place to show (otherwise the whole match is).
    :param reading: What seems to be gone, in English and in Chinese; ``{word}`` stands for the
        group ``word``.
    :param unless: What makes it a mention, not a blank, when it stands near the place.
    """

    rule: Rule
    regex: re.Pattern[str]
    reading: tuple[str, str]
    unless: re.Pattern[str] | None = None


def patterns(
    rule: Rule, reading: tuple[str, str], *regexes: str, unless: re.Pattern[str] | None = None
) -> tuple[Pattern, ...]:
    """Build patterns of one kind from the texts of their expressions.

    :param rule: The kind of blank.
    :param reading: See :class:`Pattern`.
    :param regexes: The expressions; they heed case unless they say otherwise.
    :param unless: See :class:`Pattern`.
    """
    return tuple(Pattern(rule, lazy.compile(regex), reading, unless) for regex in regexes)


# Words that make the mark itself the subject: 引号“”, the ‘,’ character. In code, where the marks
# are ASCII, more words do: an empty string "", the default ().
_MENTION: Final = lazy.compile(
    r"[引括]号|[引括]號|书名号|書名號|标点|標點|[逗顿句分冒]号|符号|符號|字符"
    r"|quot(?:e|ation) marks?|quotes\b|bracket|parenthes|apostroph|punctuat"
    r"|comma\b|colon\b|full stop|\bdots?\b|characters? ?[“‘]|[”’] ?character",
    re.IGNORECASE,
)
CODE_MENTION: Final = lazy.compile(
    _MENTION.pattern
    + r"|\bstrings?\b|character|default|variable|parameter|argument|\bfield\b|\bvalue"
    + r"|字符串|默认|变量|参数",
    re.IGNORECASE,
)
QUOTATION: Final = ("the words between the quotation marks", "引号里的内容")
_TITLE: Final = ("the title between the marks", "书名号里的名称")
_BRACKET: Final = ("the words between the brackets", "括号里的内容")
_BETWEEN: Final = ("the words between the two marks", "两个标点之间的内容")
_BEFORE: Final = ("the words before the mark", "标点前面的内容")
_NUMBER: Final = ("the number before “{word}”", "“{word}”前面的数字")
_AFTER: Final = ("the words after the opening mark", "前引号或前括号后面的内容")

# Spaces, and at most the comma or full stop that belonged to the lost words.
_VOID: Final = r"[\s\u200b]{0,20}[，,。.；;、]?[\s\u200b]{0,3}"

_GLUE: Final = r"[\s\u200b]{0,3}"
_STOP_ZH: Final = r"(?:。(?!\s?。)|[！？!?]|\.(?![.\w]))"
_STOP_EN: Final = r"(?:[。！？]|\.(?!\s{0,2}\.|\w))"


def _pair(opening: str, closing: str) -> str:
    return rf"{opening}(?P<hole>){_VOID}{closing}"


MARK_PATTERNS: Final = (
    *patterns(
        Rule.EMPTY_QUOTES,
        QUOTATION,
        *(_pair(a, b) for a, b in ("“”", "「」", "『』", "«»", "‹›")),
        # Single marks are apostrophes too: no letter may touch them in Latin script.
        rf"(?<![A-Za-z0-9])‘(?P<hole>){_VOID}’(?![A-Za-z0-9])",
        unless=_MENTION,
    ),
    *patterns(
        Rule.EMPTY_QUOTES,
        QUOTATION,
        r"(?<![^\s(（：:，])'(?P<hole>)\s{0,3}'(?![^\s,.;)），。；])",
        unless=CODE_MENTION,
    ),
    *patterns(
        Rule.EMPTY_BRACKETS,
        _TITLE,
        *(_pair(a, b) for a, b in ("《》", "〈〉")),
        unless=_MENTION,
    ),
    *patterns(
        Rule.EMPTY_BRACKETS,
        _BRACKET,
        *(_pair(a, b) for a, b in ("（）", "【】", "［］", "〔〕")),
        unless=_MENTION,
    ),
    *patterns(
        Rule.EMPTY_BRACKETS,
        _BRACKET,
        # main() and items[] are code, [text]() and [](#) are links, [ ] first in a block is a tick
        # box.
        # A mark by itself in them is what the text speaks of: periods (.).
        r"(?<![A-Za-z0-9_.\])$=])(?<!= )\((?P<hole>)\s{0,20}\)",
        r"(?<![A-Za-z0-9_.\])!])(?<=.)(?<!^[-*+] )\[(?P<hole>)\s{0,20}\](?![(\[:])",
        unless=CODE_MENTION,
    ),
    *patterns(
        Rule.DOUBLED_PUNCTUATION,
        _BETWEEN,
        # Two marks with nothing between them. In Latin script ,,word is a low quotation mark, ,.5 a
        # number, and a stop before a comma ends an abbreviation. … and ... may follow a comma.
        rf"[，、；：](?P<hole>)(?:{_GLUE}[，、；,;]){{0,8}}{_GLUE}{_STOP_ZH}",
        rf"[，、；：](?P<hole>)(?:{_GLUE}[，、；,;])+",
        rf"(?<=\S)[,;:](?P<hole>)(?:{_GLUE}[,;，、；]){{0,8}}{_GLUE}{_STOP_EN}",
        rf"(?<=\S)[,;:](?P<hole>)(?:{_GLUE}[,;，、；])+(?![A-Za-z])",
        rf"。(?P<hole>){_GLUE}[，、；](?![）)])",
        rf"(?<!。)(?<!。 )。(?P<hole>){_GLUE}。(?!\s?。)",
        r"(?<=[a-z]{3})\.(?P<hole>)\s{1,3}[,;](?=\s)",
        unless=_MENTION,
    ),
    *patterns(
        Rule.STRANDED_PUNCTUATION,
        _BEFORE,
        # A pause at the edge of its block, or of a quotation or bracket.
        r"\A(?P<hole>)(?:[，、；。]|[,;](?=\s))",
    ),
    *patterns(
        Rule.STRANDED_PUNCTUATION,
        _AFTER,
        r"[“「『《〈（【(［](?P<hole>)\s{0,3}[，、；。,;](?!\s?[。.])",
        unless=_MENTION,
    ),
    *patterns(
        Rule.STRANDED_PUNCTUATION,
        _BETWEEN,
        r"[，、](?P<hole>)\s{0,3}[）】》〉］]",
        unless=_MENTION,
    ),
    *patterns(
        Rule.ORPHAN_UNIT,
        _NUMBER,
        # A count keeps its share: “692 (%)”, “(358 of 457, %)”.
        r"(?<=[0-9])(?P<gap>\s{0,2}[(（](?P<hole>)\s{0,2}(?P<word>[%％]))(?=[)）])",
        r"(?<=[0-9])(?P<gap>[,，]\s{0,2}(?P<hole>)(?P<word>[%％]))(?=[)）])",
    ),
)
