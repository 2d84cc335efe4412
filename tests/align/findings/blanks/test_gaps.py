from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from helpers.build import Given, built, document
from helpers.folders import CASES_FOLDER
from helpers.material import seed, shared
from hypothesis import example, given
from hypothesis import strategies as st

from duizhao.align.findings.blanks.gaps import CONFIDENCES, Gap, find_gaps
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Category
from duizhao.corpora.document import Document, Kind
from duizhao.corpora.reading.read import document_from_text, read_document

CASES = CASES_FOLDER


def cases(lang: str) -> list[Any]:
    found = json.loads((CASES / f"blanks_{lang}.json").read_text("utf-8"))
    return [pytest.param(case, id=f"{lang}-{case['label']}") for case in found]


def check_spans(document: Document, gaps: tuple[Gap, ...]) -> None:
    end = 0
    for gap in gaps:
        assert end <= gap.start <= gap.hole <= gap.end <= len(document.text)
        assert gap.start < gap.end
        assert gap.rule in CONFIDENCES
        assert 0 < gap.confidence < 1
        assert gap.reading.keys() == {"en", "zh"}
        assert "{" not in gap.reading["en"] + gap.reading["zh"]
        end = gap.end


@pytest.mark.parametrize("case", [*cases("zh"), *cases("en")])
def test_case(case: dict[str, Any]) -> None:
    document = document_from_text(case["text"], lang=case["lang"])
    gaps = find_gaps(document)
    check_spans(document, gaps)
    wanted = case["expected"]
    assert Counter(g.rule.sign for g in gaps) == Counter(w["pattern"] for w in wanted)
    for want in wanted:
        assert any(g.start - 1 <= want["at"] <= g.end + 1 for g in gaps), want


def test_digest_has_its_blanks_and_no_others() -> None:
    document = read_document(seed("000"))
    gaps = find_gaps(document)
    check_spans(document, gaps)
    assert [(g.rule.sign, g.start, g.hole, g.end) for g in gaps] == [
        ("empty-quotes", 267, 268, 269),
        ("empty-enumeration", 500, 503, 504),
        ("empty-enumeration", 504, 507, 508),
        ("unfinished", 1015, 1027, 1027),
        ("doubled-punctuation", 1259, 1260, 1261),
        ("empty-object", 1653, 1654, 1655),
    ]


@pytest.mark.parametrize("number", ["001", "002", "003", "004"])
def test_whole_documents_have_no_blank(number: str) -> None:
    assert find_gaps(read_document(seed(number))) == ()


def test_clean_translations_are_rarely_flagged() -> None:
    # The share of human translations with a blank: at most one segment in a thousand.
    flagged = Counter[str]()
    total = Counter[str]()
    for path in sorted(shared("data/docs-dev").glob("wmt2*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            for side, lang in zip(("src", "tgt"), record["lp"].split("-"), strict=True):
                for segment in filter(str.strip, record[side]):
                    total[lang] += 1
                    gaps = find_gaps(document(lang, segment, kind=Kind.LIST_ITEM))
                    flagged[lang] += bool(gaps)
    assert total["zh"] > 3000
    assert total["en"] > 3000
    for lang in ("zh", "en"):
        assert flagged[lang] <= 0.001 * total[lang]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Kind.TEXT, True),
        (Kind.HEADING, False),
        (Kind.LIST_ITEM, False),
        (Kind.CELL, False),
        (Kind.CAPTION, False),
    ],
)
def test_only_prose_can_be_unfinished(kind: Kind, found: bool) -> None:
    gaps = find_gaps(document("zh", "展馆去年关闭，今年重新开放，原因是在于", kind=kind))
    assert [g.rule.sign for g in gaps] == (["unfinished"] if found else [])


@pytest.mark.parametrize("kind", [k for k in Kind if not k.aligned])
def test_blocks_out_of_the_alignment_are_not_searched(kind: Kind) -> None:
    assert find_gaps(document("zh", "他说：“”。", kind=kind)) == ()
    assert find_gaps(document("zh", "他说：“”。"))


def test_a_bare_ending_is_less_sure_than_a_dangling_word() -> None:
    start = "The lock gates were rebuilt in spring. The engineers then "
    (bare,) = find_gaps(document("en", start + "moved the old timber"))
    (dangling,) = find_gaps(document("en", start + "moved it to the"))
    assert bare.rule.sign == dangling.rule.sign == "unfinished"
    assert bare.confidence < dangling.confidence == CONFIDENCES[bare.rule]


TALE = "The guide walked ahead of us with a lamp, and nobody spoke on the way up. "
LAST = "Then we all slept soundly in the old barn beside the river"


def test_a_text_without_full_stops_is_a_style() -> None:
    (gap,) = find_gaps(document("en", TALE + LAST))
    assert gap.rule.sign == "unfinished"
    assert find_gaps(document("en", *[TALE + LAST] * 9, gap="\n\n", paragraphs=True)) == ()


