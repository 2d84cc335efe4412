"""The languages of two documents that seem to be in one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.reading.pairs import language_in_name, told_apart
from duizhao.corpora.reading.read import document_from_text

ENGLISH = "The boat is built in the old dock.\n\nIt is painted red.\n\nTwo men row it home.\n"
CHINESE = "船在旧船坞里建造，建造它要用一年的时间。"


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        ("zh.md", "zh"),
        ("guide.zh.md", "zh"),
        ("README_zh-CN.md", "zh"),
        ("README-cn.md", "zh"),
        ("docs/zh-Hant/guide/start.md", "zh"),
        ("docs\\en\\start.md", "en"),
        ("boat.english.txt", "en"),
        ("船_中文.txt", "zh"),
        ("it/guide.md", "it"),
        ("fix-it.md", ""),
        ("de/far/away/guide.md", ""),
        ("notes/plan.md", ""),
        ("<target>", ""),
        ("", ""),
    ],
)
def test_a_name_may_say_a_language(path: str, lang: str) -> None:
    assert language_in_name(path) == lang


def langs(
    source: str, target: str, paths: tuple[str, str] = ("a.txt", "b.txt"), claimed: str = ""
) -> tuple[str, str]:
    """Look again at two texts that were taken for English."""
    one, other = (
        replace(document_from_text(text, path=path), lang="en")
        for text, path in zip((source, target), paths, strict=True)
    )
    return told_apart(one, replace(other, claimed=claimed))


def test_what_stands_on_one_side_only_tells_its_language() -> None:
    assert langs(ENGLISH, ENGLISH + CHINESE) == ("en", "zh")
    assert langs(ENGLISH + CHINESE, ENGLISH + "It is built in a year.") == ("zh", "en")
    assert langs(ENGLISH, ENGLISH * 9 + "中文\n") == ("en", "en"), "two characters are a name"
    assert langs(ENGLISH, ENGLISH + "Karl Meyer, Jan Vogel, Otto Kranz") == ("en", "en")


def test_the_name_of_a_file_that_nobody_translated_says_what_it_should_be() -> None:
    assert langs(ENGLISH, ENGLISH, ("a.en.txt", "a.zh.txt")) == ("en", "zh")
    assert langs(ENGLISH, ENGLISH, ("zh/a.txt", "zh/b.txt")) == ("en", "en")
    assert langs(ENGLISH, ENGLISH) == ("en", "en")
    assert langs(ENGLISH, ENGLISH, claimed="zh") == ("en", "zh")
    other = "A ship lies in the harbour.\n\nNobody knows whose it is.\n"
    assert langs(ENGLISH, other, ("a.en.txt", "b.zh.txt")) == ("en", "en"), "it is another text"


@given(st.text(max_size=60), st.text(max_size=60))
def test_languages_that_differ_stand(source: str, target: str) -> None:
    one, other = (
        document_from_text(f"A {text}", lang=lang)
        for text, lang in ((source, "en"), (target, "de"))
    )
    assert told_apart(one, other) == ("en", "de")
