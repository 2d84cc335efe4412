"""Find blanks and cut-off sentences in one text alone, without its source.

When words fall out of a text, their marks often stay: empty quotation marks, two commas in a row,
“according to X, .”, a list whose items are gone, a paragraph that stops in the middle. The
patterns of marks hold in every language, the others are kept by language. None of them looks at
another text, so they also work where there is no source.
"""

from __future__ import annotations

import itertools
import operator
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from duizhao import lazy
from duizhao.align.findings.blanks.chinese import ZH_PATTERNS, ZH_STOPPED
from duizhao.align.findings.blanks.english import EN_PATTERNS, EN_STOPPED
from duizhao.align.findings.blanks.patterns import CODE_MENTION, MARK_PATTERNS, QUOTATION
from duizhao.align.findings.material import VERBATIM, Passage
from duizhao.align.judging.rules import Rule
from duizhao.corpora.document import Document, Kind, Sentence
from duizhao.corpora.text.languages import writes_stops
from duizhao.corpora.text.quotation_marks import plain_quotation_marks
from duizhao.corpora.text.scripts import HANZI

__all__ = ["BEHIND_STOPS", "CONFIDENCES", "STOPS", "Gap", "end_shown", "find_gaps"]


@dataclass(frozen=True)
class Gap:
    """A hole seen in one text alone.

    :param rule: The kind of gap.
    :param start: Where the place to look at begins in the document.
    :param end: Where it ends.
    :param confidence: The expected share of true gaps among such hits, 0 to 1.
    :param hole: Where the missing words would stand: ``start <= hole <= end``.
    :param reading: What seems to be gone, in English (``"en"``) and Chinese (``"zh"``).
    :param weak: Whether nothing but a missing full stop speaks for it.
    """

    rule: Rule
    start: int
    end: int
    confidence: float
    hole: int
    reading: Mapping[str, str]
    weak: bool = False


# The confidence is .01 R / (.01 R + f): the share of true gaps where one sentence in a hundred has
# that gap, with R its recall on simulated blanks and f = (false hits + 1) / sentences.
# f of the blanks is from 18,991 English and Chinese segments, most of them machine translations,
# as counted before their false hits were used to mend the rules: 2 quotations, 1 list, 3 objects,
# 2 doubled and 3 stranded marks. R is .99 for quotations, brackets, clauses and objects, .3 for
# numbers, and taken as 1 for lists and stranded marks. Unfinished: R .25, 5 false hits in 16,668
# clean segments. R and the counts on clean segments are what benchmarks/blanks.py prints.
# The entries stand in the order of precedence: the earlier one names a hole that two rules hit.
CONFIDENCES: Final[Mapping[Rule, float]] = MappingProxyType(
    {
        Rule.EMPTY_QUOTES: 0.98,
        Rule.EMPTY_BRACKETS: 0.99,
        Rule.EMPTY_ENUMERATION: 0.98,
        Rule.ORPHAN_UNIT: 0.98,
        Rule.EMPTY_OBJECT: 0.98,
        Rule.DOUBLED_PUNCTUATION: 0.98,
        Rule.STRANDED_PUNCTUATION: 0.98,
        Rule.UNFINISHED: 0.85,
    }
)
"""The expected share of true gaps among the hits of each kind, 0 to 1."""

_RANK: Final = {rule: rank for rank, rule in enumerate(CONFIDENCES)}
_PATTERNS: Final = {"en": MARK_PATTERNS + EN_PATTERNS, "zh": MARK_PATTERNS + ZH_PATTERNS}
_STOPPED: Final = {"en": EN_STOPPED, "zh": ZH_STOPPED}

# A hit beside a word that names the mark is about the mark: 引号“”.
_MENTION_REACH: Final = 12

