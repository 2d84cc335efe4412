"""Language tags: as files hold them, as users name them, as translators' tools expect them."""

from __future__ import annotations

from duizhao import lazy
from duizhao.errors import InputError, OutputError

__all__ = [
    "is_language_tag",
    "language_codes",
    "language_tag",
    "primary_language",
    "primary_tag",
    "region",
    "variety",
]

# https://www.rfc-editor.org/info/bcp47: two or three letters, then whatever narrows them down.
_TAG = lazy.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
# What a file that somebody else wrote may have: any tag that looks like one of BCP 47.
_FOREIGN_TAG = lazy.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# The codes that translators' tools expect for a bare language.
_DEFAULT_CODES = {"en": "en-US", "zh": "zh-CN"}
# https://www.rfc-editor.org/rfc/rfc5646#section-2.2.3: a script has four letters.
_SCRIPT = 4
_REGION = 2
_CHINESE = frozenset({"zh", "cmn"})
_TRADITIONAL = frozenset({"tw", "hk", "mo"})
# Scripts that a language is in unless its tag says otherwise; of Unicode's likely subtags.
_USUAL = {
    **dict.fromkeys(("zh", "cmn"), ("hans",)),
    **dict.fromkeys(("de", "en", "es", "fr", "it", "nl", "pl", "pt", "tr"), ("latn",)),
    "ru": ("cyrl",),
    "sr": ("cyrl",),
    "ja": ("jpan",),
    "ko": ("kore",),
    "ar": ("arab",),
}
_LANGUAGE_CODE = lazy.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")


def is_language_tag(text: str) -> bool:
    """Tell whether a text is of the form of a BCP 47 tag, with hyphens or underscores.

    >>> is_language_tag("zh_CN"), is_language_tag("source")
    (True, False)
    """
    return _TAG.fullmatch(text) is not None


def primary_language(tag: str) -> str:
    """Return the language of a tag, in lower case.

    :param tag: A BCP 47 tag such as ``"zh-CN"``.
    :raises InputError: If it is not of that form.

    >>> primary_language("zh-CN"), primary_language("EN")
    ('zh', 'en')
    """
    if not is_language_tag(tag.strip()):
        message = f"{tag!r} is no language tag; give one such as en, zh or zh-CN"
        raise InputError(message)
    return primary_tag(tag.strip())


def primary_tag(tag: str) -> str:
    """Return the language of a tag that a file holds, whatever its form.

    >>> primary_tag("zh_CN"), primary_tag("EN-us")
    ('zh', 'en')
    """
    return tag.replace("_", "-").partition("-")[0].lower()


def region(tag: str) -> str:
    """Return the region of a tag, in lower case, or nothing.

    >>> region("zh-Hans-CN"), region("en_GB"), region("zh")
    ('cn', 'gb', '')
    """
    parts = tag.strip().replace("_", "-").lower().split("-")[1:]
    return next((p for p in parts if len(p) == _REGION or p.isdigit()), "")


def variety(tag: str) -> tuple[str, str]:
    """Return the language of a tag and the script that it is written in, empty if that is usual.

    Regions write one language, except those that write Chinese in traditional characters.

    >>> variety("en_GB") == variety("en"), variety("zh-Hans-CN") == variety("zh")
    (True, True)
    >>> variety("zh-TW") == variety("zh-HK") == variety("zh-CN")
    False
    """
    language, *rest = tag.strip().replace("_", "-").lower().split("-")
    script = next((part for part in rest if len(part) == _SCRIPT and part.isalpha()), "")
    if not script and language in _CHINESE and not _TRADITIONAL.isdisjoint(rest):
        script = "hant"
    return language, "" if script in _USUAL.get(language, ()) else script


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
    if not _FOREIGN_TAG.fullmatch(tag):
        message = f"language code {lang!r} is not of the form zh-CN; write it with a hyphen"
        raise OutputError(message)
    return tag
