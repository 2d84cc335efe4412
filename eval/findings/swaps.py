"""Edits that put something else in a place: numbers, dates, names of places."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from duizhao.eval.findings.drafts import Change
from duizhao.eval.findings.made_gaps import Finder

__all__ = ["PLACES", "SWAPS"]

PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "city": "Beijing 北京 Shanghai 上海 Guangzhou 广州 Shenzhen 深圳 Hangzhou 杭州 Wuhan 武汉 "
        "Nanjing 南京 Chengdu 成都 Tianjin 天津 Chongqing 重庆 London 伦敦 Paris 巴黎 Berlin 柏林 "
        "Madrid 马德里 Rome 罗马 Vienna 维也纳 Moscow 莫斯科 Tokyo 东京 Osaka 大阪 Seoul 首尔 "
        "Delhi 德里 Mumbai 孟买 Bangkok 曼谷 Jakarta 雅加达 Sydney 悉尼 Melbourne 墨尔本 "
        "Toronto 多伦多 Chicago 芝加哥 Boston 波士顿 Houston 休斯顿 Seattle 西雅图 Miami 迈阿密 "
        "Cairo 开罗 Istanbul 伊斯坦布尔 Tehran 德黑兰 Baghdad 巴格达 Kabul 喀布尔 Dubai 迪拜 "
        "Athens 雅典 Lisbon 里斯本 Dublin 都柏林 Amsterdam 阿姆斯特丹 Brussels 布鲁塞尔 "
        "Stockholm 斯德哥尔摩 Warsaw 华沙 Kyiv 基辅 Nairobi 内罗毕 Manchester 曼彻斯特 "
        "Liverpool 利物浦 Barcelona 巴塞罗那 Munich 慕尼黑 Milan 米兰",
        "country": "China 中国 Japan 日本 Russia 俄罗斯 Germany 德国 France 法国 Spain 西班牙 "
        "Italy 意大利 Greece 希腊 Turkey 土耳其 Iran 伊朗 Iraq 伊拉克 Israel 以色列 Syria 叙利亚 "
        "Egypt 埃及 Libya 利比亚 Nigeria 尼日利亚 Kenya 肯尼亚 Ethiopia 埃塞俄比亚 India 印度 "
        "Pakistan 巴基斯坦 Afghanistan 阿富汗 Bangladesh 孟加拉国 Thailand 泰国 Vietnam 越南 "
        "Malaysia 马来西亚 Singapore 新加坡 Indonesia 印度尼西亚 Philippines 菲律宾 "
        "Australia 澳大利亚 Canada 加拿大 Mexico 墨西哥 Brazil 巴西 Argentina 阿根廷 Chile 智利 "
        "Peru 秘鲁 Colombia 哥伦比亚 Cuba 古巴 Poland 波兰 Hungary 匈牙利 Austria 奥地利 "
        "Sweden 瑞典 Norway 挪威 Denmark 丹麦 Finland 芬兰 Ukraine 乌克兰 Belarus 白俄罗斯 "
        "Belgium 比利时 Portugal 葡萄牙 Ireland 爱尔兰 Switzerland 瑞士 Netherlands 荷兰 "
        "Yemen 也门 Lebanon 黎巴嫩 Nepal 尼泊尔 Myanmar 缅甸",
    }
)
"""Well-known places: their English and their Chinese names, in turn, by kind."""

_TABLE = {
    kind: [*zip(row.split()[::2], row.split()[1::2], strict=True)] for kind, row in PLACES.items()
}
# Names that hold another one: 印度洋 is not 印度.
_NOT_AFTER = "洋海湾尼西河"
_NOT_BEFORE = "白东西南北新"

_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
_MONTH = "|".join(_MONTHS)
_DATE = {
    "zh": re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?=\s?年)"
        r"|(?<!\d)(?P<month>\d{1,2})(?=\s?月(?!份?前|内|球))"
        r"|(?<!\d)(?P<day>\d{1,2})(?=\s?[日号])"
    ),
    # "May" and "March" are months only beside a number.
    "en": re.compile(
        rf"\b(?P<month>{_MONTH})(?= \d)|(?<=\d )(?P<month2>{_MONTH})\b"
        rf"|(?:(?<=January )|(?<=February )|(?<=March )|(?<=April )|(?<=May )|(?<=June )|(?<=July )"
        rf"|(?<=August )|(?<=September )|(?<=October )|(?<=November )|(?<=December ))"
        rf"(?P<day>\d{{1,2}})(?!\d)"
        r"|(?<![\d.,\-–/])(?P<year>(?:19|20)\d\d)(?![\d\-–/]|s\b|[.,]\d)"
    ),
}
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.\-–/:#@,+])(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,9})(?P<part>\.\d{1,4})?"
)
_UNITS = {
    "zh": {"万亿": "亿", "亿": "万", "万": "亿", "千": "万"},
    "en": {
        "trillion": "billion",
        "billion": "million",
        "million": "billion",
        "thousand": "million",
    },
}
_UNIT = {
    "zh": re.compile(r"\s?(万亿|亿|万|千(?![米克瓦卡]))"),
    "en": re.compile(r" (trillion|billion|million|thousand)\b"),
}
_NO_NUMBER_BEFORE = re.compile(r"[A-Za-z\-–−/:.)\]_°]|\s?[年月日号]|st\b|nd\b|rd\b|th\b|\s冠状")
_YEAR = re.compile(r"(?:19|20)\d\d$")


def _places(text: str, source: str, lang: str, rng: random.Random) -> Iterator[Change]:
    """Put another place in, of the same kind; the source names the right one."""
    side = 0 if lang == "en" else 1
    for names in _TABLE.values():
        for pair in names:
            found = _mentions(text, pair[side], lang)
            if len(found) != 1 or not _mentions(
                source, pair[1 - side], "zh" if side == 0 else "en"
            ):
                continue
            others = [o for o in names if o[side] not in text and o[1 - side] not in source]
            yield Change(found[0], found[0] + len(pair[side]), rng.choice(others)[side])


def _mentions(text: str, name: str, lang: str) -> list[int]:
    """Return where a place is named."""
    if lang == "en":
        return [m.start() for m in re.finditer(rf"(?<![\w\-]){name}(?![\w\-])", text)]
    found = [m.start() for m in re.finditer(name, text)]
    whole = [
        at
        for at in found
        if text[at + len(name) : at + len(name) + 1] not in (*_NOT_AFTER,)
        and text[at - 1 : at] not in (*_NOT_BEFORE,)
    ]
    return whole if len(whole) == len(found) else []


def _dates(text: str, source: str, lang: str, rng: random.Random) -> Iterator[Change]:
    """Put another year, month or day in; the source has the right one."""
    for match in _DATE[lang].finditer(text):
        part, word = match.lastgroup or "", match.group()
        if _has_date(source, part.rstrip("2"), word, lang):
            yield Change(match.start(), match.end(), _other_date(part, word, rng))


def _has_date(source: str, part: str, word: str, lang: str) -> bool:
    if part == "year":
        return word in source
    if part == "day":
        marks = r"\s?[日号]" if lang == "en" else r"(?!\d)"
        return re.search(rf"(?<!\d)0?{int(word)}{marks}", source) is not None
    if lang == "en":
        number = _MONTHS.index(word) + 1
        return re.search(rf"(?<!\d)0?{number}\s?月", source) is not None
    return 1 <= int(word) <= len(_MONTHS) and _MONTHS[int(word) - 1] in source


def _other_date(part: str, word: str, rng: random.Random) -> str:
    if part == "year":
        return str(int(word) + rng.choice((-10, -2, -1, 1, 2, 10)))
    if word in _MONTHS:
        return rng.choice([month for month in _MONTHS if month != word])
    last = 12 if part == "month" else 28
    return rng.choice([str(n) for n in range(1, last + 1) if n != int(word)])


def _numbers(text: str, source: str, lang: str, rng: random.Random) -> Iterator[Change]:
    """Make a number ten times as large, change its unit, or one of its digits."""
    known = {m.group().replace(",", "") for m in _NUMBER.finditer(source)}
    scaled = any(_UNIT[other].search(source) for other in _UNIT)
    for match in _NUMBER.finditer(text):
        unit = _UNIT[lang].match(text, match.end())
        plain = match.group().replace(",", "")
        if unit is None and (
            _NO_NUMBER_BEFORE.match(text, match.end())
            or _YEAR.match(plain)
            or plain not in known
            or text[: match.start()].rstrip().endswith((*_MONTHS,))
            or not int(match["whole"].replace(",", ""))
        ):
            continue
        if unit is not None and not (plain in known or scaled):
            continue
        yield _other_number(match, unit, lang, rng)


def _other_number(
    match: re.Match[str], unit: re.Match[str] | None, lang: str, rng: random.Random
) -> Change:
    number, behind = match.group(), unit.group() if unit else ""
    end = match.end() + len(behind)
    if unit and rng.random() < 0.5:
        other = behind.replace(unit[1], _UNITS[lang][unit[1]])
        return Change(match.start(), end, number + other)
    if rng.random() < 0.5:
        return Change(match.start(), end, _tenfold(match) + behind)
    digits = [at for at, character in enumerate(number) if character.isdigit()]
    at = rng.choice(digits)
    least = 1 if at == 0 else 0
    new = rng.choice([str(d) for d in range(least, 10) if str(d) != number[at]])
    return Change(match.start(), end, number[:at] + new + number[at + 1 :] + behind)


def _tenfold(match: re.Match[str]) -> str:
    whole, part = match["whole"], match["part"] or ""
    if len(part) > 1:
        rest = f".{part[2:]}" if part[2:] else ""
        return f"{int(whole.replace(',', '')) * 10 + int(part[1])}{rest}"
    tenfold = int(whole.replace(",", "")) * 10
    return f"{tenfold:,}" if "," in whole else str(tenfold)


SWAPS: Final[Mapping[str, Finder]] = MappingProxyType(
    {"places": _places, "numbers": _numbers, "dates": _dates}
)
"""The finders by the kind of edit."""
