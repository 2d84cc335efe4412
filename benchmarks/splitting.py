"""Measure sentence splitting, and the guess of encodings, on MAC-Dev.

Prints boundary precision, recall and F1: the sentences of a chapter, one a line in the data, are
joined in groups of 20 (Chinese with nothing, English with a space between) and split again; only
boundaries inside a group count, and white space does not. The data stand beside the checkout, in
``../shared/data/mac-dev``; they are not part of the project.

Run: ``python benchmarks/splitting.py``
"""

from __future__ import annotations

import contextlib
import itertools
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from duizhao.corpora.decode import decode
from duizhao.corpora.split import split_sentences
from duizhao.errors import InputError

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "mac-dev"
GROUP = 20
CUTS = 300
SEED = 7


def chapters(lang: str) -> Iterator[list[str]]:
    """Yield the sentences of each chapter."""
    for path in sorted((DATA / lang).iterdir()):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield [line.strip() for line in lines if line.strip()]


def boundaries(parts: list[str]) -> set[int]:
    """Return where the parts end, counted in characters that are not white space."""
    lengths = (len("".join(part.split())) for part in parts)
    return set(list(itertools.accumulate(lengths))[:-1])


def count(lang: str) -> tuple[int, int, int, float]:
    """Return right, stray and missed boundaries, and the seconds that splitting took."""
    right = stray = missed = 0
    seconds = 0.0
    for sentences in chapters(lang):
        for start in range(0, len(sentences), GROUP):
            group = sentences[start : start + GROUP]
            text = ("" if lang == "zh" else " ").join(group)
            begin = time.perf_counter()
            spans = split_sentences(text, lang)
            seconds += time.perf_counter() - begin
            found, gold = boundaries([text[low:high] for low, high in spans]), boundaries(group)
            right += len(found & gold)
            stray += len(found - gold)
            missed += len(gold - found)
    return right, stray, missed, seconds


def encodings() -> Iterator[tuple[str, int, int, int]]:
    """Yield encoding, length, and how many cuts each of the two ways read right."""
    draw = random.Random(SEED)
    text = "".join("".join(sentences) for sentences in chapters("zh"))
    pages = ["utf_8", "gb18030", "big5", "utf_16_le", "cp1252"]
    for codec, length in itertools.product(("gb18030", "big5"), (8, 20, 200)):
        own = other = 0
        for _ in range(CUTS):
            start = draw.randrange(len(text) - length)
            data = text[start : start + length].encode(codec, errors="ignore")
            wanted = data.decode(codec)
            with contextlib.suppress(InputError):
                own += decode(data)[0] == wanted
            other += str(from_bytes(data, cp_isolation=pages).best()) == wanted
        yield codec, length, own, other


def main() -> int:
    """Print the tables."""
    if not DATA.exists():
        print(f"absent: {DATA}; there is nothing to measure")
        return 1
    print("language  right  stray  missed  precision  recall     F1  seconds")
    for lang in ("zh", "en"):
        right, stray, missed, seconds = count(lang)
        precision, recall = right / (right + stray), right / (right + missed)
        score = 2 * right / (2 * right + stray + missed)
        print(
            f"{lang:8}  {right:5}  {stray:5}  {missed:6}  {precision:9.2%}  {recall:6.2%}"
            f"  {score:6.2%}  {seconds:7.2f}"
        )
    print(f"\nencoding  characters  read right of {CUTS}: own rule  charset-normalizer")
    for codec, length, own, other in encodings():
        print(f"{codec:8}  {length:10}  {own:29}  {other:18}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
