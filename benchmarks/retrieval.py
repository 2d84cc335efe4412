"""Find each sentence's counterpart among all of the document: ``benchmarks/retrieval.py DATA``.

DATA is a folder with gold sets (``mac-dev``, ``bible``, ``text+berg``) and, perhaps, ``docs-dev``.
Of every gold 1-1 bead both sentences are looked for in the whole other document, by margin over
four neighbours (Artetxe & Schwenk 2019); the order of the sentences plays no part. The table has
sentence vectors as they are, centred, and with the coverage of their tokens.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from duizhao.align.coverage import EVIDENCE, bead_coverage, token_sides
from duizhao.align.spans import centred
from duizhao.corpora.variants import as_encoded
from duizhao.eval.gold import load_gold_set
from duizhao.models.encoder import FloatArray, TokenEncoder
from duizhao.models.registry import load_encoder

RIVALS = 4
LEAST = 8  # sentences of a document of docs-dev
MOST = 600  # sentences of a gold document that are looked at: all of MAC-Dev's and Text+Berg's
ROWS = ("as they are", "centred", "with coverage", "coverage alone")

Pair = tuple[list[str], list[str], list[tuple[int, int]]]


def gold_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the documents of a gold set with their 1-1 beads."""
    for document in load_gold_set(folder).documents:
        source, target = (
            path.read_text("utf-8").splitlines() for path in (document.source, document.target)
        )
        links = [
            (bead.source[0], bead.target[0])
            for bead in document.beads
            if len(bead.source) == len(bead.target) == 1
        ]
        links = [(i, j) for i, j in links if i < MOST and j < MOST]
        yield source[:MOST], target[:MOST], links


def clean_pairs(folder: Path) -> Iterator[Pair]:
    """Yield documents whose segments translate each other one by one."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            item = json.loads(line)
            both = list(zip(item["src"], item["tgt"], strict=False))
            if item["align"] is None and len(item["src"]) == len(item["tgt"]) >= LEAST:
                links = [(i, i) for i, (a, b) in enumerate(both) if a.strip() and b.strip()]
                yield [a for a, _ in both], [b for _, b in both], links


def margins(similar: FloatArray) -> FloatArray:
    """Return similarities less the mean of both sides' highest ones."""
    n, m = similar.shape
    rows = np.sort(similar, axis=1)[:, -min(RIVALS, m) :].mean(axis=1)
    columns = np.sort(similar, axis=0)[-min(RIVALS, n) :].mean(axis=0)
    result: FloatArray = similar - 0.5 * (rows[:, None] + columns)
    return result


def right(similar: FloatArray, links: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return how many of the links are found from their source, and from their target."""
    found = margins(similar)
    i, j = np.array(links).T
    return int((found[i].argmax(axis=1) == j).sum()), int((found[:, j].argmax(axis=0) == i).sum())


def similarities(pair: Pair, encoder: TokenEncoder) -> list[FloatArray]:
    """Return the similarities of all sentences, one array for each of :data:`ROWS`."""
    source, target = ([as_encoded(text) for text in side] for side in pair[:2])
    a, b = encoder.encode(source), encoder.encode(target)
    x, y = (centred(side[None], encoder.blocks)[0] for side in (a, b))
    sides = token_sides(source, target, encoder)
    whole = slice(0, len(source)), slice(0, len(target))
    coverage = bead_coverage(*sides, *whole, [(1, 1)])[1, 1].mean(axis=0)
    return [a @ b.T, x @ y.T, x @ y.T + EVIDENCE * coverage, coverage]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    encoder = load_encoder()
    assert isinstance(encoder, TokenEncoder), "the encoder shows no tokens"
    for name in ("mac-dev", "bible", "text+berg", "docs-dev"):
        if not (data / name).is_dir():
            continue
        pairs = (clean_pairs if name == "docs-dev" else gold_pairs)(data / name)
        counts = np.zeros((len(ROWS), 2))
        links = 0
        for pair in pairs:
            links += len(pair[2])
            counts += [right(s, pair[2]) for s in similarities(pair, encoder)]
        for title, (forth, back) in zip(ROWS, counts / links, strict=True):
            mean = (forth + back) / 2
            print(f"{name:<10} {links:>5}  {title:<15} {forth:.3f} {back:.3f} {mean:.3f}")


if __name__ == "__main__":
    main()
