from __future__ import annotations

import base64
import hashlib
import io
import itertools
import json
import re
from collections import Counter, defaultdict
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from helpers.build import laid_out, say
from helpers.ferry import every, ferry, long
from lxml import html

from duizhao.align.report.html.page import render_report, write_html
from duizhao.align.report.messages import LANGUAGES
from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.locators import place_in_words
from duizhao.errors import UnknownNameError

TEMPLATES = files("duizhao.align.report.html")
STRINGS: dict[str, dict[str, str]] = json.loads((TEMPLATES / "strings.json").read_text("utf-8"))


def parse(page: str) -> Any:
    return html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def words(node: Any) -> str:
    """Return a node's text without what the report itself says inside it."""
    gone = "ancestor::*[contains(@class,'tag') or contains(@class,'hole')]"
    return "".join(node.xpath(f".//text()[not({gone})]"))


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
        "no counterpart in the source"
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
        for role, place in (("Source", finding.source), ("Target", finding.target)):
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


def test_the_page_loads_nothing_and_allows_only_its_own_style_and_script() -> None:
    source = render_report(ferry())
    page = parse(source)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (node,) = page.xpath(f"//{tag}[not(@type)]")
        digest = base64.b64encode(hashlib.sha256(node.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert page.xpath("//script/@type") == ["application/json"]
    assert not page.xpath("//@src | //link | //@style | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"https?:|@import|url\((?!#)", source)


HOSTILE = (
    "</p></td><script>alert(1)</script> <img src=x onerror=alert(1)> \u202e\x00&amp; {{ 7*7 }}"
)


def test_text_from_documents_is_text_and_nothing_else() -> None:
    docs = (
        laid_out("<b>\"'a.txt", "en", [("text", HOSTILE, Kind.TEXT)]),
        laid_out("b\x00\ud800.txt", 'zh" onload="x', [("text", HOSTILE + "\ud800", Kind.TEXT)]),
    )
    finding = Finding(
        "F001",
        Category.NAME,
        Severity.INFO,
        0.5,
        say(HOSTILE, HOSTILE),
        Place(0, 0, 20, HOSTILE[:20]),
        Place(1, 5, 60, HOSTILE[5:60]),
        {HOSTILE: [HOSTILE], "ratio": 0.123456},
    )
    stream = io.BytesIO()
    write_html(Alignment(docs, (Bead((0,), (0,)),), (finding,), HOSTILE, HOSTILE), stream)
    page = parse(stream.getvalue().decode("utf-8"))
    assert page.xpath("//script/@type") == ["application/json"]
    data = json.loads(page.xpath("string(//script[@id='data'])"))
    said = data["findings"]["F001"]
    assert (said["source"], said["target"]) == (HOSTILE[:20], HOSTILE[5:60])
    assert said["context"] == HOSTILE + "\ud800"
    assert not page.xpath("//img | //h1//b | //p//b//b | //@onload | //@onerror")
    (node,) = page.xpath("//*[@id='d0-0']")
    assert words(node) == HOSTILE.replace("\x00", "\ufffd")
    assert "0.123" in page.xpath("string(//dl[@class='evidence'])")


def test_a_fixed_language_is_kept_and_an_open_one_follows_the_target() -> None:
    for ui, tag in LANGUAGES.items():
        root = parse(render_report(ferry(), ui=ui))
        assert (root.get("lang"), root.get("data-ui")) == (tag, ui)
        assert root.get("data-fixed") is not None
    root = parse(render_report(ferry()))
    assert (root.get("data-ui"), root.get("data-fixed")) == ("zh", None)
    alignment = ferry()
    other = replace(alignment.target, lang="de")
    root = parse(render_report(replace(alignment, documents=(*alignment.sources, other))))
    assert root.get("data-ui") == "en"


def test_an_unknown_interface_language_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="interface language 'fr'; known: en, zh"):
        render_report(ferry(), ui="fr")


def test_strings_are_complete_agree_on_their_values_and_are_all_used() -> None:
    for key, text in STRINGS.items():
        assert set(text) == set(LANGUAGES), key
        fields = [set(re.findall(r"\{(\w+)\}", text[ui])) for ui in LANGUAGES]
        assert fields[0] == fields[1], key
    for prefix, members in (("category", Category), ("severity", Severity), ("kind", Kind)):
        assert {k for k in STRINGS if k.startswith(prefix + ".")} == {
            f"{prefix}.{member.value}" for member in members
        }
    code = "".join(
        (TEMPLATES / name).read_text("utf-8") for name in ("report.html.j2", "parts.html.j2")
    )
    literal = set(re.findall(r'"([a-z_.]+)"', code)) | set(re.findall(r"plain\.(\w+)", code))
    for key in STRINGS:
        group, _, member = key.rpartition(".")
        assert key in literal or (f"{group}." in literal), (key, member)


def test_a_digest_says_so_and_an_unknown_policy_is_shown_as_given() -> None:
    assert "编译" in render_report(ferry("digest"))
    assert "Policy" in (page := render_report(ferry("<house>"), ui="en"))
    assert "&lt;house&gt;" in page


def test_an_alignment_without_findings_claims_no_more_than_it_knows() -> None:
    page = parse(render_report(replace(ferry(), findings=())))
    assert not page.xpath("//form | //mark")
    assert STRINGS["findings.none"]["zh"] in page.text_content()


def test_empty_documents_give_a_page() -> None:
    docs = (laid_out("a", "en", []), laid_out("b", "zh", []))
    finding = Finding(
        "F001", Category.OMISSION, Severity.INFO, 1, say("a", "b"), target=Place(1, 0, 0, "")
    )
    page = parse(render_report(Alignment(docs, (), (finding,))))
    assert page.xpath("//li[@id='F001']")
    assert not page.xpath("//li[@id='F001']//a")


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
    assert (card.get("id"), category.split()[-1]) == ("F012", "omission")
    assert page.xpath("//input[@name='kind']/@value") == [
        kind
        for category in Category
        for kind in (category.value, *(["clause"] if category is Category.OMISSION else []))
    ]
    for number in (0, 1):
        band = f"//svg[@aria-labelledby='ribbon-{number}']/rect[@class='band clause']"
        assert len(page.xpath(band)) == 1
    assert len(page.xpath("//svg[@class='plot']/path[@class='spot clause']")) == 1
    assert page.xpath("//*[@id='d0-3']/@class") == ["x clause"]
    dismissed = replace(every().findings[-4], decision="dismissed")
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
        "sign": "clause",
        "said elsewhere": "“一张船票三克朗”",
        "words on both sides": "forecast · day",
    }


def test_several_sources_are_told_apart() -> None:
    part = [("text", "One boat.", Kind.TEXT)]
    docs = (
        laid_out("a.txt", "en", part),
        laid_out("b.txt", "en", part),
        laid_out(
            "c.txt", "zh", [("text", "一条船。", Kind.TEXT), ("same", "又一条。", Kind.TEXT)], ""
        ),
    )
    beads = (Bead((0,), (0,)), Bead((0,), (1,), source_document=1))
    page = parse(render_report(Alignment(docs, beads), ui="en"))
    paras = page.xpath("//*[@id='pairs']//p[starts-with(@class, 'para')]")
    assert [para.xpath("./span[starts-with(@class, 'x')]/@id") for para in paras] == [
        ["d0-0"],
        ["d1-0"],
        ["d2-0", "d2-1"],
    ]
    labels = [para.xpath("string(span[@class='kind'])").split() for para in paras[:2]]
    assert [label[-1] for label in labels] == ["1", "2"]
    assert len(page.xpath("//figure")) == 3


def test_a_long_passage_is_quoted_by_its_ends_and_marked_whole() -> None:
    alignment = long(60)
    whole = alignment.documents[0].text
    finding = Finding(
        "F001",
        Category.OMISSION,
        Severity.MAJOR,
        0.9,
        say("Much is gone.", "缺了很多。"),
        Place(0, 5, len(whole) - 5, whole[5:-5]),
    )
    page = parse(render_report(replace(alignment, findings=(finding,))))
    (quote,) = page.xpath("//li[@id='F001']//blockquote")
    assert "[…]" in words(quote)
    assert len(words(quote)) < 500
    marks = page.xpath("//section[@id='text']//mark[@data-finding='F001']")
    assert len(marks) == 60
    assert len(page.xpath("//*[@id='F001-s']")) == 1
    assert marks[0].get("id") == "F001-s"
    assert len(page.xpath("//section[@id='text']//a[@href='#F001']")) == 1


def test_a_long_document_is_cut_into_chunks_and_stays_of_sane_size() -> None:
    alignment = long(5000)
    source = render_report(alignment)
    page = parse(source)
    chunks = page.xpath("//*[@id='pairs']/div[starts-with(@class, 'chunk')]")
    sizes = [len(chunk.xpath(".//span[starts-with(@class, 'x')]")) for chunk in chunks]
    assert sum(sizes) == sum(len(doc.sentences) for doc in alignment.documents)
    assert max(sizes) <= 100
    texts = sum(len(doc.text.encode()) for doc in alignment.documents)
    assert len(source.encode()) < 4 * texts


def test_findings_beyond_the_first_hundred_wait_in_templates() -> None:
    few, many = parse(render_report(long(4000))), parse(render_report(long(6000)))
    assert not few.xpath("//section//template | //noscript")
    assert len(many.xpath("//section//template//li[contains(@class, 'card')]")) == 20
    assert len(many.xpath("//ul/li[contains(@class, 'card')]")) == 100
    assert "20" in many.xpath("string(//noscript)")


def test_the_page_has_landmarks_headings_in_order_and_named_columns(page: Any) -> None:
    assert page.xpath("count(//main)") == page.xpath("count(//h1)") == 1
    assert page.xpath("//body/*[1]/@class") == ["skip"]
    levels = [int(node.tag[1]) for node in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    assert all(th.get("scope") in {"col", "row"} for th in page.xpath("//th"))
