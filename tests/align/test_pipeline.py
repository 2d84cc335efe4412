"""The whole job on the sample pair, against the gold that comes with it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from helpers.build import read_lines
from helpers.hash_encoder import HashEncoder

from duizhao import __version__
from duizhao.align.pipeline import align_documents, align_files
from duizhao.corpora.alignment import Alignment, Category, Finding, Place
from duizhao.corpora.exchange.ladder import read_beads
from duizhao.corpora.reading.read import ReadOptions, document_from_text
from duizhao.errors import InputError
from duizhao.eval.beads.scores import score_documents

# Gold and findings agree on a place if the finding's ends this near to it; a blank is a point.
NEAR = 3


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the vectors of one run for the next."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIZHAO_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def sample() -> Iterator[Path]:
    with as_file(files("duizhao.corpora") / "data" / "sample") as folder:
        yield folder


@pytest.fixture(scope="module")
def alignment(sample: Path) -> Alignment:
    return align_files(sample / "article.en.txt", sample / "digest.zh.txt")


@pytest.fixture(scope="module")
def gold(sample: Path) -> list[dict[str, Any]]:
    findings = json.loads((sample / "findings.json").read_text(encoding="utf-8"))["findings"]
    assert len(findings) >= 15
    return list(findings)


def touches(place: Place | None, gold: dict[str, Any] | None, slack: int = 0) -> bool:
    """Tell whether two passages share a character, or nearly do."""
    if place is None or gold is None:
        return False
    return bool(place.start < gold["end"] + slack and gold["start"] - slack < place.end)


def in_target(alignment: Alignment, entry: dict[str, Any]) -> list[Finding]:
    """Return the gaps that stand where a gold gap does."""
    return [
        f
        for f in alignment.findings
        if f.category.value == entry["category"] and touches(f.target, entry["target"], NEAR)
    ]


@pytest.mark.parametrize("category", ["blank", "truncated"])
def test_every_gap_is_found_where_it_is(
    alignment: Alignment, gold: list[dict[str, Any]], category: str
) -> None:
    entries = [entry for entry in gold if entry["category"] == category]
    assert entries
    missed = [entry["comment"] for entry in entries if not in_target(alignment, entry)]
    assert not missed


def test_nothing_else_is_called_a_gap(alignment: Alignment, gold: list[dict[str, Any]]) -> None:
    entries = [entry for entry in gold if entry["category"] in {"blank", "truncated"}]
    right = {f.id for entry in entries for f in in_target(alignment, entry)}
    gaps = [f for f in alignment.findings if f.category in {Category.BLANK, Category.TRUNCATED}]
    assert [f for f in gaps if f.id not in right] == []


def test_each_gap_names_the_words_it_lost(alignment: Alignment, gold: list[dict[str, Any]]) -> None:
    entries = [entry for entry in gold if entry["category"] == "blank"]
    for entry in entries:
        for finding in in_target(alignment, entry):
            assert touches(finding.source, entry["source"]), entry["comment"]


def test_dropped_sentences_are_found_and_few_others(
    alignment: Alignment, gold: list[dict[str, Any]]
) -> None:
    entries = [e for e in gold if e["category"] == "omission" and e["target"] is None]
    found = [f for f in alignment.findings if f.category is Category.OMISSION]
    source = alignment.documents[0]
    dropped = {
        s.id
        for e in entries
        for s in source.sentences
        if touches(Place(0, s.start, s.end, ""), e["source"])
    }
    reported = {
        s.id
        for f in found
        for s in source.sentences
        if f.source and f.source.start <= s.start and s.end <= f.source.end
    }
    assert len(dropped) == 7
    assert len(dropped & reported) >= 6, dropped - reported
    assert len(reported - dropped) <= 1, reported - dropped


def test_the_moved_sentence_is_reported_as_moved(
    alignment: Alignment, gold: list[dict[str, Any]]
) -> None:
    (entry,) = [entry for entry in gold if entry["category"] == "moved"]
    found = [f for f in alignment.findings if f.category is Category.MOVED]
    assert any(
        touches(f.source, entry["source"]) and touches(f.target, entry["target"]) for f in found
    )
    assert len(found) <= 2


def test_beads_agree_with_the_gold(alignment: Alignment, sample: Path) -> None:
    scores = score_documents([(read_beads(sample / "beads.align"), alignment.beads)])
    assert scores.strict.f1 > 0.84  # .899
    assert scores.lax.f1 > 0.95  # 1.000
    assert scores.omissions.f1 > 0.85  # .941


def test_places_are_passages_of_their_documents(alignment: Alignment) -> None:
    for finding in alignment.findings:
        for place in (finding.source, finding.target):
            if place is not None:
                assert (
                    0 <= place.start <= place.end <= len(alignment.documents[place.document].text)
                )
        assert finding.source is None or finding.source.document == 0
        assert finding.target is None or finding.target.document == 1
        assert all(finding.message[language] for language in ("en", "zh"))


def test_the_signature_names_what_made_the_numbers(alignment: Alignment) -> None:
    parts = dict(part.split(":", 1) for part in alignment.signature.split("|"))
    assert parts["v"] == __version__
    assert parts["policy"] == alignment.policy
    assert {"enc", "split", "w"} <= parts.keys()


def test_the_policy_changes_severities_and_nothing_else(sample: Path, alignment: Alignment) -> None:
    paths = sample / "article.en.txt", sample / "digest.zh.txt"
    digest = align_files(*paths, policy="digest")
    full = align_files(*paths, policy="full")
    assert (digest.policy, full.policy) == ("digest", "full")
    assert digest.beads == full.beads == alignment.beads

    def places(a: Alignment) -> set[tuple[Category, Place | None, Place | None]]:
        return {(f.category, f.source, f.target) for f in a.findings}

    assert places(digest) == places(full)
    omissions = [
        {f.severity.value for f in a.findings if f.category is Category.OMISSION}
        for a in (digest, full)
    ]
    assert omissions[0] == {"info"}
    assert "major" in omissions[1]


def test_a_digest_of_little_is_judged_as_a_digest() -> None:
    source = read_lines([f"w{i} w{i + 100} w{i + 200} w{i + 300} w{i + 400}." for i in range(20)])
    target = read_lines([source.sentences[i].text.upper() for i in (0, 9, 19)], path="b.txt")
    assert align_documents(source, target, HashEncoder()).policy == "digest"
    assert align_documents(source, source, HashEncoder()).policy == "full"


def test_two_texts_in_one_language_are_aligned_with_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    one, other = read_lines(["W1 w2 w3."]), read_lines(["w1 W2 w3."], path="b.txt")
    with caplog.at_level(logging.WARNING, "duizhao"):
        alignment = align_documents(one, other, HashEncoder())
    assert [bead.type for bead in alignment.beads] == ["1-1"]
    assert "both taken to be in the language 'en'" in caplog.text


def test_a_digest_given_first_is_told(caplog: pytest.LogCaptureFixture) -> None:
    whole = [
        "The river rose early this year.",
        "Farmers moved their cattle to the hills.",
        "The old bridge did not survive the night.",
        "Nobody was hurt, the mayor said on Monday.",
        "Two schools stay closed until the end of March.",
        "The baker gave bread to everyone who asked.",
        "Children built a raft of doors and barrels.",
        "A museum of clocks lost forty of its clocks.",
        "In May the water was gone.",
        "Elections are held in the autumn.",
    ]
    part = ["今年河水涨得早。", "农民把牲口赶到了山上。", "那座老桥没有熬过那一夜。"]
    article, digest = read_lines(whole, "en", "en.txt"), read_lines(part, "zh", "zh.txt")
    for original, made, told in ((article, digest, False), (digest, article, True)):
        caplog.clear()
        with caplog.at_level(logging.WARNING, "duizhao"):
            align_documents(original, made)
        said = [record.getMessage() for record in caplog.records]
        expected = "zh.txt seems to be made from en.txt, not the other way round"
        assert any(line.startswith(expected) for line in said) is told, said


def test_two_languages_give_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    one = document_from_text("W1 w2 w3.", lang="en", path="a.txt")
    other = document_from_text("w1 w2 w3。", lang="zh", path="b.txt")
    with caplog.at_level(logging.WARNING, "duizhao"):
        align_documents(one, other, HashEncoder())
    assert caplog.text == ""


def test_one_file_twice_is_refused_under_any_name(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("One sentence.\n", encoding="utf-8")
    second.hardlink_to(first)
    for other in (first, second, tmp_path / "." / "a.txt"):
        with pytest.raises(InputError, match="given twice"):
            align_files(first, other)
    copy = tmp_path / "c.txt"
    copy.write_bytes(first.read_bytes())
    assert len(align_files(first, copy).beads) == 1


@pytest.mark.parametrize("tag", ["zh-CN", "ZH"])
def test_a_longer_language_tag_means_its_language(
    sample: Path, tag: str, alignment: Alignment
) -> None:
    paths = sample / "article.en.txt", sample / "digest.zh.txt"
    other = align_files(*paths, target=ReadOptions(lang=tag))
    assert other.documents[1].lang == "zh"
    assert len(other.findings) == len(alignment.findings)
