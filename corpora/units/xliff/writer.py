"""Write units of any size as XLIFF, 2.1 or 1.2, as they come.

What a unit holds is kept where both formats have a place for it: the two texts, the notes, the
name, the state of the translation, and in 2.1 the properties. Inline elements become their text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from duizhao.corpora.files.output import Written
from duizhao.corpora.text.clean import clean_line, illegal_characters
from duizhao.corpora.text.tags import language_tag
from duizhao.corpora.units.formats import UnitWriteOptions
from duizhao.corpora.units.tmx.writer import checked_time
from duizhao.corpora.units.unit import Pair, TranslationUnit, prop
from duizhao.corpora.xml.escape import escape
from duizhao.version import __version__

__all__ = ["metadata", "write_xliff_12", "write_xliff_21"]

_BATCH = 1000
_STATE = "x-state"
# The states of 2.1, and for those of 1.2 the nearest one; 1.2 says more of what is missing.
_STATES_21 = {
    **{state: state for state in ("initial", "translated", "reviewed", "final")},
    **dict.fromkeys(("new", "needs-translation", "needs-adaptation", "needs-l10n"), "initial"),
    "needs-review-translation": "translated",
    "needs-review-adaptation": "translated",
    "needs-review-l10n": "translated",
    "signed-off": "reviewed",
}
_STATES_12 = {
    **{state: state for state in _STATES_21 if state not in {"initial", "reviewed"}},
    "initial": "needs-translation",
    "reviewed": "signed-off",
}

_DONE_12 = frozenset({"translated", "final", "signed-off"})

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
    return (
        f'<unit id="u{number}"{named}>'
        f"{metadata(_props(unit))}{notes and f'<notes>{notes}</notes>'}"
        f'<segment state="{_state(unit, target, _STATES_21) or "initial"}">'
        f"<source>{escape(source)}</source>{translated}</segment></unit>\n"
    )


def _unit_12(unit: TranslationUnit, number: int, source: str, target: str) -> str:
    name = _name(unit)
    named = f' resname="{escape(name)}"' if name else ""
    notes = "".join(f"<note>{escape(note)}</note>" for note in _notes(unit))
    state = _state(unit, target, _STATES_12)
    translated = f'<target state="{state}">{escape(target)}</target>' if target else ""
    # Programs that go by version 1.2 count a unit as translated only if it is approved.
    approved = ' approved="yes"' if state in _DONE_12 else ""
    return (
        f'<trans-unit id="{number}"{named}{approved} xml:space="preserve">'
        f"<source>{escape(source)}</source>{translated}{notes}</trans-unit>\n"
    )


def _state(unit: TranslationUnit, target: str, known: Mapping[str, str]) -> str:
    """Return the state of a translation, or ``""`` if there is none."""
    return known.get(prop(unit, _STATE) or "", "translated") if target else ""


def _name(unit: TranslationUnit) -> str:
    """Return what the unit was called where it was read, which need not be unique."""
    return clean_line(prop(unit, "x-unit") or unit.attributes.get("tuid") or "")


def _notes(unit: TranslationUnit) -> Iterator[str]:
    return (clean for note in unit.notes if (clean := clean_line(note)))


def _props(unit: TranslationUnit) -> Iterator[tuple[str, str]]:
    """Yield the properties that have no place of their own."""
    for name, value in unit.props:
        clean = clean_line(name), clean_line(value)
        if all(clean) and name != "x-unit" and (name != _STATE or value not in _STATES_21):
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
