"""Quotation marks of all languages as one pair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.text.quotation_marks import plain_quotation_marks


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("„Nein“, sagte er. „Ja.“", "“Nein”, sagte er. “Ja.”"),  # German, Czech
        ("„Nie”, odparł.", "“Nie”, odparł."),  # Polish
        ("»Nein«, sagte er.", "“Nein”, sagte er."),  # German books
        ("« Non », dit-il, « jamais ».", "“ Non ”, dit-il, “ jamais ”."),  # French
        ("«Нет», — сказал он.", "“Нет”, — сказал он."),
        ("‚So‘, sagte er.", "‘So’, sagte er."),
        ("“No,” he said. ‘So.’", "“No,” he said. ‘So.’"),
        ("他说：「不。」", "他说：「不。」"),
    ],
)
def test_what_opens_and_closes_is_told_from_the_text(text: str, plain: str) -> None:
    assert plain_quotation_marks(text) == plain


@given(st.text("„“”‚‘’«»‹›a 。,", max_size=30))
def test_a_character_stands_for_a_character(text: str) -> None:
    plain = plain_quotation_marks(text)
    assert len(plain) == len(text)
    assert not set(plain) & set("«»‹›")
