"""A message catalogue is checked: what programs do not show yet is told, and stays out."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers.hash_encoder import HashEncoder
from lxml import etree

from duizhao.align.check import check_file
from duizhao.cli.main import main
from duizhao.corpora.alignment import Alignment, Severity

HEADER = 'msgid ""\nmsgstr "Language: zh_CN\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
MESSAGES = (
    ("The ferry leaves at noon.", "渡船中午开。", ""),
    ("The harbour is closed in 1911.", "港口于1921年关闭。", "#, fuzzy\n"),
    ("Bread is dear in winter.", "冬天面包贵。", "#, fuzzy, c-format\n"),
    ("Nobody came to the boat today.", "Nobody came to the boat today.", "#, fuzzy\n"),
    ("Salt is cheap.", "盐便宜。", ""),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "zh.po"
    entries = (f'{flag}msgid "{one}"\nmsgstr "{other}"\n\n' for one, other, flag in MESSAGES)
    path.write_text(HEADER + "".join(entries), encoding="utf-8")
    return path


@pytest.fixture
def alignment(path: Path) -> Alignment:
    return check_file(path, HashEncoder(), policy="full")


def test_what_is_fuzzy_is_told_once_as_information(alignment: Alignment) -> None:
    (fuzzy,) = [f for f in alignment.findings if f.rule == "fuzzy"]
    assert fuzzy.severity is Severity.INFO
    assert fuzzy.evidence["count"] == 2
    assert "2" in fuzzy.message["en"]


def test_what_is_wrong_in_a_fuzzy_translation_is_told(alignment: Alignment) -> None:
    told = {(f.category.value, f.rule, f.severity.value) for f in alignment.findings}
    assert ("untranslated", "equal", "major") in told
    assert any(category == "number" for category, _, _ in told)


def test_fuzzy_pairs_stay_out_of_the_memory(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["check", str(path), "-o", str(out), "--no-cache", "--format", "tmx"]
    words += ["--format", "json", "--source-lang", "en"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    texts = [seg.text for seg in etree.parse(out / "aligned.tmx").iter("seg")]
    assert texts == ["The ferry leaves at noon.", "渡船中午开。", "Salt is cheap.", "盐便宜。"]
    assert "fuzzy" in result.output
    everything = ["export", str(out / "alignment.json"), "--format", "tmx", "--all", "-o", "-"]
    assert "冬天面包贵。" in CliRunner().invoke(main, everything).output
