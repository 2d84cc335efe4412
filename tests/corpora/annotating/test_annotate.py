"""The file that is annotated is the one that was aligned, in a format that takes remarks."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.every_format import BUILDERS, TEXT

from duizhao.corpora.annotating.annotate import ANNOTATED, annotate_document
from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.reading.read import ReadOptions, read_document
from duizhao.errors import InputError, OutputError

pytestmark = pytest.mark.wheel

REMARKS = [Remark(0, 3, ("about it",))]


@pytest.mark.parametrize("name", [name for name in ANNOTATED if name in BUILDERS])
def test_what_was_aligned_is_annotated_where_it_is_or_where_it_went(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{'md' if name == 'markdown' else name}"
    path.write_bytes(BUILDERS[name](TEXT))
    options = ReadOptions(format=name)
    document = read_document(path, options)
    made = annotate_document(document, REMARKS, "Li", options=options)
    assert made != path.read_bytes()
    moved = path.rename(tmp_path / "moved")
    assert annotate_document(document, REMARKS, "Li", moved, options) == made
    with pytest.raises(InputError, match="does not exist, which was aligned; name the file"):
        annotate_document(document, REMARKS, "Li")


@pytest.mark.parametrize("name", [name for name in BUILDERS if name not in ANNOTATED])
def test_formats_that_take_no_remarks_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{name}"
    path.write_bytes(BUILDERS[name](TEXT))
    options = ReadOptions(format=name)
    document = read_document(path, options)
    with pytest.raises(InputError, match=f"is {name}, which takes no comments here"):
        annotate_document(document, REMARKS, "Li", options=options)


@pytest.mark.parametrize(
    ("name", "copy", "right"),
    [
        ("a.txt", "b.pdf", "b.txt"),
        ("a.md", "nyt.docx", "nyt.md"),
        ("a.htm", "reviewed.docx", "reviewed.htm"),
        ("a.txt", "b.TXT", ""),
        ("a.txt", "b.text", ""),
        ("a.html", "b.htm", ""),
        ("a.txt", "b", ""),
        ("a.note", "b.note", ""),  # its own
        ("a.note", "b.doc", "b.txt"),
    ],
)
def test_a_copy_is_called_what_it_is(name: str, copy: str, right: str, tmp_path: Path) -> None:
    path = tmp_path / name
    words = "<!DOCTYPE html><p>One sentence.</p>" if ".htm" in name else "One sentence."
    path.write_text(words, encoding="utf-8")
    document = read_document(path)
    made = annotate_document(document, REMARKS, "Li")
    if right:
        with pytest.raises(OutputError, match=rf"is no name for this copy.* call it .*{right}$"):
            annotate_document(document, REMARKS, "Li", output=tmp_path / copy)
    else:
        assert annotate_document(document, REMARKS, "Li", output=tmp_path / copy) == made


def test_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One sentence.", encoding="utf-8")
    document = read_document(path)
    path.write_text("One sentences.", encoding="utf-8")
    with pytest.raises(InputError, match="is not the file that was aligned"):
        annotate_document(document, REMARKS, "Li")
    with pytest.raises(InputError, match="reads otherwise than when it was aligned"):
        annotate_document(replace(document, sha256=""), REMARKS, "Li")


def test_an_encoding_that_was_named_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Ein süßer Käse aus Görlitz.".encode("cp1250"))
    document = read_document(path, ReadOptions(encoding="cp1250"))
    made = annotate_document(document, REMARKS, "Li")
    assert made.decode("cp1250") == "{==Ein==}{>>Li: about it<<} süßer Käse aus Görlitz."


def test_a_damaged_part_is_refused_even_if_it_has_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    data = io.BytesIO(BUILDERS["docx"](TEXT))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/media/picture.png", b"picture" * 9, zipfile.ZIP_STORED)
    path.write_bytes(data.getvalue().replace(b"picturepicture", b"pictorepicture", 1))
    document = read_document(path)
    with pytest.raises(InputError, match=r"is damaged \(word/media/picture.png"):
        annotate_document(document, REMARKS, "Li")
