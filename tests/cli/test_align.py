"""``duizhao align`` as a user runs it: results, messages and refusals."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import click
import jsonschema
import pytest
from helpers.commands import refused, run, run_process, sample, written
from helpers.hash_encoder import HashEncoder

from duizhao.align.results.write import DEFAULT_FORMATS
from duizhao.cli.shared_options.results import Results
from duizhao.corpora.alignment import Alignment, Failure
from duizhao.corpora.exchange.alignment_json import read_alignment, schema
from duizhao.models.choice import EncoderChoice

FILES = {"alignment.json", "aligned.tmx", "aligned.tsv", "report.html"}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return sample(tmp_path)


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    """A complete translation without a fault."""
    english, chinese = tmp_path / "small.en.txt", tmp_path / "small.zh.txt"
    english.write_text(
        "The cat sat on the mat.\n\nThe dog ran into the garden.\n", encoding="utf-8"
    )
    chinese.write_text("猫坐在垫子上。\n\n狗跑进了花园。\n", encoding="utf-8")
    return english, chinese


def test_all_results_are_written_and_told(pair: tuple[Path, Path], tmp_path: Path) -> None:
    result = run_process("align", *pair, "-o", tmp_path / "new" / "out")
    assert (result.returncode, result.stderr) == (0, b"")
    told = result.stdout.decode()
    assert written(tmp_path / "new" / "out") == FILES
    for name in FILES:
        assert (tmp_path / "new" / "out" / name).stat().st_size > 500
        assert str(tmp_path / "new" / "out" / name) in told
    assert "44 sentences" in told
    assert "critical" in told


def test_the_alignment_keeps_to_the_packaged_schema(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    run("align", *pair, "-o", tmp_path / "out", "--format", "json")
    path = tmp_path / "out" / "alignment.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema()).validate(data)
    alignment = read_alignment(path)
    assert [d.lang for d in alignment.documents] == ["en", "zh"]
    assert [d["path"] for d in data["documents"]] == [str(p) for p in pair]
    assert len(alignment.findings) > 6


def test_a_second_run_and_one_without_a_cache_write_the_same(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    for name, options in (("one", []), ("two", []), ("three", ["--no-cache"])):
        run("align", *pair, "-o", tmp_path / name, "--format", "tsv", *options)
    # A vector's seventh digit depends on what was encoded with it, so the last one that is written
    # of a probability may differ.
    first, *others = (rows(tmp_path / name / "aligned.tsv") for name in ("one", "two", "three"))
    for other in others:
        assert [words for words, _ in other] == [words for words, _ in first]
        for (_, numbers), (_, wanted) in zip(other, first, strict=True):
            assert numbers == pytest.approx(wanted, abs=2e-4)


def rows(path: Path) -> list[tuple[list[str], list[float]]]:
    """Return the rows of a table of beads: their words, and their two shares."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    cells = [line.split("\t") for line in lines]
    return [([row[0], *row[3:]], [float(row[1]), float(row[2])]) for row in cells]


