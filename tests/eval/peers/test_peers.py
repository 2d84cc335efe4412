"""The aligners of the benchmark: Bertalign's method against brute force, all on small work."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from helpers.build import read_lines
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented, translated
from helpers.material import shared
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.spans import centred
from duizhao.corpora.alignment import Bead
from duizhao.errors import EncoderError
from duizhao.eval.beads.scores import score_documents
from duizhao.eval.gold.pairs import load_pairs
from duizhao.eval.measuring.saved_vectors import Model, SavedEncoder
from duizhao.eval.peers.base import LONGEST_SPAN, Aligner, Work
from duizhao.eval.peers.bertalign import BERTALIGN, Path, align_spans, find_anchors
from duizhao.eval.peers.registry import PEERS, ours, texts_beside
from duizhao.models.arrays import FloatArray
from duizhao.models.use.encoder import EmbeddedEncoder

SKIP = -0.1
HASH = Model.of(HashEncoder())
OURS = ours(HashEncoder())


def unit_rows(rng: np.random.Generator, *shape: int) -> FloatArray:
    rows = rng.normal(size=shape).astype(np.float32)
    unit: FloatArray = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return unit


class Slow:
    """Bertalign's bead worth, written out bead by bead."""

    def __init__(
        self, source: FloatArray, target: FloatArray, bytes_of: tuple[list[int], list[int]]
    ) -> None:
        self.sides = source, target
        self.bytes_of = bytes_of

    def worth(self, rows: tuple[int, int], columns: tuple[int, int]) -> float:
        if rows[0] == rows[1] or columns[0] == columns[1]:
            return SKIP
        source, target = (
            side[end - start - 1, end - 1]
            for side, (start, end) in zip(self.sides, (rows, columns), strict=True)
        )
        beside = (self._beside(source, 1, columns) + self._beside(target, 0, rows)) / 2
        left, right = self.bytes_of
        a, b = sum(left[slice(*rows)]), sum(right[slice(*columns)]) * sum(left) / sum(right)
        return float((source @ target - beside) * np.log2(1 + min(a, b) / max(a, b)))

    def _beside(self, vector: FloatArray, side: int, run: tuple[int, int]) -> float:
        singles = self.sides[side][0]
        near = [i for i in (run[0] - 1, run[1]) if 0 <= i < len(singles)]
        return float(np.mean([vector @ singles[i] for i in near])) if near else 0.0


def all_paths(n: int, m: int) -> Iterator[Path]:
    if not n and not m:
        yield []
    steps = [(1, 0), (0, 1), *((p, q) for p in range(1, 8) for q in range(1, 9 - p))]
    for p, q in steps:
        if p <= n and q <= m:
            for path in all_paths(n - p, m - q):
                yield [*path, ((n - p, n), (m - q, m))]


@examples(40)
@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 4))
def test_no_path_is_worth_more_than_the_one_found(seed: int, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    source, target = unit_rows(rng, LONGEST_SPAN, n, 4), unit_rows(rng, LONGEST_SPAN, m, 4)
    lengths = rng.integers(3, 60, n).tolist(), rng.integers(3, 60, m).tolist()
    slow = Slow(source, target, lengths)

    def total(path: Path) -> float:
        return sum(slow.worth(*ranges) for ranges in path)

    found = align_spans(source, target, np.array(lengths[0], float), np.array(lengths[1], float))
    best = max(total(path) for path in all_paths(n, m))
    assert total(found) == pytest.approx(best, abs=1e-5)


@examples(60)
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 6))
def test_no_chain_of_proposals_is_heavier_than_the_anchors(seed: int, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    source, target = unit_rows(rng, n, 3), unit_rows(rng, m, 3)
    cosines = source @ target.T
    nearest = np.argsort(-cosines, axis=1)[:, :3]
    proposals = [(i, int(j)) for i in range(n) for j in nearest[i]]

    def heaviest(row: int, column: int) -> float:
        later = [(i, j) for i, j in proposals if i >= row and j >= column]
        return max([0.0, *(float(cosines[i, j]) + heaviest(i + 1, j + 1) for i, j in later)])

    found = find_anchors(source, target)
    assert set(found) <= set(proposals)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(found))
    weight = sum(float(cosines[i, j]) for i, j in found)
    assert weight == pytest.approx(heaviest(0, 0), abs=1e-5)


def test_a_text_without_a_translation_is_all_null_beads() -> None:
    source, target = unit_rows(np.random.default_rng(1), LONGEST_SPAN, 3, 4), np.zeros((8, 0, 4))
    found = align_spans(source, target.astype(np.float32), np.ones(3), np.ones(0))
    assert found == [((0, 1), (0, 0)), ((1, 2), (0, 0)), ((2, 3), (0, 0))]


