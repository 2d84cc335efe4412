"""Words of one dictionary form: "container" and "containers", "deploy" and "deploying".

A stem alone says too little: "universe" and "university" share theirs. So in English two words
must also differ by endings of inflection only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from duizhao import lazy
from duizhao.corpora.text.tags import primary_tag

__all__ = ["is_form_of", "stem_of"]

# The languages that NLTK's Snowball stemmers know, by tag.
_SNOWBALL = {
    "ar": "arabic", "da": "danish", "nl": "dutch", "fi": "finnish", "fr": "french",
    "de": "german", "hu": "hungarian", "it": "italian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "es": "spanish", "sv": "swedish",
}  # fmt: skip
# Endings of inflection, and what they take the place of.
_ENDINGS = (
    ("'s", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"),
    ("ing", ""), ("ing", "e"), ("es", "is"), ("ices", "ex"), ("ices", "ix"), ("ria", "rion"),
)  # fmt: skip
_DOUBLED = lazy.compile(r"([bdfgklmnprtvz])\1$")
# Nouns of which no ending tells the plural.
_IRREGULAR = {
    "children": "child", "men": "man", "women": "woman", "people": "person", "mice": "mouse",
    "feet": "foot", "teeth": "tooth", "geese": "goose", "leaves": "leaf", "lives": "life",
    "knives": "knife", "wives": "wife", "halves": "half", "shelves": "shelf", "selves": "self",
    "indices": "index", "data": "datum", "media": "medium", "phenomena": "phenomenon",
}  # fmt: skip
# These end as forms of another word do, and are none.
_OWN = frozenset({"news", "does", "has", "was", "goods", "sing", "ring", "king", "thing", "bed"})
# A shorter word has no ending.
_LEAST = 3
# Letters that the forms of one word share at least: go, goes.
_SHARED = 2


@lru_cache(maxsize=1 << 15)
def stem_of(word: str, lang: str) -> str:
    """Return what forms of one word share; words that share it may be others.

    :param word: A word in small letters.
    :param lang: Its language.
    """
    primary = primary_tag(lang)
    if primary == "en":
        # Of one word all forms begin alike, but for those that are listed.
        return _IRREGULAR.get(word, word)[:_SHARED]
    stem = _stemmer(primary)
    return word if stem is None else stem(word)


@lru_cache(maxsize=1 << 15)
def is_form_of(word: str, term: str, lang: str) -> bool:
    """Say whether two words that share a stem are forms of one.

    :param word: A word of a text, in small letters.
    :param term: A word of a term, in small letters.
    :param lang: Their language.

    >>> is_form_of("policies", "policy", "en"), is_form_of("university", "universe", "en")
    (True, False)
    >>> is_form_of("running", "run", "en"), is_form_of("news", "new", "en")
    (True, False)
    """
    if word == term:
        return True
    if primary_tag(lang) == "en":
        return term in _bases(word) or word in _bases(term) or bool(_bases(word) & _bases(term))
    return stem_of(word, lang) == stem_of(term, lang)


@lru_cache(maxsize=1 << 15)
def _bases(word: str) -> frozenset[str]:
    """Return the words of which an English word may be a form, itself among them."""
    word = word.replace("’", "'")
    found = {word}
    if word in _IRREGULAR:
        found.add(_IRREGULAR[word])
    if word in _OWN:
        return frozenset(found)
    for ending, instead in _ENDINGS:
        bare = word[: -len(ending)]
        if word.endswith(ending) and len(bare) >= _LEAST - bool(instead):
            if ending == "s" and bare.endswith(("s", "u", "i")):
                continue
            found.add(bare + instead)
            if ending in {"ed", "ing"} and not instead and _DOUBLED.search(bare):
                found.add(bare[:-1])
    return frozenset(found)


@lru_cache(maxsize=16)
def _stemmer(lang: str) -> Callable[[str], str] | None:
    if lang not in _SNOWBALL:
        return None
    from nltk.stem.snowball import SnowballStemmer

    stem: Callable[[str], str] = SnowballStemmer(_SNOWBALL[lang]).stem
    return stem
