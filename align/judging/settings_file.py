"""Read settings from a TOML file; whatever it says that is not known is refused.

::

    policy = "full"
    preset = "news"
    ignore = ["moved", "number/extra-value"]

    [severity]
    "omission/clause" = "critical"

    [least-confidence]
    number = 0.6

    [digest.severity]
    omission = "minor"

    [[ignore-span]]
    text = "All rights reserved."
    side = "source"
    category = "omission"
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

import regex

from duizhao import lazy
from duizhao.align.judging.policy import Policy
from duizhao.align.judging.presets import NO_PRESET, PRESETS
from duizhao.align.judging.rules import Rule
from duizhao.align.judging.settings import Choices, Settings, Span
from duizhao.corpora.alignment import Category, Severity
from duizhao.errors import InputError
from duizhao.similar import did_you_mean

__all__ = ["LONGEST_REGEX", "MOST_COPIES", "parsed_toml", "read_settings", "settings_from_table"]

LONGEST_REGEX = 200
"""Characters that a regular expression of the settings may have."""
MOST_COPIES = 10_000
"""Parts that one may have when its counted repeats are written out: a million took 270 MB."""

# What counts as a part of an expression: an escape, a class, a counted repeat, any other character.
_TOKEN = lazy.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|.", re.DOTALL)

_CHOICES = ("severity", "least-confidence", "ignore")
_POLICIES = tuple(policy.value for policy in Policy)
_TOP = ("policy", "preset", *_CHOICES, "ignore-span", *_POLICIES)
_SPAN = ("text", "regex", "side", "category")
_SIDES = ("source", "target")
_KEYS = tuple(rule.value for rule in Rule)
_SEVERITIES = tuple(severity.value for severity in Severity)

_Value = TypeVar("_Value")


def read_settings(text: str, name: str = "the settings") -> Settings:
    """Read settings.

    :param text: TOML.
    :param name: What to call the file in messages.
    :raises InputError: If it is no TOML, or says what is not known.

    >>> read_settings('ignore = ["moved"]').general.ignore
    frozenset({'moved'})
    """
    return settings_from_table(parsed_toml(text, name), name)


def settings_from_table(table: Mapping[str, Any], name: str) -> Settings:
    """Return the settings that a table of TOML says.

    :param table: The table.
    :param name: What to call it in messages.
    :raises InputError: If it says what is not known.
    """
    _known(table, _TOP, name, "key")
    policy, preset = table.get("policy"), table.get("preset")
    if policy is not None:
        _one_of(policy, _POLICIES, f"{name}, policy")
    if preset is not None:
        _one_of(preset, (*PRESETS, NO_PRESET), f"{name}, preset")
    return Settings(
        policy=None if policy is None else Policy(policy),
        preset=preset,
        general=_choices(table, name),
        by_policy={
            Policy(each): _own_choices(table[each], f"{name}, [{each}]")
            for each in _POLICIES
            if each in table
        },
        spans=tuple(_spans(table.get("ignore-span", []), f"{name}, ignore-span")),
    )


def parsed_toml(text: str, name: str) -> dict[str, Any]:
    """Read TOML.

    :param text: What the file holds.
    :param name: What to call it in messages.
    :raises InputError: If it is none.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"{name} is not TOML: {error}; expected settings as 'key = value'"
        raise InputError(message) from error


def _own_choices(value: object, name: str) -> Choices:
    """Read the section of a policy."""
    table = _table(value, name)
    _known(table, _CHOICES, name, "key")
    return _choices(table, name)


def _choices(table: Mapping[str, Any], name: str) -> Choices:
    ignored = table.get("ignore", [])
    return Choices(
        severity=_by_key(table.get("severity", {}), f"{name}, [severity]", _severity),
        least=_by_key(table.get("least-confidence", {}), f"{name}, [least-confidence]", _share),
        ignore=frozenset(_keys(ignored, f"{name}, ignore")),
    )


def _by_key(
    value: object, name: str, read: Callable[[object, str], _Value]
) -> Mapping[str, _Value]:
    """Read a table from categories and rules to values."""
    table = _table(value, name)
    for key in table:
        _check_key(key, name)
    return {key: read(entry, f"{name}, {key!r}") for key, entry in table.items()}


def _severity(value: object, name: str) -> Severity:
    _one_of(value, _SEVERITIES, name)
    return Severity(value)


