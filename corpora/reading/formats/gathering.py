"""Paragraphs as the readers of marked-up text gather them, from the start of a file to its end."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from duizhao.corpora.document import Kind, Verbatim, VerbatimKind
from duizhao.corpora.reading.formats.story import BREAK, Entry, code_spans, tidy

__all__ = ["Gathering"]

_log = logging.getLogger(__name__)

# More names make no message.
_MOST_NAMED = 5


@dataclass
class _Open:
    """A paragraph that is not finished."""

    texts: list[str] = field(default_factory=list)
    length: int = 0
    coded: list[tuple[int, int]] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    line: int | None = None
    note: str | None = None


class Gathering:
    """Gathers entries; a note that stands in the middle of a paragraph is one of its own."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.labels: dict[str, str] = {}
        self._fetched: list[str] = []
        self._open = [_Open()]

    def say(self, text: str, line: int | None = None, *, code: bool = False) -> None:
        """Add text to the paragraph.

        :param text: As it stands in the source, with ``BREAK`` where the author forced a break.
        :param line: Its line in the source, from 1.
        :param code: Whether it is not translated.
        """
        if not text:
            return
        now = self._open[-1]
        if now.line is None and not text.isspace():
            now.line = line
        if code:
            now.coded.append((now.length, now.length + len(text)))
        now.texts.append(text)
        now.length += len(text)

    def before(self) -> str:
        """Return the last texts of the paragraph."""
        return "".join(self._open[-1].texts[-4:])

    def refer(self, key: str) -> None:
        """Put the mark of a note here.

        :param key: What the note is found by.
        """
        self._open[-1].refs.append(key)

    def end(self, kind: Kind | None = None, cell: str | None = None) -> None:
        """End the paragraph, if there is one.

        :param kind: What it is; a paragraph of a note is text whatever it is.
        :param cell: The cell it stands in.
        """
        now = self._open[-1]
        raw = "".join(now.texts)
        shown = tidy(raw)
        kind = kind if now.note is None else Kind.TEXT
        refs = tuple(dict.fromkeys(now.refs))
        if shown:
            spans = code_spans(raw, shown, now.coded)
            self.entries.append(Entry(shown, kind, cell, now.note, refs, now.line, spans))
        elif refs and self.entries:
            self.entries.append(Entry("", None, cell, now.note, refs, now.line))
        self._open[-1] = _Open(note=now.note)

    def set_aside(self, text: str, line: int | None = None) -> None:
        """Add what is shown line by line and not translated: a listing, a formula, a command.

        :param text: Its lines; tabs become spaces.
        :param line: The line of the source it begins at.
        """
        shown = "\n".join(each.rstrip() for each in text.expandtabs(4).strip("\n").splitlines())
        if shown.strip():
            start = len(shown) - len(shown.lstrip())
            code = Verbatim(start, len(shown), VerbatimKind.CODE)
            self.entries.append(Entry(shown, Kind.FURNITURE, line=line, verbatim=(code,)))

    def set_fetched(self, command: str, file: str, line: int | None = None) -> None:
        """Set aside a command that puts the text of another file here.

        :param command: The command as it stands.
        :param file: The file.
        :param line: The line of the source.
        """
        self._fetched.append(file)
        self.set_aside(command, line)

    def tell_fetched(self, path: str) -> None:
        """Tell of the other files whose text belongs here; they are not opened.

        :param path: The file that was read.
        """
        if self._fetched:
            named = ", ".join(self._fetched[:_MOST_NAMED])
            more = len(self._fetched) - _MOST_NAMED
            tail = f" and {more} more" if more > 0 else ""
            _log.warning("%s: files that it fetches are not read: %s%s", path, named, tail)

    def open_note(self, key: str, label: str) -> None:
        """Begin a note; what is said up to :meth:`close_note` is its text.

        :param key: What it is found by.
        :param label: What a person calls it.
        """
        self.labels[key] = label
        self._open.append(_Open(note=key))

    def close_note(self) -> None:
        """End the note, and go on with the paragraph it stands in."""
        if len(self._open) > 1:
            self.end()
            self._open.pop()

    def say_break(self) -> None:
        """Force a line end."""
        self.say(BREAK)
