"""Marks in a text: passages that overlap are cut so that no mark stands in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.annotating.remarks import Remark

__all__ = ["Marked", "critic_mark", "mark_up"]

# What parts paragraphs; a mark of CriticMarkup ends with its paragraph.
_PARAGRAPH_END = lazy.compile(r"(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\s*")


@dataclass(frozen=True)
class Marked:
    """What is said of passages of a text.

    :param remark: What is said.
    :param runs: Where the passages begin and end, rising, without overlap; at least one. A run
        that ends where it begins is a point.
    """

    remark: Remark
    runs: tuple[tuple[int, int], ...]


_Write = Callable[[str, Sequence[Remark], Sequence[Remark]], str]


def mark_up(text: str, marked: Sequence[Marked], write: _Write) -> str:
    """Return a text with marks.

    :param text: The text.
    :param marked: What to mark.
    :param write: Returns what stands for a stretch of the text, given all that is said of it, and
        what of that is said of nothing further on; the stretch is empty for a point.
    """
    cut = [Marked(each.remark, tuple(_paragraph_runs(text, each.runs))) for each in marked]
    points: dict[int, list[Remark]] = defaultdict(list)
    for each in cut:
        if all(low == high for low, high in each.runs):
            points[each.runs[0][0]].append(each.remark)
    passages = [each for each in cut if any(low < high for low, high in each.runs)]
    edges = {edge for each in passages for run in each.runs for edge in run}
    places = sorted({0, len(text), *edges, *points})
    made = []
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        made += [write("", [remark], [remark]) for remark in points.get(start, ())]
        if start == end:
            continue
        over = [e for e in passages if any(low <= start and end <= high for low, high in e.runs)]
        last = [e.remark for e in over if max(high for _, high in e.runs) == end]
        shown = text[start:end]
        made.append(write(shown, [e.remark for e in over], last) if over else shown)
    return "".join(made)


def _paragraph_runs(text: str, runs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield runs without white space at their ends, each in one paragraph."""
    for low, high in runs:
        if low == high:
            yield low, high
            continue
        at = low
        for gap in [*_PARAGRAPH_END.finditer(text, low, high), None]:
            end = high if gap is None else gap.start()
            body = text[at:end]
            start = at + len(body) - len(body.lstrip())
            stop = at + len(body.rstrip())
            if start < stop:
                yield start, stop
            at = end if gap is None else gap.end()


def critic_mark(author: str, *, bar: str = "|") -> _Write:
    """Return a writer of CriticMarkup: ``{==words==}{>>author: remark<<}``.

    :param author: Who says it.
    :param bar: What stands for a bar in a remark; a bar would part the cells of a table.
    """

    def write(text: str, over: Sequence[Remark], last: Sequence[Remark]) -> str:
        del over
        said = (f"{{>>{_comment(author, remark, bar)}<<}}" for remark in last)
        return (f"{{=={text}==}}" if text else "") + "".join(said)

    return write


def _comment(author: str, remark: Remark, bar: str) -> str:
    said = f"{author}: {' / '.join(remark.lines)}"
    # A comment must not end inside of itself.
    return said.replace("|", bar).replace("<<}", "<< }").replace("{>>", "{ >>")
