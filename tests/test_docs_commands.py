"""Every command line that the documentation shows works as it stands, page by page."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.folders import ROOT
from helpers.shown_commands import Terminal, copy_sample, fill, shown_lines
from helpers.small_corpus import InProcess

import duizhao.align.corpus.run  # noqa: F401 - it is to know the engine that is replaced below
from duizhao.align.corpus.engines import local

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if "decisions" not in path.parts
)
SHOWN = [page for page in PAGES if shown_lines(page)]

# Pages of which every line can be typed in a clone, one after the other.
FROM_A_CLONE = [
    "docs/tutorials/translator.md",
    "docs/tutorials/documentation.md",
    "docs/tutorials/linguist.md",
    "docs/zh/documentation.md",
    "docs/zh/linguist.md",
    "docs/zh/translator.md",
]

# What takes minutes, or a model that has to be fetched; these commands have tests of their own.
NOT_RUN = re.compile(r"duizhao (?:bench |fit |align a\.txt b\.txt .*--model best)")
# A page of examples that have nothing to do with each other.
REFERENCE = "docs/reference/cli.md"
# Programs that install or start ours. What stands behind `duizhao` is run all the same.
_STARTERS = ("uvx --from .", 'docker run --rm --network none -v "$PWD:/work"')


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Keep what each line left for the other pages."""
    pytest.importorskip("xlsxwriter")
    return Terminal(tmp_path_factory.mktemp("kept"), tmp_path_factory.mktemp("vectors"))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, terminal: Terminal) -> Path:
    """Return a folder with all files, and the results of the first example."""
    folder = tmp_path_factory.mktemp("world") / "home"
    folder.mkdir()
    fill(folder)
    for line in (
        "duizhao align article.en.docx digest.zh.docx -o out",
        "duizhao export out/alignment.json --format xliff -o gaps.xlf",
    ):
        assert terminal.run(line, folder)[0] == 0
    return folder


@pytest.mark.parametrize("page", SHOWN)
def test_the_lines_of_a_page_run(
    page: str, world: Path, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    # Corpora are aligned in this process: new ones load everything anew, which takes a minute.
    monkeypatch.setattr(local, "LocalEngine", lambda *_: InProcess())
    folder = tmp_path / "home"
    shutil.copytree(world, folder)
    for line, status in shown_lines(page):
        command = own_command(line)
        if command is None or NOT_RUN.match(command):
            continue
        if page == REFERENCE:
            shutil.rmtree(folder)
            shutil.copytree(world, folder)
        code, said = terminal.run(command, folder)
        assert code == status, f"{page}: {line}: {said}"


@pytest.mark.parametrize("page", FROM_A_CLONE)
def test_a_tutorial_needs_nothing_but_a_clone(
    page: str, terminal: Terminal, tmp_path: Path
) -> None:
    copy_sample(tmp_path)
    for line, status in shown_lines(page):
        code, said = terminal.run(line, tmp_path)
        assert code == status, f"{line}: {said}"


def own_command(line: str) -> str | None:
    """Return the line of ours in one that another program is to run; check what is none of ours."""
    for starter in _STARTERS:
        if line.startswith(f"{starter} duizhao "):
            return line.removeprefix(f"{starter} ")
    words = shlex.split(line)
    if words[0] == "duizhao":
        return line
    known: dict[str, Callable[[list[str]], bool]] = {
        "pip": installs,
        "pipx": installs,
        "uv": installs,
        "python3": is_a_task,
        "docker": builds,
        "podman": builds,
        "pre-commit": lambda _: True,
    }
    assert words[0] in known, f"no test knows what becomes of: {line}"
    assert known[words[0]](words), line
    return None


def installs(words: list[str]) -> bool:
    """Tell whether what is installed is the checkout, or has extras that there are."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    extras = re.findall(r"^([\w-]+) = \[", text.partition("optional-dependencies]")[2], re.M)
    wanted = re.search(r"\[([\w,-]+)\]", words[-1])
    return "install" in words and (wanted is None or set(wanted[1].split(",")) <= set(extras))


def is_a_task(words: list[str]) -> bool:
    """Tell whether there is such a task, or such a module of Python's."""
    tasks = runpy.run_path(str(ROOT / "run.py"))["TASKS"]
    return words[1] == "-m" or (words[1] == "run.py" and set(words[2:]) <= set(tasks))


def builds(words: list[str]) -> bool:
    """Tell whether an image is built from what is there."""
    return words[1] == "build" and (ROOT / words[words.index("-f") + 1]).is_file()


def test_the_recipe_of_the_image_installs_what_there_is_and_starts_our_command() -> None:
    recipe = (ROOT / "Containerfile").read_text("utf-8")
    (installed,) = re.findall(r"^RUN (pip .*)$", recipe, re.MULTILINE)
    assert installs(shlex.split(installed))
    assert re.search(r'^ENTRYPOINT \["duizhao"\]$', recipe, re.MULTILINE)
    assert re.search(r"^USER (?!root)", recipe, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert not {"src", "align", "models", "corpora", "eval", "pyproject.toml"} & set(ignored)


def test_the_pages_show_commands() -> None:
    assert {"README.md", "README.zh.md", "docs/zh/editor.md"} <= set(SHOWN)
