"""Where Punkt ends a sentence, asked once for each class of words.

Punkt (Kiss and Strunk, Unsupervised multilingual sentence boundary detection, 2006) comes with
NLTK; its trained models do not, and are not used: the lists of words are this project's own. Punkt
decides by the word before a stop and the word after it, and of each it only sees whether it is in a
list, a number or an initial, and how it begins. So words that it cannot tell apart are replaced
by one, and its decision, which takes 30 µs, is kept for all of them. About two plain words it is
not asked (``punkt_decision.py``), so that most short texts need no NLTK.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeAlias

from duizhao import lazy
from duizhao.corpora.sentences.punkt_decision import plain_decision
from duizhao.corpora.text.word_lists import word_list

__all__ = ["Words", "punkt_ends", "words_of"]

_PACKAGE = "duizhao.corpora.sentences"

# Punkt reads the whole word before each stop, so a word of a million dots or letters would cost
# their square; longer runs without white space are split by the plain rule.
_LONGEST_WORD = 400
_LONG_WORD = lazy.compile(rf"(?<!\S)\S{{{_LONGEST_WORD},}}")
_PLAIN_STOP = lazy.compile(r"(?<![.!?])[.!?]{1,3}(?![.!?])[\"'”’)\]]{0,4}\s{1,8}(?=[\"“‘'(]?[A-Z])")

# What Punkt takes for the end of a sentence that it must decide on: a stop before a mark that is
# no part of a word, or before white space and another word. Stops before a further stop or a comma
# are left out: a run of them is not cut in the middle. The word is bounded: Punkt sees no more of
# it than its first few characters.
_CANDIDATE = lazy.compile(
    r"[.?!](?! {0,40}[.!?,])(?=[)\";}\]*:@'({\[‘’“”«»]|\s+(?P<next>\S{1,40}))"
)
# Closing marks that go with the sentence before, as in PunktLanguageVars.
_CLOSERS = lazy.compile(r"[\"')\]}‘’“”«»]{1,40}?(?:\s|(?=--)|$)", re.MULTILINE)

# Stand for all words that are in no list, by how they begin.
_ANY_WORD, _ANY_SMALL, _ANY_CAPITAL = "xx", "xx", "Xx"
_DECISIONS = 8192
# Marks that Punkt sets apart from the word behind them, and those that end one.
_MARKS_APART = frozenset("\"'([")
_ENDS_A_WORD = frozenset("',;:!?)\"")
_LETTERS = lazy.compile(r"[^\W\d_]+")
_Decide: TypeAlias = Callable[[str, str, str], bool]


@dataclass(frozen=True)
class Words:
    """What is known of the words of a language, in small letters, without their last full stop.

    :param abbreviations: May end a sentence if a starter follows.
    :param titles: Never end one: a name follows.
    :param numeric: Abbreviations before a number only.
    :param starters: Begin a sentence where they have a capital after an abbreviation.
    :param closing: Abbreviations such as ``etc``, which end a sentence before any capital.
    """

    abbreviations: frozenset[str]
    titles: frozenset[str]
    numeric: frozenset[str]
    starters: frozenset[str]
    closing: frozenset[str] = frozenset()


@functools.lru_cache(maxsize=1)
def _other_words() -> dict[tuple[str, str], frozenset[str]]:
    """Read the lists of the languages that have one line for each."""
    text = (files(_PACKAGE) / "data" / "other_words.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {(lang, role): frozenset(words.split()) for lang, role, words in rows}


@functools.lru_cache(maxsize=32)
def words_of(lang: str) -> Words:
    """Return the lists of a language; one without lists has those of English.

    :param lang: A BCP 47 primary tag, such as ``"de"``.

    >>> "usw" in words_of("de").abbreviations
    True
    """
    other = _other_words()
    roles = ("abbreviations", "titles", "numeric", "starters", "closing")
    if (lang, "abbreviations") in other:
        return Words(*(other.get((lang, role), frozenset()) for role in roles))
    return Words(*(word_list(f"en_{role}", _PACKAGE) for role in roles[:-1]))


def punkt_ends(plain: str, lang: str) -> Iterator[int]:
    """Yield where Punkt ends sentences, and the plain rule beside words too long for it.

    :param plain: The text of a block, with ASCII quotation marks for all others.
    :param lang: Its language, for the lists of words.
    """
    at = 0
    for word in _LONG_WORD.finditer(plain):
        yield from _ends(plain, at, word.start(), lang)
        at = word.end()
    yield from _ends(plain, at, len(plain), lang)
    if at:
        yield from (stop.end() for stop in _PLAIN_STOP.finditer(plain))


def _ends(plain: str, start: int, end: int, lang: str) -> Iterator[int]:
    words, decide = words_of(lang), _decision(lang)
    known = words.abbreviations | words.titles
    stop = start
    waiting: tuple[int, int, int, str, str] | None = None
    for match in _CANDIDATE.finditer(plain, start, end):
        at = match.start()
        low = _word_start(plain, stop, at)
        if low is None:
            # The same word as that of the stop before: they are decided together.
            low = waiting[0] if waiting else start
        elif waiting:
            yield from _break(plain, waiting, decide)
        stop = at
        waiting = (
            low,
            at,
            match.start("next"),
            _class_before(plain[low:at], match["next"], known, words.closing),
            _class_after(plain, match, words.starters),
        )
    if waiting:
        yield from _break(plain, waiting, decide)


def _word_start(plain: str, low: int, at: int) -> int | None:
    """Return where the word before a stop begins; ``None`` if it reaches back to ``low``."""
    before = plain[low:at]
    if not before or before[-1].isspace():
        return at if before else None
    parts = before.rsplit(None, 1)
    return at - len(parts[1]) if len(parts) > 1 else None


def _class_before(
    word: str, following: str | None, known: frozenset[str], closing: frozenset[str]
) -> str:
    name = word.lower()
    if name in closing and following is not None and following[0].isupper():
        return _ANY_WORD
    if "'" in name:
        # Punkt parts didn't. into didn and 't., and the quote of 'Dr. stays with the word.
        return _ANY_WORD if name.replace("'", "").isalpha() else word
    last = name[name.rfind("-") + 1 :].lstrip('"(')
    return _ANY_WORD if len(last) > 1 and last.isalpha() and last not in known else word


def _class_after(plain: str, match: re.Match[str], starters: frozenset[str]) -> str:
    word = match["next"]
    if word is None:
        return plain[match.end()]
    # Of J.-C., only the first letter is the next word; the stops in it are candidates themselves.
    word = word[0] + word[1:].partition(".")[0]
    if word[0] in _MARKS_APART:
        return f" {word[0]}x"
    start = _LETTERS.match(word)
    if start and word[start.end() : start.end() + 1] in _ENDS_A_WORD:
        word = start[0]
    if not word.isalpha() or word.lower() in starters or word[0].isupper() == word[0].islower():
        return f" {word}"
    return f" {_ANY_CAPITAL if word[0].isupper() else _ANY_SMALL}"


def _break(plain: str, candidate: tuple[int, int, int, str, str], decide: _Decide) -> Iterator[int]:
    """Yield the end of the sentence at a stop, behind its closing marks, if there is one."""
    _, at, following, before, after = candidate
    if decide(before, plain[at], after):
        begin = following if following >= 0 else at + 1
        closers = _CLOSERS.match(plain, begin)
        yield begin + len(closers[0].rstrip()) if closers else at + 1


@functools.lru_cache(maxsize=32)
def _decision(lang: str) -> _Decide:
    """Return the question whether a stop between two words ends a sentence."""
    words = words_of(lang)
    abbreviations = words.abbreviations | words.titles

    def decide(before: str, stop: str, after: str) -> bool:
        plain = plain_decision(before, stop, after, abbreviations, words.starters)
        return _punkt(lang)(before + stop + after) if plain is None else plain

    return functools.lru_cache(maxsize=_DECISIONS)(decide)


@functools.lru_cache(maxsize=32)
def _punkt(lang: str) -> Callable[[str], bool]:
    """Return Punkt's own answer whether a line has an end of a sentence inside."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    words = words_of(lang)
    parameters = PunktParameters()
    parameters.abbrev_types = set(words.abbreviations | words.titles)
    parameters.sent_starters = set(words.starters)
    tokenizer = PunktSentenceTokenizer()
    tokenizer._params = parameters  # noqa: SLF001 - the documented way takes a pickle
    ask: Callable[[str], bool] = tokenizer.text_contains_sentbreak
    return ask
