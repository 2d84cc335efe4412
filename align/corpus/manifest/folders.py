"""Manifests from folders: files that belong together by their paths."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from duizhao.align.corpus.manifest.entry import Entry, Manifest, checked
from duizhao.align.corpus.manifest.patterns import Pattern, patterns_of
from duizhao.align.corpus.manifest.work_tree import behind, tracked_files
from duizhao.errors import InputError

__all__ = ["files_below", "match_folders", "match_patterns"]

# What is no document of anybody: these are passed over wherever they stand.
_PASSED_OVER = (".", "~$")


def match_folders(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    langs: tuple[str, str] = ("", ""),
) -> Manifest:
    """Match the files of two folders by their paths below them.

    Files of equal paths belong together; of what is left, those whose paths differ in the suffix
    alone, if there is one such file on each side.

    :param source: The folder of the originals.
    :param target: The folder of the translations.
    :param langs: Their languages, as far as they are known.
    :raises InputError: If one is no folder, they are the same, or there is no file in both.
    """
    folders = Path(source), Path(target)
    for folder in folders:
        if not folder.is_dir():
            message = f"{folder} is no folder; expected two folders, or one table"
            raise InputError(message)
    if folders[0].samefile(folders[1]):
        message = f"{source} is given twice; expected originals and translations"
        raise InputError(message)
    sides = [dict.fromkeys(files_below(folder)) for folder in folders]
    for n in (0, 1):
        _leave_out(sides[n], folders[n], folders[1 - n])
    pairs = [(path, path) for path in sides[0] if path in sides[1]]
    for path, _ in pairs:
        del sides[0][path], sides[1][path]
    pairs += _by_stem(*sides)
    for a, b in pairs:
        sides[0].pop(a, None)
        sides[1].pop(b, None)
    found: list[tuple[str, str | None, str | None]] = [(a, a, b) for a, b in pairs]
    found += [(path, path, None) for path in sides[0]] + [(path, None, path) for path in sides[1]]
    return _manifest(found, folders, langs, f"{source} ↔ {target}")


def match_patterns(
    root: str | os.PathLike[str],
    pattern: str,
    target_pattern: str | None = None,
    langs: tuple[str, str] = ("", ""),
) -> Manifest:
    """Match the files below a folder by patterns of their paths.

    In a work tree of git the files are those that git knows, and of each pair is told how many
    commits changed the original after the last one of its translation.

    :param root: The folder.
    :param pattern: As for :func:`duizhao.align.corpus.manifest.patterns.patterns_of`.
    :param target_pattern: Likewise.
    :param langs: The languages of originals and translations.
    :raises InputError: If the folder is none, or the patterns do not fit each other.
    """
    folder = Path(root)
    if not folder.is_dir():
        message = f"{root} is no folder; a pattern goes with a folder"
        raise InputError(message)
    patterns = patterns_of(pattern, target_pattern, langs)
    tracked = tracked_files(folder)
    paths = files_below(folder) if tracked is None else tracked
    source, target = _sides(patterns, paths)
    found = [
        (_name(key), source.get(key), target.get(key))
        for key in sorted(source.keys() | target.keys())
    ]
    late = {} if tracked is None else behind(folder, [(a, b) for _, a, b in found if a and b])
    name = f"{root}: {patterns[0].text} ↔ {patterns[1].text}"
    return _manifest(found, (folder, folder), langs, name, late)


def _sides(
    patterns: tuple[Pattern, Pattern], paths: Sequence[str]
) -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str]]:
    """Return originals and translations by their keys.

    A file that fits both, as ``a.zh.md`` fits ``*.md``, is of the side whose pattern says more.
    """
    says = [sum(character not in "*?" for character in each.text) for each in patterns]
    sides = [each.keyed(paths) for each in patterns]
    lesser = 0 if says[0] < says[1] else 1
    taken = set(sides[1 - lesser].values())
    sides[lesser] = {key: path for key, path in sides[lesser].items() if path not in taken}
    return sides[0], sides[1]


def _name(key: Iterable[str]) -> str:
    """Return the id of a key: its parts as one path."""
    steps = [step for part in key for step in part.split("/") if step]
    return "/".join(steps) or "document"


def _manifest(
    found: Iterable[tuple[str, str | None, str | None]],
    folders: tuple[Path, Path],
    langs: tuple[str, str],
    name: str,
    late: Mapping[tuple[str, str], int] | None = None,
) -> Manifest:
    """Put entries together: pairs and lone documents in the order of their ids."""
    entries = []
    for id_, a, b in sorted(found, key=lambda each: (each[0], each[1] is None)):
        entries.append(
            Entry(
                id_,
                "" if a is None else str(folders[0] / a),
                "" if b is None else str(folders[1] / b),
                *langs,
                behind=(late or {}).get((a or "", b or "")),
            )
        )
    if not entries:
        message = f"{name}: no file is there; look at the folders and the pattern"
        raise InputError(message)
    return Manifest(checked(_apart(entries)), name)


def _apart(entries: Sequence[Entry]) -> list[Entry]:
    """Give a lone translation another id where a lone original has the same one."""
    from dataclasses import replace

    seen: set[str] = set()
    out = []
    for entry in entries:
        id_ = entry.id
        if id_ in seen and not entry.source:
            id_ = f"{id_} (translation)"
        seen.add(id_)
        out.append(replace(entry, id=id_))
    return out


def files_below(folder: Path) -> list[str]:
    """Return the files below a folder, as paths with forward slashes, in a fixed order.

    :param folder: The folder; what begins with a dot is passed over.
    """
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(_PASSED_OVER))
        above = PurePosixPath(Path(parent).relative_to(folder).as_posix())
        found += [str(above / name) for name in names if not name.startswith(_PASSED_OVER)]
    return sorted(found)


def _leave_out(paths: dict[str, None], folder: Path, other: Path) -> None:
    """Leave out what stands in the other folder, if that is below this one."""
    try:
        below = other.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return
    for path in [each for each in paths if each.startswith(f"{below}/")]:
        del paths[path]


def _by_stem(sources: Iterable[str], targets: Iterable[str]) -> list[tuple[str, str]]:
    """Return the files whose paths differ in the suffix alone, one on each side."""
    stems: list[dict[str, list[str]]] = [defaultdict(list), defaultdict(list)]
    for side, paths in zip(stems, (sources, targets), strict=True):
        for path in paths:
            side[str(PurePosixPath(path).with_suffix(""))].append(path)
    return [
        (own[0], stems[1][stem][0])
        for stem, own in stems[0].items()
        if len(own) == 1 and len(stems[1].get(stem, ())) == 1
    ]
