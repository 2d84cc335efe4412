"""Compare what two versions of the program write, byte for byte.

    VERSION_A/.venv/bin/python benchmarks/compare_outputs.py make a [NAME ...]
    VERSION_B/.venv/bin/python benchmarks/compare_outputs.py make b [NAME ...]
    python benchmarks/compare_outputs.py compare a b

``make`` runs the commands of the program that is installed beside the interpreter on the sample
and, where ``../shared`` is there, on the documents in it, and keeps every file and every word
printed. ``compare`` names each file that differs, and ends with 1 if there is one. A change of the
house that should change nothing for its users is held to this.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpora" / "data" / "sample"
SHARED = ROOT.parent / "shared"
FORMATS = ("json", "tmx", "tsv", "html", "xliff")
FORMS = ("md", "txt", "jsonl", "sarif", "xlsx", "docx", "html")
EXPORTS = ("tmx", "xliff", "xliff-1.2", "glossary-csv", "glossary-tbx", "tsv")
# Reading the clock, these say something else at every run.
_CLOCK = re.compile(rb"\d+\.\d+ ?s\b|creationdate=\"[^\"]*\"|changedate=\"[^\"]*\"|\d{8}T\d{6}Z")


# Where the two versions and the material lie differs, too.
_CHECKOUT = re.compile(rb"[\w/.-]*/(?=corpora/data/sample/|shared/)")


def pairs() -> Iterator[tuple[str, list[str]]]:
    """Yield a name and the words of ``align`` for each pair of documents."""
    yield "sample", [str(SAMPLE / "article.en.txt"), str(SAMPLE / "digest.zh.txt")]
    seeds = {path.name[:3]: str(path) for path in SHARED.glob("seeds/*.txt")}
    if seeds:
        yield "seed", [seeds["001"], seeds["000"], "--policy", "digest"]
        also = ["--also", seeds["002"], "--also", seeds["004"]]
        yield "seeds", [seeds["001"], seeds["000"], *also]
    for meta in sorted(SHARED.glob("data/real-dev/*/meta.json")):
        sides = json.loads(meta.read_text(encoding="utf-8"))
        yield meta.parent.name, [str(meta.parent / sides[side]) for side in ("source", "target")]
    for gold in sorted(SHARED.glob("data/mac-dev/gold/*"))[:2]:
        sides = [next(SHARED.glob(f"data/mac-dev/{lang}/{gold.stem}*")) for lang in ("zh", "en")]
        yield f"mac-{gold.stem}", [*map(str, sides), "--presplit"]


def make(out: Path, names: list[str]) -> None:
    """Run everything on the pairs named, or on all, two pairs at a time."""
    out.mkdir(parents=True, exist_ok=True)
    chosen = [pair for pair in pairs() if not names or pair[0] in names]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: _run_pair(out / pair[0], pair[1]), chosen))


def compare(one: Path, other: Path) -> int:
    """Name what differs of the pairs that both have; return how many files do."""
    both = {p.name for p in one.iterdir()} & {p.name for p in other.iterdir()}
    names = {
        str(path.relative_to(root))
        for root in (one, other)
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] in both
    }
    differing = [name for name in sorted(names) if _content(one / name) != _content(other / name)]
    for name in differing:
        print("differs:", name)
    print(f"{len(names) - len(differing)} of {len(names)} files are equal")
    return len(differing)


def _content(path: Path) -> list[bytes] | None:
    """Return what a file holds, of an archive all members, without the clock and the checkout."""
    if not path.exists():
        return None
    parts = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name) for name in sorted(archive.namelist())]
    return [_CHECKOUT.sub(b"", _CLOCK.sub(b"", part)) for part in parts]


def _run_pair(folder: Path, words: list[str]) -> None:
    """Align one pair, then write and print its alignment in every form."""
    folder.mkdir(exist_ok=True)
    chosen = [word for name in FORMATS for word in ("--format", name)]
    _run(folder, "align", ["align", *words, "-o", "out", "--no-cache", *chosen])
    alignment = "out/alignment.json"
    for form in FORMS:
        _run(folder, f"report-{form}", ["report", alignment, "--format", form, "-o", f"r.{form}"])
    for name in EXPORTS:
        _run(folder, f"export-{name}", ["export", alignment, "--format", name, "-o", f"e-{name}"])
    for name, options in {"show": [], "show-findings": ["--findings", "--ui", "zh"]}.items():
        _run(folder, name, ["show", alignment, *options, "--width", "100"])
    _run(folder, "check", ["check", "out/aligned.tmx", "-o", "checked", "--no-cache"])
    _run(folder, "tmx", ["tmx", "stats", "e-tmx", "--json"])
    _run(folder, "split", ["split", words[0], *(["--presplit"] if "--presplit" in words else [])])
    print(folder.name, flush=True)


def _run(folder: Path, name: str, words: list[str]) -> None:
    """Run one command in a folder, and keep its status and what it printed."""
    command = [sys.executable, "-m", "duizhao", *words]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    printed = f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    (folder / f"{name}.printed").write_text(printed.replace(str(ROOT), ""), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), sys.argv[3:])
    else:
        sys.exit(bool(compare(Path(sys.argv[2]), Path(sys.argv[3]))))
