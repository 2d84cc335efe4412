from __future__ import annotations

import random
from collections.abc import Sequence

from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.blanks.layer import gaps
from duizhao.align.findings.find import find_all
from duizhao.align.findings.moves import moves
from duizhao.align.findings.omissions.layer import additions, omissions
from duizhao.align.judging.policy import Policy
from duizhao.corpora.alignment import Bead, Category, Finding, Severity
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import document_from_text

SOURCE = """Alpha one walked home.

Beta two stayed there. Gamma three slept.

Read more: Nothing of this »

Delta four sang loudly.

Epsilon five danced all night.
"""
TARGET = """甲一走回了家。

乙二留在那里。丙三睡着了。

丁四大声歌唱。

戊五跳了一整夜的舞。
"""


# The layers that these tests are about; the others have tests of their own.
OWN = {"gaps": gaps, "omissions": omissions, "additions": additions, "moves": moves}


def pair(source: str = SOURCE, target: str = TARGET) -> tuple[Document, Document]:
    # Of German no dictionary says which words the neighbours have: the beads alone decide here.
    return (
        document_from_text(source, lang="de", path="a.txt"),
        document_from_text(target, lang="zh", path="b.txt"),
    )


def found(
    beads: Sequence[Bead],
    docs: tuple[Document, Document] | None = None,
    policy: Policy = Policy.FULL,
) -> tuple[Finding, ...]:
    source, target = docs or pair()
    return find_all((source, target), beads, HashEncoder(), policy, layers=OWN).findings


def test_a_complete_translation_has_no_findings() -> None:
    beads = [Bead((i if i < 3 else i + 1,), (i,)) for i in range(5)]
    assert found([*beads[:3], Bead((3,), ()), *beads[3:]]) == ()


def test_neighbouring_dropped_sentences_are_one_finding_across_a_teaser() -> None:
    beads = [
        Bead((0,), (0,)),
        Bead((1,), (1,)),
        Bead((2,), (), probability=0.9),
        Bead((3,), ()),
        Bead((4,), (), probability=0.6),
        Bead((5,), (2, 3, 4)),
    ]
    (finding,) = found(beads)
    assert finding.id == "F001"
    assert finding.category is Category.OMISSION
    assert finding.severity is Severity.MAJOR
    (other,) = found([*beads[:3], Bead((3,), (), probability=0.1), *beads[4:]])
    assert finding.confidence == other.confidence, "the teaser's certainty does not count"
    assert (finding.evidence["sentences"], finding.evidence["paragraphs"]) == (2, 2)
    assert finding.source is not None
    assert finding.target is not None
    assert finding.source.document == 0
    assert finding.source.text == SOURCE[finding.source.start : finding.source.end]
    assert finding.source.text.startswith("Gamma three")
    assert finding.source.text.endswith("sang loudly.")
    # They would stand after the sentence that the one before them became.
    end = TARGET.index("乙二留在那里。") + len("乙二留在那里。")
    assert (finding.target.start, finding.target.end, finding.target.text) == (end, end, "")
    assert finding.message == {
        "en": "Missing from the translation: “Gamma three slept.” (2 sentences in 2 paragraphs)."
        " Nothing there says the same; its place is after “乙二留在那里”."
        " Translate it, or confirm that it was cut.",
        "zh": "译文缺少“Gamma three slept.”（2 段共 2 句），全文未见对应内容，"
        "应位于“乙二留在那里”之后。请补译，或确认是有意删去。",
    }


def test_a_linked_sentence_between_them_makes_two_findings() -> None:
    beads = [
        Bead((0,), ()),
        Bead((1,), (0,)),
        Bead((2,), ()),
        Bead((3,), ()),
        Bead((4,), (1,)),
        Bead((5,), (2, 3, 4)),
    ]
    first, second = found(beads)
    assert [f.evidence["sentences"] for f in (first, second)] == [1, 1]
    assert first.target is not None
    assert first.target.start == 0, "before the first sentence there is only the beginning"
    assert "at the beginning" in first.message["en"]
    assert "sentence" not in first.message["en"], "one is not counted"


def test_what_was_added_has_its_place_in_the_target() -> None:
    beads = [
        Bead((0,), (0,)),
        Bead((1,), (1,)),
        Bead((), (2,)),
        Bead((2,), (3,)),
        Bead((3,), ()),
        Bead((4, 5), (4,)),
    ]
    (finding,) = found(beads)
    assert finding.category is Category.ADDITION
    assert finding.severity is Severity.MINOR
    assert finding.target is not None
    assert finding.source is not None
    assert finding.target.text == "丙三睡着了。"
    assert finding.source.start == finding.source.end == SOURCE.index(" Gamma")
    assert finding.message["en"].startswith("Not in the original: “丙三睡着了。”. Nothing")
    assert finding.message["zh"].startswith("原文没有“丙三睡着了。”，全文")


