"""Whether two texts are in each other's language: what is named the wrong way round."""

from __future__ import annotations

from duizhao.corpora.text.detection import LATIN_LANGUAGES, detect_language
from duizhao.corpora.text.tags import primary_tag

__all__ = ["LanguageSamples", "seem_swapped"]

# So many characters of a language tell what they are in.
_ENOUGH = 20_000


def seem_swapped(langs: tuple[str, str], texts: tuple[str, str]) -> bool:
    """Tell whether each of two texts looks like the language that the other is said to be in.

    :param langs: The language that each is said to be in.
    :param texts: The texts.

    >>> seem_swapped(("en", "zh-CN"), ("今天下雨。", "It rained all day."))
    True
    >>> seem_swapped(("en", "zh-CN"), ("It rained all day.", "It rained all day."))
    False
    """
    one, other = map(primary_tag, langs)
    return one != other and _looks(texts[0], other, one) and _looks(texts[1], one, other)


def _looks(text: str, lang: str, beside: str) -> bool:
    """Tell whether a text looks like a language, at least when it is not the one beside it."""
    if not any(map(str.isalpha, text)):
        return False
    found = detect_language(text)
    # Single words in Latin letters are in one language or another: beside another script any will
    # do.
    latin = {found, lang} <= set(LATIN_LANGUAGES) and beside not in LATIN_LANGUAGES
    return found == lang or latin


class LanguageSamples:
    """Takes the first texts of each language of a memory, as it goes by."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self._sizes: dict[str, int] = {}

    def add(self, lang: str, text: str) -> None:
        """Take a text, if more of its language is needed.

        :param lang: The language that it is said to be in.
        :param text: The text.
        """
        size = self._sizes.get(lang, 0)
        if size < _ENOUGH:
            self._texts.setdefault(lang, []).append(text)
            self._sizes[lang] = size + len(text)

    def swapped(self) -> tuple[str, str] | None:
        """Return the first two languages whose texts seem to be each other's, if there are two."""
        whole = {lang: "\n".join(texts) for lang, texts in self._texts.items()}
        pairs = ((one, other) for one in whole for other in whole if one < other)
        return next((p for p in pairs if seem_swapped(p, (whole[p[0]], whole[p[1]]))), None)
