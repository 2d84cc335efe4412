"""A pair of documents of a corpus, and how it is to be aligned."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import PurePosixPath

from duizhao import lazy

__all__ = ["OPTIONS", "Entry", "Manifest", "checked", "id_problem"]

_LONGEST_ID = 400
_LONGEST_STEP = 120
_RESERVED = lazy.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?\Z", re.IGNORECASE)
_FORBIDDEN = lazy.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
# What a document's own folder holds; an id that ends in one would stand where a file does.
_FILES = frozenset(
    {"alignment.json", "aligned.tmx", "aligned.tsv", "report.html", "aligned.xlf", "findings.sarif"}
)


@dataclass(frozen=True)
class Entry:
    """One pair of a manifest.

    :param id: What the pair is called in tables and folders; unique in its manifest, a relative
        path such as ``"guide/install"``.
    :param source: The file of the original, or its URL; empty where a translation has none.
    :param target: The file of the translation, likewise.
    :param source_lang: The language of the original; found from the text if empty.
    :param target_lang: The language of the translation, likewise.
    :param policy: ``"full"`` or ``"digest"``; that of the run if empty.
    :param preset: The kind of text; that of the run if empty.
    :param source_format: The format of the original; told from the file if empty.
    :param target_format: The format of the translation, likewise.
    :param source_encoding: The encoding of the original; found if empty.
    :param target_encoding: The encoding of the translation, likewise.
    :param presplit: Whether both hold one sentence a line.
    :param align_all: Whether teasers, contents and page furniture are aligned as well.
    :param confidence: How probable it is that the two belong together, 0 to 1, if that was found
        by comparing documents.
    :param behind: How many commits changed the original after the last one of the translation;
        None where that is not known.
    :param line: Where the entry stands in its manifest, from 1; 0 where it has no lines.
    :param problem: Why it cannot be aligned, in one sentence; empty if it can.
    """

    id: str
    source: str
    target: str
    source_lang: str = ""
    target_lang: str = ""
    policy: str = ""
    preset: str = ""
    source_format: str = ""
    target_format: str = ""
    source_encoding: str = ""
    target_encoding: str = ""
    presplit: bool = False
    align_all: bool = False
    confidence: float | None = None
    behind: int | None = None
    line: int = 0
    problem: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether the original has no translation."""
        return bool(self.source and not self.target and not self.problem)

    @property
    def is_surplus(self) -> bool:
        """Whether the translation has no original."""
        return bool(self.target and not self.source and not self.problem)

    @property
    def is_pair(self) -> bool:
        """Whether there is something to align."""
        return bool(self.source and self.target and not self.problem)

    def options(self) -> dict[str, object]:
        """Return what was chosen for this pair, by the names of :data:`OPTIONS`."""
        return {name: getattr(self, name) for name in OPTIONS if getattr(self, name)}


OPTIONS = tuple(
    each.name
    for each in fields(Entry)
    if each.name not in {"id", "source", "target", "confidence", "behind", "line", "problem"}
)
"""The columns of a manifest that say how a pair is aligned."""


@dataclass(frozen=True)
class Manifest:
    """What a run is to align, in the order in which its tables list it.

    :param entries: The pairs, and the documents that have no counterpart.
    :param name: What it was made from, for the report.
    """

    entries: tuple[Entry, ...]
    name: str = ""
    ids: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbers: dict[str, int] = {}
        for number, entry in enumerate(self.entries):
            numbers.setdefault(entry.id, number)
        object.__setattr__(self, "ids", numbers)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


def id_problem(name: str) -> str:
    """Say why an id cannot name a folder of results; nothing if it can.

    >>> id_problem("guide/install"), id_problem("../up")
    ('', 'its id leads out of the folder of the results')
    """
    if not name or name != name.strip():
        return "its id is empty, or begins or ends with white space"
    steps = name.split("/")
    if name.startswith("/") or ".." in steps or PurePosixPath(name).is_absolute():
        return "its id leads out of the folder of the results"
    if any(step in ("", ".") for step in steps):
        return "its id has an empty step; expected one such as guide/install"
    try:
        size = max(len(step.encode()) for step in steps)
    except UnicodeEncodeError:
        return "its id is no text"
    if len(name) > _LONGEST_ID or size > _LONGEST_STEP:
        return (
            f"its id is longer than {_LONGEST_ID} characters, or a step of it than"
            f" {_LONGEST_STEP} bytes"
        )
    for step in steps:
        if _FORBIDDEN.search(step) or _RESERVED.match(step) or step.endswith((".", " ")):
            return f"its id has {step!r}, which cannot name a folder everywhere"
        if step.casefold() in _FILES:
            return f"its id has {step!r}, which is the name of a result"
    return ""


def checked(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries with what is wrong with their ids, paths and repetitions.

    Ids that differ only in letter case or in the form of their letters are the same, since they
    are on some file systems.

    :param entries: As they were read.
    """
    seen: dict[str, Entry] = {}
    out = []
    for entry in entries:
        problem = entry.problem or id_problem(entry.id) or _path_problem(entry)
        if not problem:
            key = unicodedata.normalize("NFC", entry.id).casefold()
            first = seen.setdefault(key, entry)
            if first is not entry:
                where = f" in line {first.line}" if first.line else ""
                problem = f"its id was given before{where}"
        out.append(replace(entry, problem=problem) if problem != entry.problem else entry)
    return tuple(out)


def _path_problem(entry: Entry) -> str:
    if not entry.source and not entry.target:
        return "it names neither an original nor a translation"
    for path in (entry.source, entry.target):
        if "\0" in path:
            return "a path of it has a zero byte"
        if path == "-":
            return "standard input cannot be a document of a corpus; give the path of a file"
    if entry.source and entry.source == entry.target:
        return "its original and its translation are the same file"
    return ""
