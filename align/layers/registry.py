"""The layers, in the order in which they look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from duizhao.align.layers.gaps import gaps
from duizhao.align.layers.leftovers import leftovers
from duizhao.align.layers.material import Hit, Material
from duizhao.align.layers.moves import moves
from duizhao.align.layers.names import names
from duizhao.align.layers.nulls import additions, omissions
from duizhao.align.layers.numbers import numbers
from duizhao.align.layers.partial import partial_omissions
from duizhao.align.layers.repeated import repeated
from duizhao.align.layers.speakers import speakers_changed
from duizhao.align.layers.untranslated import untranslated

__all__ = ["LAYERS", "Layer"]

Layer: TypeAlias = Callable[[Material], Iterable[Hit]]

#: By the name that a message gives them. To add one: a module here, and a line.
LAYERS: Final[Mapping[str, Layer]] = MappingProxyType(
    {
        "gaps": gaps,
        "omissions": omissions,
        "additions": additions,
        "moves": moves,
        "clauses": partial_omissions,
        "numbers": numbers,
        "names": names,
        "untranslated": untranslated,
        "repeats": repeated,
        "leftovers": leftovers,
        "speakers": speakers_changed,
    }
)
