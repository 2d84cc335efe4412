"""Whether one item was changed into another, by mistake or for readers of another language."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import Enum

from duizhao import lazy
from duizhao.align.findings.verbatim.items import Item, family
from duizhao.corpora.document import VerbatimKind

__all__ = ["Change", "change_of"]

# Shares of characters in order that two items have in common. "@user47" and "@user332" share .67;
# two names that have nothing to do with each other rarely share half.
_ALIKE = 0.5
_ALIKE_CODE = 0.6
_ALIKE_HOST = 0.75
# Longer items are compared by their ends only in what differs; this bounds the work.
_LONGEST = 300

# What names a language or a country in an address or in the name of a file.
_LANGUAGE = (
    "en|eng|english|us|gb|uk|zh|cn|chs|cht|zho|chinese|hans|hant|tw|hk|ja|jp|de|fr|es|it|nl|pl|pt|br"
    "|ru|tr|ko|kr|ar|th|intl|global|www|m|com|org|net|edu|gov|io|co"
)
_MARK = lazy.compile(rf"(?:(?<=[./_=?&-])|^)(?:{_LANGUAGE})(?=[./_=?&#-]|$)", re.IGNORECASE)
_JOINTS = lazy.compile(r"[./_=?&-]+")
_WIKI = lazy.compile(r"^[a-z-]{2,12}\.(?:m\.)?(wik[a-z]+\.org|wiktionary\.org)/")
_LANGUAGE_MARK = lazy.compile(
    r"(?:(?<=[./_=-])|^)(?:zh|cn|en|us|zh-cn|zh_cn|zh-hans|en-us|chinese|english)(?=[./_=-]|$)",
    re.IGNORECASE,
)


_NAMED_BY_LANGUAGE = frozenset({VerbatimKind.URL, VerbatimKind.PATH, VerbatimKind.CODE})


class Change(Enum):
    """How an item of the translation stands to one of the original."""

    WRONG = "wrong"
    """It was changed, and nothing speaks for a reason."""
    LOCALISED = "localised"
    """It is what readers of the translation need."""
    REPLACED = "replaced"
    """It is something else of the same kind."""
    OTHER = "other"
    """They have nothing to do with each other."""


def change_of(one: Item, other: Item, *, alone: bool) -> tuple[Change, float]:
    """Say whether an item became another, and how alike the two are, 0 to 1.

    :param one: An item of the original that the translation lacks.
    :param other: An item of the translation that the original lacks.
    :param alone: Whether each is the only one of its kind that its side has alone.
    """
    if family(one.kind) is not family(other.kind):
        return Change.OTHER, 0.0
    alike = _alike(one.key, other.key)
    if one.kind in _NAMED_BY_LANGUAGE and _bare(one.key) == _bare(other.key):
        return Change.LOCALISED, 1.0
    if one.kind is VerbatimKind.URL:
        return _of_address(one.key, other.key, alike, alone=alone)
    if family(one.kind) is VerbatimKind.CODE:
        return (Change.WRONG if alike >= _ALIKE_CODE else Change.OTHER), alike
    if one.kind is VerbatimKind.HASHTAG and alike < _ALIKE:
        return (Change.REPLACED if alone else Change.OTHER), alike
    return (Change.WRONG if alone or alike >= _ALIKE else Change.OTHER), alike


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False)
    return matcher.ratio()


def _bare(address: str) -> tuple[str, ...]:
    """Return the parts of an address without those that name a language."""
    kept = _MARK.sub("", address.lower().partition("#")[0])
    return tuple(part for part in _JOINTS.split(kept) if part)


def _of_address(one: str, other: str, alike: float, *, alone: bool) -> tuple[Change, float]:
    host, _, path = one.lower().partition("/")
    host_there, _, path_there = other.lower().partition("/")
    wikis = _WIKI.match(one.lower()), _WIKI.match(other.lower())
    if all(wikis):
        return Change.LOCALISED, max(alike, _ALIKE)
    same_host = host == host_there or _bare(host) == _bare(host_there)
    if same_host:
        # A page in the other language may have another name as well.
        marked = _language_marks(one) != _language_marks(other)
        queries = path.partition("?")[0].partition("#")[0], path_there.partition("?")[0]
        only_query = queries[0] == queries[1].partition("#")[0]
        wrong = not marked and not only_query
        if wrong and not alone and alike < _ALIKE:
            return Change.OTHER, alike
        return (Change.WRONG if wrong else Change.LOCALISED), max(alike, _ALIKE)
    if path and path == path_there and _alike(host, host_there) >= _ALIKE_HOST:
        return Change.WRONG, alike
    return (Change.REPLACED if alone else Change.OTHER), alike


def _language_marks(address: str) -> list[str]:
    return _LANGUAGE_MARK.findall(address.lower())
