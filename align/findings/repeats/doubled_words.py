"""Words written twice in a row: "the the", 因为因为.

Both languages double words on purpose. English does so with few; Chinese with verbs (研究研究),
measure words, kinship and sounds, so that there only words are looked at that never double.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.text.scripts import HANZI

__all__ = ["Doubled", "doubled"]

_LATIN = lazy.compile(
    r"(?<![\w'’.-])([^\W\d_]{1,30})[ \u00a0]{1,3}(?=\1(?![\w'’-]))", re.IGNORECASE
)
# Never right twice, but as the names of letters and titles; the others may be (had had, bye bye).
_NEVER_WORDS = (
    "the a an of to and or for from with by as at if this these those which into are be been has"
    " have his its their our your my not but we they it"
)
_NEVER = frozenset(_NEVER_WORDS.split())
# Right or usual twice: grammar, emphasis, sounds and names.
_USUAL_WORDS = (
    "that had is was do you her in on so very really long far no yes bye ha hah haha ho he hey"
    " hi la oh ah now there here go come well good more many much never again up out over what who"
    " who's why wait knock tut tsk blah yeah ok okay please dear old big little run win stop ever"
    " different way real super nice aye hear beep choo chop yum cha dum blah same even"
    " quite too all only just still will can may must one two three bora baden"
    " duran walla pago sing sirhan boutros ylang"
)
_USUAL = frozenset(_USUAL_WORDS.split())
# A character whose double beside it ends or begins another word: 目的|的, 存在|在, 被|被告.
_HAN_CHARACTERS = lazy.compile(
    # Neither 目的 nor 标的, but 项目|的 and 目标|的.
    r"(?<!(?<![项题数节栏科剧条名])目)(?<!(?<![目商指坐座])标)(?<![鹄似的])的的(?![的确士哥卡])"
    r"|(?<![为除罢没完得末知不心])了了(?![了解结然断望却之])"
    r"|(?<![只真总可但还都也就于凡若既要算便即硬正先国其])是是(?![是非])"
    r"|(?<![现存所正实潜自内外好健旨意何])在在(?![线意乎职校场读野座建编岗册逃世此])"
    r"|(?<!一)被被(?![子单告窝褥套面])"
)
# Whom somebody told, and what they did: 告诉我们|我们要看什么.
_HAN_PRONOUNS = lazy.compile(
    r"(?:^|(?<=[\s，。！？；：、,!?;:“”「」『』（）()…—]))(我们|你们|他们|她们|它们|咱们)\1"
)
_HAN_WORDS = lazy.compile(
    r"(因为|所以|但是|然而|如果|虽然|尽管|由于|对于|关于|根据|按照|"
    r"通过|以及|或者|并且|而且|而是|不是|就是|可以|已经|没有|这些|那些|这样|我的|你的|他的|她的|其中|"
    r"认为|表示|指出|告诉|目前|之间|之后|之前|同时|包括|为了|成为|作为|进行)\1"
)
# What stands by itself is spoken twice: 没有没有！可以可以。
_SAID_TWICE = lazy.compile(r"[，。！？!,…~～]|$")
# A longer word, which is no 哈哈哈 and begins with no numeral or demonstrative (一条街一条街).
_HAN_LONG = lazy.compile(rf"([{HANZI}])(?!\1)([{HANZI}]{{2,5}})(?=\1\2)")
_NUMERALS = frozenset("一二三四五六七八九十两几半每这那好")


@dataclass(frozen=True)
class Doubled:
    """A word that stands twice.

    :param start: Where the second one begins.
    :param end: Where it ends.
    :param word: The word.
    :param is_sure: Whether it never doubles.
    """

    start: int
    end: int
    word: str
    is_sure: bool


def doubled(text: str, lang: str) -> Iterator[Doubled]:
    """Yield words that stand twice in a row.

    :param text: A text.
    :param lang: Its language; Chinese and English are known.

    >>> [(d.word, d.start) for d in doubled("We saw the the ferry that that had had.", "en")]
    [('the', 11)]
    >>> [d.word for d in doubled("因为因为下雨，他天天看看书，谢谢谢谢。", "zh")]
    ['因为']
    """
    if lang not in ("en", "zh"):
        return
    end = -_APART
    for found in _english(text) if lang == "en" else _chinese(text):
        # Of a word written many times the second tells all.
        if found.start >= end + _APART:
            yield found
        end = found.end


_APART = 4  # characters, at least, between two of them


def _english(text: str) -> Iterator[Doubled]:
    for found in _LATIN.finditer(text):
        word, end = found[1], found.end()
        second = text[end : end + len(word)]
        is_name = word[0].isupper() and second[0].isupper()
        if word.lower() not in _USUAL and not is_name and (len(word) > 1 or word in "aA"):
            yield Doubled(end, end + len(word), word.lower(), word.lower() in _NEVER)


def _chinese(text: str) -> Iterator[Doubled]:
    for pattern in (_HAN_CHARACTERS, _HAN_PRONOUNS, _HAN_WORDS):
        for found in pattern.finditer(text):
            if pattern is _HAN_WORDS and _SAID_TWICE.match(text, found.end()):
                continue
            half = len(found[0]) // 2
            yield Doubled(found.start() + half, found.end(), found[0][:half], is_sure=True)
    for found in _HAN_LONG.finditer(text):
        end = found.end()
        if found[0][0] == "的" and text[end + len(found[0]) :][:1] != "的":
            continue  # 敌人的敌人: one of the other
        if not _NUMERALS & set(found[0]) and len(set(found[0])) > 1:
            yield Doubled(end, end + len(found[0]), found[0], is_sure=False)
