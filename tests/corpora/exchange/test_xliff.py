"""XLIFF: valid by the published schemas, read back by ourselves and by translate-toolkit."""

from __future__ import annotations

import importlib
import io
from collections import Counter
from dataclasses import replace

import pytest
from helpers.examples import examples
from helpers.ferry import ferry
from helpers.required import has_module, required_in_ci
from helpers.strategies import alignments
from helpers.xliff_schemas import schema
from hypothesis import given
from lxml import etree

from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.exchange.bead_text import join_sentences
from duizhao.corpora.exchange.finding_marks import Mark, marks_of, nested, passage_in
from duizhao.corpora.exchange.xliff import VERSIONS, write_xliff
from duizhao.corpora.exchange.xliff_units import xliff_units
from duizhao.corpora.files.output import Written
from duizhao.corpora.paragraph_links import ParagraphLink, SourceParagraph
from duizhao.corpora.reading.read import document_from_text
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.units.xliff.reader import read_xliff
from duizhao.errors import OutputError, UnknownNameError

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
ITS = "{http://www.w3.org/2005/11/its}"


def written(alignment: Alignment, **options: str) -> tuple[bytes, Written]:
    stream = io.BytesIO()
    summary = write_xliff(alignment, stream, **options)
    return stream.getvalue(), summary


def small() -> Alignment:
    source = document_from_text("Tea & <cake>.\nYes.\nWhy?", lang="en", path="a.txt", presplit=True)
    target = document_from_text("茶。\n点心。\n蓝色。", lang="zh", path="b.txt", presplit=True)
    beads = (Bead((0,), (0, 1), 0.9), Bead((1,), ()), Bead((), (2,)), Bead((2,), ()))
    return Alignment((source, target), beads, signature="enc:x")


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_written_is_valid(version: str) -> None:
    rules = schema(version)
    for alignment in (ferry(), small()):
        data, _ = written(alignment, version=version)
        assert rules.validate(etree.fromstring(data)), rules.error_log


@examples(60)
@given(alignments())
def test_any_text_is_valid_and_comes_back(alignment: Alignment) -> None:
    langs = {"source_lang": "en-US", "target_lang": "zh-CN"}
    for version in VERSIONS:
        data, summary = written(alignment, version=version, **langs)
        rules = schema(version)
        assert rules.validate(etree.fromstring(data)), rules.error_log
        expected = sorted(
            (bead.source_document, bead.source[0], n)
            for n, bead in enumerate(alignment.beads)
            if bead.source
        )
        first = alignment.sources[0].lang
        documents = alignment.documents
        texts = [
            (
                join_sentences(alignment.documents[d], alignment.beads[n].source),
                join_sentences(alignment.target, alignment.beads[n].target),
            )
            for d, _, n in expected
            if documents[d].lang == first
            and (
                not alignment.beads[n].is_null
                or any(
                    documents[d].is_aligned(documents[d].sentences[i])
                    for i in alignment.beads[n].source
                )
            )
        ]
        wanted = [pair for pair in texts if pair[0]]
        assert summary.written >= len(wanted)
        if wanted:
            units = read_xliff(data, "a.xlf").units
            assert [(unit.source, unit.target) for unit in units] == wanted
        assert summary.written + sum(summary.left_out.values()) == len(alignment.beads)


def test_gaps_are_units_without_target() -> None:
    data, summary = written(small())
    assert summary == Written("unit", 3, {"addition": 1}, without_target=2)
    root = etree.fromstring(data)
    states = [
        (s.get("state"), s.find(f"{CORE}target") is None) for s in root.iter(f"{CORE}segment")
    ]
    assert states == [("translated", False), ("initial", True), ("initial", True)]
    assert (root.get("srcLang"), root.get("trgLang")) == ("en-US", "zh-CN")


