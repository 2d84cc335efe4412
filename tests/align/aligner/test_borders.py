"""Borders that two texts are known to share: no link crosses one."""

from __future__ import annotations

import random

from helpers.build import read_lines
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented, translated
from helpers.laws import check_beads
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.beads import find_beads
from duizhao.align.decisions.links import Constraints

ENCODER = HashEncoder()


@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=4),
    st.booleans(),
)
@examples(60)
def test_no_link_in_order_crosses_a_border(
    chance: int, places: list[tuple[int, int]], shuffled: bool
) -> None:
    rng = random.Random(chance)
    lines = invented(rng, 9)
    source, target = read_lines(lines), read_lines(translated(rng, lines)[0], path="b.txt")
    if shuffled:
        target = read_lines(invented(rng, 9), path="b.txt")
    borders = tuple(zip(*map(sorted, zip(*places, strict=True)), strict=True)) if places else ()
    beads = find_beads(source, target, ENCODER, constraints=Constraints(borders=borders)).beads
    check_beads(beads, source, target)
    for i, j in borders:
        for bead in beads:
            if bead.source and bead.target and not bead.moved:
                sides = {n >= i for n in bead.source} | {n >= j for n in bead.target}
                assert len(sides) == 1, (bead, (i, j))
