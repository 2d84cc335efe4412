"""English sentences inside one block: Punkt with our own lists, then repairs.

Punkt (Kiss and Strunk, Unsupervised multilingual sentence boundary detection, 2006) comes with
NLTK; its trained models do not, and are not used. The lists of abbreviations and sentence starters
are this project's own. Each repair answers a fault that Punkt has with any parameters.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

__all__ = ["cuts_en", "word_list"]

# Punkt knows only ASCII quotation marks and dashes. One character for one: offsets survive.
_TO_ASCII = str.maketrans("“”„‟«»’‘‚′″—–。！？", '""""""\'\'\'\'"  .!?')

# How far a repair looks to either side of a boundary.
_LOOK = 40

# Punkt reads the whole word before each stop, so a word of a million dots or letters would cost
# their square; longer runs without white space are split by the plain rule.
_LONGEST_WORD = 400
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")

# NLTK gives up on a text that takes longer than 5 s, so it gets no more than this at a time, cut
# inside a sentence where possible.
_CHUNK = 10_000
_SAFE_CUT = re.compile(r"(?<=[a-z,]) (?=[a-z])")
_DECISIONS = 4096

_LAST_WORD = re.compile(r"([^\s“”\"‘(\[]{1,24})$")
_CLOSED = re.compile(r"[.!?…][\"'”’)\]}»]{0,4}\s*$")
_FOOTNOTE = re.compile(r"\s*(?:\[\d{1,3}\]){1,4}")
_ITEM_NUMBER = re.compile(r"\s*[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)\]]{1,2}\s*")
_GOES_ON = re.compile(r"(?:[!?…\"'”’)\]}»]|\. ?\. ?\.)\s*$")
_DOTTED = re.compile(r"(?:^|[^\w.])((?:[A-Za-z]\.){2,6})$")
_NUMBER_FIRST = re.compile(r"\s*(?:\d|[IVXLC]{1,5}\b)")
_FIRST_WORD = re.compile(r"[\s\"'“‘(\[]{0,4}([A-Za-z’']{1,20})")
_INITIAL = re.compile(
    r"(?<=[a-z\d] [A-Z]\.) (?=(?:The|This|That|These|Those|But|And|However|There|When|If|In)\b)"
)
_NO_SPACE = re.compile(
    r"(?<=[a-z]{2})(?:[.!?][\"”’)]{0,2}(?=[A-Z][a-z]{1,20}[\s,’'])|[!?]{1,3}[\"”’)]{0,2}(?=[A-Z]))"
)
_ADDRESS = re.compile(r"[@/\\=]|www\.|https?:")
_CLOSED_MARK = re.compile(r"[.!?][\"'”’)\]}»]{0,4}(?=\s|$)")
_DASH_CLOSED = re.compile(r"[—–-][”’'\"] (?=[“‘'\"][A-Z])")
_CJK_STOP = re.compile("[。！？]{1,8}[”’」』）】]{0,4}")
_PLAIN_STOP = re.compile(r"(?<![.!?])[.!?]{1,3}(?![.!?])[\"'”’)\]]{0,4}\s{1,8}(?=[\"“‘'(]?[A-Z])")


@functools.lru_cache(maxsize=8)
def word_list(name: str) -> frozenset[str]:
    """Read one of the lists of words that come with the package.

    :param name: The name of a file in ``corpora/data``, without its ending.
    :return: Its words; what follows a ``#`` is a comment.
    """
    text = (files("duizhao.corpora") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word for line in lines for word in line.split())


def cuts_en(text: str) -> list[int]:
    """Return where the sentences of an English block end.

    Other languages in Latin letters are served as well, with more faults.

    :param text: The visible text of one block.
    :return: Rising offsets; the end of the text is not among them.

    >>> cuts_en("Dr. Fong agreed. “Why not?” she asked.")
    [16]
    """
    if not any(mark.search(text) for mark in (_CLOSED_MARK, _NO_SPACE, _DASH_CLOSED, _CJK_STOP)):
        return []
    plain = text.translate(_TO_ASCII)
    found = (_punkt_cuts(plain), _missing_spaces(plain), _unmarked(text))
    cuts = sorted(set(itertools.chain(*found)))
    kept: list[int] = []
    last = len(text.rstrip())
    for cut in cuts:
        footnote = _FOOTNOTE.match(text, cut)
        at = footnote.end() if footnote else cut
        begin = kept[-1] if kept else 0
        if begin < at < last and not _vetoed(text, begin, at):
            kept.append(at)
    return kept


@functools.lru_cache(maxsize=1)
def _punkt() -> Any:  # noqa: ANN401 - NLTK publishes no types
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    class Cached(PunktSentenceTokenizer):  # type: ignore[misc]
        """Punkt decides by a word and the next; texts repeat them, and each decision is slow."""

        text_contains_sentbreak = functools.lru_cache(maxsize=_DECISIONS)(
            PunktSentenceTokenizer.text_contains_sentbreak
        )

    parameters = PunktParameters()
    parameters.abbrev_types = set(word_list("en_abbreviations") | word_list("en_titles"))
    parameters.sent_starters = set(word_list("en_starters"))
    tokenizer = Cached()
    tokenizer._params = parameters  # noqa: SLF001 - the documented way takes a pickle
    return tokenizer


def _punkt_cuts(plain: str) -> Iterator[int]:
    """Yield Punkt's boundaries, and plain ones beside words too long for it."""
    at = 0
    for word in _LONG_WORD.finditer(plain):
        yield from _punkt_ends(plain, at, word.start())
        at = word.end()
    yield from _punkt_ends(plain, at, len(plain))
    if at:
        yield from (stop.end() for stop in _PLAIN_STOP.finditer(plain))


