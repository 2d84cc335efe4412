from __future__ import annotations

import io
import itertools
import json
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import pytest
from helpers.ferry import every, ferry, grouped, long
from helpers.page_html import parse, words

from duizhao.align.report.html.page import render_report, write_html
from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Severity
from duizhao.corpora.document import Locator
from duizhao.corpora.locators import place_in_words


@pytest.fixture(scope="module")
def page() -> Any:
    return parse(render_report(ferry(), ui="en"))


def test_the_written_bytes_are_the_page_and_the_same_every_time() -> None:
    stream = io.BytesIO()
    write_html(ferry(), stream, ui="zh")
    assert stream.getvalue().decode("utf-8") == render_report(ferry(), ui="zh")


def test_every_sentence_stands_in_its_paragraph_with_its_text_unchanged(page: Any) -> None:
    alignment = ferry()
    for number, doc in enumerate(alignment.documents):
        for sentence in doc.sentences:
            (node,) = page.xpath(f"//*[@id='d{number}-{sentence.id}']")
            assert words(node) == sentence.text
            assert node.getparent().get("lang") == doc.lang


def test_the_texts_stand_in_reading_order_in_their_own_blocks(page: Any) -> None:
    for number, (side, doc) in enumerate(zip(("source", "target"), ferry().documents, strict=True)):
        paras = page.xpath(f"//*[@id='pairs']//div[@class='side {side}']//*[@lang]")
        paras = [para for para in paras if "para" in para.get("class").split()]
        assert [para.xpath("./span[contains(@class, 'x')]/@id") for para in paras] == [
            [f"d{number}-{s.id}" for s in doc.sentences if s.block == block]
            for block in range(len(doc.blocks))
        ]
        kinds = [para.get("class").split()[1] for para in paras]
        assert kinds == [block.kind.value for block in doc.blocks]
        assert [para.tag for para in paras[:2]] == (["h3", "p"])


def test_sentences_are_told_apart_by_their_state(page: Any) -> None:
    states = Counter(
        name
        for value in page.xpath("//*[@id='pairs']//span[starts-with(@class, 'x')]/@class")
        for name in value.split()[1:]
    )
    assert states == {"moved": 2, "omitted": 1, "added": 1, "aside": 2, "blank": 6}


def test_a_gap_has_an_empty_place_beside_it(page: Any) -> None:
    (lone,) = page.xpath("//div[contains(@class, 'lone source')]")
    assert lone.xpath("string(div[@class='side source']/p/span[@class='en']) ") == (
        "no counterpart in the original"
    )
    assert lone.xpath(".//span[starts-with(@class, 'x')]/@id") == ["d1-10"]
    asides = page.xpath("//div[contains(@class, 'lone aside')]")
    assert [len(one.xpath(".//p[@class='note']")) for one in asides] == [0, 0]


def beads_in(page: Any) -> Any:
    return json.loads(page.xpath("string(//script[@id='data'])"))["beads"]


def test_the_script_knows_the_beads(page: Any) -> None:
    said, beads = beads_in(page), ferry().beads
    assert said["document"] == [0] * len(beads)
    assert [*map(tuple, said["source"])] == [bead.source for bead in beads]
    assert [*map(tuple, said["target"])] == [bead.target for bead in beads]
    for name in ("probability", "similarity"):
        expected = [getattr(bead, name) for bead in beads]
        assert said[name] == pytest.approx(expected, abs=1e-3)


def test_a_moved_row_names_where_its_other_side_would_stand(page: Any) -> None:
    said = beads_in(page)
    ((row, move),) = said["moves"].items()
    assert said["state"][int(row) - 1] == "moved"
    # The row of source sentence 10, which stands before 11.
    assert move == {"side": "source", "row": 12, "down": True}


def test_a_moved_row_is_placed_by_neighbours_that_are_not_moved_themselves() -> None:
    alignment = long(45)
    ahead, rest = alignment.beads[30:32], (*alignment.beads[:30], *alignment.beads[32:])
    beads = (*(replace(bead, moved=True) for bead in ahead), *rest)
    page = parse(render_report(replace(alignment, beads=beads)))
    found = beads_in(page)
    assert [move["row"] for move in found["moves"].values()] == [32, 32]
    assert (found["source"][31], found["target"][31]) == ([29], [28])


