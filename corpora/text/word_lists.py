"""Lists of words that come with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["function_words", "word_list"]


@cache
def word_list(name: str, package: str = "duizhao.corpora.text") -> frozenset[str]:
    """Read a list of words.

    :param name: The name of a file in the package's folder ``data``, without its ending.
    :param package: The package.
    :return: Its words; what follows a ``#`` is a comment.
    """
    text = (files(package) / "data" / f"{name}.txt").read_text("utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word for line in lines for word in line.split())


def function_words() -> frozenset[str]:
    """Return the English words that begin or end no term and are no names, in small letters.

    >>> {"of", "while"} <= function_words()
    True
    """
    return word_list("en_function_words")
