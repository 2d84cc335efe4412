"""How a Chinese text may write a foreign name, by its sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from duizhao.align.findings.names.match import sounds_in
from duizhao.align.findings.names.transliteration import transliterated

__all__ = ["Rendering", "explained", "renderings_of"]

# As alike a stretch has to be, and as much more than any other word of the source is.
_HEARD = 0.75
_SHORTEST, _LONGEST = 2, 6
# Two ways of one name share this much of their sounds, but not their characters.
_ALIKE = 0.5


@dataclass(frozen=True)
class Rendering:
    """A stretch of Chinese that sounds like a name.

    :param text: The characters.
    :param start: Where they begin.
    :param name: The name, in Latin letters.
    """

    text: str
    start: int
    name: str

    @cached_property
    def likeness(self) -> float:
        """How much it sounds like the name, 0 to 1."""
        return transliterated(self.name, self.text)

    def is_like(self, other: str) -> bool:
        """Say whether another stretch may be the same name: as long, or nearly, with others."""
        shared = sum(a == b for a, b in zip(self.text, other, strict=False))
        return abs(len(self.text) - len(other)) <= 1 and (
            shared >= _ALIKE * min(len(self.text), len(other)) or self.text[0] == other[0]
        )


def renderings_of(name: str, text: str) -> Iterator[Rendering]:
    """Yield the best stretch of a text that sounds like a name, if one does.

    :param name: A part of a name, in Latin letters.
    :param text: A Chinese text, in simplified characters.
    """
    found: dict[str, Rendering] = {}
    for run in sounds_in(text):
        for start in range(len(run)):
            for size in range(_SHORTEST, min(_LONGEST, len(run) - start) + 1):
                part = run[start : start + size]
                if part not in found:
                    found[part] = Rendering(part, text.find(part), name)
    best = max(found.values(), key=lambda one: (one.likeness, len(one.text)), default=None)
    if best is not None and best.likeness >= _HEARD and best.start >= 0:
        yield best


def explained(way: Rendering, name: str, others: Sequence[str]) -> bool:
    """Say whether another word of the source sounds as much like a stretch as the name does.

    :param way: The stretch.
    :param name: The name.
    :param others: The other words of the source that may be names.
    """
    return any(transliterated(other, way.text) >= way.likeness for other in others if other != name)
