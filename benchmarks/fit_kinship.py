"""Fit what tells kin from strangers: ``python benchmarks/fit_kinship.py DATA``.

DATA is a folder with ``mac-dev`` and ``docs-dev``. Related are the chapters of MAC-Dev and the
pairs with gaps of ``fit_weights.py``, whole and with one side inside up to 1,500 sentences of
other documents. Unrelated are texts and the translations of other documents: whole, a few sentences
of a text, a text beside many documents, many beside many. The weights are fitted on every second
document, the others are held out; nothing of one half stands in the other. ``--write`` writes
the weights into the package.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_weights import made_gaps
from logistic_fit import fit_logistic, write_logistic

from duizhao.align.aligner.anchors import chain, coarse_pass
from duizhao.align.aligner.kinship import KINSHIP, evidence
from duizhao.align.aligner.spans import centred
from duizhao.align.encoding import encode_texts
from duizhao.align.logistic import Logistic
from duizhao.corpora.text.languages import is_dense
from duizhao.eval.beads.trials import gold_trials
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

SEED = 9
STRANGERS = 20  # other documents that each one is held against
CUTS = 8  # pieces of each document that are held against another one
CUT_FROM, LEAST_CUT, MOST_CUT = 12, 1, 10  # sentences
AROUND = (150, 500, 1500)  # sentences of other documents
LONG = (200, 500, 900)
PENALTY = 0.02
FITTED_ON = (
    "chapters of MAC-Dev and pairs with gaps, whole and inside other documents, against strangers;"
    " benchmarks/fit_kinship.py"
)


@dataclass(frozen=True)
class Text:
    """A text and its translation.

    :param english: Vectors of its sentences, not centred, shape (N, D).
    :param chinese: The same of its translation, shape (M, D).
    """

    english: FloatArray
    chinese: FloatArray


@dataclass(frozen=True)
class Case:
    """A pair to judge.

    :param kind: What it is made of.
    :param related: Whether the two sides belong together.
    :param values: From :func:`duizhao.align.aligner.kinship.evidence`.
    """

    kind: str
    related: bool
    values: dict[str, float]


def texts_of(data: Path, encoder: Encoder) -> list[Text]:
    """Return all documents with their vectors."""
    train, test = made_gaps(data / "docs-dev")
    # Where no bead links anything, nothing is left of the kinship.
    kin = [t for t in train + test if not all(bead.is_null for bead in t.pair.beads)]
    out = []
    for trial in [*kin, *gold_trials(data / "mac-dev").trials]:
        sides = trial.pair.source, trial.pair.target
        first, second = (encode_texts(encoder, [s.text for s in side.sentences]) for side in sides)
        out.append(Text(second, first) if is_dense(sides[0].lang) else Text(first, second))
    return out


def cases(texts: Sequence[Text], blocks: Sequence[int], rng: random.Random) -> Iterator[Case]:
    """Yield the pairs of one half of the documents."""

    def case(kind: str, a: FloatArray, b: FloatArray) -> Case:
        coarse = coarse_pass(*(centred(side[None], blocks)[0] for side in (a, b)))
        return Case(kind, kind.startswith("related"), evidence(coarse, len(chain(coarse))))

    for i, text in enumerate(texts):
        yield case("related, whole", text.english, text.chinese)
        others = [k for k in range(len(texts)) if k != i]
        for k in rng.sample(others, STRANGERS):
            yield case("unrelated, whole", text.english, texts[k].chinese)
        for k in rng.sample(others, CUTS) if len(text.english) >= CUT_FROM else ():
            size = rng.randint(LEAST_CUT, MOST_CUT)
            at = rng.randrange(len(text.english) - size + 1)
            yield case(f"unrelated, 1 to {MOST_CUT}", text.english[at:][:size], texts[k].chinese)
        for size in AROUND:
            rng.shuffle(others)
            english = np.concatenate([texts[k].english for k in others])[:size]
            chinese = np.concatenate([texts[k].chinese for k in others])[:size]
            yield case("unrelated, beside many", text.english, chinese)
            yield case("unrelated, beside many", english, text.chinese)
            at = rng.randint(0, size)
            inside = np.concatenate([chinese[:at], text.chinese, chinese[at:]])
            yield case("related, among many", text.english, inside)
            inside = np.concatenate([english[:at], text.english, english[at:]])
            yield case("related, among many", inside, text.chinese)
    half = len(texts) // 2
    english = np.concatenate([text.english for text in texts[:half]])
    chinese = np.concatenate([text.chinese for text in texts[half:]])
    for size in LONG:
        yield case("unrelated, many", english[:size], chinese[:size])
        yield case("unrelated, many", english[:size], chinese[: size // 10])


def fit(found: Sequence[Case]) -> dict[str, float]:
    """Fit the logistic regression.

    How many pairs there are of a kind is chance, so related and unrelated ones count alike
    together, and so do the kinds of each.
    """
    x = np.array([list(case.values.values()) for case in found])
    related = np.array([case.related for case in found])
    pairs = Counter(case.kind for case in found)
    kinds = Counter(kind.split(",")[0] for kind in pairs)
    each = [pairs[case.kind] * kinds[case.kind.split(",")[0]] for case in found]
    share = 0.5 * len(found) / np.array(each)
    weights = fit_logistic(tuple(KINSHIP.weights), x, related, share, penalty=PENALTY)
    return {name: round(weight, 2) for name, weight in weights.items()}


def report(title: str, found: Sequence[Case], model: Logistic) -> None:
    """Print how many pairs of each kind stand on the wrong side of one half."""
    print(title)
    for kind in sorted({case.kind for case in found}):
        own = [case for case in found if case.kind == kind]
        odds = np.array([model.odds(case.values) for case in own])
        odds = odds if own[0].related else -odds
        print(
            f"  {kind:24} {len(own):4} pairs, {int((odds < 0).sum()):3} wrong, "
            f"least sure {1 / (1 + np.exp(-odds.min())):.3f}"
        )


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    options = parser.parse_args()
    encoder = load_encoder()
    rng = random.Random(SEED)
    texts = texts_of(options.data, encoder)
    halves = [list(cases(texts[k::2], encoder.blocks, rng)) for k in (0, 1)]
    weights = fit(halves[0])
    for title, own in (("weights fitted now", Logistic(weights)), ("of the package", KINSHIP)):
        report(f"fitted on, {title}", halves[0], own)
        report(f"held out, {title}", halves[1], own)
    if options.write:
        write_logistic("aligner", "kinship", FITTED_ON, weights)
    print(weights)


if __name__ == "__main__":
    main()
