"""Text with inline elements: what a reader reads of it, and the codes that stand in it.

Codes stand for what is not translated: formatting, variables, line breaks. A translation has the
same codes as its source, in any order, so each has a key by which the two sides are compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from duizhao import lazy
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.xml.events import stream_xml

__all__ = ["Codes", "InlineCode", "InlineText", "is_deletion", "read_markup"]

# Of these the content is code of another program.
_WITH_CONTENT = frozenset({"bpt", "ept", "ph", "it", "ut"})
# These are empty. <x> is a placeholder; the others begin or end a code that a text cuts in two.
_EMPTY = frozenset({"x", "bx", "ex", "sc", "ec"})
_PAIRS = frozenset({"g", "pc", "hi"})
_OPENING, _CLOSING = frozenset({"bx", "sc", "bpt"}), frozenset({"ex", "ec", "ept"})
# What an editor has deleted and the file keeps: <mrk mtype="x-sdl-deleted">, <mq:del>.
_DELETION = lazy.compile(r"(?:^|[^a-z])del(?:ete|eted|etion)?$", re.IGNORECASE)
# Placeholders that stand in Phrase's texts as they are: {1}, {b>bold<b}.
_BRACES = lazy.compile(r"\{\w{1,9}(?:\}|>)|<\w{1,9}\}")
_BREAKS = frozenset({"lb", "pb", "xlf:lb"})
# A break before a mark parts nothing.
_LOOSE = lazy.compile(r"\n(?=[.,;:!?…)])")
_BREAK = lazy.compile(r"(?i:<(?:w:)?br\b[^<>]*>)|\\[nr]|[\n\r]+")
# Elements and types that only change how words look.
_FORMATTING = lazy.compile(
    r"</?(?:b|big|em|font|i|mark|s|small|span|strike|strong|sub|sup|tt|u|w:(?:b|i|u))(?![\w:.-])",
    re.IGNORECASE,
)
_FORMATTING_TYPES = frozenset({"bold", "italic", "underlined", "underline", "ulined", "fmt"})
# memoQ writes how a code is shown into it: <mq:rxt displaytext="&lt;p&gt;" val="…">.
_SHOWN_AS = lazy.compile(r'\bdisplaytext="([^"]{1,200})"')
_NO_CONTENT = frozenset({"", "{}"})
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


@dataclass(frozen=True)
class InlineCode:
    """A code in a text.

    :param shown: How an editor is shown it, such as ``"<b>"`` or ``'<x id="1"/>'``.
    :param key: What it is compared by.
    :param at: Where it stands in the text that it is no part of, in code points.
    :param is_formatting: Whether it only changes how words look.
    :param half: Which half of which pair it is, such as ``"open 1"`` and ``"close 1"``; empty if it
        stands for itself.
    """

    shown: str
    key: str
    at: int = 0
    is_formatting: bool = False
    half: str = ""


# How it is shown, its key, whether it only changes how words look, and its half of a pair.
_Part: TypeAlias = tuple[str, str, bool, str]

Codes: TypeAlias = tuple[tuple[InlineCode, ...], tuple[InlineCode, ...]]
"""The codes of a source and of its target."""


class InlineText:
    """Collects a text and its codes as elements go by.

    :param named: What codes that have only an id stand for, by id: of a pair two, parted by a zero
        character.
    :param braces: Whether placeholders in braces are codes.
    """

    def __init__(self, named: Mapping[str, str] | None = None, *, braces: bool = False) -> None:
        self._named = named or {}
        self._braces = braces
        self._parts: list[str | _Part] = []
        self._open: list[tuple[str, Mapping[str, str]]] = []
        self._hidden = 0  # the element at this depth, and all in it, shows nothing
        self._content: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element, by its name without a prefix."""
        self._open.append((name, attributes))
        if self._hidden:
            return
        if name in _WITH_CONTENT or is_deletion(name, attributes):
            self._hidden = len(self._open)
            self._content = []
        elif name in _EMPTY:
            self._add(name, attributes, "")
        elif name in _PAIRS:
            self._half(name, attributes, 0)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        depth = len(self._open)
        _, attributes = self._open.pop()
        if self._hidden == depth:
            self._hidden = 0
            if name in _WITH_CONTENT:
                self._add(name, attributes, clean_line("".join(self._content)))
        elif not self._hidden and name in _PAIRS:
            self._half(name, attributes, 1)

    def text(self, text: str) -> None:
        """Take text."""
        (self._content if self._hidden else self._parts).append(text)

    def line(self) -> tuple[str, tuple[InlineCode, ...]]:
        """Return the text on one line, and its codes in order."""
        if all(isinstance(part, str) for part in self._parts) and not self._braces:
            return clean_line("".join(map(str, self._parts))), ()
        texts: list[str] = []
        found: list[tuple[_Part, int]] = []
        size = 0  # characters that are no white space: cleaning leaves their number as it is
        for part in self._split() if self._braces else self._parts:
            if isinstance(part, str):
                texts.append(part)
                size += sum(not character.isspace() for character in part)
            else:
                found.append((part, size))
        clean = clean_line(_LOOSE.sub("", "".join(texts)))
        places = [n for n, character in enumerate(clean) if not character.isspace()]
        return clean, tuple(
            InlineCode(shown, key, _offset(n, places, ends=half.startswith("close")), looks, half)
            for (shown, key, looks, half), n in found
        )

    def _split(self) -> list[str | _Part]:
        """Return the parts with placeholders in braces as codes."""
        joined: list[str | _Part] = []
        for part in self._parts:
            if isinstance(part, str) and joined and isinstance(joined[-1], str):
                joined[-1] += part
            else:
                joined.append(part)
        parts: list[str | _Part] = []
        for part in joined:
            if not isinstance(part, str):
                parts.append(part)
                continue
            end = 0
            for match in _BRACES.finditer(part):
                looks = match[0].strip("{}<>").isalpha()
                parts += [part[end : match.start()], (match[0], match[0], looks, "")]
                end = match.end()
            parts.append(part[end:])
        return parts

    def _half(self, name: str, attributes: Mapping[str, str], side: int) -> None:
        """Add the beginning or the end of a pair."""
        known = _id(attributes)
        data = (attributes.get("dataRefStart", ""), attributes.get("dataRefEnd", ""))[side]
        shown = self._named.get(data, "") if data else ""
        both = self._named.get(known, "").split("\0")
        if not shown and len(both) > side and name != "pc":
            shown = both[side]
        key = f"{('open', 'close')[side]} {known or attributes.get('type', '')}"
        plain = f"</{name}>" if side else _tag(name, attributes, ">")
        self._put(shown or plain, key, attributes, key)

    def _add(self, name: str, attributes: Mapping[str, str], content: str) -> None:
        """Add a code that is one element."""
        known = _id(attributes)
        data = attributes.get("dataRef", "")
        shown = self._named.get(data, "") if data else self._named.get(known, "").split("\0")[0]
        half = _half_of(name, attributes, known)
        if name in _EMPTY and half:
            key = half
        else:
            key = content if content not in _NO_CONTENT else f"{name} {known}"
        content = "" if content in _NO_CONTENT else _as_shown(content)
        self._put(content or shown or _tag(name, attributes, "/>"), key, attributes, half)
        kinds = attributes.get("ctype", ""), attributes.get("subType", "")
        if not _BREAKS.isdisjoint(kinds) or _BREAK.fullmatch(content or shown):
            self._parts.append("\n")

    def _put(self, shown: str, key: str, attributes: Mapping[str, str], half: str) -> None:
        kinds = {attributes.get(name, "") for name in ("ctype", "type")}
        looks = not _FORMATTING_TYPES.isdisjoint(kinds) or bool(_FORMATTING.match(shown))
        self._parts.append((clean_line(shown), key, looks, half))


