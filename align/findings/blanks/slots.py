"""What a hole between two marks lost, told by what stands on both sides of it.

Both texts are cut at pauses and at words that join, the translation at its holes too: 肿瘤、、疫苗
has three slots, of which the second is empty, and “oncology, heart disease and vaccines” has three
pieces. Pieces and slots that say the same are paired in their order (Needleman and Wunsch 1970); an
empty slot is paired with a piece that nothing says.

Letters for shapes: S and T words of the original and of the translation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duizhao import lazy
from duizhao.align.findings.words.pair_signs import Half
from duizhao.models.arrays import DoubleArray, FloatArray

__all__ = ["Beside", "beside_holes"]

_SEPARATOR = lazy.compile(
    r"[，、；：。！？,;:.!?—–]+(?!\d)|\b(?:and|or)\b|(?<=[一-鿿])(?:以及|[和与及或])(?=[一-鿿、，。；])"
)
# What a pair of a piece and a slot is worth: how alike they are, beyond what strangers are. A piece
# in an empty slot is worth something where its words speak for being lost.
_STRANGERS = 0.3
_EMPTY, _MOST_LOST = 0.15, 2.0
# Words of an item: of a longer piece that has its slot, some may be lost all the same.
_ITEM = 3
# Longer texts are no sentences.
_MOST = 60


@dataclass(frozen=True)
class _Slot:
    """A stretch between separators: its words, and the hole that it is, if it is one."""

    first: int
    last: int
    hole: int = -1


@dataclass(frozen=True)
class Beside:
    """What the slots around holes tell.

    :param pieces: Where the piece of the original that a hole lost begins and ends in its text, by
        hole; None where no neighbour of the hole tells.
    :param said: The words of the original that a slot beside says, first and last but one.
    """

    pieces: tuple[tuple[int, int] | None, ...]
    said: tuple[tuple[int, int], ...]


def beside_holes(source: Half, target: Half, holes: Sequence[int]) -> Beside:
    """Return the piece of the original that stands where each hole does.

    :param source: The original.
    :param target: The translation.
    :param holes: How many words of the translation stand before each hole, rising.
    """
    pieces = _pieces(source)
    slots = _with_holes(_pieces(target), holes)
    found: list[tuple[int, int] | None] = [None] * len(holes)
    if not pieces or max(len(pieces), len(slots)) > _MOST:
        return Beside(tuple(found), ())
    losses = [float(source.evidence[piece.first : piece.last].mean()) for piece in pieces]
    worth = _worth(pieces, slots, losses, source.words.unit @ target.words.unit.T)
    pairs = dict(_paired(worth))
    of_piece = {piece: slot for slot, piece in pairs.items()}
    for at, slot in enumerate(slots):
        piece = pairs.get(at)
        if slot.hole < 0 or piece is None:
            continue
        first, last = (_reach(piece, step, of_piece, losses) for step in (-1, 1))
        if _is_shared(pieces, piece, pairs, slots, losses):
            continue
        if _is_told(first, -1, of_piece, slots) or _is_told(last, 1, of_piece, slots):
            words = source.words
            start, end = words.starts[pieces[first].first], words.ends[pieces[last].last - 1]
            found[slot.hole] = int(start), int(end)
    said = [pieces[piece] for at, piece in pairs.items() if slots[at].hole < 0]
    items = tuple((piece.first, piece.last) for piece in said if piece.last - piece.first <= _ITEM)
    return Beside(tuple(found), items)


def _is_shared(
    pieces: Sequence[_Slot],
    piece: int,
    pairs: Mapping[int, int],
    slots: Sequence[_Slot],
    losses: Sequence[float],
) -> bool:
    """Say whether several holes lost more pieces than they are: which lost which is not told."""
    of_piece = {n: slot for slot, n in pairs.items()}

    def lost(n: int) -> bool:
        slot = of_piece.get(n)
        return losses[n] > 0 if slot is None else slots[slot].hole >= 0

    first = last = piece
    while first and lost(first - 1):
        first -= 1
    while last + 1 < len(pieces) and lost(last + 1):
        last += 1
    holes = sum(n in of_piece for n in range(first, last + 1))
    return 1 < holes <= last - first


def _reach(piece: int, step: int, of_piece: Mapping[int, int], losses: Sequence[float]) -> int:
    """Return the last piece on one side that no slot says, either."""
    after = piece + step
    while 0 <= after < len(losses) and after not in of_piece and losses[after] > 0:
        piece, after = after, after + step
    return piece


def _is_told(piece: int, step: int, of_piece: Mapping[int, int], slots: Sequence[_Slot]) -> bool:
    """Say whether the piece beside one stands in a slot with words, maybe beyond other holes."""
    slot = of_piece.get(piece + step)
    while slot is not None and slots[slot].hole >= 0:
        piece += step
        slot = of_piece.get(piece + step)
    return slot is not None


def _pieces(half: Half) -> list[_Slot]:
    """Return the stretches of words between separators."""
    cuts = [match.span() for match in _SEPARATOR.finditer(half.text)]
    starts, ends = half.words.starts.tolist(), half.words.ends.tolist()
    joined = [any(a <= s and e <= b for a, b in cuts) for s, e in zip(starts, ends, strict=True)]
    found: list[_Slot] = []
    first = -1
    for n, start in enumerate(starts):
        split = n and any(ends[n - 1] <= a and b <= start for a, b in cuts)
        if (split or joined[n]) and first >= 0:
            found.append(_Slot(first, n))
            first = -1
        if first < 0 and not joined[n]:
            first = n
    if first >= 0:
        found.append(_Slot(first, len(starts)))
    return found


def _with_holes(slots: Sequence[_Slot], holes: Sequence[int]) -> list[_Slot]:
    """Return slots with an empty one for each hole; a slot with a hole inside is two."""
    found: list[_Slot] = []
    left = list(enumerate(holes))
    for slot in slots:
        first = slot.first
        while left and left[0][1] < slot.last:
            number, at = left.pop(0)
            if at > first:
                found.append(_Slot(first, at))
                first = at
            found.append(_Slot(at, at, number))
        if first < slot.last:
            found.append(_Slot(first, slot.last))
    return [*found, *(_Slot(at, at, number) for number, at in left)]


def _worth(
    pieces: Sequence[_Slot], slots: Sequence[_Slot], losses: Sequence[float], cosines: FloatArray
) -> DoubleArray:
    """Return what each pair is worth, shape (pieces, slots).

    :param pieces: The pieces of the original.
    :param slots: The slots of the translation.
    :param losses: What a word of each piece speaks for being lost.
    :param cosines: How alike words are, shape (S, T).
    """
    worth = np.zeros((len(pieces), len(slots)))
    for i, piece in enumerate(pieces):
        for j, slot in enumerate(slots):
            if slot.hole >= 0:
                lost = min(max(losses[i], -_MOST_LOST), _MOST_LOST)
                worth[i, j] = _EMPTY * (lost + 0.5)
            else:
                part = cosines[piece.first : piece.last, slot.first : slot.last]
                alike = (part.max(axis=0).mean() + part.max(axis=1).mean()) / 2
                worth[i, j] = float(alike) - _STRANGERS
    return worth


def _paired(worth: DoubleArray) -> list[tuple[int, int]]:
    """Return pairs of a slot and a piece, rising in both, that are worth the most together."""
    rows, columns = worth.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            best[i, j] = max(
                best[i - 1, j], best[i, j - 1], best[i - 1, j - 1] + worth[i - 1, j - 1]
            )
    pairs: list[tuple[int, int]] = []
    i, j = rows, columns
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((j, i))
    return pairs[::-1]
