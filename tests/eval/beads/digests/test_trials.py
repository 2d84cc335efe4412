"""Made digests as trials of aligners."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duizhao.errors import InputError
from duizhao.eval.beads.digests.trials import DROPS, digest_trials, made_digests
from duizhao.eval.beads.rates import count_units, rates_of


def write(path: Path, *documents: dict[str, object]) -> Path:
    lines = [{"lp": "en-zh", "align": None, **document} for document in documents]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def document(name: str, count: int = 30, **more: object) -> dict[str, object]:
    source = [
        f"Line {k} of the text named {name}, which says a thing or two." for k in range(count)
    ]
    return {"id": name, "src": source, "tgt": [f"{name}的第{k}行。" for k in range(count)], **more}


def test_digests_of_each_share_have_their_paragraphs(tmp_path: Path) -> None:
    path = write(tmp_path / "clean.jsonl", *(document(str(k)) for k in range(4)))
    sets = digest_trials(path)
    assert [each.name for each in sets] == [f"digests-clean-{drop:.0%}" for drop in DROPS]
    for each in sets:
        assert [t.pair.source.lang for t in each.trials] == ["zh", "en"] * 2
        for trial in each.trials:
            assert trial.paragraphs is not None
            assert len(trial.paragraphs) == len(trial.pair.target.blocks)
    # Beads that are right tie the paragraphs that belong together, but for what has moved.
    trials = [trial for each in sets for trial in each.trials]
    rates = rates_of(count_units(trials, [t.pair.beads for t in trials]))
    assert rates["strict"].f1 == 1.0
    assert rates["paragraphs"].precision == 1.0
    assert 0.5 < rates["paragraphs"].recall < 1.0


def test_the_second_translation_takes_its_turn(tmp_path: Path) -> None:
    other = [f"另一种说法，第{k}句。" for k in range(30)]
    path = write(tmp_path / "clean.jsonl", *(document(name, tgt2=other) for name in "abcd"))
    made = list(made_digests(path, (0.3,)))
    assert ["另一种" in str(each.digest.source) for each in made] == [False, False, True, False]
    assert ["另一种" in str(each.digest.target) for each in made] == [False, False, False, True]


@pytest.mark.parametrize(
    "unfit",
    [
        document("short", 5),
        document("chat", domain="conversation"),
        {**document("phrases"), "src": ["a phrase in small letters"] * 30},
        document("apart", align=[[0, 0]]),
    ],
)
def test_what_is_no_running_text_makes_no_digest(tmp_path: Path, unfit: dict[str, object]) -> None:
    with pytest.raises(InputError, match="no running text of 12 segments"):
        digest_trials(write(tmp_path / "clean.jsonl", unfit))
