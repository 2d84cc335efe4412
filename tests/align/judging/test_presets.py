from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.commands import run
from helpers.folders import CASES_FOLDER

from duizhao.align.judging.policy import Policy
from duizhao.align.judging.presets import NO_PRESET, PRESETS, guess_preset, preset_settings
from duizhao.align.judging.rules import Rule
from duizhao.align.judging.settings import NO_SETTINGS, Settings
from duizhao.align.judging.settings_file import read_settings
from duizhao.corpora.alignment import Severity
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.corpora.reading.read import document_from_text, read_document
from duizhao.errors import UnknownNameError

CASES = json.loads((CASES_FOLDER / "presets.json").read_text("utf-8"))
TEXTS = {
    case["kind"]: (case["one"] * case["times"], case["other"] * case["times"]) for case in CASES
}


def _made(lines: list[str]) -> Document:
    return document_from_text("\n\n".join(lines), presplit=True)


@pytest.mark.parametrize("kind", list(TEXTS))
def test_the_kind_of_a_text_is_told_from_both_sides(kind: str | None) -> None:
    one, other = (_made(lines) for lines in TEXTS[kind])
    assert guess_preset(one, other) == guess_preset(other, one) == kind
    plain = _made(TEXTS[None][1])
    assert guess_preset(one, plain) is None


def test_subtitles_are_told_from_their_cues(tmp_path: Path) -> None:
    cues = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n2\n00:00:03,000 --> 00:00:04,000\n{}\n"
    files = [tmp_path / "en.srt", tmp_path / "zh.srt"]
    files[0].write_text(cues.format("Mind the step.", "It is wet."), encoding="utf-8")
    files[1].write_text(cues.format("小心台阶。", "地是湿的。"), encoding="utf-8")
    assert guess_preset(*map(read_document, files)) == "subtitles"


def test_a_named_preset_may_say_the_policy_and_the_settings_go_before_it() -> None:
    assert Settings(preset="documentation").asked_policy is Policy.FULL
    assert Settings(Policy.DIGEST, "documentation").asked_policy is Policy.DIGEST
    assert Settings(preset="news").asked_policy is None
    assert NO_SETTINGS.asked_policy is None


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_says_something_that_the_catalogue_does_not(name: str) -> None:
    chosen = Settings(preset=name)
    differs = [
        rule
        for rule in Rule
        for policy in Policy
        if chosen.ignores(rule, policy, 1.0)
        or chosen.severity(rule, policy)
        not in (None, (rule.full if policy is Policy.FULL else rule.digest)[0])
    ]
    assert differs
    assert preset_settings(name).preset is None


def test_what_the_user_says_goes_before_the_preset() -> None:
    law = Settings(preset="law")
    assert law.severity(Rule.APPROXIMATION, Policy.FULL) is Severity.MAJOR
    assert law.ignores(Rule.PRONOUN, Policy.FULL, 1.0)
    own = read_settings(
        'preset = "law"\n[severity]\nnumber = "info"\nattribution = "minor"\n'
        '[least-confidence]\n"addition" = 0.7'
    )
    assert own.severity(Rule.APPROXIMATION, Policy.FULL) is Severity.INFO
    assert not own.ignores(Rule.PRONOUN, Policy.FULL, 1.0)
    assert own.ignores(Rule.ADDED_SENTENCES, Policy.FULL, 0.6)
    assert own.severity(Rule.ADDED_SENTENCES, Policy.FULL) is Severity.MAJOR


def test_no_preset_is_as_nothing_chosen() -> None:
    none = Settings(preset=NO_PRESET)
    for rule in Rule:
        assert none.severity(rule, Policy.FULL) is None
        assert not none.ignores(rule, Policy.FULL, 0.0)
    assert none.signature == NO_SETTINGS.signature == replace(NO_SETTINGS, preset="law").signature
    with pytest.raises(UnknownNameError, match="laws"):
        Settings(preset="laws")


def test_the_result_tells_which_preset_and_whether_it_was_guessed(tmp_path: Path) -> None:
    files = []
    for name, lines in zip(("zh.txt", "en.txt"), TEXTS["law"], strict=True):
        files.append(tmp_path / name)
        files[-1].write_text("\n\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    said = run("align", *files, "-o", out)
    assert "as a law (guessed; another with --preset)" in said.stdout
    told = read_alignment(out / "alignment.json")
    assert (told.preset, told.preset_guessed) == ("law", True)
    assert "|preset:law|" in told.signature

    said = run("align", *files, "-o", out, "--preset", "subtitles", "--json")
    assert json.loads(said.stdout)["preset"] == "subtitles"
    told = read_alignment(out / "alignment.json")
    assert (told.preset, told.preset_guessed) == ("subtitles", False)

    run("align", *files, "-o", out, "--preset", "none", "--format", "json")
    told = read_alignment(out / "alignment.json")
    assert (told.preset, told.preset_guessed) == ("", False)
