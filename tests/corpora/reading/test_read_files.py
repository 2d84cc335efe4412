"""Files are read as bytes, in an encoding that is named or found; what is unreadable is refused."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.read import (
    ReadOptions,
    document_from_text,
    read_document,
)
from duizhao.errors import InputError


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    data = "病房启用了。\r\n很大。".encode("gb18030")
    path.write_bytes(data)
    document = read_document(path)
    assert (document.path, document.lang, document.encoding) == (os.fspath(path), "zh", "gb18030")
    assert document.text == "病房启用了。\r\n很大。"
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert [(s.start, s.end) for s in document.sentences] == [(0, 6), (8, 11)]
    assert read_document(os.fspath(path), ReadOptions(lang="ja", encoding="gbk")).lang == "ja"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "病房启用了。"),
        ("a.md", "# 病房\n\n病房启用了。\n"),
        ("a.html", "<meta charset='utf-8'><title>病房</title><body><p>病房启用了。</p></body>"),
        (
            "a.xhtml",
            "<?xml version='1.0' encoding='utf-8'?><html><body><p>病房启用了。</p></body></html>",
        ),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n病房启用了。\n"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n病房启用了。\n"),
        ("a.tsv", "病房启用了。\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16-le", "utf-7", "utf-8"])
def test_the_encoding_that_the_user_names_is_believed(
    tmp_path: Path, name: str, content: str, encoding: str
) -> None:
    content = content.replace("启", "啟")
    plain, path = tmp_path / name, tmp_path / "other" / name
    path.parent.mkdir()
    plain.write_text(content, encoding="utf-8")
    path.write_bytes(content.encode(encoding))
    expected, document = read_document(plain), read_document(path, ReadOptions(encoding=encoding))
    assert document.encoding == encoding
    assert [(s.text, s.kind, s.place) for s in document.sentences] == [
        (s.text, s.kind, s.place) for s in expected.sentences
    ]
    assert any("病房啟用了。" in s.text for s in document.sentences)


def test_a_named_encoding_leaves_no_doubt_about_the_content(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("GIF89a ist ein Bildformat für kleine Bilder.".encode("latin-1"))
    assert read_document(path, ReadOptions(encoding="latin-1")).text.startswith("GIF89a")


@pytest.mark.parametrize("name", ["docx", "odt", "epub", "pdf", "tmx", "xliff"])
def test_a_format_that_names_its_encoding_takes_no_other(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"file.{name}"
    path.write_bytes(b"words")
    with pytest.raises(InputError, match=f"is {name}, which names its encoding itself"):
        read_document(path, ReadOptions(encoding="utf-8", format=name, bitext=True))


def test_a_text_is_hashed_in_utf8() -> None:
    assert document_from_text("好。").sha256 == hashlib.sha256("好。".encode()).hexdigest()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no text"),
        (b" \r\n\t\n", "holds no text"),
        (b"\xef\xbb\xbf", "holds no text"),
        ("\u3000\u200b\n\ufeff".encode(), "holds no text"),
        (b"\x89PNG\r\n", "a PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as DOCX"),
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


def test_a_file_above_a_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"Ten bytes.")
    assert read_document(path, ReadOptions(limits=Limits(file_bytes=10))).text == "Ten bytes."
    with pytest.raises(InputError, match="raise it with --limit file_bytes=10"):
        read_document(path, ReadOptions(limits=Limits(file_bytes=9)))


class Endless(io.RawIOBase):
    """A stream that never ends, and says how much was taken of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0
        self.taken += size
        return b"a" * size


def standard_input(data: io.RawIOBase | io.BytesIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(data)  # type: ignore[arg-type]


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "病房启用了。".encode("gb18030")
    monkeypatch.setattr(sys, "stdin", standard_input(io.BytesIO(data)))
    document = read_document("-")
    assert (document.path, document.encoding) == ("<stdin>", "gb18030")
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_no_more_of_standard_input_is_read_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Endless()
    monkeypatch.setattr(sys, "stdin", type("Input", (), {"buffer": stream}))
    with pytest.raises(InputError, match="<stdin> is too large"):
        read_document("-", ReadOptions(limits=Limits(file_bytes=1000)))
    assert stream.taken == 1001


def test_closed_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        read_document(Path("-"))
    closed = standard_input(io.BytesIO(b""))
    closed.buffer.close()
    monkeypatch.setattr(sys, "stdin", closed)
    with pytest.raises(InputError, match="standard input cannot be read"):
        read_document("-")


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("words", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(InputError, match="may not be read"):
        read_document(path)
