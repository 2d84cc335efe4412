"""Check an existing bitext: its links stay, what its translation lost is found."""

from __future__ import annotations

import os

from duizhao.align.aligner.beads import Progress
from duizhao.align.decisions.file import NO_DECISIONS, Decisions
from duizhao.align.finish import check_arguments, wanted_policy
from duizhao.align.given_links import judge_bitext
from duizhao.align.judging.policy import Policy
from duizhao.align.judging.settings import NO_SETTINGS, Settings
from duizhao.align.pipeline import align_documents
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.bitext import read_bitext
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.models.encoder import Encoder

__all__ = ["check_file"]


def check_file(
    path: str | os.PathLike[str],
    encoder: Encoder | None = None,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    format: str | None = None,  # noqa: A002 - as for reading a bitext
    columns: tuple[str, str] | None = None,
    recover: bool = False,
    limits: Limits = NO_LIMITS_RAISED,
    decisions: Decisions = NO_DECISIONS,
    settings: Settings = NO_SETTINGS,
    policy: str | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """Find what the translation in a file of an existing bitext lost.

    The file is a memory (TMX), an XLIFF file of any version or of Trados, memoQ or Phrase, a
    message catalogue (PO), a table of two columns (TSV, CSV, XLSX, or one in a DOCX, ODT, PPTX,
    HTML or Markdown document), or a document in which two languages stand in turn.

    Where two languages stand in turn, each passage is aligned with the one beside it. Else each
    link gets its similarity, and as its probability how much rather the fitted weights
    would make it than leave both texts alone; links are never changed. A text without
    translation is an omission; one that is equal to its source, or in its language, is
    untranslated, and so is, as information, one that its file marks as fuzzy or not done.

    :param path: The file; ``-`` is standard input.
    :param encoder: Turns texts into vectors; the default one, with its cache, if None.
    :param source_lang: Language of the source; as the file says, else by its text, if None.
    :param target_lang: Language of the target, likewise.
    :param format: A name among :data:`duizhao.corpora.exchange.bitext.BITEXT_FORMATS`; told from
        content and suffix if None.
    :param columns: The columns of a table for source and target: names in its first row, numbers
        from 1, or letters as in spreadsheets. Those that its first row calls so, else two of
        different languages, if None.
    :param recover: Mend a broken TMX, keep what can be read, and warn of it.
    :param limits: What the file may cost.
    :param decisions: What an editor said of findings; what was said of links is not obeyed.
    :param settings: What was chosen about findings.
    :param policy: ``"full"`` or ``"digest"``; if None, that of the settings, or else full, since a
        unit without a translation is an open end and no choice; of a table of 20 rows or more it
        is chosen as :func:`duizhao.align.pipeline.align_files` does.
    :param progress: Called with a stage, what is done of it and the whole of it.
    :raises InputError: If the file cannot be used.
    :raises UnknownNameError: If there is no such format or policy.
    """
    check_arguments(settings, decisions, encoder)
    wanted = wanted_policy(policy, settings)
    bitext = read_bitext(
        path,
        source_lang=source_lang,
        target_lang=target_lang,
        format=format,
        columns=columns,
        recover=recover,
        limits=limits,
    )
    if bitext.borders is not None:
        return align_documents(
            bitext.source,
            bitext.target,
            encoder,
            decisions=decisions,
            settings=settings,
            policy=(wanted or Policy.FULL).value,
            borders=bitext.borders,
            progress=progress,
        )
    return judge_bitext(
        bitext,
        encoder,
        decisions=decisions,
        settings=settings,
        policy=wanted,
        progress=progress,
    )
