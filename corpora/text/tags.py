"""Language tags."""

from __future__ import annotations

import re

from duizhao.errors import InputError

__all__ = ["primary_language", "primary_tag"]

# https://www.rfc-editor.org/info/bcp47: two or three letters, then whatever narrows them down.
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def primary_language(tag: str) -> str:
    """Return the language of a tag, in lower case.

    :param tag: A BCP 47 tag such as ``"zh-CN"``.
    :raises InputError: If it is not of that form.

    >>> primary_language("zh-CN"), primary_language("EN")
    ('zh', 'en')
    """
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        message = f"{tag!r} is no language tag; give one such as en, zh or zh-CN"
        raise InputError(message)
    return primary_tag(match[0])


def primary_tag(tag: str) -> str:
    """Return the language of a tag that a file holds, whatever its form.

    >>> primary_tag("zh_CN"), primary_tag("EN-us")
    ('zh', 'en')
    """
    return tag.replace("_", "-").partition("-")[0].lower()
