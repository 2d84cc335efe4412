"""Which two columns of a table hold a text and its translation.

The first rows may name them; else the texts tell, by their languages. Numbers, keys and names of
states stand in many such tables as well, and remarks in one of the two languages.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.files.rows import SOURCES, TARGETS, column_number
from duizhao.corpora.reading.pairs import language_named
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.text.detection import detect_language
from duizhao.corpora.text.identifiers import kind_of_token
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER, is_dense
from duizhao.corpora.text.scripts import has_hanzi
from duizhao.corpora.text.tags import primary_tag
from duizhao.errors import InputError

__all__ = ["Columns", "Wanted", "find_columns", "header_rows"]

_PAIR = 2
# The row that names the columns is among these: some programs write a title above it.
_HEADER_WITHIN = 5
# “Chinese (Simplified, People's Republic of China)” has 48 letters.
_LONGEST_NAME = 60
# Rows that tell what stands in a column.
_SAMPLE = 2000
# A column is one of keys or numbers if no more than this share of its cells is anything else.
_FEW = 0.2
# A third language counts if its column is filled as far as this, and its cells are as long.
_ANOTHER, _ANOTHER_LETTERS = 0.5, 12
# Fewer rows do not tell whether the lengths of two columns go together.
_ENOUGH = 4

_WORD = lazy.compile(r"[^\W\d_]+")
_LETTER = lazy.compile(r"[^\W\d_]")
_LETTER_NAME = lazy.compile("[A-Z]")
# Where a language is spoken: “English (United States)”, as translators' programs call it.
_REGION = lazy.compile(r"(?<=\w)\s*[(（][^()（）]+[)）]$")
_TAG = lazy.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*")
_KEY = lazy.compile(r"[\w.:/#@$\[\]{}()+-]*(?:\d|[._:/#@\[\]{}-]\w)[\w.:/#@$\[\]{}()+-]*", re.ASCII)
# What names of columns have beside a language or a side.
_FILLERS = frozenset(
    word
    for line in (
        "text texts string strings segment segments language lang column value content translated",
        "simplified traditional latin cn tw hk us gb uk br mx ca at ch de fr es it",
        "文本 文 内容 语言 列 简体 繁体 繁體 句子 段落 字符串",
    )
    for word in line.split()
)
# Tags that are words as well, where they are the whole name of a column.
_WORDS = frozenset({"he", "hi", "it"})
# The longest names in Han characters, which follow one another without a space.
_LONGEST_PIECE = 4


@dataclass(frozen=True)
class Wanted:
    """What a user said of the columns.

    :param columns: Names in the first row, numbers from 1, or letters as in spreadsheets; None to
        find them.
    :param langs: The languages of source and target; None for those that are not named.
    """

    columns: tuple[str, str] | None = None
    langs: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True)
class Columns:
    """The two columns of a table.

    :param source: The number of the column of the text, from 0.
    :param target: That of its translation.
    :param langs: Their languages, as the first row names them; None where it does not.
    :param skip: How many rows stand above the texts.
    :param key: The number of the column that names each row, if there is one.
    """

    source: int
    target: int
    langs: tuple[str | None, str | None] = (None, None)
    skip: int = 0
    key: int | None = None


@dataclass(frozen=True)
class _Column:
    """What stands in a column.

    :param at: Its number, from 0.
    :param filled: How many of its cells have text.
    :param letters: The letters in it; a character of a dense language counts as several.
    :param lang: The language of its texts; empty if it holds keys or numbers.
    """

    at: int
    filled: int
    letters: int
    lang: str


def find_columns(rows: Sequence[Sequence[str]], wanted: Wanted, path: str) -> Columns | None:
    """Find the columns of source and target.

    :param rows: The cells of each row, in any number.
    :param wanted: What a user said of them.
    :param path: What to call the table in messages.
    :return: None if there are no two columns of text.
    :raises InputError: If there is no column of a name or number that was asked for, or if there
        are texts in more than two languages and no choice was made.
    """
    skip = header_rows(rows)
    names = rows[max(0, skip - 1)] if rows else []
    if wanted.columns is not None:
        asked = [_by_letter(column, names) for column in wanted.columns]
        source, target = (column_number(names, column, path) for column in asked)
        named = not all(column.isdecimal() for column in asked)
        return Columns(source, target, skip=max(skip, int(named)))
    body = rows[skip : skip + _SAMPLE]
    width = max(map(len, body or rows[:1]), default=0)
    if width < _PAIR:
        return None
    roles = [_role(name) for name in names] if skip else []
    columns = [_column(body, at) for at in range(width)]
    chosen = _by_names(roles, wanted, path) or _by_texts(columns, body, wanted, path)
    if chosen is None:
        return None
    langs = tuple(roles[at].lang if at < len(roles) else None for at in chosen)
    return Columns(*chosen, (langs[0], langs[1]), skip, _key(columns, body, chosen))


def _by_letter(column: str, names: Sequence[str]) -> str:
    """Return the number of a column that is asked for by its letter, as spreadsheets call it.

    >>> _by_letter("C", []), _by_letter("en", []), _by_letter("C", ["a", "c"])
    ('3', 'en', 'C')
    """
    known = {clean_line(name).casefold() for name in names}
    if not _LETTER_NAME.fullmatch(column) or column.casefold() in known:
        return column
    return str(ord(column) - ord("A") + 1)


@dataclass(frozen=True)
class _Role:
    """What the name of a column says: which side it is, and in which language."""

    side: str = ""
    lang: str | None = None


def _role(name: str) -> _Role:
    shown = clean_line(name).casefold()
    if not shown or len(shown) > _LONGEST_NAME:
        return _Role()
    bare = _role_of(_REGION.sub("", shown))
    # The words in brackets may say more of it: “source (English)”.
    whole = _role_of(shown)
    return bare if bare.lang and not whole.lang else whole


def _role_of(shown: str) -> _Role:
    if shown in _WORDS:
        return _Role("", shown)
    side, lang = "", ""
    for word in itertools.chain.from_iterable(map(_pieces, _WORD.findall(shown))):
        named = language_named(word)
        if word in SOURCES or word in TARGETS:
            side = "source" if word in SOURCES else "target"
        elif named:
            lang = lang or named
        elif word not in _FILLERS:
            return _Role()
    return _Role(side, (shown if _TAG.fullmatch(shown) else lang) if lang else None)


def _pieces(word: str) -> Iterator[str]:
    """Yield the known names that make up a word in Han characters; any other word as it is."""
    at = 0
    while at < len(word) and has_hanzi(word):
        sizes = range(min(_LONGEST_PIECE, len(word) - at), 1, -1)
        size = next((n for n in sizes if _is_known(word[at : at + n])), len(word) - at)
        yield word[at : at + size]
        at += size
    if at == 0:
        yield word


def _is_known(word: str) -> bool:
    return word in SOURCES + TARGETS or word in _FILLERS or bool(language_named(word))


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows stand above the texts: the one that names the columns, and titles.

    :param rows: The cells of each row.

    >>> header_rows([["My glossary", ""], ["English", "中文"], ["bread", "面包"]])
    2
    """
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        roles = {role for name in row if (role := _role(name)) != _Role()}
        sides = {role.side for role in roles} - {""}
        langs = {primary_tag(role.lang) for role in roles if role.lang}
        if len(sides) == _PAIR or len(langs) >= _PAIR:
            return number + 1
        if sum(bool(cell.strip()) for cell in row) >= _PAIR:
            return 0
    return 0


