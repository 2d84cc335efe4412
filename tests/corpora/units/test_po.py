"""Message catalogues of gettext: a message is a unit."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers.folders import CASES_FOLDER
from hypothesis import given
from hypothesis import strategies as st

from duizhao.cli.main import main
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.registry import choose_format
from duizhao.corpora.units.convert import convert_memory
from duizhao.corpora.units.po import read_po
from duizhao.errors import FormatError, InputError

CASES = json.loads((CASES_FOLDER / "po.json").read_text("utf-8"))
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={}\\n"\n"Language: zh_Hans_CN\\n"\n\n'
)
ENTRY = 'msgid "Bread is dear."\nmsgstr "面包很贵。"\n'


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_messages_are_units(case: dict[str, Any]) -> None:
    bitext = read_po(case["po"].encode(), "a.po")
    assert [[u.id, u.source, u.target, u.state] for u in bitext.units] == case["expected"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-8-sig"])
def test_the_header_says_encoding_and_language(encoding: str) -> None:
    entry = ENTRY.replace("贵", "貴").replace("面", "麵") if encoding == "big5" else ENTRY
    data = (HEADER.format(encoding.removesuffix("-sig")) + entry).encode(encoding)
    bitext = read_po(data, "a.po")
    assert bitext.target_lang == "zh-Hans-CN"
    assert bitext.units[0].source == "Bread is dear."
    assert bitext.units[0].target.endswith("。")
    assert bitext.units[0].line == 6


def test_what_is_left_aside_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert read_po(CASES[1]["po"].encode(), "a.po").aside == {"obsolete": 1}
    assert "fuzzy entries, which programs do not show: 1" in caplog.text
    assert "obsolete entries (#~) are left aside: 1" in caplog.text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", None),
        ("/etc/hostname", None),
        ('msgid ""\nmsgstr ""\n', None),
        (ENTRY + 'msgid "cut\n', 3),
        (ENTRY + 'msgid "no translation follows"\nmsgid "b"\n', 4),
        (ENTRY + "nothing of the kind\n", 3),
        (ENTRY + 'msgid "a "quoted" word"\nmsgstr ""\n', 3),
        ('msgid "a"\nmsgstr[x] "b"\n', 2),
        (ENTRY + 'msgid "lost"\n#, fuzzy\nmsgid "b"\nmsgstr ""\n', 5),
    ],
)
def test_what_is_broken_or_empty_is_refused(text: str, line: int | None) -> None:
    with pytest.raises(FormatError) as caught:
        read_po(text.encode(), "a.po")
    assert caught.value.line == line


@pytest.mark.parametrize("forms", ["plural=1/0", "plural=" + "(" * 300, "plural=n+", "plural=x"])
def test_a_wrong_rule_of_forms_does_no_harm(forms: str) -> None:
    head = f'msgid ""\nmsgstr "Plural-Forms: {forms};\\n"\n\n'
    entry = 'msgid "boat"\nmsgid_plural "boats"\nmsgstr[0] "船"\n'
    assert len(read_po((head + entry).encode(), "a.po").units) == 2


def test_limits_and_other_bytes_are_kept() -> None:
    with pytest.raises(InputError, match="--limit parts="):
        read_po((ENTRY + ENTRY.replace("dear", "cheap")).encode(), "a.po", limits=Limits(parts=1))
    with pytest.raises(InputError):
        read_po(HEADER.format("nonsense").encode() + ENTRY.encode(), "a.po")
    with pytest.raises(InputError):
        read_po(b"\x00\x01\x02" * 99, "a.po")


@pytest.mark.parametrize("data", [ENTRY, "# A.\n#\n" + ENTRY, "\ufeff" + ENTRY, CASES[0]["po"]])
def test_a_wrong_suffix_does_not_make_it_a_plain_text(data: str) -> None:
    assert choose_format(data.encode(), "a.txt").name == "po"


def test_check_finds_what_is_not_translated(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(HEADER.format("UTF-8") + ENTRY + CASES[1]["po"], encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(path), "-o", str(tmp_path / "o")])
    assert result.exit_code == 0
    assert "1 omission" in result.output
    aligned = CliRunner().invoke(main, ["align", str(path), str(path), "-o", str(tmp_path / "p")])
    assert (aligned.exit_code, "duizhao check" in aligned.stderr) == (2, True)


def test_a_catalogue_becomes_a_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(HEADER.format("UTF-8") + ENTRY + CASES[1]["po"], encoding="utf-8")
    done = convert_memory(path, tmp_path / "a.tmx")
    text = (tmp_path / "a.tmx").read_text("utf-8")
    assert "Bread is dear." in text
    assert "Gone." not in text
    assert "fuzzy" in text
    assert done.written >= 2
    path.write_text(ENTRY, encoding="utf-8")
    with pytest.raises(FormatError, match="--target-lang"):
        convert_memory(path, tmp_path / "b.tmx")


TEXTS = st.text(st.sampled_from('ab "\\\n文#:~'), max_size=20).filter(str.strip)


@given(st.lists(TEXTS, min_size=1, max_size=5, unique=True))
def test_no_letter_of_a_message_is_lost(texts: list[str]) -> None:
    import polib

    catalogue = polib.POFile()
    for text in texts:
        catalogue.append(polib.POEntry(msgid=text, msgstr=f"文 {text}"))
    bitext = read_po(str(catalogue).encode(), "a.po")
    found = ["".join(unit.source.split()) for unit in bitext.units]
    assert found == ["".join(text.split()) for text in texts]
