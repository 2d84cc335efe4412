from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.build import document, one_to_one
from helpers.examples import examples
from helpers.memories import write_tmx
from helpers.strategies import NASTY, alignments
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from duizhao.corpora.alignment import Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.exchange.bead_text import beads_at, join_sentences, unfit_beads
from duizhao.corpora.exchange.memory import (
    ALL_TMX,
    PLAIN_TMX,
    TmxOptions,
    memory_writers,
)
from duizhao.corpora.files.output import Written, numbered_path, write_all
from duizhao.corpora.paragraph_links import ParagraphLink, SourceParagraph
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.units.convert import convert_memory
from duizhao.errors import OutputError

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def written(alignment: Alignment, **options: object) -> tuple[bytes, Written]:
    stream = io.BytesIO()
    summary = write_tmx(alignment, stream, replace(ALL_TMX, **options))  # type: ignore[arg-type]
    return stream.getvalue(), summary


def segments(data: bytes) -> list[tuple[str, ...]]:
    root = etree.fromstring(data)
    return [tuple(seg.text or "" for seg in tu.iter("seg")) for tu in root.iter("tu")]


def units(alignment: Alignment, **options: object) -> list[tuple[str, ...]]:
    return segments(written(alignment, **options)[0])


def test_what_is_unsure_in_a_paragraph_that_is_linked_as_a_whole_stays_out() -> None:
    docs = (document("en", "One.", "Two.", "Three."), document("zh", "一。", "二。", "三。"))
    beads = tuple(Bead((n,), (n,), p) for n, p in enumerate((0.75, 0.85, 0.6)))
    source = SourceParagraph(0, 0, 1, 0.9)
    whole = ParagraphLink(0, 1, (source,), 0.9, uncertain=True)
    rest = ParagraphLink(2, 2, (SourceParagraph(0, 2, 2, 0.9),), 0.9)
    alignment = Alignment(docs, beads, paragraphs=(whole, rest))
    stream = io.BytesIO()
    assert write_tmx(alignment, stream, PLAIN_TMX) == Written("unit", 2, {"paragraph": 1})
    assert segments(stream.getvalue()) == [("Two.", "二。"), ("Three.", "三。")]
    assert len(units(alignment)) == len(units(alignment, minimum_probability=0.5)) == 3


def test_a_small_memory_is_written_letter_by_letter() -> None:
    docs = (document("en", "Tea & cake.", "Yes.", "Why?"), document("zh", "茶。", "点心。", "是。"))
    beads = (Bead((0,), (0, 1), 0.91234), Bead((1,), (2,)), Bead((2,), ()))
    data, summary = written(
        Alignment(docs, beads, signature="enc:x"), created="2026-01-31T12:00:00Z"
    )
    assert data.decode("utf-8").replace('version="0.1.0"', 'version="V"') == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tmx version="1.4">\n'
        '<header creationtool="duizhao" creationtoolversion="V" segtype="sentence"'
        ' o-tmf="duizhao" adminlang="en-US" srclang="en-US" datatype="plaintext"'
        ' creationdate="20260131T120000Z"><prop type="x-signature">enc:x</prop></header>\n'
        "<body>\n"
        '<tu segtype="block" creationdate="20260131T120000Z">'
        '<prop type="x-probability">0.9123</prop>'
        '<prop type="x-align">1-2</prop><prop type="x-document">a.txt</prop>'
        '<prop type="x-source-ids">0</prop><prop type="x-target-ids">0 1</prop>'
        '<tuv xml:lang="en-US"><seg>Tea &amp; cake.</seg></tuv>'
        '<tuv xml:lang="zh-CN"><seg>茶。点心。</seg></tuv></tu>\n'
        '<tu creationdate="20260131T120000Z"><prop type="x-probability">1.0000</prop>'
        '<prop type="x-align">1-1</prop><prop type="x-document">a.txt</prop>'
        '<prop type="x-source-ids">1</prop><prop type="x-target-ids">2</prop>'
        '<tuv xml:lang="en-US"><seg>Yes.</seg></tuv>'
        '<tuv xml:lang="zh-CN"><seg>是。</seg></tuv></tu>\n'
        "</body>\n</tmx>\n"
    )
    assert summary == Written("unit", 2, {"null": 1})


def bad_space(text: str) -> bool:
    return text != text.strip() or any(c in "\n\r\t\v\f\x85\u2028\u2029" for c in text)


