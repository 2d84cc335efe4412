from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.formats.html.reader import decode_html
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError

FORMAT = load_format("html")

HERE = CASES_FOLDER
PAGES = json.loads((HERE / "html_main.json").read_text(encoding="utf-8"))
BESIDE = (Kind.NAVIGATION, Kind.FURNITURE)


def read(page: str | bytes) -> Reading:
    data = page if isinstance(page, bytes) else f"<html><body>{page}".encode()
    return FORMAT.read(data, "some.html", Limits())


def shown(reading: Reading) -> list[str]:
    return [reading.text[part.start : part.end] for part in reading.parts or ()]


def kinds(reading: Reading) -> list[Kind | None]:
    return [part.kind for part in reading.parts or ()]


def page_of(case: dict[str, Any]) -> bytes:
    data: bytes = (HERE / "pages" / str(case["label"])).read_bytes()
    # The page that declares GB2312 is one; it is kept in UTF-8 so that people can read it.
    return data.decode().encode("gb18030") if case["label"] == "zh.html" else data


@pytest.mark.parametrize("case", PAGES, ids=lambda case: str(case["label"]))
def test_main_text_is_told_from_what_is_around_it(case: dict[str, Any]) -> None:
    reading = read(page_of(case))
    parts = list(zip(shown(reading), kinds(reading), strict=True))
    assert [text.replace("\xa0", " ") for text, kind in parts if kind not in BESIDE] == case["main"]
    assert [text for text, kind in parts if kind in BESIDE] == case["beside"]


INLINE = [
    ("entities", "<p>Tom &amp; Jerry &lt;3 &copy; &#20013;&#x6587;", "Tom & Jerry <3 © 中文"),
    ("a break", "<p>one<br>two<br/>three", "one\ntwo\nthree"),
    ("white space", "<p>  a\n  b\t c </p>", "a b c"),
    ("lines of Chinese source", "<p>今天\n天气很好\nOK</p>", "今天天气很好 OK"),
    ("ruby", "<p><ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字", "漢字"),
    ("hidden", '<p>a<span hidden>x</span><b style="color:red;display : none">x</b>b', "ab"),
    ("deleted", "<p>a <del>old</del><ins>new</ins>", "a new"),
    ("struck out but shown", "<p><s>12</s> 10", "12 10"),
    ("powers", "<p>5 km<sup>2</sup> and 10<sup>th</sup>", "5 km² and 10th"),
    ("a mark without a link", "<p>So he said.<sup>3</sup> Then", "So he said. Then"),
    ("a soft hyphen", "<p>light&shy;house", "lighthouse"),
    ("scripts", "<p>a<script>x</script><style>y</style><template>z</template>b", "ab"),
    ("a comment", "<p>a<!-- x -->b", "ab"),
    ("text without a paragraph", "just text", "just text"),
    ("tags in capitals", "<P>a<BR>b</P>", "a\nb"),
    ("preformatted lines", "<pre>a\n  b</pre>", "a\nb"),
]


@pytest.mark.parametrize(("page", "expected"), [c[1:] for c in INLINE], ids=[c[0] for c in INLINE])
def test_inline(page: str, expected: str) -> None:
    assert shown(read(page)) == [expected]


def test_cells_have_their_place() -> None:
    page = (
        "<table><tr><th colspan=2>a<th>b<tbody><tr><td>c<td><p>d1<p>d2<td><ul><li>e</ul></table>"
        "<table><tr><td>f<td>g</table>"
    )
    reading = read(page)
    places = [part.place.cell for part in reading.parts or () if part.place]
    assert list(zip(shown(reading), places, strict=True)) == [
        ("a", "table 1, row 1, column 1"),
        ("b", "table 1, row 1, column 3"),
        ("c", "table 1, row 2, column 1"),
        ("d1", "table 1, row 2, column 2"),
        ("d2", "table 1, row 2, column 2"),
        ("e", "table 1, row 2, column 3"),
        ("f", "table 2, row 1, column 1"),
        ("g", "table 2, row 1, column 2"),
    ]


def test_tables_for_layout_are_no_cells() -> None:
    page = (
        "<table><tr><td>one</td></tr><tr><td>two</td></tr></table>"
        "<table><tr><td>menu<td><table><tr><td>x<td>y</table></table>"
    )
    reading = read(page)
    assert shown(reading) == ["one", "two", "menu", "x", "y"]
    assert kinds(reading) == [None, None, None, Kind.CELL, Kind.CELL]


