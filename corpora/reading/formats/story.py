"""Paragraphs as document formats give them: white space, places, and notes after their mark."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from duizhao import lazy
from duizhao.corpora.document import Kind, Locator, Verbatim, VerbatimKind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import TextMaker
from duizhao.corpora.reading.origins import Origin
from duizhao.corpora.text.scripts import is_cjk

__all__ = [
    "BREAK",
    "Entry",
    "Setting",
    "cell_name",
    "cell_position",
    "code_spans",
    "names",
    "pour",
    "raised",
    "sheet_cell_name",
    "tidy",
]

#: A line end that the author forced, among white space that only wraps the source.
BREAK = "\u2028"

_SPACE = lazy.compile(r"[ \t\r\n\f]+")
_BLANK = lazy.compile(rf"[\s\xad{BREAK}]")
_AROUND_BREAK = lazy.compile(f" ?{BREAK} ?")
_CELL = lazy.compile(r"(?:(.*), )?row (\d+), column (\d+)", re.DOTALL)
_SHEET_CELL = lazy.compile(r"(.*)!([A-Z]{1,3})(\d+)", re.DOTALL)
_DIGITS = lazy.compile(r"[0-9]{1,4}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

# A raised number after one of these is the mark of a note, elsewhere a power.
_BEFORE_MARK = ".,;:!?)]”’\"'»。，；：！？）】」』》、…"

# A paragraph number helps a person to count along; these are not counted.
_UNCOUNTED = frozenset({Kind.FURNITURE, Kind.NAVIGATION})


class Setting(str, Enum):
    """How the style of a paragraph sets its lines."""

    CODE = "code"
    PREFORMATTED = "preformatted"


@dataclass(frozen=True)
class Entry:
    """A paragraph, item, cell or note, before it has its place.

    :param text: Its visible text.
    :param kind: What it is, if the format says so.
    :param cell: The cell it stands in.
    :param note: The key of the note it belongs to.
    :param refs: The keys of the notes that it has marks of.
    :param line: The line of the source it begins at.
    :param verbatim: What the format says is not translated in its text.
    :param origins: Where in the file's tree its solid characters stand.
    :param setting: That of a paragraph that may be a part of a listing.
    """

    text: str
    kind: Kind | None = None
    cell: str | None = None
    note: str | None = None
    refs: tuple[str, ...] = ()
    line: int | None = None
    verbatim: tuple[Verbatim, ...] = ()
    origins: tuple[Origin, ...] = field(default=(), compare=False, repr=False)
    setting: Setting | None = None


def names(text: str) -> frozenset[str]:
    """Return the names in a text, parted by spaces.

    :param text: Names of tags and the like.
    """
    return frozenset(text.split())


def cell_name(table: int, row: int, column: int) -> str:
    """Name a cell as people do; all numbers from 1.

    >>> cell_name(1, 2, 3)
    'table 1, row 2, column 3'
    """
    return f"table {table}, row {row}, column {column}"


def sheet_cell_name(sheet: str, row: int, column: int) -> str:
    """Name a cell of a workbook as its program does; numbers from 1.

    >>> sheet_cell_name("Menu", 12, 28)
    'Menu!AB12'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{row}"


def cell_position(name: str) -> tuple[str, int, int] | None:
    """Return the table, the row and the column of a cell by its name; numbers from 1.

    >>> cell_position("table 1, row 2, column 3"), cell_position("Menu!AB12")
    (('table 1', 2, 3), ('Menu', 12, 28))
    """
    found = _CELL.fullmatch(name)
    if found:
        return found[1] or "", int(found[2]), int(found[3])
    found = _SHEET_CELL.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found[2]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return found[1], int(found[3]), column


def tidy(text: str) -> str:
    r"""Collapse white space as a browser does; forced breaks become line ends.

    A line end of the source between two Chinese characters wraps the source and is no space.

    :param text: Text as it stands in the source, with :data:`BREAK` where a break was forced.

    >>> tidy("今天\n天气  很好。\u2028 Fine.")
    '今天天气 很好。\nFine.'
    """
    spaced = _SPACE.sub(_space, text.replace("\xad", ""))
    return _AROUND_BREAK.sub("\n", spaced).strip()


def code_spans(text: str, shown: str, coded: Iterable[tuple[int, int]]) -> tuple[Verbatim, ...]:
    """Return where code stands in a text after its white space was tidied.

    Nothing but white space and soft hyphens may have changed, and text may have gone at the start.

    :param text: The text as it was gathered.
    :param shown: What became of it.
    :param coded: Where code stands in ``text``, rising.
    """
    coded = list(coded)
    if not coded:
        return ()
    solid = [at for at, character in enumerate(text) if not _BLANK.match(character)]
    kept = [at for at, character in enumerate(shown) if not _BLANK.match(character)]
    gone = len(solid) - len(kept)
    found: list[Verbatim] = []
    for start, end in coded:
        low = max(0, bisect_left(solid, start) - gone)
        high = bisect_left(solid, end) - gone
        if low < high:
            found.append(Verbatim(kept[low], kept[high - 1] + 1, VerbatimKind.CODE))
    return tuple(found)


def _space(run: re.Match[str]) -> str:
    if "\n" not in run[0]:
        return " "
    text, low, high = run.string, run.start(), run.end()
    return "" if low and high < len(text) and is_cjk(text[low - 1]) and is_cjk(text[high]) else " "


def raised(text: str, before: str) -> str:
    """Return what a raised text reads as: nothing for a note's mark, ² for a power.

    :param text: The raised text.
    :param before: The text before it.

    >>> raised("2", "100 km"), raised("7", "So he said."), raised("th", "the 4")
    ('²', '', 'th')
    """
    if not _DIGITS.fullmatch(text.strip()):
        return text
    last = before[-40:].rstrip()[-1:]
    return "" if last and last in _BEFORE_MARK else text.translate(_RAISED)


def pour(
    entries: Iterable[Entry],
    labels: dict[str, str],
    maker: TextMaker,
    path: str,
    limits: Limits,
    chapter: str | None = None,
) -> None:
    """Add entries to a reading: each note after the paragraph that has its mark first.

    :param entries: The entries in the order of the file.
    :param labels: What a person calls each note, by its key.
    :param maker: What they are added to.
    :param path: The file, for messages.
    :param limits: What the file may cost.
    :param chapter: The chapter they belong to.
    :raises InputError: If there are more parts than the limit.
    """
    entries = list(entries)
    notes: dict[str, list[Entry]] = defaultdict(list)
    wanted = {key for entry in entries for key in entry.refs}
    for entry in entries:
        if entry.note in wanted and entry.note not in entry.refs:
            notes[entry.note].append(entry)
    number = 0
    kept = {id(entry) for group in notes.values() for entry in group}
    waiting = [entry for entry in reversed(entries) if id(entry) not in kept]
    while waiting or notes:
        if not waiting:  # notes whose only marks stand in each other
            waiting = notes.pop(next(iter(notes)))[::-1]
        entry = waiting.pop()
        counted = entry.cell is None and entry.note is None and entry.kind not in _UNCOUNTED
        number += counted and bool(entry.text.strip())
        place = Locator(
            paragraph=number if counted or (entry.note is not None and number) else None,
            chapter=chapter,
            cell=entry.cell,
            note=None if entry.note is None else labels.get(entry.note, entry.note),
            line=entry.line,
        )
        maker.add(entry.text, entry.kind, place, verbatim=entry.verbatim, origins=entry.origins)
        limits.check("parts", len(maker.parts), path)
        for key in reversed(entry.refs):
            waiting += notes.pop(key, [])[::-1]
