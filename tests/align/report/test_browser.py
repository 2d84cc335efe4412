"""The gap report in a real browser: what an editor would see and do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.ferry import SOURCE, TARGET, every, ferry, long
from helpers.report_visit import Visit, written

from duizhao.corpora.alignment import Category

WIDTHS = (375, 1280, 2560)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def small(folder: Path) -> Path:
    return written(ferry(), folder / "ferry.html")


@pytest.fixture
def visit(browser: Any, small: Path) -> Iterator[Visit]:
    it = Visit(browser, small)
    yield it
    it.context.close()
    assert it.complaints == []
    assert it.requests == [small.as_uri()]


def test_each_findings_mark_can_be_seen(visit: Visit) -> None:
    for finding in ferry().findings:
        for side, place in (("s", finding.source), ("t", finding.target)):
            if place is not None:
                box = visit.page.locator(f"#{finding.id}-{side}").bounding_box()
                assert box["width"] > 0
                assert box["height"] > 0
    holes = visit.page.locator("#text .hole").evaluate_all(
        "all => all.map(x => x.getBoundingClientRect().width)"
    )
    assert len(holes) == 4
    assert min(holes) > 3


def test_copied_text_is_the_documents_text(visit: Visit) -> None:
    selected = visit.page.evaluate(
        """() => {
          getSelection().selectAllChildren(document.querySelector('#d1-6').closest('.para'));
          return getSelection().toString();
        }"""
    )
    assert selected == "".join(s.text for s in ferry().target.sentences[6:8])


def test_categories_differ_by_more_than_colour(browser: Any, folder: Path) -> None:
    it = Visit(browser, written(every(), folder / "every.html"))
    shapes = it.page.locator("#marks .m").evaluate_all(
        """all => all.map(x => {
          const s = getComputedStyle(x);
          return [s.textDecorationLine, s.textDecorationStyle, s.textDecorationThickness,
                  s.borderTopWidth].join(' ');
        })"""
    )
    assert len(set(shapes)) == len(shapes) == len(Category)
    it.context.close()


def test_filters_leave_what_is_ticked_and_say_how_many(visit: Visit) -> None:
    page = visit.page
    visit.show_all()
    visit.open_filter()
    assert len(visit.cards()) == 11
    page.locator("input[value=critical]").uncheck()
    assert visit.cards() == ["F008", "F005", "F010", "F009", "F011", "F006", "F007"]
    assert not page.locator("#group-critical").is_visible()
    page.locator("input[value=name]").uncheck()
    assert visit.cards() == ["F008", "F005", "F010", "F006", "F007"]
    assert page.locator("#shown").inner_text() == "5"
    for severity in ("major", "minor", "info"):
        page.locator(f"input[value={severity}]").uncheck()
    assert visit.cards() == []
    assert page.locator("#no-match").is_visible()


def test_findings_can_be_read_in_the_order_of_the_text_and_back(visit: Visit) -> None:
    visit.show_all()
    visit.open_filter()
    worst_first = visit.cards()
    visit.page.locator("input[value=target]").check()
    in_order = visit.cards()
    assert in_order[0] == "F007"
    assert in_order[-1] == "F006"
    assert sorted(in_order) == sorted(worst_first) != in_order
    visit.page.locator("input[value=blank]").uncheck()
    assert visit.cards() == [one for one in in_order if one not in {"F001", "F002", "F003"}]
    visit.page.locator("input[value=blank]").check()
    visit.page.locator("input[name=sort][value=severity]").check()
    assert visit.cards() == worst_first


def test_findings_can_be_put_in_the_order_of_the_source_and_of_confidence(visit: Visit) -> None:
    visit.show_all()
    visit.open_filter()
    visit.page.locator("input[value=source]").check()
    in_source = visit.cards()
    starts = {f.id: f.source.start for f in ferry().findings if f.source}
    with_source = [id_ for id_ in in_source if id_ in starts]
    assert with_source == sorted(starts, key=lambda id_: starts[id_])
    assert in_source.index("F010") == in_source.index("F005") + 1  # beside what it translates
    visit.page.locator("input[value=confidence]").check()
    sure = {f.id: -f.confidence for f in ferry().findings}
    assert [sure[id_] for id_ in visit.cards()] == sorted(sure.values())
    assert visit.page.locator("#in-order-title").inner_text().lower() == "most confident first"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kestrel", ["F009"]),
        ("ＫＥＳＴＲＥＬ　ｂａｙ", ["F009"]),
        ("4,500 450", ["F008"]),
        ("红隼湾", ["F009"]),
        ("引号", ["F001"]),
        ("f006", ["F006"]),
        ("<mark", []),
        ("severity", []),
    ],
)
def test_a_search_looks_through_both_languages(visit: Visit, words: str, found: list[str]) -> None:
    visit.show_all()
    visit.open_filter()
    visit.page.get_by_label("Search").fill(words)
    assert visit.cards() == found
    assert visit.page.locator("#shown").inner_text() == str(len(found))
    visit.page.get_by_role("button", name="Reset the filter").click()
    visit.page.wait_for_selector("#F006:visible")
    assert len(visit.cards()) == 10


def test_findings_are_filtered_by_confidence_and_decision(visit: Visit) -> None:
    visit.open_filter()
    slider = visit.page.get_by_label("Confidence at least")
    slider.focus()
    visit.page.keyboard.press("End")
    assert visit.cards() == []
    visit.page.keyboard.press("ArrowLeft")
    assert visit.page.locator("#least").inner_text() == "95"
    assert visit.cards() == ["F001", "F002", "F003", "F008", "F010"]
    visit.page.locator("#F001").get_by_role("button", name="Accept").click()
    visit.page.locator("input[value=open]").uncheck()
    assert visit.cards() == ["F001"]
    visit.page.locator("input[value=accepted]").uncheck()
    visit.page.locator("input[value=open]").check()
    visit.page.locator("#F002").focus()
    visit.page.keyboard.press("a")
    assert visit.cards() == ["F003", "F008", "F010"]
    assert visit.page.evaluate("document.activeElement.id") == "F003"  # goes on with the next


def test_one_side_lights_up_the_other(visit: Visit) -> None:
    lit = "all => [...new Set(all.map(x => x.dataset.finding + x.className.match(/ [st] /)))]"
    marks = visit.page.locator("#text mark.lit")
    visit.page.locator("#text #F008-s").hover()
    assert visit.page.locator("#F008-t.lit").count() == 1
    assert len(marks.evaluate_all(lit)) == 2
    visit.page.mouse.move(0, 0)
    assert marks.count() == 0
    visit.page.locator("#F009-t a.tag").focus()
    assert visit.page.locator("#F009-s.lit").count() == 1


def test_the_button_switches_every_label(visit: Visit) -> None:
    page = visit.page
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text().startswith("Gap report")
    page.locator("#switch").press("Enter")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.title() == "缺漏报告：ferry.zh.txt"
    assert "引号内是空的，原话缺失。" in page.locator("#F001").inner_text()
    assert "A quotation is empty" not in page.locator("#F001").inner_text()
    assert page.locator(".en:visible").count() == 0
    page.locator("#switch").click()
    assert page.locator(".zh:visible").count() == 0


def test_the_browsers_language_decides_unless_one_is_fixed(
    browser: Any, small: Path, folder: Path
) -> None:
    fixed = written(ferry(), folder / "fixed.html", ui="en")
    for file, locale, expected in (
        (small, "zh-CN", "zh-Hans"),
        (small, "en-GB", "en"),
        (small, "fr-FR", "zh-Hans"),  # no such interface: the target's language
        (fixed, "zh-CN", "en"),
    ):
        it = Visit(browser, file, locale=locale)
        assert it.page.locator("html").get_attribute("lang") == expected
        it.context.close()


def test_links_jump_to_the_place_and_back(visit: Visit) -> None:
    visit.page.locator("#F004 a[href='#F004-t']").click()
    assert visit.in_view("#F004-t")
    visit.page.locator("#F004-t a.tag").click()
    assert visit.in_view("#F004 h4")
    visit.show_rows()
    visit.page.locator("tr.moved a.move").click()
    assert visit.in_view("#r12")


def test_a_link_to_a_hidden_finding_shows_it(visit: Visit) -> None:
    visit.open_filter()
    visit.page.locator("input[value=truncated]").uncheck()
    assert "F004" not in visit.cards()
    visit.page.locator("#F004-t a.tag").click()
    visit.page.wait_for_selector("#F004")  # the page hears of the new address a moment later
    assert "F004" in visit.cards()
    assert visit.in_view("#F004 h4")


def test_every_control_is_reached_by_keyboard_and_shows_it(visit: Visit) -> None:
    page = visit.page
    page.evaluate("document.getElementById('filtering').open = true")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert visit.in_view(".skip")
    seen = set()
    for _ in range(140):
        if "save" in seen:  # it stands behind the list of findings
            break
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.value || document.activeElement.id"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert {
        "switch",
        "save",
        "critical",
        "info",
        "blank",
        "untranslated",
        "open",
        "severity",
    } <= seen


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_at_any_width(
    browser: Any, small: Path, tmp_path: Path, width: int, scheme: str
) -> None:
    it = Visit(browser, small, viewport={"width": width, "height": 900}, color_scheme=scheme)
    for ui in ("en", "zh"):
        it.page.screenshot(path=tmp_path / f"{width}-{scheme}-{ui}.png", full_page=True)
        assert it.page.evaluate("document.documentElement.scrollWidth") <= width
        cut = it.page.locator("body :visible").evaluate_all(
            f"""all => all.filter(x => !x.closest('.away, thead, .defs'))
                 .filter(x => x.getBoundingClientRect().right > {width} + 1)
                 .map(x => x.outerHTML)"""
        )
        assert cut == []
        it.page.locator("#switch").click()
    it.context.close()


def test_an_unbroken_word_does_not_widen_the_page(browser: Any, folder: Path) -> None:
    alignment = ferry()
    long_name = replace(alignment.target, path="x" * 300 + ".txt")
    wide = replace(
        alignment, documents=(*alignment.sources, long_name), signature="|".join(["enc:" * 40] * 4)
    )
    it = Visit(browser, written(wide, folder / "wide.html"), viewport={"width": 375, "height": 900})
    assert it.page.evaluate("document.documentElement.scrollWidth") <= 375
    it.context.close()


def test_without_a_script_everything_can_be_read(browser: Any, small: Path) -> None:
    it = Visit(browser, small, java_script_enabled=False)
    assert it.page.locator(".card:visible").count() == 11
    assert it.page.locator("#pairs .x:visible").count() == len(SOURCE) + len(TARGET)
    assert it.page.locator("#filter").is_visible() is False
    assert it.page.locator("#switch").is_visible() is False
    assert it.page.locator("h1").inner_text().startswith("缺漏报告")
    it.context.close()


def test_it_prints(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    visit.page.pdf(path=file, format="A4")
    assert file.read_bytes().startswith(b"%PDF-")
    visit.page.emulate_media(media="print")
    assert not visit.page.locator("#filter").is_visible()
    assert visit.page.locator("#F001-t").is_visible()


def test_a_policy_breach_is_refused(visit: Visit) -> None:
    visit.page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
        }"""
    )
    assert visit.page.evaluate("window.ran") is None
    assert [text for text in visit.complaints if "Content Security Policy" in text]
    visit.complaints.clear()


def test_a_long_document_lays_out_what_is_near_and_still_jumps(browser: Any, folder: Path) -> None:
    alignment = long(5000)
    it = Visit(browser, written(alignment, folder / "long.html"))
    last = alignment.findings[-1].id
    skipped = it.page.locator("#pairs .chunk .pair").evaluate_all(
        "all => all.filter(x => !x.checkVisibility({contentVisibilityAuto: true})).length"
    )
    assert skipped > 40
    it.page.goto(f"{it.page.url}#{last}-s")
    it.page.wait_for_function(
        f"""() => {{
          const box = document.getElementById('{last}-s').getBoundingClientRect();
          return box.top >= 0 && box.bottom <= innerHeight;
        }}"""
    )
    assert it.complaints == []
    it.context.close()
