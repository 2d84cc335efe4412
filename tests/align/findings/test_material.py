from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.material import VERBATIM, Passage
from duizhao.corpora.document import Verbatim, VerbatimKind
from duizhao.corpora.reading.read import document_from_text

WORDS = st.lists(st.sampled_from(["one", "two", "three", "four"]), min_size=1, max_size=5)


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_the_part_in_one_sentence_is_the_longest(
    lines: list[list[str]], data: st.DataObject
) -> None:
    text = "\n\n".join(" ".join(words) for words in lines)
    document = document_from_text(text, lang="en", path="a", presplit=True)
    passage = Passage(0, document, document.sentences)
    start = data.draw(st.integers(0, len(passage.text) - 1))
    end = data.draw(st.integers(start + 1, len(passage.text)))
    first, last = passage.in_one_sentence(start, end)
    place = passage.place(first, last)
    holders = [s for s in document.sentences if s.start <= place.start and place.end <= s.end]
    assert holders
    overlaps = []
    at = 0
    for sentence in document.sentences:
        overlaps.append(min(end, at + len(sentence.text)) - max(start, at))
        at += len(sentence.text) + 1
    assert last - first == max(overlaps)
    if last > first:
        home = holders[0]
        assert home.text[place.start - home.start : place.end - home.start] == place.text
        assert place.text == passage.text[first:last]


def test_what_is_not_translated_is_no_prose() -> None:
    document = document_from_text("Ask @ann now. Run setup.py\nagain, X.509.", lang="en")
    passage = Passage(0, document, document.sentences)
    shown = [passage.text[item.start : item.end] for item in passage.verbatim]
    assert shown == ["@ann", "setup.py", "X.509"]
    assert len(passage.prose) == len(passage.text)
    hidden = passage.prose.replace(VERBATIM, "")
    assert hidden == "Ask  now. Run  again, ."
    assert passage.place(4, 8).text == "@ann"


def test_code_that_goes_on_over_lines_is_one_item() -> None:
    made = document_from_text("Say one two three now.", lang="en")
    document = replace(made, verbatim=(Verbatim(4, 11, VerbatimKind.CODE),))
    passage = Passage(0, document, document.sentences)
    assert [passage.text[item.start : item.end] for item in passage.verbatim] == ["one two"]
