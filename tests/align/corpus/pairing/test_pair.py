"""Documents are paired by what stands in them."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from helpers.small_corpus import make_corpus
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.corpus.manifest.table import read_table, write_table
from duizhao.align.corpus.pairing.match import Match, candidates, choose, signs_of
from duizhao.align.corpus.pairing.neighbours import nearest
from duizhao.align.corpus.pairing.pair import pair_folders
from duizhao.align.corpus.pairing.profiles import Profile
from duizhao.errors import InputError

pytestmark = pytest.mark.wheel


def test_documents_without_names_are_paired(tmp_path: Path) -> None:
    en, zh = make_corpus(tmp_path, 12, seed=3)
    nameless = tmp_path / "nameless"
    nameless.mkdir()
    files = sorted(zh.rglob("*.txt"))
    random.Random(2).shuffle(files)
    names = {}
    for number, file in enumerate(files[:9]):  # three have no translation
        shutil.copy(file, nameless / f"{number}.txt")
        names[f"{number}.txt"] = file.name
    (nameless / "empty.txt").write_text("", encoding="utf-8")
    found = pair_folders(en, nameless)
    assert [Path(unread.path).name for unread in found.unread] == ["empty.txt"]
    manifest = found.manifest()
    pairs = [entry for entry in manifest if entry.is_pair]
    assert len(pairs) == 9
    assert all(Path(e.source).name == names[Path(e.target).name] for e in pairs)
    assert all(entry.confidence and entry.confidence >= 0.5 for entry in pairs)
    assert sum(entry.is_missing for entry in manifest) == 3
    write_table(manifest, tmp_path / "pairs.tsv")
    again = read_table(tmp_path / "pairs.tsv")
    assert [(e.id, e.source, e.target, e.confidence) for e in again] == [
        (e.id, e.source, e.target, e.confidence) for e in manifest
    ]


def test_folders_of_nothing_are_told(tmp_path: Path) -> None:
    en, zh = make_corpus(tmp_path, 1)
    with pytest.raises(InputError, match="is no folder"):
        pair_folders(en, tmp_path / "no")
    with pytest.raises(InputError, match="given twice"):
        pair_folders(en, en)
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="it has no file"):
        pair_folders(tmp_path / "none", zh)


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 40), st.integers(1, 7))
def test_the_nearest_are_the_nearest(seed: int, n: int, m: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = (rng.standard_normal((size, 8)).astype(np.float32) for size in (n, m))
    numbers, cosines = nearest(a, b, count)
    whole = a @ b.T
    assert numbers.shape == cosines.shape == (n, min(count, m))
    np.testing.assert_allclose(cosines, -np.sort(-whole, axis=1)[:, :count], rtol=1e-5)


def test_an_index_finds_what_comparing_each_with_each_does() -> None:
    pytest.importorskip("faiss", reason="needs the package faiss-cpu")
    rng = np.random.default_rng(5)
    a = rng.standard_normal((3_000, 16)).astype(np.float32)
    a /= np.linalg.norm(a, axis=1)[:, None]
    exact, _ = nearest(a[:500], a, 3)
    found, cosines = nearest(a[:500], a, 3, exact=0)
    shared = [len({*x} & {*y}) for x, y in zip(exact.tolist(), found.tolist(), strict=True)]
    assert sum(shared) / (3 * len(shared)) > 0.97
    assert (np.diff(cosines, axis=1) <= 1e-6).all()


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(-1, 1)),
        unique_by=lambda each: each[:2],
    )
)
def test_each_document_stands_in_one_pair(found: list[tuple[int, int, float]]) -> None:
    signs = [(i, j, signs_of(c, c / 2, c / 2, 0.0, 0.0)) for i, j, c in found]
    chosen: list[Match] = choose(signs, 0.0)
    assert len({match.source for match in chosen}) == len(chosen)
    assert len({match.target for match in chosen}) == len(chosen)
    sure = [match.probability for match in chosen]
    assert sure == sorted(sure, reverse=True)
    # What was left out lost to a likelier one.
    for i, j, _ in signs:
        assert any(match.source == i or match.target == j for match in chosen)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 12))
def test_few_documents_are_compared_with_one_another_and_many_with_the_likest(
    seed: int, n: int, m: int
) -> None:
    rng = np.random.default_rng(seed)
    sides = [
        [
            Profile(f"{lang}{k}", lang, row / np.linalg.norm(row), frozenset(), 100)
            for k, row in enumerate(rng.standard_normal((count, 8)).astype(np.float32))
        ]
        for lang, count in (("en", n), ("zh", m))
    ]
    found = candidates(*sides)
    pairs = [(i, j) for i, j, _ in found]
    assert pairs == sorted(set(pairs))
    everyone = {(i, j) for i in range(n) for j in range(m)}
    assert set(pairs) <= everyone
    if max(n, m) <= 5:
        assert set(pairs) == everyone
    for i in range(n):
        assert sum(pair[0] == i for pair in pairs) >= min(m, 5)
    for j in range(m):
        assert sum(pair[1] == j for pair in pairs) >= min(n, 5)
