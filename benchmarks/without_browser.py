"""A plugin of pytest (``-p without_browser``) that leaves out the tests that need a browser.

They take most of the suite's time, and what they look at is the page's script.
"""

from __future__ import annotations

import pytest

BROWSER = "browser"
"""The fixture that starts one."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave them out."""
    kept = [item for item in items if BROWSER not in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
