"""What an editor is told about a number: in both languages, one or two sentences."""

from __future__ import annotations

from typing import TypeAlias

from duizhao.align.findings.numbers.compare import relation
from duizhao.align.findings.numbers.value import Bound, Value

__all__ = ["Wording", "bounds", "conversion", "extra", "missing", "units", "wrong"]

Wording: TypeAlias = dict[str, str]

# A factor beyond this is told as a power of ten.
_READABLE = 1e9
_BOUNDS = {
    Bound.ABOUT: ("about", "约"),
    Bound.NEARLY: ("nearly", "近"),
    Bound.OVER: ("more than", "超过"),
    Bound.ODD: ("a little over", "略多于"),
    Bound.UNDER: ("less than", "不到"),
    Bound.LEAST: ("at least", "至少"),
    Bound.MOST: ("at most", "至多"),
}


def wrong(source: str, target: str, a: Value, b: Value) -> Wording:
    """Say that two numbers, or two parts of dates, should be the same.

    :param source: The words of the source.
    :param target: The words of the target.
    :param a: Their value in the source.
    :param b: Their value in the target.
    """
    how = {"en": "", "zh": ""}
    kind = relation(a, b)
    if kind == "power":
        how = _factor(a.number, b.number)
    elif kind == "digit":
        how = {"en": "; one digit differs", "zh": "，有一位数字不同"}
    what = ("date", "日期或时间") if a.kind.is_date else ("number", "数字")
    return {
        "en": f"The {what[0]} differs: the original has “{source}”, the translation “{target}”"
        f"{how['en']}. Check which is right.",
        "zh": f"{what[1]}不一致：原文为“{source}”，译文为“{target}”{how['zh']}。请核对。",
    }


def _factor(a: float, b: float) -> Wording:
    """Say how many times as much the translation has."""
    if b > a:
        times = _times(b / a)
        return {"en": f", {times} times as much", "zh": f"，是原文的 {times} 倍"}
    times = _times(a / b)
    return {"en": f", which is 1/{times} of it", "zh": f"，是原文的 1/{times}"}


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio < _READABLE else f"{ratio:.0e}"


def missing(source: str) -> Wording:
    """Say that a number of the source is nowhere in the target.

    :param source: The words of the source.
    """
    return {
        "en": f"“{source}” of the original is not in the translation of this sentence, nor"
        " elsewhere. Check whether it was dropped or changed.",
        "zh": f"原文的“{source}”在本句译文中没有，别处也没有。请核对是否漏译或误译。",
    }


def extra(target: str) -> Wording:
    """Say that a number of the target is nowhere in the source.

    :param target: The words of the target.
    """
    return {
        "en": f"“{target}” is in the translation and nowhere in the original. Check where it comes"
        " from.",
        "zh": f"译文的“{target}”在原文中没有。请核对来源。",
    }


def bounds(source: str, target: str, a: Bound, b: Bound) -> Wording:
    """Say that two quantities are the same and their bounds are not.

    :param source: The words of the source.
    :param target: The words of the target.
    :param a: How near the quantity is said to be in the source.
    :param b: The same in the target.
    """
    (one_en, one_zh), (other_en, other_zh) = _BOUNDS[a], _BOUNDS[b]
    return {
        "en": f"The original says {one_en} “{source}”, the translation {other_en} “{target}”."
        " Check which is meant.",
        "zh": f"原文意为“{one_zh} {source}”，译文意为“{other_zh} {target}”。请核对。",
    }


def units(source: str, target: str) -> Wording:
    """Say that the number is the same and its unit is not.

    :param source: The words of the source.
    :param target: The words of the target.
    """
    return {
        "en": f"The number is the same, its unit is not: “{source}” in the original, “{target}” in"
        " the translation. Check the unit.",
        "zh": f"数字相同而单位不同：原文为“{source}”，译文为“{target}”。请核对单位。",
    }


def conversion(source: str, target: str) -> Wording:
    """Say that a quantity was converted to another unit or currency, as it seems rightly.

    :param source: The words of the source.
    :param target: The words of the target.
    """
    return {
        "en": f"“{source}” of the original is “{target}” in the translation: converted, and about"
        " the same. Check whether a conversion is wanted.",
        "zh": f"原文的“{source}”在译文中换算为“{target}”，数值大致相当。请确认是否需要换算。",
    }
