from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.build import laid_out
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.report.characters import plain
from duizhao.align.report.marks import Layer, Reading, Run, Span, cut, text_range
from duizhao.corpora.document import Kind, Piece, Sentence

CASES = json.loads((CASES_FOLDER / "report_places.json").read_text("utf-8"))


def sentence(text: str, pieces: list[list[int]]) -> Sentence:
    runs = tuple(Piece(*piece) for piece in pieces)
    start, end = runs[0].start, runs[-1].start + runs[-1].length
    return Sentence(0, start, end, Kind.TEXT, text, 0, runs)


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    """Draw a sentence of one to four lines, with gaps, joined with or without a blank."""
    joiner = draw(st.sampled_from(["", " "]))
    start = draw(st.integers(0, 5))
    text, pieces, at = "", [], start
    for i, length in enumerate(draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))):
        if i:
            text += joiner
            at += draw(st.integers(1, 3))
        pieces.append([len(text), at, length])
        text += "x" * length
        at += length
    return sentence(text, pieces)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_passage_is_found_in_the_sentences_text(case: dict[str, Any]) -> None:
    given_ = case["input"]
    found = text_range(sentence(given_["text"], given_["pieces"]), given_["start"], given_["end"])
    assert list(found) == case["expected"]


@given(sentences(), st.data())
def test_text_range_inverts_offset_on_every_character_of_the_document(
    it: Sentence, data: st.DataObject
) -> None:
    piece = data.draw(st.sampled_from(it.pieces))
    at = data.draw(st.integers(piece.at, piece.at + piece.length - 1))
    assert text_range(it, it.offset(at), it.offset(at) + 1) == (at, at + 1)


@given(sentences(), st.data())
def test_a_part_of_the_text_comes_back_from_its_passage(it: Sentence, data: st.DataObject) -> None:
    inside = [a for piece in it.pieces for a in range(piece.at, piece.at + piece.length)]
    first = data.draw(st.sampled_from(inside))
    last = data.draw(st.sampled_from([a for a in inside if a >= first]))
    assert text_range(it, it.offset(first), it.offset(last) + 1) == (first, last + 1)


@given(sentences(), st.integers(0, 40), st.integers(0, 40))
def test_any_passage_gives_a_range_inside_the_text(it: Sentence, a: int, b: int) -> None:
    start, end = text_range(it, min(a, b), max(a, b))
    assert 0 <= start <= end <= len(it.text)


TWO = [("text", "One boat.", Kind.TEXT), ("same", "Two boats.", Kind.TEXT)]


def test_a_passage_over_two_sentences_opens_in_the_first_and_closes_in_the_last() -> None:
    reading = Reading(laid_out("a", "en", TWO))
    spans = reading.locate(4, 13)
    assert spans == (Span(0, 4, 9, True, False), Span(1, 0, 3, False, True))
    start, end = reading.passage(spans)
    assert reading.text[start:end] == "boat. Two"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (9, 9, Span(0, 9, 9)),  # at the end of the first sentence
        (10, 10, Span(1, 0, 0)),  # at the start of the second, behind the blank
        (9, 10, Span(0, 9, 9)),  # nothing but the blank between them
        (0, 0, Span(0, 0, 0)),
        (20, 20, Span(1, 10, 10)),
    ],
)
def test_a_point_belongs_to_the_sentence_that_it_touches(
    start: int, end: int, expected: Span
) -> None:
    assert Reading(laid_out("a", "en", TWO)).locate(start, end) == (expected,)


def test_a_document_without_sentences_has_no_place_to_mark() -> None:
    assert Reading(laid_out("a", "en", [])).locate(0, 0) == ()


TEXTS = st.text("ab。“”", min_size=1, max_size=12)
ENDS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.booleans()), max_size=6)


def layers_over(text: str, ends: list[tuple[int, int, bool]]) -> list[Layer]:
    layers = []
    for i, (a, b, holed) in enumerate(ends):
        low, high = sorted((min(a, len(text)), min(b, len(text))))
        hole = high if holed and low < high else None
        layers.append(Layer(Span(0, low, high), f"F{i}", "blank", "t", hole))
    return layers


def slow_cut(text: str, layers: list[Layer]) -> list[tuple[str, list[str], bool]]:
    """Return text, findings and whether it is a hole, of each run: every layer asked each time."""
    ordered = sorted(layers, key=lambda x: (x.span.start, -x.span.end, x.finding))
    points = {id(x): x.span.start if x.span.start == x.span.end else x.hole for x in ordered}
    edges = {0, len(text)}.union(*({x.span.start, x.span.end} for x in ordered))
    edges |= {point for point in points.values() if point is not None}
    runs = []
    for edge in sorted(edges):
        for one in ordered:
            if points[id(one)] == edge:
                # A hole is at its layer's end; of the others, those that go on at a point.
                ends = edge + (one.hole is None)
                around = [x for x in ordered if x.span.start < edge and ends <= x.span.end]
                over = [x.finding for x in around if x is not one]
                runs.append(("", [*over, one.finding], True))
        after = min((e for e in edges if e > edge), default=edge)
        if after > edge:
            over = [x.finding for x in ordered if x.span.start <= edge and after <= x.span.end]
            runs.append((text[edge:after], over, False))
    return runs


@given(TEXTS, ENDS)
def test_runs_are_those_of_asking_every_layer(text: str, ends: list[tuple[int, int, bool]]) -> None:
    layers = layers_over(text, ends)
    runs = [(r.text, [x.finding for x in r.layers], r.hole) for r in cut(text, layers)]
    assert runs == slow_cut(text, layers)


@given(TEXTS, ENDS)
def test_runs_keep_the_text_and_every_mark_its_part_of_it(
    text: str, ends: list[tuple[int, int, bool]]
) -> None:
    layers = layers_over(text, ends)
    runs = cut(text, layers)
    assert "".join(run.text for run in runs) == text
    for layer in layers:
        under = [run for run in runs if layer in run.layers]
        assert "".join(run.text for run in under) == text[layer.span.start : layer.span.end]
        assert [_flag(run, layer, run.opens) for run in under].count(True) == 1
        assert _flag(under[0], layer, under[0].opens)
        assert _flag(under[-1], layer, under[-1].closes)
        wants_hole = layer.hole is not None or layer.span.start == layer.span.end
        assert sum(run.hole and run.layers[-1] == layer for run in under) == wants_hole


def _flag(run: Run, layer: Layer, flags: tuple[bool, ...]) -> bool:
    return flags[run.layers.index(layer)]


@given(st.text(st.characters()))
def test_plain_text_can_always_be_encoded_and_keeps_its_length(text: str) -> None:
    assert len(plain(text)) == len(text)
    plain(text).encode("utf-8")


@given(st.lists(st.text(st.characters(), min_size=1, max_size=9), max_size=4))
def test_a_reading_holds_each_sentence_as_every_form_can_show_it(texts: list[str]) -> None:
    reading = Reading(laid_out("a", "en", [("text", text, Kind.TEXT) for text in texts]))
    for sentence in reading.document.sentences:
        assert reading.sentence(sentence.id) == plain(sentence.text)
