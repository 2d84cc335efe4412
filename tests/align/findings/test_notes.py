"""A program's note that is a whole sentence, or a clause, told once."""

from __future__ import annotations

from helpers.hash_encoder import HashEncoder

from duizhao.align.findings.agreement import agreed
from duizhao.align.findings.material import Hit, Material
from duizhao.align.judging.policy import Policy, severity
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Bead, Place, Severity
from duizhao.corpora.reading.read import document_from_text

SOURCE = document_from_text("The lock is old. It lifts barges.", lang="en", path="a.txt")
TARGET = document_from_text(
    "船闸很旧，表述更为自然。这使得译文更流畅。它升起驳船。", lang="zh", path="b.txt"
)
BEADS = (Bead((0,), (0,)), Bead((), (1,)), Bead((1,), (2,)))
MATERIAL = Material((SOURCE, TARGET), BEADS, HashEncoder(), Policy.FULL)


def hit(rule: Rule, confidence: float, text: str) -> Hit:
    start = TARGET.text.index(text)
    return Hit(
        rule,
        confidence,
        {"en": rule.value, "zh": rule.value},
        target=Place(1, start, start + len(text), text),
    )


SENTENCE = "这使得译文更流畅。"
NOTE = hit(Rule.MACHINE_NOTE, 0.9, SENTENCE[:-1])


def test_an_added_sentence_that_is_a_note_is_one_major_finding() -> None:
    (found,) = agreed([NOTE, hit(Rule.ADDED_SENTENCES, 0.8, SENTENCE)], MATERIAL)
    assert found.rule is Rule.ADDED_NOTE
    assert found.target is not None
    assert found.target.text == SENTENCE
    assert found.message == NOTE.message
    assert found.confidence > 0.9
    assert severity(found.rule, Policy.FULL, found.confidence) is Severity.MAJOR
    assert agreed([found], MATERIAL) == [found]


def test_a_note_that_stands_twice_is_told_as_repeated() -> None:
    told = [hit(Rule.REPEATED_SENTENCE, 0.9, SENTENCE), hit(Rule.ADDED_SENTENCES, 0.8, SENTENCE)]
    (found,) = agreed([NOTE, *told], MATERIAL)
    assert found.rule is Rule.REPEATED_SENTENCE


def test_an_added_passage_with_a_note_in_it_is_both() -> None:
    longer = hit(
        Rule.ADDED_SENTENCES, 0.8, "船闸很旧，表述更为自然。这使得译文更流畅。它升起驳船。"
    )
    assert len(agreed([NOTE, longer], MATERIAL)) == 2


def test_a_clause_that_is_a_note_is_told_as_the_note() -> None:
    note = hit(Rule.MACHINE_NOTE, 0.8, "表述更为自然")
    clause = hit(Rule.ADDED_CLAUSE, 0.4, "，表述更为自然")
    assert agreed([clause, note], MATERIAL) == [note]
    elsewhere = hit(Rule.ADDED_CLAUSE, 0.8, "它升起")
    assert len(agreed([elsewhere, note], MATERIAL)) == 2
