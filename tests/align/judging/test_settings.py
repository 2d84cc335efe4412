"""Settings files: what they say, what they refuse, and what becomes of findings."""

from __future__ import annotations

import json
import re
import runpy
import time
from pathlib import Path
from typing import Any

import pytest
from helpers.commands import refused, run, sample
from helpers.folders import CASES_FOLDER, ROOT
from helpers.hash_encoder import HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from duizhao.align.findings.find import Found, find_all
from duizhao.align.judging.policy import Policy
from duizhao.align.judging.rules import Rule
from duizhao.align.judging.settings import NO_SETTINGS, Choices, Settings, Span
from duizhao.align.judging.settings_file import LONGEST_REGEX, read_settings
from duizhao.align.pipeline import align_files
from duizhao.corpora.alignment import Bead, Category, Place, Severity
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.corpora.reading.read import ReadOptions, document_from_text
from duizhao.errors import InputError

CASES = json.loads((CASES_FOLDER / "settings_refused.json").read_text("utf-8"))

FULL = """
policy = "full"
preset = "news"
ignore = "moved"

[severity]
omission = "critical"
"omission/clause" = "info"

[least-confidence]
number = 0.4
"number/wrong-value" = 0

[digest]
ignore = ["name"]
severity = { omission = "minor" }

[[ignore-span]]
text = "All rights reserved."
side = "source"
category = ["omission", "addition/clause"]

[[ignore-span]]
regex = '第\\d{1,3}页'
"""


def test_a_file_says_all_that_it_may() -> None:
    read = read_settings(FULL)
    assert read == Settings(
        Policy.FULL,
        "news",
        Choices(
            {"omission": Severity.CRITICAL, "omission/clause": Severity.INFO},
            {"number": 0.4, "number/wrong-value": 0.0},
            frozenset({"moved"}),
        ),
        {Policy.DIGEST: Choices({"omission": Severity.MINOR}, {}, frozenset({"name"}))},
        (
            Span(
                "All rights reserved.", False, "source", frozenset({"omission", "addition/clause"})
            ),
            Span(r"第\d{1,3}页", True),
        ),
    )
    assert read_settings("") == NO_SETTINGS


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_what_is_not_known_is_refused_in_one_sentence(case: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        read_settings(case["toml"], "house.toml")
    message = str(caught.value)
    assert message.startswith("house.toml")
    assert "\n" not in message
    assert "expected" in message
    for words in case["says"]:
        assert words in message


def test_a_regular_expression_has_a_longest() -> None:
    read_settings(f"[[ignore-span]]\nregex = '{'a' * LONGEST_REGEX}'")
    with pytest.raises(InputError, match="201 characters; expected at most 200"):
        read_settings(f"[[ignore-span]]\nregex = '{'a' * (LONGEST_REGEX + 1)}'")


def assert_read_or_refused(text: str) -> None:
    said = ""
    try:
        said = read_settings(text).signature
    except InputError as error:
        said = str(error)
    assert re.fullmatch(r"(set:[0-9a-f]{12})?|the settings.*expected .*", said, re.DOTALL)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert_read_or_refused(text)


JSON = st.recursive(
    st.one_of(st.booleans(), st.integers(-2, 2), st.sampled_from(["minor", "moved", "x", ""])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["text", "moved"]), inner)
    ),
    max_leaves=4,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["policy", "ignore", "severity", "least-confidence", "ignore-span", "full", "digest"]
        ),
        JSON,
    )
)
def test_any_value_is_read_or_refused(table: dict[str, Any]) -> None:
    lines = [f"{key} = {toml(value)}" for key, value in table.items()]
    assert_read_or_refused("\n".join(lines))


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    return json.dumps(value)


SOURCE = "Alpha one walked home. Beta two stayed there. Gamma three slept. Delta four sang."
TARGET = "甲一走回了家。乙二说，，原因不明。丁四大声歌唱。"
BEADS = (Bead((0,), (0,)), Bead((1,), (1,)), Bead((2,), (), 0.98), Bead((3,), (2,)))


def found(toml_text: str, policy: Policy = Policy.FULL) -> Found:
    documents = (
        document_from_text(SOURCE, lang="en", path="a.txt"),
        document_from_text(TARGET, lang="zh", path="b.txt"),
    )
    return find_all(documents, BEADS, HashEncoder(), policy, settings=read_settings(toml_text))


