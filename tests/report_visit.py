"""A real browser for the tests of the gap report; they are skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from duizhao.align.report import write_report
from duizhao.corpora.bitext import Alignment

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def started() -> Iterator[Any]:
    """Start a browser, hand it out, and close it."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("needs the program chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def written(alignment: Alignment, file: Path, ui: str | None = None) -> Path:
    with file.open("wb") as stream:
        write_report(alignment, stream, ui=ui)
    return file


class Visit:
    """One page, opened from disk, and everything that it asked for or complained about."""

    def __init__(self, browser: Any, file: Path, **settings: Any) -> None:
        settings = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **settings}
        self.context = browser.new_context(offline=True, **settings)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())

    def cards(self) -> list[str]:
        """Return the identifiers of the findings that can be seen, from top to bottom."""
        found = self.page.locator(".card:visible").evaluate_all("all => all.map(x => x.id)")
        return [str(one) for one in found]

    def in_view(self, selector: str) -> bool:
        box = self.page.locator(selector).bounding_box()
        height = self.page.viewport_size["height"]
        return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height
