"""Files of translation units in any format to any other, as a Python program asks for it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from duizhao.corpora.units.convert import Converted, convert_memory
from duizhao.corpora.units.filter import UnitFilter
from duizhao.errors import InputError, OutputError

ROWS = "zh-CN\ten-US\n面包。\tBread.\n盐。\tSalt.\n面包。\tA loaf.\nOK\tOK\n面包。\tBread.\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.tsv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_what_is_written_comes_back(table: Path, tmp_path: Path) -> None:
    memory, again = tmp_path / "a.tmx", tmp_path / "b.tsv"
    assert convert_memory(table, memory) == Converted("unit", 5, files=(memory,))
    seen: list[tuple[str, int, int]] = []
    convert_memory(memory, again, progress=lambda *told: seen.append(told))
    assert again.read_text("utf-8") == ROWS
    size = memory.stat().st_size
    assert seen[-1] == ("units", size, size)


@pytest.mark.parametrize(
    ("keep", "texts", "left_out"),
    [
        ("all", ["Bread.", "Salt.", "A loaf."], {"equal": 2, "duplicate": 5}),
        ("first", ["Bread.", "Salt."], {"equal": 2, "duplicate": 5, "translation": 1}),
        ("last", ["Salt.", "Bread."], {"equal": 2, "duplicate": 5, "translation": 1}),
    ],
)
def test_units_are_filtered_and_merged_in_one_go(
    table: Path, keep: str, texts: list[str], left_out: dict[str, int]
) -> None:
    # The second table ends where the first does: of its sources the last stand in it.
    stream = io.BytesIO()
    only = UnitFilter(different=True)
    result = convert_memory(
        [table, table], stream, input_format="tsv", output_format="jsonl", only=only, keep=keep
    )
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["variants"][1]["text"] for line in lines] == texts
    assert result == Converted("unit", len(texts), left_out)


def test_what_cannot_be_done_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    missing = tmp_path / "missing.tmx"
    with pytest.raises(OutputError, match="two files cannot go to"):
        convert_memory(missing, io.BytesIO(), output_format="moses")
    with pytest.raises(OutputError, match="can be split"):
        convert_memory(missing, tmp_path / "a.csv", units_per_file=2)
    with pytest.raises(InputError, match="reads the memories twice"):
        convert_memory("-", tmp_path / "a.tmx", keep="last")
    with pytest.raises(OutputError, match="at least one unit, not 0"):
        convert_memory(missing, tmp_path / "a.tmx", units_per_file=0)
    with pytest.raises(InputError, match="no file was given"):
        convert_memory([], tmp_path / "a.tmx")


def test_two_memories_are_two_memories_and_two_plain_texts_a_pair(
    table: Path, tmp_path: Path
) -> None:
    memory = tmp_path / "one.tmx"
    units = convert_memory(table, memory).written
    assert convert_memory([memory, memory], tmp_path / "both.tmx").written == 2 * units
    convert_memory(table, tmp_path / "corpus", output_format="moses")
    texts = sorted(tmp_path.glob("corpus.*"))
    assert len(texts) == 2
    assert convert_memory(texts, tmp_path / "back.tmx").written == units
