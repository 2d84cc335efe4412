"""Text left in the language of the original: whole sentences, and passages inside them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from duizhao import lazy
from duizhao.align.findings.material import Cause, Hit, Linked, Material, Passage
from duizhao.align.findings.untranslated.foreign_runs import (
    ForeignRun,
    foreign_runs,
    may_be_told,
)
from duizhao.align.findings.untranslated.left import Left, together
from duizhao.align.findings.untranslated.natures import Nature, has_own_label, nature_of
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Place
from duizhao.corpora.text.detection import detect_language
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER, is_in_han
from duizhao.corpora.text.scripts import SYLLABLES

__all__ = ["untranslated"]

# A text that is the same on both sides is surely not translated if it reads as running text; a
# short one may be a saying, and a title may stay.
_EQUAL_SURE, _EQUAL_DOUBTFUL = 0.95, 0.5
# Text in the language of the source; of few words it may be a saying, or lines of a product.
_LANGUAGE_SURE, _LANGUAGE_DOUBTFUL = 0.9, 0.5
_SURE_LENGTH, _SURE_CHARACTERS = 12, 4
# A passage inside a translated sentence.
_PASSAGE_SURE, _PASSAGE_DOUBTFUL = 0.9, 0.5
# What takes this share of a sentence's letters is the sentence.
_WHOLE = 0.7
# Fewer words, or letters, do not tell one Latin language from another.
_FEWEST_WORDS, _FEWEST_LETTERS = 4, 20
# States of a translation that nobody has made, in XLIFF 1.2 and 2 and as memoQ calls it.
_NEW = frozenset({"new", "needs-translation", "initial", "NotStarted"})
# A source sentence that shares this much of an added sentence's words is its original. A word that
# more source sentences have than the bound tells nothing; it keeps the search linear.
_SHARED, _TOO_COMMON = 0.6, 20

# The state of a translation that gettext leaves out of what programs read, and those by which the
# two versions of XLIFF say that somebody still has to work on it.
_FUZZY = "fuzzy"
_OPEN = frozenset(
    ["initial", "new"]
    + [f"needs-{what}{of}" for what in ("", "review-") for of in ("translation", "adaptation")]
    + ["needs-l10n", "needs-review-l10n"]
)

_LETTER = lazy.compile(r"[^\W\d_]")
_SYLLABLE = lazy.compile(f"[{SYLLABLES}]")
_WORD = lazy.compile(rf"{_SYLLABLE.pattern}|(?:(?!{_SYLLABLE.pattern})[^\W\d_]){{2,}}")
# Languages that detect_language can name.
_NAMED = frozenset(re.findall("..", "ardeelenesfrhehiitjakonlplptruthtrzh"))


def untranslated(material: Material) -> Iterator[Hit]:
    """Yield what of the target is still in the source language.

    Neighbours, titles that stay, a whole document that nobody translated, and translations that
    their file marks as fuzzy or not done have one cause each. A
    target sentence without a link is compared with all source sentences: a sentence that nobody
    translated can be taken for an addition.

    :param material: What to look at.
    """
    left = [one for linked in material.linked for one in _of_link(linked, material)]
    yield from together([*left, *_alone(material)], material)
    yield from _fuzzy(material, {s.id for one in left if one.is_whole for s in one.sentences})


def _fuzzy(material: Material, told: Collection[int]) -> Iterator[Hit]:
    """Yield translations whose file says that they are not done, but for those told as a whole."""
    if not {_FUZZY, *_OPEN}.intersection(material.states):
        return
    for linked in material.linked:
        state = material.states[linked.at]
        is_told = any(sentence.id in told for sentence in linked.target.sentences)
        if is_told or (state != _FUZZY and state not in _OPEN):
            continue
        source, target = linked.source.place(), linked.target.place()
        hit = _hit(Rule.UNTRANSLATED_FUZZY, 1.0, source, target, state=state)
        if state == _FUZZY:
            yield replace(hit, cause=Cause(_FUZZY, _MANY_FUZZY))
        else:
            said = {lang: text.format(state) for lang, text in _NOT_DONE.items()}
            yield replace(hit, message=said, cause=Cause("open", _MANY_NOT_DONE))


_MANY_FUZZY = {
    "en": "{count} translations are marked as fuzzy, so that programs show the original in their"
    " place; check them and take the marks away.",
    "zh": "{count} 条译文标为 fuzzy，程序仍显示原文；请核对后去掉标记。",
}
_NOT_DONE = {
    "en": "The file marks this translation as not done (“{}”); check it and set its state.",
    "zh": "文件标明此译文尚未完成（“{}”）；请核对并更新状态。",
}
_MANY_NOT_DONE = {
    "en": "The file marks {count} translations as not done; check them and set their states.",
    "zh": "文件标明 {count} 条译文尚未完成；请核对并更新状态。",
}
_MESSAGES = {
    Rule.UNTRANSLATED_FUZZY: {
        "en": "This translation is marked as fuzzy, so that programs show the original in its"
        " place; check it and take the mark away.",
        "zh": "此译文标为 fuzzy，程序仍显示原文；请核对后去掉标记。",
    },
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
        message={lang: text.replace("{}", shown) for lang, text in _MESSAGES[rule].items()},
        source=source,
        target=target,
        evidence={"why": rule.sign, **more},
    )


_SHOWN = 60  # characters that a message quotes


def _of_link(linked: Linked, material: Material) -> Iterator[Left]:
    """Yield what a link's translation left as it was."""
    passage = linked.target
    langs = linked.source.lang, passage.lang
    prose = passage.prose
    if not _LETTER.search(prose):
        return
    state = material.states[linked.at] if material.states else None
    more = {"state": state} if state else {}
    if _folded(linked.source.text) == _folded(passage.text):
        nature = _nature_of_equal(prose, langs, state)
        if _matters(nature, passage):
            confidence = _EQUAL_SURE if nature is Nature.PROSE else _EQUAL_DOUBTFUL
            source = linked.source.place()
            hit = _hit(Rule.UNTRANSLATED_EQUAL, confidence, source, passage.place(), **more)
            yield Left(hit, passage.sentences, nature)
    elif langs[0] == langs[1]:
        return
    elif may_be_told(*langs):
        for rule, confidence, run in _by_script(prose, langs):
            if _speaks(linked.source.prose, langs[0]):
                is_whole = rule is Rule.UNTRANSLATED_LANGUAGE
                place = passage.place() if is_whole else passage.place(run.start, run.end)
                source = linked.source.place()
                hit = _hit(rule, confidence, source, place, words=run.size, **more)
                yield Left(hit, passage.sentences, Nature.PROSE, is_whole=is_whole)
    elif _is_in_language(linked.source.prose, prose, langs):
        words = len(_WORD.findall(prose))
        confidence = _LANGUAGE_SURE if words >= _SURE_LENGTH else _LANGUAGE_DOUBTFUL
        source = linked.source.place()
        hit = _hit(Rule.UNTRANSLATED_LANGUAGE, confidence, source, passage.place(), **more)
        yield Left(hit, passage.sentences, Nature.PROSE)


