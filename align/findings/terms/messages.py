"""What an editor is told of terms."""

from __future__ import annotations

from duizhao.align.findings.wording import shorten
from duizhao.corpora.exchange.glossaries.glossary import Entry

__all__ = ["all_forbidden", "all_missing", "forbidden", "missing"]

_SHOWN = 60  # characters of a term or a note that a message quotes
_FEW = 3  # translations that a message names


def missing(entry: Entry, wanted: int, there: int) -> dict[str, str]:
    """Say that a translation of the glossary is not there.

    :param entry: The term.
    :param wanted: How often the source says it.
    :param there: How often the target says it.
    """
    en, zh = _listed(entry)
    term = shorten(entry.source, _SHOWN)
    note_en, note_zh = _note(entry)
    if there:
        return {
            "en": f"The original says “{term}” {wanted} times, and {en} of the glossary stands here"
            f" {there} times. Check the others.{note_en}",
            "zh": f"原文有 {wanted} 处“{term}”，此处术语表的译法{zh}只有 {there} 处。请核对其余。"
            f"{note_zh}",
        }
    return {
        "en": f"The glossary translates “{term}” as {en}, which is not here. Use it, or say so in"
        f" the glossary.{note_en}",
        "zh": f"术语表规定“{term}”译为{zh}，此处未采用。请改用，或补入术语表。{note_zh}",
    }


def all_missing(entry: Entry) -> dict[str, str]:
    """Say so of several places; ``{count}`` stands for their number."""
    en, zh = _listed(entry)
    term = shorten(entry.source, _SHOWN)
    note_en, note_zh = _note(entry)
    return {
        "en": f"The glossary translates “{term}” as {en}, which is missing in {{count}} places. Use"
        f" it, or say so in the glossary.{note_en}",
        "zh": f"术语表规定“{term}”译为{zh}，有 {{count}} 处未采用。请改用，或补入术语表。{note_zh}",
    }


def forbidden(entry: Entry, used: str) -> dict[str, str]:
    """Say that a translation is used that the glossary forbids.

    :param entry: The term.
    :param used: The translation.
    """
    return _denied(entry, used, "", "")


def all_forbidden(entry: Entry, used: str) -> dict[str, str]:
    """Say so of several places; ``{count}`` stands for their number."""
    return _denied(entry, used, ", and it stands here in {count} places", "，共出现 {count} 处")


def _denied(entry: Entry, used: str, more_en: str, more_zh: str) -> dict[str, str]:
    en, zh = _listed(entry)
    note_en, note_zh = _note(entry)
    used = shorten(used, _SHOWN)
    of_en = f" for “{shorten(entry.source, _SHOWN)}”" if entry.source else ""
    of_zh = f"“{shorten(entry.source, _SHOWN)}”译为" if entry.source else ""
    use_en = f" Use {en}." if entry.allowed else ""
    use_zh = f"请改用{zh}。" if entry.allowed else "请改用其他说法。"
    return {
        "en": f"The glossary forbids “{used}”{of_en}{more_en}.{use_en}{note_en}",
        "zh": f"术语表禁止{of_zh}“{used}”{more_zh}。{use_zh}{note_zh}",
    }


def _listed(entry: Entry) -> tuple[str, str]:
    """Return the translations that may be used, in English and Chinese."""
    shown = [f"“{shorten(text, _SHOWN)}”" for text in entry.allowed[:_FEW]]
    return " or ".join(shown), "或".join(shown)


def _note(entry: Entry) -> tuple[str, str]:
    if not entry.note:
        return "", ""
    note = shorten(entry.note, _SHOWN)
    return f" (Note: {note})", f"（备注：{note}）"
