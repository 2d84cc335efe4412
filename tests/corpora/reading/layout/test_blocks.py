"""Blocks: cases of layout, what never changes, and the documents at hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.material import seed
from hypothesis import example, given
from hypothesis import strategies as st

from duizhao.corpora.document import Kind
from duizhao.corpora.reading.layout.blocks import find_blocks
from duizhao.corpora.reading.layout.joins import JOIN_AT, cut_score
from duizhao.corpora.reading.layout.lines import find_lines
from duizhao.corpora.text.chinese_words import word_across
from duizhao.corpora.text.scripts import INVISIBLE

CASES = json.loads((CASES_FOLDER / "blocks.json").read_text(encoding="utf-8"))

# Mixed layout: hanzi, Latin, stops, markup, every sort of white space.
TEXTS = st.text(
    st.sampled_from(
        "中国的医院。！？，；：“”（）《》aBc12.!?,:;'\"()[]#<>p/|*-— \t\n\r\u00a0\u3000\u200b"
    ),
    max_size=120,
)


def visible(text: str) -> set[int]:
    return {i for i, c in enumerate(text) if not c.isspace() and c not in INVISIBLE}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case: dict[str, Any]) -> None:
    found = [[b.block.kind.value, b.surface.text] for b in find_blocks(case["input"], case["lang"])]
    assert found == case["expected"], case["comment"]


@examples(300)
@given(TEXTS | st.text(max_size=60), st.sampled_from(["zh", "en"]))
@example("[a](#) <p>", "en")
@example("| a | | b |", "en")
def test_every_visible_character_lies_in_one_block(text: str, lang: str) -> None:
    laid = find_blocks(text, lang)
    covered = [i for b in laid for i in range(b.block.start, b.block.end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    assert visible(text) <= set(covered)


@examples(300)
@given(TEXTS | st.text(max_size=60), st.sampled_from(["zh", "en"]))
def test_surfaces_map_to_the_document(text: str, lang: str) -> None:
    for laid in find_blocks(text, lang):
        surface, block = laid.surface, laid.block
        assert surface.text.strip()
        at = block.start
        for piece in surface.pieces:
            end = piece.start + piece.length
            assert at <= piece.start < end <= block.end
            assert surface.text[piece.at : piece.at + piece.length] == text[piece.start : end]
            at = end


@given(TEXTS | st.text(max_size=60))
def test_lines_are_trimmed_and_in_order(text: str) -> None:
    lines = find_lines(text)
    assert [line.start for line in lines] == sorted({line.start for line in lines})
    for line in lines:
        inside = text[line.start : line.end]
        assert inside
        assert inside == inside.strip().strip(INVISIBLE)


def test_running_heads_are_furniture() -> None:
    body = "".join("这一天他走了很远的路，看到了许多新的东西。" for _ in range(40))
    text = "".join(f"健康周报 第{n}期\n{body}\n" for n in range(5))
    kinds = [b.block.kind for b in find_blocks(text, "zh")]
    assert kinds == [Kind.FURNITURE, Kind.TEXT] * 5


def test_a_refrain_is_no_running_head() -> None:
    text = "".join(f"他说不知道\n第{n}天下了雨。\n" for n in range(8))
    assert Kind.FURNITURE not in {b.block.kind for b in find_blocks(text, "zh")}


def test_a_list_of_words_has_no_headings() -> None:
    text = "\n".join(["苹果", "香蕉", "葡萄", "西瓜", "橙子", "桃子", "李子", "杏子", "梨子"])
    assert {b.block.kind for b in find_blocks(text, "zh")} == {Kind.TEXT}


def test_a_cut_before_a_number_is_never_mended() -> None:
    assert cut_score("研究团队今年的主要方向，", "二、方法", 1) < 0 < JOIN_AT
    assert cut_score("研究团队今年的主要方向，", "包括方法", 1) >= JOIN_AT


def test_a_word_across_a_cut() -> None:
    assert word_across("流程还有优化的空", "间。")
    assert not word_across("今后的发展方向", "研究团队")


@pytest.mark.parametrize(
    "unit", ["|", "[a](", "<p", "a\n", "中\n", "。\u00a0", "\t", "a\t", "#", "-", "“"]
)
def test_a_long_hostile_text_loses_nothing(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    blocks = [b.block for b in find_blocks(text, "zh")]
    assert sum(b.end - b.start for b in blocks) >= len(visible(text))


def test_seed_003_cut_paragraphs_are_mended_and_no_heading_is_glued() -> None:
    text = seed("003").read_text(encoding="utf-8")
    laid = [b.block for b in find_blocks(text, "zh")]
    joined = [b for b in laid if "\n" in text[b.start : b.end]]
    # Counted by reading: 62 cuts; no block holds a line end that is none.
    assert 55 <= len(joined) <= 62
    for block in joined:
        first = text[block.start : block.end].split("\n")[0]
        assert first.rstrip("”）").endswith(tuple("。！？：；")) is False


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        ("000", {"text": 28}),
        ("001", {"text": 75, "teaser": 9}),
        ("002", {"heading": 1, "text": 9, "teaser": 2}),
        ("004", {"navigation": 1, "heading": 1, "byline": 2, "text": 19}),
    ],
)
def test_seed_kinds(number: str, kinds: dict[str, int]) -> None:
    text = seed(number).read_text(encoding="utf-8")
    found = [b.block.kind.value for b in find_blocks(text, "zh" if number == "000" else "en")]
    assert {kind: found.count(kind) for kind in set(found)} == kinds
