"""``duizhao fit`` for models of sentence-transformers: their weights belong to their files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from helpers.commands import run
from helpers.model_folders import static_model
from helpers.own_translations import write_translations


def test_a_model_gets_weights_that_hold_for_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setenv("DUIZHAO_DATA_DIR", str(tmp_path / "own"))
    model = static_model(tmp_path / "static")
    write_translations(tmp_path / "translations")
    result = run("fit", tmp_path / "translations", "--model", model, "--json")
    assert result.returncode == 0, result.stderr
    said = json.loads(result.stdout)
    together = said["left_out"]["together"]
    assert together["after"]["strict_f1"] > together["before"]["strict_f1"]
    kept = json.loads(Path(said["written"]).read_text(encoding="utf-8"))
    assert kept["encoder"] == said["encoder"]
    assert kept["encoder"].startswith("static@")
    assert kept["composes"] is True

    # The same files elsewhere are the same model; changed ones are not, and that is said.
    texts = tmp_path / "a.txt", tmp_path / "b.txt"
    texts[0].write_text("The boats came home.\nIt rained.\n", encoding="utf-8")
    texts[1].write_text("船回家了。\n下雨了。\n", encoding="utf-8")

    def weights_of(folder: Path) -> tuple[str, str]:
        options = ("--model", folder, "--format", "json", "--no-cache")
        done = run("align", *texts, "-o", tmp_path / "out", *options)
        assert done.returncode == 0, done.stderr
        alignment = json.loads((tmp_path / "out" / "alignment.json").read_text(encoding="utf-8"))
        (weights,) = (p for p in alignment["tool"]["signature"].split("|") if p.startswith("w:"))
        return weights, done.stderr

    elsewhere = tmp_path / "far" / "static"
    shutil.copytree(model, elsewhere)
    own = weights_of(model)
    assert own[0].startswith("w:own-")
    assert weights_of(elsewhere) == own
    (model / "more.json").write_text("{}", encoding="utf-8")
    changed, told = weights_of(model)
    assert not changed.startswith("w:own-")
    assert f"other files of the model {model}" in told
    assert "fit again with duizhao fit" in told
