from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from duizhao.corpora.files.output import Writer, write_all, write_whole
from duizhao.corpora.temporary import is_temporary
from duizhao.errors import OutputError


def says(content: bytes) -> Writer:
    return lambda stream: stream.write(content)


def fails(error: BaseException) -> Writer:
    def write(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise error

    return write


def tree(folder: Path) -> dict[str, bytes | None]:
    paths = sorted(folder.rglob("*"))
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in paths}


def test_a_group_is_written_with_its_folders(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "deep"
    write_all({folder / "a": says(b"1"), folder / "b": says(b"2")})
    assert tree(tmp_path) == {"new": None, "new/deep": None, "new/deep/a": b"1", "new/deep/b": b"2"}


def test_an_old_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a much longer old content")
    path.chmod(0o640)
    write_whole(path, says(b"new"))
    assert tree(tmp_path) == {"a": b"new"}
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_rights_that_new_files_have(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    write_whole(tmp_path / "a", says(b"1"))
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize(
    "error", [ValueError("no"), KeyboardInterrupt(), OutputError("no"), SystemExit(1)]
)
def test_a_failing_writer_leaves_all_as_it_was(error: BaseException, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    before = tree(tmp_path)
    with pytest.raises(type(error)):
        write_all(
            {
                tmp_path / "a": says(b"new"),
                tmp_path / "new" / "deep" / "b": says(b"2"),
                tmp_path / "new" / "c": fails(error),
            }
        )
    assert tree(tmp_path) == before


def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write_whole(tmp_path / "new" / "a", fails(OSError(28, "No space left on device")))
    assert str(caught.value) == (
        f"cannot write {tmp_path / 'new' / 'a'}: No space left on device; "
        "choose a place that can be written to"
    )
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("links", [True, False])
def test_a_stop_while_the_files_take_their_places_is_taken_back(
    step: int, links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old a")
    (tmp_path / "c").write_bytes(b"old c")
    before = tree(tmp_path)
    replace = Path.replace
    calls = []

    def interrupted(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == step:
            raise KeyboardInterrupt
        return replace(self, target)

    def refused(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "replace", interrupted)
    if not links:
        monkeypatch.setattr(os, "link", refused)
    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / name: says(b"new") for name in "abc"})
    assert len(calls) >= step
    assert tree(tmp_path) == before


def test_a_backup_cut_short_is_not_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old content")
    before = tree(tmp_path)

    def refused(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    def cut_short(_: Path, backup: Path) -> None:
        backup.write_bytes(b"old")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(shutil, "copy2", cut_short)
    with pytest.raises(OutputError, match="No space left on device"):
        write_whole(tmp_path / "a", says(b"new"))
    assert tree(tmp_path) == before


def test_an_input_is_not_overwritten_under_any_name(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_bytes(b"text")
    soft, hard = tmp_path / "soft", tmp_path / "hard"
    soft.symlink_to(source)
    hard.hardlink_to(source)
    (tmp_path / "sub").mkdir()
    for name in (source, soft, hard, tmp_path / "sub" / ".." / "source.txt"):
        with pytest.raises(OutputError, match="is one of the inputs"):
            write_whole(name, says(b"new"), protect=[tmp_path / "absent", source])
    assert source.read_bytes() == b"text"


def test_two_results_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with pytest.raises(OutputError, match="two results would share it"):
        write_all({tmp_path / "a": says(b"1"), tmp_path / "link": says(b"2")})
    assert not (tmp_path / "a").exists()


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", says(b"new"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_places_that_cannot_take_a_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OutputError, match="it is not a file"):
        write_whole(tmp_path / "folder", says(b""))
    with pytest.raises(OutputError, match="Not a directory"):
        write_whole(tmp_path / "file" / "below", says(b""))
    with pytest.raises(OutputError, match="its links lead in a circle"):
        write_whole(tmp_path / "circle", says(b""))
    with pytest.raises(OutputError, match="File name too long"):
        write_whole(tmp_path / ("n" * 300), says(b""))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="Permission denied; choose a place"):
            write_whole(tmp_path / "a", says(b""))
    finally:
        tmp_path.chmod(0o700)


def test_a_name_as_long_as_the_system_takes_works(tmp_path: Path) -> None:
    write_whole(tmp_path / ("n" * 255), says(b"1"))
    assert list(tree(tmp_path).values()) == [b"1"]


def killed_writer(folder: Path) -> None:
    """Let a process begin to write a file there, and kill it."""
    code = (
        "import os, pathlib, signal, sys\n"
        "from duizhao.corpora.files.output import write_whole\n"
        "def write(stream):\n"
        "    stream.write(b'half')\n"
        "    stream.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_whole(pathlib.Path(sys.argv[1], 'a'), write)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, folder], check=False).returncode < 0


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL")
def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    killed_writer(tmp_path)
    assert [is_temporary(name) for name in tree(tmp_path)] == [True]
    write_whole(tmp_path / "b", says(b"1"))
    assert tree(tmp_path) == {"b": b"1"}
