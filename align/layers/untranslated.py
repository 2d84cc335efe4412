"""Text left in the language of the original."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duizhao.align.layers.material import Hit, Material
from duizhao.corpora.bitext import Category
from duizhao.corpora.language import detect_language

__all__ = ["untranslated"]

# A text that is the same on both sides is surely not translated if it has this many words, or
# Chinese characters; fewer may be a name, a title or a code.
_SURE_WORDS = 4
_EQUAL_SURE, _EQUAL_DOUBTFUL = 0.95, 0.5
# Text in the language of the source; the language of a short text is guessed.
_LANGUAGE_SURE, _LANGUAGE_DOUBTFUL = 0.9, 0.5
_SURE_LENGTH = 12
_NEW = frozenset({"new", "needs-translation"})

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7a3]|[^\\W\\d_]{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|\S*[/\\]\S*\.\w{1,5}")


def untranslated(material: Material) -> Iterator[Hit]:
    """Yield each target text that is still in the source language.

    :param material: What to look at.
    """
    for linked in material.linked:
        state = material.states[linked.at] if material.states else None
        langs = linked.source.lang, linked.target.lang
        why, confidence = _why_untranslated((linked.source.text, linked.target.text), langs, state)
        if why is not None:
            yield Hit(
                category=Category.UNTRANSLATED,
                rule=why,
                confidence=confidence,
                message=_MESSAGES[why],
                source=linked.source.place(),
                target=linked.target.place(),
                evidence={"why": why, **({"state": state} if state else {})},
            )


_MESSAGES = {
    "equal": {
        "en": "The translation is the same as the original.",
        "zh": "译文与原文相同，未翻译。",
    },
    "language": {
        "en": "The translation is in the language of the original.",
        "zh": "译文仍是原文的语言，未翻译。",
    },
}


def _why_untranslated(
    pair: tuple[str, str], langs: tuple[str, str], state: str | None
) -> tuple[str | None, float]:
    """Say why a text counts as untranslated, if it does, and how sure that is."""
    original, translation = (_ADDRESS.sub(" ", text) for text in pair)
    if langs[0] == langs[1] or not _LETTER.search(translation):
        return None, 0.0
    if _folded(original) == _folded(translation):
        sure = len(_WORD.findall(translation)) >= _SURE_WORDS or state in _NEW
        return "equal", _EQUAL_SURE if sure else _EQUAL_DOUBTFUL
    words = _WORD.findall(translation)
    if len(words) < _SURE_WORDS or detect_language(translation) != langs[0]:
        return None, 0.0
    if detect_language(original) != langs[0]:
        return None, 0.0
    sure = len(words) >= _SURE_LENGTH or langs[0] in {"zh", "ja", "ko"}
    return "language", _LANGUAGE_SURE if sure else _LANGUAGE_DOUBTFUL


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
