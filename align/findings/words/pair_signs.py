"""What speaks for lost words in a pair of texts, beyond single words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from duizhao import lazy
from duizhao.align.findings.heaviest_run import heaviest_run
from duizhao.align.findings.words.length_signs import lengths
from duizhao.align.findings.words.runs import odds_of_a_run
from duizhao.align.findings.words.word_matching import Words
from duizhao.models.arrays import FloatArray

__all__ = ["Half", "LostRun", "pair_signs", "run_of"]

# A word must speak for this much to make a run longer, in the usual and in the strict view.
_LEAST, _STRICT = 0.3, 0.8
# Nothing in a run that was found is looked at again.
_NEVER = -4.0
_PAUSE = lazy.compile(r"[，；：、。！？,;:.!?—–()（）“”\"]")
# Letters of English that say what one Chinese character does, without the spaces between words:
# median of the clean documents of the fit. The weights belong to it.
_LETTERS_A_CHARACTER = 2.9


@dataclass(frozen=True, eq=False)
class Half:
    """One side of a pair.

    :param text: The text.
    :param lang: Its language.
    :param words: Its words, at least one.
    :param evidence: What each speaks for being lost, shape (S,), in logarithms of odds.
    """

    text: str
    lang: str
    words: Words
    evidence: FloatArray


@dataclass(frozen=True)
class LostRun:
    """Neighbouring words: the first, the one after the last, and what they speak for together."""

    first: int
    last: int
    weight: float


def run_of(half: Half) -> LostRun:
    """Return the run that speaks most for being lost."""
    weight, first, last = heaviest_run((half.evidence - _LEAST).tolist())
    return LostRun(first, last, weight)


def pair_signs(source: Half, target: Half, run: LostRun) -> dict[str, float]:
    """Return the signs that a run of the source is lost in the target.

    :param source: The source.
    :param target: The target.
    :param run: :func:`run_of` the source.
    """
    own, theirs = source.evidence, target.evidence
    rest = own.copy()
    rest[run.first : run.last] = _NEVER
    ratio, surprise = lengths(source.text, target.text, (source.lang, target.lang))
    alike, without = _likeness(source.words, target.words, run)
    begins, ends = _pauses(source, run)
    return {
        "constant": 1.0,
        # The evidence of the heaviest run, seen strictly, and that of all runs together.
        "run": heaviest_run((own - _STRICT).tolist())[0],
        "odds": odds_of_a_run(own.tolist()),
        "second-run": heaviest_run((rest - _LEAST).tolist())[0],
        # The other side's: what is said in other words seems lost on both sides.
        "other-run": heaviest_run((theirs - _LEAST).tolist())[0],
        # All evidence of a side; evidence a word of the run.
        "lost": float(np.maximum(own, 0).sum()),
        "other-lost": float(np.maximum(theirs, 0).sum()),
        "density": float(own[run.first : run.last].mean()),
        # Characters, as if written in Chinese, logarithm.
        "run-length": math.log(_size(source, run)),
        "length-ratio": ratio,
        "length-surprise": surprise,
        "alike": alike,
        "alike-without": without,  # how much more alike the texts are without the run
        "begins-at-pause": begins,
        "ends-at-pause": ends,
        "length": math.log(len(own)),  # words of the side
        "zh": float(source.lang == "zh"),
    }


def _size(half: Half, run: LostRun) -> float:
    """Return the length of a run in characters, as if it were Chinese."""
    words = half.words
    letters = int((words.ends[run.first : run.last] - words.starts[run.first : run.last]).sum())
    return letters if half.lang == "zh" else letters / _LETTERS_A_CHARACTER


def _likeness(words: Words, other: Words, run: LostRun) -> tuple[float, float]:
    """Return how alike the texts are, and how much more they are without the run."""
    rows = words.unit
    whole, there = rows.sum(axis=0), other.unit.sum(axis=0)
    alike = _cosine(whole, there)
    if run.last - run.first == len(rows):
        return alike, 0.0
    return alike, _cosine(whole - rows[run.first : run.last].sum(axis=0), there) - alike


def _pauses(half: Half, run: LostRun) -> tuple[float, float]:
    """Return whether a pause, or the text's end, stands before a run, and behind it."""
    text, words = half.text, half.words
    begins = ends = True
    if run.first > 0:
        before = text[int(words.ends[run.first - 1]) : int(words.starts[run.first])]
        begins = bool(_PAUSE.search(before))
    if run.last < len(words.starts):
        after = text[int(words.ends[run.last - 1]) : int(words.starts[run.last])]
        ends = bool(_PAUSE.search(after))
    return float(begins), float(ends)


def _cosine(a: FloatArray, b: FloatArray) -> float:
    return float(a @ b) / max(math.sqrt(float(a @ a) * float(b @ b)), 1e-9)
