"""What a blank looks like in any language: the rule type, and the rules for marks alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["CODE_MENTION", "MARK_RULES", "QUOTATION", "Rule", "rule"]


@dataclass(frozen=True)
class Rule:
    """One shape of a blank.

    :param pattern: The pattern's name, a key of ``PATTERNS``.
    :param regex: Its expression. The group ``hole`` stands where the words are gone, and the
        group ``gap``, if there is one, is the place to show (otherwise the whole match is).
    :param reading: What seems to be gone, in English and in Chinese; ``{word}`` stands for the
        group ``word``.
    :param unless: What makes it a mention, not a blank, when it stands near the place.
    """

    pattern: str
    regex: re.Pattern[str]
    reading: tuple[str, str]
    unless: re.Pattern[str] | None = None


def rule(
    pattern: str, regex: str, reading: tuple[str, str], unless: re.Pattern[str] | None = None
) -> Rule:
    """Build a rule from the text of its expression.

    :param pattern: The pattern's name.
    :param regex: The expression; it heeds case unless it says otherwise.
    :param reading: See :class:`Rule`.
    :param unless: See :class:`Rule`.
    :return: The rule.
    """
    return Rule(pattern, re.compile(regex), reading, unless)


# Words that make the mark itself the subject: 引号“”, the ‘,’ character. In code, where the marks
# are ASCII, more words do: an empty string "", the default ().
_MENTION: Final = re.compile(
    r"[引括]号|[引括]號|书名号|書名號|标点|標點|[逗顿句分冒]号|符号|符號|字符"
    r"|quot(?:e|ation) marks?|quotes\b|bracket|parenthes|apostroph|punctuat"
    r"|comma\b|colon\b|full stop|\bdots?\b|characters? ?[“‘]|[”’] ?character",
    re.IGNORECASE,
)
CODE_MENTION: Final = re.compile(
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


MARK_RULES: Final = (
    *(
        rule("empty-quotes", _pair(a, b), QUOTATION, _MENTION)
        for a, b in ("“”", "「」", "『』", "«»", "‹›")
    ),
    # Single marks are apostrophes too: no letter may touch them in Latin script.
    rule(
        "empty-quotes", rf"(?<![A-Za-z0-9])‘(?P<hole>){_VOID}’(?![A-Za-z0-9])", QUOTATION, _MENTION
    ),
    rule(
        "empty-quotes",
        r"(?<![^\s(（：:，])'(?P<hole>)\s{0,3}'(?![^\s,.;)），。；])",
        QUOTATION,
        CODE_MENTION,
    ),
    *(rule("empty-brackets", _pair(a, b), _TITLE, _MENTION) for a, b in ("《》", "〈〉")),
    *(
        rule("empty-brackets", _pair(a, b), _BRACKET, _MENTION)
        for a, b in ("（）", "【】", "［］", "〔〕")
    ),
    # main() and items[] are code, [text]() and [](#) are links, [ ] first in a block is a tick box.
    rule(
        "empty-brackets",
        rf"(?<![A-Za-z0-9_.\])$=])(?<!= )\((?P<hole>){_VOID}\)",
        _BRACKET,
        CODE_MENTION,
    ),
    rule(
        "empty-brackets",
        r"(?<![A-Za-z0-9_.\])!])(?<=.)(?<!^[-*+] )\[(?P<hole>)\s{0,20}\](?![(\[:])",
        _BRACKET,
        CODE_MENTION,
    ),
    # Two marks with nothing between them. In Latin script ,,word is a low quotation mark, ,.5 a
    # number, and a stop before a comma ends an abbreviation. … and ... may follow a comma.
    rule(
        "doubled-punctuation",
        rf"[，、；：](?P<hole>)(?:{_GLUE}[，、；,;]){{0,8}}{_GLUE}{_STOP_ZH}",
        _BETWEEN,
        _MENTION,
    ),
    rule("doubled-punctuation", rf"[，、；：](?P<hole>)(?:{_GLUE}[，、；,;])+", _BETWEEN, _MENTION),
    rule(
        "doubled-punctuation",
        rf"(?<=\S)[,;:](?P<hole>)(?:{_GLUE}[,;，、；]){{0,8}}{_GLUE}{_STOP_EN}",
        _BETWEEN,
        _MENTION,
    ),
    rule(
        "doubled-punctuation",
        rf"(?<=\S)[,;:](?P<hole>)(?:{_GLUE}[,;，、；])+(?![A-Za-z])",
        _BETWEEN,
        _MENTION,
    ),
    rule("doubled-punctuation", rf"。(?P<hole>){_GLUE}[，、；](?![）)])", _BETWEEN, _MENTION),
    rule(
        "doubled-punctuation", rf"(?<!。)(?<!。 )。(?P<hole>){_GLUE}。(?!\s?。)", _BETWEEN, _MENTION
    ),
    rule("doubled-punctuation", r"(?<=[a-z]{3})\.(?P<hole>)\s{1,3}[,;](?=\s)", _BETWEEN, _MENTION),
    # A pause at the edge of its block, or of a quotation or bracket.
    rule("stranded-punctuation", r"\A(?P<hole>)(?:[，、；。]|[,;](?=\s))", _BEFORE),
    rule(
        "stranded-punctuation",
        r"[“「『《〈（【(［](?P<hole>)\s{0,3}[，、；。,;](?!\s?[。.])",
        _AFTER,
        _MENTION,
    ),
    rule("stranded-punctuation", r"[，、](?P<hole>)\s{0,3}[）】》〉］]", _BETWEEN, _MENTION),
    # A count keeps its share: “692 (%)”, “(358 of 457, %)”.
    rule(
        "orphan-unit",
        r"(?<=[0-9])(?P<gap>\s{0,2}[(（](?P<hole>)\s{0,2}(?P<word>[%％]))(?=[)）])",
        _NUMBER,
    ),
    rule(
        "orphan-unit", r"(?<=[0-9])(?P<gap>[,，]\s{0,2}(?P<hole>)(?P<word>[%％]))(?=[)）])", _NUMBER
    ),
)
