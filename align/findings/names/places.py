"""The places that the package knows, and where a text names them.

The table is derived by ``benchmarks/derive_places.py`` and loaded when a text first asks.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from duizhao import lazy
from duizhao.align.findings.names.types import Name
from duizhao.corpora.text.chinese_variants import simplified

__all__ = [
    "SOUNDS",
    "TIED",
    "WORD",
    "KnownPlace",
    "Places",
    "as_simplified",
    "load_places",
    "plain",
]

# Words as names are made of; the abbreviations U.S. and U.S.A. are one.
WORD = lazy.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = lazy.compile(r"['’][sS]?$")
# What may stand between two words of a name.
_BETWEEN = frozenset({" ", "-", ". ", "\u00a0", "‑", "–", " & ", "&"})
# Headings in capitals are read as if they had small letters; shorter words may be abbreviations.
_LEAST_HEADING = 4
# After these a word with another meaning is a place.
_BEFORE_PLACES = frozenset(
    {"in", "at", "from", "near", "to", "of", "outside", "around", "across", "toward", "towards"}
)
# Foreign names are written with these characters, so that a short one may be part of a longer one:
# 马里 in 马里奥. The commonest in the table's names outside East Asia that hardly stand alone.
SOUNDS = frozenset(
    "阿埃艾奥巴贝比宾波伯博布查茨达丹戴德登蒂迪蒙杜顿多厄恩尔法菲费芬弗夫福冈盖戈格根古圭"
    "哈海汉豪赫亨胡霍基吉加贾杰金卡凯坎康柯科克肯库奎拉莱赖兰朗劳勒雷里利莉连林琳卢鲁路伦罗洛"
    "马玛迈麦曼茅梅门米密敏明摩莫默姆木穆娜纳奈南内尼涅宁纽努诺帕派潘佩彭皮珀蓬坡普奇恰乔"
    "琴丘热荣茹瑞若撒萨塞赛桑瑟森沙莎绍舍申圣施什史舒斯丝苏索塔泰坦汤唐特提汀图托瓦旺"
    "威韦维魏温文翁沃乌武西希锡夏香肖谢辛欣休许逊雅亚延扬耶伊因英尤约泽扎詹珍芝朱兹佐娅妮"
    "翰廉朔京鲍切登迦芙蓓薇黛妲玫珊缇雯芭葛欧昂叶楚策齐彻狄萝洪崔铎荷惠伽嘉恺莲璐隆仑孟缪琪诗朵罕蕾娥佛佳柏柴涅墨腓贡"
    "松福安龙拜刘荫姬廷谷汀代瓜泽隆岑兴波梯昌孔"
)
# Longer names are hardly part of another word.
_SHORT = 3


def plain(name: str) -> str:
    """Write a name as the index knows it: without accents, its words apart by one space.

    >>> plain("Baden-Württemberg")
    'Baden Wurttemberg'
    """
    if not name.isascii():
        parts = unicodedata.normalize("NFKD", name.replace("’", "'"))
        name = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(WORD.findall(name))


def as_simplified(text: str) -> str:
    """Write a Chinese text in simplified characters if it has any others.

    A single traditional character matters here: 臺北 is a name in a sentence without another.

    :param text: The text.
    :return: A text of the same length.

    >>> as_simplified("她搬到了臺北。")
    '她搬到了台北。'
    """
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return simplified(text)
    return text


@dataclass(frozen=True)
class KnownPlace:
    """A row of the table.

    :param key: The code of a country or a part of one, or nothing.
    :param parents: The keys of what it lies in.
    :param en: Its English names, the usual one first.
    :param zh: Its Chinese names, the usual one first.
    """

    key: str
    parents: frozenset[str]
    en: tuple[str, ...]
    zh: tuple[str, ...]


class Places:
    """The table of places with its indexes.

    :param text: The lines of the table.
    """

    def __init__(self, text: str) -> None:
        self._rows = [line for line in text.split("\n") if line and line[0] != "#"]
        self._en: dict[str, tuple[int, ...]] = {}
        self._zh: dict[str, tuple[int, ...]] = {}
        self._sure: set[str] = set()
        for number, row in enumerate(self._rows):
            _, _, en, zh = row.split("\t")
            self._index(self._en, en, number, english=True)
            self._index(self._zh, zh, number, english=False)

    def _index(
        self, index: dict[str, tuple[int, ...]], names: str, number: int, *, english: bool
    ) -> None:
        for name in names.split("|"):
            weak = name[0] == "~"
            if weak:
                name = name[1:]
            if english and not (name.isascii() and name.isalpha()):
                name = plain(name)
            if not weak:
                self._sure.add(name)
            known = index.get(name)
            if known is None:
                index[name] = (number,)
            elif known[-1] != number:
                index[name] = (*known, number)

    @cached_property
    def _first_words(self) -> dict[str, int]:
        """The most words of a name that begins with a word."""
        longest: dict[str, int] = {}
        for name in self._en:
            head, _, rest = name.partition(" ")
            words = rest.count(" ") + 2 if rest else 1
            if longest.get(head, 0) < words:
                longest[head] = words
        return longest

    @cached_property
    def _first_characters(self) -> dict[str, tuple[int, ...]]:
        """The lengths of the names that begin with a character, the longest first."""
        lengths: dict[str, set[int]] = {}
        for name in self._zh:
            if len(name) > 1:
                lengths.setdefault(name[0], set()).add(len(name))
        return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one table
    def place(self, number: int) -> KnownPlace:
        """Return a place.

        :param number: Its number, one of :attr:`Name.ids`.
        """
        key, parents, en, zh = self._rows[number].replace("~", "").split("\t")
        above = frozenset(parents.split(",")) if parents else frozenset()
        return KnownPlace(key, above, tuple(en.split("|")), tuple(zh.split("|")))

    def find(self, text: str, lang: str) -> Iterator[Name]:
        """Yield where a text names a place, the longest name at each point.

        :param text: A text.
        :param lang: Its language; in others than English and Chinese nothing is found.
        """
        if lang == "zh":
            yield from self._find_zh(as_simplified(text), text)
        elif lang == "en":
            yield from self._find_en(text)

    def _find_zh(self, text: str, shown: str) -> Iterator[Name]:
        at, size = 0, len(text)
        first = self._first_characters
        while at < size:
            for length in first.get(text[at], ()):
                name = text[at : at + length]
                if name in self._zh and not self._gives_way(text, at, length):
                    ids = frozenset(self._zh[name])
                    weak = name not in self._sure
                    yield Name(shown[at : at + length], at, at + length, ids, weak)
                    at += length
                    break
            else:
                at += 1

    def _gives_way(self, text: str, at: int, length: int) -> bool:
        """Say whether a short name seems to be part of another word."""
        if length > _SHORT:
            return False
        # 对马拉加 names 马拉加, not 对马.
        least = length + (text[at : at + length] in self._sure)
        for size in self._first_characters.get(text[at + 1 : at + 2], ()):
            if size >= least and text[at + 1 : at + 1 + size] in self._sure:
                return True
        return _within(text, at, at + length)

    def _find_en(self, text: str) -> Iterator[Name]:
        words = list(WORD.finditer(text))
        at = 0
        while at < len(words):
            step = 1
            if words[at][0][0].isupper():
                for count in range(self._first_words.get(_word(words[at][0]), 0), 0, -1):
                    found = self._name_at(text, words, at, count)
                    if found is not None:
                        yield found
                        step = count
                        break
            at += step

    def _name_at(self, text: str, words: list[re.Match[str]], at: int, count: int) -> Name | None:
        """Return the name of so many words that begins at a word, if there is one."""
        run = words[at : at + count]
        if len(run) < count or any(
            text[a.end() : b.start()] not in _BETWEEN for a, b in itertools.pairwise(run)
        ):
            return None
        name = " ".join(map(_word, (word[0] for word in run)))
        ids = self._en.get(name)
        if ids is None:
            return None
        bare = _POSSESSIVE.sub("", run[-1][0])
        start, end = run[0].start(), run[-1].start() + len(bare)
        weak = name not in self._sure and not _in_place(text, words, at, count)
        weak = weak or _in_capitals(words, at, count)
        return Name(text[start:end], start, end, frozenset(ids), weak)


def _word(word: str) -> str:
    """Return a word of a text as the index has it."""
    if not word.isascii():
        word = plain(word)
    word = _POSSESSIVE.sub("", word)
    return (
        word.capitalize()
        if len(word) >= _LEAST_HEADING and word.isupper() and "." not in word
        else word
    )


def _in_capitals(words: list[re.Match[str]], at: int, count: int) -> bool:
    """Say whether letters that may abbreviate a place stand among capitals: GIVE IT TO US."""
    name = words[at][0]
    if count > 1 or len(name) >= _LEAST_HEADING or not name.isupper():
        return False
    beside = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
    return any(len(word[0]) > 1 and word[0].isupper() and word[0].isalpha() for word in beside)


def _in_place(text: str, words: list[re.Match[str]], at: int, count: int) -> bool:
    """Say whether what stands around a name makes a place of it."""
    after = words[at + count] if at + count < len(words) else None
    last = words[at + count - 1]
    if after is not None and after[0][0].isupper() and text[last.end() : after.start()] == " ":
        return False
    return at > 0 and words[at - 1][0].lower() in _BEFORE_PLACES


def _within(text: str, start: int, end: int) -> bool:
    """Say whether a short foreign name seems to be part of a longer one."""
    name = text[start:end]
    if not SOUNDS.issuperset(name):
        return False
    after = text[end : end + 1]
    before = text[start - 1 : start]
    return after in TIED or before in TIED


# Of the characters above, those that hardly begin or end a word of their own.
TIED = frozenset(
    "埃艾奥茨戴蒂迪厄恩尔菲弗夫戈圭赫贾柯科克坎拉莱勒莉琳卢鲁伦洛玛曼茅姆穆娜涅诺佩珀恰茹萨塞瑟莎"
    "绍什斯丝坦汀托韦魏沃娅妮兹佐詹扎逊亚伊尤卡丘斯翰莫普奥恩"
) | {"·"}


@lru_cache(maxsize=1)
def load_places() -> Places:
    """Return the table that comes with the package."""
    table = files("duizhao.align.findings.names").joinpath("data/places.tsv")
    return Places(table.read_text("utf-8"))
