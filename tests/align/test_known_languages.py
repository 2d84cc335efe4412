"""Languages that the encoder does not know are told as that, in place of texts being strangers."""

from __future__ import annotations

import pytest

from duizhao.align.known_languages import KNOWN, language_notices, strangers, unknown_languages
from duizhao.align.pipeline import align_texts
from duizhao.corpora.alignment import Category, Severity
from duizhao.corpora.reading.read import document_from_text
from duizhao.models.catalogue import CATALOGUE
from duizhao.models.registry import load_encoder

ENGLISH = "The ferry left the harbour at dawn. A storm was coming from the north. Nobody refused."
HINDI = "नौका भोर में बंदरगाह से निकली। उत्तर से एक तूफान आ रहा था। किसी ने मना नहीं किया।"
GREEK = "Το πλοίο έφυγε από το λιμάνι την αυγή. Ερχόταν καταιγίδα. Αρνήθηκε κανείς;"
DEFAULT, BEST = "use-multilingual-v3@0.2.1", "use-multilingual-v3@0.2.1+multilingual-e5-small-q4@1"


@pytest.mark.parametrize(("text", "name"), [(HINDI, "Hindi"), (GREEK, "Greek")])
def test_an_unknown_language_is_named(
    text: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    alignment = align_texts(ENGLISH, text, load_encoder(cache=False))
    (said,) = language_notices(alignment, ["a.txt", "b.txt"])
    assert f"does not know {name}, the language of b.txt" in said["en"]
    assert "--model best" in said["en"]
    assert "--model best" in said["zh"]
    assert strangers(alignment) == ()
    assert said["en"].partition(",")[0] in caplog.text
    assert "belong together" not in caplog.text
    lost = [f for f in alignment.findings if f.category in (Category.OMISSION, Category.ADDITION)]
    assert all(f.severity is Severity.INFO for f in lost)


@pytest.mark.parametrize(
    ("signature", "langs", "unknown"),
    [
        (DEFAULT, ["en", "zh", "yue", "ja", "de", "th"], []),
        (DEFAULT, ["en", "hi", "hi", "cs"], ["hi", "cs"]),
        (BEST, ["en", "hi"], []),
        ("LaBSE@1", ["hi"], []),
        ("somebody/model@1", ["hi"], []),
        ("", ["hi"], []),
    ],
)
def test_what_an_encoder_knows(signature: str, langs: list[str], unknown: list[str]) -> None:
    documents = [document_from_text("A b.", lang=lang) for lang in langs]
    assert [d.lang for d in unknown_languages(documents, signature)] == unknown


def test_texts_in_known_languages_may_still_be_strangers() -> None:
    other = "我的祖母种了一棵柿子树。每年秋天她都把果子分给邻居。去年冬天下了一场大雪。树枝断了。"
    alignment = align_texts(ENGLISH, other, load_encoder(cache=False))
    assert language_notices(alignment, ["a", "b"]) == ()
    assert strangers(alignment) == alignment.strangers


def test_the_catalogue_says_the_same() -> None:
    listed = {m.name: {tag.partition("-")[0] for tag in m.languages.split()} for m in CATALOGUE}
    assert {name: listed[name] for name in KNOWN} == KNOWN
