"""``duizhao doctor`` as a user runs it: what is here, what is not, and the way to it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from helpers.commands import run, run_process

from duizhao import __version__
from duizhao.models.catalogue import CATALOGUE

pytestmark = pytest.mark.wheel


def test_it_says_what_is_here(tmp_path: Path) -> None:
    result = run("doctor", "--ui", "en", cache=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"duizhao {__version__}, ")
    assert str(tmp_path) in result.stdout
    assert result.stdout.endswith("All that the main job needs is here.\n")


def test_json_has_every_model_and_extra() -> None:
    found = json.loads(run("doctor", "--json").stdout)
    assert found["usable"] is True
    assert found["version"] == __version__
    kinds = {sign["kind"] for sign in found["signs"]}
    assert kinds == {"needed", "extra", "encoder", "program", "place"}
    encoders = [sign["name"] for sign in found["signs"] if sign["kind"] == "encoder"]
    assert encoders == [model.name for model in CATALOGUE]
    for sign in found["signs"]:
        assert sign["state"] in {"ok", "missing", "old"}
        if sign["kind"] in {"needed", "extra", "encoder"}:
            assert bool(sign["get"]) == (sign["state"] != "ok"), sign


def test_it_speaks_chinese() -> None:
    chinese = run("doctor", "--ui", "zh").stdout
    assert "必需的包" in chinese
    assert chinese.endswith("主要功能所需的一切都已就绪。\n")
    assert not re.search("needed by|not here|place", chinese)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which duizhao's metadata ask for what is not there."""
    asked = [
        "click>=8",
        "numpy>=99.1",
        "tomli>=2.0; python_version < '3.11'",
        'no-such-package>=1.2; extra == "ghost"',
    ]
    lines = ["Metadata-Version: 2.1", "Name: duizhao", f"Version: {__version__}"]
    lines += [f"Requires-Dist: {line}" for line in asked]
    folder = tmp_path / f"duizhao-{__version__}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path)}


def test_what_is_missing_or_too_old_comes_with_its_pip_line(
    environment: dict[str, str], tmp_path: Path
) -> None:
    # Elsewhere than in a checkout, where an editable install leaves metadata of its own.
    result = run_process("doctor", "--json", environment=environment, folder=tmp_path)
    assert result.returncode == 1
    found = json.loads(result.stdout)
    assert found["usable"] is False
    signs = {s["name"]: s for s in found["signs"] if s["kind"] in {"needed", "extra"}}
    assert set(signs) == {"click", "numpy", "no-such-package"} | (
        {"tomli"} if sys.version_info < (3, 11) else set()
    )
    assert signs["click"]["state"] == "ok"
    assert signs["numpy"]["state"] == "old"
    assert signs["numpy"]["get"] == "pip install 'numpy>=99.1'"
    assert signs["no-such-package"]["get"] == "pip install 'duizhao[ghost]'"
    said = run_process("doctor", "--ui", "en", environment=environment, folder=tmp_path)
    assert b"get it with: pip install 'duizhao[ghost]'" in said.stdout


def test_a_folder_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    result = run("doctor", "--ui", "en", cache=tmp_path / "file" / "cache")
    assert result.returncode == 1
    assert "no right to write" in result.stdout
