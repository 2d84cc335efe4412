"""What programs say of their own translations: who they are, what they did, how well it reads.

A remark on the wording stands anywhere, also at the end of a sentence that is translated well:
“…，表述更为自然。” It speaks of the translation or its words and praises how they read. The
original excuses it by speaking of such things itself: a text about translation, a lesson in style.
"""

from __future__ import annotations

from typing import Final

from duizhao import lazy
from duizhao.align.findings.leftovers.kinds import SignKind
from duizhao.align.judging.rules import Rule

__all__ = ["HINTS", "MACHINE_NOTES"]

# A program that names itself.
_MODEL: Final = (
    r"(?i:(?<![A-Za-z])as an? (?:AI|artificial intelligence)(?: language)?"
    r" (?:model|assistant)(?![A-Za-z])"
    r"|(?<![A-Za-z])as a (?:large )?language model\b)"
    r"|作[为為]一?[个個名款]?(?:AI|人工智[能慧])(?:[语語]言)?(?:大?模型|助手|助理)[，,]?我?"
    r"|作[为為]一?[个個名款]?大?型?[语語]言模型[，,]?我?"
)
_MODEL_EXCUSE: Final = (
    r"(?<![A-Za-z])AI(?![A-Za-z])|(?i:artificial intell|language model)|人工智|[语語]言模型"
)

# A program that hands over a translation, or the words that asked it for one.
_CHAT: Final = (
    r"(?i:(?<![A-Za-z])here(?:'s|’s| is) (?:the|your|a|my) (?:\w+ ){0,3}translat(?:ion|ed)"
    r"\b[^.\n:：]{0,60}[:：.]"
    r"|\b(?:i hope|let me know if) (?:this|the) translation\b"
    r"|^(?:sure|certainly|of course)[!,.] here(?:'s|’s| is)[^.\n]{0,60}\btranslat"
    r"|^\s*(?:translation|translated text)\s*[:：]"
    r"|(?<![A-Za-z])translated (?:by|with|using) (?:google translate|deepl|chatgpt|bing)\b"
    r"|(?<![A-Za-z])translate the following (?:\w+ ){0,3}(?:in)?to\b"
    r"|(?<![A-Za-z])(?:provide|paste|send)(?: me)? the (?:text|content"
    r"|passage)[^.\n]{0,30}\btranslat"
    r"|(?<![A-Za-z])i (?:can(?:no|[’'])t|(?:am|was) (?:unable|not able) to|won[’']t|will not)"
    r" (?:translate|provide (?:a|the) translation)\b[^.\n]{0,60}"
    r"|(?<![A-Za-z])(?:doesn[’']t|does not|don[’']t|not [a-z ]{0,20}that) (?:need"
    r"|require)s? (?:a )?translation\b"
    r"|(?<![A-Za-z])note(?: that|:) (?:this is an?|the|this) (?:\w+ ){0,2}translation\b[^.\n]{0,60}"
    r"|(?<![A-Za-z])this translates (?:in)?to:"
    r"|\(free version\)\s*$)"
    r"|[\[［【](?i:machine translat(?:ed|ion)|AI translat(?:ed|ion)|translator[’']s note: machine)"
    r"[^\[\]［］【】\n]{0,40}[\]］】]|[（(【\[](?:本[文段句])?(?:机器翻译|AI\s?翻译"
    r"|機器翻譯)[）)】\]]"
    r"|以下(?:是|为|為)[^。，：:\n]{0,20}(?:翻译|译文|翻譯|譯文)[^。\n]{0,12}[：:]"
    r"|(?:^|[。！\n])\s{0,5}(?:译文|翻译结果|譯文|翻譯結果)[：:]|[译譯]文如下|翻[译譯]如下"
    r"|希望(?:这|此|以上)(?:个|段|份)?翻译对[你您]有(?:所)?帮助|(?:如果"
    r"|如)[你您]需要进一步的?(?:翻译|修改|润色)"
    r"|^(?:当然|好的)[！，,!](?:以下|这是|下面)[^。\n]{0,20}译"
    r"|[请請][将將把]?(?:以下|下列|下面|上述)[^。：:\n]{0,20}翻[译譯][成为為到]"
    r"|[请請]提供[^。\n]{0,12}(?:翻[译譯]的|需要翻[译譯])[^。\n]{0,12}(?:文本|[内內]容|文字|句子)"
    r"|我(?:不[会會能]|[无無]法)(?:[进進]行)?(?:[准準][确確]地?)?翻[译譯]|(?:[无無]法"
    r"|很[难難])[进進]行?[准準][确確]地?翻[译譯]"
    r"|由\s?(?:Google|谷歌|百度|有道|DeepL|ChatGPT)\s?(?:机器)?翻译"
)
_CHAT_EXCUSE: Final = r"(?i:translat)|翻[译譯]|[译譯]文"

