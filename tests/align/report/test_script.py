"""The page's script without a page: its own tests, in Node.js, and what Python hands to it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.ferry import every
from helpers.folders import ROOT
from helpers.required import required_in_ci
from lxml import html

from duizhao.align.report.html.page import render_report

SCRIPT = ROOT / "align" / "report" / "html" / "script"
FILES = sorted((Path(__file__).parent / "script").glob("*.test.mjs"))


def node(*words: str | Path) -> str:
    required_in_ci("Node.js (apt-get install nodejs)", shutil.which("node") is not None)
    done = subprocess.run(["node", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])
def test_the_scripts_own_tests_pass(file: Path) -> None:
    assert "pass 0" not in node("--test", file)


@pytest.fixture(scope="module")
def data() -> Any:
    """What the page carries for its script."""
    (first, *rest) = every().findings
    told = replace(first, decision="dismissed", comment="as printed")
    page: Any = html.fromstring(render_report(replace(every(), findings=(told, *rest))).encode())
    return json.loads(page.xpath("string(//script[@id='data'])"))


def described(name: str) -> set[str]:
    """Return the fields of a type, as the modules know them."""
    text = (SCRIPT / "types.d.ts").read_text("utf-8")
    (found,) = re.findall(rf"interface {name}\b[^{{]*\{{(.*?)\n\}}", text, re.DOTALL)
    return set(re.findall(r"^  (\w+)\??:", found, re.MULTILINE))


def test_the_types_describe_what_python_writes(data: Any) -> None:
    texts = {"source", "target"}
    assert set(data) == described("PageData")
    assert set(data["beads"]) == described("BeadColumns")
    assert data["findings"]
    assert data["beads"]["moves"]
    for finding in data["findings"].values():
        assert set(finding) == described("FindingData") | texts
        assert set(finding["place"]) == texts
    for move in data["beads"]["moves"].values():
        assert set(move) == described("Move")


def test_the_script_reads_what_python_writes(data: Any, tmp_path: Path) -> None:
    (tmp_path / "data.json").write_text(json.dumps(data), "utf-8")
    (tmp_path / "read.mjs").write_text(
        f"""
        import {{ readFileSync }} from "node:fs";
        import {{ Beads }} from "{(SCRIPT / "beads.js").as_uri()}";
        import {{ Decisions }} from "{(SCRIPT / "decisions.js").as_uri()}";
        const data = JSON.parse(readFileSync("{(tmp_path / "data.json").as_posix()}", "utf-8"));
        const {{ list }} = new Beads(data.beads, data.lengths.length - 1);
        const made = [...new Decisions(data.findings).made];
        console.log(JSON.stringify({{ list, made }}));
        """,
        "utf-8",
    )
    read = json.loads(node(tmp_path / "read.mjs"))
    assert read["made"] == [["F001", {"decision": "dismissed", "comment": "as printed"}]]
    for i, (said, bead) in enumerate(zip(read["list"], every().beads, strict=True), 1):
        assert (said["id"], said["row"], said["document"]) == (f"r{i}", i, bead.source_document)
        assert said["source"] == [f"d{bead.source_document}-{n}" for n in bead.source]
        assert said["target"] == [f"d1-{n}" for n in bead.target]
        assert said["linked"] == (not bead.is_null)
        assert said["probability"] == pytest.approx(bead.probability, abs=1e-3)
        assert said["similarity"] == pytest.approx(bead.similarity, abs=1e-3)
        assert ("move" in said) == (said["state"] == "moved") == bead.moved
    assert {said["flaw"] for said in read["list"]} == {"", "blank", "clause"}
