"""Run the command lines that the documentation shows, in a folder with all files that they name.

A line is run once in a folder that is the same: what it left there is kept and put back.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import shutil
from collections.abc import Iterable
from pathlib import Path

import docx

from helpers.commands import run
from helpers.folders import ROOT, SAMPLE

__all__ = ["Terminal", "copy_sample", "fill", "shown_lines"]

_FENCED = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_STATUS = re.compile(r"# exits with (\d)")
_MEMORY = """<?xml version="1.0"?><tmx version="1.4"><header creationtool="t"
creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="{source}"
datatype="plaintext"/><body>
<tu><prop type="x-probability">0.97</prop><tuv xml:lang="{source}"><seg>{first}</seg></tuv><tuv
xml:lang="{target}"><seg>{second}</seg></tuv></tu></body></tmx>"""
_XLIFF = """<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="a"
datatype="plaintext" source-language="en" target-language="zh"><body><trans-unit id="1">
<source>The tank holds nine million seeds.</source><target></target></trans-unit></body></file>
</xliff>"""
_PAGE = {
    "en": "# Install\n\nRun `make install` before you start the server.\n\nIt opens at once.\n",
    "zh": "# 安装\n\n启动服务器之前，请先运行 `make install`。\n\n页面随即打开。\n",
}
_STRINGS = {"en": {"open": "Open the file."}, "zh": {"open": "打开文件。"}}


def shown_lines(page: str) -> list[tuple[str, int]]:
    """Return the lines for a shell that a page shows, each with the status that it says."""
    fenced = _FENCED.findall((ROOT / page).read_text("utf-8"))
    text = "\n".join(block for language, block in fenced if language in {"", "sh"})
    found = []
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        said = _STATUS.search(line)
        words = re.split(r"\s+# ", line)[0].strip()
        if words and not words.startswith("#"):
            found.append((words, int(said[1]) if said else 0))
    return found


def fill(folder: Path) -> None:
    """Write every file that the documentation's commands name, out/ left out."""
    copy_sample(folder)
    _documents(folder)
    _memories(folder)
    _pages(folder)
    _write(folder / "house.toml", 'ignore = ["moved"]\n')
    for kind, name in (
        ("decisions", "digest.zh.decisions.json"),
        ("decisions", "install.decisions.json"),
        ("links", "links.json"),
    ):
        data = {"format": f"duizhao-{kind}", "version": 1, "links": []}
        _write(folder / name, json.dumps(data))
    for name in ("beads.align", "gold.align"):
        _write(folder / name, "[0]:[0]\n[1]:[]\n[2]:[1]\n")


def copy_sample(folder: Path) -> None:
    """Put the samples where a clone has them: all that a tutorial may begin with."""
    for sample in (SAMPLE, SAMPLE.parent / "pages"):
        shutil.copytree(sample, folder / sample.relative_to(ROOT))


def _documents(folder: Path) -> None:
    """Write the beginning of the sample in several forms."""
    texts = {}
    for name in ("article.en", "digest.zh"):
        paragraphs = (SAMPLE / f"{name}.txt").read_text("utf-8").split("\n\n")
        texts[name] = "\n\n".join(paragraphs[:9])  # enough for four blanks
        lines = (SAMPLE / f"{name}.sentences.txt").read_text("utf-8").splitlines()[:12]
        _write(folder / f"{name}.sentences.txt", "\n".join(lines))
    texts["other.en"] = texts["article.en"].replace("Seagrass", "Eelgrass")
    for name, text in texts.items():
        _write(folder / f"{name}.txt", text)
        _word(folder / f"{name}.docx", text)
    (folder / "moved").mkdir()
    shutil.copy(folder / "digest.zh.docx", folder / "moved" / "digest.docx")
    # The same under names that do not tell what belongs together.
    for path, lang, name in (
        ("originals/q", "en", "article.en"),
        ("translations/x", "zh", "digest.zh"),
    ):
        _write(folder / f"{path}.txt", texts[name])
        _write(folder / f"{path}0.md", _PAGE[lang])
    for name in ("pairs", "books"):
        _write(folder / f"{name}.tsv", "source\ttarget\na.txt\tb.txt\n")


def _memories(folder: Path) -> None:
    seeds, seeds_zh = "The tank holds nine million seeds.", "种子池存有900万粒种子。"
    memory = _MEMORY.format(source="en", target="zh", first=seeds, second=seeds_zh)
    for name in ("memory", "old", "new"):
        _write(folder / f"{name}.tmx", memory)
    _write(folder / "broken.tmx", memory.replace("nine million", "nine & million"))
    _write(folder / "corpus.en-US", f"{seeds}\n")
    _write(folder / "corpus.zh-CN", f"{seeds_zh}\n")
    _write(folder / "project.xlf", _XLIFF)
    _write(folder / "terms.tsv", "source\ttarget\nseagrass\t海草\n")


def _pages(folder: Path) -> None:
    """Write a page of documentation and strings of a program, each in both languages."""
    for lang, text in _PAGE.items():
        for place in ("docs/{}/install.md", "content/{}/guide/install.md"):
            _write(folder / place.format(lang), text)
        _write(folder / f"strings.{lang}.json", json.dumps(_STRINGS[lang]))
    _write(folder / "a.txt", _PAGE["en"])
    _write(folder / "b.txt", _PAGE["zh"])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _word(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(str(path))


class Terminal:
    """Runs lines, each once for a folder that is the same.

    :param store: Where what a line left is kept.
    :param cache: A folder of vectors that `duizhao cache clear` may clear.
    """

    def __init__(self, store: Path, cache: Path) -> None:
        self._store = store
        self._cache = cache
        self._known: dict[tuple[str, str], tuple[int, str]] = {}

    def run(self, line: str, folder: Path) -> tuple[int, str]:
        """Run a line of `duizhao`, and return its status and what it said of errors."""
        key = _state(folder), line
        kept = self._store / hashlib.sha256(repr(key).encode()).hexdigest()
        if key not in self._known:
            words = shlex.split(line)
            data = None
            if "<" in words:
                words, (name,) = words[: words.index("<")], words[words.index("<") + 1 :]
                data = (folder / name).read_bytes()
            cache = self._cache if words[1] == "cache" else None
            done = run(*words[1:], cache=cache, folder=folder, data=data)
            self._known[key] = done.returncode, done.stderr
            shutil.copytree(folder, kept)
        else:
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)
        return self._known[key]


def _state(folder: Path) -> str:
    """Return a number that tells whether anything in a folder is another."""
    total = hashlib.sha256()
    for path in _sorted_files(folder):
        total.update(f"{path.relative_to(folder)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _sorted_files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
