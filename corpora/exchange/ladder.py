"""Beads without texts: the two plain forms that aligners exchange.

- *links*, as of Vecalign, one bead a line: ``[0,1]:[0]``, maybe followed by ``:score``;
- *rungs*, as of hunalign, one border a line: ``0<tab>0<tab>0.3``. A bead reaches from one rung to
  the next, and the last rung stands behind the last sentences.

The scores mean something else in every tool (a cost, a likelihood, a cosine), so none is read into
:attr:`Bead.probability`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path

from duizhao import lazy
from duizhao.corpora.alignment import Bead
from duizhao.corpora.files.input import read_utf8
from duizhao.errors import FormatError

__all__ = ["format_links", "read_beads"]

_NUMBER = r"-?[0-9.]+(?:[eE][-+]?[0-9]+)?|-?inf|nan"
_LINK = lazy.compile(rf"\[([0-9, ]*)\]:\[([0-9, ]*)\](?::(?:{_NUMBER}))?")
# Seven digits: beyond any text, and two rungs cannot fill the memory with what is between them.
_RUNG = lazy.compile(rf"([0-9]{{1,7}})\t([0-9]{{1,7}})(?:\t(?:{_NUMBER}))?")
_ID = lazy.compile(r" *([0-9]{1,7}) *")


def read_beads(path: Path) -> list[Bead]:
    """Read a file of links or rungs.

    Within a bead ids are put in rising order (a published gold file has one that is not). Lines
    of white space, and links that are empty on both sides, are passed over.

    :param path: The file, in UTF-8; the form is told from its first line.
    :return: Its beads in the order of the file.
    :raises InputError: If the file cannot be read.
    :raises FormatError: If a line is of neither form, or the file holds no bead.
    """
    text = read_utf8(path, "beads such as [0,1]:[0]")
    lines = [(n, line.strip()) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise FormatError(str(path), "the file is empty; expected beads such as [0,1]:[0]")
    read = _read_links if lines[0][1].startswith("[") else _read_rungs
    return read(str(path), lines)


def _read_links(path: str, lines: list[tuple[int, str]]) -> list[Bead]:
    beads = []
    for n, line in lines:
        match = _LINK.fullmatch(line)
        if match is None:
            message = f"{line[:40]!r} is not a bead; expected a line such as [0,1]:[0]"
            raise FormatError(path, message, n)
        source, target = _ids(path, n, match[1]), _ids(path, n, match[2])
        if source or target:
            beads.append(Bead(source, target))
    return beads


def _ids(path: str, n: int, text: str) -> tuple[int, ...]:
    if not text.strip():
        return ()
    matches = [_ID.fullmatch(part) for part in text.split(",")]
    ids = sorted(int(match[1]) for match in matches if match)
    if len(ids) < len(matches) or len(set(ids)) < len(ids):
        message = f"[{text[:40]}] is not a list of sentence numbers; expected one such as [0,1]"
        raise FormatError(path, message, n)
    return tuple(ids)


def _read_rungs(path: str, lines: list[tuple[int, str]]) -> list[Bead]:
    rungs = []
    for n, line in lines:
        match = _RUNG.fullmatch(line)
        if match is None:
            message = f"{line[:40]!r} is neither a bead such as [0,1]:[0] nor a rung such as 0\\t0"
            raise FormatError(path, message, n)
        rungs.append((n, int(match[1]), int(match[2])))
    beads = []
    for (_, source, target), (n, source_end, target_end) in itertools.pairwise(rungs):
        if (
            source_end < source
            or target_end < target
            or (source, target) == (source_end, target_end)
        ):
            message = "the rung does not stand behind the one before; expected rising numbers"
            raise FormatError(path, message, n)
        beads.append(Bead(tuple(range(source, source_end)), tuple(range(target, target_end))))
    if not beads:
        raise FormatError(path, "one rung makes no bead; expected the end of the texts as the last")
    return beads


def format_links(beads: Iterable[Bead]) -> str:
    r"""Return beads as links.

    :param beads: Beads of one source and one target.
    :return: One line a bead.

    >>> format_links([Bead((0, 1), (0,)), Bead((), (1,))])
    '[0,1]:[0]\n[]:[1]\n'
    """
    sides = ((",".join(map(str, b.source)), ",".join(map(str, b.target))) for b in beads)
    return "".join(f"[{source}]:[{target}]\n" for source, target in sides)
