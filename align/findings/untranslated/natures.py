"""What kind of text it is that was left as it is: running text, a title, or names.

Running text has to be translated. A title that stays (a heading, an advertiser's line, a reference)
may be left on purpose. Names, labels of one word, codes and numbers are the same in any language.
"""

from __future__ import annotations

import re
from enum import IntEnum

from duizhao import lazy
from duizhao.align.findings.untranslated.foreign_runs import TOKEN, is_code_word, prose
from duizhao.corpora.text.languages import is_in_han
from duizhao.corpora.text.scripts import CJK, HANZI, KANA
from duizhao.corpora.text.word_lists import function_words

__all__ = ["Nature", "has_own_label", "nature_of"]

# So many words or Han characters are a title, if they do not read as running text.
_TITLE = 2
# A sentence may be as short as this many words, if it has its full stop and a small one.
_SHORT = 3
_HAN_TEXT = 4
# A headline that says something has so many words.
_HEADLINE = 6

_HAN = lazy.compile(f"[{HANZI}{KANA}]")
_STOP = lazy.compile(r"[.!?]\W*\Z")
# What each language is called in a line by which readers choose one.
_LANGUAGE_NAMES = lazy.compile(
    "(?:简体中文|繁體中文|繁体中文|正體中文|简体|繁體|繁体|中文版?|中文文档|中文文檔|日本語)(?:[（(].{1,8}[）)])?"
)
# Who said it, who made it: a line of names stays as it is.
_CREDIT = lazy.compile(
    r"\W*(?:[—–@©]|(?-i:by\s[A-Z])"
    r"|(?:photos?|images?|illustrations?|pictures?|videos?|cover|art|translated|written|edited)\s"
    r"(?:by|credit|courtesy)\b|(?:photo|image|source|credit|copyright|via|author)s?\s?[:：])",
    re.IGNORECASE,
)
# Signs of programs and how many of them a word make a text one: `mv "$x" "$(echo $x | sort)"`.
_SIGN = lazy.compile(r"[$|\\={}<>;^~]")
_SIGNS_A_WORD = 0.3
_HAN_LABEL = lazy.compile(f"\\W*[{HANZI}{KANA}][{CJK}\\s]{{0,20}}[:：]")
_LATIN_LABEL = lazy.compile(r"\W*[A-Za-z\u00c0-\u024f][^\n:：。]{0,40}:\s")


class Nature(IntEnum):
    """What a text is, by how surely somebody has to translate it."""

    NAMES = 0
    TITLE = 1
    SHORT = 2
    PROSE = 3


def nature_of(text: str, lang: str) -> Nature:
    """Say what kind of text it is.

    :param text: A text in which what is verbatim is not written in letters.
    :param lang: The language that its words are looked for in.

    >>> nature_of("It is read aloud in the hall.", "en").name, nature_of("libc6", "en").name
    ('PROSE', 'NAMES')
    >>> nature_of("Gold Sponsors", "en").name, nature_of("Nobody waved back.", "en").name
    ('TITLE', 'SHORT')
    >>> nature_of("港口五月结冰。", "zh").name, nature_of("中文", "zh").name
    ('PROSE', 'NAMES')
    """
    if is_in_han(lang):
        size = len(_HAN.findall(text))
        if not size or _LANGUAGE_NAMES.fullmatch(text.strip(" \t[]|/·•")):
            return Nature.NAMES
        return Nature.PROSE if size >= _HAN_TEXT else Nature.SHORT
    words = [word for word in TOKEN.findall(text) if len(word) > 1 and not is_code_word(word)]
    if len(words) < _TITLE or len(text.split()) < _TITLE:
        return Nature.NAMES
    if len(_SIGN.findall(text)) >= _SIGNS_A_WORD * len(words):
        return Nature.NAMES
    if _CREDIT.match(text) and not _STOP.search(text):
        return Nature.NAMES
    small = sum(word[0].islower() for word in words)
    # German nouns are large: a sentence is told by its stop.
    if prose(words, lang) or (lang != "en" and small >= _SHORT and _STOP.search(text)):
        return Nature.PROSE
    if len(words) >= _SHORT and small and 2 * small >= len(words) and _STOP.search(text):
        return Nature.SHORT
    return Nature.SHORT if _is_headline(words) else Nature.TITLE


def _is_headline(words: list[str]) -> bool:
    """Say whether a title says what happened: small words, and not only those within a name."""
    small = [word for word in words if word[0].islower()]
    function = sum(word in function_words() for word in small)
    return len(words) >= _HEADLINE and function > 0 and len(small) - function > 1


def has_own_label(text: str, target: str) -> bool:
    """Say whether a text begins with a label in the language of the translation.

    Such a line was written for its readers: what follows is quoted.

    :param text: A text that is the same on both sides.
    :param target: The language of the translation.

    >>> has_own_label("原文地址：A Tale of Two Boats", "zh")
    True
    """
    if is_in_han(target):
        return bool(_HAN_LABEL.match(text))
    return bool(_LATIN_LABEL.match(text)) and "。" not in text