@pytest.mark.parametrize(
    ("lang", "whole", "cut"),
    [
        ("en", f"{TALE}{LAST}.", f"{TALE}Then we all slept soundly in the"),
        ("en", f"{TALE}{LAST}.", f"{TALE}{LAST} that runs"),
        (
            "zh",
            "向导提着灯走在前面，一路上没有人说话。我们在旧谷仓里睡下。",
            "向导提着灯走在前面，一路上没有人说话。那天夜里我们借住在村口旧谷仓的",
        ),
    ],
)
def test_a_cut_paragraph_is_found_in_a_file(lang: str, whole: str, cut: str) -> None:
    # The next paragraph may be read as the rest of the cut one; the place is found all the same.
    paragraphs = [whole] * 12
    assert find_gaps(document_from_text("\n\n".join(paragraphs), lang=lang)) == ()
    paragraphs[4] = cut
    text = "\n\n".join(paragraphs)
    (gap,) = find_gaps(document_from_text(text, lang=lang))
    assert gap.rule.sign == "unfinished"
    assert gap.hole == text.index(cut + "\n") + len(cut)


def test_one_blank_line_in_a_sentence_is_a_cut_and_many_are_page_ends() -> None:
    halves = ("向导提着灯走在前面。那天夜里我们借住在村口旧谷仓的", "阁楼上，睡得很沉。")
    cut = Given(halves, "\n\n", opens=True, between="\n\n")
    (gap,) = find_gaps(built("pages", "zh", [replace(cut, gap="")]))
    assert (gap.rule.sign, gap.hole) == ("unfinished", len(halves[0]))
    assert find_gaps(built("pages", "zh", [cut] * 6)) == ()


def test_blanks_are_found_across_a_sentence_border() -> None:
    (gap,) = find_gaps(document("zh", "雨停了。", "，河水还在涨。", gap=""))
    assert (gap.rule.sign, gap.start, gap.end, gap.hole) == ("doubled-punctuation", 3, 5, 4)


def test_offsets_count_the_document_not_the_joined_text() -> None:
    text = "The ferry\n  left at noon, \n , because the tide was low."
    document = document_from_text(text, lang="en")
    (gap,) = find_gaps(document)
    assert gap.rule.sign == "doubled-punctuation"
    assert text[gap.start] == text[gap.end - 1] == ","
    assert text.index(",") == gap.start < gap.hole < gap.end


def test_other_languages_are_searched_for_marks_only() -> None:
    (gap,) = find_gaps(document("de", "Er sagte «» und ging an die."))
    assert gap.rule.sign == "empty-quotes"


def test_every_blank_and_every_cut_of_the_catalogue_has_a_confidence() -> None:
    gone = (Category.BLANK, Category.TRUNCATED)
    assert set(CONFIDENCES) == {rule for rule in Rule if rule.category in gone and rule.sign}


MARKS = "，、；：。！？,.;:!?“”‘’「」《》（）()[]\"'` \n据在和第一是的于年%0。"


@given(
    st.text(st.one_of(st.sampled_from(MARKS), st.sampled_from("the of and in a $")), max_size=60),
    st.sampled_from(["zh", "en", "fr"]),
)
@example("“”“，”「」《》", "zh")
@example("据，。，，。", "zh")
@example("“", "zh")
def test_gaps_stay_inside_the_text_and_apart(text: str, lang: str) -> None:
    if text:
        made = document(lang, text)
        check_spans(made, find_gaps(made))


@given(
    st.lists(
        st.sampled_from(["雨停了", "船开了", "他走了很远", "桥修好了"]), min_size=1, max_size=6
    ),
    st.sampled_from(["“”", "「」", "《》", "（ ）", "『』"]),
    st.randoms(use_true_random=False),
)
def test_an_emptied_pair_is_found_wherever_it_stands(
    clauses: list[str], pair: str, rng: random.Random
) -> None:
    clean = "，".join(clauses) + "。"
    assert find_gaps(document("zh", clean)) == ()
    at = rng.randrange(len(clean))
    text = clean[:at] + pair + clean[at:]
    hits = [g for g in find_gaps(document("zh", text)) if g.start == at]
    assert [(g.hole, g.end) for g in hits] == [(at + 1, at + len(pair))]


@pytest.mark.parametrize(
    "unit",
    [
        "，",
        ",",
        ".",
        "。",
        "“",
        "“”",
        '"',
        "(",
        "（",
        "[",
        "`",
        "<",
        "&",
        " ",
        "据",
        "a ",
        "1.",
        "， ",
        "第一是",
        "包括、",
        "http://",
        "include ,",
        "\u00a0",
        "，\u200b",
        "from ",
    ],
)
def test_hostile_runs_are_read_in_passing(unit: str) -> None:
    # A pattern that looks back over the run would need hours here.
    text = unit * (60_000 // len(unit))
    for lang in ("zh", "en"):
        made = document(lang, text)
        check_spans(made, find_gaps(made))
