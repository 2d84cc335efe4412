"""The lines of an XLIFF 1.2 file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from duizhao.corpora.alignment import Alignment, Finding
from duizhao.corpora.exchange.xliff_units import ASIDE, XliffUnit, file_name
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.units.xliff.states import state_in_12
from duizhao.corpora.xml.escape import attribute, content
from duizhao.version import __version__

__all__ = ["lines_12"]


def lines_12(
    alignment: Alignment, units: Sequence[XliffUnit], codes: tuple[str, str], comments: str
) -> Iterator[str]:
    """Yield the lines of the file, without their ends.

    :param alignment: Where the units come from.
    :param units: In the order of the sources.
    :param codes: Language codes of source and target.
    :param comments: Language of what is said of the findings.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'
    languages = f"source-language={attribute(codes[0])} target-language={attribute(codes[1])}"
    documents = groupby(units, key=lambda unit: unit.bead.source_document)
    for document, group in documents:
        name = attribute(file_name(alignment.documents[document]))
        yield f'<file original={name} {languages} datatype="plaintext">'
        yield f'<header><tool tool-id="duizhao" tool-name="duizhao" tool-version="{__version__}"/>'
        yield f"<note>{content(clean_line(alignment.signature))}</note></header>"
        yield "<body>"
        for unit in group:
            yield from _unit(unit, comments)
        yield "</body></file>"
    if not units:
        name = attribute(file_name(alignment.sources[0]))
        yield f'<file original={name} {languages} datatype="plaintext"><body/></file>'
    yield "</xliff>"


def _unit(unit: XliffUnit, comments: str) -> Iterator[str]:
    sound = unit.target is not None and not unit.doubtful
    state, said = state_in_12(None, unit.bead.standing)
    approved = f' approved="{said}"' if sound and said else ""
    translate = ' translate="no"' if unit.is_aside else ""
    yield f'<trans-unit id="{unit.number + 1}"{translate}{approved} xml:space="preserve">'
    yield f"<source>{content(unit.source)}</source>"
    if unit.target is not None:
        state = state if sound else "needs-review-translation"
        yield f'<target state="{state}">{content(unit.target)}</target>'
    if unit.is_aside:
        yield f'<note from="duizhao">{content(ASIDE[comments])}</note>'
    for finding in unit.findings:
        yield _note(finding, comments)
    bead = unit.bead
    told = f"{bead.type}, {bead.probability:.2f}" + (", moved" if bead.moved else "")
    yield f'<note from="duizhao" priority="10">{told}</note>'
    yield "</trans-unit>"


def _note(finding: Finding, comments: str) -> str:
    side = "source" if finding.target is None else "target"
    text = f"{finding.category.value} ({finding.severity.value}): {finding.message[comments]}"
    # Priority 1 is the highest; a note has ten.
    return (
        f'<note from="duizhao" annotates="{side}" priority="{1 + 3 * finding.severity.rank}">'
        f"{content(clean_line(text))}</note>"
    )
