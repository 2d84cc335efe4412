"""Measure how fast files are read and split, and that hostile texts cost no more than their length.

Prints megabytes of UTF-8 a second for realistic text: the project's sample, its sentences drawn
anew for each paragraph; with the novels of ``../shared/data/mac-dev`` and the weekly of
``../shared/seeds`` where they stand beside the checkout. Then, for each kind of hostile text, the
seconds for a small and for an eight times larger one: the growth should stay near eight. Seconds
are of processor time, which other programs on the machine disturb less.

Run: ``python benchmarks/reading_speed.py [megabytes]``; the growth is measured from that size
(default 1) to eight times it.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from duizhao.corpora.reading.read import ReadOptions, read_document

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpora" / "data" / "sample"
SHARED = ROOT.parent / "shared"
MEGABYTE = 1_000_000
REALISTIC_BYTES = 4 * MEGABYTE
GROWTH = 8
PARAGRAPH = 5
RUNS = 3
SEED = 7

# What is repeated to a megabyte, by name, and the language it is read in.
HOSTILE: dict[str, tuple[str, str]] = {
    "dots": (".", "en"),
    "spaced dots": (". ", "en"),
    "numbers of a list": ("1. ", "en"),
    "spaced quotes": ('." ', "en"),
    "straight quotes": ('"', "en"),
    "curly quotes": ("“", "zh"),
    "closed questions": ("吗？", "zh"),
    "brackets": ("(", "en"),
    "closed brackets": ("（）", "zh"),
    "Markdown openings": ("[a](", "en"),
    "tags": ("<p", "en"),
    "short lines": ("a\n", "en"),
    "short Chinese lines": ("中\n", "zh"),
    "blank lines": ("中\n\n\n\n", "zh"),
    "tabs": ("a\t", "en"),
    "bars": ("|", "en"),
    "one word": ("a", "en"),
    "words without stops": ("word ", "en"),
    "Chinese without stops": ("中", "zh"),
    "abbreviations": ("Dr. U.S. ", "en"),
    "one English paragraph": ("The cat sat on the mat. ", "en"),
    "one Chinese paragraph": ("猫坐在垫子上。", "zh"),
    "spaces": ("a" + " " * 999, "en"),
    "paragraph marks": ("好。\u3000", "zh"),
    "combining marks": ("e\u0301", "en"),
    "zero bytes in words": ("a\u0001 ", "en"),
}


def varied(lines: list[str], space: str, draw: random.Random) -> str:
    """Return about four megabytes of paragraphs whose sentences are drawn from a text."""
    parts: list[str] = []
    size = 0
    while size < REALISTIC_BYTES:
        part = space.join(draw.choices(lines, k=draw.randint(1, PARAGRAPH)))
        parts.append(part)
        size += len(part.encode()) + 2
    return "\n\n".join(parts)


def realistic() -> Iterator[tuple[str, str, str]]:
    """Yield name, language and text."""
    draw = random.Random(SEED)
    for lang, space in (("zh", ""), ("en", " ")):
        name = {"zh": "digest.zh.sentences.txt", "en": "article.en.sentences.txt"}[lang]
        lines = (SAMPLE / name).read_text(encoding="utf-8").splitlines()
        yield "sample", lang, varied([line for line in lines if line.strip()], space, draw)
    for lang, space in (("zh", ""), ("en", " ")):
        folder = SHARED / "data" / "mac-dev" / lang
        lines = [
            line.strip()
            for path in sorted(folder.glob("*"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        if lines:
            yield "novels", lang, varied([line for line in lines if line], space, draw)
    for path in sorted((SHARED / "seeds").glob("003*")):
        text = path.read_text(encoding="utf-8")
        yield "weekly", "zh", text * (REALISTIC_BYTES // len(text.encode()))


def seconds(path: Path, text: str, lang: str, runs: int) -> tuple[float, int]:
    """Return the least processor time of a few readings, and the sentences."""
    path.write_text(text, encoding="utf-8")
    best, count = float("inf"), 0
    for _ in range(runs):
        gc.collect()
        begin = time.process_time()
        count = len(read_document(path, ReadOptions(lang=lang)).sentences)
        best = min(best, time.process_time() - begin)
    return best, count


def main() -> int:
    """Print the tables."""
    size = int(float(sys.argv[1]) * MEGABYTE) if len(sys.argv) > 1 else MEGABYTE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        for lang, warm in (
            ("zh", "长期积累的问\n\n题，需要。好。"),
            ("en", "It rained. We stayed."),
        ):
            seconds(path, warm, lang, 1)
        print("text      language      MB  sentences  seconds   MB/s")
        for name, lang, text in realistic():
            spent, count = seconds(path, text, lang, RUNS)
            mb = len(text.encode()) / MEGABYTE
            print(f"{name:8}  {lang:8}  {mb:6.1f}  {count:9}  {spent:7.2f}  {mb / spent:5.2f}")
        print(f"\n{'hostile text':24}  {'small':>7}  {'large':>7}  growth   MB/s")
        for name, (unit, lang) in HOSTILE.items():
            length = len(unit.encode())
            small, _ = seconds(path, unit * (size // length), lang, 1)
            large, _ = seconds(path, unit * (GROWTH * size // length), lang, 1)
            speed = GROWTH * size / MEGABYTE / large
            print(f"{name:24}  {small:7.2f}  {large:7.2f}  {large / small:6.1f}  {speed:5.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