@given(alignments())
@examples(60)
def test_whatever_the_text_the_profile_is_kept(alignment: Alignment) -> None:
    data, summary = written(alignment)
    root = etree.fromstring(data)
    found = segments(data)
    header = root.find("header")
    assert header is not None
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n')
    assert {tuv.get(LANG) for tuv in root.iter("tuv")} <= {"en-US", "zh-CN"}
    for tu in root.iter("tu"):
        children = [child.tag for child in tu]
        assert children == sorted(children)  # every prop before the first tuv
        assert children.count("tuv") == 2
        assert tu[-2].get(LANG) == header.get("srclang")
    assert all(prop.get("type", "").startswith("x-") for prop in root.iter("prop"))
    assert not any(bad_space(text) or not text for pair in found for text in pair)
    assert len(set(found)) == len(found) == summary.written
    assert summary.written + sum(summary.left_out.values()) == len(alignment.beads)
    assert data.count(b"\n") == 6 + len(found)


@given(alignments())
@examples(60)
def test_no_unit_comes_from_a_bead_with_lost_text(alignment: Alignment) -> None:
    unfit = unfit_beads(alignment)
    data, summary = written(alignment)
    props = etree.fromstring(data).iter("prop")
    kept = {prop.text for prop in props if prop.get("type") == "x-target-ids"}
    lost = {" ".join(map(str, alignment.beads[n].target)) for n in unfit}
    assert not lost & kept
    assert summary.left_out.get("lost_text", 0) == sum(
        not alignment.beads[n].is_null for n in unfit
    )


@given(st.text(st.sampled_from(NASTY), max_size=30))
def test_a_clean_line_is_clean_and_stays_so(text: str) -> None:
    line = clean_line(text)
    assert not bad_space(line)
    assert clean_line(line) == line
    etree.fromstring(f"<a>{line.translate({38: 'x', 60: 'y'})}</a>")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\u3000第一章\u3000开始\xa0", "第一章\u3000开始"),
        ("今天\n天气", "今天天气"),
        ("他说：\r\n“好”", "他说：“好”"),
        ("two\nlines", "two lines"),
        ("두\n줄", "두 줄"),
        ("iPhone\n手机", "iPhone 手机"),
        ("a \t  b", "a b"),
        ("今天  很好", "今天 很好"),
        ("10\xa0km", "10\xa0km"),
        ("\x00a\x01\n\x02b\ud800", "a b"),
        ("\u200b \ufeff", ""),
        ("“a”\n“b”", "“a” “b”"),
    ],
)
def test_white_space_is_joined_as_readers_expect(text: str, line: str) -> None:
    assert clean_line(text) == line


def test_a_megabyte_of_spaces_is_cleaned_in_one_pass() -> None:
    assert clean_line("a" + " " * 1_000_000 + "\x00" * 100_000 + "b") == "a b"
    assert clean_line("\u3000 " * 500_000) == ""


@pytest.mark.parametrize(
    ("lang", "texts", "line"),
    [
        ("zh", ["今天。", "明天。"], "今天。明天。"),
        ("ja", ["今日。", "明日。"], "今日。明日。"),
        ("en", ["One.", "Two."], "One. Two."),
        ("ko", ["하나.", "둘."], "하나. 둘."),
        ("zh", ["他说。", "Yes."], "他说。Yes."),
        ("zh", ["No.", "Yes."], "No. Yes."),
        ("en", ["One.", "\u3000", "Two."], "One. Two."),
    ],
)
def test_sentences_are_joined_as_their_language_does(
    lang: str, texts: list[str], line: str
) -> None:
    assert join_sentences(document(lang, *texts), range(len(texts))) == line


def test_the_surest_of_several_translations_stands_last() -> None:
    alignment = one_to_one(
        ("Yes.", "对。"), ("No.", "不。"), ("Yes.", "是。"), ("Yes.", "好。"), ("Yes.", "对。"),
        probabilities=[0.5, 1.0, 0.9, 0.7, 0.8],
    )  # fmt: skip
    data, summary = written(alignment)
    assert segments(data) == [("Yes.", "好。"), ("No.", "不。"), ("Yes.", "对。"), ("Yes.", "是。")]
    assert summary == Written("unit", 4, {"duplicate": 1})
    assert (
        b'0.8000</prop><prop type="x-align">1-1</prop><prop type="x-document">a.txt</prop>' in data
    )


def test_sources_that_are_equal_under_nfc_are_one_source() -> None:
    one, other = "caf\xe9", unicodedata.normalize("NFD", "caf\xe9")
    alignment = one_to_one((one, "甲"), (other, "乙"), probabilities=[0.9, 0.2])
    assert [target for _, target in units(alignment)] == ["乙", "甲"]


def test_beads_are_left_out_for_a_reason_that_is_counted() -> None:
    alignment = one_to_one(
        ("a", "甲"), ("b", "乙"), ("\x01", "丙"), ("d", "丁\x02"), probabilities=[1, 0.3]
    )
    data, summary = written(alignment, minimum_probability=0.5)
    assert segments(data) == [("a", "甲"), ("d", "丁")]
    assert summary == Written("unit", 2, {"probability": 1, "empty": 1}, stripped=2)
    assert written(alignment, minimum_probability=0.3)[1].left_out == {"empty": 1}


