"""Documents and their translations as lines of JSON, where segments go one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duizhao.corpora.files.input import read_utf8
from duizhao.errors import FormatError

__all__ = ["Segments", "read_segments"]


@dataclass(frozen=True)
class Segments:
    """A document and its translation, segment by segment.

    :param file: The file that it stands in.
    :param name: Its id there.
    :param domain: What the file says of its kind, such as ``"news"``; None if nothing.
    :param rows: Of each segment the English and the Chinese text, neither of them blank, and the
        number of its paragraph; of each segment another one if the file numbers none.
    :param translated: The language of the translation, ``"en"`` or ``"zh"``.
    :param second: Another translation of each segment, maybe blank; empty if the file has none.
    """

    file: Path
    name: str
    domain: str | None
    rows: tuple[tuple[str, str, int], ...]
    translated: str = "zh"
    second: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The segments as (English, Chinese)."""
        return [(english, chinese) for english, chinese, _ in self.rows]


def read_segments(path: Path) -> Iterator[Segments]:
    """Yield the documents whose segments go one by one; others are left out.

    :param path: A file of JSON lines, or a folder of such files. Each line is a document: ``id``,
        ``lp`` (``"en-zh"`` or ``"zh-en"``), ``src`` and ``tgt`` (as many segments), ``align`` (null
        if they go one by one), maybe ``domain``, ``paragraph`` (of each segment the number) and
        ``tgt2`` (another translation of each segment).
    :raises FormatError: If a line is not of that form.
    """
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for number, line in enumerate(read_utf8(file, "documents as JSON lines").split("\n"), 1):
            if not line.strip():
                continue
            try:
                found = _segments(file, json.loads(line))
            except (KeyError, TypeError, AttributeError, ValueError) as error:
                message = "is no document with id, lp, src, tgt and align"
                raise FormatError(str(file), message, number) from error
            if found is not None:
                yield found


def _segments(file: Path, item: dict[str, Any]) -> Segments | None:
    """Return the document of a line, or None if its segments do not go one by one."""
    name, source, target = str(item["id"]), item["src"], item["tgt"]
    order = {"en-zh": (source, target), "zh-en": (target, source)}[item["lp"]]
    if item["align"] is not None or len(source) != len(target):
        return None
    given = item.get("paragraph")
    numbers = range(len(source)) if given is None else [int(number) for number in given]
    texts = ([" ".join(text.split()) for text in side] for side in order)
    rows = list(zip(*texts, numbers, strict=True))
    whole = [n for n, row in enumerate(rows) if row[0] and row[1]]
    other = item.get("tgt2")
    second = tuple(" ".join(other[n].split()) for n in whole) if other else ()
    kept = tuple(rows[n] for n in whole)
    return Segments(file, name, item.get("domain"), kept, item["lp"].partition("-")[2], second)
