"""Languages, or columns, that are named the wrong way round are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.commands import run
from helpers.folders import CASES_FOLDER

CASES: list[dict[str, Any]] = json.loads(
    (CASES_FOLDER / "swapped_languages.json").read_text("utf-8")
)
SAID = "but each looks like the other's language"
SOUND = "en\tzh\nThe bakery sells bread.\t面包店卖面包。\nAnd salt.\t还有盐。\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}: {case.get('way')}")
def test_check_warns_and_says_how_to_read_it(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / case["name"]
    path.write_text(case["text"], "utf-8")
    result = run("check", path, "-o", tmp_path / "o")
    assert result.returncode == 0, result.stderr
    assert (SAID in result.stderr) is ("way" in case)
    assert case.get("way", "") in result.stderr
    if "options" in case:
        again = run("check", path, "-o", tmp_path / "o", *case["options"])
        assert again.returncode == 0, again.stderr
        assert SAID not in again.stderr


def test_stats_and_validate_say_so_of_a_memory_and_its_tags_can_be_exchanged(
    tmp_path: Path,
) -> None:
    wrong, sound = (case for case in CASES if case["name"] == "memory.tmx")
    path, mended = tmp_path / "memory.tmx", tmp_path / "mended.tmx"
    path.write_text(wrong["text"], "utf-8")
    stats = run("tmx", "stats", path)
    assert "what is called en looks like zh-CN" in stats.stderr
    assert json.loads(run("tmx", "stats", path, "--json").stdout)["swapped"] == ["en", "zh-CN"]
    assert "[swapped-languages]" in run("tmx", "validate", path).stdout
    words = wrong["way"].removeprefix("duizhao tmx convert ").split()
    assert run("tmx", "convert", path, *words, "-o", mended).returncode == 0
    for good in (mended, tmp_path / "sound.tmx"):
        if good != mended:
            good.write_text(sound["text"], "utf-8")
        assert run("tmx", "stats", good).stderr == ""
        assert "swapped" not in run("tmx", "validate", good).stdout
        assert SAID not in run("check", good, "-o", tmp_path / "o").stderr


@pytest.mark.parametrize(
    ("glossary", "reversed_"),
    [
        ("面包\tbread\n盐\tsalt\n", True),
        ("en\tzh\n面包\tbread\n盐\tsalt\n", True),
        ("bread\t面包\nsalt\t盐\n", False),
        ("zh\ten\n面包\tbread\n盐\tsalt\n", False),
        ("bread\tbread\n", False),
    ],
)
def test_a_glossary_with_its_columns_reversed_is_told(
    glossary: str, reversed_: bool, tmp_path: Path
) -> None:
    pairs, terms = tmp_path / "pairs.tsv", tmp_path / "terms.tsv"
    pairs.write_text(SOUND, "utf-8")
    terms.write_text(glossary, "utf-8")
    result = run("check", pairs, "-o", tmp_path / "o", "--glossary", terms)
    assert result.returncode == 0, result.stderr
    assert ("exchange the two columns" in result.stderr) is reversed_
