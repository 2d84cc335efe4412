"""What a text has about itself: credits, translator's notes, terms, captions, other languages.

A translation has its own credits and notes, and captions may stand in the markup of the original
alone. They are told as what they are, and not as text that was lost or made up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from duizhao import lazy
from duizhao.corpora.text.scripts import HANZI, has_hanzi

__all__ = ["Apparatus", "apparatus_of"]


class Apparatus(Enum):
    """A kind of it, with its names in English and Chinese."""

    CREDIT = "credits", "署名"
    NOTE = "a note of the translator", "译者注"
    GLOSSARY = "a list of terms", "术语对照"
    CAPTION = "a caption or the name of a file", "图表标题或文件名"
    LANGUAGES = "links to other languages", "其他语言版本的链接"

    def __init__(self, en: str, zh: str) -> None:
        self.en, self.zh = en, zh


# Longer lines are no credits, no terms, no names of languages, in characters.
_MOST_CREDIT, _MOST_TERM = 90, 60
_ROLES_ZH = (
    "译者|原译|翻译|编译|校对者?|审校者?|校订|复核|润色|整理|编辑|责编|责任编辑|原文作者|"
    "原文(?:地址|链接)|译文(?:地址|出自)|本文永久链接"
)
_ROLES_EN = (
    r"translat(?:ed|or|ors|ion)|proofread(?:er|ers|ing)?|review(?:ed|er|ers)|copy-?edit(?:ed|or)|"
    r"edit(?:ed|or|ors)|original(?: article| text| link)?|permalink"
)
_CREDIT = lazy.compile(
    rf"\W*(?:(?:{_ROLES_ZH})\s*[:：]|(?:{_ROLES_EN})(?:\s+by\b|\s*[:：])|"
    r"本文由.{1,30}(?:翻译|编译))",
    re.IGNORECASE,
)
_NOTE = lazy.compile(
    r"[(（\[【［]?\s*(?:译者?[注按]|编译?者[注按]|编注|翻译说明|translator[’']?s?[’']?\s+notes?|"
    r"note (?:of|by|from) the translators?|t/?n)\s*(?:[:：,，—–-]|$)",
    re.IGNORECASE,
)
_NUMBER = r"\s*\d+(?:[-.–—]\d+)*\s*(?:[:：.、]|$)"
_CAPTION = lazy.compile(
    rf"\W*(?:(?:示例|代码清单|清单|图|表|例)|(?:figure|fig\.|table|listing|example)){_NUMBER}|"
    r"(?:文件名|文件|file\s?name|file)\s*[:：]\s*\S+$|[\w./-]+\.[a-z]{1,5}$",
    re.IGNORECASE,
)
# How languages are called, by others and by themselves, and what stands around that.
_NAMES = (
    "english|英文|英语|英語|chinese|中文|汉语|漢語|日本語|日语|japanese|한국어|korean|"
    "français|francais|french|español|espanol|spanish|deutsch|german|italiano|italian|"
    "português|portugues|portuguese|русский|russian|українська|ukrainian|polski|polish|türkçe|"
    "turkish|tiếng việt|vietnamese|العربية|arabic|bahasa indonesia|indonesian|ไทย|thai|हिन्दी|"
    "hindi|nederlands|dutch"
)
_AROUND = (
    "simplified|traditional|简体|簡體|繁體|繁体|brazilian|brasil|readme|文档|文檔|版本?|docs?|version|"
    "documentation|read|view|this|page|document|article|in|other|languages?|其他|语言"
)
_NAMED = lazy.compile(_NAMES, re.IGNORECASE)
_LANGUAGES = lazy.compile(rf"{_NAMES}|(?<![a-z])(?:{_AROUND})(?![a-z])", re.IGNORECASE)
_APART = r"[\s:：=—–(（/|-]+"
_BETWEEN = lazy.compile(rf"[a-z][^{HANZI}]*{_APART}[{HANZI}]|[{HANZI}]{_APART}[a-z]", re.IGNORECASE)
_SENTENCE_END = lazy.compile(r"[.。!！?？;；]\s*$")
_LEAST_TERMS = 3


def apparatus_of(texts: Sequence[str], *, added: bool = True) -> Apparatus | None:
    """Return what kind of apparatus a passage is; None if it is text.

    :param texts: Its sentences, at least one.
    :param added: Whether a translation has it; a caption that one lacks was not translated.

    >>> apparatus_of(["译者：张三", "校对者：李四"])
    <Apparatus.CREDIT: ('credits', '署名')>
    >>> apparatus_of(["（译注：原书如此。）"]).en
    'a note of the translator'
    >>> apparatus_of(["English | 简体中文"]).en
    'links to other languages'
    >>> apparatus_of(["The translator was late."])
    """
    if all(len(text) <= _MOST_CREDIT and _CREDIT.match(text) for text in texts):
        return Apparatus.CREDIT
    if _NOTE.match(texts[0]):
        return Apparatus.NOTE
    if added and all(len(text) <= _MOST_CREDIT and _CAPTION.match(text) for text in texts):
        return Apparatus.CAPTION
    if all(_names_languages(text) for text in texts):
        return Apparatus.LANGUAGES
    if len(texts) >= _LEAST_TERMS and all(_is_term(text) for text in texts):
        return Apparatus.GLOSSARY
    return None


def _names_languages(text: str) -> bool:
    """Tell whether a line has nothing but names of languages, one of which is a usual one."""
    if len(text) > _MOST_CREDIT or not _NAMED.search(text):
        return False
    return not re.search(r"[^\W\d_]", _LANGUAGES.sub("", text))


def _is_term(text: str) -> bool:
    """Tell whether a line is a term in two scripts, side by side."""
    if len(text) > _MOST_TERM or _SENTENCE_END.search(text) or not has_hanzi(text):
        return False
    return bool(_BETWEEN.search(text))
