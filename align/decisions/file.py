"""What an editor decided in the report: findings accepted or dismissed, with comments, and links.

The report page saves it, and a later run takes it back. Decisions are kept by content, not by
number or offset, so that they outlive changes of the texts. The file is JSON::

    {"format": "duizhao-decisions", "version": 1,
     "findings": [{"category": "blank", "source": "…", "target": "…", "context": "…",
                   "decision": "dismissed", "comment": "…"}],
     "links": [{"source": "…", "target": "…", "decision": "confirmed"}]}

``source`` and ``target`` hold the text of a finding's two places, empty if there is none;
``context`` is what :func:`duizhao.align.decisions.findings.context_of` says; ``decision`` is
``"accepted"``, ``"dismissed"``, or empty beside a comment. ``links`` are those of
:mod:`duizhao.align.decisions.links`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten
from typing import TypeVar

from duizhao.align.decisions.findings import Verdict, match_verdicts
from duizhao.align.decisions.links import Decision, links_of, load_decided
from duizhao.corpora.alignment import DECISIONS, Category, Finding
from duizhao.corpora.document import Document
from duizhao.corpora.files.input import read_utf8
from duizhao.errors import InputError

__all__ = ["NOTHING_SAVED", "Saved", "decide", "latest_links", "load_saved", "read_saved"]

_Entry = TypeVar("_Entry")

_log = logging.getLogger(__name__)

_FORMAT = "duizhao-decisions"
# Characters of a decision's texts that a warning shows.
_SHOWN = 60
# Half a character: no file can hold it.
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Saved:
    """What a file of decisions holds.

    :param findings: What was said of findings, in the order of the file.
    :param links: What was said of links.
    """

    findings: tuple[Verdict, ...] = ()
    links: tuple[Decision, ...] = ()


NOTHING_SAVED = Saved()


def load_saved(paths: Sequence[Path]) -> Saved:
    """Read files of decisions from disk.

    :param paths: The files; what a later one says of the same finding or link holds.
    :raises InputError: If one cannot be read or is not such a file.
    """
    files = [read_saved(read_utf8(path, "decisions"), str(path)) for path in paths]
    return Saved(
        tuple(_latest([file.findings for file in files], _finding_key)),
        latest_links(*(file.links for file in files)),
    )


def latest_links(*files: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decided links of several files; what a later one says of the same link holds.

    :param files: The links of each.
    """
    return tuple(_latest(files, lambda link: (link.source, link.target)))


def _latest(files: Sequence[Sequence[_Entry]], key: Callable[[_Entry], Hashable]) -> list[_Entry]:
    """Return entries, of one key those of the last file that has it, as often as it has it."""
    last = {key(entry): number for number, file in enumerate(files) for entry in file}
    return [e for number, file in enumerate(files) for e in file if last[key(e)] == number]


def _finding_key(verdict: Verdict) -> Hashable:
    return verdict.category, verdict.source, verdict.target, verdict.context


def read_saved(text: str, name: str = "the file of decisions") -> Saved:
    """Read a file of decisions.

    :param text: Its content.
    :param name: What to call it in messages.
    :raises InputError: If it is not such a file.
    """
    data = load_decided(text, name, _FORMAT, "decisions, as the report saves it")
    entries = data.get("findings", [])
    if not isinstance(entries, list):
        message = f"{name} has 'findings' that are no list; expected one entry a decision"
        raise InputError(message)
    verdicts = (_verdict(entry, f"{name}, finding {n}") for n, entry in enumerate(entries, 1))
    links = links_of(data, name) if "links" in data else []
    return Saved(tuple(v for v in verdicts if v.decision or v.comment), tuple(links))


def _verdict(entry: object, name: str) -> Verdict:
    """Read one entry."""
    categories = [category.value for category in Category]
    fields = ("source", "target", "context", "decision", "comment")
    if isinstance(entry, Mapping) and entry.get("category") in categories:
        texts = [entry.get(field, "") for field in fields]
        if all(isinstance(text, str) for text in texts) and texts[3] in DECISIONS:
            texts[4] = _SURROGATE.sub("\ufffd", texts[4]).strip()
            return Verdict(Category(entry["category"]), *texts)
    message = (
        f"{name} is not a decision; expected 'category' with one of {', '.join(categories)},"
        " 'source', 'target' and 'context' with text, and 'decision' with 'accepted', 'dismissed'"
        " or ''"
    )
    raise InputError(message)


def decide(
    findings: Sequence[Finding], documents: Sequence[Document], verdicts: Sequence[Verdict]
) -> tuple[Finding, ...]:
    """Return findings with what an editor said of them; what fits none is told.

    :param findings: Findings of a run.
    :param documents: What they were found in.
    :param verdicts: From :func:`read_saved`.
    """
    matched = match_verdicts(findings, documents, verdicts)
    decided = list(findings)
    for verdict, number in zip(verdicts, matched, strict=True):
        if number is not None:
            decided[number] = replace(
                findings[number], decision=verdict.decision, comment=verdict.comment
            )
    lost = [v for v, number in zip(verdicts, matched, strict=True) if number is None]
    if lost:
        _log.warning(
            "%d of %d decisions fit no finding any more, first: %s | %s | %s",
            len(lost),
            len(verdicts),
            lost[0].category.value,
            shorten(lost[0].target or lost[0].context, _SHOWN),
            shorten(lost[0].source, _SHOWN),
        )
    return tuple(decided)
