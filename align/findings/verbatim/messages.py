"""What an editor is told of verbatim items."""

from __future__ import annotations

from duizhao.align.findings.wording import shorten

__all__ = ["added_code", "changed", "crossed", "doubled", "lost", "several_changed", "unknown"]

# Characters that a message shows of an item.
_SHOWN = 80


def changed(one: str, other: str) -> dict[str, str]:
    """Say that an item became another."""
    one, other = shorten(one, _SHOWN), shorten(other, _SHOWN)
    return {
        "en": f"The original has “{one}” here, and the translation “{other}”. Write it as in the"
        " original, unless it was meant to differ.",
        "zh": f"原文此处为“{one}”，译文为“{other}”。如非有意更改，请与原文保持一致。",
    }


def several_changed(one: str, other: str) -> dict[str, str]:
    """Say that an item became another in several places."""
    one, other = shorten(one, _SHOWN), shorten(other, _SHOWN)
    return {
        "en": f"The original has “{one}”, and the translation “{other}”, in {{count}} places. Write"
        " it as in the original, unless it was meant to differ.",
        "zh": f"原文的“{one}”在译文中写作“{other}”，共 {{count}} 处。如非有意更改，"
        "请与原文保持一致。",
    }


def lost(item: str) -> dict[str, str]:
    """Say that an item is missing."""
    item = shorten(item, _SHOWN)
    return {
        "en": f"“{item}” stands in the original here and is missing in the translation. Put it"
        " back.",
        "zh": f"原文此处的“{item}”在译文中缺失。请补上。",
    }


def unknown(item: str) -> dict[str, str]:
    """Say that the original has no such item."""
    item = shorten(item, _SHOWN)
    return {
        "en": f"The translation has “{item}” here, and the original does not. Check its name.",
        "zh": f"译文此处有“{item}”，原文没有。请核对其名称。",
    }


def added_code(item: str) -> dict[str, str]:
    """Say that the original has no such inline code."""
    item = shorten(item, _SHOWN)
    return {
        "en": f"The translation has the code “{item}” here, and the original does not. Remove it.",
        "zh": f"译文此处有代码“{item}”，原文没有。请删去。",
    }


def crossed(item: str) -> dict[str, str]:
    """Say that the end of a pair of inline codes stands before its beginning."""
    item = shorten(item, _SHOWN)
    return {
        "en": f"“{item}” ends here in the translation before it has begun. Put the code that begins"
        " before the one that ends.",
        "zh": f"译文中“{item}”在此处先结束后开始。请把起始代码放到结束代码之前。",
    }


def doubled(item: str) -> dict[str, str]:
    """Say that the translation has an item more often."""
    item = shorten(item, _SHOWN)
    return {
        "en": f"“{item}” stands in the translation more often than in the original. Remove what is"
        " too much.",
        "zh": f"“{item}”在译文中出现的次数多于原文。请删去多余的。",
    }
