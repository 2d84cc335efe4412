"""An encoder without a model, and made-up bitexts for it.

Each word stands for a fixed random direction, in any letter case; a text is the sum of its words.
So a sentence and its "translation" (the same words in capitals, some lost, some added) are alike,
others are not, and a run of sentences lies between its members, as with a real encoder.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from functools import cache

import numpy as np

from duizhao.corpora.alignment import Bead
from duizhao.models.arrays import FloatArray
from duizhao.models.text_runs import spans_by_joining

__all__ = ["HashEncoder", "invented", "translated"]

WIDTH = 64


@cache
def _direction(word: str) -> FloatArray:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    row: FloatArray = np.random.default_rng(seed).normal(size=WIDTH).astype(np.float32)
    return row


class HashEncoder:
    """Words to fixed random directions."""

    name = "hash"
    signature = "hash@1"
    dimensions = WIDTH
    blocks = (WIDTH,)
    composes = False

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return one vector a text."""
        rows = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(".", " ").split():
                row += _direction(word)
        unit: FloatArray = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return unit

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of all runs."""
        return spans_by_joining(self.encode, texts, longest)


def invented(rng: random.Random, count: int) -> list[str]:
    """Make up sentences of six to fourteen words."""
    return [
        " ".join(f"w{rng.randrange(5000)}" for _ in range(rng.randint(6, 14))) + "."
        for _ in range(count)
    ]


def _said_anew(rng: random.Random, sentence: str) -> str:
    """Translate: capitals, one word in six lost, one in six added."""
    words = [word for word in sentence.strip(".").split() if rng.random() > 1 / 6] or ["w0"]
    words += [f"noise{rng.randrange(10**9)}" for _ in range(len(words) // 6)]
    return " ".join(words).upper() + "."


def translated(
    rng: random.Random, sentences: Sequence[str], dropped: range = range(0)
) -> tuple[list[str], list[Bead]]:
    """Translate sentences, most of them one to one, and drop some.

    :param rng: Where the chances come from.
    :param sentences: The original.
    :param dropped: Sentences that have no translation.
    :return: The translation, and the true beads.
    """
    out: list[str] = []
    beads: list[Bead] = []
    i = 0
    while i < len(sentences):
        kind = rng.choices(["1-1", "1-2", "2-1", "1-0", "0-1"], [80, 6, 6, 4, 4])[0]
        size = 2 if kind == "2-1" and i + 1 < len(sentences) and i + 1 not in dropped else 1
        at = len(out)
        if i in dropped or kind == "1-0":
            beads.append(Bead((i,), ()))
            i += 1
            continue
        if kind == "0-1":
            out += invented(rng, 1)
            beads.append(Bead((), (at,)))
            continue
        words = _said_anew(rng, " ".join(s.strip(".") for s in sentences[i : i + size]))
        if kind == "1-2":
            parts = words.strip(".").split()
            half = len(parts) // 2
            halves = [part for part in (parts[:half], parts[half:]) if part]
            out += [" ".join(part) + "." for part in halves]
        else:
            out.append(words)
        beads.append(Bead(tuple(range(i, i + size)), tuple(range(at, len(out)))))
        i += size
    return out, beads
