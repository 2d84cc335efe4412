"""The main job in one call: two files to an alignment with its findings."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

from duizhao.align.aligner import Progress, align_documents
from duizhao.align.findings import find_all
from duizhao.align.policy import Policy, choose_policy
from duizhao.align.signature import signature_of
from duizhao.align.weights import default_weights
from duizhao.corpora.bitext import Alignment
from duizhao.corpora.formats.base import NO_LIMITS_RAISED, Limits
from duizhao.corpora.intake import STANDARD_INPUT
from duizhao.corpora.read import read_document
from duizhao.corpora.types import Document
from duizhao.errors import InputError
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

__all__ = ["align_files", "align_pair"]

_log = logging.getLogger(__name__)

# The version of the rules that make sentences; it changes when they do.
_SPLITTING = "1"


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
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """Align a text with its translation or digest, and find what the translation lost.

    :param original: The file of the original; ``-`` is standard input.
    :param translation: The file of its translation or digest; ``-`` is standard input.
    :param source_lang: Language of the original, such as ``"en"``; detected if None.
    :param target_lang: Language of the translation; detected if None.
    :param source_format: Format of the original, a name among
        :data:`duizhao.corpora.registry.FORMATS`; told from content and suffix if None.
    :param target_format: Format of the translation, likewise.
    :param source_encoding: Encoding of the original, such as ``"gb18030"``; found if None.
    :param target_encoding: Encoding of the translation, likewise.
    :param presplit: The files hold one sentence a line, kept as given.
    :param limits: What each file may cost.
    :param align_all: Teasers, bylines, contents, navigation and furniture take part as well.
    :param policy: ``"full"`` or ``"digest"``; by how much of the original is covered, if None.
    :param encoder: What turns sentences into vectors, from
        :func:`duizhao.models.registry.load_encoder`; the default one, with its cache, if None.
    :param progress: Called with a stage, what is done of it and the whole of it.
    :raises InputError: If a file cannot be used, or both are the same one.
    :raises UnknownNameError: If no format of that name is known.
    :raises EncoderError: If the model cannot be loaded, or a format needs an extra.
    """
    encoder = encoder or load_encoder()
    once = STANDARD_INPUT in {os.fspath(original), os.fspath(translation)}
    if once and Path(original) == Path(translation):
        message = "standard input is given twice; one of the two must be a file"
        raise InputError(message)
    source, target = (
        replace(
            read_document(
                path, lang=lang, encoding=encoding, presplit=presplit, format=name, limits=limits
            ),
            align_all=align_all,
        )
        for path, lang, encoding, name in (
            (original, source_lang, source_encoding, source_format),
            (translation, target_lang, target_encoding, target_format),
        )
    )
    if not once and Path(original).samefile(translation):
        message = f"{source.path} is given twice; expected an original and its translation"
        raise InputError(message)
    return align_pair(source, target, encoder, policy=policy, progress=progress)


def align_pair(
    source: Document,
    target: Document,
    encoder: Encoder,
    *,
    policy: str | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """Align two documents that were read already, and find what the second one lost.

    :param source: The original.
    :param target: Its translation or digest.
    :param encoder: Turns sentences into vectors.
    :param policy: As for :func:`align_files`.
    :param progress: As for :func:`align_files`.
    """
    wanted = Policy(policy) if policy else None
    if source.lang == target.lang:
        _log.warning(
            "%s and %s are both taken to be in the language %r; if that is wrong, name the"
            " languages",
            source.path,
            target.path,
            source.lang,
        )
    beads = align_documents(source, target, encoder, progress=progress)
    alignment = Alignment((source, target), beads)
    chosen = wanted or choose_policy(alignment.coverage(0))
    findings = find_all(source, target, beads, encoder, chosen)
    signature = signature_of(encoder, default_weights(), chosen, splitting=_SPLITTING)
    return replace(alignment, findings=findings, signature=signature, policy=chosen.value)
