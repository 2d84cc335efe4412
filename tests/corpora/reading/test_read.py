"""Texts to documents: what holds for every document, and of the documents at hand."""

from __future__ import annotations

import pytest
from helpers.examples import examples
from helpers.laws import check_document, visible
from helpers.material import seed
from hypothesis import example, given
from hypothesis import strategies as st

from duizhao.corpora.document import Document, Kind, Locator
from duizhao.corpora.reading.base import Part, Reading, TextMaker
from duizhao.corpora.reading.read import (
    document_from_reading,
    document_from_text,
    read_document,
)
from duizhao.corpora.text.scripts import INVISIBLE

TEXTS = st.text(
    st.sampled_from(
        "中国的医院。！？，；：“”（）《》aBc12.!?,:;'\"()[]#<>p/|*-—… \t\n\r\u00a0\u3000\u200b"
    ),
    min_size=1,
    max_size=150,
)


@examples(400)
@given(TEXTS | st.text(max_size=60), st.sampled_from(["zh", "en", None]))
@example("[a](#)。[b](#)", "zh")
@example("<p>好。</p><p>好。</p>", "zh")
@example("| a. B | c |", "en")
def test_every_document_keeps_its_promises(text: str, lang: str | None) -> None:
    if visible(text):
        check_document(document_from_text(text, lang=lang))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A text with parts that hold all that is visible, some of them on the same line."""
    text, parts = "", []
    for number, body in enumerate(draw(st.lists(TEXTS, max_size=8))):
        text += draw(st.sampled_from(["\n\n", "\n", "\t", " ", ""]))
        kind = draw(st.none() | st.sampled_from(Kind))
        place = draw(st.none() | st.just(Locator(paragraph=number)))
        parts.append(Part(len(text), len(text) + len(body), kind, place, draw(st.booleans())))
        text += body
    return Reading(text, tuple(parts))


def within(document: Document, part: Part) -> list[tuple[int, int]]:
    """Return the spans of the blocks that lie in a part, invisible ends aside."""
    inside = visible(document.text) & set(range(part.start, part.end))
    blocks = [(b.start, b.end) for b in document.blocks if inside & set(range(b.start, b.end))]
    assert all(part.start <= start and end <= part.end for start, end in blocks)
    return blocks


@examples(400)
@given(readings(), st.sampled_from(["zh", "en", None]), st.booleans())
def test_every_reading_with_parts_keeps_its_promises(
    reading: Reading, lang: str | None, presplit: bool
) -> None:
    if not visible(reading.text):
        return
    document = document_from_reading(reading, lang=lang, presplit=presplit)
    check_document(document)
    starts = {block.start: block.kind for block in document.blocks}
    for part in reading.parts or ():
        inside = visible(reading.text) & set(range(part.start, part.end))
        if inside and (part.kind or part.whole or presplit):
            ((start, _),) = within(document, part)
            assert starts[start] is (part.kind or Kind.TEXT)
    for sentence in document.sentences:
        holders = [p for p in reading.parts or () if p.start <= sentence.start < p.end]
        assert [p.place for p in holders] == [sentence.place]
        if holders[0].whole or presplit:
            block = document.blocks[sentence.block]
            assert (sentence.start, sentence.end) == (block.start, block.end)


PARAGRAPHS = st.text(
    st.sampled_from("中国的医院。！？，；：“”（）《》aBc12.!?,:;'\"()[]#<>p/|*-—… \t\u00a0\u3000"),
    min_size=1,
    max_size=80,
).filter(lambda text: bool(text.strip()))


@examples(300)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=12), st.sampled_from(["zh", "en"]))
@example(["3.2亿，", "其中一半是老人。", "第二章", "医院很大。"], "zh")
@example([f"Paragraph {n} stops before its end as a wrapped line does" for n in range(6)], "en")
@example(["The plan of the", "city was kept.", "a\u3000b.\u3000c.\u3000d."], "en")
def test_paragraphs_read_as_they_do_in_a_plain_text(paragraphs: list[str], lang: str) -> None:
    maker = TextMaker()
    maker.extend(paragraphs)
    reading = maker.reading()
    document = document_from_reading(reading, lang=lang)
    plain = document_from_text(reading.text, lang=lang)
    assert document.blocks == plain.blocks
    assert [(s.start, s.end, s.kind, s.text, s.pieces) for s in document.sentences] == [
        (s.start, s.end, s.kind, s.text, s.pieces) for s in plain.sentences
    ]


def test_a_paragraph_that_a_page_end_cuts_is_mended_between_parts() -> None:
    maker = TextMaker()
    maker.add(
        "医院在这座城市里已经开了很多年，周围的居民一直都说它的急诊室很大，而且", None, Locator(1)
    )
    maker.add("，它的医生总是很忙。第二句也在这里。", None, Locator(2))
    document = document_from_reading(maker.reading())
    check_document(document)
    assert len(document.blocks) == 1
    assert [s.place for s in document.sentences] == [Locator(1), Locator(2)]


def test_what_a_format_knows_is_kept() -> None:
    maker = TextMaker()
    maker.add("Read more: Is a title. It goes on", Kind.HEADING)
    maker.add("a | b\tc", Kind.CELL, Locator(cell="table 1, row 1, column 1"))
    maker.add("1. One. 2. Two.", Kind.TEXT, whole=True)
    maker.add("Two lines. In a\nfootnote. The end.", Kind.CAPTION)
    document = document_from_reading(maker.reading(lang="de"))
    check_document(document)
    assert [(s.kind.value, s.text) for s in document.sentences] == [
        ("heading", "Read more: Is a title."),
        ("heading", "It goes on"),
        ("cell", "a | b\tc"),
        ("text", "1. One. 2. Two."),
        ("caption", "Two lines."),
        ("caption", "In a footnote."),
        ("caption", "The end."),
    ]
    assert [s.place for s in document.sentences][2] == Locator(cell="table 1, row 1, column 1")


def test_a_heading_that_comes_again_is_no_running_head_if_the_format_says_so() -> None:
    for kind, expected in ((Kind.HEADING, Kind.HEADING), (None, Kind.FURNITURE)):
        maker = TextMaker()
        for n in range(6):
            maker.add("Summary", kind)
            maker.add(f"Sentence number {n} of a long paragraph goes on and on. " * 8)
        document = document_from_reading(maker.reading())
        assert {s.kind for s in document.sentences if s.text == "Summary"} == {expected}


@pytest.mark.parametrize(
    ("text", "named", "lang"),
    [
        ("医院很大。", "en-US", "zh"),
        ("Das Haus.", "de-AT", "de"),
        ("The house.", "zh", "en"),
        ("The house.", "x-none", "en"),
        ("The house.", "", "en"),
    ],
)
def test_a_file_may_say_its_language_but_its_script_is_believed(
    text: str, named: str, lang: str
) -> None:
    assert document_from_reading(Reading(text, None, lang=named)).lang == lang
    assert document_from_reading(Reading(text, None, lang=named), lang="fr").lang == "fr"


def test_code_does_not_say_what_language_a_page_is_in() -> None:
    code = "```js\nconst oars = boat.row(() => of.the(and))\n" + "boat.wait_for(this)\n" * 9
    text = f"要划船，用这个：\n\n{code}```\n\n见 https://example.org/how/to/row/the/boat/and/that"
    assert document_from_text(text).lang == "zh"
    assert document_from_text("https://example.org/").lang == "en"


def test_a_mixed_document_has_its_main_language_and_splits_each_block_by_its_own() -> None:
    text = (
        "医院很大。人很多。\n\nThe U.S. hospital opened. Dr. Lu came.\n\n它在五月启用。大家都来了。"
    )
    document = document_from_text(text)
    assert document.lang == "zh"
    assert [s.text for s in document.sentences][2:4] == [
        "The U.S. hospital opened.",
        "Dr. Lu came.",
    ]


def test_a_sentence_of_a_plain_text_has_its_line_and_paragraph() -> None:
    text = "One. Two.\r\n\r\nThree\x85still.\rFour.\n\n\nFive."
    document = document_from_text(text)
    assert [(s.text, s.place) for s in document.sentences] == [
        ("One.", Locator(paragraph=1, line=1)),
        ("Two.", Locator(paragraph=1, line=1)),
        ("Three", Locator(paragraph=2, line=3)),
        ("still.", Locator(paragraph=3, line=3)),
        ("Four.", Locator(paragraph=4, line=4)),
        ("Five.", Locator(paragraph=5, line=7)),
    ]


@given(TEXTS | st.text(max_size=60))
def test_presplit_lines_are_the_sentences(text: str) -> None:
    if visible(text):
        document = document_from_text(text, presplit=True)
        check_document(document)
        lines = [s.strip().strip(INVISIBLE).strip() for s in text.splitlines()]
        # Space and invisible characters may alternate at an end; what stands between is compared.
        kept = [s.replace("\u200b", "").strip() for s in lines]
        assert [s.text.replace("\u200b", "").strip() for s in document.sentences] == list(
            filter(None, kept)
        )
        assert {s.kind for s in document.sentences} == {Kind.TEXT}


def test_presplit_ids_are_line_numbers() -> None:
    document = document_from_text("A. B.\n 1. C \nRead more: D »\n", presplit=True)
    assert [(s.id, s.text) for s in document.sentences] == [
        (0, "A. B."),
        (1, "1. C"),
        (2, "Read more: D »"),
    ]
    assert len(document.blocks) == 1


def test_presplit_blank_lines_part_blocks() -> None:
    document = document_from_text("一\n\n二\n三", presplit=True)
    assert [s.block for s in document.sentences] == [0, 1, 1]


def test_a_sentence_across_a_line_end_maps_back() -> None:
    text = (
        "The committee met on Monday to discuss what\n"
        "should be done about the plan that the hospi-\n"
        "tals had sent in, and it agreed to most of\nthe points. The rest was left to the summer,\n"
        "when all would be settled, as people hoped.\n"
    )
    document = document_from_text(text)
    check_document(document)
    first = document.sentences[0]
    assert (
        "to discuss what should be done about the plan that the hospitals had sent in" in first.text
    )
    at = first.text.index("hospitals")
    assert text[first.offset(at) :].startswith("hospi-\ntals")
    assert text[first.offset(at + 5) :].startswith("tals had")


def test_markup_lies_inside_sentences_but_not_in_their_text() -> None:
    text = "<p>病房启用了。</p> 见[说明](https://example.org)。"
    document = document_from_text(text)
    check_document(document)
    assert [s.text for s in document.sentences] == ["病房启用了。", "见说明。"]
    assert [text[s.start : s.end] for s in document.sentences] == [
        "<p>病房启用了。</p>",
        "见[说明](https://example.org)。",
    ]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_seed_promises(number: str) -> None:
    check_document(read_document(seed(number)))


# Read line by line against the texts.
@pytest.mark.parametrize(
    ("number", "sentences"), [("000", 49), ("001", 100), ("002", 20), ("004", 27)]
)
def test_seed_sentences_are_counted(number: str, sentences: int) -> None:
    assert len(read_document(seed(number)).sentences) == sentences


def test_seed_000_blanks_stay_in_one_sentence() -> None:
    document = read_document(seed("000"))
    starts = {267: "“”Rosen", 500: "第一是；第二是。", 1259: "，，", 1653: "，。"}
    for at, words in starts.items():
        inside = [s for s in document.sentences if s.start <= at < s.end]
        assert len(inside) == 1
        assert words in inside[0].text
    stopped = [s for s in document.sentences if document.text[s.end - 3 : s.end] == "久前的"]
    assert len(stopped) == 1
