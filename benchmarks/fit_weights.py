"""Fit the aligner's weights and say how good they are: ``python benchmarks/fit_weights.py DATA``.

DATA is a folder with ``mac-dev`` (novels with gold beads) and ``docs-dev`` (clean translations,
from which pairs with gaps are made). ``--write`` puts the weights into the package, those of
another model than the default one (``--model``) into a file of their own; ``--leave-one-out`` also
fits without each of the novels in turn, which gives the figure that may be quoted. The same data
and model always give the same weights. ``--held-out FILE`` writes the documents that they were not
fitted on, for ``duizhao bench align --synthetic FILE``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.search_space import Task, prepare
from duizhao.align.aligner.weights import Weights, weights_file
from duizhao.align.decisions.links import Link
from duizhao.align.lengths import expected_log_ratio
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import document_from_text
from duizhao.corpora.text.scripts import has_hanzi
from duizhao.eval.beads.calibration import Judged, calibration_error, judge
from duizhao.eval.beads.fit import fit_weights, make_batch
from duizhao.eval.beads.scores import BeadCounts, Scores, score_documents
from duizhao.eval.beads.synthetic import SyntheticPair, distort
from duizhao.eval.beads.trials import moved_apart
from duizhao.eval.gold.sets import load_gold_set
from duizhao.models.encoder import Encoder
from duizhao.models.registry import DEFAULT, load_encoder

SEED = 20
TRAIN, TEST = 90, 90  # synthetic pairs to fit on, and others to look at
LEAST, MOST = 8, 80  # sentences of the documents that they are made from
# Cosines are small numbers, so their weights are large ones. The error of the probabilities on
# novels left out was .070, .043, .037 and .031 at .5, .1, .02 and .001 with eight features, and
# .020 and .015 at .02 and .005 with those of today; strict F1 hardly depends on it.
PENALTY = 0.005
FOLDER = Path(__file__).resolve().parents[1] / "align" / "aligner" / "data"

Gold = tuple[Sequence[str], Sequence[str], Sequence[Link]]


def clean_documents(folder: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return documents whose segments translate each other one by one, as (en, zh) pairs."""
    documents = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            item = json.loads(line)
            if item["align"] is not None or len(item["src"]) != len(item["tgt"]):
                continue
            order = ("src", "tgt") if item["lp"] == "en-zh" else ("tgt", "src")
            pairs = list(zip(*([t.strip() for t in item[k]] for k in order), strict=True))
            pairs = [(en, zh) for en, zh in pairs if en and zh][:MOST]
            if len(pairs) >= LEAST:
                documents.append((item["id"], pairs))
    return documents


def synthetic(folder: Path) -> tuple[list[SyntheticPair], list[SyntheticPair]]:
    """Return pairs to fit on and pairs to look at, made from different documents."""
    made = [pair for _, pair in named_pairs(folder)]
    return made[:TRAIN], made[TRAIN:]


def named_pairs(folder: Path) -> list[tuple[str, SyntheticPair]]:
    """Return the pairs with the names of the documents that they were made from."""
    rng = random.Random(SEED)
    documents = clean_documents(folder)
    rng.shuffle(documents)
    everything = [pair for _, pairs in documents for pair in pairs]
    strangers = ([en for en, _ in everything], [zh for _, zh in everything])
    made = []
    for name, pairs in documents[: TRAIN + TEST]:
        pair = distort(pairs, strangers, rng)
        made.append((name, pair if rng.random() < 0.5 else mirrored(pair)))
    return [(name, pair) for name, pair in made if pair.source and pair.target]


