"""What a blank looks like in English."""

from __future__ import annotations

from typing import Final

from duizhao import lazy
from duizhao.align.findings.blanks.patterns import patterns
from duizhao.align.judging.rules import Rule

__all__ = ["EN_PATTERNS", "EN_STOPPED"]

_OBJECT: Final = ("the object of “{word}”", "“{word}”的宾语")
_NOUN: Final = ("the words after “{word}”", "“{word}”后面的词语")
_CLAUSE: Final = ("the clause that “{word}” leads to", "“{word}”引出的内容")
_ITEM: Final = ("what follows “{word}”", "“{word}”后面的内容")
_ITEMS: Final = ("items of the list", "并列的各项内容")
_NUMBER: Final = ("the number before “{word}”", "“{word}”前面的数字")

_HEAD: Final = r"(?:\A|(?<=\n)|(?<=[.!?;:—“\"(]\s)|(?<=[.!?;:—“\"(]))"

# Prepositions that are never stranded at a clause's end, and all those that can open a sentence.
_COMPLEX: Final = (
    r"[Aa]ccording to|[Dd]ue to|[Oo]wing to|[Tt]hanks to|[Bb]ecause of|[Ii]n spite of|[Ii]nstead of"
    r"|[Aa]long with|[Ii]n addition to|[Rr]egardless of|[Dd]espite|[Dd]uring|[Vv]ia|[Aa]mid"
    r"|[Ss]uch as|[Aa]s a result of|[Ii]n terms of|[Oo]n behalf of|[Aa]s part of|[Pp]rior to"
)
_OPENING: Final = (
    r"In|On|At|For(?=\s)|From|With|By|Of|Through|Under|Among|Based on|As for|As of|To|Into|Across"
)
_LEADING: Final = (
    r"According to|Because of|Because|Due to|Thanks to|Despite|Although|While|In|On|At|For|During"
)

_ORDINAL: Final = r"(?:[Tt]he )?(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Oo]ne|[Oo]ther|[Ll]ast)"
_COPULA: Final = r"(?: [a-z]{1,12})? (?:is|are|was|were)"
_ADVERB: Final = r"[Ff]irst(?:ly)?|[Ss]econd(?:ly)?|[Tt]hird(?:ly)?|[Ff]inally|[Ll]astly"
_NAMING: Final = r"[Ii]nclude[sd]?|[Ii]ncluding|[Nn]amely|[Ss]uch as"
_LIST: Final = rf"[Aa]re|[Ii]s|[Ww]ere|[Ww]as|{_NAMING}|[Bb]etween|[Bb]oth"

