"""Words that are names of things in a machine: files, paths, modules, models, encodings.

Only what no prose writes is taken: a name of a company (``YouTube``, ``McDonald``), an abbreviation
(``U.S.``, ``e.g.``), an alternative (``and/or``), a size (``20km``) and a number stay prose.
"""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.corpora.document import VerbatimKind

__all__ = ["EXTENSIONS", "kind_of_token"]

EXTENSIONS = (
    "md|mdx|rst|adoc|asc|asciidoc|txt|html?|xhtml|xht|css|scss|less|jsx?|mjs|tsx?|vue|json|jsonl|xml"
    "|ya?ml|toml|ini|cfg|conf|env|lock|log|py|pyc|ipynb|rb|go|rs|cc?|hh?|cpp|hpp|java|kt|jar|scala"
    "|swift|php|pl|lua|sh|bash|zsh|bat|cmd|ps1|exe|dll|so|dylib|bin|iso|img|tar|t?gz|bz2|xz|zip|rar"
    "|7z|deb|rpm|apk|dmg|whl|pdf|docx?|odt|epub|xlsx?|ods|pptx?|csv|tsv|sql|db|sqlite|parquet|npy"
    "|png|jpe?g|gif|svg|webp|bmp|tiff?|ico|mp3|mp4|m4a|wav|ogg|flac|avi|mkv|mov|webm|srt|vtt|tex"
    "|bib|sty|cls|eps|ps|po|pot|mo|tmx|xliff?|xlf|wasm|proto|tf|pem|crt|key|service|desktop"
)
"""Endings of file names, as a regular expression."""

# In capitals as well, but two: "the end.So he went".
_UPPER = "MD|TXT|HTML?|XML|JSON|PDF|DOCX?|XLSX?|PPTX?|CSV|PNG|JPE?G|GIF|MP3|MP4|EXE|DLL|ZIP|RAR|ISO"

