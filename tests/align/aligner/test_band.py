from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.band import Band, band_along, band_around, full_band, joined, narrowed


@st.composite
def anchored(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int]]]:
    n, m = draw(st.integers(1, 30)), draw(st.integers(1, 30))
    count = draw(st.integers(0, min(n, m)))
    rows = sorted(draw(st.sets(st.integers(0, n - 1), min_size=count, max_size=count)))
    columns = sorted(draw(st.sets(st.integers(0, m - 1), min_size=count, max_size=count)))
    return n, m, list(zip(rows, columns, strict=True))


def kept(band: Band) -> set[tuple[int, int]]:
    return {
        (i, j)
        for i, (low, high) in enumerate(zip(band.low, band.high, strict=True))
        for j in range(low, high)
    }


def check(band: Band, n: int, m: int) -> None:
    assert band.shape == (n, m)
    assert (np.diff(band.low) >= 0).all()
    assert (np.diff(band.high) >= 0).all()
    assert (band.low < band.high).all(), "no row is empty"
    assert band.low.min() >= 0
    assert band.high.max() <= m + 1
    assert {(0, 0), (n, m)} <= kept(band)


@given(anchored(), st.integers(1, 6), st.integers(0, 5))
def test_a_band_holds_its_anchors_and_both_corners(
    case: tuple[int, int, list[tuple[int, int]]], reach: int, pad: int
) -> None:
    n, m, anchors = case
    band = band_around(n, m, anchors, reach=reach, pad=pad)
    check(band, n, m)
    cells = kept(band)
    for a, b in anchors:
        # The cell before the pair and the cell after it: the bead 1-1 fits between them.
        assert {(a, b), (a + 1, b + 1)} <= cells


@given(anchored(), st.integers(1, 3), st.integers(0, 2))
def test_neighbouring_rows_overlap_so_that_null_beads_lead_through(
    case: tuple[int, int, list[tuple[int, int]]], reach: int, pad: int
) -> None:
    n, m, anchors = case
    band = band_around(n, m, anchors, reach=reach, pad=pad)
    assert (band.low[1:] < band.high[:-1]).all()


@given(anchored(), st.integers(1, 3), st.integers(0, 2))
def test_more_reach_or_pad_never_loses_a_cell(
    case: tuple[int, int, list[tuple[int, int]]], reach: int, pad: int
) -> None:
    n, m, anchors = case
    small = kept(band_around(n, m, anchors, reach=reach, pad=pad))
    assert small <= kept(band_around(n, m, anchors, reach=reach + 1, pad=pad))
    assert small <= kept(band_around(n, m, anchors, reach=reach, pad=pad + 1))


@given(anchored(), st.integers(1, 40), st.integers(0, 3))
def test_without_enough_anchors_everything_is_kept(
    case: tuple[int, int, list[tuple[int, int]]], extra: int, pad: int
) -> None:
    n, m, anchors = case
    band = band_around(n, m, anchors, reach=len(anchors) + extra, pad=pad)
    assert kept(band) == kept(full_band(n, m))


@given(st.integers(0, 12), st.integers(0, 12))
def test_the_full_band_keeps_every_cell(n: int, m: int) -> None:
    band = full_band(n, m)
    check(band, n, m)
    assert len(kept(band)) == band.starts[-1] == (n + 1) * (m + 1)


@given(anchored())
def test_cells_are_numbered_row_by_row(case: tuple[int, int, list[tuple[int, int]]]) -> None:
    n, m, anchors = case
    band = band_around(n, m, anchors, reach=1, pad=1)
    rows, columns = band.cells()
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == sorted(kept(band))
    for i in range(n + 1):
        assert (rows[band.starts[i]], columns[band.starts[i]]) == (i, band.low[i])


def test_a_gap_between_anchors_is_searched_whole() -> None:
    # Anchors on the diagonal, but none between 10 and 410 of 420 source sentences.
    anchors = [(i, i) for i in range(10)] + [(i, i - 400) for i in range(410, 420)]
    band = band_around(420, 20, anchors, reach=2, pad=0)
    assert band.low[200] == 8
    assert band.high[200] == 13
    assert band.starts[-1] < 421 * 21


@given(anchored(), st.data(), st.integers(1, 24), st.integers(0, 3))
def test_trust_adds_up_to_reach(
    case: tuple[int, int, list[tuple[int, int]]], data: st.DataObject, eighths: int, pad: int
) -> None:
    n, m, anchors = case
    # Eighths add up exactly, so that sums that reach are told from sums that do not.
    size = len(anchors)
    trust = data.draw(
        st.lists(st.integers(1, 8).map(lambda k: k / 8), min_size=size, max_size=size)
    )
    band = band_around(n, m, anchors, reach=eighths / 8, pad=pad, trust=trust)
    check(band, n, m)
    weighed = list(zip(anchors, trust, strict=True))
    for i in range(n + 1):
        low, total = 0, 0.0
        for (row, column), own in reversed(weighed):
            total += own if row < i else 0.0
            if total >= eighths / 8:
                low = max(column - pad, 0)
                break
        high, total = m, 0.0
        for (row, column), own in weighed:
            total += own if row >= i else 0.0
            if total >= eighths / 8:
                high = min(column + 1 + pad, m)
                break
        assert band.low[i] == (low if i else 0)
        assert band.high[i] == (high if i < n else m) + 1


