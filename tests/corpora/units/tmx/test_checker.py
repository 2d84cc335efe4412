"""The rules of TMX 1.4 as we have them, and as its definition has them."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from helpers.examples import examples
from helpers.required import required_in_ci
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from duizhao.corpora.units.tmx.checker import check_tmx
from duizhao.corpora.units.tmx.memory import read_tmx
from duizhao.corpora.units.tmx.rules import Remark
from duizhao.corpora.units.tmx.schema import ELEMENTS
from duizhao.errors import FormatError

JAR = Path("/usr/share/omegat/OmegaT.jar")
GOOD = """<?xml version="1.0"?>
<tmx version="1.4">
<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="en" datatype="plaintext"><note>n</note><ude name="u"><map unicode="#x1"/></ude></header>
<body>
<tu tuid="1" segtype="block"><note>n</note><prop type="x-a">1</prop>
<tuv xml:lang="en" creationdate="20260131T120000Z"><prop type="x-b">1</prop><seg>Salt
 <bpt i="1"><sub>a</sub></bpt>&amp;<ept i="1"/> <hi type="b">bread<it pos="end"/></hi>
 <ph assoc="p"/><ut>x</ut></seg></tuv>
<tuv xml:lang="zh-Hans-CN"><seg>盐和面包</seg></tuv></tu>
</body>
</tmx>
"""


def check(text: str | bytes) -> list[Remark]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(check_tmx(io.BytesIO(data), "a.tmx"))


def codes(text: str | bytes) -> set[str]:
    return {remark.code for remark in check(text)}


def errors(text: str) -> list[Remark]:
    return [remark for remark in check(text) if remark.error]


def test_a_good_memory_has_no_error() -> None:
    assert errors(GOOD) == []


ERRORS = {
    "another version": ('version="1.4"', 'version="1.4b"', "wrong-value", 2),
    "no header attribute": (' o-tmf="x"', "", "missing-attribute", 3),
    "a bare lang": ('<tuv xml:lang="zh-Hans-CN">', '<tuv lang="zh">', "missing-attribute", 10),
    "an underscore": ("zh-Hans-CN", "zh_CN", "wrong-language", 10),
    "a property that is late": ("</seg></tuv></tu>", '</seg></tuv><prop type="x-c">1</prop></tu>',
                                "wrong-content", 10),
    "an unknown element": ("盐和", "<g>盐</g>和", "unknown-element", 10),
    "a misplaced element": ("<sub>a</sub>", "<hi>a</hi>", "misplaced-element", 8),
    "an unknown attribute": ('tuid="1"', 'name="1"', "unknown-attribute", 6),
    "an unknown value": ('pos="end"', 'pos="middle"', "wrong-value", 8),
    "text between units": ("<body>", "<body>x", "stray-text", 6),
    "no variant": (GOOD[GOOD.index("<tuv"):GOOD.index("</tu>\n")], "", "wrong-content", 7),
    "broken XML": ("&amp;", "&", "broken-xml", 8),
    "another root": ("tmx", "html", "unknown-element", 2),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_told_with_its_line(name: str) -> None:
    old, new, code, line = ERRORS[name]
    assert old in GOOD
    found = errors(GOOD.replace(old, new))
    assert (code, line) in {(remark.code, remark.line) for remark in found}
    assert all("\n" not in remark.message and remark.column >= 1 for remark in found)


WARNINGS = {
    "an empty segment": ("盐和面包", " ", "empty-segment"),
    "white space": ("盐和面包", "盐和面包\u3000", "white-space"),
    "a long segment": ("盐和面包", "盐" * 2001, "long-segment"),
    "a date with dashes": ("20260131T120000Z", "2026-01-31T12:00:00Z", "date-form"),
    "an unusual tag": ("zh-Hans-CN", "Chinese", "odd-language"),
    "any source": ('srclang="en"', 'srclang="*all*"', "any-source"),
    "no text in the source": ('srclang="en"', 'srclang="fr"', "no-source"),
    "OmegaT's name": ('creationtool="x"', 'creationtool="OmegaT"', "creation-tool"),
    "a binding property": ('type="x-a"', 'type="id"', "binding-property"),
    "an unpaired code": ('<ept i="1"/>', "", "unpaired-codes"),
    "one language": ('"zh-Hans-CN"', '"EN"', "one-language"),
    "a doctype": ("<tmx ", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx ', "doctype"),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_what_readers_stumble_over_is_a_warning(name: str) -> None:
    old, new, code = WARNINGS[name]
    assert old in GOOD
    found = check(GOOD.replace(old, new))
    assert code in {remark.code for remark in found}
    assert not any(remark.error for remark in found)


def test_units_are_compared_and_counted() -> None:
    unit = GOOD[GOOD.index("<tu ") : GOOD.index("</body>")]
    found = [r for r in check(GOOD.replace("</body>", unit + "</body>")) if r.code == "duplicate"]
    assert [(r.unit, r.line, r.message) for r in found] == [
        (2, 11, "the unit has the same texts as unit 1")
    ]


def test_a_byte_order_mark_is_told() -> None:
    assert "byte-order-mark" in codes(GOOD.encode("utf-8-sig"))
    assert "byte-order-mark" not in codes(GOOD)


@pytest.mark.parametrize("depth", [10, 400, 495, 496, 497, 600, 5000])
def test_no_depth_passes_that_a_reader_refuses(depth: int) -> None:
    deep = GOOD.replace("盐和面包", "<hi>" * depth + "盐" + "</hi>" * depth)
    try:
        units = len(read_tmx(deep.encode(), "a.tmx").units)
    except FormatError:
        units = 0
    assert units == 1 or "too-deep" in codes(deep)
    assert ("too-deep" in codes(deep)) == (depth > 495)
    assert [remark.code for remark in check(deep)].count("too-deep") <= 1


def test_a_hostile_file_is_refused() -> None:
    bomb = '<!DOCTYPE tmx [<!ENTITY a "b">]>'
    with pytest.raises(FormatError, match="defines the entity"):
        check(GOOD.replace("<tmx ", bomb + "<tmx "))
    assert codes("<tmx>" + "<a>" * 100_000) >= {"broken-xml"}
    assert codes(b"") == {"broken-xml"}
    assert codes(b"\xff\xfe\x00") == {"broken-xml"}


@pytest.fixture(scope="module")
def definition() -> etree.DTD:
    required_in_ci("OmegaT's copy of the DTD (apt-get install omegat)", JAR.exists())
    with zipfile.ZipFile(JAR) as jar:
        return etree.DTD(io.BytesIO(jar.read("schemas/tmx14.dtd")))


XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMES = sorted(ELEMENTS)
ATTRIBUTES = sorted({key for e in ELEMENTS.values() for key in e.required | e.optional})
VALUES = ["1.4", "x", "block", "begin", "p", "en"]


def damage(root: etree._Element, data: st.DataObject) -> None:
    """Change one thing."""
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    element = data.draw(st.sampled_from(elements))
    what = data.draw(st.sampled_from(["rename", "drop", "add", "copy", "text", "set", "unset"]))
    parent = element.getparent()
    if what == "rename":
        element.tag = data.draw(st.sampled_from(NAMES))
    elif what == "drop" and parent is not None:
        parent.remove(element)
    elif what == "add":
        at = data.draw(st.integers(0, len(element)))
        element.insert(at, etree.Element(data.draw(st.sampled_from(NAMES))))
    elif what == "copy" and parent is not None:
        parent.append(etree.fromstring(etree.tostring(element, with_tail=False)))
    elif what == "text":
        element.text = "x"
    elif what == "set":
        name = data.draw(st.sampled_from(ATTRIBUTES)).replace("xml:lang", XML_LANG)
        element.set(name, data.draw(st.sampled_from(VALUES)))
    elif what == "unset" and element.attrib:
        del element.attrib[data.draw(st.sampled_from(sorted(map(str, element.attrib))))]


@examples(400)
@given(data=st.data())
def test_the_definition_says_the_same(definition: etree.DTD, data: st.DataObject) -> None:
    root = etree.fromstring(GOOD.encode())
    for _ in range(data.draw(st.integers(0, 3))):
        damage(root, data)
    text = etree.tostring(root, encoding="unicode")
    # The log, not the verdict: libxml2 lets a bare lang= pass with a warning.
    valid = definition.validate(etree.fromstring(text)) and not str(definition.error_log)
    found = Counter(remark.code for remark in errors(text))
    # The definition takes anything for a language code; the specification does not.
    del found["wrong-language"]
    assert valid == (not found), (text, definition.error_log, found)
