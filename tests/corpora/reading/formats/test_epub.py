from __future__ import annotations

import pytest
from helpers.every_format import epub_members, pack

from duizhao.corpora.document import Kind
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Reading
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError

FORMAT = load_format("epub")


def page(body: str, head: str = "<title>The Book</title>") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN"'
        ' "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head>{head}</head><body>{body}</body></html>"
    )


def read_members(members: dict[str, str | bytes]) -> Reading:
    return FORMAT.read(pack(members, stored=["mimetype"]), "some.epub", Limits())


def read(*bodies: str, spine: str | None = None) -> Reading:
    pages = {f"c{n}.xhtml": page(body) for n, body in enumerate(bodies)}
    return read_members(epub_members(pages, spine))


def shown(reading: Reading) -> list[str]:
    return [reading.text[part.start : part.end] for part in reading.parts or ()]


def test_chapters_are_read_in_the_order_of_the_spine() -> None:
    spine = '<itemref idref="i1"/><itemref idref="i0"/><itemref idref="i1"/><itemref idref="no"/>'
    reading = read("<h1>One</h1><p>First.</p>", "<p>Second.</p>", spine=spine)
    places = [part.place for part in reading.parts or () if part.place]
    assert shown(reading) == ["Second.", "One", "First."]
    assert [place.chapter for place in places] == ["c1.xhtml", "One", "One"]
    assert [place.paragraph for place in places] == [1, 1, 2]
    assert reading.lang == "en"


def test_contents_in_the_spine_are_kept_but_not_aligned() -> None:
    links = '<nav epub:type="toc"><ol><li><a href="c0.xhtml">One</a></li></ol></nav>'
    members = epub_members(
        {"c0.xhtml": page("<p>Text.</p>")}, '<itemref idref="nav"/><itemref idref="i0"/>'
    )
    members["OEBPS/nav.xhtml"] = page(f"<h1>Contents</h1>{links}")
    reading = read_members(members)
    assert shown(reading) == ["Contents", "One", "Text."]
    kinds = [part.kind for part in reading.parts or ()]
    assert kinds == [Kind.CONTENTS, Kind.CONTENTS, None]


def test_contents_outside_the_reading_order_are_left_out() -> None:
    spine = (
        '<itemref idref="nav" linear="no"/><itemref idref="i0"/><itemref idref="i1" linear="no"/>'
    )
    reading = read("<p>Text.</p>", "<p>Answers.</p>", spine=spine)
    assert shown(reading) == ["Text.", "Answers."]


def test_older_books_name_their_contents_in_a_guide() -> None:
    members = epub_members({"toc.xhtml": page("<p>One 7</p>"), "c.xhtml": page("<p>Text.</p>")})
    package = members["OEBPS/book.opf"]
    assert isinstance(package, str)
    guide = '<guide><reference type="toc" href="toc.xhtml#top"/></guide></package>'
    members["OEBPS/book.opf"] = package.replace("</package>", guide)
    kinds = [part.kind for part in read_members(members).parts or ()]
    assert kinds == [Kind.CONTENTS, None]


XHTML = [
    ("a title without an end tag", page("<p>Kept.</p>", "<title/><script src='x'/>"), ["Kept."]),
    ("named entities", page("<p>a&nbsp;b &mdash; c &amp; d &lt;e</p>"), ["a\xa0b — c & d <e"]),
    ("not well-formed", page("<p>One<p>Two<br>more"), ["One", "Two\nmore"]),
    ("an unknown entity", page("<p>a &unknown; b</p>"), ["a &unknown; b"]),
    ("an aside is text in a book", page("<aside><p>A tale.</p></aside>"), ["A tale."]),
    ("a plain wrapper", page("<div class='sidebar'><p>Text.</p></div>"), ["Text."]),
    (
        "a note that pops up",
        page(
            '<p>Text.<a epub:type="noteref" href="#n1">*</a></p><p>Next.</p>'
            '<aside epub:type="footnote" id="n1"><p>* The note.</p></aside>'
        ),
        ["Text.", "* The note.", "Next."],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in XHTML], ids=[c[0] for c in XHTML])
def test_documents(text: str, expected: list[str]) -> None:
    assert shown(read_members(epub_members({"c.xhtml": text}))) == expected


def test_names_in_the_package_are_resolved() -> None:
    members = epub_members({"text/my page.xhtml": page("<p>Text.</p>")})
    package = members["OEBPS/book.opf"]
    assert isinstance(package, str)
    members["OEBPS/book.opf"] = package.replace("text/my page", "./x/../text/my%20page")
    assert shown(read_members(members)) == ["Text."]


def encryption(algorithm: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod'
        f' Algorithm="{algorithm}"/></enc:EncryptedData></encryption>'
    )


def test_a_protected_book_is_refused() -> None:
    members = epub_members({"c.xhtml": page("<p>x</p>")})
    members["META-INF/encryption.xml"] = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(InputError, match=r"protected against copying \(DRM\)"):
        read_members(members)


def test_obfuscated_fonts_do_no_harm() -> None:
    members = epub_members({"c.xhtml": page("<p>x</p>")})
    members["META-INF/encryption.xml"] = encryption("http://www.idpf.org/2008/embedding")
    assert shown(read_members(members)) == ["x"]


def test_entities_of_its_own_are_refused() -> None:
    text = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body>&a;</body></html>'
    with pytest.raises(InputError, match="declares entities"):
        read_members(epub_members({"c.xhtml": text}))


def test_a_book_without_text_is_refused() -> None:
    with pytest.raises(InputError, match="its spine names no document"):
        read_members(epub_members({}))


def test_a_package_outside_the_archive_is_not_looked_for() -> None:
    members = epub_members({"c.xhtml": page("<p>x</p>")})
    container = members["META-INF/container.xml"]
    assert isinstance(container, str)
    members["META-INF/container.xml"] = container.replace("OEBPS/book.opf", "../../etc/passwd")
    with pytest.raises(InputError, match="is missing"):
        read_members(members)


def test_what_of_a_book_cannot_be_read_is_told(caplog: pytest.LogCaptureFixture) -> None:
    pages: dict[str, str | bytes] = {
        "c0.xhtml": page("<p>Text.</p>"),
        "c1.xhtml": page("<img src='p.png' alt=''/>"),
        "c2.xhtml": b'<?xml version="1.0" encoding="utf-8"?><p>\xff\xfe\x00\x81</p>',
        "c3.xhtml": page("<p>Gone.</p>"),
    }
    members = epub_members(dict.fromkeys(pages, ""))
    members |= {f"OEBPS/{name}": content for name, content in pages.items()}
    del members["OEBPS/c3.xhtml"]
    assert shown(read_members(members)) == ["Text."]
    told = [record.getMessage() for record in caplog.records]
    missing = "1 are named in the spine and missing from the book: OEBPS/c3.xhtml"
    assert told == [
        "some.epub: of its chapters, 1 are pictures without text and were not read: OEBPS/c1.xhtml",
        "some.epub: of its chapters, 1 could not be decoded and were not read: OEBPS/c2.xhtml",
        f"some.epub: of its chapters, {missing}",
    ]
