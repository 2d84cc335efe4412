"""The titles that references show: “see <<gate>>” is read as “see Opening the gate”."""

from __future__ import annotations

from collections.abc import Sequence

from duizhao import lazy

__all__ = ["find_titles", "reference"]

# [[gate]], [[gate,its label]], [#gate], [#gate.role]: alone in a line, above a title or a heading.
_ANCHOR = lazy.compile(
    r"\[\[(?P<id>[^\[\],]{1,300})(?:,\s*(?P<label>[^\[\]]{1,300}))?\]\]"
    r"|\[(?:[a-z]{1,20})?#(?P<short>[^\[\],.%]{1,300})[^\[\]]{0,200}\]"
)
_STYLE = lazy.compile(r"\[[^\[\]]{0,400}\]")
_TITLE = lazy.compile(
    r"\.(?P<block>[^\s.].*)|(?:={1,6}|#{1,6})[ \t]+(?P<heading>\S.*?)(?:[ \t]+={1,6})?"
)


def find_titles(lines: Sequence[str]) -> dict[str, str]:
    """Return what stands for references, as :func:`reference` calls them.

    :param lines: The lines of a file.
    """
    found: dict[str, str] = {}
    waiting: list[str] = []
    for line in map(str.rstrip, lines):
        anchor = _ANCHOR.fullmatch(line)
        if anchor is not None:
            key = anchor["id"] or anchor["short"]
            if anchor["label"]:
                found.setdefault(reference(key), anchor["label"].strip())
            else:
                waiting.append(reference(key))
            continue
        title = _TITLE.fullmatch(line)
        if waiting and title is not None:
            for key in waiting:
                found.setdefault(key, title["block"] or title["heading"])
        if not _STYLE.fullmatch(line):
            waiting = []
    return found


def reference(key: str) -> str:
    """Return a reference without a label, as it is written.

    >>> reference("gate")
    '<<gate>>'
    """
    return f"<<{key}>>"
