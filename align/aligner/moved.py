"""Moved passages: links out of order, found among what the monotone path left over.

The lattice only steps forward, so a sentence that the translation put elsewhere ends as a null
bead on both sides, or hangs on a neighbour that it does not fit. Such sentences are compared once
more, over the whole document. A moved paragraph is several such links side by side, each of which
speaks for its neighbours.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao.align.aligner.runs import Run
from duizhao.align.aligner.search_space import Task
from duizhao.align.aligner.shared_words import Shared
from duizhao.align.decisions.links import Link
from duizhao.align.lengths import length_z
from duizhao.align.logistic import load_logistic
from duizhao.models.arrays import IntArray

__all__ = ["MOVED", "Candidate", "Move", "candidates", "find_moves", "without_moved"]

# Beads less sure than this may lose a sentence to a moved bead.
_DOUBTFUL = 0.9
# Links less sure than this are not made.
_LEAST = 0.3
# Those that tear a sentence out of a bead must be likelier than not.
_LEAST_TORN = 0.5
# Each loose sentence is looked up among the loose ones of the other side; so many of those most
# like it are candidates, alone and with their neighbours.
_RIVALS = 2
# A link of the path goes only for one whose cosine is higher by so much: where a text stands
# twice, its sentences must not change places.
_BETTER = 0.05
# The most sentences on one side of a moved bead.
_LONGEST = 3
# Up to so many pairs of loose sentences are compared one and all; beyond, each is compared with the
# nearest ones, so that time grows with length.
_MOST_PAIRS = 4_000_000
_BLOCK = 512
# Beyond this many standard deviations of the length ratio a pair is as bad as it gets.
_WORST_Z = 5.0
MOVED = load_logistic("aligner", "moved")
"""What makes a link out of order likely; ``benchmarks/fit_moves.py`` fits it."""


@dataclass(frozen=True)
class Candidate:
    """A link that may be out of order.

    :param rows: First source sentence, and one past the last.
    :param columns: The same of the target.
    :param similarity: The cosine of the two sides.
    :param values: What speaks for it, by the names of :data:`MOVED`.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    similarity: float
    values: Mapping[str, float]


