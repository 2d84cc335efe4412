"""Existing bitexts to two documents and the beads between them, without aligning anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document, Locator
from duizhao.corpora.exchange.unit_side import UnitSide
from duizhao.corpora.files.input import shown_path, take_bytes
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.reading.registry import choose_format
from duizhao.corpora.reading.tables.columns import Wanted
from duizhao.corpora.reading.tables.read import TABLE_FORMATS, read_table
from duizhao.corpora.text.tags import primary_language
from duizhao.corpora.units.inline import Codes
from duizhao.corpora.units.po import read_po
from duizhao.corpora.units.tmx.memory import read_tmx
from duizhao.corpora.units.unit import Bitext
from duizhao.corpora.units.xliff.reader import read_xliff
from duizhao.errors import InputError, UnknownNameError

__all__ = ["BITEXT_FORMATS", "BitextReading", "read_bitext"]

BITEXT_FORMATS = ("tmx", "xliff", "po", *TABLE_FORMATS)
"""The names of the formats that hold a text and its translation."""

# Plain texts may be tables of tabs, whatever they are called.
_MAYBE_TABLES = frozenset({"text", "tsv"})


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
    """

    source: Document
    target: Document
    beads: tuple[Bead, ...]
    states: tuple[str | None, ...]
    codes: tuple[Codes, ...]
    aside: Mapping[str, int]
    is_table: bool = False


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
    """Read a TMX, an XLIFF file, a message catalogue, or a table of two columns.

    :param path: The file; ``-`` is standard input.
    :param source_lang: Language of the source; chooses among those of a TMX. As the file says,
        else by its text, if None.
    :param target_lang: Language of the target, likewise.
    :param format: A name among :data:`BITEXT_FORMATS`; told from content and suffix if None.
    :param columns: The columns of a table for source and target: names in its first row, or
        numbers from 1. Those that its first row calls so, else two of different languages, if None.
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
        bitext = read_table(data, name, chosen, limits, wanted)
    if not any(unit.source for unit in bitext.units):
        message = f"{name} holds no source text; expected a text and its translation"
        raise InputError(message)
    bitext = replace(
        bitext,
        source_lang=source_lang or bitext.source_lang,
        target_lang=target_lang or bitext.target_lang,
    )
    reading = _reading(bitext, name, hashlib.sha256(data).hexdigest())
    return replace(reading, is_table=chosen in TABLE_FORMATS)


def _format(data: bytes, path: str, name: str | None) -> str:
    if name is not None:
        if name not in BITEXT_FORMATS:
            what = "bitext format"
            raise UnknownNameError(what, name, BITEXT_FORMATS)
        return name
    chosen = choose_format(data, path).name
    if chosen in _MAYBE_TABLES:
        chosen = "tsv"
    if chosen not in BITEXT_FORMATS:
        message = (
            f"{path} is no bitext that is known; expected {', '.join(BITEXT_FORMATS)}, or name it"
            " with --input-format"
        )
        raise InputError(message)
    return chosen


def _reading(bitext: Bitext, path: str, sha256: str) -> BitextReading:
    source, target = UnitSide(), UnitSide()
    beads = []
    for unit in bitext.units:
        place = Locator(cell=unit.cell, unit=unit.id, line=unit.line)
        beads.append(Bead(source.add(unit.source, place), target.add(unit.target, place)))
    return BitextReading(
        source.document(path, bitext.source_lang, sha256, bitext.encoding),
        target.document(path, bitext.target_lang, sha256, bitext.encoding),
        tuple(beads),
        tuple(unit.state for unit in bitext.units),
        tuple(unit.codes for unit in bitext.units),
        bitext.aside,
    )
