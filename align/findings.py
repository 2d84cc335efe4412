"""Findings: what an editor should look at, from all layers, judged and in order."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duizhao.align.layers.material import Hit, Material
from duizhao.align.layers.registry import LAYERS, Layer
from duizhao.align.policy import Policy, severity
from duizhao.corpora.bitext import Bead, Failure, Finding, Severity
from duizhao.corpora.types import Document
from duizhao.models.encoder import Encoder

__all__ = ["Found", "find_all", "in_order"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """What all layers found.

    :param findings: The worst first, and then in the order of the target.
    :param failures: The layers that could not finish; what they would have found is not there.
    """

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()


def find_all(
    documents: Sequence[Document],
    beads: Sequence[Bead],
    encoder: Encoder,
    policy: Policy,
    *,
    states: Sequence[str | None] = (),
    layers: Mapping[str, Layer] = LAYERS,
) -> Found:
    """Return all findings, the worst first and then in the order of the target.

    A layer that fails takes nothing down: it is named among the failures, and the others' findings
    stand. What the target leaves out of a further source is information under either policy: it
    was made from the first.

    :param documents: The sources, of which the first is the original, and the target last.
    :param beads: Their alignment.
    :param encoder: The encoder that aligned them.
    :param policy: How the translation is judged.
    :param states: What the file said of each bead's translation, if it said something.
    :param layers: What looks for findings, by name.
    """
    material = Material(tuple(documents), tuple(beads), encoder, policy, states)
    hits: list[Hit] = []
    failures = []
    for name, layer in layers.items():
        try:
            hits += list(layer(material))
        except Exception as error:  # noqa: BLE001 - nothing may take the run down
            _log.warning("the layer %r failed and found nothing: %s", name, error)
            _log.debug("the layer %r failed", name, exc_info=True)
            failures.append(Failure(name, f"{type(error).__name__}: {error}"))
    return Found(in_order(_judged(hits, policy)), tuple(failures))


def _judged(hits: Iterable[Hit], policy: Policy) -> Iterator[Finding]:
    """Yield the hits as findings."""
    for hit in hits:
        further = hit.source is not None and hit.source.document > 0
        judged = Policy.DIGEST if further else policy
        how_bad = severity(hit.category, judged, hit.confidence)
        yield Finding(
            id="F000",
            category=hit.category,
            severity=max(how_bad, hit.worst, key=lambda each: Severity(each).rank),
            confidence=hit.confidence,
            message=hit.message,
            source=hit.source,
            target=hit.target,
            evidence={"rule": hit.rule, **(hit.evidence or {})},
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
