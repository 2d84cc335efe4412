"""How a Chinese text parts into words, and their classes.

The words and the classes are those of jieba 0.42.1, of whose method this is a quicker form: the
most probable path through its dictionary, and its Markov model for characters between whose
neighbours no word stands. It is compared with jieba itself in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from duizhao import lazy
from duizhao.corpora.text.dictionary.table import word_table

__all__ = ["tagged_words", "word_across"]

# Enough context for the longest common word on either side.
_CONTEXT = 8
# Texts whose words are kept: several layers ask for the same sentence.
_KEPT = 1 << 13

_HAN = "\u4e00-\u9fd5"
# What the dictionary may have words of; jieba reads hyphens and per cent signs where it asks for no
# classes only.
_WORDLIKE = lazy.compile(f"([{_HAN}a-zA-Z0-9+#&._%-]+)")
_TAGGED = lazy.compile(f"([{_HAN}a-zA-Z0-9+#&._]+)")
_SPACE = lazy.compile(r"(\r\n|\s)")
_HAN_RUN = lazy.compile(f"([{_HAN}]+)")
_LATIN = lazy.compile(r"([.0-9]+|[a-zA-Z0-9]+)")
_NUMBER = lazy.compile(r"[.0-9]")
_LETTER = lazy.compile(r"[a-zA-Z0-9]")


def word_across(before: str, after: str) -> bool:
    """Say whether a dictionary word runs from the end of one text into the next.

    :param before: A text that ends in a Han character.
    :param after: A text that begins with one.

    >>> word_across("这是一项长期积累的问", "题，需要解决")
    True
    """
    head, tail = before[-_CONTEXT:], after[:_CONTEXT]
    border = len(head)
    for run in _WORDLIKE.finditer(head + tail):
        if run.start() < border < run.end():
            # Without guesses at unknown words: they are in no dictionary.
            return _is_inside(run[0], border - run.start())
    return False


def _is_inside(run: str, border: int) -> bool:
    """Say whether a border lies inside a word, or between letters that join no other word."""
    ends = [0, *(step.end for step in word_table().path(run))]
    if border not in ends:
        return True
    at = ends.index(border)
    beside = run[ends[at - 1] : border], run[border : ends[at + 1]]
    return all(len(word) == 1 and _LETTER.match(word) is not None for word in beside)


def tagged_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a Chinese text with their classes.

    The classes are those of Peking University's corpus, which jieba's dictionary uses: ``n`` is a
    noun, ``nr`` a person, ``ns`` a place, ``v`` a verb.

    :param text: The text.

    >>> list(tagged_words("我爱北京"))
    [('我', 'r'), ('爱', 'v'), ('北京', 'ns')]
    """
    yield from _tagged(text)


@lru_cache(maxsize=_KEPT)
def _tagged(text: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for at, part in enumerate(_TAGGED.split(text)):
        if at % 2:
            found += _in_run(part)
        elif part:
            found += _between(part)
    return tuple(found)


def _in_run(run: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a run of characters that the dictionary may know."""
    begin = start = 0
    singles: list[tuple[str, str]] = []
    for end, tag in word_table().path(run):
        if end - start == 1:
            singles.append((run[start], tag))
        else:
            yield from _of_singles(run[begin:start], singles)
            yield run[start:end], tag
            begin, singles = end, []
        start = end
    yield from _of_singles(run[begin:], singles)


def _of_singles(text: str, singles: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the words of neighbouring characters none of which the best path joins."""
    if len(singles) < 2 or word_table().has(text):
        yield from singles
        return
    from duizhao.corpora.text.dictionary.unknown_words import guess  # loads NumPy

    for at, part in enumerate(_HAN_RUN.split(text)):
        if at % 2:
            yield from guess(part)
            continue
        for word in _LATIN.split(part):
            if word:
                yield word, "m" if _NUMBER.match(word) else "eng" if _LETTER.match(word) else "x"


def _between(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between runs, each character for itself."""
    for part in _SPACE.split(text):
        if _SPACE.match(part):
            yield part, "x"
            continue
        for character in part:
            yield (
                character,
                "m" if _NUMBER.match(character) else "eng" if _LETTER.match(part) else "x",
            )
