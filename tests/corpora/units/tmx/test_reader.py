"""Memories as they go by: what is read, what is broken and where, what comes back."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.examples import examples
from helpers.strategies import NASTY
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.units.tmx import reader as tmx_stream
from duizhao.corpora.units.tmx.reader import TmxReader
from duizhao.corpora.units.tmx.writer import TmxWriter, write_units
from duizhao.corpora.units.unit import TranslationUnit, Variant
from duizhao.errors import FormatError, OutputError

HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="x"'
    ' creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en"'
    ' datatype="plaintext"><prop type="x-of">all</prop><note>of all</note></header>\n<body>\n'
)
FOOTER = "</body>\n</tmx>\n"


def unit(n: int, inside: str = "") -> str:
    return (
        f'<tu><tuv xml:lang="en"><seg>Text {n}{inside}</seg></tuv>'
        f'<tuv xml:lang="zh"><seg>文{n}</seg></tuv></tu>\n'
    )


def read(text: str | bytes, **options: bool) -> list[TranslationUnit]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(TmxReader(io.BytesIO(data), "a.tmx", **options))


def texts(units: list[TranslationUnit]) -> list[tuple[str, ...]]:
    return [tuple(v.text for v in unit.variants) for unit in units]


def write(pairs: list[tuple[str, str]]) -> tuple[bytes, TmxWriter]:
    stream = io.BytesIO()
    writer = TmxWriter(stream, "en")
    write_units((TranslationUnit((Variant("en", a), Variant("zh", b))) for a, b in pairs), writer)
    return stream.getvalue(), writer


TEXTS = st.one_of(
    st.text(st.characters(), max_size=40),
    st.text(st.sampled_from(NASTY), max_size=20),
    st.text(
        st.sampled_from("\u202e\u2066\u200f\u0300\u3000\U0001f468\u200d\U0010fffe\ud800 "),
        max_size=9,
    ),
)


@examples(300)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=8))
def test_every_pair_comes_back_or_is_counted(pairs: list[tuple[str, str]]) -> None:
    data, writer = write(pairs)
    clean = [(clean_line(a), clean_line(b)) for a, b in pairs]
    want = [pair for pair in clean if all(pair)]
    assert texts(read(data)) == want
    assert texts(read(data, strict=True)) == want
    assert writer.written == len(want)
    assert writer.left_out["empty"] == len(pairs) - len(want)


def test_a_text_of_a_megabyte_comes_back() -> None:
    long = ("今天 < & \U0001f600 " * 150_000).strip()
    assert texts(read(write([(long, "a"), ("b", long[:-2])])[0])) == [(long, "a"), ("b", long[:-2])]


def slowly(data: bytes) -> tuple[list[TranslationUnit], str | None]:
    """Read by the parser alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tmx_stream, "usual_units", lambda _text, at, _units, _number: at)
        return outcome(data)


def outcome(data: bytes) -> tuple[list[TranslationUnit], str | None]:
    units: list[TranslationUnit] = []
    try:
        units.extend(TmxReader(io.BytesIO(data), "a.tmx"))
    except FormatError as error:
        return [], str(error)
    return units, None


PIECES = (
    "<tu>", "</tu>", '<tu tuid="a" creationdate="b">', '<tu a="1" a="1">', "<tuv xml:lang='en'>",
    '<tuv xml:lang="en">', '<tuv xml:lang="zh" lang="x">', "</tuv>", "<seg>", "</seg>", "<seg/>",
    '<prop type="x">', '<prop type="&lt;">', "</prop>", "<note>", "</note>", "a", "&amp;", "&lt;b",
    "&#65;", "&", ">", "]]>", "<!-- <tu> -->", "<![CDATA[<tu>]]>", "\n", "\r\n", "\t", " ", "中",
    '<ph x="1">', "</ph>", "\x01", "\ufffe", "\u0085", "&nbsp;", "</body>", "<x>", "</x>",
)  # fmt: skip
ODD = "a&;<>\"'\r\n\t 中\x00\ud800\ufffe"
USUAL = '<tu><tuv xml:lang="en"><seg>{}</seg></tuv> <tuv xml:lang="zh"><seg>文</seg></tuv></tu>'


@examples(500)
@given(
    st.lists(
        st.one_of(
            st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
            st.text(st.sampled_from(ODD), max_size=6).map(USUAL.format),
            st.lists(st.sampled_from(PIECES), max_size=3).map(lambda p: USUAL.format("".join(p))),
            st.just(unit(1)),
        ),
        max_size=8,
    )
)
def test_the_pattern_and_the_parser_say_the_same(parts: list[str]) -> None:
    data = (HEADER + "".join(parts) + FOOTER).encode("utf-8", "surrogatepass")
    assert outcome(data) == slowly(data)