def write_held_out(folder: Path, file: Path) -> None:
    """Write the clean documents that the weights were not fitted on, a line each."""
    fitted = {name for name, _ in named_pairs(folder)[:TRAIN]}
    lines = (
        line
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    chosen = (
        line
        for line in lines
        if (item := json.loads(line))["align"] is None and item["id"] not in fitted
    )
    file.write_text("".join(f"{line}\n" for line in chosen), encoding="utf-8")


def mirrored(pair: SyntheticPair) -> SyntheticPair:
    """Exchange the sides."""
    beads = tuple((target, source) for source, target in pair.beads)
    moved = tuple((b, a) for a, b in pair.moved)
    return SyntheticPair(pair.target, pair.source, beads, moved, pair.loss)


def task_of(source: Sequence[str], target: Sequence[str], encoder: Encoder) -> Task:
    """Prepare a pair, telling its direction from its characters."""
    langs = ["zh" if has_hanzi("".join(t)) else "en" for t in (source, target)]
    return prepare(source, target, encoder, expected_log_ratio(*langs))


def documents_of(source: Sequence[str], target: Sequence[str]) -> tuple[Document, Document]:
    """Return a pair of lists as documents of one sentence a line."""
    a, b = (
        document_from_text("\n".join(" ".join(t.split()) for t in texts), presplit=True)
        for texts in (source, target)
    )
    return a, b


def score(pairs: Sequence[Gold], encoder: Encoder, weights: Weights) -> tuple[Scores, list[Judged]]:
    """Align pairs; return their scores, and how sure each bead was with whether it is right."""
    results, judged = [], []
    for source, target, gold in pairs:
        beads = find_beads(*documents_of(source, target), encoder, weights=weights).beads
        wanted, found = [Bead(*bead) for bead in gold], moved_apart(beads)
        results.append((wanted, found))
        judged += judge(wanted, found)
    return score_documents(results), judged


def moved_counts(
    pairs: Sequence[SyntheticPair], encoder: Encoder, weights: Weights
) -> tuple[int, int, int]:
    """Return how many moved links were found, how many of them are right, how many there are.

    A link between sentences that gold links in order is right as well: it was only found apart.
    """
    found = right = 0
    for pair in pairs:
        beads = find_beads(*documents_of(pair.source, pair.target), encoder, weights=weights).beads
        gold = set(pair.moved) | {(i, j) for a, b in pair.beads for i in a for j in b}
        links = [(b.source[0], b.target[0]) for b in beads if b.moved]
        found += len(links)
        right += sum(link in gold for link in links)
    return found, right, sum(len(pair.moved) for pair in pairs)


def say(title: str, result: tuple[Scores, list[Judged]]) -> None:
    """Print one line of the table."""
    scores, judged = result
    cells = [
        f"{100 * s.f1:5.1f}"
        for s in (scores.strict, scores.lax, scores.omissions, scores.additions)
    ]
    c = scores.counts
    null = (
        2
        * (c.both_omitted + c.both_added)
        / max(c.omitted + c.added + c.gold_omitted + c.gold_added, 1)
    )
    error = calibration_error(judged) or 0.0
    print(f"{title:<24} {'  '.join(cells)}  {100 * null:5.1f}  {error:.3f}", flush=True)


def novels(folder: Path) -> list[tuple[list[str], list[str], list[Link]]]:
    """Read the gold set of novels."""
    return [
        (
            document.source.read_text("utf-8").splitlines(),
            document.target.read_text("utf-8").splitlines(),
            [(bead.source, bead.target) for bead in document.beads],
        )
        for document in load_gold_set(folder).documents
    ]


def main() -> None:
    """Fit, print a table, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--leave-one-out", action="store_true")
    parser.add_argument("--held-out", type=Path, metavar="FILE", help="write these, and stop")
    options = parser.parse_args()
    if options.held_out:
        write_held_out(options.data / "docs-dev", options.held_out)
        return
    encoder = load_encoder(options.model)
    mac = novels(options.data / "mac-dev")
    train, test = synthetic(options.data / "docs-dev")
    pairs: list[Gold] = [*mac, *((p.source, p.target, p.beads) for p in train)]
    tasks = [task_of(source, target, encoder) for source, target, _ in pairs]
    batch = make_batch(tasks, [gold for _, _, gold in pairs])
    weights = fit_weights(batch, penalty=PENALTY, signature="w:mac+synthetic-2")
    print(f"{'F1':<24} strict    lax  omit.  added   null  error of probabilities")
    say("MAC-Dev, fitted on it", score(mac, encoder, weights))
    for loss in sorted({pair.loss for pair in test}):
        chosen = [(p.source, p.target, p.beads) for p in test if p.loss == loss]
        say(f"synthetic, {loss:.0%} dropped", score(chosen, encoder, weights))
    say("synthetic", score([(p.source, p.target, p.beads) for p in test], encoder, weights))
    found, right, wanted = moved_counts(test, encoder, weights)
    print(f"moved: found {found}, of these right {right}, to be found {wanted}")
    if options.leave_one_out:
        counts = BeadCounts()
        judged: list[Judged] = []
        for i, document in enumerate(mac):
            shares = [float(n != i) for n in range(len(pairs))]
            without = fit_weights(
                batch, penalty=PENALTY, signature="", shares=shares, start=weights
            )
            fold = score([document], encoder, without)
            say(f"MAC-Dev without {i + 1:03}", fold)
            counts, judged = counts + fold[0].counts, judged + fold[1]
        say("MAC-Dev, left out", (Scores(counts, len(mac), ""), judged))
    print(json.dumps({"features": weights.features, "types": weights.types}, indent=1))
    if options.write:
        own = None if options.model == DEFAULT else encoder.name
        write(weights, FOLDER / weights_file(own), encoder, len(train))


def write(weights: Weights, file: Path, encoder: Encoder, made: int) -> None:
    """Put the weights into the package."""
    data = {
        "signature": weights.signature,
        "encoder": encoder.signature,
        "fitted_on": f"MAC-Dev (6 chapters) and {made} pairs with gaps made from docs-dev; "
        "benchmarks/fit_weights.py",
        "features": weights.features,
        "types": weights.types,
    }
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
