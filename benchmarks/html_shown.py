"""Measure how far the text that is read of a page agrees with what a browser shows of it.

Pages are made with every element that holds text, badly nested as people write them, each word of a
page another. What is read, and what is named as left aside although a browser shows it (marks of
notes, deleted words, readings above characters), is compared with Chromium's ``innerText``, all
details opened. Prints characters shown, lost without a word, and read though not shown.

Run: ``python benchmarks/html_shown.py [pages] [seed]``; it needs Chromium and playwright.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from helpers.made_pages import MADE_WORD, made_page
from helpers.report_visit import started
from helpers.shown_text import agreement, read_page, shown_by

PAGES = 300
SEED = 15


def main(pages: int = PAGES, seed: int = SEED) -> None:
    """Measure and print."""
    shown = lost = added = 0
    worst: list[tuple[float, int, tuple[str, ...]]] = []
    with tempfile.TemporaryDirectory() as folder:
        for browser in started():
            page = browser.new_context(offline=True).new_page()
            for number in range(pages):
                path = Path(folder) / f"{number}.html"
                path.write_text(made_page(Random(seed * 100_000 + number)), encoding="utf-8")
                one = agreement(shown_by(page, path), read_page(path), MADE_WORD)
                shown, lost, added = shown + one.shown, lost + one.lost, added + one.added
                if one.share < 1:
                    worst.append((one.share, number, one.words))
    print(f"{pages} pages, seed {seed}: {shown} characters shown, {lost} lost, {added} added")
    print(f"they agree on {(shown - lost) / (shown + added):.4%}; {len(worst)} pages differ")
    for share, number, words in sorted(worst)[:10]:
        print(f"  page {number}: {share:.2%} {' '.join(words)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
