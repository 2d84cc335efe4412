"""Segments of translators' files: one unit each, paired as the file says, with their codes."""

from __future__ import annotations

from collections import Counter

import pytest
from helpers.examples import examples
from helpers.xliff_files import PROGRAMS, made_segments
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.units.unit import Bitext
from duizhao.corpora.units.xliff.reader import read_xliff

SDL = 'xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"'


def old(inside: str, more: str = SDL) -> Bitext:
    """Read units of XLIFF 1.2."""
    text = (
        f'<xliff version="1.2" {more}><file original="a" source-language="en-US"'
        f' target-language="zh-CN"><body>{inside}</body></file></xliff>'
    )
    return read_xliff(text.encode(), "a.xlf")


def new(inside: str) -> Bitext:
    """Read units of XLIFF 2."""
    text = f'<xliff version="2.1" srcLang="en" trgLang="zh"><file id="f">{inside}</file></xliff>'
    return read_xliff(text.encode(), "a.xlf")


def texts(bitext: Bitext) -> list[tuple[str, str]]:
    return [(unit.source, unit.target) for unit in bitext.units]


def segment(number: str, text: str) -> str:
    return f'<mrk mtype="seg" mid="{number}">{text}</mrk>'


def unit(source: str, target: str, more: str = "") -> str:
    return (
        f'<trans-unit id="u"><source>All.</source><seg-source>{source}</seg-source>'
        f"<target>{target}</target>{more}</trans-unit>"
    )


ONE, TWO = segment("1", "One sheep."), segment("2", "Two goats.")


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_segment_of_every_program_is_a_unit(name: str) -> None:
    bad = {7, 12, 30, 31}
    segments = made_segments(40, bad)
    bitext = read_xliff(PROGRAMS[name](segments).encode(), name)
    assert texts(bitext) == [
        ("".join(s.source), "" if s.empty else "".join(s.target)) for s in segments
    ]
    assert len({unit.id for unit in bitext.units}) == 40
    for n, found in enumerate(bitext.units):
        keys = [Counter(code.key for code in side) for side in found.codes]
        assert len(found.codes[0]) == (3 if n % 3 == 0 else 0)
        assert (keys[0] == keys[1]) == (n not in bad or n % 3 > 0)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        # In another order, and one that is missing.
        (ONE + TWO, segment("2", "两只山羊。"), [("One sheep.", ""), ("Two goats.", "两只山羊。")]),
        (
            ONE + TWO,
            segment("2", "两只山羊。") + segment("1", "一只绵羊。"),
            [("One sheep.", "一只绵羊。"), ("Two goats.", "两只山羊。")],
        ),
        # One that only the target has.
        (
            ONE,
            segment("1", "一只绵羊。") + segment("9", "多余。"),
            [("One sheep.", "一只绵羊。"), ("", "多余。")],
        ),
        # The target was never cut: then it is one unit.
        (
            ONE + " " + TWO,
            "一只绵羊。两只山羊。",
            [("One sheep. Two goats.", "一只绵羊。两只山羊。")],
        ),
        # Numbered anew, as many; and without numbers.
        (
            ONE + TWO,
            segment("a", "一只绵羊。") + segment("b", "两只山羊。"),
            [("One sheep.", "一只绵羊。"), ("Two goats.", "两只山羊。")],
        ),
        (
            "<mrk mtype='seg'>One sheep.</mrk><mrk mtype='seg'>Two goats.</mrk>",
            "<mrk mtype='seg'>一只绵羊。</mrk><mrk mtype='seg'/>",
            [("One sheep.", "一只绵羊。"), ("Two goats.", "")],
        ),
        # Marks in marks, and codes around segments.
        (
            '<g id="1"><mrk mtype="seg" mid="1">One <mrk mtype="term">sheep</mrk>.</mrk></g>',
            '<g id="1"><mrk mtype="seg" mid="1">一只<mrk mtype="term">绵羊</mrk>。</mrk></g>',
            [("One sheep.", "一只绵羊。")],
        ),
        # Text that no segment holds is a unit of its own.
        (
            "Chapter I " + ONE,
            "第一章" + segment("1", "一只绵羊。"),
            [("One sheep.", "一只绵羊。"), ("Chapter I", "第一章")],
        ),
        # All are empty.
        (ONE + TWO, "", [("One sheep.", ""), ("Two goats.", "")]),
    ],
)
def test_segments_are_paired_by_their_numbers(
    source: str, target: str, expected: list[tuple[str, str]]
) -> None:
    assert texts(old(unit(source, target))) == expected


@pytest.mark.parametrize(
    "deleted",
    [
        '<mrk mtype="x-sdl-deleted" sdl:revid="9">外面</mrk>',
        '<mrk mtype="x-sdl-feedback-deleted">外<g id="7">面</g></mrk>',
        "<sdl:del>外面</sdl:del>",
        '<mrk mtype="x-deletion">外<mrk mtype="x-sdl-comment">面</mrk></mrk>',
    ],
)
def test_what_an_editor_deleted_is_no_text(deleted: str) -> None:
    added = '<mrk mtype="x-sdl-added" sdl:revid="8">舱内</mrk>'
    target = segment("1", f"大家留在{deleted}{added}。")
    (found,) = old(unit(segment("1", "All stay inside."), target)).units
    assert (found.target, found.codes) == ("大家留在舱内。", ((), ()))


