"""The examples in Python run as they stand, on every page that has some."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from helpers.commands import sample
from helpers.folders import ROOT
from helpers.own_translations import write_translations

import duizhao

_PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
MEMORY = """<?xml version="1.0"?><tmx version="1.4"><header creationtool="t" creationtoolversion="1"
segtype="sentence" o-tmf="t" adminlang="en" srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en"><seg>One cat.</seg></tuv><tuv xml:lang="zh"><seg>一只猫。</seg></tuv></tu>
</body></tmx>"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which vectors are kept, so that the second page encodes little."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with all the files that the examples name."""
    article, _ = sample(tmp_path)
    shutil.copy(article, tmp_path / "other.en.txt")
    (tmp_path / "house.toml").write_text('ignore = ["moved"]\n', "utf-8")
    for name in ("monday", "tuesday"):
        data = {"format": "duizhao-decisions", "version": 1}
        (tmp_path / f"{name}.json").write_text(json.dumps(data), "utf-8")
    (tmp_path / "memory.tmx").write_text(MEMORY, "utf-8")
    (tmp_path / "terms.tsv").write_text("sea\t海\n", "utf-8")
    (tmp_path / "pairs.tsv").write_text("source\ttarget\narticle.en.txt\tdigest.zh.txt\n", "utf-8")
    write_translations(tmp_path / "translations", documents=6)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUIZHAO_CACHE_DIR", str(cache))
    return tmp_path


def examples(page: str) -> list[str]:
    """Return the pieces of Python on a page."""
    return _PYTHON.findall((ROOT / page).read_text(encoding="utf-8"))


PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if _PYTHON.search(path.read_text("utf-8"))
)
# What a page's examples print at least.
PRINTED = {
    "docs/corpus.md": "done",
    "docs/python.md": "omission",
    "docs/tutorials/linguist.md": "of the original is linked",
    "docs/zh/linguist.md": "原文已对应",
}


def test_these_pages_have_examples() -> None:
    assert set(PAGES) == set(PRINTED)


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_run(page: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for package in ("pandas", "polars", "xlsxwriter"):
        pytest.importorskip(package)
    names: dict[str, object] = {}
    for number, example in enumerate(examples(page), 1):
        exec(compile(example, f"{page}, example {number}", "exec"), names)
    assert PRINTED[page] in capsys.readouterr().out
    if page == "docs/python.md":
        assert (folder / "out" / "report.html").is_file()


def test_every_function_has_an_example() -> None:
    shown = "\n".join(examples("docs/python.md"))
    for name in duizhao.__all__:
        if name.islower() and name != "__version__":
            assert f"duizhao.{name}(" in shown, name


def test_the_pages_show_only_the_front_door() -> None:
    for page in ("docs/python.md", "docs/tutorials/linguist.md", "docs/zh/linguist.md"):
        assert "duizhao." not in "".join(
            line for line in "\n".join(examples(page)).splitlines() if "import" in line
        )
