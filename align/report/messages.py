"""What the forms say, in the interface languages; much of it is what the page says."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from duizhao.align.report.kinds import kinds
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.text.tags import primary_tag
from duizhao.errors import UnknownNameError

__all__ = ["LANGUAGES", "Messages", "choose_ui", "number_ranges"]

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""The interface languages, with the tag under which a page or a program declares each."""


def choose_ui(alignment: Alignment, ui: str | None, reader: Iterable[str] = ()) -> str:
    """Return the interface language, by the one rule of all that shows an alignment.

    It is the language that was asked for; else the first of the reader's languages that there is,
    where the reader is known (a terminal has a locale, a browser its languages; nobody knows who
    opens a file); else the target's; else English. The page's script does the same in
    ``script/language.js``.

    :param alignment: What is shown.
    :param ui: The language asked for, ``"en"``, ``"zh"`` or None.
    :param reader: The reader's languages as tags or locales, the preferred one first.
    :raises UnknownNameError: If there is no such interface language.
    """
    if ui is not None and ui not in LANGUAGES:
        what = "interface language"
        raise UnknownNameError(what, ui, LANGUAGES)
    tags = (primary_tag(name.replace("_", "-")) for name in (*reader, alignment.target.lang))
    return ui or next((tag for tag in tags if tag in LANGUAGES), "en")


class Messages:
    """The messages of one interface language.

    :param ui: ``"en"`` or ``"zh"``.

    >>> Messages("zh")("severity.critical"), Messages("en")("row", row=7)
    ('严重', 'pair 7')
    """

    def __init__(self, ui: str) -> None:
        self.ui = ui

    def __call__(self, key: str, **values: object) -> str:
        """Return a message with its values filled in."""
        return _messages()[key][self.ui].format(**values)

    def known(self, key: str, other: str) -> str:
        """Return a message, or other words if there is none of that name."""
        return self(key) if key in _messages() else other

    def pick(self, message: Mapping[str, str]) -> str:
        """Return one language of a finding's message; of the first language if it lacks ours."""
        return message.get(self.ui, next(iter(message.values()), ""))


@lru_cache(maxsize=1)
def _messages() -> Mapping[str, Mapping[str, str]]:
    """Return the page's messages with the forms' own, and the names of the kinds of findings."""
    package = files("duizhao.align.report")
    messages: dict[str, Mapping[str, str]] = {
        f"category.{name}": kind.name for name, kind in kinds().items()
    }
    for path in (package / "html" / "strings.json", package / "data" / "forms.json"):
        messages.update(json.loads(path.read_text(encoding="utf-8")))
    return messages


def number_ranges(numbers: Iterable[int]) -> Iterator[str]:
    """Yield numbers in order and once, of neighbours only the first and the last.

    :param numbers: Of rows, paragraphs and the like.

    >>> list(number_ranges([8, 3, 4, 5, 5]))
    ['3–5', '8']
    """
    ordered = enumerate(sorted(set(numbers)))
    for _, some in itertools.groupby(ordered, lambda pair: pair[1] - pair[0]):
        first, *_, last = [number for _, number in some] * 2
        yield str(first) if first == last else f"{first}–{last}"
