"""Findings: what an editor should look at, from all layers, judged and in order."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import TypeVar

from duizhao.align.findings.agreement import agreed
from duizhao.align.findings.grouping import grouped
from duizhao.align.findings.material import Hit, Material
from duizhao.align.findings.registry import LAYERS, Layer
from duizhao.align.judging.policy import Policy, severity
from duizhao.align.judging.rules import Rule
from duizhao.align.judging.settings import NO_SETTINGS, Settings
from duizhao.corpora.alignment import Bead, Failure, Finding, Place, Severity
from duizhao.corpora.document import Document
from duizhao.corpora.units.inline import Codes
from duizhao.errors import AlignmentError
from duizhao.models.encoder import Encoder
from duizhao.models.threads import one_blas_thread

__all__ = ["Found", "find_all", "in_order"]

_log = logging.getLogger(__name__)


_Result = TypeVar("_Result")

# Characters of what a layer that failed says of it.
_REASON = 200
_LANGUAGES = frozenset({"en", "zh"})
_JSON = (str, bool, int, type(None))


@dataclass(frozen=True)
class Found:
    """What all layers found.

    :param findings: The worst first, and then in the order of the target.
    :param failures: The layers that could not finish; what they would have found is not there.
    :param ignored: How many findings the settings kept out.
    """

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
    ignored: int = 0


@one_blas_thread()
def find_all(
    documents: Sequence[Document],
    beads: Sequence[Bead],
    encoder: Encoder,
    policy: Policy,
    *,
    states: Sequence[str | None] = (),
    codes: Sequence[Codes] = (),
    given: bool = False,
    settings: Settings = NO_SETTINGS,
    layers: Mapping[str, Layer] | None = None,
) -> Found:
    """Return all findings, the worst first and then in the order of the target.

    A layer that fails takes nothing down: it is named among the failures, nothing that it found is
    kept, and the others' findings stand. Running out of memory is such a failure, since what the
    layer held is free again; an interruption by the user is none. What the target leaves out of a
    further source is information under either policy: it was made from the first.

    :param documents: The sources, of which the first is the original, and the target last.
    :param beads: Their alignment.
    :param encoder: The encoder that aligned them.
    :param policy: How the translation is judged.
    :param states: What the file said of each bead's translation, if it said something.
    :param codes: The inline codes of each bead's two sides, if there are any.
    :param given: Whether a file gave the links, and no aligner.
    :param settings: What was chosen about findings; its own policy is not looked at.
    :param layers: What looks for findings, by name; those of the registry if None.
    """
    material = Material(
        tuple(documents), tuple(beads), encoder, policy, states, codes, settings.glossary, given
    )
    failures: list[Failure] = []
    hits: list[Hit] = []
    for name, layer in (LAYERS if layers is None else layers).items():
        hits += _guarded(name, lambda: _looked(layer, material), failures) or []  # noqa: B023
    found = _guarded("agreement", lambda: agreed(hits, material), failures)
    hits = hits if found is None else found
    kept = [hit for hit in hits if not _is_ignored(hit, material, settings)]
    together = grouped(kept, material.documents)
    findings = in_order(_judged(together, policy, settings))
    return Found(findings, tuple(failures), len(hits) - len(kept))


def _guarded(name: str, work: Callable[[], _Result], failures: list[Failure]) -> _Result | None:
    """Return what a layer's work gives; None if it fails, which is told and noted."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - nothing may take the run down
        said = shorten(str(error), _REASON, placeholder=" …")
        reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
        _log.warning("the layer %r failed and found nothing: %s", name, reason)
        _log.debug("the layer %r failed", name, exc_info=True)
        failures.append(Failure(name, reason))
    return None


def _looked(layer: Layer, material: Material) -> list[Hit]:
    """Return what a layer found, if all of it can be shown."""
    hits = list(layer(material))
    for hit in hits:
        _check(hit, material)
    return hits


def _check(hit: Hit, material: Material) -> None:
    """Refuse a hit that no report could show, while it is known whose it is."""
    places = [place for place in (hit.source, hit.target) if place is not None]
    if (
        not places
        or not all(_is_inside(place, material) for place in places)
        or not (math.isfinite(hit.confidence) and 0 <= hit.confidence <= 1)
        or not set(hit.message) >= _LANGUAGES
        or not _is_json(hit.evidence or {})
    ):
        message = f"no proper finding: {hit.rule.value} at {places}"
        raise AlignmentError(message)


def _is_inside(place: Place, material: Material) -> bool:
    if not 0 <= place.document < len(material.documents):
        return False
    return 0 <= place.start <= place.end <= len(material.documents[place.document].text)


def _is_json(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _is_json(item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return all(map(_is_json, value))
    return isinstance(value, _JSON) or (isinstance(value, float) and math.isfinite(value))


def _policy_for(hit: Hit, policy: Policy) -> Policy:
    """Return what a hit is judged by: of a further source nothing need be kept."""
    return Policy.DIGEST if hit.source is not None and hit.source.document > 0 else policy


def _is_ignored(hit: Hit, material: Material, settings: Settings) -> bool:
    """Tell whether the settings keep a hit out."""
    policy = _policy_for(hit, material.policy)
    places = {"source": hit.source, "target": hit.target}
    return settings.ignores(hit.rule, policy, hit.confidence) or settings.spares(
        hit.rule, places, material.documents
    )


def _judged(hits: Iterable[Hit], policy: Policy, settings: Settings) -> Iterator[Finding]:
    """Yield the hits as findings. What the settings say of severity goes before all else."""
    for hit in hits:
        by = _policy_for(hit, policy)
        # What is lost of a sentence matters by its length.
        lost = hit.source.text if hit.source and hit.rule is Rule.OMITTED_CLAUSE else None
        usual = severity(hit.rule, by, hit.confidence, lost=lost)
        capped = max(usual, hit.worst, key=lambda each: Severity(each).rank)
        yield Finding(
            id="F000",
            category=hit.category,
            severity=settings.severity(hit.rule, by) or capped,
            confidence=hit.confidence,
            message=hit.message,
            source=hit.source,
            target=hit.target,
            evidence={"rule": hit.rule.sign, **(hit.evidence or {})},
        )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the report, numbered anew.

    The worst come first, and of one severity those that stand first in the target.

    :param findings: Findings in any order.
    """
    ranked = sorted(findings, key=_order)
    return tuple(replace(f, id=f"F{n:03}") for n, f in enumerate(ranked, start=1))


def _order(finding: Finding) -> tuple[int, int, int]:
    place, original = finding.target, finding.source
    return (
        finding.severity.rank,
        place.start if place else 0,
        original.start if original else 0,
    )
