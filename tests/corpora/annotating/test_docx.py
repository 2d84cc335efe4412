"""Comments in Word documents stand at exactly their words, and nothing else is changed."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator

import docx
import pytest
from helpers.every_format import BUILDERS, TEXT
from helpers.word_files import W, comment_words, comments, members, word_bodies, word_file
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from duizhao.corpora.annotating.docx import annotate_docx
from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import NO_LIMITS_RAISED
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import OutputError

pytestmark = pytest.mark.wheel


def read(data: bytes) -> Reading:
    return load_format("docx").read(data, "a.docx", NO_LIMITS_RAISED)


def annotated(data: bytes, *remarks: Remark, author: str = "An Editor") -> bytes:
    return annotate_docx(data, "a.docx", read(data), remarks, author, NO_LIMITS_RAISED)


def at(data: bytes, words: str, *lines: str) -> Remark:
    start = read(data).text.index(words)
    return Remark(start, start + len(words), lines or ("title",))


def exploded(data: bytes) -> bytes:
    """Return a part without the marks of comments, with a run for each character."""
    root = etree.fromstring(data)
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for mark in list(root.iter(f"{{{W}}}{name}")):
            parent = mark.getparent()
            assert parent is not None
            if name == "commentReference":
                assert len(parent) == 1
                mark, parent = parent, parent.getparent()
                assert parent is not None
            parent.remove(mark)
    for run in list(root.iter(f"{{{W}}}r")):
        parent = run.getparent()
        assert parent is not None
        at = parent.index(run)
        parent[at : at + 1] = list(single_runs(run))
    return etree.tostring(root, method="c14n")


def single_runs(run: etree._Element) -> Iterator[etree._Element]:
    properties = run.find(f"{{{W}}}rPr")
    for child in run:
        if child is properties:
            continue
        for character in child.text or " ":
            single = copy.copy(run)
            for each in list(single):
                if each.tag != f"{{{W}}}rPr":
                    single.remove(each)
            part = copy.copy(child)
            part.text = character
            single.append(part)
            yield single


def solid(text: str) -> str:
    return "".join(text.replace("-", "").split())


def words_of(reading: Reading, remark: Remark) -> str:
    """Return the words of a remark: those in the body, or none if it begins in a note."""
    parts = [
        (part, max(part.start, remark.start), min(part.end, remark.end))
        for part in reading.parts or ()
    ]
    parts = [(part, low, high) for part, low, high in parts if reading.text[low:high].strip()]
    notes = [part.place is not None and part.place.note is not None for part, _, _ in parts]
    texts = [reading.text[low:high] for _, low, high in parts]
    if not notes or notes[0]:
        return ""
    return solid("".join(t for t, note in zip(texts, notes, strict=True) if not note))


@given(data=word_bodies(), edges=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99))))
def test_every_comment_has_exactly_its_words(data: bytes, edges: list[tuple[int, int]]) -> None:
    reading = read(data)
    body = [part for part in reading.parts or () if part.kind is not Kind.FURNITURE]
    assume(body)
    length = body[-1].end
    pairs = [sorted((a % (length + 1), b % (length + 1))) for a, b in edges]
    remarks = [Remark(start, end, ("title", "text")) for start, end in pairs]
    made = annotated(data, *remarks)
    assert read(made).text == reading.text
    words = comment_words(made)
    assert words == {str(n): words_of(reading, remark) for n, remark in enumerate(remarks)}
    old, new = members(data), members(made)
    same = old.keys() - {"[Content_Types].xml", "word/_rels/document.xml.rels"}
    for name in same:
        edited = name in ("word/document.xml", "word/footnotes.xml")
        assert exploded(new[name]) == exploded(old[name]) if edited else new[name] == old[name]
    assert new.keys() - old.keys() == ({"word/comments.xml"} if remarks else set())


@pytest.mark.parametrize("name", ["docx"])
def test_a_real_document_keeps_its_text_and_opens(name: str) -> None:
    data = BUILDERS[name](TEXT)
    made = annotated(
        data,
        at(data, "214 steps", "F001 major", "number"),
        at(data, "never ran in storms", "F002 minor"),
        at(data, "January", "F003 minor"),
        at(data, "补给船", "F004 minor"),
    )
    assert read(made).text == read(data).text
    assert comment_words(made) == {
        "0": "214steps",
        "1": "",
        "2": "January",
        "3": "补给船",
    }
    document = docx.Document(io.BytesIO(made))
    said = {comment.comment_id: comment.text for comment in document.comments}
    assert said == {0: "F001 major\nnumber", 1: "F002 minor", 2: "F003 minor", 3: "F004 minor"}
    assert {comment.author for comment in document.comments} == {"An Editor"}
    assert {comment.initials for comment in document.comments} == {"AE"}


def test_comments_that_are_there_stay() -> None:
    first = annotated(word_file("<w:p><w:r><w:t>One two.</w:t></w:r></w:p>"), Remark(0, 3, ("a",)))
    second = annotated(first, Remark(4, 7, ("b",)), author="Another")
    assert comment_words(second) == {"0": "One", "1": "two"}
    assert comments(second) == {"0": "a", "1": "b"}


def test_a_point_at_the_end_of_a_paragraph_clings_to_it() -> None:
    data = word_file("<w:p><w:r><w:t>One.</w:t></w:r></w:p><w:p><w:r><w:t>Two.</w:t></w:r></w:p>")
    root = etree.fromstring(members(annotated(data, Remark(4, 4, ("a",))))["word/document.xml"])
    first = root.find(f".//{{{W}}}p")
    assert first is not None
    assert [str(child.tag).rpartition("}")[2] for child in first] == [
        *("r", "commentRangeStart", "commentRangeEnd", "r")
    ]


@pytest.mark.parametrize(
    "body",
    [
        # A text box, which holds no comments, and a header.
        (
            "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent>"
            "</w:pict></w:r><w:r><w:t>Text.</w:t></w:r></w:p>"
        ),
        "<w:p><w:r><w:t>Text.</w:t></w:r></w:p>",
    ],
)
def test_what_can_hold_no_comment_is_told_beside_it(body: str) -> None:
    header = "<w:p><w:r><w:t>Boxed</w:t></w:r></w:p>"
    data = word_file(body, header="" if "Boxed" in body else header)
    made = members(annotated(data, at(data, "Boxed")))
    root = etree.fromstring(made["word/document.xml"])
    marks = [mark.getparent() for mark in root.iter(f"{{{W}}}commentRangeStart")]
    assert [str(mark.tag) for mark in marks if mark is not None] == [f"{{{W}}}p"]
    assert made["word/header.xml"] == members(data)["word/header.xml"]
    assert read(annotated(data, at(data, "Boxed"))).text == read(data).text


def test_equal_remarks_give_equal_bytes() -> None:
    data = BUILDERS["docx"](TEXT)
    assert annotated(data, at(data, "lamp")) == annotated(data, at(data, "lamp"))


def test_more_comments_than_word_opens_are_refused() -> None:
    data = word_file("<w:p><w:r><w:t>One.</w:t></w:r></w:p>")
    with pytest.raises(OutputError, match="32767"):
        annotated(data, *[Remark(0, 3, ("a",))] * 32768)
