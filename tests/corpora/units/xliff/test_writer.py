"""Units written as XLIFF: valid by the published schemas, and read back."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
from helpers.examples import examples
from helpers.strategies import texts
from helpers.xliff_schemas import schema
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from duizhao.corpora.files.output import Written
from duizhao.corpora.text.clean import clean_line, illegal_characters
from duizhao.corpora.units.formats import UNIT_FORMATS, UnitWriteOptions, load_writer
from duizhao.corpora.units.unit import BitextUnit, Pair, TranslationUnit, Variant
from duizhao.corpora.units.xliff.reader import read_xliff
from duizhao.corpora.units.xliff.states import (
    APPROVED,
    STATE,
    STATES_12,
    STATES_21,
    SUB_STATE,
    standing_of,
)
from duizhao.errors import OutputError

FORMATS = {"2.1": "xliff", "1.2": "xliff-1.2"}
LANGS = UnitWriteOptions("zh_CN", "en-US")


def pair(source: str | None, target: str | None, state: str = "", **rest: object) -> Pair:
    sides = [
        None if text is None else Variant(lang, text)
        for lang, text in (("zh_CN", source), ("en-US", target))
    ]
    props = (("x-state", state),) if state else ()
    unit = TranslationUnit(tuple(filter(None, sides)), props)
    return Pair(unit._replace(**rest), *sides)  # type: ignore[arg-type]


def written(
    pairs: list[Pair], version: str, options: UnitWriteOptions = LANGS
) -> tuple[bytes, Written]:
    stream = io.BytesIO()
    result = load_writer(UNIT_FORMATS[FORMATS[version]])(iter(pairs), [stream], options)
    return stream.getvalue(), result


def named(root: etree._Element, name: str) -> list[etree._Element]:
    return [each for each in root.iter() if etree.QName(each).localname == name]


SIDES = st.one_of(st.none(), st.just(""), texts())
VALUES = st.lists(st.tuples(texts(4), texts(4)), max_size=3).map(tuple)
PAIRS = st.builds(
    pair,
    SIDES,
    SIDES,
    props=VALUES,
    notes=st.lists(texts(4), max_size=2).map(tuple),
    attributes=st.one_of(st.just({}), st.builds(dict, tuid=texts(4))),
)


@examples(100)
@given(st.lists(PAIRS, max_size=4))
def test_any_pair_comes_back_or_is_counted(pairs: list[Pair]) -> None:
    clean = [tuple(clean_line(side.text if side else "") for side in p[1:]) for p in pairs]
    kept = [both for both in clean if both[0]]
    raw = [[side.text for side in p[1:] if side] for p in pairs]
    for version in FORMATS:
        data, result = written(pairs, version)
        rules = schema(version)
        assert rules.validate(etree.fromstring(data)), rules.error_log
        assert result.written == len(kept)
        assert result.written + sum(result.left_out.values()) == len(pairs)
        assert result.left_out.get("no_source", 0) == sum(not s and bool(t) for s, t in clean)
        assert result.stripped == sum(
            illegal_characters(text)
            for both, sides in zip(clean, raw, strict=True)
            if both[0]
            for text in sides
        )
        if kept:
            found = read_xliff(data, "a.xlf")
            assert [(u.source, u.target) for u in found.units] == kept
            assert (found.source_lang, found.target_lang) == ("zh-CN", "en-US")


@pytest.mark.parametrize(
    ("given_state", "states"),
    [
        ("", ["translated", "translated"]),
        ("final", ["final", "final"]),
        ("reviewed", ["reviewed", "signed-off"]),
        ("initial", ["initial", "needs-translation"]),
        ("needs-review-l10n", ["needs-review-l10n", "needs-review-l10n"]),
        ("fuzzy", ["fuzzy", "needs-review-translation"]),
        ("ApprovedSignOff", ["final", "final"]),
        ("something else", ["translated", "translated"]),
    ],
)
def test_the_state_is_that_of_the_unit(given_state: str, states: list[str]) -> None:
    units = [pair("盐", "Salt", given_state), pair("水", "", given_state)]
    found = [
        [unit.state for unit in read_xliff(written(units, version)[0], "a.xlf").units]
        for version in FORMATS
    ]
    assert found == [[states[0], "initial"], [states[1], None]]


NAMES = [
    *(*STATES_12, *STATES_21, "fuzzy", "confirmed", "unconfirmed", "Draft", "ApprovedTranslation"),
    *("Proofread", "NotStarted", "odd", "odd one", ""),
]
SAID = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(["", "yes", "no"]), st.sampled_from(["", "my:own"])
)


def said_of(unit: BitextUnit) -> dict[str, str]:
    return {STATE: unit.state or "", **dict(unit.props)}


def standing(said: Mapping[str, str]) -> str:
    """Return the standing of a translation; one of which nothing is said counts as translated."""
    return standing_of(said.get(STATE) or None, said.get(APPROVED)) or "translated"


@examples(300)
@given(SAID, st.lists(st.sampled_from(list(FORMATS)), min_size=1, max_size=4))
def test_no_translation_stands_higher_or_lower_in_another_version(
    given_words: tuple[str, str, str], versions: list[str]
) -> None:
    said = dict(zip((STATE, APPROVED, SUB_STATE), given_words, strict=True))
    before = standing(said)
    for version in versions:
        props = tuple((name, value) for name, value in said.items() if value)
        data, _ = written([pair("盐", "Salt", props=props)], version)
        rules = schema(version)
        assert rules.validate(etree.fromstring(data)), rules.error_log
        (unit,) = read_xliff(data, "a.xlf").units
        if version == "2.1" and said[SUB_STATE] and before not in {"open", "unapproved"}:
            assert dict(unit.props)[SUB_STATE] == said[SUB_STATE]
        if said[STATE] in (STATES_12 if version == "1.2" else STATES_21) and before != "unapproved":
            assert unit.state == said[STATE]
        said = {SUB_STATE: "", **said_of(unit)}
        assert standing(said) == before


def test_in_a_file_that_approves_what_is_not_called_approved_is_not() -> None:
    unit = '<trans-unit id="{}"{}><source>盐</source><target>Salt</target></trans-unit>'
    lines = [unit.format(n, said) for n, said in enumerate(("", ' approved="yes"'))]
    for kept, told in ((lines, ["no", "yes"]), (lines[:1], [None])):
        data = (
            '<xliff version="1.2"><file source-language="zh" target-language="en"><body>'
            f"{''.join(kept)}</body></file></xliff>"
        ).encode()
        units = read_xliff(data, "a.xlf").units
        assert [dict(each.props).get(APPROVED) for each in units] == told


def test_what_a_unit_holds_is_kept() -> None:
    unit = pair(
        "盐",
        "Salt",
        props=(("x-unit", "u7"), ("x-probability", "0.9"), ("x-state", "odd")),
        notes=("Look & see.",),
    )
    new, old = (etree.fromstring(written([unit], version)[0]) for version in FORMATS)
    assert [each.get("name") for each in named(new, "unit")] == ["u7"]
    assert [each.get("resname") for each in named(old, "trans-unit")] == ["u7"]
    for root in (new, old):
        assert [each.text for each in named(root, "note")] == ["Look & see."]
    metadata = {each.get("type"): each.text for each in named(new, "meta")}
    assert metadata.items() >= {"x-probability": "0.9", "x-state": "odd"}.items()


def test_the_time_is_told_where_it_is_given_and_checked() -> None:
    units = [pair("盐", "Salt")]
    for version in FORMATS:
        timed = UnitWriteOptions("zh-CN", "en-US", created="2026-01-31T12:00:00Z")
        data, _ = written(units, version, timed)
        assert b"2026-01-31T12:00:00Z" in data
        assert schema(version).validate(etree.fromstring(data))
        with pytest.raises(OutputError, match="write it in UTC"):
            written(units, version, UnitWriteOptions("zh-CN", "en-US", created="today"))
        with pytest.raises(OutputError, match="write it with a hyphen"):
            written(units, version, UnitWriteOptions("zh-CN", "中"))


def test_thousands_of_units_come_in_order() -> None:
    units = [pair(f"第{n}号", f"No. {n}") for n in range(2500)]
    for version in FORMATS:
        found = read_xliff(written(units, version)[0], "a.xlf").units
        assert [u.target for u in found] == [f"No. {n}" for n in range(2500)]
