"""The Chinese dictionary, loaded when a question first needs it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

__all__ = ["tagged_words", "word_across"]

# Enough context for the longest common word on either side.
_CONTEXT = 8


@functools.lru_cache(maxsize=1)
def _tokenizer() -> Any:  # noqa: ANN401 - jieba publishes no types
    import jieba

    tokenizer = jieba.Tokenizer()
    # What its initialize() does, but for a cache in the shared folder for temporary files and
    # for lines on the standard error.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def word_across(before: str, after: str) -> bool:
    """Say whether a dictionary word runs from the end of one text into the next.

    :param before: A text that ends in a Han character.
    :param after: A text that begins with one.

    >>> word_across("这是一项长期积累的问", "题，需要解决")
    True
    """
    head, tail = before[-_CONTEXT:], after[:_CONTEXT]
    at = 0
    # Without the hidden Markov model: what it guesses at is no dictionary word.
    for word in _tokenizer().cut(head + tail, HMM=False):
        if at < len(head) < at + len(word):
            return True
        at += len(word)
    return False


@functools.lru_cache(maxsize=1)
def _tagger() -> Any:  # noqa: ANN401 - jieba publishes no types
    import jieba.posseg

    return jieba.posseg.POSTokenizer(_tokenizer())


def tagged_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a Chinese text with their classes.

    The classes are those of Peking University's corpus, which jieba's dictionary uses: ``n`` is a
    noun, ``nr`` a person, ``ns`` a place, ``v`` a verb.

    :param text: The text.

    >>> list(tagged_words("我爱北京"))
    [('我', 'r'), ('爱', 'v'), ('北京', 'ns')]
    """
    for pair in _tagger().cut(text):
        yield pair.word, pair.flag
