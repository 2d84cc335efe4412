"""Vectors of runs of neighbouring texts: read as one text each, or made of what each adds."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import numpy as np

from duizhao.models.arrays import FloatArray

__all__ = ["AdditiveEncoder", "join_texts", "spans_by_joining"]

_RUNS_AT_ONCE = 8192
"""Joined texts handed over together: bounds the copies of the text that exist at a time."""
_LONGEST_READ = 5
"""Longer runs are made of two shorter ones each: reading runs of six, too, would take 1.4 times as
long. Of runs of six of the first four documents measured (default encoder) the mean cosine between
the two is .983."""
_TINY = 1e-9  # of a run that says nothing the vector is zero


def join_texts(texts: Sequence[str]) -> str:
    """Join neighbouring sentences as running text: Chinese without a space, others with one.

    >>> join_texts(["他来了。", "“坐吧。”", "她说。"])
    '他来了。“坐吧。”她说。'
    >>> join_texts(["He came.", "“Sit down.”"])
    'He came. “Sit down.”'
    >>> join_texts(["", " one ", "", "two"])
    'one two'
    """
    joined: list[str] = []
    for text in filter(None, (text.strip() for text in texts)):
        if joined and not _touch(joined[-1][-1], text[0]):
            joined.append(" ")
        joined.append(text)
    return "".join(joined)


def _touch(left: str, right: str) -> bool:
    """Tell whether no space stands between two sentences that meet in these characters."""
    classes = (_width(left), _width(right))
    return "wide" in classes and "narrow" not in classes


def _width(character: str) -> str:
    """Class a character: quotation marks and dots (“ … ”) serve both ways of writing."""
    width = unicodedata.east_asian_width(character)
    if width in "WF" and "HANGUL" not in unicodedata.name(character, ""):
        return "wide"
    return "either" if width == "A" else "narrow"


def spans_by_joining(
    encode: Callable[[Sequence[str]], FloatArray], texts: Sequence[str], longest: int
) -> FloatArray:
    """Return the vectors of all runs of up to ``longest`` texts, each encoded as one text.

    Runs of more than :data:`_LONGEST_READ` texts are composed: of the runs without their first and
    without their last text, and those two texts.

    :param encode: Turns texts into vectors, shape (N, D).
    :param texts: N texts in reading order.
    :param longest: K, the longest run, at least 1.
    :return: Shape (K, N, D); ``[k - 1, i]`` is the run of ``k`` texts that ends with text ``i``.
    """
    number = len(texts)
    single = encode(texts)
    vectors = np.zeros((longest, *single.shape), np.float32)
    vectors[0] = single
    for size in range(2, min(longest, number, _LONGEST_READ) + 1):
        for start in range(size - 1, number, _RUNS_AT_ONCE):
            stop = min(start + _RUNS_AT_ONCE, number)
            runs = [join_texts(texts[i - size + 1 : i + 1]) for i in range(start, stop)]
            vectors[size - 1, start:stop] = encode(runs)
    for size in range(_LONGEST_READ + 1, min(longest, number) + 1):
        shorter = vectors[size - 2]
        run = (size - 1) * (shorter[size - 2 : -1] + shorter[size - 1 :])
        run += single[size - 1 :] + single[: number - size + 1]
        norms = np.linalg.norm(run, axis=1, keepdims=True)
        vectors[size - 1, size - 1 :] = run / np.maximum(norms, _TINY)
    return vectors


class AdditiveEncoder(ABC):
    """An encoder that makes vectors of states: what texts contribute to a run, which adds up.

    A run is composed of its texts' states, so that single texts and runs need one reading of each.
    """

    composes = True
    state_width: int
    """The length S of a state."""

    @abstractmethod
    def states(self, texts: Sequence[str]) -> FloatArray:
        """Return what each of N texts contributes to a run, shape (N, S)."""

    @abstractmethod
    def vectors_of(self, states: FloatArray) -> FloatArray:
        """Return the unit vectors, shape (N, D), of N states; zeros of one without a token."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return one unit vector a text, shape (N, D); texts without a token give zeros.

        :param texts: N texts.
        :raises EncoderError: If the model cannot be loaded.
        """
        return self.vectors_of(self.states(texts))

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of all runs of up to ``longest`` texts, composed.

        :param texts: N texts in reading order.
        :param longest: K, the longest run, at least 1.
        :return: Shape (K, N, D); ``[k - 1, i]`` is the run of ``k`` texts that ends with ``i``.
        :raises EncoderError: If the model cannot be loaded.
        """
        return self.spans_of(self.states(texts), longest)

    def spans_of(self, states: FloatArray, longest: int) -> FloatArray:
        """Return the vectors of runs, as :meth:`encode_spans` does, from their texts' states."""
        number = len(states)
        single = self.vectors_of(states)
        vectors = np.zeros((longest, *single.shape), np.float32)
        vectors[0] = single
        run = states
        for size in range(2, min(longest, number) + 1):
            # One text longer at the front: run[i] covers texts i … i + size - 1.
            run = np.add(run[1:], states[: number - size + 1])
            vectors[size - 1, size - 1 :] = self.vectors_of(run)
        return vectors
