"""Gaps joined with the alignment: how sure they are, what they lost, where the rest may stand."""

from __future__ import annotations

import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.beads import find_beads
from duizhao.align.findings.blanks.layer import gaps
from duizhao.align.findings.material import Hit, Material
from duizhao.align.judging.policy import Policy, severity
from duizhao.corpora.alignment import Bead, Category, Severity
from duizhao.corpora.document import Kind
from duizhao.corpora.reading.read import document_from_text
from duizhao.models.encoder import Encoder
from duizhao.models.use.encoder import EmbeddedEncoder

ENGLISH = """The museum by the harbour opened its new wing last spring.

It has nine rooms. Its director hopes that half a million visitors will come every year, because \
the ferries from the islands now stop right in front of the doors.

The oldest ship of the collection was built in 1702 and still floats.

Schools may visit on Mondays. The house is closed to everyone else then.
"""
CHINESE = """海港边的博物馆去年春天开放了新的侧翼。

它有九个展厅。馆长希望每年能有五十万名游客前来，因为来自各岛的渡轮现在就停在大门前。

馆藏中最古老的船建于1702年，至今仍能漂浮。

学校可以在周一参观。那天博物馆不对其他任何人开放。
"""
REST = "因为来自各岛的渡轮现在就停在大门前。"


@pytest.fixture(scope="module")
def embedded() -> EmbeddedEncoder:
    return EmbeddedEncoder()


def gaps_of(chinese: str, encoder: Encoder, english: str = ENGLISH) -> list[Hit]:
    source = document_from_text(english, lang="en")
    target = document_from_text(chinese, lang="zh")
    beads = find_beads(source, target, encoder).beads
    return list(gaps(Material((source, target), beads, encoder, Policy.FULL)))


def judged(hit: Hit) -> Severity:
    usual = severity(hit.rule, Policy.FULL, hit.confidence)
    return max(usual, hit.worst, key=lambda each: each.rank)


def test_a_text_without_gaps_has_none(embedded: EmbeddedEncoder) -> None:
    assert gaps_of(CHINESE, embedded) == []


def test_a_sentence_that_stops_short_of_its_original_is_sure(embedded: EmbeddedEncoder) -> None:
    # Nothing but the missing full stop shows in the text itself.
    (hit,) = gaps_of(CHINESE.replace("游客前来，" + REST, "游客前来"), embedded)
    assert (hit.category, judged(hit)) == (Category.TRUNCATED, Severity.MAJOR)
    assert hit.source is not None
    assert "the ferries from the islands" in hit.source.text
    assert hit.source.text in hit.message["en"]
    assert hit.source.text in hit.message["zh"]
    assert "continuation" not in (hit.evidence or {})


def test_a_whole_sentence_without_its_full_stop_is_no_loss(embedded: EmbeddedEncoder) -> None:
    (hit,) = gaps_of(CHINESE.replace("任何人开放。", "任何人开放"), embedded)
    assert hit.category is Category.TRUNCATED
    assert judged(hit) is Severity.INFO
    assert "full stop" in hit.message["en"]
    assert "original has" not in hit.message["en"], "what is there is not to be put back"
    assert "句末标点" in hit.message["zh"]


@pytest.mark.parametrize("place", ["start", "end"])
def test_the_rest_that_stands_elsewhere_is_offered(embedded: EmbeddedEncoder, place: str) -> None:
    broken = CHINESE.replace("游客前来，" + REST, "游客前来")
    text = f"{REST}\n\n{broken}" if place == "start" else f"{broken}\n{REST}\n"
    hits = [hit for hit in gaps_of(text, embedded) if hit.category is Category.TRUNCATED]
    (hit,) = hits
    rest = (hit.evidence or {})["continuation"]
    assert isinstance(rest, dict)
    assert rest["text"] == REST
    assert text[rest["start"] : rest["end"]] == REST
    assert REST.rstrip("。") in hit.message["en"]
    assert REST.rstrip("。") in hit.message["zh"]


def test_a_linked_sentence_is_not_offered(embedded: EmbeddedEncoder) -> None:
    broken = CHINESE.replace("最古老的船建于1702年，至今仍能漂浮。", "最古老的船")
    for hit in gaps_of(broken, embedded):
        assert "continuation" not in (hit.evidence or {})


def test_a_blank_opposite_lost_words_is_surer_than_its_shape() -> None:
    # The same shape, once in a sentence far too short for its original, once in one of full length.
    long = "It said that the ferries, the trains and all of the buses, stop here every day."
    hits = [
        next(iter(gaps(material_of(long, chinese))))
        for chinese in (
            "它说，，停在这里。",
            "它说渡轮、火车以及所有的公共汽车，，每一天都会准时停靠在这里的门口。",
        )
    ]
    short, full = (hit.confidence for hit in hits)
    assert short > full
    # The look alone is one sign, and critical is what two say.
    assert [judged(hit) for hit in hits] == [Severity.CRITICAL, Severity.MAJOR]


