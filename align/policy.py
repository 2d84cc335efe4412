"""What counts as an error: a full translation must keep everything, a digest need not."""

from __future__ import annotations

from enum import Enum

from duizhao.corpora.bitext import Category, Severity

__all__ = ["Policy", "choose_policy", "severity"]

# A translation that covers less of its source than this is taken for a digest. Of the full
# translations of docs-dev none covers less than .7; the sample digest covers about half.
_DIGEST_BELOW = 0.6
# Findings that are less sure than this go down one step.
_DOUBTFUL = 0.5


class Policy(str, Enum):
    """How a translation is to be judged."""

    FULL = "full"
    DIGEST = "digest"


# A blank is an accident under either policy: its sentence was kept, and its words are gone.
_SEVERITIES = {
    Policy.FULL: {
        Category.BLANK: Severity.CRITICAL,
        Category.TRUNCATED: Severity.CRITICAL,
        Category.OMISSION: Severity.MAJOR,
        Category.ADDITION: Severity.MINOR,
    },
    Policy.DIGEST: {
        Category.BLANK: Severity.CRITICAL,
        Category.TRUNCATED: Severity.CRITICAL,
        Category.OMISSION: Severity.INFO,
        Category.ADDITION: Severity.MINOR,
    },
}
_WORST_FIRST = list(Severity)


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
    step = _WORST_FIRST.index(_SEVERITIES[policy][category]) + (confidence < _DOUBTFUL)
    return _WORST_FIRST[min(step, len(_WORST_FIRST) - 1)]
