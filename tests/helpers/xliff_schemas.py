"""OASIS's schemas of XLIFF, from Debian's package php-symfony-translation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

from helpers.required import required_in_ci

__all__ = ["schema"]

_FOLDER = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")
# That of 2.0 holds for 2.1, too.
_NAMES = {"2.1": "xliff-core-2.0.xsd", "1.2": "xliff-core-1.2-strict.xsd"}


def schema(version: str) -> etree.XMLSchema:
    """Return the schema of a version, or skip the test that asks."""
    path = _FOLDER / _NAMES[version]
    required_in_ci(f"{path} (apt-get install php-symfony-translation)", path.exists)
    return _parsed(path)


@cache
def _parsed(path: Path) -> etree.XMLSchema:
    # The schemas name another one by its address; it lies beside them.
    text = path.read_text(encoding="utf-8")
    local = (_FOLDER / "xml.xsd").as_uri()
    for address in (
        "http://www.w3.org/2001/xml.xsd",
        "informativeCopiesOf3rdPartySchemas/w3c/xml.xsd",
    ):
        text = text.replace(f'"{address}"', f'"{local}"')
    return etree.XMLSchema(etree.fromstring(text.encode()))
