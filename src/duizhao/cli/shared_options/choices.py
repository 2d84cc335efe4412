"""Names that options accept, spelt out so that ``--help`` loads nothing.

A test holds them to the library's own.
"""

from __future__ import annotations

__all__ = [
    "CATEGORIES",
    "COMMENTS",
    "EXPORT_FORMATS",
    "FAILURES",
    "FORMATS",
    "INTERFACES",
    "POLICIES",
    "PRESETS",
    "REPORT_FORMS",
    "SEVERITIES",
]

CATEGORIES = (
    "blank",
    "truncated",
    "omission",
    "addition",
    "moved",
    "number",
    "name",
    "untranslated",
    "repeated",
    "leftover",
    "contrary",
    "attribution",
    "verbatim",
    "term",
    "inconsistent",
)
COMMENTS = ("en", "zh")
EXPORT_FORMATS = (
    "tmx",
    "tsv",
    "xliff",
    "xliff-1.2",
    "csv",
    "jsonl",
    "moses",
    "glossary-csv",
    "glossary-tbx",
)
FAILURES = ("missing", "failed", "behind")
FORMATS = ("json", "tmx", "tsv", "html", "xliff", "sarif")
INTERFACES = ("en", "zh")
POLICIES = ("full", "digest")
PRESETS = ("news", "documentation", "literature", "law", "subtitles", "none")
REPORT_FORMS = ("html", "xlsx", "docx", "md", "txt", "jsonl", "sarif")
SEVERITIES = ("critical", "major", "minor", "info")
