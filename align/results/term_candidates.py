"""What may be a name or a term: by capitals where words are spaced, by word class in Chinese."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from duizhao import lazy
from duizhao.corpora.text.chinese_words import tagged_words
from duizhao.corpora.text.languages import spaces_words
from duizhao.corpora.text.word_lists import function_words

__all__ = ["DOT", "Candidate", "Word", "candidates", "words_of"]

_WORD = lazy.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?")
_POSSESSIVE = lazy.compile(r"['’]s?$")
# Inside names these are written small.
_INSIDE_NAMES = frozenset({"of", "the", "for", "and", "de", "la", "du", "van", "von", "der", "al"})
_LONGEST = 3
_LEAST_LETTERS = 4
# Word classes of jieba's dictionary (those of Peking University's corpus): nouns and names, verbs
# used as nouns, abbreviations and Latin words.
_NOUNS = ("n", "vn", "j", "eng")
_NAMES = ("nr", "ns", "nt", "nz")
# Those that may stand at the border of a term, besides: verbs, adjectives, and parts of words.
_PARTS = (*_NOUNS, "v", "a", "b", "g", "h", "k", "zg", "i", "l")
# A place or person of several characters is a term of its own beside another word.
_OWN = ("ns", "nt", "nr")
DOT = "·"
"""Written between the parts of a foreign name in Chinese."""
# Stands for the word class of what joins the parts of a name.
_MARK = "-"
_MARKS_IN_LATIN = frozenset(" '’-")


@dataclass(frozen=True)
class Candidate:
    """A stretch of text that may be a term.

    :param text: As it is written.
    :param is_name: Whether it is a name, by its capitals or its word class.
    :param opens: Whether it follows a mark or opens its text, where a capital may say nothing.
    """

    text: str
    is_name: bool
    opens: bool = False


class Word(NamedTuple):
    """A word of a text.

    :param text: As it is written.
    :param start: Where it begins.
    :param end: Where it ends.
    :param joins: Whether a term may begin or end with it.
    """

    text: str
    start: int
    end: int
    joins: bool


def words_of(text: str, lang: str) -> list[Word]:
    """Return the words of a text.

    :param text: A text of a language that is Chinese or has spaces between its words.
    :param lang: Its language.
    """
    if lang == "zh":
        words, at = [], 0
        for word, tag in _tagged(text):
            joins = tag.startswith(_PARTS) and (len(word) == 1 or not tag.startswith(_OWN))
            words.append(Word(word, at, at + len(word), joins))
            at += len(word)
        return words
    return [
        Word(bare, match.start(), match.start() + len(bare), bare.lower() not in function_words())
        for match in _WORD.finditer(text)
        for bare in [_POSSESSIVE.sub("", match[0])]
    ]


@lru_cache(maxsize=1 << 14)
def _tagged(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(tagged_words(text))


def candidates(texts: Mapping[int, str], lang: str) -> dict[int, frozenset[Candidate]]:
    """Return what may be a term in each text.

    :param texts: Texts of one language by number.
    :param lang: Their language. Besides Chinese, words without spaces are not told apart here, nor
        from the particles that Korean appends, so there is nothing of theirs.
    """
    if lang == "zh":
        return {n: frozenset(_chinese(text)) for n, text in texts.items()}
    if lang == "ko" or not spaces_words(lang):
        return {}
    small = {word for text in texts.values() for word in _WORD.findall(text) if word.islower()}
    return {n: frozenset(_spaced(text, small)) for n, text in texts.items()}


def _spaced(text: str, small: Collection[str]) -> Iterator[Candidate]:
    """Yield names, and runs of words that no function word begins or ends.

    :param text: A text.
    :param small: Words that are written small somewhere: a capital alone does not make them names.
    """
    for run in _runs(text):
        lowered = [word.lower() for word in run]
        for start in range(len(run)):
            for stop in range(start + 1, min(start + _LONGEST, len(run)) + 1):
                words = lowered[start:stop]
                if not function_words().isdisjoint((words[0], words[-1])):
                    continue
                if sum(map(len, words)) >= _LEAST_LETTERS:
                    yield Candidate(" ".join(run[start:stop]), is_name=False, opens=start == 0)
        for first, last in _capitalised(run):
            while first < last and lowered[first] in {*function_words(), *small}:
                first += 1
            if first < last and len(" ".join(run[first:last])) > 1:
                yield Candidate(" ".join(run[first:last]), is_name=True, opens=first == 0)


def _runs(text: str) -> Iterator[list[str]]:
    """Yield words that follow each other with one space between."""
    run: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        if run and (end < 0 or text[end : match.start()] not in {" ", "\u00a0"}):
            yield run
            run = []
        word = _POSSESSIVE.sub("", match[0])
        run.append(word)
        # What belongs to a name is not part of it.
        end = match.end() if word == match[0] else -1
    if run:
        yield run


def _capitalised(run: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where capitalised words stand together, small words of names between them."""
    start = None
    end = 0
    for at, word in enumerate(run):
        if word[0].isupper():
            start, end = at if start is None else start, at + 1
        elif start is not None and word not in _INSIDE_NAMES:
            yield start, end
            start = None
    if start is not None:
        yield start, end


def _chinese(text: str) -> Iterator[Candidate]:
    """Yield runs of nouns; a dot joins the parts of a foreign name, a space Latin words."""
    run: list[tuple[str, str]] = []
    words = _tagged(text)
    for at, (word, tag) in enumerate((*words, ("", ""))):
        inside = word in _MARKS_IN_LATIN and 0 < at < len(words) - 1
        if inside and words[at - 1][1] == words[at + 1][1] == "eng":
            run.append((word, _MARK))
        elif word == DOT or tag.startswith(_NOUNS):
            run.append((word, _MARK if word == DOT else tag))
        else:
            yield from _parts(run)
            run = []


def _parts(run: Sequence[tuple[str, str]]) -> Iterator[Candidate]:
    for start in range(len(run)):
        for stop in range(start + 1, len(run) + 1):
            part = run[start:stop]
            words = [word for word, tag in part if tag != _MARK]
            if _MARK in (part[0][1], part[-1][1]) or len(words) > _LONGEST:
                continue
            name = "".join(word for word, _ in part)
            marked = len(words) < len(part)
            if len(name) > 1:
                yield Candidate(name, is_name=marked or any(t.startswith(_NAMES) for _, t in part))
