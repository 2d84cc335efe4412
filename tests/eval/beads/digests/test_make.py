"""Digests whose every sentence is accounted for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.eval.beads.digests.make import Digest, Original, make_digest
from duizhao.eval.beads.digests.synonyms import Synonyms

PLAIN = Synonyms({})


def original(count: int, *, numbered: bool = True) -> Original:
    source = tuple(f"第{k}句话，说的是第{k}件事。" for k in range(count))
    target = tuple(
        f"Sentence {k} says a thing, and it adds something of number {k}." for k in range(count)
    )
    paragraphs = tuple(k // 3 for k in range(count)) if numbered else tuple(range(count))
    return Original(("zh", "en"), source, target, paragraphs)


def digest(count: int, drop: float, seed: int) -> Digest:
    return make_digest(original(count), drop, ["A stranger's words."], PLAIN, f"{seed}")


def pairs(made: Digest) -> Iterator[tuple[int, int]]:
    """Yield the sentences that are linked, in order or out of it."""
    yield from ((i, j) for source, target in made.beads for i in source for j in target)
    yield from made.moved


@examples(60)
@given(st.integers(12, 60), st.sampled_from([0.0, 0.3, 0.5, 0.7, 0.9]), st.integers(0, 10**6))
def test_every_sentence_is_accounted_for(count: int, drop: float, seed: int) -> None:
    made = digest(count, drop, seed)
    source = [text for paragraph in made.source for text in paragraph]
    target = [text for paragraph in made.target for text in paragraph]
    assert source == list(original(count).source)
    assert sorted(i for s, _ in made.beads for i in s) == [*range(len(source))]
    assert sorted(j for _, t in made.beads for j in t) == [*range(len(target))]
    assert len(made.how) == len(target)
    linked = {i for i, _ in pairs(made)}
    assert len(source) - len(linked) == min(round(drop * count), count - 2)
    for i, j in pairs(made):
        assert "stranger" not in target[j]
        assert f" {i} " in target[j] or f"number {i}" in target[j]
    for _, j in made.moved:
        assert "moved" in made.how[j]
        assert "joined" not in made.how[j]


@examples(40)
@given(st.integers(12, 60), st.sampled_from([0.3, 0.7]), st.integers(0, 10**6))
def test_paragraphs_come_from_those_of_their_sentences(count: int, drop: float, seed: int) -> None:
    made = digest(count, drop, seed)
    source = [k for k, paragraph in enumerate(made.source) for _ in paragraph]
    target = [k for k, paragraph in enumerate(made.target) for _ in paragraph]
    links = [frozenset(source[i] for i, j in pairs(made) if target[j] == q) for q in {*target}]
    assert links == list(made.links)


def test_the_same_seed_makes_the_same_digest() -> None:
    assert digest(40, 0.5, 1) == digest(40, 0.5, 1) != digest(40, 0.5, 2)


def test_what_comes_early_stays_rather_than_what_comes_late() -> None:
    kept = [i for seed in range(60) for i, _ in pairs(digest(60, 0.7, seed))]
    assert sum(i < 30 for i in kept) > 1.2 * sum(i >= 30 for i in kept)


@pytest.mark.parametrize("count", [13, 40])
def test_text_without_paragraphs_gets_some(count: int) -> None:
    made = make_digest(original(count, numbered=False), 0.3, [], PLAIN, "one")
    assert 2 <= max(map(len, made.source)) <= 5
    assert sum(map(len, made.source)) == count
