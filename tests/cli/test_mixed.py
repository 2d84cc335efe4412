"""``check`` and ``align`` of files that hold a text with its translation in turn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.commands import refused, run

PAGES = {
    "page.txt": (
        "The river rose overnight and flooded the lower town.\n河水一夜上涨，淹没了下城。\n\n"
        "Rescue teams used boats to reach the school.\n\n"
        "Nobody was missing by morning.\n到早晨，无人失踪。\n"
    ),
    "page.html": (
        '<article><p>The river rose overnight and flooded the lower town.<font lang="zh-CN"><br>'
        "河水一夜上涨，淹没了下城。</font></p>"
        "<p>Rescue teams used boats to reach the school.</p>"
        '<p>Nobody was missing by morning.<font lang="zh-CN"><br>到早晨，无人失踪。</font></p>'
        "</article>"
    ),
    "page.md": (
        "<!--\nThe river rose overnight and flooded the lower town.\n-->\n"
        "河水一夜上涨，淹没了下城。\n\n"
        "<!--\nRescue teams used boats to reach the school.\n-->\n\n"
        "<!--\nNobody was missing by morning.\n-->\n到早晨，无人失踪。\n"
    ),
    "page.srt": (
        "1\n00:00:01,000 --> 00:00:03,000\nThe river rose overnight and flooded the lower town.\n"
        "河水一夜上涨，淹没了下城。\n\n"
        "2\n00:00:03,500 --> 00:00:05,000\nRescue teams used boats to reach the school.\n\n"
        "3\n00:00:05,500 --> 00:00:07,000\nNobody was missing by morning.\n到早晨，无人失踪。\n"
    ),
}
LOST = "Rescue teams used boats to reach the school."


def alignment(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "alignment.json").read_text("utf-8"))
    return read


@pytest.mark.parametrize("name", PAGES)
def test_a_paragraph_without_its_translation_is_found(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(PAGES[name], "utf-8")
    assert run("check", file, "-o", tmp_path / "out", "--format", "json").returncode == 0
    found = alignment(tmp_path / "out")
    assert [d["lang"] for d in found["documents"]] == ["en", "zh"]
    (finding,) = [f for f in found["findings"] if f["severity"] != "info"]
    assert (finding["category"], finding["severity"]) == ("omission", "major")
    assert finding["source"]["text"] == LOST
    linked = [bead for bead in found["beads"] if bead["source"] and bead["target"]]
    assert [(bead["source"], bead["target"]) for bead in linked] == [([0], [0]), ([2], [1])]


def test_a_file_in_one_language_is_no_bitext(tmp_path: Path) -> None:
    file = tmp_path / "page.epub.txt"
    file.write_text(f"{LOST}\n\nNobody was missing by morning.\n", "utf-8")
    refused(run("check", file, "-o", tmp_path / "out"), "two columns")
    page = tmp_path / "page.srt"
    page.write_text("1\n00:00:01,000 --> 00:00:03,000\nThe river rose.\n", "utf-8")
    refused(run("check", page, "-o", tmp_path / "out"), "(SRT), no text together with its")
    assert not (tmp_path / "out").exists()


def test_standard_input_may_be_in_two_languages(tmp_path: Path) -> None:
    data = PAGES["page.txt"].encode()
    assert run("check", "-", "-o", tmp_path, "--format", "json", data=data).returncode == 0
    assert [d["lang"] for d in alignment(tmp_path)["documents"]] == ["en", "zh"]


def test_align_leaves_out_the_original_that_a_translation_holds(tmp_path: Path) -> None:
    pair = tmp_path / "en.txt", tmp_path / "both.txt"
    pair[1].write_text(PAGES["page.txt"], "utf-8")
    lines = [line for line in PAGES["page.txt"].splitlines() if line.isascii()]
    pair[0].write_text("\n".join(lines), "utf-8")
    result = run("align", *pair, "-o", tmp_path / "out", "--format", "json")
    assert "holds the text of" in result.stderr
    found = alignment(tmp_path / "out")
    assert [d["lang"] for d in found["documents"]] == ["en", "zh"]
    (finding,) = found["findings"]
    assert (finding["category"], finding["severity"]) == ("omission", "major")
    assert finding["source"]["text"] == LOST
