"""All formats of results in one table: those of a run, of an export, and the report's forms.

What a run writes unless it is told otherwise is imported with the table, all else when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from duizhao.align.report.html.page import write_html
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.exchange.alignment_json import write_json
from duizhao.corpora.exchange.memory import PLAIN_TMX, TmxOptions, memory_writers
from duizhao.corpora.exchange.table import write_tsv
from duizhao.corpora.files.output import Writer, Written
from duizhao.corpora.text.tags import language_codes
from duizhao.errors import UnknownNameError

if TYPE_CHECKING:
    from duizhao.corpora.exchange.terms import Term
    from duizhao.models.encoder import Encoder

__all__ = [
    "EXPORT_FORMATS",
    "PLAIN_OUTPUT",
    "REPORT_FORMS",
    "RUN_FORMATS",
    "OutputFormat",
    "OutputOptions",
    "choose_output_format",
]


def _default_encoder() -> Encoder:
    from duizhao.models.registry import load_encoder

    return load_encoder()


@dataclass(frozen=True)
class OutputOptions:
    """How an alignment is written. A format passes over what it has no use for.

    :param memory: What becomes a unit of a translation memory, or of a format like it; its language
        codes are those of every format that names languages.
    :param comments: Language of what XLIFF says of the findings, ``"en"`` or ``"zh"``.
    :param least: How many linked passages must have both words of a term.
    :param load: Returns the encoder; called for a glossary only.
    :param ui: The report's interface language, ``"en"`` or ``"zh"``; None leaves it to the form.
    """

    memory: TmxOptions = PLAIN_TMX
    comments: str = "en"
    least: int = 1
    load: Callable[[], Encoder] = _default_encoder
    ui: str | None = None


PLAIN_OUTPUT = OutputOptions()
"""All that fits, in one file."""

_Writers: TypeAlias = Mapping[Path, Callable[[BinaryIO], Written]]
_Plan: TypeAlias = Callable[[Alignment, Path, OutputOptions], _Writers]


@dataclass(frozen=True)
class OutputFormat:
    """A format of results.

    :param name: Its name, as options take it.
    :param plan: Returns a writer for a path, or for each of several files that are named after it;
        each says what became of the whole alignment.
    :param file_name: What a run calls its file; empty if runs do not write it.
    :param is_exported: Whether it is written from an alignment for other programs.
    :param is_report: Whether it is a form of the report.
    :param is_text: Whether it is text, so that a terminal or a pipe can take it.
    :param has_ui: Whether it is in one interface language or another.
    :param needs_two_languages: Whether source and target must be in different languages.
    """

    name: str
    plan: _Plan
    file_name: str = ""
    is_exported: bool = False
    is_report: bool = False
    is_text: bool = True
    has_ui: bool = False
    needs_two_languages: bool = False


def choose_output_format(known: Mapping[str, OutputFormat], name: str) -> OutputFormat:
    """Return the format of a name.

    :param known: :data:`RUN_FORMATS`, :data:`EXPORT_FORMATS` or :data:`REPORT_FORMS`.
    :param name: One of its keys.
    :raises UnknownNameError: If there is no such format.
    """
    if name not in known:
        what = "format"
        raise UnknownNameError(what, name, known)
    return known[name]


def _saying(write: Writer, written: Written) -> Callable[[BinaryIO], Written]:
    """Let a writer say what is known before it is called."""

    def run(stream: BinaryIO) -> Written:
        write(stream)
        return written

    return run


def _late(module: str, name: str) -> Callable[..., None]:
    """Return what writes a form of the report; its module is imported when it is called."""

    def write(alignment: Alignment, stream: BinaryIO, **options: str | None) -> None:
        getattr(import_module(f"duizhao.align.report.{module}"), name)(alignment, stream, **options)

    return write


def _form(write: Callable[..., None], *, has_ui: bool = True) -> _Plan:
    def plan(alignment: Alignment, path: Path, options: OutputOptions) -> _Writers:
        ui = {"ui": options.ui} if has_ui else {}
        written = Written("finding", len(alignment.findings))
        return {path: _saying(partial(write, alignment, **ui), written)}

    return plan


def _rows(write: Callable[[Alignment, BinaryIO], None]) -> _Plan:
    def plan(alignment: Alignment, path: Path, _options: OutputOptions) -> _Writers:
        return {path: _saying(partial(write, alignment), Written("row", len(alignment.beads)))}

    return plan


def _units(alignment: Alignment, path: Path, options: OutputOptions, *, name: str) -> _Writers:
    return memory_writers(alignment, path, options.memory, name)


def _xliff(alignment: Alignment, path: Path, options: OutputOptions, *, version: str) -> _Writers:
    from duizhao.corpora.exchange.xliff import write_xliff

    _codes(alignment, options)
    write = partial(
        write_xliff,
        alignment,
        version=version,
        source_lang=options.memory.source_lang,
        target_lang=options.memory.target_lang,
        comments=options.comments,
    )
    return {path: write}


def _glossary(alignment: Alignment, path: Path, options: OutputOptions, *, tbx: bool) -> _Writers:
    from duizhao.align.results.glossary import find_terms
    from duizhao.corpora.exchange.terms import write_terms_csv, write_terms_tbx

    write: Callable[[list[Term], BinaryIO], int] = write_terms_csv
    if tbx:
        write = partial(write_terms_tbx, codes=_codes(alignment, options))
    found = find_terms(alignment, options.load())
    terms = [term for term in found if term.count >= options.least]
    rare = len(found) - len(terms)
    written = Written("term", len(terms), {"rare": rare} if rare else {})
    return {path: _saying(partial(write, terms), written)}


def _codes(alignment: Alignment, options: OutputOptions) -> tuple[str, str]:
    """Return the language codes; wrong ones are refused before there is work."""
    langs = alignment.sources[0].lang, alignment.target.lang
    return language_codes(langs, (options.memory.source_lang, options.memory.target_lang))


_bitext = partial(OutputFormat, is_exported=True, needs_two_languages=True)
_report = partial(OutputFormat, is_report=True, has_ui=True)

_FORMATS = (
    OutputFormat("json", _rows(write_json), "alignment.json"),
    _bitext("tmx", partial(_units, name="tmx"), "aligned.tmx"),
    OutputFormat("tsv", _rows(write_tsv), "aligned.tsv", is_exported=True),
    _report("html", _form(write_html), "report.html"),
    _bitext("xliff", partial(_xliff, version="2.1"), "aligned.xlf"),
    _bitext("xliff-1.2", partial(_xliff, version="1.2")),
    _bitext("csv", partial(_units, name="csv")),
    _bitext("jsonl", partial(_units, name="jsonl")),
    _bitext("moses", partial(_units, name="moses")),
    OutputFormat("glossary-csv", partial(_glossary, tbx=False), is_exported=True),
    _bitext("glossary-tbx", partial(_glossary, tbx=True)),
    _report("xlsx", _form(_late("xlsx", "write_xlsx")), is_text=False),
    _report("docx", _form(_late("docx", "write_docx")), is_text=False),
    _report("md", _form(_late("markdown", "write_markdown"))),
    _report("txt", _form(_late("plain_text", "write_text"))),
    _report("jsonl", _form(_late("jsonl", "write_jsonl"), has_ui=False), has_ui=False),
    OutputFormat(
        "sarif", _form(_late("sarif", "write_sarif")), "findings.sarif", is_report=True, has_ui=True
    ),
)

RUN_FORMATS = {known.name: known for known in _FORMATS if known.file_name}
"""What a run can leave, by name, in the order in which it is listed."""

EXPORT_FORMATS = {known.name: known for known in _FORMATS if known.is_exported}
"""What is written for other programs, by name."""

REPORT_FORMS = {known.name: known for known in _FORMATS if known.is_report}
"""The forms of the report, by name."""