def test_json_is_the_only_thing_on_standard_output(pair: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("align", *pair, "-o", tmp_path / "out", "--json")
    summary = json.loads(result.stdout)
    data = json.loads((tmp_path / "out" / "alignment.json").read_text(encoding="utf-8"))
    assert [d["sentences"] for d in summary["documents"]] == [44, 34]
    assert sum(summary["beads"].values()) == len(data["beads"])
    assert sum(row["count"] for row in summary["findings"]) == len(data["findings"])
    assert set(summary["files"]) == set(DEFAULT_FORMATS)
    memory = (tmp_path / "out" / "aligned.tmx").read_text(encoding="utf-8")
    units = len(re.findall(r"<tu[ >]", memory))
    assert summary["memory"]["written"] == units


def test_quiet_prints_nothing(small: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("align", *small, "-o", tmp_path / "out", "--quiet")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert written(tmp_path / "out") == FILES


@pytest.mark.parametrize("formats", [["tmx"], ["html"], ["tsv", "json", "tsv"]])
def test_only_the_wanted_formats_are_written(
    small: tuple[Path, Path], tmp_path: Path, formats: list[str]
) -> None:
    options = [part for name in formats for part in ("--format", name)]
    assert run("align", *small, "-o", tmp_path / "out", *options).returncode == 0
    suffixes = {Path(name).suffix[1:] for name in written(tmp_path / "out")}
    assert suffixes == set(formats)


def test_fail_on_turns_findings_into_status_1(
    pair: tuple[Path, Path], small: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    blanks = run("align", *pair, "-o", out, "--fail-on", "critical", "-q")
    assert (blanks.returncode, blanks.stderr) == (1, "")
    assert written(out) == FILES, "the results are there all the same"
    clean = run("align", *small, "-o", out, "--fail-on", "info", "-q")
    assert (clean.returncode, clean.stderr) == (0, "")


def test_fail_on_trusts_no_run_whose_layers_failed(alignment: Alignment, tmp_path: Path) -> None:
    choice = EncoderChoice(cache=False)
    results = Results(
        tmp_path, None, None, (), None, None, choice, ("json",), "en", False, "critical"
    )
    sound = replace(alignment, findings=())
    results.deliver(sound, HashEncoder(), quiet=True)
    failed = replace(sound, failures=(Failure("numbers", "ValueError: a"),))
    with pytest.raises(click.exceptions.Exit) as ended:
        results.deliver(failed, HashEncoder(), quiet=True)
    assert ended.value.exit_code == 1


def test_fail_on_looks_at_this_severity_and_worse(small: tuple[Path, Path], tmp_path: Path) -> None:
    english = small[0]
    english.write_text(
        english.read_text(encoding="utf-8") + "\nThe trains to the coast were late again.\n",
        encoding="utf-8",
    )
    arguments = ["align", *small, "-o", tmp_path / "out", "--policy", "digest", "-q"]
    assert run(*arguments, "--fail-on", "info").returncode == 1
    assert run(*arguments, "--fail-on", "major").returncode == 0


@pytest.mark.parametrize(("name", "langs"), [("zh.md", ["en", "zh"]), ("copy.md", ["en", "en"])])
def test_a_page_that_nobody_translated_is_one_major_finding(
    name: str, langs: list[str], tmp_path: Path
) -> None:
    page = "# Rowing\n\nThe boats sail at noon. They return by night.\n\n```sh\nrow --fast\n```\n"
    for each in ("en.md", name):
        (tmp_path / each).write_text(page, encoding="utf-8")
    out = tmp_path / "out"
    done = run("align", tmp_path / "en.md", tmp_path / name, "-o", out, "--fail-on", "major")
    assert done.returncode == 1
    result = json.loads((out / "alignment.json").read_text(encoding="utf-8"))
    assert [document["lang"] for document in result["documents"]] == langs
    (finding,) = result["findings"]
    assert (finding["category"], finding["severity"]) == ("untranslated", "major")
    assert finding["evidence"]["count"] == 2
    told = "taken to be in 'zh'" if langs[1] == "zh" else "both taken to be in the language"
    assert told in done.stderr


def test_one_language_on_both_sides_is_warned_about(
    small: tuple[Path, Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("The cat was on the mat.\n\nThe dog ran off.\n", encoding="utf-8")
    result = run("align", small[0], other, "-o", tmp_path / "out")
    assert result.returncode == 0
    (line,) = result.stderr.splitlines()
    assert line.startswith("Warning: ")
    assert "'en'" in line
    quiet = run("align", small[0], other, "-o", tmp_path / "out", "-q")
    assert (quiet.returncode, quiet.stderr) == (0, "")


def test_presplit_lines_are_kept(tmp_path: Path) -> None:
    english, chinese = tmp_path / "a.txt", tmp_path / "b.txt"
    english.write_text("The cat sat. It slept.\nThe dog ran.\n", encoding="utf-8")
    chinese.write_text("猫坐着。它睡了。\n狗跑了。\n", encoding="utf-8")
    arguments = ["align", english, chinese, "-o", tmp_path / "out", "--json", "--presplit"]
    summary = json.loads(run(*arguments).stdout)
    assert [d["sentences"] for d in summary["documents"]] == [2, 2]


def test_the_other_direction_works_as_well(pair: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("align", *reversed(pair), "-o", tmp_path / "out", "--json")
    assert result.returncode == 0, result.stderr
    assert [d["lang"] for d in json.loads(result.stdout)["documents"]] == ["zh", "en"]


GOOD = b"The cat sat on the mat.\n"
BAD = {
    "empty": (b"", "holds no text"),
    "blank": (b" \n\t\n\xe3\x80\x80\n", "holds no text"),
    "byte-order-mark": (b"\xef\xbb\xbf", "holds no text"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0", ""),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n", ""),
    "zip": (b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)), ""),
    "word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), ""),
    "noise": (bytes(range(256)) * 8, ""),
}


@pytest.mark.parametrize(("name", "side"), [*((name, 0) for name in BAD), ("empty", 1)])
def test_what_is_no_text_is_refused(tmp_path: Path, name: str, side: int) -> None:
    data, words = BAD[name]
    files = [tmp_path / "good.txt", tmp_path / "good.txt"]
    files[0].write_bytes(GOOD)
    files[side] = tmp_path / "bad.txt"
    files[side].write_bytes(data)
    result = run("align", *files, "-o", tmp_path / "out")
    refused(result, words)
    assert "bad.txt" in result.stderr
    assert written(tmp_path) == {"good.txt", "bad.txt"}


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("absent.txt", "does not exist"),
        ("folder", "is a folder"),
        ("a" * 300, ""),
        ("good.txt/x", ""),
    ],
)
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, words: str, side: int) -> None:
    (tmp_path / "folder").mkdir()
    good = tmp_path / "good.txt"
    good.write_bytes(GOOD)
    paths = [good, good]
    paths[side] = tmp_path / name
    refused(run("align", *paths, "-o", tmp_path / "out"), words)
    assert written(tmp_path) == {"good.txt", "folder"}


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    good, link, soft = tmp_path / "good.txt", tmp_path / "link.txt", tmp_path / "soft.txt"
    good.write_bytes(GOOD)
    link.hardlink_to(good)
    soft.symlink_to(good)
    for other in (good, link, soft):
        refused(run("align", good, other, "-o", tmp_path / "out"), "given twice")
    assert not (tmp_path / "out").exists()


def test_an_unknown_model_is_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("align", *pair, "-o", tmp_path / "out", "--model", "nope")
    refused(result, "unknown model 'nope'")
    assert "use-multilingual-v3" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_an_output_folder_that_cannot_be_is_refused(
    small: tuple[Path, Path], tmp_path: Path, below: str
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    before = written(tmp_path)
    refused(run("align", *small, "-o", taken / below), "cannot write")
    assert written(tmp_path) == before
    assert taken.read_text(encoding="utf-8") == "mine"


def test_an_empty_name_is_no_output_folder(small: tuple[Path, Path], tmp_path: Path) -> None:
    # What an unset variable leaves: duizhao align … -o "$OUT"
    before = written(tmp_path)
    result = run("align", *small, "-o", "", folder=tmp_path)
    assert result.returncode == 2
    assert written(tmp_path) == before


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    original, translation = tmp_path / "aligned.tsv", tmp_path / "report.html"
    original.write_bytes(GOOD)
    translation.write_text("猫坐在垫子上。\n", encoding="utf-8")
    before = written(tmp_path)
    refused(run("align", original, translation, "-o", tmp_path), "one of the inputs")
    assert original.read_bytes() == GOOD
    assert translation.read_text(encoding="utf-8") == "猫坐在垫子上。\n"
    assert written(tmp_path) == before


def test_results_of_an_earlier_run_are_replaced(small: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "aligned.tsv").write_text("old", encoding="utf-8")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    assert run("align", *small, "-o", out).returncode == 0
    assert written(out) == FILES | {"notes.txt"}
    assert (out / "aligned.tsv").read_text(encoding="utf-8") != "old"
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_name_of_two_lines_is_told_in_one(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_bytes(GOOD)
    refused(run("align", tmp_path / "two\nlines.txt", good, "-o", tmp_path / "out"), "not exist")


def test_bytes_that_are_no_text_in_a_file_name_do_no_harm(tmp_path: Path) -> None:
    english, chinese = tmp_path / "na\udcffme.txt", tmp_path / "b.txt"
    try:
        english.write_bytes(GOOD)
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system has no such names")
    chinese.write_text("猫坐在垫子上。\n", encoding="utf-8")
    result = run_process("align", english, chinese, "-o", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert written(tmp_path / "out") == FILES