def test_what_is_unsure_in_a_paragraph_that_is_linked_as_a_whole_is_to_be_reviewed() -> None:
    texts = ("One.\nTwo.", "en"), ("一。\n二。", "zh")
    docs = tuple(document_from_text(text, lang=lang, presplit=True) for text, lang in texts)
    beads = tuple(Bead((n,), (n,), p) for n, p in enumerate((0.75, 0.85)))
    link = ParagraphLink(0, 1, (SourceParagraph(0, 0, 1, 0.9),), 0.9, uncertain=True)
    for paragraphs, doubtful in (((), [False, False]), ((link,), [True, False])):
        units = xliff_units(Alignment(docs, beads, paragraphs=paragraphs), Counter())
        assert [unit.doubtful for unit in units] == doubtful


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("comments", "why"), [("en", "Left aside"), ("zh", "未参与对照")])
def test_what_was_left_aside_is_not_to_be_translated(version: str, comments: str, why: str) -> None:
    alignment = ferry()
    data, summary = written(alignment, version=version, comments=comments)
    units = [each for each in etree.fromstring(data).iter() if each.get("translate") == "no"]
    texts = [etree.tostring(unit, encoding="unicode", method="text") for unit in units]
    asides = [
        s.text for s in alignment.sources[0].sentences if not alignment.sources[0].is_aligned(s)
    ]
    assert len(texts) == len(asides) == 2
    for text, aside in zip(texts, asides, strict=True):
        assert aside in text
        assert why in text
    gaps = sum(bead.type.endswith("-0") for bead in alignment.beads)
    assert summary.without_target == gaps - 2
    assert read_xliff(data, "a.xlf").aside == {"not_translated": 2}


@pytest.mark.parametrize(
    ("standing", "new", "old"),
    [
        ("open", ("initial", "duizhao:to-review"), ("needs-review-translation", None)),
        ("unapproved", ("translated", "duizhao:not-approved"), ("translated", "no")),
        ("translated", ("translated", None), ("translated", "yes")),
        ("reviewed", ("reviewed", None), ("signed-off", "yes")),
        ("final", ("final", None), ("final", "yes")),
    ],
)
def test_a_translation_stands_where_its_file_said(
    standing: str, new: tuple[str, str | None], old: tuple[str, str | None]
) -> None:
    alignment = small()
    beads = (replace(alignment.beads[0], standing=standing), *alignment.beads[1:])
    alignment = replace(alignment, beads=beads)
    root = etree.fromstring(written(alignment, version="2.1")[0])
    segment = next(root.iter(f"{CORE}segment"))
    assert (segment.get("state"), segment.get("subState")) == new
    data, summary = written(alignment, version="1.2")
    unit = next(each for each in etree.fromstring(data).iter() if each.get("id") == "1")
    (target,) = (each for each in unit if each.tag.endswith("target"))
    assert (target.get("state"), unit.get("approved")) == old
    assert summary.doubtful == (standing == "open")


def test_findings_are_annotations_at_their_characters() -> None:
    alignment = ferry()
    root = etree.fromstring(written(alignment)[0])
    blank = next(f for f in alignment.findings if f.category is Category.BLANK)
    assert blank.target is not None
    texts = {
        "".join(map(str, mark.itertext())): mark
        for mark in root.iter(f"{CORE}mrk")
        if mark.get(f"{ITS}locQualityIssueComment") == blank.message["en"]
    }
    assert blank.target.text in texts
    mark = texts[blank.target.text]
    assert mark.get(f"{ITS}locQualityIssueType") == "omission"
    assert 0 <= float(mark.get(f"{ITS}locQualityIssueSeverity", "-1")) <= 100
    unit = next(u for u in root.iter(f"{CORE}unit") if mark in list(u.iter()))
    segment = unit.find(f"{CORE}segment")
    assert segment is not None
    assert segment.get("subState") == "duizhao:lost-text"
    ids = [each.get("id") for each in unit.iter(f"{CORE}mrk", f"{CORE}sm")]
    assert len(ids) == len(set(ids))


