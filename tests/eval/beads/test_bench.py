"""The benchmark of aligners: what is scored, what is counted, and the command."""

from __future__ import annotations

import importlib.util
import json
import random
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from helpers.build import read_lines
from helpers.commands import refused, run
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented, translated
from helpers.material import shared
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.alignment import Bead
from duizhao.corpora.reading.read import document_from_text
from duizhao.errors import FormatError, InputError
from duizhao.eval.beads.bench import measure_aligners
from duizhao.eval.beads.rates import count_units, lead, rates_of
from duizhao.eval.beads.scores import count_beads
from duizhao.eval.beads.trials import Trial, TrialSet, gold_trials, synthetic_trials
from duizhao.eval.beads.verses import merge_verses
from duizhao.eval.gold.pairs import GoldPair

F = frozenset
WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]


def trial(seed: int, count: int = 30) -> Trial:
    rng = random.Random(seed)
    source = invented(rng, count)
    target, beads = translated(rng, source)
    pair = GoldPair(f"made-{seed}", read_lines(source), read_lines(target, path="b"), tuple(beads))
    return Trial(pair)


def spoilt(beads: tuple[Bead, ...], seed: int) -> list[Bead]:
    """Take some linked beads apart."""
    rng = random.Random(seed)
    out: list[Bead] = []
    for bead in beads:
        if bead.is_null or rng.random() < 0.7:
            out.append(bead)
        else:
            out += [Bead(bead.source, ()), Bead((), bead.target)]
    return out


@examples(30)
@given(st.integers(0, 10**6), st.integers(12, 120))
def test_stretches_add_up_to_the_whole(seed: int, count: int) -> None:
    made = trial(seed, count)
    beads = spoilt(made.pair.beads, seed)
    units = count_units([made], [beads])
    whole = count_beads(made.pair.beads, beads)
    assert units.sum(axis=0)[: len(astuple(whole))].tolist() == list(astuple(whole))
    assert len(units) >= min(10, len(made.pair.beads))


def test_rates_are_those_of_the_scorer_with_an_interval_around() -> None:
    trials = [trial(seed) for seed in range(8)]
    results = [spoilt(each.pair.beads, k) for k, each in enumerate(trials)]
    rates = rates_of(count_units(trials, results))
    strict = rates["strict"]
    assert strict.low < strict.f1 < strict.high < 1
    assert rates["lax"].recall == strict.recall
    assert rates["null"].claimed == rates["omissions"].claimed + rates["additions"].claimed
    assert (rates["moved"].claimed, rates["moved"].wanted) == (0, 0)


def test_a_lead_is_measured_on_the_same_draws() -> None:
    trials = [trial(seed) for seed in range(8)]
    right = count_units(trials, [each.pair.beads for each in trials])
    wrong = count_units(trials, [spoilt(each.pair.beads, 3) for each in trials])
    assert lead(wrong, wrong) == (0.0, 0.0)
    low, high = lead(right, wrong)
    assert 0 < low < high
    strict = rates_of(wrong)["strict"]
    np.testing.assert_allclose([1 - strict.high, 1 - strict.low], [low, high])


def test_moved_links_are_scored_by_themselves() -> None:
    texts = [f"{word} one two." for word in WORDS[:5]]
    beads = (Bead((0,), (0,)), Bead((1,), ()), Bead((2,), (1,)), Bead((), (2,)), Bead((3, 4), (3,)))
    pair = GoldPair("moved", read_lines(texts), read_lines(texts[:4], path="b"), beads)
    made = Trial(pair, moved=((1, 2),))
    found = [
        Bead((0,), (0,)),
        Bead((2,), (1,)),
        Bead((1,), (2,), moved=True),
        Bead((4,), (3,), moved=True),  # in order in the gold: right, but not out of order
        Bead((3,), ()),
    ]
    rates = rates_of(count_units([made], [found]))
    assert (rates["moved"].precision, rates["moved"].recall) == (1.0, 1.0)
    assert (rates["moved"].claimed, rates["moved"].wanted) == (2, 1)
    # To the other scores what was moved is null on both sides.
    assert rates["strict"].claimed == 7
    assert (rates["additions"].claimed, rates["additions"].wanted) == (2, 1)


def test_beads_of_one_verse_are_put_together() -> None:
    beads = [
        Bead((0,), (0,)),
        Bead((), (1,)),
        Bead((1,), (2,)),
        Bead((2,), (3, 4)),  # touches two verses
        Bead((3,), ()),
        Bead((4,), (5,)),
    ]
    verses = ["1:1", "1:1", "1:2", "1:3", "1:3"], ["1:1", "1:1", "1:1", "1:2", "1:3", "1:3"]
    assert merge_verses(beads, *verses) == [
        Bead((0, 1), (0, 1, 2)),
        Bead((2,), (3, 4)),
        Bead((3, 4), (5,)),
    ]


