"""Credits, notes, captions, terms and links to other languages are told as such; text is not."""

from __future__ import annotations

import pytest

from duizhao.align.findings.omissions.apparatus import Apparatus, apparatus_of


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["译者：林晓"], Apparatus.CREDIT),
        (["校对者：", "译者："], Apparatus.CREDIT),
        (["Translated by Lin Xiao"], Apparatus.CREDIT),
        (["Proofreaders: A. Berg, T. Oda"], Apparatus.CREDIT),
        (["本文由林晓翻译，欢迎转载。"], Apparatus.CREDIT),
        (["（译注：此处的“桥”指吊桥。）", "下同。"], Apparatus.NOTE),
        (["译者按：本章作于1998年。"], Apparatus.NOTE),
        (["[Translator's note: the pun is lost in English.]"], Apparatus.NOTE),
        (["English | 简体中文 | 日本語"], Apparatus.LANGUAGES),
        (["Read this in other languages: Français, Deutsch"], Apparatus.LANGUAGES),
        (["示例 2-1：一座桥"], Apparatus.CAPTION),
        (["Table 3. Weights of the cables"], Apparatus.CAPTION),
        (["文件名：src/lib.rs"], Apparatus.CAPTION),
        (["cable: 缆索", "pier — 桥墩", "deck 桥面"], Apparatus.GLOSSARY),
        (["译者花了三年才完成这部书。"], None),
        (["The translation by Lin Xiao took three years."], None),
        (["Reviewers praised the book when it came out."], None),
        (["English is spoken on the island."], None),
        (["Table 3 shows the weights of the cables."], None),
        (["表示同意的人请举手。"], None),
        (["Figure 4-5 illustrates the bridge now:"], None),
        (["缆索要每年检查。", "桥墩要每年检查。", "桥面要每年检查。"], None),
    ],
)
def test_apparatus_is_told_from_text(texts: list[str], kind: Apparatus | None) -> None:
    assert apparatus_of(texts) is kind


def test_a_caption_that_a_translation_lacks_is_text() -> None:
    assert apparatus_of(["Table 3. Weights of the cables"], added=False) is None
