"""The folders at the root and the packages that a build makes of them."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.folders import ROOT

import duizhao

pytestmark = pytest.mark.wheel

FOLDERS = {"duizhao": "src/duizhao", "duizhao.cli": "src/duizhao/cli"} | {
    f"duizhao.{name}": name for name in ("align", "corpora", "eval", "models")
}


def _built() -> set[str]:
    """Return the packages that setup.py hands to setuptools."""
    code = (
        "import setuptools; setuptools.setup = lambda **words: print(*words['packages'])\n"
        "exec(compile(open('setup.py', encoding='utf-8').read(), 'setup.py', 'exec'))"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


# What the tutorials type their commands on comes with a checkout only.
_PAGES = ROOT / "corpora" / "data" / "pages"


def _files() -> Iterator[tuple[str, Path, Path]]:
    """Yield the product's files: the package of the folder, the folder, the path in it."""
    for package, folder in FOLDERS.items():
        for path in (ROOT / folder).rglob("*"):
            inside = path.relative_to(ROOT / folder)
            steps = [ROOT / folder / part for part in inside.parents]
            is_left = "__pycache__" in path.parts or _PAGES in path.parents
            if path.is_file() and not is_left and not any(step.is_symlink() for step in steps):
                yield package, ROOT / folder, inside


def _on_disk() -> set[str]:
    """Return every folder with code of the product, as a package."""
    return {
        ".".join([package, *inside.parent.parts])
        for package, _, inside in _files()
        if inside.suffix == ".py"
    }


def test_what_is_installed_holds_every_file_of_the_checkout() -> None:
    installed = Path(str(duizhao.__file__)).parents[1]
    for package, folder, inside in _files():
        copy = installed.joinpath(*package.split("."), inside)
        assert copy.is_file(), copy
        assert copy.read_bytes() == (folder / inside).read_bytes(), copy


def test_the_build_holds_exactly_the_packages_on_disk() -> None:
    assert _built() == _on_disk()


def test_every_package_says_what_it_is_for() -> None:
    for package in _on_disk():
        assert (importlib.import_module(package).__doc__ or "").strip(), package


def test_the_links_for_type_checkers_show_the_folders_that_are_built() -> None:
    for package, folder in FOLDERS.items():
        shown = ROOT / "src" / package.replace(".", "/")
        assert shown.resolve() == (ROOT / folder).resolve(), package


@pytest.mark.parametrize("name", ["align", "corpora", "eval", "models"])
def test_the_folders_of_the_root_have_no_strays(name: str) -> None:
    for path in (ROOT / name).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            inside = path.relative_to(ROOT).parent
            known = path.suffix == ".py" or inside.name in {"data", "sample", "html"}
            known = known or path.parent == ROOT / "align" / "corpus" / "report"
            known = known or "script" in inside.parts
            known = known or _PAGES in path.parents
            assert known, f"{path} is in no package data"
