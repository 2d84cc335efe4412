"""What aligners are tried on: gold sets, verses, and digests made from clean translations."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from duizhao.corpora.alignment import Bead
from duizhao.corpora.reading.read import document_from_text
from duizhao.errors import InputError
from duizhao.eval.beads.synthetic import SyntheticPair, distort
from duizhao.eval.beads.verses import merge_verses
from duizhao.eval.gold.clean import LEAST, CleanTranslation, clean_translations
from duizhao.eval.gold.pairs import GoldPair, load_pairs
from duizhao.eval.gold.sets import gold_checksum, load_gold_set, read_lines

__all__ = [
    "Trial",
    "TrialSet",
    "gold_trials",
    "moved_apart",
    "synthetic_trials",
    "trials_with_gaps",
]

_SEED = 2024  # other digests than those that weights are fitted on
_MOST_DOCUMENTS = 100  # drawn where there are more


@dataclass(frozen=True)
class Trial:
    """A document pair to align, and what is right.

    :param pair: The documents and their gold beads, which are in order.
    :param moved: The links (source, target) out of order; None where the gold does not tell.
        Sentences of such links are null beads on both sides in the gold beads.
    :param verses: The verse of each source and of each target sentence, where the gold is cut by
        verses.
    :param loss: The share of one side that was dropped, where gaps were made.
    :param paragraphs: Of each block of the target the blocks of the source that it comes from;
        None where the gold does not tell.
    """

    pair: GoldPair
    moved: tuple[tuple[int, int], ...] | None = None
    verses: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    loss: float | None = None
    paragraphs: tuple[frozenset[int], ...] | None = None

    def comparable(self, beads: Sequence[Bead]) -> list[Bead]:
        """Return beads in the form that the gold beads have.

        Moved beads are taken apart where the gold tells moved links apart: what was moved is scored
        by itself, so that aligners that only know order do not pay for it twice.
        """
        if self.verses is not None:
            return merge_verses(beads, *self.verses)
        if self.moved is None:
            return list(beads)
        return moved_apart(beads)


def moved_apart(beads: Iterable[Bead]) -> list[Bead]:
    """Return beads with null beads on both sides in place of each moved one, as sure as it was.

    :param beads: Beads, of which ids and probabilities count.
    """
    parts = (
        [Bead(b.source, (), b.probability), Bead((), b.target, b.probability)] if b.moved else [b]
        for b in beads
    )
    return [bead for both in parts for bead in both]


@dataclass(frozen=True)
class TrialSet:
    """Trials that are scored together.

    :param name: The name of the set.
    :param trials: At least one.
    """

    name: str
    trials: tuple[Trial, ...]

    @property
    def signature(self) -> str:
        """The set's name and a checksum of its beads."""
        checksum = gold_checksum(trial.pair.beads for trial in self.trials)
        verses = "|unit:verse" if any(trial.verses for trial in self.trials) else ""
        return f"gold:{self.name}@{checksum}{verses}"


def gold_trials(folder: Path | None = None) -> TrialSet:
    """Read a gold set, or the sample that comes with the package.

    A set of one document with files such as ``en.verse`` and ``zh.verse`` beside its folders, a
    verse a line, is scored by verses.

    :param folder: As for :func:`duizhao.eval.gold.pairs.load_pairs`.
    :raises InputError: If the folder is no gold set, or the verses are not those of its sentences.
    :raises FormatError: If a gold file cannot be read.
    """
    pairs = load_pairs(folder)
    if folder is None:
        return TrialSet(pairs.name, tuple(map(Trial, pairs.pairs)))
    gold = load_gold_set(folder)
    files = [folder / f"{lang}.verse" for lang in (gold.source_lang, gold.target_lang)]
    if not all(file.is_file() for file in files):
        return TrialSet(pairs.name, tuple(map(Trial, pairs.pairs)))
    source, target = (tuple(read_lines(file)) for file in files)
    (pair,) = pairs.pairs if len(pairs.pairs) == 1 else (None,)
    if pair is None or [len(source), len(target)] != [
        len(document.sentences) for document in (pair.source, pair.target)
    ]:
        message = f"{folder} has verses of other sentences; expected a line each for one document"
        raise InputError(message)
    return TrialSet(pairs.name, (Trial(pair, None, (source, target)),))


def synthetic_trials(path: Path) -> TrialSet:
    """Make digests from translations whose sentences belong together one by one.

    :param path: As for :func:`duizhao.eval.gold.segments.read_segments`.
    :raises InputError: If there is no such document.
    :raises FormatError: If a line is not of that form.
    """
    documents = clean_translations(path)
    if not documents:
        message = f"{path} has no document of {LEAST} segments or more that go one by one"
        raise InputError(message)
    rng = random.Random(_SEED)  # noqa: S311 - chance that can be repeated
    everything = [pair for document in documents for pair in document.pairs]
    strangers = [en for en, _ in everything], [zh for _, zh in everything]
    rng.shuffle(documents)
    trials = trials_with_gaps(documents[:_MOST_DOCUMENTS], strangers, rng)
    return TrialSet(f"synthetic-{path.stem}", tuple(trials))


def trials_with_gaps(
    documents: Iterable[CleanTranslation],
    strangers: tuple[Sequence[str], Sequence[str]],
    rng: random.Random,
    *,
    either_way: bool = False,
) -> list[Trial]:
    """Make a pair with gaps of each clean document; where nothing is left of a side, none.

    :param documents: Documents of the same two languages, in the same order.
    :param strangers: Sentences of other documents, for each side.
    :param rng: The source of chance; the same state gives the same trials.
    :param either_way: Exchange the sides of about half of them.
    """
    trials = []
    for document in documents:
        made, langs = distort(document.pairs, strangers, rng, document.langs), document.langs
        if either_way and rng.random() >= 0.5:
            made, langs = made.mirrored(), (langs[1], langs[0])
        if made.source and made.target:
            trials.append(_trial(document.name, made, langs))
    return trials


def _trial(name: str, made: SyntheticPair, langs: tuple[str, str]) -> Trial:
    """Return a made pair as documents."""
    source, target = (
        document_from_text("\n".join(texts), lang=lang, path=f"{name}.{lang}", presplit=True)
        for texts, lang in zip((made.source, made.target), langs, strict=True)
    )
    beads = tuple(Bead(*bead) for bead in made.beads)
    return Trial(GoldPair(name, source, target, beads), made.moved, loss=made.loss)
