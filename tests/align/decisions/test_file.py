"""Files of decisions: what is read, what is refused, what of several holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.decisions import file_of
from helpers.examples import examples
from helpers.strategies import texts
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.findings import (
    FindingDecision,
)
from duizhao.align.decisions.links import LinkDecision
from duizhao.corpora.alignment import Category
from duizhao.errors import InputError


def test_a_file_is_read() -> None:
    findings = [
        {"category": "blank", "target": "“”", "context": "“”他说。", "decision": "dismissed"},
        {"category": "omission", "source": "One.", "decision": "", "comment": " so\ud800 "},
        {"category": "moved", "source": "Two.", "decision": "", "comment": ""},
    ]
    links = [{"source": "One.", "target": "一。", "decision": "rejected"}]
    assert Decisions.parse(file_of(findings, links)) == Decisions(
        (
            FindingDecision(Category.BLANK, "", "“”", "“”他说。", "dismissed"),
            FindingDecision(Category.OMISSION, "One.", "", "", "", "so\ufffd"),
        ),
        (LinkDecision("One.", "一。", confirmed=False),),
    )
    assert Decisions.parse('{"format": "duizhao-decisions", "version": 1}') == Decisions()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 200_000,
        "9" * 5_000,
        '{"format": "duizhao-links", "version": 1, "links": []}',
        '{"format": "duizhao-decisions", "version": 2, "findings": []}',
        file_of(findings={}),
        file_of(links={}),
        file_of(links=[{"source": "a", "target": "b", "decision": ["confirmed"]}]),
        file_of(["blank"]),
        file_of([{"category": "poem", "decision": "dismissed"}]),
        file_of([{"category": ["blank"], "decision": "dismissed"}]),
        file_of([{"category": "blank", "decision": "maybe"}]),
        file_of([{"category": "blank", "decision": {}}]),
        file_of([{"category": "blank", "decision": None}]),
        file_of([{"category": "blank", "target": 1, "decision": "dismissed"}]),
        file_of([{"category": "blank", "comment": ["a"], "decision": "dismissed"}]),
    ],
)
def test_what_is_no_file_of_decisions_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        Decisions.parse(text, "decisions.json")
    assert "decisions.json" in str(caught.value)
    assert "expected" in str(caught.value)
    assert "\n" not in str(caught.value)


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        texts(),
        st.sampled_from(["blank", "omission", "accepted", "dismissed", "confirmed"]),
    ),
    lambda values: st.one_of(
        st.lists(values, max_size=3),
        st.dictionaries(
            st.sampled_from(["category", "source", "target", "context", "decision", "comment"]),
            values,
            max_size=6,
        ),
    ),
    max_leaves=12,
)


@given(JSON, JSON)
@examples(200)
def test_hostile_files_are_read_or_refused(findings: object, links: object) -> None:
    try:
        saved = Decisions.parse(file_of([findings], [links]))
    except InputError:
        return
    for verdict in saved.findings:
        assert verdict.decision or verdict.comment
        verdict.comment.encode("utf-8")
    assert len(saved.links) == 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert Decisions.load() == Decisions()
    with pytest.raises(InputError, match=r"none\.json"):
        Decisions.load(tmp_path / "none.json")


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no file of decisions"):
        Decisions.load(tmp_path)
    links = [{"source": text, "target": "", "decision": "confirmed"} for text in "ABC"]
    (tmp_path / "deep").mkdir()
    for name, link in zip(("z.json", "a.json", "deep/b.json"), links, strict=True):
        (tmp_path / name).write_text(file_of([], [link]), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")
    assert [link.source for link in Decisions.load(tmp_path).links] == ["B", "C", "A"]


def test_of_several_files_the_last_that_speaks_of_something_holds(tmp_path: Path) -> None:
    one = {"category": "blank", "target": "“”", "context": "“”他说。", "decision": "dismissed"}
    other = {**one, "context": "“”她说。"}
    links = [
        {"source": "One.", "target": "一。", "decision": "rejected"},
        {"source": "Two.", "target": "二。", "decision": "rejected"},
    ]
    paths = tmp_path / "1.json", tmp_path / "2.json"
    paths[0].write_text(file_of([one, other, one], links), encoding="utf-8")
    later = {**one, "decision": "accepted"}, {**links[0], "decision": "confirmed"}
    paths[1].write_text(file_of([later[0]], [later[1]]), encoding="utf-8")
    saved = Decisions.load(*paths)
    assert [(v.context, v.decision) for v in saved.findings] == [
        ("“”她说。", "dismissed"),
        ("“”他说。", "accepted"),
    ]
    assert [(link.source, link.confirmed) for link in saved.links] == [
        ("Two.", False),
        ("One.", True),
    ]
    assert len(Decisions.load(paths[0]).findings) == 3


def test_what_is_saved_is_read_back_and_later_decisions_are_merged(tmp_path: Path) -> None:
    made = Decisions(
        (FindingDecision(Category.BLANK, "", "“”", "“”他说。", "dismissed", "twice"),),
        (LinkDecision("One.", "一。", confirmed=False), LinkDecision("Two.", "", confirmed=True)),
    )
    made.save(tmp_path / "new" / "made.json")
    assert Decisions.load(tmp_path / "new" / "made.json") == made
    later = Decisions(links=(LinkDecision("One.", "一。", confirmed=True),))
    merged = made.merge(later)
    assert merged == Decisions(made.findings, (*made.links[1:], *later.links))
    assert Decisions().merge(made, later) == Decisions().merge(made).merge(later) == merged
