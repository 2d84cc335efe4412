"""Encoders whose weights are absent, of another version or damaged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["message_of", "other_version"]


def message_of(encoder: str, folder: Path | None) -> str:
    """Encode a text in a process of its own, and return the kind and the words of the error.

    :param encoder: The class as ``module:name``.
    :param folder: Where the process finds the weights' package first; nowhere if None.
    """
    module, _, name = encoder.partition(":")
    script = (
        "import sys\n"
        "from duizhao.errors import EncoderError\n"
        f"from {module} import {name}\n"
        "import sentencepiece\n"
        "if sys.argv[1]:\n"
        "    sys.path.insert(0, sys.argv[1])\n"
        "else:\n"
        "    sys.path[:] = [path for path in sys.path if 'site-packages' not in path]\n"
        "try:\n"
        f"    {name}().encode(['text'])\n"
        "except EncoderError as error:\n"
        "    print(type(error).__name__, error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, "" if folder is None else str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": "", "PYTHONUTF8": "1"},
    )
    return result.stdout.strip()


def other_version(folder: Path, distribution: str, version: str) -> None:
    """Lay down what says that a version of a distribution is installed, without its files."""
    information = folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", encoding="utf-8"
    )
