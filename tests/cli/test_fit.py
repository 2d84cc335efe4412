"""``duizhao fit``, through the real command, with the embedded model and real sentences."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.commands import refused, run, sample
from helpers.own_translations import write_translations


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    monkeypatch.setenv("DUIZHAO_DATA_DIR", str(folder))
    return folder


@pytest.fixture(scope="module")
def translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    write_translations(folder)
    return folder


@pytest.fixture(scope="module")
def fitted(
    translations: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, subprocess.CompletedProcess[str]]]:
    """The second embedded model, fitted on these: the folder of its weights, and what was said."""
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIZHAO_DATA_DIR", str(folder))
        yield folder, run("fit", translations, "--model", "multilingual-e5-small", "--json")


def test_another_model_gets_weights_that_find_more_in_documents_left_out(
    fitted: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, result = fitted
    assert result.returncode == 0, result.stderr
    said = json.loads(result.stdout)
    assert (said["gold"], said["clean"], said["made"]) == (0, 6, 18)
    assert said["passed_over"] == {"notes.txt": "no format that clean translations are read from"}
    together = said["left_out"]["together"]
    assert together["after"]["strict_f1"] >= together["before"]["strict_f1"] > 0.5
    assert said["worse"] == []
    assert said["rises_by"][0] <= said["rises_by"][1]
    (file,) = (folder / "weights").iterdir()
    assert said["written"] == str(file)
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert (kept["features"], kept["types"]) == (said["features"], said["types"])
    assert kept["encoder"] == said["encoder"]


def test_all_commands_use_the_weights_and_say_so(
    fitted: tuple[Path, subprocess.CompletedProcess[str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("DUIZHAO_DATA_DIR", str(fitted[0]))
    rows = {row["name"]: row["weights"] for row in json.loads(run("models", "--json").stdout)}
    assert rows["multilingual-e5-small"]["from"] == "own"
    assert rows["use-multilingual-v3"]["from"] == "default"
    assert rows["best"]["from"] == "package"
    assert "weights: your own, w:own-" in run("models").stdout
    signature = rows["multilingual-e5-small"]["signature"]
    assert signature.startswith("w:own-")
    texts = sample(tmp_path)
    options = ("--model", "multilingual-e5-small", "--format", "json")
    assert run("align", *texts, "-o", tmp_path / "own", *options).returncode == 0
    monkeypatch.setenv("DUIZHAO_DATA_DIR", str(tmp_path / "none"))
    assert run("align", *texts, "-o", tmp_path / "default", *options).returncode == 0
    own, default = (
        json.loads((tmp_path / name / "alignment.json").read_text(encoding="utf-8"))
        for name in ("own", "default")
    )
    assert f"|{signature}|" in own["tool"]["signature"]
    assert "w:own" not in default["tool"]["signature"]
    assert own["beads"] != default["beads"]


def test_weights_that_are_worse_are_not_kept_unless_forced(
    translations: Path, data_folder: Path, tmp_path: Path
) -> None:
    """The default model has weights of its own, which so little can hardly better."""
    result = run("fit", translations, "--json")
    said = json.loads(result.stdout)
    together = said["left_out"]["together"]
    if together["after"]["strict_f1"] < together["before"]["strict_f1"]:
        assert said["worse"][0].startswith("strict F1 falls from ")
    assert result.returncode == (1 if said["worse"] else 0)
    assert result.stderr.startswith("Not kept: " if said["worse"] else "")
    assert (said["written"] is None) == bool(said["worse"])
    assert data_folder.exists() == (not said["worse"])
    out = tmp_path / "new" / "weights.json"
    forced = run("fit", translations, "--no-cache", "--force", "-o", out)
    assert (forced.returncode, forced.stderr) == (0, "")
    for words in ("notes.txt: passed over", "strict F1 rises by", f"written to {out}"):
        assert words in forced.stdout
    # The same data give the same weights; vectors from the cache differ in their seventh digit.
    kept = json.loads(out.read_text(encoding="utf-8"))
    for part in ("features", "types"):
        assert kept[part] == pytest.approx(said[part], rel=0.01, abs=0.01)


def test_what_cannot_be_fitted_is_told_in_one_sentence(
    translations: Path, data_folder: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    words = "0 document pairs with gold and 0 clean translations, 0 sentences in all; at least 5"
    refused(run("fit", empty), words)
    (empty / "a.tmx").write_text("<tmx", encoding="utf-8")
    refused(run("fit", empty), "a.tmx")
    refused(run("fit", translations, "--model", "nope"), "unknown model 'nope'")
    assert not data_folder.exists()


def test_without_scipy_the_pip_line_is_named(translations: Path, data_folder: Path) -> None:
    script = (
        "import sys; sys.modules['scipy.optimize'] = None\n"
        "from duizhao.__main__ import run\n"
        "sys.argv[0] = 'duizhao'; run()"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, "fit", str(translations)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "pip install 'duizhao[fit]'" in result.stderr
    assert "Traceback" not in result.stderr
    assert not data_folder.exists()
