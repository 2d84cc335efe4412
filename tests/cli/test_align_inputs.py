"""What ``duizhao align`` reads, and how: standard input, formats, limits, kinds."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers.hash_encoder import HashEncoder

from duizhao.align.pipeline import align_documents, align_files
from duizhao.align.report.html.page import render_report
from duizhao.cli.main import main
from duizhao.corpora.alignment import Alignment, Category
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.alignment_json import to_json
from duizhao.corpora.reading.read import ReadOptions, document_from_text
from duizhao.errors import InputError
from duizhao.models.use.encoder import EmbeddedEncoder

ENGLISH = "The hospital opened in May. It is large.\n"
CHINESE = "医院在五月启用。它很大。\n"
# Kinds that a translation is not expected to carry.
ASIDES = "Read more: W1 w2 w3 »\n\nW4 w5 w6 stands alone in this sentence.\n"
TMX = (
    b'<?xml version="1.0"?><tmx version="1.4"><header/><body><tu>'
    b'<tuv xml:lang="en"><seg>One.</seg></tuv><tuv xml:lang="zh"><seg>1.</seg></tuv>'
    b"</tu></body></tmx>"
)


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "a.txt", tmp_path / "b.txt"
    paths[0].write_text(ENGLISH, encoding="utf-8")
    paths[1].write_text(CHINESE, encoding="utf-8")
    return paths


def align(*words: str | Path, data: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["align", *map(str, words)], input=data)


def written(folder: Path) -> Any:
    return json.loads((folder / "alignment.json").read_bytes())


def test_either_text_may_come_from_standard_input(paths: tuple[Path, Path], tmp_path: Path) -> None:
    out = [tmp_path / str(n) for n in range(3)]
    runs = [
        align(*paths, "-o", out[0], "--no-cache"),
        align("-", paths[1], "-o", out[1], "--no-cache", data=ENGLISH.encode()),
        align(paths[0], "-", "-o", out[2], "--no-cache", data=CHINESE.encode("gb18030")),
    ]
    assert [run.exit_code for run in runs] == [0, 0, 0]
    results = [written(folder) for folder in out]
    assert [[d["path"] for d in result["documents"]] for result in results] == [
        [str(paths[0]), str(paths[1])],
        ["<stdin>", str(paths[1])],
        [str(paths[0]), "<stdin>"],
    ]
    assert results[0]["beads"] == results[1]["beads"] == results[2]["beads"]
    assert results[2]["documents"][1]["encoding"] == "gb18030"
    assert results[0]["documents"][0]["sentences"][1]["place"] == {"paragraph": 1, "line": 1}


def test_standard_input_cannot_be_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = align("-", "-", "-o", tmp_path / "out", data=b"One.")
    assert done.exit_code == 2
    assert done.stderr == "Error: standard input is given twice; one of the two must be a file\n"
    assert not (tmp_path / "out").exists()
    stream = io.TextIOWrapper(io.BytesIO(b"One."))
    monkeypatch.setattr(sys, "stdin", stream)
    with pytest.raises(InputError, match="given twice"):
        align_files("-", Path("-"), encoder=EmbeddedEncoder())
    assert stream.read() == "One."  # nothing was taken of it


def test_each_side_has_its_encoding_and_format(paths: tuple[Path, Path]) -> None:
    paths[0].write_bytes(ENGLISH.encode("utf-16-be"))
    paths[1].write_bytes(CHINESE.encode("gbk"))
    alignment = align_files(
        *paths,
        source=ReadOptions(encoding="utf-16-be", format="text"),
        target=ReadOptions(encoding="gbk", format="text"),
        encoder=EmbeddedEncoder(),
    )
    assert [d.text for d in alignment.documents] == [ENGLISH, CHINESE]
    assert [d.encoding for d in alignment.documents] == ["utf-16-be", "gbk"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--source-format", "word"], "unknown input format 'word'"),
        (["--target-format", "word"], "unknown input format 'word'"),
        (["--limit", "bytes=1"], "unknown limit 'bytes'"),
        (["--limit", "file_bytes=1"], "a.txt is too large"),
        (["--target-encoding", "ascii"], "b.txt is not text in ascii"),
    ],
)
def test_what_cannot_be_used_is_told(
    paths: tuple[Path, Path], tmp_path: Path, words: list[str], said: str
) -> None:
    done = align(*paths, "-o", tmp_path / "out", "--no-cache", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_bitext_is_not_aligned_again(paths: tuple[Path, Path]) -> None:
    paths[0].write_bytes(TMX)
    with pytest.raises(InputError) as caught:
        align_files(*paths, encoder=EmbeddedEncoder())
    assert str(caught.value) == (
        f"{paths[0]} holds a text together with its translation (tmx); check it with:"
        f" duizhao check {paths[0]}"
    )


def test_the_sentences_of_a_bitext_can_be_looked_at(paths: tuple[Path, Path]) -> None:
    paths[0].write_bytes(TMX)
    done = CliRunner().invoke(main, ["split", str(paths[0]), "--json"])
    assert [item["text"] for item in json.loads(done.stdout_bytes)] == ["One."]


def test_what_a_reader_says_is_said_once(tmp_path: Path) -> None:
    pages = tmp_path / "en.html", tmp_path / "zh.html"
    for page, text in zip(pages, (ENGLISH, CHINESE), strict=True):
        page.write_text(f"<html><p>{text}<sup>[1]</sup><p hidden>{text}", encoding="utf-8")
    said = align("-v", *pages, "-o", tmp_path / "out", "--no-cache").stderr
    for page in pages:
        assert said.count(f"{page}: left aside: marks of notes (3 characters), hidden text") == 1


def states(alignment: Alignment) -> str:
    """Return what the page's data say of the sentences, or groups of some."""
    (found,) = re.findall(r'"state":\[([^]]*)\]', render_report(alignment))
    return str(found)


