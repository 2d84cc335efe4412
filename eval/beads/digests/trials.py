"""Made digests as trials of aligners, one set for each share that is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.reading.read import document_from_text
from duizhao.errors import InputError
from duizhao.eval.beads.digests.make import Digest, Original, make_digest
from duizhao.eval.beads.digests.synonyms import cedict_synonyms
from duizhao.eval.beads.trials import Trial, TrialSet
from duizhao.eval.gold.pairs import GoldPair
from duizhao.eval.gold.segments import Segments, read_segments

__all__ = ["DROPS", "Made", "digest_trials", "made_digests", "trial_of"]

DROPS = (0.3, 0.5, 0.7, 0.9)
"""The shares of sentences that digests leave out."""

_LEAST, _MOST = 12, 80  # sentences of the documents that digests are made from
_MOST_DOCUMENTS = 40  # of those read, evenly, where there are more
_CHAT = frozenset({"conversation", "chat"})
_PHRASES = 0.5  # share of segments in lower case from which on a document is a list of phrases


def digest_trials(path: Path, *, documents: int = _MOST_DOCUMENTS) -> list[TrialSet]:
    """Make digests from translations, as :func:`made_digests` does.

    :param path: As there.
    :param documents: As there.
    :return: A set for each of :data:`DROPS`, of the same documents.
    :raises InputError: If there is no such document.
    :raises FormatError: If a line is not of that form.
    """
    sets: dict[float, list[Trial]] = {drop: [] for drop in DROPS}
    for made in made_digests(path, DROPS, documents=documents):
        sets[made.drop].append(trial_of(made))
    return [
        TrialSet(f"digests-{path.stem}-{drop:.0%}", tuple(trials)) for drop, trials in sets.items()
    ]


@dataclass(frozen=True)
class Made:
    """A digest and where it comes from.

    :param name: The name of the document.
    :param langs: The languages of source and digest.
    :param drop: The share of sentences that was left out, 0 to 1.
    :param digest: The digest.
    """

    name: str
    langs: tuple[str, str]
    drop: float
    digest: Digest


def made_digests(
    path: Path, drops: Sequence[float] = DROPS, *, documents: int = _MOST_DOCUMENTS
) -> Iterator[Made]:
    """Yield digests made from translations whose sentences belong together one by one.

    Every other document is digested in English, the others in Chinese. Chat and lists of phrases
    are left out. Half of the documents that have a second translation are taken with that.

    :param path: As for :func:`duizhao.eval.gold.segments.read_segments`.
    :param drops: The shares of sentences to leave out, 0 to 1.
    :param documents: The most documents to take.
    :raises InputError: If there is no such document.
    :raises FormatError: If a line is not of that form.
    """
    known = [each for each in read_segments(path) if _is_usable(each)]
    if not known:
        message = f"{path} has no running text of {_LEAST} segments or more that go one by one"
        raise InputError(message)
    count = min(documents, len(known))
    chosen = [known[k * len(known) // count] for k in range(count)]
    sentences = [(each.name, row) for each in chosen for row in each.rows[:_MOST]]
    synonyms = cedict_synonyms()
    for number, each in enumerate(chosen):
        langs = ("en", "zh") if number % 2 else ("zh", "en")
        original = _original(each, langs, second=number % 4 > 1)
        others = [row for name, row in sentences if name != each.name]
        strangers = [row[1] if langs[1] == "zh" else row[0] for row in others]
        for drop in drops:
            digest = make_digest(original, drop, strangers, synonyms, f"{each.name} {drop}")
            yield Made(each.name, langs, drop, digest)


def _is_usable(document: Segments) -> bool:
    firsts = [next(filter(str.isalpha, english), "") for english, _, _ in document.rows]
    return (
        len(firsts) >= _LEAST
        and document.domain not in _CHAT
        and sum(first.islower() for first in firsts) <= _PHRASES * len(firsts)
    )


def _original(document: Segments, langs: tuple[str, str], *, second: bool) -> Original:
    """Return a document as the text and its translation, or another person's if there is one."""
    rows = document.rows[:_MOST]
    texts = {"en": [row[0] for row in rows], "zh": [row[1] for row in rows]}
    if second and document.second:
        texts[document.translated] = [
            other or usual
            for other, usual in zip(document.second, texts[document.translated], strict=False)
        ]
    paragraphs = tuple(row[2] for row in rows)
    return Original(langs, tuple(texts[langs[0]]), tuple(texts[langs[1]]), paragraphs)


def trial_of(made: Made) -> Trial:
    """Return a digest as documents with blocks, and what is right.

    :param made: The digest.
    """
    digest = made.digest
    source = _document(digest.source, made.langs[0], made.name)
    target = _document(digest.target, made.langs[1], made.name)
    beads = tuple(Bead(*link) for link in digest.beads)
    pair = GoldPair(made.name, source, target, beads)
    return Trial(pair, digest.moved, loss=made.drop, paragraphs=digest.links)


def _document(paragraphs: Sequence[Sequence[str]], lang: str, name: str) -> Document:
    text = "\n\n".join("\n".join(paragraph) for paragraph in paragraphs)
    return document_from_text(text, lang=lang, path=f"{name}.{lang}", presplit=True)