@pytest.mark.parametrize("finding", ferry().findings, ids=lambda finding: finding.id)
def test_each_finding_is_listed_quoted_and_marked(page: Any, finding: Finding) -> None:
    (card,) = page.xpath(f"//li[@id='{finding.id}']")
    assert finding.message["en"] in card.text_content()
    assert finding.message["zh"] in card.text_content()
    for side, place in (("s", finding.source), ("t", finding.target)):
        marks = page.xpath(
            f"//section[@id='text']//mark[@data-finding='{finding.id}']"
            f"[contains(concat(' ', @class, ' '), ' {side} ')]"
        )
        quoted = card.xpath(f".//mark[contains(concat(' ', @class, ' '), ' {side} ')]")
        if place is None:
            assert not marks
            assert not quoted
            continue
        expected = place.text.replace(" ", "")  # a joined line end may stand in the place's text
        assert "".join(words(mark) for mark in marks).replace(" ", "") == expected
        assert "".join(words(mark) for mark in quoted).replace(" ", "") == expected
        assert marks[0].get("id") == f"{finding.id}-{side}"
        assert card.xpath(f".//a[@href='#{finding.id}-{side}']")
        assert marks[-1].xpath(f".//a[@href='#{finding.id}']")


@pytest.fixture(scope="module")
def placed() -> Alignment:
    """The ferry article as read from a PDF and from a file of subtitles with nasty names."""
    english, chinese = ferry().documents
    pages = tuple(
        replace(s, place=Locator(page=1 + s.block // 3, paragraph=1 + s.block))
        for s in english.sentences
    )
    names = tuple(
        replace(s, place=Locator(unit="<b>&\x00", cell="row 2, column 1") if s.id % 2 else None)
        for s in chinese.sentences
    )
    documents = replace(english, sentences=pages), replace(chinese, sentences=names)
    beads = ferry().beads
    joined = (*beads[:3], Bead((2, 3), (2, 3), 0.9, 0.8), *beads[5:])
    return replace(ferry(), documents=documents, beads=joined)


def test_each_sentence_has_its_place_once_in_a_paragraph(placed: Alignment) -> None:
    page = parse(render_report(placed, ui="en"))
    before_it = "preceding-sibling::*[1][contains(@class, 'place')]/span/text()"
    for block in range(len(placed.documents[0].blocks)):
        before = None
        for i in (s.id for s in placed.documents[0].sentences if s.block == block):
            place = placed.documents[0].sentences[i].place
            assert place is not None
            said = page.xpath(f"//*[@id='d0-{i}']/{before_it}")
            expected = [
                f"page {place.page}, paragraph {place.paragraph}",
                f"第 {place.page} 页，第 {place.paragraph} 段",
            ]
            assert said == ([] if place == before else expected)
            before = place
    said = page.xpath(f"//*[@id='d1-1']/{before_it}")
    assert said == ["row 2, column 1, unit <b>&�", "第 2 行，第 1 列，单元 <b>&�"]
    assert not page.xpath(f"//*[@id='d1-0']/{before_it}")


def test_each_finding_says_where_its_passages_begin(placed: Alignment) -> None:
    page = parse(render_report(placed, ui="en"))
    for finding in placed.findings:
        for role, place in (("Original", finding.source), ("Translation", finding.target)):
            path = f"//li[@id='{finding.id}']//dt[span='{role}']/span[@class='place']/span[1]"
            if place is None:
                assert not page.xpath(path)
                continue
            held = [
                s
                for s in placed.documents[place.document].sentences
                if s.start <= place.start and place.end <= s.end
            ]
            for sentence in held[:1]:
                expected = place_in_words(sentence.place).replace("\x00", "�")
                assert page.xpath(f"string({path})") == expected


def test_no_place_is_shown_where_none_is_known(page: Any) -> None:
    assert not page.xpath("//span[starts-with(@class, 'place')]")


def test_a_blank_shows_a_box_where_the_words_are_missing(page: Any) -> None:
    for finding, before, after in (("F001", "“", "”"), ("F002", "第一是", "；"), ("F003", "", "")):
        path = f"//section[@id='text']//mark[@data-finding='{finding}'][contains(@class,' t')]"
        marks = page.xpath(path)
        holes = [i for i, mark in enumerate(marks) if mark.xpath("./span[@class='hole']")]
        assert len(holes) == 1
        assert "".join(words(mark) for mark in marks[: holes[0]]) == before
        assert "".join(words(mark) for mark in marks[holes[0] + 1 :]) == after


def test_a_quote_has_some_context_and_says_where_it_goes_on(page: Any) -> None:
    (quote,) = page.xpath("//li[@id='F008']//blockquote[@lang='zh']")
    assert words(quote) == (
        "…三克朗。 ¶ 红隼湾港口于三月开通了第三条渡轮航线。首日约有450人乘坐，是预期的两倍。"
        " ¶ “”船长米拉·伦德说。她在海湾上…"
    )
    (quote,) = page.xpath("//li[@id='F007']//blockquote[@lang='zh']")
    assert words(quote).startswith("学会等待的渡轮 ¶ 一张船票")  # the text begins here


def test_findings_stand_in_groups_worst_first(page: Any) -> None:
    groups = page.xpath("//section[@class='group' and @data-severity]/@data-severity")
    assert groups == ["critical", "major", "minor", "info"]
    listed = [
        (li.get("data-severity"), int(li.get("data-order")))
        for li in page.xpath("//li[contains(@class,'card')]")
    ]
    rank = [severity.value for severity in Severity]
    assert listed == sorted(listed, key=lambda item: (rank.index(item[0]), item[1]))
    assert sorted(order for _, order in listed) == list(range(len(ferry().findings)))


def test_findings_are_counted_by_category_and_severity(page: Any) -> None:
    rows = {
        row.xpath("string(th/span[@class='en'])"): row.xpath("td/text()")
        for row in page.xpath("//section[@aria-labelledby='matrix-title']//tbody/tr")
    }
    assert rows["blank"] == ["3", "0", "0", "0", "3"]
    assert rows["name"] == ["0", "0", "2", "0", "2"]
    assert len(rows) == len({finding.category for finding in ferry().findings})


def test_beads_are_counted_by_type_without_what_is_not_aligned(page: Any) -> None:
    rows = page.xpath("//section[@aria-labelledby='beads-title']//tbody/tr")
    counts = [(row.xpath("string(th)"), row.xpath("string(td)")) for row in rows]
    assert counts[:3] == [("1-1", "10"), ("0-1", "1"), ("1-0", "1")]
    assert [count for _, count in counts[3:]] == ["1", "2"]  # moved, not aligned


def test_the_ribbon_covers_the_document_and_agrees_with_the_coverage(page: Any) -> None:
    alignment = ferry()
    for number, doc in enumerate(alignment.documents):
        bands = page.xpath(f"//svg[@aria-labelledby='ribbon-{number}']/rect")
        width: defaultdict[str, float] = defaultdict(float)
        for band in bands:
            width[band.get("class").split()[1]] += float(band.get("width").rstrip("%"))
        assert sum(width.values()) == pytest.approx(100, abs=0.01)
        aligned = 100 - width["aside"]
        linked = sum(width[kind] for kind in ("linked", "moved", "blank", "clause"))
        assert linked / aligned == pytest.approx(alignment.coverage(number), abs=1e-3)
        assert f"{100 * alignment.coverage(number):.1f} %" in page.xpath(
            f"string(//*[@id='ribbon-{number}'])"
        )
        assert doc.path.replace("\\", "/").split("/")[-1] in page.xpath(
            f"string(//*[@id='ribbon-{number}'])"
        )


def test_identifiers_are_unique_and_every_link_leads_somewhere(page: Any) -> None:
    ids = Counter(page.xpath("//@id"))
    assert max(ids.values()) == 1
    assert {link[1:] for link in page.xpath("//a/@href")} <= set(ids)
    refs = " ".join(page.xpath("//@aria-labelledby")).split()
    assert set(refs) <= set(ids)


def test_layers_that_failed_are_named(page: Any) -> None:
    assert not page.xpath("//*[@id='failures']")
    said = parse(render_report(every()))
    items = [item.text_content() for item in said.xpath("//*[@id='failures']//li")]
    assert items == [
        "blanks and sentences cut short空缺与截断 the list of marks <b>is</b> not there",
        "tides no moon",
    ]


def test_a_lost_clause_is_a_kind_of_its_own() -> None:
    page = parse(render_report(every(), ui="en"))
    (card,) = page.xpath("//li[@data-kind='clause']")
    (category,) = card.xpath(".//span[starts-with(@class, 'category')]/@class")
    assert (card.get("id"), category.split()[-4:]) == ("F012", ["clause", "wavy", "lost", "t"])
    within = {Category.OMISSION: ["clause"], Category.LEFTOVER: ["remark"]}
    assert page.xpath("//input[@name='kind']/@value") == [
        kind for category in Category for kind in (category.value, *within.get(category, ()))
    ]
    for number in (0, 1):
        band = f"//svg[@aria-labelledby='ribbon-{number}']/rect[@class='band clause']"
        assert len(page.xpath(band)) == 1
    assert len(page.xpath("//svg[@class='plot']/path[@class='spot clause']")) == 1
    assert page.xpath("//*[@id='d0-3']/@class") == ["x clause"]
    (lost,) = (f for f in every().findings if f.id == "F012")
    dismissed = replace(lost, decision="dismissed")
    findings = [dismissed if f.id == dismissed.id else f for f in every().findings]
    page = parse(render_report(replace(every(), findings=tuple(findings))))
    assert not page.xpath("//rect[@class='band clause'] | //path[@class='spot clause']")


def test_evidence_is_said_in_words() -> None:
    page = parse(render_report(every(), ui="en"))
    rows = {
        row.xpath("string(dt/span[@class='en'])"): row.xpath("string(dd)")
        for row in page.xpath("//li[@id='F012']//dl[@class='evidence']/div")
    }
    assert rows == {
        "words on both sides": "forecast · day",
        "said elsewhere": "“一张船票三克朗”",
        "rule, for the settings": "omission/clause",
    }


def test_what_only_a_program_reads_is_no_evidence_for_an_editor() -> None:
    first = replace(ferry().findings[0], evidence={"short": 2.87, "signs": {"run": 0.69}})
    page = parse(render_report(replace(ferry(), findings=(first,))))
    assert not page.xpath("//dl[@class='evidence']")


def test_a_chinese_font_does_not_widen_the_apostrophe_of_an_english_word() -> None:
    first = replace(ferry().findings[0], message={"en": "It’s lost", "zh": "缺少“It’s <b>”"})
    page = parse(render_report(replace(ferry(), findings=(first,))))
    (said,) = page.xpath("//*[@class='message']/*[@class='zh']")
    assert (words(said), said.xpath("string(*[@lang='en'])")) == ("缺少“It’s <b>”", "It’s")


def test_the_page_tells_an_editor_no_option_of_a_command() -> None:
    page = parse(render_report(replace(ferry(), preset="law", preset_guessed=True)))
    for ui, right in (("en", "as a law (guessed)"), ("zh", "按法律文本（由文本推断）")):
        said = "".join(page.xpath(f"//*[@class='policy']/*[@class='{ui}']/text()"))
        assert said.endswith(right)
        assert "--" not in said


def test_the_page_has_landmarks_headings_in_order_and_named_columns(page: Any) -> None:
    assert page.xpath("count(//main)") == page.xpath("count(//h1)") == 1
    assert page.xpath("//body/*[1]/@class") == ["skip"]
    levels = [int(node.tag[1]) for node in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    assert all(th.get("scope") in {"col", "row"} for th in page.xpath("//th"))


def test_of_places_on_both_sides_those_of_the_target_are_listed() -> None:
    page = parse(render_report(grouped(5), ui="en"))
    links = page.xpath("//*[@id='F001']//*[contains(@class, 'places')]//a/@href")
    assert links == ["#F001-t", *(f"#F001-t-{n}" for n in range(1, 5))]
