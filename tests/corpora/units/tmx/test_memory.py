"""Translation memories as the world writes them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from helpers.examples import examples
from helpers.memories import write_tmx
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.document import Locator
from duizhao.corpora.exchange.bitext import read_bitext
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.read import document_from_text
from duizhao.corpora.reading.registry import load_format
from duizhao.corpora.units.tmx.memory import read_tmx
from duizhao.corpora.units.unit import Bitext
from duizhao.errors import FormatError, InputError

FORMAT = load_format("tmx")


def tuv(lang: str, text: str, name: str = "xml:lang") -> str:
    return f'<tuv {name}="{lang}"><seg>{text}</seg></tuv>'


def memory(*units: str, srclang: str = "en-US", before: str = "") -> str:
    body = "".join(unit if unit.startswith("<tu") else f"<tu>{unit}</tu>" for unit in units)
    header = f'<header srclang="{srclang}" segtype="sentence"/>' if srclang else "<header/>"
    return f'<?xml version="1.0"?>{before}<tmx version="1.4">{header}<body>{body}</body></tmx>'


def wrap(unit: str, attributes: str = "") -> str:
    return f"<tu{attributes}>{unit}</tu>"


BREAD = wrap(tuv("en-US", "Bread.") + tuv("zh-CN", "面包。"))
SALT = wrap(tuv("en-US", "Salt.") + tuv("zh-CN", "盐。"), ' tuid="s1"')


def read(text: str, source: str | None = None, target: str | None = None) -> Bitext:
    return read_tmx(text.encode(), "a.tmx", source_lang=source, target_lang=target)


def pairs(bitext: Bitext) -> list[tuple[str, str]]:
    return [(unit.source, unit.target) for unit in bitext.units]


def test_units_have_texts_and_names() -> None:
    bitext = read(memory(BREAD, SALT))
    assert pairs(bitext) == [("Bread.", "面包。"), ("Salt.", "盐。")]
    assert [unit.id for unit in bitext.units] == ["1", "s1"]
    assert (bitext.source_lang, bitext.target_lang) == ("en-US", "zh-CN")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    chinese = encoding != "iso-8859-1"
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    text = memory(wrap(tuv("en", "Bread.") + tuv("zh", "面包。" if chinese else "é")))
    data = text.replace('"1.0"', f'"1.0" encoding="{declared}"').encode(encoding)
    assert pairs(read_tmx(data, "a.tmx")) == [("Bread.", "面包。" if chinese else "é")]
    assert FORMAT.sniff(data)


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
        '<!DOCTYPE tmx PUBLIC "-//LISA OSCAR:1998//DTD for TMX//EN" "http://127.0.0.1:9/t.dtd">',
    ],
)
def test_a_doctype_is_passed_over_and_not_fetched(before: str) -> None:
    assert len(read(memory(BREAD, before=before)).units) == 1


def test_inline_codes_are_no_text_but_what_they_mark_is() -> None:
    text = '<bpt i="1">&lt;b></bpt>Bread<ept i="1">&lt;/b></ept> and <hi>salt</hi><ph>[1]</ph>.'
    bitext = read(memory(wrap(tuv("en-US", text) + tuv("zh-CN", "面<it>x<sub>y</sub></it>包。"))))
    assert pairs(bitext) == [("Bread and salt.", "面包。")]


def test_names_of_characters_and_white_space() -> None:
    bitext = read(memory(wrap(tuv("en-US", "\n A&amp;B&nbsp;C\n\t D&#233; ") + tuv("zh-CN", "盐"))))
    assert pairs(bitext) == [("A&B\u00a0C Dé", "盐")]


def test_old_names_of_the_language_are_read() -> None:
    bitext = read(memory(wrap(tuv("EN", "Bread.", "lang") + tuv("ZH_CN", "面包。", "lang"))))
    assert pairs(bitext) == [("Bread.", "面包。")]


MANY = memory(
    wrap(
        tuv("en", "Bread.") + tuv("zh-TW", "麵包。") + tuv("zh-CN", "面包。") + tuv("de", "Brot.")
    ),
    srclang="*all*",
)


@pytest.mark.parametrize(
    ("source", "target", "want"),
    [
        (None, None, ("Bread.", "麵包。")),
        ("en", "zh-CN", ("Bread.", "面包。")),
        ("zh-CN", "de", ("面包。", "Brot.")),
        (None, "de", ("Bread.", "Brot.")),
        (None, "en", ("麵包。", "Bread.")),
        ("de", None, ("Brot.", "Bread.")),
        ("zh", "en-GB", ("麵包。", "Bread.")),
    ],
)
def test_languages_are_chosen(source: str | None, target: str | None, want: object) -> None:
    assert pairs(read(MANY, source, target)) == [want]


def test_a_language_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(InputError, match="no units in fr; its languages are: en, zh-TW, zh-CN, de"):
        read(MANY, "fr")
    with pytest.raises(InputError, match="no units in two languages; its languages are: en-US"):
        read(memory(wrap(tuv("en-US", "Bread."))))
    with pytest.raises(InputError, match="its languages are: none"):
        read(memory())


def test_the_header_tells_the_source_even_if_it_stands_second() -> None:
    bitext = read(
        memory(wrap(tuv("zh-CN", "水。")), wrap(tuv("zh-CN", "盐。") + tuv("en-US", "Salt.")))
    )
    assert pairs(bitext) == [("", "水。"), ("Salt.", "盐。")]


def test_a_wrong_source_in_the_header_is_given_up() -> None:
    bitext = read(memory(BREAD, SALT, srclang="fr-FR"))
    assert pairs(bitext) == [("Bread.", "面包。"), ("Salt.", "盐。")]


def test_a_unit_with_one_side_is_a_null_bead(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(memory(BREAD, wrap(tuv("en-US", "Salt.") + tuv("zh-CN", " "))), "utf-8")
    bitext = read_bitext(path)
    assert [(bead.source, bead.target) for bead in bitext.beads] == [((0,), (0,)), ((1,), ())]
    assert bitext.source.sentences[1].place == Locator(unit="2")
    assert (bitext.source.lang, bitext.target.lang) == ("en", "zh")


def test_what_we_write_we_read() -> None:
    lines = "A < B & C.\nHe said “no”.", "甲小于乙。\n他说“不”。"
    source = document_from_text(lines[0], lang="en", presplit=True)
    target = document_from_text(lines[1], lang="zh", presplit=True)
    beads = (Bead((0,), (0,)), Bead((1,), (1,)))
    stream = io.BytesIO()
    write_tmx(Alignment((source, target), beads), stream)
    want = list(zip(lines[0].splitlines(), lines[1].splitlines(), strict=True))
    assert pairs(read_tmx(stream.getvalue(), "a.tmx")) == want


BOMB = (
    "<!DOCTYPE tmx ["
    '<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "before",
    [
        BOMB,
        '<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE tmx [<!ENTITY % e SYSTEM "http://127.0.0.1:9/"> %e;]>',
        '<!DOCTYPE tmx [<!ENTITY a "&b;"><!ENTITY b "&a;">]>',
    ],
)
def test_entities_of_its_own_are_refused(before: str) -> None:
    unit = wrap(tuv("en-US", "&i;&e;&a;") + tuv("zh-CN", "盐"))
    with pytest.raises(FormatError, match="defines the entity"):
        read(memory(unit, before=before))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        b"%PDF-1.7",
        b"Just a text.",
        memory(BREAD).encode()[:-20],
        memory(BREAD).replace("Bread", "Br\x00ead").encode(),
        memory(BREAD).replace("Bread", "Br&#0;ead").encode(),
        memory(BREAD).replace("Bread", "Br\x07ead").encode(),
        memory(BREAD).encode("utf-16")[:-31],
        b'<?xml version="1.0" encoding="nope"?><tmx/>',
        b"<html><body>no memory</body></html>",
        b"<tmx>" + b"<a>" * 100_000,
    ],
)
def test_what_is_broken_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_tmx(data, "a.tmx")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(("a.tmx", "'nope' is not an encoding"))


def test_too_many_units_are_refused() -> None:
    with pytest.raises(InputError, match="--limit parts=3"):
        read_tmx(memory(BREAD, SALT, BREAD).encode(), "a.tmx", limits=Limits(parts=2))


@examples(150)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    good = bytearray(memory(BREAD, SALT).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(good) - 1))
        good[at] = data.draw(st.integers(0, 255))
    try:
        bitext = read_tmx(bytes(good), "a.tmx")
    except InputError:
        return
    assert all(unit.source or unit.target for unit in bitext.units)