def _by_names(roles: Sequence[_Role], wanted: Wanted, path: str) -> tuple[int, int] | None:
    sides = [
        next((at for at, role in enumerate(roles) if role.side == side), None)
        for side in ("source", "target")
    ]
    if sides[0] is not None and sides[1] is not None:
        return sides[0], sides[1]
    found: dict[str, int] = {}
    for at, role in enumerate(roles):
        if role.lang:
            found.setdefault(primary_tag(role.lang), at)
    return _two_of(found, wanted, path) if len(found) >= _PAIR else None


def _two_of(found: dict[str, int], wanted: Wanted, path: str) -> tuple[int, int] | None:
    """Choose a source and a target among columns by language, from left to right."""
    asked = [None if lang is None else primary_tag(lang) for lang in wanted.langs]
    missing = [lang for lang in asked if lang is not None and lang not in found]
    if missing:
        return None
    free = [lang for lang in sorted(found, key=found.__getitem__) if lang not in asked]
    open_sides = asked.count(None)
    if len(free) > open_sides > 0:
        message = (
            f"{path} has texts in several languages ({', '.join(sorted(found))}); name the two"
            " columns with --columns SOURCE TARGET"
        )
        raise InputError(message)
    source, target = (free.pop(0) if lang is None else lang for lang in asked)
    return found[source], found[target]


