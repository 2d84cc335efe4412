from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.align.blanks import PATTERNS
from duizhao.align.policy import Policy, choose_policy, severity
from duizhao.corpora.bitext import Category, Severity

FOUND = [
    Category.BLANK,
    Category.TRUNCATED,
    Category.OMISSION,
    Category.ADDITION,
    Category.MOVED,
]


@pytest.mark.parametrize(
    ("category", "policy", "confidence", "expected"),
    [
        (Category.BLANK, Policy.FULL, 0.98, Severity.CRITICAL),
        (Category.BLANK, Policy.DIGEST, 0.98, Severity.CRITICAL),
        (Category.TRUNCATED, Policy.DIGEST, 0.85, Severity.CRITICAL),
        (Category.OMISSION, Policy.FULL, 0.9, Severity.MAJOR),
        (Category.OMISSION, Policy.FULL, 0.3, Severity.MINOR),
        (Category.OMISSION, Policy.DIGEST, 0.9, Severity.INFO),
        (Category.OMISSION, Policy.DIGEST, 0.3, Severity.INFO),
        (Category.ADDITION, Policy.FULL, 0.9, Severity.MINOR),
    ],
)
def test_the_policy_decides_how_much_a_finding_matters(
    category: Category, policy: Policy, confidence: float, expected: Severity
) -> None:
    assert severity(category, policy, confidence) is expected


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("category", FOUND)
@given(low=st.floats(0, 1), high=st.floats(0, 1))
@settings(deadline=None, max_examples=20)
def test_a_surer_finding_never_matters_less(
    category: Category, policy: Policy, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    assert severity(category, policy, high).rank <= severity(category, policy, low).rank


@pytest.mark.parametrize("category", FOUND)
def test_a_digest_is_never_judged_harder_than_a_full_translation(category: Category) -> None:
    for confidence in (0.1, 0.9):
        digest, full = (severity(category, p, confidence) for p in (Policy.DIGEST, Policy.FULL))
        assert digest.rank >= full.rank


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_kind_of_gap_has_a_severity(pattern: str) -> None:
    category = Category(PATTERNS[pattern].category)
    assert severity(category, Policy.DIGEST, 1.0) is Severity.CRITICAL


@given(st.floats(0, 1), st.floats(0, 1))
@settings(deadline=None)
def test_more_coverage_never_makes_a_digest(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert not (choose_policy(low) is Policy.FULL and choose_policy(high) is Policy.DIGEST)
    assert choose_policy(0.0) is Policy.DIGEST
    assert choose_policy(1.0) is Policy.FULL