# Character references are not prose; like verbatim text they are blotted out.
_NOT_PROSE: Final = lazy.compile(rf"&#?\w{{1,8}};|{VERBATIM}")
STOPS: Final = "。！？!?…．.؟۔।॥។။།"
"""What ends a sentence, in the scripts of the languages that have such marks."""
_TERMINATOR: Final = lazy.compile(rf"[{STOPS.replace('.', '')}]|\.(?![\w.])")
BEHIND_STOPS: Final = "“”’」』》〉）)】］]\"' \t\n\r\u00a0\u3000\u200b*_"
"""What may stand behind the last stop of a sentence. Braces close code, which may go on."""
# A colon announces a list or quotation, a semicolon ends an item, a dash breaks off on purpose.
_ENDED: Final = lazy.compile(rf"[{STOPS}：:；;؛—–-]\Z")
_PAUSES: Final = ("，", "、", ",", "،")
# Letters open and close with a line that ends in a comma.
_SALUTATION: Final = lazy.compile(
    r"\s*(?:Dear|Hi|Hello|Hey|Best|Kind|Warm|Yours|Sincerely|Regards|Cheers|Thanks|Thank you"
    r"|Respectfully|尊敬的|亲爱的|敬爱的|您好|你好|此致)"
)
_PAUSE: Final = lazy.compile("[，,：“]")
# A block that begins like this is the rest of the block before it, cut by the layout.
_CONTINUES: Final = lazy.compile(r"\s*[a-z，、；。,;.”’」』）)]")
# Where a quotation can begin: at the start, after a mark, after a Chinese character.
_OPENS: Final = lazy.compile(rf"(?:\A|\n|[，。；：:！？(（{HANZI}]|[，。；：,.:;!?！？]\s)\Z")

# What two opening marks in a row begin: words up to a mark that closes.
_NESTED: Final = lazy.compile(r'\w[^"＂\n]{0,199}(?<=\w)["＂](?!\w)')

_BLANK_LINE: Final = lazy.compile(r"\n[ \t\r\u00a0\u3000]{0,80}\n")
# More seams than this share of the blocks are page ends (a report of 62,000 characters that was cut
# by pages has 58 to some 800 paragraphs).
_SEAMS: Final = 0.03
# A sentence begins here: the capital does not come from a name.
_OPENER: Final = lazy.compile(
    r"(?:The|An?|It|He|She|They|We|In|On|At|But|This|That|These|When|As)\s"
)

# A block without any stop or pause is prose, not a label, from this length on.
_LONG: Final = {"zh": 20, "en": 40}
# Where more of a document's prose blocks than this end without a full stop (and more than two do),
# that is its style (subtitles, chat): a missing full stop then says nothing.
_HABIT: Final = 0.1
_HABIT_LEAST: Final = 2
# The last sentence is at least this long, or it may be a signature.
_LEAST: Final = 6
# How much of the end is shown.
_SHOWN: Final = 12
# Letters of scripts in which words are set apart.
_WORD: Final = lazy.compile(r"(?![\u0e00-\u0eff\u2e80-\uffff])\w")
# The words that cannot end a sentence are looked for in this much of it.
_REACH: Final = 40
_REST: Final = ("the rest of the sentence", "句子的后半部分")
# Nothing but the missing full stop speaks for it: R .64, 91 false hits in 16,668 clean segments.
_CONFIDENCE_OPEN: Final = 0.5


class _View:
    """The text of one block as a reader sees it, with the way back to the document."""

    def __init__(self, document: Document, sentences: list[Sentence]) -> None:
        self._document = document
        self._sentences = sentences
        self._starts: list[int] = []
        length = 0
        for sentence in sentences:
            self._starts.append(length)
            length += len(sentence.text) + 1
        # Rules may look across a sentence's end and know it by the line end.
        prose = (Passage(0, document, (sentence,)).prose for sentence in sentences)
        raw = plain_quotation_marks("\n".join(text.replace("\n", " ") for text in prose))
        self.text = _NOT_PROSE.sub(lambda match: "x" * len(match[0]), raw)

    def seams(self) -> Iterator[int]:
        """Yield where the text goes on after a blank line of the document."""
        end = self._sentences[0].start
        for sentence, first in zip(self._sentences, self._starts, strict=True):
            for piece in sentence.pieces:
                if _BLANK_LINE.search(self._document.text, end, piece.start):
                    yield first + piece.at
                end = piece.start + piece.length

    def start(self, at: int) -> int:
        """Return the document offset of the character at ``at``."""
        i = bisect_right(self._starts, at) - 1
        sentence = self._sentences[i]
        return sentence.offset(min(at - self._starts[i], len(sentence.text)))

    def end(self, at: int) -> int:
        """Return the document offset right after the character before ``at``."""
        return self.start(at - 1) + 1 if at > 0 else self.start(0)


