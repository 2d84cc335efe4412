from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from helpers.build import Given, built
from helpers.examples import examples
from helpers.strategies import alignments
from hypothesis import given

from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.document import Locator
from duizhao.corpora.exchange.bead_text import join_sentences
from duizhao.corpora.exchange.table import BEAD_COLUMNS, bead_rows, read_tsv, write_tsv
from duizhao.errors import FormatError


def written(alignment: Alignment) -> str:
    stream = io.BytesIO()
    write_tsv(alignment, stream)
    assert not stream.closed
    return stream.getvalue().decode("utf-8")


def test_a_small_table() -> None:
    english, chinese = (
        built(
            "a.txt",
            lang,
            [Given((text,), place=Locator(page=n)) for n, text in enumerate(texts, 1)],
        )
        for lang, texts in (("en", ['One\n"two".', " Three."]), ("zh", ["一二。", "四。"]))
    )
    place = Place(1, 1, 1, "")
    findings = (
        Finding("F001", Category.BLANK, Severity.MINOR, 1, {"en": "", "zh": ""}, None, place),
        Finding(
            "F002",
            Category.NUMBER,
            Severity.MINOR,
            1,
            {"en": "", "zh": ""},
            Place(0, 11, 16, "Three"),
            Place(1, 1, 4, "二。四"),
        ),
    )
    beads = (Bead((0,), (0,), 0.5, 0.25), Bead((), (1,), 1.0, 0.0), Bead((1,), (), moved=True))
    table = written(Alignment((english, chinese), beads, findings))
    assert table == (
        "type\tprobability\tsimilarity\tmoved\tsource_document\tsource_ids\ttarget_ids\tsource"
        "\ttarget\tsource_place\ttarget_place\tfindings\n"
        '1-1\t0.5000\t0.2500\tfalse\t0\t0\t0\t"One ""two""."\t一二。\tpage 1\tpage 1\tF001 F002\n'
        "0-1\t1.0000\t0.0000\tfalse\t0\t\t1\t\t四。\t\tpage 2\tF002\n"
        "1-0\t1.0000\t0.0000\ttrue\t0\t1\t\tThree.\t\tpage 2\t\tF002\n"
    )


@given(alignments())
@examples(60)
def test_each_bead_is_one_line_that_reads_back(alignment: Alignment) -> None:
    table = written(alignment)
    assert table.count("\n") == len(table.splitlines()) == 1 + len(alignment.beads)
    rows = list(csv.DictReader(io.StringIO(table, newline=""), delimiter="\t"))
    for row, bead in zip(rows, alignment.beads, strict=True):
        assert set(row) == set(BEAD_COLUMNS)
        assert row["type"] == bead.type
        assert [int(i) for i in row["source_ids"].split()] == list(bead.source)
        assert [int(i) for i in row["target_ids"].split()] == list(bead.target)
        source = alignment.documents[bead.source_document]
        assert row["source"] == join_sentences(source, bead.source)
        assert row["target"] == join_sentences(alignment.target, bead.target)
    named = {name for row in rows for name in row["findings"].split()}
    assert named <= {finding.id for finding in alignment.findings}


@given(alignments())
@examples(60)
def test_a_table_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, alignment: Alignment
) -> None:
    path = tmp_path_factory.getbasetemp() / "aligned.tsv"
    with path.open("wb") as stream:
        write_tsv(alignment, stream)
    rows = list(bead_rows(alignment))
    for row in rows:
        for name in ("probability", "similarity"):
            row[name] = pytest.approx(row[name], abs=5e-5)
    assert list(read_tsv(path)) == rows


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (("type\t", "kind\t"), 1),
        (("0.5000", "a half"), 2),
        (("\tZwei.", ""), 2),
    ],
)
def test_a_table_that_somebody_changed_is_told(
    tmp_path: Path, changed: tuple[str, str], line: int
) -> None:
    german, chinese = (
        built(f"{lang}.txt", lang, [Given((text,))])
        for lang, text in (("de", "Zwei."), ("zh", "二。"))
    )
    text = written(Alignment((german, chinese), (Bead((0,), (0,), 0.5, 0.25),)))
    path = tmp_path / "aligned.tsv"
    assert changed[0] in text
    path.write_text(text.replace(*changed), encoding="utf-8")
    with pytest.raises(FormatError, match="remove it") as error:
        list(read_tsv(path))
    assert re.search(rf"\b{line}\b", str(error.value))
