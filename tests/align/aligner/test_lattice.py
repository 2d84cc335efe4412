from __future__ import annotations

import math

import numpy as np
import pytest
from helpers.examples import examples
from helpers.oracle import OBead, all_paths, best_score, log_total, posterior
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.band import Band, full_band
from duizhao.align.aligner.features import bead_types
from duizhao.align.aligner.lattice import Lattice, best_path, build_lattice, posteriors
from duizhao.models.arrays import DoubleArray

STEPS = bead_types()
FEW = ((1, 0), (0, 1), (1, 1), (2, 1))


@st.composite
def scored(draw: st.DrawFn) -> tuple[int, int, DoubleArray]:
    """Numbers of sentences and random scores, some of which tie."""
    n, m = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scores = rng.normal(0.0, draw(st.sampled_from([0.5, 3.0])), (len(STEPS), (n + 1) * (m + 1)))
    return n, m, np.round(scores) if draw(st.booleans()) else scores


def bead_at(lattice: Lattice, t: int, cell: int, band: int = 0) -> OBead:
    rows, columns = lattice.bands[band].cells()
    cell -= int(lattice.first[band])
    return t, int(rows[cell]), int(columns[cell])


@given(scored())
@examples(60)
def test_viterbi_finds_the_best_of_all_paths(case: tuple[int, int, DoubleArray]) -> None:
    n, m, scores = case
    paths = list(all_paths(n, m, STEPS))
    lattice = build_lattice([full_band(n, m)], STEPS)
    (path,) = best_path(lattice, scores)
    best = best_score(paths, lambda b: scores[b[0], b[1] * (m + 1) + b[2]])
    assert sum(scores[t, cell] for t, cell in path) == pytest.approx(best, abs=1e-9)
    assert tuple(bead_at(lattice, t, cell) for t, cell in path) in set(paths)


@given(scored())
@examples(60)
def test_posteriors_are_shares_of_all_paths(case: tuple[int, int, DoubleArray]) -> None:
    n, m, scores = case
    paths = list(all_paths(n, m, STEPS))

    def score(bead: OBead) -> float:
        return float(scores[bead[0], bead[1] * (m + 1) + bead[2]])

    lattice = build_lattice([full_band(n, m)], STEPS)
    sums = posteriors(lattice, scores)
    assert sums.log_totals[0] == pytest.approx(log_total(paths, score), abs=1e-9)
    expected = posterior(paths, score)
    shares = sums.of_beads(lattice, scores)
    for t in range(len(STEPS)):
        for cell in range(lattice.cells):
            want = expected.get(bead_at(lattice, t, cell), 0.0)
            assert shares[t, cell] == pytest.approx(want, abs=1e-9)
    (path,) = best_path(lattice, scores)
    assert all(shares[t, cell] > 0 for t, cell in path)


@given(scored())
@examples(20)
def test_each_cell_has_the_weight_of_the_ways_to_it_and_from_it(
    case: tuple[int, int, DoubleArray],
) -> None:
    n, m, scores = case

    def score(bead: OBead) -> float:
        return float(scores[bead[0], bead[1] * (m + 1) + bead[2]])

    lattice = build_lattice([full_band(n, m)], STEPS)
    sums = posteriors(lattice, scores)
    for cell in range(lattice.cells):
        i, j = divmod(cell, m + 1)
        to, onward = list(all_paths(i, j, STEPS)), list(all_paths(n, m, STEPS, i, j))
        for found, ways, beside, barred in (
            (sums.log_forward, to, -1, (0, 1)),
            (sums.log_backward, onward, 0, (1, 0)),
        ):
            # The second layer: what a bead may be joined to that must not stand beside the barred.
            joinable = [way for way in ways if not way or STEPS[way[beside][0]] != barred]
            for layer, some in enumerate((ways, joinable)):
                value = found[layer, lattice.rank[cell]]
                if some:
                    assert value == pytest.approx(log_total(some, score), abs=1e-9)
                else:
                    assert value < -1e29


@given(scored())
@examples(60)
def test_each_sentence_is_covered_with_probability_one(case: tuple[int, int, DoubleArray]) -> None:
    n, m, scores = case
    lattice = build_lattice([full_band(n, m)], STEPS)
    shares = posteriors(lattice, scores).of_beads(lattice, scores)
    covered = np.zeros(n), np.zeros(m)
    for t, (p, q) in enumerate(STEPS):
        for cell in range(lattice.cells):
            _, i, j = bead_at(lattice, t, cell)
            if shares[t, cell]:
                covered[0][i - p : i] += shares[t, cell]
                covered[1][j - q : j] += shares[t, cell]
    assert covered[0] == pytest.approx(np.ones(n), abs=1e-9)
    assert covered[1] == pytest.approx(np.ones(m), abs=1e-9)


@given(st.lists(scored(), min_size=2, max_size=3))
@examples(40)
def test_several_bands_at_once_give_what_each_gives_alone(
    cases: list[tuple[int, int, DoubleArray]],
) -> None:
    together = build_lattice([full_band(n, m) for n, m, _ in cases], STEPS)
    scores = np.concatenate([s for _, _, s in cases], axis=1)
    paths, sums = best_path(together, scores), posteriors(together, scores)
    shares = sums.of_beads(together, scores)
    for number, (n, m, own) in enumerate(cases):
        alone = build_lattice([full_band(n, m)], STEPS)
        (path,) = best_path(alone, own)
        start, end = together.first[number], together.first[number + 1]
        assert [(t, cell - start) for t, cell in paths[number]] == path
        single = posteriors(alone, own)
        assert shares[:, start:end] == pytest.approx(single.of_beads(alone, own), abs=1e-12)


