"""Years that are counted from the beginning of a reign or a state: 民国三十四年, 昭和64年."""

from __future__ import annotations

import re

from duizhao.align.findings.numbers.claims import Sheet
from duizhao.align.findings.numbers.numerals_chinese import HAN_DIGITS, read_zh
from duizhao.align.findings.numbers.value import Quantity, Value

__all__ = ["claim_eras"]

# The year before the first one of each (Fang Shiming: 中国历史纪年表, 2007).
_BEFORE = {
    "民国": 1911,
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "洪武": 1367, "永乐": 1402, "宣德": 1425, "成化": 1464, "弘治": 1487, "正德": 1505,
    "嘉靖": 1521, "隆庆": 1566, "万历": 1572, "天启": 1620, "崇祯": 1627,
    "顺治": 1643, "康熙": 1661, "雍正": 1722, "乾隆": 1735, "嘉庆": 1795, "道光": 1820,
    "咸丰": 1850, "同治": 1861, "光绪": 1874, "宣统": 1908,
    "贞观": 626, "开元": 712, "天宝": 741, "熙宁": 1067, "靖康": 1125,
}  # fmt: skip
_ERA = re.compile(
    rf"(?P<era>{'|'.join(_BEFORE)})\s?(?P<n>元|\d{{1,3}}|[{HAN_DIGITS}十百]{{1,5}})\s?年(?!代|间|来)"
)


def claim_eras(sheet: Sheet) -> None:
    """Take the years of eras out of a text, as years of our calendar.

    :param sheet: The text, in simplified characters and plain digits.
    """
    sheet.claim(_ERA, _year, ("年",))


def _year(match: re.Match[str]) -> list[Value] | None:
    number = 1.0 if match["n"] == "元" else read_zh(match["n"]).number
    year = _BEFORE[match["era"]] + number
    return [Value(*match.span(), Quantity.YEAR, year, also=(number,))]
