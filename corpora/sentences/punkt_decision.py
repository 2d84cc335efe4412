"""What Punkt decides about a stop between two plain words, without asking it.

NLTK, whose Punkt is asked about every other stop, takes .3 seconds to import, 2 where SciPy is
installed. A short text mostly has stops between words of letters alone. Of those Punkt, without
counts from a corpus, looks at four things: whether the word before is an abbreviation, an initial
or a number, and how the next one begins. The tests ask NLTK itself.
"""

from __future__ import annotations

from collections.abc import Collection

__all__ = ["plain_decision"]

_MARKS = frozenset("\"')]}»”’‘“«([{")


def plain_decision(
    before: str, stop: str, after: str, abbreviations: Collection[str], starters: Collection[str]
) -> bool | None:
    """Say whether a sentence ends at a stop; ``None`` if only Punkt itself can tell.

    :param before: The word before the stop.
    :param stop: A full stop, a question mark or an exclamation mark.
    :param after: What follows: a closing or opening mark at once, or a space and the next word.
    :param abbreviations: Words that a full stop belongs to, in small letters without it.
    :param starters: Words in small letters that begin a sentence where they have a capital after
        an abbreviation.

    >>> plain_decision("ten", ".", " Then", (), ()), plain_decision("Dr", ".", " Then", {"dr"}, ())
    (True, False)
    >>> plain_decision("U.S", ".", " Then", (), ())
    """
    following = after.lstrip(" ")
    is_mark = following[:1] in _MARKS and (after == following or following[1:] == "x")
    is_word = after != following and following.isalpha()
    is_number = before.isascii() and before.isdigit()
    if not (before.isalpha() or is_number) or not (is_mark or is_word):
        return None
    if stop != ".":
        return True
    has_capital, is_small = following[0].isupper(), following[0].islower()
    if before.lower() in abbreviations:
        # The stop of an initial is its own, whatever follows.
        return len(before) > 1 and has_capital and following.lower() in starters
    if is_number:
        return not is_small
    return len(before) > 1 or not (has_capital or is_small)
