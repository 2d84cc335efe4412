"""Where documents are read and results are written: this machine's folders, or a URL.

URLs go through fsspec: what is read is fetched into a temporary folder first, and results are put
in their place when they are whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import TracebackType

from duizhao.align.corpus.manifest.entry import Entry
from duizhao.align.corpus.plan import DOCUMENTS, Plan
from duizhao.align.corpus.urls import file_system, is_url
from duizhao.corpora.alignment import Alignment
from duizhao.errors import InputError, OutputError

__all__ = ["Staging", "Stamp", "checksum_of", "stamp_of"]

_BLOCK = 2**20


@dataclass(frozen=True)
class Stamp:
    """What tells cheaply whether a file changed.

    :param size: Its bytes; 0 if it is not there.
    :param text: Its size and time, or what a file system elsewhere says of it; empty if it is not
        there.
    """

    size: int
    text: str


def stamp_of(path: str) -> Stamp:
    """Return the stamp of a file.

    :param path: The file, or its URL.
    """
    if not is_url(path):
        try:
            found = os.stat(path)  # noqa: PTH116 - a name of whatever kind
        except (OSError, ValueError):
            return Stamp(0, "")
        return Stamp(found.st_size, f"{found.st_size}:{found.st_mtime_ns}")
    try:
        system, there = file_system(path)
        return Stamp(int(system.size(there) or 0), str(system.ukey(there)))
    except (OSError, ValueError, InputError):
        return Stamp(0, "")


def checksum_of(path: str) -> str:
    """Return the SHA-256 of a file of this machine; the empty text if it cannot be read.

    :param path: The file.
    """
    made = hashlib.sha256()
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - a name of whatever kind
            while block := stream.read(_BLOCK):
                made.update(block)
    except (OSError, ValueError):
        return ""
    return made.hexdigest()


class Staging:
    """The two files of a pair, and a folder for its results, while it is worked on.

    :param plan: Where results go.
    :param entry: The pair.
    """

    source: Path
    target: Path
    folder: Path

    def __init__(self, plan: Plan, entry: Entry) -> None:
        self._plan, self._entry = plan, entry
        self._temporary: Path | None = None

    def __enter__(self) -> Staging:
        """Fetch what is elsewhere.

        :raises InputError: If it cannot be fetched.
        """
        try:
            self.source = self._fetched(self._entry.source, "source")
            self.target = self._fetched(self._entry.target, "target")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        if is_url(self._plan.output):
            self.folder = self._own("results")
        else:
            self.folder = self._plan.folder(self._entry)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was fetched."""
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def named(self, alignment: Alignment) -> Alignment:
        """Return an alignment whose documents are called what the manifest calls them.

        :param alignment: Of the files that were fetched.
        """
        names = {str(self.source): self._entry.source, str(self.target): self._entry.target}
        documents = [replace(d, path=names.get(d.path, d.path)) for d in alignment.documents]
        return replace(alignment, documents=tuple(documents))

    def deliver(self) -> None:
        """Put the results in their place, if that is elsewhere.

        :raises OutputError: If they cannot be put there.
        """
        if not is_url(self._plan.output):
            return
        system, root = file_system(self._plan.output)
        place = str(PurePosixPath(root, DOCUMENTS, self._entry.id))
        try:
            system.makedirs(place, exist_ok=True)
            for file in sorted(self.folder.iterdir()):
                system.put_file(str(file), f"{place}/{file.name}")
        except OSError as error:
            message = f"cannot write to {self._plan.output}: {error}"
            raise OutputError(message) from error

    def _fetched(self, path: str, side: str) -> Path:
        if not is_url(path):
            return Path(path)
        system, there = file_system(path)
        file = self._own(side) / (PurePosixPath(there).name or side)
        try:
            system.get_file(there, str(file))
        except FileNotFoundError as error:
            message = f"{path} does not exist; give the address of a file"
            raise InputError(message) from error
        except OSError as error:
            message = f"cannot read {path}: {error}"
            raise InputError(message) from error
        return file

    def _own(self, name: str) -> Path:
        if self._temporary is None:
            self._temporary = Path(tempfile.mkdtemp(prefix="duizhao-"))
        folder = self._temporary / name
        folder.mkdir()
        return folder
