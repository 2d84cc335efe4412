from __future__ import annotations

import math
import random

import numpy as np
import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.anchors import Coarse, coarse_pass
from duizhao.align.aligner.band import Band, band_around, full_band
from duizhao.align.aligner.features import (
    FEATURES,
    LONGEST,
    EncodedSide,
    bead_types,
    feature_blocks,
    type_class,
)
from duizhao.align.aligner.lattice import Step
from duizhao.align.aligner.punctuation import CLOSED, DIGITS, EXCLAIMS, INSIDE, OPENS
from duizhao.align.aligner.spans import centred, side_of
from duizhao.align.lengths import length_z
from duizhao.models.arrays import FloatArray

STEPS = bead_types()
LOG_RATIO = 0.3


class Slow:
    """The features of one bead at a time, as their comments in FEATURES put it."""

    def __init__(self, a: EncodedSide, b: EncodedSide, coarse: Coarse) -> None:
        self.a, self.b, self.coarse = a, b, coarse

    def cosine(self, p: int, i: int, q: int, j: int) -> float:
        """Of the p source sentences before i and the q before j; 0 beyond the documents."""
        if not (p <= i <= len(self.a.lengths) and q <= j <= len(self.b.lengths)):
            return 0.0
        u, v = self.a.spans[p - 1, i - 1], self.b.spans[q - 1, j - 1]
        return float(u.astype(np.float64) @ v.astype(np.float64))

    def linked(self, step: Step, i: int, j: int) -> dict[str, float]:
        p, q = step
        value = self.cosine(p, i, q, j)
        members = [value]
        if p > 1:
            members += [self.cosine(1, i - u, q, j) for u in range(p)]
        if q > 1:
            members += [self.cosine(p, i, 1, j - v) for v in range(q)]
        return {
            "similarity": value,
            "weight": value * (p + q) / 2,
            "weakest": min(members) - value,
            "length": self.length(step, i, j),
            "leak": self.leak(i, j),
            **self.marks(step, i, j),
        }

    def marks(self, step: Step, i: int, j: int) -> dict[str, float]:
        """Minus one for each mark that one side alone has."""
        a, b = self.a.marks[:, i - step[0] : i], self.b.marks[:, j - step[1] : j]
        anywhere = {"digits": DIGITS, "exclamation": EXCLAIMS, "quotation": OPENS}
        values = {name: -float(a[k].any() != b[k].any()) for name, k in anywhere.items()}
        values |= {
            name: -float(a[k, -1] != b[k, -1])
            for name, k in (("closed", CLOSED), ("inside", INSIDE))
        }
        if not all(side.marks[[OPENS, CLOSED, INSIDE]].any() for side in (self.a, self.b)):
            values |= dict.fromkeys(("quotation", "closed", "inside"), 0.0)
        return values

    def leak(self, i: int, j: int) -> float:
        """What the four moves of a clause over the border would gain, or nothing."""
        if not (0 < i < len(self.a.lengths) and 0 < j < len(self.b.lengths)):
            return 0.0
        one, other = self.a.spans[0], self.b.spans[0]
        (first_a, last_a), (first_b, last_b) = self.a.edges, self.b.edges
        gains = [
            last_a[i - 1] @ (other[j] - other[j - 1]),
            first_a[i] @ (other[j - 1] - other[j]),
            last_b[j - 1] @ (one[i] - one[i - 1]),
            first_b[j] @ (one[i - 1] - one[i]),
        ]
        return max(0.0, *map(float, gains))

    def length(self, step: Step, i: int, j: int) -> float:
        x = float(self.a.lengths[i - step[0] : i].sum())
        y = float(self.b.lengths[j - step[1] : j].sum())
        variance = 0.05 + 1.0 / (math.sqrt(x * y) + 1.0)
        z = (math.log((x + 1) / (y + 1)) - LOG_RATIO) / math.sqrt(variance)
        return -0.5 * min(z * z, 25.0)

    def null(self, step: Step, i: int, j: int) -> dict[str, float]:
        best = self.coarse.source_best[i - 1] if step[0] else self.coarse.target_best[j - 1]
        x, y = float(self.a.lengths.sum()), float(self.b.lengths.sum())
        explained = y * math.exp(LOG_RATIO) / x
        free = 1 - explained if step[0] else 1 - 1 / explained
        return {
            "unmatched": float(best),
            "slack": math.log(max(free, 0.05)),
            "level": max(self.coarse.level, 0.4),
        }

    def bead(self, step: Step, i: int, j: int) -> list[float]:
        values = self.linked(step, i, j) if all(step) else self.null(step, i, j)
        return [values.get(name, 0.0) for name in FEATURES]


def marked(rng: random.Random, number: int) -> list[str]:
    """Invented sentences, some with clauses, digits, exclamations and quotations."""
    return [
        rng.choice(["{} {}", "{}, {}", "“{}, {}”", "“{} {}", "{}: {}!”", "12 {}, {}"]).format(*pair)
        for pair in zip(invented(rng, number), invented(rng, number), strict=True)
    ]


def sides(seed: int, n: int, m: int) -> tuple[EncodedSide, EncodedSide, Coarse]:
    rng = random.Random(seed)
    a = side_of(marked(rng, n), HashEncoder(), LONGEST)
    b = side_of(marked(rng, m), HashEncoder(), LONGEST)
    return a, b, coarse_pass(a.spans[0], b.spans[0])


