"""Broken memories: what is mended, what is kept, and that all of it is counted."""

from __future__ import annotations

import io
import time

import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.units.tmx.reader import TmxReader
from duizhao.corpora.units.unit import TranslationUnit
from duizhao.errors import FormatError

HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header srclang="en"/>\n<body>\n'
)
FOOTER = "</body>\n</tmx>\n"
GOOD = '<tu><tuv xml:lang="en"><seg>One.</seg></tuv><tuv xml:lang="zh"><seg>一。</seg></tuv></tu>\n'


def unit(source: str, target: str = "<seg>二。</seg>") -> str:
    return f'<tu><tuv xml:lang="en">{source}</tuv><tuv xml:lang="zh">{target}</tuv></tu>\n'


def mended(data: str | bytes) -> tuple[list[TranslationUnit], TmxReader]:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    reader = TmxReader(io.BytesIO(raw), "a.tmx", recover=True, mend=True)
    return list(reader), reader


def texts(units: list[TranslationUnit]) -> list[tuple[str, ...]]:
    return [tuple(v.text for v in each.variants) for each in units]


CASES = [
    ("a reference", unit("<seg>Bad &#x1F; one.</seg>"), "Bad one.", {"characters": 1}),
    ("a number", unit("<seg>Bad&#31;&#0; one.</seg>"), "Bad one.", {"characters": 2}),
    ("beyond Unicode", unit("<seg>Bad&#x110000; one.</seg>"), "Bad one.", {"characters": 1}),
    ("a bare one", unit("<seg>Bad\x0b\x1f\ufffe one.</seg>"), "Bad one.", {"characters": 3}),
    ("an allowed one", unit("<seg>Good&#9;&#x4E2D; one.</seg>"), "Good 中 one.", {}),
    ("and", unit("<seg>Salt & pepper &amp; AT&T;.</seg>"), "Salt & pepper & AT.", {"signs": 1}),
    ("less", unit("<seg>2 < 3 <= 4</seg>"), "2 < 3 <= 4", {"signs": 2}),
    ("no segment", unit("Two & more."), "Two & more.", {"signs": 1, "segments": 1}),
    (
        "no segment after a property",
        unit('<prop type="x">p</prop>\n<note>n</note> Two.'),
        "Two.",
        {"segments": 1},
    ),
    ("nesting", unit('<seg>Two <hi>and <ph/>more</seg></hi>'), "Two and more", {"units": 1}),
    (
        "codes",
        unit('<seg>A <bpt i="1">&lt;b></bpt>red</ept> door.</seg>'),
        "A red door.",
        {"units": 1},
    ),
    ("a tag of no one", unit("<seg>A <br> door.</seg>"), "A  door.", {"units": 1}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "source", "counts"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_a_broken_unit_is_mended_and_its_neighbours_stay(
    broken: str, source: str, counts: dict[str, int]
) -> None:
    units, reader = mended(HEADER + GOOD + broken + GOOD * 2 + FOOTER)
    found = texts(units)
    assert [found[0], *found[2:]] == [("One.", "一。")] * 3
    assert " ".join(found[1][0].split()) == " ".join(source.split())
    assert found[1][1] == "二。"
    assert reader.mending is not None
    assert {name: count for name, count in reader.mending.counts.items() if count} == counts
    assert bool(reader.mending.in_words()) == bool(counts)


def test_a_unit_without_an_end_keeps_what_it_has() -> None:
    units, reader = mended(HEADER + unit("<seg>Two.</seg>").replace("</tu>", "") + GOOD + FOOTER)
    assert texts(units) == [("Two.", "二。"), ("One.", "一。")]
    assert reader.broken == 1


def test_a_unit_that_cannot_be_saved_is_counted() -> None:
    units, reader = mended(HEADER + GOOD + "<tu><tuv><seg>Lost</tuv></seg></tu>" + GOOD + FOOTER)
    assert texts(units) == [("One.", "一。")] * 2
    assert reader.broken == 1


def test_a_text_without_a_language_is_left_out_and_counted() -> None:
    units, reader = mended(HEADER + unit("<seg>Two.</seg>").replace('"zh"', '""') + GOOD + FOOTER)
    assert texts(units) == [("Two.",), ("One.", "一。")]
    assert reader.mending is not None
    assert reader.mending.in_words() == "1 text without a language left out"


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "cp1252"])
def test_a_memory_in_another_encoding_than_it_says_is_read(encoding: str) -> None:
    target = (
        "“Déjà vu”, said the café’s owner." if encoding == "cp1252" else "港務局有一本簿子。" * 4
    )
    if encoding == "gb18030":
        target = "港务局有一本簿子，记着水位。" * 4
    data = HEADER + unit("<seg>The office has a book.</seg>", f"<seg>{target}</seg>") + FOOTER
    units, reader = mended(data.encode(encoding))
    assert texts(units) == [("The office has a book.", target)]
    assert reader.mending is not None
    assert reader.mending.counts["encoding"] == 1


def test_single_bytes_that_are_no_text_are_marked() -> None:
    odd = unit("<seg>A caf# here.</seg>").encode().replace(b"#", b"\xe9")
    units, reader = mended((HEADER + GOOD * 9).encode() + odd + FOOTER.encode())
    assert len(units) == 10
    assert texts(units)[-1] == ("A caf\ufffd here.", "二。")
    assert reader.mending is not None
    assert reader.mending.counts["undecoded"] == 1


@pytest.mark.parametrize("data", [b"", b"\x00" * 9, b"not a memory", b"<tmx" * 999, b"<p>tmx</p>"])
def test_what_is_no_memory_is_none_afterwards(data: bytes) -> None:
    with pytest.raises(FormatError, match="no <tmx> element, and no unit"):
        mended(data)


def test_a_memory_that_only_begins_has_no_units() -> None:
    units, reader = mended(b"<tmx>")
    assert units == []
    assert reader.broken == 1


@examples(150)
@given(st.data())
def test_a_good_memory_stays_as_it_is_and_a_damaged_one_is_read(data: st.DataObject) -> None:
    good = HEADER + "".join(unit(f"<seg>Text {n}.</seg>") for n in range(40)) + FOOTER
    units, reader = mended(good)
    assert reader.mending is not None
    assert (reader.broken, reader.mending.in_words()) == (0, "")
    assert len(units) == 40
    raw = bytearray(good.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(len(HEADER), len(raw) - 1))] = data.draw(st.integers(0, 255))
    units, _ = mended(bytes(raw))
    assert len(units) >= 32


def test_mending_takes_linear_time() -> None:
    times = []
    for size in (2_000, 16_000):
        data = HEADER + "<tuv x>& < &#1;" * size + "<tu><tuv>" * size + FOOTER
        began = time.process_time()
        mended(data)
        times.append(time.process_time() - began)
    assert times[1] < 40 * max(times[0], 0.05)
