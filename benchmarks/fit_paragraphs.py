"""Fit and rate links of paragraphs: ``python benchmarks/fit_paragraphs.py DATA``.

DATA is a folder with ``docs-dev`` (clean translations, from which digests are made) and ``mac-dev``
(novels with gold beads, cut into paragraphs by chance on both sides). Weights that are rated have
not seen the document: each eighth of the documents is left out in turn. The first table has
precision and recall of pairs of paragraphs, and the calibration error; the second says what it
means to show sentence links only where the beads of a paragraph are sure; the third what leaving
unsure beads of other paragraphs out does to a memory. ``--write`` puts the weights, fitted on all,
into the package.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from logistic_fit import fit_logistic, write_logistic

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.paragraphs.links import paragraph_links
from duizhao.align.aligner.paragraphs.pairs import PAIR, Pair, pair_signs
from duizhao.align.aligner.search_space import prepare
from duizhao.align.lengths import expected_log_ratio
from duizhao.align.logistic import Logistic
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.beads.calibration import calibration_error
from duizhao.eval.beads.digests.trials import DROPS, made_digests, trial_of
from duizhao.eval.beads.rates import tied
from duizhao.eval.beads.trials import Trial
from duizhao.eval.gold.pairs import GoldPair, load_pairs
from duizhao.models.encoder import Encoder
from duizhao.models.registry import DEFAULT, load_encoder

SEED = 5
FOLDS = 8
PENALTY = 0.3
LENGTHS = (1, 2, 3, 3, 4, 5)  # sentences of the paragraphs that novels are cut into
BAR, SURE = 0.5, (0.6, 0.7, 0.8, 0.9)
FITTED_ON = (
    "digests of docs-dev that leave out 0 to 90 %, and chapters of MAC-Dev cut into paragraphs;"
    " benchmarks/fit_paragraphs.py"
)

Signs = dict[tuple[int, int], dict[str, float]]


@dataclass(frozen=True)
class Seen:
    """A document pair, what was found in it, and what is right.

    :param kind: The set that it counts in.
    :param trial: The documents and their gold.
    :param beads: What was found.
    :param signs: What speaks for pairs of paragraphs.
    """

    kind: str
    trial: Trial
    beads: tuple[Bead, ...]
    signs: Signs

    @property
    def gold(self) -> set[tuple[int, int]]:
        """Pairs of target and source paragraph that belong together."""
        return {(q, p) for q, sources in enumerate(self.trial.paragraphs or ()) for p in sources}


def trials(data: Path) -> Iterator[tuple[str, Trial]]:
    """Yield what there is to align, by set."""
    for made in made_digests(data / "docs-dev", (0.0, *DROPS)):
        yield f"digests {made.drop:.0%}", trial_of(made)
    rng = random.Random(SEED)
    for pair in load_pairs(data / "mac-dev").pairs:
        documents = [cut(document, rng) for document in (pair.source, pair.target)]
        made_of = GoldPair(pair.name, documents[0], documents[1], pair.beads)
        pairs = tied(Trial(made_of), pair.beads)
        links: list[set[int]] = [set() for _ in documents[1].blocks]
        for q, p in pairs:
            links[q].add(p)
        yield "MAC-Dev", Trial(made_of, paragraphs=tuple(map(frozenset, links)))


def cut(document: Document, rng: random.Random) -> Document:
    """Return a document of one sentence a line with paragraphs."""
    texts = [sentence.text for sentence in document.sentences]
    paragraphs = []
    while texts:
        size = rng.choice(LENGTHS)
        paragraphs.append("\n".join(texts[:size]))
        texts = texts[size:]
    text = "\n\n".join(paragraphs)
    return document_from_text(text, lang=document.lang, path=document.path, presplit=True)


def look(kind: str, trial: Trial, encoder: Encoder) -> Seen:
    """Align a pair."""
    source, target = trial.pair.source, trial.pair.target
    sentences = list(source.sentences), list(target.sentences)
    task = prepare(
        [s.text for s in sentences[0]],
        [s.text for s in sentences[1]],
        encoder,
        expected_log_ratio(source.lang, target.lang),
    )
    beads = find_beads(source, target, encoder).beads
    vectors = task.source.spans[0], task.target.spans[0]
    return Seen(kind, trial, beads, pair_signs(sentences, beads, vectors, task.coarse))


def fitted(seen: Sequence[Seen]) -> Logistic:
    """Fit weights."""
    names = list(PAIR.weights)
    rows = [(signs, pair in each.gold) for each in seen for pair, signs in each.signs.items()]
    x = np.array([[signs[name] for name in names] for signs, _ in rows])
    right = np.array([is_right for _, is_right in rows])
    weights = fit_logistic(names, x, right, penalty=PENALTY, at_one_scale=True)
    return Logistic({name: round(value, 2) for name, value in weights.items()})


def rate_pairs(seen: Sequence[Seen], models: dict[str, Logistic]) -> None:
    """Print how good pairs are, by set."""
    print("pairs of paragraphs     P      R      pairs  error of probabilities")
    for kind in dict.fromkeys(each.kind for each in seen):
        judged, found, wanted = [], set(), set()
        for n, each in enumerate(seen):
            if each.kind == kind:
                model = models[each.trial.pair.name]
                chances = {pair: model.probability(s) for pair, s in each.signs.items()}
                judged += [(chance, pair in each.gold) for pair, chance in chances.items()]
                found |= {(n, *pair) for pair, chance in chances.items() if chance >= BAR}
                wanted |= {(n, *pair) for pair in each.gold}
        right = len(found & wanted)
        error = calibration_error(judged)
        figures = (
            f"{right / len(found):.3f}  {right / len(wanted):.3f}  {len(wanted):5}  {error:.3f}"
        )
        print(f"{kind:22}  {figures}")


def rate_shown(seen: Sequence[Seen], models: dict[str, Logistic]) -> None:
    """Print how often sentence links are right where they are shown, and where they are not."""
    shares: dict[str, dict[bool, list[bool]]] = defaultdict(lambda: {True: [], False: []})
    units: dict[str, list[tuple[Bead, bool, bool]]] = defaultdict(list)
    for each in seen:
        model, pair = models[each.trial.pair.name], each.trial.pair
        chances = [Pair(p, q, model.probability(signs)) for (q, p), signs in each.signs.items()]
        links = paragraph_links([pair.source], pair.target, each.beads, chances)
        gold = {(bead.source, bead.target) for bead in pair.beads}
        gold |= {((i,), (j,)) for i, j in each.trial.moved or ()}
        moved = {j for _, j in each.trial.moved or ()}
        gold -= {((), (j,)) for j in moved}
        at = {j: bead for bead in each.beads for j in bead.target}
        open_ones = {
            j for link in links if link.uncertain for j in range(link.first, link.last + 1)
        }
        for j, bead in at.items():
            shares[each.kind][j in open_ones].append((bead.source, bead.target) in gold)
        for bead in each.beads:
            if not bead.is_null and not bead.moved:
                inside = any(j in open_ones for j in bead.target)
                units[each.kind].append((bead, inside, (bead.source, bead.target) in gold))
    print("\nsentences right where     sentence links are shown   paragraph links are")
    for kind, both in shares.items():
        told = [f"{np.mean(v or [np.nan]):.3f} of {len(v):5}" for v in (both[False], both[True])]
        print(f"{kind:22}    {told[0]:27}{told[1]}")
    print(
        "\nunits of a memory: precision and share of the right ones, by what an unsure paragraph's"
    )
    print("beads need" + "".join(f"{bar:>16}" for bar in (BAR, *SURE)))
    for kind, rows in units.items():
        cells = []
        for bar in (BAR, *SURE):
            kept = [ok for bead, inside, ok in rows if bead.probability >= (bar if inside else BAR)]
            cells.append(f"{np.mean(kept):.3f} {sum(kept) / sum(ok for *_, ok in rows):.3f}")
        print(f"{kind:10}" + "".join(f"{cell:>16}" for cell in cells))


def main() -> None:
    """Fit and print what it gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    seen = [look(kind, trial, encoder) for kind, trial in trials(options.data)]
    names = sorted({each.trial.pair.name for each in seen})
    models = {}
    for fold in range(FOLDS):
        out = set(names[fold::FOLDS])
        model = fitted([each for each in seen if each.trial.pair.name not in out])
        models |= dict.fromkeys(out, model)
    rate_pairs(seen, models)
    rate_shown(seen, models)
    final = fitted(seen)
    print("\n" + "  ".join(f"{name} {weight}" for name, weight in final.weights.items()))
    if options.write:
        write_logistic("aligner/paragraphs", "pair", FITTED_ON, final.weights)


if __name__ == "__main__":
    main()