def _share(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        message = f"{name} is {_said(value)}; expected a number from 0 to 1"
        raise InputError(message)
    return float(value)


def _spans(value: object, name: str) -> Iterable[Span]:
    if not isinstance(value, list):
        message = f"{name} is {_said(value)}; expected tables, each under [[ignore-span]]"
        raise InputError(message)
    for number, entry in enumerate(value, 1):
        yield _span(entry, f"{name} {number}")


def _span(value: object, name: str) -> Span:
    table = _table(value, name)
    _known(table, _SPAN, name, "key")
    texts = [key for key in ("text", "regex") if key in table]
    if len(texts) != 1:
        given = "both 'text' and 'regex'" if texts else "neither 'text' nor 'regex'"
        message = f"{name} has {given}; expected one of the two"
        raise InputError(message)
    text = table[texts[0]]
    if not isinstance(text, str) or not text.strip():
        message = f"{name}, {texts[0]} is {_said(text)}; expected some text in quotation marks"
        raise InputError(message)
    if texts == ["regex"]:
        _check_regex(text, f"{name}, regex")
    side = table.get("side")
    if side is not None:
        _one_of(side, _SIDES, f"{name}, side")
    keys = frozenset(_keys(table.get("category", []), f"{name}, category"))
    return Span(text, texts == ["regex"], side, keys)


def _check_regex(expression: str, name: str) -> None:
    """Refuse an expression that is none, or too long."""
    if len(expression) > LONGEST_REGEX:
        message = f"{name} has {len(expression)} characters; expected at most {LONGEST_REGEX}"
        raise InputError(message)
    copies = _copies(expression)
    if copies > MOST_COPIES:
        message = f"{name} repeats its parts {copies} times; expected at most {MOST_COPIES}"
        raise InputError(message)
    try:
        regex.compile(expression)
    except (regex.error, RecursionError, OverflowError) as error:
        message = f"{name} is no regular expression: {error}; expected one of Python's"
        raise InputError(message) from error


def _copies(expression: str) -> int:
    r"""Return of how many parts an expression is when its counted repeats are written out.

    That is what compiling makes of it, and no limit of time holds there.

    >>> _copies("第\d{1,3}页"), _copies("(?:a{1000}b){1000}")
    (5, 1003000)
    """
    open_groups = [[0, 0]]  # of each its parts so far, and those that a repeat would multiply
    for token in _TOKEN.finditer(expression):
        if token[0] == "(":
            open_groups.append([0, 0])
        elif token[0] == ")" and len(open_groups) > 1:
            parts, _ = open_groups.pop()
            open_groups[-1] = [open_groups[-1][0] + parts, parts]
        elif token[0].startswith("{") and token[0] != "{":
            total, last = open_groups[-1]
            bound = max(int(number) for number in (token[1], token[2] or "0", "1"))
            open_groups[-1] = [total + last * (bound - 1), last * bound]
        else:
            open_groups[-1] = [open_groups[-1][0] + 1, 1]
    return sum(parts for parts, _ in open_groups)


def _keys(value: object, name: str) -> list[str]:
    """Read one category or rule, or a list of them."""
    entries = [value] if isinstance(value, str) else value
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        message = f"{name} is {_said(value)}; expected a list such as ['moved', 'omission/clause']"
        raise InputError(message)
    for entry in entries:
        _check_key(entry, name)
    return entries


def _check_key(key: str, name: str) -> None:
    """Refuse what is neither a category nor a rule."""
    if key in _KEYS:
        return
    category, _, sign = key.partition("/")
    siblings = tuple(rule.value for rule in Rule if rule.category.value == category and rule.sign)
    _refuse(
        key,
        siblings if sign and siblings else tuple(each.value for each in Category),
        name,
        "rule" if siblings else "category",
        _KEYS,
    )


def _known(table: Mapping[str, object], known: Iterable[str], name: str, what: str) -> None:
    """Refuse a key that is not known."""
    known = tuple(known)
    for key in table:
        if key not in known:
            _refuse(key, known, name, what, known)


def _one_of(value: object, known: tuple[str, ...], name: str) -> None:
    """Refuse a value that is not among the known ones."""
    if value in known:
        return
    close = did_you_mean(value, known) if isinstance(value, str) else ""
    message = f"{name} is {_said(value)}{close}; expected one of {', '.join(known)}"
    raise InputError(message)


def _refuse(key: str, known: Iterable[str], name: str, what: str, all_known: Iterable[str]) -> None:
    close = did_you_mean(key, all_known)
    message = f"{name} has the unknown {what} {_said(key)}{close}; expected one of "
    raise InputError(message + ", ".join(known))


def _table(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        message = f"{name} is {_said(value)}; expected a table of keys and values"
        raise InputError(message)
    return cast("Mapping[str, Any]", value)


def _said(value: object) -> str:
    """Return a value as a message shows it, on one line and not too long."""
    said = repr(value)
    return said if len(said) <= 80 else said[:80] + " …"