def test_an_unsure_anchor_counts_for_less_than_a_sure_one() -> None:
    anchors = [(i, i) for i in range(0, 40, 4)]
    sure = band_around(40, 40, anchors, reach=2, pad=0)
    unsure = band_around(40, 40, anchors, reach=2, pad=0, trust=np.full(10, 0.25))
    assert kept(sure) < kept(unsure)


def way(n: int, m: int, anchors: list[tuple[int, int]], row: int) -> tuple[Fraction, Fraction]:
    """The lowest and the highest column at which the way from anchor to anchor is in a row."""
    points = [(0, 0), *((a + k, b + k) for a, b in anchors for k in (0, 1)), (n, m)]
    found = [Fraction(b) for a, b in points if a == row]
    for (a, b), (c, d) in itertools.pairwise(points):
        if a < row < c:
            found.append(Fraction(b) + Fraction((d - b) * (row - a), c - a))
    return min(found), max(found)


@given(anchored(), st.integers(1, 12))
@examples(40)
def test_a_narrowed_band_keeps_what_is_near_the_way_and_nothing_else(
    case: tuple[int, int, list[tuple[int, int]]], half: int
) -> None:
    n, m, anchors = case
    numbers = np.array(anchors, np.int64).reshape(-1, 2)
    band = full_band(n, m)
    narrow = narrowed(band, numbers, half)
    check(narrow, n, m)
    assert (narrow.low[1:] < narrow.high[:-1]).all(), "null beads lead from row to row"
    cells = kept(narrow)
    for i in range(n + 1):
        first, last = way(n, m, anchors, i)
        for j in range(m + 1):
            if first <= j <= last:
                assert (i, j) in cells, "the way itself, however long it stays in a row"
            if first == last and abs(j - first) <= half:
                assert (i, j) in cells
            back, ahead = way(n, m, anchors, max(i - half, 0)), way(n, m, anchors, min(i + half, n))
            near = first - half <= j <= last + half or back[0] <= j <= ahead[1]
            # Fractions that are rounded up and down may add a cell on either side.
            wider = near or min(first - half, back[0]) - 1 <= j <= max(last + half, ahead[1]) + 1
            corner = i in (0, n)
            assert wider or corner or (i, j) not in cells


@given(anchored(), st.integers(1, 6), st.integers(1, 3))
def test_narrowing_takes_from_the_band_that_it_is_given(
    case: tuple[int, int, list[tuple[int, int]]], half: int, reach: int
) -> None:
    n, m, anchors = case
    numbers = np.array(anchors, np.int64).reshape(-1, 2)
    band = band_around(n, m, anchors, reach=reach, pad=2)
    narrow = narrowed(band, numbers, half)
    check(narrow, n, m)
    assert kept(narrow) == kept(band) & kept(narrowed(full_band(n, m), numbers, half))
    assert kept(narrow) <= kept(narrowed(band, numbers, half + 1)) <= kept(band)
    assert kept(narrowed(band, numbers, n + m)) == kept(band)
    for a, b in anchors:
        assert {(a, b), (a + 1, b + 1)} <= kept(narrow)


@given(st.lists(anchored(), min_size=1, max_size=4), st.integers(0, 2))
def test_joined_bands_are_the_cells_of_all_of_them(
    cases: list[tuple[int, int, list[tuple[int, int]]]], pad: int
) -> None:
    corners = [(0, 0)]
    bands, cells = [], set()
    for n, m, anchors in cases:
        i, j = corners[-1]
        bands.append(band_around(n, m, anchors, reach=1, pad=pad))
        cells |= {(i + a, j + b) for a, b in kept(bands[-1])}
        corners.append((i + n, j + m))
    whole = joined(bands, corners)
    check(whole, *corners[-1])
    assert kept(whole) == cells
    assert set(corners) <= cells


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_a_band_along_a_path_holds_it(steps: list[tuple[int, int]]) -> None:
    path = [(0, 0)]
    for down, right in steps:
        path.append((path[-1][0] + down, path[-1][1] + right))
    n, m = path[-1]
    band = band_along(n, m, path)
    check(band, n, m)
    assert set(path) <= kept(band)
    assert len(kept(band)) <= (n + 1) + m + sum(q for _, q in steps) + len(path)
