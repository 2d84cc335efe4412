"""What speaks for a gap besides its look: no gap without it is critical, and many are none."""

from __future__ import annotations

import pytest
from helpers.linked_pairs import linked

from duizhao.align.findings.blanks.layer import gaps
from duizhao.align.findings.material import Hit
from duizhao.align.judging.policy import Policy, severity
from duizhao.corpora.alignment import Severity


def gaps_of(
    source: str | list[str], target: str | list[str], langs: tuple[str, str] = ("en", "zh")
) -> list[Hit]:
    sources, targets = ([side] if isinstance(side, str) else side for side in (source, target))
    return list(gaps(linked(sources, targets, langs)))


def judged(hit: Hit) -> Severity:
    usual = severity(hit.rule, Policy.FULL, hit.confidence)
    return max(usual, hit.worst, key=lambda each: each.rank)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Complete: water boils at ( ) degrees.", "填空：水在（　）度沸腾。"),
        ("An empty list is [ ] and an empty text “”.", "空列表为[ ]，空文本为“”。"),
        ("A name may hold periods (.) and signs (+).", "名称可含有点号（.）和加号 (+)。"),
        ("The list says: one, two,, and three.", "表上写着：一，二，，三。"),
        ("Call stop() to end it.", "调用 stop() 即可结束。"),
        ("He says so in “On ‘’”.", "他在《论“”》中这样说。"),
    ],
)
def test_what_is_blank_in_the_original_is_no_blank(source: str, target: str) -> None:
    assert gaps_of(source, target) == []


def test_what_only_the_target_has_is_a_blank() -> None:
    (hit,) = gaps_of("Complete: water boils at 100 degrees.", "填空：水在（　）度沸腾。")
    assert hit.rule.value == "blank/empty-brackets"


@pytest.mark.parametrize(
    ("target", "lang"),
    [
        ("„Nein“, sagte der Wirt. Er las „Der Fluss“ und ging.", "de"),
        ("»Nein«, sagte der Wirt. Er las »Der Fluss« und ging.", "de"),
        ("„Nie”, odparł karczmarz. Czytał „Rzekę” i wyszedł.", "pl"),
        ("« Non », dit l'aubergiste. Il lut « Le Fleuve » et sortit.", "fr"),
        ("«Нет», — сказал хозяин. Он прочёл «Реку» и ушёл.", "ru"),
    ],
)
def test_quotations_of_other_languages_are_not_empty(target: str, lang: str) -> None:
    source = "“No,” said the innkeeper. He read “The River” and left."
    assert gaps_of(source, target, ("en", lang)) == []


@pytest.mark.parametrize(
    "target", ["„“, sagte der Wirt.", "»«, sagte der Wirt zu »uns«.", "„“ sagte er."]
)
def test_an_empty_quotation_of_another_language_is_a_blank(target: str) -> None:
    (hit,) = gaps_of("“No, never,” said the innkeeper to “us”.", target, ("en", "de"))
    assert (hit.rule.value, judged(hit)) == ("blank/empty-quotes", Severity.CRITICAL)


def test_lines_that_end_in_a_comma_go_on_in_the_next() -> None:
    source = ["The river rises in the hills.", "It is slow and brown.", "Then it turns west."]
    target = ["河发源于山间，", "水流缓慢而浑浊，", "然后折向西方。"]
    assert gaps_of(source, target) == []


def test_a_language_without_full_stops_misses_none() -> None:
    source = ["The ferry leaves at dawn.", "Two people came too late for it."]
    target = ["เรือข้ามฟากออกตอนรุ่งสาง", "มีสองคน"]
    assert gaps_of(source, target, ("en", "th")) == []


def test_a_name_that_stands_in_the_original_is_not_cut_off() -> None:
    source = "它支持多种服务，例如 Harbour Mail Service 和 Night Watch Service。"
    assert gaps_of(source, "Harbour Mail Service", ("zh", "en")) == []


def test_two_holes_of_a_sentence_share_what_it_lost() -> None:
    source = (
        "The town wants two things of the harbour: to take more and larger ships from the islands"
        " all year round, and to teach the children of the fishermen how to build boats of wood."
    )
    first, second = gaps_of(source, "这座城市对港口有两个愿望，第一是；第二是。")
    assert first.source is not None
    assert second.source is not None
    assert first.source.end <= second.source.start
    assert "larger ships" in first.source.text
    assert "build boats" in second.source.text


def test_a_message_quotes_a_quotation_as_a_whole() -> None:
    source = (
        "The keeper said it was “a good, old, and patient lock, which had never failed,” and left."
    )
    (hit,) = gaps_of(source, "守闸人说，，然后离开了。")
    assert hit.source is not None
    assert hit.source.text.count("“") == hit.source.text.count("”")
