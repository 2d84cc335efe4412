"""Remarks in web pages, Markdown and plain text stand at their words, and nothing else changes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from helpers.every_format import BUILDERS, TEXT
from hypothesis import example, given
from hypothesis import strategies as st

from duizhao.corpora.annotating.html import annotate_html
from duizhao.corpora.annotating.markdown import annotate_markdown
from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.annotating.text import annotate_text
from duizhao.corpora.files.limits import NO_LIMITS_RAISED
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.origins import solid_count
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError

pytestmark = pytest.mark.wheel

WRITERS: dict[str, Callable[..., bytes]] = {
    "html": annotate_html,
    "markdown": annotate_markdown,
    "text": annotate_text,
}
MARK = re.compile(r'<mark class="duizhao \w*" title="([^"]*)"[^>]*>(.*?)</mark>', re.DOTALL)
CRITIC = re.compile(r"\{==(.*?)==\}|\{>>(.*?)<<\}", re.DOTALL)


def read(name: str, data: bytes) -> Reading:
    return load_format(name).read(data, f"a.{name}", NO_LIMITS_RAISED)


def annotated(name: str, data: bytes, *remarks: Remark) -> bytes:
    reading = read(name, data)
    return WRITERS[name](data, f"a.{name}", reading, remarks, "Li", NO_LIMITS_RAISED)


def at(name: str, data: bytes, words: str, *lines: str) -> Remark:
    start = read(name, data).text.index(words)
    return Remark(start, start + len(words), lines or ("title",), "major")


def without_marks(text: str) -> str:
    return CRITIC.sub(lambda found: found[1] or "", MARK.sub(lambda found: found[2], text))


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    "words",
    ["214 steps", "<still>", "& waited", "never ran in storms", "January", "补给船每月", "1 boat"],
)
def test_marks_stand_at_their_words(name: str, words: str) -> None:
    data = BUILDERS[name](TEXT)
    made = annotated(name, data, at(name, data, words)).decode()
    assert without_marks(made) == data.decode()
    if name == "html":
        [(title, marked)] = MARK.findall(made)
        assert html.unescape(title) == "Li: title"
        assert html.unescape(marked) == words
        assert read(name, made.encode()).text == read(name, data).text
    else:
        marked = "".join(found[1] or "" for found in CRITIC.finditer(made))
        shown = html.unescape(marked.replace("\\", "")).split()
        assert shown == words.split()
        assert [found[2] for found in CRITIC.finditer(made) if found[2]] == ["Li: title"]


@pytest.mark.parametrize(
    ("source", "words", "made"),
    [
        (
            "see **the** [log](log.md) log",
            "the log",
            "see **{==the==}** [{==log==}{>>Li: title<<}](log.md) log",
        ),
        ("- 1. One\n- two", "One", "- 1. {==One==}{>>Li: title<<}\n- two"),
        ('[log](a.md "log") log.', "log.", '[log](a.md "log") {==log.==}{>>Li: title<<}'),
        ("Use `the log` now", "log", "Use {==`the log`==}{>>Li: title<<} now"),
        ("> a quoted\n> line", "quoted line", "> a {==quoted==}\n> {==line==}{>>Li: title<<}"),
        ("| a |\n|---|\n| c a |\n", "a", "| {==a==}{>>Li: title<<} |\n|---|\n| c a |\n"),
        ("|x|ab|\n|-|-|\n|b|b|\n", "b", "|x|a{==b==}{>>Li: title<<}|\n|-|-|\n|b|b|\n"),
        ('A <b class="x">x</b> y', "x y", 'A <b class="x">{==x==}</b> {==y==}{>>Li: title<<}'),
        ("![cat](cat.png) cat", "cat", "![cat](cat.png) {==cat==}{>>Li: title<<}"),
        (
            "---\ntitle: T\n---\r\n\r\nOne \\* two",
            "* two",
            "---\ntitle: T\n---\r\n\r\nOne {==\\* two==}{>>Li: title<<}",
        ),
        ("# One\ntwo", "One\n\ntwo", "# {==One==}\n{==two==}{>>Li: title<<}"),
        ("```\ncode\n```\n\ntext", "code", "```\ncode\n```\n\n{>>Li: title<<}text"),
    ],
)
def test_markdown_is_marked_around_its_own_signs(source: str, words: str, made: str) -> None:
    data = source.encode()
    assert annotated("markdown", data, at("markdown", data, words)).decode() == made


@pytest.mark.parametrize(
    ("source", "words", "marked"),
    [
        ("<p>One <b>two</b> three<p>four", "two three", ["two", "three"]),
        ("<p>caf&eacute; &amp; bar", "é & b", ["&eacute; &amp; b"]),
        ("<p>a<!-- b --> c", "a c", ["a", "c"]),
        ("<table><tr><td>a<td>b</table>", "b", ["b"]),
        ("<title>T</title><p>One", "One", ["One"]),
        ("<p>One<![1><![if x]> two <!1> b", "One two b", ["One", "two", "b"]),
    ],
)
def test_a_page_is_marked_in_its_source(source: str, words: str, marked: list[str]) -> None:
    data = source.encode()
    made = annotated("html", data, at("html", data, words)).decode()
    assert [found[1] for found in MARK.findall(made)] == marked
    assert without_marks(made) == source


def test_a_title_of_a_page_stays_a_title() -> None:
    data = b"<html><head><title>A log</title></head><body><h1>A log</h1><p>Text."
    reading = read("html", data)
    made = annotated("html", data, Remark(0, 1, ("x",)), Remark(len(reading.text), 0, ("y",)))
    assert "<title>A log</title>" in made.decode()


def test_passages_that_overlap_are_cut() -> None:
    data = b"One two three."
    made = annotated("text", data, Remark(0, 7, ("a",)), Remark(4, 13, ("b",)))
    assert made == b"{==One ==}{==two==}{>>Li: a<<}{== three==}{>>Li: b<<}."


def test_a_point_has_a_comment_alone() -> None:
    assert annotated("text", b"One. Two.", Remark(4, 4, ("a",))) == b"One.{>>Li: a<<} Two."
    made = annotated("html", b"<p>One.</p><p>Two.</p>", Remark(4, 4, ("a",)))
    assert made.startswith(b'<p>One.<mark class="duizhao " title="Li: a" style')


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "utf-8"])
def test_the_encoding_stays(encoding: str) -> None:
    text = "守塔人每天傍晚都要爬上台阶。\r\n他点亮了灯，然后等待着船。"
    data = text.encode(encoding)
    made = annotated("text", data, at("text", data, "他", "译文"))
    assert made.decode(encoding) == text.replace("他", "{==他==}{>>Li: 译文<<}")


def test_what_the_encoding_lacks_is_written_in_utf_8(caplog: pytest.LogCaptureFixture) -> None:
    data = "Un café à l’ombre, s’il vous plaît.".encode("cp1252")
    made = annotated("text", data, at("text", data, "café", "译文"))
    assert made.decode("utf-8-sig").startswith("Un {==café==}{>>Li: 译文<<} à")
    assert "is in UTF-8" in caplog.text


def test_what_could_not_be_written_back_is_refused() -> None:
    data = b'<meta charset="utf-8"><p>' + b"word " * 999 + b"\xff</p>"
    with pytest.raises(InputError, match="save it as UTF-8"):
        annotated("html", data, Remark(0, 4, ("a",)))


@example(texts=["<![1"], edges=[], name="html")
@given(
    texts=st.lists(st.text("ab <&*_`[]()!#>|\\\n你。-1.", max_size=30), max_size=5),
    edges=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=4),
    name=st.sampled_from(["html", "markdown"]),
)
def test_marks_taken_away_leave_the_source(
    texts: list[str], edges: list[tuple[int, int]], name: str
) -> None:
    source = "\n\n".join(texts)
    if name == "html":
        source = "<p>" + "<p>".join(html.escape(text) for text in texts) + source
    data = source.encode()
    reading = read(name, data)
    length = len(reading.text) + 1
    pairs = [sorted((a % length, b % length)) for a, b in edges]
    remarks = [Remark(start, end, ("x",)) for start, end in pairs]
    made = annotated(name, data, *remarks).decode()
    assert without_marks(made) == source
    said = made.count("Li: x")
    assert said >= (len(remarks) if reading.text.strip() and name == "markdown" else 0)
    assert solid_count(made) >= solid_count(source)
