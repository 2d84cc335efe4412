"""The rules: every kind of sign that a layer looks for, by category, with its name.

A layer that is new, or knows a new sign, adds it here: settings name a rule as ``category/rule``,
and refuse what is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from duizhao.align.findings.blanks.patterns import PATTERNS

__all__ = ["KEYS", "RULES", "key_of"]

_Names = tuple[str, str]


def _gap_rules(category: str) -> Mapping[str, _Names]:
    """Return the gap patterns of a category."""
    return {
        name: (pattern.description["en"], pattern.description["zh"])
        for name, pattern in PATTERNS.items()
        if pattern.category == category
    }


#: The names in English and Chinese of every rule, by category and rule.
RULES: Final[Mapping[str, Mapping[str, _Names]]] = MappingProxyType(
    {
        "blank": _gap_rules("blank"),
        "truncated": _gap_rules("truncated"),
        "omission": {
            "sentences": ("whole sentences", "整句"),
            "condensed": (
                "sentences whose names and numbers stand elsewhere",
                "整句，但其中的名称和数字见于别处",
            ),
            "clause": ("words within a sentence", "句内文字"),
        },
        "addition": {
            "sentences": ("whole sentences", "整句"),
            "condensed": (
                "sentences whose names and numbers stand elsewhere",
                "整句，但其中的名称和数字见于别处",
            ),
            "clause": ("words within a sentence", "句内文字"),
        },
        "moved": {"elsewhere": ("a passage that stands elsewhere", "位于别处的文字")},
        "number": {
            "wrong-value": ("another number", "数字不同"),
            "wrong-date": ("another date or time", "日期或时间不同"),
            "wrong-unit": ("the same number of something else", "数字相同而单位不同"),
            "approximation": (
                "about, over or under, on one side only",
                "约数、超过、不足等说法不一致",
            ),
            "missing-value": ("a number only in the original", "数字仅见于原文"),
            "extra-value": ("a number only in the translation", "数字仅见于译文"),
        },
        "name": {
            "wrong-place": ("another place", "地名不同"),
            "wrong-name": ("another person", "人名不同"),
        },
        "untranslated": {
            "equal": ("the same as the original", "与原文相同"),
            "language": ("in the language of the original", "仍为原文语言"),
            "passage": ("words in the language of the original", "句内仍有原文语言的文字"),
        },
        "repeated": {
            "sentence": ("a sentence that stands twice", "整句重复"),
            "passage": (
                "several sentences, or a part of one, that stand twice",
                "多句或句内文字重复",
            ),
            "words": ("a word written twice", "词语重复"),
        },
        "leftover": {
            "placeholder": ("a placeholder, or a variable that differs", "占位文字，或变量不一致"),
            "citation-needed": ("an editor's mark", "编辑标记"),
            "markup": ("markup that readers would see", "可见的标记代码"),
            "machine-note": ("a note of the program that translated", "翻译程序留下的话"),
            "page-break": ("page furniture within the text", "正文中的页眉页脚"),
            "encoding": ("damaged characters", "乱码"),
        },
        "attribution": {
            "speaker": ("another speaker", "说话人不同"),
            "pronoun": ("he for she, or she for he", "他、她不一致"),
        },
    }
)

#: All that settings may name: the categories, and their rules as ``category/rule``.
KEYS: Final = tuple(
    key
    for category, rules in RULES.items()
    for key in (category, *(f"{category}/{rule}" for rule in rules))
)


def key_of(category: str, rule: str) -> str:
    """Return what settings call a rule.

    :param category: A category.
    :param rule: A rule of it, maybe empty.

    >>> key_of("omission", "clause"), key_of("moved", "")
    ('omission/clause', 'moved')
    """
    return f"{category}/{rule}" if rule else category
