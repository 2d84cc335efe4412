"""Notes, quotation marks and missing stops of all languages raise no alarm by themselves."""

from __future__ import annotations

import pytest
from helpers.folders import CASES_FOLDER

from duizhao.align.check import check_file
from duizhao.align.pipeline import align_files, align_texts
from duizhao.corpora.alignment import Alignment, Category, Severity
from duizhao.corpora.document import Kind
from duizhao.models.registry import load_encoder

WILD = CASES_FOLDER / "wild"
PAIRS = [
    ("footnote-marks-en", "e1.en", "e1.zh"),
    ("footnote-marks-en", "fn2.en", "fn2.zh"),
    ("footnote-marks-zh", "fn.en", "fn.zh"),
    ("german-quotes", "g1.en", "g1.de"),
    ("german-quotes", "de.en", "de.de"),
    ("thai-no-stops", "th.en", "th.th"),
]
# English, then a translation that keeps, renumbers, moves or drops the marks.
NOTED = [
    (
        "The school opened in 1907.[1] It had 40 pupils.[2] Two teachers worked there.[3]",
        "学校于1907年开办。①有40名学生。②两名教师在那里工作。③",
    ),
    (
        "The school opened in 1907.1 It had 40 pupils.2 Two teachers worked there.3",
        "学校于1907年开办。有40名学生。两名教师在那里工作。",
    ),
    (
        "The school opened in 1907.[12] It had 40 pupils.[13,14] Two teachers worked there.[15–17]",
        "学校于1907年开办[1]。有40名学生[2,3]。两名教师在那里工作[4-6]。",
    ),
    (
        "The school opened in 1907.[note 1][a] It had 40 pupils.[citation needed]",
        "学校于1907年开办。（注1）有40名学生。[来源请求]",
    ),
    (
        "The school opened in 1907.¹ It had 40 pupils.² Two teachers worked there.³",
        "Die Schule öffnete 1907.¹ Sie hatte 40 Schüler.² Zwei Lehrer arbeiteten dort.³",
    ),
]


def aligned(source: str, target: str) -> Alignment:
    return align_texts(source, target, load_encoder(cache=False))


@pytest.mark.parametrize(("folder", "source", "target"), PAIRS)
def test_a_clean_pair_has_no_finding(folder: str, source: str, target: str) -> None:
    folder_of = WILD / folder
    alignment = align_files(
        folder_of / f"{source}.txt", folder_of / f"{target}.txt", load_encoder(cache=False)
    )
    assert [(f.category, f.target) for f in alignment.findings] == []
    assert alignment.coverage(0) == 1
    assert {s.kind for d in alignment.documents for s in d.sentences} <= {Kind.TEXT, Kind.LIST_ITEM}


def test_quotations_of_german_are_whole() -> None:
    alignment = check_file(WILD / "german-quotes" / "gd.tsv", load_encoder(cache=False))
    assert alignment.findings == ()


@pytest.mark.parametrize(("source", "target"), NOTED)
def test_marks_are_no_numbers(source: str, target: str) -> None:
    alignment = aligned(source, target)
    assert alignment.findings == ()
    assert {bead.type for bead in alignment.beads} == {"1-1"}


def test_a_wrong_number_beside_a_mark_is_found_all_the_same() -> None:
    alignment = aligned(NOTED[0][0], NOTED[0][1].replace("1907", "1917").replace("40", "14"))
    assert [f.category for f in alignment.findings] == [Category.NUMBER, Category.NUMBER]


def test_lists_of_sources_are_left_aside() -> None:
    entries = "[1] Marten, J. (1911). The flood book. Harbour Press, pp. 12-19."
    source = f"The school opened in 1907.[1] It had 40 pupils.\n\nReferences\n\n{entries}\n"
    for target in (
        "",
        f"\n\n参考文献\n\n{entries}\n",
        "\n\n参考文献\n\n[1] 马滕：《洪水记》，1911年。\n",
    ):
        alignment = aligned(source, f"学校于1907年开办。[1]有40名学生。{target}")
        assert alignment.findings == ()


def test_a_full_stop_that_is_missing_is_no_lost_text() -> None:
    folder = WILD / "missing-full-stop"
    encoder = load_encoder(cache=False)
    found = align_files(folder / "w.en.txt", folder / "w.zh.txt", encoder).findings
    stops = [f for f in found if f.category is Category.TRUNCATED]
    assert {f.severity for f in stops} <= {Severity.MINOR, Severity.INFO}
    added = [f.target.text for f in found if f.category is Category.ADDITION and f.target]
    assert added == ["PS：求月票！"]
