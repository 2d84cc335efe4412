"""The folder of a run while the run has it: its ledger, and what is temporary."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path, PurePosixPath
from types import TracebackType

from duizhao.align.corpus.ledger import LEDGER, Ledger
from duizhao.align.corpus.manifest.entry import Entry
from duizhao.align.corpus.plan import DOCUMENTS
from duizhao.align.corpus.sweep import sweep
from duizhao.align.corpus.urls import file_system, is_url
from duizhao.align.results.write import check_folder
from duizhao.errors import OutputError

__all__ = ["Shelf"]

_WORK = ".duizhao-work"
_OPEN, _CLOSED = "open", "closed"
# A ledger that is kept elsewhere is sent there at least so often, in seconds.
_SENT_EVERY = 60.0


class Shelf:
    """A folder of results that one run has for itself.

    Of a run that was killed, what it left half written is removed.

    :param output: The folder, made if it is not there; or its URL, whose ledger and tables are
        kept in a temporary folder while the run goes on.
    :raises OutputError: If it cannot be written, or another run has it.
    """

    ledger: Ledger
    folder: Path
    work: Path

    def __init__(self, output: str) -> None:
        self._output = output
        self._away = is_url(output)
        self._sent = time.monotonic()

    def __enter__(self) -> Shelf:
        """Take the folder."""
        if self._away:
            self.folder = Path(tempfile.mkdtemp(prefix="duizhao-"))
            self._fetch(LEDGER)
        else:
            self.folder = Path(self._output)
            check_folder(self.folder)
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                message = f"cannot write to {self.folder}: {error.strerror}; choose another folder"
                raise OutputError(message) from error
        self.ledger = Ledger(self.folder / LEDGER)
        try:
            if self.ledger.get("state") == _OPEN:
                sweep(self.folder, below=True)
            self.work = self.folder / _WORK
            shutil.rmtree(self.work, ignore_errors=True)
            self.work.mkdir(exist_ok=True)
            self.ledger.put("state", _OPEN)
            self.ledger.keep()
        except OSError as error:
            self.ledger.abandon()
            message = f"cannot write to {self.folder}: {error.strerror}; choose another folder"
            raise OutputError(message) from error
        except BaseException:
            self.ledger.abandon()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the folder go; what was done is kept."""
        shutil.rmtree(self.work, ignore_errors=True)
        try:
            self.ledger.put("state", _CLOSED)
            self.ledger.close()
        except OutputError:
            self.ledger.abandon()
            if kind is None:
                raise
        finally:
            if self._away:
                try:
                    self.send(LEDGER)
                finally:
                    shutil.rmtree(self.folder, ignore_errors=True)

    def has(self, entry: Entry, files: tuple[str, ...]) -> bool:
        """Tell whether the results of a pair are there.

        :param entry: The pair.
        :param files: Their names.
        """
        if self._away:
            return True  # asking for each would take longer than reading a manifest may
        folder = self.folder.joinpath(DOCUMENTS, *entry.id.split("/"))
        return all((folder / name).is_file() for name in files)

    def kept(self) -> None:
        """Say that something was written into the ledger: one elsewhere is sent now and then."""
        if self._away and time.monotonic() - self._sent > _SENT_EVERY:
            self.ledger.keep()
            self.send(LEDGER)
            self._sent = time.monotonic()

    def fetched(self, entry: Entry, name: str) -> Path:
        """Return a result of a pair as a file of this machine.

        :param entry: The pair.
        :param name: The name of the result.
        """
        if not self._away:
            return self.folder.joinpath(DOCUMENTS, *entry.id.split("/"), name)
        return self._fetch(f"{DOCUMENTS}/{entry.id}/{name}")

    def send(self, name: str) -> None:
        """Put a file of the run in its place, if that is elsewhere.

        :param name: Its name in the folder.
        :raises OutputError: If it cannot be put there.
        """
        if not self._away:
            return
        system, root = file_system(self._output)
        try:
            system.makedirs(root, exist_ok=True)
            system.put_file(str(self.folder / name), str(PurePosixPath(root, name)))
        except OSError as error:
            message = f"cannot write to {self._output}: {error}"
            raise OutputError(message) from error

    def _fetch(self, name: str) -> Path:
        """Return a file of the run, fetched if it is there."""
        system, root = file_system(self._output)
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        there = str(PurePosixPath(root, name))
        try:
            if system.exists(there):
                system.get_file(there, str(file))
        except OSError as error:
            message = f"cannot read {self._output}: {error}"
            raise OutputError(message) from error
        return file