def test_a_second_source_in_another_language_is_left_out() -> None:
    docs = (document("en", "a"), document("de", "b"), document("zh", "甲", "乙"))
    beads = (Bead((0,), (0,)), Bead((0,), (1,), source_document=1))
    data, summary = written(Alignment(docs, beads))
    assert segments(data) == [("a", "甲")]
    assert summary.left_out == {"language": 1}


def finding(category: Category, severity: Severity, start: int, end: int) -> Finding:
    place = Place(1, start, end, "")
    return Finding("F001", category, severity, 1.0, {"en": "", "zh": ""}, target=place)


# The target is 甲乙 丙丁 戊己: three sentences that touch, at 0-2, 2-4 and 4-6.
@pytest.mark.parametrize(
    ("category", "severity", "start", "end", "unfit"),
    [
        (Category.BLANK, Severity.CRITICAL, 3, 3, {1}),
        (Category.TRUNCATED, Severity.MAJOR, 6, 6, {2}),
        (Category.TRUNCATED, Severity.MAJOR, 2, 2, {0, 1}),
        (Category.BLANK, Severity.MAJOR, 2, 4, {1}),
        (Category.BLANK, Severity.MAJOR, 1, 5, {0, 1, 2}),
        (Category.BLANK, Severity.MINOR, 3, 3, set()),
        (Category.OMISSION, Severity.CRITICAL, 3, 3, set()),
    ],
)
def test_a_bead_with_lost_text_never_enters(
    category: Category, severity: Severity, start: int, end: int, unfit: set[int]
) -> None:
    alignment = one_to_one(("a", "甲乙"), ("b", "丙丁"), ("c", "戊己"))
    alignment = replace(alignment, findings=(finding(category, severity, start, end),))
    assert unfit_beads(alignment) == unfit
    data, summary = written(alignment)
    assert len(segments(data)) == 3 - len(unfit)
    assert summary.left_out.get("lost_text", 0) == len(unfit)


@given(alignments())
@examples(60)
def test_a_place_is_found_as_by_looking_at_every_sentence(alignment: Alignment) -> None:
    def slowly(place: Place) -> Iterator[int]:
        for n, bead in enumerate(alignment.beads):
            target = place.document == len(alignment.documents) - 1
            if not target and place.document != bead.source_document:
                continue
            for i in bead.target if target else bead.source:
                s = alignment.documents[place.document].sentences[i]
                if place.start == place.end:
                    hit = s.start <= place.start <= s.end
                else:
                    hit = max(s.start, place.start) < min(s.end, place.end)
                if hit:
                    yield n

    places = [p for f in alignment.findings for p in (f.source, f.target) if p]
    assert beads_at(alignment, places) == [frozenset(slowly(place)) for place in places]


def test_codes_can_be_chosen_and_are_checked() -> None:
    alignment = one_to_one(("a", "甲"))
    data, _ = written(alignment, source_lang="en-GB", target_lang="zh-Hans-CN")
    assert b'srclang="en-GB"' in data
    assert b'<tuv xml:lang="zh-Hans-CN">' in data
    for wrong in ("zh_CN", "chinese", "zh-", '"'):
        with pytest.raises(OutputError, match="write it with a hyphen"):
            written(alignment, target_lang=wrong)
    with pytest.raises(OutputError, match="needs two languages"):
        written(alignment, target_lang="EN-us")
    with pytest.raises(OutputError, match="write it in UTC"):
        written(alignment, created="31.1.2026")


def shapes() -> Alignment:
    """A 1-1, a 1-2 and a moved bead."""
    docs = (document("en", "a", "b", "c"), document("zh", "甲", "乙", "丙", "甲"))
    beads = (
        Bead((0,), (0,), 0.9),
        Bead((1,), (1, 2), 0.8),
        Bead((2,), (3,), 0.7, moved=True),
    )
    return Alignment(docs, beads)


def test_the_shapes_of_beads_can_be_chosen() -> None:
    assert written(shapes(), one_to_one=True)[1].left_out == {"joined": 1}
    assert written(shapes(), moved=False)[1].left_out == {"moved": 1}
    assert b'<prop type="x-moved">true</prop>' in written(shapes())[0]


def test_equal_pairs_may_stay() -> None:
    alignment = one_to_one(("a", "甲"), ("a", "甲"))
    assert written(alignment)[1] == Written("unit", 1, {"duplicate": 1})
    assert written(alignment, deduplicate=False)[1] == Written("unit", 2, {})


