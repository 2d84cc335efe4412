"""Write the table of categories and rules into settings.md, from the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

from duizhao.align.judging.rules import Judged, Rule

PAGE = Path(__file__).with_name("settings.md")
HEAD = "| key | finding | 问题 | full | digest |\n|---|---|---|---|---|\n"


def table() -> str:
    """Return a row for each category and rule: its key, its names, how much its findings matter."""
    rows = (
        (f"`{rule.value}`", rule.en, rule.zh, said(rule.full), said(rule.digest)) for rule in Rule
    )
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def said(judged: Judged) -> str:
    """Return the severity of a sure and of a doubtful finding; one if they are the same."""
    return ", ".join(dict.fromkeys(severity.value for severity in judged))


def updated(page: str) -> str:
    """Return the page with the table of today."""
    return re.sub(re.escape(HEAD) + r"(?:\|.*\n)*", lambda _: table(), page)


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
