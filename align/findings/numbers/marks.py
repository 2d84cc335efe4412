"""Marks that point to a note or a source: [1], 〔1〕, （注3）, and the 2 of “ports.2 Trade”.

They are written in digits and are no numbers of the text: each edition has its own.
"""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.align.findings.numbers.claims import Sheet
from duizhao.align.findings.numbers.value import Value

__all__ = ["claim_marks"]

_MORE = r"(?:\s?[,，、;；–—-]\s?\d{1,3})+"
_BRACKETED = lazy.compile(
    r"[\[〔【［]\s?\^?(?:(?:note|nb|注|註)\s?)?\d{1,3}\s?[\]〕】］]"
    # Several at the word that they belong to: elsewhere they are rather coordinates.
    rf"|(?<![\s,，:：=(（、])[\[〔【［]\s?\d{{1,3}}{_MORE}\s?[\]〕】］]"
    r"|[(（]\s?(?:注|註|见注|注释)\s?\d{1,3}\s?[)）]",
    re.IGNORECASE,
)
# A digit behind the stop of a sentence that the next sentence, or nothing, follows.
_RAISED = lazy.compile(r"[.!?][”’\"')\]]?\d{1,3}(?=\s+[A-Z“\"'(\[]|\s*$)")
_LAST_WORD = lazy.compile(r"([A-Za-z]+)[”’\"')\]]?$")
_DIGIT = lazy.compile(r"\d")
# After these a dot ends no sentence: No.5, fig.3.
_SHORTENED = frozenset(
    (
        "no", "nos", "fig", "figs", "vol", "vols", "ch", "chap", "sec", "art", "para", "p", "pp",
        "v", "ver", "eq", "tab", "st", "mr", "ms", "op", "cf", "ed", "rev",
    )
)  # fmt: skip
_LONGEST = 12


def claim_marks(sheet: Sheet) -> None:
    """Take the marks of notes and sources out of a text, without values.

    :param sheet: The text.
    """
    if _DIGIT.search(sheet.text):
        sheet.claim(_BRACKETED, needs=("[", "〔", "【", "［", "(", "（"))
        sheet.claim(_RAISED, _raised)


def _raised(match: re.Match[str]) -> list[Value] | None:
    """Say that a mark holds no value; None if the dot before it shortens a word."""
    word = _LAST_WORD.search(match.string[max(0, match.start() - _LONGEST) : match.start()])
    return None if word is None or word[1].lower() in _SHORTENED else []
