from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

import pytest
from helpers.every_format import BUILDERS, TEXT, epub_members, pack
from helpers.examples import examples
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.formats import archive as archive_module
from duizhao.corpora.reading.formats.archive import (
    Archive,
    attribute,
    declared_type,
    local,
    parse_xml,
)
from duizhao.corpora.reading.registry import load_format
from duizhao.errors import InputError

CONTAINERS = ("docx", "odt", "epub")
GOOD = {name: BUILDERS[name](TEXT) for name in CONTAINERS}


def opened(data: bytes, limits: Limits | None = None) -> Archive:
    return Archive(data, "some.docx", limits or Limits(), "a DOCX document")


def test_members_are_read_back() -> None:
    archive = opened(pack({"a.xml": "<a b='1'><c/></a>", "b.bin": b"\x00\x01"}))
    assert list(archive) == ["a.xml", "b.bin"]
    assert archive.read("b.bin") == b"\x00\x01"
    assert local(archive.xml("a.xml")[0]) == "c"
    assert "c.xml" not in archive


def test_a_missing_member_is_named() -> None:
    with pytest.raises(InputError, match=r"word/document\.xml is missing"):
        opened(pack({"a": "b"})).read("word/document.xml")


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(InputError, match="is not a DOCX document, whatever its name says"):
        opened(b"Just some text.")


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("EncryptedPackage".encode("utf-16-le"), "is encrypted; save it without a password"),
        (b"WordDocument", "is an old office document, not a DOCX document"),
    ],
)
def test_ole_containers_are_told_apart(inside: bytes, message: str) -> None:
    data = archive_module.OLE_MAGIC + bytes(600) + inside + bytes(600)
    with pytest.raises(InputError, match=message):
        opened(data)


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(pack({"a.xml": "<a/>"}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    data[6] |= 1
    with pytest.raises(InputError, match="is encrypted"):
        opened(bytes(data)).read("a.xml")


def test_too_many_members_are_refused_and_the_limit_can_be_raised() -> None:
    data = pack({f"m{n}": "" for n in range(30)})
    with pytest.raises(InputError, match="--limit members=30"):
        opened(data, Limits(members=29))
    assert len(list(opened(data, Limits(members=30)))) == 30


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    data = pack({"a.xml": b"<a>" + bytes(2**20) + b"</a>"})
    with pytest.raises(InputError, match="unpacked_bytes is"):
        opened(data, Limits(unpacked_bytes=2**20))


def test_a_bomb_below_the_limit_is_refused_by_its_ratio() -> None:
    data = pack({"a.xml": bytes(archive_module.SMALL_ARCHIVE + 1)})
    with pytest.raises(InputError, match="shrunk is"):
        opened(data)
    assert "a.xml" in opened(data, Limits(shrunk=2000))


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_declares() -> None:
    data = bytearray(pack({"a.xml": bytes(2**20)}))
    central = data.rindex(b"PK\x01\x02")
    for at in (22, central + 24):
        data[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(InputError, match="is damaged"):
        opened(bytes(data), Limits(unpacked_bytes=1000)).read("a.xml")


def test_what_was_unpacked_is_counted_over_all_reads() -> None:
    archive = opened(pack({"a": bytes(600)}), Limits(unpacked_bytes=1000))
    archive.read("a")
    with pytest.raises(InputError, match="unpacked_bytes is 1200"):
        archive.read("a")


@pytest.mark.parametrize("name", ["../a", "/a", "x/../../a", "C:\\a", "\\a", "x\\..\\a", "a\x00b"])
def test_unsafe_names_are_refused(name: str) -> None:
    entry = zipfile.ZipInfo("placeholder")
    entry.filename = name
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, "x")
    with pytest.raises(InputError, match="unsafe name"):
        opened(buffer.getvalue())


def test_two_members_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a", "1")
            archive.writestr("a", "2")
    with pytest.raises(InputError, match="two members of one name"):
        opened(buffer.getvalue())


def test_other_ways_of_packing_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a", "1" * 100)
    with pytest.raises(InputError, match="is packed in a way"):
        opened(buffer.getvalue()).read("a")


BOMB = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>"""
EXTERNAL = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>"""
PARAMETER = b"""<!DOCTYPE x [<!ENTITY % a SYSTEM "http://localhost:9/a.dtd"> %a;]><x/>"""


@pytest.mark.parametrize("data", [BOMB, EXTERNAL, PARAMETER])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(data: bytes, encoding: str) -> None:
    with pytest.raises(InputError, match=r"declares entities|not well-formed"):
        parse_xml(data.decode().encode(encoding), "some.docx, a.xml")


def test_a_document_type_alone_is_not_fetched() -> None:
    root = parse_xml(b'<!DOCTYPE x SYSTEM "http://localhost:9/a.dtd"><x y="1"/>', "a.xml")
    assert attribute(root, "y") == "1"


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a>\x00</a>", b"<a>" * 5000, b"\xff\xfe<"])
def test_what_is_not_well_formed_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="is not well-formed XML"):
        parse_xml(data, "a.xml")


def test_too_many_tags_are_refused_until_the_limit_is_raised() -> None:
    data = b"<a>" + b"<b/>" * 100 + b"</a>"
    with pytest.raises(InputError, match="tags is 102 or more, the limit is 100"):
        parse_xml(data, "a.xml", Limits(tags=100))
    assert len(parse_xml(data, "a.xml", Limits(tags=102))) == 100


def test_an_attribute_is_found_in_any_namespace() -> None:
    root = parse_xml(b'<a xmlns:w="urn:w" w:val="3"/>', "a.xml")
    assert attribute(root, "val") == "3"
    assert attribute(root, "other") is None


def test_the_type_of_a_container_is_read_from_its_first_member() -> None:
    assert declared_type(GOOD["epub"]).startswith(b"application/epub+zip")
    assert declared_type(GOOD["docx"]) == b""
    assert declared_type(b"mimetypeapplication/epub+zip") == b""


@pytest.mark.parametrize("name", CONTAINERS)
def test_each_reader_knows_its_own_and_no_other(name: str) -> None:
    claimed = [other for other in CONTAINERS if load_format(other).sniff(GOOD[name])]
    assert claimed == [name]


@pytest.mark.parametrize("name", CONTAINERS)
@pytest.mark.parametrize("keep", [0.0, 0.01, 0.3, 0.7, 0.99])
def test_truncated_containers_are_refused(name: str, keep: float) -> None:
    data = GOOD[name][: int(keep * len(GOOD[name]))]
    with pytest.raises(InputError):
        load_format(name).read(data, "some.file", Limits())


@pytest.mark.parametrize("name", CONTAINERS)
@pytest.mark.parametrize(
    "data",
    [
        b"Plain text with a wrong name.",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        b"%PDF-1.7\n",
        pack({"readme.txt": "nothing of the kind"}),
        pack(epub_members({})),
        pack({"word/document.xml": "<x/>", "content.xml": "<x/>", "_rels/.rels": "<x/>"}),
        pack({"_rels/.rels": BOMB, "content.xml": BOMB, "META-INF/container.xml": EXTERNAL}),
    ],
)
def test_other_files_are_refused(name: str, data: bytes) -> None:
    with pytest.raises(InputError):
        load_format(name).read(data, "some.file", Limits())


@pytest.mark.parametrize("name", CONTAINERS)
def test_parts_are_limited(name: str) -> None:
    with pytest.raises(InputError, match="--limit parts="):
        load_format(name).read(GOOD[name], "some.file", Limits(parts=5))


@examples(60)
@given(st.sampled_from(CONTAINERS), st.data())
def test_damage_gives_a_text_or_a_clear_error(name: str, data: st.DataObject) -> None:
    broken = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    read: Callable[..., object] = load_format(name).read
    try:
        read(bytes(broken), "some.file", Limits())
    except InputError as error:
        assert str(error).startswith("some.file")  # noqa: PT017 - both ends are right
