from __future__ import annotations

from pathlib import Path

import pytest
from helpers.material import shared

from duizhao.errors import FormatError, InputError
from duizhao.eval.gold.sets import KNOWN_SETS, load_gold_set, read_lines


def make(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


SMALL = {
    "en/001": "One.\n",
    "zh/001.txt": "一。\n二。\n",
    "gold/001.align": "[0,1]:[0]\n",
    "README": "not a language",
}


@pytest.mark.parametrize(
    ("name", "langs", "documents", "beads", "lines"),
    [
        ("mac-dev", ("zh", "en"), 6, 1343, (1463, 1951)),
        ("bible", ("en", "zh"), 1, 4747, (5000, 6301)),
        ("text+berg", ("de", "fr"), 7, 916, (991, 1011)),
    ],
)
def test_published_sets_are_known_and_told_apart(
    name: str, langs: tuple[str, str], documents: int, beads: int, lines: tuple[int, int]
) -> None:
    gold = load_gold_set(shared(f"data/{name}"))
    assert (gold.source_lang, gold.target_lang) == langs
    assert gold.known == gold.name == name
    assert set(KNOWN_SETS) == {"mac-dev", "bible", "text+berg"}
    assert len(gold.documents) == documents
    assert sum(len(d.beads) for d in gold.documents) == beads
    sources = sum(len(read_lines(d.source)) for d in gold.documents)
    targets = sum(len(read_lines(d.target)) for d in gold.documents)
    assert (sources, targets) == lines
    swapped = load_gold_set(shared(f"data/{name}"), swap=True)
    assert (swapped.source_lang, swapped.target_lang) == langs[::-1]
    assert swapped.documents[0].source == gold.documents[0].target
    assert swapped.documents[0].beads[0].source == gold.documents[0].beads[0].target


def test_the_direction_is_told_from_the_ids(tmp_path: Path) -> None:
    gold = load_gold_set(make(tmp_path, SMALL))
    assert (gold.source_lang, gold.target_lang, gold.known) == ("zh", "en", None)
    (document,) = gold.documents
    assert document.name == "001"
    assert document.source == tmp_path / "zh" / "001.txt"
    assert document.beads[0].type == "2-1"


def test_an_id_without_a_line_tells_the_direction(tmp_path: Path) -> None:
    for beads, langs in (("[0]:[1]\n", ("en", "zh")), ("[1]:[0]\n", ("zh", "en"))):
        gold = load_gold_set(make(tmp_path, SMALL | {"gold/001.align": beads}))
        assert (gold.source_lang, gold.target_lang) == langs


def test_a_changed_text_is_another_set(tmp_path: Path) -> None:
    before = load_gold_set(make(tmp_path, SMALL)).sha256
    assert load_gold_set(tmp_path).sha256 == before
    make(tmp_path, {"en/001": "1.\n"})
    assert load_gold_set(tmp_path).sha256 != before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fr/001": "Un.\n"}, "is no gold set"),
        ({"zh/001.txt": "一。\n"}, "in no direction"),
        ({"gold/001.align": "[0]:[0]\n"}, "either way"),
        ({"gold/002.align": "[0]:[0]\n"}, "needs one file called 002, as in gold; it has 0"),
        ({"en/001.txt": "One.\n"}, "needs one file called 001, as in gold; it has 2"),
    ],
)
def test_what_is_no_gold_set_is_refused(change: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        load_gold_set(make(tmp_path, SMALL | change))


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(InputError, match="is no gold set"):
            load_gold_set(folder)


def test_lines_are_sentences(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes("\ufeff一。\r\n\n二\u2028。 ".encode())
    assert read_lines(path) == ["一。", "", "二\u2028。"]
    path.write_bytes(b"\xff")
    with pytest.raises(FormatError, match="not a text in UTF-8"):
        read_lines(path)
    with pytest.raises(InputError, match="cannot read"):
        read_lines(tmp_path / "none")
