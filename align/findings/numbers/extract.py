"""Values of a text in either language."""

from __future__ import annotations

from functools import lru_cache

from duizhao.align.findings.numbers.chinese import values_zh
from duizhao.align.findings.numbers.english import values_en
from duizhao.align.findings.numbers.value import Value

__all__ = ["knows", "values_in"]

_READERS = {"en": values_en, "zh": values_zh}
# A text is read for its own bead, and again by whoever else asks.
_KEPT = 4096


def knows(lang: str) -> bool:
    """Say whether values of a language can be read.

    :param lang: A language, maybe with a region: ``"zh-TW"``.
    """
    return lang.split("-", maxsplit=1)[0] in _READERS


@lru_cache(maxsize=_KEPT)
def values_in(text: str, lang: str) -> tuple[Value, ...]:
    """Return the numbers, dates and quantities of a text, in order.

    Codes (COVID-19), parts of dates (a month, a day) and relative dates (last year) are values of
    their own. Idioms that hold a numeral and mean no quantity are left out.

    :param text: A text.
    :param lang: Its language; of one that is not known, nothing is read.

    >>> [(v.number, v.unit) for v in values_in("约14亿人，超过200家", "zh")]
    [(1400000000.0, ''), (200.0, '')]
    """
    reader = _READERS.get(lang.split("-", maxsplit=1)[0])
    return reader(text) if reader else ()
