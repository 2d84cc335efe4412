"""The command ``duizhao eval``: score an alignment against gold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.shared_options.inputs import EXISTING
from duizhao.cli.shared_options.output import echo_json, json_option
from duizhao.cli.terminal import say
from duizhao.errors import InputError

if TYPE_CHECKING:
    from duizhao.corpora.alignment import Alignment, Bead
    from duizhao.eval.beads.scores import Scores

__all__ = ["eval_command"]

# Under which names the result of the document "001" is looked for in a folder of results.
_RESULT_NAMES = ("{}.align", "{}.json", "{}.ladder", "{}.txt", "{}", "{}/alignment.json")


@click.command("eval")
@click.argument("result", type=EXISTING)
@click.argument("gold", type=EXISTING)
@click.option("--swap", is_flag=True, help="Exchange the sides of the gold beads.")
@json_option("JSON instead of a table")
def eval_command(result: Path, gold: Path, swap: bool, as_json: bool) -> None:
    """Score RESULT against GOLD.

    RESULT is an alignment.json, or a file of beads such as [0,1]:[0] or of hunalign's rungs; GOLD
    is a file of beads. Both may be folders: then each file of GOLD (or of its folder gold) is
    compared with the result of the same name, and the scores are pooled over all documents.

    Strict counts identical beads, lax beads that overlap on both sides, as the published scorer
    does; null beads count for precision there and not for recall. Omitted and added sentences
    are scored apart.

    \b
    Example:
      duizhao eval out/alignment.json gold.align
    """
    from duizhao.corpora.exchange.ladder import read_beads
    from duizhao.eval.beads.scores import score_documents
    from duizhao.eval.gold.sets import swap_sides

    pairs = []
    for result_file, gold_file in _pairs(result, gold):
        beads = tuple(read_beads(gold_file))
        beads = swap_sides(beads) if swap else beads
        pairs.append((beads, _result_beads(result_file, beads)))
    scores = score_documents(pairs)
    if as_json:
        echo_json(_as_json(scores))
    else:
        say(_table(scores))


def _pairs(result: Path, gold: Path) -> list[tuple[Path, Path]]:
    """Return the files to compare."""
    if result.is_dir() != gold.is_dir():
        message = f"{result} and {gold} do not go together; give two files or two folders"
        raise InputError(message)
    if not gold.is_dir():
        return [(result, gold)]
    folder = gold / "gold" if (gold / "gold").is_dir() else gold
    pairs = []
    for gold_file in sorted(f for f in folder.iterdir() if f.is_file()):
        names = (result / name.format(gold_file.stem) for name in _RESULT_NAMES)
        found = [path for path in names if path.is_file()]
        if len(found) != 1:
            message = (
                f"{result} has {len(found)} results for {gold_file.name}; expected one, such as "
                f"{gold_file.stem}.json"
            )
            raise InputError(message)
        pairs.append((found[0], gold_file))
    if not pairs:
        message = f"{folder} holds no gold file; expected files of beads such as [0,1]:[0]"
        raise InputError(message)
    return pairs


def _result_beads(path: Path, gold: Sequence[Bead]) -> Sequence[Bead]:
    """Read a result of either form."""
    from duizhao.corpora.exchange.alignment_json import read_alignment
    from duizhao.corpora.exchange.ladder import read_beads

    if path.suffix != ".json":
        return read_beads(path)
    alignment = read_alignment(path)
    _check_fit(path, alignment, gold)
    return alignment.beads


def _check_fit(path: Path, alignment: Alignment, gold: Sequence[Bead]) -> None:
    """Refuse a result whose sentences cannot be those of the gold."""
    if len(alignment.sources) > 1:
        message = f"{path} has {len(alignment.sources)} sources; gold can be had for one only"
        raise InputError(message)
    highest = [
        max((ids[-1] for ids in side if ids), default=-1)
        for side in ([bead.source for bead in gold], [bead.target for bead in gold])
    ]
    for document, last in zip(alignment.documents, highest, strict=True):
        if last >= len(document.sentences):
            message = (
                f"{path} has {len(document.sentences)} sentences of {document.path}, but the gold "
                f"names sentence {last}; align the gold set's own lines, or try --swap"
            )
            raise InputError(message)


def _as_json(scores: Scores) -> dict[str, object]:
    from dataclasses import asdict

    rows = {
        name: {"precision": score.precision, "recall": score.recall, "f1": score.f1}
        for name, score in (
            ("strict", scores.strict),
            ("lax", scores.lax),
            ("omissions", scores.omissions),
            ("additions", scores.additions),
        )
    }
    rounded = {name: {k: round(v, 4) for k, v in row.items()} for name, row in rows.items()}
    return {
        **rounded,
        "counts": asdict(scores.counts),
        "documents": scores.documents,
        "signature": scores.signature,
    }


def _table(scores: Scores) -> str:
    counts = scores.counts
    rows = (
        ("strict", scores.strict, counts.beads, counts.gold),
        ("lax", scores.lax, counts.beads, counts.gold),
        ("omissions", scores.omissions, counts.omitted, counts.gold_omitted),
        ("additions", scores.additions, counts.added, counts.gold_added),
    )
    lines = [f"{'':10}{'precision':>10}{'recall':>10}{'F1':>10}{'found':>8}{'gold':>8}"]
    for name, score, found, gold in rows:
        # A share of nothing is shown as such, not as a bad score.
        cells = ((score.precision, found), (score.recall, gold), (score.f1, found + gold))
        numbers = "".join(f"{value:10.3f}" if of else f"{'–':>10}" for value, of in cells)
        lines.append(f"{name:10}{numbers}{found:8}{gold:8}")
    return "\n".join([*lines, f"documents: {scores.documents}", f"signature: {scores.signature}"])
