"""What is asked of a lone run's surroundings: which neighbour, which of the sentences opposite."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao import lazy
from duizhao.align.encoding import encode_texts
from duizhao.align.findings.omissions.neighbours import (
    Beside,
    Opposite,
    length_misfit,
    said_beside,
    said_opposite,
)
from duizhao.align.findings.omissions.runs import LoneRun, Side
from duizhao.align.findings.words.fitted import LANGUAGES
from duizhao.align.judging.policy import Policy
from duizhao.align.logistic import log_odds, probability_of
from duizhao.corpora.text.languages import joiner

__all__ = ["NOT_SAID", "Said", "said_around"]

# Sentences that a translator joins to one neighbour at most, and sentences that face one.
_MOST_JOINED, _MOST_FACING = 3, 3
# From here on the neighbour says a sentence rather than not, and the next one may be asked.
_LIKELY = 0.5
# Longer runs, and more of what faces them, are not compared sentence by sentence: a section that
# was dropped faces one that was put in.
_LONGEST, _WIDEST = 12, 24
# As many sentences that face each other as this, at most, translate each other freely far more
# often than one was dropped and another put in its very place, unless much was: all 10 such
# sentences of full translations among the real documents did. Logarithm of odds. It holds where
# their lengths fit, as 19 of 20 do: a stump is what a cut left of a sentence's translation.
_MOST_FACED, _FACED, _FITTING = 2, 3.0, 2.0
# The one line between two listings and the one between the same two in the translation are
# counterparts, however much shorter one is: “Or, if you import parts of it:” and 或.
_ENCLOSED = 6.0
# What one side alone often has: a term's name in the other language.
_IN_BRACKETS = lazy.compile(r"[(（][^()（）]*[)）]")
_LEAST = 1e-6


@dataclass(frozen=True)
class Said:
    """Who may say a sentence that stands alone.

    :param beside: How probable it is that a neighbour's counterpart does, 0 to 1.
    :param opposite: How probable it is that what faces it does, 0 to 1.
    """

    beside: float = 0.0
    opposite: float = 0.0

    @property
    def either(self) -> float:
        """How probable the likelier of the two is, 0 to 1."""
        return max(self.beside, self.opposite)


NOT_SAID = Said()
"""What is known of a sentence that has nothing beside and nothing opposite."""


def said_around(runs: Sequence[LoneRun], side: Side) -> dict[int, Said]:
    """Return who may say the sentences of runs, by their ids; those not named are said by nobody.

    Of other languages than Chinese and English nothing is known.

    :param runs: Runs of one side.
    :param side: The side.
    """
    lang = side.document.lang
    found: dict[int, Said] = {}
    for number in sorted({side.other(run.beside[0] or run.beside[1]) for run in runs}):
        langs = lang, side.material.documents[number].lang
        if set(langs) != set(LANGUAGES):
            continue
        own = [run for run in runs if side.other(run.beside[0] or run.beside[1]) == number]
        beside = _beside(own, side, langs)
        opposite = _opposite(own, side, langs)
        for i in beside.keys() | opposite.keys():
            found[i] = Said(beside.get(i, 0.0), opposite.get(i, 0.0))
    return found


@dataclass
class _End:
    """One end of a run: how far its sentences are said by the neighbour there."""

    run: LoneRun
    before: bool
    own: str
    other: str
    done: int = 0

    @property
    def sentence(self) -> int:
        """The id of the sentence that is asked next."""
        return self.run.sentences[self.done if self.before else -1 - self.done].id

    def question(self) -> Beside:
        """Return the next question."""
        at = self.done if self.before else -1 - self.done
        return Beside(self.run.sentences[at].text, self.own, self.before, self.other)

    def go_on(self, space: str) -> bool:
        """Take the sentence to the neighbour; say whether there is another one to ask."""
        text = self.question().lone
        self.own = self.own + space + text if self.before else text + space + self.own
        self.done += 1
        return self.done < min(len(self.run.sentences), _MOST_JOINED)


def _beside(runs: Sequence[LoneRun], side: Side, langs: tuple[str, str]) -> dict[int, float]:
    """Ask the neighbours; a further one only if those before it are said."""
    waiting = [end for run in runs for end in _ends(run, side)]
    found: dict[int, float] = {}
    while waiting:
        shares = said_beside([e.question() for e in waiting], langs, side.material.encoder)
        again = []
        for end, share in zip(waiting, shares, strict=True):
            found[end.sentence] = max(share, found.get(end.sentence, 0.0))
            if share >= _LIKELY and end.go_on(joiner(langs[0])):
                again.append(end)
        waiting = again
    return found


def _ends(run: LoneRun, side: Side) -> Iterator[_End]:
    for bead, before in zip(run.beside, (True, False), strict=True):
        if bead is not None:
            own = side.material.passage(side.number, side.ids(bead)).text
            other = side.material.passage(side.other(bead), side.ids(bead, there=True)).text
            yield _End(run, before, own, other)


def _opposite(runs: Sequence[LoneRun], side: Side, langs: tuple[str, str]) -> dict[int, float]:
    """Ask what faces each sentence: of all that does, the most alike.

    In a full translation both runs are asked as wholes, too; in a digest they face by chance.
    """
    is_full = side.material.policy is Policy.FULL
    asked: list[tuple[tuple[int, ...], Opposite, float]] = []
    for run in runs:
        if run.facing and len(run.sentences) <= _LONGEST and len(run.facing) <= _WIDEST:
            windows = _windows(run.facing, joiner(langs[1]))
            texts = [sentence.text for sentence in run.sentences]
            rows = encode_texts(side.material.encoder, [*texts, *windows])
            best = np.argmax(rows[: len(texts)] @ rows[len(texts) :].T, axis=1)
            # The most alike of several is alike by chance more often than any one is.
            chance = math.log(len(windows))
            for sentence, at in zip(run.sentences, best.tolist(), strict=True):
                one = Opposite(sentence.text, windows[at])
                asked.append(((sentence.id,), one, _bonus(run, one, langs) * is_full - chance))
            if is_full and len(run.sentences) + len(run.facing) > 2:
                whole = Opposite(joiner(langs[0]).join(texts), joiner(langs[1]).join(run.facing))
                asked.append((tuple(s.id for s in run.sentences), whole, 0.0))
    questions = [question for _, question, _ in asked]
    shares = said_opposite(questions, langs, side.material.encoder)
    found: dict[int, float] = {}
    for (ids, _, more), share in zip(asked, shares, strict=True):
        odds = log_odds(min(max(share, _LEAST), 1.0 - _LEAST)) + more
        found |= {i: max(probability_of(odds), found.get(i, 0.0)) for i in ids}
    return found


def _bonus(run: LoneRun, asked: Opposite, langs: tuple[str, str]) -> float:
    """Return how much likelier a run's sentence is to face its own translation than any one is."""
    if not len(run.sentences) == len(run.facing) <= _MOST_FACED:
        return 0.0
    if run.is_enclosed and len(run.sentences) == 1:
        return _ENCLOSED
    lone, other = (_IN_BRACKETS.sub("", text) for text in (asked.lone, asked.other))
    return _FACED if abs(length_misfit(lone, other, langs)) <= _FITTING else 0.0


def _windows(texts: Sequence[str], space: str) -> list[str]:
    """Return texts, and neighbouring ones together."""
    return [
        space.join(texts[at : at + size])
        for size in range(1, _MOST_FACING + 1)
        for at in range(len(texts) - size + 1)
    ]
