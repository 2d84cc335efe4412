"""Which elements of a web page are its main text and which only lead around it.

Nothing is dropped: what is not main text is marked as navigation or furniture, so a wrong guess
costs a place in the alignment and never the text. Hence recall first: a guess by a class name
never takes a large part of a page, a heading of the first level, or what holds the main element.

On the five pages of ``tests/cases/pages`` (written beside these rules, hence in their favour) they
keep all 48 pieces of main text and none of the 38 pieces around it; trafilatura 2.3.1 keeps 42 and
11, readability-lxml 0.9 keeps 45 and 6, and neither tells what it left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.corpora.document import Kind
from duizhao.corpora.reading.formats.archive import attribute, local
from duizhao.corpora.reading.formats.html.unseen import is_hidden
from duizhao.corpora.reading.formats.story import names

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["in_sentence", "side_regions", "words_of"]

# Roles of WAI-ARIA 1.2 that are never the text itself.
_ROLES = {
    "navigation": Kind.NAVIGATION,
    "menu": Kind.NAVIGATION,
    "menubar": Kind.NAVIGATION,
    "search": Kind.NAVIGATION,
    "toolbar": Kind.NAVIGATION,
    "banner": Kind.FURNITURE,
    "contentinfo": Kind.FURNITURE,
    "dialog": Kind.FURNITURE,
    "alertdialog": Kind.FURNITURE,
}
_TAGS = {"nav": Kind.NAVIGATION, "button": Kind.NAVIGATION, "search": Kind.NAVIGATION}

# Words in class and id that web authors use for what is beside the text.
_LEADING = names(
    "nav navbar navigation menu breadcrumb breadcrumbs pagination pager toolbar skip toc sitemap"
    " navbox catlinks editsection"
)
_BESIDE = names(
    "sidebar footer cookie cookies consent gdpr banner share sharing social comment comments"
    " disqus related recommended recommendations advert advertisement ads ad promo newsletter"
    " subscribe subscription popup modal login signup copyright sponsor sponsored"
)
_IN_HEADINGS = frozenset({"editsection"})
_OF_SENTENCES = names("p li dd dt td th label figcaption h1 h2 h3 h4 h5 h6")
_DENIED = frozenset({"has", "with", "no", "without", "not"})
_GUESSED_TAGS = names("article div section ul ol aside form p header span")
_WORD = lazy.compile(r"[a-z]+|[A-Z][a-z]*")

#: A guess by class or by links never marks more than this share of the visible characters.
MOST_GUESSED = 0.34
#: The main element is believed if it has this share of what is not navigation; an article only if
#: hardly anything else could be text, as sections that stand beside one may.
LEAST_MAIN = {"main": 0.5, "article": 0.8}
# How far above a region another one is looked for.
_FAR = 50
#: On a page with more possible main elements than this, none is the main one.
MOST_MAINS = 200
#: A list of at least so many items with this share of its characters in links leads elsewhere.
LEAST_LINKS = 3
MOSTLY_LINKS = 0.9


def words_of(element: etree._Element) -> frozenset[str]:
    """Return the words in the class and id of an element, in lower case."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return frozenset(word.lower() for word in _WORD.findall(names))


def in_sentence(element: etree._Element) -> bool:
    """Say whether words stand beside an element in the same line.

    :param element: An element of a page.
    """
    parent = element.getparent()
    if parent is None or local(parent).lower() not in _OF_SENTENCES:
        return False
    said = [parent.text, *(child.tail for child in parent)]
    return any(any(map(str.isalnum, text)) for text in said if text)


@dataclass
class _Candidate:
    """An element that may be marked, or may be the main one.

    :param element: The element; kept, so that it stays the same object.
    :param kind: What it would be marked as; None for a possible main element.
    :param certain: Whether its tag or role says so, not a guess.
    :param inside_main: Whether it stands in a possible main element.
    :param links: Characters in links.
    :param weight: Visible characters, without white space.
    :param items: List items.
    :param keeps: Whether it holds what a guess never takes.
    """

    element: etree._Element
    kind: Kind | None
    certain: bool
    inside_main: bool
    weight: int = 0
    links: int = 0
    items: int = 0
    keeps: bool = False


