"""The rules of TMX 1.4, and what its readers stumble over, told of a memory as it goes by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duizhao import lazy
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.text.swapped import LanguageSamples
from duizhao.corpora.units.keys import KeyTable
from duizhao.corpora.units.tmx.schema import CONTENT, DATES, ELEMENTS, INLINE

__all__ = ["Remark", "TmxRules", "swapped_languages"]

_TEXTS = frozenset(INLINE) | {"note", "prop"}
# What a schema's type "language" holds, and what programs look up.
_ANY_LANGUAGE = lazy.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_LANGUAGE = lazy.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8})*"
)
_DATE = lazy.compile(r"\d{8}T\d{6}Z")
# OmegaT takes a unit with one of these as bound to its place, and does not insert it elsewhere.
_BINDING = frozenset({"file", "id", "prev", "next", "path"})
# More than this of a side are refused by Trados' cloud, says its documentation.
_LONGEST = 2000


@dataclass(frozen=True)
class Remark:
    """Something about a memory.

    :param code: Its name, such as ``"empty-segment"``.
    :param error: Whether it breaks the rules of TMX 1.4; else some reader stumbles over it.
    :param message: What is wrong, in one sentence.
    :param line: Where, from 1.
    :param column: The character in the line, from 1.
    :param unit: The unit, from 1; 0 if it is in none.
    """

    code: str
    error: bool
    message: str
    line: int
    column: int
    unit: int = 0


@dataclass
class _Open:
    """An element that has begun."""

    name: str
    children: list[str]


class TmxRules:
    """Judges elements and texts as they go by.

    :param report: Told of each remark.
    :param place: Tells the line and column of the current event, both from 1.
    """

    def __init__(
        self, report: Callable[[Remark], None], place: Callable[[], tuple[int, int]]
    ) -> None:
        self.units = 0
        self._report, self._place = report, place
        self._open: list[_Open] = []
        self._source = ""
        self._seen = KeyTable()
        self._unit_at = (1, 1)
        self._in_unit = False
        self._texts: list[tuple[str, str]] = []
        self._lang = ""
        self._text: list[str] = []
        self._pairs: Counter[str] = Counter()
        self._samples = LanguageSamples()

    @property
    def whole(self) -> int:
        """How many units have ended."""
        return self.units - self._in_unit

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element."""
        known = ELEMENTS.get(name)
        parent = self._open[-1] if self._open else None
        if known is None:
            self._error("unknown-element", f"<{name}> is no element of TMX 1.4")
        elif parent is None and name != "tmx":
            self._error("no-tmx", f"the first element is <{name}>, not <tmx>")
        elif parent is not None:
            self._nested(parent, name)
        self._open.append(_Open(name, []))
        if known is not None:
            self._attributes(name, attributes)
        self._start_own(name, attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        closed = self._open.pop()
        wanted = CONTENT.get(name)
        children = "".join(f"{child} " for child in closed.children)
        if wanted is not None and not wanted.fullmatch(children):
            shown = ", ".join(dict.fromkeys(closed.children)) or "nothing"
            message = f"<{name}> holds {shown}; TMX wants {_in_words(name)}"
            self._error("wrong-content", message)
        if name == "seg":
            self._end_segment()
        elif name == "tu":
            self._end_unit()
        elif name == "body" and (swapped := self._samples.swapped()):
            self._warning("swapped-languages", swapped_languages(*swapped))

    def text(self, text: str) -> None:
        """Take text."""
        if not self._open:
            return
        name = self._open[-1].name
        if name in _TEXTS:
            self._text.append(text)
        elif text.strip() and name in ELEMENTS:
            self._error("stray-text", f"there is text directly in <{name}>")

    def _start_own(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "header":
            self._header(attributes)
        elif name == "tu":
            self.units += 1
            self._in_unit = True
            self._texts = []
            self._unit_at = self._place()
        elif name == "tuv":
            self._lang = attributes.get("xml:lang", "")
        elif name == "seg":
            self._text = []
            self._pairs.clear()
        elif name == "prop":
            self._prop(attributes.get("type", ""))
        elif name in {"bpt", "ept"}:
            self._pairs[attributes.get("i", "")] += 1 if name == "bpt" else -1

    def _nested(self, parent: _Open, name: str) -> None:
        if parent.name in CONTENT:
            # A body may have millions of units: their order says nothing.
            if not (parent.name == "body" and name == "tu"):
                parent.children.append(name)
        elif parent.name in ELEMENTS and name not in INLINE.get(parent.name, ()):
            self._error("misplaced-element", f"<{name}> cannot stand in <{parent.name}>")

    def _attributes(self, name: str, attributes: Mapping[str, str]) -> None:
        rule = ELEMENTS[name]
        for key in sorted(rule.required - attributes.keys()):
            self._error("missing-attribute", f"<{name}> has no attribute {key}")
        for key, value in attributes.items():
            if key not in rule.required and key not in rule.optional:
                self._error("unknown-attribute", f"<{name}> cannot have the attribute {key}")
            elif key in rule.values and value not in rule.values[key]:
                wanted = ", ".join(sorted(rule.values[key]))
                self._error("wrong-value", f"{key} of <{name}> is {_cut(value)}, not {wanted}")
            elif key == "xml:lang":
                self._language(value)
            elif key in DATES and not _DATE.fullmatch(value):
                message = f"{key} is {_cut(value)}, not of the form 20260131T120000Z"
                self._warning("date-form", message)

    def _language(self, value: str) -> None:
        if not _ANY_LANGUAGE.fullmatch(value):
            self._error("wrong-language", f"xml:lang is {_cut(value)}; TMX wants one such as zh-CN")
        elif not _LANGUAGE.fullmatch(value):
            self._warning("odd-language", f"xml:lang is {_cut(value)}; readers know codes as zh-CN")

    def _header(self, attributes: Mapping[str, str]) -> None:
        self._source = attributes.get("srclang", "")
        if self._source.startswith("*"):
            self._warning("any-source", "srclang is *all*; some readers want one language")
        if attributes.get("creationtool") == "OmegaT":
            self._warning("creation-tool", "OmegaT takes the texts of this creationtool as tagged")

    def _prop(self, kind: str) -> None:
        if self._in_unit and kind in _BINDING:
            message = f"OmegaT binds a unit with the property {kind} to its place"
            self._warning("binding-property", message)

    def _end_segment(self) -> None:
        text = "".join(self._text)
        clean = clean_line(text)
        if not clean:
            self._warning("empty-segment", "the segment is empty; OmegaT inserts the empty text")
        elif text != clean:
            message = "the segment has a line break, or white space at its ends or doubled"
            self._warning("white-space", message)
        if len(clean) > _LONGEST:
            self._warning("long-segment", f"the segment has {len(clean)} characters")
        if any(self._pairs.values()):
            self._warning("unpaired-codes", "a <bpt> has no <ept> of the same i, or the reverse")
        self._texts.append((self._lang, clean))
        self._samples.add(self._lang, clean)

    def _end_unit(self) -> None:
        self._in_unit = False
        at = self._unit_at
        langs = [lang.lower() for lang, _ in self._texts]
        if len(set(langs)) < 2:
            self._warning("one-language", "the unit has text in one language only", at)
        elif len(set(langs)) < len(langs):
            self._warning("repeated-language", "the unit has two texts in one language", at)
        if self._source and not self._source.startswith("*") and self._source.lower() not in langs:
            message = f"the unit has no text in {_cut(self._source)}, the header's srclang"
            self._warning("no-source", message, at)
        texts = {text for _, text in self._texts}
        if len(texts) == 1 and len(langs) > 1:
            self._warning("equal-texts", "source and target are the same", at)
        key = "\0".join(f"{lang}\0{text}" for lang, text in sorted(self._texts))
        before = self._seen.put(key, self.units)
        if before is not None:
            self._warning("duplicate", f"the unit has the same texts as unit {before}", at)

    def _error(self, code: str, message: str) -> None:
        self._tell(code, message, self._place(), error=True)

    def _warning(self, code: str, message: str, at: tuple[int, int] | None = None) -> None:
        self._tell(code, message, at or self._place(), error=False)

    def _tell(self, code: str, message: str, at: tuple[int, int], *, error: bool) -> None:
        unit = self.units if self._in_unit or code in _OF_UNIT else 0
        self._report(Remark(code, error, message, *at, unit))


_OF_UNIT = frozenset({"one-language", "repeated-language", "no-source", "equal-texts", "duplicate"})
_WORDS = {
    "tmx": "one header and one body",
    "header": "notes, properties and ude",
    "body": "units",
    "tu": "notes and properties, then one tuv or more",
    "tuv": "notes and properties, then one seg",
    "ude": "one map or more",
}


def swapped_languages(one: str, other: str) -> str:
    """Say that the texts of two languages seem to be each other's, and what to do."""
    return (
        f"what is called {one} looks like {other}, and what is called {other} like {one}; if so,"
        f" exchange the two: duizhao tmx convert --rename-lang {one}={other}"
        f" --rename-lang {other}={one}"
    )


def _in_words(name: str) -> str:
    return _WORDS[name]


def _cut(value: str) -> str:
    """Return a value from a file, short enough for a message."""
    return repr(value if len(value) <= 40 else value[:39] + "…")
