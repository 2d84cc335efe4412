"""A folder of small clean translations: links of the sample, which are real, in other orders."""

from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path

from duizhao.corpora.exchange.ladder import read_beads
from duizhao.eval.gold.sets import read_lines

__all__ = ["write_translations"]

_NAMES = ("article.en.sentences.txt", "digest.zh.sentences.txt", "beads.align")


def write_translations(folder: Path, documents: int = 6, sentences: int = 20) -> None:
    """Write tables of two columns, English first, and a file that is none."""
    sample = Path(str(files("duizhao.corpora") / "data" / "sample"))
    english, chinese = (read_lines(sample / name) for name in _NAMES[:2])
    pairs = [
        (" ".join(english[i] for i in bead.source), "".join(chinese[j] for j in bead.target))
        for bead in read_beads(sample / _NAMES[2])
        if not bead.is_null
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        part = random.Random(number).sample(pairs, sentences)
        rows = [f"{en}\t{zh}" for en, zh in part]
        text = "\n".join(["en\tzh", *rows, ""])
        (folder / f"{number}.tsv").write_text(text, encoding="utf-8")
    (folder / "notes.txt").write_text("No translation.\n", encoding="utf-8")
