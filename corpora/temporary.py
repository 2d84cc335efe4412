"""The system's folder for temporary files, which may be full or closed to us."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator

from duizhao.errors import OutputError

__all__ = ["reserve", "temporary_room"]

# A full disk, a full share of it, a file longer than the process may write.
_NO_ROOM = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})


@contextlib.contextmanager
def temporary_room() -> Iterator[None]:
    """Turn what the system says where temporary files find no room into one sentence.

    :raises OutputError: If a temporary file can be neither made nor filled inside.
    """
    try:
        folder = tempfile.gettempdir()
        yield
    except OSError as error:
        none = isinstance(error, FileNotFoundError) and error.filename is None
        if not none and error.errno not in _NO_ROOM:
            raise
        where = "there is no folder for temporary files" if none else f"{folder} has no room"
        reason = error.strerror or error
        message = f"{where} ({reason}); set TMPDIR to a folder that has room for temporary files"
        raise OutputError(message) from error


def reserve(descriptor: int, size: int) -> None:
    """Give an open file so many bytes of the disk, so that writing them cannot fail later.

    :param descriptor: Its number.
    :param size: Bytes, at least 1.
    :raises OSError: If there is no room for them.
    """
    os.ftruncate(descriptor, size)
    allocate = getattr(os, "posix_fallocate", None)  # absent on macOS and Windows
    if allocate is not None:
        try:
            allocate(descriptor, 0, size)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.EOPNOTSUPP}:  # a file system without it
                raise