EN_PATTERNS: Final = (
    *patterns(
        Rule.EMPTY_OBJECT,
        _OBJECT,
        rf"\b(?P<word>{_COMPLEX})(?P<hole>)\s{{0,3}}[,.;]",
        rf"{_HEAD}(?P<word>{_OPENING})(?P<hole>)(?:\s{{0,3}},|\s{{1,3}}[.;](?![\w.]|\s\.))",
    ),
    *patterns(
        Rule.EMPTY_OBJECT,
        _CLAUSE,
        rf"{_HEAD}(?P<word>{_LEADING})\s[^,.;:!?“”\"]{{1,80}}(?P<gap>,(?P<hole>)\s{{0,3}}[.;](?!\w|\s?\.))",
    ),
    *patterns(
        Rule.EMPTY_OBJECT,
        _NOUN,
        # Articles; a capital A, or one after a dot (p.m., U.S.A.), is a letter. A comma right after
        # one may be hesitation or a list of words.
        r"(?<![\w.'’“\"/-])(?P<word>[Tt]he|an|a)(?P<hole>)\s{1,3}[,.;](?![\w.])",
        r"(?<![\w.'’“\"/-])(?P<word>the|an)(?P<hole>)[.;](?![\w.])",
        r"(?<![\w.'’“\"/-])(?P<word>the|an)(?P<hole>)\s{1,3}(?:of|and|is|are|was|were)\b",
        # With a space before the mark even words that may end a clause have lost what followed.
        r"\b(?P<word>of|and|or|to|[Ww]ith|[Ff]rom|[Bb]y|[Aa]t|[Ii]n|[Oo]n|[Ff]or|that|than|as|into|is"
        r"|are|was|were|because)"
        r"(?P<hole>)\s{1,3}[,.;](?![\w.]|\s\.)",
        r"(?<![\w.'’“\"/-])(?P<word>and|or|because|whether|although)(?P<hole>)[.;](?![\w.])",
    ),
    *patterns(
        Rule.EMPTY_OBJECT,
        _OBJECT,
        r"\b(?P<word>founded in|established in|born on|died on)(?P<hole>)\s{0,3}[,.;]",
        r"\b(?P<word>from)(?P<hole>)\s{1,3}to\b(?!-)",
        r"(?<!in )\b(?P<word>between)(?P<hole>)\s{1,3}and\b"
        r"(?!\s(?:among|within|across|beyond|around|betwixt))",
    ),
    *patterns(
        Rule.EMPTY_ENUMERATION,
        _ITEM,
        rf"\b(?P<word>{_ORDINAL}{_COPULA})(?P<hole>)\s{{0,3}};",
        rf"(?<=[;,] )(?:and )?(?P<word>{_ORDINAL}{_COPULA})(?P<hole>)\s{{0,3}}\.(?!\w)",
        rf"\b(?P<word>{_ADVERB})(?P<hole>)(?:[,:]\s{{0,3}}[;.]|\s{{1,3}};)(?!\w)",
        r"(?:\A|(?<=[,;:]\s)|(?<=\s\s))(?P<word>\(?[0-9]{1,2}[.)]|\([a-h]\))(?P<hole>)\s{0,3}[;.](?![\w.])",
    ),
    *patterns(
        Rule.EMPTY_ENUMERATION,
        _ITEMS,
        rf"\b(?P<word>{_LIST})(?P<hole>)(?:\s{{0,3}},){{0,8}}\s{{0,3}}(?:and|or)\s{{0,3}}[.;](?!\w)",
        rf"\b(?P<word>{_NAMING})(?P<hole>)(?:\s{{1,3}}[,;]|(?<!d)\s{{0,3}}[.;])(?![\w.])",
    ),
    *patterns(
        Rule.ORPHAN_UNIT,
        _NUMBER,
        r"(?P<gap>[$£€](?P<hole>)\s{0,2}(?P<word>million|billion|trillion|bn))\b",
        r"\b(?P<gap>(?:about|around|by|than|nearly|almost|over|approximately|roughly|reached|only|"
        r"to|just|under|least|as (?:much|many) as|up to)(?P<hole>)\s{1,3}"
        r"(?P<word>million|billion|trillion|percent|per cent|percentage points?"
        r"|kilomet(?:er|re)s|square (?:feet|met(?:er|re)s|miles)))\b",
        r"\b(?P<gap>(?:by|to|about|around|than|nearly|almost|over|rose|fell|grew|increased|decreased"
        r"|dropped|reached|up|down)(?P<hole>)\s{1,3}(?P<word>%))",
        r"(?P<gap>\b(?:[Aa]n?|[Tt]he|his|her)\s(?P<hole>)\s?(?P<word>-year-old|-day|-month))\b",
        # The spaces on both sides of a number stay: “some  million visitors”, “it was  %”.
        r"(?P<gap>(?<=[a-z,])[ \u00a0]{2,3}(?P<hole>)"
        r"(?P<word>million|billion|trillion|percent|per cent))\b",
        r"(?P<gap>\b(?:is|are|was|were)(?P<hole>)\s{1,3}(?P<word>%))(?=[\s.,;])",
    ),
)

# How a sentence cannot end: after these words something must follow.
EN_STOPPED: Final = lazy.compile(
    r"(?:(?<![\w.'’-])(?:[Tt]he|an|a|and|or|but|of|from|because|than|that|which|whose|to|with|for|at|by|in"
    r"|on|into|as|is|are|was|were|has|have|had|will|would|should|could|may|might|must|can|if|when|while"
    r"|although|whether|their|its|his|my|our|your|this|these|such|very|more|most|who|be|been|between|during"
    r"|through|about|after|before|against|under|over|according to|due to))\Z"
)
