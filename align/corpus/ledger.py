"""The ledger of a run: what became of every pair, so that a run can be stopped and goes on.

It is a SQLite file in the folder of the results, written by the run alone: while it is open,
another run is refused.
"""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from duizhao.align.corpus.outcome import Outcome
from duizhao.errors import OutputError

__all__ = ["LEDGER", "Known", "Ledger"]

LEDGER = "ledger.sqlite"
"""What the file is called."""

_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outcomes (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    stamps TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    target_sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    files TEXT NOT NULL,
    document TEXT NOT NULL,
    findings BLOB NOT NULL
) WITHOUT ROWID;
"""
# Outcomes are kept at least so often, in seconds: what a kill costs.
_KEPT_EVERY = 1.0
_DECIDED = "decided/"
_BUSY = "is used by another run; wait until that has ended, or choose another folder"


@dataclass(frozen=True)
class Known:
    """What the ledger knows of a pair.

    :param digest: What tells the pair and the plan from others.
    :param stamps: Sizes and times of its files when they were read.
    :param checksums: SHA-256 of its files.
    :param state: What became of it.
    :param files: The names of its results.
    """

    digest: str
    stamps: str
    checksums: tuple[str, str]
    state: str
    files: tuple[str, ...]


class Ledger:
    """An open ledger.

    :param path: Its file; made if it is not there.
    :raises OutputError: If it cannot be written, is no ledger, or another run has it open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept = time.monotonic()
        with self._told():
            self._file = sqlite3.connect(path, isolation_level=None, timeout=0.2)
            try:
                self._file.execute("PRAGMA locking_mode = EXCLUSIVE")
                self._file.execute("PRAGMA synchronous = NORMAL")
                self._file.execute("BEGIN EXCLUSIVE")
                self._file.executescript(_SCHEMA)
                if not self._file.in_transaction:
                    self._file.execute("BEGIN EXCLUSIVE")
                self._check()
            except BaseException:
                self._file.close()
                raise

    def _check(self) -> None:
        version = self.get("version")
        if version not in ("", str(_VERSION)):
            message = (
                f"{self.path} is of another version of duizhao ({version}, here {_VERSION});"
                " choose another folder"
            )
            raise OutputError(message)
        self.put("version", str(_VERSION))

    def close(self) -> None:
        """Keep everything and let go of the file."""
        with self._told():
            try:
                self._commit()
            finally:
                self._file.close()

    def abandon(self) -> None:
        """Let go of the file, keeping what was kept already."""
        self._file.close()

    def get(self, key: str) -> str:
        """Return a note of the run; the empty text if there is none.

        :param key: Its name.
        """
        row = self._file.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return "" if row is None else str(row[0])

    def put(self, key: str, value: str) -> None:
        """Write a note of the run.

        :param key: Its name.
        :param value: What it says.
        """
        with self._told():
            self._file.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def known(self) -> dict[str, Known]:
        """Return what is known of all pairs, by id."""
        rows = self._file.execute(
            "SELECT id, digest, stamps, source_sha256, target_sha256, state, files FROM outcomes"
        )
        return {
            id_: Known(digest, stamps, (a, b), state, tuple(files.split("/")) if files else ())
            for id_, digest, stamps, a, b, state, files in rows
        }

    def add(self, outcome: Outcome, digest: str, stamps: str) -> None:
        """Take an outcome in; it is kept on disk within a second or so.

        :param outcome: What became of a pair.
        :param digest: What tells the pair and the plan from others.
        :param stamps: Sizes and times of its files when they were read.
        """
        findings = json.dumps(outcome.findings, ensure_ascii=True).encode()
        values = (
            outcome.id,
            digest,
            stamps,
            *outcome.checksums,
            outcome.state,
            "/".join(outcome.files),
            json.dumps(outcome.document, ensure_ascii=True),
            zlib.compress(findings, 1) if outcome.findings else b"",
        )
        with self._told():
            marks = ", ".join("?" * len(values))
            self._file.execute(f"INSERT OR REPLACE INTO outcomes VALUES ({marks})", values)  # noqa: S608 - question marks
            self.put(f"{_DECIDED}{outcome.id}", " ".join(outcome.decided))
            if time.monotonic() - self._kept > _KEPT_EVERY:
                self.keep()

    def restamp(self, id_: str, stamps: str) -> None:
        """Write down that a pair's files have other times, though the same content.

        :param id_: The pair.
        :param stamps: The sizes and times of its files.
        """
        with self._told():
            self._file.execute("UPDATE outcomes SET stamps = ? WHERE id = ?", (stamps, id_))

    def keep(self) -> None:
        """Put everything on disk."""
        with self._told():
            self._commit()
            self._file.execute("BEGIN EXCLUSIVE")
        self._kept = time.monotonic()

    def document(self, id_: str) -> dict[str, object]:
        """Return the row of a pair in the table of documents; nothing if there is none.

        :param id_: The pair.
        """
        row = self._file.execute("SELECT document FROM outcomes WHERE id = ?", (id_,)).fetchone()
        return {} if row is None else dict(json.loads(row[0]))

    def findings(self, id_: str) -> list[dict[str, object]]:
        """Return the rows of a pair in the table of findings.

        :param id_: The pair.
        """
        row = self._file.execute("SELECT findings FROM outcomes WHERE id = ?", (id_,)).fetchone()
        return [] if row is None or not row[0] else list(json.loads(zlib.decompress(row[0])))

    def decided(self, id_: str) -> list[str]:
        """Return the marks of the decisions that a pair has something for.

        :param id_: The pair.
        """
        return self.get(f"{_DECIDED}{id_}").split()

    def _commit(self) -> None:
        if self._file.in_transaction:
            self._file.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn an error of the database into one sentence."""
        try:
            yield
        except sqlite3.OperationalError as error:
            said = str(error)
            busy = "locked" in said or "busy" in said
            message = f"{self.path} {_BUSY}" if busy else f"cannot write {self.path}: {said}"
            raise OutputError(message) from error
        except sqlite3.DatabaseError as error:
            message = f"{self.path} is no ledger of a run ({error}); choose another folder"
            raise OutputError(message) from error
