from __future__ import annotations

import pytest
from helpers.required import required_in_ci


@pytest.mark.parametrize("there", [True, lambda: True])
def test_what_is_there_lets_a_test_run(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    required_in_ci("a program", there)


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_what_is_absent_skips_a_test(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", value)
    with pytest.raises(pytest.skip.Exception, match="needs a program"):
        required_in_ci("a program", False)


@pytest.mark.parametrize("value", ["true", "1"])
def test_what_is_absent_fails_a_test_in_ci(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", value)
    with pytest.raises(pytest.fail.Exception, match="every run in CI"):
        required_in_ci("a program", lambda: False)
