"""Vectors kept on disk, so that a second run encodes nothing.

One SQLite file holds all vectors of all encoders. A row's key is a hash of the encoder's signature
and the text; texts themselves are not stored. SQLite keeps the file whole when several processes
write at a time and when one of them is killed.

The cache only saves time. Where it cannot be used (no right to write, a damaged file) a warning is
logged once and everything is encoded afresh.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from duizhao.models.encoder import Encoder, FloatArray
from duizhao.models.spans import spans_by_joining

__all__ = ["AdditiveEncoder", "CachedEncoder", "VectorCache", "cache_folder", "row_key"]

_LOG = logging.getLogger(__name__)

_VARIABLE = "DUIZHAO_CACHE_DIR"
_FILE = "vectors-1.sqlite3"
"""The number changes with the layout of the table."""

_LARGEST = 1 << 30
"""1 GiB: about 230,000 texts of the embedded encoder, or 350,000 vectors of 768 dimensions."""

_KEEP = 0.9
"""What is left of a full cache: eviction in larger steps, not at every write."""

_PAGE = 32768
"""Bytes in a page. Seven states of the embedded encoder (4.1 kB each) fill one; SQLite's usual
4 kB pages would be too small for one and leave nearly half of the file unused."""

_PATIENCE = 30.0
"""Seconds to wait for another process that is writing."""

_PAUSE = 0.05
"""Seconds between two tries where SQLite does not wait by itself."""

_KEYS_AT_ONCE = 500
"""Keys in one query: SQLite before 3.32 takes at most 999."""

_TEXTS_AT_ONCE = 4096
"""Texts between two writes: what an interrupted run keeps."""


def cache_folder() -> Path:
    """Return the cache's folder: ``DUIZHAO_CACHE_DIR``, or else the user's cache folder."""
    chosen = os.environ.get(_VARIABLE)
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("duizhao", appauthor=False))


class VectorCache:
    """Rows of float32 under keys, on disk.

    :param folder: Where the file stands; :func:`cache_folder` if not given.
    :param largest: The size in bytes above which the rows that were written first go.
    """

    def __init__(self, folder: Path | None = None, *, largest: int = _LARGEST) -> None:
        self.path = (cache_folder() if folder is None else folder) / _FILE
        self._largest = largest
        self._usable = True

    def get(self, keys: Sequence[bytes]) -> dict[bytes, FloatArray]:
        """Return the rows that are there.

        :param keys: Keys from :func:`row_key`.
        :return: Each found key's row, shape (D,).
        """
        found: dict[bytes, FloatArray] = {}
        if not self._usable:
            return found
        try:
            with closing(self._connect()) as connection:
                for start in range(0, len(keys), _KEYS_AT_ONCE):
                    found |= _select(connection, keys[start : start + _KEYS_AT_ONCE])
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
        return found

    def put(self, rows: Mapping[bytes, FloatArray]) -> None:
        """Store rows; all of them or, if the process ends before, none."""
        if not (rows and self._usable):
            return
        records = ((key, row.astype("<f4").tobytes()) for key, row in rows.items())
        try:
            # A connection lives for one call: none is carried into another thread or process.
            with closing(self._connect()) as connection, connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(
                    "INSERT OR REPLACE INTO vectors (key, row) VALUES (?, ?)", records
                )
                self._evict(connection)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _evict(self, connection: sqlite3.Connection) -> None:
        """Delete the oldest rows of a cache that has grown above its limit."""
        used = sum(
            sign * connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            for sign, pragma in ((1, "page_count"), (-1, "freelist_count"))
        )
        size = used * connection.execute("PRAGMA page_size").fetchone()[0]
        if size <= self._largest:
            return
        rows = connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
        surplus = rows - int(rows * _KEEP * self._largest / size)
        connection.execute(
            "DELETE FROM vectors WHERE id IN (SELECT id FROM vectors ORDER BY id LIMIT ?)",
            (surplus,),
        )

    def _give_up(self, error: Exception) -> None:
        """Go on without the cache, and say so once."""
        self._usable = False
        _LOG.warning(
            "the vector cache %s is not used (%s); delete the file or set %s to a folder that can "
            "be written",
            self.path,
            error,
            _VARIABLE,
        )

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Transactions are begun by hand, so that the one who writes first locks first.
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute(f"PRAGMA page_size = {_PAGE}")
            _switch_to_wal(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors "
                "(id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, row BLOB NOT NULL)"
            )
        except BaseException:
            connection.close()
            raise
        return connection


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Turn write-ahead logging on, waiting for others: SQLite does not wait by itself here."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _select(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, FloatArray]:
    """Return the rows that are there under a few keys; damaged lengths do not count."""
    marks = ",".join("?" * len(keys))
    query = f"SELECT key, row FROM vectors WHERE key IN ({marks})"  # noqa: S608 - only marks
    found: dict[bytes, FloatArray] = {}
    for key, row in connection.execute(query, keys):
        if len(row) % 4 == 0:
            found[key] = np.frombuffer(row, "<f4").astype(np.float32)
    return found


@runtime_checkable
class AdditiveEncoder(Encoder, Protocol):
    """An encoder whose runs of texts are composed from what each text contributes."""

    @property
    def state_width(self) -> int:
        """The length S of a state."""

    def states(self, texts: Sequence[str]) -> FloatArray:
        """Return what each text contributes, shape (N, S)."""

    def vectors_of(self, states: FloatArray) -> FloatArray:
        """Return the vectors of single texts, shape (N, D)."""

    def spans_of(self, states: FloatArray, longest: int) -> FloatArray:
        """Return the vectors of runs, shape (K, N, D), as ``encode_spans`` does."""


class CachedEncoder:
    """An encoder that looks its texts up before it encodes them.

    Of an :class:`AdditiveEncoder` the states are kept, so that single texts and runs need one
    encoding of each text. Any other encoder's runs are encoded, and kept, as joined texts.

    :param encoder: Encodes what the cache does not hold.
    :param cache: Where the rows are kept.
    """

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        self.encoder = encoder
        self.cache = cache
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
        if isinstance(self.encoder, AdditiveEncoder):
            return self.encoder.vectors_of(self._rows(texts))
        return self._rows(texts)

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of all runs of up to ``longest`` texts, shape (K, N, D)."""
        if isinstance(self.encoder, AdditiveEncoder):
            return self.encoder.spans_of(self._rows(texts), longest)
        return spans_by_joining(self._rows, texts, longest)

    def _rows(self, texts: Sequence[str]) -> FloatArray:
        """Return each text's state or vector, from the cache where it is there."""
        if isinstance(self.encoder, AdditiveEncoder):
            sort, width = "state", self.encoder.state_width
        else:
            sort, width = "vector", self.encoder.dimensions
        kind = f"{self.signature}/{sort}-{width}"
        rows = np.empty((len(texts), width), np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = texts[start : start + _TEXTS_AT_ONCE]
            keys = [row_key(kind, text) for text in part]
            known = self._known(dict(zip(keys, part, strict=True)), width)
            for offset, key in enumerate(keys):
                rows[start + offset] = known[key]
        return rows

    def _known(self, wanted: Mapping[bytes, str], width: int) -> dict[bytes, FloatArray]:
        """Return the rows of all wanted texts; what the cache lacks is encoded and stored."""
        found = self.cache.get(list(wanted))
        known = {key: row for key, row in found.items() if row.shape == (width,)}
        absent = {key: text for key, text in wanted.items() if key not in known}
        self.hits += len(known)
        self.misses += len(absent)
        if absent:
            new = self._encode(list(absent.values()))
            fresh = dict(zip(absent, new, strict=True))
            self.cache.put(fresh)
            known |= fresh
        return known

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        if isinstance(self.encoder, AdditiveEncoder):
            return self.encoder.states(texts)
        return self.encoder.encode(texts)


def row_key(kind: str, text: str) -> bytes:
    """Return the key of a text's row.

    :param kind: The encoder's signature and what is kept.
    :param text: The text; its lone surrogates, if any, count as they are.
    :return: 32 bytes.
    """
    return hashlib.sha256(f"{kind}\0{text}".encode("utf-8", "surrogatepass")).digest()