_DOMAINS = (
    "com|org|net|edu|gov|io|dev|app|cn|uk|de|fr|jp|tw|hk|eu|ru|ca|au|info|example|test|local|icu"
)
_EDGE = r"[A-Za-z0-9_]"
_FILE = lazy.compile(
    rf"(?:~|\.{{1,2}})?(?:[A-Za-z0-9_+-][\w.+-]*/|/)*[A-Za-z0-9_][\w.+-]*\.(?:{EXTENSIONS}|{_UPPER})",
    re.ASCII,
)
_HIDDEN = lazy.compile(r"\.[a-z][\w-]*(?:rc|ignore|env|config|profile|attributes)", re.ASCII)
# From the root, the home or the folder at hand; or with a part that no word of prose has.
_PATH = lazy.compile(
    r"/[A-Za-z][\w.-]*(?:/[\w.*-]+)+/?|/(?:[\w.-]+/)+|(?:~|\.{1,2})/[\w./*-]*"
    r"|[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*/(?=\w*[_.-]|\w*\d)[\w.-]*[_.][\w.-]*/?",
    re.ASCII,
)
_DOMAIN = lazy.compile(rf"(?:[A-Za-z0-9-]{{1,63}}\.){{1,6}}(?:{_DOMAINS})", re.ASCII)
_CALL = lazy.compile(r"[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)*\((?:\d{1,2})?\)", re.ASCII)
_SNAKE = lazy.compile(r"_{0,2}[A-Za-z0-9]+(?:_+[A-Za-z0-9]+)+_{0,2}|__[A-Za-z]+__", re.ASCII)
# get_name, getName, os.path.join, std::map; not iPhone, eBay, macOS.
_CAMEL = lazy.compile(r"[a-z]{2,}(?:[A-Z][a-z0-9]+)+(?:[A-Z]{2,})?", re.ASCII)
_DOTTED = lazy.compile(r"[a-z_][\w]{1,}(?:\.[A-Za-z_]\w+){2,}|\w+(?:::\w+)+", re.ASCII)
_NAMES = frozenset({"eBay", "eBook", "eBooks", "eSports", "deLuxe", "vanGogh"})
# Letters and digits that are no quantity: X.509, H.264, HTTP/2, UTF-8, ISO-8859-1, WR2922H, H7N9,
# IPv6, sha256, x86_64, v1.2, CVE-2014-0160. One capital with a number (G20, Q3, F-16) is read in
# many ways, and so is a word with a year.
_MODEL = lazy.compile(
    r"[A-Z]\.\d{3}(?:\.\d+)?|[A-Z]{2,}/\d(?:\.\d)?|[A-Z]{2,}v\d"
    r"|[A-Z]{2,}[A-Z]*-?\d+(?:[.-][A-Z0-9]+)*[A-Za-z]?|[A-Z]{2,}\d*(?:-[A-Z0-9]+)*-\d+(?:-\d+)*"
    r"|[A-Z]+v\d|[A-Z]\d+[A-Z]+\d[A-Z0-9]*|[A-Z]{1,4}\d{3,}[A-Z]{1,3}|[A-Z]+\d+-?[A-Z]+\d*"
    r"|[a-z]{2,}\d+(?:[a-z]+\d*)?|[a-z]\d+[a-z]\w*|v\d+(?:\.\d+)+(?:-[a-z]+\.?\d*)?"
    r"|\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{2,5})?|[0-9a-f]{7,12}|[0-9a-f]{32,64}",
    re.ASCII,
)
_CURRENCY = lazy.compile(
    r"(?:RMB|USD|CNY|EUR|GBP|HKD|AUD|CAD|JPY|CHF|INR|KRW|SGD|NZD|US|NT|HK)-?\d"
)
_HEX = lazy.compile(r"[0-9a-f]{7,64}")
_MIXED_HEX = lazy.compile(r"(?=.*\d.*\d)(?=.*[a-f].*[a-f])", re.DOTALL)
_WORD_OF_NUMBER = lazy.compile(
    r"(?:no|pp?|vol|ch|fig|sec|art|eq|tab|table|figure|chapter|section|part|page|step|item|q|h|day"
    r"|class|grade|unit|lesson|top|mid|pre|post|late|early|under|over|about|around|than|the|of|in"
    r"|and|to|on|by|at|for|from|since|until|was|is|are)\d+"
)


def kind_of_token(token: str) -> VerbatimKind | None:
    """Name what a word without spaces is that is no prose; None if it may be prose.

    :param token: ASCII characters without white space and without punctuation at its ends.

    >>> kind_of_token("X.509").value, kind_of_token("setup.py").value, kind_of_token("and/or")
    ('identifier', 'path', None)
    """
    if "." in token or "/" in token:
        if _FILE.fullmatch(token) or _HIDDEN.fullmatch(token) or _PATH.fullmatch(token):
            return VerbatimKind.PATH
        if _DOMAIN.fullmatch(token) and not token[-3:].isupper():
            return VerbatimKind.IDENTIFIER
    if "(" in token:
        return VerbatimKind.IDENTIFIER if _CALL.fullmatch(token) else None
    if "_" in token and _SNAKE.fullmatch(token):
        return VerbatimKind.IDENTIFIER
    if _CAMEL.fullmatch(token) and token not in _NAMES:
        return VerbatimKind.IDENTIFIER
    if ("." in token or ":" in token) and _DOTTED.fullmatch(token):
        return VerbatimKind.IDENTIFIER
    if any(map(str.isdigit, token)) and _is_model(token):
        return VerbatimKind.IDENTIFIER
    return None


def _is_model(token: str) -> bool:
    if not _MODEL.fullmatch(token) or _CURRENCY.match(token):
        return False
    if token.islower() and _WORD_OF_NUMBER.fullmatch(token):
        return False
    if _HEX.fullmatch(token):
        return _MIXED_HEX.match(token) is not None
    return token[0].isalpha() or "." in token
