"""What was left together: neighbours, titles that stay, a whole document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duizhao import lazy
from duizhao.align.findings.material import Cause, Hit, Material
from duizhao.align.findings.untranslated.foreign_runs import TOKEN, is_code_word
from duizhao.align.findings.untranslated.natures import Nature
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Severity
from duizhao.corpora.document import Document, Kind, Sentence
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER, is_in_han
from duizhao.corpora.text.scripts import HANZI, KANA

__all__ = ["Left", "together"]

# A document was left as a whole if this much of its text was.
_WHOLE = 0.8
# A heading that stays is an oversight where so many times as many were translated.
_OTHERS = 3
# A text of the translation's own in Latin letters has so many words.
_OWN_WORDS = 3

_HAN = lazy.compile(f"[{HANZI}{KANA}]")
_NUMBER = lazy.compile(r"\d+")
# Sections whose text is often kept: it is an advertiser's, a lawyer's, a list of works.
_ASIDE = lazy.compile(
    r"\b(?:sponsors?|backers?|supporters|donat(?:e|ions?|ors)|contributors|licen[sc](?:e|es|ing)"
    r"|copyright|credits|acknowledge?ments?|references|bibliography|further reading|see also)\b"
    "|赞助|贊助|捐赠|捐贈|贡献者|貢獻者|许可证|許可證|版权|版權|鸣谢|鳴謝|致谢|致謝|参考文献|參考文獻",
    re.IGNORECASE,
)

_RUN = {
    "en": "{count} neighbouring sentences are still in the language of the original; translate"
    " them.",
    "zh": "相邻的 {count} 句仍是原文的语言，未翻译，请补译。",
}
_DOCUMENT = {
    "en": "All or nearly all of the translation is still in the language of the original"
    " ({count} sentences). Is it the right file? If so, translate it.",
    "zh": "译文全部或几乎全部仍是原文的语言（{count} 句）。请确认文件无误；若无误，请翻译。",
}
_HEADINGS = {
    "en": "{count} headings are the same as in the original, while the others are translated;"
    " translate them unless they are names.",
    "zh": "{count} 个标题与原文相同，其他标题已译；若非专名，请补译。",
}
_KEPT = {
    "en": "{count} headings, titles or passages by others stay as they are in the original;"
    " translate what readers need.",
    "zh": "{count} 处标题、名称或他人文字保留原文；读者若需要，请翻译。",
}
_KEPT_ONE = {
    "en": "This stays as it is in the original; translate it if readers need it.",
    "zh": "此处保留原文；读者若需要，请翻译。",
}


@dataclass(frozen=True)
class Left:
    """A text that was left as it was.

    :param hit: What is told of it.
    :param sentences: The target sentences that it stands in, at least one.
    :param nature: What kind of text it is.
    :param is_whole: Whether it is all of these sentences.
    """

    hit: Hit
    sentences: tuple[Sentence, ...]
    nature: Nature
    is_whole: bool = True


def together(left: Sequence[Left], material: Material) -> Iterator[Hit]:
    """Yield the hits with what they have in common.

    Of documents in one language only a whole one is told: what is the same on both sides says
    nothing there.

    :param left: What was left, in any order.
    :param material: What was looked at.
    """
    if not left:
        return
    ordered = sorted(left, key=lambda one: (one.sentences[0].id, one.hit.target is None))
    is_same = material.documents[0].lang == material.target.lang
    if _is_all(ordered, material.target):
        cause = Cause("document", _DOCUMENT, is_run=True)
        yield from (replace(one.hit, cause=cause) for one in ordered)
        return
    if is_same:
        return
    aside = _aside(ordered, material.target)
    kept: list[Left] = []
    for number, run in enumerate(_runs(ordered, material.target, aside)):
        if run[0].sentences[0].id in aside or all(one.nature is Nature.TITLE for one in run):
            kept += run
        elif len(run) == 1:
            yield run[0].hit
        else:
            cause = Cause(f"run {number}", _RUN, is_run=True)
            yield from (replace(one.hit, cause=cause) for one in run)
    yield from _titles(kept, ordered, material.target, aside)


def _is_all(left: Sequence[Left], target: Document) -> bool:
    """Say whether nearly all of a document was left."""
    whole = [one for one in left if one.is_whole]
    if all(one.nature is Nature.TITLE for one in whole):
        return False
    ids = {sentence.id for one in whole for sentence in one.sentences}
    weights = [0, 0]
    for sentence in target.aligned_sentences():
        if sentence.id in ids:
            weights[1] += _weight(sentence.text)
        elif _is_own(sentence, target.lang):
            weights[0] += _weight(sentence.text)
    return weights[1] >= _WHOLE * sum(weights)


def _weight(text: str) -> int:
    return len(text) + (LETTERS_A_CHARACTER - 1) * len(_HAN.findall(text))


def _is_own(sentence: Sentence, lang: str) -> bool:
    """Say whether a sentence may be in the language of the translation; names are in none."""
    if is_in_han(lang):
        return bool(_HAN.search(sentence.text))
    return len(TOKEN.findall(sentence.text)) >= _OWN_WORDS


def _aside(left: Sequence[Left], target: Document) -> set[int]:
    """Return the ids of sentences in sections that are often kept.

    Such a section ends with a heading that was translated.
    """
    kept = {one.sentences[0].id for one in left}
    found: set[int] = set()
    inside = False
    for sentence in target.sentences:
        if sentence.kind is Kind.HEADING:
            inside = bool(_ASIDE.search(sentence.text)) or (
                inside and (sentence.id in kept or not _is_own(sentence, target.lang))
            )
        if inside:
            found.add(sentence.id)
    return found


def _runs(left: Sequence[Left], target: Document, aside: set[int]) -> Iterator[list[Left]]:
    """Yield what was left, neighbours together; a part of a sentence stands alone."""
    run: list[Left] = []
    for one in left:
        if run and not (
            one.is_whole
            and run[-1].is_whole
            and (one.sentences[0].id in aside) == (run[-1].sentences[0].id in aside)
            and _is_next(run[-1], one, target)
        ):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _is_next(one: Left, other: Left, target: Document) -> bool:
    """Say whether nothing of the translation's own stands between two texts but running heads."""
    between = target.sentences[one.sentences[-1].id + 1 : other.sentences[0].id]
    own = (s for s in between if _is_own(s, target.lang))
    return not any(target.is_aligned(s) or _stands_once(s, target) for s in own)


