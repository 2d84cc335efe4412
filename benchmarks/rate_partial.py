"""Rate what tells lost clauses: ``python benchmarks/rate_partial.py DATA``.

DATA is a folder with ``docs-dev`` and ``omission-dev``. What the package finds is rated on the test
part of ``eval/findings/data/findings-split.json``: how many of the pairs that lost words score
more than 95 % of those that did not.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from partial_data import WMT, Item, items

from duizhao.align.findings.words.uncovered import Uncovered
from duizhao.eval.findings.lost_clauses import weigh_pairs
from duizhao.models.arrays import DoubleArray
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

ROWS = (
    (WMT, "zh", WMT), ("seeded", "zh", "clean"), ("seeded", "en", "clean"),
    ("contratico", "en", "contratico"), ("demetr", "zh", "demetr"),
    ("esa_wmt2024", "en", "esa_wmt2024"),
)  # fmt: skip


def report(title: str, pairs: Sequence[Item], scores: DoubleArray) -> None:
    """Print recall at 5 % false alarms and the area under the curve, by kind and size."""
    print(title)
    for kind, lang, fine in ROWS:
        own = [n for n, item in enumerate(pairs) if item.langs[0] == lang]
        clean = np.array(
            [scores[n] for n in own if pairs[n].kind == fine and pairs[n].lost is False]
        )
        for low, high in ((0, 4), (4, 9), (9, 1000)):
            lost = [n for n in own if pairs[n].kind == kind and pairs[n].lost]
            some = np.array([scores[n] for n in lost if low <= pairs[n].size < high])
            if len(some) < 5 or not len(clean):
                continue
            limit = np.quantile(clean, 0.95)
            area = (some[:, None] > clean).mean() + (some[:, None] == clean).mean() / 2
            print(
                f"  {kind} {lang} {low}-{high - 1}: {len(some)} of {len(clean)}, "
                f"recall {(some > limit).mean():.2f} at 5 %, area {area:.3f}"
            )


def rate_test(folder: Path, model: Encoder) -> None:
    """Rate what is in the package on the test part."""
    pairs = items(folder, "test")
    found: list[Uncovered] = [Uncovered(0, 0, 0)] * len(pairs)
    began = time.process_time()
    for langs in (("zh", "en"), ("en", "zh")):
        own = [n for n, item in enumerate(pairs) if item.langs == langs]
        weighed = weigh_pairs([(pairs[n].source, pairs[n].target) for n in own], langs, model)
        for n, each in zip(own, weighed, strict=True):
            found[n] = each
    spent = (time.process_time() - began) / len(pairs)
    scores = np.array([each.score for each in found])
    report(f"test part, {1000 * spent:.2f} ms of processor time a pair", pairs, scores)
    clean = np.array([s for s, item in zip(scores, pairs, strict=True) if item.kind == "clean"])
    for floor in (0.2, 0.3, 0.5, 0.7):
        print(f"  clean pairs with a score of {floor} or more: {(clean >= floor).mean():.4f}")
    over = [
        any(each.start < end and start < each.end for start, end in item.spans)
        for item, each in zip(pairs, found, strict=True)
        if item.kind == WMT and item.lost and item.size >= 9
    ]
    print(
        f"  WMT23, 9 characters and more: found words meet the marked ones in {np.mean(over):.2f}"
    )


def main() -> None:
    """Rate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    rate_test(parser.parse_args().data, load_encoder(cache=False))


if __name__ == "__main__":
    main()
