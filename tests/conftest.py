"""What holds for all tests: how many examples, where vectors and weights are kept, one browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from helpers.report_visit import started
from hypothesis import settings

# How many examples a property is tried on: `--hypothesis-profile ci` for the full number.
settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, print_blob=True)
settings.load_profile("dev")

_FOLDERS = ("DUIZHAO_CACHE_DIR", "DUIZHAO_DATA_DIR")


def pytest_configure(config: pytest.Config) -> None:
    """Keep vectors in one folder, from which all processes of this run read them.

    Weights that the user of this machine has fitted have no part in the tests.
    """
    if not hasattr(config, "workerinput"):
        for name in _FOLDERS:
            os.environ[name] = tempfile.mkdtemp(prefix="duizhao-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove them."""
    if not hasattr(config, "workerinput"):
        for name in _FOLDERS:
            shutil.rmtree(os.environ.pop(name), ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start one browser for all tests that run in a process."""
    yield from started()
