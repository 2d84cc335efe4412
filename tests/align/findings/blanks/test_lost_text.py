"""What stood in a blank: real sentences with the embedded encoder, and odd input with any."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.beads import find_beads
from duizhao.align.findings.blanks.gaps import find_gaps
from duizhao.align.findings.blanks.lost_clauses import most_uncovered
from duizhao.align.findings.blanks.lost_text import Lost, find_lost, sentences_of
from duizhao.corpora.alignment import Bead
from duizhao.corpora.reading.read import document_from_text
from duizhao.models.arrays import FloatArray
from duizhao.models.use.encoder import EmbeddedEncoder

ARTICLE = """The bakery on Mill Street opened its doors in 1987 with two ovens and a borrowed van.

“Bread has to be boring to be good,” said Marta Quill, who still kneads every morning at four.

Her daughter joined the business ten years ago, because the old bookkeeper had retired, and put \
the orders online.

According to Crumbwise, the shop now sells 900 loaves a day in eleven towns.

The town council has offered the family a larger building beside the railway station.
"""
OPENING = "磨坊街上的这家面包店于1987年开业，当时只有两台烤炉和一辆借来的货车。"
CLOSING = "镇议会已向这家人提供火车站旁一座更大的建筑。"


@pytest.fixture(scope="module")
def embedded() -> EmbeddedEncoder:
    return EmbeddedEncoder()


def lost_in(chinese: str, embedded: EmbeddedEncoder) -> list[Lost | None]:
    source = document_from_text(ARTICLE, lang="en")
    target = document_from_text("\n\n".join([OPENING, chinese, CLOSING]), lang="zh")
    gaps = find_gaps(target)
    assert gaps, "the case is about a gap"
    beads = find_beads(source, target, embedded).beads
    return find_lost(gaps, source, target, beads, embedded)


@pytest.mark.parametrize(
    ("chinese", "words"),
    [
        ("“”玛尔塔·奎尔说，她至今每天凌晨四点揉面。", "Bread has to be boring"),
        ("十年前，她的女儿加入了这家店，，并把订单搬到了网上。", "the old bookkeeper had retired"),
        ("据Crumbwise统计，。", "900 loaves a day"),
    ],
    ids=["quotation", "clause", "name"],
)
def test_the_words_that_a_gap_lost_are_named(
    embedded: EmbeddedEncoder, chinese: str, words: str
) -> None:
    (lost,) = lost_in(chinese, embedded)
    assert lost is not None
    start = ARTICLE.index(words)
    assert lost.place.start < start + len(words)
    assert start < lost.place.end, lost.place.text
    assert ARTICLE[lost.place.start : lost.place.end] == lost.place.text


def test_a_shared_name_outweighs_the_bead(embedded: EmbeddedEncoder) -> None:
    # The sentence stands before the one on the daughter, so no bead in order can link it.
    moved = "据Crumbwise数据，。\n\n十年前，女儿加入了这家店，并把订单搬到了网上。"
    (lost,) = lost_in(moved, embedded)
    assert lost is not None
    assert lost.sentence == 3
    assert lost.evidence["shared"] == ["crumbwise"]


def test_nothing_is_made_up_where_nothing_fits() -> None:
    source = document_from_text("alpha beta gamma.\ndelta epsilon.", lang="en", presplit=True)
    target = document_from_text("omega psi chi，，phi rho tau。", lang="zh", presplit=True)
    encoder = HashEncoder()
    gaps = find_gaps(target)
    beads = [Bead((0,), ()), Bead((1,), ()), Bead((), (0,))]
    assert len(gaps) == 1
    assert find_lost(gaps, source, target, beads, encoder) == [None]


def test_a_source_without_sentences_to_align_has_lost_nothing() -> None:
    source = document_from_text("Read more: The first story »\n", lang="en")
    target = document_from_text("他说，，然后离开了。", lang="zh")
    beads = find_beads(source, target, HashEncoder()).beads
    gaps = find_gaps(target)
    assert find_lost(gaps, source, target, beads, HashEncoder()) == [None] * len(gaps)
    assert find_lost([], source, target, beads, HashEncoder()) == []


class CountingEncoder(HashEncoder):
    """Remembers how many texts it encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.count += len(texts)
        return super().encode(texts)


