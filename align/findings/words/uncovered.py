"""The words of a text that another text does not say: which, and how likely they are lost."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from duizhao.align.findings.spans.heaviest_spans import heaviest_span, running_sums
from duizhao.align.findings.words.fitted import BESIDE, LANGUAGES, MODEL, Fitted, fitted, space_of
from duizhao.align.findings.words.glance import glance_signs
from duizhao.align.findings.words.left_out import LeftOut, left_out_signs
from duizhao.align.findings.words.lexicon import Lexicon, Lookup, cc_cedict
from duizhao.align.findings.words.pair_signs import Half, LostRun, pair_signs, run_of
from duizhao.align.findings.words.runs import MOST_EVIDENCE
from duizhao.align.findings.words.word_matching import Words, words_at, words_of
from duizhao.align.findings.words.word_signs import signs_beside, signs_of_both
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.models.encoder import Encoder, TokenEncoder
from duizhao.models.registry import load_encoder

__all__ = ["NOTHING", "POSSIBLE", "Reader", "Uncovered", "bounds_of", "weigh_both"]

POSSIBLE = 0.08
"""How likely a loss must be by words alone to be weighed again: one in fifteen clean pairs is."""


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
    :param signs: The signs.
    """

    score: float
    start: int
    end: int
    weight: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)
    signs: Mapping[str, float] = field(default_factory=dict)


NOTHING = Uncovered(0.0, 0, 0)
"""What is said of a pair of which nothing can be told."""


def weigh_both(
    pairs: Sequence[tuple[str, str]], langs: tuple[str, str], encoder: Encoder
) -> list[tuple[Uncovered, Uncovered]]:
    """Return what is likely lost of each source text, and what was added in each target text.

    Pairs are passed over that lose nothing at a glance: see
    :mod:`duizhao.align.findings.words.glance`.

    :param pairs: Texts and their translations, of any number.
    :param langs: The languages of the two sides; of others than Chinese and English nothing is
        known, and nothing lost.
    :param encoder: The encoder that aligned them. Where it does not show the tokens that the
        weights were fitted for, the embedded model is asked.
    """
    if set(langs) != set(LANGUAGES):
        return [(NOTHING, NOTHING)] * len(pairs)
    reader = Reader(encoder, beside=True)
    limits = reader.fitted.least, reader.fitted.least_added
    glances = (reader.at_a_glance(pair, langs) for pair in pairs)
    wanted = [(lost >= limits[0], added >= limits[1]) for lost, added in glances]
    rows = [row for row, either in enumerate(wanted) if any(either)]
    lost, added = [NOTHING] * len(pairs), [NOTHING] * len(pairs)
    for row, halves in zip(rows, reader.halves([pairs[row] for row in rows], langs), strict=True):
        if halves and wanted[row][0]:
            lost[row] = reader.uncovered(*halves)
        if halves and wanted[row][1]:
            added[row] = reader.uncovered(halves[1], halves[0])
    swapped = [(target, source) for source, target in pairs]
    both = reader.weighed_again(pairs, lost), reader.weighed_again(swapped, added)
    return list(zip(*both, strict=True))