@given(scored(), st.integers(0, 3))
@examples(40)
def test_a_band_only_takes_paths_away(case: tuple[int, int, DoubleArray], cut: int) -> None:
    n, m, scores = case
    low = np.minimum(np.arange(n + 1) * (m // (n or 1)), m) // 2
    low[0] = 0
    high = np.minimum(low + cut + 1 + m // 2 + m // (n or 1), m + 1)
    high[-1] = m + 1
    band = Band(low.astype(np.int64), high.astype(np.int64))
    rows, columns = band.cells()
    inside = set(zip(rows.tolist(), columns.tolist(), strict=True))
    paths = [path for path in all_paths(n, m, STEPS) if all((i, j) in inside for _, i, j in path)]
    if not paths:
        return
    lattice = build_lattice([band], STEPS)
    own = scores[:, rows * (m + 1) + columns]

    def score(bead: OBead) -> float:
        return float(scores[bead[0], bead[1] * (m + 1) + bead[2]])

    (path,) = best_path(lattice, own)
    assert sum(own[t, cell] for t, cell in path) == pytest.approx(best_score(paths, score))
    expected = posterior(paths, score)
    shares = posteriors(lattice, own).of_beads(lattice, own)
    for t in range(len(STEPS)):
        for cell in range(lattice.cells):
            want = expected.get(bead_at(lattice, t, cell), 0.0)
            assert shares[t, cell] == pytest.approx(want, abs=1e-9)


@given(scored())
def test_a_hand_made_band_of_everything_equals_the_full_band(
    case: tuple[int, int, DoubleArray],
) -> None:
    n, m, scores = case
    everything = Band(np.zeros(n + 1, np.int64), np.full(n + 1, m + 1, np.int64))
    ours, full = build_lattice([everything], STEPS), build_lattice([full_band(n, m)], STEPS)
    cells = np.arange(ours.cells)
    assert (ours.before(cells) == full.before(cells)).all()
    assert best_path(ours, scores) == best_path(full, scores)


@given(st.integers(0, 6), st.integers(0, 6))
def test_after_is_the_inverse_of_before(n: int, m: int) -> None:
    lattice = build_lattice([full_band(n, m)], STEPS)
    cells = np.arange(lattice.cells)
    before, after = lattice.before(cells), lattice.after(cells)
    for t in range(len(STEPS)):
        for cell in range(lattice.cells):
            if before[t, cell] < lattice.cells:
                assert after[t, before[t, cell]] == cell
            if after[t, cell] < lattice.cells:
                assert before[t, after[t, cell]] == cell


def test_two_sentences_and_one_worked_out_by_hand() -> None:
    # Source a b, target x. Scores do not depend on the place: 1-0 and 0-1 cost 1 each, a 1-1 is
    # worth 2 and a 2-1 is worth 2.5. The paths, by the numbers:
    #   2-1                       2.5                e^2.5 = 12.18249
    #   1-1 1-0  and  1-0 1-1     2 - 1 = 1          2 e^1 =  5.43656
    #   1-0 1-0 0-1               -3                 e^-3 =  0.04979
    # In all 17.66884, whose logarithm is 2.87180. An addition never stands before an omission.
    lattice = build_lattice([full_band(2, 1)], FEW)
    scores = np.repeat([[-1.0], [-1.0], [2.0], [2.5]], 6, axis=1)
    (path,) = best_path(lattice, scores)
    assert path == [(3, 5)], "cell (2, 1) is the last of 3 rows of 2"
    sums = posteriors(lattice, scores)
    assert sums.log_totals[0] == pytest.approx(2.87180, abs=1e-5)
    shares = sums.of_beads(lattice, scores)
    assert shares[3, 5] == pytest.approx(12.18249 / 17.66884, abs=1e-5)
    # The 1-1 of a and x ends in cell (1, 1), number 3; that of b and x in cell (2, 1).
    assert shares[2, 3] == pytest.approx(2.71828 / 17.66884, abs=1e-5)
    assert shares[2, 5] == pytest.approx(2.71828 / 17.66884, abs=1e-5)
    # x alone: at the very end, not at the start.
    assert shares[1, 5] == pytest.approx(0.049787 / 17.66884, abs=1e-6)
    assert shares[1, 1] == 0.0


def test_scores_of_thousands_neither_overflow_nor_vanish() -> None:
    lattice = build_lattice([full_band(3, 3)], STEPS)
    for size in (1e4, -1e4):
        scores = np.full((len(STEPS), lattice.cells), size)
        sums = posteriors(lattice, scores)
        assert math.isfinite(sums.log_totals[0])
        shares = sums.of_beads(lattice, scores)
        assert np.isfinite(shares).all()
        (path,) = best_path(lattice, scores)
        # Many beads are best when each is worth something, few when each costs.
        assert len(path) == (6 if size > 0 else 2)
        assert all(shares[t, cell] > 0 for t, cell in path)