def test_a_digest_may_drop_but_not_blank() -> None:
    docs = pair(target=TARGET.replace("丙三睡着了。", "丙三说，，原因不明。"))
    beads = [
        Bead((0,), (0,)),
        Bead((1,), (1,)),
        Bead((2,), (2,)),
        Bead((3,), ()),
        Bead((4,), ()),
        Bead((5,), (3, 4)),
    ]
    blank, dropped = found(beads, docs, Policy.DIGEST)
    assert (blank.id, dropped.id) == ("F001", "F002"), "the worst first"
    assert (blank.category, blank.severity) == (Category.BLANK, Severity.MAJOR)
    assert (dropped.category, dropped.severity) == (Category.OMISSION, Severity.INFO)
    assert blank.target is not None
    assert blank.target.text == docs[1].text[blank.target.start : blank.target.end]
    assert "，，" in blank.target.text
    assert blank.evidence["pattern"] == "doubled-punctuation"
    assert blank.message["en"].startswith("Words are missing here: ")
    assert blank.message["zh"].startswith("此处有文字缺失：")


def test_a_gap_that_lost_known_words_quotes_them() -> None:
    docs = pair(target=TARGET.replace("丙三睡着了。", "据Gamma three数据，。"))
    beads = [Bead((i if i < 3 else i + 1,), (i,)) for i in range(5)]
    beads.insert(3, Bead((3,), ()))
    (finding,) = found(beads, docs)
    assert finding.source is not None
    assert "Gamma three slept." in finding.source.text or finding.source.text in SOURCE
    assert SOURCE[finding.source.start : finding.source.end] == finding.source.text
    assert finding.message["en"].endswith(
        f"Put back what the original has: “{finding.source.text}”"
    )
    assert finding.message["zh"].endswith(f"请按原文补全：“{finding.source.text}”")


def any_beads(chance: int) -> list[Bead]:
    """Make some alignment in order of the six and five sentences."""
    rng = random.Random(chance)
    beads: list[Bead] = []
    i = j = 0
    while i < 6 or j < 5:
        p, q = rng.choice([(1, 0), (0, 1), (1, 1), (2, 1), (1, 2)])
        if i + p <= 6 and j + q <= 5:
            ids = tuple(range(i, i + p)), tuple(range(j, j + q))
            # Surer than what may be a free translation, see test_nulls.
            beads.append(Bead(*ids, probability=rng.uniform(0.8, 1.0)))
            i, j = i + p, j + q
    return beads


def test_a_moved_sentence_is_neither_missing_nor_added() -> None:
    beads = [
        Bead((1,), (0,)),
        Bead((2,), (1,)),
        Bead((3,), ()),
        Bead((4,), (2,)),
        Bead((0,), (3,), probability=0.9, moved=True),
        Bead((5,), (4,)),
    ]
    (finding,) = found(beads)
    assert (finding.category, finding.severity) == (Category.MOVED, Severity.INFO)
    assert finding.source is not None
    assert finding.target is not None
    assert finding.source.text == "Alpha one walked home."
    assert finding.target.text == "丁四大声歌唱。"
    assert set(finding.message) == {"en", "zh"}


@given(st.integers(0, 10**6), st.sampled_from(Policy))
def test_the_findings_name_exactly_the_sentences_without_counterpart(
    chance: int, policy: Policy
) -> None:
    beads, docs = any_beads(chance), pair()
    findings = found(beads, docs, policy)
    assert [f.id for f in findings] == [f"F{n:03}" for n in range(1, len(findings) + 1)]
    ranks = [f.severity.rank for f in findings]
    assert ranks == sorted(ranks)
    for side, category in ((0, Category.OMISSION), (1, Category.ADDITION)):
        alone = {i for b in beads if b.is_null for i in (b.target if side else b.source)}
        alone = {i for i in alone if docs[side].sentences[i].kind.aligned}
        mine = [f for f in findings if f.category is category]
        count = sum(int(str(f.evidence["sentences"])) for f in mine)
        assert count == len(alone)
        places = [f.target if side else f.source for f in mine]
        for i in alone:
            s = docs[side].sentences[i]
            inside = [p for p in places if p and p.start <= s.start and s.end <= p.end]
            assert len(inside) == 1, s.text
        assert all(0.0 <= f.confidence <= 1.0 for f in mine)
