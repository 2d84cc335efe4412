"""Inline codes of a bitext that a translation lost, changed or has too many of.

A file tells exactly which codes stand where, so they are compared as they are, within their unit;
their order is free, but for a pair, whose end stands behind its beginning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duizhao.align.findings.material import Hit, Linked, Material, Passage
from duizhao.align.findings.verbatim import messages
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Place, Severity
from duizhao.corpora.units.inline import InlineCode

__all__ = ["inline_codes"]

# What the file says is certain; that it should be so in the translation is nearly.
_SURE = 0.95


def inline_codes(material: Material) -> Iterator[Hit]:
    """Yield inline codes that only one side of a link has.

    What only changes how words look is minor, whatever else is lost may break the document.

    :param material: What to look at.
    """
    for linked in material.linked if material.codes else ():
        source, target = material.codes[linked.at]
        lost, new = _alone(source, target), _alone(target, source)
        crossed = _crossed(target)
        if crossed and not _crossed(source):
            yield _out_of_order(linked, crossed)
        changed = list(zip(lost, new, strict=True)) if _same_kinds(lost, new) else []
        if changed:
            yield _changed(linked, lost, new)
            continue
        if lost:
            yield _lost(linked, lost)
        if new:
            yield _extra(linked, new, source)


def _alone(codes: Sequence[InlineCode], others: Sequence[InlineCode]) -> list[InlineCode]:
    """Return the codes that one side has more often than the other."""
    left = Counter(code.key for code in others)
    found = []
    for code in codes:
        left[code.key] -= 1
        if left[code.key] < 0:
            found.append(code)
    return found


def _crossed(codes: Sequence[InlineCode]) -> list[InlineCode]:
    """Return the first pair of codes that ends before it begins, its end first; else nothing."""
    begun: set[str] = set()
    ended: dict[str, InlineCode] = {}
    for code in codes:
        kind, _, name = code.half.partition(" ")
        if kind == "close" and name not in begun:
            ended.setdefault(name, code)
        elif kind == "open":
            if name in ended:
                return [ended[name], code]
            begun.add(name)
    return []


def _out_of_order(linked: Linked, crossed: Sequence[InlineCode]) -> Hit:
    shown = _shown(crossed)
    return _hit(
        Rule.VERBATIM_CHANGED,
        messages.crossed(shown),
        linked.source.place(),
        _place(linked.target, crossed),
        crossed,
        translation=shown,
    )


def _same_kinds(lost: Sequence[InlineCode], new: Sequence[InlineCode]) -> bool:
    """Say whether as many codes are new as are lost, so that each became another."""
    return bool(lost) and len(lost) == len(new)


def _changed(linked: Linked, lost: Sequence[InlineCode], new: Sequence[InlineCode]) -> Hit:
    one, other = _shown(lost), _shown(new)
    return _hit(
        Rule.VERBATIM_CHANGED,
        messages.changed(one, other),
        _place(linked.source, lost),
        _place(linked.target, new),
        [*lost, *new],
        original=one,
        translation=other,
    )


def _lost(linked: Linked, lost: Sequence[InlineCode]) -> Hit:
    end = len(linked.target.text)
    shown = _shown(lost)
    return _hit(
        Rule.VERBATIM_LOST,
        messages.lost(shown),
        _place(linked.source, lost),
        linked.target.place(end, end),
        lost,
        original=shown,
    )


def _extra(linked: Linked, new: Sequence[InlineCode], source: Sequence[InlineCode]) -> Hit:
    shown = _shown(new)
    twice = {code.key for code in new} <= {code.key for code in source}
    return _hit(
        Rule.VERBATIM_EXTRA,
        messages.doubled(shown) if twice else messages.added_code(shown),
        linked.source.place(),
        _place(linked.target, new),
        new,
        translation=shown,
    )


def _hit(
    rule: Rule,
    message: dict[str, str],
    source: Place,
    target: Place,
    codes: Sequence[InlineCode],
    **evidence: str,
) -> Hit:
    looks = all(code.is_formatting for code in codes)
    return Hit(
        rule=rule,
        confidence=_SURE,
        message=message,
        source=source,
        target=target,
        evidence={"kind": "inline code", **evidence},
        worst=Severity.MINOR if looks else Severity.CRITICAL,
    )


def _shown(codes: Sequence[InlineCode]) -> str:
    return " ".join(code.shown for code in codes)


def _place(passage: Passage, codes: Sequence[InlineCode]) -> Place:
    """Return the words between codes, or all that their sentence says."""
    start, end = codes[0].at, codes[-1].at
    return passage.place(start, end) if start < end else passage.place()