# A program that takes its leave.
_COURTESY: Final = (
    r"(?i:(?<![A-Za-z])i(?:[’']m sorry| am sorry| apologi[sz]e),? but i can(?:no|[’'])t (?:assist"
    r"|help|provide"
    r"|fulfil|translate|comply)[^.!\n]{0,60}[.!]"
    r"|(?<![A-Za-z])please provide more (?:context|information|details)\b[^.!\n]{0,60}[.!]"
    r"|(?<![A-Za-z])i hope (?:this|that) helps\b[^.!\n]{0,20}[.!]"
    r"|(?<![A-Za-z])let me know if you(?:'d|’d| would)? (?:need|like|want|have)"
    r" (?:any )?(?:further|more|other|additional|changes|adjustments)[^.!\n]{0,60}[.!])"
    r"|(?:[很非]常?)?抱歉，我(?:[无無]法|不能)(?:提供|[协協]助|回答|完成|[满滿]足"
    r"|[处處]理)[^。！\n]{0,30}[。！]?"
    r"|[请請][您你]?提供更多的?(?:上下文|[语語]境)[^。！\n]{0,20}[。！]?"
    r"|希望(?:[这這]|以上[内內]容)?(?:能|可以)?[对對][你您]有所?[帮幫]助[。！]?"
    r"|如果?[你您]?[还還]?(?:有(?:任何|其他|其它)?(?:[问問][题題]|疑[问問])"
    r"|需要[进進]一步)[^。！\n]{0,20}[请請][^。！\n]{0,6}告[诉訴知]我?[。！]?"
)
_COURTESY_EXCUSE: Final = (
    r"(?i:\bhelp|\buseful|\blet (?:me|us) know|\bcontact|\btell (?:me|us)|\bquestion|\breach out"
    r"|\bask"
    r"|\bsorry|apologi|\bcan(?:no|[’'])t\b|\bunable|\bprovide|\bcontext)"
    r"|抱歉|[对對]不起|[无無]法|不能|提供|上下文|[语語]境|[帮幫]助|有用|告[诉訴知]|[联聯]系"
    r"|[问問][题題]|[询詢][问問]"
)

# A program that tells what it did with a word.
_NOTE: Final = (
    r"(?i:[\[(]?(?<![A-Za-z])(?:translator[’']s )?note: ?(?:i(?:[’']ve| have)?|the (?:term|name"
    r"|word|phrase)s?"
    r"[^.\n]{0,60}\b(?:was|were|is|are|has been|have been)) "
    r"(?:kept|left|translated|rendered|preserved|retained|adjusted|rephrased|omitted|transliterated"
    r"|used)"
    r"\b[^\n)\]]{0,120}[.)\]])"
    r"|[（(【\[]?(?:注|注意|[译譯]注|[译譯]者注)[：:]\s?(?:我|此[处處](?:已|我)|[这這]里我)"
    r"[^。\n）)】\]]{0,20}(?:保留了?(?:原|英|[术術][语語]|[专專]有|[“「\"])|[译譯][为為成]|翻[译譯]"
    r"|意[译譯]|直[译譯]|[调調]整|省略|[润潤]色)[^\n。）)】\]]{0,80}[。）)】\]]"
)
_NOTE_EXCUSE: Final = r"(?i:\bnote\b|\bn\.b\.)|注|[说說]明"

