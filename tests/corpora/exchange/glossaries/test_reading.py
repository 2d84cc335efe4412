"""Glossaries as editors keep them, and files that are none."""

from __future__ import annotations

import contextlib
import io
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.exchange.glossaries.glossary import Entry, Glossary
from duizhao.corpora.exchange.glossaries.rows import concepts_of_rows
from duizhao.corpora.exchange.glossaries.tbx import read_tbx
from duizhao.corpora.exchange.terms import Term, write_terms_csv, write_terms_tbx
from duizhao.errors import DuizhaoError, FormatError, InputError

OLD_TBX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>Note</p></sourceDesc>
</fileDesc></martifHeader><text><body>
<termEntry id="1"><note>Of cargo it is another.</note>
<langSet xml:lang="en-US"><tig><term>container</term></tig></langSet>
<langSet xml:lang="zh-CN"><tig><term>容器</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
<ntig><termGrp><term>集装箱</term>
<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig></langSet>
</termEntry></body></text></martif>"""

NEW_TBX = """<?xml version="1.0"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:basic="http://www.tbxinfo.net/ns/basic"><tbxHeader/><text><body>
<conceptEntry id="1"><langSec xml:lang="en"><termSec><term>container</term></termSec></langSec>
<langSec xml:lang="zh"><termSec><term>容器</term></termSec>
<termSec><basic:administrativeStatus>supersededTerm-admn-sts</basic:administrativeStatus>
<term>集装箱</term></termSec></langSec></conceptEntry></body></text></tbx>"""

BOTH = Entry("container", ("容器",), ("集装箱",))


def entries(data: str | bytes, tmp_path: Path, name: str = "terms") -> list[Entry]:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(Glossary.load(path).entries("en", "zh"))


@pytest.mark.parametrize(
    "data",
    [
        "container\t容器\nnode\t节点\n",
        "# of last year\ncontainer\t容器\nnode\t节点\tof a graph\n",
        "\ufeffsource\ttarget\ncontainer\t容器\nnode\t节点\n",
        "ID\tEnglish\t中文\n1\tcontainer\t容器\n2\tnode\t节点\n",
        "zh-CN\ten-US\n容器\tcontainer\n节点\tnode\n",
    ],
    ids=["bare", "omegat", "named", "languages", "the other way round"],
)
def test_tables(data: str, tmp_path: Path) -> None:
    found = [(e.source, e.allowed) for e in entries(data, tmp_path, "t.tsv")]
    assert found == [("container", ("容器",)), ("node", ("节点",))]


def test_columns_of_a_table(tmp_path: Path) -> None:
    data = (
        '术语;译文;禁用;备注;大小写\n"container";容器；貨櫃;集装箱;see 4;\n'.replace("；", "|")
        + "Go;Go 语言;;;yes\n"
    )
    assert entries(data, tmp_path, "t.csv") == [
        Entry("container", ("容器", "貨櫃"), ("集装箱",), "see 4"),
        Entry("Go", ("Go 语言",), is_exact=True),
    ]


def test_rows_that_say_nothing_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    data = "#tag\t标签\n# a remark\tof two cells\nnode\t\n\t节点\n"
    with caplog.at_level(logging.WARNING):
        assert [entry.source for entry in entries(data, tmp_path, "t.tsv")] == ["#tag"]
    (record,) = caplog.records
    assert "2 of 3 rows have no term or no translation" in record.getMessage()


def test_a_status_forbids(tmp_path: Path) -> None:
    data = "term\ttranslation\tstatus\ncontainer\t容器\tpreferred\ncontainer\t集装箱\tForbidden\n"
    assert entries(data, tmp_path, "t.tsv") == [BOTH]


def test_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (("English", "Chinese", "forbidden"), ("container", "容器", "集装箱")):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert entries(stream.getvalue(), tmp_path, "t.xlsx") == [BOTH]


@pytest.mark.parametrize("data", [OLD_TBX, NEW_TBX], ids=["martif", "tbx"])
def test_tbx(data: str, tmp_path: Path) -> None:
    (entry,) = entries(data, tmp_path, "t.tbx")
    assert (entry.source, entry.allowed, entry.forbidden) == ("container", ("容器",), ("集装箱",))
    assert entry.note in {"", "Of cargo it is another."}


def test_tbx_in_another_encoding(tmp_path: Path) -> None:
    data = NEW_TBX.replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")
    (entry,) = entries(data, tmp_path, "t.tbx")
    assert entry.allowed == ("容器",)


def test_an_exported_glossary_comes_back(tmp_path: Path) -> None:
    term = Term("=container", "容器", 2, 3, 2, 0.8, ("The =container.", "这个容器。"))
    table, tbx = io.BytesIO(), io.BytesIO()
    write_terms_csv([term], table)
    write_terms_tbx([term], tbx, ("en", "zh"))
    for name, stream in (("t.csv", table), ("t.tbx", tbx)):
        (entry,) = entries(stream.getvalue(), tmp_path, name)
        assert (entry.source, entry.allowed) == ("=container", ("容器",))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "holds no terms"),
        (b"container\nnode\n", "has one column"),
        (b"source\ttarget\n", "holds no terms"),
        (b"<html><p>container</p></html>", "no TBX"),
        (b"<martif><text>", "broken XML"),
        (b'<!DOCTYPE martif [<!ENTITY a "b">]><martif>&a;</martif>', "entities"),
        (b"<tbx>" + b"<a>" * 600 + b"</a>" * 600 + b"</tbx>", "nested"),
        (b"PK\x03\x04 no workbook", "damaged"),
        (b"\x00\x01\x02\x03", "zero bytes"),
    ],
    ids=["empty", "one column", "header", "html", "cut", "entity", "nested", "zip", "bytes"],
)
def test_what_is_no_glossary_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises((InputError, FormatError), match=says) as told:
        entries(data, tmp_path)
    assert "\n" not in str(told.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.tsv"):
        Glossary.load(tmp_path / "none.tsv")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(DuizhaoError):
        read_tbx(b"<tbx>" + data, "t")
    cells = data.decode("latin-1").split("\t")
    if len(cells) > 1:
        assert all(concept.forms for concept in concepts_of_rows([cells], "t"))


def test_signatures_tell_glossaries_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "a.tsv", tmp_path / "b.tsv"
    one.write_text("a\tb\n", "utf-8")
    two.write_text("a\tc\n", "utf-8")
    assert Glossary.load(one).signature != Glossary.load(two).signature
    assert Glossary().signature == ""
