"""The language of a text, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

from duizhao.corpora.scripts import HANZI

__all__ = ["detect_language"]

# A Han character carries about as much text as three Latin letters: parallel documents have
# between 2.5 and 3.5 English letters a Chinese character.
_LETTERS_A_HANZI = 3

# Chinese full of Latin names can have more Latin letters than that, but hardly an English function
# word: one Han character in ten, and fewer such words than one in twenty, is Chinese.
_HANZI_SHARE = 0.1
_FUNCTION_WORDS = 0.05

# Japanese prose has more kana than kanji; a Chinese text may quote a Japanese title.
_KANA_SHARE = 0.2

# Enough for a sure answer, and a cap on the time that a long text takes.
_SAMPLE = 200_000

# Another language than English must be this much commoner in its words to be named.
_CLEAR = 2
_CLEAR_WORDS = 3

_SCRIPTS = {
    "ko": re.compile("[\uac00-\ud7a3]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
}
_HANZI = re.compile(f"[{HANZI}]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_WORD = re.compile("[a-z\u00df-\u024f]{1,12}")

# Words that are frequent in one of these languages and rare in the others.
_STOP_WORDS = {
    "en": "the of and to is that was for it with as his he be at by this had not are but from",
    "de": "der die und das nicht von den mit ist sich des dem ein eine auch auf für wird sind zu",
    "fr": "le les des est une dans qui que pas pour sur avec plus par ce sont elle du vous et",
    "es": "el los las una que por con para del como más pero sus este ha son y esta muy lo",
    "it": "il di che non una per con del sono gli della anche più nel dei alla ha questo è ma",
    "pt": "os não uma que com para por mais dos como mas foi ao das tem seu sua ou é em",
    "nl": "het een van ik niet dat zijn op te voor met die er maar ook aan bij naar wordt hij",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _STOP_WORDS.items():
    for _one in _words.split():
        _LANGUAGES_OF.setdefault(_one, []).append(_language)


def detect_language(text: str) -> str:
    """Name the language of a text.

    The script decides; a text in Latin letters is English unless its commonest words clearly
    belong to another language. A text without a letter counts as English.

    :param text: Any text; only its first 200,000 characters are looked at.
    :return: A BCP 47 primary tag, such as ``"zh"`` or ``"en"``.

    >>> detect_language("CAR-T细胞免疫疗法由Kite Pharma研发")
    'zh'
    >>> detect_language("App | 中文 | The hospital opened in May.")
    'en'
    """
    sample = text[:_SAMPLE]
    hanzi = len(_HANZI.findall(sample))
    kana = len(_KANA.findall(sample))
    weights = {code: len(pattern.findall(sample)) for code, pattern in _SCRIPTS.items()}
    weights["zh"] = _LETTERS_A_HANZI * (hanzi + kana)
    weights["en"] = len(_LATIN.findall(sample))
    if hanzi > _HANZI_SHARE * (hanzi + weights["en"]) and not _has_function_words(sample):
        weights["en"] = 0
    best = max(weights, key=lambda code: weights[code])
    if weights[best] == 0:
        return "en"
    if best == "zh":
        return "ja" if kana > _KANA_SHARE * (hanzi + kana) else "zh"
    return _latin_language(sample) if best == "en" else best


def _has_function_words(text: str) -> bool:
    words = _WORD.findall(text.lower())
    function_words = sum("en" in _LANGUAGES_OF.get(word, ()) for word in words)
    return function_words > _FUNCTION_WORDS * len(words)


def _latin_language(text: str) -> str:
    counts: Counter[str] = Counter()
    for word, number in Counter(_WORD.findall(text.lower())).items():
        for language in _LANGUAGES_OF.get(word, ()):
            counts[language] += number
    others = [code for code in _STOP_WORDS if code != "en"]
    best = max(others, key=lambda code: counts[code])
    clear = counts[best] >= max(_CLEAR_WORDS, _CLEAR * counts["en"])
    return best if clear else "en"
