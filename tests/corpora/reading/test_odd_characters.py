"""Documents with characters that trip programs: what every document promises holds for them too."""

from __future__ import annotations

import pytest
from helpers.examples import examples
from helpers.laws import check_document, visible
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.reading.read import document_from_text

# Lone surrogates, controls, every line end, marks of direction, joiners, emoji, combining marks.
ODD = (
    "\ud800\udfff\x00\x01\x1b\x7f\x85\u2028\u2029\x0b\x0c\x1c\u200e\u200f\u202a\u202e\u2066\u2069"
    "\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff\u00ad\u0301\u0e31\u3099\ufe0f\U0001f3fd"
    "\U0001f469\U0001f1e9\U0001f1ea\U000e0067\U0010ffff"
)
PLAIN = "中。！？“”a B.!?\"'()\n \u00a0กА١か한"
LANGUAGES = ["ar", "de", "en", "es", "fr", "ja", "ko", "ru", "th", "zh", None]


@examples(400)
@given(st.text(st.sampled_from(ODD + PLAIN), max_size=80), st.sampled_from(LANGUAGES))
def test_documents_keep_their_promises(text: str, lang: str | None) -> None:
    if visible(text):
        check_document(document_from_text(text, lang=lang))


@pytest.mark.parametrize(
    ("text", "lang", "sentences"),
    [
        ("病房\x00启用了。很大。", "zh", ["病房\x00启用了。", "很大。"]),
        ("It \ud800 rained. We stayed.", "en", ["It \ud800 rained.", "We stayed."]),
        ("It rained.\u2028We stayed.", "en", ["It rained.", "We stayed."]),
        ("He\u0301 sat. E\u0301lan won.", "en", ["He\u0301 sat.", "E\u0301lan won."]),
        ("很好😀。走吧！👩‍👩‍👧", "zh", ["很好😀。", "走吧！👩‍👩‍👧"]),
        ("So good! 😀 We stayed.", "en", ["So good!", "😀 We stayed."]),
        ("وصل أمس.\u200f ثم رحل.", "ar", ["وصل أمس.\u200f", "ثم رحل."]),
    ],
)
def test_odd_characters_stay_in_their_sentence(text: str, lang: str, sentences: list[str]) -> None:
    document = document_from_text(text, lang=lang)
    check_document(document)
    assert [s.text for s in document.sentences] == sentences
