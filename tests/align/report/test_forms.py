"""The forms of the report on texts that would act, break a file, or pass for something else."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pytest
from helpers.build import laid_out
from helpers.examples import examples
from helpers.ferry import ferry, long
from helpers.forms import form_bytes
from helpers.hostile import HOSTILE, acting, hostile
from helpers.sarif_rules import check_sarif
from helpers.strategies import alignments
from hypothesis import given
from lxml import etree
from markdown_it import MarkdownIt

from duizhao.align.report.characters import one_line, plain, visible
from duizhao.align.report.content import build_content
from duizhao.align.report.markdown import escape_markdown
from duizhao.align.report.messages import Messages
from duizhao.align.report.sarif import LEVELS, file_uri
from duizhao.align.report.xlsx import LONGEST_CELL, fit_cell
from duizhao.align.results.formats import REPORT_FORMS
from duizhao.corpora.alignment import (
    DECISIONS,
    Alignment,
    Bead,
    Category,
    Severity,
)
from duizhao.corpora.document import Kind
from duizhao.errors import UnknownNameError


def made(alignment: Alignment, name: str, ui: str | None = None) -> bytes:
    """Return the report in a form; the same alignment gives the same bytes."""
    data = form_bytes(alignment, name, ui)
    assert data == form_bytes(alignment, name, ui)
    return data


def check_workbook(data: bytes, alignment: Alignment) -> None:
    """Check that a workbook is whole and that none of its cells acts."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        for name in sheets_of(archive):
            tree = etree.fromstring(archive.read(name))
            assert not list(tree.iter("{*}f", "{*}hyperlinks", "{*}hyperlink"))
    book = openpyxl.load_workbook(BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n", "inlineStr"}, cell
                assert cell.hyperlink is None
                assert cell.data_type != "n" or not isinstance(cell.value, str)
    assert book.worksheets[0].max_row == max(1, len(alignment.findings)) + (
        1 if alignment.findings else 0
    )
    assert book.worksheets[1].max_row == len(alignment.beads) + 1


def sheets_of(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]


def check_word(data: bytes, alignment: Alignment) -> None:
    """Check that a Word file is whole, with a comment for each finding."""
    found = docx.Document(BytesIO(data))
    assert len(found.tables[0].rows) == len(alignment.beads) + 1
    ids = sorted(comment.text.split()[0] for comment in found.comments)
    assert ids == sorted(finding.id for finding in alignment.findings)
    marks = found.element.body.xpath(".//w:commentReference/@w:id")
    assert sorted(marks) == sorted(str(c.comment_id) for c in found.comments)
    assert not found.element.body.xpath(".//w:fldSimple | .//w:instrText | .//w:hyperlink")


def check_markdown(data: bytes, alignment: Alignment) -> None:
    """Check that Markdown shows a table of the findings and nothing that acts."""
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(data.decode())
    inside = {child.type for token in tokens for child in token.children or ()}
    assert inside <= {"text", "text_special", "strong_open", "strong_close"}
    count = len(alignment.findings)
    assert sum(token.type == "tr_open" for token in tokens) == (count + 1 if count else 0)
    assert sum(token.type == "td_open" for token in tokens) == 7 * count
    assert not {"html_block", "code_block", "fence", "blockquote_open"} & {t.type for t in tokens}


def check_lines(data: bytes, alignment: Alignment) -> None:
    """Check that JSON Lines hold what the alignment does."""
    text = data.decode()
    lines = text.splitlines()
    assert len(lines) == len(alignment.findings)
    assert all(re.search("[\ud800-\udfff]", str(json.loads(line))) is None for line in lines)
    found = [json.loads(line) for line in lines]
    assert {line["id"] for line in found} == {f.id for f in alignment.findings}


def check_text(data: bytes, alignment: Alignment) -> None:
    """Check that text has no character that acts, and a line for each finding."""
    text = data.decode()
    assert not acting(text.replace("\n", ""))
    starts = [line.split(" ")[0] for line in text.split("\n")]
    assert all(starts.count(finding.id) >= 1 for finding in alignment.findings)


def check_log(data: bytes, alignment: Alignment) -> None:
    """Check that a SARIF log follows the standard."""
    log = json.loads(data.decode())
    check_sarif(log)
    ids = {result["properties"]["id"] for result in log["runs"][0]["results"]}
    assert ids == {finding.id for finding in alignment.findings}


CHECKS = {
    "xlsx": check_workbook,
    "docx": check_word,
    "md": check_markdown,
    "txt": check_text,
    "jsonl": check_lines,
    "sarif": check_log,
}


def test_every_form_but_the_page_is_checked_here() -> None:
    assert set(CHECKS) == set(REPORT_FORMS) - {"html"}


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("ui", ["en", "zh"])
def test_hostile_texts_are_harmless(name: str, ui: str) -> None:
    CHECKS[name](made(hostile(), name, ui), hostile())


@pytest.mark.parametrize("name", CHECKS)
def test_a_finding_of_every_category_is_told(name: str) -> None:
    CHECKS[name](made(ferry(), name), ferry())


@pytest.mark.parametrize("name", CHECKS)
def test_a_long_alignment_is_written(name: str) -> None:
    CHECKS[name](made(long(400), name), long(400))


@given(alignment=alignments())
@examples(30)
@pytest.mark.parametrize("name", CHECKS)
def test_any_alignment_is_written(name: str, alignment: Alignment) -> None:
    CHECKS[name](made(alignment, name), alignment)


def test_cells_hold_the_texts_as_they_are() -> None:
    book = openpyxl.load_workbook(BytesIO(made(hostile(), "xlsx", "en")))
    shown = [book.worksheets[1].cell(n + 2, 3).value for n in range(len(HOSTILE))]
    for text, cell in zip(HOSTILE, shown, strict=True):
        # The sentence has its lines joined; what is left of a line end is a cell's.
        assert cell == plain(text.replace("\n", " ")).replace("\r", "\n")


def test_word_s_cells_hold_the_texts_on_one_line() -> None:
    found = docx.Document(BytesIO(made(hostile(), "docx", "en")))
    for text, tr in zip(HOSTILE, found.tables[0]._tbl.tr_lst[1:], strict=True):
        expected = one_line(plain(text.replace("\n", " ")))
        assert tr.tc_lst[1].xpath("string(./w:p)") == expected


def test_a_text_longer_than_a_cell_is_cut_with_a_mark() -> None:
    for text in ("x" * 40_000, "海" * 40_000, "\U00020000" * 20_000, "x" + "\U00020000" * 20_000):
        cut = fit_cell(text)
        units = len(cut.encode("utf-16-le")) // 2
        assert LONGEST_CELL - 1 <= units <= LONGEST_CELL
        assert cut.endswith(" […]")
        assert text.startswith(cut.removesuffix(" […]"))
    for text in ("x" * LONGEST_CELL, "\U00020000" * (LONGEST_CELL // 2)):
        assert fit_cell(text) == text
    docs = (laid_out("a", "en", [("text", "x" * 40_000, Kind.TEXT)]), laid_out("b", "zh", []))
    book = openpyxl.load_workbook(BytesIO(made(Alignment(docs, (Bead((0,), ()),)), "xlsx", "en")))
    assert len(str(book.worksheets[1]["C2"].value)) == LONGEST_CELL


def test_markdown_shows_texts_as_they_are() -> None:
    for text in HOSTILE:
        tokens = MarkdownIt("gfm-like", {"linkify": False}).parseInline(
            f"a {escape_markdown(text)}"
        )
        children = tokens[0].children or []
        shown = "".join(child.content for child in children)
        assert shown.replace("\u2060", "") == f"a {visible(text).strip()}"
    called = escape_markdown("@someone #12 gh-3 a@x.example")
    assert not re.search(r"[@#]\w|gh-\d", called)


@pytest.mark.parametrize("ui", ["en", "zh"])
def test_how_many_sentences_were_compared_is_told_where_it_was_not_all(ui: str) -> None:
    alignment = ferry()
    content = build_content(alignment, ui)
    some, whole = (re.findall(r"\d+", content.document(paper)) for paper in content.view.papers)
    source, target = (
        [len(each) for each in (doc.sentences, tuple(doc.aligned_sentences()))]
        for doc in alignment.documents
    )
    assert list(map(int, some[:-1])) == source
    assert list(map(int, whole[:-1])) == target[:1] == target[1:]


def test_dismissed_findings_are_told_apart() -> None:
    alignment = ferry()
    first = replace(alignment.findings[0], decision="dismissed", comment="quoted on purpose")
    decided = replace(alignment, findings=(first, *alignment.findings[1:]))
    assert build_content(alignment, "en").counts() == "4 critical, 3 major, 3 minor, 1 info"
    counts = build_content(decided, "en").counts()
    assert counts == "3 critical, 3 major, 3 minor, 1 info, 1 dismissed"
    results = json.loads(made(decided, "sarif"))["runs"][0]["results"]
    suppressed = [r["properties"]["id"] for r in results if "suppressions" in r]
    assert suppressed == ["F001"]
    for name in ("txt", "md"):
        text = made(decided, name, "en").decode()
        assert text.count("dismissed") == 2
        assert text.count("quoted on purpose") == 1
    sheet = openpyxl.load_workbook(BytesIO(made(decided, "xlsx", "en"))).worksheets[0]
    assert (sheet["K2"].value, sheet["L2"].value) == ("dismissed", "quoted on purpose")
    line = json.loads(made(decided, "jsonl").decode().splitlines()[0])
    assert (line["decision"], line["comment"]) == ("dismissed", "quoted on purpose")


def test_every_category_and_severity_has_its_words_and_ids() -> None:
    for ui in ("en", "zh"):
        words = Messages(ui)
        assert all(words(f"category.{category.value}") for category in Category)
        assert all(words(f"severity.{severity.value}") for severity in Severity)
        assert all(words(f"decision.{decision}") for decision in DECISIONS if decision)
        assert all(words(f"policy.{policy}") for policy in ("full", "digest"))
    assert set(LEVELS) == set(Severity)
    assert {c for c in Category if c.mqm is None} == {Category.MOVED}


def test_paths_become_uris() -> None:
    for path, uri in (
        ("a/b c.txt", "a/b%20c.txt"),
        ("articles\\ferry.zh.txt", "articles/ferry.zh.txt"),
        ("C:\\texts\\a.txt", "file:///C:/texts/a.txt"),
        ("/x/y&z<.md", "file:///x/y%26z%3C.md"),
        ("\udcff.txt", "%FF.txt"),
        ("a:b", "a%3Ab"),
        ("", ""),
    ):
        assert file_uri(path) == uri


def test_names_that_are_not_there_are_told() -> None:
    with pytest.raises(UnknownNameError, match="unknown format 'pdf'"):
        form_bytes(ferry(), "pdf")
    with pytest.raises(UnknownNameError, match="unknown interface language 'fr'"):
        made(ferry(), "txt", "fr")
