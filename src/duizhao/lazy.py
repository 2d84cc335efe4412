"""Regular expressions that are compiled when they are first used.

The project has a thousand patterns, and a run uses less than half of them. Many have classes of Han
characters, for each of which Python's compiler fills a map of 65,536 places in plain Python. What
stands at the top of a module is therefore made with :func:`compile` of this module, which takes
what ``re.compile`` takes: importing the module costs nothing, and a pattern that no text ever meets
is never compiled. :mod:`duizhao.compiled_patterns` keeps what was compiled once.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

from duizhao.compiled_patterns import compiled

__all__ = ["compile"]

_METHODS = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub", "subn")


class _LazyPattern:
    """What stands for a pattern; after the first use its methods are those of the pattern.

    :param pattern: The expression.
    :param flags: Its flags.
    """

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the pattern has
        """Compile, when something is asked for that only the pattern has."""
        if name.startswith("__"):  # what copying and inspecting look for
            raise AttributeError(name)
        found = compiled(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(found, method))
        return getattr(found, name)

    def __repr__(self) -> str:
        """Return how the pattern is made."""
        return f"lazy.compile({self.pattern!r}, {self._flags})"


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:  # noqa: A001 - as in ``re``
    """Return a pattern that is compiled when it is first used.

    It has all that a pattern has, and cannot be given to the functions of ``re`` in place of one.

    :param pattern: The expression.
    :param flags: Flags of ``re``.

    >>> compile("[译譯]").sub("t", "翻译")
    '翻t'
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))
