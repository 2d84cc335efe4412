"""What speaks against a name that only one side of a bead has: words, phrases, other mentions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from duizhao import lazy
from duizhao.align.findings.names.transliteration import transliterated
from duizhao.align.findings.words.cedict import cedict_file
from duizhao.corpora.text.scripts import has_hanzi
from duizhao.corpora.text.word_lists import function_words

__all__ = [
    "DOT",
    "PART",
    "begins_word",
    "capitalised_words",
    "is_four_character_phrase",
    "is_named",
    "is_ordinary",
    "is_phrase",
    "name_parts",
    "no_names",
]

DOT = "·"
"""What stands between the parts of a foreign name in Chinese."""
PART = lazy.compile(r"[^\W\d_]{2,}")
"""A part of a name."""
# Parts of titles and of names of institutions, which are translated; the calendar; adherents.
_TITLE_WORDS = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Christmas Easter God University Covid "
    "Government Minister President Street House Council Court Office Department Ministry Party "
    "Foreign Secretary Prime National International Association Committee World Cup League United "
    "City County State Airport Hospital School College Institute Company Bank Group Media News "
    "Times Post Daily Internet Act Law Agreement Center Centre Health Police Army Conference Road "
    "Park Senate Republicans Democrats Republican Democratic Commission Exchange Appeals Show Age "
    "Regiment Royal Navy Naval Infantry Federal Republic Kingdom Union Society Museum Church Award "
    "Prize Games Olympic Festival Tower Bridge Lake River Mount Beach Island Valley Square Library "
    "Theatre Stadium Championship Project Program Report Journal Magazine Software Version Chapter "
    "Section Figure Table Article Note Step File Page Code Data System Service Server Communist "
    "Communists Socialist Socialists Conservative Conservatives Liberal Liberals Labour Congress "
    "Parliament Christian Christians Catholic Catholics Muslim Muslims Buddhist Buddhists Jewish"
)
# A hyphen in a given name in pinyin.
_HYPHEN = lazy.compile("-(?=[a-z])")
_LEAST_LETTERS = 3
# What a definition of a name begins with where it does not begin with a capital letter.
_OF_NAME = lazy.compile(
    r"(?:\S+ )?surname |(?:courtesy|temple|posthumous|pen|another|also) |abbr\. |old variant |"
    r"variant |alternative |see "
)
_FOUR = 4
# What stands before a name in a clause of four characters.
_BEFORE_NAMES = frozenset("和与跟同及或由对向给为被把让叫请以从在是如像即")
# As alike as this, a stretch is what the name is usually called, and the beginning of a word is
# hardly so by chance.
_USUAL, _SAME = 0.75, 0.9


@cache
def no_names() -> frozenset[str]:
    """Return capitalised words that are no parts of names of persons."""
    return frozenset(map(str.capitalize, function_words())) | frozenset(_TITLE_WORDS.split())


def name_parts(name: str) -> list[str]:
    """Return the parts of a name, with a given name that is spelled as two as one.

    :param name: The name, in Latin letters.

    >>> name_parts("Lin Dai-yu"), name_parts("Jean-Luc Godard")
    (['Lin', 'Daiyu'], ['Jean', 'Luc', 'Godard'])
    """
    return PART.findall(_HYPHEN.sub("", name))


def is_phrase(name: str, words: Collection[str]) -> bool:
    """Say whether all words of a name are written in small letters elsewhere: Code, Ice Age.

    :param name: The name.
    :param words: The words that the document writes in small letters.
    """
    return all(part.lower() in words for part in PART.findall(name))


def capitalised_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words with a capital of English texts, but for those that are in no name.

    :param texts: The texts.

    >>> sorted(capitalised_words(["On Monday Rosen left.", "So did Lee."]))
    ['Lee', 'Rosen']
    """
    found = {word for text in texts for word in PART.findall(text) if word[0].isupper()}
    return frozenset(found - no_names())


def is_named(name: str, texts: Iterable[str], words: Iterable[str]) -> bool:
    """Say whether English texts name a person that a Chinese text names.

    :param name: The name, in Chinese characters or Latin letters.
    :param texts: The texts.
    :param words: Their :func:`capitalised_words`.
    """
    if name[0].isascii():
        whole = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])")
        return any(whole.search(text) for text in texts)
    last = name.rsplit(DOT, maxsplit=1)[-1]
    return any(transliterated(word, last) >= _USUAL for word in words)


def begins_word(name: str, text: str) -> bool:
    """Say whether an English word begins with the sound of a name: 比特 of 比特币, and bitcoin.

    :param name: The name, in Chinese characters.
    :param text: The English text.

    >>> begins_word("比特", "They sell bitcoins."), begins_word("罗森", "They sell bitcoins.")
    (True, False)
    """
    words = set(PART.findall(text))
    starts = {word[:n] for word in words for n in range(_LEAST_LETTERS, len(word) + 1)}
    return any(transliterated(start, name) >= _SAME for start in starts)


def is_ordinary(word: str) -> bool:
    """Say whether CC-CEDICT has Chinese characters as a word that is nobody's name.

    The classes of words come from novels: of what they call persons, and what may be one by its
    characters, the dictionary has 3,955 words, and a third of these as ordinary ones.

    :param word: The characters.

    >>> is_ordinary("安静"), is_ordinary("约翰"), is_ordinary("王小明")
    (True, False, False)
    """
    definitions = cedict_file().get(word[0], {}).get(word, b"").decode()
    each = definitions.split("/")
    return not any(one[:1].isupper() for one in each) and not _OF_NAME.match(definitions or "see ")


def is_four_character_phrase(text: str, start: int, end: int) -> bool:
    """Say whether a name and the character before it are a clause of four: 披金戴银.

    :param text: A Chinese text.
    :param start: Where the name begins.
    :param end: Where it ends.

    >>> is_four_character_phrase("她，披金戴银，来了。", 3, 6)
    True
    >>> is_four_character_phrase("来的，是李文亮。", 4, 7)
    False
    """
    first = text[start - 1 : start]  # nothing where the text begins with the name
    return (
        end - start + 1 == _FOUR
        and has_hanzi(first)
        and first not in _BEFORE_NAMES
        and not has_hanzi(text[start - 2 : start - 1])
        and not has_hanzi(text[end : end + 1])
    )