def work_of(
    source: Sequence[str], target: Sequence[str], *, centre: bool, encoder: HashEncoder
) -> Work:
    spans = [encoder.encode_spans(texts, LONGEST_SPAN) for texts in (source, target)]
    if centre:
        spans = [centred(side) for side in spans]
    # As read-only as the saved vectors that the benchmark maps.
    for side in spans:
        side.setflags(write=False)
    documents = read_lines(source), read_lines(target, path="b.txt")
    work = Work(*documents, spans[0], spans[1], HASH)
    if centre:
        return work
    beside = texts_beside(work, encoder)
    return replace(work, beside=([*beside], np.array([*beside.values()])))


def installed(aligner: Aligner) -> None:
    if aligner.missing:
        pytest.skip(f"needs the package {aligner.missing}")


@pytest.mark.parametrize("aligner", [OURS, *PEERS], ids=lambda each: each.name)
def test_aligners_deal_with_every_sentence_once(aligner: Aligner) -> None:
    installed(aligner)
    rng = random.Random(5)
    source = invented(rng, 60)
    target, gold = translated(rng, source, dropped=range(20, 26))
    beads = aligner.align(work_of(source, target, centre=aligner.centred, encoder=HashEncoder()))
    assert sorted(i for bead in beads for i in bead.source) == list(range(len(source)))
    assert sorted(j for bead in beads for j in bead.target) == list(range(len(target)))
    # Gale-Church sees lengths alone.
    floor = 0.1 if aligner.name == "Gale-Church" else 0.75
    assert score_documents([(gold, beads)]).strict.f1 >= floor


def test_long_texts_are_searched_near_the_anchors() -> None:
    rng = random.Random(8)
    source = invented(rng, 300)
    target, gold = translated(rng, source, dropped=range(100, 180))
    beads = BERTALIGN.align(work_of(source, target, centre=True, encoder=HashEncoder()))
    assert score_documents([(gold, beads)]).strict.f1 >= 0.9


def test_saved_vectors_give_the_alignment_of_the_encoder() -> None:
    rng = random.Random(6)
    # More sentences than are encoded at a time, some of them the same.
    source = [*invented(rng, 520), "w1 w2 w3 w4.", "w1 w2 w3 w4."]
    target, _ = translated(rng, source)
    encoder = HashEncoder()
    expected = find_beads(read_lines(source), read_lines(target, path="b.txt"), encoder).beads
    assert tuple(OURS.align(work_of(source, target, centre=False, encoder=encoder))) == expected


@examples(30)
@given(st.lists(st.sampled_from(["a b.", "c.", "d e f."]), min_size=1, max_size=9), st.data())
def test_saved_runs_are_those_of_the_encoder(texts: list[str], data: st.DataObject) -> None:
    encoder = HashEncoder()
    saved = SavedEncoder(HASH, [(texts, encoder.encode_spans(texts, 4))])
    start = data.draw(st.integers(0, len(texts) - 1))
    stop = data.draw(st.integers(start, len(texts)))
    longest = data.draw(st.integers(1, 4))
    part = texts[start:stop]
    np.testing.assert_array_equal(
        saved.encode_spans(part, longest), encoder.encode_spans(part, longest)
    )
    np.testing.assert_array_equal(saved.encode(part), encoder.encode(part))


def test_what_was_not_saved_is_refused() -> None:
    saved = SavedEncoder(HASH, [(["a.", "b."], HashEncoder().encode_spans("ab", 2))])
    with pytest.raises(EncoderError, match=r"no vector was saved for 'c\.'"):
        saved.encode(["c."])
    beyond = SavedEncoder(HASH, [], beyond=HashEncoder())
    np.testing.assert_array_equal(beyond.encode(["c."]), HashEncoder().encode(["c."]))
    assert list(beyond.beside) == ["c."]
    with pytest.raises(EncoderError, match=r"no vector was saved for 'b\.'"):
        saved.encode_spans(["b.", "a."], 1)


def test_bertalign_is_as_good_on_novels_as_the_program_was() -> None:
    encoder = EmbeddedEncoder()
    scored = []
    for pair in load_pairs(shared("data/mac-dev")).pairs:
        source, target = (
            encoder.encode_spans([s.text for s in side.sentences], LONGEST_SPAN)
            for side in (pair.source, pair.target)
        )
        work = Work(pair.source, pair.target, source, target, Model.of(encoder))
        scored.append((pair.beads, BERTALIGN.align(work)))
    # .860 was measured of the program, with this model and every run read as one text.
    assert score_documents(scored).strict.f1 == pytest.approx(0.860, abs=0.01)


def test_an_absent_package_is_named() -> None:
    absent = Aligner("None", "none", BERTALIGN.align, "no-such-package", "no_such_module")
    assert absent.missing == "no-such-package"
    assert absent.signature == "aligner:none"
    assert BERTALIGN.missing is None
    assert [Bead((0,), (0,))] == list(
        BERTALIGN.align(work_of(["a b."], ["A B."], centre=False, encoder=HashEncoder()))
    )
