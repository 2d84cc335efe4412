"""Measure sentence splitting, and the guess of encodings, on MAC-Dev.

Prints boundary precision, recall and F1: the sentences of a chapter, one a line in the data, are
joined in groups of 20 (Chinese with nothing, English with a space between) and split again; only
boundaries inside a group count, and white space does not. The data stand beside the checkout, in
``../shared/data/mac-dev``; they are not part of the project.

Also prints the share of gold beads with text on both sides that an aligner can reach: those whose
four borders all exist among the predicted ones (it can merge sentences, not cut them), and those
that are one predicted sentence on each side. For this each chapter is joined whole.

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

from duizhao.corpora.files.decoding import decode
from duizhao.corpora.sentences.split import split_sentences
from duizhao.errors import InputError
from duizhao.eval.gold.sets import load_gold_set, read_lines

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


def borders(sentences: list[str], lang: str) -> tuple[list[int], set[int]]:
    """Return where the gold sentences end, and where the predicted ones do, 0 among both."""
    text = ("" if lang == "zh" else " ").join(sentences)
    found = [text[low:high] for low, high in split_sentences(text, lang)]
    gold = (len("".join(one.split())) for one in sentences)
    ends = [0, *itertools.accumulate(gold)]
    return ends, {0, ends[-1]} | boundaries(found)


def reachable() -> tuple[int, int, int]:
    """Return the gold beads with text on both sides, those in reach, and those as one to one."""
    total = reached = single = 0
    gold = load_gold_set(DATA)
    for document in gold.documents:
        source = borders(read_lines(document.source), gold.source_lang)
        target = borders(read_lines(document.target), gold.target_lang)
        for bead in document.beads:
            if not (bead.source and bead.target):
                continue
            spans = [
                (ends[min(ids)], ends[max(ids) + 1], found)
                for ids, (ends, found) in ((bead.source, source), (bead.target, target))
            ]
            total += 1
            inside = all(low in found and high in found for low, high, found in spans)
            reached += inside
            single += inside and not any(low < at < high for low, high, f in spans for at in f)
    return total, reached, single


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
    total, reached, single = reachable()
    print(f"\nbeads {total}, in reach {reached / total:.1%}, as one to one {single / total:.1%}")
    print(f"\nencoding  characters  read right of {CUTS}: own rule  charset-normalizer")
    for codec, length, own, other in encodings():
        print(f"{codec:8}  {length:10}  {own:29}  {other:18}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
