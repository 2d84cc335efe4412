"""One side of a bitext as a text."""

from __future__ import annotations

from duizhao.corpora.bitext_units import Bitext
from duizhao.corpora.formats.base import Reading, TextMaker
from duizhao.corpora.types import Kind, Locator

__all__ = ["source_reading"]


def source_reading(bitext: Bitext) -> Reading:
    """Return the source side of a bitext, each unit kept as given."""
    maker = TextMaker()
    for unit in bitext.units:
        maker.add(unit.source, Kind.TEXT, Locator(unit=unit.id, line=unit.line), whole=True)
    return maker.reading(encoding=bitext.encoding, lang=bitext.source_lang)
