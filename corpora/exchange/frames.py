"""Beads, findings or links of paragraphs as a data frame of pandas or polars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.bead_text import join_sentences
from duizhao.corpora.exchange.table import BEAD_COLUMNS, bead_rows
from duizhao.errors import MissingExtraError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = [
    "FINDING_COLUMNS",
    "PARAGRAPH_COLUMNS",
    "finding_rows",
    "paragraph_rows",
    "to_pandas",
    "to_polars",
]

FINDING_COLUMNS: Mapping[str, object] = {
    "id": str,
    "category": str,
    "rule": str,
    "severity": str,
    "confidence": float,
    "message_en": str,
    "message_zh": str,
    "source": str,
    "source_document": int,
    "source_start": int,
    "source_end": int,
    "target": str,
    "target_start": int,
    "target_end": int,
    "decision": str,
    "comment": str,
}
"""The columns of findings with their types. Of a place that a finding lacks nothing is said."""

PARAGRAPH_COLUMNS: Mapping[str, object] = {
    "target_ids": list[int],
    "source_document": int,
    "source_ids": list[int],
    "probability": float,
    "uncertain": bool,
    "target": str,
    "source": str,
}
"""The columns of links of paragraphs with their types."""


def finding_rows(alignment: Alignment) -> Iterator[dict[str, object]]:
    """Yield each finding as a row, its values by the names of :data:`FINDING_COLUMNS`.

    :param alignment: What the aligner found.
    """
    for finding in alignment.findings:
        source, target = finding.source, finding.target
        yield {
            "id": finding.id,
            "category": finding.category.value,
            "rule": finding.rule,
            "severity": finding.severity.value,
            "confidence": float(finding.confidence),
            "message_en": finding.message.get("en"),
            "message_zh": finding.message.get("zh"),
            "source": source and source.text,
            "source_document": source and source.document,
            "source_start": source and source.start,
            "source_end": source and source.end,
            "target": target and target.text,
            "target_start": target and target.start,
            "target_end": target and target.end,
            "decision": finding.decision,
            "comment": finding.comment,
        }


def paragraph_rows(alignment: Alignment) -> Iterator[dict[str, object]]:
    """Yield each pair of a paragraph and one that it comes from as a row.

    A paragraph that comes from none has a row without a source.

    :param alignment: What the aligner found.
    """
    for link in alignment.paragraphs:
        ids = range(link.first, link.last + 1)
        own: dict[str, object] = {"target_ids": list(ids), "uncertain": link.uncertain}
        own["target"] = join_sentences(alignment.target, ids)
        for each in link.sources:
            there = range(each.first, each.last + 1)
            yield own | {
                "source_document": each.document,
                "source_ids": list(there),
                "probability": float(each.probability),
                "source": join_sentences(alignment.documents[each.document], there),
            }
        if not link.sources:
            own |= {"source_document": None, "source_ids": [], "source": None}
            yield own | {"probability": float(link.probability)}


_Rows = Callable[[Alignment], Iterator[dict[str, object]]]
_TABLES: Mapping[str, tuple[Mapping[str, object], _Rows]] = {
    "findings": (FINDING_COLUMNS, finding_rows),
    "beads": (BEAD_COLUMNS, bead_rows),
    "paragraphs": (PARAGRAPH_COLUMNS, paragraph_rows),
}


def to_pandas(alignment: Alignment, what: str = "findings") -> pd.DataFrame:
    """Return the rows of an alignment as a data frame of pandas.

    :param alignment: What the aligner found.
    :param what: ``"findings"``, ``"beads"`` or ``"paragraphs"``.
    :raises UnknownNameError: If it is none of these.
    :raises MissingExtraError: If pandas is not installed.
    """
    columns, rows = _table(alignment, what)
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtraError("pandas", "pandas") from error

    # Numbers that may be missing stay whole numbers.
    whole = {name: "Int64" for name, kind in columns.items() if kind is int}
    return pd.DataFrame(rows, columns=list(columns)).astype(whole)


def to_polars(alignment: Alignment, what: str = "findings") -> pl.DataFrame:
    """Return the rows of an alignment as a data frame of polars.

    :param alignment: What the aligner found.
    :param what: ``"findings"``, ``"beads"`` or ``"paragraphs"``.
    :raises UnknownNameError: If it is none of these.
    :raises MissingExtraError: If polars is not installed.
    """
    columns, rows = _table(alignment, what)
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtraError("polars", "polars") from error

    lists: dict[object, object] = {list[int]: pl.List(pl.Int64), list[str]: pl.List(pl.String)}
    schema: Any = {name: lists.get(kind, kind) for name, kind in columns.items()}
    return pl.DataFrame(rows, schema=schema)


def _table(alignment: Alignment, what: str) -> tuple[Mapping[str, object], list[dict[str, object]]]:
    if what not in _TABLES:
        kind = "table"
        raise UnknownNameError(kind, what, _TABLES)
    columns, rows = _TABLES[what]
    return columns, [
        {name: _whole(value) for name, value in row.items()} for row in rows(alignment)
    ]


def _whole(value: object) -> object:
    """Replace halves of characters, which no data frame can hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
