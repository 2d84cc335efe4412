"""The strings of a program, whatever file they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from duizhao.corpora.document import Locator
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading, TextMaker
from duizhao.errors import FormatError

__all__ = ["StringEntry", "strings_to_reading"]


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