# How a translation reads, in words that say little else; and what else a remark may praise.
_READS_ZH: Final = (
    r"(?:自然|流[畅暢]|通[顺順]|[顺順][畅暢]|通[畅暢]|地道|易懂|通俗|[口][语語]化|(?:容?易于?|易於"
    r"|便于|便於|容易)(?:[读讀]者)?[理阅閱][解读讀]"
    r"|符合(?:中文|[汉漢][语語]|英文|英[语語]|目[标標][语語]言)(?:的)?(?:表[达達]|[习習][惯慣]))"
)
_PRAISED_ZH: Final = rf"(?:{_READS_ZH}|[准準][确確]|清晰|清楚|[简簡][洁潔]|[连連][贯貫]|[优優]美)"
_MORE_ZH: Final = r"(?:更加?[为為]?|[较較][为為]|[显顯]得)"
_GAP: Final = r"[^，。！？；：:;\n（()）]"
# What the remark is about: a translation, which no text speaks of by chance, or its words.
_WORK_ZH: Final = r"(?:翻[译譯]|[译譯]文|[译譯]法|[润潤]色|意[译譯]|改[写寫])"
_WORDS_ZH: Final = r"(?:表述|表[达達]|[语語]句|措[辞辭]|用[词詞]|行文|句子|[语語]言|[说說]法|文字)"


def _remark_zh(about: str, praised: str) -> str:
    """Return what says of the translation, or its words, how well they read, in Chinese."""
    more = rf"{about}{_GAP}{{0,8}}{_MORE_ZH}{_GAP}{{0,3}}{praised}"
    made = rf"(?:使得?|[让讓]|令){_GAP}{{0,4}}{about}{_GAP}{{0,3}}{praised}"
    praise = rf"{_MORE_ZH}{praised}(?:、{_MORE_ZH}?{praised})?(?:的|地)?{_GAP}{{0,4}}{about}"
    return rf"(?:{more}|{made}|{praise})"


_READS_EN: Final = (
    r"(?:natural(?:ly|ness|[- ]sounding)?|fluent(?:ly)?|fluency|idiomatic(?:ally)?|smooth(?:er|ly)?"
    r"|readab(?:le|ility)|eas(?:y|ier) to (?:read|understand)|understandable|colloquial)"
)
_PRAISED_EN: Final = (
    rf"(?:{_READS_EN}|clear(?:er|ly)?|clarity|concise(?:ly)?|accura(?:te(?:ly)?|cy)|flow)"
)
_WORK_EN: Final = (
    r"(?:translat(?:ion|ed)|wording|phrasing|rendering|paraphrased?|rephrased|reworded|polished)"
)
_WORDS_EN: Final = r"(?:expression|sentence|language|version|text)"
_STEP: Final = r"[^.!?;:\n()]"
_MORE_EN: Final = (
    r"(?:more|sounds?|reads?|flows?|for|to be|improved?|improving|enhanc(?:ed?|ing)|better)"
)


def _remark_en(about: str, praised: str) -> str:
    """Return what says of the translation, or its words, how well they read, in English."""
    more = rf"\b{about}{_STEP}{{0,25}}\b{_MORE_EN} (?:\w+ ){{0,2}}{praised}\b"
    smoother = rf"\b{about}{_STEP}{{0,20}}\b(?:smoother|clearer|easier to (?:read|understand))\b"
    praise = rf"\bmore {praised}(?: and (?:more )?{praised})? {about}\b"
    return rf"(?i:{more}|{smoother}|{praise})"


