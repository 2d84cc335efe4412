"""The commands that list encoders and measure them, through the real command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.commands import refused, run

from duizhao.models.catalogue import CATALOGUE
from duizhao.models.registry import known_models, load_encoder


def test_every_known_model_is_in_the_catalogue() -> None:
    assert tuple(model.name for model in CATALOGUE) == known_models()


def test_the_default_is_listed_first_and_usable() -> None:
    rows = json.loads(run("models", "--json").stdout)
    assert rows[0]["name"] == load_encoder(cache=False).name
    assert rows[0]["usable"]
    assert rows[0]["dimensions"] == load_encoder(cache=False).dimensions
    for row in rows[1:]:
        assert row["usable"] or "pip install" in row["why_not"] or "hf download" in row["why_not"]
    text = run("models").stdout
    assert all(row["name"] in text for row in rows)


def test_what_was_measured_is_printed_and_saved(tmp_path: Path) -> None:
    saved = tmp_path / "figures" / "encoders.json"
    result = run("bench", "encoders", "--model", "default", "-o", saved)
    assert result.returncode == 0, result.stderr
    record = json.loads(saved.read_text(encoding="utf-8"))
    (row,) = record["figures"]
    assert row["name"] == "use-multilingual-v3"
    assert row["links"] == 23
    assert row["retrieval"] > 0.9
    assert 0.7 < row["strict_f1"] <= 1
    assert row["signature"].startswith("enc:use-multilingual-v3@")
    assert row["speed"] > 0
    for text in (f"{row['retrieval']:.3f}", f"{row['strict_f1']:.3f}", record["machine"]):
        assert text in result.stdout


def test_what_cannot_be_measured_is_told(tmp_path: Path) -> None:
    refused(run("bench", "encoders", "--model", "nope"), "unknown model 'nope'")
    (tmp_path / "gold").mkdir()
    refused(run("bench", "encoders", tmp_path, "--model", "default"), "is no gold set")


@pytest.mark.parametrize("option", [("--device", "cuda"), ("--batch-size", "4")])
def test_the_embedded_model_has_no_device(option: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("One.", encoding="utf-8")
    refused(run("align", file, file, "-o", tmp_path / "out", *option), "sentence-transformers")