def aside(path: str, align_all: bool) -> Document:
    document = document_from_text(ASIDES, lang="en", path=path)
    assert [s.kind.aligned for s in document.sentences] == [False, True]
    return replace(document, align_all=align_all)


def test_teasers_are_kept_and_not_aligned_unless_asked() -> None:
    for align_all, types, coverage in ((False, ["1-0", "0-1", "1-1"], 1), (True, ["1-1"] * 2, 1)):
        pair = aside("a.txt", align_all), aside("b.txt", align_all)
        alignment = align_documents(*pair, HashEncoder(), policy="full")
        assert [bead.type for bead in alignment.beads] == types
        assert alignment.coverage(0) == coverage
        # Both sides are one text, of which one finding tells.
        assert {f.category for f in alignment.findings} == {Category.UNTRANSLATED}
        assert ("aside" in states(alignment)) is not align_all
        data: Any = to_json(alignment)
        assert [d.get("align_all", False) for d in data["documents"]] == [align_all] * 2


def test_a_lost_teaser_is_an_omission_if_asked_for() -> None:
    target = document_from_text("W4 w5 w6 stands alone in this sentence.", path="b.txt")
    for align_all in (False, True):
        source = aside("a.txt", align_all)
        alignment = align_documents(source, target, HashEncoder(), policy="full")
        found = {f.category for f in alignment.findings} - {Category.UNTRANSLATED}
        assert found == ({Category.OMISSION} if align_all else set())
        assert (alignment.coverage(0) < 1) is align_all
        assert ("omitted" in states(alignment)) is align_all


def test_the_option_reaches_both_documents(paths: tuple[Path, Path], tmp_path: Path) -> None:
    align(*paths, "-o", tmp_path / "out", "--no-cache", "--align-all")
    assert [d["align_all"] for d in written(tmp_path / "out")["documents"]] == [True, True]
