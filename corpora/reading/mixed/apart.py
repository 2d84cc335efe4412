"""A reading with two languages in turn to two readings, and where both begin anew together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from duizhao.corpora.reading.base import Part, Reading
from duizhao.corpora.reading.mixed.lines import BETWEEN, MixedLine, find_mixed_lines, main_languages
from duizhao.corpora.text.tags import primary_tag

__all__ = ["InTurn", "find_in_turn", "only"]

# Two languages must say so much of a file, and the rarer one so much of it: a page quotes others.
_BOTH, _RARER = 0.9, 0.1
# So many of the paragraphs of the language that has fewer must stand beside one of the other.
_BESIDE = 0.5


@dataclass(frozen=True)
class InTurn:
    """A file in which a text and its translation stand in turn.

    :param reading: What was read of it.
    :param lines: Its lines.
    :param langs: The language of the original, and that of the translation.
    :param starts: Where each further pair of passages begins in the text, rising.
    """

    reading: Reading
    lines: tuple[MixedLine, ...]
    langs: tuple[str, str]
    starts: tuple[int, ...]


def find_in_turn(
    reading: Reading, named: tuple[str | None, str | None] = (None, None)
) -> InTurn | None:
    """Tell whether a text and its translation stand in turn in a file.

    :param reading: What was read of the file.
    :param named: The languages that a user names; what comes first is the original if None.
    :return: None if the file is in one language, or each stands by itself.
    """
    lines = find_mixed_lines(reading)
    weights = main_languages(lines)
    both = weights.most_common(2)
    total = sum(weights.values())
    if len(both) < 2 or both[1][1] < _RARER * total or both[0][1] + both[1][1] < _BOTH * total:
        return None
    pair = {lang for lang, _ in both}
    said = [line for line in lines if line.lang in pair]
    first = _first(said)
    second = next(lang for lang in pair if lang != first)
    runs = [(lang, list(run)) for lang, run in groupby(said, key=lambda line: line.lang)]
    beside = sum(a[0] == first for a, _ in pairwise(runs))
    paragraphs = Counter(
        lang for (lang, _), _ in groupby(said, key=lambda line: (line.lang, line.paragraph))
    )
    if beside < _BESIDE * min(paragraphs.values()) or (
        beside == 1 and max(paragraphs.values()) > 2
    ):
        return None
    langs = _ordered(first, second, named)
    if langs is None:
        return None
    starts = tuple(b[1][0].start for a, b in pairwise(runs) if b[0] == first)
    return InTurn(reading, tuple(lines), langs, starts)


def _first(lines: Sequence[MixedLine]) -> str:
    """Return the language that comes first: within a paragraph or a cue, else in the file."""
    inside = [
        a.lang or "" for a, b in pairwise(lines) if a.paragraph == b.paragraph and a.lang != b.lang
    ]
    heads = [next(run).lang or "" for _, run in groupby(lines, key=lambda line: line.paragraph)]
    voices = heads if inside else heads[:1]
    return max(dict.fromkeys(voices), key=voices.count)


def _ordered(
    first: str, second: str, named: tuple[str | None, str | None]
) -> tuple[str, str] | None:
    """Return the languages of original and translation; None if a user names others."""
    wanted = [None if lang is None else primary_tag(lang) for lang in named]
    for pair in ((first, second), (second, first)):
        if all(lang is None or lang == known for lang, known in zip(wanted, pair, strict=True)):
            return pair
    return None


def only(found: InTurn, lang: str) -> Reading:
    """Return what a file says in one language; all else is blank, so that offsets stay.

    Lines without a language, such as numbers and code, stand in both.

    :param found: The file.
    :param lang: One of its languages.
    """
    text = found.reading.text
    parts: list[str] = []
    end = 0
    for low, high in _others(found, lang):
        parts += [text[end:low], _blank(text[low:high])]
        end = high
    shown = "".join([*parts, text[end:]])
    kept = None
    if found.reading.parts is not None:
        kept = tuple(filter(None, (_trimmed(part, shown) for part in found.reading.parts)))
    verbatim = tuple(i for i in found.reading.verbatim if shown[i.start : i.end].strip())
    return replace(found.reading, text=shown, parts=kept, verbatim=verbatim, lang=None)


def _others(found: InTurn, lang: str) -> Iterator[tuple[int, int]]:
    """Yield what is in the other language, with the marks that part it from this one."""
    text = found.reading.text
    for line in found.lines:
        if line.lang not in (None, lang):
            before = text.endswith(BETWEEN, 0, line.start)
            after = text.startswith(BETWEEN, line.end)
            yield line.start - len(BETWEEN) * before, line.end + len(BETWEEN) * after


def _blank(text: str) -> str:
    return "".join(character if character in "\r\n" else " " for character in text)


def _trimmed(part: Part, text: str) -> Part | None:
    """Return a part without the blanks at its ends; None if nothing else is left of it."""
    body = text[part.start : part.end]
    if not body.strip():
        return None
    start, end = part.start + len(body) - len(body.lstrip()), part.start + len(body.rstrip())
    return replace(part, start=start, end=end, origins=())
