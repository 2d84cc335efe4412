"""Count the lines of the product at two commits: ``python benchmarks/product_lines.py OLD NEW``.

The product is what is installed: Python, scripts, styles and templates of the folders at the root,
without tests, benchmarks, data and documents. All lines are counted, and beside them those of code:
without blank lines, comments and docstrings, so that explaining costs nothing and cramming is seen.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tarfile
from collections import Counter

FOLDERS = ("align", "corpora", "eval", "models", "src")
SUFFIXES = (".py", ".js", ".mjs", ".css", ".j2")


def lines(commit: str) -> tuple[Counter[str], Counter[str]]:
    """Return all lines and those of code, by folder."""
    every: Counter[str] = Counter()
    code: Counter[str] = Counter()
    command = ["git", "archive", commit, *FOLDERS]
    archive = subprocess.run(command, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for file in files:
            content = files.extractfile(file) if file.name.endswith(SUFFIXES) else None
            if content is not None:
                text = content.read().decode()
                folder = file.name.partition("/")[0]
                every[folder] += len(text.splitlines())
                code[folder] += _code(text, file.name)
    return every, code


def _code(text: str, name: str) -> int:
    """Count the lines that are neither blank nor comment nor docstring."""
    if not name.endswith(".py"):
        text = re.sub(r"/\*.*?\*/|\{#.*?#\}", "", text, flags=re.DOTALL)
    lines = [line.strip() for line in text.splitlines()]
    told: set[int] = set()
    if name.endswith(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                told |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return sum(
        bool(line) and not line.startswith(("#", "//")) and number not in told
        for number, line in enumerate(lines, 1)
    )


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
