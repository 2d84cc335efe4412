"""A real partial translation: an English guide of which the Chinese one lacks whole sections."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.material import shared

from duizhao.align.pipeline import align_files
from duizhao.corpora.alignment import Alignment, Category, Finding, Severity
from duizhao.models.use.encoder import EmbeddedEncoder

NAME = "data/docs-dev/natural_gap.opensourceguide-security.json"


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    return dict(json.loads(shared(NAME).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def alignment(gold: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Alignment:
    folder = tmp_path_factory.mktemp("guide")
    files = folder / "guide.en.md", folder / "guide.zh.md"
    texts = [[entry["text"] for entry in gold["en"]], gold["zh"]]
    for file, paragraphs in zip(files, texts, strict=True):
        Path(file).write_text("\n\n".join(paragraphs), encoding="utf-8")
    return align_files(*files, encoder=EmbeddedEncoder(), policy="full")


def sections_of(gold: dict[str, Any], alignment: Alignment) -> dict[str, tuple[int, int]]:
    """Return where each section that is absent begins and ends in the English text."""
    text = alignment.documents[0].text
    sections: dict[str, tuple[int, int]] = {}
    at = 0
    for entry in gold["en"]:
        # Marks of Markdown are not in the text, so a section is found by its heading.
        words = entry["text"].lstrip("#* ").split("\n")[0][:30].split("[")[0].split("`")[0]
        words = words.split("*")[0]
        start = text.index(words, at)
        at = start + len(words)
        if entry["omitted"]:
            first, _ = sections.get(entry["section"], (start, at))
            sections[entry["section"]] = first, at
    return sections


def alone(alignment: Alignment, category: Category) -> list[Finding]:
    """Return the findings of whole sentences that stand alone on one side."""
    found = [f for f in alignment.findings if f.category is category and f.source]
    return [f for f in found if f.evidence["rule"] in ("sentences", "condensed")]


def test_each_absent_section_is_one_omission(gold: dict[str, Any], alignment: Alignment) -> None:
    sections = sections_of(gold, alignment)
    assert len(sections) == 4
    found = alone(alignment, Category.OMISSION)
    for name, (start, end) in sections.items():
        touching = [f for f in found if f.source and f.source.start < end and start < f.source.end]
        assert len(touching) == 1, name
        (finding,) = touching
        assert finding.source is not None
        assert finding.source.start <= start, name
        assert end <= finding.source.end, name
        assert finding.severity is Severity.MAJOR
        assert finding.confidence > 0.9


def test_absent_sections_are_where_no_paragraph_comes_from(
    gold: dict[str, Any], alignment: Alignment
) -> None:
    absent = sections_of(gold, alignment).values()
    source = alignment.documents[0]
    links = alignment.paragraphs
    places = [source.sentences[each.first].start for link in links for each in link.sources]
    assert not [at for at in places if any(start <= at < end for start, end in absent)]
    assert sum(bool(link.sources) for link in links) >= len(links) - 2
    assert sum(link.uncertain for link in links) <= 0.2 * len(links)


def test_no_present_paragraph_is_called_absent(gold: dict[str, Any], alignment: Alignment) -> None:
    spans = sections_of(gold, alignment).values()
    others = [
        f
        for f in alone(alignment, Category.OMISSION)
        if f.source and not any(a < f.source.end and f.source.start < b for a, b in spans)
    ]
    # The conclusion's last paragraph, which the gold does not judge, is not in the translation.
    unjudged = [entry["text"] for entry in gold["en"] if not entry["same_count"]]
    assert len(others) <= 1
    for finding in others:
        assert finding.source is not None
        assert any(finding.source.text in text for text in unjudged)
    assert not alone(alignment, Category.ADDITION)
