"""The forms of the report by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from duizhao.align.report.docx import write_docx
from duizhao.align.report.html.page import write_report
from duizhao.align.report.jsonl import write_jsonl
from duizhao.align.report.markdown import write_markdown
from duizhao.align.report.plain_text import write_text
from duizhao.align.report.sarif import write_sarif
from duizhao.align.report.xlsx import write_xlsx
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.files.output import Writer
from duizhao.errors import UnknownNameError

__all__ = ["FORMS", "Form", "form_writer"]


@dataclass(frozen=True)
class Form:
    """A form that the report can take.

    :param write: Writes it.
    :param is_text: Whether it is text, so that a terminal or a pipe can take it.
    :param has_ui: Whether it is in one interface language or another.
    """

    write: Callable[..., object]
    is_text: bool = True
    has_ui: bool = True


FORMS = {
    "html": Form(write_report),
    "xlsx": Form(write_xlsx, is_text=False),
    "docx": Form(write_docx, is_text=False),
    "md": Form(write_markdown),
    "txt": Form(write_text),
    "jsonl": Form(write_jsonl, has_ui=False),
    "sarif": Form(write_sarif),
}
"""The forms, by the name of each."""


def form_writer(alignment: Alignment, name: str, ui: str | None = None) -> Writer:
    """Return what writes the report in a form.

    :param alignment: What the aligner found.
    :param name: One of :data:`FORMS`.
    :param ui: The interface language, ``"en"`` or ``"zh"``; None leaves it to the form.
    :raises UnknownNameError: If there is no such form.
    """
    if name not in FORMS:
        what = "format"
        raise UnknownNameError(what, name, FORMS)
    form = FORMS[name]

    def write(stream: BinaryIO) -> None:
        form.write(alignment, stream, **({"ui": ui} if form.has_ui else {}))

    return write
