"""Files of translators' programs, checked: what was lost is found, and nothing else is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.xliff_files import PROGRAMS, lost_and_false, made_segments

from duizhao.align.check import check_file
from duizhao.corpora.alignment import Alignment, Category, Severity

SHARED = (
    '<xliff version="1.2" {}><file original="a" source-language="en" target-language="zh"><body>'
)


def checked(folder: Path, units: str, more: str = "") -> Alignment:
    path = folder / "a.xlf"
    path.write_text(f"{SHARED.format(more)}{units}</body></file></xliff>", encoding="utf-8")
    return check_file(path)


def told(alignment: Alignment, category: Category) -> list[tuple[str, str]]:
    """Return the rule and the severity of findings of a category."""
    return [(f.rule, f.severity.value) for f in alignment.findings if f.category is category]


def unit(source: str, target: str) -> str:
    return f"<trans-unit id='1'><source>{source}</source><target>{target}</target></trans-unit>"


@pytest.mark.parametrize("name", PROGRAMS)
def test_all_that_was_lost_is_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    bad = [4, 9, 17, 18, 30]
    path = tmp_path / name
    path.write_text(PROGRAMS[name](made_segments(36, bad)), encoding="utf-8")
    alignment = check_file(path)
    assert len(alignment.beads) == 36
    assert lost_and_false(alignment, bad) == (set(bad), [])
    assert {f.severity for f in alignment.findings} == {Severity.MAJOR}


SOURCE = "The door was <g id='1'>painted</g> red on <x id='2'/> and it shines."


@pytest.mark.parametrize(
    ("target", "expected", "shown"),
    [
        ("门在<x id='2'/>那天<g id='1'>漆成</g>红色，闪闪发亮。", [], ""),
        ("门在<x id='2'/>那天漆成红色，闪闪发亮。", [("lost", "major")], '<g id="1">'),
        ("门在那天<g id='1'>漆成</g>红色，闪闪发亮。", [("lost", "major")], '<x id="2"/>'),
        (
            "门在<x id='3'/>那天<g id='1'>漆成</g>红色，闪闪发亮。",
            [("changed", "major")],
            '<x id="3"/>',
        ),
        (
            "门在<x id='2'/>那天<g id='1'>漆成</g><x id='9'/>红色，闪闪发亮。",
            [("extra", "major")],
            '<x id="9"/>',
        ),
        (
            "门在<x id='2'/>那天<x id='2'/><g id='1'>漆成</g>红色，闪闪发亮。",
            [("extra", "major")],
            '<x id="2"/>',
        ),
    ],
)
def test_a_code_that_was_lost_added_or_changed_is_shown(
    target: str, expected: list[tuple[str, str]], shown: str, tmp_path: Path
) -> None:
    alignment = checked(tmp_path, unit(SOURCE, target))
    assert told(alignment, Category.VERBATIM) == expected
    for finding in alignment.findings:
        assert shown in finding.message["en"]
        assert shown in finding.message["zh"]


PAIRS = [
    ("<bx id='1'/>", "<ex id='1'/>"),
    ("<bx id='4' rid='1'/>", "<ex id='5' rid='1'/>"),
    ("<bpt id='1' rid='7'>\\cf1 </bpt>", "<ept id='2' rid='7'>\\cf0 </ept>"),
]


@pytest.mark.parametrize(("begin", "end"), PAIRS)
def test_a_pair_of_codes_that_ends_before_it_begins_is_shown(
    begin: str, end: str, tmp_path: Path
) -> None:
    source = f"The door was {begin}painted{end} red that day and it shines."
    right, wrong = (
        f"门在那天{one}漆成{other}红色，闪闪发亮。" for one, other in ((begin, end), (end, begin))
    )
    assert told(checked(tmp_path, unit(source, right)), Category.VERBATIM) == []
    alignment = checked(tmp_path, unit(source, wrong))
    assert told(alignment, Category.VERBATIM) == [("changed", "major")]
    (finding,) = alignment.findings
    assert "has begun" in finding.message["en"]
    assert "先结束后开始" in finding.message["zh"]
    # What the original has in this order may stand in this order.
    turned = f"The door was {end}painted{begin} red that day and it shines."
    assert told(checked(tmp_path, unit(turned, wrong)), Category.VERBATIM) == []


def test_formatting_that_was_lost_is_minor(tmp_path: Path) -> None:
    source = "The door was <bpt id='1'>&lt;b></bpt>painted<ept id='1'>&lt;/b></ept> red today."
    alignment = checked(tmp_path, unit(source, "门今天漆成了红色。"))
    assert told(alignment, Category.VERBATIM) == [("lost", "minor")]


def test_a_code_in_quotation_marks_is_no_blank(tmp_path: Path) -> None:
    alignment = checked(
        tmp_path, unit("Open “<x id='1'/>” and then wait.", "打开“<x id='1'/>”，然后等待。")
    )
    assert not alignment.findings


def test_what_is_left_aside_is_told_and_saved(tmp_path: Path) -> None:
    kept = unit("The door is red.", "门是红色的。")
    code = "<trans-unit id='2' translate='no'><source>CODE</source></trans-unit>"
    alignment = checked(tmp_path, kept + code)
    assert alignment.aside == {"not_translated": 1}
    alignment.save(tmp_path / "a.json")
    assert Alignment.load(tmp_path / "a.json").aside == {"not_translated": 1}


def test_a_table_that_covers_little_is_a_digest_and_a_file_of_units_never(tmp_path: Path) -> None:
    segments = made_segments(40)
    rows = [
        ("".join(s.source), "".join(s.target) if n < 20 else "") for n, s in enumerate(segments)
    ]
    path = tmp_path / "a.tsv"
    path.write_text("".join(f"{a}\t{b}\n" for a, b in rows), encoding="utf-8")
    assert check_file(path).policy == "digest"
    path.write_text("".join(f"{a}\t{b}\n" for a, b in [*rows[:3], rows[-1]]), encoding="utf-8")
    assert check_file(path).policy == "full"
    assert checked(tmp_path, "".join(unit(*row) for row in rows)).policy == "full"


REGIONS = (
    '<tmx version="1.4"><header srclang="en-US"/><body>'
    '<tu><tuv xml:lang="en-US"><seg>The ferry left at dawn.</seg></tuv>'
    '<tuv xml:lang="zh-CN"><seg>渡轮黎明出发。</seg></tuv></tu>'
    '<tu><tuv xml:lang="zh-Hans-CN"><seg>桥关闭了。</seg></tuv>'
    '<tuv xml:lang="en-GB"><seg>The bridge was closed.</seg></tuv></tu>'
    '<tu><tuv xml:lang="EN_AU"><seg>It rained.</seg></tuv></tu>'
    '<tu><tuv xml:lang="zh-TW"><seg>大橋開放了。</seg></tuv>'
    '<tuv xml:lang="en"><seg>The bridge opened.</seg></tuv></tu>'
    '<tu><tuv xml:lang="en"><seg>Two came.</seg></tuv>'
    '<tuv xml:lang="zh"><seg>来了两个。</seg></tuv>'
    '<tuv xml:lang="fr"><seg>Deux sont venus.</seg></tuv></tu>'
    '<tu><tuv xml:lang="fr"><seg>Oui.</seg></tuv><tuv xml:lang="de"><seg>Ja.</seg></tuv></tu>'
    "</body></tmx>"
)


@pytest.mark.parametrize(
    ("langs", "types", "aside"),
    [
        ({}, ["1-1", "1-1", "1-0", "1-1"], {"region": 1, "other_languages": 2}),
        ({"source_lang": "en-US", "target_lang": "zh-TW"}, ["1-0", "1-1"], None),
        ({"source_lang": "en", "target_lang": "zh"}, ["1-1", "1-1", "1-0", "1-1", "1-1"], None),
    ],
)
def test_regions_are_one_language_unless_asked(
    langs: dict[str, str], types: list[str], aside: dict[str, int] | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(REGIONS, encoding="utf-8")
    alignment = check_file(path, **langs)  # type: ignore[arg-type]
    assert aside is None or dict(alignment.aside) == aside
    if langs.get("target_lang") != "zh-TW":
        assert [bead.type for bead in alignment.beads] == types
    else:
        assert alignment.aside


def test_a_broken_memory_is_checked_on_request(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(REGIONS.replace("rained", "rained &#x1F;"), encoding="utf-8")
    with pytest.raises(Exception, match="--recover"):
        check_file(path)
    assert len(check_file(path, recover=True).beads) == 4
    assert "1 character that XML cannot hold taken out" in caplog.text
