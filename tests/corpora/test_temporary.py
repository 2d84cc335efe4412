"""Temporary files: whose they are, which are left over, and a folder that is full."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from duizhao.corpora.temporary import (
    is_temporary,
    remove_stale,
    reserve,
    temporary_folder,
    temporary_name,
    temporary_room,
)
from duizhao.errors import OutputError

WEEK = 7 * 24 * 3600


def name_of_a_process_that_ended() -> str:
    code = "from duizhao.corpora.temporary import temporary_name; print(temporary_name())"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return result.stdout.strip()


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="on Windows only age counts")
def test_what_a_process_that_ended_left_goes(tmp_path: Path) -> None:
    gone = name_of_a_process_that_ended()
    own = temporary_name()
    strange = own.replace(own[9:17], "0" * 8)
    users = ["duizhao-handbook", ".duizhao-settings.tmp", "report.html", f"{gone}.txt"]
    for name in (gone, own, strange, *users):
        (tmp_path / name).write_bytes(b"")
    work = gone.removeprefix(".").removesuffix(".tmp")
    (tmp_path / work / "below").mkdir(parents=True)
    remove_stale(tmp_path)
    assert left(tmp_path) == {own, strange, *users}
    assert is_temporary(gone)
    assert not any(map(is_temporary, users))


def test_what_is_a_week_old_goes_whoever_made_it(tmp_path: Path) -> None:
    own = temporary_name()
    for name in (own, "duizhao-handbook"):
        (tmp_path / name).write_bytes(b"")
        then = time.time() - WEEK - 60
        os.utime(tmp_path / name, (then, then))
    remove_stale(tmp_path)
    assert left(tmp_path) == {"duizhao-handbook"}


@pytest.mark.skipif(os.name != "posix", reason="on Windows only age counts")
def test_a_link_goes_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (kept / "below").mkdir(parents=True)
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / name_of_a_process_that_ended()).symlink_to(kept)
    remove_stale(folder)
    assert left(folder) == set()
    assert left(kept) == {"below"}


def test_a_temporary_folder_goes_with_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with temporary_folder() as folder:
        (folder / "a").write_bytes(b"1")
        assert left(tmp_path) == {folder.name}
    assert left(tmp_path) == set()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG])
def test_a_full_disk_is_told_and_other_errors_pass(number: int) -> None:
    with pytest.raises(OutputError, match="set TMPDIR"), temporary_room():
        raise OSError(number, os.strerror(number))
    with pytest.raises(FileNotFoundError), temporary_room():
        Path("nowhere", "a").read_bytes()


def test_reserved_room_is_there(tmp_path: Path) -> None:
    with (tmp_path / "a").open("w+b") as file:
        reserve(file.fileno(), 5000)
        assert os.fstat(file.fileno()).st_size == 5000
