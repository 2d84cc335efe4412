"""Persons that a Chinese text names, by the characters that they are written with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from duizhao import lazy
from duizhao.align.findings.names.places import SOUNDS, TIED
from duizhao.align.findings.names.told_apart import DOT
from duizhao.align.findings.names.types import Name, Person
from duizhao.corpora.text.chinese_words import tagged_words
from duizhao.corpora.text.dictionary.readings import syllables

__all__ = ["people_in_chinese", "surname_syllables"]

# The word class of persons in jieba. A Chinese name has no more characters than three, as a rule;
# a foreign one of two is told by its class alone.
_PERSON = ("nr",)
_LONGEST_HAN, _LEAST_FOREIGN = 3, 3
_TITLED = lazy.compile("《[^《》]{1,80}》")
_FOREIGN = lazy.compile(f"[{''.join(sorted(SOUNDS))}]+(?:·[{''.join(sorted(SOUNDS))}]+)*")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符"
    "舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农"
    "司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁"
    "沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝习"
)


@cache
def surname_syllables() -> frozenset[str]:
    """Return the family names of Chinese persons in pinyin."""
    return frozenset(syllables("".join(sorted(_SURNAMES))))


def people_in_chinese(text: str, places: Sequence[Name]) -> Iterator[Person]:
    """Yield the foreign and the Chinese persons of a Chinese text.

    :param text: The text, in simplified characters.
    :param places: The places that it names.
    """
    text = text.replace("•", DOT)
    taken = {at for name in places for at in range(name.start, name.end) if not name.weak}
    for title in _TITLED.finditer(text):
        taken.update(range(*title.span()))
    for match in _FOREIGN.finditer(text):
        if _is_foreign(match[0]) and taken.isdisjoint(range(*match.span())):
            yield Person(match[0], *match.span())
            taken.update(range(*match.span()))
    at = 0
    for word, tag in tagged_words(text):
        if tag.startswith(_PERSON) and len(word) > 1 and at not in taken:
            chinese = len(word) <= _LONGEST_HAN and word[0] in _SURNAMES
            foreign = SOUNDS.issuperset(word) and not _goes_on(text, at, at + len(word))
            if (chinese or foreign) and word[0] != word[1]:
                yield Person(word, at, at + len(word))
        at += len(word)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Say whether sounds stand beside a foreign name, so that it is part of a longer one."""
    around = text[start - 1 : start], text[end : end + 1]
    return any(one in SOUNDS for one in around if one)


def _is_foreign(name: str) -> bool:
    """Say whether characters that write sounds look like a foreign name."""
    return DOT in name or (len(name) >= _LEAST_FOREIGN and len(TIED.intersection(name)) > 1)
