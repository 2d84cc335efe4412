"""Change the code a little, many times, and count how often a test notices: mutation testing.

``python3 run.py mutants [PATH …] [--count N] [--seed S] [--seconds N] [--record]``; PATH is a room
or a file, ``align`` if none is named. Positions are drawn at random of all at which Cosmic Ray
(https://cosmic-ray.readthedocs.io) has a change of the kinds below. Each is made in a copy of the
checkout, alone, and the tests that run its line are run until one fails: first those of its room,
then the others, the nearest and quickest first, as many as fit into the seconds that a change may
take. Which tests run a line is found out once and kept (who_runs.py). A line that runs whenever its
module is imported is run by all; its room's tests come first there, too.

A change that no test notices survives and is shown. A person reads it and finds a missing test,
code that does nothing, or a change that makes no difference.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator
from who_runs import ROOT, Copy, Recording, tests_of

# Borders and opposites. Arithmetic that fails on every input would be noticed by any test, and bits
# stand in annotations: both would flatter.
KINDS = tuple(
    f"core/{name}"
    for name in (
        "AddNot",
        "NumberReplacer",
        "ReplaceAndWithOr",
        "ReplaceBreakWithContinue",
        "ReplaceContinueWithBreak",
        "ReplaceFalseWithTrue",
        "ReplaceOrWithAnd",
        "ReplaceTrueWithFalse",
        "ReplaceUnaryOperator_Delete_Not",
        "ReplaceUnaryOperator_Delete_USub",
        "ZeroIterationForLoop",
        *(f"ReplaceBinaryOperator_{swap}" for swap in ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul")),
        *(
            f"ReplaceComparisonOperator_{swap}"
            for swap in (
                *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
                *("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt"),
            )
        ),
    )
)

NOTICED, IN_TIME, SURVIVED = "noticed by a test", "did not end in time", "survived"


class Mutant(NamedTuple):
    """A change: the file, relative to the checkout, its kind, which of its positions, the line."""

    file: Path
    kind: str
    occurrence: int
    line: int


def mutants_of(file: Path) -> list[Mutant]:
    """Return every change of a file."""
    nodes = list(ast_nodes(get_ast_from_path(ROOT / file)))
    found = []
    for kind in KINDS:
        operator = get_operator(kind)()
        places = [(at[0], node) for node in nodes for at in operator.mutation_positions(node)]
        found += [
            Mutant(file, kind, number, begin[0])
            for number, (begin, node) in enumerate(places)
            # A star among parameters is no product.
            if not (node.type == "operator" and node.parent.type in ("parameters", "param"))
        ]
    return found


def runs(file: Path, line: int, recording: Recording, seconds: float) -> list[dict[str, float]]:
    """Return the tests to run for a line, in two runs: its room's, and others that run it.

    :param seconds: How long all together may take; a room's own tests take as long as they take.
    """
    room = Path(*file.parent.parts[1 if file.parts[0] == "src" else 0 :])
    own, near = [], []
    for test, needed in recording.who_runs(file, line).items():
        path = Path(test)
        # "src/duizhao/align/x.py" has examples; "tests/align/test_x.py" stands where "align" is.
        stands = path.parent.relative_to("src/duizhao" if path.parts[0] == "src" else "tests")
        shared = sum(a in room.parents or a == room for a in (stands, *stands.parents))
        named = path.stem in (file.stem, f"test_{file.stem}")
        (own if stands == room else near).append((not named, -shared, needed, test))
    first = {test: needed for _, _, needed, test in sorted(own)}
    left = seconds - sum(first.values())
    then = {}
    for _, _, needed, test in sorted(near):
        if needed <= left:
            then[test] = needed
            left -= needed
    return [each for each in (first, then) if each]


def tried(
    number: int, mutant: Mutant, copy: Copy, recording: Recording, seconds: float
) -> tuple[str, str]:
    """Make a change, run tests, undo it, and return what came of it and the change.

    :param number: No two changes of a copy have one.
    """
    path = copy.root / mutant.file
    made = path.stat()
    before, after = MutationVisitor.mutate_path(
        path, get_operator(mutant.kind)(), mutant.occurrence
    )
    # A time that no version had, or Python would take the bytecode of another of the same second.
    os.utime(path, (made.st_atime, made.st_mtime - 10 * (number + 1)))
    try:
        chosen = runs(mutant.file, mutant.line, recording, seconds)
        for tests in chosen:
            status = copy.run(list(tests), 30 + 3 * sum(tests.values()))
            if status != 0:
                return (IN_TIME if status is None else NOTICED), ""
        lines = [text.splitlines(keepends=True) for text in (before, after)]
        able = len(recording.who_runs(mutant.file, mutant.line))
        asked = sum(map(len, chosen))
        change = "".join(list(difflib.unified_diff(*lines, n=2))[2:])
        return SURVIVED, f"{asked} of {able} that run line {mutant.line} were asked\n{change}"
    finally:
        path.write_text(before, encoding="utf-8")
        os.utime(path, (made.st_atime, made.st_mtime))


def main() -> None:
    """Draw changes, try each, and tell the share that was noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("align")])
    parser.add_argument("--count", type=int, default=100, help="how many changes are tried")
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument("--seconds", type=float, default=100, help="of tests for each, at most")
    parser.add_argument("--record", action="store_true", help="find out anew what tests run")
    options = parser.parse_args()
    files: list[Path] = []
    for path in options.paths:
        found = sorted((ROOT / path).rglob("*.py")) if (ROOT / path).is_dir() else [ROOT / path]
        files += [file.relative_to(ROOT) for file in found]
    everything = [mutant for file in files for mutant in mutants_of(file)]
    drawn = random.Random(options.seed).sample(everything, min(options.count, len(everything)))
    print(f"{len(everything)} changes of {len(files)} files; {len(drawn)} are tried", flush=True)
    came: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        recording = Recording(anew=options.record)
        for top in sorted({file.parts[0] for file in files}):
            recording.record(copy, tests_of(top))
        for number, mutant in enumerate(drawn):
            what, change = tried(number, mutant, copy, recording, options.seconds)
            came[what] += 1
            name = mutant.kind.partition("/")[2]
            print(f"{what}: {mutant.file} {name} {mutant.occurrence} {change}", flush=True)
    for what in (NOTICED, IN_TIME, SURVIVED):
        print(f"{what}: {came[what]}")
    print(f"killed: {(came[NOTICED] + came[IN_TIME]) / max(len(drawn), 1):.3f}")


if __name__ == "__main__":
    main()
