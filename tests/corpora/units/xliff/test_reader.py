"""XLIFF 1.2 and 2.x: units, segments, states, inline codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.document import Locator
from duizhao.corpora.exchange.bitext import read_bitext
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.registry import load_format
from duizhao.corpora.units.xliff.reader import read_xliff
from duizhao.errors import FormatError, InputError

FORMAT = load_format("xliff")

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
<file original="flood.txt" source-language="en-US" target-language="zh-CN" datatype="plaintext">
<header><note>Not text.</note></header><body><group id="g">
<trans-unit id="1"><source>The
 <g id="1">river <x id="2"/>office</g><ph id="3">&lt;br></ph>.</source>
<target state="translated"><mrk mtype="x-term">河务</mrk>
局。</target>
<alt-trans><source>Other.</source><target>别的。</target></alt-trans>
<note>Not text.</note></trans-unit>
<trans-unit id="2"><source>Nobody listens.</source><target state="needs-translation"/></trans-unit>
<trans-unit id="3"><source>It rained.</source></trans-unit>
<trans-unit id="4" translate="no"><source>CODE-1</source><target>CODE-1</target></trans-unit>
<trans-unit id="5"><source/><target>多余。</target></trans-unit>
<trans-unit id="6"><source> </source><target/></trans-unit>
</group></body></file></xliff>"""

NEW = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en"
 trgLang="zh-CN" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">
<file id="f1"><unit id="u1"><originalData><data id="d1">&lt;b></data></originalData>
<mtc:matches><mtc:match ref="#m"><source>Other.</source><target>别的。</target>
</mtc:match></mtc:matches>
<notes><note>Not text.</note></notes>
<segment state="final">
<source>The <pc id="1" dataRefStart="d1">river</pc> <mrk id="m">office</mrk>.</source>
<target>河务局。</target></segment>
<ignorable><source> -- </source></ignorable>
<segment state="initial">
<source>Nobody <cp hex="0001"/>listens<ph id="2"/>.</source></segment></unit>
<group id="g" translate="no"><unit id="u2"><segment><source>CODE</source></segment></unit>
<unit id="u3" translate="yes"><segment><source>Rain.</source>
<target>雨。</target></segment></unit></group>
</file><file id="f2"><unit id="u1"><segment><source>Snow.</source>
<target>雪。</target></segment></unit></file>
</xliff>"""


def units(text: str) -> list[tuple[str | None, str, str, str | None]]:
    bitext = read_xliff(text.encode(), "a.xlf")
    return [(unit.id, unit.source, unit.target, unit.state) for unit in bitext.units]


def test_version_1_2() -> None:
    assert units(OLD) == [
        ("1", "The river office.", "河务局。", "translated"),
        ("2", "Nobody listens.", "", "needs-translation"),
        ("3", "It rained.", "", None),
        ("5", "", "多余。", None),
    ]


def test_version_2() -> None:
    assert units(NEW) == [
        ("u1/1", "The river office.", "河务局。", "final"),
        ("u1/2", "Nobody listens.", "", "initial"),
        ("u3", "Rain.", "雨。", None),
        ("f2: u1", "Snow.", "雪。", None),
    ]


def test_names_may_have_a_prefix() -> None:
    text = NEW.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:mtc:", "<mtc:")
    text = text.replace("</x:mtc:", "</mtc:").replace("xmlns=", "xmlns:x=")
    assert units(text) == units(NEW)
    assert FORMAT.sniff(text.encode())


def test_a_file_becomes_two_documents_and_beads(tmp_path: Path) -> None:
    path = tmp_path / "a.unknown"
    path.write_text(OLD, encoding="utf-8")
    bitext = read_bitext(path)
    assert (bitext.source.lang, bitext.target.lang) == ("en", "zh")
    assert [s.text for s in bitext.source.sentences] == [
        "The river office.",
        "Nobody listens.",
        "It rained.",
    ]
    assert [s.place for s in bitext.target.sentences] == [Locator(unit="1"), Locator(unit="5")]
    assert [(b.source, b.target) for b in bitext.beads] == [
        ((0,), (0,)),
        ((1,), ()),
        ((2,), ()),
        ((), (1,)),
    ]
    assert bitext.states == ("translated", "needs-translation", None, None)
    for document in (bitext.source, bitext.target):
        for sentence in document.sentences:
            assert document.text[sentence.start : sentence.end] == sentence.text


def test_the_language_that_the_user_names_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(OLD.replace(' target-language="zh-CN"', ""), encoding="utf-8")
    assert read_bitext(path).target.lang == "zh"
    assert read_bitext(path, target_lang="ja-JP").target.lang == "ja"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (OLD.encode()[:-30], "broken XML"),
        (b"\x00" * 10, "no <xliff> element"),
        (b"", "no <xliff> element"),
        (b"<xliff" + b"\x00" * 10 + b"<xliff>", "broken XML"),
        (OLD.replace("rained", "rai\x00ned").encode(), "broken XML"),
        (b"<tmx><body/></tmx>", "no <xliff> element"),
        (b'<xliff version="1.2"><file/></xliff>', "no unit with text"),
        (b"<xliff>" * 1000, "nested more than"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', "defines the entity"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/hostname">]><xliff>&a;</xliff>', "defines the ent"),
    ],
)
def test_what_is_broken_is_refused_in_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why) as caught:
        read_xliff(data, "a.xlf")
    assert "\n" not in str(caught.value)


def test_too_many_units_are_refused() -> None:
    with pytest.raises(InputError, match="--limit parts="):
        read_xliff(OLD.encode(), "a.xlf", limits=Limits(parts=2))


@examples(150)
@given(st.data(), st.sampled_from([OLD, NEW]))
def test_a_damaged_file_is_read_or_refused(data: st.DataObject, text: str) -> None:
    good = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(good) - 1))
        good[at] = data.draw(st.integers(0, 255))
    try:
        bitext = read_xliff(bytes(good), "a.xlf")
    except InputError:
        return
    assert all(unit.source or unit.target for unit in bitext.units)
