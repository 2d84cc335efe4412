"""A folder of what a user knows of translations, to fit weights on.

- **Gold sets**, in any folder below: a folder ``gold`` and one for each of two languages
  (:mod:`duizhao.eval.gold.sets`). Sets that are cut by verses are passed over: their gold knows no
  single bead.
- **Clean translations**, whose units follow each other as in the documents: TMX, XLIFF, message
  catalogues, tables of two columns (TSV, CSV, XLSX), and JSON lines of documents
  (:mod:`duizhao.eval.gold.segments`). Units that are fuzzy or not translated, repeated ones and
  those with equal sides are left out.
- **Reviewed alignments** (``alignment.json``) with the decisions of an editor beside them
  (:mod:`duizhao.eval.gold.reviewed`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duizhao.corpora.exchange.bitext import BitextReading, read_bitext
from duizhao.errors import InputError
from duizhao.eval.gold.clean import LEAST, MOST, CleanTranslation
from duizhao.eval.gold.pairs import GoldPair, load_pairs
from duizhao.eval.gold.reviewed import reviewed_pairs
from duizhao.eval.gold.segments import read_segments

__all__ = ["FittingData", "read_fitting_data"]

_SEGMENTS = ".jsonl"
_JSON = ".json"
_BITEXTS = frozenset(
    ".tmx .xlf .xliff .sdlxliff .mqxliff .mxliff .po .tsv .tab .csv .xlsx".split()  # noqa: SIM905
)
# States of translations that nobody has made, or stands by.
_OPEN = frozenset({"new", "initial", "notstarted", "draft", "fuzzy", "rejected"})
_NEEDS = "needs-"


@dataclass(frozen=True)
class FittingData:
    """What a folder holds.

    :param gold: Document pairs with gold beads.
    :param clean: Clean translations of up to :data:`duizhao.eval.gold.clean.MOST` sentences; the
        two languages of each are in the order of the alphabet.
    :param passed_over: Files and folders that were not used, each with the reason.
    """

    gold: tuple[GoldPair, ...]
    clean: tuple[CleanTranslation, ...]
    passed_over: tuple[tuple[str, str], ...]

    @property
    def sentences(self) -> int:
        """How many source sentences of gold and pairs of clean sentences there are."""
        of_gold = sum(len(pair.source.sentences) for pair in self.gold)
        return of_gold + sum(len(each.pairs) for each in self.clean)


def read_fitting_data(folder: Path) -> FittingData:
    """Read all that a folder holds.

    :param folder: The folder; what it holds is read in the order of names, hidden files are not.
    :raises InputError: If a gold set or a file cannot be used.
    """
    gold: list[GoldPair] = []
    clean: list[CleanTranslation] = []
    passed_over: list[tuple[str, str]] = []
    for place, names in _places(folder):
        if names is None:
            if (place / "gold").is_dir() and any(place.glob("*.verse")):
                passed_over.append((_name(place, folder), "gold by verses knows no single bead"))
            else:
                gold += _renamed(load_pairs(place).pairs, place, folder)
            continue
        reviewed = [place / name for name in names if Path(name).suffix.lower() == _JSON]
        pairs, unused = reviewed_pairs(reviewed)
        gold += _renamed(pairs, place, folder)
        passed_over += [(_name(path, folder), reason) for path, reason in unused]
        for path in (place / name for name in names):
            found = _clean(path, _name(path, folder))
            clean += found
            if not found and path not in reviewed:
                passed_over.append((_name(path, folder), _why(path)))
    return FittingData(tuple(gold), tuple(clean), tuple(passed_over))


def _places(folder: Path) -> Iterator[tuple[Path, list[str] | None]]:
    """Yield the folders with the names of their files; None for one that is a gold set."""
    seen: set[Path] = set()  # links may lead back
    for root, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        real = Path(root).resolve()
        if real in seen or "gold" in folders:
            folders.clear()
        if real not in seen:
            yield Path(root), None if (real / "gold").is_dir() else _shown(names)
        seen.add(real)


def _shown(names: list[str]) -> list[str]:
    return sorted(name for name in names if not name.startswith("."))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path != folder else folder.name


def _renamed(pairs: Sequence[GoldPair], place: Path, folder: Path) -> Iterator[GoldPair]:
    """Yield pairs with the place in their names."""
    for pair in pairs:
        name = f"{_name(place, folder)}/{pair.name}"
        yield GoldPair(name, pair.source, pair.target, pair.beads)


def _why(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in _BITEXTS or suffix == _SEGMENTS:
        return f"fewer than {LEAST} translated sentences in a row"
    return "no format that clean translations are read from"


def _clean(path: Path, name: str) -> list[CleanTranslation]:
    """Return the clean translations of a file; none of one of another kind."""
    suffix = path.suffix.lower()
    if suffix == _SEGMENTS:
        return [
            CleanTranslation(f"{name}/{each.name}", ("en", "zh"), tuple(each.pairs[:MOST]))
            for each in read_segments(path)
            if len(each.pairs) >= LEAST
        ]
    if suffix not in _BITEXTS:
        return []
    bitext = read_bitext(path)
    if bitext.borders is not None:
        message = f"{path} holds two texts in turn, whose sentences are not linked; align it first"
        raise InputError(message)
    langs, pairs = _pairs(bitext)
    # The last part may be as short as the shortest document, or joins the one before.
    starts = range(0, max(len(pairs) - LEAST, 0) + 1, MOST)
    parts = [pairs[at : at + MOST] for at in starts]
    return [
        CleanTranslation(f"{name}#{number}", langs, tuple(part))
        for number, part in enumerate(parts, 1)
        if len(part) >= LEAST
    ]


def _pairs(bitext: BitextReading) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    """Return the languages of a bitext in the order of the alphabet, and its clean pairs."""
    langs = bitext.source.lang, bitext.target.lang
    turned = langs[0] > langs[1]
    pairs: dict[tuple[str, str], None] = {}
    for bead, state in zip(bitext.beads, bitext.states, strict=True):
        if bead.is_null or _is_open(state):
            continue
        source, target = (
            " ".join(document.sentences[ids[0]].text.split())
            for document, ids in ((bitext.source, bead.source), (bitext.target, bead.target))
        )
        if source and target and source != target:
            pairs[(target, source) if turned else (source, target)] = None
    return (langs[1], langs[0]) if turned else langs, list(pairs)


def _is_open(state: str | None) -> bool:
    plain = (state or "").lower()
    return plain in _OPEN or plain.startswith(_NEEDS)
