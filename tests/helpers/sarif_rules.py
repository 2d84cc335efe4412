"""What SARIF 2.1.0 demands of a log, as far as findings in texts need it.

After https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; numbers are its sections.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

__all__ = ["check_sarif"]

# RFC 3986: what may stand in a URI, percent-encoding whole.
_URI = re.compile(r"(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})+")
_KNOWN = {
    "log": {"$schema", "version", "runs"},
    "run": {
        *("tool", "invocations", "language", "columnKind", "artifacts", "results"),
        "properties",
    },
    "invocation": {"executionSuccessful", "toolExecutionNotifications"},
    "notification": {"level", "message", "properties"},
    "driver": {"name", "version", "semanticVersion", "rules"},
    "rule": {"id", "name", "shortDescription", "defaultConfiguration", "properties"},
    "artifact": {"location", "encoding", "hashes", "properties"},
    "result": {
        *("ruleId", "ruleIndex", "level", "rank", "message", "locations", "relatedLocations"),
        *("suppressions", "properties"),
    },
    "location": {"id", "physicalLocation", "message"},
    "physical": {"artifactLocation", "region"},
    "region": {"startLine", "endLine", "charOffset", "charLength", "snippet"},
}


def check_sarif(log: dict[str, Any]) -> None:
    """Check that a log follows the standard.

    :param log: The log, as JSON types.
    """
    only("log", log)
    assert log["version"] == "2.1.0"  # 3.13.2
    assert len(log["runs"]) == 1
    run = log["runs"][0]
    only("run", run)
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}  # 3.14.17
    assert re.fullmatch(r"[a-z]{2}(-[A-Za-z]+)?", run["language"])  # 3.14.7
    (invocation,) = run["invocations"]
    only("invocation", invocation)
    notes = invocation.get("toolExecutionNotifications", [])
    assert invocation["executionSuccessful"] is (not notes)  # 3.20.14, required
    for note in notes:
        only("notification", note)
        assert note["level"] in {"none", "note", "warning", "error"}  # 3.58.6
        assert note["message"]["text"]  # 3.11.8
    driver = run["tool"]["driver"]
    only("driver", driver)
    assert driver["name"]  # 3.19.8
    assert re.fullmatch(r"\d+\.\d+\.\d+(?:[-+].+)?", driver["semanticVersion"])  # 3.19.12
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)  # 3.49.3: ids are unique
    for rule in driver["rules"]:
        only("rule", rule)
        assert rule["shortDescription"]["text"]  # 3.12.3
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
        tags = rule["properties"]["tags"]
        assert len(set(tags)) == len(tags)  # 3.8.2
    for artifact in run["artifacts"]:
        only("artifact", artifact)
        check_uri(artifact["location"]["uri"])
    for result in run["results"]:
        check_result(result, ids, run["artifacts"])


def check_result(result: dict[str, Any], ids: list[str], artifacts: list[Any]) -> None:
    """Check one result: 3.27."""
    only("result", result)
    assert ids[result["ruleIndex"]] == result["ruleId"]  # 3.27.6
    assert result["level"] in {"none", "note", "warning", "error"}
    assert 0 <= result["rank"] <= 100  # 3.27.25
    assert result["message"]["text"]  # 3.11.8
    assert len(result["locations"]) == 1  # 3.27.12: more only if all must change
    for suppression in result.get("suppressions", []):
        assert suppression["kind"] in {"inSource", "external"}  # 3.35.2
        assert suppression["status"] in {"accepted", "underReview", "rejected"}
    for location in (*result["locations"], *result.get("relatedLocations", [])):
        check_location(location, artifacts)
    related = [location["id"] for location in result.get("relatedLocations", [])]
    assert len(set(related)) == len(related)  # 3.28.2
    assert all(type(number) is int and number >= 0 for number in related)


def check_location(location: dict[str, Any], artifacts: list[Any]) -> None:
    """Check one location: 3.28 to 3.30."""
    only("location", location)
    physical = location["physicalLocation"]
    only("physical", physical)
    where = physical["artifactLocation"]
    assert artifacts[where["index"]]["location"]["uri"] == where["uri"]  # 3.4.5
    region = physical["region"]
    only("region", region)
    assert region["charOffset"] >= 0  # 3.30.9
    assert region["charLength"] >= 0  # 3.30.10
    if "startLine" in region:
        assert region["startLine"] >= 1  # 3.30.5
        assert region.get("endLine", region["startLine"]) >= region["startLine"]
    else:
        assert "endLine" not in region
    if "snippet" in region:
        assert len(region["snippet"]["text"])


def check_uri(uri: str) -> None:
    """Check a URI reference: 3.10.1; no backslash, no space, encoded bytes."""
    assert _URI.fullmatch(uri), uri
    assert urlsplit(uri).scheme in {"", "file"}, uri


def only(what: str, value: dict[str, Any]) -> None:
    """Check that an object has no property that the schema would refuse."""
    assert set(value) <= _KNOWN[what], (what, set(value) - _KNOWN[what])
