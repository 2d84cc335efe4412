from __future__ import annotations

import json
import random
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from helpers.material import shared
from helpers.strategies import beads
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.alignment import Bead
from duizhao.eval.beads.scores import BeadCounts, count_beads, score_documents
from duizhao.eval.gold.sets import gold_checksum, load_gold_set, swap_sides

CASES = json.loads((CASES_FOLDER / "scores.json").read_text(encoding="utf-8"))
SIZES = st.tuples(st.integers(0, 9), st.integers(0, 9))
TWO_PATHS = SIZES.flatmap(lambda n: st.tuples(beads([n[0]], n[1]), beads([n[0]], n[1])))


def parse(text: str) -> list[Bead]:
    sides = (link.split(":") for link in text.split())
    return [Bead(tuple(json.loads(a)), tuple(json.loads(b))) for a, b in sides]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_scores_as_computed_by_hand(case: dict[str, Any]) -> None:
    scores = score_documents([(parse(d["gold"]), parse(d["beads"])) for d in case["documents"]])
    found = {
        name: [
            getattr(scores, name).precision,
            getattr(scores, name).recall,
            getattr(scores, name).f1,
        ]
        for name in case["expected"]
    }
    for name, numbers in case["expected"].items():
        assert found[name] == pytest.approx(numbers, abs=1e-8), name
    assert scores.documents == len(case["documents"])


@given(TWO_PATHS)
def test_exchanging_the_sides_exchanges_the_scores(
    paths: tuple[tuple[Bead, ...], tuple[Bead, ...]],
) -> None:
    gold, found = paths
    there = score_documents([(gold, found)])
    back = score_documents([(swap_sides(gold), swap_sides(found))])
    assert there.strict.f1 == back.strict.f1
    assert there.lax.f1 == back.lax.f1
    assert there.omissions.f1 == back.additions.f1
    assert there.additions.f1 == back.omissions.f1


@given(TWO_PATHS)
def test_counts_stand_in_order_and_gold_is_perfect(
    paths: tuple[tuple[Bead, ...], tuple[Bead, ...]],
) -> None:
    gold, found = paths
    c = count_beads(gold, found)
    assert 0 <= c.strict <= c.lax <= c.beads == len(found)
    assert 0 <= c.gold_strict <= c.gold_lax <= c.gold <= len(gold)
    assert c.both_omitted <= min(c.omitted, c.gold_omitted)
    own = count_beads(gold, gold)
    assert own.strict == own.lax == own.beads
    assert own.gold_strict == own.gold_lax == own.gold
    assert own.both_omitted == own.omitted == own.gold_omitted
    assert c + BeadCounts() == c
    assert (c + own).beads == c.beads + own.beads


@given(TWO_PATHS, st.randoms(use_true_random=False))
def test_the_order_of_beads_does_not_matter(
    paths: tuple[tuple[Bead, ...], tuple[Bead, ...]], chance: random.Random
) -> None:
    gold, found = paths
    mixed = [Bead(b.source, b.target, probability=0.1, moved=True) for b in found] * 2
    chance.shuffle(mixed)
    assert count_beads(gold, mixed) == count_beads(gold, found)


def test_what_the_gold_does_not_mention_is_not_counted_as_null() -> None:
    counts = count_beads(parse("[0]:[0]"), parse("[0]:[0] [1]:[] []:[1]"))
    assert (counts.beads, counts.omitted, counts.added) == (3, 0, 0)


def test_the_signature_names_gold_rules_and_version() -> None:
    gold = parse("[0]:[0]")
    scores = score_documents([(gold, [])])
    assert scores.signature.startswith(f"gold:{gold_checksum([gold])}|null:apart|v:")
    assert scores.strict.signature == scores.additions.signature == scores.signature
    assert gold_checksum([gold]) != gold_checksum([parse("[0]:[]")])
    assert gold_checksum([gold, gold]) != gold_checksum([parse("[0]:[0] [0]:[0]")])


def merged(gold: tuple[Bead, ...]) -> list[Bead]:
    """The gold as told by an aligner without null beads: each joins the bead before it."""
    found: list[Bead] = []
    for bead in gold:
        if bead.is_null and found:
            before = found.pop()
            source, target = before.source + bead.source, before.target + bead.target
            bead = Bead(tuple(sorted(source)), tuple(sorted(target)))
        found.append(bead)
    return found


def test_the_standard_score_does_not_see_omissions() -> None:
    documents = load_gold_set(shared("data/mac-dev")).documents
    silent = score_documents((d.beads, [b for b in d.beads if not b.is_null]) for d in documents)
    assert silent.strict.f1 == 1.0
    assert silent.omissions.recall == 0.0
    assert silent.counts.gold_omitted == 6
    joined = score_documents((d.beads, merged(d.beads)) for d in documents)
    assert joined.strict.precision == pytest.approx(1331 / 1337)
    assert joined.strict.f1 == pytest.approx(0.9955, abs=5e-5)
    assert joined.lax.f1 == 1.0
    assert joined.omissions.recall == 0.0
