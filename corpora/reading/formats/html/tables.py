"""Tables of a page: which hold data, and how wide their cells are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duizhao.corpora.reading.formats.archive import attribute, local

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["columns_spanned", "is_layout"]


def columns_spanned(element: etree._Element) -> int:
    """Return how many columns a cell takes.

    :param element: The cell.
    """
    span = (element.get("colspan") or "1").strip()
    # HTML caps the span of a cell at 1000.
    return min(1000, int(span)) if re.fullmatch(r"[0-9]{1,5}", span) and int(span) else 1


def is_layout(table: etree._Element) -> bool:
    """Say whether a table only puts things side by side, or one below the other.

    :param table: The table.
    """
    if (attribute(table, "role") or "").lower() in ("presentation", "none"):
        return True
    widths = 0
    for row in table.iterchildren("{*}tr", "{*}tbody", "{*}thead", "{*}tfoot"):
        rows = [row] if local(row) == "tr" else list(row.iterchildren("{*}tr"))
        for cells in rows:
            widths = max(widths, len(cells))
            if any(_holds_table(cell) for cell in cells):
                return True
    return widths < 2


def _holds_table(cell: etree._Element) -> bool:
    return cell.find("{*}table") is not None or cell.find("{*}div/{*}table") is not None
