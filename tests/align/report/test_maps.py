"""The maps of the gap report: what they show, how many symbols they need, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.build import laid_out
from helpers.examples import examples
from helpers.ferry import every, ferry, long
from helpers.report_visit import Visit, written
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from duizhao.align.report.html.maps import PLOT_SIZE, Plot, Ribbon
from duizhao.align.report.html.page import render_report
from duizhao.align.report.html.page_view import build_page_view
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.document import Kind


def plots(alignment: Alignment) -> tuple[Plot, ...]:
    return build_page_view(alignment).plots


def ribbons(alignment: Alignment) -> tuple[Ribbon, ...]:
    return build_page_view(alignment).ribbons


def test_the_plot_tells_linked_moved_omitted_and_added_apart() -> None:
    (plot,) = plots(ferry())
    assert plot.counts == {
        "linked": 6,
        "blank": 3,
        "clause": 0,
        "moved": 1,
        "omitted": 1,
        "added": 1,
    }
    assert [(spot.kind, spot.row) for spot in plot.spots] == [
        ("moved", 2),
        ("blank", 6),
        ("blank", 8),
        ("omitted", 10),
        ("blank", 12),
        ("added", 13),
    ]
    assert [spot.row for spot in plot.flawed] == [6, 8, 12]
    moved, omitted, added = (plot.spots[i] for i in (0, 3, 5))
    assert moved.x0 > PLOT_SIZE * 0.8
    assert moved.y1 < PLOT_SIZE * 0.2
    assert omitted.x0 < omitted.x1
    assert omitted.y0 == omitted.y1
    assert added.x0 == added.x1
    assert added.y0 < added.y1 == PLOT_SIZE
    assert [spot.row for spot in plot.named] == [10, 13]


def test_neighbouring_sentences_without_counterpart_are_one_symbol() -> None:
    beads = [bead for bead in long(60).beads if not bead.is_null][:10]
    lost = [Bead(bead.source, ()) for bead in beads[3:6]]
    docs = long(60).documents
    left = [Bead((i,), ()) for i in range(11, 60)] + [Bead((0,), ())]
    more = [Bead((), bead.target) for bead in beads[3:6]]
    rest = [Bead((), (j,)) for j in range(10, len(docs[1].sentences))]
    (plot,) = plots(
        Alignment(docs, (left[-1], *beads[:3], *lost, *more, *beads[6:], *left[:-1], *rest))
    )
    assert [spot.row for spot in plot.spots] == [1, 5, 8, 15, 64]
    assert plot.counts["omitted"] == 53


@pytest.mark.parametrize("sentences", [1000, 4000])
def test_a_long_document_needs_no_more_symbols_than_a_screen_can_show(sentences: int) -> None:
    (plot,) = plots(long(sentences))
    assert len(plot.spots) <= 101
    assert plot.path.count("L") <= 2 * PLOT_SIZE / 4 + 101
    assert all(len(ribbon.parts) == 12 for ribbon in ribbons(long(sentences)))


def test_the_parts_of_a_ribbon_cover_the_document_and_lead_to_its_gaps() -> None:
    for alignment in (ferry(), long(1000)):
        page = build_page_view(alignment)
        rows = {row.number: row for row in page.view.rows}
        for paper, ribbon in zip(page.view.papers, page.ribbons, strict=True):
            assert ribbon.parts[0].first == 0
            assert ribbon.parts[-1].last == paper.sentences - 1
            for part, following in zip(ribbon.parts, ribbon.parts[1:], strict=False):
                assert following.first - part.last in {0, 1}
            for part in ribbon.parts:
                row = rows[part.row]
                cell = row.target if paper.role == "target" else row.source
                assert part.first <= cell.lines[-1].id
                assert cell.lines[0].id <= part.last
                assert (part.lost > 0) == (row.state in {"omitted", "added"})


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=40))
@examples(40)
def test_everything_on_a_plot_lies_inside_it(sentences: list[tuple[int, bool]]) -> None:
    parts = [("text", "a" * length, Kind.TEXT) for length, _ in sentences]
    docs = laid_out("a", "en", parts), laid_out("b", "en", parts)
    beads: list[Bead] = []
    for i, (_, linked) in enumerate(sentences):
        beads += [Bead((i,), (i,))] if linked else [Bead((i,), ()), Bead((), (i,))]
    (plot,) = plots(Alignment(docs, tuple(beads)))
    numbers = [int(x) for x in re.findall(r"\d+", plot.path)]
    numbers += [x for s in plot.spots for x in (s.x0, s.y0, s.x1, s.y1)]
    assert all(0 <= x <= PLOT_SIZE for x in numbers)
    assert sum(plot.counts.values()) == len(beads)


def test_each_source_has_its_plot_and_a_plot_has_words_for_those_who_do_not_see_it() -> None:
    part = [("text", "One boat.", Kind.TEXT)]
    docs = tuple(laid_out(name, "en", part) for name in ("a.txt", "b.txt", "c.txt"))
    beads = (Bead((0,), (0,)), Bead((0,), (), source_document=1))
    alignment = Alignment(docs, beads)
    page: Any = html.fromstring(render_report(alignment, ui="en"))
    figures = page.xpath("//svg[@class='plot']")
    assert len(figures) == 2
    for number, figure in enumerate(figures):
        ids = f"{figure.get('aria-labelledby')} {figure.get('aria-describedby')}".split()
        said = " ".join(page.xpath(f"string(//*[@id='{one}'])") for one in ids)
        assert ("linked", "only in the original")[number] in said
        assert docs[number].path in said


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Visit]:
    it = Visit(browser, written(long(1000), tmp_path / "long.html", ui="en"))
    it.open_figures()
    yield it
    assert it.complaints == []
    it.context.close()


def at(visit: Visit) -> str:
    return str(visit.page.evaluate("location.hash"))


def test_a_click_on_a_ribbon_leads_to_the_sentence_there(visit: Visit) -> None:
    for number, row in ((0, 501), (1, 501)):
        there = f"location.hash.startsWith('#d{number}-')"
        visit.click_until(visit.page.locator(".map").nth(number), there)
        document, sentence = map(int, at(visit).removeprefix("#d").split("-"))
        assert document == number
        assert abs(sentence - row) <= 15
        visit.page.wait_for_timeout(200)
        assert visit.in_view(at(visit))
        visit.page.evaluate("scrollTo(0, 0)")


def test_a_ribbon_is_walked_by_keyboard(visit: Visit) -> None:
    links = visit.page.locator(".map").first.get_by_role("link")
    links.first.wait_for(state="attached")  # the figures are drawn when they come into view
    assert links.count() == 12
    assert (
        visit.page.locator(".map")
        .first.get_by_role(
            "link", name=re.compile(r"^Sentences 0 to \d+, without a counterpart: 2$")
        )
        .count()
    )
    links.nth(6).focus()
    visit.page.keyboard.press("Enter")
    assert "omitted" in visit.page.locator(at(visit)).get_attribute("class").split()


def test_a_click_on_the_plot_leads_to_the_row(visit: Visit) -> None:
    visit.click_in(visit.page.locator("svg.plot"), 0.25, 0.7)
    visit.wait_until("location.hash.startsWith('#d0-')")
    assert abs(int(at(visit).removeprefix("#d0-")) - 241) <= 20
    visit.page.locator(".plotted summary").click()
    links = visit.page.locator(".plotted details a")
    assert links.count() == 8
    links.last.click()
    assert "omitted" in visit.page.locator(at(visit)).get_attribute("class").split()


def test_a_click_on_a_symbol_leads_to_its_row(browser: Any, tmp_path: Path) -> None:
    it = Visit(browser, written(ferry(), tmp_path / "ferry.html"))
    it.open_figures()
    for kind, row in (("moved", 2), ("blank", 6), ("omitted", 10), ("added", 13)):
        it.page.locator("svg.plot").scroll_into_view_if_needed()
        it.click_in(it.page.locator(f".plot .spot.{kind}").first, 0.5, 0.5)
        it.wait_until(f"location.hash === '#r{row}'")
        assert it.page.locator("#bead-row").inner_text() == f"Pair {row}"
    it.context.close()


def test_shapes_differ_by_more_than_colour() -> None:
    page: Any = html.fromstring(render_report(every()))
    drawn = page.xpath("//svg[@class='plot']/path/@d")
    shapes = [re.sub(r"[\d -]+", "", path) for path in drawn]
    assert len(set(shapes[1:])) == 5


def test_a_plot_of_nothing_is_a_frame() -> None:
    docs = laid_out("a", "en", []), laid_out("b", "zh", [])
    (plot,) = plots(Alignment(docs, ()))
    assert (plot.path, plot.spots) == ("", ())
    assert ribbons(Alignment(docs, ()))[0].parts == ()
    page: Any = html.fromstring(render_report(Alignment(docs, ())))
    assert page.xpath("//rect[@class='frame']")
