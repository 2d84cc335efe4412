"""What an existing bitext holds, whatever file it comes from: units of two texts."""

from __future__ import annotations

from dataclasses import dataclass

from duizhao.corpora.text.detection import detect_language
from duizhao.corpora.text.tags import primary_tag

__all__ = ["Bitext", "Unit", "choose_lang"]

# Enough text to tell a language by.
_SAMPLE_UNITS = 2000


@dataclass(frozen=True)
class Unit:
    """A source text and its translation.

    :param id: Its name in the file, or None.
    :param source: The visible text on one line; empty if there is none.
    :param target: Its translation, likewise.
    :param state: What the file says of the translation, such as ``"needs-translation"``.
    :param line: The line of the file that it begins at, from 1, where that helps to find it.
    """

    id: str | None
    source: str
    target: str
    state: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Bitext:
    """The units of a file, in its order.

    :param units: Those with text on at least one side.
    :param source_lang: The language of the source as the file names it, if it does.
    :param target_lang: That of the target.
    :param encoding: The encoding of the file.
    """

    units: tuple[Unit, ...]
    source_lang: str | None = None
    target_lang: str | None = None
    encoding: str = "utf-8"


def choose_lang(bitext: Bitext, side: str) -> str:
    """Return the language of a side: as the file names it, else by its text.

    :param bitext: The units.
    :param side: ``"source"`` or ``"target"``.
    """
    named = bitext.source_lang if side == "source" else bitext.target_lang
    if named:
        return primary_tag(named)
    return detect_language("\n".join(getattr(u, side) for u in bitext.units[:_SAMPLE_UNITS]))
