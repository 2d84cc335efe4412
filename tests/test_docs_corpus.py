"""The jobs and the Python of docs/corpus.md are sound, and docs/corpus.ipynb runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.commands import run
from helpers.folders import ROOT
from helpers.required import has_module, required_in_ci
from helpers.small_corpus import make_corpus

from duizhao.align.corpus.outcome import DOCUMENT_COLUMNS
from duizhao.cli.corpus.run import run_command

PAGE = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the page's code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all that the page names, two pairs of each."""
    root = tmp_path_factory.mktemp("page")
    for side, lang in zip(make_corpus(root / "made", 2), ("en", "zh"), strict=True):
        shutil.copytree(side, root / "docs" / lang)
        for file in side.iterdir():
            page = root / "content" / lang / "guide" / f"{file.stem}.md"
            page.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, page)
    return root


def test_the_job_is_one_that_a_code_host_takes_and_its_command_runs(folder: Path) -> None:
    [text] = [block for block in blocks("yaml") if "runs-on" in block]
    job = yaml.safe_load(text)
    assert job[True] == "pull_request"  # YAML's "on"
    assert job["permissions"]["security-events"] == "write"
    steps = job["jobs"]["check"]["steps"]
    [command] = [step["run"] for step in steps if step.get("run", "").startswith("duizhao ")]
    told = run(*shlex.split(command)[1:], folder=folder)
    assert told.returncode == 1  # a sentence is missing
    uses = {step["uses"].split("@")[0]: step for step in steps if "uses" in step}
    sarif = uses["github/codeql-action/upload-sarif"]
    assert sarif["if"] == "always()"
    assert (folder / sarif["with"]["sarif_file"]).is_file()
    assert (folder / uses["actions/upload-artifact"]["with"]["path"] / "index.html").is_file()
    assert uses["actions/checkout"]["with"]["fetch-depth"] == 0


def test_the_job_of_the_cluster_has_options_that_there_are() -> None:
    [text] = [block for block in blocks("yaml") if "RayJob" in block]
    job = yaml.safe_load(text)["spec"]
    words = shlex.split(job["entrypoint"])
    assert words[:3] == ["duizhao", "corpus", "run"]
    context = run_command.make_context("run", words[3:])
    assert (context.params["engine"], context.params["address"]) == ("ray", "auto")
    groups = job["rayClusterSpec"]
    for group in (groups["headGroupSpec"], *groups["workerGroupSpecs"]):
        assert group["template"]["spec"]["containers"][0]["image"]


def test_every_column_of_the_table_is_explained() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert DOCUMENT_COLUMNS.keys() <= told


def test_the_notebook_runs(folder: Path) -> None:
    for name in ("matplotlib", "nbclient", "ipykernel", "pandas", "pyarrow"):
        required_in_ci(f"the package {name} (pip install --group dev)", has_module(name))
    assert run("corpus", "run", "docs/en", "docs/zh", "-o", "out", folder=folder).returncode == 0
    cells = executed(folder)
    assert "done    2" in shown(cells[0], "text/plain")
    assert [bool(shown(cell, "image/png")) for cell in cells] == [0, 1, 1, 0, 0]
    assert "source_coverage" in shown(cells[3], "text/html")
    assert "omission" in shown(cells[4], "text/html")


def executed(folder: Path) -> list[Any]:
    """Return the code cells of the notebook as they are after it ran in a folder.

    It runs in a process of its own, since this one makes errors of the warnings of Jupyter.
    """
    made = folder / "made.ipynb"
    code = (
        "import sys, nbclient, nbformat\n"
        "book = nbformat.read(sys.argv[1], as_version=4)\n"
        "nbclient.NotebookClient(book, timeout=300).execute(cwd=sys.argv[2])\n"
        "nbformat.write(book, sys.argv[3])\n"
    )
    notebook = ROOT / "docs" / "corpus.ipynb"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(notebook), str(folder), str(made)],
        env={**os.environ, "IPYTHONDIR": str(folder / "ipython"), "MPLCONFIGDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    book = json.loads(made.read_text(encoding="utf-8"))
    return [cell for cell in book["cells"] if cell["cell_type"] == "code"]


def shown(cell: Any, kind: str) -> str:
    """Return what a cell shows in a form; the empty text if nothing."""
    return "".join("".join(output.get("data", {}).get(kind, "")) for output in cell["outputs"])
