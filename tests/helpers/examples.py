"""How many examples a property is tried on."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["examples"]

FULL = 100
"""What the profile ``ci`` tries by default, see tests/conftest.py."""


def examples(count: int) -> settings:
    """Try a property on so many examples, and on a share of them under another profile.

    :param count: How many the profile ``ci`` tries: fewer than others where one takes long, more
        where only rare ones show something.
    """
    share = settings().max_examples / FULL
    return settings(max_examples=max(1, round(count * share)))
