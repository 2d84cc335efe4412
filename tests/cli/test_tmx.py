"""The commands ``duizhao tmx``, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.commands import refused, run, run_process, written

from duizhao.cli import tmx as command
from duizhao.corpora.units.formats import UNIT_FORMATS
from duizhao.corpora.units.merge import KEEPS

HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="x"'
    ' creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="zh-CN"'
    ' datatype="plaintext"/>\n<body>\n'
)
FOOTER = "</body>\n</tmx>\n"


def unit(source: str, target: str, probability: str = "", date: str = "") -> str:
    prop = f'<prop type="x-probability">{probability}</prop>' if probability else ""
    changed = f' changedate="{date}T000000Z"' if date else ""
    return (
        f'<tu{changed}>{prop}<tuv xml:lang="zh-CN"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="en-US"><seg>{target}</seg></tuv></tu>\n'
    )


def memory(path: Path, *units: str) -> Path:
    path.write_text(HEADER + "".join(units) + FOOTER, encoding="utf-8")
    return path


UNITS = (
    unit("面包。", "Bread.", "0.9500", "20260102"),
    unit("盐。", "Salt.", "0.4000", "20250102"),
    unit("面包。", "A loaf.", "0.8000"),
    unit("面包。", "Bread.", "0.7000"),
    unit("OK", "OK", "1.0000"),
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return memory(tmp_path / "small.tmx", *UNITS)


def pairs(path: Path) -> list[list[str]]:
    """Read a memory by way of the command itself."""
    result = run("tmx", "convert", path, "--to", "tsv", "-o", "-", "-q")
    assert result.returncode == 0, result.stderr
    return [line.split("\t") for line in result.stdout.splitlines()[1:]]


def test_the_formats_of_the_options_are_those_of_the_library() -> None:
    assert tuple(n for n, f in UNIT_FORMATS.items() if f.reader) == command.READABLE
    assert set(command.WRITABLE) == {n for n, f in UNIT_FORMATS.items() if f.writer}
    (keep,) = (p for p in command.merge_command.params if p.name == "keep")
    assert tuple(keep.type.choices) == KEEPS  # type: ignore[attr-defined]


def test_validate_tells_file_line_column_and_unit(small: Path) -> None:
    result = run("tmx", "validate", small)
    assert result.returncode == 0
    assert f"{small}:8:1: warning: the unit has the same texts as unit 1 (unit 4)" in result.stdout
    assert result.stdout.endswith(f"{small}: 0 errors, 2 warnings\n")
    assert run("tmx", "validate", small, "--strict").returncode == 1


def test_validate_fails_for_an_error(small: Path) -> None:
    small.write_text(small.read_text("utf-8").replace("Salt.", "Salt & pepper"), "utf-8")
    result = run("tmx", "validate", small)
    assert result.returncode == 1
    assert f"{small}:6:" in result.stdout
    assert "error: broken XML" in result.stdout
    found = json.loads(run("tmx", "validate", small, "--json").stdout)
    assert [r["code"] for r in found[0]["remarks"]] == ["broken-xml"]


def test_validate_counts_what_it_does_not_show(tmp_path: Path) -> None:
    path = memory(tmp_path / "a.tmx", *[unit("OK", "OK")] * 60)
    result = run("tmx", "validate", path, "--show", "3")
    assert len(result.stdout.splitlines()) == 5
    assert "116 more remarks; in all: equal-texts 60, duplicate 59" in result.stdout


def test_stats_count(small: Path) -> None:
    found = json.loads(run("tmx", "stats", small, "--json").stdout)
    assert {key: found[key] for key in ("units", "equal", "duplicates", "several")} == {
        "units": 5,
        "equal": 1,
        "duplicates": 1,
        "several": 1,
    }
    assert (found["first_date"], found["last_date"]) == ("20250102", "20260102")
    assert found["languages"]["en-US"]["longest"] == 7
    assert found["props"]["x-probability"]["lowest"] == 0.4
    shown = run("tmx", "stats", small).stdout
    assert "duplicates" in shown
    assert "property x-probability: 5 units; 0.4 to 1" in shown


@pytest.mark.parametrize(
    ("options", "targets"),
    [
        (["--min-probability", "0.8"], ["Bread.", "A loaf.", "OK"]),
        (["--prop", "x-probability=^0"], ["Bread.", "Salt.", "A loaf.", "Bread."]),
        (["--source", "面"], ["Bread.", "A loaf.", "Bread."]),
        (["--target", "^A"], ["A loaf."]),
        (["--not-source", "面", "--not-target", "OK"], ["Salt."]),
        (["--longest", "6"], ["Bread.", "Salt.", "Bread.", "OK"]),
        (["--shortest", "3"], ["Bread.", "A loaf.", "Bread."]),
        (["--ratio", "2"], ["Bread.", "Bread.", "OK"]),
        (["--after", "2026-01-02"], ["Bread."]),
        (["--before", "2026-01-02"], ["Salt."]),
        (["--different"], ["Bread.", "Salt.", "A loaf.", "Bread."]),
        (["--once"], ["Bread.", "Salt.", "A loaf.", "OK"]),
        (["--source-lang", "en", "--source", "Salt"], ["盐。"]),
    ],
)
def test_filter(options: list[str], targets: list[str], small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.tmx"
    result = run("tmx", "filter", small, *options, "-o", out)
    assert result.returncode == 0, result.stderr
    assert [target for _, target in pairs(out)] == targets
    left = len(UNITS) - len(targets)
    assert result.stdout.startswith(f"{len(targets)} unit")
    assert (f"{left} left out" in result.stdout) == (left > 0)
    assert run("tmx", "validate", out).returncode == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--source", "("], "is no regular expression"),
        (["--after", "yesterday"], "is no day"),
        (["--prop", "x"], "NAME=REGEX"),
        (["--source-lang", "fr"], "has no units in fr"),
        (["--created", "today"], "write it in UTC"),
        (["--rename-lang", "zh"], "names no two tags"),
        (["--rename-lang", "zh-CN=中"], "write it with a hyphen"),
    ],
)
def test_filter_refuses_in_a_sentence(
    options: list[str], words: str, small: Path, tmp_path: Path
) -> None:
    refused(run("tmx", "filter", small, *options, "-o", tmp_path / "out.tmx"), words)
    assert written(tmp_path) == {"small.tmx"}


@pytest.mark.parametrize(
    ("keep", "targets"),
    [
        ("all", ["Bread.", "Salt.", "A loaf.", "OK", "A bun."]),
        ("first", ["Bread.", "Salt.", "OK"]),
        ("last", ["OK", "A bun.", "Salt."]),
    ],
)
def test_merge(keep: str, targets: list[str], small: Path, tmp_path: Path) -> None:
    other = memory(tmp_path / "other.tmx", unit("面包。", "A bun."), unit("盐。", "Salt."))
    out = tmp_path / "out.tmx"
    result = run("tmx", "merge", small, other, "--keep", keep, "-o", out, "--json")
    assert [target for _, target in pairs(out)] == targets
    summary = json.loads(result.stdout)
    assert summary["written"] == len(targets)
    assert summary["written"] + sum(summary["left_out"].values()) == 7


def test_a_language_is_renamed_and_the_header_with_it(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.tmx"
    run("tmx", "merge", small, "--rename-lang", "ZH-cn=zh-Hans", "-o", out)
    text = out.read_text("utf-8")
    assert 'srclang="zh-Hans"' in text
    assert "zh-CN" not in text


def test_equal_inputs_give_equal_files_on_request(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    for name in ("a.tmx", "b.tmx"):
        assert run("tmx", "merge", small, "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "a.tmx").read_bytes() == (tmp_path / "b.tmx").read_bytes()
    assert b'creationdate="19700102T000000Z"' in (tmp_path / "a.tmx").read_bytes()
    run("tmx", "merge", small, "-o", tmp_path / "c.tmx", "--created", "none", "--doctype")
    text = (tmp_path / "c.tmx").read_text("utf-8")
    assert "creationdate" not in text
    assert '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' in text


def test_a_memory_is_split(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "part.tmx"
    result = run("tmx", "merge", small, "--units-per-file", "2", "-o", out)
    assert result.returncode == 0, result.stderr
    assert written(tmp_path) == {"small.tmx", "part-001.tmx", "part-002.tmx"}
    assert len(pairs(tmp_path / "part-001.tmx")) == 2


def test_a_broken_memory_is_refused_and_recovered(small: Path, tmp_path: Path) -> None:
    small.write_text(small.read_text("utf-8").replace("A loaf.", "<seg>A loaf."), "utf-8")
    out = tmp_path / "out.tmx"
    refused(run("tmx", "filter", small, "-o", out), "line 7: broken XML")
    assert not out.exists()
    result = run("tmx", "filter", small, "-o", out, "--recover")
    assert result.returncode == 0
    assert "is broken in 1 place, first at line 7, column " in result.stderr
    assert "4 whole units were kept; mended: 1 broken unit kept as plain text" in result.stderr
    assert len(pairs(out)) == 5


def test_a_broken_memory_is_repaired(small: Path, tmp_path: Path) -> None:
    text = small.read_text("utf-8").replace("Salt.", "Salt &#x1F; &#x2; & pepper.")
    text = text.replace("<seg>A loaf.</seg>", "A loaf.").replace(FOOTER, "")
    small.write_text(text, "utf-8")
    out = tmp_path / "out.tmx"
    result = run("tmx", "repair", small, "-o", out)
    assert result.returncode == 0, result.stderr
    assert "mended: 2 characters that XML cannot hold taken out, 1 bare & or <" in result.stderr
    assert "1 text without <seg>" in result.stderr
    assert result.stdout == f"5 units written to {out}\n"
    targets = ["Bread.", "Salt & pepper.", "A loaf.", "Bread.", "OK"]
    assert [target for _, target in pairs(out)] == targets
    assert run("tmx", "validate", out).returncode == 0
    told = run("tmx", "repair", small, "-o", out, "--json")
    assert "2 characters" in json.loads(told.stdout)["broken"][0]
    refused(run("tmx", "repair", small, "-o", small), "one of the inputs")


@pytest.mark.parametrize("command", ["merge", "filter", "convert"])
def test_every_command_recovers(command: str, small: Path, tmp_path: Path) -> None:
    small.write_text(small.read_text("utf-8").replace("Salt.", "Salt&#x1F;."), "utf-8")
    out = tmp_path / "out.tmx"
    refused(run("tmx", command, small, "-o", out), "--recover")
    result = run("tmx", command, small, "-o", out, "--recover")
    assert "1 character that XML cannot hold taken out" in result.stderr
    assert ["盐。", "Salt."] in pairs(out)
    assert "mended" in run("tmx", "stats", small, "--recover").stderr


def test_strict_refuses_what_validate_calls_an_error(small: Path, tmp_path: Path) -> None:
    small.write_text(small.read_text("utf-8").replace(' o-tmf="x"', ""), "utf-8")
    out = tmp_path / "out.tmx"
    assert run("tmx", "merge", small, "-o", out).returncode == 0
    refused(run("tmx", "merge", small, "-o", out, "--strict"), "<header> has no attribute o-tmf")


def test_an_input_is_never_overwritten(small: Path) -> None:
    before = small.read_bytes()
    refused(run("tmx", "merge", small, "-o", small), "it is one of the inputs")
    assert small.read_bytes() == before


FORMATS = ("tsv", "csv", "jsonl", "tmx")
ODD = ("=1+1", "'=x", "''-x", "- 是", "@a", '"引"', 'a "b" c', "a,b;c", "  x", "<&>", "\\n")


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_converted_comes_back(name: str, tmp_path: Path) -> None:
    texts = [text.replace("&", "&amp;").replace("<", "&lt;") for text in ODD]
    first = memory(tmp_path / "a.tmx", *(unit(f"{text} 中", text) for text in texts))
    middle, last = tmp_path / f"b.{name}", tmp_path / "c.tmx"
    assert run("tmx", "convert", first, "-o", middle).returncode == 0
    assert run("tmx", "convert", middle, "-o", last).returncode == 0
    # Compared as JSON, which is not on the way of the other three.
    found = [
        run("tmx", "convert", p, "--to", "jsonl", "-o", "-", "-q").stdout for p in (first, last)
    ]
    assert found[0] == found[1]
    assert len(found[0].splitlines()) == len(ODD)


def test_a_spreadsheet_gets_no_formula(tmp_path: Path) -> None:
    path = memory(tmp_path / "a.tmx", unit("=1+1", "+2"), unit("-3", "@x"))
    out = tmp_path / "a.csv"
    run("tmx", "convert", path, "-o", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbfzh-CN,en-US\n'=1+1,'+2\n'-3,'@x\n")
    run("tmx", "convert", path, "-o", out, "--no-guard")
    assert out.read_bytes().endswith(b"\n=1+1,+2\n-3,@x\n")


def test_properties_get_columns(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.tsv"
    run("tmx", "convert", small, "-o", out, "--prop", "x-probability")
    assert out.read_text("utf-8").splitlines()[:2] == [
        "zh-CN\ten-US\tx-probability",
        "面包。\tBread.\t0.9500",
    ]
    again = tmp_path / "b.tmx"
    run("tmx", "convert", out, "-o", again)
    assert '<prop type="x-probability">0.4000</prop>' in again.read_text("utf-8")


def test_plain_texts_in_a_pair(small: Path, tmp_path: Path) -> None:
    base = tmp_path / "corpus"
    result = run("tmx", "convert", small, "--to", "moses", "-o", base)
    assert result.returncode == 0, result.stderr
    one, other = tmp_path / "corpus.zh-CN", tmp_path / "corpus.en-US"
    assert one.read_text("utf-8").splitlines()[1] == "盐。"
    assert other.read_text("utf-8").splitlines()[1] == "Salt."
    back = tmp_path / "back.tmx"
    assert run("tmx", "convert", one, other, "-o", back).returncode == 0
    assert pairs(back) == pairs(small)
    other.write_text("Bread.\n", "utf-8")
    refused(run("tmx", "convert", one, other, "-o", back), "it ends after 1 lines")


def test_a_table_without_languages_needs_them(tmp_path: Path) -> None:
    table = tmp_path / "a.tsv"
    table.write_text("id\tsource\ttarget\n1\t盐\tSalt\n", "utf-8")
    out = tmp_path / "a.tmx"
    refused(run("tmx", "convert", table, "-o", out), "give --source-lang and --target-lang")
    langs = ("--source-lang", "zh-CN", "--target-lang", "en-US")
    assert run("tmx", "convert", table, "-o", out, *langs).returncode == 0
    assert pairs(out) == [["盐", "Salt"]]
    assert run("tmx", "convert", table, "-o", out, *langs, "--columns", "3", "2").returncode == 0
    refused(run("tmx", "convert", table, "-o", out, *langs, "--columns", "3", "9"), "no column '9'")


def test_xliff_becomes_a_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(
        '<xliff version="1.2"><file original="x" source-language="zh-CN" target-language="en-US">'
        '<body><trans-unit id="u7"><source>盐</source><target state="final">Salt</target>'
        "</trans-unit><trans-unit id='u8'><source>水</source></trans-unit></body></file></xliff>",
        "utf-8",
    )
    out = tmp_path / "a.tmx"
    result = run("tmx", "convert", path, "-o", out)
    assert "1 left out (empty 1)" in result.stdout
    assert '<prop type="x-unit">u7</prop><prop type="x-state">final</prop>' in out.read_text(
        "utf-8"
    )


@pytest.mark.parametrize("name", ["xliff", "xliff-1.2"])
def test_a_memory_becomes_xliff_that_can_be_filled(name: str, tmp_path: Path) -> None:
    only = (
        '<tu><tuv xml:lang="zh-CN"><seg>水</seg></tuv><tuv xml:lang="{}"><seg>{}</seg></tuv></tu>'
    )
    path = memory(tmp_path / "a.tmx", only.format("fr-FR", "Eau"), unit("盐", "Salt"))
    out = tmp_path / "a.xlf"
    languages = ("--target-lang", "en-US")
    result = run("tmx", "convert", path, "--to", name, "-o", out, *languages)
    assert result.stdout == f"2 units written to {out}\n"
    text = out.read_text("utf-8")
    # The first unit has no English; the language of the second is the file's.
    assert 'Lang="en-US"' in text or 'target-language="en-US"' in text
    assert "<source>水</source></" in text
    out.write_text(text.replace("水</source>", "水</source><target>Water</target>"), "utf-8")
    assert pairs(out) == [["水", "Water"], ["盐", "Salt"]]


def test_standard_input_and_output(small: Path) -> None:
    result = run_process("tmx", "filter", "-", "--once", "-o", "-", data=small.read_bytes())
    assert result.returncode == 0
    assert result.stdout.count(b"<tu>") + result.stdout.count(b"<tu ") == 4
    assert b"4 units written; 1 left out (duplicate 1)" in result.stderr
    refused(run("tmx", "merge", "-", "--keep", "last", "-o", "-"), "reads the memories twice")


def test_standard_output_gets_a_whole_memory_or_none(small: Path) -> None:
    small.write_text(small.read_text("utf-8")[:-60], "utf-8")
    refused(run("tmx", "filter", small, "-o", "-"), "breaks off")


def test_other_refusals(small: Path, tmp_path: Path) -> None:
    refused(run("tmx", "stats", tmp_path / "none.tmx"), "does not exist")
    refused(run("tmx", "stats", tmp_path), "is a folder")
    refused(run("tmx", "convert", small, "-o", tmp_path / "a.doc"), "does not tell its format")
    refused(
        run("tmx", "convert", small, "-o", "-", "--to", "moses"), "cannot go to standard output"
    )
    split = ("--units-per-file", "2")
    refused(run("tmx", "convert", small, "-o", tmp_path / "a.csv", *split), "can be split")
    for name, text, words in (
        ("a.jsonl", "{}\n[]\n", "line 2: no unit as JSON"),
        ("a.csv", 'zh,en\n"a,b\n', "broken table"),
        ("a.tmx", "<html/>", "is a web page (HTML), no translation memory"),
    ):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        refused(run("tmx", "convert", path, "-o", tmp_path / "out.tmx"), words)
    latin = tmp_path / "b.tsv"
    latin.write_bytes(b"zh\ten\nx\t\xe9\n")
    refused(run("tmx", "convert", latin, "-o", tmp_path / "out.tmx"), "not a text in UTF-8")
