"""Findings of one cause told as one finding with all its places.

A layer looks at one sentence after the other, so what has one cause (a page that nobody translated,
headings that all stay as they are, one doubled space after every full stop) comes out of it in
many hits. It gives them the same :class:`Cause`; when every other step is done with the single
hits, :func:`grouped` makes one of them. It lists what it stands for as ``evidence["places"]``, in
the order of the hits, the source before the target::

    [{"side": "target", "document": 1, "start": 10, "end": 14, "text": "Help"}, ...]

``side`` is ``"source"`` or ``"target"``, ``document`` the number in ``Alignment.documents``, and
the rest is that of :class:`duizhao.corpora.alignment.Place`. ``evidence["count"]`` is the number of
hits. A finding that stands for itself has neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from duizhao.align.findings.material import Hit
from duizhao.corpora.alignment import Category, Place, Severity
from duizhao.corpora.document import Document

__all__ = ["grouped"]

_SIDES = ("source", "target")


def grouped(hits: Iterable[Hit], documents: Sequence[Document]) -> list[Hit]:
    """Return hits of which those with one cause are one.

    The hit takes the place of the first of them and is as sure as the surest, whose rule it has.
    If they are neighbours (:attr:`Cause.is_run`), its places reach from the first to the last; else
    they are those of the first.

    :param hits: Hits in the order of their places.
    :param documents: What their places are in.
    """
    alike: dict[tuple[Category, str] | int, list[Hit]] = defaultdict(list)
    for number, hit in enumerate(hits):
        key = number if hit.cause is None else (hit.category, hit.cause.key)
        alike[key].append(hit)
    return [_one(same, documents) for same in alike.values()]


def _one(hits: Sequence[Hit], documents: Sequence[Document]) -> Hit:
    """Return the hit that stands for several of one cause."""
    first, cause = hits[0], hits[0].cause
    if len(hits) == 1 or cause is None:
        return first
    surest = max(hits, key=lambda hit: hit.confidence)
    places = [
        {"side": side, **_as_json(place)}
        for hit in hits
        for side, place in zip(_SIDES, (hit.source, hit.target), strict=True)
        if place is not None
    ]
    texts = {lang: text.replace("{count}", str(len(hits))) for lang, text in cause.message.items()}
    source, target = first.source, first.target
    if cause.is_run:
        source = _reach([hit.source for hit in hits], documents)
        target = _reach([hit.target for hit in hits], documents)
    return replace(
        surest,
        message=texts,
        source=source,
        target=target,
        evidence={**(surest.evidence or {}), "count": len(hits), "places": places},
        worst=min((hit.worst for hit in hits), key=lambda worst: Severity(worst).rank),
    )


def _as_json(place: Place) -> dict[str, object]:
    return {
        "document": place.document,
        "start": place.start,
        "end": place.end,
        "text": place.text,
    }


def _reach(places: Iterable[Place | None], documents: Sequence[Document]) -> Place | None:
    """Return the passage from the first place to the last, in the document of the first."""
    given = [place for place in places if place is not None]
    if not given:
        return None
    number = given[0].document
    same = [place for place in given if place.document == number]
    start, end = min(place.start for place in same), max(place.end for place in same)
    return Place(number, start, end, documents[number].text[start:end])
