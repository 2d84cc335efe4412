"""One source sentence that is translated in two ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.align.findings.material import Cause, Hit, Linked, Material
from duizhao.align.findings.wording import place_words
from duizhao.align.judging.rules import Rule
from duizhao.corpora.text.chinese_variants import plain_width, simplified
from duizhao.corpora.text.scripts import SYLLABLES

__all__ = ["sentences_two_ways"]

_SURE = 0.8
# Shorter sentences, in words or in characters of a script without spaces, mean something else each
# time: "Yes.", "Note", "Example".
_LEAST_WORDS, _LEAST_CHARACTERS = 4, 6
_WORD = lazy.compile(rf"[{SYLLABLES}]|(?:(?![{SYLLABLES}_])\w)+")
# 依赖关系（dependency）: the original's word behind its translation.
_GLOSS = lazy.compile(r"[(（][^()（）]{0,3}[a-z][a-z .,'’*_-]{0,80}[)）]")
_SYLLABLE = lazy.compile(f"[{SYLLABLES}]")


@dataclass(frozen=True)
class _Said:
    """A translation of a sentence.

    :param key: What it says, marks and spaces aside.
    :param linked: Where it stands.
    """

    key: str
    linked: Linked


def sentences_two_ways(material: Material) -> Iterator[Hit]:
    """Yield the places of each source sentence that the target translates in two ways.

    :param material: What to look at.
    """
    same: defaultdict[str, list[_Said]] = defaultdict(list)
    for linked in material.linked:
        if linked.is_doubtful or len(linked.source.sentences) > 1:
            continue
        source, target = _key(linked.source.text), _key(linked.target.text)
        # What stays as it is may have been left.
        if _is_sentence(source) and target and source != target:
            same[source].append(_Said(target, linked))
    for key, all_said in same.items():
        counts = Counter(said.key for said in all_said)
        if len(counts) > 1:
            yield from _hits(key, all_said, counts)


def _key(text: str) -> str:
    """Return what a text says, without marks and what a translator adds of the original."""
    plain = simplified(plain_width(text)).lower()
    if _SYLLABLE.search(plain):
        plain = _GLOSS.sub("", plain)
    return " ".join(_WORD.findall(plain))


def _is_sentence(key: str) -> bool:
    words = key.split()
    least = _LEAST_CHARACTERS if _SYLLABLE.search(key) else _LEAST_WORDS
    return len(words) >= least and any(word.isalpha() for word in words)


def _hits(key: str, all_said: list[_Said], counts: Counter[str]) -> Iterator[Hit]:
    usual = counts.most_common(1)[0][0]
    first = next(said.linked.target.text for said in all_said if said.key == usual)
    other = next(said.linked.target.text for said in all_said if said.key != usual)
    shown = [place_words(text) for text in (first, other)]
    message = {
        "en": f"The same sentence is translated here as “{shown[0]}” and elsewhere as"
        f" “{shown[1]}”. If nothing speaks for two ways, choose one.",
        "zh": f"同一句原文，一处译为“{shown[0]}”，另一处译为“{shown[1]}”。如无特别用意，请统一。",
    }
    cause = Cause(f"sentence {key}", message)
    for said in all_said:
        yield Hit(
            rule=Rule.INCONSISTENT_SENTENCE,
            confidence=_SURE,
            message=message,
            source=said.linked.source.place(),
            target=said.linked.target.place(),
            evidence={"ways": len(counts)},
            cause=cause,
        )
