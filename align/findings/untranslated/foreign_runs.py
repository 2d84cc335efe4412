"""Runs of one language inside text of another, where the two are written in different scripts.

Names and titles cross over as they are, and so does a term in brackets behind its translation. What
is left are words that nobody translated.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.text.detection import LATIN_LANGUAGES, detect_language
from duizhao.corpora.text.languages import is_in_han
from duizhao.corpora.text.scripts import CJK, CLOSERS, HANGUL, HANZI, KANA
from duizhao.corpora.text.word_lists import function_words

__all__ = [
    "TOKEN",
    "ForeignRun",
    "foreign_runs",
    "is_code_word",
    "may_be_told",
    "prose",
]

# A run counts from this many words, of which so many begin small; in English one in so many is a
# function word, where prose has one in three. Terms, product names and lists of commands that stay
# have fewer: "Blue Green Deployment", "pdftops, pdfinfo, pdfimages, pdftotext". In other languages
# so many small words will do.
_WORDS, _SMALL, _FUNCTION_SHARE, _PLAIN = 4, 3, 10, 5
# English words that all begin small behind an article are no term: "the merge example".
_ARTICLES, _BEHIND_ARTICLE = frozenset({"a", "an", "the"}), 3
# A run in brackets or quotation marks up to this long may be the original of a term.
_GLOSS, _QUOTED = 12, 5
# Han characters in a text of another script: one alone is talked about, so may be a quoted word.
_HAN_LEAST, _HAN_QUOTED = 2, 4

_OTHER_SCRIPT = lazy.compile(f"[^{CJK}{HANGUL}]+")
TOKEN = lazy.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
"""A word that is written in letters."""
_TOKEN_LATIN = lazy.compile(r"[A-Za-z\u00c0-\u024f]+")
_PART_OF_CODE = lazy.compile(r"[\d_]|[a-z][A-Z]")
_KANA_OR_HAN = lazy.compile(f"[{HANZI}{KANA}]")
_HAN_RUN = lazy.compile(f"[{HANZI}](?:[{CJK}\u2018-\u201d\u2026\u2014\u00b7\\d ]*[{HANZI}。！？])?")
_OPENERS = "(（[［【《「『“‘\"'"
_ENDS = ".?!;:" + CLOSERS + '"'


@dataclass(frozen=True)
class ForeignRun:
    """A stretch in another language.

    :param start: Where it begins in the text.
    :param end: Where it ends there.
    :param size: Its words; of Chinese its Han characters.
    :param is_sure: Whether it is too much to stand there on purpose.
    """

    start: int
    end: int
    size: int
    is_sure: bool


def may_be_told(source: str, target: str) -> bool:
    """Say whether the script tells one language from another.

    :param source: The language whose words are looked for.
    :param target: The language of the text that they may stand in.

    >>> may_be_told("en", "zh"), may_be_told("zh", "en"), may_be_told("en", "de")
    (True, True, False)
    """
    both = ((source, target), (target, source))
    return any(is_in_han(one) and other in LATIN_LANGUAGES for one, other in both)


def foreign_runs(text: str, source: str, target: str) -> list[ForeignRun]:
    """Find words of the source language in a text of the target language.

    :param text: A text in which what is verbatim is not written in letters.
    :param source: The language of the original.
    :param target: The language of the translation; :func:`may_be_told` holds of the two.
    :return: Runs in order, without overlap.

    >>> [text[r.start : r.end] for text in ["他说 we will never give up hope。"]
    ...     for r in foreign_runs(text, "en", "zh")]
    ['we will never give up hope']
    >>> foreign_runs("中美创新联盟（the alliance for innovation）昨日成立。", "en", "zh")
    []
    """
    if is_in_han(target):
        return [] if _few_words(text) else list(_latin_runs(text, source))
    return list(_han_runs(text)) if _KANA_OR_HAN.search(text) else []


def is_code_word(word: str) -> bool:
    """Say whether a word is written as names in programs are.

    >>> is_code_word("camelCase"), is_code_word("x11"), is_code_word("Word")
    (True, True, False)
    """
    return bool(_PART_OF_CODE.search(word))


def prose(words: list[str], lang: str = "en") -> bool:
    """Say whether words of a Latin script read as running text, not as names or titles.

    :param words: Words in order, as they are written.
    :param lang: Their language.

    >>> prose("It is read aloud in the hall".split()), prose("The Pull Request Hack".split())
    (True, False)
    >>> prose("pdftops pdfinfo pdfimages pdftotext pdffonts".split())
    False
    >>> prose("the merge example".split()), prose("the Pull Request".split())
    (True, False)
    """
    small = [word for word in words if word[0].islower() and not is_code_word(word)]
    if lang == "en" and len(small) == len(words) >= _BEHIND_ARTICLE and words[0] in _ARTICLES:
        return True
    if len(words) < _WORDS or len(small) < _SMALL or 2 * len(small) < len(words):
        return False
    found = sum(word in function_words() for word in small)
    if lang == "en":
        return _FUNCTION_SHARE * found >= len(words)
    return found > 0 or len(small) >= _PLAIN


def _few_words(text: str) -> bool:
    found = itertools.islice(_TOKEN_LATIN.finditer(text), _BEHIND_ARTICLE)
    return sum(1 for _ in found) < _BEHIND_ARTICLE


def _latin_runs(text: str, source: str) -> Iterator[ForeignRun]:
    for piece in _OTHER_SCRIPT.finditer(text):
        found = list(TOKEN.finditer(piece[0]))
        if not prose([token[0] for token in found], source):
            continue
        start, end = piece.start() + found[0].start(), piece.start() + found[-1].end()
        if source != "en" and detect_language(text[start:end]) != source:
            continue
        framed = _is_framed(text, start, end)
        if framed and len(found) <= _GLOSS and _has_han_before(text, start):
            continue
        if framed and len(found) <= _QUOTED:
            continue
        while end < piece.end() and text[end] in _ENDS:
            end += 1
        yield ForeignRun(start, end, len(found), not framed and len(found) > _QUOTED)


def _is_framed(text: str, start: int, end: int) -> bool:
    """Say whether a stretch stands in brackets or quotation marks of its own."""
    before = text[max(0, start - 2) : start].rstrip()[-1:]
    after = text[end : end + 3].lstrip(" .!?,")[:1]
    return bool(before) and before in _OPENERS and bool(after) and after in CLOSERS + "\"'"


def _has_han_before(text: str, start: int) -> bool:
    """Say whether a bracket before a stretch stands behind a word of the other language."""
    head = text[max(0, start - 4) : start].rstrip("“‘\"' ")
    return head[-1:] in tuple("(（[［【") and bool(_KANA_OR_HAN.search(head))


def _han_runs(text: str) -> Iterator[ForeignRun]:
    for found in _HAN_RUN.finditer(text):
        start, end = found.span()
        size = len(_KANA_OR_HAN.findall(found[0]))
        before = text[max(0, start - 2) : start].rstrip()[-1:]
        after = text[end : end + 2].lstrip()[:1]
        in_brackets = bool(before) and before in "(（[［【"
        if size < _HAN_LEAST or (in_brackets and size <= _GLOSS):
            continue
        quoted = bool(before) and before in _OPENERS
        if (quoted or after in ("(", "（")) and size <= _HAN_QUOTED:
            continue
        yield ForeignRun(start, end, size, size > _HAN_QUOTED and not quoted)
