"""What the layers' findings say of one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.agreement import SURE, agreed
from duizhao.align.findings.material import Hit, Material
from duizhao.align.judging.policy import Policy
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Bead, Category, Place
from duizhao.corpora.reading.read import document_from_text

SOURCE = "One was red. Two had 45 sheep in Kent. Three slept, and four sang."
TARGET = "一是红的。二有，。三睡了。多出一句。"
DOCUMENTS = (
    document_from_text(SOURCE, lang="en", path="a.txt"),
    document_from_text(TARGET, lang="zh", path="b.txt"),
)
BEADS = (Bead((0,), (0,)), Bead((1,), (1,)), Bead((2,), (2,)), Bead((), (3,)))
MATERIAL = Material(DOCUMENTS, BEADS, HashEncoder(), Policy.FULL)


def hit(
    key: str,
    confidence: float,
    source: str | tuple[int, int] | None = None,
    target: str | tuple[int, int] | None = None,
) -> Hit:
    """Make a hit at passages of the two texts."""
    message = {"en": key, "zh": key}
    places = place(0, source), place(1, target)
    return Hit(Rule(key), confidence, message, *places)


def place(number: int, where: str | tuple[int, int] | None) -> Place | None:
    text = DOCUMENTS[number].text
    if isinstance(where, str):
        where = text.index(where), text.index(where) + len(where)
    return None if where is None else Place(number, *where, text[slice(*where)])


def keys(hits: list[Hit]) -> set[str]:
    return {each.rule.value for each in hits}


def test_of_the_same_thing_the_surest_stays() -> None:
    sure = hit("untranslated/equal", 0.9, "One was red.", "一是红的。")
    less = hit("untranslated/language", 0.6, "One was red.", "一是红的。")
    other = hit("leftover/markup", 0.3, "One was red.", "一是红的。")
    assert agreed([less, other, sure], MATERIAL) == agreed([sure, other], MATERIAL)
    assert keys(agreed([less, sure], MATERIAL)) == {"untranslated/equal"}


def test_untranslated_text_explains_what_else_is_wrong_there() -> None:
    raw = hit("untranslated/equal", 0.9, "Two had 45 sheep in Kent.", "二有，。")
    others = [
        hit("number/missing-value", 0.9, "45"),
        hit("name/wrong-name", 0.9, "Kent", "二有，。"),
        hit("omission/clause", 0.9, "45 sheep", "二有，。"),
        hit("addition/clause", 0.9, "Two had 45 sheep in Kent.", "二有"),
    ]
    assert keys(agreed([*others, raw], MATERIAL)) == {"untranslated/equal"}
    doubtful = replace(raw, confidence=SURE - 0.01)
    # The number is named by the clause that lost it.
    assert len(agreed([*others, doubtful], MATERIAL)) == 4
    elsewhere = hit("number/missing-value", 0.9, "four")
    assert elsewhere in agreed([elsewhere, raw], MATERIAL)


def test_a_few_untranslated_words_do_not_explain_what_the_rest_lost() -> None:
    raw = hit("untranslated/passage", 0.9, "Two had 45 sheep in Kent.", "二有")
    clause = hit("omission/clause", 0.7, "45 sheep", "二有，。")
    number = hit("number/wrong-value", 0.7, "45", "二")
    assert keys(agreed([raw, clause, number], MATERIAL)) == {
        "untranslated/passage",
        "omission/clause",
    }


def test_sentences_that_moved_are_not_missing_but_may_lack_a_clause() -> None:
    moved = hit("moved/elsewhere", 0.8, "Three slept, and four sang.", "三睡了。")
    gone = hit("omission/sentences", 0.9, "Three slept, and four sang.", (5, 5))
    clause = hit("omission/clause", 0.9, ", and four sang", "三睡了。")
    more = hit("addition/sentences", 0.9, (12, 12), "三睡了。")
    assert keys(agreed([gone, moved, clause, more], MATERIAL)) == {
        "moved/elsewhere",
        "omission/clause",
    }


def test_what_is_said_twice_is_not_added_as_well() -> None:
    twice = hit("repeated/sentence", 0.8, None, "多出一句。")
    more = hit("addition/sentences", 0.95, (12, 12), "多出一句。")
    left = hit("leftover/placeholder", 0.8, None, "多出")
    assert keys(agreed([more, twice, left], MATERIAL)) == {
        "repeated/sentence",
        "leftover/placeholder",
    }
    assert len(agreed([more, left], MATERIAL)) == 2, "a leftover explains nothing"


def test_what_repeats_itself_in_a_longer_added_passage_is_added_with_it() -> None:
    more = hit("addition/sentences", 0.95, (12, 12), "三睡了。多出一句。")
    within = hit("repeated/sentence", 0.9, None, "多出一句。")
    assert agreed([within, more], MATERIAL) == [more]
    # What repeats a sentence that has an original is a slip, wherever it stands.
    linked = hit("repeated/sentence", 0.9, "One was red.", "多出一句。")
    assert len(agreed([linked, more], MATERIAL)) == 2
    doubtful = replace(more, confidence=SURE - 0.01)
    assert len(agreed([within, doubtful], MATERIAL)) == 2


def test_a_blank_and_the_clause_that_it_lost_are_one_and_surer() -> None:
    blank = hit("blank/doubled-punctuation", 0.6, "45 sheep in Kent", "，。")
    clause = hit("omission/clause", 0.5, "had 45 sheep", "二有，。")
    (both,) = agreed([clause, blank], MATERIAL)
    assert both.category is Category.BLANK
    assert both.confidence == pytest.approx(0.8)
    assert both.evidence is not None
    assert both.evidence["agrees"] == ["clause"]
    elsewhere = hit("omission/clause", 0.5, "and four sang", "三睡了。")
    assert len(agreed([elsewhere, blank], MATERIAL)) == 2
    # The words of another bead were not lost here, even if they are thought to be.
    wrong = hit("blank/doubled-punctuation", 0.6, "and four sang", "，。")
    assert len(agreed([elsewhere, wrong], MATERIAL)) == 2


def test_a_blank_and_the_sentence_that_it_lost_are_one_and_surer() -> None:
    blank = hit("blank/empty-quotes", 0.6, "45 sheep in Kent.", "，。")
    gone = hit("omission/sentences", 0.5, "Two had 45 sheep in Kent.", (5, 5))
    (both,) = agreed([gone, blank], MATERIAL)
    assert both.rule is Rule.EMPTY_QUOTES
    assert both.confidence == pytest.approx(0.8)
    assert both.evidence is not None
    assert both.evidence["agrees"] == ["sentences"]
    # The blank shows one of two sentences that are gone: then both findings have their own.
    more = hit("omission/sentences", 0.5, "Two had 45 sheep in Kent. Three slept, and four sang.")
    assert len(agreed([more, blank], MATERIAL)) == 2
    another = hit("blank/empty-quotes", 0.7, "Three slept, and four", "三睡了。")
    assert len(agreed([more, blank, another], MATERIAL)) == 2
    few = hit("blank/empty-quotes", 0.6, "in Kent", "，。")
    assert len(agreed([gone, few], MATERIAL)) == 2


@pytest.mark.parametrize(
    ("cause", "explained"),
    [
        (
            ("untranslated/equal", "Two had 45 sheep in Kent.", "二有，。"),
            ("name/wrong-name", "Kent"),
        ),
        (("blank/empty-quotes", "Two had 45 sheep in Kent.", "，"), ("omission/sentences", None)),
        (("truncated/unfinished", "45 sheep in Kent", "二有，"), ("number/missing-value", "45")),
    ],
)
def test_what_is_just_sure_explains_others_and_what_is_just_not_does_not(
    cause: tuple[str, str, str], explained: tuple[str, str | None]
) -> None:
    rule, where = explained
    other = hit(rule, 0.6, where or "Two had 45 sheep in Kent.", None if where else (1, 1))
    for confidence, count in ((SURE, 1), (SURE - 1e-9, 2)):
        assert len(agreed([hit(cause[0], confidence, *cause[1:]), other], MATERIAL)) == count


def test_a_stump_beside_the_blank_that_lost_the_same_is_that_blank() -> None:
    blank = hit("blank/empty-quotes", 0.9, "45 sheep in Kent", "，。")
    stump = hit("truncated/unfinished", 0.9, "45 sheep in Kent", "二有，")
    assert agreed([stump, blank], MATERIAL) == [blank]
    other = hit("truncated/unfinished", 0.9, "Three slept", "三睡了")
    assert len(agreed([other, blank], MATERIAL)) == 2


def test_numbers_that_went_with_a_passage_are_named_there() -> None:
    blank = hit("blank/doubled-punctuation", 0.9, "45 sheep in Kent", "，。")
    number = hit("number/missing-value", 0.9, "45")
    wrong = hit("number/wrong-value", 0.9, "45", "二")
    left = agreed([number, wrong, blank], MATERIAL)
    assert keys(left) == {"blank/doubled-punctuation", "number/wrong-value"}
    evidence = next(each.evidence for each in left if each.category is Category.BLANK)
    assert evidence == {"values": ["45"]}


def test_a_command_goes_with_its_sentences_unless_it_lacks_beside_a_translation() -> None:
    lost = hit("omission/sentences", 0.9, "45 sheep in Kent")
    command = hit("verbatim/lost", 0.9, "45")
    assert keys(agreed([lost, command], MATERIAL)) == {"omission/sentences"}
    beside = hit("verbatim/lost", 0.9, "45", "二")
    assert keys(agreed([lost, beside], MATERIAL)) == {"omission/sentences", "verbatim/lost"}


def spans(number: int) -> Iterator[tuple[int, int]]:
    sentences = DOCUMENTS[number].sentences
    for s in sentences:
        yield s.start, s.end
        yield s.start + 1, s.end - 1
        yield s.start + 1, s.start + 2
        yield s.end, s.end
    yield sentences[0].start, sentences[1].end


KEYS = (
    *("blank/doubled-punctuation", "truncated/unfinished", "omission/sentences"),
    *("omission/clause", "addition/sentences", "addition/clause", "moved/elsewhere"),
    *("number/missing-value", "number/wrong-value", "name/wrong-name", "untranslated/equal"),
    *("untranslated/passage", "repeated/sentence", "leftover/markup", "attribution/speaker"),
)
PLACED = st.tuples(st.sampled_from([None, *spans(0)]), st.sampled_from([None, *spans(1)])).filter(
    any
)
HITS = st.lists(
    st.builds(
        lambda key, confidence, places: hit(key, confidence, *places),
        st.sampled_from(KEYS),
        st.sampled_from([0.1, 0.3, 0.45, 0.5, 0.6, 0.9, 1.0]),
        PLACED,
    ),
    max_size=14,
)


@given(HITS)
@examples(60)
def test_twice_is_as_once(hits: list[Hit]) -> None:
    once = agreed(hits, MATERIAL)
    assert agreed(once, MATERIAL) == once


@given(HITS, st.randoms(use_true_random=False))
@examples(60)
def test_the_order_of_the_layers_is_nothing(hits: list[Hit], chance: object) -> None:
    mixed = list(hits)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert agreed(mixed, MATERIAL) == agreed(hits, MATERIAL)


def same(one: Hit, other: Hit) -> bool:
    """Tell whether a hit is the other one but for confidence and evidence."""
    return replace(one, confidence=0, evidence=None) == replace(other, confidence=0, evidence=None)


def holds(cause: Hit, gone: Hit) -> bool:
    """Tell whether a hit covers, or shares, a passage of another one."""
    for one, other in ((cause.source, gone.source), (cause.target, gone.target)):
        if one and other and max(one.start, other.start) < min(one.end, other.end):
            return True
    return (cause.source, cause.target) == (gone.source, gone.target)


@given(HITS)
@examples(60)
def test_nothing_is_invented_and_what_goes_is_explained(hits: list[Hit]) -> None:
    left = agreed(hits, MATERIAL)
    for each in left:
        assert any(same(each, one) and each.confidence >= one.confidence for one in hits)
    for gone in hits:
        if any(same(gone, each) for each in left):
            continue
        causes = [each for each in left if holds(each, gone)]
        equal = [c for c in causes if c.category is gone.category]
        surer = [c for c in equal if c.confidence >= gone.confidence]
        assert surer or any(c.confidence >= SURE for c in causes), gone


def is_added(repeat: Hit, left: list[Hit]) -> bool:
    """Tell whether a repeat without an original lies within what is surely added."""
    place = repeat.target
    if repeat.category is not Category.REPEATED or repeat.source or not place:
        return False
    added = [h.target for h in left if h.category is Category.ADDITION and h.confidence >= SURE]
    return place.start < place.end and any(
        t and t.start <= place.start and place.end <= t.end for t in added
    )


@given(HITS)
@examples(60)
def test_the_surest_of_a_kind_at_a_place_is_left_unless_something_sure_explains_it(
    hits: list[Hit],
) -> None:
    left = agreed(hits, MATERIAL)
    assert bool(left) == bool(hits)
    for category in (Category.UNTRANSLATED, Category.MOVED, Category.REPEATED, Category.LEFTOVER):
        for each in (h for h in hits if h.category is category):
            rivals = [
                h.confidence
                for h in hits
                if (h.category, h.source, h.target) == (category, each.source, each.target)
            ]
            there = [
                h.confidence
                for h in left
                if (h.category, h.source, h.target) == (category, each.source, each.target)
            ]
            expected = [] if is_added(each, left) else [max(rivals)]
            assert there == expected


def test_a_term_goes_with_the_passage_that_has_it() -> None:
    clause = hit("omission/clause", 0.8, "had 45 sheep in Kent", (0, 0))
    term = hit("term/missing", 0.8, "sheep", "一是红的。")
    other = hit("term/missing", 0.8, "slept", "三睡了。")
    assert agreed([clause, term, other], MATERIAL) == agreed([clause, other], MATERIAL)
