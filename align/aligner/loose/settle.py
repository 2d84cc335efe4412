"""The path's doubtful sentences settled: joined to a neighbour, let stand alone, or split off.

Weights of beads are fitted on novels, where hardly a sentence is without counterpart and every
third bead joins some: where a real text lacks a sentence, the bead beside it swallows it. And a
short sentence that a translator joined to the next one stands alone where it is pulled neither way.
So both are asked once more, with signs that a bead's score has not
(:mod:`duizhao.align.aligner.loose.signs`), weighed by two logistic regressions that
``benchmarks/fit_loose.py`` fits: one of sentences alone, one of those in a bead.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from duizhao.align.aligner.lattice import Step
from duizhao.align.aligner.loose.questions import FURTHEST, Question, questions
from duizhao.align.aligner.loose.signs import SIGNS, signs_of
from duizhao.align.aligner.runs import Run
from duizhao.align.aligner.search_space import Task
from duizhao.align.aligner.weights import Weights
from duizhao.align.decisions.links import Link
from duizhao.align.logistic import Logistic, has_logistic, load_logistic, probability_of

__all__ = ["KINDS", "Loose", "loose_for", "loose_name", "settle", "settled"]

# A sentence alone that is less likely so than this is joined to the neighbour that says it, and one
# in a bead that is likelier alone than this is split off.
_LEAST_ALONE, _LEAST_SPLIT = 0.5, 0.65
_ROOM = "aligner/loose"
_LANGUAGES = {"en", "zh"}
# Odds are not raised to powers beyond this.
_MOST_ODDS = 50.0

KINDS = ("beside", "inside", "sure")
"""The regressions of :class:`Loose`, in its order."""


@dataclass(frozen=True)
class Loose:
    """What tells that the other side does not say a sentence.

    :param beside: Of sentences alone, asked of a bead beside them.
    :param inside: Of sentences in a bead.
    :param sure: How sure beads are in the end, :mod:`duizhao.align.aligner.loose.sureness`.
    """

    beside: Logistic
    inside: Logistic
    sure: Logistic

    def odds(self, asked: Sequence[Question], signs: Sequence[Sequence[float]]) -> list[float]:
        """Return the logarithm of the odds that sentences are not said.

        :param asked: Questions.
        :param signs: Their signs, as :func:`duizhao.align.aligner.loose.signs.signs_of` has them.
        """
        named = (dict(zip(SIGNS, values, strict=True)) for values in signs)
        return [
            (self.inside if question.inside else self.beside).odds(values)
            for question, values in zip(asked, named, strict=True)
        ]


def loose_name(kind: str, encoder_name: str | None = None) -> str:
    """Return under which name the weights of an encoder are kept; everybody's if None.

    :param kind: One of :data:`KINDS`.
    :param encoder_name: The encoder.

    >>> loose_name("beside"), loose_name("inside", "best")
    ('beside', 'inside best')
    """
    return kind if encoder_name is None else f"{kind} {encoder_name}"


def loose_for(encoder_name: str, langs: tuple[str, str]) -> Loose | None:
    """Return the weights that were fitted with an encoder, or those of the default one.

    :param encoder_name: The encoder's name.
    :param langs: The languages of the two sides; of others than Chinese and English nothing is
        known. German and French tell the same signs by other values: strict F1 of Text+Berg falls
        from .906 to .897 with these weights.
    """
    return _loaded(encoder_name) if set(langs) == _LANGUAGES else None


@cache
def _loaded(encoder_name: str) -> Loose:
    models = []
    for kind in KINDS:
        own = loose_name(kind, encoder_name)
        kept = has_logistic(_ROOM, own)
        models.append(load_logistic(_ROOM, own if kept else loose_name(kind)))
    return Loose(*models)


def settle(runs: Sequence[Run], task: Task, weights: Weights, loose: Loose) -> list[Run]:
    """Return the path with its doubtful sentences settled.

    :param runs: The monotone path.
    :param task: What it was found in.
    :param weights: The weights that found it.
    :param loose: What tells sentences that are not said.
    """
    asked = list(questions(runs, task.corners))
    odds = loose.odds(asked, signs_of(asked, runs, task, weights).tolist())
    return settled(runs, list(zip(asked, odds, strict=True)), weights.steps(), task.rejected)


def settled(
    runs: Sequence[Run],
    answers: Sequence[tuple[Question, float]],
    steps: Sequence[Step],
    rejected: Sequence[Link] = (),
) -> list[Run]:
    """Return a path as the answers have it.

    :param runs: The monotone path.
    :param answers: Each question with the logarithm of the odds that the sentence is not said.
    :param steps: The bead types that may be made.
    :param rejected: Links that no bead may hold, by positions.
    """
    path = _Path(runs, [[list(run.rows), list(run.columns)] for run in runs], {})
    by_run: defaultdict[int, list[tuple[Question, float]]] = defaultdict(list)
    for question, odds in answers:
        by_run[question.run].append((question, odds))
    for own in by_run.values():
        if own[0][0].inside:
            path.split(own)
    # What stands nearest to a bead is joined first; what stands behind it, only then.
    waiting = [own for own in by_run.values() if not own[0][0].inside]
    for depth in range(1, FURTHEST + 1):
        for own in waiting:
            path.join(own, depth, steps, rejected)
    return list(path.read())


@dataclass(frozen=True)
class _Path:
    """A path while it is changed.

    :param runs: As it was.
    :param places: Of each run what it has by now of both sides: first, and one past the last.
    :param alone: How sure a sentence is to stand alone, by side and position.
    """

    runs: Sequence[Run]
    places: list[list[list[int]]]
    alone: dict[tuple[int, int], float]

    def split(self, answers: Sequence[tuple[Question, float]]) -> None:
        """Split sentences off a bead: the surest end first, then what stands behind it."""
        shares = {(q.side, q.before, q.depth): (q, probability_of(odds)) for q, odds in answers}
        at = {(side, before): 1 for side in (0, 1) for before in (True, False)}
        while True:
            ends = [shares[(*end, n)] for end, n in at.items() if (*end, n) in shares]
            if not ends:
                return
            question, share = max(ends, key=lambda end: end[1])
            if share < _LEAST_SPLIT:
                return
            at[question.side, question.before] += 1
            place = self.places[question.bead][question.side]
            if place[1] - place[0] == 1:
                return
            place[1 if question.before else 0] += -1 if question.before else 1
            self.alone[question.side, question.sentence] = share

    def join(
        self,
        answers: Sequence[tuple[Question, float]],
        depth: int,
        steps: Sequence[Step],
        rejected: Sequence[Link],
    ) -> None:
        """Join a sentence alone to the likelier of the beads beside it, if one says it."""
        said = [-odds for _, odds in answers]
        total = sum(math.exp(min(each, _MOST_ODDS)) for each in said)
        question = answers[said.index(max(said))][0]
        share = 1.0 / (1.0 + total)
        self.alone[question.side, question.sentence] = share
        if share >= _LEAST_ALONE or question.depth != depth:
            return
        bead, side = self.places[question.bead], question.side
        end = 1 if question.before else 0
        # Between the two stands nothing by now.
        if bead[side][end] != question.sentence + (0 if question.before else 1):
            return
        larger = [range(*place) for place in bead]
        larger[side] = range(
            min(bead[side][0], question.sentence), max(bead[side][1], question.sentence + 1)
        )
        sizes = len(larger[0]), len(larger[1])
        if sizes in steps and not any(_holds(larger, link) for link in rejected):
            bead[side][end] += 1 if question.before else -1
            own = self.places[question.run][side]
            own[1] = own[0]

    def read(self) -> Iterator[Run]:
        """Yield the runs of the path as it is by now."""
        at = [0, 0]
        for run, places in zip(self.runs, self.places, strict=True):
            if run.is_null:
                ends = [last if first < last else 0 for first, last in places]
                yield from self._alone(at, ends, run.probability)
                continue
            yield from self._alone(at, [first for first, _ in places], run.probability)
            (_, at[0]), (_, at[1]) = places
            yield Run((places[0][0], at[0]), (places[1][0], at[1]), run.probability)
            yield from self._alone(at, [run.rows[1], run.columns[1]], run.probability)

    def _alone(self, at: list[int], until: Sequence[int], probability: float) -> Iterator[Run]:
        """Yield the sentences alone up to a place, and go there."""
        while at[0] < until[0]:
            i, j = at
            at[0] += 1
            yield Run((i, i + 1), (j, j), self.alone.get((0, i), probability))
        while at[1] < until[1]:
            i, j = at
            at[1] += 1
            yield Run((i, i), (j, j + 1), self.alone.get((1, j), probability))


def _holds(places: Sequence[range], link: Link) -> bool:
    """Say whether a bead holds a whole link."""
    return all(set(ids) <= set(place) for ids, place in zip(link, places, strict=True))
