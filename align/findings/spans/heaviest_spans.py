"""The passages that speak most for being lost, with borders where an editor expects them.

Each character of a word has its share of what the word speaks for. A passage weighs what it holds,
and more where it begins or ends at a pause, less where it stops behind a word that needs what
follows: so a border moves to the pause beside it unless what lies between is clearly said.

Letters for shapes: N characters of the text, K passages, A places where one may begin and B where
one may end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.findings.spans.borders import Border, Borders, borders
from duizhao.models.arrays import DoubleArray

__all__ = ["Chosen", "border_worth", "heaviest_span", "heaviest_spans", "running_sums"]

# What a border adds, in logarithms of odds. Of 321 passages that raters of WMT23, WMT24 and TED
# marked, without them .519 of the characters are right (F1), 130 begin and 112 end where a
# rater says; with them .532, 159, 121. From 3 to 4.5 and -1.5 to -3 nothing changes by more
# than .006.
_PAUSE, _LEANS = 3.5, -2.0
# Sums that differ by less are equal: then a passage takes its marks in.
_EQUAL = 1e-9

_Passages = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True)
class Chosen:
    """Passages, and what they weigh together.

    :param weight: What they weigh; minus infinity if there are none such.
    :param passages: Where each begins and ends, rising; None where one was left out.
    """

    weight: float
    passages: _Passages


def border_worth(border: Border) -> float:
    """Return what speaks for a passage that begins or ends at a border, in logarithms of odds."""
    if border.is_pause:
        return _PAUSE
    return _LEANS if border.leans else 0.0


def running_sums(
    length: int, starts: Sequence[int], ends: Sequence[int], weights: Sequence[float]
) -> DoubleArray:
    """Return what the characters before each place of a text weigh together, shape (N + 1,).

    :param length: How long the text is.
    :param starts: Where its words start.
    :param ends: Where they end, beyond their starts.
    :param weights: What each weighs, shared among its characters.
    """
    each = np.zeros(length + 1)
    for start, end, weight in zip(starts, ends, weights, strict=True):
        each[start + 1 : end + 1] += weight / (end - start)
    sums: DoubleArray = each.cumsum()
    return sums


def heaviest_span(
    text: str, lang: str, sums: DoubleArray, first: int, last: int
) -> tuple[int, int]:
    """Return the passage that weighs most among those that share a character with one.

    :param text: The text.
    :param lang: Its language.
    :param sums: What its characters weigh, from :func:`running_sums`.
    :param first: Where the passage begins that it must meet.
    :param last: Where that ends.
    :return: Where it begins and ends; the passage itself if there is no border around it.
    """
    places = borders(text, lang)
    near = Borders(
        tuple(border for border in places.starts if border.at < last),
        tuple(border for border in places.ends if border.at > first),
    )
    found = heaviest_spans(sums, near, 1).passages
    return found[0] if found and found[0] else (first, last)


def heaviest_spans(
    sums: DoubleArray,
    places: Borders,
    number: int,
    begins: DoubleArray | None = None,
    ends: DoubleArray | None = None,
    left_out: float = -math.inf,
) -> Chosen:
    """Return the passages that weigh most together, of which no two share a character.

    By dynamic programming over the places, in O(K (A + B)).

    :param sums: What the characters of a text weigh, from :func:`running_sums`.
    :param places: Where a passage may begin and end.
    :param number: How many are wanted.
    :param begins: What else speaks for the beginning of each passage, shape (K, A).
    :param ends: What else speaks for its end, shape (K, B).
    :param left_out: What it is worth to leave a passage out.
    :return: As many as are wanted; none where there are not so many.
    """
    begins = np.zeros((number, len(places.starts))) if begins is None else begins
    ends = np.zeros((number, len(places.ends))) if ends is None else ends
    # The best of k passages that end before a place, and by the quotations around its beginning
    # the best of k whole passages and one that has begun.
    done: list[tuple[float, _Passages]] = [
        (k * left_out if k else 0.0, (None,) * k) for k in range(number + 1)
    ]
    begun: list[dict[tuple[int, ...], tuple[float, int, _Passages]]] = [{} for _ in range(number)]
    steps = [(b.at, 0, n, b) for n, b in enumerate(places.ends)]
    steps += [(b.at, 1, n, b) for n, b in enumerate(places.starts)]
    for at, is_start, n, border in sorted(steps, key=lambda step: step[:2]):
        here = float(sums[at])
        for k in reversed(range(number)):
            if is_start:
                value = done[k][0] - here + border_worth(border) + float(begins[k, n])
                known = begun[k].get(border.inside)
                if value > -math.inf and (known is None or value > known[0] + _EQUAL):
                    begun[k][border.inside] = value, at, done[k][1]
            elif (started := begun[k].get(border.inside)) is not None:
                total = started[0] + here + border_worth(border) + float(ends[k, n])
                if total > done[k + 1][0] - _EQUAL:
                    done[k + 1] = total, (*started[2], (started[1], at))
        for k in range(number):
            if done[k][0] + left_out > done[k + 1][0] + _EQUAL:
                done[k + 1] = done[k][0] + left_out, (*done[k][1], None)
    weight, passages = done[number]
    return Chosen(weight, passages if weight > -math.inf else ())
