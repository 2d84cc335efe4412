from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duizhao.align.findings.blanks.patterns import PATTERNS
from duizhao.align.judging.policy import SEVERITIES, Policy, choose_policy, severity
from duizhao.align.judging.rules import KEYS
from duizhao.corpora.alignment import Category, Severity

FOUND = [tuple((*key.split("/"), "")[:2]) for key in KEYS]


@pytest.mark.parametrize(
    ("key", "policy", "confidence", "expected"),
    [
        ("omission/sentences", Policy.FULL, 0.9, Severity.MAJOR),
        ("omission/condensed", Policy.FULL, 0.9, Severity.MINOR),
        ("omission/clause", Policy.FULL, 0.9, Severity.MAJOR),
        ("omission/clause", Policy.FULL, 0.5, Severity.MINOR),
        ("omission/clause", Policy.DIGEST, 0.9, Severity.MINOR),
        ("omission/clause", Policy.DIGEST, 0.5, Severity.INFO),
        ("number/wrong-value", Policy.DIGEST, 0.9, Severity.MAJOR),
        ("number/wrong-date", Policy.FULL, 0.9, Severity.MAJOR),
        ("number/approximation", Policy.FULL, 0.9, Severity.MINOR),
        ("number/missing-value", Policy.FULL, 0.4, Severity.MINOR),
        ("number/missing-value", Policy.DIGEST, 0.9, Severity.INFO),
        ("number/extra-value", Policy.FULL, 0.9, Severity.INFO),
        ("name/wrong-place", Policy.DIGEST, 0.9, Severity.MAJOR),
        ("untranslated/passage", Policy.FULL, 0.9, Severity.MAJOR),
        ("repeated/words", Policy.FULL, 0.9, Severity.MINOR),
        ("leftover/encoding", Policy.FULL, 0.9, Severity.MAJOR),
        ("leftover/encoding", Policy.FULL, 0.5, Severity.MINOR),
        ("attribution/", Policy.FULL, 0.9, Severity.INFO),
        ("moved/elsewhere", Policy.FULL, 0.9, Severity.INFO),
        ("blank/not-known", Policy.FULL, 0.9, Severity.CRITICAL),
        ("blank/", Policy.FULL, 0.98, Severity.CRITICAL),
        ("blank/", Policy.DIGEST, 0.98, Severity.CRITICAL),
        ("truncated/", Policy.DIGEST, 0.85, Severity.CRITICAL),
        ("omission/", Policy.FULL, 0.9, Severity.MAJOR),
        ("omission/", Policy.FULL, 0.3, Severity.MINOR),
        ("omission/", Policy.DIGEST, 0.9, Severity.INFO),
        ("omission/", Policy.DIGEST, 0.3, Severity.INFO),
        ("addition/", Policy.FULL, 0.9, Severity.MINOR),
    ],
)
def test_the_policy_decides_how_much_a_finding_matters(
    key: str, policy: Policy, confidence: float, expected: Severity
) -> None:
    category, _, rule = key.partition("/")
    assert severity(Category(category), policy, confidence, rule=rule) is expected


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        ("", Severity.INFO),
        ("in the last week of May", Severity.INFO),
        ("五月的最后一周里", Severity.INFO),
        ("because the council had asked for it twice", Severity.MINOR),
        ("因为市议会已经两次就此提出了要求", Severity.MINOR),
    ],
)
def test_a_digest_may_leave_out_a_few_words_of_a_sentence(lost: str, expected: Severity) -> None:
    def judged(policy: Policy) -> Severity:
        return severity(Category.OMISSION, policy, 0.9, rule="clause", lost=lost)

    assert judged(Policy.DIGEST) is expected
    assert judged(Policy.FULL) is Severity.MAJOR


def test_every_severity_is_of_a_rule_that_there_is() -> None:
    for table in SEVERITIES.values():
        assert {*table} <= {*KEYS}
        assert {*table} >= {category.value for category in Category}


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize(("category", "rule"), FOUND)
@given(low=st.floats(0, 1), high=st.floats(0, 1))
@settings(deadline=None, max_examples=20)
def test_a_surer_finding_never_matters_less(
    category: str, rule: str, policy: Policy, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    surer, other = (severity(Category(category), policy, c, rule=rule) for c in (high, low))
    assert surer.rank <= other.rank


@pytest.mark.parametrize(("category", "rule"), FOUND)
def test_a_digest_is_never_judged_harder_than_a_full_translation(category: str, rule: str) -> None:
    for confidence in (0.1, 0.9):
        digest, full = (
            severity(Category(category), policy, confidence, rule=rule)
            for policy in (Policy.DIGEST, Policy.FULL)
        )
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
