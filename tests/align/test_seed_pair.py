"""The pair that the project was asked for: an English article and its damaged Chinese digest.

Both stand beside the checkout; nothing of them is kept here but short search keys and numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from helpers.material import seed

from duizhao.align.aligner.sources import attribute
from duizhao.align.pipeline import align_files
from duizhao.corpora.alignment import Alignment, Category, Finding, Severity
from duizhao.models.use.encoder import EmbeddedEncoder

CASES = CASES_FOLDER / "seed_pair.json"
# A gap of the digest by the mark that was left, and words of the sentence that was lost there.
GAPS = {
    "quotation": ("“”Rosen", 0, 2, "not about excluding others"),
    "first-item": ("第一是；", 0, 4, "two primary goals"),
    "second-item": ("第二是。", 0, 4, "two primary goals"),
    "clause": ("，，原因在于", 0, 2, "significant future market"),
    "figure": ("据PitchBook数据库，。", 13, 15, "214 deals"),
    "stopped": ("不久前的", 0, 4, None),
}
GAP_CATEGORIES = {Category.BLANK, Category.TRUNCATED}


@pytest.fixture(scope="module")
def alignment() -> Alignment:
    return align_files(seed("001"), seed("000"), encoder=EmbeddedEncoder())


@pytest.fixture(scope="module")
def digest() -> Alignment:
    return align_files(seed("001"), seed("000"), encoder=EmbeddedEncoder(), policy="digest")


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    return dict(json.loads(CASES.read_text(encoding="utf-8")))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text that are not blank."""
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at, at + len(line)
        at += len(line)


def paragraph_of(alignment: Alignment) -> dict[int, int]:
    """Return the paragraph that each source sentence stands in."""
    source = alignment.documents[0]
    borders = list(paragraphs(source.text))
    return {
        s.id: next(n for n, (a, b) in enumerate(borders) if a <= s.start < b)
        for s in source.sentences
    }


def plain(text: str) -> str:
    """Return a text without marks that a quotation of it has in another form."""
    return "".join(character for character in text if character not in "“”‘’\"'")


def gap_at(alignment: Alignment, name: str) -> list[Finding]:
    """Return the findings that share a character with the mark of a gap."""
    key, first, last, _ = GAPS[name]
    text = alignment.target.text
    assert text.count(key) == 1
    start = text.index(key)
    return [
        f
        for f in alignment.findings
        if f.category in GAP_CATEGORIES
        and f.target
        and f.target.start < start + last
        and start + first < f.target.end
    ]


@pytest.mark.parametrize("name", GAPS)
def test_every_gap_is_found_at_its_place(alignment: Alignment, name: str) -> None:
    found = gap_at(alignment, name)
    assert len(found) == 1, [f.target for f in found]
    wanted = Category.TRUNCATED if name == "stopped" else Category.BLANK
    assert found[0].category is wanted
    assert found[0].severity.value == "critical"


@pytest.mark.parametrize("name", [name for name, gap in GAPS.items() if gap[3]])
def test_a_gap_points_at_the_passage_it_lost(alignment: Alignment, name: str) -> None:
    key = GAPS[name][3]
    assert key
    source = alignment.documents[0]
    at = source.text.index(key)
    (sentence,) = [s for s in source.sentences if s.start <= at < s.end]
    (finding,) = gap_at(alignment, name)
    assert finding.source is not None
    assert sentence.start <= finding.source.start < finding.source.end <= sentence.end
    message = finding.message["en"]
    assert plain(finding.source.text) in plain(message)


def test_the_rest_of_the_sentence_that_stops_is_offered(alignment: Alignment) -> None:
    # The digest begins with a sentence without a beginning.
    (finding,) = gap_at(alignment, "stopped")
    rest = finding.evidence["continuation"]
    assert isinstance(rest, dict)
    assert (rest["start"], rest["text"]) == (0, alignment.target.sentences[0].text)
    assert all("4月10日" in finding.message[lang] for lang in ("en", "zh"))


def omissions_of(digest: Alignment, key: str) -> list[Finding]:
    """Return the omissions whose passage holds some words of the original."""
    return [
        f
        for f in digest.findings
        if f.category is Category.OMISSION
        and f.evidence["rule"] in ("sentences", "condensed")
        and f.source
        and key in f.source.text
    ]


@pytest.mark.parametrize("key", ["Intuitive Surgical", "Epic Pharma", "3E Bio", "CLIMB", "Cognoa"])
def test_a_dropped_paragraph_is_within_one_omission(digest: Alignment, key: str) -> None:
    (finding,) = omissions_of(digest, key)
    assert int(str(finding.evidence["sentences"])) >= 3
    assert finding.severity is Severity.INFO
    assert finding.confidence > 0.9


def test_neighbouring_dropped_paragraphs_are_one_omission(digest: Alignment) -> None:
    keys = ("Epic Pharma", "3E Bio", "CLIMB", "Cognoa")
    assert len({f.id for key in keys for f in omissions_of(digest, key)}) == 1


