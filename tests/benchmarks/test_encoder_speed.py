"""Streams of texts: the same vectors, a few texts at a time, none of them kept."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.models.arrays import FloatArray

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def load() -> Callable[..., Iterator[FloatArray]]:
    """Return the benchmark's function; benchmarks are scripts, not parts of the package."""
    spec = importlib.util.spec_from_file_location("encoder_speed", FOLDER / "encoder_speed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stream: Callable[..., Iterator[FloatArray]] = module.encode_stream
    return stream


encode_stream = load()


@given(st.lists(st.text(max_size=8), max_size=20), st.integers(1, 7))
def test_blocks_one_behind_the_other_are_what_encode_gives(texts: list[str], at_once: int) -> None:
    encoder = HashEncoder()
    blocks = list(encode_stream(encoder, iter(texts), at_once=at_once))
    assert [len(block) for block in blocks[:-1]] == [at_once] * (len(blocks) - 1)
    together = np.concatenate([np.zeros((0, encoder.dimensions), np.float32), *blocks])
    np.testing.assert_array_equal(together, encoder.encode(texts))


def test_texts_are_read_as_blocks_are_asked_for() -> None:
    read: list[int] = []

    def endless() -> Iterator[str]:
        while True:
            read.append(len(read))
            yield f"text {len(read)}"

    blocks = encode_stream(HashEncoder(), endless(), at_once=3)
    assert read == []
    next(blocks)
    next(blocks)
    assert len(read) == 6


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
def test_a_stream_of_many_different_tokens_stays_below_250_megabytes() -> None:
    """Tokens at random: all of the embedding table is unpacked and the token table is full."""
    script = (
        "import os, pathlib, random, re, sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        # Each further thread has arrays of its own.
        "os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])\n"
        "def megabytes(name):\n"
        "    status = pathlib.Path('/proc/self/status').read_text()\n"
        "    return int(re.search(name + r':\\s*(\\d+)', status)[1]) / 1024\n"
        "bare = megabytes('VmRSS')\n"
        "from duizhao.models.use.encoder import EmbeddedEncoder\n"
        "from encoder_speed import encode_stream\n"
        "encoder = EmbeddedEncoder()\n"
        "rng = random.Random(1)\n"
        "def texts():\n"
        "    for _ in range(3000):\n"
        "        letters = ''.join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(9))\n"
        "        yield letters + ' ' + str(rng.random())\n"
        "for _ in encode_stream(encoder, texts()):\n"
        "    pass\n"
        "print(megabytes('VmHWM') - bare)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(FOLDER)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert re.fullmatch(r"[\d.]+\s*", result.stdout)
    assert float(result.stdout) < 250
