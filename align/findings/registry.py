"""The layers, in the order in which they look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from duizhao.align.findings.blanks.layer import gaps
from duizhao.align.findings.clauses.layer import partial_omissions
from duizhao.align.findings.consistency.layer import inconsistent
from duizhao.align.findings.contrary.layer import contraries
from duizhao.align.findings.leftovers.layer import leftovers
from duizhao.align.findings.material import Hit, Material
from duizhao.align.findings.moves import moves
from duizhao.align.findings.names.layer import names
from duizhao.align.findings.numbers.layer import numbers
from duizhao.align.findings.omissions.layer import additions, omissions
from duizhao.align.findings.repeats.layer import repeated
from duizhao.align.findings.replaced import replaced
from duizhao.align.findings.speakers.layer import speakers_changed
from duizhao.align.findings.terms.layer import terms
from duizhao.align.findings.untranslated.layer import untranslated
from duizhao.align.findings.verbatim.layer import verbatim

__all__ = ["LAYERS", "Layer"]

Layer: TypeAlias = Callable[[Material], Iterable[Hit]]

#: By the name that a message gives them. To add one: a room here, and a line.
LAYERS: Final[Mapping[str, Layer]] = MappingProxyType(
    {
        "gaps": gaps,
        "omissions": omissions,
        "additions": additions,
        "moves": moves,
        "replaced": replaced,
        "clauses": partial_omissions,
        "numbers": numbers,
        "names": names,
        "untranslated": untranslated,
        "repeats": repeated,
        "leftovers": leftovers,
        "contraries": contraries,
        "speakers": speakers_changed,
        "verbatim": verbatim,
        "terms": terms,
        "consistency": inconsistent,
    }
)
