"""What every reader of a format gives, and the limits that it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from duizhao.corpora.document import Kind, Locator, Verbatim
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.origins import Origin

__all__ = ["Aside", "Format", "Part", "Reading", "TextMaker", "Why"]

#: Between two parts in the text that a reader makes: a blank line, so that it reads as paragraphs.
PART_BREAK = "\n\n"


@dataclass(frozen=True)
class Part:
    """A stretch of a reading that the format sets apart: a paragraph, a cell, a cue.

    :param start: Where it begins in :attr:`Reading.text`.
    :param end: Where it ends.
    :param kind: What it is, if the format says so; None lets the text decide.
    :param place: Where a person finds it in the file.
    :param whole: It is one sentence already and must not be split.
    :param origins: Where in the file's tree its solid characters stand, in order; empty if the
        reader does not keep that.
    """

    start: int
    end: int
    kind: Kind | None = None
    place: Locator | None = None
    whole: bool = False
    origins: tuple[Origin, ...] = field(default=(), compare=False, repr=False)


class Why(str, Enum):
    """Why something in a file is no part of its text; the value is what it is called."""

    NOTE_MARK = "marks of notes"
    HIDDEN = "hidden text"
    CLOSED = "closed dialogs"
    SCRIPTED = "text for scripts, or for browsers without them"
    FALLBACK = "text in place of media"
    DELETED = "deleted text"
    READING = "readings above characters"


@dataclass(frozen=True)
class Aside:
    """Words of a file that are no part of its text.

    :param why: Why they are not.
    :param text: The words.
    """

    why: Why
    text: str


@dataclass(frozen=True)
class Reading:
    """What a reader makes of a file: its visible text, and the parts that the format knows.

    :param text: The visible text; offsets of the document count its code points.
    :param parts: The parts in order, without overlap, together all that is visible; None for a
        plain text, which the block layer divides.
    :param encoding: The encoding of the text in the file.
    :param lang: The language that the file names, if it does.
    :param verbatim: What the format says is code or a name within a machine, rising, without
        overlap.
    :param aside: What was left out of the text.
    """

    text: str
    parts: tuple[Part, ...] | None
    encoding: str = "utf-8"
    lang: str | None = None
    verbatim: tuple[Verbatim, ...] = ()
    aside: tuple[Aside, ...] = ()


@dataclass(frozen=True)
class Format:
    """A file format that can be read.

    :param name: Its name, as ``--input-format`` takes it.
    :param suffixes: Endings of file names, in lower case, with the dot.
    :param sniff: Tells from the first bytes whether a file is of this format for certain.
    :param read: Turns bytes and a path (for messages) into a reading.
    :param extra: The extra of duizhao that brings its library, if it needs one.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[bytes, str, Limits], Reading]
    extra: str | None = None


class TextMaker:
    """Puts the parts of a reading together, with a blank line between them."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.aside: list[Aside] = []
        self._verbatim: list[Verbatim] = []
        self._texts: list[str] = []
        self._length = 0

    def add(
        self,
        text: str,
        kind: Kind | None = None,
        place: Locator | None = None,
        *,
        whole: bool = False,
        verbatim: Iterable[Verbatim] = (),
        origins: tuple[Origin, ...] = (),
    ) -> int | None:
        """Add a part; white space at its ends is left out.

        :param text: Its text.
        :param kind: What it is, if the format says so.
        :param place: Where a person finds it in the file.
        :param whole: It is one sentence already and must not be split.
        :param verbatim: What the format says is not translated in it, counted from its start.
        :param origins: Where in the file's tree its solid characters stand.
        :return: The number of the part, or None if there was nothing visible to add.
        """
        body = text.strip()
        if not body:
            return None
        if self.parts:
            self._texts.append(PART_BREAK)
            self._length += len(PART_BREAK)
        end = self._length + len(body)
        self.parts.append(Part(self._length, end, kind, place, whole, origins))
        shift = self._length - (len(text) - len(text.lstrip()))
        for item in verbatim:
            low, high = max(item.start + shift, self._length), item.end + shift
            high = min(high, self._length + len(body))
            if low < high:
                self._verbatim.append(replace(item, start=low, end=high))
        self._texts.append(body)
        self._length += len(body)
        return len(self.parts) - 1

    def extend(self, texts: Iterable[str]) -> None:
        """Add several parts without kind or place."""
        for text in texts:
            self.add(text)

    def reading(self, *, encoding: str = "utf-8", lang: str | None = None) -> Reading:
        """Return what was put together."""
        text, parts = "".join(self._texts), tuple(self.parts)
        return Reading(text, parts, encoding, lang, tuple(self._verbatim), tuple(self.aside))