def computed(
    a: EncodedSide, b: EncodedSide, coarse: Coarse, band: Band, block: int = 64
) -> FloatArray:
    blocks = list(feature_blocks(a, b, coarse, band, STEPS, LOG_RATIO, rows_at_once=block))
    at = 0
    for cells, values in blocks:
        assert cells.start == at
        assert values.shape == (len(FEATURES), len(STEPS), cells.stop - cells.start)
        at = cells.stop
    assert at == band.starts[-1]
    return np.concatenate([values for _, values in blocks], axis=2)


@given(st.integers(0, 10**6), st.integers(1, 8), st.integers(1, 8), st.integers(1, 9))
@examples(40)
def test_every_bead_has_the_features_that_are_documented(
    seed: int, n: int, m: int, block: int
) -> None:
    a, b, coarse = sides(seed, n, m)
    values = computed(a, b, coarse, full_band(n, m), block)
    slow = Slow(a, b, coarse)
    for t, (p, q) in enumerate(STEPS):
        for i in range(p, n + 1):
            for j in range(q, m + 1):
                cell = i * (m + 1) + j
                assert values[:, t, cell] == pytest.approx(slow.bead((p, q), i, j), abs=1e-4), (
                    f"{p}-{q} that ends in {i}, {j} of {n}, {m}"
                )


@given(st.integers(0, 10**6), st.integers(10, 40), st.integers(10, 40), st.integers(1, 20))
@examples(20)
def test_neither_band_nor_block_size_changes_a_feature(
    seed: int, n: int, m: int, block: int
) -> None:
    a, b, coarse = sides(seed, n, m)
    whole = computed(a, b, coarse, full_band(n, m))
    band = band_around(n, m, [(n // 3, m // 3), (n // 2, m // 2)], reach=1, pad=1)
    some = computed(a, b, coarse, band, block)
    rows, columns = band.cells()
    assert len(rows) < (n + 1) * (m + 1)
    for t, (p, q) in enumerate(STEPS):
        inside = (rows >= p) & (columns >= q)
        cells = (rows * (m + 1) + columns)[inside]
        assert some[:, t, inside] == pytest.approx(whole[:, t, cells], abs=1e-5)


def test_the_weakest_member_of_a_single_pair_is_the_pair() -> None:
    a, b, coarse = sides(3, 6, 6)
    values = computed(a, b, coarse, full_band(6, 6))
    assert (values[FEATURES.index("weakest")] <= 0).all()
    assert (values[FEATURES.index("weakest"), STEPS.index((1, 1))] == 0).all()


@given(st.floats(1, 1e5), st.floats(1, 1e5), st.floats(-2, 2))
def test_both_directions_of_a_pair_are_as_far_off(x: float, y: float, ratio: float) -> None:
    a, b = np.array([x], np.float32), np.array([y], np.float32)
    assert length_z(a, b, ratio) == pytest.approx(-length_z(b, a, -ratio), rel=1e-3, abs=1e-3)


def test_lengths_weigh_more_in_long_sentences() -> None:
    short = length_z(np.array([8.0], np.float32), np.array([4.0], np.float32), 0.0)
    long = length_z(np.array([800.0], np.float32), np.array([400.0], np.float32), 0.0)
    assert 0 < short[0] < long[0]


def test_bead_types_come_with_their_mirrors_and_share_their_class() -> None:
    assert {(q, p) for p, q in STEPS} == set(STEPS)
    assert len(set(STEPS)) == len(STEPS)
    assert max(max(step) for step in STEPS) == LONGEST
    assert all(type_class((p, q)) == type_class((q, p)) for p, q in STEPS)
    assert type_class((1, 1)) == "type 1-1"


@given(st.integers(0, 10**6), st.integers(1, 8))
def test_centring_keeps_units_and_zeros_and_its_input(seed: int, n: int) -> None:
    spans = HashEncoder().encode_spans([*invented(random.Random(seed), n), "."], 3)
    before = spans.copy()
    out = centred(spans)
    assert (spans == before).all()
    assert out.dtype == np.float32
    norms = np.linalg.norm(out, axis=-1)
    filled = np.abs(spans).sum(axis=-1) > 0
    assert norms[filled] == pytest.approx(1.0, abs=1e-5)
    assert (norms[~filled] == 0).all()
    assert not filled[1, 0], "no run of two ends with the first sentence"


def test_run_lengths_add_up() -> None:
    side = EncodedSide(np.zeros((3, 2, 4), np.float32), np.array([5, 7], np.float32))
    assert side.run_lengths().tolist() == [[5, 7], [0, 12], [0, 0]]


@given(st.integers(0, 10**6), st.integers(1, 14), st.integers(1, 7))
@examples(30)
def test_encoding_in_chunks_changes_no_run(seed: int, n: int, chunk: int) -> None:
    texts = invented(random.Random(seed), n)
    whole = side_of(texts, HashEncoder(), LONGEST)
    told: list[int] = []
    parts = side_of(texts, HashEncoder(), LONGEST, told.append, at_once=chunk)
    assert parts.spans == pytest.approx(whole.spans, abs=1e-6)
    assert told == sorted(told)
    assert told[-1] == n
