"""What a pair of terms needs besides vectors: something on both sides that says the same."""

from __future__ import annotations

from duizhao import lazy
from duizhao.align.findings.names.match import find_places, places_of
from duizhao.align.findings.names.transliteration import transliterated
from duizhao.align.results.term_candidates import DOT
from duizhao.align.results.term_wholes import Pairing
from duizhao.corpora.text.pinyin import spelled
from duizhao.corpora.text.scripts import has_hanzi

__all__ = ["is_borne_out"]

_LATIN = lazy.compile(r"[A-Za-z]{2,}")
_NUMBER = lazy.compile(r"\d+")
_CAPITAL = lazy.compile(r"[A-Z]")
# Two passages are evidence by themselves. Of one, a name has to be heard, spelled or known, or the
# vectors be as alike as those of a translation are.
_ONCE = 0.72
_HEARD = 0.75


def is_borne_out(pair: Pairing, langs: tuple[str, str]) -> bool:
    """Say whether both sides of a pair speak for it.

    Letters and numbers that a Chinese term has must stand in the other term: CASI制药 is no
    translation of "pharmaceuticals".

    :param pair: The pair.
    :param langs: The languages of its sides.
    """
    if "zh" not in langs or langs[0] == langs[1]:
        return True
    chinese, other = (pair.source, pair.target) if langs[0] == "zh" else (pair.target, pair.source)
    if not _letters_agree(chinese, other) or _is_part_of_place(other, chinese):
        return False
    if len(pair.passages) > 1 or pair.cosine >= _ONCE:
        return True
    return _is_heard(other, chinese)


def _letters_agree(chinese: str, other: str) -> bool:
    words = [word.lower() for word in _LATIN.findall(other)]
    letters = [word.lower() for word in _LATIN.findall(chinese)]
    if not has_hanzi(chinese) and letters:
        # What is all letters must be all of the other.
        return _bare(chinese) == _bare(other)
    numbers = set(_NUMBER.findall(other))
    return all(any(word in known or known in word for known in words) for word in letters) and (
        not numbers or set(_NUMBER.findall(chinese)) <= numbers
    )


def _is_part_of_place(other: str, chinese: str) -> bool:
    """Say whether a term is a word of a place's name of several: Hong beside 香港."""
    words = set(other.lower().split())
    return any(
        words < set(known.lower().split()) and other not in place.en
        for name in find_places(chinese, "zh").names
        if name.text == chinese
        for place in places_of(name)
        for known in place.en
    )


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _is_heard(other: str, chinese: str) -> bool:
    """Say whether a name has the sound, the letters or the place of another."""
    words = _LATIN.findall(other)
    if not words or not _CAPITAL.match(other):
        return False
    spellings = spelled(chinese)
    shared = [word.lower() for word in _LATIN.findall(chinese)]
    if shared or all(word.lower() in spellings for word in words):
        return True
    if find_places(other, "en").ids & find_places(chinese, "zh").ids:
        return True
    parts = chinese.split(DOT)
    return len(parts) == len(words) and all(
        transliterated(word, part) >= _HEARD for word, part in zip(words, parts, strict=True)
    )
