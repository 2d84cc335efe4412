"""What is kept of compiled regular expressions, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import re, sys
from duizhao import lazy
compiled = []
compiler = sys.modules.get("re._compiler") or sys.modules["sre_compile"]
made = compiler._code
compiler._code = lambda *words: compiled.append(words) or made(*words)
found = lazy.compile(r"(?P<han>[一-鿿]+)|(\\d)", re.IGNORECASE)
answer = found.sub("x", "第12章 ab")
print(len(compiled), answer, found.groupindex["han"], found.groups, found.flags)
"""
ANSWER = "xxxx ab 1 2 34"


def run(folder: Path, **more: str) -> str:
    """Run the code with bytecode kept in a folder, and return what it prints."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONIOENCODING": "utf-8"} | more
    words = [sys.executable, "-c", CODE]
    done = subprocess.run(words, env=environment, capture_output=True, check=True)
    assert not done.stderr
    return done.stdout.decode().strip()


def kept(folder: Path) -> list[Path]:
    return [*folder.rglob("compiled_patterns*.patterns*")]


def test_a_second_process_compiles_nothing(tmp_path: Path) -> None:
    assert [run(tmp_path) for _ in range(2)] == [f"1 {ANSWER}", f"0 {ANSWER}"]
    (file,) = kept(tmp_path)
    modules = Path(sys.modules["duizhao.lazy"].__file__ or "")
    assert file.stat().st_mode & 0o666 == modules.stat().st_mode & 0o666


@pytest.mark.parametrize("change", ["cut", "spoiled", "empty", "text"])
def test_a_damaged_file_is_written_anew(tmp_path: Path, change: str) -> None:
    run(tmp_path)
    (file,) = kept(tmp_path)
    whole = file.read_bytes()
    middle = len(whole) // 2
    damaged = {
        "cut": whole[:middle],
        "spoiled": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "empty": b"",
        "text": b"a text",
    }
    file.write_bytes(damaged[change])
    assert [run(tmp_path) for _ in range(2)] == [f"1 {ANSWER}", f"0 {ANSWER}"]


def test_nothing_is_written_where_no_bytecode_is(tmp_path: Path) -> None:
    assert run(tmp_path, PYTHONDONTWRITEBYTECODE="1") == f"1 {ANSWER}"
    assert not kept(tmp_path)


def test_where_nothing_can_be_written_it_works_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert run(tmp_path / "file") == f"1 {ANSWER}"
