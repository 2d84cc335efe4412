"""Document pairs with gold beads, ready to be aligned."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.ladder import read_beads
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.gold.sets import gold_checksum, load_gold_set, read_lines

__all__ = ["GoldPair", "GoldPairs", "load_pairs"]

_SAMPLE = ("article.en.sentences.txt", "digest.zh.sentences.txt", "beads.align")


@dataclass(frozen=True)
class GoldPair:
    """Two documents of one sentence a line, and the beads that are right.

    :param name: Its name in the set.
    :param source: The document on the beads' left side.
    :param target: The other document.
    :param beads: The gold beads.
    """

    name: str
    source: Document
    target: Document
    beads: tuple[Bead, ...]


@dataclass(frozen=True)
class GoldPairs:
    """A set of them.

    :param name: The name of the set.
    :param pairs: Its pairs.
    """

    name: str
    pairs: tuple[GoldPair, ...]

    @property
    def signature(self) -> str:
        """The set's name and a checksum of its beads: figures of equal signatures compare."""
        return f"{self.name}@{gold_checksum(pair.beads for pair in self.pairs)}"


def load_pairs(folder: Path | None = None) -> GoldPairs:
    """Read a gold set, or the sample that comes with the package.

    :param folder: A folder for :func:`duizhao.eval.gold.sets.load_gold_set`; None for the sample.
    :raises InputError: If the folder is no gold set.
    :raises FormatError: If a gold file cannot be read.
    """
    if folder is None:
        return GoldPairs("sample", (_sample(),))
    gold = load_gold_set(folder)
    pairs = tuple(
        _pair(d.name, d.source, d.target, (gold.source_lang, gold.target_lang), d.beads)
        for d in gold.documents
    )
    return GoldPairs(gold.name, pairs)


def _sample() -> GoldPair:
    folder = files("duizhao.corpora") / "data" / "sample"
    source, target, beads = (Path(str(folder / name)) for name in _SAMPLE)
    return _pair("sample", source, target, ("en", "zh"), tuple(read_beads(beads)))


def _pair(
    name: str, source: Path, target: Path, langs: tuple[str, str], beads: tuple[Bead, ...]
) -> GoldPair:
    left, right = (
        document_from_text("\n".join(read_lines(path)), lang=lang, path=path.name, presplit=True)
        for path, lang in ((source, langs[0]), (target, langs[1]))
    )
    return GoldPair(name, left, right, beads)