def _whole(*remarks: str) -> str:
    """Return remarks with the brackets, or the clause, that they stand in."""
    remark = "|".join(remarks)
    within = r"[^（()）\n]"
    bracketed = rf"[（(]{within}{{0,40}}(?:{remark}){within}{{0,40}}[）)]"
    # The rest of the clause belongs to it, or more praise; what follows without a pause does not.
    more = (
        rf"(?:[、和与與及且]?{_MORE_ZH}?{_PRAISED_ZH})*(?:{_GAP}{{0,5}}(?=[，。！？；,.!?;\n]|$))?"
    )
    clause = rf"{_GAP}{{0,16}}(?:{remark}){more}(?:，{_GAP}{{0,6}}{_PRAISED_ZH}{_GAP}{{0,4}})?"
    return rf"{bracketed}|{clause}"


_POLISHED: Final = (
    r"(?:[经經][过過]?|已[经經]?|[进進]行了?|稍作|略作)(?:适[当當]|[进進]一步)?(?:的)?[润潤]色",
    (
        r"(?i:\b(?:polished|revised|edited|rephrased|reworded|rewritten|adjusted|refined|optimi[sz]ed)"
        r"(?: (?:slightly|lightly|further))? (?:for|to (?:improve|enhance|make)) (?:\w+ ){0,4}"
        rf"{_PRAISED_EN}\b)"
    ),
)
# A remark on the translation itself.
_REMARK: Final = _whole(
    _remark_zh(_WORK_ZH, _PRAISED_ZH), _remark_en(_WORK_EN, _PRAISED_EN), *_POLISHED
)
_REMARK_EXCUSE: Final = (
    r"(?i:translat|interpret|wording|phras|render|polish|rewrit|reword|revis|edit|adjust|refin"
    r"|optimi|styl|prose|fluen|writing)"
    r"|翻|[译譯]|[润潤]色|措[辞辭]|表述|改[写寫]|修[改订訂]|文[笔筆]|[写寫]作"
)
# A remark on the words, in words that may be said of something else.
_STYLE: Final = _whole(_remark_zh(_WORDS_ZH, _READS_ZH), _remark_en(_WORDS_EN, _READS_EN))
_STYLE_EXCUSE: Final = (
    _REMARK_EXCUSE + r"|(?i:natural|smooth|readab|easy|easi|simpl|clear|clari|understand|comprehen"
    r"|intuitive|accessib|friendl|plain|sentence|colloqu|idiom|straightforward|familiar|legib"
    r"|language)"
    r"|自然|流[畅暢]|通[顺順]|[顺順][畅暢]|通俗|地道|易懂|理解|[阅閱][读讀]|容易|清[晰楚]|明[白了]"
    r"|[语語]言|[简簡]"
)


def _kind(
    name: str, confidence: float, pattern: str, excuse: str, *, alone: bool = False
) -> SignKind:
    regexes = lazy.compile(pattern), lazy.compile(excuse)
    return SignKind(name, Rule.MACHINE_NOTE, confidence, *regexes, alone=alone)


MACHINE_NOTES: Final = (
    _kind("self", 0.95, _MODEL, _MODEL_EXCUSE),
    _kind("chat", 0.85, _CHAT, _CHAT_EXCUSE),
    _kind("note", 0.8, _NOTE, _NOTE_EXCUSE),
    _kind("remark", 0.9, _REMARK, _REMARK_EXCUSE),
    _kind("style", 0.8, _STYLE, _STYLE_EXCUSE, alone=True),
    _kind("courtesy", 0.7, _COURTESY, _COURTESY_EXCUSE),
)
"""The kinds of notes that programs leave."""

HINTS: Final = (
    r"作[为為]|翻|[译譯]|[润潤]色|表述|表[达達]|[语語]句|措[辞辭]|用[词詞]|行文|[说說]法"
    r"|更[加为為]?[自流通顺順地易]|[帮幫]助|抱歉|上下文|[语語]境"
    r"|告[诉訴知]|注：|注意："
    r"|(?i:translat|language model|a[ns]? (?:AI|artificial)|free v|wording|phras|render|polish"
    r"|natural|fluen|smooth|readab|clar|easier|hope (?:this|that)|let me know|note:|sorry|apolog"
    r"|more context|more (?:info|detail)"
    r"|^(?:sure|certainly|of course))"
)
"""No remark is without one of these."""
