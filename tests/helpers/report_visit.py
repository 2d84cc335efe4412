"""A real browser for the tests of the gap report; they are skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duizhao.align.report.html.page import write_html
from duizhao.corpora.alignment import Alignment
from helpers.required import has_module, required_in_ci

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def started() -> Iterator[Any]:
    """Start a browser, hand it out, and close it."""
    required_in_ci("playwright (pip install playwright)", has_module("playwright"))
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    required_in_ci("Chromium (apt-get install chromium)", program is not None)
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def written(alignment: Alignment, file: Path, ui: str | None = None) -> Path:
    with file.open("wb") as stream:
        write_html(alignment, stream, ui=ui)
    return file


class Visit:
    """One page, opened from disk, and everything that it asked for or complained about."""

    def __init__(self, browser: Any, file: Path, **settings: Any) -> None:
        settings = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **settings}
        self.context = browser.new_context(offline=True, **settings)
        self.page = self.context.new_page()
        self.page.set_default_timeout(8000)
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

    def click_sentence(self, name: str) -> None:
        """Click on the first words of a sentence, wherever its lines break."""
        self.page.locator(f"#{name}").scroll_into_view_if_needed()
        box = self.page.locator(f"#{name}").evaluate(
            "x => (({left, top, height}) => [left + 6, top + height / 2])(x.getClientRects()[0])"
        )
        self.page.mouse.click(*box)

    def click_in(self, locator: Any, x: float, y: float) -> None:
        """Click within an element, once nothing moves it any more.

        :param locator: The element.
        :param x: Where, as a share of its width.
        :param y: Where, as a share of its height.
        """
        locator.scroll_into_view_if_needed()
        box = None
        for _ in range(100):
            before, box = box, locator.bounding_box()
            if box == before:
                break
            self.page.wait_for_timeout(50)
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)

    def reload(self) -> None:
        """Load the page again, once the browser has kept what the page stored."""
        self.page.wait_for_timeout(500)
        self.page.reload()

    def click_until(self, locator: Any, expression: str) -> None:
        """Click in the middle of an element until an expression of the page is true.

        :param locator: The element.
        :param expression: What the click is to bring about.
        """
        for _ in range(20):
            self.click_in(locator, 0.5, 0.5)
            self.page.wait_for_timeout(300)
            if self.page.evaluate(expression):
                return
        message = f"never true, however often it is clicked: {expression}"
        raise AssertionError(message)

    def wait_until(self, expression: str) -> None:
        """Wait until an expression of the page is true; its policy forbids the page to poll."""
        for _ in range(100):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        message = f"never true: {expression}"
        raise AssertionError(message)

    def open_filter(self) -> None:
        """Open what filters and sorts the findings."""
        self.page.locator("#filtering > summary").click()

    def open_figures(self) -> None:
        """Open what is said of the documents: coverage, plot, counts."""
        self.page.locator("#about-more > summary").click()

    def show_all(self) -> None:
        """Show also the findings that stand behind."""
        self.page.locator("#wider").click()
        self.wait_until("document.documentElement.dataset.behind == 'shown'")

    def show_rows(self) -> None:
        """Change to the view of beads in rows."""
        self.page.locator("[data-view=rows]").click()

    def in_view(self, selector: str) -> bool:
        box = self.page.locator(selector).bounding_box()
        height = self.page.viewport_size["height"]
        return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height
