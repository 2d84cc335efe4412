"""Code listings that stand on both sides, and what they make of the prose around them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder
from helpers.laws import check_beads
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.aligner.beads import find_beads
from duizhao.align.listings import same_listings
from duizhao.align.pipeline import align_documents
from duizhao.corpora.alignment import Severity
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import ReadOptions, read_document
from duizhao.models.registry import load_encoder
from duizhao.models.use.encoder import EmbeddedEncoder

Reader = Callable[[str, str], Document]
CALL = 'const tide = readGauge("{}") // {}\nplot(tide, {{ colour: blue }})'


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    numbers = itertools.count()

    def read_markdown(text: str, lang: str) -> Document:
        path = tmp_path / f"{next(numbers)}.md"
        path.write_text(text, encoding="utf-8")
        return read_document(path, ReadOptions(lang=lang))

    return read_markdown


def fenced(*parts: str) -> str:
    """Write prose and listings in turn as Markdown; empty prose is left out."""
    shown = [f"```\n{part}\n```" if n % 2 else part for n, part in enumerate(parts)]
    return "\n\n".join(filter(None, shown)) + "\n"


def texts_of(pair: tuple[Document, Document]) -> list[tuple[str, str]]:
    def read_by(document: Document, ids: tuple[int, ...]) -> str:
        return " ".join(document.sentences[i].text for i in ids)

    return [
        (read_by(pair[0], same.source), read_by(pair[1], same.target))
        for same in same_listings(*pair)
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (CALL.format("North pier", "the old gauge"), CALL.format("北码头", "旧的验潮仪")),
        ("# Open the door\nsudo port open 80", "# 打开端口\nsudo port open 80"),
        ("/* first\n   of all */\nstart(a);\nstop(b);", "/* 首先 */\nstart(a);\nstop(b);"),
        ("<!-- menu -->\n<nav class='a'></nav>", "<!-- 菜单 -->\n<nav class='b'></nav>"),
        ("SELECT a FROM t; -- all rows\n", "SELECT a FROM t; -- 所有行\n"),
        ("first(1)\nsecond(2)\nthird(3)", "first(1)\nsecond(2)"),
    ],
    ids=["text and comment", "comment", "block", "markup", "query", "a line fewer"],
)
def test_comments_and_quoted_texts_are_translated(source: str, target: str, read: Reader) -> None:
    pair = read(fenced("Look:", source), "en"), read(fenced("请看：", target), "zh")
    assert len(texts_of(pair)) == 1
    assert len(texts_of((pair[1], pair[0]))) == 1


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("import tide\nmap(tide)\nprint(tide)", "import tide\nsave(high)\nclose(high)"),
        ("# open it", "# 打开"),
        ("counter--\ncolour = #ff0000", "counter++\ncolour = #00ff00"),
        ("curl http://a.example/one", "curl http://b.example/two"),
    ],
    ids=["a line in common", "nothing but comments", "no comments", "addresses"],
)
def test_other_listings_are_not_the_same(source: str, target: str, read: Reader) -> None:
    pair = read(fenced("Look:", source), "en"), read(fenced("请看：", target), "zh")
    assert texts_of(pair) == []


def test_a_listing_that_is_repeated_is_told_by_its_neighbours(read: Reader) -> None:
    run, one, two = "make all", "cp one.conf /etc/one.conf", "cp two.conf /etc/two.conf"
    source = read(fenced("A.", run, "B.", one, "C.", run, "D.", two), "en")
    target = read(fenced("甲。", one, "乙。", run, "丙。", two), "zh")
    assert texts_of((source, target)) == [(one, one), (run, run), (two, two)]


CODE = st.lists(st.sampled_from(["run(1)", "stop(2)", "# note", 'say("x")', "{", "}"]), max_size=4)


@given(st.tuples(st.lists(CODE, max_size=5), st.lists(CODE, max_size=5)))
@examples(40)
def test_pairs_rise_and_every_sentence_stands_once(
    tmp_path_factory: pytest.TempPathFactory, sides: tuple[list[list[str]], list[list[str]]]
) -> None:
    pair = []
    for side, prose, lang in zip(sides, ("Look here.", "请看这里。"), ("en", "zh"), strict=True):
        path = tmp_path_factory.mktemp("code") / "a.md"
        parts = [part for code in side for part in (prose, "\n".join(code) or "-")]
        path.write_text(fenced(*parts, prose), encoding="utf-8")
        pair.append(read_document(path, ReadOptions(lang=lang)))
    same = same_listings(pair[0], pair[1])
    for a, b in itertools.pairwise(same):
        assert a.source[-1] < b.source[0]
        assert a.target[-1] < b.target[0]
    assert all(listing.weight > 0 for listing in same)
    check_beads(find_beads(pair[0], pair[1], HashEncoder()).beads, pair[0], pair[1])


MANUAL = (
    "# Tides\n\nTides are off by default. To read them, for instance in the file north.js:",
    CALL.format("north", "gauge"),
    "Or, if you draw them yourself:",
    "import { draw } from tides\ndraw(readAll())",
    "Tides are read every hour, even those that you do not draw.",
)
HANDBOOK = (
    "# 潮汐\n\n系统默认每小时读取潮汐，若要自己读取，例如在 north.js 中：",
    CALL.format("北", "验潮仪"),
    "或",
    "import { draw } from tides\ndraw(readAll())",
    "即使不绘制，潮汐也每小时读取一次。",
)


@pytest.mark.parametrize("swap", [False, True])
def test_no_link_crosses_a_listing_and_no_finding_quotes_it(swap: bool, read: Reader) -> None:
    pair = [read(fenced(*MANUAL), "en"), read(fenced(*HANDBOOK), "zh")]
    source, target = pair[::-1] if swap else pair
    alignment = align_documents(source, target, EmbeddedEncoder())
    places = [[s.text.startswith("const") for s in d.sentences].index(True) for d in pair]
    first, second = places[::-1] if swap else places
    assert all(
        (max(bead.source) < first) == (max(bead.target) < second)
        for bead in alignment.beads
        if not bead.is_null
    )
    at = [bead.source for bead in alignment.beads].index((first,))
    assert alignment.beads[at].target == ()
    assert alignment.beads[at + 1].target == (second,)
    quoted = [
        place.text
        for found in alignment.findings
        for place in (found.source, found.target)
        if place and found.category.value in {"omission", "addition"}
    ]
    assert not any("readGauge" in text or "draw(" in text for text in quoted)


@pytest.mark.parametrize("swap", [False, True])
def test_what_one_side_added_behind_a_listing_stands_behind_both(swap: bool, read: Reader) -> None:
    more = "在我小时候，祖父每逢周日都带我去看老灯塔，并给我讲海怪的故事。"
    source = read(fenced(ABOUT, LISTINGS[0], CLOSES), "en")
    target = read(fenced(ABOUT_ZH, LISTINGS[0], f"{more}\n\n{CLOSES_ZH}"), "zh")
    documents = (target, source) if swap else (source, target)
    beads = find_beads(*documents, EmbeddedEncoder()).beads
    shown = [
        [document.sentences[i].text.split("(")[0] for i in ids]
        for bead in beads
        for document, ids in zip(documents, (bead.source, bead.target), strict=True)
        if ids
    ]
    assert shown.count([more]) == 1
    at = shown.index([more])
    assert [text[0].startswith("const tide") for text in shown[:at]].count(True) == 2


def test_a_lost_section_is_lost_with_its_code(read: Reader) -> None:
    lost = "Neap tides are told by the moon. Ask it twice a day, at noon and at night:"
    source = read(fenced(*MANUAL[:4], lost, "const moon = ask(sky)\nmoon.wait()", MANUAL[4]), "en")
    target = read(fenced(*HANDBOOK), "zh")
    found = align_documents(source, target, EmbeddedEncoder()).findings
    assert any(
        each.source is not None and "Neap tides" in each.source.text
        for each in found
        if each.category.value == "omission"
    )


ABOUT = "The gauge is read every ten minutes, and its height is kept in a table."
ABOUT_ZH = "验潮仪每十分钟读取一次，其高度保存在一张表中。"
CLOSES = "The table is sent to the harbour office at midnight."
CLOSES_ZH = "该表于午夜发送至港务局。"
LISTINGS = (CALL.format("North pier", "all gauges"), CALL.format("South pier", "one of them"))


def test_what_only_leads_in_a_listing_may_be_shorter(read: Reader) -> None:
    long = "如果你只希望读取其中一台验潮仪，那么需要在 harbour.js 中写入以下内容："
    pair = (
        read(fenced(ABOUT_ZH, LISTINGS[0], long, LISTINGS[1], CLOSES_ZH), "zh"),
        read(fenced(ABOUT, LISTINGS[0], "In harbour.js:", LISTINGS[1], CLOSES), "en"),
    )
    found = align_documents([pair[0]], pair[1], encoder=load_encoder(cache=False)).findings
    assert not [f for f in found if f.severity is not Severity.INFO]
