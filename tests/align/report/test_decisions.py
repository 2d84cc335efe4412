"""Decisions in the gap report, made and kept in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.ferry import ferry, long
from helpers.report_visit import Visit, written

from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.findings import context_of, decide
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.exchange.bead_text import join_sentences

FILE = "ferry.zh.decisions.json"


@pytest.fixture(scope="module")
def alignment() -> Alignment:
    """The ferry article, with two sentences a side in one row."""
    beads = ferry().beads
    return replace(ferry(), beads=(*beads[:3], Bead((2, 3), (2, 3), 0.9, 0.8), *beads[5:]))


@pytest.fixture(scope="module")
def file(alignment: Alignment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(alignment, tmp_path_factory.mktemp("report") / "ferry.html", ui="en")


@pytest.fixture
def visit(browser: Any, file: Path) -> Iterator[Visit]:
    it = Visit(browser, file)
    yield it
    it.context.close()
    assert it.complaints == []
    assert {url for url in it.requests if not url.startswith("blob:")} == {file.as_uri()}


def decision(visit: Visit, id_: str) -> str:
    return str(visit.page.locator(f"#{id_}").get_attribute("data-decision"))


def left(visit: Visit) -> str:
    return str(visit.page.locator("#left").inner_text())


def saved(visit: Visit, folder: Path) -> tuple[Path, dict[str, Any]]:
    with visit.page.expect_download() as waiting:
        visit.page.locator("#save").click()
    assert waiting.value.suggested_filename == FILE
    path = folder / FILE
    waiting.value.save_as(path)
    return path, json.loads(path.read_text("utf-8"))


def test_decisions_are_made_by_mouse_counted_and_taken_back(visit: Visit) -> None:
    card = visit.page.locator("#F004")
    card.get_by_role("button", name="Accept").click()
    assert decision(visit, "F004") == "accepted"
    assert card.get_by_role("button", name="Accept").get_attribute("aria-pressed") == "true"
    assert left(visit) == "9 of 10 left to decide"
    assert "F004 accepted" in visit.page.locator("#said").inner_text()
    card.get_by_role("button", name="Dismiss").click()
    assert decision(visit, "F004") == "dismissed"
    card.get_by_role("button", name="Undo").click()
    assert decision(visit, "F004") == "accepted"
    card.get_by_role("button", name="Accept").click()  # pressed once more: let go
    assert decision(visit, "F004") == ""
    assert left(visit) == "10 of 10 left to decide"


def test_decisions_are_made_by_keyboard(visit: Visit) -> None:
    press = visit.page.keyboard.press
    for key in "jadkuc":
        press(key)
    assert [decision(visit, f"F00{n}") for n in (1, 2, 3)] == ["accepted", "", ""]
    visit.page.keyboard.type("jaded? ask k.")
    assert visit.page.locator("#F002 textarea").input_value() == "jaded? ask k."
    press("Escape")
    assert visit.page.evaluate("document.activeElement.id") == "F002"
    assert decision(visit, "F002") == ""
    press("p")
    assert visit.page.evaluate("document.activeElement.id") == "F001"
    press("u")
    assert visit.page.locator("#F002 textarea").input_value() == ""
    press("u")
    assert decision(visit, "F001") == ""
    press("u")
    assert visit.page.locator("#said").inner_text() == "There is nothing to undo."


def test_the_first_key_decides_on_the_first_finding_and_each_goes_on(visit: Visit) -> None:
    first, second, third, fourth, *_, last = visit.cards()
    for key in "ada":
        visit.page.keyboard.press(key)
    decided = [decision(visit, id_) for id_ in (first, second, third, fourth)]
    assert decided == ["accepted", "dismissed", "accepted", ""]
    assert visit.page.evaluate("document.activeElement.id") == fourth
    visit.page.keyboard.press("k")
    visit.page.keyboard.press("a")  # once more: let go, and stay
    assert decision(visit, third) == ""
    assert visit.page.evaluate("document.activeElement.id") == third
    visit.page.locator(f"#{last}").focus()
    visit.page.keyboard.press("d")
    assert decision(visit, last) == "dismissed"
    assert visit.page.evaluate("document.activeElement.id") == last


def test_every_control_of_a_finding_and_of_a_row_is_reached_by_tab(visit: Visit) -> None:
    visit.page.locator("#F011").focus()
    names = []
    for _ in range(7):
        visit.page.keyboard.press("Tab")
        names.append(visit.page.evaluate("document.activeElement.innerText.trim()"))
    assert any("Accept" in name for name in names)
    assert any("Comment" in name for name in names)
    visit.show_rows()
    visit.page.locator("#r1 th a").focus()
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.ariaLabel") == "Reject the link"
    assert decision(visit, "r1") == "confirmed"


def test_keys_are_shown_and_can_be_turned_off_for_good(visit: Visit) -> None:
    page = visit.page
    assert not page.locator("#shortcuts").is_visible()
    page.keyboard.press("?")
    assert page.locator("#help li:visible").count() == 8
    page.locator("#shortcuts").uncheck()
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert left(visit).startswith("10")
    page.wait_for_timeout(500)  # the browser keeps what is stored a little later
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert left(visit).startswith("10")


def test_typing_in_the_search_field_decides_nothing(visit: Visit) -> None:
    visit.page.locator("#F001").focus()
    visit.open_filter()
    visit.page.locator("input[type=search]").click()
    visit.page.keyboard.type("adu")
    assert left(visit).startswith("10")


def test_decisions_outlive_the_page(visit: Visit) -> None:
    page = visit.page
    page.locator("#F001").focus()
    page.keyboard.press("c")
    page.keyboard.type("引语在第三版里。")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    visit.show_rows()
    page.locator("#r4 .link button").nth(1).click()
    page.wait_for_timeout(500)  # the browser keeps what is stored a little later
    page.reload()
    visit.show_rows()
    assert decision(visit, "F001") == "dismissed"
    assert page.locator("#F001 textarea").input_value() == "引语在第三版里。"
    assert decision(visit, "r4") == "rejected"
    assert left(visit).startswith("9 ")
    page.locator("#F001").get_by_role("button", name="Undo").click()
    page.wait_for_timeout(500)  # the browser keeps what is stored a little later
    page.reload()
    assert decision(visit, "F001") == ""


def test_the_saved_file_has_the_form_that_a_later_run_reads(
    visit: Visit, browser: Any, file: Path, alignment: Alignment, tmp_path: Path
) -> None:
    page = visit.page
    page.locator("#F005").focus()
    page.keyboard.press("c")
    page.keyboard.type("  left out on purpose? ")
    page.locator("#F010").get_by_role("button", name="Dismiss").click()
    page.locator("#F001").get_by_role("button", name="Accept").click()
    visit.show_rows()
    page.locator("#r8 .link button").nth(1).click()
    page.locator("#r4 .link button").nth(0).click()
    path, data = saved(visit, tmp_path)
    by_id = {finding.id: finding for finding in alignment.findings}

    def entry(id_: str, said: str, comment: str = "") -> dict[str, str]:
        finding = by_id[id_]
        return {
            "category": finding.category.value,
            "source": finding.source.text if finding.source else "",
            "target": finding.target.text if finding.target else "",
            "context": context_of(finding, alignment.documents),
            "decision": said,
            "comment": comment,
        }

    def link(row: int, said: str) -> dict[str, str]:
        bead = alignment.beads[row - 1]
        return {
            "source": join_sentences(alignment.documents[0], bead.source),
            "target": join_sentences(alignment.target, bead.target),
            "decision": said,
        }

    assert data == {
        "format": "duizhao-decisions",
        "version": 1,
        "findings": [
            entry("F001", "accepted"),
            entry("F005", "", "left out on purpose?"),
            entry("F010", "dismissed"),
        ],
        "links": [link(4, "confirmed"), link(8, "rejected")],
    }
    known = Decisions.parse(path.read_text("utf-8"))
    again = decide(alignment.findings, alignment.documents, known.findings)
    assert {f.id: (f.decision, f.comment) for f in again if f.decision or f.comment} == {
        "F001": ("accepted", ""),
        "F005": ("", "left out on purpose?"),
        "F010": ("dismissed", ""),
    }
    fresh = Visit(browser, file)
    fresh.page.locator("#load").set_input_files(path)
    fresh.page.wait_for_selector("#F010[data-decision=dismissed]")
    assert fresh.page.locator("#said").inner_text() == "Decisions loaded: 5"
    assert fresh.page.locator("#F005 textarea").input_value() == "left out on purpose?"
    fresh.show_rows()
    assert [decision(fresh, row) for row in ("r4", "r8")] == ["confirmed", "rejected"]
    assert saved(fresh, tmp_path)[1] == data
    fresh.context.close()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format": "duizhao-decisions", "version": 2, "findings": [], "links": []}',
        '{"format": "duizhao-decisions", "version": 1, "findings": [null]}',
        '{"format": "duizhao-decisions", "version": 1, "findings": {}}',
    ],
)
def test_another_file_is_refused_and_changes_nothing(
    visit: Visit, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")
    visit.page.locator("#load").set_input_files(path)
    visit.page.wait_for_selector("#said:not(:empty)")
    assert visit.page.locator("#said").inner_text().startswith("This is no file of decisions")
    assert left(visit).startswith("10")


def test_entries_that_fit_nothing_are_counted(visit: Visit, tmp_path: Path) -> None:
    finding = {"category": "blank", "source": "", "target": "?", "context": "", "decision": ""}
    path = tmp_path / "old.json"
    data = {"format": "duizhao-decisions", "version": 1, "findings": [finding]}
    path.write_text(json.dumps(data | {"links": [{"source": "a", "target": "b"}]}), "utf-8")
    visit.page.locator("#load").set_input_files(path)
    visit.page.wait_for_selector("#said:not(:empty)")
    said = visit.page.locator("#said").inner_text()
    assert said == "Decisions loaded: 0; not known in this report: 2"


def test_equal_findings_keep_their_own_decisions(browser: Any, tmp_path: Path) -> None:
    first = ferry().findings[0]
    twins = replace(ferry(), findings=(first, replace(first, id="F002")))
    it = Visit(browser, written(twins, tmp_path / "twins.html"))
    it.page.locator("#F002").focus()
    it.page.keyboard.press("d")
    it.reload()
    assert [decision(it, id_) for id_ in ("F001", "F002")] == ["", "dismissed"]
    it.context.close()


def test_what_an_earlier_run_was_told_is_shown_and_can_be_changed(
    browser: Any, tmp_path: Path
) -> None:
    first, *rest = ferry().findings
    told = replace(first, decision="dismissed", comment="<i>as printed</i>")
    file = written(replace(ferry(), findings=(told, *rest)), tmp_path / "told.html", ui="en")
    still = Visit(browser, file, java_script_enabled=False)
    assert "dismissed <i>as printed</i>" in still.page.locator("#F001 .said").inner_text()
    still.context.close()
    it = Visit(browser, file)
    assert decision(it, "F001") == "dismissed"
    assert it.page.locator("#F001 textarea").input_value() == "<i>as printed</i>"
    assert left(it).startswith("9 ")
    it.page.locator("#F001").get_by_role("button", name="Undo").click()
    it.reload()
    assert decision(it, "F001") == ""
    it.context.close()


def test_a_page_that_may_store_nothing_works_and_says_so(browser: Any, file: Path) -> None:
    it = Visit(browser, file)
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    it.context.add_init_script(refuse)
    it.reload()
    assert it.page.locator("#unkept").is_visible()
    it.page.keyboard.press("j")
    it.page.keyboard.press("a")
    assert decision(it, "F001") == "accepted"
    it.page.wait_for_timeout(500)
    assert it.complaints == []
    it.context.close()


def test_one_report_does_not_take_over_what_was_decided_in_another(
    browser: Any, file: Path, tmp_path: Path
) -> None:
    it = Visit(browser, file)
    it.page.keyboard.press("j")
    it.page.keyboard.press("a")
    other = replace(ferry(), signature="enc:other")
    it.page.goto(written(other, tmp_path / "other.html").as_uri())
    assert decision(it, "F001") == ""
    it.context.close()


def test_far_rows_and_findings_come_when_they_are_wanted(browser: Any, tmp_path: Path) -> None:
    it = Visit(browser, written(long(6000), tmp_path / "long.html"))
    page = it.page
    assert page.locator(".link").count() == 0
    page.goto(f"{page.url}#r5902")
    it.show_rows()
    page.wait_for_selector("#r5902 .link")
    assert page.locator(".link").count() < 1000
    page.locator("#r5902 .link button").first.click()
    assert decision(it, "r5902") == "confirmed"
    it.wait_until("document.querySelectorAll('.card').length === 100")
    assert page.locator("#rest").inner_text() == "20"
    page.locator("#more button").click()
    it.wait_until("document.activeElement.id === 'F101'")
    for _ in range(18):
        page.keyboard.press("j")
    page.keyboard.press("d")
    assert decision(it, "F119") == "dismissed"
    page.goto(f"{page.url.split('#')[0]}#F118")
    page.wait_for_timeout(500)  # the browser keeps what is stored a little later
    page.reload()
    page.wait_for_selector("#F118")
    assert decision(it, "F119") == "dismissed"
    it.open_filter()
    page.get_by_label("Search").fill("f120")
    it.wait_until("document.querySelectorAll('.card').length === 1")
    assert it.cards() == ["F120"]
    it.show_rows()
    page.goto(f"{page.url.split('#')[0]}#r5902")
    page.wait_for_selector("#r5902[data-decision=confirmed]")
    assert it.complaints == []
    it.context.close()
