"""Units of an existing bitext in whose place something else stands: filler, or another sentence.

Somebody who is to fill in translations may leave “……” there, a mark of work, or what belongs to
another row. Where links are made here the aligner leaves such texts alone; a link that a file gives
is kept, and so its text has to be asked whether it is a translation at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace

from duizhao import lazy
from duizhao.align.findings.material import Cause, Hit, Linked, Material
from duizhao.align.findings.wording import quoted
from duizhao.align.judging.rules import Rule
from duizhao.align.known_languages import unknown_languages
from duizhao.corpora.text.scripts import SYLLABLES

__all__ = ["replaced"]

# A link that is less probable links strangers, and so does a doubtful one of texts that are no more
# alike than any two: of few rows the probabilities are not as far apart. Of 2,527 rows of clean
# news, talks, health and software texts 6 are such, and 4 of these do say something else; of 253
# rows that were given the translation of the seventh row below, 218 are.
_STRANGER = 0.2
_UNLIKE = 0.2
# How sure that is where three rows of a hundred are wrong, by the same rows.
_SURE = 0.95
# Where more links than these link strangers, they have one cause: rows that slipped, another text,
# or a translation that is free as verse is.
_MOST = 0.5
# Shorter originals are labels: a dash may translate one, and their vectors say little.
_FEWEST_WORDS, _FEWEST_SYLLABLES = 3, 4

_WORD = lazy.compile(rf"(?:(?![{SYLLABLES}])[^\W\d_])+")
_SYLLABLE = lazy.compile(f"[{SYLLABLES}]")
# Kinds of characters that say nothing by themselves: marks, spaces, signs; not pictures.
_SILENT = ("P", "Z", "Sm", "Sk", "Sc", "C")


def replaced(material: Material) -> Iterator[Hit]:
    """Yield the originals whose given translation is none.

    :param material: What to look at.
    """
    if not material.given:
        return
    asked = [linked for linked in material.linked if _is_sentence(linked.source.prose)]
    strangers = [linked for linked in asked if _are_strangers(linked)]
    is_read = not unknown_languages(material.documents, material.encoder.signature)
    cause = _ALL if len(strangers) > _MOST * len(asked) else None
    for linked in asked:
        if _is_filler(linked.target.text):
            yield _hit(linked, _FILLER, "filler")
        elif is_read and _are_strangers(linked):
            yield replace(_hit(linked, _OTHER, "other"), cause=cause)


def _are_strangers(linked: Linked) -> bool:
    bead = linked.bead
    unlike = linked.is_doubtful and bead.similarity < _UNLIKE
    return unlike or bead.probability < _STRANGER


def _is_sentence(prose: str) -> bool:
    return (
        len(_WORD.findall(prose)) >= _FEWEST_WORDS
        or len(_SYLLABLE.findall(prose)) >= _FEWEST_SYLLABLES
    )


def _is_filler(text: str) -> bool:
    """Say whether a text has marks only.

    >>> _is_filler("……"), _is_filler("---"), _is_filler("7."), _is_filler("👍")
    (True, True, False, False)
    """
    return all(unicodedata.category(character).startswith(_SILENT) for character in text)


_FILLER = {
    "en": "“{source}” is not translated: “{target}” stands in its place. Translate it.",
    "zh": "“{source}”没有译文，此处只有“{target}”。请补译。",
}
_OTHER = {
    "en": "“{source}” is not translated here: “{target}”, which stands in its place, says something"
    " else. Translate it, or put the translation of this row here.",
    "zh": "“{source}”在此没有译文：此处的“{target}”说的是别的内容。请补译，或换成这一条的译文。",
}
_ALL = Cause(
    "strangers",
    {
        "en": "{count} translations, more than half, do not seem to belong to the originals beside"
        " them. Check whether the rows have slipped, or the file holds another text.",
        "zh": "{count} 条译文（超过半数）似乎与并列的原文无关。请核对各行是否错位，"
        "或文件是否有误。",
    },
)


def _hit(linked: Linked, message: Mapping[str, str], kind: str) -> Hit:
    source, target = linked.source.place(), linked.target.place()
    shown = {"{source}": quoted(source.text), "{target}": quoted(target.text)}
    return Hit(
        rule=Rule.OMITTED_REPLACED,
        confidence=_SURE,
        message={lang: _filled(text, shown) for lang, text in message.items()},
        source=source,
        target=target,
        evidence={
            "kind": kind,
            "probability": round(linked.bead.probability, 4),
            "similarity": round(linked.bead.similarity, 3),
        },
    )


def _filled(text: str, shown: dict[str, str]) -> str:
    return re.sub(r"\{\w+\}", lambda match: shown[match[0]], text)
