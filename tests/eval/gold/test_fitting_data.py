from __future__ import annotations

import json
from pathlib import Path

import pytest

from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.links import LinkDecision
from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.reading.read import document_from_text
from duizhao.errors import DuizhaoError, InputError
from duizhao.eval.gold.clean import MOST
from duizhao.eval.gold.fitting_data import read_fitting_data

EN = [f"Boat number {n} came home." for n in range(12)]
ZH = [f"第{n}条船回家了。" for n in range(12)]


def tsv(count: int = 12, first: int = 0) -> str:
    numbers = range(first, first + count)
    rows = [f"Boat number {n} came home.\t第{n}条船回家了。" for n in numbers]
    return "\n".join(["source\ttarget", *rows, ""])


def memory(pairs: list[tuple[str, str]], langs: tuple[str, str] = ("en", "zh")) -> str:
    units = "".join(
        "<tu>"
        + "".join(
            f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>'
            for lang, text in zip(langs, pair, strict=True)
        )
        + "</tu>"
        for pair in pairs
    )
    return f'<tmx version="1.4"><header srclang="{langs[0]}"/><body>{units}</body></tmx>'


def gold_set(folder: Path) -> None:
    for name, lines in (("en", EN), ("zh", [*ZH, "完。"])):
        (folder / name).mkdir(parents=True)
        (folder / name / "001").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "gold").mkdir()
    beads = "".join(f"[{n}]:[{n}]\n" for n in range(10)) + "[10,11]:[10]\n[]:[11]\n[]:[12]\n"
    (folder / "gold" / "001.align").write_text(beads, encoding="utf-8")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_form_is_read(tmp_path: Path) -> None:
    gold_set(tmp_path / "sets" / "boats")
    write(tmp_path / "a.tsv", tsv())
    write(tmp_path / "b.tmx", memory(list(zip(EN, ZH, strict=True))))
    po = "\n".join(f'msgid "{en}"\nmsgstr "{zh}"\n' for en, zh in zip(EN, ZH, strict=True))
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: zh\\n"\n\n'
    write(tmp_path / "deep" / "c.po", head + po)
    line = {"id": "boats", "lp": "zh-en", "src": ZH, "tgt": EN, "align": None}
    write(tmp_path / "deep" / "d.jsonl", json.dumps(line) + "\n")
    data = read_fitting_data(tmp_path)
    assert [pair.name for pair in data.gold] == ["sets/boats/001"]
    assert {bead.type for bead in data.gold[0].beads} == {"1-1", "2-1", "0-1"}
    assert {each.name: each.langs for each in data.clean} == {
        "a.tsv#1": ("en", "zh"),
        "b.tmx#1": ("en", "zh"),
        "deep/c.po#1": ("en", "zh"),
        "deep/d.jsonl/boats": ("en", "zh"),
    }
    assert {each.pairs for each in data.clean} == {tuple(zip(EN, ZH, strict=True))}
    assert data.sentences == 5 * 12
    assert data.passed_over == ()


def test_links_to_folders_are_followed_and_none_twice(tmp_path: Path) -> None:
    gold_set(tmp_path / "far" / "boats")
    write(tmp_path / "near" / "a.tsv", tsv())
    for name, target in (("set", "far/boats"), ("back", "near"), ("again", "far")):
        (tmp_path / "near" / name).symlink_to(tmp_path / target, target_is_directory=True)
    data = read_fitting_data(tmp_path / "near")
    assert len(data.gold) == 1
    assert [each.name for each in data.clean] == ["a.tsv#1"]


def test_languages_stand_in_one_order(tmp_path: Path) -> None:
    write(tmp_path / "a.tmx", memory(list(zip(ZH, EN, strict=True)), ("zh-CN", "en-GB")))
    (found,) = read_fitting_data(tmp_path).clean
    assert found.langs == ("en", "zh")
    assert found.pairs[0] == (EN[0], ZH[0])


def test_what_is_no_translation_is_left_out(tmp_path: Path) -> None:
    pairs = [*zip(EN, ZH, strict=True), (EN[3], ZH[3]), ("Linux", "Linux")]
    write(tmp_path / "a.tmx", memory(pairs))
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: zh\\n"\n\n'
    po = [f'msgid "{en}"\nmsgstr "{zh}"\n' for en, zh in zip(EN, ZH, strict=True)]
    po[2:4] = [f"#, fuzzy\n{po[2]}", f'msgid "{EN[3]}"\nmsgstr ""\n']
    write(tmp_path / "b.po", head + "\n".join(po))
    memory_, catalogue = read_fitting_data(tmp_path).clean
    assert memory_.pairs == tuple(zip(EN, ZH, strict=True))
    assert [en for en, _ in catalogue.pairs] == [EN[n] for n in range(12) if n not in (2, 3)]


def test_a_long_file_is_cut_into_documents(tmp_path: Path) -> None:
    write(tmp_path / "a.tsv", tsv(2 * MOST + 5))
    write(tmp_path / "b.tsv", tsv(MOST + 20, 1000))
    found = read_fitting_data(tmp_path).clean
    assert [(each.name, len(each.pairs)) for each in found] == [
        ("a.tsv#1", MOST),
        ("a.tsv#2", MOST),
        ("b.tsv#1", MOST),
        ("b.tsv#2", 20),
    ]