@dataclass(frozen=True)
class Move:
    """A link out of order.

    :param rows: First source sentence, and one past the last.
    :param columns: The same of the target.
    :param similarity: The cosine of the two sides.
    :param probability: How sure the link is, 0 to 1.
    :param parts: What adds up to the logarithm of its odds, by name.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    similarity: float
    probability: float
    parts: Mapping[str, float]


def find_moves(runs: Sequence[Run], task: Task, shared: Shared | None = None) -> list[Move]:
    """Return the links out of order, in the order of the source.

    The most probable candidate is taken first, then the next that shares no sentence with it. Then
    come the fellows: what stands beside a moved link on both sides, is loose and shares a name or
    number has moved with it, be it ever so much damaged.

    :param runs: The monotone path.
    :param task: What it was found in.
    :param shared: From :func:`duizhao.align.aligner.shared_words.shared_words`.
    """
    rows, columns = _loose(runs)
    taken: list[Move] = []
    moves = [_weighed(candidate) for candidate in candidates(runs, task)]
    for move in sorted(moves, key=lambda move: (-move.probability, move.rows, move.columns)):
        own = set(range(*move.rows)), set(range(*move.columns))
        least = _LEAST_TORN if move.parts.get("torn") else _LEAST
        if move.probability >= least and own[0] <= rows and own[1] <= columns:
            taken.append(move)
            rows -= own[0]
            columns -= own[1]
    for move in taken:  # fellows are appended on the way, and have fellows of their own
        for i, j in ((move.rows[0] - 1, move.columns[0] - 1), (move.rows[1], move.columns[1])):
            if i in rows and j in columns and shared and (i, j) in shared:
                taken.append(_fellow(task, i, j, move))
                rows.remove(i)
                columns.remove(j)
    return sorted(taken, key=lambda move: move.rows)


def _loose(runs: Sequence[Run]) -> tuple[set[int], set[int]]:
    """Return the sentences that may have moved, by side."""
    loose = [run for run in runs if run.is_null or run.probability < _DOUBTFUL]
    return (
        {i for run in loose for i in range(*run.rows)},
        {j for run in loose for j in range(*run.columns)},
    )


def _fellow(task: Task, i: int, j: int, beside: Move) -> Move:
    """Return the link of two sentences that stand beside a moved one; it is as sure as that one."""
    similarity = float(task.source.spans[0][i] @ task.target.spans[0][j])
    return Move((i, i + 1), (j, j + 1), similarity, beside.probability, {"fellow": 1.0})


def _weighed(candidate: Candidate) -> Move:
    """Return a candidate with its probability."""
    parts = MOVED.parts(candidate.values)
    return Move(
        candidate.rows,
        candidate.columns,
        candidate.similarity,
        MOVED.probability(candidate.values),
        {name: value for name, value in parts.items() if value},
    )


def candidates(runs: Sequence[Run], task: Task) -> list[Candidate]:
    """Return what might be links out of order, each with what speaks for it.

    :param runs: The monotone path.
    :param task: What it was found in.
    """
    rows, columns = (np.array(sorted(side), np.intp) for side in _loose(runs))
    if not len(rows) or not len(columns):
        return []
    maker = _CandidateMaker(runs, task, rows, columns)
    seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    out = []
    for i, j in _seeds(task, rows, columns):
        for place in maker.around(i, j):
            if place not in seen:
                seen.add(place)
                if maker.order.crosses(*place) and not _rejected(task.rejected, *place):
                    candidate = maker.candidate(*place)
                    if candidate.similarity > maker.present(*place) + _BETTER:
                        out.append(candidate)
    return out


def _seeds(task: Task, rows: IntArray, columns: IntArray) -> Iterator[tuple[int, int]]:
    """Yield, for each loose source sentence, the loose target sentences that stand out most."""
    width = max(_MOST_PAIRS // len(rows), 4 * _RIVALS)
    for start in range(0, len(rows), _BLOCK):
        some = rows[start : start + _BLOCK]
        # Where the text is too long for all, those in the same part of what is left over.
        middle = int((start + len(some) / 2) / len(rows) * len(columns))
        first = max(0, min(middle - width // 2, len(columns) - width))
        near = columns[first : first + width]
        margins = task.source.spans[0][some] @ task.target.spans[0][near].T
        margins -= 0.5 * task.coarse.source_background[some][:, None]
        margins -= 0.5 * task.coarse.target_background[near][None]
        k = min(_RIVALS, len(near))
        best = np.argpartition(margins, len(near) - k, axis=1)[:, len(near) - k :]
        for row, own in zip(some.tolist(), near[best].tolist(), strict=True):
            yield from ((row, column) for column in sorted(own))


def _rejected(links: Sequence[Link], rows: tuple[int, int], columns: tuple[int, int]) -> bool:
    """Tell whether a link holds one that must not be made."""
    return any(
        rows[0] <= a[0] and a[-1] < rows[1] and columns[0] <= b[0] and b[-1] < columns[1]
        for a, b in links
    )


class _Order:
    """The links of the path: what a moved one has to cross."""

    def __init__(self, runs: Sequence[Run]) -> None:
        linked = [run for run in runs if not run.is_null]
        self.starts = [run.rows[0] for run in linked], [run.columns[0] for run in linked]
        self.ends = [run.rows[1] for run in linked], [run.columns[1] for run in linked]

    def crosses(self, rows: tuple[int, int], columns: tuple[int, int]) -> bool:
        """Tell whether a link crosses one that it leaves alone: otherwise nothing has moved."""
        before = bisect_right(self.ends[0], rows[0])
        after = bisect_left(self.starts[0], rows[1])
        return (before > 0 and self.starts[1][before - 1] >= columns[1]) or (
            after < len(self.starts[0]) and self.ends[1][after] <= columns[0]
        )


class _CandidateMaker:
    """Makes candidates around pairs of loose sentences."""

    def __init__(self, runs: Sequence[Run], task: Task, rows: IntArray, columns: IntArray) -> None:
        self.task = task
        self.order = _Order(runs)
        self.loose = set(rows.tolist()), set(columns.tolist())
        self.crowd = float(np.log(len(rows) * len(columns)))
        linked = [run for run in runs if not run.is_null and run.probability < _DOUBTFUL]
        self.held = (
            {i: run.probability for run in linked for i in range(*run.rows)},
            {j: run.probability for run in linked for j in range(*run.columns)},
        )
        self.runs = (
            {i: run for run in linked for i in range(*run.rows)},
            {j: run for run in linked for j in range(*run.columns)},
        )
        self.lengths = task.source.run_lengths(), task.target.run_lengths()

    def around(self, i: int, j: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """Yield the runs of loose sentences that hold a pair, one of the two at most 2 long."""
        for rows, columns in itertools.product(self._runs(0, i), self._runs(1, j)):
            if min(rows[1] - rows[0], columns[1] - columns[0]) <= 2:
                yield rows, columns

    def _runs(self, side: int, at: int) -> Iterator[tuple[int, int]]:
        loose = self.loose[side]
        longest = min(_LONGEST, len((self.task.source, self.task.target)[side].spans))
        for k in range(1, longest + 1):
            for start in range(at - k + 1, at + 1):
                if all(n in loose for n in range(start, start + k)):
                    yield start, start + k

    def candidate(self, rows: tuple[int, int], columns: tuple[int, int]) -> Candidate:
        """Return a candidate with what speaks for it."""
        p, q = rows[1] - rows[0], columns[1] - columns[0]
        similarity = self._similarity(rows, columns)
        coarse = self.task.coarse
        usual = 0.5 * float(
            coarse.source_background[slice(*rows)].mean()
            + coarse.target_background[slice(*columns)].mean()
        )
        z = float(
            length_z(
                self.lengths[0][p - 1, rows[1] - 1],
                self.lengths[1][q - 1, columns[1] - 1],
                self.task.log_ratio,
            )
        )
        members = [self._similarity((i, i + 1), columns) for i in range(*rows) if p > 1]
        members += [self._similarity(rows, (j, j + 1)) for j in range(*columns) if q > 1]
        torn = [self.held[0].get(i, 0.0) for i in range(*rows)]
        torn += [self.held[1].get(j, 0.0) for j in range(*columns)]
        values = {
            "bias": 1.0,
            "similarity": similarity,
            "margin": similarity - usual,
            "length": -0.5 * min(z * z, _WORST_Z**2),
            "weakest": min([*members, similarity]) - similarity,
            "company": self._company(rows, columns),
            "torn": max(torn),
            "several": float(p + q - 2),
            "crowd": self.crowd,
        }
        return Candidate(rows, columns, similarity, values)

    def present(self, rows: tuple[int, int], columns: tuple[int, int]) -> float:
        """Return how alike the links are that the path makes of these sentences, at best."""
        runs = [self.runs[0].get(i) for i in range(*rows)]
        runs += [self.runs[1].get(j) for j in range(*columns)]
        return max((self._similarity(r.rows, r.columns) for r in runs if r), default=-1.0)

    def _similarity(self, rows: tuple[int, int], columns: tuple[int, int]) -> float:
        a = self.task.source.spans[rows[1] - rows[0] - 1][rows[1] - 1]
        b = self.task.target.spans[columns[1] - columns[0] - 1][columns[1] - 1]
        return float(a @ b)

    def _company(self, rows: tuple[int, int], columns: tuple[int, int]) -> float:
        """Return how alike the loose sentences beside a candidate are, at best; 0 without any."""
        beside = [(rows[0] - 1, columns[0] - 1), (rows[1], columns[1])]
        return max(
            (
                max(self._similarity((i, i + 1), (j, j + 1)), 0.0)
                for i, j in beside
                if i in self.loose[0] and j in self.loose[1]
            ),
            default=0.0,
        )


def without_moved(runs: Sequence[Run], moves: Sequence[Move]) -> list[Run]:
    """Return the path without the sentences that have moved.

    A run that loses a sentence keeps the longest unbroken rest of each side; what is left over
    stands alone. What stays linked is then as sure as the whole run was.

    :param runs: The monotone path.
    :param moves: What :func:`find_moves` found.
    """
    rows = {i for move in moves for i in range(*move.rows)}
    columns = {j for move in moves for j in range(*move.columns)}
    out: list[Run] = []
    for run in runs:
        if rows.isdisjoint(range(*run.rows)) and columns.isdisjoint(range(*run.columns)):
            out.append(run)
            continue
        kept = [i for i in range(*run.rows) if i not in rows]
        held = [j for j in range(*run.columns) if j not in columns]
        a, b = _longest(kept), _longest(held)
        if a[1] - a[0] and b[1] - b[0]:
            before = [i for i in kept if i < a[0]], [j for j in held if j < b[0]]
            after = [i for i in kept if i >= a[1]], [j for j in held if j >= b[1]]
            out += [*_alone(*before, run), Run(a, b, run.probability), *_alone(*after, run)]
        else:
            out += _alone(kept, held, run)
    return out


def _longest(numbers: Sequence[int]) -> tuple[int, int]:
    """Return the first longest unbroken run of rising numbers, as a range."""
    groups = itertools.groupby(enumerate(numbers), key=lambda item: item[1] - item[0])
    runs = [[number for _, number in group] for _, group in groups]
    best = max(runs, key=len, default=[])
    return (best[0], best[-1] + 1) if best else (0, 0)


def _alone(rows: Sequence[int], columns: Sequence[int], run: Run) -> list[Run]:
    """Return runs of one sentence each; their empty side stands where the whole run did."""
    at = run.rows[0], run.columns[0]
    return [
        *(Run((i, i + 1), (at[1], at[1]), run.probability) for i in rows),
        *(Run((at[0], at[0]), (j, j + 1), run.probability) for j in columns),
    ]
