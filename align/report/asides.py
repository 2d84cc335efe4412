"""What was left aside: how many sentences were not compared, of which kinds, and how to have them.

Coverage counts what is compared alone, so it says nothing about these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from duizhao.align.report.messages import Messages
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.document import Document, Kind

__all__ = ["asides_in_words", "many_asides"]

# The least share of a side's sentences that is told before all else: a teaser and a byline of forty
# are nothing that a reader must know first.
_MANY = 0.1


def asides_in_words(alignment: Alignment, words: Messages) -> str:
    """Say in a sentence how much of each side was not compared; empty if everything was.

    :param alignment: What the aligner found.
    :param words: What it is said in.
    """
    sides = ("source", alignment.sources), ("target", (alignment.target,))
    parts = [said for name, side in sides if (said := _side(name, side, words))]
    return words("aside.sentence", parts=words("aside.and").join(parts)) if parts else ""


def many_asides(alignment: Alignment) -> bool:
    """Tell whether so much was left aside that nobody may read on without knowing.

    :param alignment: What the aligner found.
    """
    return any(
        sum(not document.is_aligned(s) for s in document.sentences)
        >= _MANY * len(document.sentences)
        for document in alignment.documents
        if document.sentences
    )


def _side(name: str, documents: Sequence[Document], words: Messages) -> str:
    """Say how many sentences of one side were left aside, and what they are."""
    sentences = [(document, s) for document in documents for s in document.sentences]
    kinds = Counter(s.kind for document, s in sentences if not document.is_aligned(s))
    if not kinds:
        return ""
    told = words("between").join(
        words(f"aside.of.{kind.value}", count=kinds[kind]) for kind in Kind if kind in kinds
    )
    values = {"count": kinds.total(), "all": len(sentences), "kinds": told}
    return words(f"aside.{name}", **values)