def _punkt_ends(plain: str, start: int, end: int) -> Iterator[int]:
    while start < end:
        stop = min(end, start + _CHUNK)
        if stop < end:
            safe = _SAFE_CUT.search(plain, stop, min(end, stop + _CHUNK))
            stop = safe.start() if safe else stop
        part = plain[start:stop]
        if part.strip():
            spans = list(_punkt().span_tokenize(part))
            yield from (start + high for _, high in spans[:-1])
        start = stop


def _missing_spaces(plain: str) -> Iterator[int]:
    for stop in _NO_SPACE.finditer(plain):
        low = max(0, stop.start() - _LOOK)
        before = plain[low : stop.start()].split()
        around = before[-1] + plain[stop.end() : stop.end() + _LOOK].split(maxsplit=1)[0]
        if not _ADDRESS.search(around) and "." not in around.rstrip(".,;:!?\"')"):
            yield stop.end()


def _unmarked(text: str) -> Iterator[int]:
    """Yield the ends that Punkt cannot see: `vitamin C. The`, `“But I—” “You`, CJK stops."""
    yield from (match.end() for match in _CJK_STOP.finditer(text))
    yield from (match.start() for match in _INITIAL.finditer(text))
    yield from (match.end() - 1 for match in _DASH_CLOSED.finditer(text))


def _vetoed(text: str, begin: int, at: int) -> bool:
    before, after = text[max(begin, at - _LOOK) : at], text[at : at + _LOOK]
    return any(check(before, after, text, begin, at) for check in _VETOES)


def _speech_goes_on(before: str, after: str, *_: object) -> bool:
    """“Why not?” she asked: a small letter after a closing quote, ! or ?."""
    first = _FIRST_WORD.match(after)
    return bool(first and first[1][0].islower() and _GOES_ON.search(before))


def _title_or_number(before: str, after: str, *_: object) -> bool:
    """Dr. Fong, No. 5: a title never ends a sentence, nor does such a word before a number."""
    word = _LAST_WORD.search(before.rstrip())
    if not word:
        return False
    name = word[1].lower().rstrip(".")
    if not word[1].endswith("."):
        return False
    return name in word_list("en_titles") or (
        name in word_list("en_numeric") and _NUMBER_FIRST.match(after) is not None
    )


def _dotted(before: str, after: str, *_: object) -> bool:
    """J.R.R. Tolkien: a dotted abbreviation goes on, unless a sentence starter follows."""
    first = _FIRST_WORD.match(after)
    if not _DOTTED.search(before.rstrip()) or not first:
        return False
    return first[1].lower() not in word_list("en_starters")


def _item_number(_: str, __: str, text: str, begin: int, at: int) -> bool:
    """1. Wash your hands: the number of a list item is no sentence."""
    return at - begin < _LOOK and _ITEM_NUMBER.fullmatch(text[begin:at]) is not None


def _inside_dots(before: str, after: str, *_: object) -> bool:
    """. . . or !!: a run of stops is not cut in the middle."""
    return after.lstrip(" ")[:1] in ".!?," and bool(_CLOSED.search(before))


_VETOES: tuple[Callable[..., bool], ...] = (
    _speech_goes_on,
    _title_or_number,
    _dotted,
    _item_number,
    _inside_dots,
)
