"""A small table of what was seen: tens of bytes for a key, where a set of texts takes hundreds."""

from __future__ import annotations

import hashlib
import unicodedata
from array import array
from collections.abc import Iterable

from duizhao.corpora.units.unit import TranslationUnit, Variant

__all__ = ["KeyTable", "source_key", "unit_key"]

_SMALLEST = 2**10
# Three slots of five full: then the next free one is two steps away on average.
_FULL = 0.6


class KeyTable:
    """Numbers by key; keys are kept as 64 bits of their BLAKE2b hash.

    Two of a million keys have the same bits with a probability of 3 in 100 million.

    >>> table = KeyTable()
    >>> table.put("a", 1), table.put("b", 2), table.put("a", 3), table.get("a")
    (None, None, 1, 3)
    """

    def __init__(self) -> None:
        self._hashes = array("Q", bytes(8 * _SMALLEST))
        self._numbers = array("Q", bytes(8 * _SMALLEST))
        self._count = 0

    def __len__(self) -> int:
        """Return the number of keys."""
        return self._count

    def put(self, key: str, number: int) -> int | None:
        """Set the number of a key; return the one it had, or None."""
        value = _hash(key)
        at = self._slot(value)
        if self._hashes[at]:
            before = self._numbers[at]
            self._numbers[at] = number
            return before
        self._hashes[at], self._numbers[at] = value, number
        self._count += 1
        if self._count > _FULL * len(self._hashes):
            self._grow()
        return None

    def get(self, key: str) -> int | None:
        """Return the number of a key, or None."""
        at = self._slot(_hash(key))
        return self._numbers[at] if self._hashes[at] else None

    def _slot(self, value: int) -> int:
        hashes = self._hashes
        mask = len(hashes) - 1
        at = value & mask
        while hashes[at] and hashes[at] != value:
            at = (at + 1) & mask
        return at

    def _grow(self) -> None:
        hashes, numbers = self._hashes, self._numbers
        self._hashes = array("Q", bytes(16 * len(hashes)))
        self._numbers = array("Q", bytes(16 * len(hashes)))
        for value, number in zip(hashes, numbers, strict=True):
            if value:
                at = self._slot(value)
                self._hashes[at], self._numbers[at] = value, number


def _hash(key: str) -> int:
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1  # zero is a free slot


def unit_key(unit: TranslationUnit) -> str:
    """Return what two units with the same texts have in common.

    Texts are compared as Unicode's canonical composition, as the readers of TMX do.
    """
    return _joined(sorted(_texts(unit.variants)))


def source_key(unit: TranslationUnit, source: Variant | None) -> str:
    """Return what two units with the same source have in common."""
    others = sorted({v.lang.replace("_", "-").lower() for v in unit.variants})
    return _joined([*others, *_texts((source or unit.variants[0],))])


def _texts(variants: Iterable[Variant]) -> list[str]:
    return [
        f"{v.lang.replace('_', '-').lower()}\0"
        f"{unicodedata.normalize('NFC', v.text if v.markup is None else v.markup)}"
        for v in variants
        if v.text
    ]


def _joined(parts: Iterable[str]) -> str:
    return "\0\0".join(parts)
