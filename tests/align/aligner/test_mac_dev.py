"""Strict F1 on six chapters of novels with gold by hand."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.commands import run
from helpers.laws import ids
from helpers.material import shared

from duizhao.align.aligner.sources import find_beads_of_sources
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.eval.beads.scores import score_documents
from duizhao.eval.gold.pairs import load_pairs
from duizhao.models.registry import load_encoder


def test_chapters_of_novels_reach_the_floor(tmp_path: Path) -> None:
    data = shared("data/mac-dev")
    gold, encoder = load_pairs(data).pairs, load_encoder()
    assert len(gold) == 6
    # The gold's links are [zh ids]:[en ids], so Chinese is the original here.
    assert {pair.source.lang for pair in gold} == {"zh"}
    found = [find_beads_of_sources([p.source], p.target, encoder).beads for p in gold]
    scores = score_documents(zip((pair.beads for pair in gold), found, strict=True))
    assert scores.strict.f1 >= 0.925, scores.strict  # .928
    assert scores.lax.f1 >= 0.994, scores.lax  # .995

    # The commands give the same of a chapter, the shortest.
    shortest = min(range(6), key=lambda n: len(gold[n].beads))
    name = gold[shortest].name
    files = [data / lang / name for lang in ("zh", "en")]
    options = ("--presplit", "--format", "json", "--source-lang", "zh", "--target-lang", "en")
    result = run("align", *files, "-o", tmp_path / name, *options)
    assert result.returncode == 0, result.stderr
    path = tmp_path / name / "alignment.json"
    assert ids(read_alignment(path).beads) == ids(found[shortest])
    told = json.loads(run("eval", path, data / "gold" / f"{name}.align", "--json").stdout)
    one = score_documents([(gold[shortest].beads, found[shortest])])
    assert told["strict"]["f1"] == round(one.strict.f1, 4)
