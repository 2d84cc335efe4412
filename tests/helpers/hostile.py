"""Texts that a form of the report must show and never obey."""

from __future__ import annotations

import unicodedata

from duizhao.corpora.alignment import (
    DECISIONS,
    Alignment,
    Bead,
    Category,
    Finding,
    Place,
    Severity,
)
from duizhao.corpora.document import Kind
from helpers.build import laid_out, say

HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://x.example","y")',
    "{=1+1}",
    "\t=1+1",
    "http://x.example/a",
    "mailto:a@x.example",
    "0123",
    "</script><script>alert(1)</script>",
    "<!-- a --> <img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) ![b](http://x.example/b.png)",
    "| a | b |",
    "`code` **bold** _low_ ~~gone~~ # head",
    "@someone #12 gh-3 a@x.example www.x.example :smile:",
    "\\| \\",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m",
    "a\x00b\x08c\x7fd",
    "half \udfff of a pair",
    "\u202etxet\u202c \u2066a\u2069",
    "a\r\nb\x85c\u2028d\u2029e",
    "_x0041_ &amp; &#65; ]]>",
    "\ufffe\uffff \U000e0041",
    "%s {0} {name} %(a)s",
    "- list\n1. item\n> quote",
)


def hostile() -> Alignment:
    """Return an alignment in which every text that can be hostile is."""
    parts = [("text", text, Kind.TEXT) for text in HOSTILE]
    docs = (laid_out("=1+1|<b>.txt", "en", parts), laid_out("\udcff`@a`.txt", "zh", parts))
    beads = tuple(Bead((i,), (i,)) for i in range(len(HOSTILE)))
    findings = []
    for i, text in enumerate(HOSTILE):
        one, other = (d.sentences[i] for d in docs)
        findings.append(
            Finding(
                f"F{i + 1:03}",
                list(Category)[i % len(Category)],
                list(Severity)[i % len(Severity)],
                0.5,
                say(text, text),
                Place(0, one.start, one.end, one.text),
                Place(1, other.start, other.end, other.text),
                {text: text},
                decision=DECISIONS[i % 3],
                comment=text,
            )
        )
    return Alignment(docs, beads, tuple(findings), "=1+1", "full")


def acting(text: str) -> set[str]:
    """Return the characters that a terminal or reader would obey."""
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return {
        c
        for c in text
        if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(c) in bidi
    }
