"""What the pages of reports have in common: templates, words in both languages, checksums."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from duizhao import lazy
from duizhao.align.report.characters import plain
from duizhao.align.report.messages import LANGUAGES

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["checksum", "say", "templates", "trusted"]

_APOSTROPHE = lazy.compile(r"([A-Za-z]+’[A-Za-z]+)")


def templates(
    read: Callable[[str], str], strings: Mapping[str, Mapping[str, str]], **names: object
) -> Environment:
    """Return what makes pages of templates, in which no text of a document becomes markup.

    :param read: Gives the text of a template by its name.
    :param strings: The words of the page in both languages, by key; templates have them as
        ``plain``, and ``t(key, **values)`` shows them.
    :param names: What else templates have.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    from duizhao.align.report.html.compiled import CompiledTemplates

    environment = Environment(
        loader=FunctionLoader(read),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=CompiledTemplates(),
    )

    @cache
    def fixed(key: str) -> Markup:
        return say({ui: text.format() for ui, text in strings[key].items()})

    def told(key: str, **values: object) -> Markup:
        if not values:
            return fixed(key)
        return say({ui: text.format(**values) for ui, text in strings[key].items()})

    environment.globals.update(
        languages=LANGUAGES,
        plain=strings,
        say=say,
        t=told,
        **names,
    )
    return environment


def trusted(text: str) -> Markup:
    """Let a file of this package, or JSON made for the purpose, into the page unescaped."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 — texts of documents come only through to_script


def checksum(text: str) -> str:
    """Return what a content security policy calls a style sheet or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _shown(value: object) -> object:
    """Return what a page can hold of a text of documents; markup is ours."""
    return plain(value) if type(value) is str else value


def say(message: Mapping[str, str]) -> Markup:
    """Return a message in each interface language, of which the style sheet shows one."""
    from markupsafe import Markup

    other = next(iter(message.values()), "")
    span = Markup('<span class="{}" lang="{}">{}</span>')
    said = {ui: plain(message.get(ui, other)) for ui in LANGUAGES}
    return Markup("").join(
        span.format(ui, lang, _narrow(said[ui]) if ui == "zh" else said[ui])
        for ui, lang in LANGUAGES.items()
    )


def _narrow(text: str) -> Markup:
    """Mark words with an apostrophe as English: a Chinese font gives it a whole square."""
    from markupsafe import Markup, escape

    return Markup("").join(
        Markup('<span lang="en">{}</span>').format(part) if number % 2 else escape(part)
        for number, part in enumerate(_APOSTROPHE.split(text))
    )
