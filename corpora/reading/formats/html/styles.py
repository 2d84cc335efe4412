"""What the style sheets in a page say of display: what is hidden, and what begins a new line.

Only sheets that stand in the page are known, as it is shown on a screen 1280 pixels wide. Of two
rules the more important, the more specific, then the later one counts, as the cascade has it
(https://www.w3.org/TR/css-cascade-4/); layers and nesting are left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from duizhao import lazy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["styled_displays"]

# Sheets beyond this length, in characters, and rules beyond this number are not looked at.
_LONGEST_SHEET = 2_000_000
_MOST_RULES = 5000
_LONGEST_SELECTOR = 400

_SCREEN_WIDTH = 1280
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0}
_TELLS = lazy.compile(r"display|visibility", re.IGNORECASE)
# What depends on the moment, or is no element, says nothing of the page as it is opened.
_MOMENTARY = lazy.compile(
    r":(?:hover|focus|active|visited|target|checked|before|after|first-letter|first-line|marker"
    r"|placeholder|selection|open|popover-open|modal|fullscreen|backdrop)",
    re.IGNORECASE,
)
_WIDTH = lazy.compile(r"\(\s*(min|max)-width\s*:\s*([\d.]{1,9})\s*(px|em|rem)\s*\)", re.IGNORECASE)
_ID, _CLASS = lazy.compile(r"#[\w-]+"), lazy.compile(r"\.[\w-]+|\[[^\]]*\]|:(?!:)[\w-]+")
_TYPE = lazy.compile(r"(?:^|[\s>+~(,])[a-zA-Z][\w-]*")


class _Rule(NamedTuple):
    selectors: tuple[str, ...]
    display: str
    important: bool


def styled_displays(parser: LexborHTMLParser, shadows: Iterable[LexborNode]) -> dict[int, str]:
    """Find how elements are displayed by the sheets of a page.

    :param parser: The parsed page.
    :param shadows: The shadow trees in it, each with sheets of its own.
    :return: The value of ``display`` by the identity of the node, with ``!`` behind it where an
        element's own style does not change it; what is invisible counts as not displayed.
    """
    found: dict[int, str] = {}
    roots: list[Any] = [parser, *shadows]
    for root in roots:
        sheets = [sheet for sheet in root.css("style") if _on_screen(_media(sheet))]
        text = "\n".join(sheet.text(deep=True) for sheet in sheets)
        if not text or len(text) > _LONGEST_SHEET or not _TELLS.search(text):
            continue
        found |= _cascade(root, _rules(text))
    return found


def _media(sheet: LexborNode) -> str:
    return sheet.attributes.get("media") or ""


def _cascade(root: Any, rules: Iterable[_Rule]) -> dict[int, str]:  # noqa: ANN401 - no common type
    best: dict[int, tuple[tuple[bool, tuple[int, int, int], int], str]] = {}
    for number, rule in enumerate(rules):
        for selector in rule.selectors:
            weight = (rule.important, _specificity(selector), number)
            for node in _matches(root, selector):
                known = best.get(node.mem_id)
                if known is None or known[0] <= weight:
                    best[node.mem_id] = (weight, rule.display)
    return {node: display + ("!" if weight[0] else "") for node, (weight, display) in best.items()}


def _matches(root: Any, selector: str) -> list[LexborNode]:  # noqa: ANN401 - as above
    if selector.startswith(":host"):
        host = getattr(root, "parent", None)
        host = None if host is None else host.parent
        return [host] if host is not None and selector == ":host" else []
    from selectolax.lexbor import SelectolaxError

    try:
        return list(root.css(selector))
    except (ValueError, RuntimeError, SelectolaxError):
        return []  # a selector that the library does not know


def _specificity(selector: str) -> tuple[int, int, int]:
    kinds = (_ID, _CLASS, _TYPE)
    found = tuple(len(kind.findall(selector)) for kind in kinds)
    return found[0], found[1], found[2]


def _rules(sheet: str) -> Iterator[_Rule]:
    import tinycss2

    waiting: list[Any] = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    waiting.reverse()
    count = 0
    while waiting and count < _MOST_RULES:
        rule = waiting.pop()
        if rule.type == "at-rule":
            inner = _inner(rule, tinycss2)
            waiting += reversed(inner)
        elif rule.type == "qualified-rule":
            count += 1
            yield from _display_rules(rule, tinycss2)


def _inner(rule: Any, tinycss2: Any) -> list[Any]:  # noqa: ANN401 - the library has no types
    keyword, prelude = rule.lower_at_keyword, tinycss2.serialize(rule.prelude)
    shown = keyword == "layer" or (keyword == "media" and _on_screen(prelude))
    shown = shown or (keyword == "supports" and "not" not in prelude.lower().split())
    if not shown or rule.content is None:
        return []
    return list(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def _display_rules(rule: Any, tinycss2: Any) -> Iterator[_Rule]:  # noqa: ANN401 - as above
    prelude = tinycss2.serialize(rule.prelude).strip()
    if len(prelude) > 10 * _LONGEST_SELECTOR or not prelude:
        return
    selectors = tuple(
        part.strip()
        for part in prelude.split(",")
        if len(part) <= _LONGEST_SELECTOR and not _MOMENTARY.search(part) and part.strip()
    )
    if "(" in prelude and "," in prelude:  # :is(a, b) is one selector
        selectors = () if _MOMENTARY.search(prelude) else (prelude,)
    for item in tinycss2.parse_blocks_contents(
        rule.content, skip_comments=True, skip_whitespace=True
    ):
        if item.type != "declaration":
            continue
        value = tinycss2.serialize(item.value).strip().lower()
        if item.lower_name == "display":
            yield _Rule(selectors, value.split()[0] if value else "", item.important)
        elif item.lower_name == "visibility" and value in ("hidden", "collapse"):
            yield _Rule(selectors, "none", item.important)


def _on_screen(media: str) -> bool:
    """Say whether a query of media fits a screen of a desk.

    >>> _on_screen("print"), _on_screen("screen and (max-width: 600px)"), _on_screen("")
    (False, False, True)
    """
    return any(map(_fits, media.lower().split(",")))


def _fits(query: str) -> bool:
    words = query.split()
    if words[:1] == ["not"]:
        return "print" in words
    if {"print", "speech"} & set(words):
        return False
    if re.search(
        r"prefers-|orientation\s*:\s*portrait|hover\s*:\s*none|pointer\s*:\s*coarse", query
    ):
        return "no-preference" in query or "light" in query
    for match in _WIDTH.finditer(query):
        width = float(match[2]) * _PIXELS[match[3]]
        if (match[1] == "min" and width > _SCREEN_WIDTH) or (
            match[1] == "max" and width < _SCREEN_WIDTH
        ):
            return False
    return True
