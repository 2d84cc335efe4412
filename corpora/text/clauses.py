"""Clauses: the pieces of a sentence that a translator drops or keeps as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.document import Sentence
from duizhao.corpora.text.quotation_marks import plain_quotation_marks
from duizhao.corpora.text.scripts import has_hanzi

__all__ = ["Clause", "clause_ends", "clauses", "names", "quotations"]

# A pause ends a clause; a comma inside a number does not.
_PAUSE = lazy.compile(r"[，；：。！？;:!?—–]+|,(?!\d)|(?<=[^\W\d_])\.(?=\s|$)")
_WORD = lazy.compile(r"[^\W_]")
# What is shorter than this many letters is no clause of its own: “he said”, 他说.
_LEAST_DENSE, _LEAST_SPACED = 4, 14
_QUOTATION = lazy.compile(r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"")
# Latin words and numbers stay as they are in a translation: PitchBook, CAR-T, 2017.
_NAME = lazy.compile(r"[A-Za-z][A-Za-z0-9-]{2,}|\d[\d.,]*\d")


@dataclass(frozen=True)
class Clause:
    """A stretch of one sentence.

    :param sentence: The sentence.
    :param start: Where it begins in the sentence's text.
    :param end: Where it ends there.
    """

    sentence: Sentence
    start: int
    end: int

    @property
    def text(self) -> str:
        """The clause without the spaces around it."""
        return self.sentence.text[self.start : self.end].strip()


def clauses(sentence: Sentence) -> list[Clause]:
    """Cut a sentence at its pauses; stretches too short to mean much join their neighbour.

    :param sentence: The sentence.
    :return: Clauses in order; together they are the whole sentence.
    """
    ends = clause_ends(sentence.text)
    return [Clause(sentence, a, b) for a, b in zip([0, *ends], ends, strict=False)]


def clause_ends(text: str) -> list[int]:
    """Return where the clauses of a sentence end; see :func:`clauses`.

    :param text: The sentence's text.
    :return: Rising offsets, of which the last is the text's length; none of an empty text.

    >>> clause_ends("他没有回答，只是看着我。")
    [6, 12]
    """
    least = _LEAST_DENSE if has_hanzi(text) else _LEAST_SPACED
    cuts, at, letters = [0], 0, 0
    for match in _PAUSE.finditer(text):
        letters += len(_WORD.findall(text, at, match.end()))
        at = match.end()
        if letters >= least:
            cuts.append(at)
            letters = 0
    if len(cuts) > 1 and letters + len(_WORD.findall(text, at)) < least:
        cuts.pop()
    return [b for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True) if a < b]


def quotations(sentence: Sentence) -> list[Clause]:
    """Return what stands between quotation marks that open and close in this sentence."""
    return [
        Clause(sentence, match.start(), match.end())
        for match in _QUOTATION.finditer(plain_quotation_marks(sentence.text))
        if _WORD.search(match[0])
    ]


def names(text: str) -> frozenset[str]:
    """Return the Latin words and numbers of a text, in lower case.

    >>> sorted(names("据PitchBook数据库，2017年达成214笔"))
    ['2017', '214', 'pitchbook']
    """
    return frozenset(match.lower() for match in _NAME.findall(text))
