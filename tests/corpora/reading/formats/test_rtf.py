"""RTF: code pages, Unicode, tables, notes, and what is no text."""

from __future__ import annotations

import pytest

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError

FORMAT = load_format("rtf")
FONTS = r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134 Song;}{\f2\fcharset204 Cyr;}}"

CASES = [
    (r"One.\par Two.\par", [("", "One."), ("", "Two.")]),
    (r"5\u8364? \u20170?\u22825? \u-10179?\u-8704?.", [("", "5€ 今天 😀.")]),
    (r"{\uc2\u20170\'bd\'f1}{\uc0\u22825}!", [("", "今天!")]),
    (r"\f1\'bd\'f1\'cc\'ec\f2 \'e4\'e0\f0 caf\'e9", [("", "今天даcafé")]),
    (r"{\f1 a}b \ldblquote c\rdblquote\emdash d\~e\_f\-g\{\}\\",
     [("", "ab “c”—d\u00a0e\u2011fg{}\\")]),
    (r"Kept{\v hidden}{\deleted gone}{\v0 , too}.", [("", "Kept, too.")]),
    (r"{\info{\title x}}{\*\new y}{\pict 0102}{\*\atnid z}{\*\annotation w}Text.", [("", "Text.")]),
    (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt A link}} here.", [("", "A link here.")]),
    (r"100 km{\super 2}, so.{\super 7}", [("", "100 km², so.")]),
    (r"Late.{\super\chftn}{\footnote\pard{\super\chftn} Two days.}\par N.",
     [("", "Late."), ("text", "Two days."), ("", "N.")]),
    (r"\trowd\pard\intbl A\par B\cell C\cell\row\pard After.",
     [("cell", "A"), ("cell", "B"), ("cell", "C"), ("", "After.")]),
    (r"\pard\outlinelevel1 Head\par\pard\outlinelevel9 Text\par\pard\ls1 Item\par",
     [("heading", "Head"), ("", "Text"), ("list_item", "Item")]),
    (r"{\header Top\par}{\footerr Page}Text.",
     [("", "Text."), ("furniture", "Top"), ("furniture", "Page")]),
    ("One\r\nword\\\nTwo\\line three\\bin3 }}}.", [("", "Oneword"), ("", "Two\nthree.")]),
]  # fmt: skip


def read(body: str, head: str = r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS) -> Reading:
    return FORMAT.read(f"{head} {body}}}".encode("latin-1"), "some.rtf", Limits())


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_case(body: str, expected: list[tuple[str, str]]) -> None:
    reading = read(body)
    assert [
        ("" if part.kind is None else part.kind.value, reading.text[part.start : part.end])
        for part in reading.parts or ()
    ] == expected


def test_the_page_of_the_document_holds_without_fonts() -> None:
    reading = read(r"\'bd\'f1\'cc\'ec", r"{\rtf1\ansi\ansicpg936")
    assert (reading.text, reading.encoding) == ("今天", "gb18030")
    assert read(r"\'bd\'f1\'cc\'ec", r"{\rtf1\ansi\ansicpg99999").text == "½ñÌì"


def test_it_is_known_by_its_first_bytes() -> None:
    assert FORMAT.sniff(b"{\\rtf1 x}")
    assert not FORMAT.sniff(b"{ rtf }")


@pytest.mark.parametrize("data", [b"", b"plain", b"PK\x03\x04", b"{\\rtf1 \x00}"])
def test_what_is_no_rtf_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^[^\n]+$"):
        FORMAT.read(data, "some.rtf", Limits())


PIECES = [
    *(r"{", r"}", r"\u", r"\u8364", r"\'", r"\'e", r"\bin9", r"\footnote{", r"{\footnote", r"\*"),
    *(r"{\header", r"\cell", r"\row", r"\uc9\u1", r"{\*\x", r"\f99999999", "\\"),
]


@pytest.mark.parametrize("piece", PIECES)
def test_what_never_ends_is_read_as_far_as_it_goes(piece: str) -> None:
    assert read("word " + piece * (20_000 // len(piece)) + " end").text.startswith("word")


def test_parts_are_limited() -> None:
    with pytest.raises(InputError, match="--limit parts="):
        FORMAT.read(b"{\\rtf1 a\\par b\\par c}", "some", Limits(parts=2))