def test_an_attribute_list_gives_every_unit_to_the_parser() -> None:
    doctype = '<!DOCTYPE tmx [<!ATTLIST tuv creationid CDATA "me">]>\n'
    data = HEADER.replace("<tmx", doctype + "<tmx") + unit(1) + FOOTER
    assert [v.attributes for v in read(data)[0].variants] == [{"creationid": "me"}] * 2


def test_what_a_unit_says_of_itself_is_read_and_written() -> None:
    body = (
        '<tu tuid="7" creationdate="20260131T120000Z"><prop type="x-a">1</prop><note>two</note>'
        '<tuv xml:lang="en" changedate="20260201T120000Z"><prop type="x-b">3</prop>'
        '<note>four</note><seg>Bread<bpt i="1">&lt;b></bpt> and <ept i="1"/>salt</seg></tuv>'
        '<tuv xml:lang="zh"><seg>面包</seg></tuv></tu>\n'
    )
    reader = TmxReader(io.BytesIO((HEADER + body + FOOTER).encode()), "a.tmx")
    header, (found,) = reader.header, list(reader)
    assert (header.source_lang, header.props, header.notes) == (
        "en",
        (("x-of", "all"),),
        ("of all",),
    )
    assert found.attributes == {"tuid": "7", "creationdate": "20260131T120000Z"}
    assert (found.props, found.notes) == ((("x-a", "1"),), ("two",))
    bread = found.variants[0]
    assert bread.text == "Bread and salt"
    assert bread.markup == 'Bread<bpt i="1">&lt;b&gt;</bpt> and <ept i="1"></ept>salt'
    assert (bread.props, bread.notes) == ((("x-b", "3"),), ("four",))
    stream = io.BytesIO()
    write_units([found], TmxWriter(stream, "en", header=header))
    again = TmxReader(io.BytesIO(stream.getvalue()), "b.tmx", strict=True)
    assert again.header.props == header.props
    assert list(again) == [found]


@pytest.mark.parametrize(
    "inside", ["<ph><it pos='begin'/></ph>", "<bpt>x</bpt>", "<g>x</g>", "<sub>x</sub>"]
)
def test_inline_elements_that_tmx_does_not_allow_are_not_handed_on(inside: str) -> None:
    found = read(HEADER + unit(1, inside) + FOOTER)[0].variants[0]
    assert found.markup is None or "<g>" not in found.markup
    stream = io.BytesIO()
    write_units([TranslationUnit((found, Variant("zh", "文")))], TmxWriter(stream, "en"))
    assert len(read(stream.getvalue(), strict=True)) == 1


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "utf-16"),
        ("utf-32", "utf-32"),
        ("gb18030", "GB2312"),
        ("big5", "Big5"),
        ("utf-8", "UTF-16"),
    ],
)
def test_encodings_with_and_without_a_mark(encoding: str, declared: str) -> None:
    text = (HEADER.replace("UTF-8", declared) + unit(1) * 3000 + FOOTER).replace("文", "中")
    assert texts(read(text.encode(encoding))) == [("Text 1", "中1")] * 3000


