"""Whether a stop between two words ends a sentence, as Punkt decides it.

Of Punkt (Kiss and Strunk, Unsupervised multilingual sentence boundary detection, 2006) as NLTK has
it, this is what is left where words are in lists and nothing was counted in a corpus: no
collocations, and no word's usual case. It is compared with NLTK in the tests. NLTK itself takes .3
seconds to import, 2 where SciPy is installed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["ends_inside"]

_NO_WORD = r"(?:[)\";}\]\*:@\'\({\[\u2018\u2019\u201c\u201d\xab\xbb\?!])"
_MARKS = r"(?:\-{2,}|\.{2,}|(?:\.\s){2,}\.)"
# A word ends at white space, at the end, before other marks, and before a comma that ends it.
_TOKEN = re.compile(
    rf"({_MARKS}|(?=[^\(\"\`{{\[:;&\#\*@\)}}\]\-,])\S+?"
    rf"(?=\s|$|{_NO_WORD}|{_MARKS}|,(?=$|\s|{_NO_WORD}|{_MARKS}))|\S)"
)
_ELLIPSIS = re.compile(r"\.\.+$")
_NUMBER = re.compile(r"^-?[\.,]?\d[\d,\.-]*\.?$")
_INITIAL = re.compile(r"[^\W\d]\.$")
_A_NUMBER = "##number##"
_STOPS = frozenset(".?!")
_PUNCTUATION = frozenset(";:,.!?")


def ends_inside(text: str, abbreviations: Collection[str], starters: Collection[str]) -> bool:
    """Say whether a sentence ends in a line of text before its last word or mark.

    :param text: The line.
    :param abbreviations: Words that a full stop belongs to, in small letters without it.
    :param starters: Words in small letters that begin a sentence where they have a capital after
        an abbreviation.

    >>> ends_inside("ten. Then", (), ()), ends_inside("Dr. Then", {"dr"}, ())
    (True, False)
    """
    tokens = [_Token.of(token, abbreviations) for token in _TOKEN.findall(text)]
    return any(token.ends_before(following, starters) for token, following in pairwise(tokens))


@dataclass(frozen=True)
class _Token:
    """A word or a mark.

    :param text: As it stands there.
    :param ends: Whether it ends a sentence by itself.
    :param is_open: Whether the stop of an abbreviation or of an ellipsis is its own.
    """

    text: str
    ends: bool
    is_open: bool

    @classmethod
    def of(cls, text: str, abbreviations: Collection[str]) -> _Token:
        """Judge a token by itself."""
        if text in _STOPS:
            return cls(text, ends=True, is_open=False)
        if _ELLIPSIS.match(text):
            return cls(text, ends=False, is_open=True)
        if not text.endswith(".") or text.endswith(".."):
            return cls(text, ends=False, is_open=False)
        word = text[:-1].lower()
        known = word in abbreviations or word.rpartition("-")[2] in abbreviations
        return cls(text, ends=not known, is_open=known)

    def word(self, *, without_stop: bool) -> str:
        """Return it in small letters; what is a number is one word for all numbers."""
        word = _NUMBER.sub(_A_NUMBER, self.text.lower())
        return word[:-1] if without_stop and len(word) > 1 and word[-1] == "." else word

    def ends_before(self, following: _Token, starters: Collection[str]) -> bool:
        """Judge it by what follows."""
        if not self.text.endswith("."):
            return self.ends
        is_initial = _INITIAL.match(self.text) is not None
        first = following.text[0]
        if self.is_open and not is_initial and first.isupper():
            word = following.word(without_stop=following.ends)
            if word in starters:
                return True
        if is_initial or self.word(without_stop=True) == _A_NUMBER:
            if following.text in _PUNCTUATION or first.islower():
                return False
            if is_initial and first.isupper():
                return False
        return self.ends
