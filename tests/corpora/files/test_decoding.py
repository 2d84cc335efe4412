"""Bytes to text: encodings found, encodings named, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.files.decoding import decode
from duizhao.errors import InputError

SIMPLIFIED = "两家医院宣布开展长期合作，共同培训医生，并在今年开设新的病房。"
TRADITIONAL = "兩家醫院宣布開展長期合作，共同培訓醫生，並在今年開設新的病房。"
CURLY = "It didn’t take long — “yes,” he said… in the café."


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        ("One, two.\n" + SIMPLIFIED, "utf-16-le", "utf-16-le"),
        ("Plain words.", "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (CURLY, "cp1252", "cp1252"),
        ("Müller wohnt in Köln, größer als Düren.", "latin-1", "cp1252"),
        ("Plain words.", "ascii", "utf-8"),
        ("", "utf-8", "utf-8"),
    ],
)
def test_an_encoding_is_found(text: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec)) == (text, name)


@pytest.mark.parametrize("length", [8, 12, 20])
def test_short_texts_are_told_apart(length: int) -> None:
    for text, codec in ((SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5")):
        for start in range(len(text) - length):
            part = text[start : start + length]
            assert decode(part.encode(codec))[0] == part


def test_line_ends_stay() -> None:
    assert decode(b"a\r\nb\rc\n")[0] == "a\r\nb\rc\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_a_named_encoding_is_used(codec: str) -> None:
    assert decode("病房。".encode(codec), codec) == ("病房。", codec)


def test_a_mark_is_dropped_in_a_named_encoding_too() -> None:
    assert decode("病房。".encode("utf-8-sig"), "utf-8") == ("病房。", "utf-8")


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (b"%PDF-1.7 \xe2\xe3", None, "a PDF"),
        (b"PK\x03\x04\x14", None, "an office document"),
        (b"\x89PNG\r\n", None, "a PNG"),
        (b"\x00\x01\x02\x03\xff\xfe" * 20, None, "binary"),
        (b"abc\x00def", None, "binary"),
        (b"\xff\x81\x8d\x9d" * 9, None, "cannot be told"),
        (SIMPLIFIED.encode()[:-1], None, "cannot be told"),
        ("病房。".encode("gb18030"), "utf-8", "not text in utf-8"),
        (b"abc", "no-such-code", "is not an encoding"),
        (b"abc", "rot13", "is not an encoding"),
        (b"\xff\xfea", None, "not text in utf-16"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, encoding: str | None, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        decode(data, encoding, "some.file")
    message = str(caught.value)
    assert encoding == "no-such-code" or encoding == "rot13" or "some.file" in message
    assert "\n" not in message


@given(st.text())
def test_what_is_utf8_comes_back(text: str) -> None:
    data = text.encode("utf-8", errors="ignore")
    wanted = data.decode("utf-8")
    # The beginning keeps any mark or magic number from standing first.
    if "\x00" not in wanted:
        assert decode(b"- " + data) == ("- " + wanted, "utf-8")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text, name = decode(data)
    except InputError:
        return
    assert isinstance(text, str)
    assert name
