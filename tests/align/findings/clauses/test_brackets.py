"""Asides in brackets that one side lacks."""

from __future__ import annotations

from functools import cache

import pytest

from duizhao.align.findings.clauses.brackets import lost_brackets
from duizhao.align.findings.words.uncovered import Reader
from duizhao.models.registry import load_encoder


@cache
def reader() -> Reader:
    """Load the model once."""
    return Reader(load_encoder(cache=False))


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        (
            "A common use of a namespace is to isolate test and production environments.",
            "命名空间常用来隔离测试环境和生产环境的资源（如配置、服务）。",
            "（如配置、服务）",
        ),
        (
            "The garden is open to visitors (except on rainy mornings) until six.",
            "花园对游客开放到六点。",
            "(except on rainy mornings)",
        ),
        (
            "The garden is open to visitors (except on rainy mornings) until six.",
            "除了下雨的早晨，花园对游客开放到六点。",
            None,
        ),
        (
            "The garden is open to visitors (except on rainy mornings) until six.",
            "花园对游客开放到六点（雨天早晨除外）。",
            None,
        ),
        ("Namespaces isolate the resources.", "命名空间隔离资源（namespace）。", None),
        ("The ferry leaves at noon.", "渡轮中午离港。", None),
    ],
)
def test_lost_brackets(source: str, target: str, lost: str | None) -> None:
    found = list(lost_brackets([(source, target)], ("en", "zh"), reader()))
    back = list(lost_brackets([(target, source)], ("zh", "en"), reader()))
    texts = [(source, target)[each.added][each.start : each.end] for each in found]
    assert texts == ([lost] if lost else [])
    assert [(each.start, each.end, not each.added) for each in back] == [
        (each.start, each.end, each.added) for each in found
    ]


def test_of_other_languages_nothing_is_said() -> None:
    assert not list(lost_brackets([("Ein Satz (mit Zusatz).", "一句。")], ("de", "zh"), reader()))
