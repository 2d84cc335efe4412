"""What stood in a blank: the words of the source that a gap in the target has lost.

Each gap's sentence is compared with the source sentences of its bead, with those around it and with
those that share a seldom name or number. Its own bead counts most, a shared name or number can
outweigh it: a digest moves sentences about, and a bead of one short fragment is unsure. Within the
chosen sentence, the words lost are those that the rest of the target does not say
(:mod:`duizhao.align.findings.blanks.lost_words`), or in languages of whose words nothing is known
the clauses that it covers least (:mod:`duizhao.align.findings.blanks.lost_clauses`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from duizhao.align.encoding import encode_texts
from duizhao.align.findings.blanks.gaps import Gap
from duizhao.align.findings.blanks.lost_clauses import Narrowing
from duizhao.align.findings.blanks.lost_words import Question, Words, lost_words
from duizhao.align.findings.blanks.originals import Bonus, Context
from duizhao.align.findings.words.fitted import LANGUAGES
from duizhao.align.findings.words.uncovered import Reader
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Bead, Category, Place
from duizhao.corpora.document import Document, Sentence
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder

__all__ = ["Lost", "find_lost", "sentences_of"]

# A passage that scores less than this is no answer.
_LEAST = 0.3


@dataclass(frozen=True)
class Lost:
    """The source passage that a gap has lost.

    :param place: The passage; ``document`` is 0.
    :param sentence: The id of its sentence.
    :param score: How well it fits, about 0 to 1.5.
    :param uncovered: How much worse the target covers the passage than the rest of its sentence,
        in units of cosine; 0 where the passage is the whole sentence.
    :param evidence: The parts of the score.
    """

    place: Place
    sentence: int
    score: float
    uncovered: float
    evidence: dict[str, object] = field(default_factory=dict)


def find_lost(
    gaps: Sequence[Gap], source: Document, target: Document, beads: Sequence[Bead], encoder: Encoder
) -> list[Lost | None]:
    """Find what each gap has lost.

    :param gaps: Gaps in the target.
    :param source: The original.
    :param target: The translation or digest.
    :param beads: The alignment of the two.
    :param encoder: The encoder that aligned them.
    :return: One entry a gap; None where no passage of the source fits.
    """
    if not gaps:
        return []
    # The gaps of a sentence share what it lost, quotations apart: a thousand of them cost one.
    context = Context(source, beads)
    groups: defaultdict[tuple[int, bool], list[int]] = defaultdict(list)
    for n, (gap, home) in enumerate(zip(gaps, sentences_of(gaps, target), strict=True)):
        quoted = gap.rule is Rule.EMPTY_QUOTES
        groups[context.stretch(home.id) if quoted else home.id, quoted].append(n)
    some = [[gaps[n] for n in numbers] for numbers in groups.values()]
    found: dict[int, Lost | None] = {}
    for numbers, lost in zip(
        groups.values(), _find_each(some, context, source, target, encoder), strict=True
    ):
        found.update(zip(numbers, lost, strict=True))
    return [found[n] for n in range(len(gaps))]


def _find_each(
    groups: Sequence[Sequence[Gap]],
    context: Context,
    source: Document,
    target: Document,
    encoder: Encoder,
) -> list[list[Lost | None]]:
    """Find what the gaps of each group have lost, each group by itself."""
    first = [group[0] for group in groups]
    homes = [sentences_of(group, target) for group in groups]
    own = [sentences[0] for sentences in homes]
    near = [
        context.candidates(
            sentence,
            blank=gap.rule.category is Category.BLANK,
            quoted=gap.rule is Rule.EMPTY_QUOTES,
        )
        for gap, sentence in zip(first, own, strict=True)
    ]
    vectors = _Vectors(
        encoder, [*(s.text for s in own), *(source.sentences[i].text for c in near for i in c)]
    )
    chosen = [_choose(s, c, source, vectors) for s, c in zip(own, near, strict=True)]
    asked = [
        _Asked(
            group,
            best,
            Narrowing(
                gap,
                source.sentences[best.id],
                context.rest(best.id, s, target, gap),
                len(group),
                source.lang,
            ),
            context.question(best.id, group, sentences, source, target),
        )
        for group, gap, s, best, sentences in zip(groups, first, own, chosen, homes, strict=True)
        if best
    ]
    vectors = _Vectors(encoder, (text for each in asked for text in each.narrowing.texts()))
    answers = iter(_answers(asked, vectors, encoder))
    return [
        next(answers) if best else [None] * len(group)
        for group, best in zip(groups, chosen, strict=True)
    ]


@dataclass(frozen=True)
class _Asked:
    """Gaps of which it is asked what they lost.

    :param gaps: The gaps.
    :param best: The source sentence that fits best.
    :param narrowing: Looks for the clauses of that sentence.
    :param question: Asks for the words.
    """

    gaps: Sequence[Gap]
    best: _Chosen
    narrowing: Narrowing
    question: Question


def _answers(
    asked: Sequence[_Asked], vectors: _Vectors, encoder: Encoder
) -> Iterator[list[Lost | None]]:
    """Yield what each group of gaps lost: words where both languages' words are known."""
    langs = {lang for each in asked for lang in each.question.langs}
    words: Iterable[list[Words | None]] = (
        lost_words([each.question for each in asked], Reader(encoder))
        if langs == set(LANGUAGES)
        else ([None] * len(each.gaps) for each in asked)
    )
    for each, told in zip(asked, words, strict=True):
        clauses_lost = each.narrowing.find(vectors)
        any_told = any(told)
        yield [
            _lost(each.best, word.place, less, word.sentence)
            if word
            else None
            if any_told
            else _lost(each.best, place, less)
            for word, (place, less) in zip(told, clauses_lost, strict=True)
        ]


