"""What generators of sites add to Markdown: shortcodes, containers, components, imports.

Each line of them becomes a line of HTML that Markdown knows, so that the lines keep their numbers.
What is said to the generator is shown as code; titles and captions that it shows are text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from duizhao import lazy
from duizhao.corpora.reading.formats.html.flow import LINE

__all__ = ["prepare"]

_FENCE = lazy.compile(r"[ \t>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}|~{3,})")
# Parameters whose value a reader sees.
_SAID = lazy.compile(
    r"(?<![\w.:-])(?:title|caption|text|label|heading|summary|description|subtitle|header|alt)\s?=\s?"
    r"(?:\"((?:[^\"\\]|\\.){1,500})\"|'((?:[^'\\]|\\.){1,500})'"
    r"|\{\s?[\"`']([^\"`'{}]{1,500})[\"`']\s?\})"
)
_SHORTCODE = r"\{\{[<%](?:[^{}\n]|\{(?!\{)|\}(?!\})){0,600}[>%]\}\}"
_LIQUID = r"\{%(?:[^%\n]|%(?!\})){0,600}%\}"
# A line of nothing but calls of shortcodes, of templates, or of blocks of Svelte.
_CALLS = lazy.compile(
    rf"(?P<before>[ \t>]*(?:[-*+]\s+|\d{{1,9}}[.)]\s+)?)(?P<body>(?:(?:{_SHORTCODE}|{_LIQUID}"
    r"|\{[#:/@][^{}\n]{0,300}\}|\{/\*.{0,600}?\*/\})\s{0,4}){1,20})"
)
_INLINE = lazy.compile(_SHORTCODE)
_TARGET = lazy.compile(
    rf"\]\(<?(?:{_SHORTCODE}|{_LIQUID}|\{{\{{[^{{}}\n]{{0,200}}\}}\}})[^()\s]{{0,200}}>?\)"
)
# ::: tip Title, :::note[Title], ::: {.class}, :::{note} Title
_CONTAINER = lazy.compile(
    r"(?P<before>[ \t>]*):{3,}[ \t]*(?:\{[^{}\n]{0,200}\}|[\w-]{1,40})?"
    r"(?:\[(?P<bracketed>[^\[\]\n]{1,300})\])?(?:\{[^{}\n]{0,200}\})?[ \t]*"
    r"(?P<title>[^\n{]{0,300})(?:\{[^{}\n]{0,200}\})?\s*"
)
# !!! note "Title", ??? and ???+ likewise, === "Tab": what they hold is indented.
_INDENTED = lazy.compile(
    r"(?P<before>[ \t]*)(?:(?:!!!|\?\?\?\+?)[ \t]+[\w-]{1,30}(?: inline)?(?: end)?"
    r"(?:[ \t]+\"(?P<title>[^\"\n]{0,300})\")?|===[!+]?[ \t]+\"(?P<tab>[^\"\n]{0,300})\")\s*"
)
_ALERT = lazy.compile(r"(?P<before>[ \t]*>[ \t>]*)\[!\w{1,20}\][+-]?[ \t]*(?P<title>[^\n]*)")
_IMPORT = lazy.compile(
    r"import\s(?:[^'\"\n;]{1,300}\sfrom\s)?['\"][^'\"\n]{1,300}['\"];?\s*"
    r"|export\s(?:const|let|var|default|function|async|class|type|interface|\{|\*)[^\n]*"
    r"|import\s\{\s*"
)
# A component: its name has a capital or a point, or its attributes have values in braces.
_ATTRIBUTES = (
    r"(?:[^<>{}\"']|\"[^\"]{0,600}\"|'[^']{0,600}'"
    r"|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,300}\}){0,300}\}){0,600}\})"
)
_COMPONENT = lazy.compile(
    rf"<(?P<name>/?[A-Za-z][\w.:-]{{0,80}})(?P<rest>(?:\s{_ATTRIBUTES}{{0,600}})?)/?>"
)
_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,300}\}){0,300}\}){0,600}\}"
_BRACED = lazy.compile(rf"\s[\w:@.-]{{1,60}}={_BRACES}|\s\{{\.\.\.[^{{}}]{{1,100}}\}}")
_EXPRESSION = lazy.compile(
    r"(?<![\\$\w{])\{(?![{%])((?:[^{}\n`]|\{[^{}\n]{0,300}\}|`[^`\n]{0,300}`){1,600})\}"
)
_OPENING = lazy.compile(r"\s*<(?P<name>[A-Z][\w.]{0,80})\s[^<>]*(?<!/)>\s*$")
_CLOSING = lazy.compile(r"\s*</(?P<name>[A-Z][\w.]{0,80})>\s*")
_CAPTION = lazy.compile(r"\s+caption\s?=\s?(?:\"(?:[^\"\\]|\\.){1,500}\"|'(?:[^'\\]|\\.){1,500}')")
_EMPHASIS = lazy.compile(r"(\*{1,3}|__|`)(?=\S)(.{1,300}?)(?<=\S)\1")
_CODE_SPAN = lazy.compile(r"(`+)(?!`).{1,1000}?(?<!`)\1(?!`)")


def prepare(text: str, *, jsx: bool) -> str:
    """Put Markdown and HTML in the place of what only a generator of sites knows.

    :param text: A text in Markdown, without front matter.
    :param jsx: Whether braces hold expressions, as in MDX.
    :return: The text, of as many lines.
    """
    lines = text.split("\n")
    if jsx or "<" in text:
        lines = _without_components(lines)
    out: list[str] = []
    fence = ""
    importing = False
    # The indentation of each open block whose content is indented.
    indents: list[int] = []
    for number, line in enumerate(lines, start=1):
        line = _dedented(line, indents)
        mark = _FENCE.match(line)
        if fence:
            if (
                mark is not None
                and mark[1].startswith(fence)
                and not line.strip().strip(fence[0] + "> ")
            ):
                fence = ""
        elif mark is not None:
            fence = mark[1]
        elif importing or _IMPORT.fullmatch(line):
            importing = bool(line.strip()) and not _ends_import(line)
            line = _aside("", line, number)
        else:
            following = lines[number] if number < len(lines) else ""
            line = _line(line, number, indents, following, jsx=jsx)
        out.append(line)
    return "\n".join(out)


def _dedented(line: str, indents: list[int]) -> str:
    if not line.strip():
        return line
    wide = len(line) - len(line.lstrip(" "))
    while indents and wide < indents[-1] + 4:
        indents.pop()
    return line[4 * len(indents) :] if indents else line


def _ends_import(line: str) -> bool:
    shown = line.strip()
    return (
        shown.endswith(";")
        or (shown.startswith("import") and shown[-1] in "'\"")
        or (shown.startswith(("export", "}")) and shown.count("{") <= shown.count("}"))
    )


def _line(line: str, number: int, indents: list[int], following: str, *, jsx: bool) -> str:
    calls = _CALLS.fullmatch(line) if "{" in line else None
    if calls is not None:
        return _said_or_aside(calls["before"], calls["body"], number)
    if ":::" in line and (box := _CONTAINER.fullmatch(line)) is not None:
        title = (box["bracketed"] or box["title"]).strip()
        return (
            _title(box["before"], title, number) if title else _aside(box["before"], line, number)
        )
    block = None if following[:1] not in ("", " ") else _INDENTED.fullmatch(line)
    if block is not None:
        indents.append(len(block["before"]) + 4 * len(indents))
        title = block["title"] or block["tab"] or ""
        return _title(block["before"], title, number) if title else _aside("", line, number)
    if (alert := _ALERT.fullmatch(line)) is not None:
        title = alert["title"].strip()
        if title:
            return _title(alert["before"], title, number)
        return _aside(alert["before"], line[len(alert["before"]) :], number)
    if "{" not in line:
        return line
    line = _TARGET.sub("](there)", line)
    pieces = []
    end = 0
    for code in _CODE_SPAN.finditer(line) if "`" in line else ():
        pieces += [_inline(line[end : code.start()], jsx=jsx), code[0]]
        end = code.end()
    return "".join([*pieces, _inline(line[end:], jsx=jsx)])


def _inline(text: str, *, jsx: bool) -> str:
    text = _INLINE.sub(_of_shortcode, text)
    if jsx:
        text = _EXPRESSION.sub(lambda found: f"<code>{html.escape(found[0])}</code>", text)
    return text


def _of_shortcode(found: re.Match[str]) -> str:
    said = _SAID.search(found[0])
    # Markdown reads a shortcode with no text as it stands, but for the sign of a tag.
    return _value(said) if said else found[0].replace("<", "&lt;")


def _said_or_aside(before: str, body: str, number: int) -> str:
    said = [_value(found) for found in _SAID.finditer(body)]
    return _title(before, " ".join(said), number) if said else _aside(before, body, number)


def _value(found: re.Match[str]) -> str:
    value = next(said for said in found.groups() if said is not None)
    return re.sub(r"\\(.)", r"\1", value)


def _title(before: str, text: str, number: int) -> str:
    shown = html.escape(_EMPHASIS.sub(r"\2", text), quote=False)
    return f'{before}<pre {LINE}="{number}">{shown}</pre>'


def _aside(before: str, text: str, number: int) -> str:
    shown = html.escape(text.strip(), quote=False)
    return (
        f'{before}<pre class="code" {LINE}="{number}"><code>{shown}</code></pre>'
        if shown
        else before
    )


def _captions_below(lines: Sequence[str]) -> list[str]:
    """Move the captions of components to their ends: a caption is read below what it is about."""
    out = list(lines)
    opened: dict[str, tuple[int, re.Match[str]]] = {}
    for at, line in enumerate(lines):
        opening = _OPENING.match(line)
        caption = _CAPTION.search(line) if opening else None
        closing = _CLOSING.fullmatch(line)
        if opening and caption:
            opened[opening["name"]] = at, caption
        elif closing and closing["name"] in opened:
            start, caption = opened.pop(closing["name"])
            out[start] = lines[start][: caption.start()] + lines[start][caption.end() :]
            out[at] = line.replace(">", f"{caption[0]}>", 1)
    return out


def _without_components(lines: list[str]) -> list[str]:
    """Set tags of components aside that are lines of their own; others lose what is in braces."""
    lines = _captions_below(lines)
    out: list[str] = []
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        mark = _FENCE.match(line)
        if mark is not None and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and "<" in line:
            taken = _lines_of_tag(lines, at)
            if taken:
                out += [_said_or_aside("", each, at + 1 + n) for n, each in enumerate(taken)]
                at += len(taken)
                continue
            line = _COMPONENT.sub(_bare, line)
        out.append(line)
        at += 1
    return out


# A tag does not go over more lines.
_MOST_LINES = 40


def _lines_of_tag(lines: list[str], at: int) -> list[str]:
    """Return the lines that a tag of a component takes, if nothing else stands in them."""
    first = lines[at].strip()
    if not re.match(r"</?[A-Z]", first):
        return []
    text = first
    for number in range(at, min(len(lines), at + _MOST_LINES)):
        if number > at:
            if not lines[number].strip():
                return []
            text += "\n" + lines[number].strip()
        if text.endswith(">"):
            return lines[at : number + 1] if _only_tags(text) else []
    return []


def _only_tags(text: str) -> bool:
    at = 0
    while at < len(text):
        found = _COMPONENT.match(text, at)
        if found is None or not _is_component(found):
            return False
        at = found.end()
        while at < len(text) and text[at].isspace():
            at += 1
    return True


def _is_component(found: re.Match[str]) -> bool:
    name = found["name"].lstrip("/")
    return name[:1].isupper() or "." in name


def _bare(found: re.Match[str]) -> str:
    return _BRACED.sub("", found[0])
