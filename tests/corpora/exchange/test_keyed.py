"""Two files of strings: a key says what belongs together."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.document import Document
from duizhao.corpora.exchange.bitext import BitextReading
from duizhao.corpora.exchange.keyed import pair_by_key
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import TextMaker
from duizhao.corpora.reading.formats.strings.entries import StringEntry, strings_to_reading
from duizhao.corpora.reading.read import (
    document_from_reading,
    document_from_text,
    read_document,
)

EN = {"gate": "The gate opens at dawn. Ships wait.", "stay": "Nobody may leave.", "disk": "Full."}
ZH = {"stay": "任何人不得离开。", "gate": "大门黎明时打开。船只等待。", "more": "多余的。"}


def strings(texts: dict[str, str], lang: str) -> Document:
    entries = [StringEntry(key, text) for key, text in texts.items()]
    return document_from_reading(strings_to_reading(entries, "a", Limits()), lang=lang)


def pairs(bitext: BitextReading) -> list[tuple[str, str]]:
    sides = bitext.source.sentences, bitext.target.sentences
    return [
        (
            "".join(sides[0][i].text for i in bead.source),
            "".join(sides[1][i].text for i in bead.target),
        )
        for bead in bitext.beads
    ]


def test_strings_of_one_key_are_a_pair_whatever_their_order() -> None:
    bitext = pair_by_key(strings(EN, "en"), strings(ZH, "zh"))
    assert bitext is not None
    assert pairs(bitext) == [
        (EN["gate"], ZH["gate"]),
        (EN["stay"], ZH["stay"]),
        (EN["disk"], ""),
        ("", ZH["more"]),
    ]
    assert (bitext.source.lang, bitext.target.lang) == ("en", "zh")
    place = bitext.target.sentences[0].place
    assert place is not None
    assert place.unit == "gate"


def test_formats_may_differ(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"menu": EN}), encoding="utf-8")
    rows = (f"menu.{key}={text}" for key, text in ZH.items())
    (tmp_path / "a.properties").write_text("\n".join(rows), encoding="utf-8")
    bitext = pair_by_key(*(read_document(tmp_path / name) for name in ("a.json", "a.properties")))
    assert bitext is not None
    assert pairs(bitext)[0] == (EN["gate"], ZH["gate"])


def test_other_keys_or_none_are_no_pairs() -> None:
    others = strings({f"other {key}": text for key, text in ZH.items()}, "zh")
    assert pair_by_key(strings(EN, "en"), others) is None
    assert pair_by_key(strings(EN, "en"), document_from_text("任何人不得离开。")) is None
    maker = TextMaker()
    maker.add("任何人不得离开。")
    assert pair_by_key(document_from_reading(maker.reading()), strings(EN, "en")) is None


KEYS = st.sampled_from("abcdef")
TEXTS = st.sampled_from(["One. Two.", "三。", "Four\nfive."])


@given(*[st.dictionaries(KEYS, TEXTS, min_size=1)] * 2)
def test_every_string_stands_in_one_bead(here: dict[str, str], there: dict[str, str]) -> None:
    bitext = pair_by_key(strings(here, "en"), strings(there, "zh"))
    if bitext is None:
        assert len(here.keys() & there.keys()) < 0.5 * min(len(here), len(there))
        return
    for side, texts in ((0, here), (1, there)):
        document = (bitext.source, bitext.target)[side]
        ids = [i for bead in bitext.beads for i in (bead.source, bead.target)[side]]
        assert ids == list(range(len(texts)))
        assert sorted(s.text for s in document.sentences) == sorted(
            " ".join(text.split()) for text in texts.values()
        )


def test_forms_for_numbers_that_a_language_lacks_are_said_by_the_usual_one() -> None:
    source = strings({"boat.one": "One boat.", "boat.other": "%d boats.", "a.one": "Alone."}, "en")
    chinese = strings({"boat.other": "%d 艘船。", "a.one": "独自。"}, "zh")
    russian = strings({"boat.one": "лодка", "boat.few": "лодки", "boat.other": "лодок"}, "ru")
    bitext = pair_by_key(source, chinese)
    assert bitext is not None
    assert pairs(bitext) == [
        ("One boat.", "%d 艘船。"),
        ("%d boats.", "%d 艘船。"),
        ("Alone.", "独自。"),
    ]
    bitext = pair_by_key(source, russian)
    assert bitext is not None
    assert pairs(bitext) == [
        ("One boat.", "лодка"),
        ("%d boats.", "лодок"),
        ("Alone.", ""),
        ("%d boats.", "лодки"),
    ]
