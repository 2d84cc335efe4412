from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from helpers.hash_encoder import HashEncoder
from helpers.linked_pairs import check_places, linked
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.find import find_all
from duizhao.align.findings.verbatim.layer import verbatim
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead, Category, Severity
from duizhao.corpora.reading.read import document_from_text

CASES = json.loads((CASES_FOLDER / "verbatim.json").read_text("utf-8"))
ITEMS = [
    "@ann47",
    "{name}",
    "%s",
    "https://boats.example/keel",
    "`get_keel`",
    "keel.conf",
    "<b>",
    "WR2922H",
    "ann@boats.example",
    "--fast",
    "#BoatWeek",
]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    material = linked([case["source"]], [case["target"]])
    hits = list(verbatim(material))
    check_places(hits, material)
    found = []
    for hit in hits:
        place = hit.target if hit.rule.sign == "extra" else hit.source
        assert place is not None
        found.append([hit.rule.sign, place.text])
    assert sorted(found) == sorted(case["expected"])
    assert {hit.category for hit in hits} <= {Category.VERBATIM}


def test_the_other_direction() -> None:
    material = linked(["感谢@ann47的船。"], ["Thanks to @ann332 for the boats."], ("zh", "en"))
    (hit,) = verbatim(material)
    assert (hit.rule.sign, hit.source and hit.source.text) == ("changed", "@ann47")


@pytest.mark.parametrize(
    ("there", "worst"),
    [
        ("https://docs.baots.example/keel/plans", Severity.CRITICAL),
        ("https://harbour.test/keel/plans", Severity.INFO),
        ("https://harbour.test/longgu", Severity.INFO),
    ],
)
def test_a_mistyped_host_is_a_mistake_and_another_site_a_hint(there: str, worst: Severity) -> None:
    source = "See https://docs.boats.example/keel/plans now."
    (hit,) = verbatim(linked([source], [f"请看 {there} 。"]))
    assert hit.worst is worst


def test_an_item_that_stands_in_the_next_sentence_is_not_lost() -> None:
    source = ["Thanks to @ann47.", "The boats are fast."]
    assert not list(verbatim(linked(source, ["谢谢。", "@ann47 的船很快。"])))
    assert list(verbatim(linked(source, ["谢谢。", "船很快。"])))


def test_an_item_that_stands_elsewhere_as_often_has_moved() -> None:
    source = ["Thanks to @ann47.", *(f"Boat {word} is here." for word in "abcdef")]
    target = ["谢谢。", *(f"船 {word} 在此。" for word in "abcdef")]
    assert list(verbatim(linked(source, target)))
    assert not list(verbatim(linked(source, [*target[:-1], "船 f 在此，@ann47。"])))


def test_what_is_changed_everywhere_alike_has_one_cause() -> None:
    source = [f"Boat {word} of @ann47 is here." for word in "ab"]
    target = [f"@ann332 的船 {word} 在此。" for word in "ab"]
    hits = list(verbatim(linked(source, target)))
    assert len(hits) == 2
    assert len({hit.cause.key for hit in hits if hit.cause}) == 1


@pytest.mark.parametrize(
    ("source", "target", "worst"),
    [
        ("See https://boats.example/keel now.", "请看 https://chuan.test/longgu 。", "info"),
        ("A <b>fast</b> boat of @bo.", "@bo 的快船。", "info"),
        ("A boat in `Lock Name` state.", "处于锁名状态的船。", "info"),
        ("Tagged #BoatWeek.", "标签：船周。", "info"),
        ("The keel was found by @ann47.", "发现了龙骨。", "minor"),
        ("Hello, {name}!", "你好！", "critical"),
    ],
)
def test_what_is_left_out_on_purpose_matters_less(source: str, target: str, worst: str) -> None:
    hits = list(verbatim(linked([source], [target])))
    assert {hit.worst for hit in hits} == {Severity(worst)}


@given(st.lists(st.sampled_from(ITEMS), max_size=8), st.randoms(use_true_random=False))
def test_order_is_free(items: list[str], chance: Any) -> None:
    mixed = chance.sample(items, len(items))
    source = "Take " + " and ".join(items) + " now."
    target = "现在拿 " + " 和 ".join(mixed) + " 。"
    assert not list(verbatim(linked([source], [target])))


@given(
    st.text(alphabet="ab1_.@#/{}<>%`-: 中", max_size=60), st.text(alphabet="ab1_.@#/{}<>%`-: 中")
)
def test_any_texts_give_proper_hits(one: str, other: str) -> None:
    material = linked([f"A {one} b"], [f"中 {other} 文"])
    check_places(list(verbatim(material)), material)


@pytest.mark.parametrize(
    ("target", "severity"),
    [
        ("见 <<eelfig>>。\n\n[[eelfig]]\n龙骨。", Severity.INFO),
        ("见 <<eelfig>>。\n\n[[keelfig]]\n龙骨。", Severity.MAJOR),
    ],
)
def test_an_anchor_that_has_another_name_throughout_still_works(
    target: str, severity: Severity
) -> None:
    source = "See <<keelfig>>.\n\n[[keelfig]]\nThe keel."
    documents = [
        document_from_text(text, lang=lang, path=lang)
        for text, lang in ((source, "en"), (target, "zh"))
    ]
    beads = [Bead((n,), (n,)) for n in range(len(documents[0].sentences))]
    found = find_all(documents, beads, HashEncoder(), Policy.FULL).findings
    worst = {f.severity for f in found if f.category is Category.VERBATIM}
    assert worst == {severity}
