"""The strings of a program, whatever file they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duizhao.corpora.document import Locator
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading, TextMaker
from duizhao.errors import FormatError

__all__ = ["StringEntry", "escaped", "strings_to_reading", "whole_characters"]


@dataclass(frozen=True)
class StringEntry:
    """A string of a program.

    :param key: What the program calls it.
    :param text: What it shows.
    :param line: The line of the file that it begins at, from 1, if it is known.
    """

    key: str
    text: str
    line: int | None = None


def strings_to_reading(
    entries: Iterable[StringEntry],
    path: str,
    limits: Limits,
    *,
    encoding: str = "utf-8",
    lang: str | None = None,
) -> Reading:
    """Return a reading with a part for each string, at its key.

    :param entries: The strings in the order of the file; of a key that comes again, the second
        has ``#2`` behind it.
    :param path: What to call the file in messages.
    :param limits: What it may cost.
    :param encoding: Its encoding.
    :param lang: The language that it names, if it does.
    :raises FormatError: If there is no string with text.
    :raises InputError: If there are more than the limit.
    """
    maker = TextMaker()
    seen: dict[str, int] = {}
    for count, entry in enumerate(entries, start=1):
        limits.check("parts", count, path)
        seen[entry.key] = seen.get(entry.key, 0) + 1
        again = f"#{seen[entry.key]}" if seen[entry.key] > 1 else ""
        maker.add(entry.text, place=Locator(unit=entry.key + again, line=entry.line))
    if not maker.parts:
        message = "no string with text; give a file of keys and texts"
        raise FormatError(path, message)
    return maker.reading(encoding=encoding, lang=lang)


def escaped(name: str, characters: Mapping[str, str]) -> str:
    """Return what an escape stands for.

    :param name: The escape without its stroke: a letter, or a letter and hexadecimal figures.
    :param characters: What letters stand for; others stand for themselves.

    >>> escaped("u0041", {}), escaped("t", {"t": " "}), escaped("q", {})
    ('A', ' ', 'q')
    """
    return chr(int(name[1:], 16)) if len(name) > 1 else characters.get(name, name)


def whole_characters(text: str) -> str:
    """Return a text in which two halves of a pair are one character, and a half alone is a sign.

    :param text: A text that was put together from escapes.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
