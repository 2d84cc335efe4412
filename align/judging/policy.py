"""What counts as an error: a full translation must keep everything, a digest need not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from duizhao.corpora.alignment import Category, Severity
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER

__all__ = ["DOUBTFUL", "SEVERITIES", "Policy", "choose_policy", "severity"]

# A translation that covers less of its source than this is taken for a digest. Of 90 clean
# translations of news, health and software texts none covers less than .96.
_DIGEST_BELOW = 0.75
DOUBTFUL = 0.55
"""Findings less sure than this matter less, and their messages say "may"."""
# What a digest leaves out of a sentence is no more than information if it is shorter than this,
# in Latin letters or as many characters as say the same. Six to eight words: an aside, a date, a
# title.
_SHORT = 40
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


class Policy(str, Enum):
    """How a translation is to be judged."""

    FULL = "full"
    DIGEST = "digest"


_Judged = tuple[Severity, Severity]

_CRITICAL: Final = (Severity.CRITICAL, Severity.MAJOR)
_MAJOR: Final = (Severity.MAJOR, Severity.MINOR)
_MINOR: Final = (Severity.MINOR, Severity.INFO)
_INFO: Final = (Severity.INFO, Severity.INFO)

# Severity of a sure and of a doubtful finding, by category, or by category and rule. A blank is an
# accident under either policy: its sentence was kept, and its words are gone. A sentence that only
# lacks its full stop is doubtful. What is wrong in the translation is worse than what it lacks.
_FULL: Final = MappingProxyType[str, _Judged](
    {
        "blank": _CRITICAL,
        "truncated": (Severity.CRITICAL, Severity.MINOR),
        "omission": _MAJOR,
        "omission/condensed": _MINOR,
        "addition": _MINOR,
        "addition/condensed": _INFO,
        "moved": _INFO,
        "number": _MAJOR,
        "number/approximation": _MINOR,
        "number/missing-value": (Severity.MINOR, Severity.MINOR),
        "number/extra-value": _INFO,
        "name": _MAJOR,
        "untranslated": _MAJOR,
        "repeated": _MINOR,
        "leftover": _MAJOR,
        "attribution": _INFO,
    }
)
# What a digest may do: leave out sentences, and with them whatever stood there.
_DIGEST: Final = MappingProxyType[str, _Judged](
    {
        **_FULL,
        "omission": _INFO,
        "omission/condensed": _INFO,
        "omission/clause": _MINOR,
        "number/missing-value": _INFO,
    }
)
SEVERITIES: Final[Mapping[Policy, Mapping[str, _Judged]]] = MappingProxyType(
    {Policy.FULL: _FULL, Policy.DIGEST: _DIGEST}
)
"""The severity of a sure and of a doubtful finding under each policy, by category or rule."""


def choose_policy(coverage: float) -> Policy:
    """Return the policy that fits a translation which links this share of its source.

    :param coverage: Linked characters of the source over all, 0 to 1.

    >>> choose_policy(0.4).value, choose_policy(0.95).value
    ('digest', 'full')
    """
    return Policy.DIGEST if coverage < _DIGEST_BELOW else Policy.FULL


def severity(
    category: Category,
    policy: Policy,
    confidence: float,
    *,
    rule: str = "",
    lost: str | None = None,
) -> Severity:
    """Return how much a finding matters.

    :param category: What is wrong.
    :param policy: How the translation is judged.
    :param confidence: How sure the finding is, 0 to 1.
    :param rule: The rule within the category; what is not judged by it is judged by its category.
    :param lost: The words that a translation left out of a sentence; None if not known.

    >>> severity(Category.OMISSION, Policy.FULL, 0.9).value
    'major'
    >>> severity(Category.OMISSION, Policy.DIGEST, 0.9, rule="clause", lost="in May").value
    'info'
    """
    table = SEVERITIES[policy]
    judged = table.get(f"{category.value}/{rule}", table[category.value])
    spared = policy is Policy.DIGEST and category is Category.OMISSION
    if spared and lost is not None and _length(lost) < _SHORT:
        return Severity.INFO
    return judged[confidence < DOUBTFUL]


def _length(text: str) -> int:
    """Return the length of a text in characters of a language with spaces."""
    return len(text) + (LETTERS_A_CHARACTER - 1) * len(_DENSE.findall(text))
