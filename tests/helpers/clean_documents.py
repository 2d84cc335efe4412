"""Made-up clean document pairs for the benchmark of findings."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from duizhao.eval.findings.documents import CleanDocument

__all__ = ["ROWS", "clean_documents", "described", "rows"]

ROWS = (
    ("The harbour opened in 1994.", "港口于1994年开放。"),
    ("It cost 3 million euros, 12 percent of the budget.", "耗资300万欧元，占预算的12%。"),
    (
        "“Nobody had expected so many of them,” said the harbour master.",
        "“谁也没料到会有这么多，”港务长说。",
    ),
    (
        "According to the town's records, the old wall fell on March 3, and nobody was hurt.",
        "据该镇的档案记载，老墙在3月3日倒塌，没有人受伤。",
    ),
    (
        "The ferry to London, which ran every day in summer, was sold, and its crew went home.",
        "开往伦敦的渡轮夏天每天都有一班，后来被卖掉，船员们也都回了家。",
    ),
    (
        'The mayor of Paris wrote: "We will never forget what you have done for our city."',
        "巴黎市长写道：“我们永远不会忘记你们为我们的城市所做的一切。”",
    ),
    ("# Winter", "# 冬天"),
    (
        "Due to the storm, 140 boats stayed in the harbour, and fish became expensive.",
        "由于暴风雨，140条船留在港内，鱼价因此上涨。",
    ),
    (
        "In October 2021 a ship from Japan brought 25 tonnes of rice for the islanders.",
        "2021年10月，一艘来自日本的船给岛民运来25吨大米。",
    ),
    ("Why?", "为什么？"),
    (
        "The island has 4,500 people, most of whom fish, and a school with two teachers.",
        "岛上有4500人，大多以捕鱼为生，还有一所两名教师的学校。",
    ),
    (
        "She says the sea gives back what it takes, but it takes its time, as everyone knows.",
        "她说，大海会归还它拿走的东西，只是要等很久，这一点人人都明白。",
    ),
)


def rows(numbers: list[int], name: str = "made/1") -> CleanDocument:
    """Return a document of some rows, each a paragraph."""
    english, chinese = (tuple(ROWS[n][side] for n in numbers) for side in (0, 1))
    return CleanDocument(name, "made.jsonl", (english, chinese), tuple(range(len(numbers))))


def described() -> CleanDocument:
    """Return a document of all rows."""
    return rows(list(range(len(ROWS))), "made/all")


@st.composite
def clean_documents(draw: st.DrawFn) -> CleanDocument:
    """Return documents of six to thirty rows, in paragraphs of any length."""
    numbers = draw(st.lists(st.integers(0, len(ROWS) - 1), min_size=6, max_size=30))
    steps = draw(st.lists(st.integers(0, 1), min_size=len(numbers) - 1, max_size=len(numbers) - 1))
    name = draw(st.text(alphabet="abc", min_size=1, max_size=4))
    made = rows(numbers, f"made/{name}")
    paragraphs = tuple(itertools.accumulate(steps, initial=0))
    return CleanDocument(made.name, made.collection, made.texts, paragraphs)
