"""What stands around an encyclopaedia's article in its own page: references, ways on, edit links.

Told by how such pages are made, whoever makes them: raised links to a list of notes, links for
editors in headings, and the sections that follow a text everywhere; then by names of classes. None
of it is dropped: it is kept as references, navigation or teasers, which no translation need carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.reading.formats.archive import attribute, local
from duizhao.corpora.reading.formats.html.notes import Notes
from duizhao.corpora.reading.formats.story import names

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["apparatus_regions"]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SMALL = names("span a small sup")
_LISTS = names("ol ul dl div section table")

# Classes of lists of references: of MediaWiki, its mirrors and its likes, and of publishers.
_REFERENCES = names(
    "references reflist refbegin reference-list references-list ref-list citation-list"
    " bibliography mw-references-wrap literature-list"
)
_REFERENCE_TYPES = names("doc-bibliography bibliography")
# Boxes of links, hints where else to look, and what editors say to editors.
_BOXES = names(
    "navbox vertical-navbox navbar-box hatnote dablink rellink mainarticle seealso ambox tmbox"
    " ombox sistersitebox sister-box side-box portalbox portal-bar authority-control catlinks"
    " mw-normal-catlinks printfooter mw-jump-link mw-editsection editsection mw-indicators"
    " succession-box noprint"
)
_BOX_TAGS = names("div table ul ol dl p aside section nav span td footer")

# A section without lists is prose if it has this many letters, and not left aside by its heading.
_PROSE = 400
# A box behind the references leads elsewhere with this share of its letters in so many links.
_LEAST_LINKS, _MOSTLY_LINKS = 6, 0.7
# In characters: the longest heading of such a section, and the longest hint.
_LONGEST_HEADING, _LONGEST_HINT = 40, 400
# How much longer what holds a heading may be than the heading: a link for editors.
_WRAPPED = 40
_EDIT_TARGET = lazy.compile(r"[?&]action=edit|[?&]veaction=edit|/edit(?:[/?#]|$)|/(?:w/)?edit\.")


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    text = (files("duizhao.corpora.reading.formats.html") / "data" / "sections.txt").read_text(
        encoding="utf-8"
    )
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    found: dict[str, set[str]] = {}
    for what, words in rows:
        found.setdefault(what, set()).update(word.strip() for word in words.split("|"))
    return {what: frozenset(words) for what, words in found.items()}


def apparatus_regions(root: etree._Element, notes: Notes) -> dict[etree._Element, Kind]:
    """Find what is around the article of an encyclopaedia; nothing on other pages.

    Notes that only name a source are no longer notes afterwards; those that explain stay.

    :param root: The root of a page.
    :param notes: Its notes.
    :return: The elements to mark, and what they are.
    """
    regions: dict[etree._Element, Kind] = {}
    edits = False
    for link, of_editors in _links_in_headings(root):
        regions[link] = Kind.NAVIGATION
        edits = edits or of_editors
    lists = [element for element in root.iter("{*}*") if _is_reference_list(element)]
    if not (edits or lists or notes.sources_in_lists()):
        return regions
    for element in root.iter("{*}*"):
        if _is_box(element):
            regions[element] = Kind.NAVIGATION
    for heading in root.iter(*(f"{{*}}{name}" for name in _HEADINGS)):
        regions.update(_section(heading, regions))
    regions.update(dict.fromkeys(lists, Kind.REFERENCE))
    for element in [e for e, kind in regions.items() if kind is Kind.REFERENCE]:
        notes.drop_sources(element)
    regions.update(_boxes_behind(root, regions))
    return regions


def _classes(element: etree._Element) -> frozenset[str]:
    return frozenset((element.get("class") or "")[:500].lower().split())


def _is_reference_list(element: etree._Element) -> bool:
    if local(element).lower() not in _LISTS:
        return False
    kinds = f"{element.get('role') or ''} {attribute(element, 'type') or ''}".lower().split()
    return bool(_classes(element) & _REFERENCES or _REFERENCE_TYPES & set(kinds))


def _is_box(element: etree._Element) -> bool:
    if local(element).lower() not in _BOX_TAGS:
        return False
    return bool(_classes(element) & _BOXES) or _is_hint(element)


def _is_hint(element: etree._Element) -> bool:
    """Say whether an element says where else to look: `Main article: …`, `参见：…`."""
    if local(element).lower() not in ("div", "p", "dl", "dd") or element.find(".//{*}a") is None:
        return False
    text = _text(element, _LONGEST_HINT)
    if len(text) > _LONGEST_HINT:
        return False
    begins = text.casefold()
    return any(begins.startswith(words) for words in _words()["hint"])


def _links_in_headings(root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Yield what is no part of a heading, and whether editors need it: not `¶`, but `[编辑]`."""
    for heading in root.iter(*(f"{{*}}{name}" for name in _HEADINGS)):
        holders = [heading]
        parent = heading.getparent()
        if parent is not None and _holds_only(parent, heading):
            holders.append(parent)
        for holder in holders:
            for child in holder.iterchildren("{*}*"):
                small = child is not heading and local(child).lower() in _SMALL
                if small and _text(child, _WRAPPED).casefold() in _words()["sign"]:
                    yield child, False
                elif small and _is_for_editors(child):
                    yield child, True


