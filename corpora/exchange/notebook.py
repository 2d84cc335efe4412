"""An alignment as a notebook shows it: what it is in a line, and the worst of what was found."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from textwrap import shorten

from duizhao.corpora.alignment import Alignment, Place

__all__ = ["as_html"]

# Findings that are shown, and characters of a passage.
_ROWS, _LENGTH = 10, 120


def as_html(alignment: Alignment) -> str:
    """Return a line about an alignment and a table of its first findings, as a piece of HTML.

    There is no script, style or address in it, and no text of a document is taken for markup.

    :param alignment: What the aligner found.
    """
    findings = [finding for finding in alignment.findings if not finding.is_dismissed]
    rows = [
        (
            f.id,
            f.severity.value,
            f.category.value,
            _text(f.source),
            _text(f.target),
            f.message.get("en", ""),
        )
        for f in findings[:_ROWS]
    ]
    left = len(findings) - len(rows)
    names = ("", "severity", "category", "source", "target", "message")
    table = _row("th", names) + "".join(_row("td", row) for row in rows)
    return (
        f"<p>{_safe(repr(alignment).strip('<>'))}</p>"
        + (f"<table>{table}</table>" if rows else "")
        + (f"<p>… and {left} more</p>" if left else "")
    )


def _text(place: Place | None) -> str:
    return "" if place is None else shorten(place.text, _LENGTH, placeholder=" …")


def _row(cell: str, values: Iterable[str]) -> str:
    cells = "".join(f"<{cell}>{_safe(value)}</{cell}>" for value in values)
    return f"<tr>{cells}</tr>"


def _safe(text: str) -> str:
    """Return text as HTML; what a reader cannot see, or what turns lines round, is replaced."""
    return escape("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text))
