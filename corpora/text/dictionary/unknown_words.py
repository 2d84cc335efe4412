"""How characters that no dictionary word joins part into words, and of which classes.

A hidden Markov model whose states say where in a word of which class a character stands, as in
jieba's tagger (Sun Junyi, MIT licence), whose probabilities these are. The likeliest sequence of
states (Viterbi 1967) is found for all states of a character at once. Sums are made in jieba's
order, and of states that are as likely the same one counts, so nothing differs from it.

Shapes: S states (256), A those of the character before, B those of a character.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from duizhao.corpora.text.dictionary.table import data

__all__ = ["Model", "guess", "model"]

# What stands for the logarithm of an emission that was never seen.
_NEVER = -3.14e100
_BLOCKS = 1 << 14


@dataclass(frozen=True, eq=False)
class _Emissions:
    """The states of a character.

    :param states: Numbers of those that may write it, in order.
    :param values: (B,) How likely each writes it.
    :param every: (S,) The same for all states.
    """

    states: npt.NDArray[np.intp]
    values: npt.NDArray[np.float64]
    every: npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Model:
    """Logarithms of probabilities, by states in falling order of their names.

    Since the first of equals is chosen, the state with the greatest name is, as in jieba.

    :param places: By state, ``B`` at the beginning of a word, ``M`` in its middle, ``E`` at its
        end, ``S`` alone.
    :param tags: By state, the class of its word.
    :param start: (S,) Of the first state.
    :param steps: (S, S) From a state to the next; minus infinity where there is no way.
    :param alive: (S,) Whether there is a way from a state.
    :param bounds: By code of a character less that of the first, where its emissions begin.
    :param lowest: The code of the first character.
    :param writers: Numbers of the states that write the characters, all in turn.
    :param emitted: How likely they do.
    :param listed: Whether they are looked at before all others.
    """

    places: str
    tags: tuple[str, ...]
    start: npt.NDArray[np.float64]
    steps: npt.NDArray[np.float64]
    alive: npt.NDArray[np.bool_]
    bounds: npt.NDArray[np.int64]
    lowest: int
    writers: npt.NDArray[np.uint8]
    emitted: npt.NDArray[np.float64]
    listed: npt.NDArray[np.bool_]

    @lru_cache(maxsize=1 << 13)  # noqa: B019 - there is one model
    def emissions(self, character: str) -> _Emissions:
        """Return which states write a character, all of them if it was never seen."""
        every = np.full(len(self.start), _NEVER)
        at = ord(character) - self.lowest
        states = np.arange(len(self.start))
        if 0 <= at < len(self.bounds) - 1:
            rows = slice(self.bounds[at], self.bounds[at + 1])
            every[self.writers[rows]] = self.emitted[rows]
            if self.listed[rows].any():
                states = self.writers[rows][self.listed[rows]].astype(np.intp)
        return _Emissions(states, every[states], every)

    def states(self, text: str) -> list[int]:
        """Return the most probable states of characters.

        :param text: One character or more.
        """
        now = self.emissions(text[0])
        states, values = now.states, self.start[now.states] + now.values
        back: list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]] = []
        for character in text[1:]:
            alive = self.alive[states]
            if not alive.all():
                states, values = states[alive], values[alive]
            now = self.emissions(character)
            after, emitted = now.states, now.values
            best, chosen = self._step(states, values, after, emitted)
            reached = best > -np.inf
            if not reached.any():
                after, emitted = np.arange(len(self.start)), now.every
                best, chosen = self._step(states, values, after, emitted)
                reached = best > -np.inf
            if not reached.all():
                after, best, chosen = after[reached], best[reached], chosen[reached]
            back.append((states, chosen))
            states, values = after, best
        at = int(values.argmax())
        found = [int(states[at])]
        for before, chosen in reversed(back):
            at = int(chosen[at])
            found.append(int(before[at]))
        return found[::-1]

    def _step(
        self,
        before: npt.NDArray[np.intp],
        values: npt.NDArray[np.float64],
        after: npt.NDArray[np.intp],
        emitted: npt.NDArray[np.float64],
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
        """Return how likely each state is (B,), and from which it is reached."""
        every = self.steps.take(before, 0).take(after, 1)
        every += values[:, None]
        every += emitted
        chosen = every.argmax(0)
        return every[chosen, np.arange(len(after))], chosen


@cache
def model() -> Model:
    """Return the model that comes with the package."""
    words = data()
    names = str(words["states"]).split()
    steps = np.full((len(names), len(names)), -np.inf)
    steps[words["step_from"], words["step_to"]] = words["step"]
    return Model(
        "".join(name[0] for name in names),
        tuple(name[1:] for name in names),
        words["start"],
        steps,
        np.any(steps > -np.inf, axis=1),
        np.concatenate([[0], np.cumsum(words["emissions"], dtype=np.int64)]),
        int(words["lowest"]),
        words["writers"],
        words["emitted"],
        words["listed"],
    )


@lru_cache(maxsize=_BLOCKS)
def guess(text: str) -> tuple[tuple[str, str], ...]:
    """Part Han characters into words with their classes.

    :param text: One character or more.

    >>> guess("斯内普")
    (('斯内普', 'nr'),)
    """
    known = model()
    found, begin, done = [], 0, 0
    states = known.states(text)
    for at, state in enumerate(states):
        place = known.places[state]
        if place == "B":
            begin = at
        elif place in "ES":
            start = begin if place == "E" else at
            found.append((text[start : at + 1], known.tags[state]))
            done = at + 1
    if done < len(text):
        found.append((text[done:], known.tags[states[done]]))
    return tuple(found)
