"""Each visible character is the one that stands where its origin says."""

from __future__ import annotations

import pytest
from helpers.every_format import BUILDERS, TEXT
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from duizhao.corpora.files.limits import NO_LIMITS_RAISED
from duizhao.corpora.reading.origins import Origin, cut_origins, is_solid
from duizhao.corpora.reading.registry import load_format

pytestmark = pytest.mark.wheel

# The formats that are trees.
TREES = ("docx", "odt", "pptx", "html", "epub", "markdown")


def solid(text: str) -> str:
    return "".join(filter(is_solid, text))


@pytest.mark.parametrize("name", TREES)
def test_origins_have_the_solid_characters_of_their_part(name: str) -> None:
    reading = load_format(name).read(BUILDERS[name](TEXT), f"a.{name}", NO_LIMITS_RAISED)
    assert reading.parts
    for part in reading.parts:
        shown = reading.text[part.start : part.end]
        assert solid("".join(origin.text for origin in part.origins)) == solid(shown)
        for origin in part.origins:
            whole = (origin.node.tail if origin.tail else origin.node.text) or ""
            there = whole[origin.start : origin.start + len(origin.text)]
            assert solid(origin.text) in ("", solid(there))


@given(
    texts=st.lists(st.text("ab \xad\n长"), max_size=5),
    first=st.integers(0, 9),
    count=st.integers(0, 9),
)
def test_a_cut_has_the_characters_that_are_asked_for(
    texts: list[str], first: int, count: int
) -> None:
    node = etree.Element("p")
    origins, at = [], 0
    for text in texts:
        origins.append(Origin(text, node, start=at))
        at += len(text)
    whole = "".join(texts)
    found = cut_origins(origins, first, count)
    assert "".join(solid(o.text) for o in found) == solid(whole)[first : first + count]
    assert all(whole[o.start : o.start + len(o.text)] == o.text for o in found)
