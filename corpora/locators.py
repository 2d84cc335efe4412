"""Places in words: where a person finds a passage in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from duizhao import lazy
from duizhao.corpora.document import Locator

__all__ = ["place_as_json", "place_in_words"]

# In the order in which they are said: the largest first.
_WORDS = {
    "en": {
        "chapter": "chapter {}",
        "page": "page {}",
        "note": "note {}",
        "cell": "{}",
        "paragraph": "paragraph {}",
        "cue": "at {}",
        "unit": "unit {}",
        "line": "line {}",
    },
    "zh": {
        "chapter": "章节 {}",
        "page": "第 {} 页",
        "note": "注 {}",
        "cell": "{}",
        "paragraph": "第 {} 段",
        "cue": "{} 处",
        "unit": "单元 {}",
        "line": "第 {} 行",
    },
}
_BETWEEN = {"en": ", ", "zh": "，"}

# Readers name a cell in English.
_CELL_ZH = (
    (lazy.compile(r"\btable (\d+)"), r"表 \1"),
    (lazy.compile(r"\brow (\d+)"), r"第 \1 行"),
    (lazy.compile(r"\bcolumn (\d+)"), r"第 \1 列"),
    (lazy.compile(", "), "，"),
)


def place_as_json(place: Locator) -> dict[str, int | str]:
    """Return what is known of a place, by name.

    >>> place_as_json(Locator(page=3, paragraph=12))
    {'page': 3, 'paragraph': 12}
    """
    known = ((field.name, getattr(place, field.name)) for field in fields(place))
    return {name: value for name, value in known if value is not None}


def place_in_words(place: Locator | None, ui: str = "en") -> str:
    """Say where a place is.

    :param place: The place, if there is one.
    :param ui: The language to say it in, ``"en"`` or ``"zh"``.
    :return: One phrase; empty if nothing is known.

    >>> place_in_words(Locator(page=3, paragraph=12))
    'page 3, paragraph 12'
    >>> place_in_words(Locator(cell="table 1, row 2, column 3"), "zh")
    '表 1，第 2 行，第 3 列'
    """
    if place is None:
        return ""
    known: Mapping[str, int | str] = place_as_json(place)
    if ui == "zh" and place.cell is not None:
        cell = place.cell
        for pattern, words in _CELL_ZH:
            cell = pattern.sub(words, cell)
        known = {**known, "cell": cell}
    said = (words.format(known[name]) for name, words in _WORDS[ui].items() if name in known)
    return _BETWEEN[ui].join(said)
