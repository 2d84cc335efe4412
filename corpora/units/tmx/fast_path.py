"""Read the usual unit of a translation memory by one pattern, in half of the parser's time.

The pattern takes a part of XML only: a unit of two plain texts, double quotation marks, the five
names of characters that XML has. What it matches is well-formed and can mean nothing else, as long
as it stands directly in the body; everything else is left to the parser.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from duizhao import lazy
from duizhao.corpora.text.clean import ENDS, ILLEGAL, LINE_ENDS, clean_line
from duizhao.corpora.units.unit import NOTHING, TranslationUnit, Variant

__all__ = ["usual_units"]

_SPACE = "[ \t\r\n]*"
# A text with line ends is cleaned by the slower way.
_PLAIN = f"[^<>&{ILLEGAL}{LINE_ENDS}]*"
_TEXT = f"{_PLAIN}(?:&(?:amp|lt|gt|quot|apos);{_PLAIN})*"
# Words with one space between them, of characters that are never white space.
_WORD = "[!-%'-;=?-~\u3001-\ud7ff]+"
_WORDS = f"(?:{_WORD}(?: {_WORD})*)?"
_VALUE = f'"[^"<&{ILLEGAL}{LINE_ENDS}]*"'
_ATTRIBUTES = f"((?: +[A-Za-z_][A-Za-z0-9_.:-]*={_VALUE})*)"
_PROP = f"<prop type={_VALUE}>{_WORDS}</prop>"
_TUV = f"{_SPACE}<tuv{_ATTRIBUTES}>{_SPACE}<seg>({_TEXT})</seg>{_SPACE}</tuv>"
_UNIT = lazy.compile(
    f"{_SPACE}<tu{_ATTRIBUTES}>((?:{_SPACE}{_PROP})*){_TUV}{_TUV}{_SPACE}</tu>"
)  # no two neighbours can take the same character: linear, whatever the text
_ATTRIBUTE = lazy.compile('([^ ="]+)="([^"]*)"')
_PROPS = lazy.compile('<prop type="([^"]*)">([^<]*)</prop>')


def usual_units(text: str, start: int, units: list[TranslationUnit], number: int) -> int:
    """Read units as long as they are of the usual form.

    :param text: A part of the body of a memory.
    :param start: Where the first unit, or white space before it, begins.
    :param units: Takes the units.
    :param number: The number of the unit before.
    :return: Where the last of them ends; ``start`` if the first is of another form.
    """
    match_unit, tuv, new = _UNIT.match, _tuv, tuple.__new__  # a third of the time of a call
    while match := match_unit(text, start):
        own, listed, tuv1, text1, tuv2, text2 = match.groups()
        one, other = tuv(tuv1), tuv(tuv2)
        attributes = _attributes(own) if own else NOTHING
        if one is None or other is None or attributes is None:
            return start
        props = _PROPS.findall(listed) if listed else ()
        if "&" in text1:
            text1 = _unescape(text1)
        if "&" in text2:
            text2 = _unescape(text2)
        if "  " in text1 or text1.strip(ENDS) != text1:
            text1 = clean_line(text1)
        if "  " in text2 or text2.strip(ENDS) != text2:
            text2 = clean_line(text2)
        number += 1
        variants = (
            new(Variant, (one[0], text1, None, one[1], (), ())),
            new(Variant, (other[0], text2, None, other[1], (), ())),
        )
        units.append(new(TranslationUnit, (variants, tuple(props), (), attributes, number)))
        start = match.end()
    return start


def _unescape(text: str) -> str:
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&apos;", "'").replace("&amp;", "&")


@lru_cache(maxsize=256)
def _tuv(text: str) -> tuple[str, Mapping[str, str]] | None:
    """Return the language of a variant, and its other attributes."""
    found = _attributes(text)
    if found is None:
        return None
    lang = found.pop("xml:lang", "") or found.pop("lang", "")
    return lang, found or NOTHING


def _attributes(text: str) -> dict[str, str] | None:
    """Return attributes; None if one of them stands twice, which only the parser may say."""
    found = _ATTRIBUTE.findall(text)
    attributes = dict(found)
    return attributes if len(attributes) == len(found) else None