def severities(result: Found) -> dict[str, str]:
    return {
        f"{f.category.value}/{f.rule}": f.severity.value
        for f in result.findings
        if f.category in (Category.BLANK, Category.OMISSION)
    }


BLANK, SENTENCES = "blank/doubled-punctuation", "omission/sentences"


@pytest.mark.parametrize(
    ("toml_text", "policy", "expected"),
    [
        ("", "full", {BLANK: "major", SENTENCES: "major"}),
        ("", "digest", {BLANK: "major", SENTENCES: "info"}),
        ('severity = {blank = "minor"}', "full", {BLANK: "minor", SENTENCES: "major"}),
        (
            'severity = {omission = "critical"}',
            "digest",
            {BLANK: "major", SENTENCES: "critical"},
        ),
        (
            'severity = {omission = "info", "omission/sentences" = "minor"}',
            "full",
            {BLANK: "major", SENTENCES: "minor"},
        ),
        (
            '[severity]\nomission = "info"\n[digest.severity]\nomission = "minor"',
            "digest",
            {BLANK: "major", SENTENCES: "minor"},
        ),
        (
            '[severity]\nomission = "info"\n[digest.severity]\nomission = "minor"',
            "full",
            {BLANK: "major", SENTENCES: "info"},
        ),
        ("least-confidence = {omission = 0.99}", "full", {BLANK: "major"}),
        ("least-confidence = {omission = 0.1}", "full", {BLANK: "major", SENTENCES: "major"}),
        (
            'least-confidence = {omission = 0.99, "omission/sentences" = 0.1}',
            "full",
            {BLANK: "major", SENTENCES: "major"},
        ),
        ('ignore = ["omission"]', "full", {BLANK: "major"}),
        ('ignore = ["omission/clause"]', "full", {BLANK: "major", SENTENCES: "major"}),
        ('[digest]\nignore = ["omission"]', "full", {BLANK: "major", SENTENCES: "major"}),
        ('[digest]\nignore = ["omission"]', "digest", {BLANK: "major"}),
        ('ignore-span = [{text = "Gamma three  slept."}]', "full", {BLANK: "major"}),
        (
            'ignore-span = [{text = "Gamma three slept."}]',
            "digest",
            {BLANK: "major"},
        ),
        (
            'ignore-span = [{text = "Gamma three slept.", side = "target"}]',
            "full",
            {BLANK: "major", SENTENCES: "major"},
        ),
        (
            'ignore-span = [{text = "Gamma three slept.", category = "blank"}]',
            "full",
            {BLANK: "major", SENTENCES: "major"},
        ),
        ('ignore-span = [{text = "three"}]', "full", {BLANK: "major", SENTENCES: "major"}),
        ("ignore-span = [{regex = '说，+原'}]", "full", {SENTENCES: "major"}),
        ("ignore-span = [{regex = '说，+原', side = 'source'}]", "full", None),
        ("ignore-span = [{regex = '[A-Z]\\w+ three slept'}]", "full", None),
    ],
)
def test_settings_decide_what_is_reported_and_how(
    toml_text: str, policy: str, expected: dict[str, str] | None
) -> None:
    plain = found("", Policy(policy))
    result = found(toml_text, Policy(policy))
    assert severities(result) == (severities(plain) if expected is None else expected)
    assert len(result.findings) + result.ignored == len(plain.findings)
    assert [f.id for f in result.findings] == [f"F{n + 1:03}" for n in range(len(result.findings))]


def test_a_brace_that_counts_nothing_stands_for_itself() -> None:
    (span,) = read_settings("ignore-span = [{regex = '{name}'}]").spans
    text = "Dear {name}, hello."
    assert span.covers(Place(0, 6, 10, "name"), text)
    assert not span.covers(Place(0, 0, 4, "Dear"), text)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("(a+)+b", "a" * 5000),
        ("(a|a){9}b", "a" * 100_000),
        ("a?a?a?a?a?a?a?a?aaaaaaaab", "a" * 100_000),
        (".*.*.*x", "a" * 100_000),
        (r"(a.*)b\1", "ab" * 10_000),
    ],
)
def test_a_costly_regular_expression_costs_so_much_and_no_more(expression: str, text: str) -> None:
    # A fast machine may find what there is to find within the time: the last one fits.
    (span,) = read_settings(f"ignore-span = [{{regex = '{expression}'}}]").spans
    before = time.process_time()
    covered = [span.covers(Place(0, at, at + 1, text[at]), text, seconds=0.1) for at in (1, 5)]
    assert time.process_time() - before < 5
    assert not any(covered) or re.search(expression, text[:100])


