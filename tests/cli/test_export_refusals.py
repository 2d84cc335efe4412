"""What ``duizhao export`` refuses, and that it leaves nothing behind then."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.commands import refused, run, written

from duizhao.align.results.formats import EXPORT_FORMATS
from duizhao.cli import export as command

VALUES = {
    "--source-code": "en-GB",
    "--min-probability": "0.5",
    "--only-1-1": None,
    "--units-per-file": "5",
    "--comments": "zh",
    "--least": "2",
    "--model": "default",
    "--no-cache": None,
}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("tmx", ["--comments", "--least", "--model"]),
        ("xliff", ["--min-probability", "--units-per-file", "--no-cache"]),
        ("xliff-1.2", ["--only-1-1", "--least"]),
        ("tsv", ["--source-code", "--comments"]),
        ("csv", ["--units-per-file", "--comments"]),
        ("jsonl", ["--units-per-file", "--least"]),
        ("moses", ["--units-per-file", "--model"]),
        ("glossary-csv", ["--source-code", "--only-1-1"]),
        ("glossary-tbx", ["--comments"]),
    ],
)
def test_options_of_other_formats_are_refused(
    name: str, options: list[str], aligned: Path, tmp_path: Path
) -> None:
    for option in options:
        value = VALUES[option]
        words = [option] if value is None else [option, value]
        result = run("export", aligned, "--format", name, "-o", tmp_path / "x", *words)
        refused(result, f"{option} has no meaning for {name}, only for ")
    assert written(tmp_path) == set()


def test_every_option_has_its_formats() -> None:
    of_any = {"alignment", "name", "output", "as_json", "quiet", "verbose"}
    names = {parameter.name for parameter in command.export_command.params}
    assert names - of_any == frozenset[str]().union(*command._OPTIONS.values())
    assert tuple(command._OPTIONS) == tuple(EXPORT_FORMATS)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("The cat sat.", "expected an alignment.json"),
        ("[]", "not an alignment"),
        ('{"format": "duizhao-alignment", "version": 99}', "later duizhao"),
        ('{"format": "duizhao-alignment", "version": 1}', "expected alignment version 1"),
    ],
)
@pytest.mark.parametrize("name", ["tmx", "glossary-csv"])
def test_what_is_no_alignment_is_refused(
    name: str, content: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    refused(run("export", path, "--format", name, "-o", tmp_path / "out" / "x"), words)
    assert written(tmp_path) == {"a.json"}


def test_other_refusals_leave_nothing_behind(aligned: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.tmx"
    old.write_bytes(b"old")
    code, time = ("--target-code", "zh_CN"), ("--created", "today")
    for name, options, words in (
        ("tmx", code, "write it with a hyphen"),
        ("xliff", code, "write it with a hyphen"),
        ("xliff", ("--target-code", "en-US"), "needs two languages"),
        ("glossary-tbx", code, "write it with a hyphen"),
        ("tmx", time, "write it in UTC"),
        ("glossary-csv", ("--model", "none-such"), "none-such"),
    ):
        refused(run("export", aligned, "--format", name, "-o", old, *options), words)
    refused(run("export", tmp_path / "x.json", "--format", "tsv", "-o", old), "cannot read")
    inside = old / "a.tsv"
    refused(run("export", aligned, "--format", "tsv", "-o", inside), "choose a place")
    refused(run("export", aligned, "--format", "tsv", "-o", tmp_path), "it is not a file")
    split = ("--units-per-file", "5")
    refused(run("export", aligned, "--format", "tmx", "-o", "-", *split), "cannot be split")
    assert written(tmp_path) == {"old.tmx"}
    assert old.read_bytes() == b"old"


def test_inputs_are_never_overwritten(aligned: Path) -> None:
    folder = aligned.parent.parent
    for path in (aligned, folder / "article.en.txt", folder / "digest.zh.txt"):
        before = path.read_bytes()
        result = run("export", aligned, "--format", "tsv", "-o", path)
        refused(result, "it is one of the inputs")
        assert path.read_bytes() == before
