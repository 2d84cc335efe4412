"""Draw the pictures of the report in the READMEs: ``python3 run.py picture``; needs Chromium.

The sample is aligned, its report opened in a browser of its own without a network, in English and
in Chinese, and what the first screen shows goes to ``docs/report.en.png`` and ``report.zh.png``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import duizhao

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpora" / "data" / "sample"
SIZE = {"width": 1120, "height": 760}


def main() -> int:
    """Align, open and draw."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sys.stderr.write("the pictures need Chromium (apt-get install chromium)\n")
        return 1
    alignment = duizhao.align_files(SAMPLE / "article.en.txt", SAMPLE / "digest.zh.txt")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for ui in ("en", "zh"):
            page = Path(folder) / f"report.{ui}.html"
            duizhao.write_report(alignment, page, ui=ui)
            draw(browser, page, ROOT / "docs" / f"report.{ui}.png")
        browser.close()
    return 0


def draw(browser: Browser, page: Path, picture: Path) -> None:
    """Draw the first screen of a page."""
    context = browser.new_context(offline=True, viewport=SIZE, color_scheme="light")
    opened = context.new_page()
    opened.goto(page.as_uri())
    opened.screenshot(path=picture, animations="disabled")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
