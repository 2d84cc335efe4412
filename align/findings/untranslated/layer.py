"""Text left in the language of the original: whole sentences, and passages inside them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from duizhao.align.findings.material import Hit, Linked, Material, Passage
from duizhao.align.findings.untranslated.foreign_runs import (
    ForeignRun,
    foreign_runs,
    may_be_told,
    prose,
    without_addresses,
)
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Place
from duizhao.corpora.text.detection import detect_language
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER, is_in_han
from duizhao.corpora.text.scripts import SYLLABLES

__all__ = ["untranslated"]

# A text that is the same on both sides is surely not translated if it has this many words, or
# Chinese characters, and reads as running text; else it may be a name, a title or a code.
_SURE_WORDS = 4
_EQUAL_SURE, _EQUAL_DOUBTFUL = 0.95, 0.5
# Text in the language of the source; of few words it may be a saying, or lines of a product.
_LANGUAGE_SURE, _LANGUAGE_DOUBTFUL = 0.9, 0.5
_SURE_LENGTH = 12
# A passage inside a translated sentence.
_PASSAGE_SURE, _PASSAGE_DOUBTFUL = 0.9, 0.5
# What takes this share of a sentence's letters is the sentence.
_WHOLE = 0.7
_NEW = frozenset({"new", "needs-translation"})
# A source sentence that shares this much of an added sentence's words is its original. A word that
# more source sentences have than the bound tells nothing; it keeps the search linear.
_SHARED, _TOO_COMMON = 0.6, 20

# Who said it, or who is meant: a line of names stays as it is.
_ATTRIBUTION = re.compile(r"\s*[—–@]")
_LETTER = re.compile(r"[^\W\d_]")
_SYLLABLE = re.compile(f"[{SYLLABLES}]")
_WORD = re.compile(rf"{_SYLLABLE.pattern}|(?:(?!{_SYLLABLE.pattern})[^\W\d_]){{2,}}")
# Languages that detect_language can name.
_NAMED = frozenset(re.findall("..", "ardeelenesfrhehiitjakonlplptruthtrzh"))


def untranslated(material: Material) -> Iterator[Hit]:
    """Yield what of the target is still in the source language.

    A target sentence without a link is compared with all source sentences: a sentence that nobody
    translated can be taken for an addition.

    :param material: What to look at.
    """
    for linked in material.linked:
        if linked.source.lang != linked.target.lang:
            state = material.states[linked.at] if material.states else None
            yield from _of_link(linked, state)
    yield from _alone(material)


_MESSAGES = {
    Rule.UNTRANSLATED_EQUAL: {
        "en": "The translation is the same as the original; translate it unless it is a name.",
        "zh": "译文与原文相同，未翻译；若非专名，请补译。",
    },
    Rule.UNTRANSLATED_LANGUAGE: {
        "en": "The translation is still in the language of the original; translate it.",
        "zh": "译文仍是原文的语言，未翻译，请补译。",
    },
    Rule.UNTRANSLATED_PASSAGE: {
        "en": "“{}” was left in the language of the original. Translate it, unless it is a name or"
        " a quotation.",
        "zh": "“{}”仍是原文的语言，未翻译。若非专名或引文，请补译。",
    },
}


def _hit(rule: Rule, confidence: float, source: Place | None, target: Place, **more: object) -> Hit:
    shown = target.text if len(target.text) <= _SHOWN else target.text[: _SHOWN - 1] + "…"
    return Hit(
        rule=rule,
        confidence=confidence,
        message={lang: text.format(shown) for lang, text in _MESSAGES[rule].items()},
        source=source,
        target=target,
        evidence={"why": rule.sign, **more},
    )


_SHOWN = 60  # characters that a message quotes


def _of_link(linked: Linked, state: str | None) -> Iterator[Hit]:
    """Yield what a link's translation left as it was."""
    texts = linked.source.text, linked.target.text
    source, target = linked.source.place(), linked.target.place()
    langs = linked.source.lang, linked.target.lang
    more = {"state": state} if state else {}
    if not _LETTER.search(texts[1]):
        return
    if _folded(texts[0]) == _folded(texts[1]):
        confidence = _sure_of_equal(texts[1], langs, state)
        if confidence:
            yield _hit(Rule.UNTRANSLATED_EQUAL, confidence, source, target, **more)
    elif may_be_told(*langs):
        for rule, confidence, run in _by_script(texts[1], langs):
            if _speaks(texts[0], langs[0]):
                part = linked.target.place(run.start, run.end)
                place = target if rule is Rule.UNTRANSLATED_LANGUAGE else part
                yield _hit(rule, confidence, source, place, words=run.size, **more)
    elif _is_in_language(texts, langs):
        words = len(_WORD.findall(texts[1]))
        confidence = _LANGUAGE_SURE if words >= _SURE_LENGTH else _LANGUAGE_DOUBTFUL
        yield _hit(Rule.UNTRANSLATED_LANGUAGE, confidence, source, target, **more)


