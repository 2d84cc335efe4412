"""Names that options accept, spelt out so that ``--help`` loads nothing.

A test holds them to the library's own.
"""

from __future__ import annotations

__all__ = ["COMMENTS", "EXPORT_FORMATS", "FORMATS", "POLICIES", "SEVERITIES"]

COMMENTS = ("en", "zh")
EXPORT_FORMATS = ("tmx", "xliff", "xliff-1.2", "tsv", "glossary-csv", "glossary-tbx")
FORMATS = ("json", "tmx", "tsv", "html", "xliff")
POLICIES = ("full", "digest")
SEVERITIES = ("critical", "major", "minor", "info")
