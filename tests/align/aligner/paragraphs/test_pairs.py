"""Which paragraphs belong together, compared with a slow and obvious way to weigh them."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.anchors import Coarse, coarse_pass
from duizhao.align.aligner.paragraphs.pairs import PAIR, find_pairs, pair_signs
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document, Sentence
from duizhao.corpora.reading.read import document_from_text
from duizhao.models.arrays import FloatArray

Vectors = tuple[FloatArray, FloatArray]


def text(rng: random.Random, count: int, lang: str, longest: int = 4) -> Document:
    lines = [f"Sentence {k}." for k in range(count)]
    paragraphs = []
    while lines:
        size = rng.randint(1, longest)
        paragraphs.append("\n".join(lines[:size]))
        lines = lines[size:]
    return document_from_text("\n\n".join(paragraphs), lang=lang, path=lang, presplit=True)


def unit(rng: np.random.Generator, count: int) -> FloatArray:
    rows = rng.normal(size=(count, 8)).astype(np.float32)
    found: FloatArray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def made(seed: int, n: int, m: int) -> tuple[tuple[Document, Document], list[Bead], Vectors]:
    rng = random.Random(seed)
    documents = text(rng, n, "en"), text(rng, m, "zh")
    at, beads = 0, []
    for j in range(m):
        at = rng.randint(at, n)
        source = () if at >= n or rng.random() < 0.3 else tuple(range(at, min(n, at + 2)))
        beads.append(Bead(source, (j,), rng.random()))
    numbers = np.random.default_rng(seed)
    return documents, beads, (unit(numbers, n), unit(numbers, m))


def blocks(document: Document) -> list[list[Sentence]]:
    return [
        [s for s in document.sentences if s.block == block] for block in range(len(document.blocks))
    ]


def slow_signs(
    documents: tuple[Document, Document], beads: list[Bead], vectors: Vectors, coarse: Coarse
) -> dict[tuple[int, int], dict[str, float]]:
    """Weigh every pair by loops."""
    source, target = map(blocks, documents)

    def margin(i: int, j: int) -> float:
        usual = 0.5 * (coarse.source_background[i] + coarse.target_background[j])
        return float(vectors[0][i] @ vectors[1][j] - usual)

    def best(p: int, j: int) -> float:
        return max(margin(s.id, j) for s in source[p])

    def lead(p: int, q: int) -> float:
        leads = []
        for sentence in target[q]:
            others = [best(other, sentence.id) for other in range(len(source)) if other != p]
            leads.append(best(p, sentence.id) - max(others, default=0.0))
        return max(leads)

    def surest(p: int, q: int) -> float:
        rows, columns = {s.id for s in source[p]}, {s.id for s in target[q]}
        return max(
            (b.probability for b in beads if rows & {*b.source} and columns & {*b.target}),
            default=0.0,
        )

    homes = []
    for q in range(len(target)):
        sure, home = max((surest(p, q), p) for p in range(len(source)))
        homes.append(home if sure > 0.5 else None)
    out = {}
    for q in range(len(target)):
        known = [home for home in homes[:q] if home is not None]
        later = [home for home in homes[q + 1 :] if home is not None]
        ends = known[-1] if known else 0, later[0] if later else len(source) - 1
        for p in range(len(source)):
            held = max(surest(p, q), 0.01)
            away = max(min(ends) - p, p - max(ends), 0)
            out[q, p] = {
                "bias": 1.0,
                "bead": math.log(held / (1.01 - held)),
                "lead": lead(p, q),
                "away": math.log1p(away),
            }
    return out


@examples(40)
@given(st.integers(0, 10**6), st.integers(1, 14), st.integers(1, 12), st.booleans())
def test_signs_are_those_of_the_slow_way(seed: int, n: int, m: int, windowed: bool) -> None:
    documents, beads, vectors = made(seed, n, m)
    coarse = coarse_pass(*vectors)
    sentences = list(documents[0].sentences), list(documents[1].sentences)
    signs = pair_signs(sentences, beads, vectors, coarse, most_pairs=0 if windowed else 10**6)
    slow = slow_signs(documents, beads, vectors, coarse)
    for pair, values in signs.items():
        assert list(values) == list(PAIR.weights)
        for name, value in values.items():
            assert value == pytest.approx(slow[pair][name], abs=1e-4), (pair, name)
    tied = {
        (documents[1].sentences[j].block, documents[0].sentences[i].block)
        for bead in beads
        for i in bead.source
        for j in bead.target
    }
    assert tied <= signs.keys()
    for q in range(len(documents[1].blocks)):
        leads = sorted((slow[q, p]["lead"] for p in range(len(documents[0].blocks))), reverse=True)
        kept = sorted((signs[pair]["lead"] for pair in signs if pair[0] == q), reverse=True)
        assert kept[:3] == pytest.approx(leads[:3], abs=1e-4)


def test_text_of_single_sentences_has_no_links_of_paragraphs() -> None:
    rng = random.Random(1)
    sides = [list(text(rng, 6, lang, longest=1).sentences) for lang in ("en", "zh")]
    rows = unit(np.random.default_rng(1), 6)
    beads = [Bead((k,), (k,)) for k in range(6)]
    assert find_pairs((sides[0], sides[1]), beads, (rows, rows), coarse_pass(rows, rows)) == ()


def test_one_paragraph_each_has_none_either() -> None:
    lines = "\n".join(f"Sentence {k}." for k in range(6))
    sides = [
        list(document_from_text(lines, lang=lang, path=lang, presplit=True).sentences)
        for lang in ("en", "zh")
    ]
    rows = unit(np.random.default_rng(1), 6)
    beads = [Bead((k,), (k,)) for k in range(6)]
    assert find_pairs((sides[0], sides[1]), beads, (rows, rows), coarse_pass(rows, rows)) == ()


def test_a_paragraph_longer_than_a_piece_is_read_in_pieces() -> None:
    count = 1300
    lines = [f"Sentence {k}." for k in range(count)]
    paragraphs = "\n".join(lines[:-2]), "\n".join(lines[-2:])
    sides = [
        list(document_from_text("\n\n".join(paragraphs), lang=x, presplit=True).sentences)
        for x in ("en", "zh")
    ]
    rows = unit(np.random.default_rng(1), count)
    beads = [Bead((k,), (k,), 0.97) for k in range(count)]
    for most_pairs in (0, count**2):
        signs = pair_signs(
            (sides[0], sides[1]),
            beads,
            (rows, rows),
            coarse_pass(rows, rows),
            most_pairs=most_pairs,
        )
        assert signs[0, 0]["lead"] > 0.3
        assert signs[1, 1]["lead"] > 0.1
        assert signs[0, 0]["bead"] == signs[1, 1]["bead"] > 3


def test_what_beads_tie_surely_belongs_together_and_what_nothing_ties_does_not() -> None:
    rng = random.Random(3)
    sides = [list(text(rng, 30, lang).sentences) for lang in ("en", "zh")]
    rows = unit(np.random.default_rng(2), 30)
    beads = [Bead((k,), (k,), 0.98) for k in range(30)]
    pairs = find_pairs((sides[0], sides[1]), beads, (rows, rows), coarse_pass(rows, rows))
    tied = {(a.block, b.block) for a, b in zip(*sides, strict=True)}
    assert {(p.source, p.target) for p in pairs if p.probability > 0.5} == tied
    assert all(0 <= pair.probability <= 1 for pair in pairs)
