"""Markdown that keeps the original in HTML comments, each before its translation.

Documentation that is translated in its own repository is often kept so (kubernetes.io's pages are):
the comments hold the original, the visible text the translation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.text.detection import LATIN_LANGUAGES, detect_language

__all__ = ["InComments", "find_in_comments"]

_COMMENT = lazy.compile(r"<!--(.*?)-->", re.DOTALL)
_FENCE = lazy.compile(
    r"^( {0,3})(`{3,}|~{3,})[^\n]*\n.*?^ {0,3}\2[`~]*[ \t]*$", re.DOTALL | re.MULTILINE
)
_FENCE_LINE = lazy.compile(r" {0,3}(?:`{3,}|~{3,})")
_FRONT = lazy.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = lazy.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*)")
_LETTER = lazy.compile(r"[^\W\d_]")
# A comment of one word is a mark for a program: "overview", "body", "steps".
_MARK = lazy.compile(r"\s*[\w./:-]*\s*")
# The values of front matter that a reader sees.
_SHOWN = frozenset({"title", "linktitle", "description", "summary", "subtitle"})
# So many comments, and so much text in them beside what is seen, are no remarks.
_FEWEST, _SHARE = 2, 0.25


@dataclass(frozen=True)
class InComments:
    """A file with the original in comments.

    :param source: The Markdown of the original: what it does not have is blank, lines stay.
    :param target: That of the translation, likewise.
    :param langs: Their languages.
    :param starts: The lines at which further pairs of passages begin, from 1, rising.
    """

    source: str
    target: str
    langs: tuple[str, str]
    starts: tuple[int, ...]


def find_in_comments(text: str) -> InComments | None:
    """Tell whether a Markdown file keeps the original in comments.

    :param text: The file.
    :return: None if its comments are few, or in the language of the text.
    """
    fences = [match.span() for match in _FENCE.finditer(text)]
    comments = [
        match
        for match in _COMMENT.finditer(text)
        if not _MARK.fullmatch(match[1]) and not any(a <= match.start() < b for a, b in fences)
    ]
    hidden = "\n".join(match[1] for match in comments)
    seen = _COMMENT.sub(lambda match: _blank(match[0]), text)
    prose = _FENCE.sub("", seen)
    langs = detect_language(_without_front(hidden)), detect_language(_without_front(prose))
    amounts = [len(_LETTER.findall(part)) for part in (hidden, prose)]
    if len(comments) < _FEWEST or langs[0] == langs[1] or amounts[0] < _SHARE * amounts[1]:
        return None
    source = _original(text, comments, langs)
    starts = tuple(text.count("\n", 0, match.start()) + 1 for match in comments[1:])
    return InComments(source, seen, langs, starts)


def _original(text: str, comments: list[re.Match[str]], langs: tuple[str, str]) -> str:
    """Return what comments hold, and what stands for both languages between them."""
    front = _FRONT.match(text)
    end = front.end() if front else 0
    parts = [_blank(text[:end])]
    for number, match in enumerate(comments):
        parts.append(_shared(text[end : match.start()], langs))
        body = match[1]
        if number == 0 and front and _is_front(body, front[1]):
            body = _values(body)
        parts.append("\n".join(line.rstrip() for line in body.lstrip(" \t").split("\n")))
        end = match.end()
    parts.append(_shared(text[end:], langs))
    return "".join(parts)


def _shared(text: str, langs: tuple[str, str]) -> str:
    """Return the lines that stand for both languages: code, tags, and what was left as it is."""
    if langs[1] in LATIN_LANGUAGES and langs[0] in LATIN_LANGUAGES:
        return _blank(text)  # a line does not tell which of the two it is in
    lines: list[str] = []
    is_code = False
    for line in _COMMENT.sub(lambda match: _blank(match[0]), text).splitlines(keepends=True):
        is_fence = _FENCE_LINE.match(line) is not None
        is_kept = is_code or is_fence or not _LETTER.search(line)
        if not is_kept:
            is_kept = detect_language(line) != langs[1]
        is_code ^= is_fence
        lines.append(line if is_kept else _blank(line))
    return "".join(lines)


def _is_front(body: str, front: str) -> bool:
    """Say whether a comment holds the front matter of the original."""
    own, there = (
        {match[1].lower() for match in map(_FIELD.match, part.splitlines()) if match}
        for part in (body, front)
    )
    return bool(own & there) and all(
        _FIELD.match(line) or line[:1] in " \t-#" for line in body.splitlines() if line.strip()
    )


def _values(body: str) -> str:
    """Return front matter with nothing left but the values that a reader sees, apart."""
    lines = []
    for line in body.splitlines(keepends=True):
        match = _FIELD.match(line)
        is_shown = match is not None and match[1].lower() in _SHOWN
        lines.append(f"# {match[2].strip()}\n" if match and is_shown else _blank(line))
    return "".join(lines)


def _without_front(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not _FIELD.match(line))


def _blank(text: str) -> str:
    """Return the line ends of a text, so that what follows stays where it is."""
    return "\n" * text.count("\n")
