"""What is said of passages without a counterpart."""

from __future__ import annotations

from collections.abc import Sequence

from duizhao.align.findings.omissions.apparatus import Apparatus
from duizhao.align.findings.omissions.traces import Trace
from duizhao.align.findings.wording import counted, place_words, quoted
from duizhao.corpora.document import Document, Sentence

__all__ = ["apparatus_message", "condensed_message", "lone_message"]

# Names and numbers that a message lists.
_SHARED_SHOWN = 4


def lone_message(
    lone: Sequence[Sentence], omitted: bool, before: Sentence | None, *, sure: bool
) -> dict[str, str]:
    """Say what stands alone, where it would stand, why that is believed and what to do.

    :param lone: The sentences.
    :param omitted: Whether the translation lacks them, and not the original.
    :param before: The sentence on the other side that a counterpart would follow; None at its
        beginning.
    :param sure: Whether that is rather sure.
    """
    words = quoted(lone[0].text)
    size = counted(len(lone), len({s.block for s in lone}))
    where = _where(before)
    says, may = ("says", "") if sure else ("seems to say", "可能")
    if omitted:
        return {
            "en": f"{'Missing' if sure else 'Maybe missing'} from the translation: “{words}”"
            f"{size['en']}. Nothing there {says} the same; its place is {where['en']}."
            " Translate it, or confirm that it was cut.",
            "zh": f"译文{may}缺少“{words}”{size['zh']}，全文未见对应内容，应位于"
            f"{where['zh']}。请补译，或确认是有意删去。",
        }
    return {
        "en": f"{'Not' if sure else 'Maybe not'} in the original: “{words}”{size['en']}."
        f" Nothing there {says} the same; its place would be {where['en']}. Check where it comes"
        " from.",
        "zh": f"原文{may}没有“{words}”{size['zh']}，全文未见对应内容，"
        f"若有，应位于{where['zh']}。请核对出处。",
    }


def _where(before: Sentence | None) -> dict[str, str]:
    """Name the point where a counterpart would stand, by the sentence before it."""
    if not before:
        return {"en": "at the beginning", "zh": "开头"}
    words = place_words(before.text)
    return {"en": f"after “{words}”", "zh": f"“{words}”之后"}


def condensed_message(
    lone: Sequence[Sentence], omitted: bool, found: Trace, other: Document
) -> dict[str, str]:
    """Say where the names and numbers of a passage without counterpart stand.

    :param lone: The sentences of the passage.
    :param omitted: Whether the translation lacks it, and not the original.
    :param found: The names and numbers, and where they stand.
    :param other: The document on the other side.
    """
    words = quoted(lone[0].text)
    size = counted(len(lone), len({s.block for s in lone}))
    place = place_words(other.sentences[found.sentence].text)
    shared = found.shared[:_SHARED_SHOWN]
    which = ("original", "translation") if omitted else ("translation", "original")
    zh = ("原文", "译文") if omitted else ("译文", "原文")
    return {
        "en": f"“{words}”{size['en']} has no counterpart of its own in the {which[1]}, but"
        f" {', '.join(shared)} stand in “{place}”. Check whether it was moved or condensed there.",
        "zh": f"{zh[0]}“{words}”{size['zh']}在{zh[1]}中没有单独的对应内容，"
        f"但{'、'.join(shared)}见于“{place}”。请核对是否移到或并入该处。",
    }


def apparatus_message(lone: Sequence[Sentence], omitted: bool, kind: Apparatus) -> dict[str, str]:
    """Say what a passage is that is no text of the original.

    :param lone: The sentences of the passage.
    :param omitted: Whether the translation lacks it, and not the original.
    :param kind: What it is.
    """
    words = quoted(lone[0].text)
    which, zh = ("original", "原文") if omitted else ("translation", "译文")
    other, other_zh = ("translation", "译文") if omitted else ("original", "原文")
    return {
        "en": f"Only in the {which}: “{words}” ({kind.en}). The {other} need not have it.",
        "zh": f"仅见于{zh}：“{words}”（{kind.zh}），{other_zh}不必有。",
    }
