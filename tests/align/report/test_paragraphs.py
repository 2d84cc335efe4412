"""The texts side by side as paragraphs: how they are grouped, and what a reader can do there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.build import laid_out
from helpers.examples import examples
from helpers.ferry import every, ferry, long
from helpers.report_visit import Visit, written
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.report.html.page_view import build_page_view
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.document import Document, Kind


def groups(alignment: Alignment) -> list[tuple[list[str], list[str]]]:
    """Return the anchors of the sentences of each group, for source and target."""
    return [
        (
            [words.line.anchor for para in group.source for words in para.words],
            [words.line.anchor for para in group.target for words in para.words],
        )
        for chunk in build_page_view(alignment).chunks
        for group in chunk.groups
    ]


def some_of(ids: set[int]) -> st.SearchStrategy[tuple[int, ...]]:
    if not ids:
        return st.just(())
    chosen = st.lists(st.sampled_from(sorted(ids)), max_size=3, unique=True)
    return chosen.map(lambda some: tuple(sorted(some)))


@st.composite
def alignments(draw: st.DrawFn) -> Alignment:
    """Draw one or two sources and a target, with links in any order, moved or not."""
    kinds = st.sampled_from([Kind.TEXT, Kind.TEXT, Kind.BYLINE, Kind.LIST_ITEM])
    parts = st.lists(st.tuples(st.sampled_from(["text", "same"]), kinds), max_size=9)
    docs = [
        laid_out(f"{n}", "en", [(how, "A boat.", kind) for how, kind in draw(parts)])
        for n in range(draw(st.integers(2, 3)))
    ]
    left = [set(range(len(doc.sentences))) for doc in docs]
    beads = []
    for _ in range(draw(st.integers(0, 9))):
        number = draw(st.integers(0, len(docs) - 2))
        source, target = (draw(some_of(side)) for side in (left[number], left[-1]))
        if source and target:
            beads.append(Bead(source, target, moved=draw(st.booleans()), source_document=number))
            left[number] -= set(source)
            left[-1] -= set(target)
    for number, side in enumerate(left[:-1]):
        beads += [Bead((i,), (), source_document=number) for i in sorted(side)]
    beads += [Bead((), (i,)) for i in sorted(left[-1])]
    return Alignment(tuple(docs), tuple(beads))


def test_groups_end_where_both_texts_begin_a_block_and_nothing_ties_them() -> None:
    def side(path: str, *blocks: int) -> Document:
        hows = [how for size in blocks for how in ("text", *["same"] * (size - 1))]
        return laid_out(path, "en", [(how, "A boat.", Kind.TEXT) for how in hows])

    docs = side("a", 2, 2, 1, 2), side("b", 2, 2)
    ties = [((0,), (0,)), ((1,), (1,)), ((4,), (2,)), ((5, 6), (3,))]
    beads = (*(Bead(*ids) for ids in ties), Bead((2,), ()), Bead((3,), ()))
    sizes = [(len(source), len(target)) for source, target in groups(Alignment(docs, beads))]
    assert sizes == [(2, 2), (2, 0), (3, 2)]


@given(alignments())
@examples(150)
def test_each_sentence_stands_once_and_each_text_in_its_order(alignment: Alignment) -> None:
    found = groups(alignment)
    last = len(alignment.documents) - 1
    for number, doc in enumerate(alignment.documents):
        side = 1 if number == last else 0
        own = [name for group in found for name in group[side] if name.startswith(f"d{number}-")]
        assert own == [f"d{number}-{s.id}" for s in doc.sentences]


@given(alignments())
@examples(150)
def test_groups_are_cut_where_paragraphs_end(alignment: Alignment) -> None:
    for chunk in build_page_view(alignment).chunks:
        for group in chunk.groups:
            assert group.source or group.target
            assert bool(group.empty) == (not group.source or not group.target)
            assert not any(para.continued for para in (*group.source, *group.target))


def test_what_is_linked_in_order_stands_in_one_group() -> None:
    found = groups(long(1000))
    where = {name: n for n, group in enumerate(found) for side in group for name in side}
    for bead in long(1000).beads:
        if not bead.is_null:
            assert where[f"d0-{bead.source[0]}"] == where[f"d1-{bead.target[0]}"]
    assert (
        max(len(source) for source, _ in found) <= 10
    )  # two paragraphs, if one lost its first sentence


def test_a_text_without_paragraphs_is_cut_all_the_same() -> None:
    parts = [("same", "A boat.", Kind.TEXT)] * 1000
    docs = laid_out("a", "en", parts), laid_out("b", "en", parts[:500])
    beads = [Bead((i,), (i,)) for i in range(500)] + [Bead((i,), ()) for i in range(500, 1000)]
    sizes = [len(source) + len(target) for source, target in groups(Alignment(docs, tuple(beads)))]
    assert sum(sizes) == 1500
    assert max(sizes) <= 62


def test_a_second_source_stands_where_the_target_has_it() -> None:
    part = [("text", f"Boat {i}.", Kind.TEXT) for i in range(4)]
    docs = laid_out("a", "en", part), laid_out("b", "en", part[:2]), laid_out("c", "en", part)
    beads = (
        Bead((0,), (0,)),
        Bead((0,), (1,), source_document=1),
        Bead((1,), (2,)),
        Bead((2,), (3,)),
        Bead((3,), ()),
        Bead((1,), (), source_document=1),
    )
    order = [name for source, _ in groups(Alignment(docs, beads)) for name in source]
    assert order == ["d0-0", "d1-0", "d1-1", "d0-1", "d0-2", "d0-3"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(every(), tmp_path_factory.mktemp("pairs") / "every.html", ui="en")


@pytest.fixture(scope="module")
def opened(browser: Any, file: Path) -> Iterator[Visit]:
    it = Visit(browser, file)
    yield it
    assert it.complaints == []
    it.context.close()


@pytest.fixture
def visit(opened: Visit) -> Visit:
    """The page as it opens, without what an earlier test did."""
    opened.page.evaluate("localStorage.clear()")
    opened.page.goto("about:blank")
    opened.page.goto(opened.requests[0])
    return opened


def named(visit: Visit, state: str) -> set[str]:
    """Return the sentences and the rows of the bands in a state."""
    found = visit.page.locator(f"#pairs .{state}").evaluate_all(
        "all => all.map(x => x.id || x.dataset.row)"
    )
    return {str(one) for one in found}


def focused(visit: Visit) -> str:
    return str(visit.page.evaluate("document.activeElement.id"))


def test_a_band_joins_each_link_and_shows_its_kind(visit: Visit) -> None:
    page = visit.page
    page.locator("#text").scroll_into_view_if_needed()
    visit.wait_until("document.querySelectorAll('.tie').length === 13")
    kinds = page.locator(".tie").evaluate_all(
        "all => Object.fromEntries(all.map(x => [x.dataset.row, x.classList[1]]))"
    )
    assert kinds == {
        **{f"r{n}": "linked" for n in (1, 4, 7, 9, 11)},
        "r2": "moved",
        "r5": "clause",
        **{f"r{n}": "blank" for n in (6, 8, 12)},
        **{f"r{n}": "null" for n in (10, 13)},
    }
    assert page.locator(".tie[data-row=r2]").count() == 2  # one end on each side


def test_each_band_reaches_its_sentences(visit: Visit) -> None:
    visit.page.locator("#d0-5").scroll_into_view_if_needed()
    visit.wait_until("document.querySelectorAll('.tie').length === 13")
    for row, source, target in (("r6", "d0-4", "d1-4"), ("r7", "d0-5", "d1-5")):
        band = visit.page.locator(f".tie[data-row={row}]").bounding_box()
        for side in (source, target):
            box = visit.page.locator(f"#{side}").bounding_box()
            assert band["y"] <= box["y"] + box["height"]
            assert box["y"] <= band["y"] + band["height"]


def test_either_side_and_the_band_light_up_the_other(visit: Visit) -> None:
    page = visit.page
    page.locator("#d0-6").scroll_into_view_if_needed()
    visit.wait_until("document.querySelectorAll('.tie').length === 13")
    together = {"d0-6", "d1-6", "r8"}
    page.locator("#d0-6").hover()
    assert named(visit, "lit") - {""} == together
    page.locator("#d1-6").hover(position={"x": 20, "y": 10})
    assert named(visit, "lit") - {""} == together
    page.mouse.move(0, 0)
    assert named(visit, "lit") == set()
    band = page.locator(".tie[data-row=r9]").bounding_box()
    page.mouse.move(band["x"] + 4, band["y"] + band["height"] - 4)
    assert {"d0-7", "d1-7"} <= named(visit, "lit")


def test_a_click_brings_the_counterpart_into_view(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 1280, "height": 420})
    visit.click_sentence("d0-11")  # the moved sentence, far from its counterpart
    assert named(visit, "sel") >= {"d0-11", "d1-1"}
    visit.wait_until("document.getElementById('d1-1').getBoundingClientRect().top > 40")
    assert visit.in_view("#d1-1")
    assert "moved" in visit.page.locator("#bead").inner_text()
    visit.page.locator("#bead [data-go=source]").click()
    assert focused(visit) == "d0-11"
    visit.page.wait_for_timeout(400)
    assert visit.in_view("#d0-11")
    visit.page.set_viewport_size({"width": 1280, "height": 900})


def test_the_texts_are_walked_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.locator("[data-view=rows]").focus()
    page.keyboard.press("Tab")
    assert focused(visit) == "d0-0"
    assert named(visit, "sel") >= {"d0-0", "d1-0"}
    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(focused(visit))
    assert walked == ["d0-1", "d0-2", "d1-2", "d1-3", "d0-3", "d0-2"]
    assert page.locator("#pairs [tabindex='0']").count() == 1
    page.keyboard.press("a")
    assert page.locator("#bead [data-choice=confirmed]").get_attribute("aria-pressed") == "true"
    page.keyboard.press("d")
    assert page.locator("#said").inner_text() == "Pair 4: link rejected"
    assert page.locator(".tie[data-row=r4]").get_attribute("data-decision") == "rejected"
    page.keyboard.press("Escape")
    assert not page.locator("#bead").is_visible()
    page.keyboard.press("u")
    assert page.locator(".tie[data-row=r4]").get_attribute("data-decision") == "confirmed"


def test_what_has_no_counterpart_says_so_and_cannot_be_confirmed(visit: Visit) -> None:
    visit.click_sentence("d0-8")
    assert "no counterpart in the translation" in visit.page.locator("#bead").inner_text()
    buttons = visit.page.locator("#bead button:visible")
    assert buttons.count() == 1


def test_the_view_is_toggled_and_keeps_its_place(visit: Visit) -> None:
    page = visit.page
    page.locator("#d0-10").scroll_into_view_if_needed()
    visit.click_sentence("d0-10")
    page.locator("[data-view=rows]").focus()
    page.keyboard.press("Enter")
    assert not page.locator("#pairs").is_visible()
    assert page.locator("#rows tbody tr").count() == len(every().beads)
    assert visit.in_view("#r12")
    rows = page.locator("#rows tbody tr").evaluate_all("all => all.map(x => x.className)")
    assert rows.count("moved") == 1
    assert rows.count("omitted") == rows.count("added") == 1
    text = page.locator("#r12 td.source .x").evaluate(
        "x => { x.querySelectorAll('.tag, .hole').forEach(n => n.remove()); return x.textContent; }"
    )
    assert text == every().documents[0].sentences[10].text
    assert page.locator("[data-view=rows]").get_attribute("aria-pressed") == "true"
    page.locator("[data-view=pairs]").click()
    assert page.locator("#pairs").is_visible()
    assert not page.locator("#rows").is_visible()


def test_a_link_to_a_row_leads_to_its_sentences(visit: Visit) -> None:
    visit.page.goto(f"{visit.requests[0]}#r8")
    visit.wait_until("document.getElementById('bead').checkVisibility()")
    assert named(visit, "sel") >= {"d0-6", "d1-6"}
    assert visit.in_view("#d0-6")


def test_lost_clauses_are_filtered_apart_from_omissions(visit: Visit) -> None:
    visit.open_filter()
    for box in visit.page.locator("input[name=kind]").all():
        box.set_checked(box.get_attribute("value") == "clause")
    assert visit.cards() == ["F012"]


def test_on_a_telephone_the_target_stands_below_its_source(browser: Any, file: Path) -> None:
    it = Visit(browser, file, viewport={"width": 375, "height": 800})
    source = it.page.locator("#d0-2").bounding_box()
    target = it.page.locator("#d1-2").bounding_box()
    assert target["y"] >= source["y"] + source["height"]
    it.click_sentence("d0-2")
    assert it.page.evaluate("document.documentElement.scrollWidth") <= 375
    it.show_rows()
    assert it.page.evaluate("document.documentElement.scrollWidth") <= 375
    it.context.close()


def test_paper_shows_paragraphs_and_findings_and_no_controls(visit: Visit, tmp_path: Path) -> None:
    visit.click_sentence("d0-2")
    visit.page.emulate_media(media="print")
    assert visit.page.locator("#pairs .x:visible").count() == sum(
        len(doc.sentences) for doc in every().documents
    )
    for gone in ("#bead", ".views", ".ties", "#filter", ".bar", "button"):
        assert visit.page.locator(f"{gone} >> visible=true").count() == 0
    visit.page.pdf(path=tmp_path / "report.pdf", format="A4")
    visit.page.emulate_media(media="screen")


def test_an_alignment_of_nothing_has_nothing_to_walk(browser: Any, tmp_path: Path) -> None:
    docs = laid_out("a", "en", []), laid_out("b", "zh", [])
    it = Visit(browser, written(Alignment(docs, ()), tmp_path / "empty.html", ui="en"))
    it.show_rows()
    assert it.page.locator("#rows tr").count() == 0
    assert it.complaints == []
    it.context.close()


def test_moves_without_findings_are_shown_as_such() -> None:
    view = build_page_view(replace(ferry(), findings=()))
    states = {
        words.row.kind
        for chunk in view.chunks
        for group in chunk.groups
        for para in group.source
        for words in para.words
    }
    assert states == {"linked", "moved", "omitted", "aside"}
