"""Terms that stand for each other, and the files that hold them."""

from __future__ import annotations

import csv
import importlib
import io
from importlib.resources import files

import pytest
from helpers.examples import examples
from helpers.required import has_module, required_in_ci
from helpers.strategies import texts
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from duizhao.align.aligner.beads import find_beads
from duizhao.align.results.glossary import find_terms
from duizhao.align.results.term_candidates import candidates
from duizhao.align.results.term_evidence import is_borne_out
from duizhao.align.results.term_wholes import Pairing
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.exchange.terms import Term, write_terms_csv, write_terms_tbx
from duizhao.corpora.reading.read import document_from_text
from duizhao.corpora.text.clean import clean_line
from duizhao.models.use.encoder import EmbeddedEncoder

SAMPLE = files("duizhao.corpora") / "data" / "sample"


@pytest.fixture(scope="module")
def terms() -> list[Term]:
    encoder = EmbeddedEncoder()
    source, target = (
        document_from_text((SAMPLE / name).read_text("utf-8"), lang=lang, path=name)
        for name, lang in (("article.en.txt", "en"), ("digest.zh.txt", "zh"))
    )
    return find_terms(
        Alignment((source, target), find_beads(source, target, encoder).beads), encoder
    )


def test_names_and_terms_of_the_sample_are_found(terms: list[Term]) -> None:
    found = {(term.source, term.target) for term in terms}
    assert {("euros", "欧元"), ("seeds", "种子"), ("Plymouth", "普利茅斯")} <= found
    assert len({term.source for term in terms}) == len(terms)
    assert len({term.target for term in terms}) == len(terms)


def test_a_term_stands_in_its_example_and_its_counts_hold(terms: list[Term]) -> None:
    for term in terms:
        assert term.source.lower() in term.example[0].lower()
        assert term.target in term.example[1]
        assert 1 <= term.count <= min(term.source_count, term.target_count)
        assert 0 < term.confidence <= 1


def test_function_words_and_first_words_are_no_terms() -> None:
    found = candidates({0: "The Halvern University said it. Work began at work."}, "en")[0]
    names = {each.text for each in found if each.is_name}
    words = {each.text.lower() for each in found if not each.is_name}
    assert names == {"Halvern University"}
    assert "halvern university" in words
    assert not {"the", "said", "it", "at work", "the halvern"} & words


def test_what_is_owned_is_no_part_of_a_name() -> None:
    found = candidates({0: "They read China’s Daily and the dogs' bowl."}, "en")[0]
    assert {each.text for each in found if each.is_name} == {"China", "Daily"}


def test_foreign_names_keep_their_dot() -> None:
    found = candidates({0: "米拉·伦德在北京工作。"}, "zh")[0]
    assert "北京" in {each.text for each in found if each.is_name}
    assert any("·" in each.text and each.is_name for each in found)


def test_latin_words_of_a_chinese_name_keep_together() -> None:
    found = {each.text for each in candidates({0: "记者采访了George Floyd和O'Brien。"}, "zh")[0]}
    assert {"George Floyd", "O'Brien"} <= found


@pytest.mark.parametrize(
    ("source", "target", "borne_out"),
    [
        ("pharmaceuticals", "CASI制药", False),
        ("CASI Pharmaceuticals", "CASI制药", True),
        ("Gandhi", "Rahul Gandhi", False),
        ("Rosen", "罗森", True),
        ("Spain", "西班牙", True),
        ("Rosen", "总统", False),
        ("Hong", "香港", False),
        ("Hong Kong", "香港", True),
        ("2020 Games", "2016年奥运会", False),
    ],
)
def test_both_sides_speak_for_a_pair(source: str, target: str, borne_out: bool) -> None:
    pair = Pairing(source, target, (("", ""),), 0.6)
    assert is_borne_out(pair, ("en", "zh")) is borne_out
    assert is_borne_out(Pairing(target, source, (("", ""),), 0.6), ("zh", "en")) is borne_out


def test_a_name_is_whole_and_written_as_the_text_writes_it() -> None:
    pairs = [
        ("Yesterday George Floyd was named here.", "昨天这里提到了George Floyd。"),
        ("They say that George Floyd left.", "他们说George Floyd走了。"),
        ("Many know the Omicron variant.", "很多人知道奥密克戎毒株。"),
        ("The Omicron variant spreads.", "奥密克戎毒株在传播。"),
    ]
    source, target = (
        document_from_text("\n\n".join(side), lang=lang, path=lang)
        for side, lang in zip(zip(*pairs, strict=True), ("en", "zh"), strict=True)
    )
    beads = tuple(Bead((n,), (n,)) for n in range(len(pairs)))
    found = find_terms(Alignment((source, target), beads), EmbeddedEncoder())
    names = {(term.source, term.target) for term in found}
    assert ("George Floyd", "George Floyd") in names
    assert not {"George", "george", "Floyd", "floyd"} & {term.source for term in found}
    assert "奥密克" not in {term.target for term in found}


def test_languages_whose_words_are_not_told_apart_have_none() -> None:
    assert candidates({0: "東京で"}, "ja") == {}


SIDES = st.tuples(texts(), texts())


@examples(60)
@given(
    st.lists(
        st.builds(
            Term,
            texts(),
            texts(),
            st.integers(1, 9),
            st.integers(1, 9),
            st.integers(1, 9),
            st.floats(0, 1),
            SIDES,
        ),
        max_size=4,
    )
)
def test_any_terms_can_be_written(terms: list[Term]) -> None:
    table, tbx = io.BytesIO(), io.BytesIO()
    assert write_terms_csv(terms, table) == len(terms)
    assert write_terms_tbx(terms, tbx, ("en-US", "zh-CN")) == len(terms)
    rows = list(csv.DictReader(io.StringIO(table.getvalue().decode("utf-8-sig"), newline="")))
    assert len(rows) == len(terms)
    root = etree.fromstring(tbx.getvalue())
    entries = [[e.text or "" for e in entry.iter("term")] for entry in root.iter("termEntry")]
    assert entries == [[clean_line(t.source), clean_line(t.target)] for t in terms]
    for row, term in zip(rows, terms, strict=True):
        assert not row["source"].startswith(("=", "+", "-", "@"))
        assert row["target"].removeprefix("'").endswith(clean_line(term.target).lstrip("'"))


def test_translate_toolkit_reads_the_terms(terms: list[Term]) -> None:
    required_in_ci("translate-toolkit (pip install translate-toolkit)", has_module("translate"))
    tbx = importlib.import_module("translate.storage.tbx")
    stream = io.BytesIO()
    write_terms_tbx(terms, stream, ("en-US", "zh-CN"))
    units = tbx.tbxfile.parsestring(stream.getvalue()).units
    assert [(str(u.source), str(u.target)) for u in units] == [(t.source, t.target) for t in terms]
