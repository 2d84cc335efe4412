"""Filler and other sentences in the place of a translation, in files whose links are given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.commands import run

from duizhao.corpora.exchange.alignment_json import read_alignment

ROWS = [
    ("The tank holds nine million seeds.", "种子池存有九百万粒种子。"),
    ("The harbour froze in May and the boats stayed in.", "五月港口结冰，船都没有出海。"),
    ("Nobody waved back when the ferry left the pier.", "渡船离开码头时，没有人挥手回应。"),
    ("She counted the seeds twice before she wrote.", "她把种子数了两遍才记下来。"),
    ("The river is deep near the old mill.", "老磨坊附近的河水很深。"),
    ("Rain fell on the valley for a week.", "山谷里下了一个星期的雨。"),
    ("They painted the door green last summer.", "去年夏天他们把门漆成了绿色。"),
    ("OK", "好"),
    ("Menu", "—"),
]


def table(folder: Path, rows: list[tuple[str, str]]) -> Path:
    path = folder / "a.tsv"
    path.write_text("en\tzh\n" + "".join(f"{a}\t{b}\n" for a, b in rows), "utf-8")
    return path


def checked(path: Path, folder: Path, *options: str) -> dict[str, str]:
    """Check a file by the command; return, by source, the rules of what is told above info."""
    done = run("check", path.name, "-o", "out", *options, folder=folder)
    assert done.returncode == 0, done.stderr
    found = json.loads((folder / "out" / "alignment.json").read_text("utf-8"))["findings"]
    return {
        one["source"]["text"]: f"{one['category']}/{one['evidence']['rule']}"
        for one in found
        if one["severity"] != "info"
    }


def test_nothing_is_told_of_translations(tmp_path: Path) -> None:
    assert checked(table(tmp_path, ROWS), tmp_path) == {}


@pytest.mark.parametrize(
    "filler",
    [
        "……",
        "...",
        "——",
        "?",
        "TODO",
        "待译",
        "xxx",
        "N/A",
        "同上",
        "测试",
        "这家书店周末照常营业。",
    ],
)
def test_what_stands_in_place_of_a_translation_is_told(filler: str, tmp_path: Path) -> None:
    rows = [*ROWS]
    rows[2] = rows[2][0], filler
    assert checked(table(tmp_path, rows), tmp_path) == {rows[2][0]: "omission/replaced"}
    memory = (tmp_path / "out" / "aligned.tmx").read_text("utf-8")
    assert rows[2][0] not in memory
    assert rows[3][0] in memory


@pytest.mark.parametrize("before", ["译文：", "[zh] ", "[未翻译] "])
def test_the_original_behind_a_prefix_is_told(before: str, tmp_path: Path) -> None:
    rows = [*ROWS]
    rows[2] = rows[2][0], before + rows[2][0]
    told = checked(table(tmp_path, rows), tmp_path)
    assert list(told) == [rows[2][0]]


def test_a_digest_may_leave_out_a_few_words_but_puts_nothing_in_their_place(tmp_path: Path) -> None:
    rows = [*ROWS]
    rows[0] = rows[0][0], "TODO"
    told = checked(table(tmp_path, rows), tmp_path, "--policy", "digest")
    assert told == {rows[0][0]: "omission/replaced"}


def test_rows_that_slipped_are_one_finding(tmp_path: Path) -> None:
    sources, targets = zip(*ROWS, strict=True)
    rows = [*zip(sources, (*targets[1:], targets[0]), strict=True)]
    checked(table(tmp_path, rows), tmp_path)
    alignment = read_alignment(tmp_path / "out" / "alignment.json")
    (told,) = [f for f in alignment.findings if f.rule == "replaced"]
    count = told.evidence["count"]
    assert isinstance(count, int)
    assert 2 * count > len(ROWS[:7])  # those that are sentences


def test_links_of_our_own_are_not_asked(tmp_path: Path) -> None:
    for name, side in (("en", 0), ("zh", 1)):
        lines = [row[side] for row in ROWS]
        lines[2] = lines[2] if side == 0 else "……"
        (tmp_path / f"{name}.txt").write_text("\n\n".join(lines), "utf-8")
    done = run("align", "en.txt", "zh.txt", "-o", "out", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "out" / "alignment.json").read_text("utf-8"))["findings"]
    assert "replaced" not in {one["evidence"]["rule"] for one in found}


XLIFF = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en"
trgLang="zh"><file id="f"><unit id="1"><segment {}><source>The tank holds nine million seeds.
</source><target>种子池存有九百万粒种子。</target></segment></unit></file></xliff>"""


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        ('state="translated"', True),
        ('state="reviewed"', True),
        ("", True),
        ('state="initial"', False),
        ('state="initial" subState="duizhao:to-review"', False),
    ],
)
def test_a_unit_that_its_file_calls_open_stays_out_of_the_memory(
    state: str, kept: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(XLIFF.format(state), "utf-8")
    done = run("check", "a.xlf", "-o", "out", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert ("nine million" in (tmp_path / "out" / "aligned.tmx").read_text("utf-8")) is kept
    assert ("1 marked as not done" in done.stdout + done.stderr) is not kept
