"""What people marked as lost: how it is read and scored."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import FormatError, InputError
from duizhao.eval.findings.human_marks import area_under, load_marks, measure_marks, recall_at
from duizhao.models.registry import load_encoder

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]), min_size=1, max_size=30)


@given(SCORES, SCORES)
def test_area_is_the_share_of_pairs_in_order(right: list[float], false: list[float]) -> None:
    pairs = [(a > b) + (a == b) / 2 for a in right for b in false]
    assert area_under(right, false) == pytest.approx(sum(pairs) / len(pairs))


@given(SCORES, SCORES, st.sampled_from([0.0, 0.05, 0.1, 0.5]))
def test_recall_is_taken_where_few_enough_are_false(
    right: list[float], false: list[float], rate: float
) -> None:
    best = 0.0
    for threshold in {*right, *false}:
        if sum(score > threshold for score in false) <= rate * len(false):
            best = max(best, sum(score > threshold for score in right) / len(right))
    assert recall_at(right, false, rate) == pytest.approx(best)


def table(path: Path, *rows: str) -> None:
    path.write_text("".join(row.replace("|", "\t") + "\n" for row in rows), encoding="utf-8")


SEGMENTS = (
    "dataset|lp|domain|system|doc|seg|n_raters|n_omission|n_omission_major|n_addition|source|target",
    "news|zh-en|news|A|d1|1|3|2|2|0|他昨天在城里买了一只黑猫。|He bought a cat.",
    "news|zh-en|news|A|d1|2|3|1|0|0|今天下雨，路很滑。|It rains today.",
    "news|zh-en|news|A|d1|3|3|0|0|0|老师坐在门口。|The teacher sits at the door.",
    "news|zh-en|news|B|d1|3|3|0|0|0|孩子们在笑。|The children laugh.",
)
SPANS = (
    "dataset|lp|domain|system|doc|seg|rater|category|severity|side|start|end|span|source|target",
    "news|zh-en|news|A|d1|1|r1|omission|major|source|1|6|昨天在城里|他昨天在城里买了一只黑猫。|x",
    "news|zh-en|news|A|d1|1|r2|omission|major|source|1|3|昨天|他昨天在城里买了一只黑猫。|x",
    "news|zh-en|news|A|d1|1|r2|addition|major|target|1|30|x|他昨天在城里买了一只黑猫。|x",
)


def test_most_raters_make_a_positive_and_none_a_negative(tmp_path: Path) -> None:
    table(tmp_path / "segments.tsv", *SEGMENTS)
    table(tmp_path / "spans.tsv", *SPANS)
    marked = load_marks(tmp_path, "test")
    assert [(m.pair[1], m.lost, m.length) for m in marked] == [
        ("He bought a cat.", True, 5.0),
        ("The teacher sits at the door.", False, None),
        ("The children laugh.", False, None),
    ]
    every, sized = measure_marks(marked, load_encoder(cache=False))
    assert (every.size, sized.size) == ("all", "4–8")
    assert (every.positives, every.negatives) == (1, 2)
    assert every.auc == 1.0


def test_changed_translations_are_positives_and_whole_ones_negatives(tmp_path: Path) -> None:
    table(
        tmp_path / "a.tsv",
        "kind|id|source_en|target_zh_human|target_zh_perturbed|deleted|inserted",
        "omission|1|do you have a dry cough|您有干咳吗|您有咳吗|干|",
        "synonym|2|do you have a fever|您发烧吗|您发热吗|烧|热",
    )
    table(
        tmp_path / "b.tsv",
        "pert_id|severity|perturbation|id|source_zh|human_en|mt_en|pert_en",
        "1|base|removes content verb|1|他坐在门口。|x|He sits there.|He there.",
        "2|base|remove one char from randomly selected word|1|他坐在门口。|x|He sits.|He sit.",
    )
    marked = load_marks(tmp_path, "dev")
    assert [(m.marks, m.langs[0], m.lost) for m in marked] == [
        ("contratico", "en", True),
        ("contratico", "en", False),
        ("demetr", "zh", True),
        ("demetr", "zh", False),
    ]
    assert [m.length for m in marked if m.lost] == [1.0, 5 / 3]


def test_tables_of_another_form_are_refused(tmp_path: Path) -> None:
    table(tmp_path / "a.tsv", "kind|id", "x|1")
    with pytest.raises(InputError, match="marked segments"):
        load_marks(tmp_path, "test")
    table(tmp_path / "segments.tsv", *SEGMENTS, "news|zh-en")
    with pytest.raises(FormatError, match="line 6"):
        load_marks(tmp_path, "test")
