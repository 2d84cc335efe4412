"""The words of a text that another text does not say: which, and how likely they are lost."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from duizhao.align.findings.spans.heaviest_spans import heaviest_span, running_sums
from duizhao.align.findings.words.fitted import LANGUAGES, Fitted, default_space, fitted
from duizhao.align.findings.words.length_signs import length_signs
from duizhao.align.findings.words.lexicon import Lexicon, Lookup, cc_cedict
from duizhao.align.findings.words.pair_signs import Half, LostRun, pair_signs, run_of
from duizhao.align.findings.words.runs import MOST_EVIDENCE
from duizhao.align.findings.words.word_matching import Words, compare, words_of
from duizhao.align.findings.words.word_signs import token_signs
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.models.encoder import Encoder, TokenEncoder
from duizhao.models.registry import load_encoder

__all__ = ["NOTHING", "Reader", "Uncovered", "weigh_both"]

# The model for whose tokens the space and the weights were fitted.
_MODEL = "use-multilingual-v3"
# Pairs whose tokens are held at a time, which bounds the memory.
_CHUNK = 128
# A longer text is no sentence: its words are too many to compare each with each.
_MOST_CHARACTERS = 4000
# What is less likely lost than this is not worth the dictionary's look at its borders.
_SNAPPED = 0.05


@dataclass(frozen=True)
class Uncovered:
    """Words of a text that the other text does not say.

    :param score: How likely they are lost, 0 to 1, if three of a hundred pairs have lost some.
    :param start: Where they start in the text.
    :param end: Where they end there; ``start`` where none were looked for.
    :param weight: What the words speak for together, in logarithms of odds.
    :param parts: What each sign of the pair adds to the logarithm of the odds, by name.
    """

    score: float
    start: int
    end: int
    weight: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)


NOTHING = Uncovered(0.0, 0, 0)
"""What is said of a pair of which nothing can be told."""


def weigh_both(
    pairs: Sequence[tuple[str, str]], langs: tuple[str, str], encoder: Encoder
) -> list[tuple[Uncovered, Uncovered]]:
    """Return what is likely lost of each source text, and what was added in each target text.

    Pairs are passed over whose lengths leave no room for a loss that would be a finding.

    :param pairs: Texts and their translations, of any number.
    :param langs: The languages of the two sides; of others than Chinese and English nothing is
        known, and nothing lost.
    :param encoder: The encoder that aligned them. Where it does not show the tokens that the
        weights were fitted for, the embedded model is asked.
    """
    nothing = [(NOTHING, NOTHING)] * len(pairs)
    if set(langs) != set(LANGUAGES):
        return nothing
    reader = Reader(encoder)
    limits = reader.fitted.least_quick, reader.fitted.least_added
    back = langs[1], langs[0]
    wanted = [
        (
            reader.by_length(pair, langs) >= limits[0],
            reader.by_length((pair[1], pair[0]), back) >= limits[1],
        )
        for pair in pairs
    ]
    rows = [row for row, either in enumerate(wanted) if any(either)]
    found = list(nothing)
    for row, halves in zip(rows, reader.halves([pairs[row] for row in rows], langs), strict=True):
        if halves:
            lost, added = wanted[row]
            found[row] = (
                reader.uncovered(*halves) if lost else NOTHING,
                reader.uncovered(halves[1], halves[0]) if added else NOTHING,
            )
    return found


class Reader:
    """Compares texts word by word, with what was fitted.

    :param encoder: As for :func:`weigh_both`.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.model = _token_model(encoder)
        self.space = default_space()
        self.fitted: Fitted = fitted()

    @property
    def lexicon(self) -> Lexicon:
        """The dictionary; it is loaded when it is first asked for."""
        return cc_cedict()

    def by_length(self, pair: tuple[str, str], langs: tuple[str, str]) -> float:
        """Return the logarithm of the odds of a loss, as far as lengths tell."""
        if not all(pair):
            return -math.inf
        return self.fitted.lengths.odds(length_signs(*pair, langs))

    def halves(
        self, pairs: Sequence[tuple[str, str]], langs: tuple[str, str]
    ) -> Iterator[tuple[Half, Half] | None]:
        """Yield each pair's sides with what their words speak for.

        :param pairs: Texts.
        :param langs: Their languages, both known to the space.
        :return: None for a pair of which a side has no words, or too many.
        """
        for start in range(0, len(pairs), _CHUNK):
            part = [
                (as_encoded(pair[0]), as_encoded(pair[1]))
                if max(map(len, pair)) <= _MOST_CHARACTERS
                else ("", "")
                for pair in pairs[start : start + _CHUNK]
            ]
            sides = [self._words([p[n] for p in part], langs[n]) for n in range(2)]
            for pair, source, target in zip(part, *sides, strict=True):
                usable = len(source.starts) > 0 and len(target.starts) > 0
                yield self._compared(pair, langs, (source, target)) if usable else None

    def uncovered(self, source: Half, target: Half) -> Uncovered:
        """Return what is most likely lost of a text.

        :param source: The text.
        :param target: The other text.
        """
        run = run_of(source)
        signs = pair_signs(source, target, run)
        score, parts = self.fitted.pair.probability(signs), self.fitted.pair.parts(signs)
        start, end = _bounds(source, run, snapped=score >= _SNAPPED)
        return Uncovered(score, start, end, run.weight, parts)

    def _words(self, texts: Sequence[str], lang: str) -> list[Words]:
        tokens = self.model.encode_tokens(texts)
        return [
            words_of(text, lang, own, self.space) for text, own in zip(texts, tokens, strict=True)
        ]

    def _compared(
        self, texts: tuple[str, str], langs: tuple[str, str], words: tuple[Words, Words]
    ) -> tuple[Half, Half]:
        found = compare(*words)
        looked_up = self._looked_up(texts, langs, words)
        habits = self.fitted.habits
        source, target = (
            Half(
                texts[n],
                langs[n],
                words[n],
                np.clip(
                    token_signs(
                        langs[n], words[n], found[n], words[1 - n], habits[langs[n]], looked_up[n]
                    )
                    @ self.fitted.word,
                    -MOST_EVIDENCE,
                    MOST_EVIDENCE,
                ),
            )
            for n in range(2)
        )
        return source, target

    def _looked_up(
        self, texts: tuple[str, str], langs: tuple[str, str], words: tuple[Words, Words]
    ) -> tuple[Sequence[Lookup], Sequence[Lookup]]:
        """Return what the dictionary says of each side's words."""
        zh = langs.index("zh")
        spans = zip(words[zh].starts.tolist(), words[zh].ends.tolist(), strict=True)
        chinese, english = self.lexicon.look_up(texts[zh], spans, words[1 - zh].texts)
        return (english, chinese) if zh else (chinese, english)


def _bounds(half: Half, run: LostRun, *, snapped: bool) -> tuple[int, int]:
    """Return where a run starts and ends in the text; with an editor's borders if ``snapped``."""
    starts, ends = half.words.starts, half.words.ends
    first, last = int(starts[run.first]), int(ends[run.last - 1])
    if not snapped:
        return first, last
    sums = running_sums(len(half.text), starts.tolist(), ends.tolist(), half.evidence.tolist())
    return heaviest_span(half.text, half.lang, sums, first, last)


def _token_model(encoder: Encoder) -> TokenEncoder:
    """Return the encoder, or the part of it, whose tokens the weights were fitted for."""
    for part in getattr(encoder, "parts", (encoder,)):
        if part.name == _MODEL and isinstance(part, TokenEncoder):
            return part
    return _embedded()


@cache
def _embedded() -> TokenEncoder:
    model = load_encoder(_MODEL, cache=False)
    assert isinstance(model, TokenEncoder)
    return model
