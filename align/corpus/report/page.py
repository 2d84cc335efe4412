"""The page about a run: one HTML file that lists the worst documents first."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import BinaryIO

from duizhao.align.corpus.outcome import FAILED, MISSING, SURPLUS
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.report.overview import BEHIND, MOST, WARNED, Overview
from duizhao.align.report.html.templates import checksum, templates, trusted
from duizhao.align.report.kinds import kinds
from duizhao.align.report.messages import Messages
from duizhao.corpora.alignment import Severity

__all__ = ["write_index"]

_FILES = files("duizhao.align.corpus.report")


def write_index(
    view: Overview,
    stream: BinaryIO,
    *,
    name: str,
    plan: Plan,
    files: tuple[str, ...],
) -> None:
    """Write the page, in UTF-8; it needs nothing but itself, and links to each report.

    :param view: The numbers of all documents, and the worst of them.
    :param stream: Where to write; stays open.
    :param name: What the manifest was made from.
    :param plan: How the documents were aligned.
    :param files: The names of what else was written of all together.
    """
    style, script = _read("corpus.css"), _read("corpus.js")
    shown = plan.ui or "en"
    page = (
        templates(_read, _strings())
        .get_template("corpus.html.j2")
        .render(
            view=view,
            name=name,
            files=[file for file in files if not file.endswith(".html")],
            fixed=plan.ui is not None,
            shown=shown,
            style=trusted(style),
            script=trusted(script),
            style_checksum=checksum(style),
            script_checksum=checksum(script),
            severities=[severity.value for severity in Severity],
            lists=(FAILED, MISSING, SURPLUS, BEHIND, WARNED),
            most=MOST,
        )
    )
    stream.write(page.encode())


def _read(name: str) -> str:
    return _FILES.joinpath(name).read_text(encoding="utf-8")


def _strings() -> dict[str, dict[str, str]]:
    """Return the words of the page, with those that it shares with the report."""
    strings: dict[str, dict[str, str]] = json.loads(_read("strings.json"))
    for severity in Severity:
        key = f"severity.{severity.value}"
        strings[key] = {ui: Messages(ui)(key) for ui in ("en", "zh")}
    for kind, told in kinds().items():
        strings[f"category.{kind}"] = dict(told.name)
    return strings
