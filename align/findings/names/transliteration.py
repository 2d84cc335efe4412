"""How much a Chinese name sounds like a foreign one: 罗森 and Rosen.

Both are written as rows of coarse sounds. Chinese tells few consonants apart and puts vowels
between and after them, so consonants weigh most, vowels little, and what Chinese drops or adds as
a rule (r at a syllable's end, h, the vowel of 斯) next to nothing. The two rows are aligned at the
least cost.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from duizhao import lazy
from duizhao.corpora.text.dictionary.readings import syllables

__all__ = ["best_within", "sounds_en", "sounds_zh", "transliterated"]

# A letter stands for a class of sounds: P (p b), T (t d th), K (k g q c), S (s z c), J (sh zh ch
# j q x), F (f v), W, M, N, L (l r), H, Y and the vowels a e i o u; R, H, h and n, those at a
# syllable's end, may be absent.
_SPELLINGS = (
    ("sch", "J"), ("tch", "J"), ("dge", "J"), ("chr", "KL"), ("tion", "JeN"), ("mc", "MaK"),
    ("ng", "N"), ("ph", "F"), ("sh", "J"), ("ch", "J"), ("th", "T"), ("wh", "W"), ("ck", "K"),
    ("gh", "h"), ("qu", "KW"), ("zh", "J"), ("cz", "J"), ("sz", "S"),
    ("ts", "S"), ("tz", "S"), ("ce", "Se"), ("ci", "Si"), ("cy", "Si"), ("ge", "Je"),
    ("gi", "Ji"), ("gy", "Ji"),
    ("eau", "o"), ("ee", "i"), ("ea", "i"), ("oo", "u"), ("ou", "u"), ("aw", "o"), ("au", "o"),
    ("ow", "o"), ("ew", "u"), ("ai", "a"), ("ay", "e"), ("ei", "a"), ("ey", "i"), ("ie", "i"),
    ("x", "KS"), ("j", "J"), ("q", "K"), ("c", "K"), ("k", "K"), ("g", "K"), ("b", "P"), ("p", "P"),
    ("d", "T"), ("t", "T"), ("f", "F"), ("v", "F"), ("w", "W"), ("s", "S"), ("z", "S"), ("m", "M"),
    ("n", "N"), ("l", "L"), ("r", "R"), ("h", "H"), ("y", "i"),
)  # fmt: skip
_EN = dict(reversed(_SPELLINGS))
_EN_PART = lazy.compile("|".join(dict.fromkeys(s for s, _ in _SPELLINGS)) + "|[aeiou]")
_DOUBLED = lazy.compile(r"([b-df-hj-np-tv-z])\1")
_INITIALS = {
    "b": "P", "p": "P", "d": "T", "t": "T", "g": "K", "k": "K", "f": "F", "w": "W", "m": "M",
    "n": "N", "l": "L", "r": "L", "h": "H", "y": "Y", "z": "S", "c": "S", "s": "S", "zh": "J",
    "ch": "J", "sh": "J", "j": "J", "q": "J", "x": "J",
}  # fmt: skip
_SYLLABLE = lazy.compile("(zh|ch|sh|[bpdtgkfwmnlrhyzcsjqx])?([aeiouv]*)(n?g?|r)$")

_VOWELS = frozenset("aeiou")
# What it costs to leave a sound out or put it in: a consonant 1.
_SKIP = {"R": 0.35, "H": 0.45, "h": 0.2, "Y": 0.3, "n": 0.35, "W": 0.6, "e": 0.1}
_VOWEL_SKIP = 0.15
# What it costs to take one for the other; other vowels cost little, other consonants 1.
_NEAR = {
    frozenset(pair): cost
    for pair, cost in (
        ("SJ", 0.35), ("KJ", 0.45), ("TJ", 0.5), ("TS", 0.55), ("FW", 0.25), ("FP", 0.5),
        ("WP", 0.6), ("MN", 0.5), ("Mn", 0.25), ("Nn", 0.1), ("LR", 0.05), ("KH", 0.4), ("FH", 0.5),
        ("WH", 0.4), ("Yi", 0.1), ("Wu", 0.1), ("Wo", 0.2), ("JY", 0.4), ("NL", 0.6), ("JH", 0.5),
        ("Hh", 0.2), ("KY", 0.8), ("RW", 0.8), ("Lh", 1.0),
    )
}  # fmt: skip
_VOWEL_COST = 0.12


@lru_cache(maxsize=8192)
def sounds_en(name: str) -> str:
    """Return the sounds of a name in Latin letters.

    :param name: The name.

    >>> sounds_en("Rosen"), sounds_en("Zuckerberg")
    ('RoSeN', 'SuKeRPeRK')
    """
    parts = _DOUBLED.sub(r"\1", unicodedata.normalize("NFKD", name.lower()))
    found = "".join(_EN.get(part, part) for part in _EN_PART.findall(parts))
    # A final e is silent.
    return found[:-1] if name.endswith("e") and len(found) > 3 else found


@lru_cache(maxsize=8192)
def sounds_zh(name: str) -> str:
    """Return the sounds of Chinese characters.

    :param name: The characters; others are left out.

    >>> sounds_zh("罗森"), sounds_zh("扎克伯格")
    ('LoSen', 'JaKePoKe')
    """
    return "".join(map(_syllable, syllables(name)))


@lru_cache(maxsize=1024)
def _syllable(pinyin: str) -> str:
    """Return the sounds of one syllable, the coda n small."""
    if pinyin == "er":
        return "R"
    match = _SYLLABLE.match(pinyin)
    if match is None:
        return ""
    initial = _INITIALS.get(match[1] or "", "")
    vowels = match[2].replace("v", "u")
    # The vowel of 斯, 茨, 施 is no sound of its own.
    if initial in {"S", "J"} and vowels == "i" and match[1] in {"z", "c", "s", "zh", "ch", "sh"}:
        vowels = "e"
    return (
        initial
        + (vowels[-1:] if vowels == "uo" else vowels[:1])
        + ("n" if match[3].startswith("n") else "")
    )


def _skip(sound: str) -> float:
    if sound in _VOWELS:
        return _SKIP.get(sound, _VOWEL_SKIP)
    return _SKIP.get(sound, 1.0)


def _swap(one: str, other: str) -> float:
    if one == other:
        return 0.0
    near = _NEAR.get(frozenset((one, other)))
    if near is not None:
        return near
    if one in _VOWELS and other in _VOWELS:
        return _VOWEL_COST
    return 1.0 if one not in _VOWELS and other not in _VOWELS else 1.2


_SKIPS = {sound: _skip(sound) for sound in "PTKSJFWMNLRHYhnaeiou"}
_SWAPS = {(a, b): _swap(a, b) for a in _SKIPS for b in _SKIPS}


def transliterated(en: str, zh: str) -> float:
    """Return how much a Chinese name sounds like a foreign one, 0 to 1.

    :param en: The name in Latin letters.
    :param zh: The name in Chinese characters.

    >>> transliterated("Rosen", "罗森") > 0.9, transliterated("Rosen", "麦卡锡") < 0.5
    (True, True)
    """
    return _likeness(sounds_en(en), sounds_zh(zh), within=False)


def best_within(en: str, zh: str) -> float:
    """Return how much a foreign name sounds like the best part of Chinese characters, 0 to 1.

    :param en: The name in Latin letters.
    :param zh: The characters.
    """
    return _likeness(sounds_en(en), sounds_zh(zh), within=True)


@lru_cache(maxsize=16384)
def _likeness(en: str, zh: str, *, within: bool) -> float:
    """Align two rows of sounds; ``within`` leaves out the Chinese ends at no cost."""
    whole = sum(_SKIPS[s] for s in en)
    if not whole or not zh:
        return 0.0
    row = [0.0] * (len(zh) + 1)
    if not within:
        for j, sound in enumerate(zh):
            row[j + 1] = row[j] + _SKIPS[sound]
    for one in en:
        skip = _SKIPS[one]
        left = row[0] + skip
        fresh = [left]
        for j, other in enumerate(zh):
            left = min(row[j] + _SWAPS[one, other], row[j + 1] + skip, left + _SKIPS[other])
            fresh.append(left)
        row = fresh
    if within:
        return max(0.0, 1.0 - min(row) / whole)
    return max(0.0, 1.0 - row[-1] / max(whole, sum(_SKIPS[s] for s in zh)))
