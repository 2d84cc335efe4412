"""What is read of a page beside what Chromium shows of it: nothing is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.made_pages import MADE_WORD, made_page
from helpers.shown_text import agreement, read_page, shown_by
from hypothesis import given
from hypothesis import strategies as st

LEAST = 0.995
REAL = sorted((CASES_FOLDER / "pages").glob("*.html"))


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", REAL, ids=lambda path: str(path.name))
def test_pages_as_people_make_them_are_read_whole(page: Any, path: Path, tmp_path: Path) -> None:
    # The page that declares GB2312 is kept in UTF-8 so that people can read it.
    text = path.read_text(encoding="utf-8").replace("gb2312", "utf-8")
    copy = tmp_path / path.name
    copy.write_text(text, encoding="utf-8")
    found = agreement(shown_by(page, copy), read_page(copy))
    assert found.share >= LEAST, found


@examples(40)
@given(seed=st.integers(0, 10**9))
def test_made_pages_are_read_whole(
    page: Any, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    path = tmp_path_factory.mktemp("made") / "page.html"
    path.write_text(made_page(Random(seed)), encoding="utf-8")
    found = agreement(shown_by(page, path), read_page(path), MADE_WORD)
    # A page may be small; what differs must be less than a few words of it.
    assert found.lost + found.added <= max(24, (1 - LEAST) * found.shown), found
