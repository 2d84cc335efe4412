"""Existing bitexts to two documents and the beads between them, without aligning anew."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document, Locator
from duizhao.corpora.exchange.unit_side import UnitSide
from duizhao.corpora.files.input import shown_path, take_bytes
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.mixed.read import read_mixed
from duizhao.corpora.reading.registry import choose_format, load_format
from duizhao.corpora.reading.tables.columns import Wanted
from duizhao.corpora.reading.tables.read import TABLE_FORMATS, read_table
from duizhao.corpora.text.swapped import seem_swapped
from duizhao.corpora.text.tags import primary_language
from duizhao.corpora.units.inline import Codes
from duizhao.corpora.units.marks import HEAD
from duizhao.corpora.units.po import read_po
from duizhao.corpora.units.tmx.memory import read_tmx
from duizhao.corpora.units.unit import Bitext
from duizhao.corpora.units.xliff.reader import read_xliff
from duizhao.corpora.units.xliff.states import APPROVED, standing_of
from duizhao.errors import InputError, UnknownNameError, WrongFormatError

_log = logging.getLogger(__name__)

__all__ = ["BITEXT_FORMATS", "BitextReading", "read_bitext"]

BITEXT_FORMATS = ("tmx", "xliff", "po", *TABLE_FORMATS)
"""The names of the formats that hold a text and its translation."""

# Plain texts may be tables of tabs, whatever they are called.
_MAYBE_TABLES = frozenset({"text", "tsv"})
# So many bytes of a plain text tell whether it is a table.
_SAMPLE = 100_000
# What is made of units and of nothing else.
_UNITS = frozenset({"tmx", "xliff", "po", "xlsx"})


@dataclass(frozen=True)
class BitextReading:
    """An existing bitext.

    :param source: Its source side: each unit is a block of one sentence, kept as given.
    :param target: Its target side.
    :param beads: The links that the file makes; a unit with one side only is a null bead.
    :param states: What the file says of each bead's translation, or None.
    :param codes: The inline codes of each bead's two sides.
    :param aside: How many texts of the file are in no bead, by reason.
    :param is_table: Whether they are rows of a table, which may hold a digest; what translators'
        files and memories lack is an open end.
    :param borders: Of a file in which the two texts stand in turn: where a further passage of both
        begins, ids of two sentences each. Its sentences are not linked yet. None of other files.
    """

    source: Document
    target: Document
    beads: tuple[Bead, ...]
    states: tuple[str | None, ...]
    codes: tuple[Codes, ...]
    aside: Mapping[str, int]
    is_table: bool = False
    borders: tuple[tuple[int, int], ...] | None = None


def read_bitext(
    path: str | os.PathLike[str],
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    format: str | None = None,  # noqa: A002 - as the option is called
    columns: tuple[str, str] | None = None,
    recover: bool = False,
    limits: Limits = NO_LIMITS_RAISED,
) -> BitextReading:
    """Read a file that holds a text and its translation.

    It may be a TMX, an XLIFF file, a message catalogue, a table of two columns, or a document in
    which paragraphs or lines of two languages stand in turn, or the original in comments.

    :param path: The file; ``-`` is standard input.
    :param source_lang: Language of the source; chooses among those of a TMX. As the file says,
        else by its text, if None.
    :param target_lang: Language of the target, likewise.
    :param format: A name among :data:`BITEXT_FORMATS`; told from content and suffix if None.
    :param columns: The columns of a table for source and target: names in its first row, numbers
        from 1, or letters as in spreadsheets. Those that its first row calls so, else two of
        different languages, if None.
    :param recover: Mend a broken TMX, keep what can be read, and warn of it.
    :param limits: What the file may cost.
    :return: Two documents and the beads between them.
    :raises InputError: If the file cannot be used.
    :raises UnknownNameError: If there is no such format.
    """
    for lang in (source_lang, target_lang):
        if lang is not None:
            primary_language(lang)  # refuses what is no tag; the region matters to a TMX
    name = shown_path(path)
    data = take_bytes(path, limits)
    chosen = _format(data, name, format)
    reading: Reading | None = None
    if columns is None and chosen not in _UNITS and not _is_table(data, chosen):
        reading = load_format(chosen).read(data, name, limits)
        langs = source_lang, target_lang
        mixed = read_mixed(data, reading, name, chosen, langs=langs, limits=limits)
        if mixed is not None:
            return BitextReading(mixed.source, mixed.target, (), (), (), {}, borders=mixed.borders)
    chosen = _bitext_format(chosen, name, data[:HEAD])
    if chosen == "tmx":
        bitext = read_tmx(
            data,
            name,
            source_lang=source_lang,
            target_lang=target_lang,
            recover=recover,
            limits=limits,
        )
    elif chosen == "xliff":
        bitext = read_xliff(data, name, limits=limits)
    elif chosen == "po":
        bitext = read_po(data, name, limits=limits)
    else:
        wanted = Wanted(columns, (source_lang, target_lang))
        bitext = read_table(data, name, chosen, limits, wanted, reading)
    if not any(unit.source for unit in bitext.units):
        message = f"{name} holds no source text; expected a text and its translation"
        raise InputError(message)
    bitext = replace(
        bitext,
        source_lang=source_lang or bitext.source_lang,
        target_lang=target_lang or bitext.target_lang,
    )
    made = _reading(bitext, name, hashlib.sha256(data).hexdigest())
    langs = made.source.lang, made.target.lang
    if seem_swapped(langs, (made.source.text, made.target.text)):
        _log.warning(
            "%s: its source is said to be in %r and its target in %r, but each looks like the"
            " other's language; if so, %s",
            name,
            *langs,
            _mended(chosen, bitext),
        )
    return replace(made, is_table=chosen in TABLE_FORMATS)


def _mended(chosen: str, bitext: Bitext) -> str:
    """Say how a file is read whose languages are named the wrong way round."""
    source, target = bitext.source_lang, bitext.target_lang
    if chosen == "tmx":
        tags = f"--rename-lang {source}={target} --rename-lang {target}={source}"
        return f"exchange its tags first: duizhao tmx convert {tags}"
    if chosen in TABLE_FORMATS:
        return "name its columns by numbers, such as --columns 1 2, and no languages"
    return f"name them: --source-lang {target} --target-lang {source}"


def _format(data: bytes, path: str, name: str | None) -> str:
    if name is not None:
        if name not in BITEXT_FORMATS:
            what = "bitext format"
            raise UnknownNameError(what, name, BITEXT_FORMATS)
        return name
    return choose_format(data, path).name


def _is_table(data: bytes, chosen: str) -> bool:
    """Say whether a plain text is rather a table: most of its lines have a tab."""
    if chosen not in _MAYBE_TABLES:
        return False
    lines = [line for line in data[:_SAMPLE].splitlines() if line.strip(b"\0 \t")]
    return 2 * sum(b"\t" in line.strip(b"\0 \t") for line in lines) >= len(lines)


def _bitext_format(chosen: str, path: str, head: bytes) -> str:
    """Return the format of a file in which no two languages stand in turn."""
    if chosen in _MAYBE_TABLES:
        return "tsv"
    if chosen not in BITEXT_FORMATS:
        message = (
            f"it is no bitext that is known: expected {', '.join(BITEXT_FORMATS)}, or a text"
            " with its translation in turn; if it is one of these, name it with --input-format"
        )
        raise WrongFormatError(path, message, "bitext", head)
    return chosen


def _reading(bitext: Bitext, path: str, sha256: str) -> BitextReading:
    source, target = UnitSide(), UnitSide()
    beads = []
    for unit in bitext.units:
        place = Locator(cell=unit.cell, unit=unit.id, line=unit.line)
        sides = source.add(unit.source, place), target.add(unit.target, place)
        told = standing_of(unit.state, dict(unit.props).get(APPROVED)) if unit.target else ""
        beads.append(Bead(*sides, standing=told))
    return BitextReading(
        source.document(path, bitext.source_lang, sha256, bitext.encoding),
        target.document(path, bitext.target_lang, sha256, bitext.encoding),
        tuple(beads),
        tuple(unit.state for unit in bitext.units),
        tuple(unit.codes for unit in bitext.units),
        bitext.aside,
    )
