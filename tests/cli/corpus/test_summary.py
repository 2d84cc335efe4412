"""What ``duizhao corpus run`` says of a run, and with which status it ends."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

import pytest
from helpers.commands import run
from helpers.small_corpus import InProcess

import duizhao.align.corpus.run  # noqa: F401 - it is to know the engine that is replaced below
from duizhao.align.corpus.engines import local
from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.findings import FindingDecision, context_of
from duizhao.align.decisions.links import LinkDecision
from duizhao.corpora.exchange.alignment_json import read_alignment

EN = [
    "# Copies",
    "Run `backup now` before each update.",
    "Keep three copies in different places, and test each of them once a month.",
    "If a copy cannot be read, the program tells you which file is damaged.",
    "Old copies are deleted after ninety days, unless you mark them to be kept.",
]
ZH = [
    "# 备份",
    "每次更新之前请运行 `backup now`。",
    "请在不同地点保存三份副本，并每月测试一次。",
    "如果某份副本无法读取，程序会告诉您哪个文件已损坏。",
    "旧副本会在九十天后删除，除非您将其标记为保留。",
]
PATTERN = ("--pattern", "{lang}/*.md", "--source-lang", "en")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(local, "LocalEngine", lambda *_: InProcess())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, lines: list[str]) -> None:
    file = Path(name)
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def do(*more: object, target: str = "zh") -> subprocess.CompletedProcess[str]:
    return run("corpus", "run", ".", *PATTERN, "--target-lang", target, "-o", "out", *more)


def test_a_page_that_fell_behind_fails_under_the_preset_for_pages() -> None:
    write("en/a.md", EN)
    write("zh/a.md", ZH[:2])
    guessed = do("--fail-on", "major")
    assert guessed.returncode == 0
    assert "policy     1 judged as digests" in guessed.stdout
    named = do("--fail-on", "major", "--preset", "documentation")
    assert named.returncode == 1
    assert "policy " not in named.stdout
    table = Path("out/documents.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(table.splitlines())
    assert json.loads(row["findings_by_rule"]) == {"omission/sentences": 1}
    assert "</span> · sentences</th>" in Path("out/index.html").read_text("utf-8")
    said = do("--fail-on", "major", "--preset", "documentation", "--policy", "digest")
    assert said.returncode == 0
    assert "policy " not in said.stdout


def dismissed(page: str) -> Decisions:
    """Return what the report of a page saves when all of its findings are dismissed."""
    alignment = read_alignment(Path("out/documents", page, "alignment.json"))
    said = []
    for finding in alignment.findings:
        source, target = (p.text if p else "" for p in (finding.source, finding.target))
        context = context_of(finding, alignment.documents)
        verdict = FindingDecision(finding.category, source, target, context, "dismissed")
        said.append(verdict)
    return Decisions(tuple(said))


def test_decisions_on_many_pages_stand_in_one_folder() -> None:
    for page, left in (("a", 4), ("b", 3)):
        write(f"en/{page}.md", EN)
        write(f"zh/{page}.md", ZH[:left])
    whole = "--preset", "documentation", "--fail-on", "major"
    assert do(*whole).returncode == 1
    dismissed("a").save("decided/a.json")
    dismissed("b").save("decided/deep/b.json")
    said = do(*whole, "--decisions", "decided")
    assert said.returncode == 0
    assert "decisions " not in said.stdout
    assert "warnings " not in said.stdout
    write("zh/b.md", ZH)
    said = do(*whole, "--decisions", "decided")
    assert said.returncode == 0
    (line,) = (line for line in said.stdout.splitlines() if line.startswith("decisions"))
    assert line.startswith("decisions  1 of 2 fit none of these documents, first: omission | ")
    assert "warnings " not in said.stdout
    told = json.loads(do(*whole, "--decisions", "decided", "--json").stdout)
    assert (told["kept"], told["decisions_left_over"]) == (2, 1)


def test_links_of_many_pages_are_obeyed_where_they_are() -> None:
    for page in "ab":
        write(f"en/{page}.md", EN[:2] if page == "a" else EN[2:])
        write(f"zh/{page}.md", ZH[:2] if page == "a" else ZH[2:])
    gone = LinkDecision("It was never said.", "从来没有说过。", confirmed=True)
    Decisions(links=(LinkDecision(EN[1], ZH[1], confirmed=False), gone)).save("links.json")
    said = do("--decisions", "links.json")
    (line,) = (line for line in said.stdout.splitlines() if line.startswith("decisions"))
    assert line.endswith("1 of 2 fit none of these documents, first: " + gone.in_short())
    beads = list(csv.DictReader(Path("out/beads.csv").read_text("utf-8-sig").splitlines()))
    pairs = {(bead["source"], bead["target"]) for bead in beads}
    assert not any("backup now" in source and "backup now" in target for source, target in pairs)
    assert (EN[2], ZH[2]) in pairs


def test_a_manifest_and_settings_say_how_a_pair_is_judged() -> None:
    write("en/a.md", EN)
    write("zh/a.md", ZH[:2])
    rows = ["source\ttarget\tpolicy\tpreset"]
    for policy, preset, told in (
        ("", "", 1),
        ("digest", "", 0),
        ("", "documentation", 0),
        ("", "news", 1),
    ):
        table = "\n".join([*rows, f"en/a.md\tzh/a.md\t{policy}\t{preset}"])
        Path("pairs.tsv").write_text(table, encoding="utf-8")
        ran = run("corpus", "run", "pairs.tsv", "-o", "out", "--json")
        assert json.loads(ran.stdout)["digests"] == told


@pytest.mark.parametrize(("word", "status"), [("missing", 1), ("major", 0), ("failed", 0)])
def test_a_page_without_a_translation_fails_if_asked(word: str, status: int) -> None:
    write("en/a.md", EN)
    write("zh/a.md", ZH)
    write("en/b.md", EN)
    assert do("--fail-on", word).returncode == status
    assert do().returncode == 0


def test_a_pair_that_failed_fails_under_every_word() -> None:
    write("en/a.md", EN)
    write("zh/a.md", ZH)
    Path("pairs.tsv").write_text(
        "id\tsource\ttarget\na\ten/a.md\tzh/a.md\nb\ten/a.md\tzh/misspelt.md\n", encoding="utf-8"
    )
    for words, status in (
        ((), 0),
        (("--fail-on", "critical"), 1),
        (("--fail-on", "missing"), 1),
        (("--fail-on", "failed"), 1),
    ):
        assert run("corpus", "run", "pairs.tsv", "-o", "out", *words).returncode == status


def test_a_run_without_a_pair_is_not_green_and_says_why() -> None:
    write("en/a.md", EN)
    write("zh/a.md", ZH)
    ran = do("--fail-on", "critical", target="zh-CN")
    assert ran.returncode == 1
    assert "no file has a counterpart: 1 fit the pattern as originals, 0 as" in ran.stderr
    assert "no file has" not in do().stderr


def test_a_translation_that_is_older_than_its_original_fails_if_asked(here: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    write("en/a.md", EN[:4])
    write("zh/a.md", ZH[:4])
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Pages"]):
        subprocess.run([*git, *words], cwd=here, check=True)
    assert do("--fail-on", "behind").returncode == 0
    write("en/a.md", EN)
    subprocess.run([*git, "commit", "-q", "-a", "-m", "More"], cwd=here, check=True)
    ran = do("--fail-on", "critical", "--fail-on", "behind")
    assert ran.returncode == 1
    assert "behind     1 translated before" in ran.stdout


def test_folders_whose_names_tell_nothing_are_told_what_pairs_them() -> None:
    write("originals/a.md", EN)
    write("translations/b.md", ZH)
    ran = run("corpus", "run", "originals", "translations", "-o", "out")
    assert "duizhao corpus pair originals translations -o pairs.tsv" in ran.stderr
    write("translations/a.md", ZH)
    assert not run("corpus", "run", "originals", "translations", "-o", "out").stderr


def test_warnings_are_told_once_a_document() -> None:
    write("en/a.md", EN)
    write("zh/a.md", EN)
    ran = run("corpus", "run", "en", "zh", "-o", "out")
    (line,) = [line for line in ran.stdout.splitlines() if line.startswith("warnings")]
    assert line.startswith("warnings   a.md: ")
    assert "looks like 'en', the language of its original" in line
