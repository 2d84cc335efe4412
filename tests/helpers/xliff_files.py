"""Files as translators' programs write them, of as many segments as asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from duizhao.corpora.alignment import Alignment, Finding
from duizhao.corpora.exchange.bead_text import finding_places

__all__ = ["PROGRAMS", "Segment", "lost_and_false", "made_segments", "mended"]

_WHO = [
    ("The ferry", "渡轮"),
    ("The old lighthouse", "旧灯塔"),
    ("The harbour office", "港务局"),
    ("The night train", "夜班火车"),
    ("The village school", "村里的学校"),
    ("The fish market", "鱼市"),
    ("The stone bridge", "石桥"),
    ("The little museum", "小博物馆"),
    ("The post office", "邮局"),
    ("The mountain road", "山路"),
]
_WHAT = [
    ("was closed on Monday", "星期一关闭"),
    ("was opened by the mayor", "由市长揭幕"),
    ("was painted white in spring", "春天刷成了白色"),
    ("is visited by many tourists", "有许多游客参观"),
    ("was damaged by the storm", "被暴风雨损坏"),
    ("will be repaired next year", "明年将会修缮"),
    ("was sold to a family from the city", "卖给了城里的一家人"),
    ("stands beside a small garden", "坐落在一座小花园旁边"),
    ("is known to every child here", "这里每个孩子都知道"),
    ("was built of local timber", "是用本地木材建造的"),
]
_MORE = [
    ("after a long and cold winter", "经过漫长寒冷的冬天"),
    ("although nobody had asked for it", "虽然没有人要求过"),
    ("because the council agreed at last", "因为议会终于同意了"),
    ("while the families watched from the hill", "家家户户在山上观看"),
    ("and the newspapers wrote about it", "报纸也作了报道"),
    ("as the fishermen had hoped", "正如渔民所希望的"),
    ("before the first snow fell", "在初雪降下之前"),
    ("when the tide was very low", "在潮水很低的时候"),
    ("so that the workers could rest", "好让工人们休息"),
    ("in spite of the heavy rain", "尽管下着大雨"),
]


@dataclass(frozen=True)
class Segment:
    """A segment, with a code around the first part of its source and one at its end, or neither.

    :param source: The parts of its source.
    :param target: Those of its target.
    :param coded: Whether the codes stand in the source.
    :param kept: Whether they stand in the target.
    :param empty: Whether the target is empty.
    """

    source: tuple[str, str]
    target: tuple[str, str]
    coded: bool = False
    kept: bool = True
    empty: bool = False


def made_segments(count: int, bad: Iterable[int] = ()) -> list[Segment]:
    """Return distinct segments, every third with codes.

    :param count: How many, up to 1,000.
    :param bad: The numbers of those that lost something: the codes of every third, of the others
        the whole translation.
    """
    wrong = set(bad)
    made = []
    for n in range(count):
        who, what, more = _WHO[n % 10], _WHAT[n // 10 % 10], _MORE[n // 100 % 10]
        source = (who[0], f" {what[0]} {more[0]}.")
        target = (f"{more[1]}，{who[1]}", f"{what[1]}。")
        coded, lost = n % 3 == 0, n in wrong
        made.append(Segment(source, target, coded, not (lost and coded), lost and not coded))
    return made


def mended(segment: Segment, pair: tuple[str, str], alone: str) -> tuple[str, str]:
    """Return the two sides of a segment as XML.

    :param segment: The segment.
    :param pair: A code that begins and ends.
    :param alone: A code that stands alone.
    """
    sides = []
    for parts, coded in ((segment.source, True), (segment.target, segment.kept)):
        first, rest = map(escape, parts)
        codes = segment.coded and coded
        sides.append(f"{pair[0]}{first}{pair[1]}{rest}{alone}" if codes else first + rest)
    return sides[0], "" if segment.empty else sides[1]


def sdlxliff(segments: Sequence[Segment], per_unit: int = 4) -> str:
    """Return what Trados writes: several segments in a unit."""
    tags = (
        '<tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><tag id="5"><bpt name="b">'
        '&lt;b&gt;</bpt><bpt-props><value key="x">bold</value></bpt-props><ept name="b">&lt;/b&gt;'
        '</ept></tag><tag id="6"><ph name="img">&lt;img/&gt;</ph></tag></tag-defs>'
    )
    units, number = [], 0
    for start in range(0, len(segments), per_unit):
        marks: tuple[list[str], list[str]] = ([], [])
        said = []
        for segment in segments[start : start + per_unit]:
            number += 1
            for side, text in enumerate(mended(segment, ('<g id="5">', "</g>"), '<x id="6"/>')):
                marks[side].append(f'<mrk mtype="seg" mid="{number}">{text}</mrk>')
            state = "" if segment.empty else ' conf="Translated" origin="tm" percent="100"'
            said.append(f'<sdl:seg id="{number}"{state}><sdl:prev-origin/></sdl:seg>')
        source = " ".join(
            "".join(map(escape, s.source)) for s in segments[start : start + per_unit]
        )
        units.append(
            f'<trans-unit id="{start:032x}"><source>{source}</source>'
            f"<seg-source>{' '.join(marks[0])}</seg-source><target>{''.join(marks[1])}</target>"
            f"<sdl:seg-defs>{''.join(said)}</sdl:seg-defs></trans-unit>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><xliff'
        ' xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" version="1.2" sdl:version="1.0"'
        ' xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a.docx"'
        ' source-language="en-US" target-language="zh-CN" datatype="x-sdlfilterframework2"><header>'
        f"{tags}</header><body>{''.join(units)}</body></file></xliff>"
    )


def mqxliff(segments: Sequence[Segment]) -> str:
    """Return what memoQ writes: a unit for each segment, with its match and older versions."""
    units = []
    for n, segment in enumerate(segments, start=1):
        pair = ('<bpt id="1" ctype="bold">{}</bpt>', '<ept id="1">{}</ept>')
        alone = '<ph id="2">&lt;mq:rxt displaytext="{0}" val="{0}"&gt;</ph>'
        source, target = mended(segment, pair, alone)
        state = "NotStarted" if segment.empty else "ManuallyConfirmed"
        units.append(
            f'<trans-unit id="{n}" mq:status="{state}" mq:locked="{"locked" * (n % 9 == 0)}">'
            f'<source xml:space="preserve">{source}</source>'
            f'<target xml:space="preserve">{target}</target>'
            "<mq:insertedmatch matchtype='1'><source>Another text.</source>"
            "<target>别的文字。</target></mq:insertedmatch>"
            "<mq:minorversions><mq:historical-unit><source>Older.</source><target>旧的。</target>"
            "</mq:historical-unit></mq:minorversions></trans-unit>"
        )
    return _version_12(units, ' xmlns:mq="MQXliff"')


def mxliff(segments: Sequence[Segment]) -> str:
    """Return what Phrase writes: placeholders in braces, a group for each paragraph."""
    units = []
    for n, segment in enumerate(segments, start=1):
        source, target = mended(segment, ("{b&gt;", "&lt;b}"), "{1}")
        confirmed = 0 if segment.empty else 1
        units.append(
            f'<group id="{n}" m:para-id="{n}"><trans-unit id="a:{n}" m:confirmed="{confirmed}"'
            f' m:locked="false" m:trans-origin="{"tm" * confirmed or "null"}">'
            f"<source>{source}</source><target>{target}</target>"
            "<alt-trans origin='machine-trans'><target>机器译文。</target></alt-trans>"
            '<m:tunit-metadata><m:mark id="1"><m:content>&lt;img/&gt;</m:content></m:mark>'
            "</m:tunit-metadata></trans-unit></group>"
        )
    return _version_12(units, ' xmlns:m="http://www.memsource.com/mxlf/2.0"')


def okapi(segments: Sequence[Segment], per_unit: int = 3) -> str:
    """Return what Okapi writes: several segments in a unit, codes with their content."""
    units = []
    pair = ('<bpt id="1">&lt;b></bpt>', '<ept id="1">&lt;/b></ept>')
    for start in range(0, len(segments), per_unit):
        marks: tuple[list[str], list[str]] = ([], [])
        for n, segment in enumerate(segments[start : start + per_unit]):
            for side, text in enumerate(mended(segment, pair, '<ph id="2">%s</ph>')):
                marks[side].append(f'<mrk mid="{n}" mtype="seg">{text}</mrk>')
        units.append(
            f'<trans-unit id="tu{start}"><source>{" ".join(marks[0])}</source>'
            f"<seg-source>{' '.join(marks[0])}</seg-source><target>{''.join(marks[1])}</target>"
            "</trans-unit>"
        )
    return _version_12(units, ' xmlns:okp="okapi-framework:xliff-extensions"')


def xliff_12(segments: Sequence[Segment]) -> str:
    """Return plain XLIFF 1.2: a unit for each segment."""
    units = []
    for n, segment in enumerate(segments, start=1):
        source, target = mended(segment, ('<g id="1">', "</g>"), '<x id="2"/>')
        there = f"<target>{target}</target>" if target else ""
        units.append(f'<trans-unit id="{n}"><source>{source}</source>{there}</trans-unit>')
    return _version_12(units, "")


def xliff_2(segments: Sequence[Segment], per_unit: int = 5) -> str:
    """Return XLIFF 2.1: several segments in a unit, codes with original data."""
    units = []
    pair = ('<pc id="1" dataRefStart="d1" dataRefEnd="d2">', "</pc>")
    for start in range(0, len(segments), per_unit):
        found = []
        for n, segment in enumerate(segments[start : start + per_unit], start=1):
            source, target = mended(segment, pair, '<ph id="2" dataRef="d3"/>')
            state = "translated" if target else "initial"
            there = f"<target>{target}</target>" if target else ""
            found.append(
                f'<segment id="s{n}" state="{state}"><source>{source}</source>{there}</segment>'
                "<ignorable><source> </source></ignorable>"
            )
        units.append(
            f'<unit id="u{start}"><originalData><data id="d1">&lt;b></data>'
            '<data id="d2">&lt;/b></data><data id="d3">{0}</data></originalData>'
            f"{''.join(found)}</unit>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en"'
        f' trgLang="zh-CN"><file id="f1">{"".join(units)}</file></xliff>'
    )


def _version_12(units: Iterable[str], names: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xliff version="1.2"'
        f' xmlns="urn:oasis:names:tc:xliff:document:1.2"{names}><file original="a.html"'
        ' source-language="en" target-language="zh" datatype="html"><body>'
        f"{''.join(units)}</body></file></xliff>"
    )


PROGRAMS: dict[str, Callable[[Sequence[Segment]], str]] = {
    "a.sdlxliff": sdlxliff,
    "a.mqxliff": mqxliff,
    "a.mxliff": mxliff,
    "okapi.xlf": okapi,
    "old.xlf": xliff_12,
    "new.xlf": xliff_2,
}
"""What makes a file of segments, by the file's name."""


def lost_and_false(alignment: Alignment, bad: Iterable[int]) -> tuple[set[int], list[Finding]]:
    """Return which of the segments that lost something are found, and findings about no such one.

    :param alignment: A check of :func:`made_segments`.
    :param bad: The numbers that they were made with.
    """
    wrong, found, false = set(bad), set(), []
    source = alignment.documents[0]
    for finding in alignment.findings:
        places = finding_places(finding)[0]
        ids = {
            s.id for s in source.sentences for p in places if s.start < p.end and s.end > p.start
        }
        found |= ids & wrong
        if not ids or ids - wrong:
            false.append(finding)
    return found, false
