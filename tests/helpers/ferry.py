"""Alignments made by hand for the tests of the gap report; every text is the project's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duizhao.corpora.alignment import (
    Alignment,
    Bead,
    Category,
    Failure,
    Finding,
    Place,
    Severity,
)
from duizhao.corpora.document import Document, Kind
from helpers.build import laid_out, place, say

SOURCE = (
    ("text", "The Ferry That Learned to Wait", Kind.HEADING),
    ("text", "By the harbour desk", Kind.BYLINE),
    ("text", "The harbour of Kestrel Bay opened its third ferry line in March.", Kind.TEXT),
    ("same", "Some 4,500 people rode it on the first day, twice the forecast.", Kind.TEXT),
    ("text", "“We asked the tide for advice, and it answered,” said captain Mira Lund.", Kind.TEXT),
    ("same", "She has crossed the bay for nineteen years.", Kind.TEXT),
    ("text", "The line has two aims: to empty the bridge, and to fill the market.", Kind.TEXT),
    ("same", "Both were met within a month.", Kind.TEXT),
    ("text", "Fishermen were less pleased.", Kind.TEXT),
    ("same", "They say that the wake drives the herring into deeper water.", Kind.TEXT),
    ("text", "The council will\nreview the timetable in June.", Kind.TEXT),
    ("same", "A ticket costs three crowns.", Kind.TEXT),
    ("text", "Read more: How a lighthouse became a library »", Kind.TEASER),
)
TARGET = (
    ("text", "学会等待的渡轮", Kind.HEADING),
    ("text", "一张船票三克朗。", Kind.TEXT),
    ("text", "红隼湾港口于三月开通了第三条渡轮航线。", Kind.TEXT),
    ("same", "首日约有450人乘坐，是预期的两倍。", Kind.TEXT),
    ("text", "“”船长米拉·伦德说。", Kind.TEXT),
    ("same", "她在海湾上往返已有十九年。", Kind.TEXT),
    ("text", "这条航线有两个目标：第一是；第二是。", Kind.TEXT),
    ("same", "两个目标在一个月内都实现了。", Kind.TEXT),
    ("text", "They say that the wake drives the herring\n深水。", Kind.TEXT),
    ("text", "市议会将于六月审议", Kind.TEXT),
    ("text", "渡轮的颜色是蓝色。", Kind.TEXT),
)
# Source ids, target ids, probability, similarity, moved.
BEADS = (
    ((0,), (0,), 0.99, 0.71, False),
    ((11,), (1,), 0.88, 0.81, True),
    ((1,), (), 1.0, 0.0, False),
    ((2,), (2,), 0.98, 0.84, False),
    ((3,), (3,), 0.97, 0.8, False),
    ((4,), (4,), 0.82, 0.41, False),
    ((5,), (5,), 0.96, 0.83, False),
    ((6,), (6,), 0.78, 0.57, False),
    ((7,), (7,), 0.95, 0.79, False),
    ((8,), (), 0.91, 0.0, False),
    ((9,), (8,), 0.66, 0.6, False),
    ((10,), (9,), 0.8, 0.7, False),
    ((), (10,), 0.93, 0.0, False),
    ((12,), (), 1.0, 0.0, False),
)


def ferry(policy: str = "full") -> Alignment:
    """Return a small English–Chinese alignment with a finding of every category."""
    docs = (
        laid_out("articles/ferry.en.txt", "en", SOURCE),
        laid_out("articles\\ferry.zh.txt", "zh", TARGET, joiner=""),
    )
    beads = tuple(
        Bead(source, target, probability, similarity, moved)
        for source, target, probability, similarity, moved in BEADS
    )
    return Alignment(docs, beads, _findings(docs), "enc:hand|split:hand|v:0.1.0", policy)


def every(policy: str = "full") -> Alignment:
    """Return the ferry article with a finding of every kind, and a layer that failed."""
    alignment = ferry(policy)
    docs = alignment.documents
    clause = "twice the forecast."
    more = (
        Finding(
            "F012",
            Category.OMISSION,
            Severity.MAJOR,
            0.7,
            say("A clause has no translation.", "一个小句没有译出。"),
            place(docs, 0, clause),
            place(docs, 1, "是预期的两倍"),
            {
                "rule": "clause",
                "elsewhere": {"start": 3, "end": 7, "text": "一张船票三克朗"},
                "shared": ["forecast", "day"],
            },
        ),
        Finding(
            "F013",
            Category.REPEATED,
            Severity.MINOR,
            0.8,
            say("A sentence stands twice.", "一句重复。"),
            target=place(docs, 1, "两个目标在一个月内都实现了。"),
        ),
        Finding(
            "F014",
            Category.LEFTOVER,
            Severity.MAJOR,
            0.9,
            say("A placeholder was left.", "留有占位符。"),
            target=place(docs, 1, "她在海湾上"),
        ),
        Finding(
            "F015",
            Category.ATTRIBUTION,
            Severity.INFO,
            0.6,
            say("The speaker was added.", "添加了说话人。"),
            target=place(docs, 1, "船长"),
        ),
        Finding(
            "F016",
            Category.VERBATIM,
            Severity.MINOR,
            0.6,
            say("An address differs.", "网址不同。"),
            target=place(docs, 1, "在海湾上"),
        ),
        Finding(
            "F017",
            Category.CONTRARY,
            Severity.MINOR,
            0.7,
            say("A word means the opposite.", "一词意思相反。"),
            target=place(docs, 1, "一个月内"),
        ),
        Finding(
            "F018",
            Category.LEFTOVER,
            Severity.MAJOR,
            0.8,
            say("A program speaks of its own words.", "程序谈论自己的译文。"),
            target=place(docs, 1, "都实现了"),
            evidence={"rule": "machine-note"},
        ),
        Finding(
            "F019",
            Category.TERM,
            Severity.MINOR,
            0.8,
            say("A term is translated otherwise.", "术语译法不同。"),
            place(docs, 0, "forecast"),
            place(docs, 1, "预期"),
            {"rule": "missing"},
        ),
        Finding(
            "F020",
            Category.INCONSISTENT,
            Severity.INFO,
            0.7,
            say("A name is written in two ways.", "一名两译。"),
            target=place(docs, 1, "一个月内都"),
        ),
    )
    failures = (
        Failure("gaps", "the list of marks <b>is</b> not there"),
        Failure("tides", "no moon"),
    )
    return replace(alignment, findings=(*alignment.findings, *more), failures=failures)


def _findings(docs: Sequence[Document]) -> tuple[Finding, ...]:
    def on(side: int, text: str, at: str | None = None) -> Place:
        return place(docs, side, text, at)

    return (
        Finding(
            "F001",
            Category.BLANK,
            Severity.CRITICAL,
            0.99,
            say("A quotation is empty: its words were lost.", "引号内是空的，原话缺失。"),
            on(0, "“We asked the tide for advice, and it answered,”"),
            on(1, "“”"),
            {"pattern": "empty quotation", "similarity": 0.4137},
        ),
        Finding(
            "F002",
            Category.BLANK,
            Severity.CRITICAL,
            0.97,
            say("The first point of a list is empty.", "列举的第一项是空的。"),
            on(0, "to empty the bridge"),
            on(1, "第一是；"),
        ),
        Finding(
            "F003",
            Category.BLANK,
            Severity.CRITICAL,
            0.97,
            say("The second point of a list is empty.", "列举的第二项是空的。"),
            on(0, "to fill the market"),
            on(1, "。", at="第二是。"),
        ),
        Finding(
            "F004",
            Category.TRUNCATED,
            Severity.CRITICAL,
            0.9,
            say("The sentence stops before its end.", "句子没有写完。"),
            on(0, "the timetable in June."),
            on(1, "审议"),
        ),
        Finding(
            "F005",
            Category.OMISSION,
            Severity.MAJOR,
            0.91,
            say("A sentence has no translation.", "一句没有译出。"),
            on(0, "Fishermen were less pleased."),
            Place(1, _end(docs[1], 7), _end(docs[1], 7), ""),
        ),
        Finding(
            "F006",
            Category.ADDITION,
            Severity.MINOR,
            0.93,
            say("A sentence has no original.", "一句在原文中没有出处。"),
            target=on(1, "渡轮的颜色是蓝色。"),
        ),
        Finding(
            "F007",
            Category.MOVED,
            Severity.INFO,
            0.88,
            say("A sentence stands in another place.", "一句换了位置。"),
            on(0, "A ticket costs three crowns."),
            on(1, "一张船票三克朗。"),
        ),
        Finding(
            "F008",
            Category.NUMBER,
            Severity.MAJOR,
            0.95,
            say("4,500 became 450.", "4,500 译成了 450。"),
            on(0, "4,500"),
            on(1, "450"),
            {"source": 4500, "target": 450},
        ),
        Finding(
            "F009",
            Category.NAME,
            Severity.MINOR,
            0.55,
            say("Kestrel Bay may be named otherwise.", "“Kestrel Bay”的译名可能不一致。"),
            on(0, "Kestrel Bay"),
            on(1, "红隼湾"),
        ),
        Finding(
            "F010",
            Category.UNTRANSLATED,
            Severity.MAJOR,
            0.98,
            say("A passage was left in the source language.", "一段文字未译。"),
            target=on(1, "They say that the wake drives the herring\n深"),
        ),
        Finding(
            "F011",
            Category.NAME,
            Severity.MINOR,
            0.5,
            say("Check the species.", "请核对鱼名。"),
            on(0, "herring into deeper water"),
            on(1, "herring"),
        ),
    )


def _end(doc: Document, sentence: int) -> int:
    return doc.sentences[sentence].end


def long(sentences: int) -> Alignment:
    """Return an alignment of two documents of so many sentences, some of them lost."""
    english = "Boat number {} left the quay at dawn with a full hold and came back before noon."
    chinese = "第{}号船黎明时满载离港，中午之前返航。"
    docs = (
        laid_out(
            "long.en.txt",
            "en",
            [("same" if i % 5 else "text", english.format(i), Kind.TEXT) for i in range(sentences)],
        ),
        laid_out(
            "long.zh.txt",
            "zh",
            [
                ("same" if i % 5 else "text", chinese.format(i), Kind.TEXT)
                for i in range(sentences)
                if i % 50
            ],
            joiner="",
        ),
    )
    beads: list[Bead] = []
    findings: list[Finding] = []
    j = 0
    for i, sentence in enumerate(docs[0].sentences):
        if i % 50:
            beads.append(Bead((i,), (j,), 0.97, 0.8))
            j += 1
            continue
        beads.append(Bead((i,), (), 0.9))
        findings.append(
            Finding(
                f"F{len(findings) + 1:03}",
                Category.OMISSION,
                Severity.MAJOR,
                0.9,
                say("A sentence has no translation.", "一句没有译出。"),
                Place(0, sentence.start, sentence.end, sentence.text),
            )
        )
    return Alignment(docs, tuple(beads), tuple(findings), "enc:hand|v:0.1.0")


def grouped(count: int) -> Alignment:
    """Forty sentences on either side, of which some have the same thing to say against them."""
    alignment = long(40)
    documents = alignment.documents
    places = [
        {"side": side, "document": number, "start": s.start, "end": s.end, "text": s.text}
        for n in range(3, 3 + 2 * count, 2)
        for number, side in enumerate(("source", "target"))
        for s in documents[number].sentences[n : n + 1]
    ]
    source, target = (
        Place(number, s.start, s.end, s.text)
        for number in (0, 1)
        for s in documents[number].sentences[3:4]
    )
    finding = Finding(
        "F001",
        Category.UNTRANSLATED,
        Severity.MAJOR,
        0.9,
        say("Headings stay as they are.", "标题均未译。"),
        source,
        target,
        {"count": count, "places": places},
    )
    return replace(alignment, findings=(finding,))
