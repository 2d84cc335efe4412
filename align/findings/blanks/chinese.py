"""What a blank looks like in Chinese, in simplified and in traditional characters."""

from __future__ import annotations

import re
from typing import Final

from duizhao import lazy
from duizhao.align.findings.blanks.patterns import Pattern, patterns
from duizhao.align.judging.rules import Rule
from duizhao.corpora.text.scripts import HANZI

__all__ = ["ZH_PATTERNS", "ZH_STOPPED"]

_OBJECT: Final = ("the object of “{word}”", "“{word}”的宾语")
_CLAUSE: Final = ("the clause that “{word}” leads to", "“{word}”引出的内容")
_ITEM: Final = ("what follows “{word}”", "“{word}”后面的内容")
_ITEMS: Final = ("items of the list", "并列的各项内容")
_NUMBER: Final = ("the number before “{word}”", "“{word}”前面的数字")
_FRACTION: Final = ("the number after “{word}”", "“{word}”后面的数字")

# Where a clause begins. 、 is left out: 因为、由于、所以 is a list of words.
_HEAD: Final = r"(?:\A|(?<=[，。；：！？“‘「（《—\s]))"
_END: Final = r"\s{0,3}[，。；]"

# Prepositions that are nothing without an object. Those that can stand alone in speech (因为，……)
# or are verbs too (通过。) are left out before that mark; 对 and 和 are left out altogether.
_BARE: Final = (
    r"据|根据|按照|依照|遵照|由于|随着|关于|对于|至于|鉴于|凭借|为了|经由|自从|除了|针对|基于|围绕"
    r"|通过(?=\s?[，、；])|因为(?=\s?[。；])|(?:从|把|被|向|由|在)(?=\s?[，；])"
)
_LEADING: Final = (
    r"据|根据|按照|依照|由于|因为|通过|随着|关于|对于|鉴于|凭借|为了|除了|自从|针对|基于|在"
)
# Words that lean on what follows: 于 and 在 fused to a verb, and 是 after a noun that announces.
_LEANING: Final = (
    r"[位源属等低高介]于|坐落于|成立于|创立于|创办于|始?建于|毕业于|致力于|取决于|有助于|来源于"
    r"|相当于|归功于|归因于|集中于|仅次于|得益于|出生[于在]|诞生[于在]|居住[于在]|来自"
)
_ANNOUNCED: Final = r"(?:原因|目的|目标|关键|理由|任务|前提|挑战|答案|好处)(?:之一)?"

# First, second, third, as words or as numbers.
_ORDINAL: Final = r"第[一二三四五六七八九十]|其[一二三四五六]|首先|其次|再次|最后|一方面|另一方面"
_LINK: Final = r"(?:则|就)?(?:是|为|在于|即)"
_NUMBERED: Final = rf"(?:{_ORDINAL}|[一二三四五六七八九十]|前者|后者){_LINK}"

# What announces a list, and what joins its items.
_LIST: Final = r"包括|分别是|分别为|分别有|例如|比如|譬如|诸如|以及"
_AND: Final = r"(?:以及|和|与|及|或)"

# Characters that make a word with 在 (存在) or 和 (饱和) after them.
_NOT_AT: Final = "存所现内外潜实自健正好旨不常何都也还仍安驻重"
_NOT_AND: Final = "、气饱总温谦平缓柔调附共祥随亲中求讲议不失违人暖掺搅应唱谐宽醇昭融仁泰太永元大"

# Units that need a number. 亿元 and 万人 are left out: 达到亿元, 近万人 say how many.
_SUM: Final = r"亿[美欧日韩港澳]元|亿(?:人民币|英镑|卢比|卢布)|个百分点|公里|公斤|平方[米公]"
_MONEY: Final = r"[美欧日韩港澳]?元|英镑|人民币"
_GREW: Final = (
    r"(?:增长|增加|上升|上涨|提高|提升|下降|下跌|减少|降低|超过|达到)了?|高达|约为|大约|[跌涨升降]了"
    r"|占|多达|共计|合计|总计|仅为|仅有|只有|将近|接近|至少|最多|不到|不足|约"
)

