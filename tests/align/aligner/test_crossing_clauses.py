from __future__ import annotations

import numpy as np
import pytest
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.crossing_clauses import Borders, edge_vectors, leaks, no_edges
from duizhao.models.arrays import FloatArray

LEFT = ["alpha beta gamma delta", "epsilon zeta eta theta, iota kappa lambda mu", "nu xi omicron"]
RIGHT = ["Alpha Beta Gamma Delta, Epsilon Zeta Eta Theta", "Iota Kappa Lambda Mu", "Nu Xi Omicron"]


def borders(texts: list[str]) -> Borders:
    encoder = HashEncoder()
    return Borders.of(encoder.encode(texts), edge_vectors(texts, encoder.encode), 0, len(texts) + 1)


def test_a_clause_behind_the_wrong_border_shows_there_and_nowhere_else() -> None:
    found = leaks(borders(LEFT), borders(RIGHT))
    assert found.shape == (4, 4)
    assert found[1, 1] > 0.4
    assert found[2, 2] < 0.2
    # At the ends there is nothing on the other side.
    assert not found[[0, 3]].any()
    assert not found[:, [0, 3]].any()


def test_swapping_the_sides_swaps_the_borders() -> None:
    there, back = leaks(borders(LEFT), borders(RIGHT)), leaks(borders(RIGHT), borders(LEFT))
    assert there == pytest.approx(back.T, abs=1e-6)


def test_only_sentences_of_several_clauses_have_edges() -> None:
    edges = edge_vectors(LEFT, HashEncoder().encode)
    assert edges.any(axis=-1).tolist() == [[False, True, False]] * 2
    whole = HashEncoder().encode(["epsilon zeta eta theta,", "iota kappa lambda mu"])
    assert edges[:, 1] == pytest.approx(whole, abs=1e-6)


def test_nothing_leaks_where_nobody_looked_at_clauses() -> None:
    vectors = HashEncoder().encode(LEFT)
    plain = Borders.of(vectors, no_edges(), 0, 4)
    assert not leaks(plain, plain).any()


@given(st.integers(1, 6), st.data())
def test_some_borders_are_a_part_of_all(number: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, number))
    stop = data.draw(st.integers(first, number)) + 1
    random = np.random.default_rng(number)
    vectors: FloatArray = random.normal(size=(number, 3)).astype(np.float32)
    edges: FloatArray = random.normal(size=(2, number, 3)).astype(np.float32)
    whole, part = Borders.of(vectors, edges, 0, number + 1), Borders.of(vectors, edges, first, stop)
    for name in ("before", "behind", "change"):
        assert (getattr(part, name) == getattr(whole, name)[first:stop]).all()
