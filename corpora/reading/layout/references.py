"""Lists of sources: what a reader looks up, and a translation keeps, drops or writes otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.reading.layout.lines import Line

__all__ = ["reference_lines"]

_HEADING = lazy.compile(
    r"[#=\s\d.]{0,8}(?:references?|bibliography|works cited|citations|literature(?: cited)?|sources"
    r"|further reading|notes|notes and references|endnotes|footnotes"
    r"|参考文献|參考文獻|参考资料|參考資料|参考书目|引用文献|引用来源|文献|注释|註釋|脚注|尾注"
    r"|注释与参考文献|参考文献一覧|literatur(?:verzeichnis)?|einzelnachweise|quellen"
    r"|bibliographie|références|referencias|bibliografía|bibliografia|riferimenti|note|literatuur"
    r"|referências|список литературы|литература|примечания)[\s:：=]{0,4}",
    re.IGNORECASE,
)
_LABEL = lazy.compile(
    r"(?:\[\d{1,3}\]|〔\d{1,3}〕|［\d{1,3}］|\d{1,3}[.)、．]|\^|[•*-]\s|[¹²³⁰⁴-⁹]{1,3})\s?"
)
_YEAR = lazy.compile(r"(?<!\d)(?:1[5-9]\d\d|20[0-4]\d)(?!\d)")
# What sources have and prose hardly: how to find a thing, which pages of it, who wrote it.
_SIGNS = tuple(
    lazy.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bdoi\b|doi\.org|\bISBN|\bISSN|\bPMID|\barXiv\b|\bPMC\d",
        r"https?://|www\.",
        r"\bpp?\.\s?\d|\bS\.\s?\d|第?\s?\d+\s?[–—~～-]\s?\d+\s?[页頁]|第\s?\d+\s?[页頁]|:\s?\d+\s?[–-]\s?\d+",
        r"\bvol\.|\bno\.\s?\d|\bBd\.|\b\d+\s?\(\d+\)|第\s?\d+\s?[卷期辑輯号]",
        r"\bpress\b|\bpublish|\bverlag\b|\béditions?\b|\bjournal\b|\bproceedings\b|出版社|学报|杂志|期刊",
        r"\bretrieved\b|\baccessed\b|\barchived\b|\babgerufen\b|检索|查阅|存档|访问日期|閱覽|查閱",
        r"\beds?\.|\bet al\b|\btrans\.|(?-i:\b[A-Z][\w’'-]+, (?:[A-Z]\.[ -]?){1,3})",
        r"\[[JMDCNRZSP](?:/OL)?\]|《[^《》]{2,60}》|“[^“”]{6,200}[.,]?”",
        r"\(1[5-9]\d\d[a-z]?\)|\(20[0-4]\d[a-z]?\)",
    )
)
_LOOK = 600
# Signs that make a line a source: below a heading that says so, and elsewhere.
_FEW, _MANY = 1, 2
_FEWEST = 2


def reference_lines(
    lines: Sequence[Line], shown: Sequence[str], kinds: Sequence[Kind | None]
) -> set[int]:
    """Return the numbers of the lines that are a list of sources, with its heading.

    Below a heading that announces sources a line is one if it has a year and a sign of a source;
    without such a heading, labelled lines that have more of them, at least two in a run.

    :param lines: The lines of a document.
    :param shown: What a reader reads of each.
    :param kinds: What each is, as far as it is known.
    """
    found: set[int] = set()
    at = 0
    while at < len(lines):
        headed = _HEADING.fullmatch(shown[at][:60]) is not None and kinds[at] is not Kind.CELL
        first = at + headed
        end = _end(first, lines, shown, kinds, _FEW if headed else _MANY)
        sources = end - first
        if sources and (headed or sources >= _FEWEST):
            found.update(range(at, end))
        at = max(end, at + 1)
    return found


def _end(
    at: int,
    lines: Sequence[Line],
    shown: Sequence[str],
    kinds: Sequence[Kind | None],
    least: int,
) -> int:
    """Return where a run of sources ends, with the lines that go on with one."""
    start = at
    while at < len(lines) and kinds[at] is not Kind.CELL:
        goes_on = at > start and not lines[at].blanks and not _LABEL.match(shown[at])
        wrapped = goes_on and kinds[at] is None and lines[at].part is None
        # Below two signs of a source, one is enough for the next.
        wanted = _FEW if at > start else least
        if not wrapped and not _is_source(shown[at], wanted, labelled=least > _FEW):
            break
        at += 1
    return at


def _is_source(text: str, least: int, *, labelled: bool) -> bool:
    text = text[:_LOOK]
    if labelled and not _LABEL.match(text):
        return False
    signs = sum(sign.search(text) is not None for sign in _SIGNS)
    return signs >= least and (_YEAR.search(text) is not None or signs > least)
