"""Patterns of paths: which files of one language belong to which of the other.

``*`` stands for any characters of a name, ``**/`` for any folders, ``?`` for one character. What
they stand for in a path is its key; files of equal keys belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from duizhao import lazy
from duizhao.errors import InputError

__all__ = ["LANG", "Pattern", "patterns_of"]

LANG = "{lang}"
"""What stands in a pattern for the code of the language."""

_PARTS = lazy.compile(r"\*\*/|\*\*|\*|\?|\{lang\}|.", re.DOTALL)
_MEANINGS = {"**/": "((?:[^/]+/)*)", "**": "(.*)", "*": "([^/]*)", "?": "([^/])"}


@dataclass(frozen=True)
class Pattern:
    """A pattern.

    :param text: As it was given, with forward slashes.
    """

    text: str

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        parts = _PARTS.findall(self.text)
        return re.compile("".join(_MEANINGS.get(part) or re.escape(part) for part in parts) + r"\Z")

    def key(self, path: str) -> tuple[str, ...] | None:
        """Return what the wild parts stand for in a path; None if it does not fit.

        >>> Pattern("docs/en/**/*.md").key("docs/en/guide/a.md")
        ('guide/', 'a')
        """
        found = self._expression.match(path)
        return found.groups() if found else None

    def keyed(self, paths: Iterable[str]) -> dict[tuple[str, ...], str]:
        """Return the paths that fit, by their keys; of equal keys the first path."""
        out: dict[tuple[str, ...], str] = {}
        for path in paths:
            key = self.key(path)
            if key is not None:
                out.setdefault(key, path)
        return out


def patterns_of(
    pattern: str, target_pattern: str | None, langs: tuple[str, str]
) -> tuple[Pattern, Pattern]:
    """Return the patterns of originals and translations.

    :param pattern: That of both, with ``{lang}`` for the code of the language, or that of the
        originals.
    :param target_pattern: That of the translations, if the first is not for both.
    :param langs: What ``{lang}`` stands for on either side; maybe empty.
    :raises InputError: If the two would be equal, or not have the same wild parts.

    >>> [each.text for each in patterns_of("{lang}/**/*.md", None, ("en", "zh"))]
    ['en/**/*.md', 'zh/**/*.md']
    """
    both = (pattern, pattern if target_pattern is None else target_pattern)
    for text, lang in zip(both, langs, strict=True):
        if LANG in text and not lang:
            message = f"the pattern {text} has {LANG}; say the languages of both sides"
            raise InputError(message)
    source, target = (
        Pattern(text.replace("\\", "/").replace(LANG, lang))
        for text, lang in zip(both, langs, strict=True)
    )
    if source.text == target.text:
        message = (
            f"the pattern {pattern} fits originals and translations alike; put {LANG} where the"
            " language stands, such as docs/{lang}/**/*.md, or give one for translations as well"
        )
        raise InputError(message)
    wild = [[p for p in _PARTS.findall(each.text) if p in _MEANINGS] for each in (source, target)]
    if wild[0] != wild[1]:
        message = (
            f"{source.text} and {target.text} do not have the same wild parts in the same order,"
            " so that no file of one names a file of the other"
        )
        raise InputError(message)
    return source, target
