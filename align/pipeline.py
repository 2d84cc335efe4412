"""The main job in one call: two files to an alignment with its findings."""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import shorten

from duizhao.align.aligner.beads import Progress, align_with_kinship
from duizhao.align.aligner.sources import AlignedSources, align_sources
from duizhao.align.aligner.weights import weights_for
from duizhao.align.decisions.file import decide, latest_links, load_saved
from duizhao.align.decisions.findings import Verdict
from duizhao.align.decisions.links import Constraints, Decision, match_decisions, read_decisions
from duizhao.align.findings.find import find_all
from duizhao.align.judging.policy import Policy, choose_policy
from duizhao.align.judging.settings import NO_SETTINGS, Settings
from duizhao.align.judging.settings_file import load_settings
from duizhao.align.signature import signature_of
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.document import Document
from duizhao.corpora.files.input import STANDARD_INPUT, read_utf8
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.reading.read import read_document
from duizhao.errors import InputError
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

__all__ = ["align_all_sources", "align_files", "align_pair"]

_log = logging.getLogger(__name__)

# The version of the rules that make sentences; it changes when they do.
_SPLITTING = "1"
# Characters of a decided link that a warning shows of either side.
_SHOWN = 60


def align_files(
    original: str | os.PathLike[str],
    translation: str | os.PathLike[str],
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    source_format: str | None = None,
    target_format: str | None = None,
    source_encoding: str | None = None,
    target_encoding: str | None = None,
    presplit: bool = False,
    limits: Limits = NO_LIMITS_RAISED,
    align_all: bool = False,
    policy: str | None = None,
    also: Sequence[str | os.PathLike[str]] = (),
    links: str | os.PathLike[str] | None = None,
    decisions: Sequence[str | os.PathLike[str]] = (),
    settings: str | os.PathLike[str] | Settings = NO_SETTINGS,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """Align a text with its translation or digest, and find what the translation lost.

    :param original: The file of the original; ``-`` is standard input.
    :param translation: The file of its translation or digest; ``-`` is standard input.
    :param source_lang: Language of the original, such as ``"en"``; detected if None.
    :param target_lang: Language of the translation; detected if None.
    :param source_format: Format of the original, a name among
        :data:`duizhao.corpora.reading.registry.FORMATS`; told from content and suffix if None.
    :param target_format: Format of the translation, likewise.
    :param source_encoding: Encoding of the original, such as ``"gb18030"``; found if None.
    :param target_encoding: Encoding of the translation, likewise.
    :param presplit: The files hold one sentence a line, kept as given.
    :param limits: What each file may cost.
    :param align_all: Teasers, bylines, contents, navigation and furniture take part as well.
    :param policy: ``"full"`` or ``"digest"``; if None, that of the settings, or else by how much of
        the original is covered.
    :param also: Files of further originals that parts of the translation may come from, in the
        language of the first; each target sentence is attributed to one of them.
    :param links: A file of links that an editor confirmed or rejected, see
        :mod:`duizhao.align.decisions.links`.
    :param decisions: Files of decisions on findings and links that the report saved, see
        :mod:`duizhao.align.decisions.file`; what a later one says holds.
    :param settings: What was chosen about findings, or a file that says it, see
        :mod:`duizhao.align.judging.settings_file`.
    :param encoder: What turns sentences into vectors, from
        :func:`duizhao.models.registry.load_encoder`; the default one, with its cache, if None.
    :param progress: Called with a stage, what is done of it and the whole of it.
    :raises InputError: If a file cannot be used, or both are the same one.
    :raises UnknownNameError: If no format of that name is known.
    :raises EncoderError: If the model cannot be loaded, or a format needs an extra.
    """
    chosen = settings if isinstance(settings, Settings) else load_settings(Path(settings))
    encoder = encoder or load_encoder()
    paths = [original, *also, translation]
    files = [Path(path) for path in paths if os.fspath(path) != STANDARD_INPUT]
    if len(files) < len(paths) - 1:
        message = "standard input is given twice; one of the two must be a file"
        raise InputError(message)
    linked = [] if links is None else read_decisions(read_utf8(Path(links), "links"), str(links))
    saved = load_saved([Path(path) for path in decisions])
    given = (source_lang, source_encoding, source_format)
    *sources, target = (
        replace(
            read_document(
                path, lang=lang, encoding=encoding, presplit=presplit, format=name, limits=limits
            ),
            align_all=align_all,
        )
        for path, lang, encoding, name in (
            *((path, *given) for path in (original, *also)),
            (translation, target_lang, target_encoding, target_format),
        )
    )
    _check_different(files)
    return align_all_sources(
        sources,
        target,
        encoder,
        policy=policy,
        decisions=latest_links(linked, saved.links),
        verdicts=saved.findings,
        settings=chosen,
        progress=progress,
    )


def _check_different(files: Sequence[Path]) -> None:
    """Refuse a file that is given twice, under whatever name."""
    for first, second in itertools.combinations(files, 2):
        if first.samefile(second):
            message = f"{first} is given twice; expected an original and its translation"
            raise InputError(message)


def align_pair(
    source: Document,
    target: Document,
    encoder: Encoder,
    *,
    policy: str | None = None,
    decisions: Sequence[Decision] = (),
    verdicts: Sequence[Verdict] = (),
    settings: Settings = NO_SETTINGS,
    progress: Progress | None = None,
) -> Alignment:
    """Align two documents that were read already, and find what the second one lost.

    :param source: The original.
    :param target: Its translation or digest.
    :param encoder: Turns sentences into vectors.
    :param policy: As for :func:`align_files`.
    :param decisions: What an editor said of links.
    :param verdicts: What an editor said of findings.
    :param settings: What was chosen about findings.
    :param progress: As for :func:`align_files`.
    """
    return align_all_sources(
        [source],
        target,
        encoder,
        policy=policy,
        decisions=decisions,
        verdicts=verdicts,
        settings=settings,
        progress=progress,
    )


def align_all_sources(
    sources: Sequence[Document],
    target: Document,
    encoder: Encoder,
    *,
    policy: str | None = None,
    decisions: Sequence[Decision] = (),
    verdicts: Sequence[Verdict] = (),
    settings: Settings = NO_SETTINGS,
    progress: Progress | None = None,
) -> Alignment:
    """Align one or several originals with what was made of them, and find what was lost.

    :param sources: At least one; the first is the original by which the policy is chosen.
    :param target: What was made of them.
    :param encoder: Turns sentences into vectors.
    :param policy: As for :func:`align_files`.
    :param decisions: What an editor said of links; each holds for the first source that has it.
    :param verdicts: What an editor said of findings.
    :param settings: What was chosen about findings.
    :param progress: As for :func:`align_files`.
    """
    wanted = Policy(policy) if policy else settings.policy
    for source in sources:
        if source.lang == target.lang:
            _log.warning(
                "%s and %s are both taken to be in the language %r; if that is wrong, name the"
                " languages",
                source.path,
                target.path,
                source.lang,
            )
    constraints = _constraints(decisions, sources, target)
    if len(sources) == 1:
        aligned = align_with_kinship(
            sources[0], target, encoder, constraints=constraints[0], progress=progress
        )
        several = AlignedSources(aligned.beads, (aligned.kinship,))
    else:
        several = align_sources(
            sources, target, encoder, constraints=constraints, progress=progress
        )
    alignment = Alignment((*sources, target), several.beads, kinship=several.kinship)
    for source in alignment.strangers:
        _log.warning("%s and %s do not seem to belong together", source.path, target.path)
    chosen = wanted or choose_policy(alignment.coverage(0))
    found = find_all(alignment.documents, alignment.beads, encoder, chosen, settings=settings)
    findings = decide(found.findings, alignment.documents, verdicts)
    signature = signature_of(
        encoder, weights_for(encoder), chosen, splitting=_SPLITTING, settings=settings
    )
    return replace(
        alignment,
        findings=findings,
        signature=signature,
        policy=chosen.value,
        failures=found.failures,
        ignored=found.ignored,
    )


def _constraints(
    decisions: Sequence[Decision], sources: Sequence[Document], target: Document
) -> list[Constraints]:
    """Return what was decided of each source; what fits none is told."""
    found = []
    left = tuple(decisions)
    for source in sources:
        constraints, left = match_decisions(left, source, target)
        found.append(constraints)
    if left:
        first = left[0]
        _log.warning(
            "%d of %d decided links are not in these texts any more, first: %s | %s",
            len(left),
            len(decisions),
            shorten(first.source, _SHOWN),
            shorten(first.target, _SHOWN),
        )
    return found
