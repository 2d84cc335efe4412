"""Names that options accept, spelt out so that ``--help`` loads nothing.

A test holds them to the library's own.
"""

from __future__ import annotations

__all__ = ["FORMATS", "POLICIES", "SEVERITIES"]

FORMATS = ("json", "tmx", "tsv", "html")
POLICIES = ("full", "digest")
SEVERITIES = ("critical", "major", "minor", "info")
