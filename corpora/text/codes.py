"""Language codes as translators' tools expect them."""

from __future__ import annotations

import re

from duizhao.errors import OutputError

__all__ = ["language_codes", "language_tag"]

# The codes that translators' tools expect for a bare language.
_DEFAULT_CODES = {"en": "en-US", "zh": "zh-CN"}
_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
# What a file that somebody else wrote may have: any tag that looks like one of BCP 47.
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def language_codes(
    langs: tuple[str, str], given: tuple[str | None, str | None] = (None, None)
) -> tuple[str, str]:
    """Return the codes of a source and a target language, checked.

    :param langs: Their languages, such as ``("en", "zh")``.
    :param given: Codes to use instead, such as ``(None, "zh-HK")``; without one, ``zh-CN`` and
        ``en-US`` stand for Chinese and English, and any other language for itself.
    :raises OutputError: If a code is not of its form, or the two are equal.

    >>> language_codes(("en", "zh"))
    ('en-US', 'zh-CN')
    """
    chosen = []
    for lang, own in zip(langs, given, strict=True):
        code = own or _DEFAULT_CODES.get(lang, lang)
        if not _LANGUAGE_CODE.fullmatch(code):
            message = f"language code {code!r} is not of the form zh-CN; write it with a hyphen"
            raise OutputError(message)
        chosen.append(code)
    if chosen[0].lower() == chosen[1].lower():
        message = f"a bitext needs two languages, not {chosen[0]} twice; name one of them"
        raise OutputError(message)
    return chosen[0], chosen[1]


def language_tag(lang: str) -> str:
    """Return the language tag of a file as another file may have it: with hyphens.

    :param lang: Such as ``"zh_CN"``.
    :raises OutputError: If it is no language tag.

    >>> language_tag("zh_CN")
    'zh-CN'
    """
    tag = lang.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        message = f"language code {lang!r} is not of the form zh-CN; write it with a hyphen"
        raise OutputError(message)
    return tag
