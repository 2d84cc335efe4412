"""What counts as an error: a full translation must keep everything, a digest need not."""

from __future__ import annotations

from enum import Enum

from duizhao import lazy
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Category, Severity
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER
from duizhao.corpora.text.scripts import SYLLABLES

__all__ = ["DOUBTFUL", "Policy", "choose_policy", "severity"]

# A translation that covers less of its source than this is taken for a digest. Of 90 clean
# translations of news, health and software texts none covers less than .96.
_DIGEST_BELOW = 0.75
DOUBTFUL = 0.55
"""Findings less sure than this matter less, and their messages say "may"."""
# What a digest leaves out of a sentence is no more than information if it is shorter than this,
# in Latin letters or as many characters as say the same. Six to eight words: an aside, a date, a
# title.
_SHORT = 40
_SYLLABLE = lazy.compile(f"[{SYLLABLES}]")


class Policy(str, Enum):
    """How a translation is to be judged."""

    FULL = "full"
    DIGEST = "digest"


def choose_policy(coverage: float) -> Policy:
    """Return the policy that fits a translation which links this share of its source.

    :param coverage: Linked characters of the source over all, 0 to 1.

    >>> choose_policy(0.4).value, choose_policy(0.95).value
    ('digest', 'full')
    """
    return Policy.DIGEST if coverage < _DIGEST_BELOW else Policy.FULL


def severity(rule: Rule, policy: Policy, confidence: float, *, lost: str | None = None) -> Severity:
    """Return how much a finding matters.

    :param rule: What is wrong.
    :param policy: How the translation is judged.
    :param confidence: How sure the finding is, 0 to 1.
    :param lost: The words that a translation left out of a sentence; None if not known.

    >>> severity(Rule.OMITTED_SENTENCES, Policy.FULL, 0.9).value
    'major'
    >>> severity(Rule.OMITTED_CLAUSE, Policy.DIGEST, 0.9, lost="in May").value
    'info'
    """
    spared = policy is Policy.DIGEST and rule.category is Category.OMISSION
    if spared and lost is not None and _length(lost) < _SHORT:
        return Severity.INFO
    judged = rule.digest if policy is Policy.DIGEST else rule.full
    return judged[confidence < DOUBTFUL]


def _length(text: str) -> int:
    """Return the length of a text in characters of a language with spaces."""
    return len(text) + (LETTERS_A_CHARACTER - 1) * len(_SYLLABLE.findall(text))
