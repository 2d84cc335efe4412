"""What languages are called in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from duizhao.corpora.text.tags import primary_tag

__all__ = ["language_name"]


def language_name(lang: str, ui: str = "en") -> str:
    """Return the name of a language; its tag if it has none here.

    :param lang: A BCP 47 tag.
    :param ui: ``"en"`` or ``"zh"``.

    >>> language_name("hi-IN"), language_name("el", "zh"), language_name("xx")
    ('Hindi', '希腊文', 'xx')
    """
    names = _names().get(primary_tag(lang))
    return names[ui] if names else lang


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Mapping[str, str]]:
    path = files("duizhao.corpora.text") / "data" / "language_names.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {code: {"en": en, "zh": zh} for code, en, zh in rows}
