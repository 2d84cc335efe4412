"""Write results whole or not at all.

A result is first written under a temporary name in its own folder, then moved over the old one,
so a reader never meets half a file and a failed run leaves what was there before.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias, TypeVar

from duizhao.corpora.temporary import remove_stale, temporary_name
from duizhao.errors import OutputError

__all__ = [
    "Writer",
    "Written",
    "numbered_path",
    "side_path",
    "write_all",
    "write_whole",
]

_T = TypeVar("_T")
Writer: TypeAlias = Callable[[BinaryIO], object]


@dataclass(frozen=True)
class Written:
    """What became of what was to be written, whatever the format.

    :param what: What was counted: ``"unit"``, ``"row"`` or ``"term"``.
    :param written: How many were written.
    :param left_out: How many were not, by reason; the function that returns it names the reasons.
    :param without_target: How many of the units written have no target.
    :param stripped: How many characters were taken out because XML cannot hold them.
    :param doubtful: How many of the units written do not count as translated, though they have a
        target.
    :param files: Where it was written, as far as that is known.
    """

    what: str
    written: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    without_target: int = 0
    stripped: int = 0
    files: tuple[Path, ...] = ()
    doubtful: int = 0


def numbered_path(path: Path, number: int) -> Path:
    """Return the name of one of several files.

    >>> numbered_path(Path("memory.tmx"), 12).name
    'memory-012.tmx'
    """
    return path.with_name(f"{path.stem}-{number:03}{path.suffix}")


def side_path(path: Path, lang: str) -> Path:
    """Return the name of the file that holds the texts of one language.

    >>> side_path(Path("corpus"), "zh-CN").name
    'corpus.zh-CN'
    """
    return path.with_name(f"{path.name}.{lang}")


def write_whole(path: Path, write: Callable[[BinaryIO], _T], *, protect: Iterable[Path] = ()) -> _T:
    """Write one file whole or not at all.

    :param path: Where to write; missing folders are made, a symbolic link is followed.
    :param write: Called once with a binary stream.
    :param protect: Inputs that must not be overwritten, under whatever name.
    :return: What the writer returned.
    :raises OutputError: If the file cannot be written there.
    """
    return write_all({path: write}, protect=protect)[path]


def write_all(
    files: Mapping[Path, Callable[[BinaryIO], _T]], *, protect: Iterable[Path] = ()
) -> dict[Path, _T]:
    """Write a group of files, all of them or none.

    Every file is complete on disk before the first one takes its place. Whatever stops the work
    (an error of a writer, a full disk, Ctrl-C), no temporary file, no new folder and no part of
    the group stays behind, and the files that stood there before stand there still.

    :param files: What to write where, as a writer for each path.
    :param protect: Inputs that must not be overwritten, under whatever name.
    :return: What each writer returned.
    :raises OutputError: If one of the files cannot be written there.
    """
    targets = _targets(files, tuple(protect))
    change = _Change()
    returned: dict[Path, _T] = {}
    try:
        for path, target in targets.items():
            with _told(path):
                returned[path] = change.prepare(target, files[path])
        for path, target in targets.items():
            with _told(path):
                change.swap_in(target)
    except BaseException:
        change.roll_back()
        raise
    change.finish()
    return returned


def _targets(files: Iterable[Path], protect: tuple[Path, ...]) -> dict[Path, Path]:
    """Return the file behind each path, having checked that it may be replaced."""
    targets: dict[Path, Path] = {}
    for path in files:
        target = _real(path)
        with _told(path):
            folder = target.exists() and not target.is_file()
        message = None
        if folder:
            message = f"cannot write {path}: it is not a file; choose another name"
        elif any(_same(target, _real(other)) for other in protect):
            message = f"cannot write {path}: it is one of the inputs; choose another name"
        elif any(_same(target, other) for other in targets.values()):
            message = f"cannot write {path}: two results would share it; give each its own name"
        if message:
            raise OutputError(message)
        targets[path] = target
    return targets


def _real(path: Path) -> Path:
    """Follow links, so that the file behind one is replaced and not the link."""
    message = f"cannot write {path}: its links lead in a circle; choose another name"
    try:
        target = path.resolve()
    except (OSError, RuntimeError) as error:  # RuntimeError: a circle, before Python 3.13
        raise OutputError(message) from error
    with _told(path):
        circle = target.is_symlink()  # what is left of one from Python 3.13 on
    if circle:
        raise OutputError(message)
    return target


def _same(a: Path, b: Path) -> bool:
    """Tell whether two names lead to one file: links, letter case, hard links."""
    try:
        return a == b or a.samefile(b)
    except OSError:  # one of them is not there
        return False


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn an error of the system into one sentence."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot write {path}: {reason}; choose a place that can be written to"
        raise OutputError(message) from error


class _Change:
    """A change to the disk that can be taken back until it is finished."""

    def __init__(self) -> None:
        self._folders: list[Path] = []
        self._waiting: dict[Path, Path] = {}
        self._backups: list[Path] = []
        self._swapped: list[tuple[Path, Path | None]] = []

    def prepare(self, target: Path, write: Callable[[BinaryIO], _T]) -> _T:
        """Write the new content beside its place, and return what the writer returned."""
        self._make_folders(target.parent)
        remove_stale(target.parent)
        # Noted before it exists: an interrupt in between must not leave it behind.
        temporary = self._waiting[target] = _beside(target)
        # The usual rights of a new file, which the tempfile module would not give.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        with os.fdopen(descriptor, "wb") as stream:
            returned = write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        return returned

    def swap_in(self, target: Path) -> None:
        """Put the new content in its place, keeping the old one at hand."""
        backup = None
        if target.exists():
            backup = _beside(target)
            self._backups.append(backup)
            try:
                os.link(target, backup)
            except OSError:  # a file system without hard links
                shutil.copy2(target, backup)
        # Noted only now: a backup cut short must not be put back.
        self._swapped.append((target, backup))
        self._waiting[target].replace(target)

    def roll_back(self) -> None:
        """Leave everything as it was."""
        for target, backup in reversed(self._swapped):
            with contextlib.suppress(OSError):
                if backup is None:
                    target.unlink(missing_ok=True)
                else:
                    backup.replace(target)
        _remove(self._waiting.values())
        _remove(self._backups)
        for folder in reversed(self._folders):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def finish(self) -> None:
        """Let go of the old content."""
        _remove(self._backups)

    def _make_folders(self, folder: Path) -> None:
        """Make a folder and those above it, one by one, to know which are new."""
        missing = [f for f in (folder, *folder.parents) if not f.exists()]
        for new in reversed(missing):
            self._folders.append(new)
            new.mkdir(exist_ok=True)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


# Windows would turn "\n" into "\r\n" without it; elsewhere it does not exist.
_BINARY: int = getattr(os, "O_BINARY", 0)


def _beside(target: Path) -> Path:
    """Return a free name in the same folder; short, for names near the system's limit."""
    return target.with_name(temporary_name())
