"""Find and read gold sets: aligned texts that stand beside the project, never in it.

A gold set is a folder with one folder a language and one called ``gold``, with files of the same
names in all three: a sentence a line, and the beads that link the lines::

    mac-dev/zh/001   mac-dev/en/001   mac-dev/gold/001.align
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from duizhao.corpora.alignment import Bead
from duizhao.corpora.exchange.ladder import format_links, read_beads
from duizhao.corpora.files.input import read_utf8
from duizhao.errors import InputError

__all__ = [
    "KNOWN_SETS",
    "GoldDocument",
    "GoldSet",
    "gold_checksum",
    "load_gold_set",
    "read_lines",
    "swap_sides",
]

# The sets that figures have been published for, by the SHA-256 of their files (see `_checksum`):
# MAC's development part (from bfsujason/bertalign: Chinese novels and their translations), the
# Bible of the same source, and Text+Berg of Sennrich & Volk (German and French).
KNOWN_SETS: Mapping[str, str] = MappingProxyType(
    {
        "mac-dev": "5d69f200097cf36edff1f3daed53480b506b74537e110aa86b1618211d1950fe",
        "bible": "ee4e64b2249d0b1c3043f4ef335070717fd8cce291c409e692c3597a4e029b86",
        "text+berg": "8c916bbe397dc9797ae906de0c48743c5c2592ba1556a8e550abef5064116486",
    }
)


@dataclass(frozen=True)
class GoldDocument:
    """One aligned document.

    :param name: Its name in the set, such as ``"001"``.
    :param source: The file of source sentences, one a line.
    :param target: The file of target sentences, one a line.
    :param beads: The links that are right.
    """

    name: str
    source: Path
    target: Path
    beads: tuple[Bead, ...]


@dataclass(frozen=True)
class GoldSet:
    """A folder of aligned documents.

    :param name: The name of its folder.
    :param source_lang: The name of the folder on the beads' left side, such as ``"zh"``.
    :param target_lang: The name of the other folder.
    :param documents: Its documents, by name.
    :param sha256: The checksum of all its files.
    """

    name: str
    source_lang: str
    target_lang: str
    documents: tuple[GoldDocument, ...]
    sha256: str

    @property
    def known(self) -> str | None:
        """Which published set this is, byte for byte, or None."""
        return next((name for name, sha in KNOWN_SETS.items() if sha == self.sha256), None)


def load_gold_set(folder: Path, *, swap: bool = False) -> GoldSet:
    """Read a gold set.

    Which language stands on the left of the beads is told from their ids: it is the one whose
    files have a line for every id.

    :param folder: The folder with the two languages and ``gold``.
    :param swap: Exchange the sides, to align in the other direction.
    :return: The set, in the direction of its beads or, with ``swap``, in the other.
    :raises InputError: If the folder is not of that form, a file is missing, or the ids fit the
        languages in no way or in both.
    :raises FormatError: If a gold file cannot be read.
    """
    folders = sorted(f for f in folder.glob("*") if f.is_dir() and f.name != "gold")
    golds = sorted(f for f in folder.glob("gold/*") if f.is_file())
    if len(folders) != 2 or not golds:
        message = f"{folder} is no gold set; expected gold and one folder for each of two languages"
        raise InputError(message)
    beads = {gold.stem: tuple(read_beads(gold)) for gold in golds}
    sides = [{name: _side(f, name) for name in beads} for f in folders]
    fitting = [
        order for order in ((0, 1), (1, 0)) if all(_fits(sides, order, *b) for b in beads.items())
    ]
    if len(fitting) != 1:
        message = (
            f"the beads in {folder / 'gold'} fit {folders[0].name} and {folders[1].name} "
            f"{'either way' if fitting else 'in no direction'}; check the number of lines"
        )
        raise InputError(message)
    left, right = reversed(fitting[0]) if swap else fitting[0]
    documents = tuple(
        GoldDocument(n, sides[left][n], sides[right][n], swap_sides(b) if swap else b)
        for n, b in beads.items()
    )
    checksum = _checksum(folder, [*golds, *sides[0].values(), *sides[1].values()])
    return GoldSet(folder.name, folders[left].name, folders[right].name, documents, checksum)


def _side(folder: Path, name: str) -> Path:
    """Return a document's file of one language."""
    found = sorted(f for f in folder.glob("*") if f.is_file() and name in {f.name, f.stem})
    if len(found) != 1:
        message = f"{folder} needs one file called {name}, as in gold; it has {len(found)}"
        raise InputError(message)
    return found[0]


def _fits(
    sides: list[dict[str, Path]], order: tuple[int, int], name: str, beads: tuple[Bead, ...]
) -> bool:
    source, target = (len(read_lines(sides[n][name])) for n in order)
    return all(
        (not b.source or b.source[-1] < source) and (not b.target or b.target[-1] < target)
        for b in beads
    )


def read_lines(path: Path) -> list[str]:
    """Read a file of one sentence a line; an empty line is an empty sentence.

    :param path: The file, in UTF-8.
    :return: Its lines without their ends.
    :raises InputError: If it cannot be read.
    :raises FormatError: If it is not UTF-8.
    """
    text = read_utf8(path, "one sentence a line")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.strip() for line in lines]


def swap_sides(beads: tuple[Bead, ...]) -> tuple[Bead, ...]:
    """Return beads with source and target exchanged.

    :param beads: Gold beads, of which only the ids count.
    :return: Beads in the same order.

    >>> swap_sides((Bead((0, 1), (2,)),))[0].type
    '1-2'
    """
    return tuple(Bead(bead.target, bead.source) for bead in beads)


def _checksum(folder: Path, files: list[Path]) -> str:
    """Return the SHA-256 of the lines ``<SHA-256 of a file>  <its path>``, sorted by path."""
    rows = sorted((file.relative_to(folder).as_posix(), file.read_bytes()) for file in files)
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in rows)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


_CHECKSUM_LENGTH = 8


def gold_checksum(documents: Iterable[Sequence[Bead]]) -> str:
    """Return a short checksum of gold beads, to tell one gold from another.

    :param documents: The beads of each document; the order of documents and of beads counts.
    :return: Eight hexadecimal digits.

    >>> gold_checksum([[Bead((0,), (0,))]])
    '9d4b73b6'
    """
    text = "\n".join(map(format_links, documents))
    return hashlib.sha256(text.encode()).hexdigest()[:_CHECKSUM_LENGTH]
