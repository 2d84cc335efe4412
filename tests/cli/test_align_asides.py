"""What takes no part in the alignment is told: how much, of which kind, and how to compare it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.commands import run

PAGES = {
    "en": (
        "The cat sat on the mat.",
        "The dog ran into the garden.",
        ("Cats were brought here by sailors.", "They kept the ships free of mice."),
        ("Home", "News"),
    ),
    "zh": ("猫坐在垫子上。", "狗跑进了花园。", (), ("首页", "新闻")),
}


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Path, Path]:
    """A page whose translation lacks what stands in a box."""
    made = []
    for lang, (first, second, beside, links) in PAGES.items():
        menu = "".join(f"<li><a href='/{n}'>{link}</a></li>" for n, link in enumerate(links))
        boxed = "".join(f"<p>{paragraph}</p>" for paragraph in beside)
        path = tmp_path / f"page.{lang}.html"
        path.write_text(
            f"<!DOCTYPE html><html lang='{lang}'><nav><ul>{menu}</ul></nav><p>{first}</p>"
            f"<p>{second}</p><footer>{boxed}</footer></html>",
            encoding="utf-8",
        )
        made.append(path)
    return made[0], made[1]


def test_what_was_left_aside_is_told_in_every_form(
    pages: tuple[Path, Path], tmp_path: Path
) -> None:
    said = run("align", *pages, "-o", tmp_path / "out", "--ui", "en").stdout
    assert "6 sentences, 2 of them compared and 100% of these linked" in said
    told = (
        "Left aside, not compared: 4 of 6 sentences of the original (2 of navigation, 2 of"
        " sidebars, headers, footers and the like); 2 of 4 of the translation (2 of navigation);"
        " align --align-all compares them, too."
    )
    assert told in said
    report = tmp_path / "out" / "alignment.json"
    in_text = run("report", report, "--format", "txt", "--ui", "en", "-o", "-").stdout
    assert told in in_text
    assert "6 sentences, 2 of them compared and 100 % of these linked" in in_text
    in_chinese = run("report", report, "--format", "txt", "--ui", "zh", "-o", "-").stdout
    assert (
        "未作对照：原文 6 句中有 4 句（导航 2，侧栏、页眉页脚等 2）；译文 4 句中有 2 句（导航 2）"
        in in_chinese
    )
    assert "--align-all" in in_chinese
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert '<p class="aside">' in page
    assert told in page.split('<section id="findings"')[0]
    summary = json.loads(run("align", *pages, "-o", tmp_path / "out", "--json").stdout)
    assert [document["not_aligned"] for document in summary["documents"]] == [4, 2]


def test_all_is_compared_where_that_is_asked_for(pages: tuple[Path, Path], tmp_path: Path) -> None:
    said = run("align", *pages, "-o", tmp_path / "out", "--ui", "en", "--align-all").stdout
    assert "Left aside" not in said
    assert "of them compared" not in said
    assert "100% linked" not in said.splitlines()[1], "the sidebar is lost"


def test_verbose_names_what_was_left_aside_and_why(
    pages: tuple[Path, Path], tmp_path: Path
) -> None:
    told = run("align", *pages, "-o", tmp_path / "out", "--verbose").stderr
    original, translation = pages
    assert f"{original}: not aligned, being navigation (2): Home … News" in told
    assert (
        f"{original}: not aligned, being furniture (2): Cats were brought here by sailors."
        " … They kept the ships free of mice." in told
    )
    assert f"{translation}: not aligned, being navigation (2): 首页 … 新闻" in told
    assert run("align", *pages, "-o", tmp_path / "out").stderr == ""
