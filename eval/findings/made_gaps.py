"""Edits that take words out of a sentence: blanks, clean cuts, sentences that stop midway."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from duizhao.eval.findings.drafts import Change

__all__ = ["GAPS", "Finder", "cut_end"]

Finder: TypeAlias = Callable[[str, str, str, random.Random], Iterator[Change]]
"""From a segment of the translation, that of the source, the language of the translation, and the
source of chance to the changes that could be made, each alone."""

# A sentence is cut between these shares of its length, and only if it is this long.
_CUT_FROM, _CUT_TO = 0.35, 0.75
_LEAST_CUT = {"en": 50, "zh": 16}
# What is left beside a quotation that is cut out with its marks, in characters.
_LEAST_LEFT = {"en": 12, "zh": 4}

_QUOTES = {
    "zh": re.compile(r'“[^“”]*”|「[^「」]*」|(?<![A-Za-z0-9])"[^"“”]*"'),
    "en": re.compile(r'“[^“”]*”|(?<![A-Za-z0-9])"[^"“”]*"'),
}
# Shorter quotations are words that are only set off.
_LEAST_QUOTED = {"en": 12, "zh": 4}
# A clause between two marks, without quotation marks or brackets of which it might hold one of two.
_CLAUSES = {
    "zh": re.compile('(?<=[，；])[^，。；：！？“”「」‘’（）()《》、"\\s]{4,60}(?=[，。；])'),
    "en": re.compile(r"(?<=[a-z,;]), [^,.;:!?\"“”()\[\]0-9]{12,160}(?=, [a-z]|\.$|\. )"),
}
_OBJECTS = {
    "zh": re.compile(
        "(?:^|(?<=[，。；：“”]))(据|根据|依据|由于|通过|按照|鉴于)([^，。；：！？“”（）]{2,24})(?=，)"
    ),
    "en": re.compile(
        r"\b((?:[Aa]ccording|[Dd]ue|[Tt]hanks|[Oo]wing) to|[Bb]ecause of)"
        r"( [^,.;:!?\"“”()]{3,60})(?=[,.])"
    ),
}
_STOPS = "。！？.!?…"
_MARKS = _STOPS + "，、；：,;:“”\"‘’'「」（）()《》[]—–-"


def _quotes(text: str, _source: str, lang: str, _rng: random.Random) -> Iterator[Change]:
    """Blank a quotation: its marks are left."""
    for match in _quoted(text, lang):
        yield Change(match.start() + 1, match.end() - 1)


def _quoted(text: str, lang: str) -> Iterator[re.Match[str]]:
    if text.count('"') % 2:
        return  # one of them means inches, or has no fellow
    for match in _QUOTES[lang].finditer(text):
        if len(match.group()) >= _LEAST_QUOTED[lang] + 2:
            yield match


def _quotes_cut(text: str, _source: str, lang: str, _rng: random.Random) -> Iterator[Change]:
    """Cut a quotation at the end of a sentence, with its marks and the colon before it."""
    for match in _quoted(text, lang):
        before = text[: match.start()].rstrip()
        rest = text[match.end() :]
        if before[-1:] not in (*"：:，,",) or len(before) <= _LEAST_LEFT[lang]:
            continue
        stop = "。" if lang == "zh" else "."
        if rest[:1] in (*"。.",):
            yield Change(len(before) - 1, match.end())
        elif not rest.strip():
            yield Change(len(before) - 1, match.end(), stop)


def _clauses(text: str, _source: str, lang: str, rng: random.Random) -> Iterator[Change]:
    """Blank a clause: the marks on both sides of it are left."""
    for match in _CLAUSES[lang].finditer(text):
        # In English the match has the comma before it; its space goes or stays.
        start = match.start() + (rng.choice((1, 2)) if lang == "en" else 0)
        yield Change(start, match.end())


def _clauses_cut(text: str, _source: str, lang: str, _rng: random.Random) -> Iterator[Change]:
    """Cut a clause with the mark before it."""
    for match in _CLAUSES[lang].finditer(text):
        yield Change(match.start() - (lang == "zh"), match.end())


def _objects(text: str, _source: str, lang: str, rng: random.Random) -> Iterator[Change]:
    """Blank what something is according to, due to, thanks to; the mark behind it is left."""
    for match in _OBJECTS[lang].finditer(text):
        start = match.start(2) + (rng.randrange(2) if lang == "en" else 0)
        yield Change(start, match.end(2))


def _objects_cut(text: str, _source: str, lang: str, _rng: random.Random) -> Iterator[Change]:
    """Cut the whole phrase, so that the sentence reads on."""
    for match in _OBJECTS[lang].finditer(text):
        end = match.end() + 1
        if lang == "zh":
            yield Change(match.start(), end)
        elif match.start() == 0 and text[end : end + 1] == " " and text[match.end()] == ",":
            yield Change(0, end + 2, text[end + 1 : end + 2].upper())
        elif text[: match.start()].endswith(", "):
            yield Change(match.start() - 2, match.end())


def cut_end(text: str, lang: str, rng: random.Random) -> Change | None:
    """Cut a text off in the middle of its last sentence.

    :param text: The last text of a paragraph.
    :param lang: Its language.
    :param rng: The source of chance.
    :return: What to take away; None if the text does not end in a full stop, or is short.
    """
    if text[-1:] not in (*_STOPS,):
        return None
    starts = [at + 1 for at in range(len(text) - 1) if text[at] in _STOPS and at < len(text) - 2]
    first = max(starts, default=0)
    length = len(text) - first
    if length < _LEAST_CUT[lang]:
        return None
    edges = range(first + int(_CUT_FROM * length), first + int(_CUT_TO * length))
    places = [at for at in edges if _may_cut(text, at, lang)]
    return Change(rng.choice(places), len(text)) if places else None


def _may_cut(text: str, at: int, lang: str) -> bool:
    """Say whether a cut at this place leaves neither half a word nor a mark at the end."""
    before, after = text[at - 1], text[at]
    if before in _MARKS or after in _MARKS or before.isspace():
        return False
    if lang == "en":
        return after == " "
    return not (before.isascii() and after.isascii()) and not after.isspace()


GAPS: Final[Mapping[str, Finder]] = MappingProxyType(
    {
        "quotes": _quotes,
        "clauses": _clauses,
        "objects": _objects,
        "quotes-cut": _quotes_cut,
        "clauses-cut": _clauses_cut,
        "objects-cut": _objects_cut,
    }
)
"""The finders by the kind of edit."""
