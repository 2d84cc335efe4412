"""The heaviest passages are those that trying all of them finds."""

from __future__ import annotations

from itertools import combinations, pairwise, product

import numpy as np
import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.spans.borders import Border, Borders, borders
from duizhao.align.findings.spans.heaviest_spans import (
    heaviest_span,
    heaviest_spans,
    running_sums,
)
from duizhao.align.findings.spans.units import units


def weighed(text: str, lang: str, lost: str) -> tuple[int, int]:
    """Return the passage where the words of some text are lost and all others are said."""
    spans = units(text, lang).spans
    inside = (text.index(lost), text.index(lost) + len(lost))
    weights = [1.0 if inside[0] <= a and b <= inside[1] else -3.0 for a, b in spans]
    sums = running_sums(len(text), [a for a, _ in spans], [b for _, b in spans], weights)
    return heaviest_span(text, lang, sums, *inside)


@pytest.mark.parametrize(
    ("lang", "text", "lost", "shown"),
    [
        # To the pause, over one word that is said.
        ("zh", "他不但写书，还教孩子们航海，从不休息。", "还教孩子们", "还教孩子们航海"),
        # Not over a pause, nor over many words.
        ("zh", "他不但写书，还教孩子们在港口里航海。", "还教孩子们", "还教孩子们"),
        ("en", "The ferry, which was built in Ferrol, leaves at nine.",
         "which was built in", "which was built in Ferrol"),
        # A word that leans goes with what it leans on, or stays behind.
        ("en", "They sailed because of the old wind without waiting for any of us.",
         "the old wind without", "the old wind"),
        # Marks go with what stands in them.
        ("zh", "他把《海上的风》送给了她。", "海上的风", "《海上的风》"),
    ],
)  # fmt: skip
def test_borders_that_an_editor_expects(lang: str, text: str, lost: str, shown: str) -> None:
    start, end = weighed(text, lang, lost)
    assert text[start:end] == shown


def value(sums: np.ndarray, start: Border, end: Border) -> float:
    worth = [3.5 if b.is_pause else -2.0 if b.leans else 0.0 for b in (start, end)]
    return float(sums[end.at] - sums[start.at]) + sum(worth)


def tried(
    sums: np.ndarray, places: Borders, number: int, begins: np.ndarray, ends: np.ndarray
) -> float | None:
    """Try all ways to choose passages; return the best one's weight."""
    pairs = [
        (a, b)
        for a, b in product(range(len(places.starts)), range(len(places.ends)))
        if places.starts[a].at < places.ends[b].at
        and places.starts[a].inside == places.ends[b].inside
    ]
    pairs.sort(key=lambda pair: places.starts[pair[0]].at)
    best = None
    for some in combinations(pairs, number):
        rising = all(
            places.ends[one[1]].at <= places.starts[two[0]].at for one, two in pairwise(some)
        )
        if rising:
            total = sum(
                value(sums, places.starts[a], places.ends[b]) + begins[k, a] + ends[k, b]
                for k, (a, b) in enumerate(some)
            )
            best = total if best is None else max(best, total)
    return best


@given(
    st.text("ab 在书，“”（）等", min_size=1, max_size=9),
    st.integers(1, 3),
    st.lists(st.integers(-8, 8), min_size=40, max_size=40),
)
@examples(150)
def test_passages_are_the_heaviest(text: str, number: int, chance: list[int]) -> None:
    places = borders(text, "zh")
    spans = units(text, "zh").spans
    weights = [w / 2 for w in chance[: len(spans)]]
    sums = running_sums(len(text), [a for a, _ in spans], [b for _, b in spans], weights)
    shape = number, max(len(places.starts), 1)
    begins = np.resize(np.array(chance) / 4, shape)[:, : len(places.starts)]
    ends = np.resize(np.array(chance[::-1]) / 4, (number, max(len(places.ends), 1)))
    ends = ends[:, : len(places.ends)]
    found = [
        passage
        for passage in heaviest_spans(sums, places, number, begins, ends).passages
        if passage
    ]
    best = tried(sums, places, number, begins, ends)
    assert len(found) == (0 if best is None else number)
    if best is not None:
        a_at = {border.at: n for n, border in enumerate(places.starts)}
        b_at = {border.at: n for n, border in enumerate(places.ends)}
        total = sum(
            value(sums, places.starts[a_at[s]], places.ends[b_at[e]])
            + begins[k, a_at[s]]
            + ends[k, b_at[e]]
            for k, (s, e) in enumerate(found)
        )
        assert total == pytest.approx(best)
        assert all(one[1] <= two[0] for one, two in pairwise(found))


def test_a_word_shares_its_weight_among_its_characters() -> None:
    assert running_sums(5, [0, 3], [2, 5], [1.0, -3.0]).tolist() == [0, 0.5, 1, 1, -0.5, -2]
