"""Propose which documents of two folders translate each other."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duizhao.align.corpus.manifest.entry import Entry, Manifest, checked
from duizhao.align.corpus.manifest.folders import files_below
from duizhao.align.corpus.pairing.match import Match, candidates, choose
from duizhao.align.corpus.pairing.neighbours import EXACT
from duizhao.align.corpus.pairing.profiles import Profile, Unread, profile_files
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.reading.read import ReadOptions
from duizhao.errors import InputError
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

__all__ = ["LEAST", "Pairing", "pair_folders"]

LEAST = 0.5
"""The least probability of a pair that is proposed."""

_AT_ONCE = 16


@dataclass(frozen=True)
class Pairing:
    """Which documents seem to belong together.

    :param sources: The originals that could be read.
    :param targets: The translations that could be read.
    :param matches: The pairs, in the order of the originals.
    :param unread: Files that could not be read.
    :param name: What was paired, for the manifest.
    """

    sources: tuple[Profile, ...]
    targets: tuple[Profile, ...]
    matches: tuple[Match, ...]
    unread: tuple[Unread, ...] = ()
    name: str = ""

    def manifest(self) -> Manifest:
        """Return the pairs as a manifest, and after them what has no counterpart."""
        entries = []
        paired: tuple[set[int], set[int]] = set(), set()
        for match in self.matches:
            source, target = self.sources[match.source], self.targets[match.target]
            paired[0].add(match.source)
            paired[1].add(match.target)
            entries.append(
                Entry(
                    Path(source.path).stem,
                    source.path,
                    target.path,
                    source.lang,
                    target.lang,
                    confidence=round(match.probability, 3),
                )
            )
        for n, source in enumerate(self.sources):
            if n not in paired[0]:
                entries.append(Entry(Path(source.path).stem, source.path, "", source.lang))
        for n, target in enumerate(self.targets):
            if n not in paired[1]:
                entries.append(Entry(Path(target.path).stem, "", target.path, "", target.lang))
        return Manifest(checked(_numbered(entries)), self.name)


def pair_folders(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    encoder: Encoder | None = None,
    *,
    langs: tuple[str | None, str | None] = (None, None),
    least: float = LEAST,
    limits: Limits = NO_LIMITS_RAISED,
    exact: int = EXACT,
    progress: Callable[[str, int, int], None] | None = None,
) -> Pairing:
    """Propose which files of two folders translate each other, by what stands in them.

    Vectors of whole documents, how much better a pair fits than its rivals, words and numbers that
    are written alike, and lengths speak for a pair.

    :param source: The folder of the originals.
    :param target: The folder of the translations.
    :param encoder: Turns sentences into vectors; the default one, with its cache, if None.
    :param langs: The languages of the two sides; found from each text if None.
    :param least: How probable a pair must be to be proposed, 0 to 1.
    :param limits: What a file may cost.
    :param exact: Up to how many documents of a side each is compared with each.
    :param progress: Called with ``"documents"``, how many were read and how many there are.
    :raises InputError: If one is no folder, or no file of it can be read.
    :raises MissingExtraError: If there are more than ``exact`` documents and no index is installed.
    """
    encoder = encoder or load_encoder()
    folders = Path(source), Path(target)
    files = []
    for folder in folders:
        if not folder.is_dir():
            message = f"{folder} is no folder; expected originals and translations in two folders"
            raise InputError(message)
        files.append([folder / name for name in files_below(folder)])
    if folders[0].samefile(folders[1]):
        message = f"{source} is given twice; expected originals and translations"
        raise InputError(message)
    sides: list[list[Profile]] = [[], []]
    unread: list[Unread] = []
    total, done = sum(map(len, files)), 0
    for n in (0, 1):
        options = ReadOptions(lang=langs[n], limits=limits)
        for start in range(0, len(files[n]), _AT_ONCE):
            part = files[n][start : start + _AT_ONCE]
            profiles, failed = profile_files(part, encoder, options)
            sides[n] += profiles
            unread += failed
            done += len(part)
            if progress:
                progress("documents", done, total)
        if not sides[n]:
            why = f": {unread[-1].reason}" if unread else "; it has no file"
            message = f"no document of {folders[n]} can be read{why}"
            raise InputError(message)
    matches = choose(candidates(*sides, exact=exact), least)
    matches.sort(key=lambda match: match.source)
    name = f"{source} ↔ {target}"
    return Pairing(tuple(sides[0]), tuple(sides[1]), tuple(matches), tuple(unread), name)


def _numbered(entries: Sequence[Entry]) -> list[Entry]:
    """Give entries whose files have one name numbers behind it."""
    seen: set[str] = set()
    out = []
    for entry in entries:
        name, number = entry.id, 2
        while name.casefold() in seen:
            name, number = f"{entry.id} ({number})", number + 1
        seen.add(name.casefold())
        out.append(replace(entry, id=name))
    return out