def _sure_of_equal(text: str, langs: tuple[str, str], state: str | None) -> float:
    """Return how sure it is that a text equal to its original should not be; 0 if it may be."""
    words = _WORD.findall(without_addresses(text))
    if not words:
        return 0.0
    if state in _NEW:
        return _EQUAL_SURE
    if len(words) < _SURE_WORDS:
        return 0.0 if _ATTRIBUTION.match(text) else _EQUAL_DOUBTFUL
    if not _speaks(text, langs[0]):
        return 0.0
    sure = bool(_SYLLABLE.search(text)) or prose(words)
    if not sure and _ATTRIBUTION.match(text):
        return 0.0
    return _EQUAL_SURE if sure else _EQUAL_DOUBTFUL


def _by_script(text: str, langs: tuple[str, str]) -> list[tuple[Rule, float, ForeignRun]]:
    """Return runs of the source language with their rule and how sure they are.

    If together they are the whole text, one run stands for it.
    """
    runs = foreign_runs(text, *langs)
    if not runs:
        return []
    if sum(_weight(text[run.start : run.end]) for run in runs) >= _WHOLE * _weight(text):
        size = sum(run.size for run in runs)
        sure = size >= _SURE_LENGTH or (is_in_han(langs[0]) and size >= _SURE_WORDS)
        whole = ForeignRun(runs[0].start, runs[-1].end, size, sure)
        confidence = _LANGUAGE_SURE if sure else _LANGUAGE_DOUBTFUL
        return [(Rule.UNTRANSLATED_LANGUAGE, confidence, whole)]
    rule = Rule.UNTRANSLATED_PASSAGE
    return [(rule, _PASSAGE_SURE if r.is_sure else _PASSAGE_DOUBTFUL, r) for r in runs]


def _weight(text: str) -> int:
    syllables = len(_SYLLABLE.findall(text))
    return len(_LETTER.findall(text)) + (LETTERS_A_CHARACTER - 1) * syllables


def _speaks(text: str, lang: str) -> bool:
    """Say whether a text is in a language, as far as that can be told."""
    return lang not in _NAMED or detect_language(text) == lang


def _is_in_language(texts: tuple[str, str], langs: tuple[str, str]) -> bool:
    original, translation = (without_addresses(text) for text in texts)
    if len(_WORD.findall(translation)) < _SURE_WORDS or detect_language(translation) != langs[0]:
        return False
    return detect_language(original) == langs[0]


def _alone(material: Material) -> Iterator[Hit]:
    """Yield target sentences without a link that are in the language of a source."""
    target = material.target
    finder: _Finder | None = None
    for bead in material.beads:
        lang = material.documents[bead.source_document].lang
        if bead.source or not may_be_told(lang, target.lang):
            continue
        passage = material.passage(material.last, bead.target)
        found = _by_script(passage.text, (lang, target.lang))
        for rule, confidence, run in found:
            is_whole = rule is Rule.UNTRANSLATED_LANGUAGE
            place = passage.place() if is_whole else passage.place(run.start, run.end)
            finder = finder or _Finder(material)
            twin, same = finder.find(place.text)
            if same and is_whole:
                rule, confidence = Rule.UNTRANSLATED_EQUAL, _EQUAL_SURE
            yield _hit(rule, confidence, twin, place, words=run.size)


class _Finder:
    """Finds the source sentence that a passage was left from.

    :param material: What to look at; read once.
    """

    def __init__(self, material: Material) -> None:
        self._passages: list[Passage] = []
        self._whole: dict[str, int] = {}
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for number, source in enumerate(material.documents[:-1]):
            for sentence in source.sentences:
                at = len(self._passages)
                self._passages.append(material.passage(number, [sentence.id]))
                self._whole.setdefault(_folded(sentence.text), at)
                for word in set(_words(sentence.text)):
                    if len(self._having[word]) <= _TOO_COMMON:
                        self._having[word].append(at)

    def find(self, text: str) -> tuple[Place | None, bool]:
        """Return the sentence's place, if there is one, and whether it is the same."""
        at = self._whole.get(_folded(text))
        if at is not None:
            return self._passages[at].place(), True
        words = set(_words(text))
        telling = [word for word in words if 0 < len(self._having.get(word, ())) <= _TOO_COMMON]
        votes = Counter(at for word in telling for at in self._having[word])
        if not votes:
            return None, False
        best = max(votes, key=lambda at: (votes[at], -at))
        shared = words & set(_words(self._passages[best].text))
        if len(shared) < _SHARED * len(words):
            return None, False
        return self._passages[best].place(), False


def _words(text: str) -> Sequence[str]:
    """Return words in small letters; of Chinese, pairs of characters."""
    if _SYLLABLE.search(text):
        return [text[n : n + 2] for n in range(len(text) - 1)]
    return [word.lower() for word in _WORD.findall(text)]


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