@dataclass(frozen=True)
class _Spot:
    """A place in a view, before it becomes a gap."""

    rule: Rule
    start: int
    end: int
    hole: int
    reading: tuple[str, str]
    word: str = ""
    confidence: float | None = None


def find_gaps(document: Document) -> tuple[Gap, ...]:
    """Find the places of a text where words are gone, from the text alone.

    Only blocks whose kind takes part in the alignment are searched. In a language other than
    English and Chinese only the marks are looked at.

    :param document: The text.
    :return: Its gaps in document order; no two of them share a character.
    """
    by_block = itertools.groupby(document.aligned_sentences(), key=lambda s: s.block)
    blocks = [list(group) for _, group in by_block]
    views = [_View(document, block) for block in blocks]
    kinds = [block[0].kind for block in blocks]
    gaps: list[Gap] = []
    stops = _unfinished(views, kinds, document.lang)
    seams = _unfinished_at_seams(views, document.lang)
    for view, ends in zip(views, map(operator.add, stops, seams), strict=True):
        hits = [*_pattern_hits(view.text, document.lang), *_straight_quotes(view.text)]
        # A blank right there explains why the sentence stops.
        filled = [(hit.start, hit.end) for hit in hits]
        hits += (hit for hit in ends if not any(a <= hit.end <= b for a, b in filled))
        gaps += (_gap(view, hit) for hit in _resolve(hits))
    return tuple(gaps)


def _pattern_hits(text: str, lang: str) -> Iterator[_Spot]:
    for pattern in _PATTERNS.get(lang, MARK_PATTERNS):
        for match in pattern.regex.finditer(text):
            groups = match.re.groupindex
            start, end = match.span("gap") if "gap" in groups else match.span()
            if pattern.unless is None or not _near(pattern.unless, text, start, end):
                word = match["word"] if "word" in groups else ""
                yield _Spot(pattern.rule, start, end, match.start("hole"), pattern.reading, word)


def _near(regex: re.Pattern[str], text: str, start: int, end: int) -> bool:
    near = text[max(0, start - _MENTION_REACH) : end + _MENTION_REACH]
    return regex.search(near) is not None


def _straight_quotes(text: str) -> Iterator[_Spot]:
    """Yield pairs of straight quotation marks with nothing between them.

    Straight marks do not show their side, so they are paired in order within the block, and a
    pair counts only where a quotation can begin: ``Pass "" to the function`` speaks of the marks.
    """
    marks = [match.start() for match in re.finditer('["＂]', text)]
    if len(marks) % 2:  # an inch or a slip: which mark opens cannot be told
        return
    for opening, closing in zip(marks[::2], marks[1::2], strict=True):
        if closing - opening > 4 or text[opening + 1 : closing].strip(" \u00a0,，"):
            continue
        # ""word"" is a mark doubled for a table's sake, """ and "", ""] are code.
        doubled = text.find('""', closing + 1, closing + 200)
        if doubled > 0 and text[closing + 1].isalnum() and text[doubled - 1].isalnum():
            continue
        # A quotation that begins with a quotation: ""On Ships" in short".
        if _NESTED.match(text, closing + 1):
            continue
        begins = _OPENS.search(text, max(0, opening - 2), opening) is not None
        code = text[closing + 1 : closing + 2] in ("]", "}", '"')
        if begins and not code and not _near(CODE_MENTION, text, opening, closing + 1):
            yield _Spot(Rule.EMPTY_QUOTES, opening, closing + 1, opening + 1, QUOTATION)


def _unfinished(views: list[_View], kinds: list[Kind], lang: str) -> list[list[_Spot]]:
    """Return, for each block, the hit at its end if its last sentence stops in the middle."""
    texts = [view.text for view in views]
    prose = [k is Kind.TEXT and _is_prose(t, lang) for k, t in zip(kinds, texts, strict=True)]
    open_ended = [p and not _ENDED.search(_body(t)) for p, t in zip(prose, texts, strict=True)]
    habit = sum(open_ended) > max(_HABIT_LEAST, _HABIT * sum(prose))
    if not writes_stops(lang):
        return [[] for _ in texts]
    hits: list[list[_Spot]] = []
    for i, text in enumerate(texts):
        following = texts[i + 1] if i + 1 < len(texts) else ""
        stops = open_ended[i] and not _CONTINUES.match(following)
        hits.append(_stop(text, lang, habit=habit) if stops else [])
    return hits


