"""No layer of findings can take the run down."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.commands import sample
from helpers.forms import form_bytes
from helpers.hash_encoder import HashEncoder
from helpers.sarif_rules import check_sarif

from duizhao.align.check import check_file
from duizhao.align.findings import find as findings
from duizhao.align.findings.find import find_all
from duizhao.align.findings.material import Hit, Material
from duizhao.align.findings.registry import LAYERS, Layer
from duizhao.align.judging.policy import Policy
from duizhao.align.judging.rules import Rule
from duizhao.align.pipeline import align_files
from duizhao.align.report.terminal.lines import finding_lines
from duizhao.align.results.formats import REPORT_FORMS
from duizhao.align.results.summary import Summary
from duizhao.align.results.write import write_results
from duizhao.corpora.alignment import Alignment, Bead, Category, Failure, Place
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.corpora.reading.read import document_from_text

DOCUMENTS = (
    document_from_text("One. Two. Three.", lang="en", path="a.txt"),
    document_from_text("一。二。", lang="zh", path="b.txt"),
)
BEADS = (Bead((0,), (0,)), Bead((1,), (1,)), Bead((2,), ()))
GOOD = Hit(Rule.ELSEWHERE, 0.9, {"en": "a", "zh": "b"}, Place(0, 0, 4, "One."))


def found(**layers: Layer) -> findings.Found:
    return find_all(
        DOCUMENTS, BEADS, HashEncoder(), Policy.FULL, layers={**layers, "fine": lambda _: [GOOD]}
    )


def breaks_at_once(_: Material) -> list[Hit]:
    message = "a table\nthat is\tnot there"
    raise KeyError(message)


def breaks_midway(_: Material) -> Iterator[Hit]:
    yield replace(GOOD, source=Place(0, 5, 9, "Two."))
    raise ValueError


def runs_out(_: Material) -> list[Hit]:
    raise MemoryError


def goes_too_deep(material: Material) -> list[Hit]:
    return goes_too_deep(material)


@pytest.mark.parametrize(
    ("layer", "reason"),
    [
        (breaks_at_once, "KeyError: 'a table"),
        (breaks_midway, "ValueError"),
        (runs_out, "MemoryError"),
        (goes_too_deep, "RecursionError: maximum recursion"),
    ],
)
def test_what_the_other_layers_found_stands(
    layer: Layer, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    result = found(broken=layer)
    (failure,) = result.failures
    assert failure.layer == "broken"
    assert failure.reason.startswith(reason)
    assert "\n" not in failure.reason
    assert [f.source for f in result.findings] == [GOOD.source]
    warnings = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert "'broken' failed" in warnings[0]


def test_a_reason_is_not_a_book() -> None:
    def talks(_: Material) -> list[Hit]:
        raise ValueError("long words " * 10_000)

    (failure,) = found(talks=talks).failures
    assert len(failure.reason) < 250


@pytest.mark.parametrize("signal", [KeyboardInterrupt, SystemExit])
def test_who_wants_to_stop_stops(signal: type[BaseException]) -> None:
    def stops(_: Material) -> list[Hit]:
        raise signal

    with pytest.raises(signal):
        found(stops=stops)


@pytest.mark.parametrize(
    "change",
    [
        {"source": None},
        {"source": Place(0, 5, 99, "")},
        {"source": Place(2, 0, 1, "")},
        {"source": Place(-1, 0, 1, "")},
        {"source": Place(0, 5, 4, "")},
        {"confidence": 1.5},
        {"confidence": float("nan")},
        {"message": {"en": "a"}},
        {"evidence": {"score": float("inf")}},
        {"evidence": {"score": 1j}},
        {"evidence": {"scores": [{"x": {1}}]}},
    ],
    ids=str,
)
def test_a_finding_that_no_report_can_show_is_a_failure_of_its_layer(
    change: dict[str, Any],
) -> None:
    result = found(odd=lambda _: [GOOD, replace(GOOD, **change)])
    assert [failure.layer for failure in result.failures] == ["odd"]
    assert len(result.findings) == 1


@pytest.fixture
def one_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "LAYERS", {**LAYERS, "gaps": breaks_midway})


@pytest.fixture
def failed(one_breaks: None, tmp_path: Path) -> Alignment:
    return align_files(*sample(tmp_path), encoder=HashEncoder())


FAILURE = Failure("gaps", "ValueError")


def test_a_run_is_whole_but_for_that_layer(failed: Alignment, tmp_path: Path) -> None:
    assert failed.failures == (FAILURE,)
    assert failed.findings
    assert not [f for f in failed.findings if f.category is Category.BLANK]
    outputs = write_results(failed, tmp_path / "out")
    assert len(outputs) == 4
    assert read_alignment(*outputs["json"].files).failures == (FAILURE,)
    summary = Summary(failed, outputs)
    assert summary.as_json()["failures"] == [{"layer": "gaps", "reason": "ValueError"}]
    assert "failed   gaps: ValueError" in summary.as_text()


def test_a_check_is_whole_but_for_that_layer(one_breaks: None, tmp_path: Path) -> None:
    file = tmp_path / "units.tsv"
    file.write_text("en\tzh\nOne thing.\t一件事。\nAnother.\t\n", encoding="utf-8")
    alignment = check_file(file, HashEncoder())
    assert alignment.failures == (FAILURE,)
    assert [f.category for f in alignment.findings] == [Category.OMISSION]


@pytest.mark.parametrize(("ui", "words"), [("en", "could not finish"), ("zh", "未能完成")])
def test_every_form_says_it(failed: Alignment, ui: str, words: str) -> None:
    for name in REPORT_FORMS:
        data = form_bytes(failed, name, ui)
        if name in {"txt", "md", "html"}:
            said = data.decode()
        elif name == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(data))
            said = "\n".join(str(c.value) for row in book.worksheets[2].rows for c in row)
        elif name == "docx":
            said = paragraphs(data)
        elif name == "jsonl":
            first, *others = map(json.loads, data.decode().splitlines())
            assert first == {"failure": {"layer": "gaps", "reason": "ValueError"}}
            assert len(others) == len(failed.findings)
            continue
        else:
            log = json.loads(data)
            check_sarif(log)
            (invocation,) = log["runs"][0]["invocations"]
            assert invocation["executionSuccessful"] is False
            (note,) = invocation["toolExecutionNotifications"]
            assert note["message"]["text"] == "gaps: ValueError"
            continue
        assert words in said, name
        assert "gaps" in said
        assert "ValueError" in said
    lines = ["".join(chunk.text for chunk in line) for line in finding_lines(failed, 200, ui=ui)]
    assert any(words in line and "ValueError" in line for line in lines)


def paragraphs(data: bytes) -> str:
    import docx

    return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)


def test_without_a_failure_nothing_is_said(tmp_path: Path) -> None:
    alignment = align_files(*sample(tmp_path), encoder=HashEncoder())
    assert alignment.failures == ()
    for name in ("txt", "jsonl", "sarif"):
        data = form_bytes(alignment, name)
        assert b'{"failure' not in data
        assert b"toolExecution" not in data
        assert "未能完成" not in data.decode()
