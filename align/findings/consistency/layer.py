"""What one text translates in two ways: names, and whole sentences."""

from __future__ import annotations

from collections.abc import Iterator

from duizhao.align.findings.consistency.names import names_two_ways
from duizhao.align.findings.consistency.sentences import sentences_two_ways
from duizhao.align.findings.material import Hit, Material

__all__ = ["inconsistent"]


def inconsistent(material: Material) -> Iterator[Hit]:
    """Yield the places of what is translated in two ways; all of one cause are one finding.

    :param material: What to look at.
    """
    yield from sentences_two_ways(material)
    yield from names_two_ways(material)
