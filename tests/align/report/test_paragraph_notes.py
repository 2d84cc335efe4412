"""Paragraphs whose sentences cannot be told apart: what a reader is told, and sees."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers.build import document
from helpers.ferry import ferry
from helpers.report_visit import Visit, written

from duizhao.align.report.content import build_content
from duizhao.align.report.markdown import write_markdown
from duizhao.align.report.paragraph_notes import paragraph_notes
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.paragraph_links import ParagraphLink, SourceParagraph


def from_blocks(document: int, *blocks: int) -> tuple[SourceParagraph, ...]:
    """Return paragraphs of one sentence each."""
    return tuple(SourceParagraph(document, n, n, 0.9) for n in blocks)


def made(
    *sources: SourceParagraph, policy: str = "digest", uncertain: bool = True, originals: int = 1
) -> Alignment:
    lines = [f"Line {n}." for n in range(9)]
    docs = [document("en", *lines, path=f"{k}", paragraphs=True) for k in range(originals)]
    docs.append(document("zh", "一。", "二。", paragraphs=True))
    beads = [Bead((n,), (), source_document=k) for k in range(originals) for n in range(9)]
    link = ParagraphLink(1, 1, sources, 0.9, uncertain)
    other = ParagraphLink(0, 0, (), 0.9)
    beads += [Bead((), (0,)), Bead((), (1,))]
    return Alignment(tuple(docs), tuple(beads), policy=policy, paragraphs=(other, link))


@pytest.mark.parametrize(
    ("alignment", "english", "chinese"),
    [
        (made(*from_blocks(0, 2)), "digests paragraph 3 of the original;", "编译自原文第 3 段，"),
        (
            made(*from_blocks(0, 2, 3, 4, 7)),
            "digests paragraphs 3–5, 8 of the original;",
            "编译自原文第 3–5、8 段，",
        ),
        (
            made(*from_blocks(0, 1), policy="full"),
            "comes from paragraph 2 of the original;",
            "译自原文第 2 段，",
        ),
        (
            made(*from_blocks(0, 1), *from_blocks(1, 0, 1), originals=2),
            "digests paragraph 2 of Original 1, paragraphs 1–2 of Original 2;",
            "编译自原文 1 第 2 段、原文 2 第 1–2 段，",
        ),
    ],
)
def test_the_reader_is_told_where_a_paragraph_comes_from(
    alignment: Alignment, english: str, chinese: str
) -> None:
    (note,) = paragraph_notes(alignment)
    assert english in note.said["en"]
    assert chinese in note.said["zh"]
    assert (note.first, note.document) == (1, 0)
    assert note.sentence == alignment.paragraphs[1].sources[0].first


def test_nothing_is_said_where_sentences_can_be_gone_by() -> None:
    assert paragraph_notes(made(*from_blocks(0, 2), uncertain=False)) == ()
    assert build_content(made(*from_blocks(0, 2), uncertain=False)).extent() == []


def test_text_forms_count_such_paragraphs() -> None:
    alignment = made(*from_blocks(0, 2))
    head = " ".join(build_content(alignment, "en").head())
    assert "In 1 of 2 paragraphs of the translation" in head
    stream = io.BytesIO()
    write_markdown(alignment, stream, ui="zh")
    assert "- 译文 2 段中有 1 段只能对应到原文段落" in stream.getvalue().decode()


def test_the_page_leads_to_the_paragraph_and_ties_its_sentences_faintly(
    browser: Any, tmp_path: Path
) -> None:
    ids = [ferry().target.sentences[6].block == s.block for s in ferry().target.sentences]
    first, last = ids.index(True), len(ids) - 1 - ids[::-1].index(True)
    source = next(bead.source[0] for bead in ferry().beads if bead.source and first in bead.target)
    link = ParagraphLink(first, last, from_blocks(0, source), 0.9, uncertain=True)
    alignment = replace(ferry(), paragraphs=(link,))
    visit = Visit(browser, written(alignment, tmp_path / "a.html", "en"))
    note = visit.page.locator("#pairs .from")
    assert note.count() == 1
    assert note.get_attribute("href") == f"#d0-{source}"
    assert "which sentence comes from which is uncertain" in note.inner_text()
    note.scroll_into_view_if_needed()
    loose = visit.page.locator(".tie.loose")
    loose.first.wait_for(state="attached")
    inside = {*range(first, last + 1)}
    beads = enumerate(alignment.beads, 1)
    rows = {f"r{n}" for n, bead in beads if bead.source and inside & {*bead.target}}
    assert {*loose.evaluate_all("all => all.map(x => x.dataset.row)")} == rows
    assert (
        visit.page.locator("#ways").get_by_text("uncertain: the paragraph is linked").is_visible()
    )
    copied = visit.page.evaluate(
        """id => {
          getSelection().selectAllChildren(document.querySelector(id).closest('.para'));
          return getSelection().toString();
        }""",
        f"#d1-{first}",
    )
    assert "uncertain" not in copied
    visit.context.close()
    assert visit.complaints == []
