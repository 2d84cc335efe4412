"""The page as a tree."""

from __future__ import annotations

from typing import Any

from lxml import html

__all__ = ["parse", "words"]


def parse(page: str) -> Any:
    return html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def words(node: Any) -> str:
    """Return a node's text without what the report itself says inside it."""
    gone = "ancestor::*[contains(@class,'tag') or contains(@class,'hole')]"
    return "".join(node.xpath(f".//text()[not({gone})]"))
