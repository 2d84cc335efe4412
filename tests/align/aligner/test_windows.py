from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.anchors import coarse_pass
from duizhao.align.aligner.band import Band, full_band
from duizhao.align.aligner.limits import Limits
from duizhao.align.aligner.windows import _candidates, search_windows
from duizhao.models.arrays import FloatArray

Pairs = list[tuple[int, int]]


def unit(rows: npt.NDArray[np.floating]) -> FloatArray:
    scaled: FloatArray = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def made_up(
    seed: int, count: int, *, lost: float, added: float, gap: int = 0, copies: int = 1
) -> tuple[FloatArray, FloatArray, Pairs]:
    """A text, its translation, and which of their sentences belong together."""
    rng = np.random.default_rng(seed)
    source = unit(rng.normal(size=(count, 64)))
    start = int(rng.integers(0, count - gap + 1))
    kept = [i for i in range(count) if rng.random() >= lost and not start <= i < start + gap]
    order: list[int] = []
    for i in kept:
        order += [-1] * int(rng.random() < added) + [i]
    noise = unit(rng.normal(size=(len(order), 64)))
    target = np.array(
        [n if i < 0 else 0.75 * source[i] + 0.66 * n for i, n in zip(order, noise, strict=True)]
    )
    places = [(i, j) for j, i in enumerate(order) if i >= 0]
    pairs = [(i + k * count, j + k * len(order)) for k in range(copies) for i, j in places]
    return np.tile(source, (copies, 1)), np.tile(unit(target), (copies, 1)), pairs


# Limits in proportion to texts of some hundred sentences.
SMALL = Limits(exact_pairs=0, samples=64, finer=4, near=3, pad=32)


def windows(source: FloatArray, target: FloatArray) -> Band:
    band = search_windows(source, target, SMALL)
    assert band is not None
    return band


def outside(band: Band, pairs: Pairs) -> Pairs:
    """Return the pairs that would not be compared."""
    spans = [(band.window(i, i + 1), j) for i, j in pairs]
    return [
        pair for pair, ((low, high), j) in zip(pairs, spans, strict=True) if not low <= j < high
    ]


RECIPES = st.tuples(
    st.integers(0, 2**32 - 1),
    st.integers(300, 700),
    st.sampled_from([0.0, 0.3, 0.7]),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([0, 100, 200]),
    st.integers(1, 3),
    st.booleans(),
)


@given(RECIPES)
@examples(40)
def test_what_belongs_together_is_inside_and_the_windows_are_narrow(
    recipe: tuple[int, int, float, float, int, int, bool],
) -> None:
    seed, count, lost, added, gap, copies, swap = recipe
    source, target, pairs = made_up(seed, count, lost=lost, added=added, gap=gap, copies=copies)
    if swap:
        source, target, pairs = target, source, [(j, i) for i, j in pairs]
    band = windows(source, target)
    assert band.shape == (len(source), len(target))
    assert (np.diff(band.low) >= 0).all()
    assert (np.diff(band.high) >= 0).all()
    assert not outside(band, pairs)


@given(RECIPES)
@examples(15)
def test_windows_give_the_best_pairs_of_the_whole_search(
    recipe: tuple[int, int, float, float, int, int, bool],
) -> None:
    seed, count, lost, added, gap, _, swap = recipe
    source, target, pairs = made_up(seed, count, lost=lost, added=added, gap=gap)
    if swap:
        source, target, pairs = target, source, [(j, i) for i, j in pairs]
    whole = {(i, j) for i, j in coarse_pass(source, target).pairs.tolist()} & set(pairs)
    found = {(i, j) for i, j in coarse_pass(source, target, SMALL).pairs.tolist()}
    assert whole <= found
    assert whole


@given(st.integers(0, 2**32 - 1), st.integers(1, 300), st.integers(1, 60))
@examples(40)
def test_candidates_are_what_a_sentence_is_most_like(seed: int, count: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    short, long = unit(rng.normal(size=(count, 8))), unit(rng.normal(size=(width, 8)))
    rows = np.arange(0, count, 3)
    pairs, weights = _candidates(short, long, rows, full_band(count, width))
    wanted = []
    for row in rows.tolist():
        ranked = sorted(((float(short[row] @ v), j) for j, v in enumerate(long)), reverse=True)
        rival = ranked[:32][-1][0]
        likest = sorted(ranked[:8], key=lambda found: -found[1])
        wanted += [(row, j, similar - rival) for similar, j in likest]
    assert pairs.tolist() == [[row, j] for row, j, _ in wanted]
    assert weights == pytest.approx([gain for _, _, gain in wanted], abs=1e-6)


def test_short_texts_are_compared_one_and_all() -> None:
    source, target, _ = made_up(1, 500, lost=0.1, added=0.1)
    assert search_windows(source, target) is None


@pytest.mark.parametrize("swap", [False, True])
def test_a_long_text_and_its_digest(swap: bool) -> None:
    source, target, pairs = made_up(5, 9000, lost=0.9, added=0.05)
    if swap:
        source, target, pairs = target, source, [(j, i) for i, j in pairs]
    band = search_windows(source, target)
    assert band is not None
    assert not outside(band, pairs)
    compared = sum(high - low for low, high in (band.window(i, i + 1) for i in range(len(source))))
    assert compared < 0.75 * len(source) * len(target)


def test_strangers_have_windows_too() -> None:
    rng = np.random.default_rng(3)
    source, target = unit(rng.normal(size=(900, 16))), unit(rng.normal(size=(400, 16)))
    band = windows(source, target)
    assert band.shape == (900, 400)
    assert (band.low < band.high).all()
