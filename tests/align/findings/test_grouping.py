from __future__ import annotations

from helpers.build import document
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.grouping import grouped
from duizhao.align.findings.material import Cause, Hit
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Place

WORDS = [f"word{n} goes here." for n in range(12)]
DOCUMENTS = (document("en", *WORDS), document("zh", *WORDS))
SAID = {"en": "{count} of them {here}", "zh": "共{count}处 {here}"}


def place(number: int, at: int) -> Place:
    sentence = DOCUMENTS[number].sentences[at]
    return Place(number, sentence.start, sentence.end, sentence.text)


def hit(at: int, cause: str | None, *, run: bool = False, sure: float = 0.5) -> Hit:
    return Hit(
        Rule.REPEATED_WORDS,
        sure,
        {"en": "one", "zh": "一"},
        place(0, at),
        place(1, at),
        {"word": str(at)},
        cause=None if cause is None else Cause(cause, SAID, run),
    )


def test_hits_of_one_cause_are_one_with_all_their_places() -> None:
    hits = [hit(1, "a"), hit(2, None), hit(4, "a", sure=0.9), hit(7, "b"), hit(9, "a")]
    one, alone, other = grouped(hits, DOCUMENTS)
    assert (alone, other) == (hits[1], hits[3]), "what stands for itself is as it was"
    assert (one.source, one.target) == (hits[0].source, hits[0].target)
    assert one.confidence == 0.9
    assert one.message == {"en": "3 of them {here}", "zh": "共3处 {here}"}
    assert one.evidence is not None
    assert one.evidence["count"] == 3
    places = one.evidence["places"]
    assert isinstance(places, list)
    assert [p["side"] for p in places] == ["source", "target"] * 3
    assert [p["text"] for p in places] == [WORDS[n] for n in (1, 1, 4, 4, 9, 9)]
    assert places[1] == {"side": "target", **vars(place(1, 1))}


def test_neighbours_become_one_passage() -> None:
    (one,) = grouped([hit(n, "a", run=True) for n in (2, 3, 4)], DOCUMENTS)
    for at, found in enumerate((one.source, one.target)):
        assert found is not None
        assert (found.start, found.end) == (place(at, 2).start, place(at, 4).end)
        assert found.text == DOCUMENTS[at].text[found.start : found.end]


@given(st.lists(st.tuples(st.integers(0, 11), st.sampled_from([None, "a", "b"]), st.booleans())))
def test_no_place_is_lost(drawn: list[tuple[int, str | None, bool]]) -> None:
    hits = [hit(at, cause, run=run) for at, cause, run in drawn]
    found = grouped(hits, DOCUMENTS)
    told = []
    for one in found:
        listed = (one.evidence or {}).get("places")
        if isinstance(listed, list):
            told += [(p["document"], p["start"], p["end"]) for p in listed]
        else:
            told += [(p.document, p.start, p.end) for p in (one.source, one.target) if p]
    asked = [(p.document, p.start, p.end) for one in hits for p in (one.source, one.target) if p]
    assert sorted(told) == sorted(asked)
    assert grouped(found, DOCUMENTS) == found, "once is enough"
