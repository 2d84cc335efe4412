"""Write XLIFF: 2.1 with the findings as ITS annotations, and 1.2 for tools that want it.

One unit a bead. A source passage without translation is a unit without a target, so that a
translator can fill the gap and :mod:`duizhao.corpora.units.xliff.reader` reads it back. Text that
only the translation has is no unit of an XLIFF file, which is about a source; it is counted.

Specifications: XLIFF 2.1 (OASIS Standard, 2018) with its ITS and metadata modules, XLIFF 1.2 (OASIS
Standard, 2008), ITS 2.0 (W3C Recommendation, 2013) for localization quality issues.
"""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.bead_text import illegal_in
from duizhao.corpora.exchange.xliff_12 import lines_12
from duizhao.corpora.exchange.xliff_21 import lines_21
from duizhao.corpora.exchange.xliff_units import xliff_units
from duizhao.corpora.files.output import Written
from duizhao.corpora.text.tags import language_codes
from duizhao.errors import UnknownNameError

__all__ = ["COMMENTS", "VERSIONS", "write_xliff"]

_LINES = {"2.1": lines_21, "1.2": lines_12}

VERSIONS = tuple(_LINES)
"""The versions that can be written, the newer first."""

COMMENTS = ("en", "zh")
"""The languages in which findings are told."""


def write_xliff(
    alignment: Alignment,
    stream: BinaryIO,
    *,
    version: str = VERSIONS[0],
    source_lang: str | None = None,
    target_lang: str | None = None,
    comments: str = "en",
) -> Written:
    """Write the beads as an XLIFF file, in the order of the sources.

    What is sound counts as translated in other programs: it is ``translated``, and in 1.2
    ``approved``, by which they go there. What lost text, is untranslated, moved or unsure, or has a
    critical or major finding, does not: it is ``initial`` with the sub-state ``duizhao:lost-text``
    or ``duizhao:to-review`` in 2.1, and ``needs-review-translation`` in 1.2.

    What took no part in the alignment is not to be translated (``translate="no"``), and a note
    says why. What a file that was checked says of a translation is kept: none stands higher.

    :param alignment: What to write.
    :param stream: Where to write; stays open.
    :param version: One of :data:`VERSIONS`.
    :param source_lang: The source's BCP 47 code, as for
        :func:`duizhao.corpora.text.tags.language_codes`.
    :param target_lang: The target's code, likewise.
    :param comments: Language of what is said of the findings, ``"en"`` or ``"zh"``.
    :return: What was written, and how many beads were not, by reason: ``addition`` (no source),
        ``empty`` (no visible text), ``language`` (of a source in another language than the first).
    :raises UnknownNameError: If there is no such version or language of comments.
    :raises OutputError: If a code is not of its form, or the two codes are equal.
    """
    for what, name, known in (
        ("XLIFF version", version, VERSIONS),
        ("language of comments", comments, COMMENTS),
    ):
        if name not in known:
            raise UnknownNameError(what, name, known)
    langs = alignment.sources[0].lang, alignment.target.lang
    codes = language_codes(langs, (source_lang, target_lang))
    left_out: Counter[str] = Counter()
    units = list(xliff_units(alignment, left_out))
    for line in _LINES[version](alignment, units, codes, comments):
        stream.write(f"{line}\n".encode())
    stripped = sum(illegal_in(alignment, unit.bead) for unit in units)
    without = sum(unit.target is None and not unit.is_aside for unit in units)
    doubtful = sum(unit.doubtful for unit in units)
    return Written("unit", len(units), dict(left_out), without, stripped, doubtful=doubtful)
