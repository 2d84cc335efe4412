"""The gap report: one HTML file that an editor opens to see what the translation lost.

The file needs nothing but itself. It asks the network for nothing, and says so to the browser: its
content security policy allows the one style sheet and the one script that it carries, by their
checksums. Both interface languages are in it; without a script it can be read, with one it can be
filtered, sorted and switched.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, BinaryIO

from duizhao.align.report.html.bundle import bundle
from duizhao.align.report.html.maps import PLOT_SIZE
from duizhao.align.report.html.page_view import build_page_view, evidence_of
from duizhao.align.report.html.script_data import page_data, to_script
from duizhao.align.report.html.templates import checksum, templates, trusted
from duizhao.align.report.kinds import TINTS, kinds
from duizhao.align.report.messages import choose_ui
from duizhao.align.report.verdict import SURE, percent
from duizhao.corpora.alignment import Alignment, Severity

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render_report", "write_html"]

_TEMPLATES = files("duizhao.align.report.html")
# Findings that are in the page as such; further ones wait in templates until they are wanted, for
# the layout of thousands takes seconds.
_STILL = 100


def write_html(alignment: Alignment, stream: BinaryIO, *, ui: str | None = None) -> None:
    """Write the gap report as one HTML file in UTF-8.

    :param alignment: What the aligner found.
    :param stream: Where to write.
    :param ui: The interface language, ``"en"`` or ``"zh"``; None leaves it to the browser.
    :raises UnknownNameError: If there is no such interface language.
    """
    stream.write(render_report(alignment, ui=ui).encode())


def render_report(alignment: Alignment, *, ui: str | None = None) -> str:
    """Return the gap report as one HTML page.

    :param alignment: What the aligner found.
    :param ui: The interface language that the page opens in, ``"en"`` or ``"zh"``. With None the
        browser's language decides, or the target's where no script runs.
    :return: The page; the same alignment always gives the same page.
    :raises UnknownNameError: If there is no such interface language.
    """
    shown = choose_ui(alignment, ui)
    style, script = _style_and_script()
    page = build_page_view(alignment)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            alignment=alignment,
            view=page.view,
            page=page,
            data=trusted(to_script(page_data(alignment, page.view))),
            ui=ui,
            shown=shown,
            style=trusted(style),
            script=trusted(script),
            style_checksum=checksum(style),
            script_checksum=checksum(script),
            severities=list(Severity),
            still=_STILL,
            sure=round(100 * SURE),
            tints=TINTS,
        )
    )


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _style_and_script() -> tuple[str, str]:
    return _read("report.css"), bundle("main.js", lambda path: _read(f"script/{path}"))


@cache
def _environment() -> Environment:
    """Return what makes the page; compiling its templates takes longer than a short document."""
    return templates(
        _read,
        _strings(),
        kinds=kinds(),
        percent=percent,
        evidence_of=evidence_of,
        size=PLOT_SIZE,
    )


def _strings() -> dict[str, dict[str, str]]:
    """Return the words of the page, with the names and letters of the kinds of findings."""
    strings: dict[str, dict[str, str]] = json.loads(_read("strings.json"))
    for name, kind in kinds().items():
        strings[f"category.{name}"] = dict(kind.name)
        strings[f"letter.{name}"] = dict(kind.letter)
    return strings
