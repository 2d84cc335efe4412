"""Write units of any size as XLIFF, 2.1 or 1.2, as they come.

What a unit holds is kept where both formats have a place for it: the two texts, the notes, the
name, the state of the translation, and in 2.1 the properties. Inline elements become their text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from duizhao import lazy
from duizhao.corpora.files.output import Written
from duizhao.corpora.text.clean import clean_line, illegal_characters
from duizhao.corpora.text.tags import language_tag
from duizhao.corpora.units.formats import UnitWriteOptions
from duizhao.corpora.units.tmx.writer import checked_time
from duizhao.corpora.units.unit import Pair, TranslationUnit, prop
from duizhao.corpora.units.xliff.states import (
    APPROVED,
    STATE,
    SUB_STATE,
    noted,
    standing_of,
    state_in_12,
    state_in_21,
    state_of,
)
from duizhao.corpora.xml.escape import escape
from duizhao.version import __version__

__all__ = ["metadata", "write_xliff_12", "write_xliff_21"]

_BATCH = 1000
# What version 2.1 takes as a sub-state.
_SUB_STATE = lazy.compile(r"[^\s:]+:[^\s:]+")

_UnitLines = Callable[[TranslationUnit, int, str, str], str]


def write_xliff_21(
    pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: UnitWriteOptions
) -> Written:
    """Write XLIFF 2.1; :data:`duizhao.corpora.units.formats.Writer`.

    A unit without a target is one to be translated; a target without a source is left out.
    """
    languages = _languages(options, "srcLang", "trgLang")
    created = {} if options.created is None else {"created": checked_time(options.created)}
    opening = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"'
        f' xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1"{languages}>\n'
        '<file id="f1">\n'
        f"{metadata({'tool': f'duizhao {__version__}', **created}.items())}\n"
    )
    # A file element needs a unit.
    empty = '<unit id="u0"><segment><source/></segment></unit>\n'
    lines = (opening, "</file>\n</xliff>\n", empty)
    return _write(pairs, streams[0], lines, _unit_21)


def write_xliff_12(
    pairs: Iterable[Pair], streams: Sequence[BinaryIO], options: UnitWriteOptions
) -> Written:
    """Write XLIFF 1.2, likewise; :data:`duizhao.corpora.units.formats.Writer`."""
    languages = _languages(options, "source-language", "target-language")
    date = "" if options.created is None else f' date="{checked_time(options.created)}"'
    opening = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">\n'
        f'<file original="units" datatype="plaintext"{languages}{date}>\n'
        f'<header><tool tool-id="duizhao" tool-name="duizhao" tool-version="{__version__}"/>'
        "</header>\n<body>\n"
    )
    return _write(pairs, streams[0], (opening, "</body>\n</file>\n</xliff>\n", ""), _unit_12)


def _languages(options: UnitWriteOptions, *names: str) -> str:
    """Return the two languages as attributes; none of the target's if nothing has one."""
    tags = (options.source_lang, options.target_lang)
    return "".join(
        f' {name}="{language_tag(tag)}"' for name, tag in zip(names, tags, strict=True) if tag
    )


def _write(
    pairs: Iterable[Pair], stream: BinaryIO, around: tuple[str, str, str], lines: _UnitLines
) -> Written:
    """Write units one after the other, holding few of them.

    :param around: What stands before and after them, and what stands for them if there are none.
    :param lines: Returns a unit as XML.
    """
    opening, closing, empty = around
    written = stripped = 0
    left_out: Counter[str] = Counter()
    waiting = [opening]
    for pair in pairs:
        raw = pair.texts
        source, target = map(clean_line, raw)
        if not source:
            left_out["no_source" if target else "empty"] += 1
            continue
        stripped += sum(map(illegal_characters, raw))
        written += 1
        waiting.append(lines(pair.unit, written, source, target))
        if len(waiting) >= _BATCH:
            stream.write("".join(waiting).encode())
            waiting.clear()
    waiting += [closing] if written else [empty, closing]
    stream.write("".join(waiting).encode())
    return Written("unit", written, dict(left_out), stripped=stripped)


def _unit_21(unit: TranslationUnit, number: int, source: str, target: str) -> str:
    name = _name(unit)
    named = f' name="{escape(name)}"' if name else ""
    notes = "".join(f"<note>{escape(note)}</note>" for note in _notes(unit))
    translated = f"<target>{escape(target)}</target>" if target else ""
    state, sub_state = state_in_21(*_said(unit)) if target else ("initial", "")
    told = {"state": state, "subState": sub_state or _own_sub_state(unit)}
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in told.items() if value)
    return (
        f'<unit id="u{number}"{named}>'
        f"{metadata(_props(unit, told))}{notes and f'<notes>{notes}</notes>'}"
        f"<segment{attributes}>"
        f"<source>{escape(source)}</source>{translated}</segment></unit>\n"
    )


def _unit_12(unit: TranslationUnit, number: int, source: str, target: str) -> str:
    name = _name(unit)
    named = f' resname="{escape(name)}"' if name else ""
    notes = "".join(f"<note>{escape(note)}</note>" for note in _notes(unit))
    state, said = state_in_12(*_said(unit))
    translated = f'<target state="{state}">{escape(target)}</target>' if target else ""
    approved = f' approved="{said}"' if target and said else ""
    return (
        f'<trans-unit id="{number}"{named}{approved} xml:space="preserve">'
        f"<source>{escape(source)}</source>{translated}{notes}</trans-unit>\n"
    )


def _said(unit: TranslationUnit) -> tuple[str | None, str]:
    """Return the state of a translation and its standing."""
    state = prop(unit, STATE) or None
    return state, standing_of(state, prop(unit, APPROVED))


def _own_sub_state(unit: TranslationUnit) -> str:
    """Return the sub-state that the unit was read with, if it can be written as one."""
    value = prop(unit, SUB_STATE) or ""
    return value if _SUB_STATE.fullmatch(value) else ""


def _name(unit: TranslationUnit) -> str:
    """Return what the unit was called where it was read, which need not be unique."""
    return clean_line(prop(unit, "x-unit") or unit.attributes.get("tuid") or "")


def _notes(unit: TranslationUnit) -> Iterator[str]:
    return (clean for note in unit.notes if (clean := clean_line(note)))


def _props(unit: TranslationUnit, told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the properties that have no place of their own.

    :param told: The attributes that the segment has.
    """
    known = {"x-unit": prop(unit, "x-unit"), STATE: state_of(told), **noted(told)}
    for name, value in unit.props:
        clean = clean_line(name), clean_line(value)
        if all(clean) and known.get(name) != value:
            yield clean


def metadata(values: Iterable[tuple[str, str]]) -> str:
    """Return values that no other place holds as the metadata module of 2.1 has them.

    :param values: Names and values, each one line; empty values are passed over.
    :return: An element, or nothing if there is no value.
    """
    rows = [
        f'<mda:meta type="{escape(name)}">{escape(value)}</mda:meta>'
        for name, value in values
        if value
    ]
    if not rows:
        return ""
    group = f'<mda:metaGroup category="duizhao">{"".join(rows)}</mda:metaGroup>'
    return f"<mda:metadata>{group}</mda:metadata>"
