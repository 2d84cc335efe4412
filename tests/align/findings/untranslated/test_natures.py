from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.untranslated.natures import Nature, has_own_label, nature_of


@pytest.mark.parametrize(
    ("text", "lang", "nature"),
    [
        ("The keel is laid in the dock before the ribs.", "en", Nature.PROSE),
        ("and it goes down with the tide", "en", Nature.PROSE),
        ("By the river we sat down and wept.", "en", Nature.PROSE),
        ("Nobody waved back.", "en", Nature.SHORT),
        ("Laying the Keel", "en", Nature.TITLE),
        ("A Year on the Wild Coast", "en", Nature.TITLE),
        ("Old Ferry breaks free in Hale Harbour Storm", "en", Nature.SHORT),
        ("keelctl, ribctl, mastctl, sailctl, oarctl", "en", Nature.TITLE),
        ("Keel", "en", Nature.NAMES),
        ("libkeel5", "en", Nature.NAMES),
        ("ISO-8859-15", "en", Nature.NAMES),
        ("keel→mast", "en", Nature.NAMES),
        ('for x in *; do cp "$x" "$(echo $x | tr a b)"; done', "en", Nature.NAMES),
        ("It costs $5; we paid for it and left; nobody else did.", "en", Nature.PROSE),
        ("— Ann Hale, River Days", "en", Nature.NAMES),
        ("Photo by Ann Hale", "en", Nature.NAMES),
        ("by Ann Hale", "en", Nature.NAMES),
        ("\ufffc\ufffc\ufffc and \ufffc", "en", Nature.NAMES),
        ("Das Boot liegt seit Tagen im Hafen.", "de", Nature.PROSE),
        ("Berliner Hafen", "de", Nature.TITLE),
        ("港口五月结冰。", "zh", Nature.PROSE),
        ("船坞", "zh", Nature.SHORT),
        ("简体中文", "zh", Nature.NAMES),
        ("| 中文 |", "zh", Nature.NAMES),
        ("Keel 42", "zh", Nature.NAMES),
        ("", "en", Nature.NAMES),
    ],
)
def test_nature(text: str, lang: str, nature: Nature) -> None:
    assert nature_of(text, lang) is nature


@pytest.mark.parametrize(
    ("text", "target", "own"),
    [
        ("原文标题：The Boat That Nobody Wanted to Row", "zh", True),
        ("The word 船 is said chuan by all.", "zh", False),
        ("The boat: nobody rows it at all.", "zh", False),
        ("Original title: 没有人划的船", "en", True),
        ("没有人划的船：一个故事", "en", False),
    ],
)
def test_a_line_may_have_a_label_of_the_translation(text: str, target: str, own: bool) -> None:
    assert has_own_label(text, target) is own


@given(st.text(max_size=80), st.sampled_from(["en", "zh", "ja", "de"]))
def test_every_text_has_a_nature(text: str, lang: str) -> None:
    assert nature_of(text, lang) in Nature
