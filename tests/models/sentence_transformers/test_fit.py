"""``duizhao fit`` for models of sentence-transformers: their weights belong to their files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.commands import run
from helpers.model_folders import e5_model
from helpers.own_translations import write_translations


def test_a_model_gets_weights_that_hold_for_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setenv("DUIZHAO_DATA_DIR", str(tmp_path / "own"))
    model = e5_model(tmp_path / "e5")
    write_translations(tmp_path / "translations")
    options = ("--compose", "--force", "--json")  # so little need not better all figures
    result = run("fit", tmp_path / "translations", "--model", model, *options)
    assert result.returncode == 0, result.stderr
    said = json.loads(result.stdout)
    together = said["left_out"]["together"]
    assert together["before"]["strict_f1"] > 0.5
    assert together["after"]["error"] < together["before"]["error"]
    kept = json.loads(Path(said["written"]).read_text(encoding="utf-8"))
    assert kept["encoder"] == said["encoder"]
    assert kept["encoder"].startswith("e5@")
    assert kept["composes"] is True

    # The same files elsewhere are the same model; changed ones are not, and that is said.
    texts = tmp_path / "a.txt", tmp_path / "b.txt"
    texts[0].write_text("The boats came home.\nIt rained.\n", encoding="utf-8")
    texts[1].write_text("船回家了。\n下雨了。\n", encoding="utf-8")

    def weights_of(folder: Path, way: str = "--compose") -> tuple[str, str]:
        options = ("--model", folder, "--format", "json", "--no-cache")
        done = run("align", *texts, "-o", tmp_path / "out", way, *options)
        assert done.returncode == 0, done.stderr
        alignment = json.loads((tmp_path / "out" / "alignment.json").read_text(encoding="utf-8"))
        (weights,) = (p for p in alignment["tool"]["signature"].split("|") if p.startswith("w:"))
        return weights, done.stderr

    elsewhere = tmp_path / "far" / "e5"
    elsewhere.parent.mkdir()
    elsewhere.symlink_to(model, target_is_directory=True)
    own = weights_of(model)
    assert own[0].startswith("w:own-")
    assert weights_of(elsewhere) == own
    read, told = weights_of(model, "--no-compose")
    assert not read.startswith("w:own-")
    assert "runs composed otherwise" in told
    (model / "more.json").write_text("{}", encoding="utf-8")
    changed, told = weights_of(model)
    assert not changed.startswith("w:own-")
    assert f"other files of the model {model}" in told
    assert "fit again with duizhao fit" in told
