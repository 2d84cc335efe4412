"""LaTeX as tokens, and where each group of them ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from duizhao import lazy
from duizhao.corpora.reading.formats.latex.commands import ASIDE, LISTINGS, MATH

__all__ = ["Tokens"]

_TOKEN = lazy.compile(
    r"(?P<comment>%[^\n]*(?:\n[ \t]*(?![ \t\n]))?)"
    r"|\\(?:verb\*?|lstinline|Verb)(?P<delimiter>[^\w\s{*\\])(?P<code>[^\n]{0,1000}?)(?P=delimiter)"
    # Behind a command may stand on which slides it holds, in Beamer.
    r"|\\(?P<name>[A-Za-z@]+\*?)(?:<[\d,+*.-]{1,12}>)?[ \t]*|\\(?P<symbol>.)"
    r"|(?P<break>\n[ \t]*\n\s*)"
    # A formula in a line; a blank line ends none, so that one stray sign takes no more.
    r"|\$(?!\$)(?P<math>(?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,4000})\$"
    r"|(?P<mark>[{}\[\]$&~])|(?P<text>[^%\\\n{}\[\]$&~]+|\n)",
    re.DOTALL,
)
_ENVIRONMENT = lazy.compile(
    r"\s{0,9}\{([A-Za-z]{1,30}\*?)\}(?:\[[^\[\]\n]{0,300}\])?(?:(?<=minted\})\{\w{1,30}\})?"
)
_RAW = (LISTINGS, "listing"), (ASIDE, "comment"), (MATH, "formula")


class Tokens:
    """The tokens of a text.

    :param text: The text.
    :ivar kinds: For each token ``"comment"``, ``"name"`` (a command), ``"symbol"`` (one of a single
        sign), ``"break"`` (a blank line), ``"code"``, ``"listing"``, ``"math"`` (in a line),
        ``"formula"`` (displayed), ``"mark"`` or ``"text"``.
    :ivar texts: What it says: the name of a command, the text of the others.
    :ivar starts: Where it begins in the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.starts: list[int] = []
        # What nothing ends any more in the rest of the text.
        self._endless: set[str] = set()
        for kind, said, start in self._found():
            self.kinds.append(kind)
            self.texts.append(said)
            self.starts.append(start)
        self._line_ends = [at for at, character in enumerate(text) if character == "\n"]
        self._closing = self._find_closing()

    def __len__(self) -> int:
        return len(self.kinds)

    def line(self, at: int) -> int:
        """Return the line that a token begins in, from 1."""
        return bisect_right(self._line_ends, self.starts[at] - 1) + 1

    def is_mark(self, at: int, mark: str) -> bool:
        """Say whether a token is a mark such as ``{``; past the end none is."""
        return at < len(self) and self.kinds[at] == "mark" and self.texts[at] == mark

    def closing(self, at: int) -> int:
        """Return the token that ends the group which one opens; the last if none does."""
        return self._closing.get(at, len(self) - 1)

    def skip_blank(self, at: int) -> int:
        """Return the first token from one on that is no white space and no comment."""
        while at < len(self) and (
            self.kinds[at] == "comment" or (self.kinds[at] == "text" and not self.texts[at].strip())
        ):
            at += 1
        return at

    def after_options(self, at: int) -> int:
        """Return the token behind the optional arguments that begin at one."""
        while self.is_mark(at, "[") and at in self._closing:
            at = self._closing[at] + 1
        return at

    def after_arguments(self, at: int, count: int) -> int:
        """Return the token behind so many arguments in braces, optional ones between them."""
        at = self.after_options(at)
        for _ in range(count):
            opening = self.skip_blank(at)
            if not self.is_mark(opening, "{"):
                break
            at = self.after_options(self.closing(opening) + 1)
        return at

    def argument(self, at: int) -> tuple[str, int]:
        """Return the argument in braces at a token as it stands, and the token behind it."""
        opening = self.skip_blank(at)
        if not self.is_mark(opening, "{"):
            return "", at
        end = self.closing(opening)
        return self.text[self.starts[opening] + 1 : self.starts[end]], end + 1

    def options(self, at: int) -> list[str]:
        """Return the optional arguments that begin at a token, as they stand."""
        found = []
        while self.is_mark(at, "[") and at in self._closing:
            end = self._closing[at]
            found.append(self.text[self.starts[at] + 1 : self.starts[end]])
            at = end + 1
        return found

    def _found(self) -> Iterator[tuple[str, str, int]]:
        at = 0
        while at < len(self.text):
            raw = self._raw(at)
            if raw is not None:
                kind, said, end = raw
                yield kind, said, at
                at = end
                continue
            match = _TOKEN.match(self.text, at)
            if match is None:  # the last sign of a text that was cut off
                return
            kind = next(name for name in _KINDS if match[name] is not None)
            yield kind, match[kind], at
            at = match.end()

    def _raw(self, at: int) -> tuple[str, str, int] | None:
        """Return what stands between two marks and is no LaTeX text, and where it ends."""
        text = self.text
        if text.startswith("\\begin", at):
            named = _ENVIRONMENT.match(text, at + len("\\begin"))
            name = "" if named is None else named[1].rstrip("*")
            kind = next((kind for known, kind in _RAW if name in known), None)
            if named is not None and kind is not None:
                return self._up_to(f"\\end{{{named[1]}}}", named.end(), kind)
        for opening, closing, kind in _FENCES:
            if text.startswith(opening, at):
                return self._up_to(closing, at + len(opening), kind)
        return None

    def _up_to(self, closing: str, start: int, kind: str) -> tuple[str, str, int] | None:
        end = -1 if closing in self._endless else self.text.find(closing, start)
        if end < 0:
            self._endless.add(closing)
            return None
        return kind, self.text[start:end], end + len(closing)

    def _find_closing(self) -> dict[int, int]:
        """Match braces, and brackets within them up to a blank line."""
        closing: dict[int, int] = {}
        braces: list[int] = []
        brackets: list[list[int]] = [[]]
        for at, (kind, text) in enumerate(zip(self.kinds, self.texts, strict=True)):
            if kind == "break":
                brackets[-1].clear()
            elif kind != "mark":
                continue
            elif text == "{":
                braces.append(at)
                brackets.append([])
            elif text == "}" and braces:
                closing[braces.pop()] = at
                brackets.pop()
            elif text == "[":
                brackets[-1].append(at)
            elif text == "]" and brackets[-1]:
                closing[brackets[-1].pop()] = at
        return closing


_KINDS = ("comment", "code", "name", "symbol", "break", "math", "mark", "text")
_FENCES = (
    ("$$", "$$", "formula"),
    ("\\[", "\\]", "formula"),
    ("\\(", "\\)", "math"),
    ("\\iffalse", "\\fi", "comment"),
)
