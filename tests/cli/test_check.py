"""``duizhao check``: an existing bitext keeps its links and shows its gaps."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner, Result
from helpers.hash_encoder import HashEncoder, invented

from duizhao.align.check import check_file
from duizhao.cli.check import INPUT_FORMATS
from duizhao.cli.main import main
from duizhao.corpora.alignment import Alignment, Category, Severity
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.corpora.exchange.bitext import BITEXT_FORMATS, read_bitext
from duizhao.corpora.units.tmx.memory import read_tmx
from duizhao.errors import InputError, UnknownNameError

UNITS = [
    ("The river office keeps a book.", "河务局有一本簿子。", ""),
    ("In 1911 the water rose by three metres in one night.", "", ' state="new"'),
    ("“We slept on the roof,” said the miller.", "“”磨坊主说。", ""),
    ("Nobody listens for long, for the figures are hard.", "", ""),
    ("It is read aloud in the hall.", "It is read aloud in the hall.", ""),
    ("Kestrel Bay", "Kestrel Bay", ""),
    ("The ferry leaves at noon from the old harbour.", "A ferry goes from here at noon.", ""),
    ("See https://example.org/flood", "https://example.org/flood", ""),
    ("1911", "1911", ""),
    ("His dog slept there as well.", "他的狗也睡在那里。", ""),
]  # fmt: skip


def xliff(units: list[tuple[str, str, str]]) -> str:
    body = "".join(
        f'<trans-unit id="{n}"><source>{source}</source>'
        + (f"<target{state}>{target}</target>" if target or state else "")
        + "</trans-unit>"
        for n, (source, target, state) in enumerate(units, start=1)
    )
    return (
        '<xliff version="1.2"><file original="a" source-language="en" target-language="zh-CN">'
        f"<body>{body}</body></file></xliff>"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "project.xlf"
    path.write_text(xliff(UNITS), encoding="utf-8")
    return path


@pytest.fixture
def alignment(path: Path) -> Alignment:
    return check_file(path, HashEncoder())


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, words)])


def test_links_are_kept_as_they_are(alignment: Alignment) -> None:
    assert [bead.type for bead in alignment.beads] == [
        "1-0" if not target else "1-1" for _, target, _ in UNITS
    ]
    for bead in alignment.beads:
        assert 0 <= bead.probability <= 1
        assert -1 <= bead.similarity <= 1


def test_units_without_translation_are_omissions(alignment: Alignment) -> None:
    found = [f for f in alignment.findings if f.category is Category.OMISSION]
    assert [f.source.text for f in found if f.source] == [UNITS[1][0], UNITS[3][0]]
    assert {f.severity for f in found} == {Severity.MAJOR}


def test_blanks_are_found_with_what_they_lost(alignment: Alignment) -> None:
    (blank,) = (f for f in alignment.findings if f.category is Category.BLANK)
    assert blank.target is not None
    assert blank.target.text == "“”"


def test_text_in_the_language_of_the_source_is_untranslated(alignment: Alignment) -> None:
    # Neighbours are told once: the same, what may be a name, and other words that are English.
    (told,) = (f for f in alignment.findings if f.category is Category.UNTRANSLATED)
    assert told.severity is Severity.MAJOR
    places = cast("list[dict[str, object]]", told.evidence["places"])
    assert [p["text"] for p in places if p["side"] == "target"] == [UNITS[n][1] for n in (4, 5, 6)]


def test_findings_are_in_order_and_numbered(alignment: Alignment) -> None:
    assert [f.id for f in alignment.findings] == [
        f"F{n:03}" for n in range(1, len(alignment.findings) + 1)
    ]
    ranks = [f.severity.rank for f in alignment.findings]
    assert ranks == sorted(ranks)


def test_a_name_that_the_file_calls_new_is_surely_untranslated(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(xliff([("Kestrel Bay", "Kestrel Bay", ' state="new"')]), encoding="utf-8")
    (finding,) = check_file(path, HashEncoder()).findings
    assert (finding.category, finding.severity) == (Category.UNTRANSLATED, Severity.MAJOR)
    assert finding.evidence["state"] == "new"


def test_one_language_on_both_sides_is_untranslated_only_if_all_is_the_same(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("They went home early that day.\tThey went home early that day.\n", "utf-8")
    (told,) = check_file(path, HashEncoder()).findings
    assert (told.category, told.severity) == (Category.UNTRANSLATED, Severity.MAJOR)
    path.write_text("They went home early that day.\tThey left early for home then.\n", "utf-8")
    assert not [
        f for f in check_file(path, HashEncoder()).findings if f.category is Category.UNTRANSLATED
    ]


def test_right_links_are_more_probable_than_wrong_ones(tmp_path: Path) -> None:
    rng = random.Random(3)
    sentences = invented(rng, 60)
    pairs = [(s, s.upper()) for s in sentences]
    for n in (10, 30):
        pairs[n], pairs[n + 1] = (pairs[n][0], pairs[n + 1][1]), (pairs[n + 1][0], pairs[n][1])
    path = tmp_path / "a.tsv"
    path.write_text("".join(f"{a}\t{b}\n" for a, b in pairs), encoding="utf-8")
    beads = check_file(path, HashEncoder()).beads
    wrong = {10, 11, 30, 31}
    low = max(b.probability for n, b in enumerate(beads) if n in wrong)
    high = min(b.probability for n, b in enumerate(beads) if n not in wrong)
    assert low < 0.5 < high


def test_pairs_that_were_left_as_they_are_change_nothing_for_the_others(tmp_path: Path) -> None:
    prose = invented(random.Random(5), 20)
    pairs = [(s, s.upper()) for s in prose]
    copies = [(f"https://harbour.example/{n}",) * 2 for n in range(40)]
    chances = []
    for rows in (pairs, [*copies[:20], *pairs, *copies[20:]]):
        path = tmp_path / f"{len(rows)}.tsv"
        path.write_text("".join(f"{a}\t{b}\n" for a, b in rows), encoding="utf-8")
        chances.append([bead.probability for bead in check_file(path, HashEncoder()).beads])
    assert chances[1][20:40] == pytest.approx(chances[0], abs=1e-6)


def test_a_bitext_without_a_link_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(xliff([("One.", "", ""), ("Two.", "", "")]), encoding="utf-8")
    (finding,) = check_file(path, HashEncoder()).findings
    assert finding.category is Category.OMISSION


def test_the_policy_is_full_unless_it_is_named(path: Path) -> None:
    assert check_file(path, HashEncoder()).policy == "full"
    digest = check_file(path, HashEncoder(), policy="digest")
    assert {f.severity for f in digest.findings if f.category is Category.OMISSION} == {
        Severity.INFO
    }


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("check")
    path = folder / "project.xlf"
    path.write_text(xliff(UNITS), encoding="utf-8")
    result = run(path, "-o", folder / "out", "--no-cache", "--json")
    assert result.exit_code == 0, result.output
    return folder / "out", json.loads(result.stdout)


def test_the_command_writes_what_align_writes(results: tuple[Path, dict[str, Any]]) -> None:
    out, summary = results
    assert {p.name for p in out.iterdir()} == {
        *("alignment.json", "aligned.tmx", "aligned.tsv", "report.html"),
    }
    assert summary["beads"] == {"1-1": 8, "1-0": 2}
    assert {f["category"] for f in summary["findings"]} == {"blank", "omission", "untranslated"}
    assert "unit 2" in (out / "report.html").read_text(encoding="utf-8")


def test_the_results_can_be_read_back(results: tuple[Path, dict[str, Any]]) -> None:
    alignment = read_alignment(results[0] / "alignment.json")
    assert [s.place.unit for s in alignment.sources[0].sentences if s.place][:2] == ["1", "2"]
    memory = read_tmx((results[0] / "aligned.tmx").read_bytes(), "aligned.tmx")
    assert ("His dog slept there as well.", "他的狗也睡在那里。") in {
        (unit.source, unit.target) for unit in memory.units
    }


def test_the_table_that_we_write_can_be_checked(
    results: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    bitext = read_bitext(results[0] / "aligned.tsv")
    assert [b.type for b in bitext.beads].count("1-0") == 2
    assert bitext.target.sentences[0].text == "河务局有一本簿子。"


def test_fail_on_and_quiet(path: Path, tmp_path: Path) -> None:
    result = run(path, "-o", tmp_path / "o", "--no-cache", "--fail-on", "major", "-q")
    assert (result.exit_code, result.output) == (1, "")
    one = run(path, "-o", tmp_path / "p", "--no-cache", "--format", "json")
    assert one.exit_code == 0
    assert [p.name for p in (tmp_path / "p").iterdir()] == ["alignment.json"]


@pytest.mark.parametrize("name", ["absent.xlf", "a.docx", "."])
def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, name: str) -> None:
    if name == "a.docx":
        (tmp_path / name).write_bytes(b"PK\x03\x04 nothing")
    result = run(tmp_path / name, "-o", tmp_path / "o", "--no-cache")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "o").exists()


def test_names_of_formats_are_the_library_s(path: Path) -> None:
    assert INPUT_FORMATS == BITEXT_FORMATS
    with pytest.raises(UnknownNameError, match="tmx, xliff, po"):
        read_bitext(path, format="pdf")
    with pytest.raises(InputError, match="no <tmx> element"):
        read_bitext(path, format="tmx")
