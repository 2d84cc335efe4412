"""Lists of sources are set aside as that; notes with a text of their own are not."""

from __future__ import annotations

import pytest

from duizhao.corpora.document import Kind
from duizhao.corpora.reading.read import document_from_text

ENGLISH = (
    "[1] Marten, J. (1911). The flood book. Harbour Press, pp. 12-19.",
    "[2] Vogt, A.; Lee, B. “Weirs of the north.” Journal of Rivers 12 (3): 45-67. 1998.",
    "[3] Town council. Minutes of 4 May 1911. Retrieved 3 March 2014.",
)
CHINESE = (
    "[1] 王明, 李华. 北方堰坝研究[J]. 河流学报, 2011, 12(3): 45-67.",
    "[2] 马滕：《河务处洪水记》，港口出版社，1911年，第12—19页。",
)


def kinds(text: str) -> list[tuple[str, Kind]]:
    return [(s.text, s.kind) for s in document_from_text(text).sentences]


@pytest.mark.parametrize(
    ("heading", "entries", "prose"),
    [
        ("References", ENGLISH, "The town built a bridge.[1]"),
        ("Notes and references", ENGLISH, "The town built a bridge.[1]"),
        ("参考文献", CHINESE, "镇上修了一座桥。[1]"),
        ("Literaturverzeichnis", ENGLISH, "Die Stadt baute eine Brücke.[1]"),
    ],
)
def test_a_list_below_its_heading(heading: str, entries: tuple[str, ...], prose: str) -> None:
    text = "\n".join([prose, "", heading, "", *entries, "", prose])
    expected = [(entry, Kind.REFERENCE) for entry in (heading, *entries)]
    assert kinds(text) == [(prose, Kind.TEXT), *expected, (prose, Kind.TEXT)]


def test_a_labelled_list_without_a_heading() -> None:
    found = kinds("\n".join(["The town built a bridge.[1]", "", *ENGLISH]))
    assert [kind for _, kind in found] == [Kind.TEXT, *[Kind.REFERENCE] * 3]


def test_entries_that_go_on_in_the_next_line() -> None:
    text = (
        f"A bridge stood there.\n\nReferences\n\n{ENGLISH[0][:40]}\n{ENGLISH[0][41:]}\n{ENGLISH[1]}"
    )
    assert {kind for _, kind in kinds(text)[1:]} <= {Kind.REFERENCE}


@pytest.mark.parametrize(
    "text",
    [
        "Notes\n\n[1] The text is kept in London.\n[2] Figures differ between sources.",
        "References\n\nHe gave none when he was asked for them by the council.",
        "In 1998 the press wrote of it at https://news.example.org.\nIn 2001 the journal closed.",
        "参考文献\n\n他没有给出任何文献。",
        "1. The press came in 1998.\n2. The journal closed in 2001.",
    ],
)
def test_prose_is_no_list_of_sources(text: str) -> None:
    assert Kind.REFERENCE not in {kind for _, kind in kinds(text)}


def test_references_take_no_part() -> None:
    text = "\n".join(["A bridge stood there.", "", "References", "", *ENGLISH])
    document = document_from_text(text)
    assert [s.text for s in document.aligned_sentences()] == ["A bridge stood there."]
    assert document.verbatim
