"""``import duizhao``: what it offers, how little it loads, and what an alignment says of itself."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import typing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import SAMPLE
from helpers.hash_encoder import HashEncoder
from helpers.strategies import alignments
from hypothesis import given

import duizhao
from duizhao import errors
from duizhao.corpora.alignment import Category, Place, Severity
from duizhao.corpora.exchange.frames import FINDING_COLUMNS, PARAGRAPH_COLUMNS
from duizhao.corpora.exchange.table import BEAD_COLUMNS
from duizhao.corpora.paragraph_links import ParagraphLink, SourceParagraph

FUNCTIONS = [
    "align_documents",
    "align_files",
    "align_texts",
    "check_file",
    "convert_memory",
    "fit_own_weights",
    "load_encoder",
    "read_alignment",
    "read_document",
    "write_report",
    "write_results",
]
TYPES = [
    "Alignment",
    "Bead",
    "Decisions",
    "Document",
    "Finding",
    "Glossary",
    "Sentence",
    "Settings",
]
# What the functions are told with.
PARAMETERS = ["Encoder", "Limits", "ReadOptions"]

ENGLISH = "A cat sat here. It did <b>not</b> rain at all that day. The dog barked at the cat."
CHINESE = "一只猫坐在这里。狗对着猫叫。"


def test_all_that_is_offered_is_named() -> None:
    named = {*FUNCTIONS, *TYPES, *PARAMETERS, *errors.__all__, "__version__"}
    assert set(duizhao.__all__) == named
    assert duizhao.__all__ == sorted(duizhao.__all__)
    assert set(duizhao.__all__) <= set(dir(duizhao))


@pytest.mark.parametrize("name", duizhao.__all__)
def test_each_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(duizhao, name)
    assert value is getattr(duizhao, name)
    if name == "__version__":
        assert value == "0.1.0"
        return
    assert inspect.getdoc(value)
    hints = typing.get_type_hints(value)
    if inspect.isfunction(value):
        parameters = inspect.signature(value).parameters
        assert set(hints) == {*parameters, "return"}
        for parameter in parameters:
            assert f":param {parameter}:" in str(value.__doc__), parameter
    elif not issubclass(value, Exception):
        public = {key for key in vars(value) if not key.startswith("_")}
        assert all(inspect.getdoc(getattr(value, key)) for key in public - set(hints))


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(AttributeError, match="'duizhao' has no attribute 'align_pairs'"):
        _ = duizhao.align_pairs  # type: ignore[attr-defined]


def test_nothing_is_loaded_before_it_is_used() -> None:
    code = (
        "import sys; before = set(sys.modules); import duizhao; dir(duizhao)\n"
        "new = set(sys.modules) - before\n"
        "print(*sorted(name for name in new if name.startswith('duizhao')))\n"
        "duizhao.InputError; duizhao.Sentence\n"
        "print('numpy' in sys.modules, 'click' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["duizhao duizhao.version", "False False"]


@pytest.fixture
def alignment() -> duizhao.Alignment:
    texts = ENGLISH, CHINESE
    return duizhao.align_texts(*texts, HashEncoder(), source_lang="en", policy="full")


def test_texts_are_aligned_and_languages_found() -> None:
    alignment = duizhao.align_texts("One cat.", "一只猫。", HashEncoder())
    assert [d.lang for d in alignment.documents] == ["en", "zh"]
    with pytest.raises(duizhao.InputError, match="<target> holds no text"):
        duizhao.align_texts("One.", " ", HashEncoder())
    with pytest.raises(duizhao.UnknownNameError, match="unknown policy 'strict'; known: full, dig"):
        duizhao.align_texts("One.", "一。", HashEncoder(), policy="strict")
    with pytest.raises(duizhao.AlignmentError, match="no source"):
        duizhao.align_documents([], alignment.target, HashEncoder())


def test_an_alignment_says_in_a_line_what_it_is(alignment: duizhao.Alignment) -> None:
    assert repr(alignment).startswith("<Alignment en-zh: 3 + 2 sentences, ")
    assert repr(alignment).endswith("%>")
    assert f"{len(alignment.beads)} beads, findings: " in repr(alignment)
    assert "findings: none" in repr(replace(alignment, findings=()))
    dismissed = tuple(replace(f, decision="dismissed") for f in alignment.findings)
    assert "findings: none" in repr(replace(alignment, findings=dismissed))
    assert repr(alignment).isascii()


def finding(number: int, text: str) -> duizhao.Finding:
    place = Place(1, 0, 1, text)
    message = {"en": text, "zh": text}
    name = f"F{number:03}"
    return duizhao.Finding(name, Category.MOVED, Severity.INFO, 0.5, message, target=place)


def test_a_notebook_shows_findings_and_no_markup_of_a_text(alignment: duizhao.Alignment) -> None:
    hostile = "<script>alert('1')</script>&\u202e\x00\ud800" + "x" * 500
    findings = tuple(finding(n, hostile) for n in range(1, 13))
    shown = replace(alignment, findings=findings)._repr_html_()
    assert "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;\ufffd\ufffd\ufffd" in shown
    assert not {"\u202e", "\x00", "\ud800"} & set(shown)
    assert "<script" not in shown
    assert shown.count("<tr>") == 11
    assert "… and 2 more" in shown
    assert len(shown) < 20_000
    assert "<table" not in replace(alignment, findings=())._repr_html_()


@given(alignments())
@examples(30)
def test_whatever_was_found_can_be_shown(alignment: duizhao.Alignment) -> None:
    shown = alignment._repr_html_()
    assert shown.count("<tr>") == shown.count("</tr>")
    shown.encode("utf-8")


def test_an_alignment_is_saved_and_loaded(alignment: duizhao.Alignment, tmp_path: Path) -> None:
    path = tmp_path / "new" / "alignment.json"
    alignment.save(str(path))
    again = duizhao.Alignment.load(str(path))
    assert again == duizhao.read_alignment(path)
    assert again.beads == tuple(
        replace(b, probability=round(b.probability, 4), similarity=round(b.similarity, 4))
        for b in alignment.beads
    )
    again.save(path)
    assert duizhao.Alignment.load(path) == again
    kept = path.read_bytes()
    documents = replace(again.sources[0], path=str(path)), again.target
    with pytest.raises(duizhao.OutputError, match="one of the inputs"):
        replace(again, documents=documents).save(path)
    assert path.read_bytes() == kept


def test_the_report_takes_the_form_that_its_file_is_named_after(
    alignment: duizhao.Alignment, tmp_path: Path
) -> None:
    written = duizhao.write_report(alignment, tmp_path / "gaps.TXT", ui="en")
    assert (written.files, written.written) == ((tmp_path / "gaps.TXT",), len(alignment.findings))
    duizhao.write_report(alignment, str(tmp_path / "gaps"), "txt", ui="en")
    assert (tmp_path / "gaps").read_bytes() == (tmp_path / "gaps.TXT").read_bytes()
    for name in ("gaps.pdf", "gaps"):
        with pytest.raises(duizhao.UnknownNameError, match="known: html, xlsx, docx, md, txt"):
            duizhao.write_report(alignment, tmp_path / "other" / name)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("what", ["findings", "beads"])
@pytest.mark.parametrize("empty", [False, True])
def test_data_frames_have_a_row_each(alignment: duizhao.Alignment, what: str, empty: bool) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    findings = () if empty else (finding(1, "half \ud800"), *alignment.findings)
    alignment = replace(alignment, findings=findings)
    count = len(alignment.findings if what == "findings" else alignment.beads)
    columns = list(FINDING_COLUMNS if what == "findings" else BEAD_COLUMNS)
    one, other = alignment.to_pandas(what), alignment.to_polars(what)
    assert isinstance(one, pandas.DataFrame)
    assert isinstance(other, polars.DataFrame)
    assert list(one.columns) == other.columns == columns
    assert len(one) == len(other) == count
    if what == "findings":
        assert list(one["id"]) == [f.id for f in alignment.findings]
        assert str(one["source_start"].dtype) == "Int64"
        assert other["source_start"].dtype == polars.Int64
        ends = [f.target.end if f.target else None for f in alignment.findings]
        assert other["target_end"].to_list() == ends
    else:
        assert other["source_ids"].to_list() == [list(b.source) for b in alignment.beads]
        assert list(one["moved"]) == [b.moved for b in alignment.beads]


def test_pairs_of_paragraphs_have_a_row_each(alignment: duizhao.Alignment) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    sources = SourceParagraph(0, 0, 0, 0.9), SourceParagraph(0, 1, 1, 0.8)
    links = ParagraphLink(0, 0, sources, 0.8, uncertain=True), ParagraphLink(1, 1, (), 0.75)
    alignment = replace(alignment, paragraphs=links)
    one, other = alignment.to_pandas("paragraphs"), alignment.to_polars("paragraphs")
    assert list(one.columns) == other.columns == list(PARAGRAPH_COLUMNS)
    assert other["source_ids"].to_list() == [[0], [1], []]
    assert list(one["uncertain"]) == [True, True, False]
    assert list(one["probability"]) == [0.9, 0.8, 0.75]
    assert other["source"].to_list() == [s.text for s in alignment.sources[0].sentences[:2]] + [
        None
    ]
    assert str(one["source_document"].dtype) == "Int64"


def test_a_table_that_is_not_there_and_a_package_that_is_absent_are_told(
    alignment: duizhao.Alignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    for make, name in ((alignment.to_pandas, "pandas"), (alignment.to_polars, "polars")):
        with pytest.raises(duizhao.UnknownNameError, match="known: findings, beads, paragraphs"):
            make("words")
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(duizhao.MissingExtraError, match=rf"pip install 'duizhao\[{name}\]'"):
            make()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"settings": "house.toml"},
            "'house.toml'; expected what duizhao.Settings.load",
        ),
        ({"decisions": "d.json"}, "expected what duizhao.Decisions.load"),
        ({"encoder": "best"}, "encoder is 'best'; expected what duizhao.load_encoder"),
    ],
)
def test_a_name_for_what_is_read_from_it_is_refused_before_a_file_is_opened(
    given: dict[str, Any], words: str
) -> None:
    with pytest.raises(duizhao.InputError, match=re.escape(words)):
        duizhao.align_files("not there.txt", "nor there.txt", **given)


def test_one_further_original_and_one_format_need_no_list(tmp_path: Path) -> None:
    alignment = duizhao.align_files(
        SAMPLE / "article.en.txt", SAMPLE / "digest.zh.txt", also=str(written(tmp_path, "b.txt"))
    )
    assert len(alignment.sources) == 2
    assert alignment.coverage(-1) == alignment.coverage(2)
    with pytest.raises(IndexError):
        alignment.coverage(3)
    assert list(duizhao.write_results(alignment, tmp_path / "out", formats="json")) == ["json"]


def written(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("The harbour was closed on Monday. Nobody knew why.\n", encoding="utf-8")
    return path
