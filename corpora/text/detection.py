"""The language of a text, by its script, its commonest words, and the spelling of the others."""

from __future__ import annotations

import functools
from collections.abc import Callable

from duizhao import lazy
from duizhao.corpora.temporary import temporary_room
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER
from duizhao.corpora.text.scripts import HANGUL, HANZI, KANA

__all__ = ["LATIN_LANGUAGES", "detect_language"]

# Where there are both scripts, each line is asked on its own. A Chinese line full of Latin names
# can have more Latin letters than that, but hardly an English function word: one Han character in
# ten, and fewer such words than one in twenty, is Chinese.
_HANZI_SHARE = 0.1
_FUNCTION_WORDS = 0.05
# Lines of up to so many Latin words are names as often as text: headings that stay, cells, badges.
# They count only where there is hardly anything else.
_NAMES = 3
# Japanese prose has more kana than kanji; a Chinese text may quote a Japanese title.
_KANA_SHARE = 0.2

# Enough for a sure answer, and a cap on the time that a long text takes.
_SAMPLE = 200_000

# One English function word in so many words is English for certain: prose has one in three, other
# languages share "to" and "is" with it, so one word alone does not count.
_ENGLISH_SHARE = 0.15
_ENGLISH_WORDS = 2

# Fewer letters are English if no word tells. On 2,002 lines of German and French and 1,951 English
# sentences, those of 40 to 120 characters: a rule by function words of seven languages named 50 %
# of the German ones and 39 % of the French, py3langid 100 % and 98 %; but it called 5 % of the
# English ones below 40 something else, and with this bound and the rule above 0.2 %.
_FEWEST_LETTERS = 20
_CLASSIFIED = 20_000
LATIN_LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "tr")
"""Languages in Latin letters that :func:`detect_language` tells from one another."""

_SCRIPTS = {
    "ko": lazy.compile(f"[{HANGUL}]"),
    "ru": lazy.compile("[\u0400-\u04ff]"),
    "ar": lazy.compile("[\u0600-\u06ff]"),
    "th": lazy.compile("[\u0e00-\u0e7f]"),
    "he": lazy.compile("[\u0590-\u05ff]"),
    "el": lazy.compile("[\u0370-\u03ff]"),
    "hi": lazy.compile("[\u0900-\u097f]"),
}
_HANZI = lazy.compile(f"[{HANZI}]")
_KANA = lazy.compile(f"[{KANA}]")
_LATIN = lazy.compile("[A-Za-z\u00c0-\u024f]")
_RUNS = lazy.compile("[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f \t\n.,;:!?'’-]*")
_WORD = lazy.compile("[a-z\u00df-\u024f]{1,12}")

# Frequent in English.
_WORDS = "the of and to is that was for it with as his he be at by this had not are but from"
_FUNCTION = frozenset(_WORDS.split())


def detect_language(text: str) -> str:
    """Name the language of a text.

    The script decides; a short text in Latin letters and a text without a letter count as
    English.

    :param text: Any text; only its first 200,000 characters are looked at.
    :return: A BCP 47 primary tag, such as ``"zh"`` or ``"en"``.

    >>> detect_language("CAR-T细胞免疫疗法由Kite Pharma研发")
    'zh'
    >>> detect_language("App | 中文 | The hospital opened in May.")
    'en'
    """
    sample = text[:_SAMPLE]
    kana = len(_KANA.findall(sample))
    han = len(_HANZI.findall(sample)) + kana
    weights = {code: len(pattern.findall(sample)) for code, pattern in _SCRIPTS.items()}
    weights["zh"] = LETTERS_A_CHARACTER * han
    weights["en"] = len(_LATIN.findall(sample))
    if han and weights["en"]:
        weights["zh"], weights["en"] = _by_line(sample)
    best = max(weights, key=lambda code: weights[code])
    if weights[best] == 0:
        return "en"
    if best == "zh":
        return "ja" if kana > _KANA_SHARE * han else "zh"
    return _latin_language(sample, weights["en"]) if best == "en" else best


def _by_line(text: str) -> tuple[int, int]:
    """Return how much text stands in lines in Han characters, and in lines in Latin letters."""
    han = latin = names = 0
    for line in text.split("\n"):
        here = LETTERS_A_CHARACTER * (len(_HANZI.findall(line)) + len(_KANA.findall(line)))
        letters = len(_LATIN.findall(line))
        if here > letters or (here and _is_chinese(line, here // LETTERS_A_CHARACTER, letters)):
            han += here + letters
        elif len(_WORD.findall(line.lower())) > _NAMES:
            han, latin = han + here, latin + letters
        else:
            han, names = han + here, names + letters
    characters = han // LETTERS_A_CHARACTER
    return han, latin or (0 if characters > _HANZI_SHARE * (characters + names) else names)


def _is_chinese(line: str, characters: int, letters: int) -> bool:
    """Say whether a line with more Latin letters than Han characters is Chinese all the same."""
    if characters <= _HANZI_SHARE * (characters + letters):
        return False
    words = _WORD.findall(line.lower())
    found = sum(word in _FUNCTION for word in words)
    return found <= _FUNCTION_WORDS * len(words)


def _latin_language(text: str, letters: int) -> str:
    if letters < _FEWEST_LETTERS:
        return "en"
    words = _WORD.findall(text.lower())
    function_words = sum(word in _FUNCTION for word in words)
    if function_words >= _ENGLISH_WORDS and function_words > _ENGLISH_SHARE * len(words):
        return "en"
    return _classifier()(" ".join(_RUNS.findall(text[:_CLASSIFIED])))


@functools.lru_cache(maxsize=1)
def _classifier() -> Callable[[str], str]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    with temporary_room():  # where the package unpacks its model
        identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LATIN_LANGUAGES)
    return lambda text: str(identifier.classify(text)[0])