@pytest.mark.parametrize(
    ("limit", "kept"), [(None, 3), (Severity.CRITICAL, 3), (Severity.MINOR, 2), (Severity.INFO, 2)]
)
def test_beads_with_findings_are_left_out_on_request(limit: Severity | None, kept: int) -> None:
    alignment = one_to_one(("a", "甲乙"), ("b", "丙丁"), ("c", "戊己"))
    found = replace(alignment, findings=(finding(Category.NUMBER, Severity.MINOR, 2, 4),))
    summary = written(found, leave_out_from=limit)[1]
    assert summary.written == kept
    assert summary.left_out == ({} if kept == 3 else {"findings": 1})


def test_the_neighbours_of_an_omission_are_not_left_out() -> None:
    docs = (document("en", "a", "b", "c"), document("zh", "甲", "丙"))
    beads = (Bead((0,), (0,)), Bead((1,), ()), Bead((2,), (1,)))
    omission = Finding(
        "F001", Category.OMISSION, Severity.MAJOR, 1.0, {"en": "", "zh": ""},
        source=Place(0, 1, 2, "b"), target=Place(1, 1, 1, ""),
    )  # fmt: skip
    alignment = Alignment(docs, beads, (omission,))
    assert written(alignment, leave_out_from=Severity.INFO)[1] == Written("unit", 2, {"null": 1})


def test_a_linked_bead_whose_source_has_an_omitted_part_never_enters() -> None:
    alignment = one_to_one(("a, b", "甲"), ("c", "丙"))
    omission = Finding(
        "F001", Category.OMISSION, Severity.INFO, 1.0, {"en": "", "zh": ""},
        source=Place(0, 3, 4, "b"),
    )  # fmt: skip
    assert written(replace(alignment, findings=(omission,)))[1].left_out == {"lost_text": 1}


def test_a_memory_is_split_by_size(tmp_path: Path) -> None:
    alignment = one_to_one(*((f"s{n}", f"第{n}") for n in range(7)))
    path = tmp_path / "memory.tmx"
    done = write_all(memory_writers(alignment, path, TmxOptions(units_per_file=3)))
    assert {summary.written for summary in done.values()} == {7}
    names = [f"memory-00{n}.tmx" for n in (1, 2, 3)]
    assert sorted(p.name for p in tmp_path.iterdir()) == names
    found = [segments((tmp_path / name).read_bytes()) for name in names]
    assert [len(some) for some in found] == [3, 3, 1]
    assert [pair for some in found for pair in some] == segments(written(alignment)[0])
    assert set(memory_writers(alignment, path)) == {path}
    assert numbered_path(path, 1234).name == "memory-1234.tmx"


@pytest.mark.parametrize("name", ["tmx", "xliff", "xliff-1.2", "csv", "tsv", "jsonl", "moses"])
def test_units_are_the_same_in_every_format(tmp_path: Path, name: str) -> None:
    alignment = one_to_one(("a", "甲"), ("b", '乙 < "丙"'), ("b", "丁"), probabilities=(1, 1, 0.5))
    folder = tmp_path / name
    done = write_all(memory_writers(alignment, folder / "units", name=name))
    files = sorted(folder.iterdir())
    if name == "moses":
        assert [path.name for path in files] == ["units.en-US", "units.zh-CN"]
    known = name.removesuffix("-1.2")
    read = convert_memory(files, tmp_path / "again.tmx", input_format=known)
    assert {read.written, *(summary.written for summary in done.values())} == {3}
    assert segments((tmp_path / "again.tmx").read_bytes()) == units(alignment)


def test_an_empty_memory_is_one_file_though_it_is_to_be_split(tmp_path: Path) -> None:
    writers = memory_writers(
        one_to_one(("\x01", "甲")), tmp_path / "a.tmx", TmxOptions(units_per_file=3)
    )
    assert [path.name for path in writers] == ["a-001.tmx"]


def test_options_that_make_no_sense_are_refused() -> None:
    with pytest.raises(OutputError, match="between 0 and 1"):
        TmxOptions(minimum_probability=2)
    with pytest.raises(OutputError, match="at least one unit"):
        TmxOptions(units_per_file=0)


def test_a_fuzzy_pair_enters_on_request_only() -> None:
    alignment = one_to_one(("a", "甲"), ("b", "乙"))
    fuzzy = Finding(
        "F001", Category.UNTRANSLATED, Severity.INFO, 1.0, {"en": "", "zh": ""},
        target=Place(1, 1, 2, "乙"), evidence={"rule": "fuzzy"},
    )  # fmt: skip
    given = replace(alignment, findings=(fuzzy,))
    told = written(given, unconfirmed=False)[1]
    assert told == Written("unit", 1, {"unconfirmed": 1})
    assert written(given, unconfirmed=True)[1] == Written("unit", 2, {})
    dismissed = replace(given, findings=(replace(fuzzy, decision="dismissed"),))
    assert written(dismissed, unconfirmed=False)[1] == Written("unit", 2, {})
