"""Which format a file is in."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib import import_module
from pkgutil import walk_packages

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duizhao.corpora.files.decoding import decode
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.base import Format, Reading
from duizhao.corpora.reading.registry import BITEXTS, FORMATS, choose_format, load_format
from duizhao.errors import InputError, UnknownNameError

pytestmark = pytest.mark.wheel

# What plain texts begin with that have been taken for something else elsewhere.
PROSE = [
    b"",
    b"A plain sentence.",
    "病房启用了。".encode(),
    "病房启用了，很大，很新，人也很多。".encode("gb18030"),
    "\ufeff病房启用了。".encode("utf-16"),
    b"1\nThe first chapter.\n",
    b"# No heading, but a number sign\n",
    b"< 5 and > 3 are bounds.",
    b"<3 this song\n",
    b"a\tb\nc\td\n",
    b"- a\n- b\n",
    b"---\nAn em dash line.\n---\n",
    b"WEB is short for it.\n",
    b"PK is a pair of letters.\n",
    b"00:01:02 was the time.\n",
    b"\x00\x01\x02",
]


@pytest.mark.parametrize(
    "piece", [b"<!--a-->", b"<!--a-->\n", b"<?a ?>", b"<!DOCTYPE a>", b'#\nmsgctxt "a"\n"b"\n']
)
def test_what_begins_like_many_things_is_told_at_once(piece: bytes) -> None:
    data = piece * 4000
    begun = time.process_time()
    assert not any(load_format(name).sniff(data) for name in FORMATS)
    assert time.process_time() - begun < 2


def test_the_registry_names_every_format_of_the_room() -> None:
    room = import_module("duizhao.corpora.reading.formats")
    modules = [import_module(m.name) for m in walk_packages(room.__path__, f"{room.__name__}.")]
    having = [name for module in modules for name in getattr(module, "FORMATS", ())]
    assert sorted(FORMATS) == sorted(having)
    assert set(FORMATS) >= BITEXTS


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_name_and_suffixes(name: str) -> None:
    known = load_format(name)
    assert isinstance(known, Format)
    assert known.name == name
    assert known.suffixes
    assert all(s.startswith(".") and s == s.lower() for s in known.suffixes)


def test_no_two_formats_have_the_same_suffix() -> None:
    suffixes = [suffix for name in FORMATS for suffix in load_format(name).suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize("name", FORMATS)
def test_a_suffix_decides_where_content_does_not(name: str) -> None:
    for suffix in load_format(name).suffixes:
        assert choose_format(b"A plain sentence.", f"folder.x/A FILE{suffix.upper()}").name == name


@pytest.mark.parametrize("data", PROSE)
def test_no_format_claims_a_plain_text(data: bytes) -> None:
    assert choose_format(data, "file").name == "text"
    assert choose_format(data, "<stdin>").name == "text"
    assert choose_format(data, "file.unknown").name == "text"


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda t: t.encode("utf-8", "replace")))
@example(b"\x00\x01")
def test_plain_text_is_as_its_bytes_say(data: bytes) -> None:
    try:
        expected = Reading(decode(data)[0], None, decode(data)[1])
    except InputError as fault:
        with pytest.raises(InputError) as caught:
            load_format("text").read(data, "<bytes>", Limits())
        assert str(caught.value) == str(fault)  # noqa: PT017
    else:
        assert load_format("text").read(data, "<bytes>", Limits()) == expected


def test_the_user_is_not_doubted() -> None:
    for name in FORMATS:
        assert choose_format(b"%PDF-1.7", "a.docx", name).name == name


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError) as caught:
        choose_format(b"", "a.txt", "word")
    assert str(caught.value) == f"unknown input format 'word'; known: {', '.join(FORMATS)}"


def test_reading_a_plain_text_loads_no_library_of_another_format() -> None:
    program = (
        "import sys; from duizhao.corpora.reading.registry import choose_format;"
        " assert choose_format(b'A sentence.', 'a.txt').name == 'text';"
        " print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not set(done.stdout.split()) & {"lxml", "numpy", "pypdfium2", "docx", "odf", "bs4"}
