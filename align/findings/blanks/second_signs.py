"""What speaks for a gap besides its look, and how much one matters that only looks like one.

A look has many causes: the original has the same blank, a line ends in a comma, a full stop is
missing and nothing else. A gap is critical where its original has words that the translation does
not say as well: the two signs do not depend on each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duizhao import lazy
from duizhao.align.findings.blanks.gaps import Gap, find_gaps
from duizhao.align.findings.material import Linked, Material
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Category, Severity
from duizhao.corpora.document import Document, Sentence
from duizhao.corpora.text.clauses import quotations
from duizhao.corpora.text.quotation_marks import plain_quotation_marks

__all__ = ["Blanks", "goes_on", "is_kept", "worst"]

# From here on words of the original are not said: standard deviations of the length ratio, and how
# much worse than the rest a stretch of it is covered, in units of cosine. Of sentences cut off by
# hand (192, development documents) 105 pass, of whole ones without their full stop (204) 5.
_SHORT, _SHORT_TOO, _UNCOVERED_TOO = 1.5, 1.0, 0.1
# Where a word cannot end a sentence, its original need speak less for the loss; where only a full
# stop is missing, more: of 6 such sentences of 27,000 that pass the first bound 1 is cut off.
_SEEMS_SHORT, _MUST_BE_SHORT = 0.5, 2.0
# Lengths say nothing of a sentence that is linked to none.
_UNCOVERED_ALONE = 0.3
# A blank shows words to be gone where it stands: less is asked of what its original says.
_BLANK_SHORT, _BLANK_UNCOVERED = 1.0, 0.15

_EMPTY = lazy.compile(
    r"[“‘「『][\s，,。.]{0,20}[”’」』]|(?<![\w.!?])([\"'＂])[\s，,。.]{0,20}\1(?!\w)"
    r"|[(（\[［【{〔《〈][\s\u3000，,。.;；+-]{0,20}[)）\]］】}〕》〉]"
)
_PAUSES = "，、,،"
_BLANK_LINE = 2
_NO_WORD = lazy.compile(r"\W+")
_MARKS = frozenset({Rule.EMPTY_QUOTES, Rule.EMPTY_BRACKETS})


@dataclass
class Blanks:
    """The blanks that the originals have themselves.

    :param material: What is looked at.
    """

    material: Material
    _found: dict[int, frozenset[int]] = field(default_factory=dict)

    def has(self, gap: Gap, linked: Linked | None) -> bool:
        """Tell whether an original of a blank, or a sentence beside it, has one as well.

        :param gap: A blank of the target.
        :param linked: The bead that it stands in; None if no original is known, and then any
            sentence of the originals counts.
        """
        for number, document in enumerate(self.material.documents[:-1]):
            ids: range = range(len(document.sentences))
            if linked is not None:
                if number != linked.bead.source_document:
                    continue
                ids = range(max(0, linked.bead.source[0] - 1), linked.bead.source[-1] + 2)
            sentences = document.sentences[ids.start : ids.stop]
            if gap.rule in _MARKS:
                if any(_EMPTY.search(plain_quotation_marks(s.text)) for s in sentences):
                    return True
            elif any(s.id in self._blanks(number) for s in sentences):
                return True
        return False

    def _blanks(self, number: int) -> frozenset[int]:
        """Return the sentences of an original that have blanks of their own."""
        if number not in self._found:
            document = self.material.documents[number]
            starts = [g.start for g in find_gaps(document) if g.rule.category is Category.BLANK]
            self._found[number] = frozenset(
                s.id for s in document.sentences if any(s.start <= at < s.end for at in starts)
            )
        return self._found[number]


def worst(
    gap: Gap, sentence: Sentence, values: Mapping[str, float], linked: Linked | None
) -> Severity | None:
    """Return the severity that a gap does not go beyond; None if it is none.

    :param gap: A gap of the target.
    :param sentence: The sentence that it stands in.
    :param values: What the alignment says of it: ``short``, ``uncovered``, ``unlinked``, ``ended``.
    :param linked: The bead that it stands in, if it has an original.
    """
    if gap.rule.category is Category.BLANK:
        return Severity.CRITICAL if _is_lost(gap, values, linked) else Severity.MAJOR
    short, uncovered = values["short"], values["uncovered"]
    unlinked = linked is None and uncovered >= _UNCOVERED_ALONE
    lost = short >= _SHORT or (short >= _SHORT_TOO and uncovered >= _UNCOVERED_TOO) or unlinked
    if _pauses(sentence):
        return Severity.MINOR if lost else None
    if gap.weak:
        if values["ended"] < 0:
            return None  # neither has its original a full stop
        certain = unlinked or (short >= _MUST_BE_SHORT and uncovered >= _UNCOVERED_TOO)
        return (Severity.MAJOR if certain else Severity.MINOR) if lost else Severity.INFO
    if lost:
        return Severity.CRITICAL
    seems_lost = short >= _SEEMS_SHORT or uncovered >= _UNCOVERED_TOO
    may_be_cut = linked is None or (values["ended"] > 0 and seems_lost)
    return Severity.MINOR if may_be_cut else Severity.INFO


def _pauses(sentence: Sentence) -> bool:
    return sentence.text.rstrip()[-1:] in _PAUSES


def _is_lost(gap: Gap, values: Mapping[str, float], linked: Linked | None) -> bool:
    """Tell whether the original of a blank has words that its translation does not say."""
    if values["short"] >= _BLANK_SHORT or values["uncovered"] >= _BLANK_UNCOVERED:
        return True
    if gap.rule is not Rule.EMPTY_QUOTES or linked is None:
        return False
    said, quoted = (
        sum(len(quotations(sentence)) for sentence in side.sentences)
        for side in (linked.target, linked.source)
    )
    return said < quoted


def goes_on(gap: Gap, sentence: Sentence, document: Document, linked: Linked | None) -> bool:
    """Tell whether a sentence that seems to stop goes on right behind it.

    A line that ends in a pause may be one of a poem or list, or broken by the layout.

    :param gap: What seems to be missing at its end.
    :param sentence: A sentence of the target.
    :param document: The target.
    :param linked: The bead that it stands in, if it has an original.
    """
    behind = document.sentences[sentence.id + 1 : sentence.id + 2]
    if not behind:
        return False
    if linked is not None and sentence.id < linked.bead.target[-1]:
        # Behind a word that cannot end a sentence the next paragraph does not go on.
        return gap.weak or sentence.block == behind[0].block
    between = document.text[sentence.end : behind[0].start]
    return _pauses(sentence) and between.count("\n") < _BLANK_LINE


def is_kept(text: str, linked: Linked | None) -> bool:
    """Tell whether a sentence stands in its original as it is: a name, a label, a line of code.

    :param text: A sentence of the target.
    :param linked: The bead that it stands in, if it has an original.

    >>> is_kept("gRPC", None)
    False
    """
    if linked is None:
        return False
    own, original = (_NO_WORD.sub("", each).casefold() for each in (text, linked.source.text))
    return own in original
