"""TBX, in the form of 2008 (``martif``, ``termEntry``) and of 2019 (``tbx``, ``conceptEntry``)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from duizhao import lazy
from duizhao.corpora.exchange.glossaries.glossary import Concept, TermForm
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.xml.events import local_name, stream_xml
from duizhao.errors import FormatError

__all__ = ["read_tbx"]

_ROOTS = frozenset({"martif", "tbx"})
_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_GROUPS = frozenset({"tig", "ntig", "termSec"})
# deprecatedTerm-admn-sts, supersededTerm-admn-sts, and what tools write in their place.
_DENIED = lazy.compile(r"deprecated|superseded|forbidden|obsolete|notRecommended", re.IGNORECASE)
_STATUS = frozenset({"administrativeStatus", "normativeAuthorization", "usageStatus"})


def read_tbx(data: bytes, path: str) -> list[Concept]:
    """Read the concepts of a TBX.

    :param data: The file, in any encoding that it names itself.
    :param path: What to call it in messages.
    :raises FormatError: If it is broken XML, defines entities of its own, or is no TBX.
    """
    handler = _Handler(path)
    stream_xml(data, path, handler)
    return handler.concepts


class _Handler:
    """Gathers terms as the file goes by."""

    def __init__(self, path: str) -> None:
        self.concepts: list[Concept] = []
        self._path = path
        self._rooted = False
        self._lang = ""
        self._forms: list[TermForm] = []
        self._notes: list[str] = []
        self._term, self._denied = "", False
        self._text: list[str] | None = None
        self._status = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See what an element is."""
        if not self._rooted:
            if name not in _ROOTS:
                message = f"is XML but no TBX (its root is {name!r}); export the termbase as TBX"
                raise FormatError(self._path, message)
            self._rooted = True
        if name in _ENTRIES:
            self._forms, self._notes = [], []
        elif name in _LANGUAGES:
            self._lang = attributes.get("xml:lang") or attributes.get("lang") or ""
        elif name in _GROUPS:
            self._term, self._denied = "", False
        elif name in {"term", "note"}:
            self._text = []
        self._status = name in _STATUS or (
            name == "termNote" and local_name(attributes.get("type", "")) in _STATUS
        )
        if self._status:
            self._text = []

    def end(self, name: str) -> None:
        """Keep what an element held."""
        text = clean_line("".join(self._text or ()))
        if name == "term":
            self._term = text
        elif name == "note" and text:
            self._notes.append(text)
        elif self._status and self._text is not None:
            self._denied = self._denied or bool(_DENIED.search(text))
        elif name in _GROUPS and self._term and self._lang:
            self._forms.append(TermForm(self._lang, self._term, self._denied))
        elif name in _ENTRIES and self._forms:
            self.concepts.append(Concept(tuple(self._forms), "; ".join(self._notes)))
        if name in {"term", "note"} or self._status:
            self._text, self._status = None, False

    def text(self, text: str) -> None:
        """Take text where it is asked for."""
        if self._text is not None:
            self._text.append(text)
