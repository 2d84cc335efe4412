"""What is not translated in a text: code, addresses, variables, markup, names of machines' things.

The patterns are those of plain text, whatever file it came from; what a format says itself is
handed in. Where two patterns meet, the one that stands first in the table keeps the place. All is
linear in the length of the text: repetitions are bounded, and pairs are searched forward once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from duizhao import lazy
from duizhao.corpora.document import Verbatim, VerbatimKind
from duizhao.corpora.text.code_lines import code_lines
from duizhao.corpora.text.identifiers import kind_of_token
from duizhao.corpora.text.note_marks import find_note_marks

__all__ = ["find_verbatim"]

_Span: TypeAlias = "tuple[int, int, VerbatimKind]"

# What begins or ends no word of a machine, though it is ASCII.
_URL_CHARACTER = r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%{}|\\^-]"
_URL = lazy.compile(
    rf"\b(?:(?:https?|ftps?|sftp|file|git|ssh|svn|wss?|ircs?|magnet|data|chrome|about)://"
    rf"|mailto:|www\.){_URL_CHARACTER}{{1,2000}}"
    rf"|(?<![\w.@/-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,6}}[a-z]{{2,10}}/{_URL_CHARACTER}{{1,2000}}",
    re.ASCII | re.IGNORECASE,
)
_SCHEME = lazy.compile(r"[a-z]{2,8}://|mailto:|www\.", re.ASCII | re.IGNORECASE)
_HOST_AND_PATH = lazy.compile(
    r"(?:[a-z0-9-]{1,63}\.){1,6}"
    r"(?:com|org|net|edu|gov|io|dev|app|cn|uk|de|fr|jp|tw|hk|eu|ru|me|co|info|example)/",
    re.ASCII | re.IGNORECASE,
)
_EMAIL = lazy.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])",
    re.ASCII,
)
_HANDLE = lazy.compile(r"(?<![\w.+%@/-])@[A-Za-z_][\w-]{1,38}(?:/[\w.-]{1,60})?", re.ASCII)
_HASHTAG = lazy.compile(r"(?<![\w&/#=])#(?=\w*[A-Za-z])[A-Za-z0-9_]{2,60}", re.ASCII)

# Values that software puts in: {{name}}, ${name}, {0}, %s, %1$d, %(count)d; shortcodes of Hugo and
# templates of Jinja.
_BRACES = lazy.compile(
    r"\{\{[^{}\n]{1,200}\}\}|\{%[^\n{}]{1,200}%\}|\$\{[^{}\n]{1,60}\}|%\{\w{1,60}\}"
    r"|(?<![\\$\w}\]])\{(?:\d{1,2}|[A-Za-z_][\w.-]{0,60})(?::[^{}\n\s]{0,12})?\}",
    re.ASCII,
)
_PERCENT = lazy.compile(
    r"%\(\w{1,60}\)[a-z]|(?<![\d%\w])%(?:\d{1,2}\$)?(?:[sdifuxcr@]|\.\d{1,2}f|0?\d{1,2}d|l{1,2}[du])(?![A-Za-z])",
    re.ASCII,
)
_TAG_NAMES = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|button|caption|center|cite|code|col|dd"
    "|del|details|div|dl|dt|em|figcaption|figure|font|footer|form|g|h[1-6]|head|header|hr|html|i"
    "|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|ol|option|p|picture|pre|q|s|samp"
    "|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody"
    "|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|var|video|x|bpt|ept|ph|it|mrk|seg|tuv?|c"
)
_TAG = lazy.compile(
    rf"</?(?:{_TAG_NAMES})(?:\s[^<>\n]{{0,400}})?/?>|</[A-Za-z][\w:.-]{{0,60}}>"
    r"|<[A-Za-z][\w:.-]{0,60}(?:\s[^<>\n=]{1,60}=[^<>\n]{0,400})?\s?/?>|<!DOCTYPE[^<>\n]{0,200}>"
    r"|<\?[a-z][^<>\n]{0,300}\?>",
    re.ASCII | re.IGNORECASE,
)
_ANCHOR = lazy.compile(r"\{#[\w.:-]{1,100}\}|\[\[[\w.:-]{1,100}\]\]", re.ASCII)
_REFERENCE = lazy.compile(r"<<[\w.:#/-]{1,100}>>", re.ASCII)

# LaTeX: with the arguments that no reader sees, else the command alone; math.
_LATEX = lazy.compile(
    r"\\(?:documentclass|usepackage|begin|end|cite[a-z]{0,8}|ref|[cC]ref|eqref|autoref|pageref|label"
    r"|input|include|includegraphics|bibliography|bibliographystyle|newcommand|setlength|vspace"
    r"|hspace|pagestyle|url|index)\*?(?:\[[^\[\]\n]{0,200}\]){0,2}(?:\{[^{}\n]{0,200}\}){1,2}"
    r"|\\[A-Za-z]{2,30}\*?(?:\[[^\[\]\n]{0,100}\])?\{?|\\[A-Za-z](?=\{)\{|\\[%&_#${}\\]"
)
_MATH = lazy.compile(
    r"\$\$[^$]{1,1000}\$\$|\$(?=[^$\n]{0,199}[\\_^=])[^$\s\n](?:[^$\n]{0,198}[^$\s])?\$(?!\d)"
)
_MATH_BRACKETS = lazy.compile(
    r"\\\((?:[^\\\n]|\\(?![()])){1,300}\\\)|\\\[(?:[^\\\n]|\\(?![\[\]])){1,300}\\\]"
)
# AsciiDoc and reStructuredText: macros, roles, attributes.
_MACRO = lazy.compile(
    r"(?<![\w:])(?:image|include|link|xref|video|audio|icon|kbd|btn|menu|anchor|indexterm)::?"
    r"[^\s\[\]]{1,300}(?=\[)(?:\[\])?|(?<![\w:/]):[a-z][a-z_-]{1,30}:(?!\d)(?:[\w./-]{1,100})?",
    re.ASCII,
)
_TICKED = lazy.compile(r"(?<!`)(`{1,2})(?![`\s])([^`\n]{1,200})(?<!\s)\1(?!`)")
_OPTION = lazy.compile(
    r"(?:(?<=[\s(\[\"'“‘（「`/,])|(?<=[\u3000-\uffef])|^)"
    r"(?:--[A-Za-z][\w-]{1,40}(?:=[^\s，。；、）)\"'”’]{1,100})?|-[A-Za-z](?![\w'’-]))",
    re.ASCII | re.MULTILINE,
)
# Words with a character that prose hardly has inside a word.
_TOKEN = lazy.compile(r"[A-Za-z0-9_~$./\\+*:()-]{2,400}", re.ASCII)
_PLAIN = lazy.compile(r"[A-Z]?[a-z]+[.:]?|[A-Z]+[.:]?|[\d.:/-]+", re.ASCII)
_LONGEST_TOKEN = 200
_WINDOWS = lazy.compile(r"\b[A-Za-z]:\\[\w.\\-]{0,200}|\\\\[\w.-]{1,60}\\[\w.\\-]{1,200}", re.ASCII)
# Names of fields at the head of a file: between two lines of three hyphens.
_FRONT = lazy.compile(r"\ufeff?---[ \t]*\n(?P<fields>(?:[^\n]{0,1000}\n){1,80}?)---[ \t]*(?:\n|\Z)")
_KEY = lazy.compile(r"^[ \t]{0,8}(?:- )?[A-Za-z_][\w.-]{0,60}:", re.ASCII | re.MULTILINE)

# What is nothing if a part of it is something else.
_WHOLE = frozenset({VerbatimKind.IDENTIFIER, VerbatimKind.PATH, VerbatimKind.OPTION})

_PATTERNS: tuple[tuple[str, VerbatimKind, re.Pattern[str]], ...] = (
    ("`", VerbatimKind.CODE, _TICKED),
    ("$", VerbatimKind.CODE, _MATH),
    ("\\", VerbatimKind.CODE, _MATH_BRACKETS),
    ("{", VerbatimKind.ANCHOR, _ANCHOR),
    ("[[", VerbatimKind.ANCHOR, _ANCHOR),
    ("{", VerbatimKind.PLACEHOLDER, _BRACES),
    ("@", VerbatimKind.EMAIL, _EMAIL),
    ("@", VerbatimKind.HANDLE, _HANDLE),
    ("#", VerbatimKind.HASHTAG, _HASHTAG),
    ("\\", VerbatimKind.PATH, _WINDOWS),
    ("\\", VerbatimKind.COMMAND, _LATEX),
    (":", VerbatimKind.COMMAND, _MACRO),
    ("%", VerbatimKind.PLACEHOLDER, _PERCENT),
    ("-", VerbatimKind.OPTION, _OPTION),
)


def find_verbatim(text: str, marked: Iterable[Verbatim] = ()) -> tuple[Verbatim, ...]:
    """Return what is not translated in a text.

    :param text: A text.
    :param marked: What its format says is code; nothing else is looked for within.
    :return: The items, rising and without overlap.

    >>> [text[v.start : v.end] for text in ["Ask @ann (see a_b.c or https://x.example/y)."]
    ...  for v in find_verbatim(text)]
    ['@ann', 'a_b.c', 'https://x.example/y']
    """
    taken = bytearray(len(text))
    found = []
    for start, end, kind in _candidates(text, marked):
        if kind in _WHOLE and taken.find(1, start, end) >= 0:
            continue
        while start < end and taken[start]:
            start += 1
        free = taken.find(1, start, end)
        end = end if free < 0 else free
        if start < end and not text[start:end].isspace():
            taken[start:end] = b"\x01" * (end - start)
            found.append(Verbatim(start, end, kind))
    return tuple(sorted(found, key=lambda item: item.start))


def _candidates(text: str, marked: Iterable[Verbatim]) -> Iterator[_Span]:
    """Yield what may be verbatim; what comes first keeps its place."""
    for item in marked:
        yield item.start, item.end, item.kind
    yield from _comments(text)
    if "<" in text:
        for anchor in _REFERENCE.finditer(text):
            yield *anchor.span(), VerbatimKind.ANCHOR
        for tag in _TAG.finditer(text):
            yield *tag.span(), VerbatimKind.TAG
    yield from _keys(text)
    for start, end in code_lines(text):
        yield start, end, VerbatimKind.CODE
    yield from _urls(text)
    for hint, kind, pattern in _PATTERNS:
        if hint in text:
            for match in pattern.finditer(text):
                yield *match.span(), kind
    yield from _tokens(text)
    for start, end in find_note_marks(text):
        yield start + text[start].isspace(), end, VerbatimKind.NOTE_MARK


def _comments(text: str) -> Iterator[_Span]:
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            return
        yield at, end + 3, VerbatimKind.COMMENT
        at = text.find("<!--", end + 3)


def _keys(text: str) -> Iterator[_Span]:
    front = _FRONT.match(text)
    if front is not None:
        for key in _KEY.finditer(text, *front.span("fields")):
            yield *key.span(), VerbatimKind.KEY


def _urls(text: str) -> Iterator[_Span]:
    for match in _URL.finditer(text):
        shown = match[0]
        if not _SCHEME.match(shown) and not _HOST_AND_PATH.match(shown):
            continue
        end = match.end() - len(shown) + len(_without_tail(shown))
        if end > match.start() + 4:
            yield match.start(), end, VerbatimKind.URL


def _without_tail(shown: str) -> str:
    """Return an address without the punctuation of its sentence."""
    while shown:
        last = shown[-1]
        opener = {")": "(", "]": "[", "}": "{"}.get(last)
        closes = opener is not None and shown.count(opener) < shown.count(last)
        if not (closes or last in ".,;:!?'*|\\^[({"):
            break
        shown = shown[:-1]
    return shown


def _tokens(text: str) -> Iterator[_Span]:
    for match in _TOKEN.finditer(text):
        token = match[0]
        if len(token) > _LONGEST_TOKEN or _PLAIN.fullmatch(token):
            continue
        start, end = match.span()
        token, start = _trimmed(token, start)
        end = start + len(token)
        if len(token) > 1:
            kind = kind_of_token(token)
            if kind is not None:
                yield start, end, kind


def _trimmed(token: str, start: int) -> tuple[str, int]:
    """Return a token without punctuation at its ends, and where it begins."""
    bare = token.rstrip(".:-+*\\")
    while bare.endswith(")") and bare.count("(") < bare.count(")"):
        bare = bare[:-1].rstrip(".:-")
    lead = len(bare) - len(bare.lstrip("(:*+-"))
    return bare[lead:], start + lead
