"""The edits of the benchmark of findings: what the truth says is what the texts say."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest
from helpers.clean_documents import clean_documents, described
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.findings.documents import LANGS, CleanDocument, sample_document
from duizhao.eval.findings.drafts import EditedPair, laid
from duizhao.eval.findings.edits import KINDS, edited
from duizhao.eval.findings.made_gaps import cut_end
from duizhao.eval.findings.swaps import PLACES, SWAPS

WITHIN = [
    *("quotes", "clauses", "objects", "quotes-cut", "clauses-cut", "objects-cut"),
    *("truncated", "numbers", "dates", "places", "untranslated"),
]
SWAPPED: list[dict[str, Any]] = json.loads(
    (CASES_FOLDER / "finding_swaps.json").read_text(encoding="utf-8")
)
DROPPED = ["sentences-15", "sentences-40", "sentences-70", "paragraphs"]


def whole(document: CleanDocument, lang: str) -> str:
    return laid(document.texts[LANGS.index(lang)], document.paragraphs, lang)[0]


def undone(pair: EditedPair) -> str:
    """Put back what was lost."""
    text = pair.texts[1]
    for edit in sorted(pair.edits, key=lambda e: e.target.start if e.target else 0, reverse=True):
        assert edit.target is not None
        assert text[edit.target.start : edit.target.end] == edit.given
        text = text[: edit.target.start] + edit.lost + text[edit.target.end :]
    return text


@pytest.mark.parametrize("name", WITHIN)
@examples(40)
@given(data=st.data())
def test_what_is_changed_within_a_segment_can_be_put_back(name: str, data: st.DataObject) -> None:
    document = data.draw(clean_documents())
    for lang in LANGS:
        pair = edited(document, KINDS[name], lang)
        assert pair.texts[0] == whole(document, pair.langs[0])
        assert undone(pair) == whole(document, lang)
        concerned = [e.source for e in pair.edits]
        assert len(set(concerned)) == len(concerned)
        assert set(concerned) <= set(pair.segments)


@pytest.mark.parametrize("name", DROPPED)
@examples(40)
@given(data=st.data())
def test_dropped_segments_are_all_that_is_missing(name: str, data: st.DataObject) -> None:
    document = data.draw(clean_documents())
    pair = edited(document, KINDS[name], "zh")
    gone = {
        i
        for i, segment in enumerate(pair.segments)
        if any(e.source and e.source.overlaps(segment.start, segment.end) for e in pair.edits)
    }
    stay = [i for i in range(len(pair.segments)) if i not in gone]
    texts, numbers = [document.texts[1][i] for i in stay], [document.paragraphs[i] for i in stay]
    assert gone or name == "paragraphs"  # a short document may have no run to spare
    assert len(stay) >= 3
    assert pair.texts[1] == laid(texts, numbers, "zh")[0]
    assert sorted("".join(e.lost for e in pair.edits)) == sorted(
        "".join(document.texts[1][i] for i in gone)
    )


@examples(60)
@given(clean_documents(), st.sampled_from(LANGS))
def test_moved_runs_hold_their_segments_and_nothing_is_lost(
    document: CleanDocument, lang: str
) -> None:
    pair = edited(document, KINDS["moved"], lang)
    source = LANGS[1 - LANGS.index(lang)]
    for edit in pair.edits:
        assert edit.source is not None
        assert edit.target is not None
        there = pair.texts[1][edit.target.start : edit.target.end]
        run = [
            document.texts[LANGS.index(lang)][i]
            for i, segment in enumerate(pair.segments)
            if edit.source.overlaps(segment.start, segment.end)
        ]
        assert 1 <= len(run) <= 3
        assert "".join(there.split()) == "".join("".join(run).split())
    assert pair.texts[0] == whole(document, source)
    assert Counter("".join(pair.texts[1].split())) == Counter(
        "".join(whole(document, lang).split())
    )


@examples(60)
@given(st.lists(clean_documents(), min_size=2, max_size=3, unique_by=lambda d: d.name))
def test_inserted_and_repeated_text_can_be_taken_out(documents: list[CleanDocument]) -> None:
    for name in ("inserted", "repeated"):
        pair = edited(documents[0], KINDS[name], "zh", documents)
        text = pair.texts[1]
        strangers = {segment for other in documents[1:] for segment in other.texts[1]}
        left = []
        at = 0
        for edit in sorted(pair.edits, key=lambda e: e.target.start if e.target else 0):
            assert edit.target is not None
            given_ = text[edit.target.start : edit.target.end]
            assert given_ == edit.given
            if name == "inserted":
                assert edit.source is None
                assert given_ in strangers
            else:
                assert edit.twin is not None
                assert text[edit.twin.start : edit.twin.end] == given_
            left.append(text[at : edit.target.start])
            at = edit.target.end
        clean = "".join("".join([*left, text[at:]]).split())
        assert clean == "".join(whole(documents[0], "zh").split())


@examples(20)
@given(clean_documents(), st.sampled_from(sorted(KINDS)), st.sampled_from(LANGS))
def test_copies_never_change_and_are_read_as_written(
    document: CleanDocument, name: str, lang: str
) -> None:
    pair = edited(document, KINDS[name], lang, [document])
    assert pair == edited(document, KINDS[name], lang, [document])
    for text, language in zip(pair.texts, pair.langs, strict=True):
        assert document_from_text(text, lang=language).text == text


def test_the_sample_shows_every_kind_of_edit_but_places_in_words() -> None:
    document = sample_document()
    shown = {
        name
        for name, kind in KINDS.items()
        for lang in LANGS
        if edited(document, kind, lang, [document, described()]).edits
    }
    assert shown == set(KINDS) - {"places"}
    assert len(document.paragraphs) >= 15
    pair = edited(document, KINDS["quotes"], "zh")
    assert "“”" in pair.texts[1]
    assert edited(document, None, "zh").edits == ()


@pytest.mark.parametrize("case", SWAPPED, ids=[case["label"] for case in SWAPPED])
def test_what_is_swapped(case: dict[str, Any]) -> None:
    given_, expected = case["input"], case["expected"]
    become = set()
    for seed in range(400):
        text = given_["text"]
        finder = SWAPS[given_["kind"]]
        for change in finder(text, given_["source"], given_["lang"], random.Random(seed)):
            assert change.new != text[change.start : change.end]
            become.add(text[: change.start] + change.new + text[change.end :])
    assert (expected in become) if expected else not become


def test_places_are_of_one_kind_and_named_once_in_each_language() -> None:
    for row in PLACES.values():
        words = row.split()
        assert len(words) % 2 == 0
        assert len(set(words)) == len(words)
        assert all(word.isascii() for word in words[::2])
        assert not any(word.isascii() for word in words[1::2])


@given(st.text(alphabet="他们今天3说了 aB，。：“”、", max_size=80), st.integers(0, 9))
def test_a_text_is_cut_within_its_last_sentence(text: str, seed: int) -> None:
    change = cut_end(text, "zh", random.Random(seed))
    if change is not None:
        left = text[: change.start]
        assert change.end == len(text)
        assert left
        assert left[-1] not in "。，：“”、 "
        assert "。" not in text[change.start :].rstrip("。")
