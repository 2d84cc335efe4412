"""What a text is made of before a builder saves it in a format."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Block", "Heading", "Items", "Paragraph", "Table"]


@dataclass(frozen=True)
class Heading:
    """A heading of a level from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """An ordinary paragraph, with the text of a note if it has one at its end."""

    text: str
    note: str | None = None


@dataclass(frozen=True)
class Items:
    """A list."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of rows of cells."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Items | Table
