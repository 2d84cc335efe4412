"""Manifests as tables: whatever is wrong with a row is told with the row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.corpus.manifest.entry import Entry, Manifest, checked, id_problem
from duizhao.align.corpus.manifest.table import entries_of, read_table, write_table
from duizhao.align.corpus.urls import is_url
from duizhao.errors import FormatError, InputError

ROWS = [
    {"id": "one", "source": "a.txt", "target": "b.txt", "policy": "digest"},
    {"id": "deep/two", "source": "/x/c.txt", "target": "s3://texts/d.txt", "presplit": "yes"},
]


def written(folder: Path, name: str) -> Path:
    path = folder / name
    columns = ["id", "source", "target", "policy", "presplit", "note"]
    if name.endswith(".parquet"):
        arrow, parquet = (pytest.importorskip(m) for m in ("pyarrow", "pyarrow.parquet"))
        rows = [{column: row.get(column) for column in columns} for row in ROWS]
        parquet.write_table(arrow.Table.from_pylist(rows), path)
    elif "json" in name:
        path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    else:
        mark = "," if name.endswith(".csv") else "\t"
        lines = [columns, *([str(row.get(c, "")) for c in columns] for row in ROWS)]
        path.write_text("\n".join(mark.join(line) for line in lines), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("name", ["m.tsv", "m.csv", "m.jsonl", "m.ndjson", "m.parquet"])
def test_every_kind_of_table_is_read(tmp_path: Path, name: str) -> None:
    one, two = read_table(written(tmp_path, name))
    assert (one.id, one.source, one.target) == (
        "one",
        str(tmp_path / "a.txt"),
        str(tmp_path / "b.txt"),
    )
    assert (one.policy, one.presplit, one.problem, one.is_pair) == ("digest", False, "", True)
    assert (two.source, two.target, two.presplit) == ("/x/c.txt", "s3://texts/d.txt", True)


@pytest.mark.parametrize("name", ["m.tsv", "m.csv", "m.jsonl"])
def test_a_column_that_is_not_known_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    row = {"source": "a.txt", "target": "b.txt", "polcy": "full", "source_language": "en", "x": "1"}
    path = tmp_path / name
    mark = "," if name.endswith(".csv") else "\t"
    table = "\n".join(mark.join(cells) for cells in (row, row.values()))
    path.write_text(json.dumps(row) if "json" in name else table, encoding="utf-8")
    read_table(path)
    (said,) = caplog.messages
    assert "'polcy' (did you mean 'policy'?)" in said
    assert "'source_language' (did you mean 'source_lang'?)" in said
    assert said.endswith("'x'")


def test_columns_that_are_known_are_not_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "m.csv"
    path.write_text("Source,Target,Source-Lang,\na.txt,b.txt,en,\n", encoding="utf-8")
    read_table(path)
    entries_of([{"source": "a.txt", "target": "b.txt", "behind": 3}], tmp_path)
    assert not caplog.messages


@pytest.mark.parametrize("name", ["m.tsv", "m.csv", "m.jsonl"])
def test_what_was_written_is_read_again(tmp_path: Path, name: str) -> None:
    entries = (
        Entry(
            "一", str(tmp_path / "a, b.txt"), str(tmp_path / '"c".txt'), "en", "zh", policy="full"
        ),
        Entry("two", "", str(tmp_path / "d.txt"), confidence=0.75, align_all=True),
    )
    assert write_table(Manifest(entries), tmp_path / name) == 2
    again = read_table(tmp_path / name)
    assert [e.id for e in again] == ["一", "two"]
    for before, after in zip(entries, again, strict=True):
        assert (after.source, after.target, after.options()) == (
            before.source,
            before.target,
            before.options(),
        )
        assert after.confidence == before.confidence


def test_broken_rows_are_told_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    path.write_text(
        "id\tsource\ttarget\tpolicy\tpresplit\n"
        "good\ta\tb\t\t\n"
        "good\tc\td\t\t\n"
        "GOOD\te\tf\t\t\n"
        "../up\ta\tb\t\t\n"
        "short\n"
        "policy\ta\tb\tstrict\t\n"
        "flag\ta\tb\t\tmaybe\n"
        "none\t\t\t\t\n"
        "same\ta\ta\t\t\n"
        "lone\ta\t\t\t\n"
        "pipe\t-\tb\t\t\n"
        "no-target\ta\n"
        "no-more\tg\th\n",
        encoding="utf-8",
    )
    found = {entry.line: entry for entry in read_table(path)}
    assert [n for n, e in found.items() if e.is_pair] == [2, 14]
    assert "given before in line 2" in found[3].problem
    assert "given before in line 2" in found[4].problem
    assert "leads out" in found[5].problem
    assert "1 cells, not 5" in found[6].problem
    assert "known: full, digest" in found[7].problem
    assert "expected yes or no" in found[8].problem
    assert "neither" in found[9].problem
    assert "the same file" in found[10].problem
    assert found[11].is_missing
    assert "standard input" in found[12].problem
    assert "2 cells, not 5" in found[13].problem


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("m.tsv", "a\tb\n1\t2\n", "no column 'source'"),
        ("m.tsv", "source\ttarget\n", "has no rows"),
        ("m.jsonl", "source target\n", "not a JSON object"),
        ("m.txt", "x", "is no manifest"),
        ("m.parquet", "PAR1 no more", "not a whole Parquet file"),
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises((InputError, FormatError), match=said):
        read_table(tmp_path / name)


def test_a_line_that_is_no_json_is_a_row_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text('{"source": "a", "target": "b"}\n{"source": \n[1]\n', encoding="utf-8")
    first, *others = read_table(path)
    assert first.id == "a"
    assert [e.problem for e in others] == ["its line is no JSON object"] * 2


def test_rows_at_hand_are_entries(tmp_path: Path) -> None:
    [entry] = entries_of([{"source": "x/a.md", "target": "b.md", "behind": 3}], tmp_path)
    assert (entry.id, entry.source) == ("a", str(tmp_path / "x/a.md"))


@pytest.mark.parametrize(
    "name",
    ["", " a", "a ", "/a", "a//b", "a/", "./a", "a/../b", "a\\b", "con", "a/NUL.txt", "a.", "x\0y",
     "a:b", "alignment.json", "a/Report.html", "a" * 401, "字" * 60, "a\ud800"],
)  # fmt: skip
def test_an_id_that_names_no_folder_is_told(name: str) -> None:
    assert id_problem(name)


@given(st.text(max_size=30))
def test_an_id_without_a_problem_stays_in_its_folder(name: str) -> None:
    if not id_problem(name):
        root = Path("/results")
        assert root in (root / name).parents
        assert ".." not in (root / name).parts


@given(st.lists(st.text("aAé/b.", max_size=4), max_size=8))
def test_no_two_pairs_share_a_folder(names: list[str]) -> None:
    entries = checked(Entry(name, "a", "b") for name in names)
    kept = [entry.id.casefold() for entry in entries if entry.is_pair]
    assert len(kept) == len(set(kept))
    assert [entry.id for entry in entries] == names


def test_urls_are_told_from_paths() -> None:
    assert is_url("memory://a/b")
    assert not is_url("a/b:c")


def test_a_table_elsewhere_names_files_beside_it(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="needs the package fsspec")
    for name in ("m.tsv", "m.parquet"):
        written(tmp_path, name)
        one, two = read_table(f"file://{tmp_path}/{name}")
        assert one.source == f"file://{tmp_path}/a.txt"
        assert two.source == "/x/c.txt"
    with pytest.raises(InputError, match="cannot be read"):
        read_table(f"file://{tmp_path}/none.tsv")
