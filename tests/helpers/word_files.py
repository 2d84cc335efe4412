"""Word documents made part by part, and the comments in them."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Sequence

from hypothesis import strategies as st
from lxml import etree

from helpers.every_format import pack

__all__ = ["W", "comment_words", "comments", "members", "word_bodies", "word_file"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
# What a reader of the text does not see.
_UNSEEN = {f"{{{W}}}{name}" for name in ("del", "delText", "instrText", "pPr", "rPr")}


def word_file(body: str, notes: Sequence[str] = (), header: str = "") -> bytes:
    """Return a Word document.

    :param body: The XML of its body.
    :param notes: The XML of the paragraphs of each footnote, numbered from 1.
    :param header: The XML of its header.
    """
    foot = "".join(f'<w:footnote w:id="{n}">{note}</w:footnote>' for n, note in enumerate(notes, 1))
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(("footnotes", "header"), 1)
    )
    return pack(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
            f'"/word/document.xml" ContentType="{_MAIN}"/><Override PartName='
            f'"/word/footnotes.xml" ContentType="{_NOTES}"/><Override PartName='
            f'"/word/header.xml" ContentType="{_HEADER}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="rId1"'
            f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_LINKS}">{links}'
            "</Relationships>",
            "word/document.xml": f'<w:document xmlns:w="{W}"><!-- kept --><w:body>{body}</w:body>'
            "</w:document>",
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{foot}</w:footnotes>',
            "word/header.xml": f'<w:hdr xmlns:w="{W}">{header}</w:hdr>',
        }
    )


def members(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def comments(data: bytes) -> dict[str, str]:
    """Return what each comment of a Word document says, by id, a line a paragraph."""
    root = etree.fromstring(members(data)["word/comments.xml"])
    return {
        str(comment.get(f"{{{W}}}id")): "\n".join(
            "".join(text.text or "" for text in paragraph.iter(f"{{{W}}}t"))
            for paragraph in comment.iter(f"{{{W}}}p")
        )
        for comment in root
    }


def comment_words(data: bytes) -> dict[str, str]:
    """Return the words that each comment stands at, by id, without white space."""
    found: dict[str, str] = {}
    for name in ("word/document.xml", "word/footnotes.xml"):
        parts = members(data)
        if name not in parts:
            continue
        opened: set[str] = set()
        closed: set[str] = set()
        walker = etree.iterwalk(etree.fromstring(parts[name]), events=("start", "comment"))
        for event, element in walker:
            tag, number = str(element.tag), str(element.get(f"{{{W}}}id"))
            if event == "start" and tag in _UNSEEN:
                walker.skip_subtree()
            elif tag == f"{{{W}}}commentRangeStart":
                opened.add(number)
                found[number] = ""
            elif tag == f"{{{W}}}commentRangeEnd":
                opened.remove(number)
                closed.add(number)
            elif tag == f"{{{W}}}commentReference":
                assert number in closed
            elif tag == f"{{{W}}}t":
                for each in opened:
                    found[each] += "".join((element.text or "").split())
        assert not opened
    return found


_WORDS = st.text("ab 你好。,&", min_size=1, max_size=6)
_BOLD = "<w:rPr><w:b/></w:rPr>"


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{html.escape(words)}</w:t>'


@st.composite
def _runs(draw: st.DrawFn) -> str:
    """Draw a run, bold or not, with its text in one piece or several."""
    bold = _BOLD if draw(st.booleans()) else ""
    texts = [_text(words) for words in draw(st.lists(_WORDS, min_size=1, max_size=3))]
    between = draw(st.sampled_from(["", "<w:tab/>", "<w:br/>", "<w:noBreakHyphen/>"]))
    return f'<w:r w:rsidR="00AA">{bold}{between.join(texts)}</w:r>'


_HOLDERS = (
    "{}",
    '<w:hyperlink w:anchor="a">{}</w:hyperlink>',
    '<w:ins w:id="900" w:author="A">{}</w:ins>',
    '<w:del w:id="901" w:author="A"><w:r><w:delText>gone</w:delText></w:r></w:del>{}',
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:fldSimple w:instr="REF a">{}</w:fldSimple>',
    (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r>'
    ),
    '<w:bookmarkStart w:id="7" w:name="b"/>{}<!-- said --><w:bookmarkEnd w:id="7"/>',
)


@st.composite
def _paragraphs(draw: st.DrawFn, note: int = 0) -> str:
    groups = draw(st.lists(st.tuples(st.sampled_from(_HOLDERS), _runs()), max_size=4))
    body = "".join(holder.format(run) for holder, run in groups)
    mark = f'<w:r><w:footnoteReference w:id="{note}"/></w:r>' if note else ""
    return f"<w:p><w:pPr/>{body}{mark}</w:p>"


@st.composite
def word_bodies(draw: st.DrawFn) -> bytes:
    """Draw a Word document: runs parted anywhere, tables, footnotes, changes, fields, links."""
    parts: list[str] = []
    notes: list[str] = []
    for kind in draw(st.lists(st.sampled_from(["p", "table", "note"]), min_size=1, max_size=4)):
        if kind == "p":
            parts.append(draw(_paragraphs()))
        elif kind == "table":
            cells = draw(st.lists(_paragraphs(), min_size=1, max_size=3))
            row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
            parts.append(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>")
        else:
            notes.append(draw(_paragraphs()))
            parts.append(draw(_paragraphs(note=len(notes))))
    return word_file("".join(parts), notes, draw(_paragraphs()))