BREAKS = {
    "an ampersand": (unit(2, " & co"), 7, 37, "in unit 2"),
    "a wrong end": (unit(2).replace("</seg></tuv></tu>", "</seg></tu>"), 7, 81, "in unit 2"),
    "a unit without an end": (unit(2).replace("</tu>", ""), 8, 1, "in unit 2"),
    "a unit cut off": (unit(2)[:40] + "\n", 8, 1, "in unit 2"),
    "an end too many": ("</tu>" + unit(2), 7, 3, "after unit 1"),
    "a control character": (unit(2, "\x01"), 7, 35, "in unit 2"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_told_with_line_column_and_unit(name: str) -> None:
    broken, line, column, where = BREAKS[name]
    data = HEADER + "\n" + unit(1) + broken + "".join(map(unit, range(3, 500))) + FOOTER
    with pytest.raises(FormatError, match="broken XML") as caught:
        read(data)
    assert str(caught.value).startswith(f"a.tmx, line {line}: ")
    assert f"at column {column}, {where};" in str(caught.value)


@pytest.mark.parametrize("name", BREAKS)
def test_all_whole_units_of_a_broken_memory_are_kept(name: str) -> None:
    broken, line, column, _ = BREAKS[name]
    data = HEADER + "\n" + unit(1) + broken + "".join(map(unit, range(3, 500))) + FOOTER
    reader = TmxReader(io.BytesIO(data.encode()), "a.tmx", recover=True)
    found = [unit.variants[0].text for unit in reader]
    whole = {f"Text {n}" for n in range(1, 500)} - {"Text 2"}
    assert set(found) - {"Text 2"} == whole
    assert len(found) == reader.whole >= len(whole)
    first = reader.breaks[0]
    assert (first.line, first.column) == (line, column)


@examples(150)
@given(st.data())
def test_damage_takes_the_units_that_it_hits_and_no_other(data: st.DataObject) -> None:
    units = [unit(n) for n in range(400)]
    hit = data.draw(st.sets(st.integers(0, 399), max_size=6))
    for n in hit:
        at = data.draw(st.integers(4, len(units[n]) - 7))
        cut = data.draw(st.sampled_from(["&", "<", "\x00", "</seg>", "<seg>", ""]))
        units[n] = units[n][:at] + cut + ("" if not cut else units[n][at:])
    text = HEADER + "".join(units) + FOOTER
    want = [f"Text {n}" for n in range(400) if n not in hit]
    found = [u.variants[0].text for u in read(text, recover=True) if u.variants]
    assert [text for text in found if text in set(want)] == want


def test_a_memory_that_ends_too_early_keeps_what_it_has() -> None:
    data = (HEADER + "".join(map(unit, range(1000)))).encode()
    for size in (len(data), len(data) - 30, len(data) // 2, len(HEADER) + 10, 70):
        whole = data[:size].count(b"</tu>")
        reader = TmxReader(io.BytesIO(data[:size]), "a.tmx", recover=True)
        assert len(list(reader)) == whole == reader.whole
        assert reader.broken == 1
        with pytest.raises(FormatError):
            read(data[:size])


def test_bytes_of_another_encoding_break_their_unit_only() -> None:
    data = (
        (HEADER + unit(1)).encode() + unit(2, "病").encode("gb18030") + (unit(3) + FOOTER).encode()
    )
    assert [u.variants[0].text for u in read(data, recover=True)] == ["Text 1", "Text 3"]
    with pytest.raises(FormatError, match="no text in the file's encoding"):
        read(data)


def test_what_stands_after_the_memory_is_passed_over() -> None:
    assert len(read((HEADER + unit(1) + FOOTER).encode() + b"\x1a\x00\x00")) == 1
    assert len(read(b"\n\n  " + (HEADER + unit(1) + FOOTER).encode())) == 1


def test_many_breaks_are_counted_and_few_described() -> None:
    data = HEADER + ("<tu>&</tu>" * 5000) + unit(1) + FOOTER
    reader = TmxReader(io.BytesIO(data.encode()), "a.tmx", recover=True)
    assert len(list(reader)) == 1
    assert reader.broken == 5000
    assert len(reader.breaks) == 100


def test_a_strict_reader_refuses_what_breaks_a_rule() -> None:
    data = HEADER.replace('version="1.4"', 'version="1.3"') + unit(1) + FOOTER
    assert len(read(data)) == 1
    with pytest.raises(FormatError, match=r"line 2: version of <tmx> is '1.3', not 1.4"):
        read(data, strict=True)


def test_elements_nested_without_end_are_refused() -> None:
    for name in ("a", "seg", "tuv", "tu", "ph"):
        with pytest.raises(FormatError):
            read(HEADER + "<tu><tuv><seg>" + f"<{name}>" * 100_000)


def test_a_language_that_is_none_is_not_written() -> None:
    with pytest.raises(OutputError, match="is not of the form zh-CN"):
        write_units(
            [TranslationUnit((Variant("中", "a"), Variant("en", "b")))],
            TmxWriter(io.BytesIO(), "en"),
        )


ENDLESS = """
import sys
from pathlib import Path
from duizhao.corpora.files.output import write_whole
from duizhao.corpora.units.unit import TranslationUnit, Variant
from duizhao.corpora.units.tmx.writer import TmxWriter, write_units

def units():
    n = 0
    while True:
        n += 1
        if n == 20000:
            print("started", flush=True)
        yield TranslationUnit((Variant("en", f"Text {n}"), Variant("zh", "中")))

write_whole(Path(sys.argv[1]), lambda stream: write_units(units(), TmxWriter(stream, "en")))
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_a_writer_that_is_killed_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS, str(path)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not path.exists()
    assert any(item.stat().st_size for item in tmp_path.iterdir())  # it was at work


def test_units_are_read_as_they_are_asked_for() -> None:
    taken = 0

    class Counting(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            nonlocal taken
            data = super().read(size)
            taken += len(data)
            return data

    data = (HEADER + unit(1) * 50_000 + FOOTER).encode()
    units: Iterator[TranslationUnit] = iter(TmxReader(Counting(data), "a.tmx"))
    next(units)
    assert taken < len(data) / 10
