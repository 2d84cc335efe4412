"""Write what an alignment holds in one more format, without aligning again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from duizhao.align.results.glossary import find_terms
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.memory import PLAIN_TMX, TmxOptions, tmx_writers
from duizhao.corpora.exchange.table import write_tsv
from duizhao.corpora.exchange.terms import Term, write_terms_csv, write_terms_tbx
from duizhao.corpora.exchange.xliff import write_xliff
from duizhao.corpora.files.output import Writer, Written
from duizhao.corpora.text.tags import language_codes
from duizhao.errors import UnknownNameError
from duizhao.models.encoder import Encoder

__all__ = [
    "EXPORT_FORMATS",
    "PLAIN_EXPORT",
    "ExportOptions",
    "ExportPlan",
    "Exported",
    "plan_export",
]


@dataclass(frozen=True)
class ExportOptions:
    """How an alignment is written.

    :param memory: How a translation memory is made; its language codes are those of every format
        that names languages.
    :param comments: Language of what XLIFF says of the findings, ``"en"`` or ``"zh"``.
    :param least: How many linked passages must have both words of a term.
    """

    memory: TmxOptions = PLAIN_TMX
    comments: str = "en"
    least: int = 1


PLAIN_EXPORT = ExportOptions()
"""All that fits, in one file."""


@dataclass(frozen=True)
class Exported:
    """What was written.

    :param what: What was counted: ``"unit"``, ``"term"`` or ``"row"``.
    :param written: How many were written.
    :param left_out: How many were not, by reason; see
        :func:`duizhao.corpora.exchange.memory.write_tmx` and
        :func:`duizhao.corpora.exchange.xliff.write_xliff`; ``rare`` for terms.
    :param without_target: How many units of XLIFF have no target.
    :param stripped: How many characters were taken out because XML cannot hold them.
    """

    what: str
    written: int
    left_out: Mapping[str, int]
    without_target: int = 0
    stripped: int = 0


@dataclass(frozen=True)
class ExportPlan:
    """What to write where.

    :param writers: A writer for each file, for :func:`duizhao.corpora.files.output.write_all`.
    :param result: Says, after that, what was written.
    """

    writers: Mapping[Path, Writer]
    result: Callable[[], Exported]


def plan_export(
    alignment: Alignment,
    path: Path,
    name: str,
    options: ExportOptions = PLAIN_EXPORT,
    *,
    load: Callable[[], Encoder],
) -> ExportPlan:
    """Say what to write where.

    :param alignment: What to write.
    :param path: The file; a memory in several files numbers them.
    :param name: One of :data:`EXPORT_FORMATS`.
    :param options: How.
    :param load: Returns an encoder; called for a glossary only.
    :raises UnknownNameError: If there is no such format.
    :raises OutputError: If a code or the time is not of its form, or the two codes are equal.
    """
    if name not in _PLANS:
        what = "format"
        raise UnknownNameError(what, name, EXPORT_FORMATS)
    return _PLANS[name](alignment, path, options, load)


_Load = Callable[[], Encoder]


def _memory(alignment: Alignment, path: Path, options: ExportOptions, _load: _Load) -> ExportPlan:
    writers, summary = tmx_writers(alignment, path, options.memory)
    exported = Exported("unit", summary.written, summary.left_out, stripped=summary.stripped)
    return ExportPlan(writers, lambda: exported)


def _xliff(
    alignment: Alignment, path: Path, options: ExportOptions, _load: _Load, *, version: str
) -> ExportPlan:
    _codes(alignment, options)
    found: list[Written] = []

    def write(stream: BinaryIO) -> None:
        summary = write_xliff(
            alignment,
            stream,
            version=version,
            source_lang=options.memory.source_lang,
            target_lang=options.memory.target_lang,
            comments=options.comments,
        )
        found.append(summary)

    def result() -> Exported:
        s = found[-1]
        return Exported("unit", s.written, s.left_out, s.without_target, s.stripped)

    return ExportPlan({path: write}, result)


def _table(alignment: Alignment, path: Path, _options: ExportOptions, _load: _Load) -> ExportPlan:
    exported = Exported("row", len(alignment.beads), {})
    return ExportPlan({path: partial(write_tsv, alignment)}, lambda: exported)


def _glossary(
    alignment: Alignment, path: Path, options: ExportOptions, load: _Load, *, tbx: bool
) -> ExportPlan:
    write: Callable[[list[Term], BinaryIO], int] = write_terms_csv
    if tbx:
        write = partial(write_terms_tbx, codes=_codes(alignment, options))
    found = find_terms(alignment, load())
    terms = [term for term in found if term.count >= options.least]
    rare = len(found) - len(terms)
    exported = Exported("term", len(terms), {"rare": rare} if rare else {})
    return ExportPlan({path: partial(write, terms)}, lambda: exported)


def _codes(alignment: Alignment, options: ExportOptions) -> tuple[str, str]:
    """Return the language codes; wrong ones are refused before there is work."""
    langs = alignment.sources[0].lang, alignment.target.lang
    return language_codes(langs, (options.memory.source_lang, options.memory.target_lang))


_PLANS: dict[str, Callable[[Alignment, Path, ExportOptions, _Load], ExportPlan]] = {
    "tmx": _memory,
    "xliff": partial(_xliff, version="2.1"),
    "xliff-1.2": partial(_xliff, version="1.2"),
    "tsv": _table,
    "glossary-csv": partial(_glossary, tbx=False),
    "glossary-tbx": partial(_glossary, tbx=True),
}

EXPORT_FORMATS = tuple(_PLANS)
"""The names of the formats."""
