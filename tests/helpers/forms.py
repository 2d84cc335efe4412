"""The report in one of its forms, as bytes."""

from __future__ import annotations

import io
from pathlib import Path

from duizhao.align.results.formats import REPORT_FORMS, OutputOptions, choose_output_format
from duizhao.corpora.alignment import Alignment

__all__ = ["form_bytes"]


def form_bytes(alignment: Alignment, name: str, ui: str | None = None) -> bytes:
    """Return the report in a form."""
    form = choose_output_format(REPORT_FORMS, name)
    (write,) = form.plan(alignment, Path("x"), OutputOptions(ui=ui)).values()
    stream = io.BytesIO()
    assert write(stream).written == len(alignment.findings)
    return stream.getvalue()
