"""Kinds of text that are judged by settings of their own, and how one is told from a text.

A preset is settings that stand below those of the user. It is chosen by name, or guessed from a
document and its translation, and then told with the result.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from duizhao import lazy
from duizhao.corpora.document import Document, Kind, Sentence, VerbatimKind

if TYPE_CHECKING:
    from duizhao.align.judging.settings import Settings

__all__ = ["NO_PRESET", "PRESETS", "guess_preset", "preset_settings"]

PRESETS: Final = ("news", "documentation", "literature", "law", "subtitles")
"""The kinds of text that have settings of their own."""

NO_PRESET: Final = "none"
"""The name that chooses none of them."""

# The number of an article or section of a law, as it opens a paragraph.
_ARTICLE = lazy.compile(
    r"第[〇零一二三四五六七八九十百千\d]{1,6}[条條]"
    r"|(?:Article|Artikel|Artículo|Art\.)\s+(?:\d|[IVXLC]+\b|[A-Z][a-z]+\b)"
    r"|(?:Section|Sec\.)\s+\d|§\s*\d"
)
_SAID = lazy.compile(
    r"\b(?:said|says|told|according to|reported|announced|spokes\w+)\b"
    r"|表示|据[^，。]{1,12}(?:报道|消息|统计)|指出|宣布|记者|报道"
)
# Verbatim text that any page may have says nothing of its kind.
_ANYWHERE = frozenset(
    {
        VerbatimKind.URL,
        VerbatimKind.EMAIL,
        VerbatimKind.HANDLE,
        VerbatimKind.HASHTAG,
        VerbatimKind.IDENTIFIER,
        VerbatimKind.NOTE_MARK,
    }
)
_PERSON = lazy.compile(r"\b(?:he|she|his|her|him)\b|[他她]", re.IGNORECASE)
_DIGIT = lazy.compile(r"\d")


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, Any]]:
    from duizhao.align.judging.settings_file import parsed_toml

    path = files("duizhao.align.judging") / "data" / "presets.toml"
    return MappingProxyType(parsed_toml(path.read_text(encoding="utf-8"), path.name))


@lru_cache(maxsize=len(PRESETS))
def preset_settings(name: str) -> Settings:
    """Return the settings of a kind of text.

    :param name: One of :data:`PRESETS`.
    """
    from duizhao.align.judging.settings_file import settings_from_table

    return settings_from_table(_tables()[name], f"the preset {name}")


@dataclass(frozen=True)
class _Traits:
    """What tells the kind of a text.

    Shares are of what takes part in an alignment, 0 to 1.

    :param sentences: How many sentences there are.
    :param cues: The share of those that are subtitles.
    :param articles: How many paragraphs begin with the number of an article of a law.
    :param lawful: The share of those among the paragraphs.
    :param code: The share of sentences with words of a program, its blocks of code counted.
    :param laid: The share of headings, list items and cells.
    :param said: The share of running sentences with words that report what somebody said.
    :param digits: The share of those with a digit.
    :param persons: The share of those with he or she.
    """

    sentences: int
    cues: float
    articles: int
    lawful: float
    code: float
    laid: float
    said: float
    digits: float
    persons: float


def _traits(document: Document) -> _Traits:
    sentences = list(document.aligned_sentences())
    blocks = {s.block: s for s in reversed(sentences)}
    running = [s for s in sentences if s.kind is Kind.TEXT]
    articles = sum(_ARTICLE.match(s.text) is not None for s in blocks.values())
    starts = [v.start for v in document.verbatim if v.kind not in _ANYWHERE]
    code = [
        s
        for s in document.sentences
        if s.kind is Kind.FURNITURE or bisect_left(starts, s.start) < bisect_left(starts, s.end)
    ]
    laid = [s for s in sentences if s.kind is not Kind.TEXT]
    return _Traits(
        sentences=len(sentences),
        cues=_share(sum(bool(s.place and s.place.cue) for s in sentences), sentences),
        articles=articles,
        lawful=_share(articles, list(blocks.values())),
        code=_share(len(code), document.sentences),
        laid=_share(len(laid), sentences),
        said=_with(_SAID, running),
        digits=_with(_DIGIT, running),
        persons=_with(_PERSON, running),
    )


def _share(count: int, of: Sequence[Sentence]) -> float:
    return count / len(of) if of else 0.0


def _with(pattern: re.Pattern[str], sentences: Sequence[Sentence]) -> float:
    return _share(sum(pattern.search(s.text) is not None for s in sentences), sentences)


def guess_preset(source: Document, target: Document) -> str | None:
    """Return the kind of a text and its translation; None if nothing tells it plainly.

    Both sides must show it. The bounds stand between the kinds on the 22 real pairs and the 290
    documents that the findings are measured on: of those, subtitles have cues in all sentences and
    the others none; 37 % of a law's paragraphs begin with the number of an article, 3 % of the
    others' at most; news report speech in 10 to 20 % of their sentences on both sides, novels in
    none in Chinese; novels have digits in 4 % and a person in 20 to 50 %.

    :param source: The original.
    :param target: Its translation or digest.
    """
    a, b = _traits(source), _traits(target)
    if min(a.cues, b.cues) > 0.5:
        return "subtitles"
    if min(a.articles, b.articles) >= 5 and min(a.lawful, b.lawful) > 0.1:
        return "law"
    enough = min(a.code * a.sentences, b.code * b.sentences) >= 5
    if enough and (a.code + b.code) / 2 > 0.15 and min(a.code, b.code) > 0.08:
        return "documentation"
    if min(a.said, b.said) > 0.05 and max(a.laid, b.laid) < 0.35:
        return "news"
    is_prose = min(a.sentences, b.sentences) >= 100 and max(a.laid, b.laid) < 0.1
    if is_prose and (a.digits + b.digits) / 2 < 0.08 and (a.persons + b.persons) / 2 > 0.2:
        return "literature"
    return None
