"""The same text gives the same sentences and kinds, whatever format it was saved in."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.blocks import Paragraph
from helpers.every_format import BUILDERS as DOCUMENTS
from helpers.every_format import EXPECTED, TEXT
from helpers.flat_formats import FLAT
from helpers.markup_forms import MARKUP

from duizhao.corpora.document import Document, Kind
from duizhao.corpora.reading.read import ReadOptions, read_document
from duizhao.corpora.reading.registry import load_format

pytestmark = pytest.mark.wheel

BUILDERS = DOCUMENTS | MARKUP
SUFFIXES = {name: load_format(name).suffixes[0] for name in BUILDERS}


def read(name: str, folder: Path, *, suffix: str | None = None) -> Document:
    path = folder / f"same{suffix or SUFFIXES[name]}"
    path.write_bytes(BUILDERS[name](TEXT))
    return read_document(path)


def bare(text: str, kind: Kind, name: str) -> str:
    """Take the bullet off an item: only a plain text has it among its characters."""
    return text.removeprefix("• ") if name in ("text", "pdf") and kind is Kind.LIST_ITEM else text


@pytest.mark.parametrize("name", BUILDERS)
def test_every_format_gives_the_same_sentences(name: str, tmp_path: Path) -> None:
    document = read(name, tmp_path)
    found = [(s.kind.value, bare(s.text, s.kind, name)) for s in document.aligned_sentences()]
    assert found == list(EXPECTED)


@pytest.mark.parametrize("name", FLAT)
def test_formats_without_blocks_give_the_same_sentences(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"same{load_format(name).suffixes[0]}"
    plain = [
        Paragraph(block.text)
        for block in TEXT
        if isinstance(block, Paragraph) and "<still>" not in block.text
    ]
    path.write_bytes(FLAT[name]([block.text for block in plain]))
    found = [s.text for s in read_document(path, ReadOptions(bitext=True)).sentences]
    path = tmp_path / "same.txt"
    path.write_bytes(BUILDERS["text"](plain))
    expected = [s.text for s in read_document(path).sentences]
    # A message of a catalogue is a unit, and is kept whole.
    assert found == ([block.text for block in plain] if name == "po" else expected)


@pytest.mark.parametrize("name", BUILDERS)
def test_sentences_stand_where_their_offsets_say(name: str, tmp_path: Path) -> None:
    document = read(name, tmp_path)
    for sentence in document.sentences:
        for piece in sentence.pieces:
            shown = sentence.text[piece.at : piece.at + piece.length]
            assert document.text[piece.start : piece.start + piece.length] == shown


@pytest.mark.parametrize("name", ["docx", "pptx", "odt", "epub", "html"])
def test_a_wrong_suffix_does_not_mislead(name: str, tmp_path: Path) -> None:
    document = read(name, tmp_path, suffix=".txt")
    assert [s.text for s in document.aligned_sentences()] == [text for _, text in EXPECTED]


@pytest.mark.parametrize("name", ["markdown", "html", "docx", "odt", "epub"])
def test_cells_and_notes_have_their_place(name: str, tmp_path: Path) -> None:
    document = read(name, tmp_path)
    places = {s.text: s.place for s in document.sentences}
    cell = places["1 boat"]
    note = places["补给船每月来两次。"]
    last = places["No one has found the second volume."]
    assert cell is not None
    assert note is not None
    assert last is not None
    assert cell.cell == "table 1, row 3, column 2"
    assert note.note == "2"
    assert last.paragraph == 10
    assert last.note is None
    assert last.cell is None
