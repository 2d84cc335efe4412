"""The lines of a reading and the language of each."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duizhao import lazy
from duizhao.corpora.document import Kind, Verbatim
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.text.detection import LATIN_LANGUAGES, detect_language
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER, is_dense
from duizhao.corpora.text.verbatim import find_verbatim

__all__ = ["BETWEEN", "MixedLine", "find_mixed_lines", "main_languages"]

BETWEEN = "$$"
"""What some tools put between a text and its translation on one line."""

_ENDS = lazy.compile(r"\r\n|\n|\r|\$\$")
_LETTER = lazy.compile(r"[^\W\d_]")
# A line in Latin letters tells its own language from this many letters on; see
# :mod:`duizhao.corpora.text.detection`.
_TELLING = 40
# What is not in Latin letters is one of the two languages of a file from this share on.
_OTHER_SCRIPT = 0.05


@dataclass(frozen=True)
class MixedLine:
    """A line that is not blank.

    :param start: Where it begins in the text of the reading.
    :param end: Where it ends.
    :param lang: Its language; None if it has no words of its own.
    :param paragraph: What tells the paragraph, cell or cue that it stands in from others.
    :param letters: How many letters it has, code and names apart.
    """

    start: int
    end: int
    lang: str | None
    paragraph: Hashable
    letters: int


def find_mixed_lines(reading: Reading) -> list[MixedLine]:
    """Return the lines of a reading, the cells of tables apart, each with its language.

    Lines in other scripts tell their language by that, lines in Latin letters by their words; where
    all are in Latin letters, one that is too short to tell is taken for the language that the line
    before it is not in.

    :param reading: What a reader made of a file.
    """
    lines = list(_lines(reading))
    langs = [_by_script(reading.text, line, verbatim) for line, verbatim in lines]
    found = [
        replace(line, lang=lang, letters=n)
        for (line, _), (lang, n) in zip(lines, langs, strict=True)
    ]
    weights = main_languages(found)
    others = sum(weights.values()) - weights["en"]
    if {"ja", "zh", "en"} <= weights.keys():
        # A line of kanji alone is as Japanese as those around it.
        found = [replace(each, lang="ja") if each.lang == "zh" else each for each in found]
    if others >= _OTHER_SCRIPT * sum(weights.values()):
        latin = detect_language("\n".join(_text(reading, e) for e in found if e.lang == "en"))
        latin = latin if latin in LATIN_LANGUAGES else "en"
        return [replace(each, lang=latin) if each.lang == "en" else each for each in found]
    return list(_by_words(reading, found))


def main_languages(lines: Sequence[MixedLine]) -> Counter[str]:
    """Return how much lines say in each language, in Latin letters."""
    found = Counter[str]()
    for line in lines:
        if line.lang is not None:
            dense = LETTERS_A_CHARACTER if is_dense(line.lang) else 1
            found[line.lang] += dense * line.letters
    return found


def _lines(reading: Reading) -> Iterator[tuple[MixedLine, list[Verbatim]]]:
    """Yield the lines, as yet without a language, with what is not translated in the text."""
    text = reading.text
    verbatim = [
        item
        for item in find_verbatim(text, reading.verbatim)
        if not text.startswith(BETWEEN, item.start)  # two such marks look like a formula
    ]
    ends = [item.end for item in verbatim]
    for start, end, paragraph in _stretches(reading):
        stops = [start, *(m.end() for m in _ENDS.finditer(text, start, end)), end]
        number = 0
        for low, high in pairwise(stops):
            body = _ENDS.sub(lambda m: " " * len(m[0]), text[low:high])
            if not body.strip():
                number += reading.parts is None
                continue
            first = low + len(body) - len(body.lstrip())
            last = low + len(body.rstrip())
            at = bisect_right(ends, first)
            inside = []
            while at < len(verbatim) and verbatim[at].start < last:
                inside.append(verbatim[at])
                at += 1
            yield MixedLine(first, last, None, (paragraph, number), 0), inside


def _stretches(reading: Reading) -> Iterator[tuple[int, int, Hashable]]:
    if reading.parts is None:
        yield 0, len(reading.text), 0
        return
    for number, part in enumerate(reading.parts):
        if part.kind not in (Kind.CELL, Kind.FURNITURE):
            cue = part.place.cue if part.place else None
            yield part.start, part.end, number if cue is None else cue


def _by_script(text: str, line: MixedLine, verbatim: Sequence[Verbatim]) -> tuple[str | None, int]:
    """Return the language of a line by its script, Latin ones as English, and its letters."""
    words = list(text[line.start : line.end])
    for item in verbatim:
        low, high = max(item.start, line.start) - line.start, min(item.end, line.end) - line.start
        words[low:high] = " " * (high - low)
    shown = "".join(words)
    letters = len(_LETTER.findall(shown))
    if not letters:
        return None, 0
    lang = detect_language(shown)
    return ("en" if lang in LATIN_LANGUAGES else lang), letters


def _by_words(reading: Reading, lines: Sequence[MixedLine]) -> Iterator[MixedLine]:
    """Yield lines in Latin letters with the language that their words tell."""
    langs = [
        detect_language(_text(reading, line)) if line.letters >= _TELLING else None
        for line in lines
    ]
    pair = [lang for lang, _ in Counter(filter(None, langs)).most_common(2)]
    before: str | None = None
    for line, told in zip(lines, langs, strict=True):
        lang = told
        if not line.letters:
            lang = None
        elif told not in pair:
            lang = next(
                (other for other in pair if before and other != before), pair[0] if pair else None
            )
        before = lang or before
        yield replace(line, lang=lang)


def _text(reading: Reading, line: MixedLine) -> str:
    return reading.text[line.start : line.end]