def _column(rows: Sequence[Sequence[str]], at: int) -> _Column:
    cells = [cell for row in rows if at < len(row) and (cell := row[at].strip())]
    texts = [cell for cell in cells if not _is_key(cell)]
    if not cells or len(texts) <= _FEW * len(cells):
        return _Column(at, len(cells), 0, "")
    lang = detect_language("\n".join(texts))
    letters = sum(len(_LETTER.findall(text)) for text in texts)
    return _Column(at, len(cells), letters * (LETTERS_A_CHARACTER if is_dense(lang) else 1), lang)


def _is_key(cell: str) -> bool:
    """Tell numbers, keys and names of machines from texts."""
    if not _LETTER.search(cell):
        return True
    return _KEY.fullmatch(cell) is not None or kind_of_token(cell) is not None


def _by_texts(
    columns: Sequence[_Column], rows: Sequence[Sequence[str]], wanted: Wanted, path: str
) -> tuple[int, int] | None:
    texts = [column for column in columns if column.lang]
    pairs = [
        (one, other) for one, other in itertools.combinations(texts, 2) if one.lang != other.lang
    ]
    if not pairs:
        return (texts[0].at, texts[1].at) if len(texts) == _PAIR else None
    asked = [None if lang is None else primary_tag(lang) for lang in wanted.langs]
    fitting = [
        pair
        for one, other in pairs
        for pair in ((one, other), (other, one))
        if all(lang in (None, column.lang) for lang, column in zip(asked, pair, strict=True))
        and (any(asked) or pair == (one, other))
    ]
    if not fitting:
        return (texts[0].at, texts[1].at) if len(texts) == _PAIR else None
    source, target = max(fitting, key=lambda pair: _fitness(pair[0], pair[1], rows))
    if None in asked:
        _refuse_a_third(texts, (source, target), len(rows), path)
    return source.at, target.at


def _fitness(
    source: _Column, target: _Column, rows: Sequence[Sequence[str]]
) -> tuple[float, int, int]:
    """Rank a pair of columns: lengths that go together, then neighbours, then the left ones."""
    lengths = [
        (math.log(1 + len(row[source.at])), math.log(1 + len(row[target.at])))
        for row in rows
        if max(source.at, target.at) < len(row) and row[source.at] and row[target.at]
    ]
    together = round(_correlation(lengths), 1) if len(lengths) >= _ENOUGH else 0.0
    share = min(len(lengths) / max(1, len(rows)), _ANOTHER)
    return share + together, -abs(source.at - target.at), -source.at


def _correlation(points: Sequence[tuple[float, float]]) -> float:
    """Return the correlation of two values, -1 to 1; 0 if one of them never changes."""
    means = [sum(values) / len(points) for values in zip(*points, strict=True)]
    shifted = [(x - means[0], y - means[1]) for x, y in points]
    spread = math.sqrt(sum(x * x for x, _ in shifted) * sum(y * y for _, y in shifted))
    return sum(x * y for x, y in shifted) / spread if spread else 0.0


def _refuse_a_third(
    texts: Sequence[_Column], chosen: tuple[_Column, _Column], rows: int, path: str
) -> None:
    langs = {column.lang for column in chosen}
    for column in texts:
        whole = column.filled >= _ANOTHER * rows
        if column.lang not in langs and whole and column.letters > _ANOTHER_LETTERS * column.filled:
            several = ", ".join(sorted(langs | {column.lang}))
            message = (
                f"{path} has texts in several languages ({several}); name the two columns with"
                " --columns SOURCE TARGET"
            )
            raise InputError(message)


def _key(
    columns: Sequence[_Column], rows: Sequence[Sequence[str]], chosen: tuple[int, int]
) -> int | None:
    """Return the first column of keys that are all different."""
    for column in columns:
        if column.at not in chosen and not column.lang and column.filled:
            cells = list(_cells(rows, column.at))
            if len(set(cells)) == len(cells) == column.filled:
                return column.at
    return None


def _cells(rows: Sequence[Sequence[str]], at: int) -> Iterator[str]:
    return (cell for row in rows if at < len(row) and (cell := row[at].strip()))
