from __future__ import annotations

import pytest
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.blanks.gaps import CONFIDENCES
from duizhao.align.judging.policy import Policy, choose_policy, severity
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Category, Severity


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
        ("attribution", Policy.FULL, 0.9, Severity.INFO),
        ("moved/elsewhere", Policy.FULL, 0.9, Severity.INFO),
        ("blank", Policy.FULL, 0.98, Severity.CRITICAL),
        ("blank", Policy.DIGEST, 0.98, Severity.CRITICAL),
        ("truncated", Policy.DIGEST, 0.85, Severity.CRITICAL),
        ("omission", Policy.FULL, 0.9, Severity.MAJOR),
        ("omission", Policy.FULL, 0.3, Severity.MINOR),
        ("omission", Policy.DIGEST, 0.9, Severity.INFO),
        ("omission", Policy.DIGEST, 0.3, Severity.INFO),
        ("addition", Policy.FULL, 0.9, Severity.MINOR),
    ],
)
def test_the_policy_decides_how_much_a_finding_matters(
    key: str, policy: Policy, confidence: float, expected: Severity
) -> None:
    assert severity(Rule(key), policy, confidence) is expected


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
        return severity(Rule.OMITTED_CLAUSE, policy, 0.9, lost=lost)

    assert judged(Policy.DIGEST) is expected
    assert judged(Policy.FULL) is Severity.MAJOR


def test_the_rows_stand_by_category_and_each_has_its_names() -> None:
    assert [rule.value for rule in Rule if not rule.sign] == [each.value for each in Category]
    order = [list(Category).index(rule.category) for rule in Rule]
    assert order == sorted(order)
    for rule in Rule:
        assert rule.parent in (rule, Rule(rule.value.rpartition("/")[0] or rule.value))
        assert bool(rule.en) == bool(rule.zh) == bool(rule.sign)


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("rule", Rule)
@given(low=st.floats(0, 1), high=st.floats(0, 1))
@examples(20)
def test_a_surer_finding_never_matters_less(
    rule: Rule, policy: Policy, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    surer, other = (severity(rule, policy, c) for c in (high, low))
    assert surer.rank <= other.rank


@pytest.mark.parametrize("rule", Rule)
def test_a_digest_is_never_judged_harder_than_a_full_translation(rule: Rule) -> None:
    for confidence in (0.1, 0.9):
        digest, full = (
            severity(rule, policy, confidence) for policy in (Policy.DIGEST, Policy.FULL)
        )
        assert digest.rank >= full.rank


@pytest.mark.parametrize("rule", CONFIDENCES)
def test_every_kind_of_gap_has_a_severity(rule: Rule) -> None:
    assert severity(rule, Policy.DIGEST, 1.0) is Severity.CRITICAL


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_coverage_never_makes_a_digest(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert not (choose_policy(low) is Policy.FULL and choose_policy(high) is Policy.DIGEST)
    assert choose_policy(0.0) is Policy.DIGEST
    assert choose_policy(1.0) is Policy.FULL
