"""Strings in JSON: nested objects of texts (i18next), ARB, messages of extensions, FormatJS.

A key is the path to a text. Where a format has descriptions and placeholders beside each message,
only the message is text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from duizhao import lazy
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading
from duizhao.corpora.reading.formats.strings.entries import StringEntry, strings_to_reading
from duizhao.errors import FormatError, InputError

__all__ = ["FORMATS"]

# An object as a list of its members, of which two may have one key.
_Members: TypeAlias = "list[tuple[str, Any]]"

_BEGINS = lazy.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}(?:\[\s{0,1000})?\{\s{0,1000}\"")
# What a message with a description beside it is called: in extensions of browsers, in FormatJS.
_MESSAGES = ("message", "defaultMessage")
# What names an object in a list.
_NAMES = ("id", "key")
_NOTEBOOK = frozenset({"cells", "nbformat"})
_CATALOGUE = frozenset({"sourceLanguage", "strings", "version"})


class _Object(dict[str, Any]):
    """An object that remembers members of one key."""

    def __init__(self, members: _Members) -> None:
        super().__init__(members)
        self.members = members


def _read(data: bytes, path: str, limits: Limits) -> Reading:
    text, encoding = decode(data, None, path)
    root = _parsed(text, path)
    if isinstance(root, _Object) and root.keys() >= _NOTEBOOK:
        message = (
            f"{path} is a notebook, which is not read; turn it into Markdown: jupyter nbconvert"
            " --to markdown"
        )
        raise InputError(message)
    if isinstance(root, _Object) and root.keys() >= _CATALOGUE:
        message = (
            f"{path} is a string catalogue of all languages, which is not read; export one as"
            " XLIFF: in Xcode, Product, Export Localizations"
        )
        raise InputError(message)
    lang = root.get("@@locale") if isinstance(root, _Object) else None
    named = lang.replace("_", "-") if isinstance(lang, str) else None
    return strings_to_reading(_entries(root), path, limits, encoding=encoding, lang=named)


def _parsed(text: str, path: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_Object)
    except json.JSONDecodeError as error:
        message = f"is not JSON ({error.msg}); save the file again"
        raise FormatError(path, message, error.lineno) from None
    except (RecursionError, ValueError):
        message = "is JSON that is nested too deeply, or has too long a number; give strings"
        raise FormatError(path, message) from None


def _entries(root: object) -> Iterator[StringEntry]:
    """Yield the texts with their paths, in order; a stack stands for recursion."""
    stack: list[tuple[str, object]] = [("", root)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, str):
            yield StringEntry(key, value)
        elif isinstance(value, _Object):
            message = _message(value)
            stack += reversed(
                [(_below(key, child), item) for child, item in value.members if child[:1] != "@"]
                if message is None
                else [(key, message)]
            )
        elif isinstance(value, list):
            stack += reversed([_item(key, number, item) for number, item in enumerate(value)])


def _item(key: str, number: int, item: object) -> tuple[str, object]:
    """Return the path of an item of a list, by its name if it has one, and what is text in it."""
    if not isinstance(item, _Object):
        return _below(key, str(number)), item
    name = next((name for name in _NAMES if isinstance(item.get(name), str)), None)
    if name is None:
        return _below(key, str(number)), item
    return _below(key, item[name]), _Object([pair for pair in item.members if pair[0] != name])


def _message(value: Mapping[str, object]) -> str | None:
    """Return the text of a message that has a description beside it."""
    return next((text for name in _MESSAGES if isinstance(text := value.get(name), str)), None)


def _below(key: str, child: str) -> str:
    return f"{key}.{child}" if key else child


def _sniff(data: bytes) -> bool:
    if not _BEGINS.match(data):
        return False
    try:
        return isinstance(json.loads(data), (dict, list))
    except (RecursionError, ValueError):
        return False


FORMATS = {"json": Format("json", (".json", ".arb"), _sniff, _read)}
