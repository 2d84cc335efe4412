"""Measure how lengths of translations vary: ``python benchmarks/lengths.py DATA/docs-dev``.

Prints, by the geometric mean of a pair's lengths in characters, the median and the spread of the
logarithm of English over Chinese characters: the source of the constants in
``align/aligner/features.py`` and ``align/aligner/search_space.py``.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np

from duizhao.eval.gold.clean import clean_translations

EDGES = (1, 5, 10, 20, 40, 80, 160, 1000)


def main() -> None:
    """Print the table."""
    documents = clean_translations(Path(sys.argv[1]))
    lengths = np.array([(len(en), len(zh)) for document in documents for en, zh in document.pairs])
    ratios = np.log((lengths[:, 0] + 1) / (lengths[:, 1] + 1))
    sizes = np.sqrt(lengths.prod(axis=1))
    print(f"{len(ratios)} pairs, median {np.median(ratios):.3f}")
    print("characters  pairs  median  deviation  variance")
    for low, high in itertools.pairwise(EDGES):
        some = ratios[(sizes >= low) & (sizes < high)]
        print(
            f"{low:>4}-{high:<5} {len(some):>6}  {np.median(some):6.2f}"
            f"  {some.std():9.2f}  {some.var():8.2f}"
        )


if __name__ == "__main__":
    main()
