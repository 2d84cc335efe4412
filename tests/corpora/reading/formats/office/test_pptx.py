"""Slides: what they show and what their notes say, slide by slide."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from helpers.every_format import TEXT, pack
from helpers.slides import as_pptx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.locators import place_in_words
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import FormatError, InputError

PPTX = load_format("pptx")
BOX = (Cm(1), Cm(1), Cm(9), Cm(3))
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def saved(show: Any) -> bytes:
    buffer = io.BytesIO()
    show.save(buffer)
    return buffer.getvalue()


def read(data: bytes, limits: Limits | None = None) -> Reading:
    return PPTX.read(data, "a.pptx", limits or Limits())


def shown(data: bytes) -> list[tuple[str, str, str]]:
    reading = read(data)
    return [
        (place_in_words(p.place), p.kind.value if p.kind else "", reading.text[p.start : p.end])
        for p in reading.parts or ()
    ]


def members(data: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_slides_are_read_in_order_with_their_notes() -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.placeholders[1].text_frame.text = "The gate opens\vat dawn."
    slide.placeholders[1].text_frame.add_paragraph().text = "Ships wait outside."
    slide.shapes.title.text = "Harbour plan"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "Drawn by the pilot."
    slide.notes_slide.notes_text_frame.text = "Say hello first."
    second = show.slides.add_slide(show.slide_layouts[6])
    second.shapes.add_textbox(*BOX).text_frame.text = "谢谢大家。"
    show.slides._sldIdLst.insert(0, show.slides._sldIdLst[1])
    assert shown(saved(show)) == [
        ("page 1, paragraph 1", "", "谢谢大家。"),
        ("page 2, paragraph 1", "heading", "Harbour plan"),
        ("page 2, paragraph 2", "list_item", "The gate opens\nat dawn."),
        ("page 2, paragraph 3", "list_item", "Ships wait outside."),
        ("page 2, paragraph 4", "", "Drawn by the pilot."),
        ("page 2, note 2", "text", "Say hello first."),
    ]


def test_charts_and_alternatives_are_text_as_well() -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    untyped: Any = CategoryChartData
    figures = untyped()
    figures.categories = ["Oil", "Flour"]
    figures.add_series("Last winter", (3, 4))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.PIE, *BOX, figures).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "What the boat carried"
    data = members(saved(show))
    shape = (
        "<p:sp><p:nvSpPr><p:cNvPr id='9' name='x'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>"
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    both = (
        f"<mc:AlternateContent {SPACES}><mc:Choice Requires='a'>{shape.format('Newer')}</mc:Choice>"
        f"<mc:Fallback>{shape.format('Older')}</mc:Fallback></mc:AlternateContent></p:spTree>"
    )
    slide_xml = bytes(data["ppt/slides/slide1.xml"])  # type: ignore[arg-type]
    data["ppt/slides/slide1.xml"] = slide_xml.replace(b"</p:spTree>", both.encode())
    texts = [text for _, _, text in shown(pack(data))]
    assert texts == ["What the boat carried", "Last winter", "Oil", "Flour", "Newer"]


def test_dates_and_numbers_of_slides_are_furniture() -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "Harbour plan"
    slide.placeholders[1]._element.nvSpPr.nvPr.ph.set("type", "ftr")
    slide.placeholders[1].text_frame.text = "Port authority"
    kinds = [(kind, text) for _, kind, text in shown(saved(show))]
    assert kinds == [("heading", "Harbour plan"), ("furniture", "Port authority")]


def test_what_is_no_presentation_is_refused() -> None:
    whole = members(as_pptx(TEXT))
    with pytest.raises(FormatError, match="main part"):
        read(pack({name: body for name, body in whole.items() if name != "_rels/.rels"}))
    with pytest.raises(FormatError, match="list of slides"):
        read(pack({**whole, "ppt/presentation.xml": "<a/>"}))
    with pytest.raises(InputError, match="entities"):
        read(pack({**whole, "ppt/slides/slide1.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}))
    with pytest.raises(InputError, match="--limit parts="):
        read(as_pptx(TEXT), Limits(parts=3))
    with pytest.raises(InputError):
        read(as_pptx(TEXT)[:5000])


WHOLE = as_pptx(TEXT[:4])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_damaged_presentation_is_read_or_refused(data: st.DataObject) -> None:
    found = members(WHOLE)
    name = data.draw(st.sampled_from(sorted(name for name in found if "slides/" in name)))
    body = bytes(found[name])  # type: ignore[arg-type]
    at = data.draw(st.integers(0, len(body)))
    cut = data.draw(st.integers(0, 40))
    found[name] = body[:at] + body[at + cut :]
    try:
        read(pack(found))
    except InputError as fault:
        assert "\n" not in str(fault)  # noqa: PT017
