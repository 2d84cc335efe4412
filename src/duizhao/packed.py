"""Read what lies compressed in installed packages, in a third of the time that zipfile takes.

A run without a cache reads some 60 MB of packed weights, dictionaries and tables before it can
begin. ISA-L (Intel's Intelligent Storage Acceleration Library, by way of the package ``isal``)
undoes the same compression as zlib: the embedding table of the default model takes .11 s of a
processor with it, .29 s with zlib and .35 s by way of ``zipfile``. Where ``isal`` has no build for
a machine, zlib takes its place, and the results are the same.

For files that come with packages; documents are read by :mod:`duizhao.corpora.reading`, which
bounds what they may unfold to.
"""

from __future__ import annotations

import io
import struct
import threading
import zipfile
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

try:
    from isal import igzip as _gzip
    from isal import isal_zlib as _deflate
except ImportError:  # no build for this machine
    import gzip as _gzip  # type: ignore[no-redef]
    import zlib as _deflate  # type: ignore[no-redef]

if TYPE_CHECKING:
    import numpy.typing as npt
    from _typeshed import WriteableBuffer

__all__ = ["Arrays", "unzipped"]

_CHUNK = 1 << 16
"""Compressed bytes that are read at once."""

_RAW = -15
"""A stream of DEFLATE without a header, with the whole window."""

_HEADER = struct.Struct("<26xHH")
"""A member's own header: what is used of it are the lengths of its name and of its extra field."""


def unzipped(data: bytes) -> bytes:
    """Return what a gzip file holds.

    :param data: The file's bytes.
    """
    content: bytes = _gzip.decompress(data)  # type: ignore[no-untyped-call, unused-ignore]
    return content


class Arrays:
    """The arrays of an ``.npz`` file by their names; each is read when it is asked for.

    A context manager; streams that were opened keep the file open until they are closed.

    :param file: The file, or its path.
    :raises zipfile.BadZipFile: If it is no such file.
    """

    def __init__(self, file: Path | IO[bytes]) -> None:
        self._file = _SharedFile(file.open("rb") if isinstance(file, Path) else file)
        with zipfile.ZipFile(self._file.file) as archive:
            self._members = {
                member.filename.removesuffix(".npy"): member for member in archive.infolist()
            }

    def __enter__(self) -> Arrays:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file once no stream needs it."""
        self._file.leave()

    @property
    def names(self) -> list[str]:
        """The arrays' names, in the order of the file."""
        return [*self._members]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """Read an array.

        :raises KeyError: If there is none of this name.
        :raises zipfile.BadZipFile: If its checksum is wrong.
        """
        import numpy as np

        with self.stream(name) as stream:
            content = stream.read()
        if _deflate.crc32(content) != self._members[name].CRC:
            raise zipfile.BadZipFile(f"the checksum of {name} is wrong")
        array: npt.NDArray[Any] = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
        return array

    def stream(self, name: str) -> io.BufferedReader:
        """Open an array's file, header and all, to be read as far as it is needed.

        Several streams may be read by several threads at once. No checksum is verified.

        :raises KeyError: If there is none of this name.
        """
        member = self._members[name]
        lengths = _HEADER.unpack(self._file.read(member.header_offset, _HEADER.size))
        start = member.header_offset + _HEADER.size + sum(lengths)
        packed = _Packed(self._file, start, start + member.compress_size)
        if member.compress_type == zipfile.ZIP_STORED:
            return io.BufferedReader(packed, _CHUNK)
        return io.BufferedReader(_Inflated(packed), _CHUNK)


class _SharedFile:
    """A file that several threads read, and that the last of its users closes.

    :param file: The file; there is one user.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self._lock = threading.Lock()
        self._users = 1

    def enter(self) -> None:
        """Count one user more."""
        with self._lock:
            self._users += 1

    def leave(self) -> None:
        """Count one user less."""
        with self._lock:
            self._users -= 1
            if not self._users:
                self.file.close()

    def read(self, start: int, size: int) -> bytes:
        """Return bytes from a place on."""
        with self._lock:
            self.file.seek(start)
            return self.file.read(size)


class _Packed(io.RawIOBase):
    """A part of a file.

    :param file: The file.
    :param start: Where the part starts.
    :param stop: Where it stops.
    """

    def __init__(self, file: _SharedFile, start: int, stop: int) -> None:
        file.enter()
        self._file = file
        self._at, self._stop = start, stop

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer from its beginning, and return how far."""
        view = memoryview(buffer).cast("B")
        found = self._file.read(self._at, min(len(view), self._stop - self._at))
        view[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        """Give the file back; to close again does nothing."""
        if not self.closed:
            super().close()
            self._file.leave()


class _Inflated(io.RawIOBase):
    """What a stream of DEFLATE holds.

    :param packed: The stream; it is closed with this one.
    """

    def __init__(self, packed: io.RawIOBase) -> None:
        self._packed = packed
        self._ready = memoryview(b"")
        self._inflate: Any = _deflate.decompressobj(_RAW)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer from its beginning, and return how far."""
        view = memoryview(buffer).cast("B")
        while not self._ready and not self._inflate.eof:
            packed = self._packed.read(_CHUNK)
            if not packed:
                break
            self._ready = memoryview(self._inflate.decompress(packed))
        found, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(found)] = found
        return len(found)

    def close(self) -> None:
        """Close the stream, too."""
        super().close()
        self._packed.close()
