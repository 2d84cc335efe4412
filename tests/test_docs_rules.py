"""Every rule has an example, and the example is what the page says it is."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from helpers.folders import ROOT

import duizhao
from duizhao import Encoder, Glossary, ReadOptions, Settings
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Alignment

# Read by the script that writes the page, which knows how every Python reads TOML.
_MADE = runpy.run_path(str(ROOT / "docs" / "make_rules.py"))
EXAMPLES: dict[str, dict[str, Any]] = _MADE["tomllib"].loads(_MADE["EXAMPLES"].read_text("utf-8"))

# What stands around an example and has nothing to do with it.
BEFORE = [
    (
        "The town lies between a river and a range of low hills.",
        "小镇位于一条河与一片低矮的山丘之间。",
    ),
    (
        "Every summer the orchestra plays in the square for three evenings.",
        "每年夏天，乐团都会在广场上演奏三个晚上。",
    ),
]
AFTER = [
    (
        "A baker has sold bread at the corner since the war.",
        "战后以来，一位面包师一直在街角卖面包。",
    ),
    ("The train to the capital leaves twice a day.", "开往首都的火车每天两班。"),
]
# Where the right one is told apart by what stands around it, or by its file.
_ALONE = ("term/missing", "term/forbidden", "untranslated/fuzzy", "omission/replaced")
CATALOGUE = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: zh_CN\\n"

{mark}msgid "{source}"
msgstr "{target}"
"""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """Load one encoder for all examples."""
    return duizhao.load_encoder()


def test_every_rule_has_an_example() -> None:
    assert list(EXAMPLES) == [rule.value for rule in Rule if rule.sign]


@pytest.mark.parametrize("key", EXAMPLES)
def test_what_is_wrong_is_found(key: str, encoder: Encoder, tmp_path: Path) -> None:
    assert key in rules(found(EXAMPLES[key], "wrong", encoder, tmp_path))


def test_in_what_is_right_nothing_is_found(encoder: Encoder, tmp_path: Path) -> None:
    told = [e for e in EXAMPLES.values() if "po" not in e]
    together = {side: [t for e in told for t in texts(e[side])] for side in ("source", "right")}
    assert rules(found(together, "right", encoder, tmp_path)) == set()


@pytest.mark.parametrize("key", _ALONE)
def test_in_what_is_right_by_itself_nothing_is_found(
    key: str, encoder: Encoder, tmp_path: Path
) -> None:
    assert rules(found(EXAMPLES[key], "right", encoder, tmp_path)) == set()


def rules(alignment: Alignment) -> set[str]:
    """Return the rules of its findings."""
    return {f"{finding.category.value}/{finding.rule}" for finding in alignment.findings}


def texts(example: str | list[str]) -> list[str]:
    """Return the paragraphs of a side."""
    return example if isinstance(example, list) else [example]


def found(example: dict[str, Any], which: str, encoder: Encoder, folder: Path) -> Alignment:
    """Return what is found in an example."""
    if "po" in example:
        mark = "#, fuzzy\n" if which == "wrong" else ""
        text = CATALOGUE.format(mark=mark, source=example["source"], target=example[which])
        (folder / "a.po").write_text(text, "utf-8")
        return duizhao.check_file(folder / "a.po", encoder, source_lang="en", target_lang="zh")
    if "rows" in example:
        rows = [*BEFORE, (example["source"], example[which]), *AFTER]
        text = "".join(f"{one}\t{other}\n" for one, other in rows)
        (folder / "a.tsv").write_text(text, "utf-8")
        return duizhao.check_file(folder / "a.tsv", encoder, source_lang="en", target_lang="zh")
    for name, side, middle in (("a.md", 0, "source"), ("b.md", 1, which)):
        around = [[pair[side] for pair in pairs] for pairs in (BEFORE, AFTER)]
        whole = "\n\n".join([*around[0], *texts(example[middle]), *around[1]])
        (folder / name).write_text(whole, "utf-8")
    return duizhao.align_files(
        folder / "a.md",
        folder / "b.md",
        encoder,
        source=ReadOptions(lang="en"),
        target=ReadOptions(lang="zh"),
        policy="full",
        settings=Settings(preset="none", glossary=glossary(example, folder)),
    )


def glossary(example: dict[str, Any], folder: Path) -> Glossary:
    """Return the glossary of an example, mostly none."""
    rows = ["source\ttarget\tforbidden"]
    rows += [f"{one}\t{other}\t" for one, other in example.get("wanted", {}).items()]
    rows += [f"{one}\t\t{other}" for one, other in example.get("forbidden", {}).items()]
    if len(rows) == 1:
        return Glossary()
    (folder / "terms.tsv").write_text("\n".join(rows), "utf-8")
    return Glossary.load(folder / "terms.tsv")