# The traditional forms of the characters that the rules name, after the simplified one.
_FORMS: Final = (
    "万萬 与與 业業 个個 为為爲 举舉 于於 亲親 亿億 仅僅 从從 价價 关關 内內 决決 减減 "
    "凭憑 则則 创創 别別 办辦 务務 占佔 卢盧 参參 发發 后後 围圍 国國 处處 实實 宽寬 对對 "
    "将將 尽盡 届屆 属屬 岁歲 币幣 并並 应應 开開 归歸 当當 总總 战戰 据據 掺摻 搅攪 时時 "
    "来來 标標 欧歐 毕畢 气氣 涨漲 温溫 满滿 潜潛 点點 现現 着著 确確 种種 称稱 约約 级級 "
    "经經 绕繞 给給 绝絕 缓緩 虽雖 规規 触觸 计計 议議 讲講 论論 话話 诞誕 诸諸 调調 谈談 "
    "谐諧 谦謙 赋賦 达達 过過 还還 这這 违違 里裡裏 鉴鑑 针針 键鍵 镑鎊 长長 门門 随隨 "
    "韩韓 页頁 顾顧 饱飽 驻駐 几幾 数數 余餘"
)
_TRADITIONAL: Final = {forms[0]: forms for forms in _FORMS.split()}
_ITEM_OF_REGEX: Final = lazy.compile(r"\\.|.", re.DOTALL)


def _both(regex: str) -> str:
    """Let a pattern of simplified characters match traditional ones too."""
    parts: list[str] = []
    inside = False
    for item in _ITEM_OF_REGEX.findall(regex):
        inside = item == "[" or (inside and item != "]")
        forms = _TRADITIONAL.get(item, item)
        parts.append(forms if inside or len(forms) == 1 or forms is item else f"[{forms}]")
    return "".join(parts)


def _patterns(rule: Rule, reading: tuple[str, str], *regexes: str) -> tuple[Pattern, ...]:
    return patterns(rule, reading, *map(_both, regexes))


