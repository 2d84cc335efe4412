from __future__ import annotations

import pytest
from helpers.hash_encoder import HashEncoder

from duizhao.align.findings.blanks.empty_quotes import blank_quotations
from duizhao.align.findings.material import Material
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead
from duizhao.corpora.reading.read import document_from_text


def holes(source: str, target: str, langs: tuple[str, str] = ("zh", "en")) -> list[str]:
    documents = tuple(
        document_from_text(text, lang=lang, path=lang, presplit=True)
        for text, lang in zip((source, target), langs, strict=True)
    )
    material = Material(documents, (Bead((0,), (0,)),), HashEncoder(), Policy.FULL)
    return [target[gap.start : gap.end] for gap in blank_quotations(material.linked)]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("他称这是“彻底的失败”，并辞去职务。", 'He called it a "" and resigned.', ['""']),
        ("一位“路过的老人”走了过来。", 'An "" came over to them.', ['""']),
        ("这项政策令他“失望”。", 'The policy left him "".', ['""']),
        ("他说“好”，又说“再见”。", 'He said "fine," and then "" again.', ['""']),
        ("他说他很失望。", 'He said that he was "" about it.', ['""']),
        # The original speaks of an empty text, too.
        ('把""传给函数。', 'Pass "" to the function.', []),
        # Nested marks that close side by side.
        ("“她说：‘不。’”", '"She said "no""', []),
        # A mark doubled for a table's sake.
        ("一种叫“慢食”的做法。", 'A practice called ""slow food"" here.', []),
        ("不用引号。", 'Do without quotation marks "" here.', []),
        ("他没有说话。", "He did not speak.", []),
    ],
)
def test_an_empty_pair_is_a_blank_where_the_original_has_none(
    source: str, target: str, expected: list[str]
) -> None:
    assert holes(source, target) == expected


def test_chinese_with_straight_marks_is_read_alike() -> None:
    assert holes('— "The Rust rules"', '— ""', ("en", "zh")) == ['""']
