"""Files that belong together by their paths."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from duizhao.align.corpus.manifest.entry import Manifest
from duizhao.align.corpus.manifest.folders import match_folders, match_patterns
from duizhao.errors import InputError


def touched(root: Path, *names: str) -> Path:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    return root


def listed(manifest: Manifest, root: Path) -> list[tuple[str, str, str]]:
    def short(path: str) -> str:
        return Path(path).relative_to(root).as_posix() if path else ""

    return [(e.id, short(e.source), short(e.target)) for e in manifest]


def test_equal_paths_belong_together_and_then_equal_stems(tmp_path: Path) -> None:
    root = touched(
        tmp_path, "en/a.md", "en/g/b.docx", "en/c.md", "en/d.md", "en/d.txt", "en/.git/x", "en/~$b",
        "zh/a.md", "zh/g/b.txt", "zh/d.html", "zh/e.md",
    )  # fmt: skip
    assert listed(match_folders(root / "en", root / "zh", ("en", "zh")), root) == [
        ("a.md", "en/a.md", "zh/a.md"),
        ("c.md", "en/c.md", ""),
        ("d.html", "", "zh/d.html"),
        ("d.md", "en/d.md", ""),
        ("d.txt", "en/d.txt", ""),
        ("e.md", "", "zh/e.md"),
        ("g/b.docx", "en/g/b.docx", "zh/g/b.txt"),
    ]


def test_a_folder_of_translations_within_that_of_originals(tmp_path: Path) -> None:
    root = touched(tmp_path, "a.md", "zh/a.md", "zh/b.md")
    assert listed(match_folders(root, root / "zh"), root) == [
        ("a.md", "a.md", "zh/a.md"),
        ("b.md", "", "zh/b.md"),
    ]


@pytest.mark.parametrize(
    ("pattern", "target", "expected"),
    [
        (
            "{lang}/**/*.md",
            None,
            [("a", "en/a.md", "zh/a.md"), ("g/b", "en/g/b.md", ""), ("g/c", "", "zh/g/c.md")],
        ),
        ("**/*.{lang}.md", None, [("x", "x.en.md", "x.zh.md")]),
        (
            "**/*.txt",
            "**/*.zh.txt",
            [("o", "o.txt", "o.zh.txt"), ("p/q", "p/q.txt", "p/q.zh.txt"), ("r", "", "r.zh.txt")],
        ),
    ],
)
def test_patterns(
    tmp_path: Path, pattern: str, target: str | None, expected: list[tuple[str, str, str]]
) -> None:
    root = touched(
        tmp_path, "en/a.md", "en/g/b.md", "zh/a.md", "zh/g/c.md", "x.en.md", "x.zh.md",
        "o.txt", "o.zh.txt", "p/q.txt", "p/q.zh.txt", "r.zh.txt",
    )  # fmt: skip
    assert listed(match_patterns(root, pattern, target, ("en", "zh")), root) == expected


def test_an_original_and_a_translation_that_are_alone_have_two_ids(tmp_path: Path) -> None:
    root = touched(tmp_path, "en/a.md", "en/a.txt", "zh/a.html", "zh/a.rst")
    ids = [entry.id for entry in match_folders(root / "en", root / "zh")]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize(
    ("pattern", "target", "langs", "said"),
    [
        ("**/*.md", None, ("en", "zh"), "alike"),
        ("{lang}/*.md", None, ("en", ""), "say the languages"),
        ("*/*.md", "*.zh.md", ("en", "zh"), "same wild parts"),
        ("{lang}/*.rst", None, ("en", "zh"), "no file is there"),
    ],
)
def test_patterns_that_fit_nothing_are_told(
    tmp_path: Path, pattern: str, target: str | None, langs: tuple[str, str], said: str
) -> None:
    touched(tmp_path, "en/a.md")
    with pytest.raises(InputError, match=said):
        match_patterns(tmp_path, pattern, target, langs)


def test_folders_that_are_none_are_told(tmp_path: Path) -> None:
    touched(tmp_path, "en/a.md")
    with pytest.raises(InputError, match="is no folder"):
        match_folders(tmp_path / "en", tmp_path / "no")
    with pytest.raises(InputError, match="given twice"):
        match_folders(tmp_path / "en", tmp_path / "en")


def test_a_work_tree_tells_what_fell_behind(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(
            ["git", *identity, *arguments],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    git("init", "-q")
    touched(tmp_path, "docs/en/a.md", "docs/zh/a.md", "docs/en/b.md", "docs/zh/b.md", ".gitignore")
    (tmp_path / ".gitignore").write_text("docs/en/built.md\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "first")
    for text in ("more", "still more"):
        (tmp_path / "docs/en/a.md").write_text(text, encoding="utf-8")
        git("commit", "-qam", text)
    (tmp_path / "docs/zh/b.md").write_text("late", encoding="utf-8")
    git("commit", "-qam", "late")
    touched(tmp_path, "docs/en/built.md", "docs/en/新.md", "docs/zh/新.md")
    found = match_patterns(tmp_path / "docs", "{lang}/*.md", None, ("en", "zh"))
    assert {entry.id: entry.behind for entry in found} == {"a": 2, "b": 0, "新": None}
