"""The dictionary beside jieba's own, and its tree beside a plain dictionary."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.text.dictionary.table import word_table

TOTAL = 60_101_967  # of all frequencies


@cache
def jieba_words() -> dict[str, tuple[int, str]]:
    import jieba

    with jieba.dt.get_dict_file() as file:
        lines = file.read().decode("utf-8").splitlines()
    rows = (line.split() for line in lines)
    return {word: (int(often), tag) for word, often, tag in rows}


def paths(text: str) -> Iterator[tuple[int, ...]]:
    """Yield all ways through a text of dictionary words, and of characters that begin none."""
    if not text:
        yield ()
        return
    words = [end for end in range(1, len(text) + 1) if text[:end] in jieba_words()]
    for end in words or [1]:
        for rest in paths(text[end:]):
            yield (end, *(end + step for step in rest))


def test_every_word_of_jieba_is_there_with_its_class() -> None:
    table = word_table()
    for word, (_, tag) in list(jieba_words().items())[::97]:
        assert table.has(word)
        assert not table.has(word + "阈阈")
        if len(word) == 1:
            assert [*table.path(word)] == [(1, tag)]


@given(st.text("南京市长江大桥上海自来水来自海上研究生命起源阈%", min_size=1, max_size=9))
def test_no_path_is_more_probable(text: str) -> None:
    words = jieba_words()

    def probability(ends: tuple[int, ...]) -> float:
        starts = (0, *ends)
        pieces = (text[a:b] for a, b in zip(starts, ends, strict=False))
        return sum(math.log(words.get(piece, (1, ""))[0] / TOTAL) for piece in pieces)

    found = tuple(step.end for step in word_table().path(text))
    best = max(map(probability, paths(text)))
    assert abs(probability(found) - best) < 1e-9


@given(st.text(max_size=30))
def test_any_text_is_parted_whole(text: str) -> None:
    ends: list[Any] = [step.end for step in word_table().path(text)]
    assert ends == sorted(set(ends))
    assert ends[-1:] == ([len(text)] if text else [])
