"""Sentences that stop in the middle, told by their originals: those have their full stop.

A paragraph without a full stop may be a heading, a label or a line of a poem, and one text alone
cannot tell. Beside an original that ends as sentences do, it is a sentence cut off, if it is too
short as well. Of 4,810 clean sentences of development documents, 4 lack the full stop that their
original has, and none of them is short; of 233 sentences cut off by hand and linked, all are told
by the full stop, and 137 by the text alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from types import MappingProxyType

from duizhao.align.findings.blanks.gaps import BEHIND_STOPS, STOPS, Gap, end_shown
from duizhao.align.findings.material import VERBATIM, Linked
from duizhao.align.judging.rules import Rule
from duizhao.corpora.document import Kind, Sentence
from duizhao.corpora.text.languages import writes_stops

__all__ = ["is_ended", "stopped_short"]

# A colon announces, a semicolon ends an item, a dash breaks off on purpose.
_ENDS = f"{STOPS}：:；;؛—–-"
# A line without a full stop may have been taken for a heading for that very reason.
_PROSE = frozenset({Kind.TEXT, Kind.HEADING})
# From so many standard deviations of the length ratio on a sentence is short.
_SHORT = 1.2
# A missing full stop means nothing where it is missing from so many sentences of full length, and
# from this share of them.
_HABIT, _HABIT_SHARE = 2, 0.1
# The least that a sentence has.
_LEAST = 6
# Nothing but the missing full stop speaks for it, before the lengths do.
_CONFIDENCE = 0.5
_READING = MappingProxyType({"en": "the rest of the sentence", "zh": "句子的后半部分"})


def is_ended(text: str, ends: str = STOPS) -> bool:
    """Tell whether a text ends as a sentence does.

    >>> is_ended("他走了。”"), is_ended("他走了")
    (True, False)
    """
    return text.rstrip(BEHIND_STOPS)[-1:] in ends if text.strip(BEHIND_STOPS) else True


def stopped_short(
    linked: Iterable[Linked], known: Collection[int], short: Callable[[Linked], float]
) -> list[Gap]:
    """Return the target sentences that stop where their originals go on to a full stop.

    :param linked: The beads of two sides.
    :param known: The ids of target sentences whose gaps were found otherwise.
    :param short: By how many standard deviations a bead's target is too short.
    """
    open_ended = []
    ended = 0
    for each in linked:
        if not (writes_stops(each.source.lang) and writes_stops(each.target.lang)):
            continue
        original, last = each.source.sentences[-1], each.target.sentences[-1]
        if last.kind in _PROSE and original.kind is Kind.TEXT and is_ended(original.text):
            if is_ended(last.text, _ENDS) or each.target.prose[-1:] == VERBATIM:
                ended += 1
            else:
                open_ended.append(each)
    cut = [each for each in open_ended if short(each) >= _SHORT]
    usual = len(open_ended) - len(cut)
    if usual > max(_HABIT, _HABIT_SHARE * ended):
        return []
    sentences = (each.target.sentences[-1] for each in cut)
    return [_gap(s) for s in sentences if s.id not in known and len(s.text) >= _LEAST]


def _gap(sentence: Sentence) -> Gap:
    body = len(sentence.text.rstrip(BEHIND_STOPS))
    end = sentence.offset(body - 1) + 1
    start = sentence.offset(end_shown(sentence.text, 0, body))
    return Gap(Rule.UNFINISHED, start, end, _CONFIDENCE, end, _READING, weak=True)
