"""Items of a list in one paragraph: 1. One 2. Two, a) One b) Two, • One • Two.

A list begins with its paragraph, its marks have one form, and their numbers follow one another;
so no number in running text is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duizhao import lazy

__all__ = ["item_starts"]

_BULLETS = "•⁃‣◦▪●■◆◇○□"
_MARK = (
    rf"(?P<bullet>[{_BULLETS}])?\s?(?P<open>\(?)(?P<value>\d{{1,3}}|[a-zA-Z])(?P<close>\.\)|[.)])"
)
_FIRST = lazy.compile(rf"\s*{_MARK}\s{{1,3}}(?=[^\W_]|[“‘\"'(])")
_NEXT = lazy.compile(rf"(?<=\s){_MARK}\s{{1,3}}(?=[^\W\d_]|[“‘\"'(])")
_FIRST_BULLET = lazy.compile(rf"\s*([{_BULLETS}])\s{{0,3}}(?=\w)")
# Words before a number that is theirs: 1. From part 2. On ...
_NUMBERED = lazy.compile(
    r"\b(?:parts?|chapters?|sections?|fig(?:ure)?s?|tables?|steps?|phases?|levels?|types?|grades?"
    r"|class|no|nos|n[°º]|nr|and|or|of|in|to|by|with|from|at|for|pages?|pp?|vol(?:ume)?s?|appendix"
    r"|versions?|days?|weeks?|is|are|was|equals?|than|about|und|et|y|e|teil|kapitel|mit|von|bis)"
    r"\.?\s$",
    re.IGNORECASE,
)
_LOOK = 20


def item_starts(text: str) -> list[int]:
    """Return where the items of a list begin that a paragraph is, the first one left out.

    :param text: The visible text of one block.
    :return: Rising offsets; none if the paragraph is no list of at least two items.

    >>> item_starts("1. Wash 2. Dry"), item_starts("1. It grew by 2. Then it fell.")
    ([8], [])
    """
    first = _FIRST.match(text)
    if first is None:
        bullet = _FIRST_BULLET.match(text)
        if bullet is None:
            return []
        mark = re.compile(rf"(?<=\s){re.escape(bullet[1])}(?=\s{{0,3}}\w)")
        return [match.start() for match in mark.finditer(text, bullet.end())]
    return list(_numbered(text, first))


def _numbered(text: str, first: re.Match[str]) -> Iterator[int]:
    form = first["bullet"], first["open"], first["close"]
    value = _value(first["value"])
    for match in _NEXT.finditer(text, first.end()):
        if (match["bullet"], match["open"], match["close"]) != form:
            continue
        if _value(match["value"]) != value + 1 or match["value"].isdigit() != (value < 1000):
            continue
        bare = match["bullet"] is None and match["close"] == "."
        if bare and _NUMBERED.search(text[max(0, match.start() - _LOOK) : match.start()]):
            continue
        value += 1
        yield match.start()


def _value(written: str) -> int:
    return int(written) if written.isdigit() else 1000 + ord(written)
