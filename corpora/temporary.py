"""The system's folder for temporary files, which may be full or closed to us."""

from __future__ import annotations

import contextlib
import errno
import functools
import hashlib
import os
import platform
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from duizhao import lazy
from duizhao.errors import OutputError

__all__ = [
    "is_temporary",
    "remove_stale",
    "reserve",
    "temporary_folder",
    "temporary_name",
    "temporary_room",
]

# A full disk, a full share of it, a file longer than the process may write.
_NO_ROOM = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})

# The machine and the process stand in every name; a folder's end is by the tempfile module.
_FILE = lazy.compile(r"\.duizhao-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{8}\.tmp")
_FOLDER = lazy.compile(r"duizhao-([0-9a-f]{8})-(\d{1,10})-[0-9a-z_]{8}")
_WEEK = 7 * 24 * 3600.0


def temporary_name() -> str:
    """Return a new name for what is to be gone when this process ends."""
    return f".duizhao-{_place()}-{os.getpid()}-{secrets.token_hex(4)}.tmp"


def is_temporary(name: str) -> bool:
    """Tell whether a file of that name is one that is being written, or was left behind.

    >>> is_temporary(temporary_name()), is_temporary("aligned.tmx")
    (True, False)
    """
    return _FILE.fullmatch(name) is not None


@functools.lru_cache(maxsize=1)
def _place() -> str:
    """Return what numbers of processes are counted in: a machine, or a container of it."""
    container = ""
    with contextlib.suppress(OSError):
        container = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - no path, a name
    return hashlib.sha256(f"{platform.node()} {container}".encode()).hexdigest()[:8]


@functools.lru_cache(maxsize=1024)
def remove_stale(folder: Path) -> None:
    """Remove temporary files and folders that killed runs left in a folder; once in a process.

    A name has the machine and the process that made it: what one of this machine made that is no
    more goes, and what is a week old, whoever made it. On Windows only age counts.

    :param folder: Where to look; nothing is said if it cannot be read.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in [entry for entry in entries if "duizhao-" in entry.name]:
            with contextlib.suppress(OSError):
                if not _is_stale(entry):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    Path(entry.path).unlink()


def _is_stale(entry: os.DirEntry[str]) -> bool:
    pattern = _FOLDER if entry.is_dir(follow_symlinks=False) else _FILE
    match = pattern.fullmatch(entry.name)
    if match is None:
        return False
    if match[1] == _place() and not _is_running(int(match[2])):
        return True
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _WEEK


def _is_running(process: int) -> bool:
    if os.name != "posix":  # signal 0 would end the process on Windows
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it belongs to somebody else
        return True
    return True


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder for temporary files; those that killed runs left are removed.

    :raises OutputError: If there is no room for it, or for what is written to it.
    """
    with temporary_room():
        remove_stale(Path(tempfile.gettempdir()))
        prefix = f"duizhao-{_place()}-{os.getpid()}-"
        with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
            yield Path(folder)


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
