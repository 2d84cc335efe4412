"""What stands twice in the target and once in the original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from duizhao.align.encoding import encode_texts
from duizhao.align.findings.material import Hit, Linked, Material, Passage
from duizhao.align.findings.repeats.doubled_words import Doubled, doubled
from duizhao.align.findings.repeats.repeated_stretches import Tokens, alike, echoes, has_echo
from duizhao.align.findings.wording import shorten
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Bead, Severity
from duizhao.corpora.text.languages import spaces_words

__all__ = ["repeated"]

# Tokens (Han characters or words) that a sentence has at least to be called a copy: shorter ones
# ("Thank you.") come back by themselves. Languages with spaces, others.
_LEAST = {True: 6, False: 12}
# Tokens of a stretch that stands twice in one sentence, one after the other or anywhere, and of a
# stretch in the original that excuses it.
_STRETCH, _LONG = {True: 4, False: 6}, {True: 10, False: 16}
_EXCUSE = {True: 3, False: 4}
# Two sentences are alike if they share this much of their pairs of tokens; originals that share
# more than the other bound repeat as well.
_ALIKE, _REPEATS_AS_WELL = 0.7, 0.35
# A near copy is looked for among so many sentences before.
_NEAR = 3
# Two sentences of one link in other words: the cosine of their vectors from which they mean the
# same, the share of pairs from which they are compared at all, and how much shorter one may be. In
# novels, of 435 neighbours that share a link with one sentence, none is taken for a copy; of 500
# pairs of two translations of a sentence 84 % are.
_SAME_MEANING, _SOME_COMMON, _SHORTER = 0.7, 0.05, 0.5
_SURE, _ALMOST, _MAYBE = 0.9, 0.75, 0.6
_WORD_SURE, _WORD_MAYBE = 0.85, 0.5
_SHOWN = 40  # characters that a message quotes


def repeated(material: Material) -> Iterator[Hit]:
    """Yield what the target says twice: sentences, stretches, words.

    :param material: What to look at.
    """
    yield from _copies(material)
    for linked in material.linked:
        yield from _inside(linked)


@dataclass(frozen=True)
class _Sentence:
    """A sentence of the target with its bead."""

    passage: Passage
    bead: Bead
    material: Material

    @cached_property
    def tokens(self) -> Tokens:
        return Tokens(self.passage.text)

    @cached_property
    def key(self) -> str:
        return self.tokens.key

    @cached_property
    def original(self) -> Tokens | None:
        if not self.bead.source:
            return None
        passage = self.material.passage(self.bead.source_document, self.bead.source)
        return Tokens(passage.text)

    @property
    def number(self) -> int:
        return self.passage.sentences[0].id


@dataclass(frozen=True)
class _Copy:
    """A sentence that says again what another says."""

    first: _Sentence
    second: _Sentence
    confidence: float


def _copies(material: Material) -> Iterator[Hit]:
    """Yield sentences that stand twice, neighbours as one passage."""
    run: list[_Copy] = []
    for copy in _single_copies(_sentences(material), material):
        if run and (
            copy.first.number - run[-1].first.number != 1
            or copy.second.number - run[-1].second.number != 1
        ):
            yield _copy_hit(run, material)
            run = []
        run.append(copy)
    if run:
        yield _copy_hit(run, material)


def _sentences(material: Material) -> list[_Sentence]:
    target = material.target
    bead_of = {number: bead for bead in material.beads for number in bead.target}
    return [
        _Sentence(material.passage(material.last, [sentence.id]), bead_of[sentence.id], material)
        for sentence in target.aligned_sentences()
        if sentence.id in bead_of
    ]


def _single_copies(sentences: Sequence[_Sentence], material: Material) -> Iterator[_Copy]:
    least = _LEAST[spaces_words(material.target.lang)]
    seen: dict[str, _Sentence] = {}
    sources: Counter[str] | None = None
    for at, sentence in enumerate(sentences):
        if len(sentence.tokens.words) < least:
            continue
        first = seen.get(sentence.key)
        if first is None:
            near = [s for s in sentences[max(0, at - _NEAR) : at] if len(s.tokens.words) >= least]
            found = _near_copy(sentence, near, material)
            if found:
                yield found
            seen[sentence.key] = sentence
            continue
        if not sentence.bead.source and sources is None:
            sources = _source_counts(material)
        confidence = _exact(first, sentence, sources)
        if confidence:
            yield _Copy(first, sentence, confidence)


def _source_counts(material: Material) -> Counter[str]:
    """Count how often each source sentence stands in the sources."""
    sources = material.documents[:-1]
    return Counter(Tokens(s.text).key for document in sources for s in document.sentences)


def _exact(first: _Sentence, second: _Sentence, sources: Counter[str] | None) -> float:
    """Return how sure it is that an exact copy should not be there; 0 if it may be."""
    if first.bead is second.bead or not second.bead.source:
        originals = first.bead.source
        texts = first.material.documents[first.bead.source_document].sentences
        keys = [Tokens(texts[number].text).key for number in originals]
        twice = len(set(keys)) < len(keys) or any(sources and sources[key] > 1 for key in keys)
        return 0.0 if twice else _SURE
    return 0.0 if _repeats_as_well(first, second) else _ALMOST


def _repeats_as_well(first: _Sentence, second: _Sentence) -> bool:
    """Say whether the originals of two sentences are alike."""
    if first.original is None or second.original is None:
        return False
    return alike(first.original, second.original) > _REPEATS_AS_WELL


def _near_copy(sentence: _Sentence, near: Sequence[_Sentence], material: Material) -> _Copy | None:
    """Return the sentence just before that one says again, if there is one."""
    for other in near:
        common = alike(other.tokens, sentence.tokens)
        together = other.bead is sentence.bead and len(sentence.bead.source) == 1
        if together and common < _ALIKE:
            if common >= _SOME_COMMON and _same_meaning(other, sentence, material):
                return _Copy(other, sentence, _MAYBE)
        elif common >= _ALIKE and not _repeats_as_well_or_is_one(other, sentence):
            return _Copy(other, sentence, _ALMOST)
    return None


def _repeats_as_well_or_is_one(first: _Sentence, second: _Sentence) -> bool:
    if first.bead is second.bead:
        return len(first.bead.source) > 1
    return _repeats_as_well(first, second)


def _same_meaning(one: _Sentence, other: _Sentence, material: Material) -> bool:
    """Say whether two sentences of one link both tell all of it, in other words."""
    sizes = sorted(len(s.tokens.words) for s in (one, other))
    if sizes[0] < _SHORTER * sizes[1]:
        return False
    vectors = encode_texts(material.encoder, [s.passage.text for s in (one, other)])
    return float(vectors[0] @ vectors[1]) >= _SAME_MEANING


def _copy_hit(run: Sequence[_Copy], material: Material) -> Hit:
    first = material.passage(
        material.last, sorted({run[0].first.number, run[-1].first.number})
    ).place()
    ids = [copy.second.number for copy in run]
    second = material.passage(material.last, sorted({ids[0], ids[-1]})).place()
    bead = run[0].second.bead if run[0].second.bead.source else run[0].first.bead
    source = material.passage(bead.source_document, bead.source).place() if bead.source else None
    shown = shorten(first.text, _SHOWN)
    en, zh = _why(run[0])
    return Hit(
        rule=Rule.REPEATED_SENTENCE if len(run) == 1 else Rule.REPEATED_PASSAGE,
        confidence=max(copy.confidence for copy in run),
        message={
            "en": f"This repeats what the translation already says, “{shown}”; {en}. Delete the"
            " copy, or translate what should stand here.",
            "zh": f"此处与前文重复：“{shown}”；{zh}。请删去重复，或补上应有的译文。",
        },
        source=source,
        target=second,
        evidence={"sentences": len(run), "first": [first.start, first.end]},
    )


def _why(copy: _Copy) -> tuple[str, str]:
    """Say what the originals have to do with a copy, in English and Chinese."""
    first, second = copy.first.bead, copy.second.bead
    if not first.source and not second.source:
        return "no original of it was found", "未找到对应的原文"
    if first is not second and second.source:
        return "the originals of the two differ", "两处对应的原文不同"
    return "the original says it once", "原文只说了一次"


def _inside(linked: Linked) -> Iterator[Hit]:
    """Yield stretches and words that one translation has twice."""
    text, lang = linked.target.text, linked.target.lang
    spaced = spaces_words(lang)
    found = list(echoes(Tokens(text), _STRETCH[spaced], _LONG[spaced]))
    doubles = list(doubled(linked.target.prose, lang))
    if not found and not doubles:
        return
    original = Tokens(linked.source.text)
    # Sentences that repeat one another are found as such.
    alone = len(linked.target.sentences) == 1
    if alone and not has_echo(original, _EXCUSE[spaces_words(linked.source.lang)]):
        for echo in found:
            said = text[echo.start : echo.end]
            yield _inside_hit(linked, Rule.REPEATED_PASSAGE, _MAYBE, (echo.start, echo.end), said)
    if not _is_doubled(original):
        for double in doubles:
            yield _word_hit(linked, double)


def _is_doubled(tokens: Tokens) -> bool:
    return any(one == other for one, other in zip(tokens.words, tokens.words[1:], strict=False))


def _inside_hit(
    linked: Linked, rule: Rule, confidence: float, span: tuple[int, int], text: str
) -> Hit:
    shown = shorten(text, _SHOWN)
    return Hit(
        rule=rule,
        confidence=confidence,
        message={
            "en": f"“{shown}” stands twice in this sentence, and the original says it once. Delete"
            " one, or translate what should stand here.",
            "zh": f"“{shown}”在本句中出现了两次，原文只说了一次。请删去一处，或补上应有的译文。",
        },
        source=linked.source.place(),
        target=linked.target.place(*span),
        evidence={"text": shown},
    )


def _word_hit(linked: Linked, double: Doubled) -> Hit:
    confidence = _WORD_SURE if double.is_sure else _WORD_MAYBE
    hit = _inside_hit(
        linked, Rule.REPEATED_WORDS, confidence, (double.start, double.end), double.word
    )
    message = {
        "en": f"“{double.word}” is written twice. Delete one.",
        "zh": f"“{double.word}”重复了。请删去一处。",
    }
    return replace(hit, message=message, worst=Severity.MINOR)
