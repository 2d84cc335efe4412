"""Files to documents: what holds for every document, what is refused, the documents at hand."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from material import seed

from duizhao.corpora.read import document_from_text, read_document
from duizhao.corpora.scripts import INVISIBLE
from duizhao.corpora.types import Document, Kind
from duizhao.errors import InputError

TEXTS = st.text(
    st.sampled_from(
        "中国的医院。！？，；：“”（）《》aBc12.!?,:;'\"()[]#<>p/|*-—… \t\n\r\u00a0\u3000\u200b"
    ),
    min_size=1,
    max_size=150,
)


def visible(text: str) -> set[int]:
    return {i for i, c in enumerate(text) if not c.isspace() and c not in INVISIBLE}


def check(document: Document) -> None:
    """Hold a document to what every document promises."""
    text = document.text
    in_sentences: set[int] = set()
    in_blocks: set[int] = set()
    for number, block in enumerate(document.blocks):
        inside = set(range(block.start, block.end))
        assert not inside & in_blocks
        in_blocks |= inside
        own = [s for s in document.sentences if s.block == number]
        assert own
        assert all(s.kind is block.kind for s in own)
        assert own[0].start == block.start
        assert own[-1].end == block.end
    for sentence in document.sentences:
        inside = set(range(sentence.start, sentence.end))
        assert not inside & in_sentences
        in_sentences |= inside
        assert sentence.text == sentence.text.strip() != ""
        at = sentence.start
        for piece in sentence.pieces:
            end = piece.start + piece.length
            assert at <= piece.start < end <= sentence.end
            assert sentence.text[piece.at : piece.at + piece.length] == text[piece.start : end]
            at = end
    assert visible(text) <= in_sentences
    assert visible(text) <= in_blocks


@settings(deadline=None, max_examples=400)
@given(TEXTS | st.text(max_size=60), st.sampled_from(["zh", "en", None]))
@example("[a](#)。[b](#)", "zh")
@example("<p>好。</p><p>好。</p>", "zh")
@example("| a. B | c |", "en")
def test_every_document_keeps_its_promises(text: str, lang: str | None) -> None:
    if visible(text):
        check(document_from_text(text, lang=lang))


@settings(deadline=None)
@given(TEXTS | st.text(max_size=60))
def test_presplit_lines_are_the_sentences(text: str) -> None:
    if visible(text):
        document = document_from_text(text, presplit=True)
        check(document)
        lines = [s.strip().strip(INVISIBLE).strip() for s in text.splitlines()]
        # Space and invisible characters may alternate at an end; what stands between is compared.
        kept = [s.replace("\u200b", "").strip() for s in lines]
        assert [s.text.replace("\u200b", "").strip() for s in document.sentences] == list(
            filter(None, kept)
        )
        assert {s.kind for s in document.sentences} == {Kind.TEXT}


def test_presplit_ids_are_line_numbers() -> None:
    document = document_from_text("A. B.\n 1. C \nRead more: D »\n", presplit=True)
    assert [(s.id, s.text) for s in document.sentences] == [
        (0, "A. B."),
        (1, "1. C"),
        (2, "Read more: D »"),
    ]
    assert len(document.blocks) == 1


def test_presplit_blank_lines_part_blocks() -> None:
    document = document_from_text("一\n\n二\n三", presplit=True)
    assert [s.block for s in document.sentences] == [0, 1, 1]


def test_a_sentence_across_a_line_end_maps_back() -> None:
    text = (
        "The committee met on Monday to discuss what\n"
        "should be done about the plan that the hospi-\n"
        "tals had sent in, and it agreed to most of\nthe points. The rest was left to the summer,\n"
        "when all would be settled, as people hoped.\n"
    )
    document = document_from_text(text)
    check(document)
    first = document.sentences[0]
    assert (
        "to discuss what should be done about the plan that the hospitals had sent in" in first.text
    )
    at = first.text.index("hospitals")
    assert text[first.offset(at) :].startswith("hospi-\ntals")
    assert text[first.offset(at + 5) :].startswith("tals had")


def test_markup_lies_inside_sentences_but_not_in_their_text() -> None:
    text = "<p>病房启用了。</p> 见[说明](https://example.org)。"
    document = document_from_text(text)
    check(document)
    assert [s.text for s in document.sentences] == ["病房启用了。", "见说明。"]
    assert [text[s.start : s.end] for s in document.sentences] == [
        "<p>病房启用了。</p>",
        "见[说明](https://example.org)。",
    ]


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    data = "病房启用了。\r\n很大。".encode("gb18030")
    path.write_bytes(data)
    document = read_document(path)
    assert (document.path, document.lang, document.encoding) == (os.fspath(path), "zh", "gb18030")
    assert document.text == "病房启用了。\r\n很大。"
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert [(s.start, s.end) for s in document.sentences] == [(0, 6), (8, 11)]
    assert read_document(os.fspath(path), lang="ja", encoding="gbk").lang == "ja"


def test_a_text_is_hashed_in_utf8() -> None:
    assert document_from_text("好。").sha256 == hashlib.sha256("好。".encode()).hexdigest()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no text"),
        (b" \r\n\t\n", "holds no text"),
        (b"\xef\xbb\xbf", "holds no text"),
        ("\u3000\u200b\n\ufeff".encode(), "holds no text"),
        (b"%PDF-1.4", "a PDF"),
        (b"\x00\x01\x02" * 9, "binary"),
    ],
)
def test_a_useless_file_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=words):
        read_document(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_document(tmp_path / "absent.txt")
    with pytest.raises(InputError, match="is a folder"):
        read_document(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read_document("a\x00b")


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("words", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(InputError, match="may not be read"):
        read_document(path)


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_seed_promises(number: str) -> None:
    check(read_document(seed(number)))


# Read line by line against the texts.
@pytest.mark.parametrize(
    ("number", "sentences"), [("000", 49), ("001", 100), ("002", 20), ("004", 27)]
)
def test_seed_sentences_are_counted(number: str, sentences: int) -> None:
    assert len(read_document(seed(number)).sentences) == sentences


def test_seed_000_blanks_stay_in_one_sentence() -> None:
    document = read_document(seed("000"))
    starts = {267: "“”Rosen", 500: "第一是；第二是。", 1259: "，，", 1653: "，。"}
    for at, words in starts.items():
        inside = [s for s in document.sentences if s.start <= at < s.end]
        assert len(inside) == 1
        assert words in inside[0].text
    stopped = [s for s in document.sentences if document.text[s.end - 3 : s.end] == "久前的"]
    assert len(stopped) == 1
