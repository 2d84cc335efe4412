"""How the writer of a digest changes words: shortened, joined and reworded sentences.

Only what can be done honestly without a model: clauses go at clause borders, two sentences are
joined by a conjunction, connectives are dropped, a fronted clause changes its place, words are
replaced by those that CC-CEDICT gives the same meaning.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator
from itertools import pairwise

from duizhao.corpora.text.chinese_words import tagged_words
from duizhao.corpora.text.clauses import clause_ends
from duizhao.eval.beads.digests.synonyms import Synonyms

__all__ = ["joined", "reworded", "shortened"]

# A shortened sentence keeps at least this share of its letters: less is no rendering of it.
_LEAST_KEPT = 0.5
# The share of a sentence's words that are replaced where synonyms are known.
_REPLACED = 0.2
_PAIRS = tuple(zip("“‘(（《「『[【", "”’)）》」』]】", strict=True))
_STOP = re.compile(r"[\s，；：、,;:—–-]+$")
_END = re.compile(r"[。．.]$")
_FINAL = re.compile(r"[。！？.!?]['\"”’」』）)]*$")
_CONNECTIVE = {
    "en": re.compile(
        r"^(?:However|Moreover|Furthermore|In addition|Therefore|Meanwhile|Nevertheless|"
        r"For example|For instance|In fact|Of course|As a result|Also|Besides|Finally|But|And|So)"
        r"(?:,|(?= [a-z])) *"
    ),
    "zh": re.compile(
        r"^(?:然而|但是|但|不过|此外|另外|同时|因此|所以|而且|并且|事实上|当然|例如|比如|其实|与此同时|最后)"
        r"[，,]?"
    ),
}
_FRONTED = {
    "en": re.compile(
        r"^((?:When|If|Because|Although|While|After|Before|Since|Once|Unless|Though|As)\b"
        r"[^,;:“”\"]{8,}), ([^;:“”\"]{12,})([.!?])$"
    ),
    "zh": re.compile(
        r"^((?:因为|由于|虽然|尽管|如果|当|在)[^，；：“”]{4,})，([^；：“”]{6,})([。！？])$"
    ),
}
# Words that are written small inside a sentence.
_SMALL = re.compile(
    r"^(?:The|An?|This|That|These|Those|It|He|She|They|We|You|In|On|At|For|With|From|As|There|His|"
    r"Her|Their|Its|Our|Your|Some|Many|Most|All|If|When|While|After|Before|By|To|No|Not|One|Two)\b"
)
# Nouns, verbs, adjectives and adverbs.
_WORD_CLASSES = frozenset({"n", "v", "vn", "a", "ad", "an", "d"})
_ENGLISH = re.compile(r"\b[a-z]{4,}\b")


def shortened(text: str, rng: random.Random) -> str | None:
    """Leave a clause out of a sentence.

    :param text: The sentence.
    :param rng: The source of chance.
    :return: None if it has no clause that can go: one that leaves at least half of the text, and
        quotation marks and brackets in pairs.

    >>> shortened("When it rained, they stayed at home, all three of them.", random.Random(1))
    'When it rained, they stayed at home.'
    """
    cuts = [0, *clause_ends(text)]
    ways = [
        text[:a] + text[b:]
        for a, b in pairwise(cuts)
        if b - a <= (1 - _LEAST_KEPT) * len(text) and _is_paired(text[:a] + text[b:])
    ]
    if len(cuts) < 3 or not ways:
        return None
    return _tidied(rng.choice(ways), text)


def _is_paired(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in _PAIRS)


def _tidied(text: str, whole: str) -> str:
    """Give a rest the beginning and the end of a sentence."""
    text = text.strip()
    if not _FINAL.search(text):
        final = _FINAL.search(whole)
        text = _STOP.sub("", text) + (final[0][0] if final else "")
    return text[:1].upper() + text[1:]


def joined(first: str, second: str, lang: str, rng: random.Random) -> str:
    """Make one sentence of two, with a conjunction between them.

    :param first: The sentence that comes first.
    :param second: The other one.
    :param lang: Their language, ``"en"`` or ``"zh"``.
    :param rng: The source of chance.

    >>> joined("It rained.", "The river rose.", "en", random.Random(1))
    'It rained, and the river rose.'
    """
    second = _CONNECTIVE[lang].sub("", second) or second
    if lang == "zh":
        word = rng.choice(("并且", "同时", "而", ""))
        return f"{_END.sub('', first)}，{word}{second}" if _END.search(first) else first + second
    if not _END.search(first):
        return f"{first} {second}"
    second = second[0].lower() + second[1:] if _SMALL.match(second) else second
    return f"{_END.sub('', first)}, {rng.choice(('and', 'and', 'while'))} {second}"


def reworded(text: str, lang: str, synonyms: Synonyms, rng: random.Random) -> str:
    """Say a sentence in other words, as far as that can be done.

    :param text: The sentence.
    :param lang: Its language, ``"en"`` or ``"zh"``.
    :param synonyms: Words that say the same.
    :param rng: The source of chance.
    """
    rest = _CONNECTIVE[lang].sub("", text).lstrip()
    text = f"{rest[0].upper()}{rest[1:]}" if len(rest) > 1 else text
    if match := _FRONTED[lang].match(text):
        fronted, main, end = match.groups()
        if lang == "zh":
            text = f"{main}，{fronted}{end}"
        else:
            text = f"{main[0].upper()}{main[1:]} {fronted[0].lower()}{fronted[1:]}{end}"
    return _replaced(text, lang, synonyms, rng)


def _replaced(text: str, lang: str, synonyms: Synonyms, rng: random.Random) -> str:
    """Replace some words by others of the same meaning."""
    spans = (
        list(_chinese_words(text))
        if lang == "zh"
        else [match.span() for match in _ENGLISH.finditer(text)]
    )
    known = [(a, b, found) for a, b in spans if (found := synonyms.of(lang, text[a:b]))]
    most = math.ceil(_REPLACED * len(spans))
    chosen = sorted(rng.sample(known, min(len(known), most)), reverse=True)
    for a, b, found in chosen:
        text = text[:a] + rng.choice(found) + text[b:]
    return text


def _chinese_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of several characters stand that are no names."""
    at = 0
    for word, kind in tagged_words(text):
        if len(word) > 1 and kind in _WORD_CLASSES:
            yield at, at + len(word)
        at += len(word)
