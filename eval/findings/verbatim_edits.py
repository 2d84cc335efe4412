"""Edits of what is not translated: addresses, handles, variables, code and tags.

Clean documents hardly have such items, so each copy is given some first, the same on both sides, in
a bracket before the stop of a sentence: as running text and interfaces have them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from duizhao.eval.findings.documents import CleanDocument
from duizhao.eval.findings.drafts import Change
from duizhao.eval.findings.made_gaps import Finder

__all__ = ["VERBATIM", "with_items"]

# One segment in this many has an item.
_ONE_IN = 2
_STOPS = ".。!！?？"

_WORDS = [
    *(
        "anchor",
        "beam",
        "cabin",
        "deck",
        "ferry",
        "gauge",
        "harbor",
        "island",
        "jetty",
        "keel",
        "ladder",
    ),
    *("mast", "north", "oar", "pier", "quay", "rudder", "sail", "tide", "valve", "water", "yard"),
]
_HOSTS = ("boats.example", "docs.sailing.example", "www.harbour.example", "github.com")

# By kind: the bracket on both sides, and what an item looks like.
_FRAMES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "url": (" (see {})", "（见{}）"),
        "handle": (" (by {})", "（由{}提供）"),
        "placeholder": (" ({} in all)", "（共{}个）"),
        "code": (" (run `{}`)", "（运行`{}`）"),
        "tag": (" (press {})", "（按{}）"),
    }
)
_SHAPES: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "url": re.compile(r"https://[a-z.]+(?P<part>/[a-z]+/[a-z]+)"),
        "handle": re.compile(r"@(?P<part>[a-z]+\d+)"),
        "placeholder": re.compile(r"\{(?P<part>[a-z]+)\}|%\((?P<part2>[a-z]+)\)s"),
        "code": re.compile(r"`(?P<part>[a-z]+_[a-z]+ --[a-z]+)`"),
        "tag": re.compile(r"<(?P<part>[a-z]+)>(?P<inside>[A-Z]\d)</[a-z]+>"),
    }
)
_TAGS = ("kbd", "a", "b", "code", "sub")
_BRACKET = re.compile(r" ?[(（][^()（）]*$")


def with_items(document: CleanDocument, rng: random.Random) -> CleanDocument:
    """Return a document whose segments have items that are not translated.

    :param document: The document.
    :param rng: The source of chance.
    """
    english, chinese = list(document.texts[0]), list(document.texts[1])
    for number in rng.sample(range(len(english)), max(1, len(english) // _ONE_IN)):
        kind = rng.choice(list(_FRAMES))
        item = _made(kind, rng)
        for side, frame in zip((english, chinese), _FRAMES[kind], strict=True):
            text = side[number]
            at = len(text) - (text[-1:] in _STOPS)
            side[number] = text[:at] + frame.replace("{}", item) + text[at:]
    texts = tuple(english), tuple(chinese)
    return CleanDocument(document.name, document.collection, texts, document.paragraphs)


def _made(kind: str, rng: random.Random) -> str:
    one, two, three = rng.sample(_WORDS, 3)
    if kind == "url":
        return f"https://{rng.choice(_HOSTS)}/{one}/{two}"
    if kind == "handle":
        return f"@{one}{rng.randrange(1, 999)}"
    if kind == "placeholder":
        return rng.choice((f"{{{one}}}", f"%({one})s"))
    if kind == "code":
        return f"{one}_{two} --{three}"
    tag = rng.choice(_TAGS)
    return f"<{tag}>{rng.choice('ABCF')}{rng.randrange(1, 9)}</{tag}>"


def _items(text: str, source: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the items of a segment that its original has as well, with their kinds."""
    for kind, shape in _SHAPES.items():
        for match in shape.finditer(text):
            if match[0] in source:
                yield kind, match


def _changed(text: str, source: str, _lang: str, rng: random.Random) -> Iterator[Change]:
    """Put another name in an item: one word or number of it differs."""
    for kind, match in _items(text, source):
        part = "part2" if kind == "placeholder" and match["part"] is None else "part"
        old = match[part]
        if kind == "tag":
            new = rng.choice([tag for tag in _TAGS if tag != old])
            given = match[0].replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
            yield Change(match.start(), match.end(), given)
        else:
            yield Change(*match.span(part), _other(old, rng))


def _other(name: str, rng: random.Random) -> str:
    """Return a name with another number, if it has one, else with another word."""
    number = re.search(r"\d+$", name)
    if number is not None:
        return name[: number.start()] + str(int(number[0]) + rng.randrange(1, 99))
    words = list(re.finditer("[a-z]+", name))
    word = rng.choice(words)
    new = rng.choice([each for each in _WORDS if each != word[0]])
    return name[: word.start()] + new + name[word.end() :]


def _dropped(text: str, source: str, _lang: str, rng: random.Random) -> Iterator[Change]:
    """Take an item out: alone, or with its bracket; of a tag the words stay."""
    for kind, match in _items(text, source):
        bracket = _BRACKET.search(text, 0, match.start())
        if kind == "tag":
            yield Change(match.start(), match.end(), match["inside"])
        elif bracket is not None and rng.random() < 0.5:
            end = re.compile("[)）]").search(text, match.end())
            yield Change(bracket.start(), match.end() if end is None else end.end())
        else:
            yield Change(match.start(), match.end())


def _kept(text: str, source: str, _lang: str, _rng: random.Random) -> Iterator[Change]:
    """Change nothing in an item: what is found there is false."""
    for _, match in _items(text, source):
        yield Change(match.start(), match.end(), match[0])


VERBATIM: Final[Mapping[str, Finder]] = MappingProxyType(
    {"verbatim-changed": _changed, "verbatim-dropped": _dropped, "verbatim-kept": _kept}
)
"""The finders by the kind of edit; each needs a document :func:`with_items`."""
