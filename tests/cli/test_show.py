"""The command ``duizhao show``: columns of a terminal, in which no text acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers.commands import refused, run, run_process
from helpers.examples import examples
from helpers.hostile import acting, hostile
from helpers.strategies import alignments
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from duizhao.align.report.terminal.lines import NARROWEST, STYLES, finding_lines, table_lines
from duizhao.align.report.terminal.wrapping import StyledText, width_of, wrap
from duizhao.cli import show
from duizhao.cli.main import main
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.alignment_json import read_alignment, write_json

SGR = re.compile(r"\x1b\[[0-9;]*m")
WORDS = st.text(
    st.one_of(st.sampled_from("ab ,.“”（）。，今天好\u0301\U0001f600\u200d"), st.characters()),
    max_size=60,
)


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An alignment whose texts hold all that a terminal might obey."""
    path = tmp_path_factory.mktemp("hostile") / "alignment.json"
    with path.open("wb") as stream:
        write_json(hostile(), stream)
    return path


def in_terminal(path: Path, *options: str, **environment: str) -> str:
    """Return what the command prints where a terminal is."""
    runner = CliRunner(env={"NO_COLOR": None, **environment})
    result = runner.invoke(main, ["show", str(path), *options], color=True)
    assert result.exit_code == 0, result.output
    return result.output


def without_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("width", [40, 73, 100, 200])
def test_both_texts_stand_in_two_columns(aligned: Path, width: int) -> None:
    result = run("show", aligned, "--width", width, "--ui", "en")
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    rule = next(n for n, line in enumerate(lines) if set(line) == set("-+"))
    bar = wcswidth(lines[rule].split("+")[0])
    assert wcswidth(lines[rule]) == width
    left, right = "", ""
    for line in lines[rule + 1 :]:
        assert wcswidth(line) <= width
        cells = at_column(line, bar)
        if cells is not None:
            left, right = left + cells[0][3:], right + cells[1]
    alignment = read_alignment(aligned)
    for number, text in ((0, left), (1, right)):
        for sentence in alignment.documents[number].sentences:
            shown = without_spaces(text).replace("[textmissing]", "")
            assert without_spaces(sentence.text) in shown


def at_column(line: str, column: int) -> tuple[str, str] | None:
    """Cut a line at the bar that stands in a column; None if there is none."""
    at = 0
    for n, character in enumerate(line):
        if at == column:
            return (line[:n], line[n + 1 :]) if character == "|" else None
        at += max(0, wcswidth(character))
    return None


def test_every_finding_stands_under_its_row(aligned: Path) -> None:
    table = run("show", aligned, "--width", 120, "--ui", "zh").stdout
    only = run("show", aligned, "--width", 120, "--ui", "zh", "--findings").stdout
    for finding in read_alignment(aligned).findings:
        assert len(re.findall(rf"^ +\S+ {finding.id} ", table, re.MULTILINE)) == 1
        assert len(re.findall(rf"^\S+ {finding.id} ", only, re.MULTILINE)) == 1
        assert without_spaces(finding.message["zh"]) in without_spaces(only)
    assert "水下草场，缓缓归来" in table
    assert "水下草场，缓缓归来" not in only


def test_colours_only_where_they_are_wanted(aligned: Path) -> None:
    coloured = in_terminal(aligned, "--width", "100")
    assert SGR.search(coloured)
    assert not SGR.search(in_terminal(aligned, "--width", "100", NO_COLOR="1"))
    piped = run("show", aligned, "--width", 100).stdout
    assert "\x1b" not in piped
    lines = (line.rstrip() for line in SGR.sub("", coloured).splitlines())
    assert [*lines] == [line.rstrip() for line in piped.splitlines()]


def test_signs_and_words_say_what_colours_say(aligned: Path) -> None:
    only = run("show", aligned, "--findings", "--ui", "en").stdout
    signs = {"critical": "!!", "major": "!", "minor": "?", "info": "i"}
    for finding in read_alignment(aligned).findings:
        assert f"\n{signs[finding.severity.value]} {finding.id} {finding.severity.value}" in only


@pytest.mark.parametrize("options", [(), ("--findings",)])
def test_nothing_that_a_text_says_acts(acts: Path, options: tuple[str, ...]) -> None:
    shown = in_terminal(acts, "--width", "80", *options)
    bare = SGR.sub("", shown).replace("\n", "")
    assert not acting(bare)
    assert "␛[31mred" in bare
    assert "⟨U+202E⟩" in bare
    assert set(SGR.findall(shown)) <= styles()


def styles() -> set[str]:
    """Return the sequences that our own styles are made of."""
    found = set()
    for style in show._STYLES.values():
        import click

        found |= set(SGR.findall(click.style("x", **style)))
    return found


def test_a_pager_gets_the_same(aligned: Path) -> None:
    plain, paged = (
        run_process("show", aligned, "--width", 90, *more) for more in ((), ("--pager",))
    )
    assert plain.returncode == paged.returncode == 0
    assert paged.stdout == plain.stdout + b"\n"  # which click adds


def test_the_styles_and_the_least_width_are_the_library_s_own() -> None:
    assert set(show._STYLES) == set(STYLES)
    assert show._NARROWEST == NARROWEST


def test_what_cannot_be_done_is_told(tmp_path: Path, aligned: Path) -> None:
    refused(run("show", tmp_path / "none.json"), "cannot read")
    result = run("show", aligned, "--width", 39)
    assert result.returncode == 2
    assert "--width" in result.stderr


@given(alignment=alignments(), width=st.integers(NARROWEST, 120))
@examples(30)
def test_any_alignment_fits_and_does_nothing(alignment: Alignment, width: int) -> None:
    for lines in (finding_lines(alignment, width), table_lines(alignment, width)):
        for line in lines:
            text = "".join(chunk.text for chunk in line)
            assert not acting(text)
            assert sum(width_of(chunk.text) for chunk in line) <= width


@given(text=WORDS, width=st.integers(2, 30))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    half = len(text) // 2
    lines = wrap([StyledText(text[:half], "a"), StyledText(text[half:])], width)
    assert all(sum(width_of(chunk.text) for chunk in line) <= width for line in lines)
    kept = "".join(chunk.text for line in lines for chunk in line)
    assert kept.replace(" ", "") == text.replace(" ", "")


def test_lines_break_as_chinese_does() -> None:
    lines = wrap([StyledText("他说：“今天天气很好。”我们走吧（真的）。")], 10)
    texts = ["".join(chunk.text for chunk in line) for line in lines]
    assert not any(text[0] in "，。：”）" for text in texts)
    assert not any(text[-1] in "“（" for text in texts)
    assert max(map(width_of, texts)) <= 10
