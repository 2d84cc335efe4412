"""Numbers written out by a slow writer of our own, and read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.numbers.extract import values_in

FIRST = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
ONES = FIRST.split()
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
MONTHS = "January February March April May June July August September October November December"
HAN = "零一二三四五六七八九"
LARGEST = 10**12 - 1

amounts = st.one_of(
    st.integers(2, 100), st.integers(2, 10_000), st.integers(2, LARGEST)
) | st.builds(lambda n, power: min(n * 10**power, LARGEST), st.integers(2, 999), st.integers(0, 9))


def english(n: int, joiner: str = " and ") -> str:
    """Write a number in English words."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    for scale, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= scale:
            rest = n % scale
            between = joiner if rest < 100 else " "
            tail = between + english(rest, joiner) if rest else ""
            return f"{english(n // scale, joiner)} {word}{tail}"
    tail = joiner + english(n % 100, joiner) if n % 100 else ""
    return f"{ONES[n // 100]} hundred{tail}"


def below_wan(n: int) -> str:
    """Write a number below 10,000 in Chinese characters."""
    written, gap = "", False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // scale % 10
        if digit:
            written += ("零" if gap else "") + HAN[digit] + word
            gap = False
        else:
            gap = bool(written)
    return written


def chinese(n: int) -> str:
    """Write a number below 10**12 in Chinese characters."""
    written, gap = "", False
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = n // scale % 10_000
        if part:
            joined = "零" if written and (gap or part < 1000) else ""
            written += joined + below_wan(part) + word
            gap = False
        elif written:
            gap = True
    return written.removeprefix("一") if written.startswith("一十") else written


def read(text: str, lang: str) -> list[float]:
    return [value.number for value in values_in(text, lang)]


@pytest.mark.parametrize(
    ("n", "en", "zh"),
    [
        (25_306, "twenty-five thousand three hundred and six", "二万五千三百零六"),
        (100_000_070, "one hundred million and seventy", "一亿零七十"),
        (17, "seventeen", "十七"),
    ],
)
def test_the_writers_write(n: int, en: str, zh: str) -> None:
    assert english(n) == en
    assert chinese(n) == zh


@given(amounts, st.sampled_from([" and ", " "]))
def test_english_words(n: int, joiner: str) -> None:
    assert read(f"They saw {english(n, joiner)} birds.", "en") == [n]


@given(amounts)
def test_chinese_characters(n: int) -> None:
    assert read(f"他们看见{chinese(n)}只鸟。", "zh") == [n]


@given(amounts)
def test_digits(n: int) -> None:
    assert read(f"They saw {n:,} birds.", "en") == [n]
    assert read(f"他们看见{n:,}只鸟。", "zh") == [n]
    wide = str(n).translate({ord(str(d)): 0xFF10 + d for d in range(10)})
    assert read(f"他们看见{wide}只鸟。", "zh") == [n]


@given(st.integers(1, 99_999), st.integers(0, 2))
def test_scaled_digits(n: int, decimals: int) -> None:
    written = f"{n / 10**decimals:.{decimals}f}"
    for word, scale in (("million", 10**6), ("billion", 10**9)):
        expected = pytest.approx(n * scale / 10**decimals)
        assert read(f"It cost {written} {word} yen.", "en") == [expected]
    for word, scale in (("万", 10**4), ("亿", 10**8), ("万亿", 10**12)):
        expected = pytest.approx(n * scale / 10**decimals)
        assert read(f"耗资{written}{word}日元。", "zh") == [expected]


@given(st.integers(1, 28), st.integers(1, 12), st.integers(1600, 2099))
def test_dates(day: int, month: int, year: int) -> None:
    name = MONTHS.split()[month - 1]
    zh = read(f"会议于{year}年{month}月{day}日举行。", "zh")
    assert zh == [year, month, day]
    assert sorted(read(f"It met on {name} {day}, {year}.", "en")) == sorted(zh)
    assert sorted(read(f"It met on {day} {name} {year}.", "en")) == sorted(zh)


@given(st.integers(2, 100), st.integers(2, 100))
def test_fractions_in_characters(part: int, whole: int) -> None:
    (value,) = values_in(f"{chinese(whole)}分之{chinese(part)}的人", "zh")
    assert value.readings[-1] == pytest.approx(part / whole)