def test_comments_can_be_chinese() -> None:
    alignment = ferry()
    for version in VERSIONS:
        text = written(alignment, version=version, comments="zh")[0].decode()
        assert clean_line(alignment.findings[0].message["zh"]) in text


@pytest.mark.parametrize("version", VERSIONS)
def test_translate_toolkit_reads_it(version: str) -> None:
    required_in_ci("translate-toolkit (pip install translate-toolkit)", has_module("translate"))
    name = "translate.storage.xliff2" if version == "2.1" else "translate.storage.xliff"
    storage = importlib.import_module(name)
    alignment = ferry()
    data, summary = written(alignment, version=version)
    kind = storage.Xliff2File if version == "2.1" else storage.xlifffile
    units = [unit for unit in kind.parsestring(data).units if not unit.isheader()]
    assert len(units) == summary.written
    ours = [(unit.source, unit.target) for unit in read_xliff(data, "a.xlf").units]
    tree = etree.fromstring(data)
    aside = {
        text for each in tree.iter() if each.get("translate") == "no" for text in each.itertext()
    }
    kept = [unit for unit in units if str(unit.source) not in aside]
    assert len(kept) == len(units) - 2  # two asides
    assert [(str(unit.source), str(unit.target or "")) for unit in kept] == ours


def test_several_sources_are_several_files() -> None:
    first = document_from_text("One.\nTwo.", lang="en", path="a.txt", presplit=True)
    second = document_from_text("Three.", lang="en", path="b.txt", presplit=True)
    target = document_from_text("一。\n三。", lang="zh", path="c.txt", presplit=True)
    beads = (Bead((0,), (0,)), Bead((1,), ()), Bead((0,), (1,), source_document=1))
    for version in VERSIONS:
        root = etree.fromstring(
            written(Alignment((first, second, target), beads), version=version)[0]
        )
        names = [each.get("original") for each in root if each.tag.endswith("file")]
        assert names == ["a.txt", "b.txt"]


def test_what_cannot_be_written_is_told() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown XLIFF version '2\.0'"):
        written(small(), version="2.0")
    with pytest.raises(UnknownNameError, match="language of comments"):
        written(small(), comments="de")
    with pytest.raises(OutputError, match="zh-CN"):
        written(small(), target_lang="zh_CN")


@examples(80)
@given(alignments())
def test_marks_lie_in_their_texts_and_hold_their_passage(alignment: Alignment) -> None:
    source, target = marks_of(alignment)
    for side, by_bead in enumerate((source, target)):
        for n, marks in by_bead.items():
            bead = alignment.beads[n]
            document = alignment.target if side else alignment.documents[bead.source_document]
            text = join_sentences(document, bead.target if side else bead.source)
            for mark in marks:
                assert 0 <= mark.start <= mark.end <= len(text)


def test_a_passage_is_found_in_joined_and_cleaned_text() -> None:
    text = "A  first\nsentence here. \nThe second one."
    document = document_from_text(text, lang="en", path="a.txt")
    ids = [s.id for s in document.sentences]
    joined = join_sentences(document, ids)
    for words in ("first", "sentence here.", "second", "one."):
        at = text.index(words)
        span = passage_in(document, ids, Place(0, at, at + len(words), words))
        assert span is not None
        assert joined[slice(*span)] == words


def test_marks_that_overlap_partly_are_set_apart() -> None:
    finding = Finding(
        "F001", Category.BLANK, Severity.MAJOR, 1.0, {"en": "", "zh": ""}, Place(0, 0, 1, "a")
    )
    spans = [(0, 10), (0, 4), (2, 6), (4, 5), (9, 12), (12, 12)]
    inside, across = nested(Mark(*span, finding) for span in spans)
    assert [(m.start, m.end) for m in inside] == [(0, 10), (0, 4), (4, 5), (12, 12)]
    assert [(m.start, m.end) for m in across] == [(2, 6), (9, 12)]
