"""English sentences: cases, properties, no data of NLTK, hostile inputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.sentences.english import cuts_en
from duizhao.corpora.sentences.split import split_sentences
from duizhao.corpora.text.word_lists import word_list

CASES = json.loads((CASES_FOLDER / "split_en.json").read_text(encoding="utf-8"))
PACKAGE = "duizhao.corpora.sentences"
LISTS = ["en_abbreviations", "en_numeric", "en_starters", "en_titles"]


def sentences(text: str, lang: str = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, lang)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case: dict[str, Any]) -> None:
    assert sentences(case["input"]) == case["expected"], case["comment"]


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_small_letters_without_the_last_stop(name: str) -> None:
    words = word_list(name, PACKAGE)
    assert len(words) > 20
    assert all(word == word.lower().strip(".") and "#" not in word for word in words)


def test_titles_and_starters_do_not_overlap() -> None:
    assert not word_list("en_titles", PACKAGE) & word_list("en_starters", PACKAGE)


@given(st.text("ab AB1.!?…,\"'“”’()[]-—\n", max_size=80))
def test_cuts_rise_inside_the_text(text: str) -> None:
    cuts = cuts_en(text)
    assert cuts == sorted(set(cuts))
    assert all(0 < cut < len(text) for cut in cuts)


@given(
    st.lists(
        st.sampled_from(["The cat sat", "We ate bread", "Nobody knew it", "Snow fell on roofs"]),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([".", "!", "?", ".”"]),
)
def test_plain_sentences_come_back(parts: list[str], stop: str) -> None:
    given_sentences = [part + stop for part in parts]
    assert sentences(" ".join(given_sentences)) == given_sentences


@pytest.mark.parametrize("lang", ["de", "fr", "ru"])
def test_other_languages_fall_back(lang: str) -> None:
    assert sentences("Das Haus steht. Es ist alt.", lang) == ["Das Haus steht.", "Es ist alt."]


def test_a_long_paragraph_is_split_like_its_parts() -> None:
    # Longer than what NLTK is given at a time; nothing may be lost at the seams.
    given_sentences = [
        f"Sentence {n} says that Dr. Lee, e.g. in May, was here." for n in range(900)
    ]
    assert sentences(" ".join(given_sentences)) == given_sentences


@pytest.mark.parametrize(
    "unit", [".", "!?", "A. ", ". ", "Dr. ", '"', "a", "[1] ", "end.This ", "(("]
)
def test_a_long_hostile_text_is_split_without_loss(unit: str) -> None:
    text = (unit * (60_000 // len(unit))).strip()
    spans = split_sentences(text, "en")
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("Dr. Lee left. She stayed.", "[13] False"), ("He left the U.S. She stayed.", "[16] True")],
)
def test_no_data_of_nltk_is_needed(text: str, said: str, tmp_path: Path) -> None:
    code = "\n".join(
        [
            "import sys",
            "from duizhao.corpora.sentences.english import cuts_en",
            f"print(cuts_en({text!r}), 'nltk' in sys.modules)",
        ]
    )
    environment = os.environ | {"NLTK_DATA": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, said), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_importing_the_splitters_loads_no_heavy_package() -> None:
    heavy = "{'nltk', 'jieba', 'numpy'} & set(sys.modules)"
    code = f"import sys, duizhao.corpora.reading.read; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