def _stands_once(sentence: Sentence, target: Document) -> bool:
    """Say whether a line is no running head, which comes again with another number."""
    line = _NUMBER.sub("", sentence.text)
    same = (s for s in target.sentences if s.kind is sentence.kind)
    return sum(_NUMBER.sub("", s.text) == line for s in same) == 1


def _titles(
    kept: Sequence[Left], left: Sequence[Left], target: Document, aside: set[int]
) -> Iterator[Hit]:
    """Yield titles and lines of others that stay; headings that few others resemble are told."""
    ids = {one.sentences[0].id for one in left}
    others = sum(
        s.kind is Kind.HEADING and s.id not in ids and _is_own(s, target.lang)
        for s in target.sentences
    )
    odd = [one for one in kept if _is_descriptive(one) and one.sentences[0].id not in aside]
    if others < _OTHERS * len(odd):
        odd = []
    for one in odd:
        yield replace(one.hit, cause=Cause("headings", _HEADINGS))
    told = {one.sentences[0].id for one in odd}
    cause = Cause("kept", _KEPT)
    for one in kept:
        if one.sentences[0].id not in told:
            yield replace(
                one.hit,
                rule=Rule.UNTRANSLATED_KEPT,
                message=_KEPT_ONE,
                confidence=min(one.hit.confidence, _KEPT_SURE),
                evidence={**(one.hit.evidence or {}), "why": Rule.UNTRANSLATED_KEPT.sign},
                worst=Severity.INFO,
                cause=cause,
            )


_KEPT_SURE = 0.5


def _is_descriptive(one: Left) -> bool:
    """Say whether a title is a heading that says something: not a name, whose words are large."""
    words = TOKEN.findall(one.sentences[0].text)
    small = [word for word in words if word[0].islower() and not is_code_word(word)]
    return one.sentences[0].kind is Kind.HEADING and len(words) > len(small) > 0
