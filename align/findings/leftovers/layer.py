"""What work left behind in the target and the original does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from duizhao.align.findings.leftovers.kinds import SignKind
from duizhao.align.findings.leftovers.signs import KINDS, Sign, has_kind, signs
from duizhao.align.findings.material import Cause, Hit, Material, Passage
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Bead, Place

__all__ = ["leftovers"]

# Signs of one rule that stand this close are one finding: misread text comes in pieces.
_JOINED = 3
_SHOWN = 40  # characters that a message quotes


def leftovers(material: Material) -> Iterator[Hit]:
    """Yield placeholders, damaged characters, markup and machines' notes of the target alone.

    :param material: What to look at.
    """
    sources = _Sources(material)
    for bead in material.beads:
        for number in bead.target:
            sentence = material.target.sentences[number]
            if material.target.is_aligned(sentence):
                found = [s for s in signs(sentence.text) if not sources.excuse(bead, s.kind)]
                if found:
                    passage = material.passage(material.last, [number])
                    yield from _hits(found, passage, sources.original(bead))


@dataclass
class _Sources:
    """What the originals have.

    :param material: What is looked at.
    """

    material: Material
    _anywhere: dict[str, bool] = field(default_factory=dict)

    def original(self, bead: Bead) -> Place | None:
        """Return the source side of a bead."""
        if not bead.source:
            return None
        return self.material.passage(bead.source_document, bead.source).place()

    def excuse(self, bead: Bead, kind: SignKind) -> bool:
        """Say whether the original of a bead, or a sentence beside it, has a sign of a kind.

        A target sentence without an original is excused by any source sentence, or, from a kind
        that only its own original excuses, by none.
        """
        if bead.source:
            sentences = self.material.documents[bead.source_document].sentences
            beside = 0 if kind.alone else 1
            first, last = max(0, bead.source[0] - beside), bead.source[-1] + 1 + beside
            return any(has_kind(s.text, kind) for s in sentences[first:last])
        if kind.alone:
            return False
        if kind.name not in self._anywhere:
            self._anywhere[kind.name] = any(
                has_kind(sentence.text, kind)
                for document in self.material.documents[:-1]
                for sentence in document.sentences
            )
        return self._anywhere[kind.name]


def _hits(found: Sequence[Sign], passage: Passage, original: Place | None) -> Iterator[Hit]:
    """Yield the signs of one sentence, close ones of a rule as one."""
    runs: list[list[Sign]] = []
    for sign in sorted(found, key=lambda sign: (KINDS.index(sign.kind), sign.start)):
        last = runs[-1][-1] if runs else None
        if last and last.kind.rule == sign.kind.rule and abs(sign.start - last.end) <= _JOINED:
            runs[-1].append(sign)
        else:
            runs.append([sign])
    for run in runs:
        kind = run[0].kind
        place = passage.place(min(s.start for s in run), max(s.end for s in run))
        yield _hit(kind.rule, kind.confidence, place, original, {"kind": kind.name})


def _hit(
    rule: Rule, confidence: float, target: Place, source: Place | None, evidence: dict[str, object]
) -> Hit:
    shown = target.text.strip() or "U+" + " U+".join(f"{ord(c):04X}" for c in target.text[:4])
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return Hit(
        rule=rule,
        confidence=confidence,
        message={lang: text.format(shown) for lang, text in _MESSAGES[rule].items()},
        source=source,
        target=target,
        evidence=evidence,
        cause=_REMARKS if rule is Rule.MACHINE_NOTE else None,
    )


# A program that comments on one sentence comments on more.
_REMARKS = Cause(
    "remarks",
    {
        "en": "{count} remarks by the program that translated stand within sentences, and are no"
        " part of the text. Remove each and check what stands around it.",
        "zh": "译文句中有 {count} 处像是翻译程序附带的说明，不是正文。请逐处删去，并核对前后文。",
    },
)

_MESSAGES = {
    Rule.PLACEHOLDER: {
        "en": "“{}” looks like a placeholder that was never filled in, and the original has none"
        " here. Put in what is missing.",
        "zh": "“{}”像是未填写的占位文字，原文此处没有。请补上内容。",
    },
    Rule.CITATION_NEEDED: {
        "en": "“{}” is an editor's mark that the original does not have. Remove it.",
        "zh": "“{}”是编辑标记，原文没有。请删去。",
    },
    Rule.MARKUP: {
        "en": "“{}” is markup that readers would see, and the original has none here. Remove it or"
        " write the character that it stands for.",
        "zh": "“{}”是会被读者看到的标记代码，原文此处没有。请删去或改为所代表的字符。",
    },
    Rule.MACHINE_NOTE: {
        "en": "“{}” reads like a remark by the program that translated, not like part of the text."
        " Remove it and check what stands around it.",
        "zh": "“{}”像是翻译程序附带的说明，不是正文。请删去，并核对前后文。",
    },
    Rule.PAGE_BREAK: {
        "en": "“{}” comes from a page break of some file, and the original has none here. Remove"
        " it.",
        "zh": "“{}”像是排版分页的残留，原文此处没有。请删去。",
    },
    Rule.ENCODING: {
        "en": "“{}” are damaged characters: the text was read in a wrong encoding somewhere. Look"
        " up the original and write them anew.",
        "zh": "“{}”是乱码，文本曾以错误的编码读取。请对照原文改正。",
    },
}
