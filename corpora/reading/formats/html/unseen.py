"""What of a page a browser does not show, or shows as something that is no running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.reading.base import Why
from duizhao.corpora.reading.formats.archive import local
from duizhao.corpora.reading.formats.html.tree import DISPLAY
from duizhao.corpora.reading.formats.story import names

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["SET_APART", "display_of", "is_hidden", "why_unseen", "words_inside", "words_set_apart"]

_STYLED_DISPLAY = lazy.compile(r"(?:^|;)\s{0,9}display\s{0,9}:\s{0,9}([a-z-]{1,30})", re.IGNORECASE)
_INVISIBLE = lazy.compile(r"visibility\s{0,9}:\s{0,9}(?:hidden|collapse)", re.IGNORECASE)
# How much of an element's own style is looked at.
_LONGEST_STYLE = 2000

# Nothing in these is words: they are not even named.
_WORDLESS = names("head script style link meta title datalist annotation annotation-xml rp")
_BY_NAME = {
    **dict.fromkeys(("template", "noscript", "noframes", "noembed"), Why.SCRIPTED),
    **dict.fromkeys(("iframe", "audio", "video", "canvas"), Why.FALLBACK),
    "del": Why.DELETED,
    "rt": Why.READING,
    "rtc": Why.READING,
}
# Parts of a drawing that are shown only where another refers to them, or not at all.
_NOT_DRAWN = names("defs symbol clippath mask pattern marker title desc metadata")

#: What is shown beside the text that it stands in: controls, and pictures with words in them.
SET_APART = names("select textarea svg")


def why_unseen(element: etree._Element, name: str) -> tuple[bool, Why | None]:
    """Say whether an element is no part of the text, and why.

    :param element: An element of a page.
    :param name: Its name without namespace, in lower case.
    :return: Whether it is none; and why, if there are words in it.
    """
    if name in _WORDLESS:
        return True, None
    why = _BY_NAME.get(name)
    if why is None and name == "object" and element.get("data"):
        why = Why.FALLBACK
    if why is None and name == "dialog" and element.get("open") is None:
        why = Why.CLOSED
    if why is None and element.get("popover") is not None:
        why = Why.CLOSED
    if why is None and _is_hidden(element):
        why = Why.HIDDEN
    return why is not None, why


def is_hidden(element: etree._Element) -> bool:
    """Say whether a browser shows nothing of an element, or only what is no running text.

    :param element: An element of a page.
    """
    name = local(element).lower()
    return name in SET_APART or why_unseen(element, name)[0]


def _is_hidden(element: etree._Element) -> bool:
    hidden = element.get("hidden")
    # What is found by searching the page is shown then.
    if hidden is not None and hidden.lower() != "until-found":
        return True
    style = element.get("style")
    if style and _INVISIBLE.search(style[:_LONGEST_STYLE]):
        return True
    return display_of(element) == "none"


def display_of(element: etree._Element) -> str:
    """Return how an element is displayed, if its own style or the page's say so.

    :param element: An element of a page.
    :return: A value of CSS such as ``"none"`` or ``"flex"``; empty if nothing is said.
    """
    style = element.get("style")
    sheet = element.get(DISPLAY) or ""
    if style and not sheet.endswith("!"):
        own = _STYLED_DISPLAY.search(style[:_LONGEST_STYLE])
        if own:
            return own[1].lower()
    return sheet.rstrip("!")


def words_inside(element: etree._Element) -> str:
    """Return the words of an element that is left out, without what is not shown in it.

    :param element: An element of a page.
    """
    from lxml import etree

    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start":
            name = local(inner).lower()
            if inner is not element and _is_blank(inner, name):
                walker.skip_subtree()
            elif inner.text:
                parts.append(inner.text)
        elif inner is not element:
            parts.append(inner.tail or " ")
    return " ".join("".join(parts).split())


def _is_blank(element: etree._Element, name: str) -> bool:
    """Say whether nothing of an element is shown; deleted words and readings are."""
    unseen, why = why_unseen(element, name)
    return name in _NOT_DRAWN or (unseen and why not in (Why.DELETED, Why.READING))


def words_set_apart(element: etree._Element, name: str) -> list[tuple[str, Kind]]:
    """Return the words of a control, or of a picture with words in it.

    :param element: An element whose name is in :data:`SET_APART`.
    :param name: Its name.
    :return: The words of each choice or label, and what they are on the page.
    """
    if name == "textarea":
        # Lexbor opens the marks of form that were left open before it anew inside of it.
        return [("".join(str(part) for part in element.itertext()), Kind.FURNITURE)]
    if name == "select":
        choices = (choice for choice in element.iter("{*}option"))
        return [(words_inside(choice), Kind.NAVIGATION) for choice in choices]
    return [(words, Kind.CAPTION) for words in _labels(element)]


def _labels(picture: etree._Element) -> Iterator[str]:
    """Yield the words that a drawing shows: its texts, and the pages that stand in it."""
    from lxml import etree

    walker = etree.iterwalk(picture, events=("start",))
    for _, inner in walker:
        name = local(inner).lower()
        if inner is not picture and _is_blank(inner, name):
            walker.skip_subtree()
        elif name in ("text", "foreignobject"):
            yield words_inside(inner)
            walker.skip_subtree()
