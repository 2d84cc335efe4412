from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.features import bead_types
from duizhao.align.aligner.lattice import Step
from duizhao.eval.encoders.token_coverage import TokenSide, bead_coverage, token_sides
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import TokenEncoder, TokenVectors

STEPS = bead_types()


class WordEncoder(HashEncoder):
    """Shows the words of a text, each with its fixed direction."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        shown = []
        for text in texts:
            words = list(re.finditer(r"\w+", text))
            starts, ends = (np.array([w.span()[k] for w in words], np.intp) for k in (0, 1))
            shown.append(TokenVectors(starts, ends, self.encode([w[0] for w in words])))
        return shown


def side(rng: np.random.Generator, counts: Sequence[int]) -> TokenSide:
    """Random tokens, so many a sentence; none is a single one of zeros."""
    vectors, weights = [], []
    for count in counts:
        rows = rng.normal(size=(max(count, 1), 6)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        vectors.append(rows * (count > 0))
        weights += [float(rng.uniform(0.1, 3)) * (count > 0) for _ in rows]
    bounds = np.concatenate([[0], np.cumsum([len(rows) for rows in vectors])]).astype(np.intp)
    return TokenSide(np.concatenate(vectors), np.array(weights, np.float32), bounds)


def one_share(of: TokenSide, by: TokenSide, of_run: range, by_run: range) -> float:
    """The weighted mean of what the tokens of one run find at best in the other one."""
    found = total = 0.0
    others = range(int(by.bounds[by_run.start]), int(by.bounds[by_run.stop]))
    for token in range(int(of.bounds[of_run.start]), int(of.bounds[of_run.stop])):
        best = max(float(of.vectors[token] @ by.vectors[other]) for other in others)
        found += float(of.weights[token]) * best
        total += float(of.weights[token])
    return found / total if total else 0.0


def slow(a: TokenSide, b: TokenSide, step: Step, i: int, j: int) -> tuple[float, float]:
    """The two shares of the bead whose last sentences are i and j, by definition."""
    rows, columns = range(i - step[0] + 1, i + 1), range(j - step[1] + 1, j + 1)
    if rows.start < 0 or columns.start < 0:
        return 0.0, 0.0
    return one_share(a, b, rows, columns), one_share(b, a, columns, rows)


sizes = st.lists(st.integers(0, 4), min_size=1, max_size=8)


@examples(40)
@given(sizes, sizes, st.integers(0, 2**32 - 1), st.data())
def test_every_bead_of_a_block_has_the_coverage_of_its_definition(
    source: list[int], target: list[int], seed: int, data: st.DataObject
) -> None:
    rng = np.random.default_rng(seed)
    a, b = side(rng, source), side(rng, target)
    rows, columns = (
        slice(*sorted(data.draw(st.sets(st.integers(0, len(n)), min_size=2, max_size=2))))
        for n in (source, target)
    )
    found = bead_coverage(a, b, rows, columns, STEPS)
    assert set(found) == {step for step in STEPS if 0 not in step}
    for step, shares in found.items():
        assert shares.shape == (2, rows.stop - rows.start, columns.stop - columns.start)
        for i in range(rows.start, rows.stop):
            for j in range(columns.start, columns.stop):
                here = shares[:, i - rows.start, j - columns.start]
                assert here == pytest.approx(slow(a, b, step, i, j), abs=1e-5)


def coverage(source: Sequence[str], target: Sequence[str]) -> dict[Step, FloatArray]:
    encoder = WordEncoder()
    assert isinstance(encoder, TokenEncoder)
    a, b = token_sides(source, target, encoder)
    return bead_coverage(a, b, slice(0, len(source)), slice(0, len(target)), STEPS)


def test_a_clause_that_the_other_side_lacks_lowers_the_share_of_its_own_side() -> None:
    source = ["he shut the door and walked into rain", "nobody saw him", "dawn came late"]
    target = ["HE SHUT THE DOOR", "AND WALKED INTO RAIN", "NOBODY SAW HIM", "DAWN CAME LATE"]
    found = coverage(source, target)
    half, whole = found[1, 1][:, 0, 0], found[1, 2][:, 0, 1]
    assert half[1] == pytest.approx(1, abs=1e-4)
    assert half[0] < 0.7
    assert whole == pytest.approx([1, 1], abs=1e-4)
    # One sentence too many is covered no better, and its own side worse.
    assert found[1, 3][1, 0, 2] < 0.8


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    sentences = [f"the cat{n}" for n in range(30)]
    a, _ = token_sides(sentences, ["THE DOG"], WordEncoder())
    common, rare = a.weights[::2], a.weights[1::2]
    assert (rare > 3 * common).all()
    assert (common > 0).all()


def test_a_sentence_without_a_token_covers_nothing_and_weighs_nothing() -> None:
    a, b = token_sides(["one two", "—", "three four"], ["ONE TWO", "…"], WordEncoder())
    assert a.bounds.tolist() == [0, 2, 3, 5]
    assert a.weights[2] == 0
    assert not a.vectors[2].any()
    found = bead_coverage(a, b, slice(0, 3), slice(0, 2), STEPS)
    assert not found[1, 1][:, 1, 1].any()
    assert np.isfinite(np.concatenate([shares.ravel() for shares in found.values()])).all()


def test_texts_without_any_token_are_compared_as_well() -> None:
    found = coverage(["—", "…"], ["!"])
    assert all(not shares.any() for shares in found.values())


def test_a_long_document_is_encoded_as_a_short_one() -> None:
    sentences = [f"w{n} w{n + 1} w{n * 7} again" for n in range(40)]
    at_once = token_sides(sentences, sentences, WordEncoder())
    by_parts = token_sides(sentences, sentences, WordEncoder(), at_once=7)
    for a, b in zip(at_once, by_parts, strict=True):
        assert a.bounds.tolist() == b.bounds.tolist()
        assert a.weights.tolist() == b.weights.tolist()
        assert np.allclose(a.vectors, b.vectors, atol=1e-6)


def test_the_same_texts_give_the_same_numbers_whatever_block_is_asked_for() -> None:
    sentences = [f"w{n} w{n + 1} w{n * 7} again" for n in range(40)]
    a, b = token_sides(sentences, sentences[5:], WordEncoder())
    whole = bead_coverage(a, b, slice(0, 40), slice(0, 35), STEPS)
    part = bead_coverage(a, b, slice(20, 31), slice(7, 19), STEPS)
    for step, shares in part.items():
        assert np.allclose(shares, whole[step][:, 20:31, 7:19], atol=1e-6)
