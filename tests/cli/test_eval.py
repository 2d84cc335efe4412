from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers.build import document
from helpers.material import shared

from duizhao.cli.eval import eval_command
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.exchange.alignment_json import write_json
from duizhao.errors import InputError


def alignment_json(path: Path) -> Path:
    beads = (Bead((0,), (0,)), Bead((1,), ()), Bead((2,), (1,)))
    stream = io.BytesIO()
    write_json(Alignment((document("en", *"abc"), document("zh", *"ab")), beads), stream)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stream.getvalue())
    return path


def ran(*arguments: object) -> Result:
    return CliRunner().invoke(eval_command, [str(a) for a in arguments])


def refusal(*arguments: object) -> str:
    result = ran(*arguments)
    assert isinstance(result.exception, InputError)
    return str(result.exception)


def test_an_alignment_is_scored_against_gold(tmp_path: Path) -> None:
    gold = tmp_path / "gold.align"
    gold.write_text("[0]:[0]\n[1]:[]\n[2]:[1]\n", encoding="utf-8")
    result = ran(alignment_json(tmp_path / "alignment.json"), gold)
    assert result.exit_code == 0, result.output
    rows = {line.split()[0]: line.split()[1:] for line in result.output.splitlines()}
    assert rows["strict"] == ["1.000", "1.000", "1.000", "3", "2"]
    assert rows["omissions"] == ["1.000", "1.000", "1.000", "1", "1"]
    assert rows["additions"] == ["–", "–", "–", "0", "0"]
    assert rows["signature:"][0].startswith("gold:")


def test_json_holds_the_same_numbers(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("0\t0\t1\n1\t1\t1\n2\t1\t1\n", encoding="utf-8")
    (tmp_path / "b").write_text("[0]:[0,1]\n[]:[1]\n", encoding="utf-8")
    data = json.loads(ran(tmp_path / "a", tmp_path / "b", "--json").stdout)
    assert data["strict"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert data["lax"] == {"precision": 0.5, "recall": 1.0, "f1": 0.6667}
    assert data["counts"]["beads"] == 2
    assert data["documents"] == 1


def test_swap_exchanges_the_sides_of_the_gold(tmp_path: Path) -> None:
    gold = tmp_path / "gold.align"
    gold.write_text("[0]:[0]\n[]:[1]\n[1]:[2]\n", encoding="utf-8")
    result = alignment_json(tmp_path / "alignment.json")
    assert "try --swap" in refusal(result, gold)
    data = json.loads(ran(result, gold, "--swap", "--json").stdout)
    assert data["strict"]["f1"] == data["omissions"]["f1"] == 1.0


def test_folders_are_pooled_by_name(tmp_path: Path) -> None:
    gold, results = tmp_path / "set" / "gold", tmp_path / "results"
    gold.mkdir(parents=True)
    results.mkdir()
    for name in ("001.align", "002", "003.align"):
        (gold / name).write_text("[0]:[0]\n[1]:[]\n[2]:[1]\n", encoding="utf-8")
    alignment_json(results / "001" / "alignment.json")
    alignment_json(results / "002.json")
    (results / "003.ladder").write_text("0\t0\n1\t0\n", encoding="utf-8")
    (results / "report.html").write_text("", encoding="utf-8")
    for folder in (gold, gold.parent):
        data = json.loads(ran(results, folder, "--json").stdout)
        assert data["documents"] == 3
        # 3 + 3 + 0 of 3 + 3 + 1 beads, 2 + 2 + 0 of 6 gold beads that are not null.
        assert data["strict"] == {"precision": 0.8571, "recall": 0.6667, "f1": 0.75}


def test_a_missing_or_doubtful_result_is_refused(tmp_path: Path) -> None:
    gold, results = tmp_path / "gold", tmp_path / "results"
    gold.mkdir()
    results.mkdir()
    assert "holds no gold file" in refusal(results, gold)
    (gold / "001.align").write_text("[0]:[0]\n", encoding="utf-8")
    assert "has 0 results for 001.align" in refusal(results, gold)
    for name in ("001.align", "001.txt"):
        (results / name).write_text("[0]:[0]\n", encoding="utf-8")
    assert "has 2 results for 001.align" in refusal(results, gold)
    assert "two files or two folders" in refusal(results, gold / "001.align")


def test_a_result_with_two_sources_is_refused(tmp_path: Path) -> None:
    beads = (Bead((0,), (0,)), Bead((0,), (), source_document=1))
    stream = io.BytesIO()
    docs = (document("en", "a"), document("en", "a"), document("zh", "a"))
    write_json(Alignment(docs, beads), stream)
    path = tmp_path / "a.json"
    path.write_bytes(stream.getvalue())
    (tmp_path / "gold").write_text("[0]:[0]\n", encoding="utf-8")
    assert "has 2 sources" in refusal(path, tmp_path / "gold")


@pytest.mark.parametrize("name", ["mac-dev", "bible", "text+berg"])
def test_gold_scores_itself_as_perfect(name: str) -> None:
    gold = shared(f"data/{name}")
    data = json.loads(ran(gold / "gold", gold, "--json").stdout)
    assert data["strict"]["f1"] == data["lax"]["f1"] == 1.0
