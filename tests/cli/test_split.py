"""``duizhao split``: what a person sees of what the aligner sees."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers.commands import run_process
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.cli.main import main
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.read import document_from_text
from duizhao.corpora.reading.registry import FORMATS

TEXT = "关于病房\n\n病房启用了。它“很大”。\n\n图1：新病房\n"


def split(*words: str | Path, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["split", *map(str, words)], input=data)


def rows(output: bytes) -> list[dict[str, str]]:
    text = io.StringIO(output.decode("utf-8"), newline="")
    return list(csv.DictReader(text, delimiter="\t"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "文.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_the_table(path: Path) -> None:
    done = split(path)
    assert done.exit_code == 0
    assert done.stdout_bytes.decode("utf-8") == (
        "id\tkind\tstart\tend\tplace\ttext\n"
        "0\theading\t0\t4\tparagraph 1, line 1\t关于病房\n"
        "1\ttext\t6\t12\tparagraph 2, line 3\t病房启用了。\n"
        "2\ttext\t12\t18\tparagraph 2, line 3\t它“很大”。\n"
        "3\tcaption\t20\t26\tparagraph 3, line 5\t图1：新病房\n"
    )


def test_json_has_the_same_and_a_sentence_a_line(path: Path) -> None:
    done = split(path, "--json")
    items = json.loads(done.stdout_bytes)
    assert len(done.stdout_bytes.splitlines()) == len(items) + 2
    assert [list(item) for item in items] == [["id", "kind", "start", "end", "place", "text"]] * 4
    assert items[3] == {
        "id": 3,
        "kind": "caption",
        "start": 20,
        "end": 26,
        "place": {"paragraph": 3, "line": 5},
        "text": "图1：新病房",
    }
    same = ("id", "kind", "start", "end", "text")
    table = rows(split(path).stdout_bytes)
    assert [[str(i[k]) for k in same] for i in items] == [[r[k] for k in same] for r in table]


@examples(60)
@given(st.text("好a.。\"\t\n\x85\u2028\u3000 '\\|\x00\x1b", min_size=1, max_size=40))
def test_each_sentence_is_one_row(text: str) -> None:
    data = text.encode()
    done, as_json = (split("-", "--encoding", "utf-8", *w, data=data) for w in ([], ["--json"]))
    if done.exit_code:
        assert as_json.exit_code == done.exit_code == 2
        return
    document = document_from_text(text)
    items = json.loads(as_json.stdout_bytes)
    assert [item["text"] for item in items] == [s.text for s in document.sentences]
    found = rows(done.stdout_bytes)
    assert done.stdout_bytes.count(b"\n") == len(found) + 1
    assert [(int(r["start"]), int(r["end"])) for r in found] == [
        (s.start, s.end) for s in document.sentences
    ]


def test_standard_input_in_an_encoding(path: Path) -> None:
    done = split("-", "--encoding", "utf-16-le", "--lang", "zh", data=TEXT.encode("utf-16-le"))
    assert done.stdout_bytes == split(path).stdout_bytes


def test_presplit_lines_are_kept() -> None:
    done = split("-", "--presplit", data=b"1. A. B.\nRead more: C\n")
    assert [(r["kind"], r["text"]) for r in rows(done.stdout_bytes)] == [
        ("text", "1. A. B."),
        ("text", "Read more: C"),
    ]


def test_output_is_utf8_on_every_system() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = run_process("split", "-", data="病房启用了。".encode(), environment=environment)
    assert done.returncode == 0
    assert rows(done.stdout)[0]["text"] == "病房启用了。"
    assert b"\r" not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--limit", "file_bytes=5"], "--limit file_bytes="),
        (["--limit", "bytes=5"], "known: " + ", ".join(vars(Limits()))),
        (["--limit", "pages"], "no whole number above zero"),
        (["--limit", "pages=0"], "no whole number above zero"),
        (["--limit", "pages=-1"], "no whole number above zero"),
        (["--limit", "pages=" + "9" * 5000], "no whole number above zero"),
        (["--input-format", "word"], "known: " + ", ".join(FORMATS)),
        (["--encoding", "utf-33"], "'utf-33' is not an encoding"),
        (["--encoding", "ascii"], "not text in ascii"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence(
    path: Path, words: list[str], said: str
) -> None:
    done = split(path, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert not done.stdout


def test_a_limit_can_be_raised(path: Path) -> None:
    size = path.stat().st_size
    assert split(path, "--limit", f"file_bytes={size - 1}").exit_code == 2
    raised = split(path, "--limit", "file_bytes=5", "--limit", f"file_bytes={size}")
    assert raised.exit_code == 0
    assert len(rows(raised.stdout_bytes)) == 4


@pytest.mark.parametrize("name", ["align", "split"])
def test_help_keeps_the_example_on_its_own_line(name: str) -> None:
    lines = CliRunner().invoke(main, [name, "--help"]).stdout.splitlines()
    at = lines.index("  Example:")
    assert lines[at + 1].startswith(f"    duizhao {name} ")
