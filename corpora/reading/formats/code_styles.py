"""Styles of word processors that stand for code, and the paragraphs set in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from duizhao import lazy
from duizhao.corpora.document import Kind, Verbatim, VerbatimKind
from duizhao.corpora.reading.formats.story import Entry, Setting
from duizhao.corpora.text.code_lines import looks_like_code

__all__ = ["code_setting", "join_listings"]

_ODD = lazy.compile(r"_[0-9a-f]{2}_|[\W_]+")
# The built-in styles of Word (its latent styles) and LibreOffice, those that pandoc writes, and
# what people call their own.
_CODE = lazy.compile(
    r"(?:inline|source|program|html)?code(?:inline|block|text|line|char|character|example"
    r"|snippet|listing|paragraph|para)?\d?"
    r"|(?:block|inline)code|html(?:keyboard|sample|typewriter)(?:char)?|sourcetext|userentry"
    r"|teletype|(?:inline|block)?verbatim(?:text|block|char|inline)?|(?:源|程序)?代码(?:块)?"
)
# Letters and verse are set so as well.
_SET = lazy.compile(r"(?:html)?preformatted(?:text)?|(?:html)?预设格式|预格式化的?文本")


def code_setting(name: str) -> Setting | None:
    """Return what the name of a style says of the text that is set in it.

    :param name: Its name or id.

    >>> code_setting("Source_20_Text"), code_setting("HTML Preformatted"), code_setting("Codex")
    (<Setting.CODE: 'code'>, <Setting.PREFORMATTED: 'preformatted'>, None)
    """
    plain = _ODD.sub("", name.lower())
    if _CODE.fullmatch(plain):
        return Setting.CODE
    return Setting.PREFORMATTED if _SET.fullmatch(plain) else None


def join_listings(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries, paragraphs of code in a row as one listing, which is not translated.

    What is only preformatted is a listing if it looks like one.

    :param entries: The entries in the order of the file.
    """
    for setting, group in groupby(entries, lambda entry: entry.setting):
        lines = list(group)
        if setting is None:
            yield from lines
            continue
        text = "\n".join(line.text.rstrip() for line in lines).strip("\n")
        if not text or (setting is Setting.PREFORMATTED and not looks_like_code(text)):
            yield from (replace(line, text=line.text.strip(), setting=None) for line in lines)
            continue
        code = Verbatim(len(text) - len(text.lstrip()), len(text), VerbatimKind.CODE)
        yield Entry(
            text,
            Kind.FURNITURE,
            refs=tuple(key for line in lines for key in line.refs),
            verbatim=(code,),
            origins=tuple(origin for line in lines for origin in line.origins),
        )
