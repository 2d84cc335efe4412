"""Read translation memories (TMX), as the world writes them.

Level 1 and 2, with or without a DOCTYPE, in UTF-8, UTF-16 or a national encoding, with ``lang``
for ``xml:lang``. Native codes in inline elements are not text and left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from duizhao.corpora.bitext_units import Bitext, Unit
from duizhao.corpora.formats.base import NO_LIMITS_RAISED, Limits
from duizhao.corpora.tags import primary_tag
from duizhao.corpora.units import clean_line
from duizhao.corpora.xml_events import stream_xml
from duizhao.errors import FormatError, InputError

__all__ = ["read_tmx"]

# Of these the content is code (https://www.gala-global.org/tmx-14b, "Content Markup").
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})


def read_tmx(
    data: bytes,
    path: str,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    limits: Limits = NO_LIMITS_RAISED,
) -> Bitext:
    """Read a translation memory.

    :param data: The file.
    :param path: What to call it in messages.
    :param source_lang: The language of the source: ``"zh"`` takes any Chinese, ``"zh-TW"`` only
        that. Without it, the one that the header names, else the first.
    :param target_lang: That of the target; without it, the first other language.
    :param limits: What the file may cost.
    :return: Units with text in at least one of the two languages.
    :raises FormatError: If it is broken, or no TMX.
    :raises InputError: If it does not have the two languages.
    """
    handler = _Handler(path, limits, source_lang, target_lang)
    stream_xml(data, path, handler)
    if not handler.is_tmx:
        message = "no <tmx> element; give a translation memory"
        raise FormatError(path, message)
    handler.close()
    source, target = handler.langs
    if not (source and target and _pick(handler.seen, source) and _pick(handler.seen, target)):
        wanted = " and ".join(lang for lang in (source_lang, target_lang) if lang)
        found = ", ".join(handler.seen) or "none"
        message = f"{path} has no units in {wanted or 'two languages'}; its languages are: {found}"
        raise InputError(message)
    return Bitext(tuple(handler.units), source, target)


class _Handler:
    """Collects the units of two languages as the elements go by."""

    def __init__(
        self, path: str, limits: Limits, source_lang: str | None, target_lang: str | None
    ) -> None:
        self.is_tmx = False
        self.units: list[Unit] = []
        self.seen: dict[str, None] = {}
        self.langs: list[str | None] = [source_lang, target_lang]
        self._path, self._limits = path, limits
        self._fixed = source_lang is not None
        self._settled = False
        self._count = 0
        self._waiting: list[tuple[str | None, dict[str, str]]] = []
        self._id: str | None = None
        self._tuvs: dict[str, str] = {}
        self._lang = ""
        self._text: list[str] | None = None
        self._code = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element."""
        if name == "tmx":
            self.is_tmx = True
        elif name == "header":
            declared = attributes.get("srclang", "")
            if declared and not declared.startswith("*") and not self._fixed:
                self.langs[0] = declared
        elif name == "tu":
            self._count += 1
            self._limits.check("parts", self._count, self._path)
            self._id, self._tuvs = attributes.get("tuid") or str(self._count), {}
        elif name == "tuv":
            self._lang = attributes.get("xml:lang") or attributes.get("lang") or ""
            self.seen.setdefault(self._lang, None)
        elif name == "seg":
            self._text, self._code = [], 0
        elif name in _CODES:
            self._code += 1

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "seg" and self._text is not None:
            self._tuvs.setdefault(self._lang, clean_line("".join(self._text)))
            self._text = None
        elif name in _CODES:
            self._code -= 1
        elif name == "tu":
            self._waiting.append((self._id, self._tuvs))
            if not self._settled:
                self._settle()
            if self._settled:
                self._flush()

    def text(self, text: str) -> None:
        """Take text."""
        if self._text is not None and not self._code:
            self._text.append(text)

    def close(self) -> None:
        """Settle the languages at the end of the file, and take what has waited for that."""
        if not self._settled and self.seen:
            self._settle(final=True)
        if self._settled:
            self._flush()

    def _settle(self, *, final: bool = False) -> None:
        """Choose the two languages as soon as tags that can be theirs were seen.

        :param final: Nothing more will come: a language that only the header names is given up.
        """
        source, target = self.langs
        if source and not self._fixed and not _pick(self.seen, source):
            if not final:
                return
            source = None
        if source is None:
            others = (tag for tag in self.seen if not target or not _pick({tag: None}, target))
            source = next(others, None)
        if source and target is None:
            own = _pick(self.seen, source)
            target = next((tag for tag in self.seen if tag != own), None)
        if source and target:
            self.langs = [source, target]
            self._settled = True

    def _flush(self) -> None:
        for name, tuvs in self._waiting:
            keys = [_pick(tuvs, lang) if lang else None for lang in self.langs]
            source, target = (tuvs[key] if key is not None else "" for key in keys)
            if source or target:
                self.units.append(Unit(name, source, target))
        self._waiting = []


def _pick(tuvs: Mapping[str, object], lang: str) -> str | None:
    """Return the key of the unit's text in a language: the very tag, or one of its language."""
    wanted = lang.replace("_", "-").lower()
    for key in tuvs:
        if key.replace("_", "-").lower() == wanted:
            return key
    if wanted != primary_tag(wanted):
        # zh-CN is found under zh, but not under zh-TW.
        return next((key for key in tuvs if key.lower() == primary_tag(wanted)), None)
    return next((key for key in tuvs if primary_tag(key) == wanted), None)