def test_only_the_neighbourhood_of_a_gap_is_encoded() -> None:
    number = 400
    lines = [f"w{i} w{i + 1} w{i + 2}, and w{i + 3} too." for i in range(number)]
    source = document_from_text("\n".join(lines), lang="en", presplit=True)
    chinese = [f"w{i} w{i + 1}，，w{i + 3}。" if i == 200 else f"w{i}。" for i in range(number)]
    target = document_from_text("\n".join(chinese), lang="zh", presplit=True)
    encoder = CountingEncoder()
    beads = [Bead((i,), (i,)) for i in range(number)]
    (lost,) = find_lost(find_gaps(target), source, target, beads, encoder)
    assert lost is not None
    assert lost.sentence == 200
    assert encoder.count < 40


def test_what_stands_far_from_the_bead_is_found_by_a_seldom_name() -> None:
    lines = [f"Plain words, number {i} of them." for i in range(60)]
    lines[55] = "According to Crumbwise, the shop sells bread."
    source = document_from_text("\n".join(lines), lang="en", presplit=True)
    target = document_from_text("据Crumbwise数据，。\n其他。", lang="zh", presplit=True)
    beads = [Bead((0,), (0,)), *(Bead((i,), ()) for i in range(1, 59)), Bead((59,), (1,))]
    (lost,) = find_lost(find_gaps(target), source, target, beads, HashEncoder())
    assert lost is not None
    assert lost.sentence == 55


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(-100, 100)), min_size=1, max_size=12))
def test_the_heaviest_run_is_what_trying_all_runs_finds(pieces: list[tuple[int, int]]) -> None:
    lengths = np.array([length for length, _ in pieces])
    covered = np.array([cover / 100 for _, cover in pieces], np.float32)
    weights = lengths * (float(np.average(covered, weights=lengths)) + 0.02 - covered)
    best = max(
        float(weights[i : j + 1].sum()) for i in range(len(pieces)) for j in range(i, len(pieces))
    )
    first, last = most_uncovered(lengths, covered)
    assert float(weights[first : last + 1].sum()) == pytest.approx(best, abs=1e-4)


PARTS = [
    "“”",
    "，，",
    "，。",
    "一是，",
    "二是。",
    "据X数据，。",
    "他说",
    "w1 w2",
    "。",
    "\n\n",
    "（）",
    "《》",
    " ",
]


@given(st.integers(0, 10**6), st.lists(st.sampled_from(PARTS), min_size=1, max_size=14))
@examples(150)
def test_every_gap_gets_an_answer_and_every_passage_is_the_sources(
    chance: int, parts: list[str]
) -> None:
    text = "".join(parts)
    if not text.strip():
        return
    rng = random.Random(chance)
    english = " ".join(
        rng.choice(["w1", "w2", "X,", "said.", "“w3”", ";", "2017"]) for _ in range(9)
    )
    source = document_from_text(english, lang="en")
    target = document_from_text(text, lang="zh")
    encoder = HashEncoder()
    gaps = find_gaps(target)
    beads = find_beads(source, target, encoder).beads
    found = find_lost(gaps, source, target, beads, encoder)
    assert len(found) == len(gaps)
    # Gaps of one sentence share what it lost; other gaps change nothing, unless sentences without
    # an original stand together.
    if all(bead.source for bead in beads):
        shared = groupby(
            zip(gaps, sentences_of(gaps, target), strict=True), key=lambda pair: pair[1].id
        )
        together = [[gap for gap, _ in pairs] for _, pairs in shared]
        assert found == [
            lost for some in together for lost in find_lost(some, source, target, beads, encoder)
        ]
    for lost in found:
        if lost is not None:
            assert lost.place.document == 0
            assert 0 <= lost.place.start < lost.place.end <= len(english)
            sentence = source.sentences[lost.sentence]
            assert sentence.start <= lost.place.start <= sentence.end
            assert lost.place.text == english[lost.place.start : lost.place.end]
