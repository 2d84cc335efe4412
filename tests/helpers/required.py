"""Programs that tests need and not every machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec

import pytest

__all__ = ["has_module", "has_perl_module", "required_in_ci"]


def required_in_ci(what: str, there: bool | Callable[[], bool]) -> None:
    """Skip the test that asks if a program is absent; where tests must not skip, fail it.

    Continuous integration sets ``CI``: there every program is installed, and a skip would hide
    that one no longer is.

    :param what: The program and how it is had, such as ``"OmegaT (apt-get install omegat)"``.
    :param there: Whether it is there, or what tells.
    """
    if there() if callable(there) else there:
        return
    message = f"needs {what}"
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        pytest.fail(f"{message}, which every run in CI must have")
    pytest.skip(message)


def has_module(name: str) -> bool:
    """Tell whether a package can be imported."""
    return find_spec(name) is not None


def has_perl_module(name: str) -> bool:
    """Tell whether Perl has a module."""
    if shutil.which("perl") is None:
        return False
    return not subprocess.run(
        ["perl", f"-M{name}", "-e1"], capture_output=True, check=False
    ).returncode
