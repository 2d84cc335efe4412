"""Compiled templates are kept beside compiled modules, and what is kept is doubted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from duizhao.align.report.html.compiled import CompiledTemplates


def shown(folder: Path, text: str, *, trimmed: bool = False) -> str:
    environment = Environment(
        loader=DictLoader({"page": text}),
        bytecode_cache=CompiledTemplates(folder),
        autoescape=True,
        trim_blocks=trimmed,
    )
    return environment.get_template("page").render(name="<b>")


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_what_is_kept_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = shown(tmp_path, "Hello {{ name }}")
    assert [path.suffix for path in tmp_path.iterdir()] == [".cache"]

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Environment, "compile", refuse)
    assert shown(tmp_path, "Hello {{ name }}") == first == "Hello &lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "trimmed"), [("Bye {{ name }}", False), ("Hello {{ name }}", True)]
)
def test_another_text_or_another_way_is_compiled_anew(
    tmp_path: Path, text: str, trimmed: bool
) -> None:
    shown(tmp_path, "Hello {{ name }}")
    (kept,) = tmp_path.iterdir()
    before = kept.read_bytes()
    assert shown(tmp_path, text, trimmed=trimmed) == text.replace("{{ name }}", "&lt;b&gt;")
    assert kept.read_bytes() != before


@pytest.mark.parametrize("length", [0, 5, 40, 60, 100])
def test_what_is_cut_off_is_compiled_anew(tmp_path: Path, length: int) -> None:
    first = shown(tmp_path, "Hello {{ name }}")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:length])
    assert shown(tmp_path, "Hello {{ name }}") == first


def test_nothing_is_written_where_python_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert shown(tmp_path, "Hello") == "Hello"
    assert not [*tmp_path.iterdir()]


def test_a_folder_that_is_none_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert shown(tmp_path / "absent", "Hello") == "Hello"
    assert shown(tmp_path / "file", "Hello") == "Hello"
