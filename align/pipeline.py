"""The main job in one call: files, texts or documents to an alignment with its findings."""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from duizhao.align.aligner.beads import Progress
from duizhao.align.aligner.paragraphs.links import paragraph_links
from duizhao.align.aligner.sources import find_beads_of_sources
from duizhao.align.decisions.file import NO_DECISIONS, Decisions
from duizhao.align.decisions.links import constraints_of
from duizhao.align.finish import check_arguments, finish, wanted_policy
from duizhao.align.given_links import judge_bitext
from duizhao.align.identical import prose_coverage
from duizhao.align.judging.policy import Policy, choose_policy
from duizhao.align.judging.settings import NO_SETTINGS, Settings
from duizhao.align.known_languages import sentence_of, unknown_languages
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.keyed import pair_by_key
from duizhao.corpora.files.input import STANDARD_INPUT
from duizhao.corpora.reading.mixed.read import without_original
from duizhao.corpora.reading.pairs import told_apart
from duizhao.corpora.reading.read import ReadOptions, document_from_text, read_document
from duizhao.errors import InputError
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder
from duizhao.models.remembered import remembering

__all__ = ["align_documents", "align_files", "align_texts"]

_log = logging.getLogger(__name__)

# The version of the rules that make sentences; it changes when they do.
_SPLITTING = "1"
_AS_THEY_ARE = ReadOptions()
# Inputs seem swapped if at least so much of the original is linked, and less of the translation. Of
# eleven real pairs (README files, essays, law, subtitles, three digests) none was so in its right
# order, and two of the three digests were when they were given first; the third leaves out a fifth.
_ALL_OF_IT = 0.95
_MOST_OF_IT = 0.75
_SHOWN = 60  # characters of a sentence that is named
_FEWEST = 8  # sentences of the translation: fewer say nothing


