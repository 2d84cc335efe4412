"""English sentences inside one block: Punkt with our own lists, then repairs.

The lists of abbreviations and sentence starters are this project's own. Each repair answers a
fault that Punkt has with any parameters. The repairs serve other languages as well, once their
quotation marks are written as English ones.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from duizhao import lazy
from duizhao.corpora.sentences.listed import item_starts
from duizhao.corpora.sentences.marks import OWN_STOP
from duizhao.corpora.sentences.punkt import Words, punkt_ends, words_of

__all__ = ["cuts_en"]

# Punkt knows only ASCII quotation marks and dashes. One character for one: offsets survive.
_TO_ASCII = dict(zip("“”„‟«»’‘‚′″—–。！？", '""""""\'\'\'\'"  .!?', strict=True))

# How far a repair looks to either side of a boundary.
_LOOK = 40

_LAST_WORD = lazy.compile(r"[^\s“”\"‘(\[]*\Z")
_LONGEST_LAST_WORD = 24
_CLOSED = lazy.compile(r"[.!?…][\"'”’)\]}»]{0,4}\s*$")
_ITEM_NUMBER = lazy.compile(
    r"\s*(?:[•⁃‣◦▪●■]\s?)?[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)\]]{1,2}\s*"
)
_GOES_ON = lazy.compile(r"(?:[!?…\"'”’)\]}»]|\. ?\. ?\.)\s*$")
_DOTTED = lazy.compile(r"(?:^|[^\w.])((?:[^\W\d_]\.){2,6})$")
_NUMBER_FIRST = lazy.compile(r"\s*(?:\d|[IVXLC]{1,5}\b)")
_FIRST_WORD = lazy.compile(r"[\s\"'“‘(\[]{0,4}([^\W\d_](?:[^\W\d_]|[’']){0,19}|[’'])")
# Each of these begins with a plain mark or class, so that a search skips to it.
_INITIAL = lazy.compile(
    r"\. (?<=[a-z\d] [A-Z]\. )(?=(?:The|This|That|These|Those|But|And|However|There|When|If|In)\b)"
)
_NO_SPACE = lazy.compile(
    r"[.!?](?<=[a-z]{2}.)"
    r"(?:[\"”’)]{0,2}(?=[A-Z][a-z]{1,20}[\s,’'])|(?<=[!?])[!?]{0,2}[\"”’)]{0,2}(?=[A-Z]))"
)
# We, you and I. Did you: the pronoun, not an initial.
_PRONOUN = lazy.compile(
    r"\. (?:(?<= and I\. )|(?<= or I\. )|(?<= than I\. )|(?<= as I\. )|(?<= am I\. )|(?<= do I\. ))"
    r"(?=([A-Z][a-z’']{0,14}))"
)
# At 6 p.m. Mr. Lee left: the hour ends a sentence that has its words already.
_HOUR = lazy.compile(r"\. (?<=\d [AaPp]\.[Mm]\. )(?=(?:M(?:r|rs|s|x)|Dr|Prof)\. )")
_HOUR_FIRST = lazy.compile(
    r"\W*(?:at|by|on|from|before|after|until|around|since|about|it (?:is|was))\b", re.IGNORECASE
)
_FEWEST_WORDS = 4
# An ellipsis of three spaced dots stands inside a sentence, and one of four ends it, unless a new
# sentence plainly begins behind a finished one.
_SPACED_DOTS = lazy.compile(r"(?:^|(?P<word>[^.\s]{1,24}))\s\.\s\.\s\.$")
_PRONOUN_I = lazy.compile(r"I(?:[’'](?:m|ve|d|ll))?")
_UNFINISHED = lazy.compile(
    r"(?:an?|the|this|that|these|those|my|your|his|her|its|our|their|to|of|in|on|at|by|for|with|from"
    r"|and|but|or|nor|so|if|as|than|because|when|while|what|who|which|is|are|was|were|be|am|not|no"
    r"|very|well|then|perhaps|maybe|just|i|we|you|he|she|they|it)"
)
_FEW_WORDS = 3
# Dots that touch the word behind them begin its sentence: It ended. ...and began again.
_STOP_THEN_DOTS = lazy.compile(r"[.!?](?<=[^\W_].)(?=\x20(?:\.{3}|…)[^\W_])")
_DOTS_FIRST = lazy.compile(r"\s(?:\.{3}|…)[^\W_]")
# Nov.. Thanks: the stop of the abbreviation and that of the sentence.
_TWO_STOPS = lazy.compile(r"(?<=[^\W_]\.)\. (?=[“\"(]?[^\W\d_])")
_CLOSED_WITH_COMMA = lazy.compile(r"\s?[\"'”’)\]}»]{0,4}\s?[,;:]")
_CLOSER_FIRST = lazy.compile(r"\s?[\"'”’)\]}»]")
_DASH_AND_SMALL = lazy.compile(r"\s?[–—-]{1,2}\s?([^\W\d_])")
_DASH_AND_NUMBER = lazy.compile(r"\s?[–-]\s?\d")
# A short word, or an ordinal number, before a small letter is an abbreviation in other languages
# as well, whose lists are shorter.
_SHORT_WORD = lazy.compile(r"(?:^|[\s(“\"'’\[/.])(?:[^\W\d_]{1,6}|\d{1,3})\.$")
_NUMBER_SIGN = frozenset({"n°", "nº", "n.º", "n.°", "№"})
# l'avv. Rossi, d'art. 5: of an elided word and an abbreviation.
_ELISION = lazy.compile(r"^[^\W\d_]{1,6}['’](?=[^\W\d_])")
_ELISION_LANGUAGES = frozenset({"fr", "it", "ca"})
_ADDRESS = lazy.compile(r"[@/\\=]|www\.|https?:")
_CLOSED_MARK = lazy.compile(r"[.!?][\"'”’)\]}»]{0,4}(?=\s|$)")
_DASH_CLOSED = lazy.compile(r"[—–-][”’'\"] (?=[“‘'\"][A-Z])")
# “I see...” She left: dots, or an abbreviation, closed by a quote before a capital or a quote.
_DOTS_CLOSED = lazy.compile(r"\.[”’'\"] (?:(?<=\.\.\.[”’'\"] )(?=[“‘'\"]?[A-Z])|(?=[“‘\"][A-Z]))")
# A sentence this long is several: it is cut where a colon stands before a capital. In six chapters
# of novels 4 such cuts are right and none is wrong; without the bound, 8 and 30.
_LONG = 150
_COLON = lazy.compile(r":(?= [“‘'\"]?[A-Z][\w’']* )")
_CJK_STOP = lazy.compile("[。！？]{1,8}[”’」』）】]{0,4}")

# German writes ordinal numbers with a full stop, and the noun after one with a capital: am 3. Mai.
# In S. 12. or Nr. 5. the number is no ordinal. (Polish and Turkish go on with a small letter.)
_ORDINAL_LANGUAGES = frozenset({"de"})
_ORDINAL = lazy.compile(r"(?:^|(\w{1,8})\.? |[\s(“–-])(?:\d{1,2}|[IVXL]{1,5})\.$")

_MAY_END = (_CLOSED_MARK, _NO_SPACE, _DASH_CLOSED, _CJK_STOP, OWN_STOP)


def cuts_en(text: str, lang: str = "en") -> list[int]:
    """Return where the sentences of an English block end.

    :param text: The visible text of one block.
    :param lang: The language whose lists of words are used; the quotation marks are English.
    :return: Rising offsets; the end of the text is not among them.

    >>> cuts_en("Dr. Fong agreed. “Why not?” she asked.")
    [16]
    """
    items = item_starts(text)
    if not items and not any(mark.search(text) for mark in _MAY_END):
        return []
    plain = _plain(text)
    found = (punkt_ends(plain, lang), _missing_spaces(plain), _unmarked(text, lang), items)
    cuts = sorted(set(itertools.chain(*found)))
    kept: list[int] = []
    begin, last = 0, len(text.rstrip())
    for at in cuts:
        if begin < at < last and (at in items or not _vetoed(text, begin, at, lang)):
            kept.append(at)
            begin = at
    return list(_with_long_ones_cut(text, kept))


def _with_long_ones_cut(text: str, cuts: list[int]) -> Iterator[int]:
    begin = 0
    for end in [*cuts, len(text)]:
        if end - begin >= _LONG:
            yield from (colon.end() for colon in _COLON.finditer(text, begin, end - 1))
        if end < len(text):
            yield end
        begin = end


def _plain(text: str) -> str:
    if not text.isascii():
        for mark, simple in _TO_ASCII.items():
            text = text.replace(mark, simple)
    return text


def _missing_spaces(plain: str) -> Iterator[int]:
    for stop in _NO_SPACE.finditer(plain):
        low = max(0, stop.start() - _LOOK)
        before = plain[low : stop.start()].split()
        around = before[-1] + plain[stop.end() : stop.end() + _LOOK].split(maxsplit=1)[0]
        if not _ADDRESS.search(around) and "." not in around.rstrip(".,;:!?\"')"):
            yield stop.end()


def _unmarked(text: str, lang: str) -> Iterator[int]:
    """Yield the ends that Punkt cannot see: `vitamin C. The`, `“But I—” “You`, CJK stops."""
    for stop in (_CJK_STOP, OWN_STOP):
        yield from (match.end() for match in stop.finditer(text))
    yield from (match.end() for match in _STOP_THEN_DOTS.finditer(text))
    yield from (match.start() + 1 for match in _TWO_STOPS.finditer(text))
    if lang == "en":
        starters = words_of(lang).starters
        for match in _PRONOUN.finditer(text):
            if match[1].lower() in starters:
                yield match.start() + 1
        yield from (match.start() + 1 for match in _HOUR.finditer(text))
    yield from (match.start() + 1 for match in _INITIAL.finditer(text))
    yield from (match.end() - 1 for match in _DASH_CLOSED.finditer(text))
    yield from (match.end() - 1 for match in _DOTS_CLOSED.finditer(text))


def _vetoed(text: str, begin: int, at: int, lang: str) -> bool:
    # 1. Wash your hands: the number of a list item is no sentence.
    if at - begin < _LOOK and _ITEM_NUMBER.fullmatch(text, begin, at):
        return True
    before, after = text[max(begin, at - _LOOK) : at].rstrip(), text[at : at + _LOOK]
    first = _FIRST_WORD.match(after)
    word = first[1] if first else ""
    if _goes_on_after_quotation(before, after, word):
        return True
    if before.endswith("."):
        if lang == "en" and _HOUR.match(text, at - 1):
            return not _has_words(text[begin : at - 1])
        sentence = text[begin:at]
        return _breaks_off(before, sentence, word) or _abbreviates(
            before, after, word, lang, sentence.lstrip()[:1]
        )
    return False


def _goes_on_after_quotation(before: str, after: str, word: str) -> bool:
    # “Why not?” she asked: a small letter after a closing quote, ! or ?; “Why?” – he asked.
    if _GOES_ON.search(before) is not None:
        dash = _DASH_AND_SMALL.match(after)
        if word[:1].islower() or (dash is not None and dash[1].islower()):
            return True
    if _CLOSED.search(before) is None:
        return False
    # “Why?”, he asked: a comma behind what closes the quotation.
    if _CLOSER_FIRST.match(after) and _CLOSED_WITH_COMMA.match(after):
        return True
    # . . . or !!: a run of stops is not cut in the middle.
    return after.lstrip(" ")[:1] in (*".!?,",) and _DOTS_FIRST.match(after) is None


def _breaks_off(before: str, sentence: str, word: str) -> bool:
    """Say whether a sentence goes on behind three spaced dots, as in `Because . . . I said so`."""
    dots = _SPACED_DOTS.search(before)
    if dots is None:
        return False
    last = (dots["word"] or "").lower().lstrip("“\"'‘(").rstrip(",;:—-")
    short = len(sentence[:-6].split()) <= _FEW_WORDS
    return (
        not word
        or _PRONOUN_I.fullmatch(word) is not None
        or short
        or _UNFINISHED.fullmatch(last) is not None
    )


def _has_words(sentence: str) -> bool:
    """Say whether a sentence that an hour may end says more than the hour."""
    return len(sentence.split()) > _FEWEST_WORDS and not _HOUR_FIRST.match(sentence)


def _abbreviates(before: str, after: str, word: str, lang: str, opening: str) -> bool:
    """Say whether the full stop that ends ``before`` belongs to a word or a number."""
    words = words_of(lang)
    if _title_or_number(before, after, words, lang):
        return True
    if before[-2:-1].isdigit() and _DASH_AND_NUMBER.match(after):
        return True
    if not word:
        return False
    if lang != "en" and word.islower() and not opening.islower() and _SHORT_WORD.search(before):
        return True
    return _dotted(before, word, words) or (
        lang in _ORDINAL_LANGUAGES and _ordinal(before, word, words)
    )


def _title_or_number(before: str, after: str, words: Words, lang: str) -> bool:
    """Dr. Fong, No. 5: a title never ends a sentence, nor does such a word before a number."""
    last = _LAST_WORD.search(before[-_LONGEST_LAST_WORD:])
    name = last[0].lower().rstrip(".") if last else ""
    if lang in _ELISION_LANGUAGES:
        name = _ELISION.sub("", name)
    return name in words.titles or (
        (name in words.numeric or name in _NUMBER_SIGN) and _NUMBER_FIRST.match(after) is not None
    )


def _dotted(before: str, word: str, words: Words) -> bool:
    """J.R.R. Tolkien: a dotted abbreviation goes on, unless a sentence starter follows."""
    found = _DOTTED.search(before) if before[-3:-2] == "." else None
    if not found:
        return False
    ended = found[1].lower().rstrip(".") in words.closing and word[0].isupper()
    return not ended and word.lower() not in words.starters


def _ordinal(before: str, word: str, words: Words) -> bool:
    """Am 3. Mai: an ordinal number goes on, unless a sentence starter follows."""
    found = _ORDINAL.search(before[-_LONGEST_LAST_WORD:])
    if not found:
        return False
    counted = found[1] is not None and found[1].lower() in words.numeric
    return not counted and word.lower() not in words.starters
