"""Layout first: the lines of a text to paragraphs, headings, cells, captions and the rest.

Nothing is ever deleted: every visible character of the document lies in exactly one block, and
a kind says whether a translation is expected to carry the block.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.document import Block, Kind
from duizhao.corpora.reading.base import Part
from duizhao.corpora.reading.layout.joins import (
    PAGED_FROM,
    Joint,
    Wrap,
    find_wrap,
    is_remark,
    joint_at_cut,
)
from duizhao.corpora.reading.layout.kinds import is_cell_row, is_short_title, kind_of_line
from duizhao.corpora.reading.layout.lines import Line, find_lines, trim
from duizhao.corpora.reading.layout.references import reference_lines
from duizhao.corpora.reading.layout.surface import Surface, lay, may_have_markup
from duizhao.corpora.text.scripts import display_width

__all__ = ["LaidBlock", "find_blocks"]

_CELL = lazy.compile(r"[^\t]+")
_BAR_CELL = lazy.compile(r"(?:\|\s*)+([^|]*[^|\s])")
_NAME = lazy.compile(r"[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){1,3}")
_DATE_LINE = lazy.compile(r"(?:U|P|更新|发布|\d{4})|[A-Z][a-z]{2,8}\.? \d")

# A running head stands at least this often, at about equal distances, each no less than a page's
# worth of characters.
_FEWEST_HEADS = 4
_SHORTEST_PAGE = 300
_UNEVEN = 3
_WIDEST_HEAD = 80

# Where most undecided lines are short and unended, that is how the text is written (verse, word
# lists, subtitles), and being short does not make a heading.
_MOST = 0.6
_ENOUGH_LINES = 8

# A byline without a word that says so stands next to the date, near the top.
_TOP = 12
_WIDEST_TITLE = 110
_TITLE_LINES = 2


@dataclass(frozen=True)
class LaidBlock:
    """A block and what a reader reads of it.

    :param block: The block.
    :param surface: Its visible text.
    :param whole: Whether its format says that it is one sentence.
    """

    block: Block
    surface: Surface
    whole: bool = False


def find_blocks(text: str, lang: str, parts: Iterable[Part] | None = None) -> list[LaidBlock]:
    """Divide a text into blocks.

    Parts of which the format says what they are become blocks as they stand. The others are read
    as if the text were plain and blank lines stood between them, so that a page end inside a
    paragraph is mended there as well.

    :param text: The document as decoded.
    :param lang: Its language; in Chinese, a dictionary helps to mend cuts at page ends.
    :param parts: What the format sets apart; None for a plain text.
    :return: The blocks in order, with at least one visible character each.
    """
    lines = find_lines(text, parts)
    shown = [_shown(text, line) for line in lines]
    kinds = _line_kinds(text, lines, shown)
    for i in reference_lines(lines, shown, kinds):
        kinds[i] = Kind.REFERENCE
    running = [line for line, kind in zip(lines, kinds, strict=True) if kind is None]
    wrap = find_wrap(text, running)
    joints = [
        _joint(text, lines[i : i + 2], shown[i : i + 2], kinds[i : i + 2], wrap, lang)
        for i in range(len(lines) - 1)
    ]
    paged = joints.count(Joint.GOES_ON) >= PAGED_FROM
    joined = [False] + [
        joint in (Joint.WRAPPED, Joint.GOES_ON) or (paged and joint is Joint.STOPS)
        for joint in joints
    ]
    starts = [i for i, follows in enumerate(joined) if not follows]
    groups = list(itertools.pairwise([*starts, len(lines)])) if lines else []
    firsts = [kinds[low] for low, _ in groups]
    whole = [
        " ".join(shown[low:high]) if high - low <= _TITLE_LINES else "" for low, high in groups
    ]
    titles = _titles(whole, firsts)
    laid: list[LaidBlock] = []
    for number, ((low, high), kind) in enumerate(zip(groups, firsts, strict=True)):
        default = Kind.HEADING if number in titles else Kind.TEXT
        laid += _lay_group(text, lines[low:high], kind or default)
    return laid


def _shown(text: str, line: Line) -> str:
    if not may_have_markup(text, line.start, line.end):
        return text[line.start : line.end]
    return lay(text, [(line.start, line.end)]).text.strip()


def _line_kinds(text: str, lines: Sequence[Line], shown: Sequence[str]) -> list[Kind | None]:
    kinds: list[Kind | None] = []
    for line in lines:
        raw = text[line.start : line.end]
        if line.part is not None:
            kinds.append(line.part.kind or Kind.TEXT)
        else:
            kinds.append(Kind.CELL if is_cell_row(raw) else kind_of_line(raw))
    for i in _running_heads(lines, shown):
        if lines[i].part is None and kinds[i] in (None, Kind.HEADING):
            kinds[i] = Kind.FURNITURE
    for i in range(min(len(lines) - 1, _TOP)):
        dated = kinds[i + 1] is Kind.BYLINE and _DATE_LINE.match(shown[i + 1])
        if kinds[i] is None and dated and _NAME.fullmatch(shown[i]):
            kinds[i] = Kind.BYLINE
    return kinds


def _running_heads(lines: Sequence[Line], shown: Sequence[str]) -> Iterator[int]:
    """Yield the lines that come again at every page."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, head in enumerate(shown):
        if display_width(head[:_WIDEST_HEAD]) == display_width(head) <= _WIDEST_HEAD:
            places[re.sub(r"\d+", "0", head)].append(i)
    for head, found in places.items():
        if len(found) < _FEWEST_HEADS or head.endswith(("。", "！", "？", "!", "?", ".", "”", '"')):
            continue
        gaps = [lines[b].start - lines[a].start for a, b in itertools.pairwise(found)]
        middle = sorted(gaps)[len(gaps) // 2]
        if min(gaps) >= _SHORTEST_PAGE and max(gaps) <= _UNEVEN * middle:
            yield from found


def _joint(
    text: str,
    lines: Sequence[Line],
    shown: Sequence[str],
    kinds: Sequence[Kind | None],
    wrap: Wrap | None,
    lang: str,
) -> Joint:
    """Say how the second of two lines stands to the block of the first."""
    before, after = lines
    if before.part is not None or after.part is not None:
        return Joint.WRAPPED if before.part is after.part else Joint.APART
    if kinds[1] is not None or after.marked:
        return Joint.APART
    if kinds[0] is Kind.CAPTION and not after.blanks:
        return Joint.WRAPPED if is_remark(shown[1]) else Joint.APART
    if kinds[0] not in (None, Kind.LIST_ITEM):
        return Joint.APART
    if wrap and not after.blanks:
        first = text[before.start : before.end]
        # The second line of a list item hangs; in a paragraph an indent begins the next.
        indent = 0 if kinds[0] is Kind.LIST_ITEM else after.indent - before.indent
        return Joint.WRAPPED if wrap.continues(first, shown[1], indent) else Joint.APART
    return joint_at_cut(shown[0], shown[1], after.blanks, lang)


def _titles(shown: Sequence[str], kinds: Sequence[Kind | None]) -> set[int]:
    """Return the numbers of the undecided groups that are headings."""
    undecided = [i for i, kind in enumerate(kinds) if kind is None]
    titles = {i for i in undecided if is_short_title(shown[i])}
    crowded = len(undecided) >= _ENOUGH_LINES and len(titles) > _MOST * len(undecided)
    if crowded or len(kinds) == 1:
        titles = set()
    for i in undecided:
        title = shown[i]
        # A headline may ask or exclaim; what stands before a byline is one.
        dated = i + 1 < len(kinds) and kinds[i + 1] is Kind.BYLINE
        if dated and title[-1:] in "！？!?" and display_width(title) <= _WIDEST_TITLE:
            titles.add(i)
    return titles


def _lay_group(text: str, lines: Sequence[Line], kind: Kind) -> Iterator[LaidBlock]:
    first, last = lines[0], lines[-1]
    if kind is Kind.CELL and first.part is None:
        yield from _cells(text, first.start, first.end)
        return
    whole = first.part is not None and first.part.whole
    surface = lay(text, ((line.start, line.end) for line in lines))
    yield LaidBlock(Block(first.start, last.end, kind), surface, whole)


def _cells(text: str, start: int, end: int) -> Iterator[LaidBlock]:
    """Divide a row of a table; the bars around a cell belong to its block, not to its text."""
    if "\t" in text[start:end]:
        cells = [match.span() for match in _CELL.finditer(text, start, end)]
        bounds = cells
    else:
        cells = [match.span(1) for match in _BAR_CELL.finditer(text, start, end)]
        bounds = [*itertools.pairwise([start, *(high for _, high in cells[:-1]), end])]
    for (low, high), (first, last) in zip(cells, bounds, strict=True):
        inner, outer = trim(text, low, high), trim(text, first, last)
        if outer[0] < outer[1]:
            shown = inner if inner[0] < inner[1] else outer
            yield LaidBlock(Block(*outer, Kind.CELL), lay(text, [shown]))