def test_a_regular_expression_that_takes_too_long_spares_nothing_and_is_told_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert not Span("(a+)+b|a", True).covers(Place(0, 1, 2, "a"), "a" * 5000, seconds=0.05)
    assert "'(a+)+b|a' takes more than 0.05 seconds" in caplog.text


def test_a_regular_expression_may_fit_far_more_than_the_finding() -> None:
    text = "Notes: " + "All of this stands there on purpose. " * 900 + "End of notes."
    assert Span("(?s)Notes:.*End of notes", True).covers(
        Place(0, 9000, 9040, text[9000:9040]), text
    )
    assert Span(r"第\d{1,3}页\b", True).covers(Place(0, 3, 8, "第１２３页"), "他说。第１２３页 完")


def test_equal_meaning_has_an_equal_signature() -> None:
    one = read_settings('ignore = ["moved", "name"]\n[severity]\nnumber = "minor"')
    other = read_settings('severity = {number = "minor"}\nignore = ["name", "moved", "name"]')
    assert one.signature == other.signature
    assert re.fullmatch("set:[0-9a-f]{12}", one.signature)
    assert read_settings('policy = "full"').signature == NO_SETTINGS.signature == ""
    different = [
        read_settings(text).signature
        for text in (
            'ignore = ["moved"]',
            '[full]\nignore = ["moved"]',
            '[digest]\nignore = ["moved"]',
            'severity = {moved = "minor"}',
            "least-confidence = {moved = 0.5}",
            "least-confidence = {moved = 0.6}",
            "ignore-span = [{text = 'moved'}]",
            "ignore-span = [{regex = 'moved'}]",
            "ignore-span = [{text = 'moved', side = 'target'}]",
            "ignore-span = [{text = 'moved', category = 'moved'}]",
        )
    ]
    assert len(set(different)) == len(different)


def test_every_finding_of_the_sample_has_a_rule_of_the_catalogue(
    tmp_path: Path,
) -> None:
    every = ReadOptions(align_all=True)
    for paths in (sample(tmp_path), sample(tmp_path)[::-1]):
        alignment = align_files(*paths, encoder=HashEncoder(), source=every, target=every)
        assert alignment.findings
        for finding in alignment.findings:
            assert Rule(f"{finding.category.value}/{finding.rule}").sign


def test_the_command_and_the_library_take_a_file(tmp_path: Path) -> None:
    paths = sample(tmp_path)
    file = tmp_path / "house.toml"
    file.write_text('policy = "full"\nignore = ["blank", "omission"]\n', encoding="utf-8")
    result = run(
        "align", *paths, "-o", tmp_path / "out", "--settings", file, "--json", "--no-cache"
    )
    assert result.returncode == 0, result.stderr
    summary = json.loads(result.stdout)
    assert summary["ignored"] > 0
    assert summary["policy"] == "full"
    assert Settings.load(file).signature in summary["signature"].split("|")
    assert {"blank", "omission"}.isdisjoint(f["category"] for f in summary["findings"])
    written = read_alignment(tmp_path / "out" / "alignment.json")
    assert written.ignored == summary["ignored"]
    assert written.signature == summary["signature"]
    overruled = align_files(
        *paths, encoder=HashEncoder(), settings=Settings.load(file), policy="digest"
    )
    assert overruled.policy == "digest"
    assert overruled.ignored > 0


def test_a_file_that_cannot_be_used_stops_the_command_before_any_work(tmp_path: Path) -> None:
    paths = sample(tmp_path)
    file = tmp_path / "house.toml"
    file.write_text("[severity]\nblanks = 'minor'\n", encoding="utf-8")
    for given_file, words in ((file, "did you mean 'blank'?"), (tmp_path / "none", "cannot read")):
        refused(run("align", *paths, "-o", tmp_path / "out", "--settings", given_file), words)
    assert not (tmp_path / "out").exists()


def test_the_documentation_lists_every_rule_and_its_example_can_be_read() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    made = runpy.run_path(str(ROOT / "docs" / "make_settings.py"))
    assert made["table"]() in page, "python3 run.py docs"
    assert made["updated"](page) == page
    for name in ("docs/settings.md", "docs/tutorials/documentation.md"):
        examples = re.findall(
            r"```toml\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL
        )
        assert examples
        for example in examples:
            assert read_settings(example) != NO_SETTINGS
