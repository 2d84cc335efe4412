from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.align.band import Band, band_around, full_band


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
@settings(deadline=None)
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
@settings(deadline=None)
def test_neighbouring_rows_overlap_so_that_null_beads_lead_through(
    case: tuple[int, int, list[tuple[int, int]]], reach: int, pad: int
) -> None:
    n, m, anchors = case
    band = band_around(n, m, anchors, reach=reach, pad=pad)
    assert (band.low[1:] < band.high[:-1]).all()


@given(anchored(), st.integers(1, 3), st.integers(0, 2))
@settings(deadline=None)
def test_more_reach_or_pad_never_loses_a_cell(
    case: tuple[int, int, list[tuple[int, int]]], reach: int, pad: int
) -> None:
    n, m, anchors = case
    small = kept(band_around(n, m, anchors, reach=reach, pad=pad))
    assert small <= kept(band_around(n, m, anchors, reach=reach + 1, pad=pad))
    assert small <= kept(band_around(n, m, anchors, reach=reach, pad=pad + 1))


@given(anchored(), st.integers(1, 40), st.integers(0, 3))
@settings(deadline=None)
def test_without_enough_anchors_everything_is_kept(
    case: tuple[int, int, list[tuple[int, int]]], extra: int, pad: int
) -> None:
    n, m, anchors = case
    band = band_around(n, m, anchors, reach=len(anchors) + extra, pad=pad)
    assert kept(band) == kept(full_band(n, m))


@given(st.integers(0, 12), st.integers(0, 12))
@settings(deadline=None)
def test_the_full_band_keeps_every_cell(n: int, m: int) -> None:
    band = full_band(n, m)
    check(band, n, m)
    assert len(kept(band)) == band.starts[-1] == (n + 1) * (m + 1)


@given(anchored())
@settings(deadline=None)
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
