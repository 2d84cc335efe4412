"""Samples of what was missed and of what was found falsely, for those who improve layers."""

from __future__ import annotations

from duizhao.corpora.alignment import Finding
from duizhao.corpora.issues import key_of
from duizhao.eval.findings.drafts import Edit, EditedPair, Span
from duizhao.eval.findings.figures import Example

__all__ = ["example_of"]

# Characters shown of a passage, and on each side of it.
_SHOWN, _AROUND = 160, 40


def example_of(
    what: str,
    kind: str,
    pair: EditedPair,
    *,
    finding: Finding | None = None,
    edit: Edit | None = None,
) -> Example:
    """Return an edit or a finding with its texts.

    :param what: As in :attr:`duizhao.eval.findings.figures.Example.what`.
    :param kind: The kind of edit that was looked for.
    :param pair: The copy.
    :param finding: The finding, if it is one.
    :param edit: The edit, if it is one.
    """
    places: list[Span | None] = [None, None]
    if finding is not None:
        both = finding.source, finding.target
        places = [None if place is None else Span(place.start, place.end) for place in both]
    elif edit is not None:
        places = [edit.source, edit.target]
    source, target = (_shown(text, span) for text, span in zip(pair.texts, places, strict=True))
    return Example(
        what=what,
        kind=kind,
        langs="-".join(pair.langs),
        document=pair.name,
        category=key_of(finding.category.value, finding.rule) if finding else "",
        confidence=round(finding.confidence, 3) if finding else None,
        severity=finding.severity.value if finding else "",
        source=source,
        target=target,
        lost=edit.lost if edit else "",
    )


def _shown(text: str, span: Span | None) -> str:
    if span is None:
        return ""
    middle = text[span.start : min(span.end, span.start + _SHOWN)]
    before = text[max(0, span.start - _AROUND) : span.start]
    return f"{before}⟦{middle}⟧{text[span.end : span.end + _AROUND]}"
