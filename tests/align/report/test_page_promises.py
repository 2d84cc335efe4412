from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from dataclasses import replace
from importlib.resources import files

import pytest
from helpers.build import laid_out, say
from helpers.ferry import ferry, long
from helpers.page_html import parse, words

from duizhao.align.report.html.page import render_report, write_html
from duizhao.align.report.messages import LANGUAGES
from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.document import Kind
from duizhao.errors import UnknownNameError

TEMPLATES = files("duizhao.align.report.html")


STRINGS: dict[str, dict[str, str]] = json.loads((TEMPLATES / "strings.json").read_text("utf-8"))


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
        {HOSTILE: [HOSTILE], "similarity": 0.123456},
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
    for prefix, members in (("severity", Severity), ("kind", Kind)):
        assert {k for k in STRINGS if k.startswith(prefix + ".")} == {
            f"{prefix}.{member.value}" for member in members
        }
    code = "".join(
        (TEMPLATES / name).read_text("utf-8") for name in ("report.html.j2", "parts.html.j2")
    )
    for name in ("content.py", "paragraph_notes.py"):
        code += files("duizhao.align.report").joinpath(name).read_text("utf-8")
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
