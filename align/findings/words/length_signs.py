"""What lengths alone say of lost words: reason to look closer, or not."""

from __future__ import annotations

import math

from duizhao import lazy

__all__ = ["length_signs", "lengths"]

_CLAUSE = lazy.compile(r"[，；：。！？,;:!?—–]|\.(?=\s|$)")
_MOST_CLAUSES = 3
# Characters of English that say what one of Chinese does, spaces among them: median of the clean
# documents of the fit. The weights belong to it: with another number they must be fitted again.
_LETTERS_A_CHARACTER = 3.1


def lengths(source: str, target: str, langs: tuple[str, str]) -> tuple[float, float]:
    """Return how much longer a target is than expected, and how surprising that is.

    :param source: The source, not empty.
    :param target: The target, not empty.
    :param langs: Their languages, one of which is Chinese.
    :return: The logarithm of the ratio, and about that in standard deviations.
    """
    a = len(source) * (_LETTERS_A_CHARACTER if langs[0] == "zh" else 1.0)
    b = len(target) * (_LETTERS_A_CHARACTER if langs[1] == "zh" else 1.0)
    ratio = math.log(b / a)
    return ratio, ratio * math.sqrt(min(a, b) / _LETTERS_A_CHARACTER) / 2


def length_signs(source: str, target: str, langs: tuple[str, str]) -> dict[str, float]:
    """Return what can be told of a pair without reading it.

    :param source: The source, not empty.
    :param target: The target, not empty.
    :param langs: Their languages, one of which is Chinese.
    """
    ratio, surprise = lengths(source, target, langs)
    clauses = len(_CLAUSE.findall(source)) - len(_CLAUSE.findall(target))
    zh = float(langs[0] == "zh")
    size = math.log(len(source) * (_LETTERS_A_CHARACTER if zh else 1.0))
    return {
        "constant": 1.0,
        "ratio": ratio,
        "ratio-squared": ratio * ratio,
        "surprise": surprise,
        "clauses": float(max(-_MOST_CLAUSES, min(_MOST_CLAUSES, clauses))),
        "size": size,
        "ratio-size": ratio * size,
        "zh": zh,
        "zh-ratio": zh * ratio,
    }
