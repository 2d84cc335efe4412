"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import ast
import gc
import pkgutil
import re
from importlib import import_module
from typing import Any

import pytest
from helpers.folders import ROOT

import duizhao
from duizhao import lazy

ROOMS = ("align", "corpora", "models", "src/duizhao/cli")
TEXTS = ("", "翻译, 翻訳", "a1b22 译", "\n一\n二")
PATTERNS = (r"[译譯訳]", r"(?P<n>\d+)", r"^", r"([a-z])(\d)?")


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("flags", [0, re.MULTILINE | re.IGNORECASE])
@pytest.mark.parametrize("text", TEXTS)
def test_it_does_what_a_pattern_does(pattern: str, flags: int, text: str) -> None:
    def answers(found: re.Pattern[str]) -> list[Any]:
        first, whole = found.search(text), found.fullmatch(text)
        return [
            [match.span() for match in found.finditer(text)],
            (first and first.groups(), whole and whole.groups(), bool(found.match(text))),
            (found.findall(text), found.split(text), found.sub("·", text), found.subn("", text, 1)),
            (found.pattern, found.flags, found.groups, dict(found.groupindex)),
        ]

    assert answers(lazy.compile(pattern, flags)) == answers(re.compile(pattern, flags))


def test_bytes_are_patterns_too() -> None:
    assert lazy.compile(rb"\s+").split(b"a b") == [b"a", b"b"]


def test_it_is_compiled_when_it_is_used() -> None:
    broken = lazy.compile("(")
    assert broken.pattern == "("
    with pytest.raises(re.error):
        broken.search("")


def test_every_pattern_of_the_project_compiles() -> None:
    for module in pkgutil.walk_packages(duizhao.__path__, "duizhao."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    kind = type(lazy.compile(""))
    found = [thing for thing in gc.get_objects() if type(thing) is kind and thing.pattern != "("]
    assert len(found) > 700
    for pattern in found:
        assert pattern.groups == re.compile(pattern.pattern, pattern.flags & re.VERBOSE).groups


def test_no_module_compiles_patterns_as_it_is_imported() -> None:
    for path in sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not [*_compiled_at_import(tree)], f"{path}: lazy.compile instead of re.compile"


def _compiled_at_import(node: ast.AST) -> list[int]:
    """Return the lines of calls of ``re.compile`` that stand in no function."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return []
    lines = [line for child in ast.iter_child_nodes(node) for line in _compiled_at_import(child)]
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
        lines.append(node.lineno)
    return lines
