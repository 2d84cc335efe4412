"""Text in columns of a terminal, where Chinese takes two cells and a combining mark none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["StyledText", "clusters", "width_of", "wrap"]

# Marks that do not begin a line, and those that do not end one:
# https://www.w3.org/TR/clreq/#prohibition_rules_for_line_start_end
_NOT_FIRST = frozenset("，。、；：？！”’）》」』】〉〕…—·%％,.;:?!)]}")
_NOT_LAST = frozenset("“‘（《「『【〈〔([{")


@dataclass(frozen=True)
class StyledText:
    """A piece of a line in one style.

    :param text: The text, without control characters.
    :param style: The name of its style; empty for none.
    """

    text: str
    style: str = ""


@dataclass(frozen=True)
class _Cluster:
    """What a terminal shows as one character.

    :param text: Its code points.
    :param width: The cells it takes, 0 to 2.
    :param style: Its style.
    """

    text: str
    width: int
    style: str = ""


def width_of(text: str) -> int:
    """Return how many cells a text takes.

    :param text: Text without control characters.

    >>> width_of("对照 e\u0301")
    6
    """
    return sum(cluster.width for cluster in clusters([StyledText(text)]))


def clusters(chunks: Iterable[StyledText]) -> Iterator[_Cluster]:
    """Yield what a terminal shows as one character each.

    :param chunks: Text without control characters.
    """
    from wcwidth import iter_graphemes, wcswidth

    for chunk in chunks:
        for text in iter_graphemes(chunk.text):
            ascii_ = len(text) == 1 and text.isascii()
            yield _Cluster(text, 1 if ascii_ else max(0, wcswidth(text)), chunk.style)


def wrap(chunks: Iterable[StyledText], width: int) -> list[list[StyledText]]:
    """Break a text into lines.

    Lines break at spaces and beside wide characters, never before closing punctuation nor after an
    opening mark; what is longer than a line is cut.

    :param chunks: Text without control characters.
    :param width: Cells of a line, at least 2.
    :return: The lines, at least one; none of them is wider than ``width``.

    >>> [[c.text for c in line] for line in wrap([StyledText("今天天气很好。It is fine.")], 12)]
    [['今天天气很'], ['好。It is'], ['fine.']]
    """
    lines: list[list[_Cluster]] = [[]]
    used = 0
    for word in _words(clusters(chunks)):
        size = sum(cluster.width for cluster in word)
        if used and used + size > width and word[0].text != " ":
            lines.append([])
            used = 0
        if not used and word[0].text == " ":
            continue
        for cluster in word:
            if used + cluster.width > width:
                if cluster.text == " ":
                    continue
                lines.append([])
                used = 0
            lines[-1].append(cluster)
            used += cluster.width
    return [_join(line) for line in lines]


def _words(text: Iterable[_Cluster]) -> Iterator[list[_Cluster]]:
    """Yield what is not broken; a run of spaces is one of them."""
    word: list[_Cluster] = []
    for cluster in text:
        if word and _may_break(word[-1], cluster):
            yield word
            word = []
        word.append(cluster)
    if word:
        yield word


def _may_break(before: _Cluster, after: _Cluster) -> bool:
    if (before.text == " ") != (after.text == " "):
        return True
    if after.text in _NOT_FIRST or before.text in _NOT_LAST:
        return False
    return before.width == 2 or after.width == 2


def _join(line: Sequence[_Cluster]) -> list[StyledText]:
    """Put characters of one style together; white space at the end of a line goes."""
    end = len(line)
    while end and line[end - 1].text == " ":
        end -= 1
    chunks: list[StyledText] = []
    for cluster in line[:end]:
        if chunks and chunks[-1].style == cluster.style:
            chunks[-1] = StyledText(chunks[-1].text + cluster.text, cluster.style)
        else:
            chunks.append(StyledText(cluster.text, cluster.style))
    return chunks