def test_verses_beside_a_gold_set_are_found(tmp_path: Path) -> None:
    for name, lines in {
        "en/001": "One.\nTwo.\n",
        "zh/001": "一。\n二。\n三。\n",
        "gold/001.align": "[0]:[0,1]\n[1]:[2]\n",
        "en.verse": "1:1\n1:2\n",
        "zh.verse": "1:1\n1:1\n1:2\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(lines, encoding="utf-8")
    trials = gold_trials(tmp_path)
    (made,) = trials.trials
    assert trials.signature.endswith("|unit:verse")
    cut = [Bead((0,), (0,)), Bead((), (1,)), Bead((1,), (2,))]
    assert made.comparable(cut) == list(made.pair.beads)
    (tmp_path / "zh.verse").write_text("1:1\n1:2\n", encoding="utf-8")
    with pytest.raises(InputError, match="verses of other sentences"):
        gold_trials(tmp_path)


def test_the_bible_is_cut_by_verses() -> None:
    trials = gold_trials(shared("data/bible"))
    assert "unit:verse" in trials.signature
    (made,) = trials.trials
    gold = made.comparable(made.pair.beads)
    # Nineteen of its beads touch two verses, none is taken apart.
    assert len(set(gold) & set(made.pair.beads)) >= 0.99 * len(made.pair.beads)


def clean(count: int, name: str = "one") -> str:
    source = [f"{WORDS[k % len(WORDS)].capitalize()} number {k}." for k in range(count)]
    return json.dumps(
        {
            "id": name,
            "lp": "en-zh",
            "src": source,
            "tgt": [s.upper() for s in source],
            "align": None,
        }
    )


def test_digests_are_made_of_clean_documents(tmp_path: Path) -> None:
    path = tmp_path / "clean.jsonl"
    path.write_text("\n".join(clean(30, str(k)) for k in range(6)), encoding="utf-8")
    trials = synthetic_trials(path)
    again = synthetic_trials(tmp_path)
    assert [t.pair.beads for t in again.trials] == [t.pair.beads for t in trials.trials]
    assert trials.name == "synthetic-clean"
    for made in trials.trials:
        source, target = made.pair.source.sentences, made.pair.target.sentences
        assert sorted(i for bead in made.pair.beads for i in bead.source) == [s.id for s in source]
        assert sorted(j for bead in made.pair.beads for j in bead.target) == [s.id for s in target]
        for i, j in made.moved or ():
            assert target[j].text == source[i].text.upper()


def test_paragraphs_are_scored_by_pairs() -> None:
    lines = [f"{word} one two." for word in WORDS[:4]]
    source = document_from_text("\n".join([*lines[:2], "", *lines[2:]]), lang="en", presplit=True)
    target = document_from_text("\n\n".join(lines[:3]), lang="en", path="b", presplit=True)
    beads = (Bead((0,), (0,)), Bead((1,), ()), Bead((2,), (1,)), Bead((3,), (2,)))
    made = Trial(GoldPair("made", source, target, beads), paragraphs=(F({0}), F({1}), F({1})))
    tied_by_beads = rates_of(count_units([made], [beads]))["paragraphs"]
    assert (tied_by_beads.precision, tied_by_beads.recall) == (1.0, 1.0)
    given = rates_of(count_units([made], [beads], [{(0, 0), (1, 0), (2, 1)}]))["paragraphs"]
    assert (given.claimed, given.wanted) == (3, 3)
    assert given.precision == given.recall == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "line 2: is no document"), ('{"id": 1, "lp": "en-fr"}', "line 2: is no document")],
)
def test_lines_of_another_form_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "clean.jsonl"
    path.write_text(f"{clean(10)}\n{text}\n", encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        synthetic_trials(path)


def test_documents_that_are_too_short_are_no_digests(tmp_path: Path) -> None:
    path = tmp_path / "clean.jsonl"
    path.write_text(clean(3), encoding="utf-8")
    with pytest.raises(InputError, match="no document of 8 segments"):
        synthetic_trials(path)


def test_every_aligner_has_a_row() -> None:
    trials = TrialSet("made", (trial(1), trial(2)))
    figures = measure_aligners(trials, HashEncoder())
    assert [each.aligner for each in figures] == [
        "duizhao",
        "Bertalign (method)",
        "Bertalign (method), centred",
        "Vecalign",
        "Vecalign, centred",
        "Gale-Church",
    ]
    assert len({each.signature for each in figures}) == 6
    ours, bertalign = figures[:2]
    assert ours.rates is not None
    assert ours.rates["strict"].f1 > 0.8
    assert ours.lead is None
    assert ours.calibration is not None
    assert 0 <= ours.calibration < 0.5
    assert bertalign.lead is not None
    assert bertalign.calibration is None
    for each in figures:
        assert (each.missing is None) == (each.rates is not None) == (each.seconds is not None)


def test_command_on_the_sample(tmp_path: Path) -> None:
    record = tmp_path / "align.json"
    result = run("bench", "align", "--no-cache", "-q", "-o", record)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "sample"
    for name, package in (("Vecalign", "sentweave"), ("Gale-Church", "galechurch")):
        rows = [line for line in lines if line.startswith(name)]
        absent = importlib.util.find_spec(package) is None
        assert {f"not installed (pip install {package})" in row for row in rows} == {absent}
    data = json.loads(record.read_text("utf-8"))
    assert data["benchmark"] == "align"
    ours = data["figures"][0]
    assert f"{ours['rates']['strict']['f1']:.3f}" in lines[2]
    assert f"signature: {ours['signature']}" in lines


def test_command_measures_ours_alone_on_digests(tmp_path: Path) -> None:
    path = tmp_path / "clean.jsonl"
    path.write_text("\n".join(clean(30, str(k)) for k in range(3)), encoding="utf-8")
    made = ("--synthetic", path, "--digests", path)
    result = run("bench", "align", "--no-cache", "--no-peers", *made)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("synthetic-clean\n")
    assert "\ndigests-clean-90%\n" in result.stdout
    assert "Bertalign" not in result.stdout


def test_command_refuses_what_is_no_gold_set(tmp_path: Path) -> None:
    refused(run("bench", "align", tmp_path), "is no gold set")
