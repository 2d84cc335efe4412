"""What findings are called elsewhere: ITS 2.0 for tools, MQM for people who count errors.

A key is a category, or a category and a rule: ``"leftover"``, ``"leftover/encoding"``. A rule that
is not named here is called what its category is called.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

__all__ = ["ITS", "MQM", "its_of", "key_of", "mqm_of"]

#: ``locQualityIssueType``, https://www.w3.org/TR/its20/#lqissue-typevalues
ITS: Final = MappingProxyType(
    {
        "blank": "omission",
        "truncated": "omission",
        "omission": "omission",
        "addition": "addition",
        "moved": "other",
        "number": "numbers",
        "name": "inconsistent-entities",
        "untranslated": "untranslated",
        "repeated": "duplication",
        "leftover": "other",
        "leftover/encoding": "characters",
        "leftover/markup": "markup",
        "leftover/page-break": "formatting",
        "leftover/placeholder": "pattern-problem",
        "contrary": "mistranslation",
        "attribution": "mistranslation",
        "verbatim": "pattern-problem",
        "term": "terminology",
        "inconsistent": "inconsistency",
    }
)

#: The mnemonic ids of MQM Core, version of 2024-03-07, https://themqm.org/downloads/: it has none
#: for a passage that only moved. What is said twice was added to what the source says.
MQM: Final = MappingProxyType(
    {
        "blank": "omission",
        "truncated": "omission",
        "omission": "omission",
        "addition": "addition",
        "number": "mistranslation",
        "number/missing-value": "omission",
        "number/extra-value": "addition",
        "name": "mistranslation",
        "untranslated": "untranslated",
        "repeated": "addition",
        "leftover": "addition",
        "leftover/encoding": "character-encoding",
        "leftover/markup": "markup",
        "contrary": "mistranslation",
        "attribution": "mistranslation",
        "verbatim": "mistranslation",
        "verbatim/lost": "omission",
        "verbatim/extra": "addition",
        "term": "terminology",
        "inconsistent": "terminology",
    }
)


def key_of(category: str, rule: str) -> str:
    """Return what settings and these tables call a rule.

    :param category: A category.
    :param rule: A rule of it, maybe empty.

    >>> key_of("omission", "clause"), key_of("moved", "")
    ('omission/clause', 'moved')
    """
    return f"{category}/{rule}" if rule else category


def its_of(category: str, rule: str = "") -> str:
    """Return the ITS 2.0 ``locQualityIssueType`` of a finding.

    :param category: Its category.
    :param rule: Its rule, maybe empty.

    >>> its_of("omission", "clause"), its_of("leftover", "encoding")
    ('omission', 'characters')
    """
    return ITS.get(key_of(category, rule), ITS[category])


def mqm_of(category: str, rule: str = "") -> str | None:
    """Return the MQM Core id of a finding; None for what is no error there.

    :param category: Its category.
    :param rule: Its rule, maybe empty.

    >>> mqm_of("number", "wrong-value"), mqm_of("moved")
    ('mistranslation', None)
    """
    return MQM.get(key_of(category, rule), MQM.get(category))
