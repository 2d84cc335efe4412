"""What counts as an error: a full translation must keep everything, a digest need not."""

from __future__ import annotations

from enum import Enum

from duizhao.corpora.bitext import Category, Severity

__all__ = ["Policy", "choose_policy", "severity"]

# A translation that covers less of its source than this is taken for a digest. Of 90 clean
# translations of news, health and software texts none covers less than .96.
_DIGEST_BELOW = 0.75
# Findings less sure than this matter less.
_DOUBTFUL = 0.55


class Policy(str, Enum):
    """How a translation is to be judged."""

    FULL = "full"
    DIGEST = "digest"


# Severity of a sure and of a doubtful finding. A blank is an accident under either policy: its
# sentence was kept, and its words are gone. A sentence that only lacks its full stop is doubtful.
_COMMON = {
    Category.BLANK: (Severity.CRITICAL, Severity.MAJOR),
    Category.TRUNCATED: (Severity.CRITICAL, Severity.MINOR),
    Category.ADDITION: (Severity.MINOR, Severity.INFO),
    Category.MOVED: (Severity.INFO, Severity.INFO),
    Category.NUMBER: (Severity.MAJOR, Severity.MINOR),
    Category.NAME: (Severity.MAJOR, Severity.MINOR),
    Category.UNTRANSLATED: (Severity.MAJOR, Severity.MINOR),
    Category.REPEATED: (Severity.MINOR, Severity.INFO),
    Category.LEFTOVER: (Severity.MAJOR, Severity.MINOR),
    Category.ATTRIBUTION: (Severity.INFO, Severity.INFO),
}
_SEVERITIES = {
    Policy.FULL: {**_COMMON, Category.OMISSION: (Severity.MAJOR, Severity.MINOR)},
    Policy.DIGEST: {**_COMMON, Category.OMISSION: (Severity.INFO, Severity.INFO)},
}


def choose_policy(coverage: float) -> Policy:
    """Return the policy that fits a translation which links this share of its source.

    :param coverage: Linked characters of the source over all, 0 to 1.

    >>> choose_policy(0.4).value, choose_policy(0.95).value
    ('digest', 'full')
    """
    return Policy.DIGEST if coverage < _DIGEST_BELOW else Policy.FULL


def severity(category: Category, policy: Policy, confidence: float) -> Severity:
    """Return how much a finding matters.

    :param category: What is wrong.
    :param policy: How the translation is judged.
    :param confidence: How sure the finding is, 0 to 1.

    >>> severity(Category.OMISSION, Policy.FULL, 0.9).value
    'major'
    """
    return _SEVERITIES[policy][category][confidence < _DOUBTFUL]
