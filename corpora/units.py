"""What one bead says as a translation unit: clean text, and the findings at its place."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from duizhao.corpora.bitext import Alignment, Category, Place, Severity
from duizhao.corpora.types import Document

__all__ = [
    "ENDS",
    "beads_at",
    "clean_line",
    "flagged_beads",
    "illegal_characters",
    "join_sentences",
    "unfit_beads",
]

# https://www.w3.org/TR/xml/#charsets; the vertical tab and the form feed are left to `_BREAKS`.
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")
# All white space, with the marks that show nothing: a segment of these alone is empty.
ENDS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u2060\ufeff"
"""The characters that :func:`clean_line` takes away at the ends of a text."""

# Quotation marks, dash and dots that Chinese shares with other scripts.
_SHARED_MARKS = frozenset("‘’“”…—·")
# Written without a space between sentences.
_UNSPACED = frozenset({"ja", "yue", "zh"})
_LOST_TEXT = frozenset({Category.BLANK, Category.TRUNCATED})


def illegal_characters(text: str) -> int:
    """Count the characters that XML 1.0 cannot hold, which :func:`clean_line` takes out.

    :param text: Any text.
    :return: Their number.
    """
    return len(_ILLEGAL.findall(text))


def clean_line(text: str) -> str:
    r"""Return a text as one line without white space at its ends, fit for XML 1.0.

    Runs of line ends, tabs and plain spaces become one space, or nothing where a line of Chinese
    was broken. The ideographic space and the no-break space stay inside and go at the ends.

    :param text: Any text.
    :return: One line, maybe empty.

    >>> clean_line("\u3000今天\n天气  很好。 ")
    '今天天气 很好。'
    """
    # Most texts are clean: of all that is changed here, only the space is printable.
    if text.isprintable() and "  " not in text and text.strip() == text:
        return text
    return _BREAKS.sub(_join, _ILLEGAL.sub("", text).strip(ENDS))


def _join(run: re.Match[str]) -> str:
    """Return what stands for a run of breaks between two characters."""
    if not set(run[0]) - {" ", "\t"}:
        return " "
    text = run.string
    pair = text[run.start() - 1], text[run.end()]  # there are both: the ends are stripped
    wide = [unicodedata.east_asian_width(c) in {"W", "F"} and not _is_hangul(c) for c in pair]
    unbroken = any(wide) and all(w or c in _SHARED_MARKS for w, c in zip(wide, pair, strict=True))
    return "" if unbroken else " "


def _is_hangul(character: str) -> bool:
    """Tell the wide script that writes spaces from those that do not."""
    return "\uac00" <= character <= "\ud7a3"


def join_sentences(document: Document, ids: Iterable[int]) -> str:
    """Return sentences as one line, joined as their language joins them.

    :param document: Where they stand.
    :param ids: Their numbers.
    :return: One line: a space between sentences, none in Chinese and Japanese, except between
        two ASCII characters (an English sentence quoted in a Chinese text).
    """
    unspaced = document.lang.partition("-")[0].lower() in _UNSPACED
    line = ""
    for i in ids:
        text = clean_line(document.sentences[i].text)
        if line and text:
            tight = unspaced and not (line[-1].isascii() and text[0].isascii())
            line += "" if tight else " "
        line += text
    return line


def beads_at(alignment: Alignment, places: Sequence[Place]) -> list[frozenset[int]]:
    """Return the beads that hold a sentence which a place touches.

    A point touches the sentences on both of its sides; a passage only those it shares a
    character with.

    :param alignment: Beads and documents.
    :param places: Passages or points of its documents.
    :return: For each place the numbers of its beads, as indices of ``alignment.beads``.
    """
    last = len(alignment.documents) - 1
    bead_of = {(b.source_document, i): n for n, b in enumerate(alignment.beads) for i in b.source}
    bead_of |= {(last, i): n for n, b in enumerate(alignment.beads) for i in b.target}
    ends = [[s.end for s in d.sentences] for d in alignment.documents]
    return [
        frozenset(
            bead_of[place.document, i]
            for i in _touched(alignment.documents[place.document], ends[place.document], place)
        )
        for place in places
    ]


def _touched(document: Document, ends: list[int], place: Place) -> Iterable[int]:
    point = place.start == place.end
    for i in range(bisect_left(ends, place.start), len(ends)):
        sentence = document.sentences[i]
        if sentence.start > place.end:
            break
        if point or (sentence.start < place.end and sentence.end > place.start):
            yield sentence.id


def unfit_beads(alignment: Alignment) -> frozenset[int]:
    """Return the beads that have lost text, so that nobody should translate by them.

    :param alignment: Beads with findings.
    :return: Indices of beads whose target a critical or major ``blank`` or ``truncated`` finding
        touches, and of linked beads of whose source an ``omission`` says that a part has no
        counterpart, however little the policy makes of it. Dismissed findings are passed over.
    """
    valid = [f for f in alignment.findings if not f.is_dismissed]
    serious = [f for f in valid if f.severity.rank <= Severity.MAJOR.rank]
    cut = [f.target for f in serious if f.target and f.category in _LOST_TEXT]
    left = [f.source for f in valid if f.source and f.category is Category.OMISSION]
    found = frozenset[int]().union(*beads_at(alignment, cut))
    omitted = frozenset[int]().union(*beads_at(alignment, left))
    return found | {n for n in omitted if not alignment.beads[n].is_null}


def flagged_beads(alignment: Alignment, severity: Severity) -> frozenset[int]:
    """Return the beads that a finding touches.

    :param alignment: Beads with findings.
    :param severity: Findings of less are passed over, and dismissed ones.
    :return: Indices of beads. What is omitted is looked for in the source only, and what is
        added in the target: beside the gap stand beads that lack nothing.
    """
    places = []
    for finding in alignment.findings:
        if finding.severity.rank <= severity.rank and not finding.is_dismissed:
            places += [
                place
                for place, elsewhere in (
                    (finding.source, Category.ADDITION),
                    (finding.target, Category.OMISSION),
                )
                if place is not None and finding.category is not elsewhere
            ]
    return frozenset[int]().union(*beads_at(alignment, places))
