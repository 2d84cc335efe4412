"""What a name that is not known may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["did_you_mean"]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Ask whether a similar name was meant, if there is one.

    >>> did_you_mean("polcy", ["policy", "preset"]), did_you_mean("note", ["policy"])
    (" (did you mean 'policy'?)", '')

    :param name: As it was given.
    :param known: The names that there are.
    """
    import difflib

    close = difflib.get_close_matches(name, list(known), 1)
    return f" (did you mean {close[0]!r}?)" if close else ""
