"""One side of a bitext as a text."""

from __future__ import annotations

from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.reading.base import Reading, TextMaker
from duizhao.corpora.units.bitext_units import Bitext

__all__ = ["source_reading"]


def source_reading(bitext: Bitext) -> Reading:
    """Return the source side of a bitext, each unit kept as given."""
    maker = TextMaker()
    for unit in bitext.units:
        maker.add(unit.source, Kind.TEXT, Locator(unit=unit.id, line=unit.line), whole=True)
    return maker.reading(encoding=bitext.encoding, lang=bitext.source_lang)