def _lost(best: _Chosen, place: Place, uncovered: float, sentence: int | None = None) -> Lost:
    own = best.id if sentence is None else sentence
    return Lost(place, own, best.score, uncovered, best.evidence)


def sentences_of(gaps: Sequence[Gap], target: Document) -> list[Sentence]:
    """Return the sentence that each gap stands in.

    :param gaps: Gaps in the target.
    :param target: The translation or digest, of one sentence at least if there is a gap.
    """
    ends = [s.end for s in target.sentences]
    return [target.sentences[min(bisect_left(ends, gap.end), len(ends) - 1)] for gap in gaps]


class _Vectors:
    """Vectors of texts, each encoded once."""

    def __init__(self, encoder: Encoder, texts: Iterable[str]) -> None:
        self._rows = {text: n for n, text in enumerate(dict.fromkeys(texts))}
        self._vectors = encode_texts(encoder, list(self._rows))

    def __call__(self, texts: Sequence[str]) -> FloatArray:
        vectors: FloatArray = self._vectors[[self._rows[text] for text in texts]]
        return vectors


@dataclass(frozen=True)
class _Chosen:
    """The source sentence that fits best.

    :param id: Its id.
    :param score: How well it fits.
    :param evidence: What speaks for it.
    """

    id: int
    score: float
    evidence: dict[str, object]


def _choose(
    sentence: Sentence, candidates: Mapping[int, Bonus], source: Document, vectors: _Vectors
) -> _Chosen | None:
    """Choose the source sentence that a gap's sentence comes from."""
    if not candidates:
        return None
    texts = [source.sentences[i].text for i in candidates]
    scores = vectors(texts) @ vectors([sentence.text])[0]
    scores += np.array([bonus.total for bonus in candidates.values()])
    best = int(scores.argmax())
    number, score = list(candidates)[best], float(scores[best])
    if score < _LEAST:
        return None
    evidence = {"score": round(score, 3), "shared": sorted(candidates[number].shared)}
    return _Chosen(number, score, evidence)
