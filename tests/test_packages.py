"""The folders at the root and the packages that a build makes of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:  # the setting is simple enough to be read without a parser of TOML
    tomllib = None

ROOT = Path(__file__).resolve().parents[1]


def _settings() -> tuple[set[str], dict[str, str]]:
    """Return the packages of pyproject.toml, and the folders that some of them are mapped to."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if tomllib is not None:
        tool = tomllib.loads(text)["tool"]["setuptools"]
        return set(tool["packages"]), dict(tool["package-dir"])
    packages = re.search(r"^packages = \[(.*?)\]", text, re.DOTALL | re.MULTILINE)
    table = re.search(
        r"^\[tool\.setuptools\.package-dir\]\n(.*?)\n\n", text, re.DOTALL | re.MULTILINE
    )
    assert packages
    assert table
    mapping = dict(re.findall(r'"([^"]+)" = "([^"]+)"', table[1]))
    return set(re.findall(r'"([^"]+)"', packages[1])), mapping


def _folder(package: str, mapping: dict[str, str]) -> Path:
    """Return the folder of a package: mapped itself, or below one that is."""
    for parent in (
        package,
        *(package[: m.start()] for m in reversed(list(re.finditer(r"\.", package)))),
    ):
        if parent in mapping:
            rest = package[len(parent) :].strip(".").replace(".", "/")
            return ROOT / mapping[parent] / rest
    return ROOT / package.replace(".", "/")


def _on_disk(mapping: dict[str, str]) -> set[str]:
    """Return the packages that lie in the mapped folders; links count once, as what they show."""
    found = set()
    for package, folder in mapping.items():
        for init in (ROOT / folder).rglob("__init__.py"):
            inside = init.parent.relative_to(ROOT / folder)
            steps = [ROOT / folder / part for part in (inside, *inside.parents)]
            if not any(step.is_symlink() for step in steps):
                found.add(".".join([package, *inside.parts]))
    return found


def test_the_build_lists_exactly_the_packages_on_disk() -> None:
    packages, mapping = _settings()
    assert packages == _on_disk(mapping)


def test_every_listed_package_has_its_folder() -> None:
    packages, mapping = _settings()
    for package in packages:
        assert (_folder(package, mapping) / "__init__.py").is_file(), package


def test_the_links_for_type_checkers_show_the_folders_that_are_built() -> None:
    _, mapping = _settings()
    for package, folder in mapping.items():
        shown = ROOT / "src" / package.replace(".", "/")
        assert shown.resolve() == (ROOT / folder).resolve(), package


@pytest.mark.parametrize("name", ["align", "corpora", "eval", "models"])
def test_the_folders_of_the_root_have_no_strays(name: str) -> None:
    for path in (ROOT / name).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            known = path.suffix == ".py" or {"data", "templates"} & set(path.parts)
            assert known, f"{path} is in no package data"