def side_regions(body: etree._Element) -> dict[etree._Element, Kind | None]:
    """Find what is beside the main text.

    :param body: The root or the body of a page.
    :return: The elements to mark; None for the element that holds the main text, outside of which
        everything is furniture (there is none if the page does not say so believably).
    """
    top = _Candidate(body, None, certain=True, inside_main=False)
    candidates = list(_weigh(body, top))
    regions: dict[etree._Element, Kind | None] = {}
    side = 0
    for one in candidates:
        guess_ok = not one.keeps and one.weight <= MOST_GUESSED * top.weight
        if one.kind is None or not (one.certain or guess_ok):
            continue
        if local(one.element).lower() in ("ul", "ol") and not _leads(one):
            continue
        regions[one.element] = one.kind
        side += one.weight * one.certain
    marked = sum(one.weight for one in candidates if _is_outermost(one.element, regions))
    mains = [one for one in candidates if one.kind is None and not one.inside_main]
    if len(mains) <= MOST_MAINS:
        mains = [one for one in mains if regions.keys().isdisjoint(one.element.iterancestors())]
    for name, share in LEAST_MAIN.items():
        found = [one for one in mains if _main_name(one.element) == name]
        around = side if name == "main" else marked
        if len(found) == 1 and found[0].weight >= share * (top.weight - around):
            regions[found[0].element] = None
            break
    return regions


def _is_outermost(element: etree._Element, regions: dict[etree._Element, Kind | None]) -> bool:
    above = itertools.islice(element.iterancestors(), _FAR)
    return element in regions and regions.keys().isdisjoint(above)


def _leads(one: _Candidate) -> bool:
    if one.kind is not None and (one.certain or words_of(one.element) & (_LEADING | _BESIDE)):
        return True
    return one.items >= LEAST_LINKS and one.links >= MOSTLY_LINKS * one.weight


def _weigh(body: etree._Element, top: _Candidate) -> Iterator[_Candidate]:
    """Yield the candidates, each weighed when it ends."""
    from lxml import etree

    open_: list[_Candidate] = [top]
    linked = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        name = local(element).lower()
        if event == "start":
            if is_hidden(element):
                walk.skip_subtree()
                continue
            linked += name == "a"
            candidate = _candidate(element, name, open_[-1])
            if candidate is not None:
                open_.append(candidate)
            _count(open_[-1], element.text, linked)
            if name == "h1":
                open_[-1].keeps = True
            open_[-1].items += name == "li"
            continue
        if is_hidden(element):
            _count(open_[-1], element.tail, linked)
            continue
        linked -= name == "a"
        if len(open_) > 1 and open_[-1].element is element:
            yield _close(open_)
        if element is not body:
            _count(open_[-1], element.tail, linked)


def _close(open_: list[_Candidate]) -> _Candidate:
    done = open_.pop()
    outer = open_[-1]
    outer.weight += done.weight
    outer.links += done.links
    outer.keeps = outer.keeps or done.keeps or _main_name(done.element) == "main"
    return done


def _count(candidate: _Candidate, text: str | None, linked: int) -> None:
    if text:
        size = sum(map(len, text.split()))
        candidate.weight += size
        candidate.links += size if linked else 0


def _candidate(element: etree._Element, name: str, outer: _Candidate) -> _Candidate | None:
    inside = outer.inside_main or (outer.kind is None and _main_name(outer.element) is not None)
    words = words_of(element)
    if _main_name(element) is not None and not (name == "article" and words & _BESIDE):
        return _Candidate(element, None, certain=True, inside_main=inside)
    kind = None if name == "button" and in_sentence(element) else _TAGS.get(name)
    kind = kind or _ROLES.get((attribute(element, "role") or "").strip().lower())
    if name == "footer":
        kind = Kind.FURNITURE
    if kind is not None:
        return _Candidate(element, kind, certain=True, inside_main=inside)
    if name not in _GUESSED_TAGS:
        return None
    if name == "span":  # in running text; only what an encyclopedia puts into its headings
        words &= _IN_HEADINGS
    if words & _DENIED:
        words = frozenset()
    if words & _LEADING:
        kind = Kind.NAVIGATION
    elif words & _BESIDE or (name in ("aside", "header") and not inside):
        kind = Kind.FURNITURE
    elif name in ("ul", "ol") and not inside:
        kind = Kind.NAVIGATION
    return _Candidate(element, kind, certain=False, inside_main=inside) if kind else None


def _main_name(element: etree._Element) -> str | None:
    name = local(element).lower()
    if name == "main" or element.get("role") == "main":
        return "main"
    return "article" if name == "article" else None
