"""One browser for all tests of the page that run in a process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from helpers.report_visit import started


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    yield from started()
