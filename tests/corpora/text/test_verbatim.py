"""What is not translated in a text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duizhao.corpora.document import Verbatim, VerbatimKind
from duizhao.corpora.text.code_lines import looks_like_code
from duizhao.corpora.text.verbatim import find_verbatim

CASES = [
    ("Thanks, @ann_b and @bo!", ["handle @ann_b", "handle @bo"]),
    ("感谢@user47的帮助。", ["handle @user47"]),
    ("Write to jo.lee@mail.example.com.", ["email jo.lee@mail.example.com"]),
    ("See https://a.example/b_(c)/d?x=1#y, then go.", ["url https://a.example/b_(c)/d?x=1#y"]),
    ("（见https://a.example/b）。", ["url https://a.example/b"]),
    ("Get it at boats.example/en/list or www.boats.example.", None),
    ("Tagged #BoatWeek for all.", ["hashtag #BoatWeek"]),
    ("Issue #12 is open; we are #1.", []),
    ("Edit /etc/boats/hull.conf, ~/.bashrc and setup.py.", None),
    ("看看setup.py和/etc/passwd。", ["path setup.py", "path /etc/passwd"]),
    ("Run it with --fast or -v.", ["option --fast", "option -v"]),
    ("He left -- and then--oddly -- came back.", []),
    ("Hello {name}, you have {0} of %d, %s, %(n)s, %1$s, ${x} and {{ y }}.", None),
    ("{{< note >}}稍后{{% /note %}}", ["placeholder {{< note >}}", "placeholder {{% /note %}}"]),
    ("It rose 50% during 2019, 100% sure.", []),
    ("Use `pip install boats` now.", ["code `pip install boats`"]),
    ("A <b>bold</b> word<br/> and a < b > c.", ["tag <b>", "tag </b>", "tag <br/>"]),
    ("One <!-- hidden\nnote --> two.", ["comment <!-- hidden\nnote -->"]),
    ("## 过滤 {#filtering}", ["anchor {#filtering}"]),
    ("Rivers \\emph{twelve}~\\cite{lee2020}.", ["command \\emph{", "command \\cite{lee2020}"]),
    ("The depth $d = 3.2$ cost $5 to $10.", ["code $d = 3.2$"]),
    ("Set by :label:fig_one at 12:30:45.", ["command :label:fig_one"]),
    ("An X.509 key of a WR2922H over HTTP/2 in UTF-8.", None),
    ("Call get_name(), getName and os.path.join.", None),
    ("iPhone, YouTube, McDonald, macOS, eBay: U.S. names, e.g. and/or Ph.D.", []),
    ("G20 in Q3: 3.5 km/h, 20km, 19th, 1990s, F-16, 24/7, TCP/IP, No.5, p.23, RMB500.", []),
    ("Der Hund und die Katze, z.B. am Donaudampfschiff.", []),
    ("医院开设了新的病房，3.5亿元，2019年。", []),
    ("word(s) and item(s) of the end.So he went", []),
]


def shown(text: str, marked: tuple[Verbatim, ...] = ()) -> list[str]:
    return [f"{v.kind.value} {text[v.start : v.end]}" for v in find_verbatim(text, marked)]


@pytest.mark.parametrize(("text", "expected"), [case for case in CASES if case[1] is not None])
def test_a_text(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("Get it at boats.example/en/list or www.boats.example.", VerbatimKind.URL, 2),
        ("Edit /etc/boats/hull.conf, ~/.bashrc and setup.py.", VerbatimKind.PATH, 3),
        (
            "Hello {name}, you have {0} of %d, %s, %(n)s, %1$s, ${x} and {{ y }}.",
            VerbatimKind.PLACEHOLDER,
            8,
        ),
        ("An X.509 key of a WR2922H over HTTP/2 in UTF-8.", VerbatimKind.IDENTIFIER, 4),
        ("Call get_name(), getName and os.path.join.", VerbatimKind.IDENTIFIER, 3),
    ],
)
def test_several_of_a_kind(text: str, kind: VerbatimKind, count: int) -> None:
    assert [item.kind for item in find_verbatim(text)] == [kind] * count


def test_a_listing_in_plain_text() -> None:
    listing = "[source,console]\n----\n$ boat start\nFine.\n----"
    text = f"[[_b]]\n=== Boats\n\nIt goes.\n\n{listing}\nThe end."
    assert shown(text) == [
        "code [[_b]]",
        "code [source,console]",
        "code ----",
        "code $ boat start",
        "code Fine.",
        "code ----",
    ]


def test_keys_at_the_head_of_a_file() -> None:
    text = "---\ntitle: A boat\nweight: 10\n---\n\nNote: text.\n"
    assert shown(text) == ["key title:", "key weight:"]


def test_what_a_format_marks_goes_first() -> None:
    text = "Use setup.py and you."
    marked = (Verbatim(4, 9, VerbatimKind.CODE),)
    assert shown(text, marked) == ["code setup"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("import boats\nx = boats.start(1);\nif (x) {\n  stop();\n}", True),
        ("Tyger Tyger, burning bright,\nIn the forests of the night;", False),
        ("Dear Ann,\n\nthe boat is here.\nBo", False),
        ("白日依山尽，\n黄河入海流。", False),
    ],
)
def test_lines_that_look_like_code(text: str, code: bool) -> None:
    assert looks_like_code(text) is code


@given(st.text(alphabet="aB1_.@#/\\{}<>$%`~=:-!()[]&; \n中。", max_size=200))
@example("<!--<!-- -->")
@example("```\n$ a\n```")
def test_items_rise_and_do_not_overlap(text: str) -> None:
    items = find_verbatim(text)
    ends = [0, *(item.end for item in items)]
    for before, item in zip(ends, items, strict=False):
        assert before <= item.start < item.end <= len(text)
        assert text[item.start : item.end].strip()