def _is_for_editors(element: etree._Element) -> bool:
    text = _text(element, _WRAPPED).casefold().strip("[]［］【】()（） ")
    words = re.split(r"\s{0,3}[|｜/·]\s{0,3}", text)
    if text and all(word in _words()["edit"] for word in words):
        return True
    links = [element] if local(element).lower() == "a" else list(element.iter("{*}a"))
    return len(text) <= _WRAPPED and any(
        _EDIT_TARGET.search(link.get("href") or "") for link in links
    )


def _holds_only(holder: etree._Element, heading: etree._Element) -> bool:
    """Say whether an element is there for the sake of a heading, with at most a link beside it."""
    if local(holder).lower() not in ("div", "hgroup", "header", "span"):
        return False
    longest = len(_text(heading, 1000)) + _WRAPPED
    return len(_text(holder, longest)) <= longest


def _section(
    heading: etree._Element, regions: dict[etree._Element, Kind]
) -> dict[etree._Element, Kind]:
    """Return the heading and the parts of a section that is no part of the article."""
    title = _title(heading, regions)
    words = _words()
    kind = Kind.TEASER if title in words["ways on"] else None
    kind = Kind.REFERENCE if title in words["references"] else kind
    if kind is None:
        return {}
    top = heading
    parent = top.getparent()
    if parent is not None and _holds_only(parent, heading):
        top = parent
    found, prose, listed = {top: kind}, 0, False
    for part in top.itersiblings("{*}*"):
        inner = next((h for h in part.iter(*(f"{{*}}{n}" for n in _HEADINGS))), None)
        own = inner is not None and (inner is part or _holds_only(part, inner))
        if own and inner is not None and local(inner) <= local(heading):
            break
        listed = listed or local(part).lower() in _LISTS
        prose += len(_text(part, _PROSE)) if local(part).lower() == "p" else 0
        found[part] = kind
    return found if listed and prose < _PROSE else {}


def _title(heading: etree._Element, regions: dict[etree._Element, Kind]) -> str:
    text = _text(heading, 2 * _LONGEST_HEADING)
    for inner in heading.iterdescendants("{*}*"):
        if inner in regions:
            text = text.replace(_text(inner, _WRAPPED), "")
    return re.sub(r"^[\d.\s]{1,8}|[\s:：]{1,4}$", "", text).strip().casefold()[:_LONGEST_HEADING]


def _boxes_behind(
    root: etree._Element, regions: dict[etree._Element, Kind]
) -> dict[etree._Element, Kind]:
    """Return the tables and lists of links that stand behind the references."""
    found: dict[etree._Element, Kind] = {}
    behind = False
    for element in root.iter("{*}*"):
        if regions.get(element) is Kind.REFERENCE:
            behind = True
        elif behind and local(element).lower() in ("table", "ul", "div") and element not in regions:
            links = [_text(link, 200) for link in element.iter("{*}a")]
            if len(links) < _LEAST_LINKS:
                continue
            linked, whole = sum(map(len, links)), len(_text(element, 20_000))
            if linked >= _MOSTLY_LINKS * whole:
                found[element] = Kind.NAVIGATION
    return found


def _text(element: etree._Element, longest: int) -> str:
    """Return the beginning of an element's text, a little longer than what is asked."""
    text = ""
    for part in element.itertext():
        text += str(part)
        if len(text) > 2 * longest:
            break
    return " ".join(text.split())
