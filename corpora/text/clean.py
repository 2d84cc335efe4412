"""What a line of a file can hold: control characters and line ends taken out."""

from __future__ import annotations

import re
import unicodedata

from duizhao import lazy
from duizhao.corpora.text.scripts import HANGUL

__all__ = ["ENDS", "ILLEGAL", "LINE_ENDS", "clean_line", "illegal_characters"]

LINE_ENDS = "\t\n\v\f\r\x85\u2028\u2029"
"""The characters that part lines, or cells: no text on one line has them."""

# https://www.w3.org/TR/xml/#charsets; the vertical tab and the form feed are among the line ends.
ILLEGAL = "\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""The other characters that XML 1.0 cannot hold, as a regular expression has them in brackets."""

_ILLEGAL = lazy.compile(f"[{ILLEGAL}]")
_BREAKS = lazy.compile(f"[ {LINE_ENDS}]+")
# All white space, with the marks that show nothing: a segment of these alone is empty.
ENDS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u2060\ufeff"
"""The characters that :func:`clean_line` takes away at the ends of a text."""


# Quotation marks, dash and dots that Chinese shares with other scripts.
_SHARED_MARKS = frozenset("‘’“”…—·")
# The wide script that writes spaces.
_HANGUL = lazy.compile(f"[{HANGUL}]")


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
    wide = [unicodedata.east_asian_width(c) in {"W", "F"} and not _HANGUL.match(c) for c in pair]
    unbroken = any(wide) and all(w or c in _SHARED_MARKS for w, c in zip(wide, pair, strict=True))
    return "" if unbroken else " "