def _offset(number: int, places: Sequence[int], *, ends: bool) -> int:
    """Return where a code stands: before what follows, or right behind what it ends.

    :param number: How many characters that are no white space stand before it.
    :param places: Where each of them stands.
    :param ends: Whether it ends something.
    """
    if number and (ends or number >= len(places)):
        return places[min(number, len(places)) - 1] + 1 if places else 0
    return places[number] if places else 0


def is_deletion(name: str, attributes: Mapping[str, str]) -> bool:
    """Say whether an element holds what an editor has deleted.

    :param name: Its name without a prefix.
    :param attributes: Its attributes.
    """
    kind = attributes.get("mtype") or attributes.get("type") or "" if name == "mrk" else name
    return bool(_DELETION.search(kind))


def read_markup(markup: str) -> tuple[str, tuple[InlineCode, ...]]:
    """Return the text and the codes of a segment of a memory.

    :param markup: Its content as XML, well-formed.
    :raises FormatError: If it is not.
    """
    found = InlineText()
    stream_xml(f"<mrk>{markup}</mrk>".encode(), "a segment", found)
    return found.line()


def _id(attributes: Mapping[str, str]) -> str:
    """Return what a code is called in both languages: TMX numbers pairs anew in each."""
    found = (attributes.get(name) for name in ("id", "x", "type"))
    return next((value for value in found if value), "")


def _half_of(name: str, attributes: Mapping[str, str], known: str) -> str:
    """Return which half of a pair a code is that is one element; empty if it is none."""
    if name in _OPENING:
        return f"open {attributes.get('rid') or attributes.get('i') or known}"
    if name in _CLOSING:
        other = attributes.get("startRef") or attributes.get("rid") or attributes.get("i")
        return f"close {other or known}"
    return ""


def _tag(name: str, attributes: Mapping[str, str], end: str) -> str:
    known = next((key for key in ("id", "x", "i") if key in attributes), None)
    return f'<{name} {known}="{attributes[known]}"{end}' if known else f"<{name}{end}"


def _as_shown(content: str) -> str:
    match = _SHOWN_AS.search(content)
    if match is None:
        return content
    shown = match[1]
    for name, character in _ENTITIES:
        shown = shown.replace(name, character)
    return shown