def material_of(english: str, chinese: str) -> Material:
    source = document_from_text(english, lang="en")
    target = document_from_text(chinese, lang="zh")
    return Material((source, target), (Bead((0,), (0,)),), HashEncoder(), Policy.FULL)


@pytest.mark.parametrize(
    ("broken", "pattern", "words"),
    [
        ("According to , the ship was built in 1702.", "empty-object", "古船登记处"),
        ("“” said the director.", "empty-quotes", "船是活的"),
        ("The museum, founded in , lies by the sea.", "empty-object", "1987"),
    ],
)
def test_english_blanks_name_the_chinese_words(
    embedded: EmbeddedEncoder, broken: str, pattern: str, words: str
) -> None:
    chinese = [
        "博物馆位于海边，创建于1987年，由渔民们出资。",
        "馆长说：“船是活的，它们记得每一次航行。”",
        "据古船登记处的资料，这艘船建于1702年。",
    ]
    english = [
        "The museum, founded in 1987 with the fishermen's money, lies by the sea.",
        "“Ships are alive, they remember every voyage,” said the director.",
        "According to the Register of Old Ships, the ship was built in 1702.",
    ]
    number = next(n for n, text in enumerate(chinese) if words in text)
    english[number] = broken
    source = document_from_text("\n".join(chinese), lang="zh", presplit=True)
    target = document_from_text("\n".join(english), lang="en", presplit=True)
    beads = tuple(Bead((i,), (i,)) for i in range(3))
    (hit,) = gaps(Material((source, target), beads, embedded, Policy.FULL))
    assert hit.rule.sign == pattern
    assert hit.source is not None
    assert words in hit.source.text


PIECES = [
    "“”",
    "，，",
    "据，",
    "他说",
    "在不久前的",
    "1702年",
    "。",
    "\n\n",
    "abc",
    "第一是；",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.integers(0, 3))
@examples(100)
def test_any_gap_has_a_confidence_and_places_within_the_texts(
    pieces: list[str], shift: int
) -> None:
    text = "".join(pieces)
    if not text.strip():
        return
    source = document_from_text(ENGLISH, lang="en")
    target = document_from_text(text, lang="zh")
    beads = [Bead(((j + shift) % 4,), (j,), 0.5, 0.1) for j in range(min(4, len(target.sentences)))]
    linked = {i for bead in beads for i in bead.source}
    beads += [Bead((s.id,), ()) for s in source.sentences if s.id not in linked]
    beads += [Bead((), (s.id,)) for s in target.sentences[4:]]
    for hit in gaps(Material((source, target), tuple(beads), HashEncoder(), Policy.FULL)):
        assert 0.0 < hit.confidence < 1.0
        assert hit.target is not None
        assert target.text[hit.target.start : hit.target.end] == hit.target.text
        if hit.source:
            assert source.text[hit.source.start : hit.source.end] == hit.source.text
        rest = (hit.evidence or {}).get("continuation")
        if isinstance(rest, dict):
            assert target.text[rest["start"] : rest["end"]] == rest["text"]
            assert rest["end"] <= hit.target.start or hit.target.end <= rest["start"]


def test_a_label_without_full_stop_on_both_sides_is_no_gap(embedded: EmbeddedEncoder) -> None:
    label = "It is cheap. Tickets and opening hours of the museum by the harbour"
    own = "价格便宜。海港边博物馆的门票和开放时间"
    assert gaps_of(f"{CHINESE}\n{own}\n", embedded, f"{ENGLISH}\n{label}\n") == []


def test_a_sentence_of_its_own_is_told_by_its_original() -> None:
    # By itself it is taken for a heading.
    source = document_from_text(ENGLISH, lang="en")
    target = document_from_text(CHINESE.replace("船建于1702年，至今仍能漂浮。", "船"), lang="zh")
    assert [s.text for s in target.sentences if s.kind is Kind.HEADING] == ["馆藏中最古老的船"]
    beads = tuple(Bead((i,), (i,)) for i in range(6))
    (hit,) = gaps(Material((source, target), beads, HashEncoder(), Policy.FULL))
    assert (hit.rule.sign, judged(hit)) == ("unfinished", Severity.MINOR)
    assert hit.target is not None
    assert hit.target.text == "馆藏中最古老的船"


def test_where_full_stops_are_not_the_style_none_is_missed(embedded: EmbeddedEncoder) -> None:
    english = [f"The number {n} bus leaves from the harbour every day." for n in range(12)]
    chinese = [f"第{n}路公共汽车每天从港口发车，途经老城的每一个站点" for n in range(12)]
    chinese[5] = "第5路公共汽车"
    source = document_from_text("\n".join(english), lang="en", presplit=True)
    target = document_from_text("\n".join(chinese), lang="zh", presplit=True)
    beads = tuple(Bead((i,), (i,)) for i in range(12))
    assert list(gaps(Material((source, target), beads, embedded, Policy.FULL))) == []
