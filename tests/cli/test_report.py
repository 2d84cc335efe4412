"""The command ``duizhao report``, as a user runs it, on the sample aligned once."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from helpers.commands import refused, run, run_process, written
from helpers.sarif_rules import check_sarif
from markdown_it import MarkdownIt

from duizhao.align.report.html.page import render_report
from duizhao.align.report.messages import LANGUAGES
from duizhao.align.results.formats import REPORT_FORMS
from duizhao.cli.shared_options import choices as names
from duizhao.corpora.alignment import Alignment, Category
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.corpora.exchange.bead_text import join_sentences

pytestmark = pytest.mark.wheel


def reported(aligned: Path, name: str, path: Path, *options: object) -> bytes:
    """Run the command, and return what it wrote."""
    result = run("report", aligned, "--format", name, "-o", path, *options)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    found = len(json.loads(aligned.read_text(encoding="utf-8"))["findings"])
    assert result.stdout == f"{path}  ({found} findings)\n"
    return path.read_bytes()


def test_the_names_on_the_command_line_are_the_library_s_own() -> None:
    assert tuple(REPORT_FORMS) == names.REPORT_FORMS
    assert set(LANGUAGES) == set(names.INTERFACES)


def test_the_page_is_the_one_that_align_writes(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    assert reported(aligned, "html", tmp_path / "a.html").decode() == render_report(alignment)
    chinese = reported(aligned, "html", tmp_path / "b.html", "--ui", "zh").decode()
    assert chinese == render_report(alignment, ui="zh")


@pytest.mark.parametrize(
    ("ui", "sheets", "worst"),
    [
        ("en", ["Findings", "Side by side", "Summary"], "critical"),
        ("zh", ["问题", "对照", "概要"], "严重"),
    ],
)
def test_a_workbook_holds_findings_both_texts_and_the_summary(
    aligned: Path, alignment: Alignment, tmp_path: Path, ui: str, sheets: list[str], worst: str
) -> None:
    book = openpyxl.load_workbook(
        BytesIO(reported(aligned, "xlsx", tmp_path / "a.xlsx", "--ui", ui))
    )
    assert book.sheetnames == sheets
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref is not None
        assert all(sheet.column_dimensions[c].width >= 7 for c in "ABCDE")
        assert sheet["A2"].alignment.wrap_text
    findings, table, summary = book.worksheets
    ids = [str(row[0].value) for row in findings.iter_rows(min_row=2)]
    assert sorted(ids) == [finding.id for finding in alignment.findings]
    assert findings["B2"].value == worst
    assert findings["B2"].fill.fgColor.rgb != findings.cell(len(ids) + 1, 2).fill.fgColor.rgb
    by_id = {finding.id: finding for finding in alignment.findings}
    # The worst come first, and of one severity those of the first rows.
    order = [
        (by_id[str(row[0].value)].severity.rank, int(str(row[3].value)))
        for row in findings.iter_rows(min_row=2)
    ]
    assert order == sorted(order)
    for row in findings.iter_rows(min_row=2):
        assert row[4].value == by_id[str(row[0].value)].message[ui]
        shown = table.cell(int(str(row[3].value)) + 1, 5).value
        assert str(row[0].value) in str(shown)
    for n, bead in enumerate(alignment.beads, 2):
        assert table.cell(n, 1).value == n - 1
        for column, document, ids_ in ((3, 0, bead.source), (4, 1, bead.target)):
            if ids_:
                text = join_sentences(alignment.documents[document], ids_)
                assert table.cell(n, column).value == text
    assert summary["B2"].value == "article.en.txt"
    assert summary["F2"].value == pytest.approx(alignment.coverage(0))


def test_a_word_table_has_its_findings_as_comments_at_the_target(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    data = reported(aligned, "docx", tmp_path / "a.docx", "--ui", "en")
    document = docx.Document(BytesIO(data))
    (table,) = document.tables
    assert len(table.rows) == len(alignment.beads) + 1
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    fonts = document.styles["Normal"].element.xpath("./w:rPr/w:rFonts")[0]
    assert all("Theme" not in key for key in fonts.attrib)
    assert {value for key, value in fonts.attrib.items() if key.endswith("eastAsia")} == {
        "Microsoft YaHei"
    }
    widths = [[cell.width for cell in row.cells] for row in table.rows[:3]]
    assert widths[0] == widths[1] == widths[2] == [column.width for column in table.columns]
    comments = {str(c.comment_id): c.text for c in document.comments}
    found = {}
    for n, tr in enumerate(table._tbl.tr_lst):
        cells = tr.tc_lst
        for mark in cells[2].xpath(".//w:commentRangeStart/@w:id"):
            found[comments[mark].split()[0]] = (n, comments[mark])
        assert not any(cells[i].xpath(".//w:commentRangeStart") for i in (0, 1, 3))
    assert set(found) == {finding.id for finding in alignment.findings}
    for finding in alignment.findings:
        row, said = found[finding.id]
        assert finding.message["en"] in said
        bead = alignment.beads[row - 1]
        if finding.category is Category.OMISSION:
            assert bead.source
        if finding.category is Category.BLANK and finding.target is not None:
            texts = [alignment.target.sentences[i] for i in bead.target]
            assert any(s.start <= finding.target.start <= s.end for s in texts)
    for n, bead in enumerate(alignment.beads, 1):
        if bead.target:
            shown = table._tbl.tr_lst[n].tc_lst[2].xpath("string(.)")
            assert join_sentences(alignment.target, bead.target) in shown


def test_markdown_has_a_row_for_each_finding(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    text = reported(aligned, "md", tmp_path / "a.md").decode()
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    inline = [token.content for token in tokens if token.type == "inline"]
    ids = [content for content in inline if content in {f.id for f in alignment.findings}]
    assert len(ids) == len(alignment.findings)
    assert sum(token.type == "tr_open" for token in tokens) == len(ids) + 1
    assert inline[0].startswith("缺漏报告")


def test_plain_text_tells_each_finding(aligned: Path, alignment: Alignment, tmp_path: Path) -> None:
    for ui in ("en", "zh"):
        text = reported(aligned, "txt", tmp_path / f"{ui}.txt", "--ui", ui).decode()
        for finding in alignment.findings:
            assert text.count(f"\n{finding.id} ") == 1
            assert finding.message[ui] in text


def test_json_lines_have_a_finding_each(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    lines = reported(aligned, "jsonl", tmp_path / "a.jsonl").decode().splitlines()
    found = {line["id"]: line for line in map(json.loads, lines)}
    assert len(found) == len(lines) == len(alignment.findings)
    for finding in alignment.findings:
        line = found[finding.id]
        assert line["category"] == finding.category.value
        assert line["message"] == finding.message
        for side, place in (("source", finding.source), ("target", finding.target)):
            if place is None:
                assert line[side] is None
                continue
            document = alignment.documents[place.document]
            assert line[side]["path"] == document.path
            assert (line[side]["start"], line[side]["end"]) == (place.start, place.end)
            assert line[side]["sentences"]
            for sentence in line[side]["sentences"]:
                assert document.sentences[sentence["id"]].text == sentence["text"]


def test_sarif_names_the_passage_and_its_line(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    log = json.loads(reported(aligned, "sarif", tmp_path / "a.sarif", "--ui", "en"))
    check_sarif(log)
    results = {r["properties"]["id"]: r for r in log["runs"][0]["results"]}
    assert set(results) == {finding.id for finding in alignment.findings}
    lines = Path(alignment.target.path).read_text(encoding="utf-8").split("\n")
    for finding in alignment.findings:
        result = results[finding.id]
        assert result["message"]["text"] == finding.message["en"]
        place = finding.target or finding.source
        assert place is not None
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["charOffset"] == place.start
        assert region["charLength"] == place.end - place.start
        if finding.target and finding.target.text:
            assert finding.target.text in lines[region["startLine"] - 1]


@pytest.mark.parametrize("name", [name for name, form in REPORT_FORMS.items() if form.is_text])
def test_text_goes_to_standard_output(aligned: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    data = reported(aligned, name, path)
    result = run_process("report", aligned, "--format", name, "-o", "-")
    assert (result.returncode, result.stdout, result.stderr) == (0, data, b"")


def test_the_summary_as_json(aligned: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    result = run("report", aligned, "--format", "md", "-o", path, "--json")
    found = len(read_alignment(aligned).findings)
    assert json.loads(result.stdout) == {"format": "md", "findings": found, "files": [str(path)]}
    assert run("report", aligned, "--format", "md", "-o", path, "--quiet").stdout == ""


def test_what_cannot_be_done_is_told_and_leaves_nothing(aligned: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.md"
    old.write_bytes(b"old")
    for arguments, words in (
        ((aligned, "--format", "xlsx", "-o", "-"), "xlsx is no text for standard output"),
        ((aligned, "--format", "docx", "-o", "-"), "docx is no text for standard output"),
        ((aligned, "--format", "jsonl", "--ui", "zh", "-o", old), "--ui has no meaning for jsonl"),
        ((tmp_path / "none.json", "--format", "md", "-o", old), "cannot read"),
        ((aligned, "--format", "md", "-o", tmp_path), "it is not a file"),
        ((aligned, "--format", "md", "-o", aligned), "it is one of the inputs"),
        (
            (aligned, "--format", "md", "-o", aligned.parent.parent / "digest.zh.txt"),
            "it is one of the inputs",
        ),
    ):
        refused(run("report", *arguments), words)
    assert written(tmp_path) == {"old.md"}
    assert old.read_bytes() == b"old"


@pytest.mark.parametrize(("name", "module"), [("xlsx", "xlsxwriter"), ("docx", "docx")])
def test_without_its_package_a_form_says_how_to_get_it(
    aligned: Path, tmp_path: Path, name: str, module: str
) -> None:
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        f"sys.modules[{module + '.workbook'!r}] = None\n"
        "from duizhao.__main__ import run; run()"
    )
    path = tmp_path / "a"
    command = [
        sys.executable,
        "-c",
        code,
        "report",
        str(aligned),
        "--format",
        name,
        "-o",
        str(path),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "pip install 'duizhao[office]'" in result.stderr
    assert written(tmp_path) == set()
