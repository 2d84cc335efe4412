"""The kinds of findings as the report shows them: one table, ``data/kinds.json``, a row a kind.

A kind is a category, or one of two that rules tell apart: a lost clause, which is no whole sentence
lost, and a machine remark, which is one thing to an editor, be it a sentence that was added or a
leftover within one. Its row has all that a form shows of it: its name, how several of them are
counted, the letter of its marks, the shape of their line, and what their colour means on either
side.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Category, Finding

__all__ = ["TINTS", "Kind", "kind_of", "kinds"]

TINTS = ("lost", "extra", "differs", "context")
"""What the colour of a mark says of its passage: its words were lost; it should not stand there; it
says something else than the other side; nothing is wrong with it, the other side is about it."""

# The kinds that are no category: the category that each stands behind, and the rules that it has.
_OF_RULES = {
    "clause": (Category.OMISSION, (Rule.OMITTED_CLAUSE,)),
    "remark": (Category.LEFTOVER, (Rule.MACHINE_NOTE, Rule.ADDED_NOTE)),
}
_BY_RULE = {
    (rule.category, rule.sign): name for name, (_, rules) in _OF_RULES.items() for rule in rules
}


@dataclass(frozen=True)
class Kind:
    """How findings of a kind are shown.

    :param name: What it is called, by interface language.
    :param one: How one of them is counted, with ``{count}``.
    :param many: How several are.
    :param letter: What a mark in the text is called by.
    :param shape: The line that a mark has, a class of the style sheet.
    :param source: What the colour of a passage of the source means, one of :data:`TINTS`.
    :param target: The same of the target.
    """

    name: Mapping[str, str]
    one: Mapping[str, str]
    many: Mapping[str, str]
    letter: Mapping[str, str]
    shape: str
    source: str
    target: str

    @property
    def shown_tint(self) -> str:
        """What its colour means where it stands for itself: on a card, in a legend."""
        return self.source if self.target == "context" else self.target

    def tint(self, side: str) -> str:
        """Return what the colour of a mark means.

        :param side: ``"s"`` for the source, ``"t"`` for the target.
        """
        return self.source if side == "s" else self.target


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Return the kinds by name, in the order of the categories."""
    text = (files("duizhao.align.report") / "data" / "kinds.json").read_text(encoding="utf-8")
    rows = {name: Kind(**row) for name, row in json.loads(text).items()}
    order = [category.value for category in Category]
    for name, (category, _) in _OF_RULES.items():
        order.insert(order.index(category.value) + 1, name)
    return {name: rows[name] for name in order}


def kind_of(finding: Finding) -> str:
    """Return the name of a finding's kind: its category, or ``"clause"`` or ``"remark"``."""
    return _BY_RULE.get((finding.category, finding.rule), finding.category.value)
