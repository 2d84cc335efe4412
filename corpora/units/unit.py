"""Translation units, whatever file they come from, and what stands around them.

A :class:`TranslationUnit` holds all that a file says, in any number of languages, so that it can be
handed on; a :class:`Pair` is the same unit seen in two of its languages. A :class:`BitextUnit` is
what is read to be checked: two texts and their place in the file, and nothing to hand on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from duizhao.corpora.text.tags import primary_tag, region, variety
from duizhao.corpora.units.inline import Codes

__all__ = [
    "NOTHING",
    "PROBABILITY",
    "Bitext",
    "BitextUnit",
    "MemoryHeader",
    "Pair",
    "TranslationUnit",
    "Variant",
    "pick_language",
    "pick_variety",
    "prop",
]

NOTHING: Mapping[str, str] = MappingProxyType({})
"""No attributes."""

PROBABILITY = "x-probability"
"""The property that holds how sure the aligner is of a unit, 0 to 1."""


# Tuples, because a million units are made and dropped in a run: a frozen dataclass takes three
# times as long to make.
class Variant(NamedTuple):
    """The text of a unit in one language.

    :param lang: Its language tag, as the file has it.
    :param text: The visible text, on one line.
    :param markup: The content of the segment as XML if it has inline elements, else None.
    :param attributes: Those of the ``<tuv>`` but the language.
    :param props: Its properties, as pairs of type and value.
    :param notes: Its notes.
    """

    lang: str
    text: str
    markup: str | None = None
    attributes: Mapping[str, str] = NOTHING
    props: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


class TranslationUnit(NamedTuple):
    """A unit of a translation memory.

    :param variants: Its texts, in the order of the file.
    :param props: Its properties, as pairs of type and value.
    :param notes: Its notes.
    :param attributes: Those of the ``<tu>``.
    :param number: Its place in the file, from 1; 0 if it is of no file.
    """

    variants: tuple[Variant, ...]
    props: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    attributes: Mapping[str, str] = NOTHING
    number: int = 0


class Pair(NamedTuple):
    """A unit seen in two of its languages.

    :param unit: The unit.
    :param source: Its source, or None if it has none in that language.
    :param target: Its target, likewise.
    """

    unit: TranslationUnit
    source: Variant | None = None
    target: Variant | None = None

    @property
    def texts(self) -> tuple[str, str]:
        """The source and the target, empty where there is none."""
        return (
            "" if self.source is None else self.source.text,
            "" if self.target is None else self.target.text,
        )

    @property
    def lack(self) -> str:
        """Why a pair with an empty side has none: its unit is ``empty``, or of other ``language``.

        A unit without one of the two languages that has text in two others is of those.
        """
        texts = sum(bool(variant.text) for variant in self.unit.variants)
        return "language" if texts > 1 and None in self[1:] else "empty"

    def alone(self) -> Pair:
        """Return the pair with a unit that has no text in another language."""
        sides = tuple([side for side in self[1:] if side is not None])
        return self._replace(unit=self.unit._replace(variants=sides))


@dataclass(frozen=True)
class MemoryHeader:
    """What a translation memory says of itself.

    :param source_lang: Its ``srclang``; ``"*all*"`` if any language may be the source.
    :param attributes: All its attributes.
    :param props: Its properties, as pairs of type and value.
    :param notes: Its notes.
    """

    source_lang: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    props: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class BitextUnit:
    """A source text and its translation at their place in a file.

    :param id: Its name in the file, or None.
    :param source: The visible text on one line; empty if there is none.
    :param target: Its translation, likewise.
    :param state: What the file says of the translation, such as ``"needs-translation"``.
    :param line: The line of the file that it begins at, from 1, where that helps to find it.
    :param cell: The row of a table that it stands in, as ``"table 1, row 2"``.
    :param props: What else the file says of it, as pairs of type and value.
    :param codes: The inline codes of the source and of the target, in order.
    """

    id: str | None
    source: str
    target: str
    state: str | None = None
    line: int | None = None
    cell: str | None = None
    props: tuple[tuple[str, str], ...] = ()
    codes: Codes = ((), ())


@dataclass(frozen=True)
class Bitext:
    """The units of a file, in its order.

    :param units: Those with text on at least one side.
    :param source_lang: The language of the source as the file names it, if it does.
    :param target_lang: That of the target.
    :param encoding: The encoding of the file.
    :param aside: How many texts of the file are no units, by reason.
    """

    units: tuple[BitextUnit, ...]
    source_lang: str | None = None
    target_lang: str | None = None
    encoding: str = "utf-8"
    aside: Mapping[str, int] = field(default_factory=dict)


def prop(unit: TranslationUnit, name: str) -> str | None:
    """Return the value of a unit's first property of that type, or None."""
    return next((value for key, value in unit.props if key == name), None)


def pick_variety(tags: Iterable[str], lang: str) -> str | None:
    """Return the tag among some that is of the same language and script as a tag, or None.

    The very tag is taken first, whatever its case.

    >>> pick_variety(["en-GB", "zh-TW", "zh-Hans-CN"], "zh-CN"), pick_variety(["zh-TW"], "zh-CN")
    ('zh-Hans-CN', None)
    """
    found = list(tags)
    wanted = lang.replace("_", "-").lower()
    same = (tag for tag in found if tag.replace("_", "-").lower() == wanted)
    others = (tag for tag in found if variety(tag) == variety(lang))
    return next(same, None) or next(others, None)


def pick_language(tags: Iterable[str], lang: str) -> str | None:
    """Return the tag among some that a language asks for, or None.

    The very tag is taken first. Else ``"zh"`` takes any Chinese, and ``"zh-CN"`` takes
    ``"zh-Hans-CN"`` and ``"zh"``, but not ``"zh-TW"``. Case, and ``_`` for ``-``, do not matter.

    >>> pick_language(["en", "zh-TW", "zh_CN"], "zh-CN"), pick_language(["en", "zh-TW"], "zh")
    ('zh_CN', 'zh-TW')
    """
    found = list(tags)
    wanted = lang.replace("_", "-").lower()
    for tag in found:
        if tag.replace("_", "-").lower() == wanted:
            return tag
    if wanted != primary_tag(wanted):
        kin = (t for t in found if variety(t) == variety(wanted) and region(t) == region(wanted))
        bare = (tag for tag in found if tag.lower() == primary_tag(wanted))
        return next(kin, None) or next(bare, None)
    return next((tag for tag in found if primary_tag(tag) == wanted), None)
