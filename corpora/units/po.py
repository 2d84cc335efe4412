"""Read message catalogues of gettext (``.po``, ``.pot``).

Each message is a unit: the text of the program and its translation. A message that depends on a
number is one unit for each of its forms. An entry without a translation stays, with an empty
target; one that is marked fuzzy has the state ``"fuzzy"``, since programs do not show it.
"""

from __future__ import annotations

import codecs
import gettext
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from duizhao import lazy
from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.text.tags import is_language_tag
from duizhao.corpora.units.formats import UnitReading, UnitReadOptions
from duizhao.corpora.units.marks import expect_format
from duizhao.corpora.units.unit import Bitext, BitextUnit, MemoryHeader, TranslationUnit, Variant
from duizhao.errors import FormatError

if TYPE_CHECKING:
    import polib

__all__ = ["read_po", "read_po_units"]

_log = logging.getLogger(__name__)

_CHARSET = lazy.compile(rb"charset=([A-Za-z0-9][\w.:-]{0,40})")
# The name of the encoding in a template that nobody has filled in.
_UNNAMED = b"CHARSET"
# The header stands among so many bytes.
_WITHIN = 2**16
# The library takes these for line ends, which a catalogue does not.
_OTHER_BREAKS = lazy.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STRING_LINE = lazy.compile(r'(?:#~\s*)?(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[\d+\])?\s*)?"')
_CLOSED = lazy.compile(r'"(?:[^"\\]|\\.)*"\s*')
# All but flags, obsolete entries and earlier messages.
_COMMENT = lazy.compile(r"#(?![,~|])")
_AT_LINE = lazy.compile(r"\(line (\d+)\)")
_FORMS = lazy.compile(r"plural\s*=\s*([^;]{1,400})")
# As in English and most languages, where the header says nothing.
_ONE_FORM = "n != 1"
# The manual of gettext asks for messages in English.
_USUAL_SOURCE = "en"


def read_po(data: bytes, path: str, *, limits: Limits = NO_LIMITS_RAISED) -> Bitext:
    """Read a message catalogue.

    :param data: The file.
    :param path: What to call it in messages.
    :param limits: What the file may cost.
    :return: Its units in order, each at its line; the context of a message is its name. The
        language is that of the translation only: a catalogue does not name the other. Left aside
        are ``obsolete`` entries.
    :raises FormatError: If it is broken, or has no message.
    :raises InputError: If it is no text.
    """
    import polib

    expect_format(data, path, "po")
    text, encoding = _text(data, path)
    lines = _OTHER_BREAKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        # The line end keeps the library from opening a file of that name.
        entries = polib.pofile(_plain_lines(lines, path), encoding="utf-8")
    except (OSError, ValueError, IndexError, KeyError) as error:
        place = _AT_LINE.search(str(error))
        message = "is no message catalogue of gettext; give a .po file as it was saved"
        raise FormatError(path, message, int(place[1]) if place else None) from None
    singular = _singular_form(entries.metadata.get("Plural-Forms", ""))
    units: list[BitextUnit] = []
    for entry in entries:
        if not entry.obsolete:
            units += _units(entry, singular)
            limits.check("parts", len(units), path)
    if not units:
        message = "no message with text; give a .po file with msgid and msgstr"
        raise FormatError(path, message)
    aside = _tell(entries, path)
    lang = entries.metadata.get("Language", "").strip().replace("_", "-").partition("@")[0]
    return Bitext(tuple(units), None, lang if is_language_tag(lang) else None, encoding, aside)


def read_po_units(
    streams: Sequence[BinaryIO], names: Sequence[str], options: UnitReadOptions
) -> UnitReading:
    """Read a message catalogue; :data:`duizhao.corpora.units.formats.Reader`.

    The context and the state of a unit become the properties ``x-unit`` and ``x-state``. Messages
    are in English and translations in the language that the file names, unless the options say
    otherwise.

    :raises FormatError: If it is broken, or names no language where the options name none.
    """
    bitext = read_po(streams[0].read(), names[0])
    source = options.source_lang or _USUAL_SOURCE
    target = options.target_lang or bitext.target_lang
    if target is None:
        message = "names no language of its translations; give --target-lang"
        raise FormatError(names[0], message)
    return UnitReading(_translation_units(bitext, (source, target)), MemoryHeader(source))


