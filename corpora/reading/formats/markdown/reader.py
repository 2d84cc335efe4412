"""Markdown: CommonMark with tables, strikethrough, footnotes and front matter.

The text is rendered and read as HTML, so that both formats give the same parts, and HTML inside
Markdown is seen as readers see it. A code block is kept as furniture: it is not translated. So is
front matter but for titles and descriptions, and what generators of sites add: shortcodes, marks of
containers, imports and components of MDX, whose text is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from duizhao import lazy
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading, TextMaker
from duizhao.corpora.reading.formats.html.flow import LINE, html_entries
from duizhao.corpora.reading.formats.html.tree import parse_html
from duizhao.corpora.reading.formats.markdown.components import prepare
from duizhao.corpora.reading.formats.markdown.front_matter import take_front_matter
from duizhao.corpora.reading.formats.story import pour
from duizhao.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["FORMATS", "markdown_parser"]

# Tags that change how everything after them is read; GitHub shows them as text too:
# https://github.github.com/gfm/#disallowed-raw-html-extension-
_SWALLOWING = lazy.compile(
    r"<(?=/?(title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)(?:[\s/>]|$))",
    re.IGNORECASE,
)


def markdown_parser() -> MarkdownIt:
    """Return a parser of CommonMark with tables, strikethrough and footnotes."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin)


def _defuse(tokens: Iterable[Token]) -> None:
    """Write line numbers on blocks, and make swallowing tags visible text."""
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet(LINE, str(token.map[0] + 1))
        if token.type == "html_block":
            closed = re.search(r"</(?:style|script)\s{0,9}>", token.content, re.IGNORECASE)
            if not closed:
                token.content = _SWALLOWING.sub("&lt;", token.content)
        for child in token.children or ():
            if child.type == "html_inline":
                child.content = _SWALLOWING.sub("&lt;", child.content)


def _read(data: bytes, path: str, limits: Limits, *, jsx: bool = False) -> Reading:
    text, encoding = decode(data, None, path)
    if "\x00" in text:
        raise FormatError(path, "has NUL characters; save it again as text")
    entries, body = take_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    parser = markdown_parser()
    state: MutableMapping[str, Any] = {}
    tokens = parser.parse(prepare(body, jsx=jsx), state)
    _defuse(tokens)
    markup = parser.renderer.render(tokens, parser.options, state)
    labels: dict[str, str] = {}
    maker = TextMaker()
    if markup.strip():
        found, labels, aside = html_entries(parse_html(f"<body>{markup}", path, limits), page=False)
        entries += found
        maker.aside += aside
    pour(entries, labels, maker, path, limits)
    return maker.reading(encoding=encoding)


def _read_mdx(data: bytes, path: str, limits: Limits) -> Reading:
    return _read(data, path, limits, jsx=True)


# Only its name makes a text Markdown.
FORMATS = {
    "markdown": Format("markdown", (".md", ".markdown", ".mdown", ".mkd"), lambda _: False, _read),
    "mdx": Format("mdx", (".mdx", ".svx"), lambda _: False, _read_mdx),
}