NOTES = json.loads((HERE / "html_notes.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", NOTES, ids=lambda case: str(case["label"]))
def test_notes_follow_their_paragraph(case: dict[str, Any]) -> None:
    reading = read(case["page"])
    notes = [part.place.note for part in reading.parts or () if part.place]
    assert shown(reading) == ["Text. More.", "The note.", "Next."]
    assert notes == [None, "1", None]
    assert kinds(reading)[1] is Kind.TEXT


def test_a_class_does_not_cut_a_sentence() -> None:
    page = "<p>Open the <span class='menu'>File</span> menu and <span class='ad'>save</span>.</p>"
    other = "<div class='menu'>x</div><p>A long paragraph that is the text of this page.</p>"
    reading = read(page + other)
    assert shown(reading)[0] == "Open the File menu and save."
    assert kinds(reading) == [None, Kind.NAVIGATION, None]


def test_a_guess_never_takes_most_of_a_page() -> None:
    reading = read("<div class='sidebar'><p>All of the text.</p></div><p>A line.</p>")
    assert kinds(reading) == [None, None]


def test_a_link_to_a_section_is_no_note() -> None:
    page = '<p>See <a href="#s2">2</a>.</p><h2 id="s2">Two</h2><p>Text.</p>'
    assert shown(read(page)) == ["See 2.", "Two", "Text."]


XML = "<html><p>今天</p></html>"
ENCODINGS = [
    ("gb2312 is gb18030", '<meta charset="gb2312"><p>镕䶮', "gb18030", "gb18030"),
    ("gbk", "<meta http-equiv=x content='text; charset=GBK'><p>今天", "gbk", "gb18030"),
    ("big5", '<meta charset="big5"><p>今天天氣', "big5", "big5hkscs"),
    ("latin 1 is windows", '<meta charset="iso-8859-1"><p>“a” – b€', "cp1252", "cp1252"),
    ("a wrong declaration", '<meta charset="gb2312"><p>今天天气', "utf-8", "utf-8"),
    ("another", '<meta charset="utf-8"><p>今天天气很好，我们去公园。', "gb18030", "gb18030"),
    ("no such encoding", '<meta charset="klingon"><p>今天天气很好', "utf-8", "utf-8"),
    ("none declared", "<p>今天天气很好，我们去公园。", "gb18030", "gb18030"),
    ("a byte order mark", '<meta charset="gb2312"><p>今天', "utf-8-sig", "utf-8"),
    ("utf-16", '<meta charset="gb2312"><p>今天', "utf-16", "utf-16"),
    ("xml", f"<?xml version='1.0' encoding='gb2312'?>{XML}", "gb18030", "gb18030"),
    ("Japanese", '<meta charset="Shift_JIS"><p>日本語', "cp932", "cp932"),
]


@pytest.mark.parametrize(
    ("page", "stored", "name"), [c[1:] for c in ENCODINGS], ids=[c[0] for c in ENCODINGS]
)
def test_encodings(page: str, stored: str, name: str) -> None:
    reading = read(page.encode(stored))
    assert reading.encoding == name
    assert reading.text == page.rpartition("<p>")[2].removesuffix("</p></html>")


def test_a_few_broken_characters_are_shown_as_such() -> None:
    data = b'<meta charset="gb2312"><p>' + ("今天天气很好。" * 400).encode("gb18030")
    text, encoding = decode_html(data + b"\xff\xff</p>", "some.html")
    assert encoding == "gb18030"
    assert text.count("\ufffd") in (1, 2)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02 binary \x00",
        b'<meta charset="utf-8"><p>\xff\xfe\xfd\x81',
        b"<p>" + b"<div>" * 30_000 + b"deep",
        b"<p " + b" ".join(b"a%d" % i for i in range(5000)) + b">wide",
        b"".join(b"<font a%d>" % i for i in range(5000)) + b"<p>x" * 5000,
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"",
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "b">]><html>&a;</html>',
    ],
)
def test_hostile_pages_are_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read(data)


def test_a_surrogate_in_utf_8_is_a_broken_character() -> None:
    data = b'<meta charset="utf-8"><p>' + b"It rains. " * 400 + b"\xed\xa0\x80</p>"
    text, encoding = decode_html(data, "some.html")
    assert encoding == "utf-8"
    assert text.endswith("\ufffd</p>")


def test_surrogates_and_controls_by_number_do_no_harm() -> None:
    text = read("<p>a&#xD800;b&#0;c&#1;d").text
    text.encode("utf-8")
    assert text.startswith("a")


@pytest.mark.parametrize(
    ("head", "certain"),
    [
        (b"<!DOCTYPE html><p>", True),
        (b"\xef\xbb\xbf\n <!-- x --> <!doctype HTML PUBLIC>", True),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', True),
        (b"<html>", True),
        (b"<htmlx>", False),
        (b"Text about <html>", False),
        (b"<p>A fragment", False),
        (b'<?xml version="1.0"?><tmx>', False),
    ],
)
def test_pages_are_known_by_their_beginning(head: bytes, certain: bool) -> None:
    assert FORMAT.sniff(head) is certain


def test_a_page_names_its_language() -> None:
    assert read(b'<html lang="zh-Hant-TW"><p>x').lang == "zh"
    assert read(b"<html><p>x").lang is None


TAGS = (
    "<p> <div> </div> <nav> </nav> <main> </main> <ul> <li> </li> <table> <tr> <td> </td> </table>"
    " <sup> </sup> <br> <pre> <h1> <b> </b> &amp; word 今天。 <article> <a/href=#n> </a> <p/id=n> 1"
)


@examples(150)
@given(st.lists(st.sampled_from(TAGS.split(" ")), max_size=40))
def test_any_tags_give_parts_in_order_that_hold_all_words(tags: list[str]) -> None:
    page = "".join(tag.replace("/href", " href").replace("/id", " id") for tag in tags)
    reading = read(page + "last")
    end = 0
    for part in reading.parts or ():
        assert end <= part.start < part.end
        assert not reading.text[end : part.start].strip()
        end = part.end
    assert end == len(reading.text)
    assert reading.text.count("word") == page.count("word")
    assert "last" in reading.text