def _matters(nature: Nature, passage: Passage) -> bool:
    """Say whether a text should be looked at: of furniture, which may be boxes, only prose."""
    if any(map(passage.document.is_aligned, passage.sentences)):
        return nature is not Nature.NAMES
    return nature is Nature.PROSE


def _nature_of_equal(prose: str, langs: tuple[str, str], state: str | None) -> Nature:
    """Return what a text is that equals its original; what may be so counts as names."""
    if state in _NEW and _WORD.search(prose):
        return Nature.PROSE
    nature = nature_of(prose, langs[0])
    # Han characters in a text of another script are a language; names in Latin letters beside them
    # may be more.
    is_told = is_in_han(langs[0]) and not is_in_han(langs[1])
    if nature is Nature.NAMES or not (is_told or _speaks(prose, langs[0])):
        return Nature.NAMES
    is_quoted = langs[0] != langs[1] and has_own_label(prose, langs[1])
    return Nature.NAMES if is_quoted else nature


def _by_script(text: str, langs: tuple[str, str]) -> list[tuple[Rule, float, ForeignRun]]:
    """Return runs of the source language with their rule and how sure they are.

    If together they are the whole text, one run stands for it.
    """
    runs = foreign_runs(text, *langs)
    if not runs:
        return []
    if sum(_weight(text[run.start : run.end]) for run in runs) >= _WHOLE * _weight(text):
        if nature_of(text, langs[0]) is Nature.NAMES:
            return []
        size = sum(run.size for run in runs)
        sure = size >= (_SURE_CHARACTERS if is_in_han(langs[0]) else _SURE_LENGTH)
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


def _is_in_language(original: str, translation: str, langs: tuple[str, str]) -> bool:
    words = _WORD.findall(translation.lower())
    if len(words) < _FEWEST_WORDS:
        return False
    if len(_LETTER.findall(translation)) < _FEWEST_LETTERS:
        # Of so few letters the detection says nothing; words of the original do.
        known = set(_WORD.findall(original.lower()))
        if sum(word in known for word in words) < _SHARED * len(words):
            return False
    return detect_language(translation) == langs[0] == detect_language(original)


def _alone(material: Material) -> Iterator[Left]:
    """Yield target sentences without a link that are in the language of a source."""
    target = material.target
    finder: _Finder | None = None
    for bead in material.beads:
        lang = material.documents[bead.source_document].lang
        if bead.source or not may_be_told(lang, target.lang):
            continue
        passage = material.passage(material.last, bead.target)
        for rule, confidence, run in _by_script(passage.prose, (lang, target.lang)):
            is_whole = rule is Rule.UNTRANSLATED_LANGUAGE
            place = passage.place() if is_whole else passage.place(run.start, run.end)
            finder = finder or _Finder(material)
            twin, same = finder.find(place.text)
            if same and is_whole:
                rule, confidence = Rule.UNTRANSLATED_EQUAL, _EQUAL_SURE
            hit = _hit(rule, confidence, twin, place, words=run.size)
            yield Left(hit, passage.sentences, Nature.PROSE, is_whole=is_whole)


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
