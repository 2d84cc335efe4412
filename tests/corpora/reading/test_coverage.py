"""A second, cruder count of a file's text tells where a reader lost much of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.every_format import BUILDERS, TEXT

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Aside, Reading, Why
from duizhao.corpora.reading.coverage import unread_letters
from duizhao.corpora.reading.read import read_document
from duizhao.corpora.reading.registry import load_format

SENTENCE = "The keeper of the lighthouse counts the ships that pass by night. "
PAGE = f"<html><script>{'var a = 1;' * 99}</script><p>{SENTENCE * 20}".encode()


@pytest.mark.parametrize("name", BUILDERS)
def test_no_reader_loses_much(name: str) -> None:
    data = BUILDERS[name](TEXT)
    reading = load_format(name).read(data, "some", Limits())
    assert unread_letters(name, data, reading, "some", Limits()) == 0


def test_what_was_lost_is_counted() -> None:
    letters = sum(map(str.isalpha, SENTENCE))
    lost = Reading(SENTENCE * 8, ())
    assert unread_letters("html", PAGE, lost, "some", Limits()) == 12 * letters
    named = Reading(SENTENCE * 8, (), aside=(Aside(Why.HIDDEN, SENTENCE * 4),))
    assert unread_letters("html", PAGE, named, "some", Limits()) == 0
    assert unread_letters("text", PAGE, lost, "some", Limits()) == 0


def test_what_was_left_aside_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><p>{SENTENCE}<sup>[1]</sup></p><p hidden>Later.</p>", encoding="utf-8")
    caplog.set_level("INFO", logger="duizhao")
    read_document(path)
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        f"{path}: left aside: marks of notes (3 characters), hidden text (6 characters)"
    ]