def _translation_units(bitext: Bitext, langs: tuple[str, str]) -> Iterator[TranslationUnit]:
    for number, unit in enumerate(bitext.units, start=1):
        texts = (unit.source, unit.target)
        sides = [Variant(lang, text) for lang, text in zip(langs, texts, strict=True) if text]
        known = (("x-unit", unit.id), ("x-state", unit.state))
        props = tuple((name, value) for name, value in known if value)
        yield TranslationUnit(tuple(sides), props, number=number)


def _text(data: bytes, path: str) -> tuple[str, str]:
    named = _CHARSET.search(data[:_WITHIN])
    if named is None or named[1] == _UNNAMED or data.startswith(codecs.BOM_UTF8):
        return decode(data, None, path)
    return decode(data, named[1].decode("ascii").lower(), path)


def _plain_lines(text: str, path: str) -> str:
    """Return a catalogue with each text on one line and without comments, its lines in place.

    The library takes time that grows with the square of either. It would drop the last letter of a
    text whose line has no closing quotation mark, and a message that has no translation at all.
    """
    lines: list[str] = []
    parts: list[str] = []
    begun = 0
    is_open = False

    def end() -> None:
        if parts:
            lines[begun] = "".join([*parts, '"'])
            parts.clear()

    for number, line in enumerate(text.split("\n")):
        line = line.strip()
        lines.append("" if _COMMENT.match(line) else line)
        found = _STRING_LINE.match(line)
        if found is None:
            if line:
                end()
            continue
        if not _CLOSED.fullmatch(line, found.end() - 1):
            message = "a text without its closing quotation mark; save the file again"
            raise FormatError(path, message, number + 1)
        if found[1] == "msgid" and is_open and line[0] != "#":
            message = "the message before has no msgstr; save the file again"
            raise FormatError(path, message, number + 1)
        is_open = line[0] != "#" and (found[1] == "msgid" or (is_open and found[1] != "msgstr"))
        if line[0] == '"' and parts:
            parts.append(line[1:-1])
            lines[-1] = ""
            continue
        end()
        if line[0] not in '"#':
            begun = number
            parts.append(line[:-1])
    end()
    return "\n".join(lines) + "\n"


def _singular_form(header: str) -> int:
    """Return which form of a message stands for one of a thing.

    >>> _singular_form("nplurals=2; plural=(n > 1);"), _singular_form("")
    (0, 0)
    """
    found = _FORMS.search(header)
    try:
        return gettext.c2py(found[1].strip() if found else _ONE_FORM)(1)
    except (ValueError, OverflowError, ZeroDivisionError, RecursionError):
        return 0


def _units(entry: polib.POEntry, singular: int) -> Iterator[BitextUnit]:
    state = "fuzzy" if entry.fuzzy else None
    context = clean_line(entry.msgctxt or "")
    if not entry.msgid_plural:
        pairs = [(entry.msgid, entry.msgstr, "")]
    else:
        forms = dict(entry.msgstr_plural) or {0: entry.msgstr}
        pairs = [
            (entry.msgid if n == singular else entry.msgid_plural, text, f"msgstr[{n}]")
            for n, text in sorted(forms.items())
        ]
        if len(forms) == 1:
            # One form stands for all numbers, for one of a thing as well.
            pairs.append((entry.msgid_plural, *pairs[0][1:]))
    for source, target, form in pairs:
        name = " ".join(filter(None, (context, form))) or None
        texts = clean_line(source), clean_line(target)
        if any(texts):
            yield BitextUnit(name, *texts, state, entry.linenum)


def _tell(entries: polib.POFile, path: str) -> dict[str, int]:
    """Say what nobody has confirmed, and what is left aside; return how much that is."""
    obsolete = sum(bool(entry.obsolete) for entry in entries)
    fuzzy = sum(entry.fuzzy and not entry.obsolete for entry in entries)
    if obsolete:
        _log.warning("%s: obsolete entries (#~) are left aside: %d", path, obsolete)
    if fuzzy:
        _log.warning("%s: fuzzy entries, which programs do not show: %d", path, fuzzy)
    return {"obsolete": obsolete} if obsolete else {}
