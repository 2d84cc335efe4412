"""What script a character belongs to, as regular expressions over code points."""

from __future__ import annotations

from duizhao import lazy

__all__ = [
    "CJK",
    "CLOSERS",
    "HANGUL",
    "HANZI",
    "INVISIBLE",
    "KANA",
    "SYLLABLES",
    "display_width",
    "has_hanzi",
    "is_cjk",
]

#: Han characters, the body of a character class: the unified block, extension A, compatibility
#: characters, the planes of the other extensions, and 〇.
HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0003ffff"

#: Kana and syllables of Hangul, each the body of a character class.
KANA = "\u3041-\u3096\u30a1-\u30fa"
HANGUL = "\uac00-\ud7a3"

#: Characters that each say about as much as three Latin letters
#: (:data:`~duizhao.corpora.text.languages.LETTERS_A_CHARACTER`), with the long mark of Japanese;
#: the body of a character class.
SYLLABLES = HANZI + KANA + "\u30fc" + HANGUL

#: Everything that is written without spaces beside Han characters: the characters themselves,
#: kana, CJK punctuation and full-width forms. The body of a character class.
CJK = HANZI + "\u3000-\u30ff\uff00-\uffef"

#: What closes a quotation or a bracket. The straight double quote is not among them: it opens
#: as well.
CLOSERS = "”’」』）】》〉〕］｝)]}»"

#: Characters that a reader never sees, though Python does not call them white space: the byte
#: order mark, the zero-width space and the word joiner.
INVISIBLE = "\ufeff\u200b\u2060"

_CJK = lazy.compile(f"[{CJK}]")
_HANZI = lazy.compile(f"[{HANZI}]")
_WIDE = lazy.compile(f"[{CJK}{HANGUL}]+")


def is_cjk(character: str) -> bool:
    """Say whether a character is written without spaces beside Han characters."""
    return _CJK.match(character) is not None


def has_hanzi(text: str) -> bool:
    """Say whether a text has a Han character."""
    return not text.isascii() and _HANZI.search(text) is not None


def display_width(text: str) -> int:
    """Return the width of a text in columns of a terminal.

    >>> display_width("III期")
    5
    """
    return len(text) if text.isascii() else len(text) + sum(map(len, _WIDE.findall(text)))
