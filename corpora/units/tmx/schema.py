"""What TMX 1.4 allows where: elements, attributes and their values.

Written down from the specification (https://www.gala-global.org/tmx-14b); tests compare it with
the document type definition where a program that carries one is installed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from duizhao import lazy

__all__ = ["CODES", "CONTENT", "DATES", "ELEMENTS", "INLINE", "SEGMENT_TYPES", "Element"]

CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
"""Elements in a segment whose content is code of another program, not text."""

_MARKS = CODES | {"hi"}

INLINE: Mapping[str, frozenset[str]] = {
    "seg": _MARKS,
    "sub": _MARKS,
    "hi": _MARKS,
    **dict.fromkeys(CODES, frozenset({"sub"})),
}
"""The elements that may stand directly in each element that holds text."""

SEGMENT_TYPES = frozenset({"block", "paragraph", "sentence", "phrase"})
DATES = frozenset({"creationdate", "changedate", "lastusagedate"})

CONTENT: Mapping[str, re.Pattern[str]] = {
    "tmx": lazy.compile("header body "),
    "header": lazy.compile("((note|ude|prop) )*"),
    "body": lazy.compile("(tu )*"),
    "tu": lazy.compile("((note|prop) )*(tuv )+"),
    "tuv": lazy.compile("((note|prop) )*seg "),
    "ude": lazy.compile("(map )+"),
}
"""What the names of the children, each with a space after it, must match."""


@dataclass(frozen=True)
class Element:
    """The attributes of an element.

    :param required: Those that it must have.
    :param optional: Those that it may have.
    :param values: The values that an attribute is held to.
    """

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)


def _element(required: str = "", optional: str = "", **values: str) -> Element:
    listed = {name: frozenset(value.split()) for name, value in values.items()}
    return Element(frozenset(required.split()), frozenset(optional.split()), listed)


_ORIGIN = "o-encoding creationdate creationid changedate changeid"
_USE = "datatype usagecount lastusagedate creationtool creationtoolversion o-tmf"

ELEMENTS: Mapping[str, Element] = {
    "tmx": _element(optional="version", version="1.4"),
    "header": _element(
        "creationtool creationtoolversion segtype o-tmf adminlang srclang datatype",
        _ORIGIN,
        segtype=" ".join(SEGMENT_TYPES),
    ),
    "body": _element(),
    "tu": _element(
        optional=f"tuid segtype srclang {_ORIGIN} {_USE}", segtype=" ".join(SEGMENT_TYPES)
    ),
    "tuv": _element("xml:lang", f"{_ORIGIN} {_USE} lang"),
    "seg": _element(),
    "note": _element(optional="o-encoding xml:lang lang"),
    "prop": _element("type", "xml:lang o-encoding lang"),
    "ude": _element("name", "base"),
    "map": _element("unicode", "code ent subst"),
    "bpt": _element("i", "x type"),
    "ept": _element("i"),
    "it": _element("pos", "x type", pos="begin end"),
    "ph": _element(optional="x assoc type"),
    "hi": _element(optional="x type"),
    "ut": _element(optional="x"),
    "sub": _element(optional="datatype type"),
}
