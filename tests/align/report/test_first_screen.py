"""What an editor sees before any click: the verdict, the counts, the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.ferry import ferry, grouped
from helpers.material import seed
from helpers.report_visit import Visit, written

from duizhao.align.pipeline import align_files
from duizhao.corpora.alignment import Alignment, Severity
from duizhao.models.use.encoder import EmbeddedEncoder

DESK, TELEPHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}


def is_whole_on_screen(it: Visit, selector: str) -> bool:
    return bool(it.page.evaluate("scrollY") == 0 and it.in_view(selector))


@pytest.fixture(scope="module")
def seed_pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    alignment = align_files(seed("001"), seed("000"), encoder=EmbeddedEncoder())
    return written(alignment, tmp_path_factory.mktemp("seed") / "seed.html")


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Visit]:
    it = Visit(browser, written(ferry(), tmp_path / "ferry.html"))
    yield it
    assert it.complaints == []
    it.context.close()


@pytest.mark.parametrize("ui", ["en-GB", "zh-CN"])
def test_the_first_finding_of_the_seed_pair_is_whole_on_the_first_screen(
    browser: Any, seed_pair: Path, ui: str
) -> None:
    it = Visit(browser, seed_pair, locale=ui, viewport=DESK)
    for part in (".verdict", ".lead", "#filtering", "#F001"):
        assert is_whole_on_screen(it, part), part
    it.context.close()
    it = Visit(browser, seed_pair, locale=ui, viewport=TELEPHONE)
    for part in (".verdict", ".lead", "#filtering", "#F001 .message", "#F001 .quote >> nth=0"):
        assert is_whole_on_screen(it, part), part
    it.context.close()


def test_the_verdict_says_how_much_of_what_kind_and_how_bad(visit: Visit) -> None:
    said = visit.page.locator(".verdict")
    assert said.inner_text().replace("\u00a0", " ") == (
        "10 findings need a look: 3 blanks, 1 truncation, 1 omission, 1 doubtful number,"
        " 1 untranslated passage, 1 addition, 2 doubtful names; 4 critical."
    )
    assert "3\u00a0blanks" in said.inner_text(), "no line ends between them"
    visit.page.locator("#switch").click()
    assert said.inner_text().replace("\u00a0", " ") == (
        "有 10 条问题需要查看：空缺 3 条、截断 1 条、漏译 1 条、数字存疑 1 条、未译 1 条、"
        "增译 1 条、名称存疑 2 条；其中严重 4 条。"
    )


def test_both_files_and_the_share_of_a_digest_are_told_above_the_verdict(
    browser: Any, tmp_path: Path
) -> None:
    it = Visit(browser, written(ferry("digest"), tmp_path / "digest.html"))
    assert "ferry.en.txt → ferry.zh.txt" in it.page.locator("h1").inner_text()
    said = it.page.locator(".policy").inner_text()
    assert f"{100 * ferry().coverage(0):.0f} % of the original is translated" in said
    it.context.close()


def test_a_card_offers_to_undo_where_there_is_something_to_undo(visit: Visit) -> None:
    card = visit.page.locator("#F001")
    undo = card.get_by_role("button", name="Undo")
    assert undo.is_visible() is False
    card.get_by_role("button", name="Accept finding").click()
    undo.click()
    assert undo.is_visible() is False
    assert visit.page.evaluate("document.activeElement.id") == "F001", "the keyboard stays"


def unsure() -> Alignment:
    """The ferry article with one finding less sure than not, and one more of no weight."""
    findings = list(ferry().findings)
    findings[8] = replace(findings[8], confidence=0.3)
    return replace(ferry(), findings=tuple(findings))


def test_what_is_less_sure_or_of_no_weight_stands_behind_one_click(
    browser: Any, tmp_path: Path
) -> None:
    it = Visit(browser, written(unsure(), tmp_path / "unsure.html"))
    page = it.page
    assert "F007" not in (first := it.cards())
    assert "F009" not in first
    assert (
        "Besides: 1 less sure (under 50 %), 1 for information."
        in page.locator(".lead").inner_text()
    )
    assert page.locator("#text #F007-t a.tag").is_visible() is False
    it.show_all()
    assert len(it.cards()) == 11
    assert page.locator("#text #F007-t a.tag").is_visible()
    assert page.evaluate("document.activeElement.id") == "narrower"
    page.keyboard.press("Enter")
    it.wait_until("document.documentElement.dataset.behind == 'hidden'")
    assert it.cards() == first
    page.goto(f"{page.url}#F009")  # the address of one that stands behind
    it.wait_until("document.documentElement.dataset.behind == 'shown'")
    assert it.in_view("#F009 h4")
    it.context.close()


def test_without_a_script_all_of_them_stand_in_the_page(browser: Any, tmp_path: Path) -> None:
    file = written(unsure(), tmp_path / "unsure.html", ui="en")
    it = Visit(browser, file, java_script_enabled=False)
    assert {"F007", "F009"} < set(it.cards())
    assert it.page.locator("#wider").is_visible() is False
    it.page.locator("#about-more > summary").click()
    assert it.page.locator("#about table").first.is_visible()
    it.context.close()


def test_where_nothing_needs_a_look_the_page_says_so(browser: Any, tmp_path: Path) -> None:
    info = tuple(replace(f, severity=Severity.INFO) for f in ferry().findings[:3])
    it = Visit(browser, written(replace(ferry(), findings=info), tmp_path / "info.html"))
    assert it.page.locator(".verdict").inner_text() == "Nothing was found that needs a look."
    assert it.cards() == []
    assert it.page.locator("#no-match").is_visible() is False
    it.show_all()
    assert len(it.cards()) == 3
    it.context.close()


def test_figures_are_folded_behind_the_findings_and_unfold_for_who_asks(visit: Visit) -> None:
    assert visit.page.locator("#about table").first.is_visible() is False
    visit.page.get_by_role("link", name="Documents").click()
    visit.wait_until("document.getElementById('about-more').open")
    assert visit.page.locator("#about table").first.is_visible()


def test_a_finding_of_many_places_lists_and_marks_each(browser: Any, tmp_path: Path) -> None:
    it = Visit(browser, written(grouped(5), tmp_path / "grouped.html"))
    card = it.page.locator("#F001")
    summary = card.get_by_text("All 5 places")
    summary.click()
    links = card.locator(".places a")
    assert [link.get_attribute("href") for link in links.all()] == [
        f"#F001-t{'' if n == 0 else f'-{n}'}" for n in range(5)
    ]
    for side in "st":
        assert it.page.locator(f"#text mark.{side}[data-finding=F001]").count() == 5
    links.nth(4).click()
    assert it.in_view("#F001-t-4")
    assert "places" not in card.locator(".evidence").all_inner_texts()
    assert it.complaints == []
    it.context.close()


def test_red_is_what_was_lost_and_nothing_else(browser: Any, tmp_path: Path) -> None:
    it = Visit(browser, written(ferry(), tmp_path / "ferry.html"))
    ground = "x => getComputedStyle(x).backgroundColor"
    lost = it.page.locator("#marks .tint.lost").evaluate(ground)
    for mark, red in (("F005-s", True), ("F001-s", True), ("F008-s", False), ("F006-t", False)):
        assert (it.page.locator(f"#{mark}").evaluate(ground) == lost) is red, mark
    it.context.close()
