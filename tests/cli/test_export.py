"""The command ``duizhao export``, as a user runs it, on the sample aligned once."""

from __future__ import annotations

import csv
import importlib
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from helpers.commands import refused, run, run_process, written
from helpers.required import has_module, required_in_ci
from helpers.xliff_schemas import schema
from lxml import etree

from duizhao.corpora.alignment import Alignment, Severity
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.corpora.exchange.bead_text import (
    UNSURE,
    flagged_beads,
    join_sentences,
    open_beads,
    unfit_beads,
    untranslated_beads,
)
from duizhao.corpora.exchange.table import write_tsv
from duizhao.corpora.exchange.xliff import VERSIONS
from duizhao.corpora.exchange.xliff_units import xliff_units
from duizhao.corpora.units.tmx.memory import read_tmx
from duizhao.corpora.units.xliff.reader import read_xliff

pytestmark = pytest.mark.wheel

XLIFF = {"2.1": "xliff", "1.2": "xliff-1.2"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
GLOSSARIES = ("glossary-csv", "glossary-tbx")


def exported(aligned: Path, name: str, path: Path, *options: object) -> str:
    """Run the command, and return what it printed."""
    result = run("export", aligned, "--format", name, "-o", path, *options)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def texts(alignment: Alignment, n: int) -> tuple[str, str]:
    bead = alignment.beads[n]
    return (
        join_sentences(alignment.sources[0], bead.source),
        join_sentences(alignment.target, bead.target),
    )


def memory(path: Path) -> list[tuple[str, str]]:
    return [(unit.source, unit.target) for unit in read_tmx(path.read_bytes(), "x").units]


def test_a_memory_holds_what_is_linked_and_whole(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    path = tmp_path / "a.tmx"
    told = exported(aligned, "tmx", path, "--all")
    unfit, left = unfit_beads(alignment), untranslated_beads(alignment)
    fit = [n for n, b in enumerate(alignment.beads) if not b.is_null and n not in unfit | left]
    assert memory(path) == [texts(alignment, n) for n in fit]
    null = sum(bead.is_null for bead in alignment.beads)
    lost = sum(not alignment.beads[n].is_null for n in unfit)
    note = f"{len(fit)} units; left out: {null} without counterpart, {lost} with lost text"
    note += f", {len(left - unfit)} untranslated"
    assert told == f"{path}  ({note})\n"
    assert lost > 0


def test_what_is_unsure_moved_or_flagged_enters_a_memory_on_request_only(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    path = tmp_path / "a.tmx"
    exported(aligned, "tmx", path, "--all")
    everything = memory(path)
    told = exported(aligned, "tmx", path)
    beads = {texts(alignment, n): (n, bead) for n, bead in enumerate(alignment.beads)}
    flagged = flagged_beads(alignment, Severity.MAJOR) | open_beads(alignment)
    kept = [
        pair
        for pair in everything
        for n, bead in [beads[pair]]
        if bead.probability >= UNSURE and not bead.moved and n not in flagged
    ]
    assert memory(path) == kept
    assert len(kept) < len(everything)
    left = sum(map(int, re.findall(r"(\d+) [a-z]", told.partition("left out: ")[2])))
    assert len(kept) + left == len(alignment.beads)


def test_a_memory_is_the_one_that_align_writes(aligned: Path, tmp_path: Path) -> None:
    folder = aligned.parent.parent
    pair = [folder / name for name in ("article.en.txt", "digest.zh.txt")]
    formats = ("--format", "tmx", "--format", "xliff")
    result = run("align", *pair, "-o", tmp_path, *formats, "--json")
    summary = json.loads(result.stdout)
    assert set(summary["files"]) == {"tmx", "xliff"}
    assert summary["xliff"]["left_out"] == {}
    for name, one in (("tmx", "aligned.tmx"), ("xliff", "aligned.xlf")):
        exported(aligned, name, tmp_path / "x")
        assert (tmp_path / "x").read_bytes() == (tmp_path / one).read_bytes()
    shown = run("align", *pair, "-o", tmp_path, *formats).stdout
    told = r"aligned\.xlf  \(\d+ units, \d+ to be translated, \d+ to be reviewed\)"
    assert re.search(told, shown)


def test_the_options_of_a_memory(aligned: Path, alignment: Alignment, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    exported(aligned, "tmx", path, "--all")
    everything = memory(path)
    beads = {texts(alignment, n): (n, bead) for n, bead in enumerate(alignment.beads)}
    flagged = flagged_beads(alignment, Severity.INFO)
    for options, holds in (
        (["--min-probability", 0.9], lambda n, bead: bead.probability >= 0.9),
        (["--only-1-1"], lambda n, bead: bead.type == "1-1"),
        (["--no-moved"], lambda n, bead: not bead.moved),
        (["--leave-out-from", "info"], lambda n, bead: n not in flagged),
    ):
        told = exported(aligned, "tmx", path, "--all", *options)
        kept = [pair for pair in everything if holds(*beads[pair])]
        assert memory(path) == kept
        assert len(kept) < len(everything), options
        assert told.startswith(f"{path}  ({len(kept)} units; left out: ")


def test_codes_and_time_of_a_memory(aligned: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    options = ("--source-code", "en-GB", "--target-code", "zh-Hans")
    exported(aligned, "tmx", path, *options, "--created", "2026-01-31T12:00:00Z")
    root = etree.fromstring(path.read_bytes())
    assert {each.get(LANG) for each in root.iter("tuv")} == {"en-GB", "zh-Hans"}
    assert [each.get("creationdate") for each in root.iter("header")] == ["20260131T120000Z"]


def test_a_memory_in_several_files(aligned: Path, tmp_path: Path) -> None:
    exported(aligned, "tmx", tmp_path / "whole.tmx")
    whole = memory(tmp_path / "whole.tmx")
    told = exported(aligned, "tmx", tmp_path / "a.tmx", "--units-per-file", 10)
    parts = [tmp_path / f"a-{n:03}.tmx" for n in range(1, 2 + (len(whole) - 1) // 10)]
    assert [pair for part in parts for pair in memory(part)] == whole
    assert told.startswith(f"{parts[0]} to {parts[-1].name}  ({len(whole)} units")
    assert written(tmp_path) == {"whole.tmx", *(part.name for part in parts)}


def test_equal_pairs_stay_on_request(aligned: Path, tmp_path: Path) -> None:
    data = json.loads(aligned.read_text("utf-8"))
    first, second = [bead for bead in data["beads"] if bead["type"] == "1-1"][:2]
    for side, document in (("source", data["documents"][0]), ("target", data["documents"][-1])):
        one, other = (document["sentences"][bead[side][0]] for bead in (first, second))
        size = min(len(one["text"]), len(other["text"]))
        for each in (one, other):
            each["text"] = ("x" if side == "source" else "字") * size
            each["end"] = each["start"] + size
            each.pop("pieces", None)
    data["findings"] = []
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(data), encoding="utf-8")
    sizes = []
    for options in ([], ["--keep-duplicates"]):
        told = exported(changed, "tmx", tmp_path / "a.tmx", *options)
        assert ("1 repeated" in told) == (not options)
        sizes.append(len(memory(tmp_path / "a.tmx")))
    assert sizes[1] == sizes[0] + 1


@pytest.mark.parametrize("version", VERSIONS)
def test_xliff_holds_every_passage_of_the_source(
    version: str, aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlf"
    told = exported(aligned, XLIFF[version], path)
    data = path.read_bytes()
    rules = schema(version)
    assert rules.validate(etree.fromstring(data)), rules.error_log
    source = alignment.sources[0]
    order = sorted((b.source[0], n) for n, b in enumerate(alignment.beads) if b.source)
    aside = {n for i, n in order if not source.is_aligned(source.sentences[i])}
    read = read_xliff(data, "x")
    found = [(unit.source, unit.target) for unit in read.units]
    assert found == [texts(alignment, n) for _, n in order if n not in aside]
    assert read.aside == {"not_translated": len(aside)}
    gaps = sum(not target for _, target in found)
    units = xliff_units(alignment, Counter())
    doubtful = sum(unit.doubtful for unit in units)
    note = f"{gaps} to be translated, {doubtful} to be reviewed"
    assert told == f"{path}  ({len(order)} units, {note})\n"
    assert gaps > 0


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_sound_counts_as_translated_in_other_programs(
    version: str, aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    required_in_ci("translate-toolkit (pip install translate-toolkit)", has_module("translate"))
    module, kind = {"2.1": ("xliff2", "Xliff2File"), "1.2": ("xliff", "xlifffile")}[version]
    path = tmp_path / "a.xlf"
    exported(aligned, XLIFF[version], path)
    reader = getattr(importlib.import_module(f"translate.storage.{module}"), kind)
    store = reader.parsestring(path.read_bytes())
    counted = [unit.istranslated() for unit in store.units if not unit.isheader()]
    units = list(xliff_units(alignment, Counter()))
    assert counted == [unit.target is not None and not unit.doubtful for unit in units]
    assert 0 < sum(counted) < len(counted)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_tool_filled_in_is_checked(version: str, aligned: Path, tmp_path: Path) -> None:
    required_in_ci("translate-toolkit (pip install translate-toolkit)", has_module("translate"))
    module = {"2.1": "xliff2", "1.2": "xliff"}[version]
    storage = importlib.import_module(f"translate.storage.{module}")
    kind = storage.Xliff2File if version == "2.1" else storage.xlifffile
    path, filled = tmp_path / "a.xlf", tmp_path / "filled.xlf"
    exported(aligned, XLIFF[version], path)
    store = kind.parsestring(path.read_bytes())
    gap = next(u for u in store.units if "A single hectare" in str(u.source or ""))
    gap.target = "一公顷可容纳八万条鱼。"
    filled.write_bytes(bytes(store))
    sizes = []
    for given in (path, filled):
        out = tmp_path / given.stem
        result = run("check", given, "-o", out, "--format", "json")
        assert result.returncode == 0, result.stderr
        beads = read_alignment(out / "alignment.json").beads
        sizes.append((len(beads), sum(bead.is_null for bead in beads)))
    assert sizes[0][0] == sizes[1][0]
    assert sizes[1][1] == sizes[0][1] - 1


def test_what_xliff_says_of_findings_can_be_chinese(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlf"
    said = {lang: alignment.findings[0].message[lang].partition("：")[0] for lang in ("en", "zh")}
    said["en"] = said["en"].partition(":")[0]
    for lang, other in (("en", "zh"), ("zh", "en")):
        exported(aligned, "xliff", path, "--comments", lang)
        assert said[lang] in path.read_text("utf-8")
        assert said[other] not in path.read_text("utf-8")


def test_the_table_is_the_one_that_align_writes(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    path = tmp_path / "a.tsv"
    told = exported(aligned, "tsv", path)
    stream = io.BytesIO()
    write_tsv(alignment, stream)
    assert path.read_bytes() == stream.getvalue()
    assert told == f"{path}  ({len(alignment.beads)} rows)\n"


@pytest.mark.parametrize("name", ["csv", "jsonl", "moses"])
def test_the_units_of_a_memory_can_have_another_format(
    name: str, aligned: Path, tmp_path: Path
) -> None:
    options = ("--min-probability", 0.9, "--source-code", "en-GB", "--target-code", "zh-Hans")
    told = exported(aligned, "tmx", tmp_path / "a.tmx", *options)
    kept = memory(tmp_path / "a.tmx")
    path = tmp_path / f"a.{name}"
    also = exported(aligned, name, path, *options)
    assert told.partition("  (")[2] == also.partition("  (")[2]
    if name == "csv":
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
        assert rows[0][:2] == ["en-GB", "zh-Hans"]
        assert [(row[0], row[1]) for row in rows[1:]] == kept
    elif name == "jsonl":
        sides = [[v["text"] for v in json.loads(line)["variants"]] for line in lines_of(path)]
        assert [(source, target) for source, target in sides] == kept
    else:
        sides = [lines_of(path.with_name(f"{path.name}.{code}")) for code in ("en-GB", "zh-Hans")]
        assert list(zip(*sides, strict=True)) == kept
        refused(run("export", aligned, "--format", name, "-o", "-"), "standard output is one")


def lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").removesuffix("\n").split("\n")


def terms_of(path: Path) -> list[tuple[str, str]]:
    """Read a glossary, whatever its form."""
    if path.suffix == ".csv":
        rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        return [(row["source"], row["target"]) for row in rows]
    entries = etree.fromstring(path.read_bytes()).iter("termEntry")
    pairs = [[each.text or "" for each in entry.iter("term")] for entry in entries]
    return [(source, target) for source, target in pairs]


@pytest.mark.parametrize("name", GLOSSARIES)
def test_a_glossary(name: str, aligned: Path, tmp_path: Path) -> None:
    path = tmp_path / f"terms.{name.partition('-')[2]}"
    told = exported(aligned, name, path)
    everything = terms_of(path)
    assert ("euros", "欧元") in everything
    assert told == f"{path}  ({len(everything)} terms)\n"
    told = exported(aligned, name, path, "--least", 2)
    frequent = terms_of(path)
    rare = len(everything) - len(frequent)
    assert set(frequent) < set(everything)
    assert told == f"{path}  ({len(frequent)} terms; left out: {rare} too rare)\n"


def test_translate_toolkit_reads_what_is_exported(aligned: Path, tmp_path: Path) -> None:
    required_in_ci("translate-toolkit (pip install translate-toolkit)", has_module("translate"))
    exported(aligned, "glossary-tbx", tmp_path / "a.tbx")
    exported(aligned, "tmx", tmp_path / "a.tmx")
    tbx, tmx = (importlib.import_module(f"translate.storage.{name}") for name in ("tbx", "tmx"))
    found = tbx.tbxfile.parsestring((tmp_path / "a.tbx").read_bytes()).units
    assert [(str(u.source), str(u.target)) for u in found] == terms_of(tmp_path / "a.tbx")
    with (tmp_path / "a.tmx").open("rb") as stream:
        units = tmx.tmxfile(stream, "en-US", "zh-CN").units
    assert [(str(u.source), str(u.target)) for u in units] == memory(tmp_path / "a.tmx")


def test_an_existing_file_is_replaced(aligned: Path, tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "a.tsv"
    path.parent.mkdir()
    path.write_bytes(b"old")
    exported(aligned, "tsv", path)
    assert path.read_bytes().startswith(b"type\t")
    assert written(path.parent) == {"a.tsv"}


def test_standard_output_and_json(aligned: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    summary = json.loads(exported(aligned, "xliff", path, "--json"))
    read = read_xliff(path.read_bytes(), "x")
    units = read.units
    assert summary["written"] == len(units) + sum(read.aside.values())
    assert summary["without_target"] == sum(not unit.target for unit in units)
    assert summary["files"] == [str(path)]
    assert exported(aligned, "xliff", path, "--quiet") == ""
    result = run_process("export", aligned, "--format", "xliff", "-o", "-")
    assert result.returncode == 0
    assert result.stdout == path.read_bytes()
    assert result.stderr.decode().startswith(f"{summary['written']} units, ")
