"""Where a text has terms: the longest at each place, in any form of their words.

A text is a row of words; of a script without spaces each character is one. Chinese is compared in
simplified characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.align.findings.terms.inflection import is_form_of, stem_of
from duizhao.corpora.text.chinese_variants import plain_width, simplified
from duizhao.corpora.text.chinese_words import word_across
from duizhao.corpora.text.scripts import HANZI, SYLLABLES
from duizhao.corpora.text.tags import primary_tag

__all__ = ["Spot", "TermIndex"]

# Thai, Lao, Burmese and Khmer, which have no spaces between words.
_UNSPACED = SYLLABLES + "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_WORD = lazy.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}_])[\w'’])+")
_HAN = lazy.compile(f"[{HANZI}]")
# What may stand between two words of a term.
_BETWEEN = lazy.compile(r"[\s\u00a0‐‑–·・-]{0,2}")
_MARKS = lazy.compile(r"[+#.&@/]")
_ACRONYM = lazy.compile(r"(?=.*[A-Z].*[A-Z])[A-Z0-9&.-]+s?")


@dataclass(frozen=True)
class Spot:
    """A term in a text.

    :param start: Where it begins.
    :param end: Where it ends.
    :param term: The term, as the glossary writes it.
    """

    start: int
    end: int
    term: str


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Term:
    text: str
    words: tuple[str, ...]
    is_exact: bool


class TermIndex:
    """Terms of one language, to be found in texts.

    :param terms: The terms, and whether the capitals of each matter. Those of an acronym do.
    :param lang: Their language.
    :param whole: Whether a Chinese term must not be part of another word.
    """

    def __init__(self, terms: Iterable[tuple[str, bool]], lang: str, *, whole: bool) -> None:
        self._lang = lang
        self._whole = whole and primary_tag(lang) == "zh"
        self._terms: defaultdict[str, list[_Term]] = defaultdict(list)
        for text, exact in dict.fromkeys(terms):
            words = tuple(word.text for word in _words(_plain(text)))
            if words:
                term = _Term(text, words, exact or bool(_ACRONYM.fullmatch(text)))
                self._terms[self._key(words[0])].append(term)
        for same in self._terms.values():
            same.sort(key=lambda term: (-len(term.words), not term.is_exact, term.text))

    def find(self, text: str) -> Iterator[Spot]:
        """Yield the terms of a text, in order, without overlap.

        :param text: A text.
        """
        if not self._terms:
            return
        shown = _plain(text)
        words = _words(shown)
        at = 0
        while at < len(words):
            found = next(filter(None, self._spots(words, at, shown)), None)
            if found is None:
                at += 1
                continue
            yield found
            while at < len(words) and words[at].start < found.end:
                at += 1

    def _spots(self, words: list[_Word], at: int, text: str) -> Iterator[Spot | None]:
        """Yield the terms that begin at a word, the longest first; None for one that does not."""
        for term in self._terms.get(self._key(words[at].text), ()):
            span = self._span(term, words[at : at + len(term.words)], text)
            yield None if span is None else Spot(*span, term.text)

    def _key(self, word: str) -> str:
        return stem_of(word.lower(), self._lang)

    def _span(self, term: _Term, run: list[_Word], text: str) -> tuple[int, int] | None:
        """Return where a term stands if a run of words is it."""
        if len(run) < len(term.words):
            return None
        for number, (word, wanted) in enumerate(zip(run, term.words, strict=True)):
            gap = text[run[number - 1].end : word.start] if number else ""
            if not _BETWEEN.fullmatch(gap) and not (_MARKS.search(gap) and gap in term.text):
                return None
            if not self._is_same(word.text, wanted, exact=term.is_exact):
                return None
        start, end = run[0].start, run[-1].end
        if _MARKS.search(term.text):
            return _as_written(term.text, text, start)
        return None if self._whole and _cuts_word(text, start, end) else (start, end)

    def _is_same(self, word: str, wanted: str, *, exact: bool) -> bool:
        if exact:
            return word in {wanted, f"{wanted}s", f"{wanted}'s", f"{wanted}’s"}
        return is_form_of(word.lower(), wanted.lower(), self._lang)


def _plain(text: str) -> str:
    """Return a text of the same length in simplified characters and plain letters."""
    return text if text.isascii() else simplified(plain_width(text))


def _words(text: str) -> list[_Word]:
    return [
        _Word(match[0].rstrip("'’"), match.start(), match.start() + len(match[0].rstrip("'’")))
        for match in _WORD.finditer(text)
        if match[0].strip("'’")
    ]


def _as_written(term: str, text: str, at: int) -> tuple[int, int] | None:
    """Return where a term with marks, such as C++ or .NET, stands as it is, if it does.

    :param term: The term.
    :param text: The text.
    :param at: Where the term's first letter is.
    """
    start = at - next(n for n, c in enumerate(term) if _WORD.match(c))
    end = start + len(term)
    if start < 0 or text[start:end].lower() != _plain(term).lower():
        return None
    return start, end


def _cuts_word(text: str, start: int, end: int) -> bool:
    """Say whether a word of the dictionary runs over the border of a stretch."""
    return any(
        0 < at < len(text)
        and _HAN.match(text[at - 1])
        and _HAN.match(text[at])
        and word_across(text[:at], text[at:])
        for at in (start, end)
    )
