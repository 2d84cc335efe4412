"""Terms of the editor's glossary: the wanted translation is missing, or a forbidden one is used.

What is not translated (code, addresses) is left alone. A sentence that says a term several times
may say "it" in its place, so a translation that has it less often is only doubtful. All places of
one term are one finding.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duizhao.align.findings.material import Cause, Hit, Linked, Material
from duizhao.align.findings.terms import messages
from duizhao.align.findings.terms.matching import Spot, TermIndex
from duizhao.align.judging.rules import Rule
from duizhao.corpora.exchange.glossaries.glossary import Entry
from duizhao.corpora.text.swapped import seem_swapped

__all__ = ["terms"]

_log = logging.getLogger(__name__)

# A term is said otherwise now and then; one of several is often "it".
_MISSING_SURE, _FEWER_SURE, _FORBIDDEN_SURE = 0.8, 0.4, 0.9


@dataclass(frozen=True)
class _Checked:
    """A glossary made ready for two languages.

    :param entries: By the source term.
    :param anywhere: Those that forbid a word whatever the source says.
    :param source: Finds source terms.
    :param target: Finds translations, as far as they are said at all.
    :param strict: Finds them as words of their own.
    """

    entries: Mapping[str, Sequence[Entry]]
    anywhere: Sequence[Entry]
    source: TermIndex
    target: TermIndex
    strict: TermIndex


def terms(material: Material) -> Iterator[Hit]:
    """Yield where the translation does not keep to the glossary.

    :param material: What to look at.
    """
    made: dict[str, _Checked] = {}
    for linked in material.linked:
        if not material.glossary.concepts or linked.is_doubtful:
            continue
        lang = linked.source.lang
        if lang not in made:
            made[lang] = _ready(material, lang)
        if linked.source.prose.strip() != linked.target.prose.strip():
            yield from _of_link(linked, made[lang])


def _ready(material: Material, lang: str) -> _Checked:
    glossary, target = material.glossary, material.target.lang
    found = glossary.entries(lang, target)
    if not found:
        _log.warning(
            "%s has no terms for %s to %s; its languages are %s",
            glossary.path or "the glossary",
            lang,
            target,
            ", ".join(sorted(glossary.languages)) or "not named",
        )
    sides = "\n".join(e.source for e in found), "\n".join(t for e in found for t in e.allowed)
    if seem_swapped((lang, target), sides):
        _log.warning(
            "%s: its terms for %s look like %s and their translations like %s; exchange the two"
            " columns, or the languages that they are named by",
            glossary.path or "the glossary",
            lang,
            target,
            lang,
        )
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        entries[entry.source].append(entry)
    translations = [
        (text, entry.is_exact) for entry in found for text in (*entry.allowed, *entry.forbidden)
    ]
    return _Checked(
        entries,
        tuple(entries.pop("", ())),
        TermIndex(((e.source, e.is_exact) for e in found if e.source), lang, whole=True),
        TermIndex(translations, target, whole=False),
        TermIndex(translations, target, whole=True),
    )


def _of_link(linked: Linked, checked: _Checked) -> Iterator[Hit]:
    source: defaultdict[str, list[Spot]] = defaultdict(list)
    for spot in checked.source.find(linked.source.prose):
        source[spot.term].append(spot)
    strict = list(checked.strict.find(linked.target.prose))
    for entry in checked.anywhere:
        for spot in strict:
            if spot.term in entry.forbidden:
                yield _forbidden(linked, entry, None, spot)
    if not source:
        return
    said = Counter(spot.term for spot in checked.target.find(linked.target.text))
    for term, spots in source.items():
        for entry in checked.entries[term]:
            yield from _of_entry(linked, entry, spots, strict, said)


def _of_entry(
    linked: Linked,
    entry: Entry,
    spots: Sequence[Spot],
    strict: Sequence[Spot],
    said: Mapping[str, int],
) -> Iterator[Hit]:
    """Yield what is wrong with a term in one link.

    :param spots: Where the source has it.
    :param strict: Where the target has translations as words of their own.
    :param said: How often the target has each translation, maybe as a part of a word.
    """
    denied = [spot for spot in strict if spot.term in entry.forbidden]
    for spot in denied:
        yield _forbidden(linked, entry, spots[0], spot)
    text = linked.target.text
    there = sum(said.get(one, 0) for one in entry.allowed)
    if not entry.allowed or denied or there >= len(spots):
        return
    if not there:
        # Within a longer translation of the glossary it is said as well.
        alone = ((one, entry.is_exact) for one in entry.allowed)
        there = sum(1 for _ in TermIndex(alone, linked.target.lang, whole=False).find(text))
    if there >= len(spots):
        return
    missing = spots if not there else spots[-1:]
    for spot in missing:
        yield Hit(
            rule=Rule.TERM_MISSING,
            confidence=_FEWER_SURE if there else _MISSING_SURE,
            message=messages.missing(entry, len(spots), there),
            source=linked.source.place(spot.start, spot.end),
            target=linked.target.place(),
            evidence=_evidence(entry),
            cause=Cause(
                f"{'fewer' if there else 'missing'} {entry.source}", messages.all_missing(entry)
            ),
        )


def _forbidden(linked: Linked, entry: Entry, source: Spot | None, spot: Spot) -> Hit:
    return Hit(
        rule=Rule.TERM_FORBIDDEN,
        confidence=_FORBIDDEN_SURE,
        message=messages.forbidden(entry, spot.term),
        source=None if source is None else linked.source.place(source.start, source.end),
        target=linked.target.place(spot.start, spot.end),
        evidence={**_evidence(entry), "used": spot.term},
        cause=Cause(
            f"forbidden {entry.source} {spot.term}", messages.all_forbidden(entry, spot.term)
        ),
    )


def _evidence(entry: Entry) -> dict[str, object]:
    found: dict[str, object] = {"term": entry.source, "allowed": list(entry.allowed)}
    if entry.forbidden:
        found["forbidden"] = list(entry.forbidden)
    if entry.note:
        found["note"] = entry.note
    return found
