"""Pages to trees as browsers make them: by the parsing rules of the HTML standard.

libxml2's own reader of HTML puts an ``article`` behind a ``title`` into the head, where nothing is
shown, and closes tables and paragraphs elsewhere than browsers do. Lexbor follows the standard, as
browsers do; a page of 1.2 MB takes 0.09 s, libxml2 0.19 s, html5lib 6.8 s.

The tree is the one that is shown: a shadow tree that the page declares stands in the place of its
host's children, and those stand in its slots (https://dom.spec.whatwg.org/#shadow-trees).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from duizhao import lazy
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.reading.formats.archive import check_tags
from duizhao.corpora.reading.formats.html.styles import styled_displays
from duizhao.corpora.reading.formats.story import names
from duizhao.errors import FormatError

if TYPE_CHECKING:
    from lxml import etree
    from selectolax.lexbor import LexborNode

__all__ = ["DISPLAY", "XML_DECLARATION", "parse_html"]

#: The attribute that holds what a page's own styles say of an element's display.
DISPLAY = "duizhao-display"

XML_DECLARATION = lazy.compile(r"^\ufeff?\s{0,99}<\?xml[^>]{0,300}\?>")

# With scripts, as pages are shown, nothing inside ``noscript`` is markup that could close the head.
_NOSCRIPT = lazy.compile(r"<(/?)noscript(?=[\s/>])", re.IGNORECASE)
_NOT_SCRIPTED = "data-duizhao-noscript"

# https://www.w3.org/TR/xml/#charsets; names of elements and attributes that lxml takes.
_ILLEGAL = lazy.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = lazy.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_NO_NAME = lazy.compile(r"[^A-Za-z0-9_.-]")
_SPACED_NAMES = {
    "epub:type": "{http://www.idpf.org/2007/ops}type",
    "xml:lang": "{http://www.w3.org/XML/1998/namespace}lang",
}

# What may have a shadow tree, beside elements with a hyphen in their name:
# https://dom.spec.whatwg.org/#dom-element-attachshadow
_HOSTS = names(
    "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span"
)

# What a parser that follows the standard may have to do, in steps: for each tag it looks through
# the elements that are open (300,000 of them a second at a depth of 20,000), and each block opens
# again the marks of form that were left open before it. Both are square in a page's length.
MOST_STEPS = 100_000_000
MOST_REOPENED = 2_000_000
MOST_ATTRIBUTES = 1000

_TAG = lazy.compile(r"<(/?)([A-Za-z][^\s/>]{0,40})")
_LONG_TAG = lazy.compile(r"<[A-Za-z][^<>]{2000,}")
_QUOTED = lazy.compile(r"\"[^\"]*\"|'[^']*'")
_VOID = names(
    "area base br col embed hr img input link meta param source track wbr command keygen frame"
    " path circle rect line use stop polygon polyline ellipse image"
)
_CLOSED_BY_NEXT = names(
    "p li dt dd td th tr tbody thead tfoot option optgroup rp rt colgroup html head body"
)
_FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
# Of equal marks of form, no more are opened again.
_NOAH = 3

_NO_PAGE = "holds no HTML; give a web page or a plain text file"


def parse_html(text: str, path: str, limits: Limits = NO_LIMITS_RAISED) -> etree._Element:
    """Parse a page, however untidy.

    :param text: The page.
    :param path: What to call it in messages.
    :param limits: What it may cost.
    :return: The root, without comments.
    :raises InputError: If it has more tags than the limit, elements nested too deeply, or too many
        attributes.
    """
    from selectolax.lexbor import LexborHTMLParser

    source = XML_DECLARATION.sub("", text).encode("utf-8", "replace")
    check_tags(source, path, limits)
    page = source.decode("utf-8")
    if not page.strip():
        raise FormatError(path, _NO_PAGE)
    _check_shape(page, path)
    page = _NOSCRIPT.sub(_as_template, page)
    parser = LexborHTMLParser(page)
    fragments = {}
    if "<template" in page.lower():
        fragments = {
            part.parent.mem_id: part for part in parser.template_fragments() if part.parent
        }
    root = parser.root
    if root is None:
        raise FormatError(path, _NO_PAGE)
    return _Maker(fragments, styled_displays(parser, list(fragments.values()))).made(root)


def _as_template(tag: re.Match[str]) -> str:
    return "</template" if tag[1] else f"<template {_NOT_SCRIPTED}"


def _check_shape(page: str, path: str) -> None:
    """Refuse a page that is made to keep a parser busy."""
    for tag in _LONG_TAG.finditer(page):
        bare = _QUOTED.sub("", tag[0])
        if len(bare.replace("/", " ").split()) > MOST_ATTRIBUTES:
            raise FormatError(path, "has an element with too many attributes; save it again")
    tags = page.count("<")
    if tags**2 <= 2 * MOST_REOPENED:
        return
    depth = steps = reopened = 0
    marks: dict[str, int] = {}
    for tag in _TAG.finditer(page):
        name = tag[2].lower()
        if name in _VOID or name in _CLOSED_BY_NEXT:
            reopened += len(marks)
        elif tag[1]:
            depth = max(0, depth - 1)
            if marks and name in _FORMATTING:
                marks.popitem()
        else:
            depth += 1
            if name in _FORMATTING:
                whole = page[tag.start() : tag.start() + 200].partition(">")[0]
                marks[whole] = min(_NOAH, marks.pop(whole, 0) + 1)
        steps += depth
        if steps > MOST_STEPS or reopened > MOST_REOPENED + 64 * tags:
            raise FormatError(path, "has elements nested too deeply to be a page; save it again")


class _Slots(NamedTuple):
    """What stands in the slots of a shadow tree.

    :param light: The children of the host.
    :param outer: The slots of the tree in which the host stands.
    """

    light: tuple[LexborNode, ...]
    outer: _Slots | None


class _Frame(NamedTuple):
    """An element that is being made: the nodes to come, and the text that waits for its place."""

    nodes: Iterator[LexborNode]
    element: etree._Element
    texts: list[str]
    slots: _Slots | None


class _Maker:
    """Makes a tree of lxml; without recursion, whatever the depth.

    :param fragments: What is in each template, by the identity of the template's node.
    :param displays: How elements are displayed by the page's styles, by the same.
    """

    def __init__(self, fragments: dict[int, LexborNode], displays: dict[int, str]) -> None:
        self._fragments = fragments
        self._displays = displays

    def made(self, root: LexborNode) -> etree._Element:
        """Make the tree."""
        from lxml import etree

        top = etree.Element("html")
        _copy_attributes(root, top)
        frames = [self._frame(root, top, None)]
        while frames:
            frame = frames[-1]
            node = next(frame.nodes, None)
            if node is None:
                _settle(frame)
                frames.pop()
            elif node.is_text_node:
                frame.texts.append(node.text_content or "")
            elif node.is_element_node:
                _settle(frame)
                frames.append(self._opened(node, frame))
        return top

    def _opened(self, node: LexborNode, frame: _Frame) -> _Frame:
        from lxml import etree

        name = node.tag or "span"
        attributes = node.attributes
        if name == "template" and _NOT_SCRIPTED in attributes:
            name = "noscript"
        elif not _NAME.fullmatch(name):
            name = _NO_NAME.sub("_", name)
        element = etree.SubElement(frame.element, name)
        if attributes:
            _copy_attributes(node, element)
        display = self._displays.get(node.mem_id) if self._displays else None
        if display is not None:
            element.set(DISPLAY, display)
        return self._frame(node, element, frame.slots)

    def _frame(self, node: LexborNode, element: etree._Element, slots: _Slots | None) -> _Frame:
        name = node.tag or ""
        content = self._fragments.get(node.mem_id) if name == "template" else None
        if content is not None:
            return _Frame(_children(content), element, [], slots)
        if name == "slot" and slots is not None:
            filled = _filling(node, slots)
            if filled:
                return _Frame(iter(filled), element, [], slots.outer)
        shadow = self._shadow(node, name) if self._fragments else None
        if shadow is None:
            return _Frame(_children(node), element, [], slots)
        light = tuple(_children(node))
        return _Frame(_children(shadow), element, [], _Slots(light, slots))

    def _shadow(self, node: LexborNode, name: str) -> LexborNode | None:
        """Return the shadow tree of a node, if the page declares one."""
        if name not in _HOSTS and "-" not in name:
            return None
        for child in _children(node):
            if child.tag == "template" and child.attributes.get("shadowrootmode") in _MODES:
                return self._fragments.get(child.mem_id)
        return None


_MODES = frozenset({"open", "closed"})


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _filling(slot: LexborNode, slots: _Slots) -> list[LexborNode]:
    """Return the children of the host that stand in a slot."""
    wanted = slot.attributes.get("name") or ""
    found = []
    for node in slots.light:
        own = (node.attributes.get("slot") or "") if node.is_element_node else ""
        declares = node.tag == "template"
        if own == wanted and not declares and (node.is_element_node or node.is_text_node):
            found.append(node)
    return found


def _settle(frame: _Frame) -> None:
    """Put the text that waits behind the last child of an element."""
    if not frame.texts:
        return
    text = "".join(frame.texts)
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("", text.replace("\f", " "))
    frame.texts.clear()
    last = next(frame.element.iterchildren(reversed=True), None)  # its length would be counted
    if last is None:
        frame.element.text = text
    else:
        last.tail = text


def _copy_attributes(node: LexborNode, element: etree._Element) -> None:
    for name, value in node.attributes.items():
        known = _SPACED_NAMES.get(name, name)
        if known is not name or _NAME.fullmatch(name):
            element.set(known, _ILLEGAL.sub("", value or ""))
