"""The gap report by the rules of WCAG 2.2 as axe-core checks them, and under hostile texts."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from helpers.build import laid_out, say
from helpers.ferry import every, ferry
from helpers.report_visit import Visit, written

from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.document import Kind

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = (
    "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"
    "<!--<script> \u202edesrever\u2066 \x00 \u2028 ]]> ${window.ran = 3} {{ 7*7 }} &lt;b&gt; "
)


@pytest.fixture(scope="module")
def axe() -> str:
    pytest.importorskip("axe_core_python", reason="needs the package axe-core-python")
    return (files("axe_core_python") / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize(
    ("scheme", "width", "ui"),
    [("light", 375, "en"), ("dark", 375, "zh"), ("light", 1280, "zh"), ("dark", 1280, "en")],
)
def test_axe_finds_nothing(
    browser: Any, axe: str, tmp_path: Path, scheme: str, width: int, ui: str
) -> None:
    told = replace(every().findings[0], decision="dismissed", comment="as printed")
    alignment = replace(every(), findings=(told, *every().findings[1:]))
    it = Visit(
        browser,
        written(alignment, tmp_path / "ferry.html", ui=ui),
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    it.page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    it.page.locator("#F002").focus()
    it.page.keyboard.press("a")
    it.page.keyboard.press("c")
    it.page.add_script_tag(content=axe)
    run = """async (rules) => (await axe.run(document, {runOnly: rules})).violations
             .map(x => [x.id, x.nodes.map(n => n.html + ' ' + n.failureSummary)])"""
    it.click_sentence("d0-3")
    assert it.page.locator("#bead").is_visible()
    assert it.page.evaluate(run, RULES) == []
    it.show_rows()
    it.page.locator("#r1 .link button").first.click()
    assert it.page.evaluate(run, RULES) == []
    it.context.close()


def test_hostile_texts_are_only_texts(browser: Any, tmp_path: Path) -> None:
    docs = (
        laid_out("<img src=x>.txt", "en", [("text", HOSTILE * 2, Kind.TEXT)]),
        laid_out("b\x00\u202e.txt", "zh", [("text", HOSTILE, Kind.TEXT)]),
    )
    finding = Finding(
        "F001",
        Category.NAME,
        Severity.INFO,
        0.5,
        say(HOSTILE, HOSTILE),
        Place(0, 0, 60, HOSTILE[:60]),
        Place(1, 5, 60, HOSTILE[5:60]),
        {HOSTILE: [HOSTILE]},
        comment=HOSTILE,
    )
    alignment = Alignment(docs, (Bead((0,), (0,)),), (finding,), HOSTILE)
    it = Visit(browser, written(alignment, tmp_path / "hostile.html", ui="en"))
    page = it.page
    it.show_all()
    it.open_filter()
    assert page.locator("textarea").input_value() == HOSTILE
    page.keyboard.press("j")
    page.keyboard.press("a")
    it.click_sentence("d0-0")
    page.keyboard.press("a")
    page.get_by_label("Search").fill("<img src=x onerror")
    assert it.cards() == ["F001"]
    with page.expect_download() as waiting:
        page.locator("#save").click()
    waiting.value.save_as(tmp_path / "saved.json")
    page.evaluate("localStorage.clear()")
    page.wait_for_timeout(500)  # the browser keeps what is stored a little later
    page.reload()
    page.locator("#load").set_input_files(tmp_path / "saved.json")
    it.show_all()
    page.wait_for_selector("#F001[data-decision=accepted]")
    it.show_rows()
    page.wait_for_selector("#r1[data-decision=confirmed]")
    assert page.locator("#F001").get_attribute("data-decision") == "accepted"
    assert page.evaluate("window.ran") is None
    assert page.locator("img").count() == 0
    assert it.complaints == []
    assert {url for url in it.requests if not url.startswith("blob:")} == {page.url}
    it.context.close()


def test_what_was_decided_is_printed(browser: Any, tmp_path: Path) -> None:
    it = Visit(browser, written(ferry(), tmp_path / "ferry.html", ui="en"))
    it.page.keyboard.press("j")
    it.page.keyboard.press("a")
    it.page.keyboard.press("k")  # back from the next finding
    it.page.keyboard.press("c")
    it.page.keyboard.type("to the author")
    it.page.emulate_media(media="print")
    assert it.page.locator("#F001 [aria-pressed=true]").is_visible()
    assert it.page.locator("#F001 textarea").is_visible()
    for gone in (
        "#F002 .decide button",
        "#bead",
        ".views",
        ".tools",
        ".bar",
        "#said",
        ".map",
        "kbd",
    ):
        assert it.page.locator(f"{gone} >> visible=true").count() == 0
    it.page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    it.context.close()
