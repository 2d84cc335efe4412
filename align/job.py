"""The main job in one call: two files to an alignment with its findings."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

from duizhao import __version__
from duizhao.align.aligner import Progress, align_documents
from duizhao.align.findings import find_all
from duizhao.align.policy import Policy, choose_policy
from duizhao.align.weights import default_weights
from duizhao.corpora.bitext import Alignment
from duizhao.corpora.read import read_document
from duizhao.corpora.types import Document
from duizhao.errors import InputError
from duizhao.models.encoder import Encoder
from duizhao.models.registry import DEFAULT, load_encoder

__all__ = ["align_files", "align_pair"]

_log = logging.getLogger(__name__)

# A finding is about a document, so the version of what reads documents belongs to its signature.
_SPLITTING = "1"


def align_files(
    original: str | os.PathLike[str],
    translation: str | os.PathLike[str],
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    policy: str | None = None,
    model: str = DEFAULT,
    presplit: bool = False,
    cache: bool = True,
    progress: Progress | None = None,
) -> Alignment:
    """Align a text with its translation or digest, and find what the translation lost.

    :param original: The file of the original.
    :param translation: The file of its translation or digest.
    :param source_lang: Language of the original, such as ``"en"``; detected if None.
    :param target_lang: Language of the translation; detected if None.
    :param policy: ``"full"`` or ``"digest"``; by how much of the original is covered, if None.
    :param model: A name for :func:`duizhao.models.registry.load_encoder`.
    :param presplit: The files hold one sentence a line, kept as given.
    :param cache: Keep vectors on disk, so that a second run is faster.
    :param progress: Called with a stage, what is done of it and the whole of it.
    :raises InputError: If a file cannot be used, or both are the same one.
    :raises UnknownNameError: If no model of that name is known.
    :raises EncoderError: If the model cannot be loaded.
    """
    encoder = load_encoder(model, cache=cache)
    source = read_document(original, lang=source_lang, presplit=presplit)
    target = read_document(translation, lang=target_lang, presplit=presplit)
    if Path(original).samefile(translation):
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
    signature = "|".join(
        [
            f"enc:{encoder.signature}",
            f"split:{_SPLITTING}",
            default_weights().signature,
            f"policy:{chosen.value}",
            f"v:{__version__}",
        ]
    )
    return replace(alignment, findings=findings, signature=signature, policy=chosen.value)
