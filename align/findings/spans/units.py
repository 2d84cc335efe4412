"""What a passage must not cut: words, numbers with their units, names, addresses, short titles.

Chinese words are jieba's, with what leans on the word before (的, 们, 等) joined to it, and a
number with its measure. English words are written words; a number keeps its unit, a name all its
parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.corpora.text.chinese_words import tagged_words
from duizhao.corpora.text.languages import is_in_han
from duizhao.corpora.text.word_lists import function_words

__all__ = ["Units", "units"]

# A written word, a number or an address in Latin letters.
_LATIN = "A-Za-z0-9À-ɏͰ-ӿ"
_WRITTEN = lazy.compile(
    r"(?:https?://|www\.)[^\s，。；、）)”」》<>]*[^\s，。；、）)”」》<>.,;:!?'\"]"
    r"|(?:[A-Z]\.){2,}"
    rf"|[#@$£€¥]?[{_LATIN}]+(?:[.,:](?=\d)[{_LATIN}]+|['’_/&@-][{_LATIN}]+|\.[{_LATIN}]+)*"
    r"(?:\s?[%％‰°℃℉])?"
)
# A number and the word that says of what, how often or how much.
_MEASURED = lazy.compile(
    r"[$£€¥]?\d[\d.,]*(?:[ -](?:hundred|thousand|million|billion|trillion|dozen))*"
    r"[ -](?:hundred|thousand|million|billion|trillion|per ?cent|percentage points?|degrees?"
    r"|seconds?|minutes?|hours?|days?|weeks?|months?|years?|dollars?|euros?|pounds?|yuan|times"
    r"|[ap]\.?m\b|[kcm]?m|k?g|km|miles?|feet|ft|inch(?:es)?|tons?|tonnes?|[KMGT]B)\b"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4}\b|\b)"
    r"|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)(?: \d{4}\b|\b)"
    r"|\b(?:[Nn]o|[Ff]ig|[Cc]h|[Vv]ol|[Pp]p?)\. ?\d+"
)
_DATED = lazy.compile(
    r"\d[\d.,]*\s?[年月日号時时分秒点點岁歲万萬亿億千百元%％]+(?:\s?\d+\s?[月日号分秒]+)*"
)
# Parts of a name in capitals, with small words between them; a title keeps its point.
_NAME = lazy.compile(
    r"\b[A-ZÀ-Þ][\w’'-]*\.?(?: (?:of|de|da|von|van|der|la|le|du|al|bin) | )"
    r"(?:[A-ZÀ-Þ][\w’'-]*(?: (?:of|de|da|von|van|der|la|le|du|al|bin) | ))*[A-ZÀ-Þ][\w’'-]*"
)
# A longer run of capitals is a heading.
_LONGEST_NAME = 5
_TITLED = lazy.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr)\.(?: [A-Z][\w’'-]*)?")
# A foreign name in Chinese characters: 玛尔塔·奎尔.
_JOINS = frozenset("·・•")

# Chinese words that lean on the one before: particles, suffixes, words of place and mood.
_BEHIND = lazy.compile(
    "[的地得了着过们等之吗呢吧啊上中里内后前]|等等|似的|以来|之后|之前|之间|左右|以上|以下"
)
_BEHIND_CLASSES = ("u", "k", "y", "f")
# A given name that the dictionary does not have falls into such characters.
_GIVEN = frozenset({"n", "ng", "zg", "a", "ag", "nz", "x"})
_NUMBER, _MEASURES = "m", ("q", "m", "t")
# Chinese words that need what follows them: prepositions, conjunctions, adverbs, numbers with their
# measure, and some verbs of grammar.
_LEANING_CLASSES = ("p", "c", "d", "q", "zg")
_LEANING = frozenset("是将会能要可应该须让使令把被给所不没各每这那其本并且而既又也")


@dataclass(frozen=True)
class Units:
    """What of a text is not to be cut.

    :param spans: Where each word begins and ends, rising; what stands between them are marks and
        spaces.
    :param leaning: Where words end that need what follows them.
    :param behind: Where words start that need what stands before them.
    """

    spans: tuple[tuple[int, int], ...]
    leaning: frozenset[int]
    behind: frozenset[int] = frozenset()


def units(text: str, lang: str) -> Units:
    """Return the words of a text, with what must stay with each.

    :param text: The text, of any characters.
    :param lang: Its language.

    >>> text = "他们买了苹果、梨等水果"
    >>> [text[a:b] for a, b in units(text, "zh").spans]
    ['他们', '买了', '苹果', '梨等', '水果']
    >>> text = "It took Mr. Hou 24 hours."
    >>> [text[a:b] for a, b in units(text, "en").spans]
    ['It', 'took', 'Mr. Hou', '24 hours']
    """
    chinese = is_in_han(lang)
    found = _chinese(text) if chinese else _words(text)
    whole = _merged([*found.spans, *_written(text, chinese=chinese)])
    ends = {end for _, end in whole}
    return Units(tuple(whole), found.leaning & ends, found.behind)


def _words(text: str) -> Units:
    """Return runs of letters; those of English that lean."""
    spans = [match.span() for match in re.finditer(r"[^\W_]+", text)]
    leaning = {b for a, b in spans if text[a:b].lower() in function_words() or text[a:b].isdigit()}
    return Units(tuple(spans), frozenset(leaning))


def _written(text: str, *, chinese: bool) -> Iterator[tuple[int, int]]:
    """Yield what the looks of a text hold together."""
    yield from (match.span() for match in _WRITTEN.finditer(text))
    yield from (match.span() for match in _MEASURED.finditer(text))
    yield from (match.span() for match in (_DATED if chinese else _TITLED).finditer(text))
    for match in _NAME.finditer(text):
        parts = match[0].split()
        opens = parts[0].lower() in function_words()
        if len(parts) - opens <= _LONGEST_NAME and len(parts) - opens > 1:
            yield match.start() + (len(parts[0]) + 1 if opens else 0), match.end()


def _chinese(text: str) -> Units:
    """Return jieba's words with what leans on them."""
    spans: list[tuple[int, int]] = []
    leaning: set[int] = set()
    behind: set[int] = set()
    tagged = list(tagged_words(as_encoded(text)))
    starts = [0]
    for word, _ in tagged:
        starts.append(starts[-1] + len(word))
    shown = [bool(re.match(r"\w", word)) for word, _ in tagged]
    before = ("", "")
    for at, (word, tag) in enumerate(tagged):
        if not shown[at] and word not in _JOINS:
            continue
        start, end = starts[at], starts[at + 1]
        beside = bool(spans) and not text[spans[-1][1] : start].strip(" ")
        last, before = before, (word, tag)
        if beside and _belongs(last, before):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
            if start and _is_behind((word, tag)):
                behind.add(start)
        if tag.startswith(_LEANING_CLASSES) or word in _LEANING or tag == _NUMBER:
            leaning.add(end)
    return Units(tuple(spans), frozenset(leaning), frozenset(behind))


def _is_behind(word: tuple[str, str]) -> bool:
    return word[1].startswith(_BEHIND_CLASSES) and _BEHIND.fullmatch(word[0]) is not None


def _belongs(before: tuple[str, str], word: tuple[str, str]) -> bool:
    """Say whether a Chinese word must stay with the one before it."""
    if before[0] in _JOINS or word[0] in _JOINS:
        return True
    if _is_behind(word):
        return True
    if before[1].startswith(_NUMBER) and word[1].startswith(_MEASURES):
        return True
    if not before[1].startswith("nr"):
        return False
    return word[1].startswith("nr") or (len(word[0]) == 1 and word[1] in _GIVEN)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that share a character."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