def _body(text: str) -> str:
    return text.rstrip(BEHIND_STOPS)


def _is_prose(text: str, lang: str) -> bool:
    body = _body(text)
    long = len(body) >= _LONG.get(lang, _LONG["en"])
    return long or _TERMINATOR.search(body[:-1]) is not None or _PAUSE.search(body) is not None


def _stop(text: str, lang: str, *, habit: bool) -> list[_Spot]:
    """Return the hit for a block that ends without a full stop, if that is a sign of loss."""
    body = _body(text)
    end = len(body)
    stops = [match.end() for match in _TERMINATOR.finditer(body)]
    last = stops[-1] if stops else 0
    start = end_shown(body, last, end)
    stopped = _STOPPED.get(lang)
    dangling = stopped is not None and stopped.search(body, max(0, end - _REACH)) is not None
    pausing = body.endswith(_PAUSES) and not habit and not _SALUTATION.match(text)
    if dangling or pausing or text.rfind("“") > text.rfind("”"):
        return [_Spot(Rule.UNFINISHED, start, end, end, _REST)]
    if habit or not stops or end - last < _LEAST or not text.rstrip()[-1].isalpha():
        return []
    return [_Spot(Rule.UNFINISHED, start, end, end, _REST, confidence=_CONFIDENCE_OPEN)]


def end_shown(text: str, first: int, end: int) -> int:
    """Return where the end of a sentence that a finding shows begins: at a word.

    :param text: The text.
    :param first: Where the sentence begins.
    :param end: Where it ends.

    >>> end_shown("Kubernetes and its Spring Cloud RESTful Service", 0, 47)
    32
    """
    start = max(first, end - _SHOWN)
    while start > first and all(_WORD.match(char) for char in text[start - 1 : start + 1]):
        start -= 1
    return start + len(text[start:end]) - len(text[start:end].lstrip())


def _unfinished_at_seams(views: list[_View], lang: str) -> list[list[_Spot]]:
    """Return, for each block, the sentences cut off where two paragraphs were read as one.

    A paragraph without a full stop and the next one look like one paragraph cut by a page end.
    Where pages end there are many such seams, so a few of them are more likely to be losses.
    """
    hits = [list(_seam_hits(view, lang)) if writes_stops(lang) else [] for view in views]
    rare = sum(map(len, hits)) <= max(1, _SEAMS * len(views))
    return [[hit for hit in found if rare or hit.confidence is None] for found in hits]


def _seam_hits(view: _View, lang: str) -> Iterator[_Spot]:
    for at in view.seams():
        first = max(0, at - _REACH)
        body = _body(view.text[first:at])
        following = view.text[at : at + _REACH]
        if not body or not body[-1].isalpha() or _CONTINUES.match(following):
            continue
        end = first + len(body)
        dangling = EN_STOPPED.search(body) is not None and _OPENER.match(following) is not None
        confidence = None if lang == "en" and dangling else _CONFIDENCE_OPEN
        start = end_shown(view.text, first, end)
        yield _Spot(Rule.UNFINISHED, start, end, end, _REST, confidence=confidence)


def _resolve(hits: list[_Spot]) -> list[_Spot]:
    """Keep one of the hits that overlap: the one whose kind comes first in :data:`CONFIDENCES`."""
    kept: list[_Spot] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or kept[-1].end <= hit.start:
            kept.append(hit)
        elif _RANK[hit.rule] < _RANK[kept[-1].rule]:
            kept[-1] = hit
    return kept


def _gap(view: _View, hit: _Spot) -> Gap:
    """Carry a hit over to the document."""
    start = view.start(hit.start)
    end = max(view.end(hit.end), start)
    hole = view.end(hit.hole) if hit.hole > hit.start else start
    confidence = hit.confidence or CONFIDENCES[hit.rule]
    en, zh = (reading.format(word=hit.word) for reading in hit.reading)
    reading = MappingProxyType({"en": en, "zh": zh})
    return Gap(hit.rule, start, end, confidence, hole, reading, confidence == _CONFIDENCE_OPEN)