ZH_PATTERNS: Final = (
    *_patterns(
        Rule.EMPTY_OBJECT,
        _OBJECT,
        rf"{_HEAD}(?P<word>{_BARE})(?P<hole>)\s{{0,3}}[，。；、]",
    ),
    *_patterns(
        Rule.EMPTY_OBJECT,
        _CLAUSE,
        rf"{_HEAD}(?P<word>{_LEADING})[^，。；：！？“”]{{1,40}}"
        r"(?P<gap>，(?P<hole>)\s{0,3}[。！？；])",
    ),
    *_patterns(
        Rule.EMPTY_OBJECT,
        _OBJECT,
        r"(?:\A|(?<=[，。；：]))(?P<gap>(?P<word>根据|据|由于|通过|随着|按照|关于|除了|在)(?P<hole>)的)"
        r"(?=[^，。；！？”话是确\s])",
        rf"(?P<word>{_LEANING})(?P<hole>){_END}",
    ),
    *_patterns(
        Rule.EMPTY_OBJECT,
        _ITEM,
        rf"{_ANNOUNCED}(?P<word>是|在于)(?P<hole>)\s{{0,3}}[。；]",
    ),
    *_patterns(
        Rule.EMPTY_OBJECT,
        _OBJECT,
        rf"(?P<word>(?<![{_NOT_AT}])在|位于|来自|前往|分布于)(?P<hole>)、{_AND}?",
        r"(?P<word>从)(?P<hole>)到(?=[，。；])",
        r"(?P<word>名为|名叫|称为|称作|叫做|叫作)(?P<hole>)(?:的(?![是确，。；])|[，。；])",
        rf"(?<![{_NOT_AND}])(?P<word>和)(?P<hole>)\s{{0,3}}[。；]",
    ),
    *_patterns(
        Rule.EMPTY_ENUMERATION,
        _ITEM,
        rf"{_HEAD}(?P<word>{_NUMBERED})(?P<hole>)\s{{0,3}}[；;。]",
        # 一是，国家……；二是，…… is fine, 一是，二是， is not.
        rf"{_HEAD}(?P<word>{_NUMBERED})(?P<hole>)\s{{0,3}}[，、]"
        rf"(?=\s{{0,3}}(?:[，。；]|\Z|{_NUMBERED}\s?[，。；、]))",
        rf"(?<=是，)(?P<word>{_NUMBERED})(?P<hole>)\s{{0,3}}，",
        rf"{_HEAD}(?P<word>{_ORDINAL})(?P<hole>)\s{{0,3}}[，、：]?\s{{0,3}}[；;。]",
        r"(?:\A|(?<=[，。；：])|(?<=[，。；：]\s))"
        r"(?P<word>[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十])(?:[)）.．、]))(?P<hole>)\s{0,3}[；;。]",
        r"(?P<word>[①-⑳])(?P<hole>)\s{0,3}[；;。]",
    ),
    *_patterns(
        Rule.EMPTY_ENUMERATION,
        _ITEMS,
        rf"(?P<word>{_LIST})(?P<hole>)：?(?:\s?(?:{_AND}|、)){{0,8}}\s{{0,3}}，?[。；]",
        rf"(?P<word>包括|分别是|分别为|例如|比如|诸如)(?P<hole>)：?(?:\s?{_AND}){{0,2}}、{_AND}?",
        rf"、(?P<word>{_AND})(?P<hole>)\s{{0,3}}[。；，]",
    ),
    *_patterns(
        Rule.ORPHAN_UNIT,
        _NUMBER,
        rf"(?P<gap>(?:{_GREW})(?P<hole>)\s{{0,2}}(?P<word>{_SUM}))(?![级以上大规左])",
        rf"(?P<gap>(?:高达|达到了?|约为|仅售|售价为?)(?P<hole>)(?P<word>{_MONEY}))(?=[，。；、的])",
        rf"(?P<gap>(?:{_GREW}|[的了至到过近超达为])(?P<hole>)\s{{0,2}}(?P<word>[%％‰]))(?=[\s，。；、的以])",
        r"(?P<gap>(?:于|自|从|截至|截止)(?P<hole>)\s{0,2}(?P<word>年(?:月日?)?))"
        r"(?=[，。；、）)]|的|由|在|以|到|至|成立|出生)",
        r"(?P<gap>(?:于|自|从|至|在)(?P<hole>)(?P<word>月日|日))(?=[，。；）在上下前起举开发召至到])",
        # The spaces on both sides of a number stay: 为  亿美元, 在  年的比赛中.
        rf"(?<![数几上近多百千万十余])(?P<gap>(?<=[{HANZI}])\s{{1,3}}(?P<hole>)(?P<word>亿[美欧日]?元))",
        r"(?P<gap>(?:在|于|自|从|至|到|公元前)\s{1,3}(?P<hole>)(?P<word>年))(?=[的，、。；])",
    ),
    *_patterns(
        Rule.ORPHAN_UNIT,
        _FRACTION,
        r"(?P<gap>(?P<word>百分之)(?P<hole>))(?=[，。；、的以左])",
    ),
    *_patterns(
        Rule.ORPHAN_UNIT,
        _NUMBER,
        r"(?P<gap>(?:今年|现年|时年|年仅|享年|年满)(?P<hole>)\s{0,2}(?P<word>岁))(?![末尾初首月])",
        r"(?<![次门等府落科及宅品])(?P<gap>第(?P<hole>)\s{0,2}(?P<word>届|季度|集|期|名|位|章|页))",
    ),
)

# How a sentence cannot end: after these words something must follow. The look-behinds keep whole
# words that end in the same character (饱和, 存在, 不对).
ZH_STOPPED: Final = lazy.compile(
    _both(
        rf"(?:的|地|于|(?<![{_NOT_AT}])在|(?<![{_NOT_AND}])和|(?<![参给赋授施相])与|以及"
        r"|(?<![涉普波提埃顾触危遍谈论])及|(?<![甚抑])或|(?<![不相面绝应核反针作校])对|对于|把|(?<!棉)被"
        r"|将|从|向|由|由于|因为|为了|通过|随着|关于|根据|按照|但是|但|而|而且|并且|并|如果|虽然|尽管"
        r"|(?<![不但还也就都总只要真可像于])是|即使|包括|例如|比如|诸如|[的还]有|一个|一种|一些|这种|这个|那个|其)\Z"
    )
)
