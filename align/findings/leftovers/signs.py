"""What work leaves behind in a text: placeholders, damaged characters, markup, a machine's notes.

Each kind of sign is a pattern over both languages, since what excuses a sign is that the original
has one of its kind: ``[citation needed]`` may stand as ``[来源请求]``. All patterns are linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.align.findings.leftovers.kinds import SignKind
from duizhao.align.findings.leftovers.machine_notes import HINTS, MACHINE_NOTES
from duizhao.align.judging.rules import Rule

__all__ = ["KINDS", "Sign", "has_kind", "signs"]


@dataclass(frozen=True)
class Sign:
    """One sign in a text.

    :param kind: What it is.
    :param start: Where it begins.
    :param end: Where it ends.
    """

    kind: SignKind
    start: int
    end: int


_WORK = (
    r"(?<![A-Za-z0-9_])(?:TODO|FIXME|TBD|XXXX*)(?![A-Za-z0-9_/-])"
    r"|[\[［【〔(（][^\[\]［］【】〔〕()（）\n]{0,20}(?:待补充?|待译|待翻译|待校对?|待核实?|待完善|待填)"
    r"[^\[\]［］【】〔〕()（）\n]{0,20}[\]］】〕)）]"
    r"|^(?:待补充|待译|待翻译|待校对|待完善)[。.…]?$"
    r"|[\[［【〔(（<《](?:此处|这里|在此)(?:插入|添加|填写|输入|补充)[^\[\]［］【】〔〕()（）\n]{0,30}[\]］】〕)）>》]"
    r"|[\[［【<](?:insert|add|your|placeholder|to be (?:added|translated|confirmed|completed)|"
    r"translate|translation (?:missing|needed))\b[^\[\]［］【】<>\n]{0,40}[\]］】>]"
    r"|〔译者注?[：:]?缺?〕|[（(]缺译[)）]|[\[［【](?:未译|漏译|缺|未翻译)[\]］】]"
)
_WORK_EXCUSE = (
    r"TODO|FIXME|TBD|TBC|XXX|(?i:\binsert|placeholder|to be (?:added|confirmed|completed|det)"
    r"|待补|待译|待定|待完善|待填|待核|此处插入|占位)"
)
_FILLER = r"(?i:(?<![A-Za-z])lorem ipsum(?![A-Za-z]))"
_CITATION = (
    r"(?i:[\[［【(（](?:citation needed|citations needed|source needed|failed verification|"
    r"dead link|dubious\s?[–-]\s?discuss|who\?|clarification needed|by whom\?|"
    r"来源请求|來源請求|需要引[用证證]|可疑|查证请求|查證請求|失效链接|永久失效[链連][结接])[\]］】)）])"
)
_TAGS = (
    r"</?(?:b|i|u|p|br|hr|div|span|strong|em|a|td|tr|th|li|ul|ol|font|table|h[1-6]|sup|sub|img|g|x|"
    r"bpt|ept|ph|it|mrk|seg|tuv?)(?:\s[^<>\n]{0,200})?/?>"
)
_ENTITY = (
    r"&(?:nbsp|amp|lt|gt|quot|apos|mdash|ndash|hellip|[lr][sd]quo|#\d{2,6}|#x[0-9a-fA-F]{2,6});"
)
_PAGE = (
    r"(?i:(?<![A-Za-z-])page \d{1,4} of \d{1,4}(?!\d))"
    r"|第\s?\d{1,4}\s?页\s?[，,/／]?\s?共\s?\d{1,4}\s?页"
    r"|^\s*[（(]?(?:续表|续上表|接上页|下接第?\s?\d+\s?页|转下页|上接第?\s?\d+\s?[页版])[)）]?"
    r"|[（(](?:下转|上接)第?\s?[A-Z]?\d{1,3}\s?[版页][)）]"
    r"|(?i:^\s*\(?(?:continued on|continued from) (?:the )?(?:next|previous|page \d+)(?: page)?\)?)"
)
_PAGE_EXCUSE = r"(?i:\bpage \d|continued)|续表|续上表|\d\s?[页頁版]"
# A lone surrogate, the replacement character, C0 and C1 controls, private use, and a byte order
# mark inside a text. Icons of a web page stand in the private area; an original's excuse.
_BROKEN = "\ufffd+|[\ud800-\udfff]+|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f]+"
_PRIVATE = "[\ue000-\uf8ff\U000f0000-\U0010fffd]+"
_MARK = "(?<!^)\ufeff+"
# What UTF-8 looks like when it was read as something else; a candidate is decoded to make sure.
_HIGH = (
    "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
)
_HIGH += "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
_AS_LATIN = f"(?:[\u00c2-\u00df][{_HIGH}]|[\u00e0-\u00ef][{_HIGH}]{{2}})+"
_AS_GBK = "[\u4e00-\u9fff\u3041-\u30ff\ufe30-\ufe4f\u20ac\ue000-\uf8ff]{3,}"
_GBK_MARKS = lazy.compile("[锛銆鈥鐨鏄浗鍥涓鍙鍦鎴杩浠鍜]")
_TYPICAL = "(?:锟斤拷)+|烫烫烫+|屯屯屯+|锘縚?"
_QUESTIONS = r"(?<![?？])\?{4,}(?![?？])"

_OTHERS = (
    SignKind("work", Rule.PLACEHOLDER, 0.85, lazy.compile(_WORK), lazy.compile(_WORK_EXCUSE)),
    SignKind("filler", Rule.PLACEHOLDER, 0.95, lazy.compile(_FILLER)),
    SignKind("citation", Rule.CITATION_NEEDED, 0.9, lazy.compile(_CITATION)),
    SignKind("tag", Rule.MARKUP, 0.8, lazy.compile(_TAGS, re.IGNORECASE), lazy.compile("<")),
    SignKind("entity", Rule.MARKUP, 0.9, lazy.compile(_ENTITY)),
    SignKind("page", Rule.PAGE_BREAK, 0.7, lazy.compile(_PAGE), lazy.compile(_PAGE_EXCUSE)),
    SignKind("latin", Rule.ENCODING, 0.95, lazy.compile(_AS_LATIN)),
    SignKind("broken", Rule.ENCODING, 0.95, lazy.compile(_BROKEN)),
    SignKind("private", Rule.ENCODING, 0.6, lazy.compile(_PRIVATE)),
    SignKind("mark", Rule.ENCODING, 0.5, lazy.compile(_MARK)),
    SignKind("gbk", Rule.ENCODING, 0.95, lazy.compile(_AS_GBK)),
    SignKind("typical", Rule.ENCODING, 0.95, lazy.compile(_TYPICAL)),
    SignKind("questions", Rule.ENCODING, 0.6, lazy.compile(_QUESTIONS), lazy.compile(r"[?？]")),
)
KINDS = (*_OTHERS, *MACHINE_NOTES)
"""All kinds of signs."""

# No kind matches without one of these. Most sentences have none, so two searches do for them.
_HINTS = lazy.compile(
    r"TODO|FIXME|TB[DC]|XXX|[\[［【〔<&待缺译譯续]|此处|这里|在此|下[接转]|上接|接上|转下|"
    r"(?i:lorem|needed|continued|page \d|(?:discuss|who\?|by whom|dead link))|"
    r"第\s?\d+\s?页|来源请求|來源請求|"
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufeff\ufffd"
    "\u00c2-\u00ef\U000f0000-\U0010fffd锛銆鈥鐨浗鏄鍥涓鍙鍦鎴杩浠鍜锟烫屯锘]|\\?{4}"
)
_GROUPS = ((_HINTS, _OTHERS), (lazy.compile(HINTS), MACHINE_NOTES))


def signs(text: str) -> Iterator[Sign]:
    """Yield the signs of a text, kind by kind; signs of one rule do not overlap.

    :param text: A text.

    >>> [(s.kind.name, "费用[来源请求]待定"[s.start : s.end]) for s in signs("费用[来源请求]待定")]
    [('citation', '[来源请求]')]
    """
    taken: dict[Rule, list[tuple[int, int]]] = {}
    for kind in (kind for hints, kinds in _GROUPS if hints.search(text) for kind in kinds):
        spans = taken.setdefault(kind.rule, [])
        for found in kind.pattern.finditer(text):
            start = found.start() + len(found[0]) - len(found[0].lstrip(" "))
            end = found.end()
            if start >= end or not _confirmed(kind, found[0]):
                continue
            if not any(start < stop and begin < end for begin, stop in spans[-_NEAR:]):
                spans.append((start, end))
                yield Sign(kind, start, end)


_NEAR = 8  # spans of the rule that one is compared with; those of one kind never overlap


def has_kind(text: str, kind: SignKind) -> bool:
    """Say whether an original has what excuses a sign.

    :param text: The original.
    :param kind: The kind of the sign.
    """
    excuse = kind.excuse or kind.pattern
    return any(_confirmed(kind, found[0]) or kind.excuse for found in excuse.finditer(text))


def _confirmed(kind: SignKind, text: str) -> bool:
    """Say whether what looks like misread UTF-8 is some."""
    if kind.name == "latin":
        return _is_latin(text)
    return kind.name != "gbk" or (bool(_GBK_MARKS.search(text)) and _is_gbk(text))


def _is_latin(text: str) -> bool:
    """Say whether a run is UTF-8 read as Windows-1252 or Latin-1, or as both in turn."""
    data = b"".join(
        char.encode("cp1252", errors="ignore") or char.encode("latin-1", errors="ignore")
        for char in text
    )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # A capital and a closing quotation mark may read so by chance: "CAFÉ”".
    return len(text) > _CHANCE or (text[0] in "\u00c2\u00c3" and text[1] not in "“”‘’")


_CHANCE = 2


def _is_gbk(text: str) -> bool:
    """Say whether a run becomes Chinese again when it is written in GBK and read in UTF-8.

    Three bytes of a character became one character and a half: two thirds of the run's characters
    come back, less those at torn ends. In right Chinese hardly one does.
    """
    read = text.encode("gb18030", errors="ignore").decode("utf-8", errors="ignore")
    good = sum("\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" for char in read)
    return good >= max(1, len(text) // 3)
