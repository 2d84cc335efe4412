"""Several originals, decided links and texts that do not belong together, by the real command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.commands import refused, run, sample

HARBOUR = """The harbour office counted 4,500 visitors in March.
Captain Mira Lund has crossed the bay for nineteen years.
A third ferry line opened in spring.
The council will review the timetable in June.
Fishermen say that the wake drives the herring into deeper water.
"""
BAKERY = """The bakery in Mill Street bakes rye bread at night.
Its oven burns beech wood and is older than the town hall.
The baker's daughter sells the loaves at the market on Saturdays.
A new mill will open beside the river next year.
The flour comes from three farms in the valley.
"""
# The first, third and fifth sentence are of the bakery.
DIGEST = """磨坊街的面包店夜里烤黑麦面包。
港务局三月份统计到4500名游客。
炉子烧山毛榉木，比市政厅还要古老。
米拉·伦德船长在海湾上往返已有十九年。
面粉来自山谷里的三家农场。
渔民说，船的尾流把鲱鱼赶进了更深的水里。
"""


def aligned(folder: Path, *options: object) -> dict[str, Any]:
    """Align and return what was written."""
    result = run("align", *options, "-o", folder / "out", "--presplit", "--no-cache", "--json")
    assert result.returncode == 0, result.stderr
    data: dict[str, Any] = json.loads(
        (folder / "out" / "alignment.json").read_text(encoding="utf-8")
    )
    data["warnings"] = result.stderr
    data["summary"] = json.loads(result.stdout)
    return data


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Write the two originals and the digest."""
    paths = []
    for name, text in (("harbour.txt", HARBOUR), ("bakery.txt", BAKERY), ("digest.txt", DIGEST)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def links(data: dict[str, Any]) -> set[tuple[int, int, int]]:
    return {
        (bead["source_document"], i, j)
        for bead in data["beads"]
        for i in bead["source"]
        for j in bead["target"]
    }


def test_every_sentence_goes_to_the_original_that_it_comes_from(
    files: list[Path], tmp_path: Path
) -> None:
    harbour, bakery, digest = files
    data = aligned(tmp_path, harbour, digest, "--also", bakery)
    assert [d["role"] for d in data["documents"]] == ["source", "source", "target"]
    assert {(1, 0, 0), (1, 1, 2), (1, 4, 4), (0, 0, 1), (0, 1, 3), (0, 4, 5)} <= links(data)
    assert len(data["coverage"]["sources"]) == 2
    assert len(data["kinship"]) == 2
    told = [document["coverage"] for document in data["summary"]["documents"]]
    assert told[:2] == data["coverage"]["sources"]
    omitted = [f for f in data["findings"] if f["category"] == "omission"]
    assert {f["source"]["document"] for f in omitted} == {0, 1}
    assert all(f["severity"] == "info" for f in omitted if f["source"]["document"] == 1)
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "bakery.txt" in report
    assert "harbour.txt" in report


def test_decided_links_are_obeyed(files: list[Path], tmp_path: Path) -> None:
    harbour, _, digest = files
    sentences = HARBOUR.splitlines(), DIGEST.splitlines()
    decided = [
        {"source": sentences[0][3], "target": sentences[1][0], "decision": "confirmed"},
        {"source": sentences[0][1], "target": sentences[1][3], "decision": "rejected"},
        {"source": "This sentence is gone.", "target": "", "decision": "confirmed"},
    ]
    file = tmp_path / "links.json"
    file.write_text(
        json.dumps({"format": "duizhao-links", "version": 1, "links": decided}), encoding="utf-8"
    )
    data = aligned(tmp_path, harbour, digest, "--links", file)
    found = links(data)
    assert (0, 3, 0) in found
    assert (0, 1, 3) not in found
    (bead,) = [b for b in data["beads"] if b["source"] == [3]]
    assert bead["probability"] == 1
    assert "1 of 3 decided links" in data["warnings"]
    assert "This sentence is gone." in data["warnings"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("no json", "is not JSON"),
        ('{"format": "other"}', "duizhao-links"),
        ('{"format": "duizhao-links", "version": 1, "links": [{}]}', "link 1"),
    ],
)
def test_a_file_of_links_that_is_none_is_refused(
    files: list[Path], tmp_path: Path, content: str, words: str
) -> None:
    file = tmp_path / "links.json"
    file.write_text(content, encoding="utf-8")
    refused(run("align", files[0], files[2], "-o", tmp_path / "out", "--links", file), words)
    assert not (tmp_path / "out").exists()


def test_an_original_that_is_given_twice_is_refused(files: list[Path], tmp_path: Path) -> None:
    harbour, _, digest = files
    result = run("align", harbour, digest, "--also", harbour, "-o", tmp_path / "out")
    refused(result, "given twice")


def test_texts_that_do_not_belong_together_are_told(tmp_path: Path) -> None:
    article, _ = sample(tmp_path)
    other = tmp_path / "other.txt"
    other.write_text(
        "我的祖母种了一棵柿子树。\n每年秋天她都把果子分给邻居。\n去年冬天下了一场大雪。\n"
        "树枝断了一半。\n今年春天它又发了新芽。\n我们都很高兴。\n院子里的狗叫阿黄。\n它怕打雷。\n",
        encoding="utf-8",
    )
    data = aligned(tmp_path, article, other)
    assert data["kinship"][0] < 0.5
    assert "do not seem to belong together" in data["warnings"]
    assert data["coverage"]["source"] < 0.2
    wrong = "article.en.txt 似乎不是这篇译文的原文：几乎没有一句能够对应。文件是否拿错了？"
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    verdict, _, after = report.partition('<p class="verdict notice"')[2].partition("</p>")
    assert wrong in verdict, "the mismatch is the verdict"
    assert "若文件无误：" in after.partition("</p>")[0]
    assert report.count(wrong) == 1
    said = run("align", article, other, "-o", tmp_path / "out", "--ui", "zh").stdout
    first, second, *_ = said.splitlines()
    assert first == wrong.replace("article.en.txt", str(article))
    assert second.startswith("若文件无误：")
    text = run(
        "report", tmp_path / "out/alignment.json", "--format", "txt", "--ui", "zh", "-o", "-"
    )
    assert text.stdout.splitlines()[2:4] == [wrong, second]
