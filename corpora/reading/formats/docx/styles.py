"""What the styles of a Word document say about its paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.reading.formats.archive import attribute
from duizhao.corpora.reading.formats.code_styles import code_setting
from duizhao.corpora.reading.formats.story import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["Styles", "child", "is_on"]

# The built-in names, which are English in the file whatever the language of the program:
# ECMA-376 part 1, 17.7.4.9 and the latent styles of Word.
_NAMES = (
    (lazy.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)|index (?:\d|heading)"),
     Kind.CONTENTS),
    (lazy.compile(r"heading \d|title|subtitle"), Kind.HEADING),
    (lazy.compile(r"caption"), Kind.CAPTION),
    (lazy.compile(r"header|footer"), Kind.FURNITURE),
    (lazy.compile(r"list(?: (?:bullet|number|continue|paragraph))?(?: \d)?"), Kind.LIST_ITEM),
)  # fmt: skip
# "List Paragraph" only indents; it is an item if it is numbered as well.
_ONLY_INDENTED = lazy.compile(r"list (?:paragraph|continue)(?: \d)?")

# Outline level 9 is body text (17.3.1.20).
_BODY_LEVEL = 9
_LONGEST_CHAIN = 30


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the child of a child by local names; None if there is none."""
    for name in names:
        if element is None:
            return None
        element = next(iter(element.iterchildren(f"{{*}}{name}")), None)
    return element


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Say whether a property that is on or off (17.17.4) is on."""
    found = child(properties, name)
    return found is not None and attribute(found, "val") not in ("0", "false", "off", "none")


class Styles:
    """The styles of a document, of paragraphs and of characters.

    :param root: The root of the part with the styles, if there is one.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self._styles = {}
        for style in () if root is None else root.iterchildren("{*}style"):
            self._styles[attribute(style, "styleId")] = style
        self._known: dict[str | None, Kind | None] = {}
        self._settings: dict[str | None, Setting | None] = {}

    def kind(self, properties: etree._Element | None) -> Kind | None:
        """Return what a paragraph is, by its own properties and by its style.

        :param properties: The ``pPr`` of the paragraph.
        """
        if properties is None:
            return None
        own = self._from_properties(properties)
        style = child(properties, "pStyle")
        named = None if style is None else self._by_style(attribute(style, "val"))
        return own if own is Kind.HEADING or named is None else named

    def setting(self, properties: etree._Element | None) -> Setting | None:
        """Return how the style of a paragraph or a run sets it, if it says so.

        :param properties: Its ``pPr`` or ``rPr``.
        """
        style = child(properties, "pStyle")
        style = child(properties, "rStyle") if style is None else style
        if style is None:
            return None
        name = attribute(style, "val")
        if name not in self._settings:
            said = (code_setting(each) for each in self._names(name))
            self._settings[name] = next(filter(None, said), None)
        return self._settings[name]

    def _names(self, name: str | None) -> Iterator[str]:
        """Yield ids and names of a style, of those that it refines and of their twins (17.7.4.6).

        A style of characters that Word made for one of paragraphs bears a translated name.
        """
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name)
            twin = child(style, "link")
            other = None if twin is None else self._styles.get(attribute(twin, "val"))
            yield name or ""
            for each in (style, other):
                title = child(each, "name")
                yield "" if title is None else attribute(title, "val") or ""
            base = child(style, "basedOn")
            if base is None:
                return
            name = attribute(base, "val")

    def _by_style(self, name: str | None) -> Kind | None:
        if name not in self._known:
            self._known[name] = self._look_up(name)
        return self._known[name]

    def _look_up(self, name: str | None) -> Kind | None:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name)
            title = attribute(named, "val") if (named := child(style, "name")) is not None else name
            title = (title or "").lower()
            for pattern, kind in _NAMES:
                if pattern.fullmatch(title) and not _ONLY_INDENTED.fullmatch(title):
                    return kind
            properties = child(style, "pPr")
            own = None if properties is None else self._from_properties(properties)
            if own is not None:
                return own
            base = child(style, "basedOn")
            if base is None:
                return None
            name = attribute(base, "val")
        return None

    @staticmethod
    def _from_properties(properties: etree._Element) -> Kind | None:
        level = child(properties, "outlineLvl")
        value = "" if level is None else attribute(level, "val") or ""
        if value.isdecimal() and int(value[:3]) < _BODY_LEVEL:
            return Kind.HEADING
        number = child(properties, "numPr", "numId")
        if number is not None and attribute(number, "val") != "0":
            return Kind.LIST_ITEM
        return None