def test_what_cannot_be_used_is_named(tmp_path: Path) -> None:
    write(tmp_path / "README.md", "# Boats\n")
    write(tmp_path / "short.tsv", tsv(3))
    write(tmp_path / ".hidden" / "a.tsv", tsv())
    write(tmp_path / "other.json", '{"a": 1}')
    gold_set(tmp_path / "verses")
    write(tmp_path / "verses" / "en.verse", "1\n")
    data = read_fitting_data(tmp_path)
    assert (data.gold, data.clean, data.sentences) == ((), (), 0)
    assert dict(data.passed_over) == {
        "README.md": "no format that clean translations are read from",
        "short.tsv": "fewer than 8 translated sentences in a row",
        "other.json": "neither an alignment nor decisions",
        "verses": "gold by verses knows no single bead",
    }


def test_the_folder_itself_may_be_a_gold_set(tmp_path: Path) -> None:
    gold_set(tmp_path / "boats")
    (pair,) = read_fitting_data(tmp_path / "boats").gold
    assert pair.name == "boats/001"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.tmx", "<tmx><header", "a.tmx"),
        ("a.jsonl", "{\n", "a.jsonl, line 1"),
        ("a.json", "{", "a.json: is no JSON"),
        ("a.json", '{"format": "duizhao-decisions", "version": 1, "findings": 3}', "no list"),
        ("gold/001.align", "[0]:[0]\n", "is no gold set"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, name: str, text: str, words: str) -> None:
    write(tmp_path / name, text)
    with pytest.raises(InputError, match=words.replace("[", r"\[")):
        read_fitting_data(tmp_path)


# Alignments that an editor has reviewed


def reviewed(folder: Path, *, confirmed: set[int], moved: int | None = None) -> None:
    """Write an alignment of 20 links and a null bead, and decisions that confirm some of them."""
    en = document_from_text("\n".join(f"Boat {n} came." for n in range(21)), presplit=True)
    zh = document_from_text("\n".join(f"第{n}条船来了。" for n in range(20)), presplit=True)
    beads = [Bead((n,), (n,), moved=n == moved) for n in range(10)]
    beads += [Bead((10,), ()), *(Bead((n + 1,), (n,)) for n in range(10, 20))]
    folder.mkdir(parents=True, exist_ok=True)
    Alignment((en, zh), tuple(beads)).save(folder / "alignment.json")
    links = tuple(
        LinkDecision(
            " ".join(en.sentences[i].text for i in bead.source),
            "".join(zh.sentences[j].text for j in bead.target),
            confirmed=n in confirmed,
        )
        for n, bead in enumerate(beads)
        if n in confirmed or not bead.is_null
    )
    Decisions(links=links).save(folder / "decisions.json")


@pytest.mark.parametrize(
    ("confirmed", "types"),
    [
        (set(range(21)), [["1-1"] * 10 + ["1-0"] + ["1-1"] * 10]),
        (set(range(8)), [["1-1"] * 8]),
        (set(range(21)) - {9}, [["1-1"] * 9, ["1-0"] + ["1-1"] * 10]),
        (set(range(7)), []),
        (set(range(0, 21, 2)), []),
    ],
)
def test_stretches_of_confirmed_links_are_gold(
    tmp_path: Path, confirmed: set[int], types: list[list[str]]
) -> None:
    reviewed(tmp_path, confirmed=confirmed)
    data = read_fitting_data(tmp_path)
    assert [[bead.type for bead in pair.beads] for pair in data.gold] == types
    for pair in data.gold:
        for ids, document in (("source", pair.source), ("target", pair.target)):
            stand = sorted(i for bead in pair.beads for i in getattr(bead, ids))
            assert stand == [sentence.id for sentence in document.sentences]
        first = pair.beads[-1]
        number = pair.source.sentences[first.source[0]].text.split()[1]
        assert number in pair.target.sentences[first.target[0]].text or len(pair.beads) > 10
    if not types:
        reason = "no stretch of 8 links that decisions beside it confirm"
        assert dict(data.passed_over) == {"alignment.json": reason}


def test_a_moved_link_ends_a_stretch(tmp_path: Path) -> None:
    reviewed(tmp_path, confirmed=set(range(21)), moved=3)
    (pair,) = read_fitting_data(tmp_path).gold
    assert [bead.type for bead in pair.beads] == ["1-1"] * 6 + ["1-0"] + ["1-1"] * 10


def test_an_alignment_without_decisions_is_no_gold(tmp_path: Path) -> None:
    reviewed(tmp_path, confirmed=set(range(21)))
    (tmp_path / "decisions.json").unlink()
    data = read_fitting_data(tmp_path)
    assert data.gold == ()
    assert "confirm" in dict(data.passed_over)["alignment.json"]


def test_what_is_not_aligned_yet_is_refused(tmp_path: Path) -> None:
    turns = "\n\n".join(f"{en}\n\n{zh}" for en, zh in zip(EN, ZH, strict=True))
    write(tmp_path / "a.csv", turns)
    with pytest.raises(DuizhaoError, match=r"a\.csv"):
        read_fitting_data(tmp_path)
