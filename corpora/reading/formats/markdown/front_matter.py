"""Front matter: what is said of a page before its text, in YAML, TOML or JSON.

Titles and descriptions are shown on the page or in lists of pages, and are translated; all else is
said to a program.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.reading.formats.story import Entry, names, tidy

__all__ = ["take_front_matter"]

_YAML = lazy.compile(r"\ufeff?---[ \t]*\n((?:[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TOML = lazy.compile(r"\ufeff?\+\+\+[ \t]*\n((?:[^\n]*\n)*?)\+\+\+[ \t]*(?:\n|\Z)")
# What makes the text between two rules front matter: a key at the start of a line.
_KEY = lazy.compile(r"^(?:[\w-]{1,60}|\"[^\"\n]{1,60}\"):(?=\s|$)", re.MULTILINE)
_TOML_VALUE = lazy.compile(
    r"""^[ \t]*([\w-]{1,60})[ \t]*=[ \t]*(?:"{3}(.{0,4000}?)"{3}|'{3}(.{0,4000}?)'{3}"""
    r"""|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')""",
    re.MULTILINE | re.DOTALL,
)
_YAML_VALUE = lazy.compile(
    r"^[ \t]{0,8}(?:- )?([\w-]{1,60}):[ \t]+([^\s|>&*\[{#].*)$", re.MULTILINE
)
# Front matter is not longer; a longer one is read line by line.
_LONGEST = 2**16

# Keys of Hugo, Jekyll, Docusaurus, VitePress, Hexo, MkDocs, Pandoc and Quarto, in lower case and
# without the signs between words.
_TITLES = names(
    "title linktitle subtitle headline heading shorttitle sidebarlabel sidebartitle navtitle"
    " menutitle pagetitle titlemeta ogtitle seotitle metatitle hero.name hero.text"
)
_TEXTS = names(
    "description summary excerpt abstract lead intro tagline details teaser blurb deck subheading"
    " metadescription ogdescription seodescription longdescription"
)
_SIGNS = lazy.compile(r"[^a-z0-9]")


def take_front_matter(text: str) -> tuple[list[Entry], str]:
    r"""Take the front matter from a text.

    :param text: A text in Markdown, its lines ended by ``\n``.
    :return: What is in it, titles as headings, other keys as furniture; the text with a blank line
        for each line of it.

    >>> found, _ = take_front_matter("---\ntitle: The log\nweight: 3\n---\nText.")
    >>> [entry.text for entry in found if entry.text]
    ['The log', 'weight: 3']
    """
    for pattern, find in ((_YAML, _in_yaml), (_TOML, _in_toml)):
        found = pattern.match(text)
        if found is not None and (find is _in_toml or _KEY.search(found[1])):
            entries = list(_entries(found[1], list(find(found[1])), 2))
            return entries, "\n" * found[0].count("\n") + text[found.end() :]
    if text.startswith("{"):
        return _take_json(text)
    return [], text


def _take_json(text: str) -> tuple[list[Entry], str]:
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return [], text
    if not isinstance(value, dict) or text[end : end + 1] not in ("", "\n"):
        return [], text
    kept = [(key, said) for key, said in value.items() if isinstance(said, str)]
    entries = []
    for key, said in kept:
        kind = _kind(key, "")
        line = 1 + text.count("\n", 0, max(0, text.find(json.dumps(key))))
        if kind is not None and tidy(said):
            entries.append(Entry(tidy(said), kind, line=line))
    rest = {key: said for key, said in value.items() if _kind(key, "") is None}
    if rest:
        shown = json.dumps(rest, ensure_ascii=False, indent=1)
        entries.append(Entry(shown, Kind.FURNITURE, line=1))
    return entries, "\n" * text.count("\n", 0, end) + text[end:]


def _kind(key: str, outer: str) -> Kind | None:
    name = _SIGNS.sub("", key.lower())
    if name in _TITLES or f"{outer.lower()}.{name}" in _TITLES:
        return Kind.HEADING
    return Kind.TEXT if name in _TEXTS else None


def _entries(front: str, values: list[tuple[int, int, str, Kind]], first: int) -> Iterator[Entry]:
    """Yield values in their places, and the lines between them as they stand."""
    lines = front.split("\n")
    at = 0
    for start, end, value, kind in [*values, (len(lines), len(lines), "", Kind.FURNITURE)]:
        aside = ""
        for number in range(at, start):
            line = lines[number]
            if aside and line[:1].isspace():  # a value that goes on
                aside += f"\n{line}"
                continue
            yield Entry(aside, Kind.FURNITURE, line=first + number - 1 - aside.count("\n"))
            aside = line.rstrip()
        yield Entry(aside, Kind.FURNITURE, line=first + start - 1 - aside.count("\n"))
        for paragraph in re.split(r"\n\s*\n", value):
            yield Entry(tidy(paragraph), kind, line=first + start)
        at = max(at, end)


def _in_yaml(front: str) -> Iterator[tuple[int, int, str, Kind]]:
    """Yield of each value the first line from 0, the line behind the last, the text, the kind."""
    import yaml

    if len(front) > _LONGEST:
        yield from _line_by_line(front)
        return
    try:
        yield from list(_from_events(front))
    except yaml.YAMLError:  # templates, tabs and what else generators let pass
        yield from _line_by_line(front)


def _line_by_line(front: str) -> Iterator[tuple[int, int, str, Kind]]:
    for found in _YAML_VALUE.finditer(front):
        kind = _kind(found[1], "")
        if kind is not None:
            line = front.count("\n", 0, found.start())
            yield line, line + 1, found[2].strip().strip("\"'"), kind


def _from_events(front: str) -> Iterator[tuple[int, int, str, Kind]]:
    """Follow the events of the parser, so that no depth of nesting matters."""
    import yaml

    # For each open collection: whether it is a mapping, its key at hand, the key it stands under.
    stack: list[list[object]] = []
    for event in yaml.parse(front, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            outer = stack[-1][1] if stack else ""
            stack.append([isinstance(event, yaml.MappingStartEvent), None, outer])
            if len(stack) > 1 and stack[-2][0]:
                stack[-2][1] = None
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()
        elif isinstance(event, yaml.ScalarEvent) and stack and stack[-1][0]:
            key = stack[-1][1]
            if key is None:
                stack[-1][1] = event.value
                continue
            stack[-1][1] = None
            kind = _kind(str(key), str(stack[-1][2] or ""))
            null = event.implicit[0] and event.value in ("", "~", "null")
            start, end = event.start_mark, event.end_mark
            if kind is not None and not null and start is not None and end is not None:
                # A block ends at the start of the line behind it.
                last = end.line if end.column == 0 and end.line > start.line else end.line + 1
                yield start.line, last, event.value, kind
        elif isinstance(event, yaml.AliasEvent) and stack and stack[-1][0]:
            stack[-1][1] = None if stack[-1][1] is not None else ""


def _in_toml(front: str) -> Iterator[tuple[int, int, str, Kind]]:
    for found in _TOML_VALUE.finditer(front):
        kind = _kind(found[1], "")
        if kind is None:
            continue
        start = front.count("\n", 0, found.start(1))
        end = front.count("\n", 0, found.end()) + 1
        value = next((said for said in found.groups()[1:] if said is not None), "")
        if found[4] is not None:
            with contextlib.suppress(ValueError):
                value = json.loads(f'"{value}"')
        yield start, end, value, kind
