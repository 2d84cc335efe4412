"""The lines of an XLIFF 2.1 file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, groupby

from duizhao.corpora.alignment import Alignment, Finding, Severity
from duizhao.corpora.exchange.finding_marks import Mark, nested
from duizhao.corpora.exchange.xliff_units import ASIDE, XliffUnit, file_name
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.units.xliff.states import state_in_21
from duizhao.corpora.units.xliff.writer import metadata
from duizhao.corpora.xml.escape import attribute, content
from duizhao.version import __version__

__all__ = ["lines_21"]

# On ITS's scale of 0 to 100: MQM's multipliers 10, 5, 1 and 0, times ten.
_SEVERITY = {
    Severity.CRITICAL: 100,
    Severity.MAJOR: 50,
    Severity.MINOR: 10,
    Severity.INFO: 0,
}
_ROOT = (
    'xmlns="urn:oasis:names:tc:xliff:document:2.0" '
    'xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0" '
    'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1"'
)


def lines_21(
    alignment: Alignment, units: Sequence[XliffUnit], codes: tuple[str, str], comments: str
) -> Iterator[str]:
    """Yield the lines of the file, without their ends.

    :param alignment: Where the units come from.
    :param units: In the order of the sources.
    :param codes: Language codes of source and target.
    :param comments: Language of what is said of the findings.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<xliff {_ROOT} srcLang={attribute(codes[0])} trgLang={attribute(codes[1])}>"
    for document, group in groupby(units, key=lambda unit: unit.bead.source_document):
        name = file_name(alignment.documents[document])
        yield f'<file id="f{document + 1}" original={attribute(name)}>'
        tool = ("tool", f"duizhao {__version__}")
        yield metadata([tool, ("signature", clean_line(alignment.signature))])
        for unit in group:
            yield from _unit(unit, comments)
        yield "</file>"
    if not units:
        # A file element needs a unit.
        yield '<file id="f1"><unit id="u0"><segment><source/></segment></unit></file>'
    yield "</xliff>"


def _unit(unit: XliffUnit, comments: str) -> Iterator[str]:
    bead = unit.bead
    translate = ' translate="no"' if unit.is_aside else ""
    yield f'<unit id="u{unit.number + 1}"{translate}>'
    values = {
        "align": bead.type,
        "probability": f"{bead.probability:.4f}",
        "moved": "yes" if bead.moved else "",
        "source-ids": " ".join(map(str, bead.source)),
        "target-ids": " ".join(map(str, bead.target)),
    }
    yield metadata(values.items())
    notes = [_note(finding, comments) for finding in unit.findings]
    if unit.is_aside:
        notes.insert(0, f"<note>{content(ASIDE[comments])}</note>")
    if notes:
        yield f"<notes>{''.join(notes)}</notes>"
    numbers = count(1)
    state, why = state_in_21(None, unit.bead.standing)
    if unit.target is None:
        state, why = "initial", ""
    elif unit.doubtful:
        state, why = "initial", f"duizhao:{'lost-text' if unit.unfit else 'to-review'}"
    told = f' state="{state}"' + (why and f' subState="{why}"')
    source = _inline(unit.source, unit.source_marks, numbers, comments)
    target = ""
    if unit.target is not None:
        target = f"<target>{_inline(unit.target, unit.target_marks, numbers, comments)}</target>"
    yield f"<segment{told}><source>{source}</source>{target}</segment>"
    yield "</unit>"


def _note(finding: Finding, comments: str) -> str:
    # Priority 1 is the highest; a note has ten.
    return (
        f"<note category={attribute(finding.category.value)} "
        f'priority="{1 + 3 * finding.severity.rank}">'
        f"{content(clean_line(finding.message[comments]))}</note>"
    )


def _inline(text: str, marks: Sequence[Mark], numbers: Iterator[int], comments: str) -> str:
    """Return a text with its marks: elements around it where they nest, or else milestones."""
    around, across = nested(marks)
    tags: list[tuple[int, int, int, str]] = []
    for order, mark in enumerate(around):
        attributes = _issue(mark.finding, next(numbers), comments)
        if mark.start == mark.end:
            tags.append((mark.start, 1, order, f"<mrk {attributes}/>"))
            continue
        tags.append((mark.start, 2, order, f"<mrk {attributes}>"))
        # Of elements that end together, the one that began last ends first.
        tags.append((mark.end, 0, -order, "</mrk>"))
    for order, mark in enumerate(across):
        number = next(numbers)
        tags.append((mark.start, 3, order, f"<sm {_issue(mark.finding, number, comments)}/>"))
        tags.append((mark.end, -1, order, f'<em startRef="m{number}"/>'))
    out, at = [], 0
    for place, _, _, tag in sorted(tags):
        out += [content(text[at:place]), tag]
        at = place
    return "".join([*out, content(text[at:])])


def _issue(finding: Finding, number: int, comments: str) -> str:
    comment = clean_line(finding.message[comments])
    return (
        f'id="m{number}" type="its:generic" its:locQualityIssueType="{finding.its}" '
        f"its:locQualityIssueComment={attribute(comment)} "
        f'its:locQualityIssueSeverity="{_SEVERITY[finding.severity]}"'
    )