def test_the_passage_that_stands_before_its_place_is_moved(digest: Alignment) -> None:
    # Two paragraphs moved together; of the second hardly more than a name is left.
    moved = [f for f in digest.findings if f.category is Category.MOVED]
    (finding,) = [f for f in moved if f.source and "PitchBook" in f.source.text]
    assert finding.target is not None
    assert "PitchBook" in finding.target.text
    assert finding.evidence["sentences"] == 2


def test_few_findings_of_the_digest_are_more_than_information(digest: Alignment) -> None:
    gaps = {f.id for name in GAPS for f in gap_at(digest, name)}
    others = [f for f in digest.findings if f.severity is not Severity.INFO and f.id not in gaps]
    assert len(others) <= 10, [(f.category.value, f.message["en"]) for f in others]


def test_few_other_places_are_called_gaps(alignment: Alignment) -> None:
    right = {f.id for name in GAPS for f in gap_at(alignment, name)}
    gaps = [f for f in alignment.findings if f.category in GAP_CATEGORIES]
    assert len([f for f in gaps if f.id not in right]) <= 2


def test_the_gold_fits_the_documents(alignment: Alignment, gold: dict[str, Any]) -> None:
    assert len(list(paragraphs(alignment.documents[0].text))) == gold["paragraphs"]
    target = alignment.target
    assert len(target.sentences) == gold["sentences"]
    for number, start, wanted in gold["links"]:
        assert target.sentences[number].start == start
        assert wanted == sorted(wanted)
        assert not set(wanted) & set(gold["dropped"])


def test_most_sentences_are_linked_to_the_right_paragraph(
    alignment: Alignment, gold: dict[str, Any]
) -> None:
    places = paragraph_of(alignment)
    linked = {j: {places[i] for i in b.source} for b in alignment.beads for j in b.target}
    right = [n for n, _, wanted in gold["links"] if linked[n] & set(wanted)]
    wrong = {n: sorted(linked[n]) for n, _, _ in gold["links"] if n not in right}
    count = f"{len(right)} of {len(gold['links'])} sentences are at the right paragraph"
    assert len(right) >= 40, f"{count}, not {wrong}"


def test_paragraphs_are_linked_with_those_that_they_come_from(
    alignment: Alignment, gold: dict[str, Any]
) -> None:
    places = paragraph_of(alignment)
    wanted = {n: set(some) for n, _, some in gold["links"]}
    right = claimed = found = 0
    for link in alignment.paragraphs:
        inside = [n for n in range(link.first, link.last + 1) if n in wanted]
        linked = {places[each.first] for each in link.sources}
        claimed += len(linked)
        right += len(linked & {place for n in inside for place in wanted[n]})
        found += sum(bool(wanted[n] & linked) for n in inside)
    assert right >= 0.9 * claimed, f"{right} of {claimed} links of paragraphs are right"
    assert found >= 42, f"{found} of {len(wanted)} sentences stand at a right paragraph"
    # A sentence that three paragraphs became says nothing of single ones.
    assert 10 <= sum(link.uncertain for link in alignment.paragraphs) <= 18


def test_most_dropped_paragraphs_are_linked_to_nothing(
    alignment: Alignment, gold: dict[str, Any]
) -> None:
    places = paragraph_of(alignment)
    linked = {places[i] for b in alignment.beads if b.target for i in b.source}
    free = [p for p in gold["dropped"] if p not in linked]
    count = f"{len(free)} of {len(gold['dropped'])} dropped paragraphs are linked to nothing"
    assert len(free) >= 12, f"{count}, but {sorted(set(gold['dropped']) - set(free))}"
    assert len(free) >= len(gold["dropped"]) - 4, count


def test_teasers_are_neither_linked_nor_reported(alignment: Alignment) -> None:
    source = alignment.documents[0]
    teasers = {s.id for s in source.sentences if s.text.startswith("Read more: ")}
    assert len(teasers) == 9
    assert not teasers & {i for b in alignment.beads if b.target for i in b.source}
    for finding in alignment.findings:
        whole = finding.evidence["rule"] in ("sentences", "condensed")
        if finding.category is Category.OMISSION and whole and finding.source:
            inside = {
                s.id
                for s in source.sentences
                if finding.source.start <= s.start and s.end <= finding.source.end
            }
            assert inside - teasers


def test_what_a_moved_sentence_leaves_alone_has_reasons_of_its_own(alignment: Alignment) -> None:
    # What a bead was worth with a sentence says nothing of the bead without it.
    for bead in alignment.beads:
        if bead.is_null:
            assert set(bead.parts) <= {"unmatched", "slack", "level", "null", "strangers"}, bead


def test_the_first_sentence_comes_from_the_other_article() -> None:
    # It tells of a hospital that only the second article names.
    data = align_files(seed("001"), seed("000"), also=[seed("002")], encoder=EmbeddedEncoder())
    first = next(s for s in data.target.sentences if "4月10日" in s.text)
    (bead,) = [b for b in data.beads if first.id in b.target]
    assert bead.source_document == 1
    of = attribute(data.sources, data.target, EmbeddedEncoder())
    assert of[first.id] == 1
    # Most of the digest comes from the first article all the same.
    assert sum(home == 0 for home in of.values()) >= 40
    assert data.coverage(0) > 0.3
