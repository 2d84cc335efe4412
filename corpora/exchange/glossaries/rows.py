"""Glossaries as tables: a term and its translation in each row.

The first row may name the columns: the two languages or "source" and "target", and of further ones
"forbidden", "note", "status" and "case". Without such a row the first column is the term, the
second its translation, the third a note, as OmegaT has it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence

from duizhao import lazy
from duizhao.corpora.exchange.glossaries.glossary import SOURCE, TARGET, Concept, TermForm
from duizhao.corpora.files.rows import SOURCES, TARGETS, unguard
from duizhao.corpora.reading.pairs import language_named
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.text.tags import primary_tag
from duizhao.errors import InputError

__all__ = ["concepts_of_rows"]

_log = logging.getLogger(__name__)

_FORBIDDEN, _NOTE, _STATUS, _CASE = "forbidden", "note", "status", "case"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    SOURCE: (*SOURCES, "term", "source term", "术语", "原文术语"),
    TARGET: (*TARGETS, "target term", "译名", "译法", "目标术语"),
    _FORBIDDEN: ("forbidden", "avoid", "banned", "not", "禁用", "禁用译法", "禁用词", "不用"),
    _NOTE: ("note", "notes", "comment", "comments", "remark", "definition", "备注", "说明", "注"),
    _STATUS: ("status", "usage", "usage status", "状态"),
    _CASE: ("case", "case-sensitive", "case sensitive", "大小写", "区分大小写"),
}
# Several translations in one cell.
_PARTS = lazy.compile(r"\s*[;；|]\s*")
_DENIED = lazy.compile(r"forbid|deprecat|supersed|avoid|banned|obsolete|禁|弃|不用", re.IGNORECASE)
_YES = lazy.compile(r"(?:y|yes|true|1|x|是|exact|sensitive)$", re.IGNORECASE)
_COMMENT = "#"


def concepts_of_rows(rows: Sequence[Sequence[str]], path: str) -> list[Concept]:
    """Return the concepts of a table.

    :param rows: The cells of its rows.
    :param path: What to call it in messages.
    :raises InputError: If it has a single column.
    """
    rows = [row for row in rows if row and not _is_comment(row)]
    if not rows:
        return []
    names = _named(rows[0])
    if names is None:
        names = {SOURCE: 0, TARGET: 1, _NOTE: 2}
        langs = SOURCE, TARGET
        if max(map(len, rows)) < 2:
            message = f"{path} has one column; expected a term and its translation in each row"
            raise InputError(message)
    else:
        langs = _language(rows[0], names, SOURCE), _language(rows[0], names, TARGET)
        rows = rows[1:]
    found = [[*_concept(row, names, langs)] for row in rows]
    empty = sum(not concepts for concepts in found)
    if empty:
        message = "%s: %d of %d rows have no term or no translation and are left aside"
        _log.warning(message, path, empty, len(rows))
    return [concept for concepts in found for concept in concepts]


def _is_comment(row: Sequence[str]) -> bool:
    """Tell a remark from a term such as a hashtag."""
    return row[0].startswith(f"{_COMMENT} ") or (row[0].startswith(_COMMENT) and not any(row[1:]))


def _named(header: Sequence[str]) -> dict[str, int] | None:
    """Return which column is what, None if the first row does not say it."""
    found: dict[str, int] = {}
    languages = []
    for at, cell in enumerate(header):
        name = clean_line(cell).casefold()
        kind = next((kind for kind, known in _COLUMNS.items() if name in known), None)
        if kind is not None:
            found.setdefault(kind, at)
        elif _tag(name):
            languages.append(at)
    for kind in (SOURCE, TARGET):
        if kind not in found and languages:
            found[kind] = languages.pop(0)
    return found if SOURCE in found and (TARGET in found or _FORBIDDEN in found) else None


def _language(header: Sequence[str], names: Mapping[str, int], kind: str) -> str:
    """Return the language that a column is named by, else what stands for it."""
    at = names.get(kind)
    return kind if at is None else _tag(clean_line(header[at])) or kind


def _tag(name: str) -> str:
    """Return the language that a name or a tag says; empty if it says none."""
    return language_named(name) or language_named(primary_tag(name))


def _concept(
    row: Sequence[str], names: Mapping[str, int], langs: tuple[str, str]
) -> Iterator[Concept]:
    cells = {
        kind: clean_line(unguard(row[at])) if at < len(row) else "" for kind, at in names.items()
    }
    denied = bool(_DENIED.search(cells.get(_STATUS, "")))
    forms = [TermForm(langs[0], text) for text in _texts(cells[SOURCE])]
    forms += [TermForm(langs[1], text, denied) for text in _texts(cells.get(TARGET, ""))]
    forms += [TermForm(langs[1], text, True) for text in _texts(cells.get(_FORBIDDEN, ""))]
    sides = {form.lang for form in forms}
    forbids = any(form.is_forbidden for form in forms)
    if langs[1] in sides and (langs[0] in sides or forbids):
        exact = bool(_YES.match(cells.get(_CASE, "")))
        yield Concept(tuple(forms), cells.get(_NOTE, ""), exact)


def _texts(cell: str) -> list[str]:
    return [text for text in _PARTS.split(cell) if text]
