"""Find each sentence's counterpart among all of the document: ``benchmarks/retrieval.py DATA``.

DATA is a folder with gold sets (``mac-dev``, ``bible``, ``text+berg``) and, perhaps, ``docs-dev``.
Of every gold 1-1 bead both sentences are looked for in the whole other document, by margin over
four neighbours (Artetxe & Schwenk 2019); the order of the sentences plays no part. The table has
sentence vectors as they are, centred, and with the coverage of their tokens.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from duizhao.align.aligner.spans import centred
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.eval.encoders.retrieval import Retrieval, count_retrieved, margins
from duizhao.eval.encoders.token_coverage import EVIDENCE, bead_coverage, token_sides
from duizhao.eval.gold.sets import load_gold_set
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import TokenEncoder
from duizhao.models.registry import load_encoder

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
    parser.add_argument("--model", default="default")
    options = parser.parse_args()
    data = options.data
    encoder = load_encoder(options.model)
    assert isinstance(encoder, TokenEncoder), "the encoder shows no tokens"
    for name in ("mac-dev", "bible", "text+berg", "docs-dev"):
        if not (data / name).is_dir():
            continue
        pairs = (clean_pairs if name == "docs-dev" else gold_pairs)(data / name)
        found = [Retrieval() for _ in ROWS]
        for pair in pairs:
            scores = (margins(similar) for similar in similarities(pair, encoder))
            found = [f + count_retrieved(s, pair[2]) for f, s in zip(found, scores, strict=True)]
        for title, counts in zip(ROWS, found, strict=True):
            forth, back = counts.forward / counts.links, counts.backward / counts.links
            mean = counts.accuracy
            print(f"{name:<10} {counts.links:>5}  {title:<15} {forth:.3f} {back:.3f} {mean:.3f}")


if __name__ == "__main__":
    main()
