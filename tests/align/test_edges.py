"""Documents at the edge of what is sensible: none may fail, and none may make links by force."""

from __future__ import annotations

import random

import numpy as np
from helpers.build import read_lines
from helpers.hash_encoder import HashEncoder, invented, translated
from helpers.laws import check_beads, ids

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.features import LONGEST, EncodedSide
from duizhao.align.aligner.kinship import stranger_bonus
from duizhao.align.aligner.limits import LIMITS, Limits
from duizhao.align.aligner.runs import find_runs
from duizhao.align.aligner.search_space import task_of
from duizhao.align.aligner.weights import default_weights
from duizhao.corpora.document import Document

ENCODER = HashEncoder()


def test_strangers_are_not_linked_and_are_said_to_be_strangers() -> None:
    for n, m in ((1, 1), (4, 6), (30, 30), (300, 20)):
        pair = read_lines(invented(random.Random(n), n)), read_lines(invented(random.Random(99), m))
        result = find_beads(*pair, ENCODER)
        check_beads(result.beads, *pair)
        assert result.kinship[0] < 0.5
        assert all(bead.is_null for bead in result.beads)


def test_translations_are_said_to_belong_together() -> None:
    for n in (3, 30, 300):
        source = invented(random.Random(n), n)
        target, _ = translated(random.Random(n), source)
        result = find_beads(read_lines(source), read_lines(target), ENCODER)
        assert result.kinship[0] > 0.9


def test_nothing_to_compare_speaks_against_nothing() -> None:
    empty = Document("empty.txt", "en", "", (), (), "0" * 64)
    text = read_lines(invented(random.Random(1), 5))
    for pair in ((empty, text), (text, empty), (empty, empty)):
        result = find_beads(*pair, ENCODER)
        check_beads(result.beads, *pair)
        assert result.kinship[0] == 1.0
        assert all(bead.is_null for bead in result.beads)


def test_the_same_sentence_hundreds_of_times() -> None:
    pair = read_lines(["The same thing again."] * 500), read_lines(["The same thing again."] * 480)
    beads = find_beads(*pair, ENCODER).beads
    check_beads(beads, *pair)
    assert sum(not bead.is_null for bead in beads) > 400


def test_a_document_turned_round() -> None:
    source = invented(random.Random(8), 60)
    pair = read_lines(source), read_lines(source[::-1])
    result = find_beads(*pair, ENCODER)
    check_beads(result.beads, *pair)
    assert result.kinship[0] > 0.5
    links = [(b.source[0], b.target[0]) for b in result.beads if b.type == "1-1"]
    assert sum(i + j == 59 for i, j in links) > 50
    assert all(i + j == 59 for i, j in links)


def test_three_sentences_for_a_thousand() -> None:
    source = invented(random.Random(12), 1000)
    kept = [100, 500, 950]
    pair = read_lines(source), read_lines([source[i].upper() for i in kept])
    beads = find_beads(*pair, ENCODER).beads
    check_beads(beads, *pair)
    assert [b for b in ids(beads) if b[0] and b[1]] == [((i,), (n,)) for n, i in enumerate(kept)]


def test_long_strangers_stay_in_a_narrow_band() -> None:
    rng = np.random.default_rng(2)
    sides = []
    for n in (3000, 2900):
        vectors = rng.normal(size=(n, 16)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        sides.append(EncodedSide(np.stack([vectors] * LONGEST), np.full(n, 50.0, np.float32)))
    task = task_of(sides[0], sides[1], 0.0)
    assert task.band.starts[-1] < 2 * LIMITS.most_cells
    runs = find_runs(task, default_weights())
    assert sum(run.rows[1] - run.rows[0] for run in runs) == 3000
    assert sum(run.columns[1] - run.columns[0] for run in runs) == 2900


def test_windows_find_what_the_whole_search_finds() -> None:
    # Two copies: what stands in the first must not be linked with what stands in the second.
    rng = random.Random(3)
    source = invented(rng, 400)
    target, gold = translated(rng, source, dropped=range(100, 300))
    pair = read_lines(source * 2), read_lines(target * 2)
    whole = find_beads(*pair, ENCODER).beads
    small = Limits(exact_pairs=0, samples=64, near=2, pad=40)
    windowed = find_beads(*pair, ENCODER, limits=small).beads
    check_beads(windowed, *pair)
    wanted = {(b.source, b.target) for b in gold if not b.is_null}
    shift = [(tuple(i + 400 for i in a), tuple(j + len(target) for j in b)) for a, b in wanted]
    right = wanted | set(shift)
    assert len(right & set(ids(windowed))) >= 0.97 * len(right & set(ids(whole))) > 250


def test_the_bonus_of_strangers_rises_as_kinship_falls() -> None:
    values = [stranger_bonus(kin / 20) for kin in range(21)]
    assert values == sorted(values, reverse=True)
    assert values[-1] == 0.0