def align_files(
    original: str | os.PathLike[str],
    translation: str | os.PathLike[str],
    encoder: Encoder | None = None,
    *,
    source: ReadOptions = _AS_THEY_ARE,
    target: ReadOptions = _AS_THEY_ARE,
    also: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    decisions: Decisions = NO_DECISIONS,
    settings: Settings = NO_SETTINGS,
    policy: str | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """Align a file with its translation or digest, and find what the translation lost.

    Two files of strings, such as Java properties, are paired by their keys where these agree.

    :param original: The file of the original; ``-`` is standard input.
    :param translation: The file of its translation or digest; ``-`` is standard input.
    :param encoder: As for :func:`align_documents`.
    :param source: How the original is read, and every file of ``also``.
    :param target: How the translation is read.
    :param also: Files of further originals that parts of the translation may come from.
    :param decisions: As for :func:`align_documents`.
    :param settings: As for :func:`align_documents`.
    :param policy: As for :func:`align_documents`.
    :param progress: As for :func:`align_documents`.
    :raises InputError: If a file cannot be used, or one is given twice.
    :raises UnknownNameError: If there is no such format or policy.
    :raises EncoderError: If the model cannot be loaded, or a format needs an extra.
    """
    check_arguments(settings, decisions, encoder)
    wanted = wanted_policy(policy, settings)
    further = [also] if isinstance(also, (str, os.PathLike)) else also
    paths = [original, *further, translation]
    files = [Path(path) for path in paths if os.fspath(path) != STANDARD_INPUT]
    if len(files) < len(paths) - 1:
        message = "standard input is given twice; one of the two must be a file"
        raise InputError(message)
    sources = [read_document(path, source) for path in paths[:-1]]
    made = read_document(translation, target)
    for first, second in itertools.combinations(files, 2):
        if first.samefile(second):
            message = f"{first} is given twice; expected an original and its translation"
            raise InputError(message)
    apart = _without_originals(sources, made, (source, target))
    if apart is not None:
        sources, made = apart
        wanted = wanted or Policy.FULL  # each paragraph has its place for a translation
    sources, made = _second_look(sources, made, (source.lang, target.lang))
    keyed = pair_by_key(sources[0], made) if len(sources) == 1 else None
    if keyed is not None:
        return judge_bitext(
            keyed,
            encoder,
            decisions=decisions,
            settings=settings,
            policy=wanted,
            progress=progress,
        )
    return align_documents(
        sources,
        made,
        encoder,
        decisions=decisions,
        settings=settings,
        policy=None if wanted is None else wanted.value,
        progress=progress,
    )


def align_texts(
    source: str,
    target: str,
    encoder: Encoder | None = None,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    decisions: Decisions = NO_DECISIONS,
    settings: Settings = NO_SETTINGS,
    policy: str | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """Align a text at hand with its translation or digest, and find what the translation lost.

    :param source: The original.
    :param target: Its translation or digest.
    :param encoder: As for :func:`align_documents`.
    :param source_lang: Language of the original, such as ``"en"``; found from the text if None.
    :param target_lang: Language of the translation, likewise.
    :param decisions: As for :func:`align_documents`.
    :param settings: As for :func:`align_documents`.
    :param policy: As for :func:`align_documents`.
    :param progress: As for :func:`align_documents`.
    :raises InputError: If a text is blank.
    :raises UnknownNameError: If there is no such policy.
    """
    originals, made = _second_look(
        [document_from_text(source, lang=source_lang, path="<source>")],
        document_from_text(target, lang=target_lang, path="<target>"),
        (source_lang, target_lang),
    )
    return align_documents(
        originals,
        made,
        encoder,
        decisions=decisions,
        settings=settings,
        policy=policy,
        progress=progress,
    )


def _without_originals(
    sources: Sequence[Document], target: Document, options: tuple[ReadOptions, ReadOptions]
) -> tuple[list[Document], Document] | None:
    """Return documents without what they hold of the other side's text, paragraph by paragraph.

    A translation is often kept in one file with its original, and then compared with that.

    :param sources: The originals.
    :param target: The translation.
    :param options: How both were read.
    :return: None if they hold nothing of it.
    """
    if len(sources) > 1:
        return None
    found = False
    pair = [sources[0], target]
    for number, how in enumerate(options):
        left = without_original(pair[number], pair[1 - number], how)
        if left is not None:
            _log.warning(
                "%s holds the text of %s as well; only what it has in %r is compared",
                pair[number].path,
                pair[1 - number].path,
                left.lang,
            )
            pair[number], found = left, True
    return (pair[:1], pair[1]) if found else None


def _second_look(
    sources: Sequence[Document], target: Document, named: tuple[str | None, str | None]
) -> tuple[list[Document], Document]:
    """Return documents that seemed to be in one language in those that they are in.

    :param sources: The originals.
    :param target: What was made of them.
    :param named: The languages that the user named; they stand.
    """
    looked = []
    for source in sources:
        langs = told_apart(source, target)
        langs = (
            source.lang if named[0] else langs[0],
            target.lang if named[1] else langs[1],
        )
        if langs[1] != target.lang:
            _log.warning(
                "%s looks like %r, the language of its original; by its own sentences or its name"
                " it is taken to be in %r; if that is wrong, name the languages",
                target.path,
                target.lang,
                langs[1],
            )
            target = replace(target, lang=langs[1])
        looked.append(source if langs[0] == source.lang else replace(source, lang=langs[0]))
    return looked, target


def _seems_swapped(alignment: Alignment) -> bool:
    """Tell whether the only original is rather a digest of the translation."""
    if len(alignment.sources) != 1 or alignment.strangers:
        return False
    linked = [bead for bead in alignment.beads if bead.source and bead.target]
    source = len(alignment.sources[0].sentences)
    target = len(alignment.target.sentences)
    if target < _FEWEST or source == 0:
        return False
    covered = sum(len(bead.source) for bead in linked) / source
    used = sum(len(bead.target) for bead in linked) / target
    return covered >= _ALL_OF_IT and used < _MOST_OF_IT


def _tell_asides(document: Document) -> None:
    """Say which sentences take no part in the alignment, and why: each run of one kind."""
    for kind, run in itertools.groupby(
        document.sentences, lambda s: None if document.is_aligned(s) else s.kind
    ):
        if kind is not None:
            texts = [sentence.text[:_SHOWN] for sentence in run]
            _log.info(
                "%s: not aligned, being %s (%d): %s",
                document.path,
                kind.value,
                len(texts),
                " … ".join(dict.fromkeys((texts[0], texts[-1]))),
            )


def align_documents(
    sources: Document | Sequence[Document],
    target: Document,
    encoder: Encoder | None = None,
    *,
    decisions: Decisions = NO_DECISIONS,
    settings: Settings = NO_SETTINGS,
    policy: str | None = None,
    borders: Sequence[tuple[int, int]] = (),
    progress: Progress | None = None,
) -> Alignment:
    """Align one or several originals with what was made of them, and find what was lost.

    :param sources: The original, or several of them: each target sentence is attributed to one,
        and the first is the one by which the policy is chosen.
    :param target: The translation or digest.
    :param encoder: Turns sentences into vectors; the default one, with its cache, if None.
    :param decisions: What an editor decided in earlier reports: links are obeyed, each for the
        first source that has it, and findings are marked.
    :param settings: What was chosen about findings.
    :param policy: ``"full"`` or ``"digest"``; if None, that of the settings, or else by how much of
        the original is covered.
    :param borders: Where the first original and the target are known to begin a further passage
        together, ids of two sentences each, neither ever falling: no link crosses one.
    :param progress: Called with a stage, what is done of it and the whole of it.
    :raises AlignmentError: If there is no source.
    :raises UnknownNameError: If there is no such policy.
    """
    check_arguments(settings, decisions, encoder)
    wanted = wanted_policy(policy, settings)
    encoder = remembering(load_encoder() if encoder is None else encoder)
    originals = [sources] if isinstance(sources, Document) else list(sources)
    for source in originals:
        if source.lang == target.lang:
            _log.warning(
                "%s and %s are both taken to be in the language %r; if that is wrong, name the"
                " languages",
                source.path,
                target.path,
                source.lang,
            )
    for document in (*originals, target):
        _tell_asides(document)
    constraints = list(constraints_of(decisions.links, originals, target))
    if borders and constraints:
        constraints[0] = replace(constraints[0], borders=tuple(borders))
    aligned = find_beads_of_sources(
        originals, target, encoder, constraints=constraints, progress=progress
    )
    alignment = Alignment(
        (*originals, target),
        aligned.beads,
        kinship=aligned.kinship,
        paragraphs=paragraph_links(originals, target, aligned.beads, aligned.paragraphs),
    )
    unknown = unknown_languages(alignment.documents, encoder.signature)
    for document in unknown:
        _log.warning("%s", sentence_of(document, document.path)["en"])
    for source in () if unknown else alignment.strangers:
        _log.warning("%s and %s do not seem to belong together", source.path, target.path)
    if not unknown and _seems_swapped(alignment):
        _log.warning(
            "%s seems to be made from %s, not the other way round; the original is given first",
            originals[0].path,
            target.path,
        )
    return finish(
        alignment,
        encoder,
        wanted or choose_policy(prose_coverage(alignment)),
        splitting=_SPLITTING,
        decisions=decisions,
        settings=settings,
    )
