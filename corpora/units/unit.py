"""What a translation memory holds: units, each with a text in two or more languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from duizhao.corpora.text.tags import primary_tag

__all__ = ["NOTHING", "PROBABILITY", "TmxHeader", "TmxUnit", "Variant", "pick_language", "prop"]

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


class TmxUnit(NamedTuple):
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


@dataclass(frozen=True)
class TmxHeader:
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


def prop(unit: TmxUnit, name: str) -> str | None:
    """Return the value of a unit's first property of that type, or None."""
    return next((value for key, value in unit.props if key == name), None)


def pick_language(tags: Iterable[str], lang: str) -> str | None:
    """Return the tag among some that a language asks for, or None.

    The very tag is taken first. Else ``"zh"`` takes any Chinese, and ``"zh-CN"`` takes ``"zh"``
    but not ``"zh-TW"``. Case, and ``_`` for ``-``, do not matter.

    >>> pick_language(["en", "zh-TW", "zh_CN"], "zh-CN"), pick_language(["en", "zh-TW"], "zh")
    ('zh_CN', 'zh-TW')
    """
    found = list(tags)
    wanted = lang.replace("_", "-").lower()
    for tag in found:
        if tag.replace("_", "-").lower() == wanted:
            return tag
    if wanted != primary_tag(wanted):
        return next((tag for tag in found if tag.lower() == primary_tag(wanted)), None)
    return next((tag for tag in found if primary_tag(tag) == wanted), None)
