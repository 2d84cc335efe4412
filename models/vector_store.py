"""The file that keeps vectors: one SQLite database for all encoders.

SQLite keeps the file whole when several processes write at a time and when one of them is killed.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from duizhao.errors import InputError, OutputError
from duizhao.models.arrays import FloatArray

__all__ = ["CacheInfo", "KindInfo", "VectorCache", "cache_folder", "row_key"]

_LOG = logging.getLogger(__name__)

_VARIABLE = "DUIZHAO_CACHE_DIR"
_FILE = "vectors-3.sqlite3"
"""The number changes with the layout of the tables."""

_TABLES = """
CREATE TABLE IF NOT EXISTS kinds (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, width INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (
    id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, key BLOB NOT NULL UNIQUE, row BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS vectors_by_kind ON vectors (kind);
"""

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

_CHECKSUM = 4
"""Bytes behind each row that tell whether it is the one that was written under its key: CRC-32
sees every change of up to 32 bits in a row (https://doi.org/10.1109/JRPROC.1961.287814)."""

_KEYS_AT_ONCE = 500
"""Keys in one query: SQLite before 3.32 takes at most 999."""


def cache_folder() -> Path:
    """Return the cache's folder: ``DUIZHAO_CACHE_DIR``, or else the user's cache folder."""
    chosen = os.environ.get(_VARIABLE)
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("duizhao", appauthor=False))


@dataclass(frozen=True)
class KindInfo:
    """What the cache holds of one encoder.

    :param kind: The encoder's signature and what is kept, as for :func:`row_key`.
    :param texts: How many texts.
    :param size: Bytes that their numbers take.
    """

    kind: str
    texts: int
    size: int


@dataclass(frozen=True)
class CacheInfo:
    """What the cache holds.

    :param path: Its file, whether it is there or not.
    :param size: Bytes in use, without room that deleted rows left.
    :param largest: Bytes above which the rows that were written first go.
    :param kinds: What there is of each encoder, by name.
    """

    path: Path
    size: int
    largest: int
    kinds: tuple[KindInfo, ...]


class VectorCache:
    """Rows of float32 under keys, on disk.

    The cache only saves time. Where it cannot be used (no right to write, a damaged file) a
    warning is logged once, :meth:`get` finds nothing and :meth:`put` does nothing.

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
            with self._open() as connection:
                for start in range(0, len(keys), _KEYS_AT_ONCE):
                    found |= _select(connection, keys[start : start + _KEYS_AT_ONCE])
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
        return found

    def put(self, kind: str, rows: Mapping[bytes, FloatArray]) -> None:
        """Store rows; all of them or, if the process ends before, none.

        :param kind: The encoder's signature and what is kept.
        :param rows: Rows of one length by their keys.
        """
        if not (rows and self._usable):
            return
        width = len(next(iter(rows.values())))
        try:
            with self._open() as connection, _transaction(connection):
                number = _number_of(connection, kind, width)
                records = ((number, key, _packed(key, row)) for key, row in rows.items())
                connection.executemany(
                    "INSERT OR REPLACE INTO vectors (kind, key, row) VALUES (?, ?, ?)", records
                )
                self._evict(connection)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def info(self) -> CacheInfo:
        """Return what the cache holds; a cache that is not there holds nothing.

        :raises InputError: If the file cannot be read.
        """
        if not self.path.exists():
            return CacheInfo(self.path, 0, self._largest, ())
        query = (
            "SELECT name, width, count(*) FROM kinds JOIN vectors ON vectors.kind = kinds.id "
            "GROUP BY kinds.id ORDER BY name"
        )
        try:
            with self._open() as connection:
                found = connection.execute(query).fetchall()
                size = _size(connection)
        except (sqlite3.Error, OSError) as error:
            message = (
                f"the vector cache {self.path} cannot be read ({error}); `duizhao cache clear` "
                "removes it, which loses no more than time"
            )
            raise InputError(message) from error
        kinds = tuple(KindInfo(name, count, 4 * width * count) for name, width, count in found)
        return CacheInfo(self.path, size, self._largest, kinds)

    def clear(self, *, largest: int = 0) -> None:
        """Delete the rows that were written first, and give their room back.

        :param largest: Bytes that may stay; 0 deletes all.
        :raises OutputError: If the file can be neither written nor removed.
        """
        if not self.path.exists():
            return
        try:
            try:
                with self._open() as connection:
                    self._shrink(connection, largest)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                # It is damaged, so nothing in it can be kept.
                for end in ("", "-wal", "-shm"):
                    self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        except (sqlite3.Error, OSError) as error:
            message = (
                f"the vector cache {self.path} cannot be cleared ({error}); end other runs of "
                "duizhao, or delete the file"
            )
            raise OutputError(message) from error

    def _shrink(self, connection: sqlite3.Connection, largest: int) -> None:
        with _transaction(connection):
            _delete_oldest(connection, largest)
            connection.execute("DELETE FROM kinds WHERE id NOT IN (SELECT kind FROM vectors)")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _evict(self, connection: sqlite3.Connection) -> None:
        """Delete the oldest rows of a cache that has grown above its limit."""
        if _size(connection) > self._largest:
            _delete_oldest(connection, int(_KEEP * self._largest))

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

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one call: no connection is carried into another thread or process."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Transactions are begun by hand, so that the one who writes first locks first.
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        with closing(connection):
            connection.execute(f"PRAGMA page_size = {_PAGE}")
            _switch_to_wal(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            yield connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do everything inside or nothing."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


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


def _number_of(connection: sqlite3.Connection, kind: str, width: int) -> int:
    """Return the number of a kind, which is new if need be."""
    connection.execute("INSERT OR IGNORE INTO kinds (name, width) VALUES (?, ?)", (kind, width))
    found = connection.execute("SELECT id FROM kinds WHERE name = ?", (kind,)).fetchone()
    return int(found[0])


def _size(connection: sqlite3.Connection) -> int:
    """Return the bytes in use."""
    used = sum(
        sign * connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        for sign, pragma in ((1, "page_count"), (-1, "freelist_count"))
    )
    return int(used * connection.execute("PRAGMA page_size").fetchone()[0])


def _delete_oldest(connection: sqlite3.Connection, largest: int) -> None:
    """Delete the rows that were written first until about so many bytes are left."""
    size = _size(connection)
    rows = connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
    surplus = rows - int(rows * min(1.0, largest / max(size, 1)))
    connection.execute(
        "DELETE FROM vectors WHERE id IN (SELECT id FROM vectors ORDER BY id LIMIT ?)", (surplus,)
    )


def _select(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, FloatArray]:
    """Return the rows that are there under a few keys; damaged ones do not count."""
    marks = ",".join("?" * len(keys))
    query = f"SELECT key, row FROM vectors WHERE key IN ({marks})"  # noqa: S608 - only marks
    found: dict[bytes, FloatArray] = {}
    for key, packed in connection.execute(query, keys):
        row = packed[:-_CHECKSUM]
        if len(packed) >= _CHECKSUM and len(row) % 4 == 0 and _packed_bytes(key, row) == packed:
            found[key] = np.frombuffer(row, "<f4").astype(np.float32)
    return found


def _packed(key: bytes, row: FloatArray) -> bytes:
    return _packed_bytes(key, row.astype("<f4").tobytes())


def _packed_bytes(key: bytes, row: bytes) -> bytes:
    """Return a row followed by the checksum of its key and itself."""
    return row + zlib.crc32(row, zlib.crc32(key)).to_bytes(_CHECKSUM, "little")


def row_key(kind: str, text: str) -> bytes:
    """Return the key of a text's row.

    :param kind: The encoder's signature and what is kept.
    :param text: The text; its lone surrogates, if any, count as they are.
    :return: 32 bytes.
    """
    return hashlib.sha256(f"{kind}\0{text}".encode("utf-8", "surrogatepass")).digest()
