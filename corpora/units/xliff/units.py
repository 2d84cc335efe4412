"""From the elements of an XLIFF file to its units: a unit for each segment.

XLIFF 2 has segments as elements. In XLIFF 1.2 they are marks, ``<mrk mtype="seg" mid="…">``, in
``<seg-source>`` and ``<target>``: they are paired by ``mid``. Where only the source has them, the
two texts are one unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from duizhao import lazy
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.units.inline import InlineCode, InlineText
from duizhao.corpora.units.unit import BitextUnit
from duizhao.corpora.units.xliff.states import APPROVED, noted, state_of
from duizhao.corpora.xml.events import local_name

__all__ = ["XliffUnits"]

# The content of these is code, or a text beside the unit: proposals, notes, original data.
_HIDDEN = frozenset(
    {
        *("alt-trans", "match", "matches", "note", "notes", "glossary", "changeTrack"),
        *("skl", "skeleton", "bin-unit", "reference", "context-group"),
    }
)
_TEXTS = frozenset({"source", "seg-source", "target"})
# What codes stand for: <data> of a unit of XLIFF 2, <tag> in Trados' header.
_NAMED = frozenset({"data", "tag", "bpt", "ept", "ph", "st"})
# What Phrase declares on the root element.
_PHRASE = "memsource"
_WORD = lazy.compile(r"\w")

_Line = tuple[str, tuple[InlineCode, ...]]
_NOTHING: _Line = ("", ())


class _Side:
    """One text of a unit, as a whole and in its segments.

    :param named: What codes stand for, by id.
    :param braces: Whether placeholders in braces are codes.
    """

    def __init__(self, named: Mapping[str, str], *, braces: bool) -> None:
        self._named, self._braces = named, braces
        self._whole, self._outside = self._new(), self._new()
        self._parts: dict[str, InlineText] = {}
        self._inside: InlineText | None = None
        self._depths: list[bool] = []  # whether each open element began the segment

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        opens = name == "mrk" and attributes.get("mtype") == "seg" and self._inside is None
        self._depths.append(opens)
        self._whole.start(name, attributes)
        if opens:
            self._inside = self._parts.setdefault(self._key(attributes), self._new())
        else:
            (self._inside or self._outside).start(name, attributes)

    def end(self, name: str) -> None:
        self._whole.end(name)
        if self._depths.pop():
            self._inside = None
        else:
            (self._inside or self._outside).end(name)

    def text(self, text: str) -> None:
        self._whole.text(text)
        (self._inside or self._outside).text(text)

    def _new(self) -> InlineText:
        return InlineText(self._named, braces=self._braces)

    def _key(self, attributes: Mapping[str, str]) -> str:
        """Return the name of a segment; one without gets its number."""
        return attributes.get("mid") or str(len(self._parts) + 1)

    @property
    def whole(self) -> _Line:
        return self._whole.line()

    @property
    def outside(self) -> _Line:
        return self._outside.line()

    @property
    def parts(self) -> dict[str, _Line]:
        return {key: part.line() for key, part in self._parts.items()}


class XliffUnits:
    """Collects the units as the elements go by, by their names with prefixes.

    :param path: What to call the file in messages.
    :param limits: What the file may cost.
    """

    def __init__(self, path: str, limits: Limits) -> None:
        self.is_xliff = False
        self.units: list[BitextUnit] = []
        self.aside: Counter[str] = Counter()
        self.langs: list[str | None] = [None, None]
        self._path, self._limits = path, limits
        self._prefix, self._braces = "", False
        self._kept = [False]  # whether each open element is translated
        self._file, self._files = "", 0
        self._hidden = 0  # the depth of an element beside the units
        self._names: dict[str, str] = {}  # of the file: what codes stand for
        self._data: dict[str, str] = {}  # of the unit
        self._naming: tuple[str, list[str]] | None = None
        self._takes = False  # whether text is part of that name
        self._id = ""
        self._sides: dict[str, _Side] = {}
        self._text: tuple[str, _Side] | None = None
        self._state: str | None = None
        self._props: dict[str, str] = {}
        self._segments: dict[str, Mapping[str, str]] = {}
        self._found: list[BitextUnit] = []
        self._approves = False  # whether the file says of any unit that it is approved or not

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element."""
        said = attributes.get("translate")
        inside = self._text is not None
        if not inside:
            self._kept.append(said == "yes" if said else self._kept[-1] or len(self._kept) == 1)
        else:
            self._kept.append(self._kept[-1])
        prefix, _, local = name.rpartition(":")
        if not self.is_xliff and local == "xliff":
            self._open_root(prefix, attributes)
        if self._text is not None:
            self._text[1].start(local, attributes)
        elif self._hidden:
            pass
        elif prefix != self._prefix or local in _HIDDEN:
            self._foreign(local, attributes)
        else:
            self._own(local, attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        depth, kept = len(self._kept), self._kept.pop()
        local = local_name(name)
        if self._text is not None:
            if local != self._text[0] or name.rpartition(":")[0] != self._prefix:
                self._text[1].end(local)
            else:
                self._text = None
        elif self._hidden:
            self._hidden = 0 if self._hidden == depth else self._hidden
        elif self._naming is not None and local in _NAMED:
            self._end_name(local)
        elif local in {"segment", "ignorable"}:
            self._end_segment(kept=kept, is_text=local == "segment")
        elif local in {"trans-unit", "unit"}:
            if local == "trans-unit":
                self._end_unit(kept=kept)
            self._flush()

    def finish(self) -> None:
        """End the file: where some are called approved or not, all others are not."""
        if self._approves:
            self.units = [
                unit
                if not unit.target or APPROVED in dict(unit.props)
                else replace(unit, props=(*unit.props, (APPROVED, "no")))
                for unit in self.units
            ]

    def text(self, text: str) -> None:
        """Take text."""
        if self._text is not None:
            self._text[1].text(text)
        elif self._naming is not None and self._takes:
            self._naming[1][-1] += text

    def _open_root(self, prefix: str, attributes: Mapping[str, str]) -> None:
        self.is_xliff, self._prefix = True, prefix
        self._braces = any(
            key.startswith("xmlns") and _PHRASE in value for key, value in attributes.items()
        )

    def _foreign(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element of a program's own, or one beside the units."""
        if name == "seg" and "id" in attributes:
            self._segments[attributes["id"]] = dict(attributes)
        if name != "seg-defs":
            self._hidden = len(self._kept)

    def _own(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in {"xliff", "file"}:
            self._open_file(name, attributes)
        elif name in {"trans-unit", "unit"}:
            self._id = attributes.get("id") or attributes.get("resname") or ""
            self._data, self._segments, self._found = {}, {}, []
            self._approves |= name == "trans-unit" and "approved" in attributes
            self._begin(attributes)
        elif name in {"segment", "ignorable"}:
            self._begin(attributes)
        elif name in _TEXTS:
            side = _Side({**self._names, **self._data}, braces=self._braces)
            self._text = (name, side)
            self._sides.setdefault(name, side)  # of two texts of a kind the first counts
            self._state = state_of(attributes) or self._state
            self._props |= noted(attributes)
        elif name in {"tag", "data"}:
            self._naming, self._takes = (attributes.get("id", ""), [""]), name == "data"
        elif name in _NAMED and self._naming is not None:
            self._naming[1][:] = [*self._naming[1], ""] if name == "ept" else [""]
            self._takes = True

    def _end_name(self, element: str) -> None:
        """Take the end of an element that says what a code stands for, or of a part of it."""
        self._takes = False
        if self._naming is not None and element in {"data", "tag"}:
            known, parts = self._naming
            (self._data if element == "data" else self._names)[known] = "\0".join(parts)
            self._naming = None

    def _begin(self, attributes: Mapping[str, str]) -> None:
        """Begin a unit or a segment of one."""
        self._sides = {}
        self._state, self._props = state_of(attributes), noted(attributes)
        self._segment = attributes.get("id", "")

    def _open_file(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "file":
            self._files += 1
            self._file = attributes.get("original") or attributes.get("id") or str(self._files)
            self._names = {}
        for side, names in enumerate(
            (("source-language", "srcLang"), ("target-language", "trgLang"))
        ):
            found = next((attributes[key] for key in names if attributes.get(key)), None)
            self.langs[side] = self.langs[side] or found

    def _end_segment(self, *, kept: bool, is_text: bool) -> None:
        """Take the end of a segment of XLIFF 2."""
        source, target = self._line("source"), self._line("target")
        if not kept or not is_text:
            said = bool(_WORD.search(source[0] + target[0]))
            self.aside["between" if kept else "not_translated"] += said
            return
        self._add(self._segment, source, target, self._state, self._props)

    def _end_unit(self, *, kept: bool) -> None:
        """Take the end of a unit of XLIFF 1.2."""
        if not kept:
            self.aside["not_translated"] += bool(_WORD.search(self._line("source")[0]))
            return
        source, target = self._sides.get("seg-source"), self._sides.get("target")
        parts = {} if source is None else source.parts
        there = {} if target is None else target.parts
        if source is None or not parts or (not there and target is not None and target.whole[0]):
            whole = source.whole if source is not None and parts else self._line("source")
            target_line = _NOTHING if target is None else target.whole
            only = next(iter(self._segments.values()), {}) if len(self._segments) == 1 else {}
            self._add("", whole, target_line, *self._said(only))
            return
        if parts.keys().isdisjoint(there) and len(parts) == len(there):
            there = dict(
                zip(parts, there.values(), strict=True)
            )  # numbered anew, each from its own
        outside = (source.outside, _NOTHING if target is None else target.outside)
        self._share(parts, there, outside)
        for key in dict.fromkeys([*parts, *there]):
            said = self._said(self._segments.get(key, {}))
            self._add(key, parts.get(key, _NOTHING), there.get(key, _NOTHING), *said)
        if any(_WORD.search(text) for text, _ in outside):
            self._add("outside", *outside, self._state, self._props)

    def _said(self, attributes: Mapping[str, str]) -> tuple[str | None, Mapping[str, str]]:
        """Return what the file says of a segment, or else of its unit."""
        return state_of(attributes) or self._state, self._props | noted(attributes)

    def _share(
        self, parts: dict[str, _Line], there: dict[str, _Line], outside: tuple[_Line, _Line]
    ) -> None:
        """Give codes that stand outside of the segments on one side only to the first link."""
        keys = [Counter(code.key for code in codes) for _, codes in outside]
        first = next((key for key in parts if parts[key][0] and there.get(key, _NOTHING)[0]), None)
        if first is None or keys[0] == keys[1] or any(_WORD.search(text) for text, _ in outside):
            return
        for side, other, (_, codes) in (
            (parts, keys[1], outside[0]),
            (there, keys[0], outside[1]),
        ):
            left = Counter(other)
            alone = []
            for code in codes:
                left[code.key] -= 1
                if left[code.key] < 0:
                    alone.append(InlineCode(code.shown, code.key, 0, code.is_formatting))
            side[first] = (side[first][0], (*alone, *side[first][1]))

    def _line(self, side: str) -> _Line:
        found = self._sides.get(side)
        return _NOTHING if found is None else found.whole

    def _add(
        self,
        part: str,
        source: _Line,
        target: _Line,
        state: str | None,
        props: Mapping[str, str],
    ) -> None:
        """Add a unit, if it has text; codes are the text where there is no other."""
        texts, codes = (source[0], target[0]), (source[1], target[1])
        if not any(texts):
            texts = _as_texts(*codes)
            codes = ((), ())
        if not any(texts):
            return
        self._limits.check("parts", len(self.units) + len(self._found) + 1, self._path)
        self._found.append(BitextUnit(part, *texts, state, props=tuple(props.items()), codes=codes))

    def _flush(self) -> None:
        """Hand on the units of one ``<unit>``, by its name, and their own if they are several."""
        name = f"{self._file}: {self._id}" if self._files > 1 else self._id
        several = len(self._found) > 1
        for unit in self._named(name, several=several):
            self.units.append(unit)
        self._found = []

    def _named(self, name: str, *, several: bool) -> Iterator[BitextUnit]:
        for n, unit in enumerate(self._found, start=1):
            own = f"{name}/{unit.id or n}" if several and name else name
            own = own or str(len(self.units) + 1)
            yield replace(unit, id=own)


def _as_texts(source: tuple[InlineCode, ...], target: tuple[InlineCode, ...]) -> tuple[str, str]:
    """Return codes without text as they are shown, if the two sides differ in them."""
    if Counter(code.key for code in source) == Counter(code.key for code in target):
        return "", ""
    one, other = (" ".join(code.shown for code in codes) for codes in (source, target))
    return one, other
