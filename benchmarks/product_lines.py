"""Count the lines of the product at two commits: ``python benchmarks/product_lines.py OLD NEW``.

The product is what a user runs: the folders at the root that are installed, their Python, scripts,
styles and templates, without tests, benchmarks, data and documents. Blank lines and comments count,
so that nothing is gained by taking them out of one commit only; code alone is printed beside it.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

FOLDERS = ("align", "corpora", "eval", "models", "src")
SUFFIXES = (".py", ".js", ".mjs", ".css", ".j2")


def lines(commit: str) -> tuple[Counter[str], Counter[str]]:
    """Return all lines and those of code, by folder."""
    every: Counter[str] = Counter()
    code: Counter[str] = Counter()
    names = _git("ls-tree", "-r", "--name-only", commit, *FOLDERS).splitlines()
    for name in names:
        if not name.endswith(SUFFIXES) or ".test." in name:
            continue
        text = [line.strip() for line in _git("show", f"{commit}:{name}").splitlines()]
        folder = name.partition("/")[0]
        every[folder] += len(text)
        code[folder] += sum(bool(line) and not line.startswith(("#", "//")) for line in text)
    return every, code


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Print a row a folder."""
    (old, old_code), (new, new_code) = map(lines, sys.argv[1:3])
    print(f"{'':8} {'lines':>8} {'now':>8} {'':>7} {'code':>8} {'now':>8}")
    for name in (*FOLDERS, "all"):
        a, b, c, d = (
            sum(count.values()) if name == "all" else count[name]
            for count in (old, new, old_code, new_code)
        )
        print(f"{name:8} {a:8} {b:8} {b - a:+7} {c:8} {d:8} {d - c:+7}")


if __name__ == "__main__":
    main()
