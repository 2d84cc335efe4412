"""Links that are given stay; what a translation lost is found all the same."""

from __future__ import annotations

from pathlib import Path

from helpers.hash_encoder import HashEncoder

from duizhao.align.pipeline import align_files
from duizhao.corpora.alignment import Category

EN = "gate=The gate opens at dawn.\nstay=Nobody may leave the harbour.\ndisk=The disk is full.\n"
ZH = "stay=任何人不得离开港口。\ngate=大门黎明时打开。\ndisk=\n"


def test_two_files_of_strings_are_paired_by_their_keys(tmp_path: Path) -> None:
    (tmp_path / "en.properties").write_text(EN, encoding="utf-8")
    (tmp_path / "zh.properties").write_text(ZH, encoding="utf-8")
    found = align_files(tmp_path / "en.properties", tmp_path / "zh.properties", HashEncoder())
    assert [bead.type for bead in found.beads] == ["1-1", "1-1", "1-0"]
    lost = [f.source.text for f in found.findings if f.category is Category.OMISSION and f.source]
    assert lost == ["The disk is full."]


def test_with_a_second_original_they_are_aligned(tmp_path: Path) -> None:
    for name, text in (("a", EN), ("b", EN.replace("dawn", "noon")), ("c", ZH)):
        (tmp_path / f"{name}.properties").write_text(text, encoding="utf-8")
    paths = [tmp_path / f"{name}.properties" for name in "abc"]
    found = align_files(paths[0], paths[2], HashEncoder(), also=paths[1])
    assert len(found.documents) == 3
