"""Formats that few tests of the commands give go through them: one file, or two, or a bitext."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from helpers.blocks import Block, Paragraph
from helpers.commands import run
from helpers.flat_formats import FLAT
from helpers.markup_forms import MARKUP
from helpers.slides import as_pptx

from duizhao.corpora.reading.registry import load_format

ENGLISH = ("The ferry leaves at noon.", "Bread is dear in winter.", "Nobody came to the harbour.")
CHINESE = ("渡船中午开。", "冬天面包很贵。", "没有人来到港口。")
DOCUMENTS = {**MARKUP, "pptx": as_pptx}
KEYED = ("json", "properties", "strings", "xml-strings")
# A catalogue holds both languages.
ALIGNED = [*DOCUMENTS, *(name for name in FLAT if name != "po")]


def build(name: str, texts: tuple[str, ...]) -> bytes:
    if name in FLAT:
        return FLAT[name](texts)
    blocks: list[Block] = [Paragraph(text) for text in texts]
    return DOCUMENTS[name](blocks)


def file(folder: Path, name: str, lang: str, texts: tuple[str, ...]) -> Path:
    path = folder / f"{lang}{load_format(name).suffixes[0]}"
    path.write_bytes(build(name, texts))
    return path


def linked(out: Path) -> list[tuple[str, ...]]:
    """Return the texts of the beads of two sides."""
    found = json.loads((out / "alignment.json").read_text("utf-8"))
    sides = [[s["text"] for s in document["sentences"]] for document in found["documents"]]
    return [
        (sides[0][bead["source"][0]], sides[1][bead["target"][0]])
        for bead in found["beads"]
        if bead["type"] == "1-1"
    ]


@pytest.mark.parametrize("name", ALIGNED)
def test_a_file_is_split(name: str, tmp_path: Path) -> None:
    result = run("split", file(tmp_path, name, "zh", CHINESE), "--json")
    assert result.returncode == 0, result.stderr
    texts = [sentence["text"] for sentence in json.loads(result.stdout)]
    assert [text for text in texts if text in CHINESE] == list(CHINESE)


@pytest.mark.parametrize("name", ALIGNED)
def test_two_files_are_aligned(name: str, tmp_path: Path) -> None:
    paths = [file(tmp_path, name, *side) for side in (("en", ENGLISH), ("zh", CHINESE))]
    result = run("align", *paths, "-o", tmp_path / "out", "--no-cache", "--format", "json")
    assert result.returncode == 0, result.stderr
    assert linked(tmp_path / "out") == list(zip(ENGLISH, CHINESE, strict=True))


@pytest.mark.parametrize("name", KEYED)
def test_strings_are_paired_by_their_keys_whatever_they_say(name: str, tmp_path: Path) -> None:
    texts = ("Open", "Shut", "Wait"), ("等", "开", "关")
    paths = [file(tmp_path, name, *side) for side in zip(("en", "zh"), texts, strict=True)]
    langs = "--source-lang", "en", "--target-lang", "zh"
    result = run("align", *paths, "-o", tmp_path / "out", "--no-cache", "--format", "json", *langs)
    assert result.returncode == 0, result.stderr
    assert linked(tmp_path / "out") == list(zip(*texts, strict=True))


def catalogue() -> bytes:
    pairs = zip(ENGLISH, CHINESE, strict=True)
    return "\n".join(f'msgid "{one}"\nmsgstr "{other}"\n' for one, other in pairs).encode()


def workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in zip(ENGLISH, CHINESE, strict=True):
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("name", "data"), [("zh.po", catalogue()), ("a.xlsx", workbook())])
def test_a_bitext_is_checked(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    result = run("check", tmp_path / name, "-o", tmp_path / "out", "--no-cache", "--format", "json")
    assert result.returncode == 0, result.stderr
    assert linked(tmp_path / "out") == list(zip(ENGLISH, CHINESE, strict=True))
