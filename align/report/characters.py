"""Characters that a form cannot hold, or that would act instead of being read."""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.corpora.text.clean import ILLEGAL, LINE_ENDS

__all__ = [
    "ACTING",
    "as_unicode",
    "border",
    "inert",
    "one_line",
    "plain",
    "shorten",
    "visible",
]

# What XML 1.0 cannot hold, and C1 controls and DEL, which HTML forbids
# (https://html.spec.whatwg.org/#preprocessing-the-input-stream) and no reader shows.
_FORBIDDEN = lazy.compile(f"[{ILLEGAL}\v\f\x7f-\x9f]")
_SURROGATES = lazy.compile("[\ud800-\udfff]")
_BREAKS = lazy.compile(f"[{LINE_ENDS}]+")
# What changes the order in which text is shown: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Besides: annotation and tag characters, which hide text, and code points without a glyph.
_UNSEEN = f"{ILLEGAL}\x7f-\x9f{_BIDI}\ufff9-\ufffb\U000e0000-\U000e007f"
_HIDDEN = lazy.compile(f"[{_UNSEEN}]")
ACTING = lazy.compile(f"[{_UNSEEN}\v\f\r\u2028\u2029]")
"""What a terminal may obey, besides tabs and the ends of lines."""

# Two characters inside a word of letters that spaces part, inside a number or inside an address.
_LETTER = "[^\\W\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
_SIGN = "[.,:/'’@_-]"
_INSIDE = lazy.compile(f"{_LETTER}(?:{_LETTER}|{_SIGN})|{_SIGN}{_LETTER}")
_LONGEST_WORD = 30


def as_unicode(text: str) -> str:
    """Replace halves of surrogate pairs, which strict readers of JSON refuse, by U+FFFD.

    :param text: Any text.
    :return: Text of the same length.
    """
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def plain(text: str) -> str:
    r"""Replace each character that XML or HTML cannot hold by U+FFFD; tabs and line ends stay.

    :param text: Any text.
    :return: Text of the same length.

    >>> plain("a\x00b\tc")
    'a�b\tc'
    """
    return text if text.isprintable() else _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    r"""Return a text as one line that XML can hold.

    :param text: Any text.
    :return: Text in which each run of tabs and line ends is one space.

    >>> one_line("a\r\n\tb\x1b")
    'a b�'
    """
    return text if text.isprintable() else plain(_BREAKS.sub(" ", text))


def border(text: str, at: int, by: int) -> int:
    """Return the nearest place that is not inside a word, a number or an address.

    :param text: Any text. Chinese has a border at every character.
    :param at: Where to begin to look.
    :param by: In which direction, 1 or -1.
    :return: The place, at most :data:`_LONGEST_WORD` characters on; else ``at``.

    >>> border("a red boat", 4, 1), border("a red boat", 4, -1), border("红色的船", 2, 1)
    (5, 2, 2)
    """
    place = at
    for _ in range(_LONGEST_WORD):
        if not 0 < place < len(text) or not _INSIDE.fullmatch(text[place - 1 : place + 1]):
            return place
        place += by
    return at


def shorten(text: str, longest: int) -> str:
    """Return a text, or the two ends of one that is longer than so many characters.

    Words are left whole where that takes away less than half of an end.

    >>> shorten("0123456789", 4), shorten("one two three four", 12)
    ('01 […] 89', 'one […] four')
    """
    half = longest // 2
    if len(text) <= longest:
        return text
    first, last = border(text, half, -1), border(text, len(text) - half, 1)
    first = first if 2 * first > half else half
    last = last if 2 * (len(text) - last) > half else len(text) - half
    return f"{text[:first].rstrip()} […] {text[last:].lstrip()}"


def visible(text: str) -> str:
    r"""Return a text as one line in which no character acts: controls are shown.

    Control characters become their pictures; halves of surrogate pairs, marks that turn the order
    of what is shown, and characters that hide text are named.

    :param text: Any text.
    :return: One line without control characters.

    >>> visible("\x1b[31mred\n\u202eder")
    '␛[31mred ⟨U+202E⟩der'
    """
    return text if text.isprintable() else _HIDDEN.sub(_shown, _BREAKS.sub(" ", text))


def inert(text: str) -> str:
    r"""Return a text as :func:`visible` does, but with its lines and tabs.

    >>> inert("a\rb\n\tc\x9b")
    'a␍b\n\tc⟨U+009B⟩'
    """
    return ACTING.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else f"⟨U+{code:04X}⟩"
