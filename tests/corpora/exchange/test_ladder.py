from __future__ import annotations

from pathlib import Path

import pytest
from helpers.material import shared
from helpers.strategies import beads
from hypothesis import given
from hypothesis import strategies as st

from duizhao.corpora.alignment import Bead
from duizhao.corpora.exchange.ladder import format_links, read_beads
from duizhao.errors import FormatError, InputError


def read(content: bytes, folder: Path) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    path = folder / "beads"
    path.write_bytes(content)
    return [(bead.source, bead.target) for bead in read_beads(path)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[0,1]:[0]\n[]:[1]\n", [((0, 1), (0,)), ((), (1,))]),
        (b"[0, 1]:[0, 1]", [((0, 1), (0, 1))]),
        (b"[0]:[0]:0.123\n[1]:[]:-1e-05\n[]:[1]:inf\n", [((0,), (0,)), ((1,), ()), ((), (1,))]),
        (b"\xef\xbb\xbf[0]:[0]\r\n\r\n[1]:[1]\r\n", [((0,), (0,)), ((1,), (1,))]),
        (b"[227, 218]:[198]\n", [((218, 227), (198,))]),
        (b"[]:[]\n[0]:[0]\n", [((0,), (0,))]),
        (b"0\t0\t0.3\n1\t2\t-0.1\n3\t2\t0\n", [((0,), (0, 1)), ((1, 2), ())]),
        (b"0\t0\n1\t1\n", [((0,), (0,))]),
        (b"2\t5\t0.3\n3\t6\t0\n", [((2,), (5,))]),
    ],
)
def test_both_forms_are_read(
    content: bytes, expected: list[tuple[tuple[int, ...], tuple[int, ...]]], tmp_path: Path
) -> None:
    assert read(content, tmp_path) == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"\xff\xfe", "not a text in UTF-8"),
        (b"[0]:[0]\n\nhello\n", "line 3: 'hello' is not a bead"),
        (b"[0]:[0]\n1\t1\t0\n", "line 2: "),
        (b"[0,,1]:[0]\n", "line 1: [0,,1] is not a list"),
        (b"[0 1]:[0]\n", "line 1: [0 1] is not a list"),
        (b"[0,0]:[0]\n", "line 1: [0,0] is not a list"),
        (b"[99999999]:[0]\n", "line 1: [99999999] is not a list"),
        (b"[-1]:[0]\n", "line 1: "),
        (b"0\t0\n2\t2\n1\t3\n", "line 3: the rung does not stand behind"),
        (b"0\t5\n1\t4\n", "line 2: the rung does not stand behind"),
        (b"0\t0\n0\t0\n", "line 2: the rung does not stand behind"),
        (b"0\t0\n99999999\t0\n", "line 2: "),
        (b"0\t0\t1\n", "one rung makes no bead"),
        (b"a text\n", "line 1: 'a text' is neither a bead"),
        (b"[" * 1_000_000, "is not a bead"),
        (b"[" + b"," * 1_000_000 + b"]:[]", "is not a list"),
    ],
)
def test_other_content_is_refused_with_its_line(content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read(content, tmp_path)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_beads(tmp_path / "none")


@given(drawn=st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(lambda n: beads([n[0]], n[1])))
def test_links_are_read_as_written(
    drawn: tuple[Bead, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    back = read(format_links(drawn).encode(), tmp_path_factory.mktemp("links"))
    assert back == [(bead.source, bead.target) for bead in drawn]


@given(sizes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), min_size=1))
def test_rungs_are_read_as_written(
    sizes: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    expected, rungs = [], ["0\t0\t0.5\n"]
    a = b = 0
    for m, n in sizes:
        expected.append((tuple(range(a, a + m)), tuple(range(b, b + n))))
        a, b = a + m, b + n
        rungs.append(f"{a}\t{b}\t0.5\n")
    assert read("".join(rungs).encode(), tmp_path_factory.mktemp("rungs")) == expected


@pytest.mark.parametrize("name", ["mac-dev", "bible", "text+berg"])
def test_published_gold_is_read_whole(name: str) -> None:
    for path in sorted(shared(f"data/{name}/gold").iterdir()):
        lines = path.read_text(encoding="utf-8").replace(" ", "").splitlines()
        back = format_links(read_beads(path)).splitlines()
        # One line of Text+Berg names its sentences in falling order.
        assert [line.replace("[227,218]", "[218,227]") for line in lines] == back
