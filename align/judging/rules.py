"""The catalogue: every kind of sign that a layer looks for, what it is called, how much it matters.

A layer that is new, or knows a new sign, adds a row here. Findings name the sign, settings name the
row, and ``docs/settings.md`` lists the rows. What other tools call them is a matter of the files
that they read: :mod:`duizhao.corpora.issues`.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias

from duizhao.corpora.alignment import Category, Severity

__all__ = ["Judged", "Rule"]

Judged: TypeAlias = tuple[Severity, Severity]
"""How much a sure and a doubtful finding matter."""

_CRITICAL: Final = (Severity.CRITICAL, Severity.MAJOR)
_MAJOR: Final = (Severity.MAJOR, Severity.MINOR)
_MINOR: Final = (Severity.MINOR, Severity.INFO)
_INFO: Final = (Severity.INFO, Severity.INFO)

_CONDENSED: Final = "sentences whose names and numbers stand elsewhere"
_CONDENSED_ZH: Final = "整句，但其中的名称和数字见于别处"
_APPARATUS: Final = "credits, translator's notes, lists of terms, links to other languages"
_APPARATUS_ZH: Final = "署名、译者注、术语对照、其他语言版本的链接"


class Rule(Enum):
    """A category, or a kind of sign within it; the value is what settings call it.

    A row gives its key, its names in English and Chinese, and how much its findings matter in a
    full translation and in a digest. A kind of sign matters as its category does, and in a digest
    as in a full translation, unless its row says otherwise. A blank is an accident either way: its
    sentence was kept, and its words are gone. A sentence that only lacks its full stop is doubtful.
    What is wrong in the translation is worse than what it lacks. A digest may leave out sentences,
    and with them whatever stood there.

    >>> Rule.OMITTED_CLAUSE.value, Rule.OMITTED_CLAUSE.sign, Rule("moved").sign
    ('omission/clause', 'clause', '')
    """

    BLANK = "blank", "", "", _CRITICAL
    EMPTY_QUOTES = (
        "blank/empty-quotes",
        "quotation marks with nothing between them",
        "引号内没有内容",
    )
    EMPTY_BRACKETS = (
        "blank/empty-brackets",
        "brackets or title marks with nothing between them",
        "括号或书名号内没有内容",
    )
    EMPTY_ENUMERATION = (
        "blank/empty-enumeration",
        "a list that announces an item and does not give it",
        "列举中缺少所列的内容",
    )
    ORPHAN_UNIT = "blank/orphan-unit", "a unit without its number", "有单位而没有数字"
    EMPTY_OBJECT = (
        "blank/empty-object",
        "a preposition or article without the words it needs",
        "介词等缺少宾语或后续内容",
    )
    DOUBLED_PUNCTUATION = (
        "blank/doubled-punctuation",
        "two pauses with nothing between them",
        "两个停顿标点之间没有内容",
    )
    STRANDED_PUNCTUATION = (
        "blank/stranded-punctuation",
        "a pause that follows or precedes nothing",
        "停顿标点前后没有内容",
    )

    TRUNCATED = "truncated", "", "", (Severity.CRITICAL, Severity.MINOR)
    UNFINISHED = (
        "truncated/unfinished",
        "a paragraph whose last sentence stops in the middle",
        "段落末句没有写完",
    )

    OMISSION = "omission", "", "", _MAJOR, _INFO
    OMITTED_SENTENCES = "omission/sentences", "whole sentences", "整句"
    OMITTED_CONDENSED = "omission/condensed", _CONDENSED, _CONDENSED_ZH, _MINOR, _INFO
    OMITTED_REPLACED = (
        "omission/replaced",
        "a sentence in whose place a bilingual file has filler or something else",
        "双语文件中整句处是填充符号或别的内容",
        _MAJOR,
    )
    OMITTED_CLAUSE = "omission/clause", "words within a sentence", "句内文字", _MAJOR, _MINOR

    OMITTED_APPARATUS = "omission/apparatus", _APPARATUS, _APPARATUS_ZH, _INFO

    ADDITION = "addition", "", "", _MINOR
    ADDED_SENTENCES = "addition/sentences", "whole sentences", "整句"
    ADDED_CONDENSED = "addition/condensed", _CONDENSED, _CONDENSED_ZH, _INFO
    ADDED_NOTE = (
        "addition/machine-note",
        "a sentence that the program which translated says of its work",
        "翻译程序评说译文的整句",
        _MAJOR,
    )
    ADDED_CLAUSE = "addition/clause", "words within a sentence", "句内文字"

    ADDED_APPARATUS = "addition/apparatus", _APPARATUS, _APPARATUS_ZH, _INFO

    MOVED = "moved", "", "", _INFO
    ELSEWHERE = "moved/elsewhere", "a passage that stands elsewhere", "位于别处的文字"

    NUMBER = "number", "", "", _MAJOR
    WRONG_VALUE = "number/wrong-value", "another number", "数字不同"
    WRONG_DATE = "number/wrong-date", "another date or time", "日期或时间不同"
    WRONG_UNIT = (
        "number/wrong-unit",
        "the same number of something else",
        "数字相同而单位不同",
    )
    CONVERTED = (
        "number/converted",
        "the same in another unit or currency",
        "换算为其他单位或货币",
        _INFO,
    )
    APPROXIMATION = (
        "number/approximation",
        "about, over or under, on one side only",
        "约数、超过、不足等说法不一致",
        _MINOR,
    )
    MISSING_VALUE = (
        "number/missing-value",
        "a number only in the original",
        "数字仅见于原文",
        (Severity.MINOR, Severity.MINOR),
        _INFO,
    )
    EXTRA_VALUE = (
        "number/extra-value",
        "a number only in the translation",
        "数字仅见于译文",
        _INFO,
    )

    NAME = "name", "", "", _MAJOR
    WRONG_PLACE = "name/wrong-place", "another place", "地名不同"
    WRONG_NAME = "name/wrong-name", "another person", "人名不同"

    UNTRANSLATED = "untranslated", "", "", _MAJOR
    UNTRANSLATED_EQUAL = "untranslated/equal", "the same as the original", "与原文相同"
    UNTRANSLATED_LANGUAGE = (
        "untranslated/language",
        "in the language of the original",
        "仍为原文语言",
    )
    UNTRANSLATED_PASSAGE = (
        "untranslated/passage",
        "words in the language of the original",
        "句内仍有原文语言的文字",
    )
    UNTRANSLATED_FUZZY = (
        "untranslated/fuzzy",
        "a translation that its file marks as fuzzy, initial, new or needing work",
        "文件标为 fuzzy、initial、new 或待处理的译文",
        _INFO,
    )
    UNTRANSLATED_KEPT = (
        "untranslated/kept",
        "headings, titles, advertisers and licences that stay as they are",
        "保留原文的标题、书名、赞助与许可文字",
        _INFO,
    )

    REPEATED = "repeated", "", "", _MINOR
    REPEATED_SENTENCE = "repeated/sentence", "a sentence that stands twice", "整句重复"
    REPEATED_PASSAGE = (
        "repeated/passage",
        "several sentences, or a part of one, that stand twice",
        "多句或句内文字重复",
    )
    REPEATED_WORDS = "repeated/words", "a word written twice", "词语重复"

    LEFTOVER = "leftover", "", "", _MAJOR
    PLACEHOLDER = (
        "leftover/placeholder",
        "a placeholder that was never filled in",
        "未填写的占位文字",
    )
    CITATION_NEEDED = "leftover/citation-needed", "an editor's mark", "编辑标记"
    MARKUP = "leftover/markup", "markup that readers would see", "可见的标记代码"
    MACHINE_NOTE = (
        "leftover/machine-note",
        "a note of the program that translated",
        "翻译程序留下的话",
    )
    PAGE_BREAK = (
        "leftover/page-break",
        "page furniture within the text",
        "正文中的页眉页脚",
    )
    ENCODING = "leftover/encoding", "damaged characters", "乱码"

    CONTRARY = "contrary", "", "", _MINOR
    OPPOSITE = "contrary/opposite", "a word that means the opposite", "意思相反的词"
    PERMISSION = (
        "contrary/permission",
        "what is forbidden is allowed or demanded, or the reverse",
        "禁止与允许、要求相反",
    )

    ATTRIBUTION = "attribution", "", "", _INFO
    SPEAKER = "attribution/speaker", "another speaker", "说话人不同"
    PRONOUN = "attribution/pronoun", "he for she, or she for he", "他、她不一致"

    VERBATIM = "verbatim", "", "", _MAJOR
    VERBATIM_CHANGED = (
        "verbatim/changed",
        "code, an address or a variable that differs",
        "代码、网址或变量与原文不同",
    )
    VERBATIM_LOST = (
        "verbatim/lost",
        "code, an address or a variable that is missing",
        "代码、网址或变量缺失",
        _MAJOR,
        _INFO,
    )
    VERBATIM_EXTRA = (
        "verbatim/extra",
        "a variable or an address only in the translation, or once too often",
        "变量或网址仅见于译文，或多出一次",
    )

    TERM = "term", "", "", _MAJOR, _MINOR
    TERM_MISSING = (
        "term/missing",
        "a term of the editor's glossary without its translation",
        "未采用术语表规定的译法",
        (Severity.MINOR, Severity.INFO),
        _INFO,
    )
    TERM_FORBIDDEN = (
        "term/forbidden",
        "a translation that the editor's glossary forbids",
        "使用了术语表禁用的译法",
    )

    INCONSISTENT = "inconsistent", "", "", _INFO
    INCONSISTENT_NAME = (
        "inconsistent/name",
        "one name translated in two ways",
        "同一名称译法不一",
    )
    INCONSISTENT_SENTENCE = (
        "inconsistent/sentence",
        "one sentence translated in two ways",
        "同一句子译法不一",
    )

    _value_: str
    sign: str
    en: str
    zh: str
    _full: Judged | None
    _digest: Judged | None

    def __new__(
        cls,
        key: str,
        en: str = "",
        zh: str = "",
        full: Judged | None = None,
        digest: Judged | None = None,
    ) -> Rule:
        """Make a row.

        :param key: ``category``, or ``category/sign``.
        :param en: Its name in English; empty for a category.
        :param zh: Its name in Chinese.
        :param full: How much its findings matter in a full translation; a category says it.
        :param digest: How much they matter in a digest.
        """
        rule = object.__new__(cls)
        rule._value_, rule.sign = key, key.partition("/")[2]
        rule.en, rule.zh, rule._full, rule._digest = en, zh, full, digest
        return rule

    @property
    def category(self) -> Category:
        """What is wrong, the rule aside."""
        return Category(self.value.partition("/")[0])

    @property
    def parent(self) -> Rule:
        """The row of its category; a category's own is itself."""
        return Rule(self.category.value)

    @property
    def full(self) -> Judged:
        """How much its findings matter in a full translation."""
        return self._full or self.parent.full

    @property
    def digest(self) -> Judged:
        """How much its findings matter in a digest."""
        return self._digest or self._full or self.parent.digest