class Reader:
    """Compares texts word by word, with what was fitted.

    :param encoder: As for :func:`weigh_both`.
    :param beside: Whether to ask the second model, too, if it is a part of the encoder: its tokens
        tell more, and take twenty times as long.
    """

    def __init__(self, encoder: Encoder, *, beside: bool = False) -> None:
        self.model = _part(encoder, MODEL) or _embedded()
        self._beside = _part(encoder, BESIDE) if beside else None
        self.fitted: Fitted = fitted(beside=self._beside is not None)

    @property
    def lexicon(self) -> Lexicon:
        """The dictionary; it is loaded when it is first asked for."""
        return cc_cedict()

    def at_a_glance(self, pair: tuple[str, str], langs: tuple[str, str]) -> tuple[float, float]:
        """Return the logarithms of the odds of a loss and of an addition, without reading."""
        if not all(pair) or max(map(len, pair)) > _MOST_CHARACTERS:
            return -math.inf, -math.inf
        texts = as_encoded(pair[0]), as_encoded(pair[1])
        lost, added = glance_signs(texts, langs, self.lexicon)
        return self.fitted.glance.odds(lost), self.fitted.glance.odds(added)

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
            for pair, (source, seen), (target, also) in zip(part, *sides, strict=True):
                usable = len(source.starts) > 0 and len(target.starts) > 0
                both = (source, target), (seen, also)
                yield self._compared(pair, langs, *both) if usable else None

    def uncovered(self, source: Half, target: Half) -> Uncovered:
        """Return what is most likely lost of a text.

        :param source: The text.
        :param target: The other text.
        """
        run = run_of(source)
        signs = pair_signs(source, target, run)
        score, parts = self.fitted.pair.probability(signs), self.fitted.pair.parts(signs)
        start, end = bounds_of(source, run, snapped=score >= _SNAPPED)
        return Uncovered(score, start, end, run.weight, parts, signs)

    def weighed_again(
        self, pairs: Sequence[tuple[str, str]], found: Sequence[Uncovered]
    ) -> list[Uncovered]:
        """Return what is likely lost, weighed by whole vectors where words alone speak for a loss.

        :param pairs: Texts and others.
        :param found: What is most likely lost of each text, see :meth:`uncovered`.
        """
        rows = [row for row, each in enumerate(found) if each.score >= POSSIBLE and each.signs]
        asked = []
        for row in rows:
            text, other = (as_encoded(side) for side in pairs[row])
            asked.append(LeftOut(text, other, found[row].start, found[row].end))
        weighed = list(found)
        for row, more in zip(rows, left_out_signs(asked, self.model), strict=True):
            signs = {**found[row].signs, **more}
            score, parts = self.fitted.again.probability(signs), self.fitted.again.parts(signs)
            weighed[row] = replace(found[row], score=score, parts=parts, signs=signs)
        return weighed

    def _words(self, texts: Sequence[str], lang: str) -> list[tuple[Words, Words]]:
        """Return the words of texts, and the same as the second model sees them, if it is asked."""
        space = space_of(MODEL)
        tokens = self.model.encode_tokens(texts)
        words = [words_of(text, lang, own, space) for text, own in zip(texts, tokens, strict=True)]
        if self._beside is None:
            return [(own, own) for own in words]
        space = space_of(BESIDE)
        tokens = self._beside.encode_tokens(texts)
        return [(a, words_at(a, lang, own, space)) for a, own in zip(words, tokens, strict=True)]

    def _compared(
        self,
        texts: tuple[str, str],
        langs: tuple[str, str],
        words: tuple[Words, Words],
        beside: tuple[Words, Words],
    ) -> tuple[Half, Half]:
        looked_up = self._looked_up(texts, langs, words)
        rows = signs_of_both(langs, words, looked_up, self.fitted.habits)
        if self._beside is not None:
            more = signs_beside(langs, beside, self.fitted.habits_beside)
            rows = [np.concatenate(both, axis=1) for both in zip(rows, more, strict=True)]
        source, target = (
            Half(
                texts[n],
                langs[n],
                words[n],
                np.clip(rows[n] @ self.fitted.word, -MOST_EVIDENCE, MOST_EVIDENCE),
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


def bounds_of(half: Half, run: LostRun, *, snapped: bool) -> tuple[int, int]:
    """Return where a run starts and ends in the text; with an editor's borders if ``snapped``."""
    starts, ends = half.words.starts, half.words.ends
    first, last = int(starts[run.first]), int(ends[run.last - 1])
    if not snapped:
        return first, last
    sums = running_sums(len(half.text), starts.tolist(), ends.tolist(), half.evidence.tolist())
    return heaviest_span(half.text, half.lang, sums, first, last)


def _part(encoder: Encoder, name: str) -> TokenEncoder | None:
    """Return the encoder, or the part of it, that has a name and shows its tokens."""
    for part in getattr(encoder, "parts", (encoder,)):
        if part.name == name and isinstance(part, TokenEncoder):
            return part
    return None


@cache
def _embedded() -> TokenEncoder:
    model = load_encoder(MODEL, cache=False)
    assert isinstance(model, TokenEncoder)
    return model
