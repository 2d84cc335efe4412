"""Align a text with its translation or digest, and show what the translation lost.

::

    import duizhao

    alignment = duizhao.align_files("article.en.txt", "digest.zh.txt")
    for finding in alignment.findings:
        print(finding.severity.value, finding.message["en"])
    duizhao.write_results(alignment, "out")

What stands in ``__all__`` is the way in, and it is kept: ``docs/python.md`` shows each function.
Many documents at a time: :mod:`duizhao.corpus`. The packages below (``duizhao.corpora``,
``duizhao.models``, ``duizhao.align``, ``duizhao.eval``) are private, and change without notice.

Nothing is loaded before it is used: ``import duizhao`` loads no model and no numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from duizhao.version import __version__

if TYPE_CHECKING:
    from duizhao.align.check import check_file
    from duizhao.align.decisions.file import Decisions
    from duizhao.align.judging.settings import Settings
    from duizhao.align.pipeline import align_documents, align_files, align_texts
    from duizhao.align.results.write import write_report, write_results
    from duizhao.corpora.alignment import Alignment, Bead, Finding
    from duizhao.corpora.document import Document, Sentence
    from duizhao.corpora.exchange.alignment_json import read_alignment
    from duizhao.corpora.exchange.glossaries.glossary import Glossary
    from duizhao.corpora.files.limits import Limits
    from duizhao.corpora.reading.read import ReadOptions, read_document
    from duizhao.corpora.units.convert import convert_memory
    from duizhao.errors import (
        AlignmentError,
        DuizhaoError,
        EncoderError,
        FormatError,
        InputError,
        MissingExtraError,
        OutputError,
        UnknownNameError,
        WrongFormatError,
    )
    from duizhao.eval.beads.own_weights import fit_own_weights
    from duizhao.models.encoder import Encoder
    from duizhao.models.registry import load_encoder

__all__ = [
    "Alignment",
    "AlignmentError",
    "Bead",
    "Decisions",
    "Document",
    "DuizhaoError",
    "Encoder",
    "EncoderError",
    "Finding",
    "FormatError",
    "Glossary",
    "InputError",
    "Limits",
    "MissingExtraError",
    "OutputError",
    "ReadOptions",
    "Sentence",
    "Settings",
    "UnknownNameError",
    "WrongFormatError",
    "__version__",
    "align_documents",
    "align_files",
    "align_texts",
    "check_file",
    "convert_memory",
    "fit_own_weights",
    "load_encoder",
    "read_alignment",
    "read_document",
    "write_report",
    "write_results",
]

if not TYPE_CHECKING:  # a type checker would take it to offer every name there is
    _ROOMS = {
        "align.check": ("check_file",),
        "align.decisions.file": ("Decisions",),
        "align.judging.settings": ("Settings",),
        "align.pipeline": ("align_documents", "align_files", "align_texts"),
        "align.results.write": ("write_report", "write_results"),
        "corpora.alignment": ("Alignment", "Bead", "Finding"),
        "corpora.document": ("Document", "Sentence"),
        "corpora.exchange.alignment_json": ("read_alignment",),
        "corpora.exchange.glossaries.glossary": ("Glossary",),
        "corpora.files.limits": ("Limits",),
        "corpora.reading.read": ("ReadOptions", "read_document"),
        "corpora.units.convert": ("convert_memory",),
        "errors": tuple(name for name in __all__ if name.endswith("Error")),
        "eval.beads.own_weights": ("fit_own_weights",),
        "models.encoder": ("Encoder",),
        "models.registry": ("load_encoder",),
    }
    _HOMES = {name: room for room, names in _ROOMS.items() for name in names}

    def __getattr__(name: str) -> object:
        """Load what a name stands for when it is first asked for."""
        if name == "corpus":  # a module of its own, not loaded before it is used
            return import_module("duizhao.corpus")
        if name not in _HOMES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = globals()[name] = getattr(import_module(f"duizhao.{_HOMES[name]}"), name)
        return value

    def __dir__() -> list[str]:
        """Return the names that are offered, for completion in an editor."""
        return sorted({*globals(), *__all__, "corpus"})
