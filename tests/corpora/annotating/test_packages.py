"""Remarks in OpenDocument texts and slides; every other part stays byte for byte."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import odfdo
import pptx
import pytest
from helpers.every_format import BUILDERS, TEXT
from helpers.word_files import members
from lxml import etree

from duizhao.corpora.annotating.odt import annotate_odt
from duizhao.corpora.annotating.pptx import annotate_pptx
from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.files.limits import NO_LIMITS_RAISED
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError

pytestmark = pytest.mark.wheel

WRITERS: dict[str, Callable[..., bytes]] = {"odt": annotate_odt, "pptx": annotate_pptx}
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
WORDS = ["214 steps", "never ran in storms", "January", "补给船每月", "1 boat", "守塔人"]


def read(name: str, data: bytes) -> Reading:
    return load_format(name).read(data, f"a.{name}", NO_LIMITS_RAISED)


def annotated(name: str, data: bytes, *remarks: Remark) -> bytes:
    reading = read(name, data)
    return WRITERS[name](data, f"a.{name}", reading, remarks, "Li Na", NO_LIMITS_RAISED)


def at(name: str, data: bytes, words: str) -> Remark:
    start = read(name, data).text.index(words)
    return Remark(start, start + len(words), (f"about {words}", "text"))


def annotation_words(data: bytes) -> dict[str, str]:
    """Return the words between the ends of each annotation, by what it says."""
    found: dict[str, str] = {}
    opened: dict[str, str] = {}
    walker = etree.iterwalk(etree.fromstring(members(data)["content.xml"]), events=("start", "end"))
    for event, element in walker:
        tag = str(element.tag)
        if event == "start" and tag == f"{OFFICE}annotation":
            said = element[1].text or ""
            opened[str(element.get(f"{OFFICE}name"))] = said
            found[said] = ""
            walker.skip_subtree()
            text = None
        elif event == "start" and tag == f"{OFFICE}annotation-end":
            opened.pop(str(element.get(f"{OFFICE}name")))
            text = None
        else:
            text = element.text if event == "start" else element.tail
        for said in opened.values():
            found[said] += text or ""
    return found


def test_annotations_of_odt_stand_at_their_words() -> None:
    data = BUILDERS["odt"](TEXT)
    made = annotated("odt", data, *(at("odt", data, words) for words in WORDS))
    assert annotation_words(made) == {f"about {words}": words for words in WORDS}
    assert read("odt", made).text == read("odt", data).text
    old, new = members(data), members(made)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {"content.xml"}
    body: Any = odfdo.Document(io.BytesIO(made)).body
    found = body.get_elements("descendant::office:annotation")
    assert [note.creator for note in found] == ["Li Na"] * len(WORDS)


def test_points_and_passages_that_touch_keep_their_order() -> None:
    data = BUILDERS["odt"](TEXT)
    start = read("odt", data).text.index("214 steps")
    remarks = [
        Remark(start, start + 3, ("a",)),
        Remark(start + 3, start + 3, ("b",)),
        Remark(start + 4, start + 9, ("c",)),
        Remark(start, start + 9, ("d",)),
        Remark(0, 0, ("e",)),
    ]
    made = annotated("odt", data, *remarks)
    assert read("odt", made).text == read("odt", data).text
    words = annotation_words(made)
    assert (words["a"], words["c"], words["d"]) == ("214", "steps", "214 steps")


def test_comments_stand_on_the_slides_of_their_words() -> None:
    data = BUILDERS["pptx"](TEXT)
    made = annotated("pptx", data, *(at("pptx", data, words) for words in WORDS))
    assert read("pptx", made).text == read("pptx", data).text
    old, new = members(data), members(made)
    changed = {name for name in old if old[name] != new[name]}
    assert all(name.endswith(".rels") or name == "[Content_Types].xml" for name in changed)
    show = pptx.Presentation(io.BytesIO(made))
    said: list[str] = []
    for slide in show.slides:
        shown = "\n".join(
            [s.text_frame.text for s in slide.shapes if s.has_text_frame]
            + [c.text for s in slide.shapes if s.has_table for c in s.table.iter_cells()]
            + ([slide.notes_slide.notes_text_frame.text] if slide.has_notes_slide else [])
        )
        for link in slide.part.rels.values():
            if link.reltype.endswith("/comments"):
                for comment in etree.fromstring(link.target_part.blob).iter("{*}text"):
                    words = (comment.text or "").split("\n")[0].removeprefix("about ")
                    assert words in shown
                    said.append(words)
    assert sorted(said) == sorted(WORDS)
    again = annotated("pptx", made, at("pptx", made, "lamp"))
    assert again.count(b"ppt/commentAuthors.xml") == made.count(b"ppt/commentAuthors.xml")


def test_comments_of_the_newer_kind_are_refused() -> None:
    data = BUILDERS["pptx"](TEXT)
    first = annotated("pptx", data, at("pptx", data, "214 steps"))
    show = pptx.Presentation(io.BytesIO(first))
    for slide in show.slides:
        for link in slide.part.rels.values():
            if link.reltype.endswith("/comments"):
                link.target_part._blob = b'<c:cmLst xmlns:c="urn:newer"/>'
    buffer = io.BytesIO()
    show.save(buffer)
    with pytest.raises(InputError, match="newer kind"):
        annotated("pptx", buffer.getvalue(), at("pptx", data, "214 steps"))
