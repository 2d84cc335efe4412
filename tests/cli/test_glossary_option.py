"""``--glossary``: an editor's own terms, at ``align`` and at ``check``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.commands import refused, run

SOURCE = "The containers run in a cluster. Every container has a name.\n"
TARGET = "集装箱在簇中运行。每个容器都有一个名字。\n"
TERMS = "source\ttarget\tforbidden\ncontainer\t容器\t集装箱\ncluster\t集群\t\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("a.en.txt", SOURCE), ("a.zh.txt", TARGET), ("terms.tsv", TERMS)):
        (tmp_path / name).write_text(text, "utf-8")
    rows = zip(SOURCE.strip().split(". "), TARGET.strip().split("。"), strict=False)
    table = "\n".join(["en\tzh", *(f"{one}\t{other}" for one, other in rows)])
    (tmp_path / "pairs.tsv").write_text(table, "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", [("align", "a.en.txt", "a.zh.txt"), ("check", "pairs.tsv")])
def test_terms_are_findings(command: tuple[str, ...], folder: Path) -> None:
    done = run(*command, "--glossary", "terms.tsv", "-o", "out", folder=folder)
    assert done.returncode == 0, done.stderr
    saved = json.loads((folder / "out" / "alignment.json").read_text("utf-8"))
    found = {
        (
            f["category"],
            f["severity"],
            (f["target"] if "used" in f["evidence"] else f["source"])["text"],
        )
        for f in saved["findings"]
        if f["category"] == "term"
    }
    assert found == {("term", "major", "集装箱"), ("term", "minor", "cluster")}
    assert "|set:" in saved["tool"]["signature"]
    assert run(*command, "-o", "plain", folder=folder).returncode == 0
    plain = json.loads((folder / "plain" / "alignment.json").read_text("utf-8"))
    assert "term" not in {f["category"] for f in plain["findings"]}


@pytest.mark.parametrize("command", [("align", "a.en.txt", "a.zh.txt"), ("check", "pairs.tsv")])
def test_a_glossarys_limit_is_the_one_that_the_message_names(
    command: tuple[str, ...], folder: Path
) -> None:
    words = [*command, "--glossary", "terms.tsv", "-o", "out", "--no-cache", "--limit"]
    refused(run(*words, "parts=7", folder=folder), "terms.tsv is too large: parts is 9")
    assert run(*words, "parts=9", folder=folder).returncode == 0


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("none.tsv", None, "none.tsv"),
        ("one.tsv", b"container\n", "has one column"),
        ("a.tbx", b'<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>', "entity"),
        ("cut.tbx", b"<tbx><text>", "broken XML"),
        ("page.html", b"<html></html>", "no TBX"),
    ],
)
def test_what_is_no_glossary_stops_the_run(
    name: str, data: bytes | None, says: str, folder: Path
) -> None:
    if data is not None:
        (folder / name).write_bytes(data)
    done = run("align", "a.en.txt", "a.zh.txt", "--glossary", name, "-o", "out", folder=folder)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (folder / "out").exists()
