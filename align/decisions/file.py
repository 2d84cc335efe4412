"""What an editor decided: findings accepted or dismissed, with comments, and links.

The report page saves it, and a later run takes it back. Decisions are kept by content, not by
number or offset, so that they outlive changes of the texts. The file is JSON::

    {"format": "duizhao-decisions", "version": 1,
     "findings": [{"category": "blank", "source": "…", "target": "…", "context": "…",
                   "decision": "dismissed", "comment": "…"}],
     "links": [{"source": "…", "target": "…", "decision": "confirmed"}]}

``source`` and ``target`` of a finding hold the text of its two places, empty if there is none;
``context`` is what :func:`duizhao.align.decisions.findings.context_of` says; ``decision`` is
``"accepted"``, ``"dismissed"``, or empty beside a comment.

``source`` and ``target`` of a link hold the text of one sentence or of several in a row, or a list
of sentences; ``decision`` is ``"confirmed"`` or ``"rejected"``. A confirmed link with an empty side
says that the other side has no counterpart. Links alone may stand in a file of the format
``duizhao-links``, without ``findings``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from duizhao import lazy
from duizhao.align.decisions.findings import FindingDecision
from duizhao.align.decisions.links import LinkDecision
from duizhao.corpora.alignment import DECISIONS, Category
from duizhao.corpora.files.input import read_utf8
from duizhao.corpora.files.output import write_whole
from duizhao.errors import InputError

__all__ = ["NO_DECISIONS", "Decisions"]

_Entry = TypeVar("_Entry")

_FORMAT, _LINKS_FORMAT, _VERSION = "duizhao-decisions", "duizhao-links", 1
# Half a character: no file can hold it.
_SURROGATE = lazy.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Decisions:
    """What an editor decided in earlier reports.

    :param findings: What was said of findings, in the order in which the report showed them.
    :param links: What was said of links.
    """

    findings: tuple[FindingDecision, ...] = ()
    links: tuple[LinkDecision, ...] = ()

    @classmethod
    def load(cls, *paths: str | os.PathLike[str]) -> Decisions:
        """Read files that the report or :meth:`save` wrote.

        :param paths: The files, the latest last; see :meth:`merge`. A folder stands for its files
            that end in ``.json``, those in its folders, too, in the order of their paths.
        :raises InputError: If one cannot be read or is not such a file.
        """
        every = (file for path in paths for file in _files(Path(path)))
        files = (cls.parse(read_utf8(path, "decisions"), str(path)) for path in every)
        return cls().merge(*files)

    @classmethod
    def load_links(cls, path: str | os.PathLike[str]) -> Decisions:
        """Read a file of decided links alone, of the format ``duizhao-links``.

        :param path: The file.
        :raises InputError: If it cannot be read or is not such a file.
        """
        data = _parsed(read_utf8(Path(path), "links"), str(path), _LINKS_FORMAT, "links")
        return cls(links=_links(data, str(path)))

    @classmethod
    def parse(cls, text: str, name: str = "the file of decisions") -> Decisions:
        """Read the content of a file of decisions.

        :param text: JSON.
        :param name: What to call the file in messages.
        :raises InputError: If it is not such a file.
        """
        data = _parsed(text, name, _FORMAT, "decisions, as the report saves it")
        entries = data.get("findings", [])
        if not isinstance(entries, list):
            message = f"{name} has 'findings' that are no list; expected one entry a decision"
            raise InputError(message)
        findings = (_finding(entry, f"{name}, finding {n}") for n, entry in enumerate(entries, 1))
        links = _links(data, name) if "links" in data else ()
        return cls(tuple(f for f in findings if f.decision or f.comment), links)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a file of decisions, whole or not at all.

        :param path: Where; missing folders are made.
        :raises OutputError: If it cannot be written there.
        """
        links = [
            {
                "source": link.source,
                "target": link.target,
                "decision": "confirmed" if link.confirmed else "rejected",
            }
            for link in self.links
        ]
        data = {
            "format": _FORMAT,
            "version": _VERSION,
            "findings": [{**asdict(f), "category": f.category.value} for f in self.findings],
            "links": links,
        }
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        write_whole(Path(path), lambda stream: stream.write(text.encode("utf-8", "replace")))

    def merge(self, *later: Decisions) -> Decisions:
        """Return these decisions and later ones; the latest on the same finding or link holds.

        :param later: The latest last.
        """
        files = (self, *later)
        return Decisions(
            _latest(
                [file.findings for file in files],
                lambda f: (f.category, f.source, f.target, f.context),
            ),
            _latest([file.links for file in files], lambda link: (link.source, link.target)),
        )


NO_DECISIONS = Decisions()
"""Nothing was decided."""


def _files(path: Path) -> list[Path]:
    """Return the files that a path stands for."""
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob("*.json"))
    if not found:
        message = f"{path} has no file of decisions; put those there that reports saved (.json)"
        raise InputError(message)
    return found


def _latest(
    files: Sequence[Sequence[_Entry]], key: Callable[[_Entry], Hashable]
) -> tuple[_Entry, ...]:
    """Return entries, of one key those of the last file that has it, as often as it has it."""
    last = {key(entry): number for number, file in enumerate(files) for entry in file}
    return tuple(e for number, file in enumerate(files) for e in file if last[key(e)] == number)


def _parsed(text: str, name: str, form: str, what: str) -> dict[str, object]:
    """Read JSON that names its format and version."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{name} is not JSON ({error}); expected a file of format {form!r}"
        raise InputError(message) from error
    if not isinstance(data, dict) or data.get("format") != form or data.get("version") != _VERSION:
        message = f"{name} is not of format {form!r}, version {_VERSION}; expected a file of {what}"
        raise InputError(message)
    return data


def _finding(entry: object, name: str) -> FindingDecision:
    """Read a decision on a finding."""
    categories = [category.value for category in Category]
    fields = ("source", "target", "context", "decision", "comment")
    if isinstance(entry, Mapping) and entry.get("category") in categories:
        texts = [entry.get(field, "") for field in fields]
        if all(isinstance(text, str) for text in texts) and texts[3] in DECISIONS:
            texts[4] = _SURROGATE.sub("\ufffd", texts[4]).strip()
            return FindingDecision(Category(entry["category"]), *texts)
    message = (
        f"{name} is not a decision; expected 'category' with one of {', '.join(categories)},"
        " 'source', 'target' and 'context' with text, and 'decision' with 'accepted', 'dismissed'"
        " or ''"
    )
    raise InputError(message)


def _links(data: Mapping[str, object], name: str) -> tuple[LinkDecision, ...]:
    """Read the decided links of a file of links or of decisions."""
    links = data.get("links")
    if not isinstance(links, list):
        message = f"{name} has no list 'links'; expected one entry a decision"
        raise InputError(message)
    return tuple(_link(link, f"{name}, link {n}") for n, link in enumerate(links, 1))


def _link(entry: object, name: str) -> LinkDecision:
    """Read a decision on a link."""
    if isinstance(entry, Mapping) and entry.get("decision") in ("confirmed", "rejected"):
        source, target = (_text(entry.get(side, "")) for side in ("source", "target"))
        if source is not None and target is not None and (source or target):
            return LinkDecision(source, target, entry["decision"] == "confirmed")
    message = (
        f"{name} is not a decision; expected 'source' and 'target' with text, not both empty, and"
        " 'decision' with 'confirmed' or 'rejected'"
    )
    raise InputError(message)


def _text(value: object) -> str | None:
    """Return the text of one side, None if it is none."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value).strip()
    return None