def test_what_the_file_says_of_a_segment_is_kept() -> None:
    said = (
        '<sdl:seg-defs><sdl:seg id="1" conf="Draft" origin="mt" percent="0" locked="true"/>'
        '<sdl:seg id="2" conf="Translated" origin="tm"><sdl:prev-origin origin="mt"/></sdl:seg>'
        "</sdl:seg-defs>"
    )
    target = segment("1", "一只绵羊。") + segment("2", "两只山羊。")
    one, two = old(unit(ONE + TWO, target, said)).units
    assert (one.state, dict(one.props)) == (
        "Draft",
        {"x-origin": "mt", "x-match": "0", "x-locked": "yes"},
    )
    assert (two.state, dict(two.props)) == ("Translated", {"x-origin": "tm"})


@pytest.mark.parametrize(
    ("attributes", "state", "props"),
    [
        ('m:confirmed="1" m:locked="true" m:trans-origin="tm" m:score="1.0"', "confirmed",
         {"x-locked": "yes", "x-origin": "tm", "x-match": "1.0"}),
        ('m:confirmed="0" m:locked="false"', "unconfirmed", {}),
        ('mq:status="Proofread" mq:locked="locked" mq:percent="101"', "Proofread",
         {"x-locked": "yes", "x-match": "101"}),
        ("", None, {}),
    ],
)  # fmt: skip
def test_other_programs_say_it_otherwise(
    attributes: str, state: str | None, props: dict[str, str]
) -> None:
    inside = (
        f'<trans-unit id="1" {attributes}><source>One.</source><target>一。</target></trans-unit>'
    )
    (found,) = old(inside, 'xmlns:m="m" xmlns:mq="MQXliff"').units
    assert (found.state, dict(found.props)) == (state, props)


def test_text_that_a_program_keeps_beside_the_unit_is_none() -> None:
    beside = (
        "<mq:insertedmatch><source>Other.</source><target>别的。</target></mq:insertedmatch>"
        "<mq:historical-unit><trans-unit id='0'><source>Older.</source></trans-unit>"
        "</mq:historical-unit><context-group><context>Not text.</context></context-group>"
    )
    inside = f"<trans-unit id='1'><source>One.</source><target>一。</target>{beside}</trans-unit>"
    assert texts(old(inside, 'xmlns:mq="MQXliff"')) == [("One.", "一。")]


def test_codes_are_shown_as_the_file_names_them() -> None:
    head = (
        '<header><tag-defs xmlns="http://sdl.com"><tag id="5"><bpt name="b">&lt;b&gt;</bpt>'
        "<bpt-props><value>bold</value></bpt-props><ept name='b'>&lt;/b&gt;</ept></tag>"
        '<tag id="6"><ph name="t">&lt;tab/&gt;</ph></tag></tag-defs></header>'
    )
    inside = unit(segment("1", 'A <g id="5">red</g> door<x id="6"/>'), segment("1", "红门"))
    (found,) = old(f"</body>{head}<body>{inside}").units
    assert [(code.shown, code.at, code.is_formatting) for code in found.codes[0]] == [
        ("<b>", 2, True),
        ("</b>", 5, True),
        ("<tab/>", 10, False),
    ]
    assert found.source == "A red door"


def test_codes_of_version_2_are_compared_however_they_are_written() -> None:
    data = '<originalData><data id="d">%s</data></originalData>'
    source = 'See <pc id="1">the <ph id="2" dataRef="d"/></pc>.'
    target = '见<sc id="1"/><ph id="2" dataRef="d"/><ec startRef="1"/>。'
    inside = f"<source>{source}</source><target>{target}</target>"
    (found,) = new(f'<unit id="u">{data}<segment>{inside}</segment></unit>').units
    keys = [sorted(code.key for code in side) for side in found.codes]
    assert keys[0] == keys[1]
    assert "%s" in {code.shown for code in found.codes[0]}


def test_a_line_break_parts_words() -> None:
    source = 'Red<ph id="1">&lt;br/></ph>door <x id="2" ctype="lb"/>here'
    inside = f"<trans-unit id='1'><source>{source}</source><target>门</target></trans-unit>"
    assert texts(old(inside)) == [("Red door here", "门")]


def test_what_is_left_aside_is_counted() -> None:
    kept = "<trans-unit id='1'><source>One.</source><target>一。</target></trans-unit>"
    code = "<trans-unit id='2' translate='no'><source>{}</source></trans-unit>"
    bitext = old(kept + code.format("CODE") + code.format("--"))
    assert dict(bitext.aside) == {"not_translated": 1}
    between = "<ignorable><source> {} </source></ignorable>"
    segments = "<segment><source>One.</source></segment>"
    bitext = new(f"<unit id='u'>{segments}{between.format('Two')}{between.format('–')}</unit>")
    assert dict(bitext.aside) == {"between": 1}


def test_a_segment_of_codes_only_is_a_unit_if_they_are_lost() -> None:
    lost = unit(ONE + segment("2", '<x id="3"/>'), segment("1", "一只绵羊。") + segment("2", ""))
    assert texts(old(lost)) == [("One sheep.", "一只绵羊。"), ('<x id="3"/>', "")]
    same = unit(
        ONE + segment("2", '<x id="3"/>'), segment("1", "一。") + segment("2", '<x id="3"/>')
    )
    assert texts(old(same)) == [("One sheep.", "一。")]


@examples(100)
@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_the_order_in_the_target_is_free(order: list[int], empty: set[int]) -> None:
    source = " ".join(segment(str(n), f"Sheep {n}.") for n in range(6))
    target = "".join(segment(str(n), "" if n in empty else f"羊{n}。") for n in order)
    assert texts(old(unit(source, target))) == [
        (f"Sheep {n}.", "" if n in empty else f"羊{n}。") for n in range(6)
    ]
