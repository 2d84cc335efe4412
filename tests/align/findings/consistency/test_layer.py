"""What one text translates in two ways: one finding with all its places."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from helpers.linked_pairs import check_places, linked

from duizhao.align.findings.consistency.layer import inconsistent
from duizhao.align.findings.find import find_all
from duizhao.align.judging.policy import Policy

ROWS = json.loads((CASES_FOLDER / "two_ways.json").read_text("utf-8"))


@pytest.mark.parametrize("case", ROWS, ids=[case["label"] for case in ROWS])
def test_cases(case: dict[str, Any]) -> None:
    langs = case.get("langs", ["en", "zh"])
    made = linked(case["source"], case["target"], (langs[0], langs[1]))
    hits = list(inconsistent(made))
    check_places(hits, made)
    found = find_all(
        made.documents, made.beads, made.encoder, Policy.FULL, layers={"two ways": inconsistent}
    ).findings
    shown = []
    for finding in found:
        name, ways = finding.evidence.get("name", ""), finding.evidence["ways"]
        parts = [finding.rule, name, *(ways if isinstance(ways, list) else ())]
        shown.append(" ".join(str(part) for part in parts if part))
    assert shown == case["found"]
    for finding in found:
        places = finding.evidence["places"]
        assert isinstance(places, list)
        assert len(places) == 2 * len(hits)
        assert finding.severity.value == "info"
        assert finding.its == "inconsistency"
