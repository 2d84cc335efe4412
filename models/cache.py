"""An encoder that keeps its vectors on disk, so that a second run encodes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder, TokenEncoder, TokenVectors
from duizhao.models.text_runs import AdditiveEncoder, spans_by_joining
from duizhao.models.vector_store import VectorCache, row_key

__all__ = [
    "CachedEncoder",
    "CachedTokenEncoder",
    "Lookups",
    "lookups",
    "with_cache",
]

_TEXTS_AT_ONCE = 4096
"""Texts between two writes: what an interrupted run keeps."""


class CachedEncoder:
    """An encoder that looks its texts up before it encodes them; :func:`with_cache` makes one.

    Of an :class:`AdditiveEncoder` the states are kept, so that single texts and runs need one
    encoding of each text. Any other encoder's runs are encoded, and kept, as joined texts.

    :param encoder: Encodes what the cache does not hold.
    :param cache: Where the rows are kept.
    """

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        self.encoder = encoder
        self.cache = cache
        self._additive = encoder if isinstance(encoder, AdditiveEncoder) else None
        self.hits = 0
        """Texts whose rows the cache held."""
        self.misses = 0
        """Texts that had to be encoded; the same text twice in a call counts once."""

    @property
    def name(self) -> str:
        """The name of the encoder."""
        return self.encoder.name

    @property
    def signature(self) -> str:
        """The signature of the encoder."""
        return self.encoder.signature

    @property
    def dimensions(self) -> int:
        """The length D of a vector."""
        return self.encoder.dimensions

    @property
    def blocks(self) -> tuple[int, ...]:
        """The widths of the models' vectors in a row."""
        return self.encoder.blocks

    @property
    def composes(self) -> bool:
        """Whether runs are composed from single texts."""
        return self.encoder.composes

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return one vector a text, shape (N, D)."""
        rows = self._rows(texts)
        return self._additive.vectors_of(rows) if self._additive else rows

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of all runs of up to ``longest`` texts, shape (K, N, D)."""
        if self._additive:
            return self._additive.spans_of(self._rows(texts), longest)
        return spans_by_joining(self._rows, texts, longest)

    def _rows(self, texts: Sequence[str]) -> FloatArray:
        """Return each text's state or vector, from the cache where it is there."""
        if self._additive:
            sort, width = "state", self._additive.state_width
        else:
            sort, width = "vector", self.encoder.dimensions
        kind = f"{self.signature}/{sort}-{width}"
        rows = np.empty((len(texts), width), np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = texts[start : start + _TEXTS_AT_ONCE]
            keys = [row_key(kind, text) for text in part]
            known = self._known(kind, dict(zip(keys, part, strict=True)), width)
            for offset, key in enumerate(keys):
                rows[start + offset] = known[key]
        return rows

    def _known(self, kind: str, wanted: Mapping[bytes, str], width: int) -> dict[bytes, FloatArray]:
        """Return the rows of all wanted texts; what the cache lacks is encoded and stored."""
        found = self.cache.get(list(wanted))
        known = {key: row for key, row in found.items() if row.shape == (width,)}
        absent = {key: text for key, text in wanted.items() if key not in known}
        self.hits += len(known)
        self.misses += len(absent)
        if absent:
            encode = self._additive.states if self._additive else self.encoder.encode
            new = encode(list(absent.values()))
            fresh = dict(zip(absent, new, strict=True))
            self.cache.put(kind, fresh)
            known |= fresh
        return known


class CachedTokenEncoder(CachedEncoder):
    """A cached encoder of tokens, too; those are computed each time: they are many and large."""

    encoder: TokenEncoder

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the tokens of each text."""
        return self.encoder.encode_tokens(texts)


def with_cache(encoder: Encoder, cache: VectorCache) -> CachedEncoder:
    """Put a cache before an encoder; what it can do, the result can.

    :param encoder: Encodes what the cache does not hold.
    :param cache: Where the rows are kept.
    """
    kind = CachedTokenEncoder if isinstance(encoder, TokenEncoder) else CachedEncoder
    return kind(encoder, cache)


@dataclass(frozen=True)
class Lookups:
    """How much a cache spared.

    :param hits: Texts whose rows the cache held.
    :param misses: Texts that had to be encoded.
    """

    hits: int
    misses: int


def lookups(encoder: Encoder) -> Lookups | None:
    """Return how many texts an encoder's caches held, or None if it has none.

    :param encoder: Any encoder; of one that combines several (``parts``), theirs are added up.
    """
    if isinstance(encoder, CachedEncoder):
        return Lookups(encoder.hits, encoder.misses)
    parts: Iterable[Encoder] = getattr(encoder, "parts", ())
    found = [counts for counts in map(lookups, parts) if counts is not None]
    if not found:
        return None
    return Lookups(sum(each.hits for each in found), sum(each.misses for each in found))
