"""What language the two documents of a pair are in, if both seem to be in one.

A page full of code and names of another language, or one that was translated in part only, is
easily taken for the language of the original. What stands on one side only tells more; and where
nothing does, the file's name may.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet

from duizhao import lazy
from duizhao.corpora.document import Document
from duizhao.corpora.text.detection import LATIN_LANGUAGES, detect_language
from duizhao.corpora.text.languages import LETTERS_A_CHARACTER, is_dense

__all__ = ["language_in_name", "language_named", "told_apart"]

# What stands on one side only tells its language if it is at least this much of the document: a
# little in another script, more in the same one, where a list of names looks like any language.
_OWN_SHARE, _OWN_LATIN = 0.05, 0.5
# Two documents are the same in so far as this share of the second's sentences stands in the first.
_SAME_SHARE = 0.5

_LETTER = lazy.compile(r"[^\W\d_]")
# How names of files and folders name a language, beside its tag.
_NAMES: dict[str, str] = {
    **dict.fromkeys(("zh", "cn", "chs", "cht", "zho", "chi", "hans", "hant", "chinese"), "zh"),
    **dict.fromkeys(("en", "eng", "english"), "en"),
    **dict.fromkeys(("ja", "jp", "jpn", "japanese"), "ja"),
    **dict.fromkeys(("ko", "kr", "kor", "korean"), "ko"),
    **dict.fromkeys(("de", "deu", "ger", "german"), "de"),
    **dict.fromkeys(("fr", "fra", "fre", "french"), "fr"),
    **dict.fromkeys(("es", "spa", "spanish"), "es"),
    **dict.fromkeys(("ru", "rus", "russian"), "ru"),
    **dict.fromkeys(("pt", "por", "portuguese"), "pt"),
    **dict.fromkeys(("ita", "italian"), "it"),
    **{tag: tag for tag in ("ar", "el", "nl", "pl", "th", "tr", "uk", "vi")},
    "arabic": "ar",
    "dutch": "nl",
    "greek": "el",
    "polish": "pl",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "vietnamese": "vi",
    **dict.fromkeys(("deutsch", "德文", "德语"), "de"),
    **dict.fromkeys(("français", "francais", "法文", "法语"), "fr"),
    **dict.fromkeys(("español", "espanol", "西班牙文", "西班牙语"), "es"),
    **dict.fromkeys(("italiano", "意大利文", "意大利语"), "it"),
    **dict.fromkeys(("русский", "俄文", "俄语"), "ru"),
    **dict.fromkeys(("日本語", "日文", "日语"), "ja"),
    **dict.fromkeys(("한국어", "韩文", "韩语"), "ko"),
    **dict.fromkeys(("中文", "汉语", "漢語", "简体中文", "繁体中文", "繁體中文", "中国語"), "zh"),
    **dict.fromkeys(("英文", "英语", "英語"), "en"),
}
# Tags that are words as well stand alone: ``it/guide.md``, but not ``fix-it.md``.
_WORDS = {tag: tag for tag in ("he", "hi", "id", "it")}
_PART = lazy.compile(r"[A-Za-z]+|[\u4e00-\u9fff]+")
_FOLDERS = 2


def told_apart(source: Document, target: Document) -> tuple[str, str]:
    """Look again at the languages of two documents that seem to be in one.

    What each has for itself is asked first: paragraphs that stand on both sides, as code and names
    do, say nothing. If the two are the same, the target is in the language that its file names, or
    that the file's name does: a translation into it that was not made.

    :param source: The original.
    :param target: What was made of it.
    :return: Their languages; those that they have if nothing tells more.
    """
    found = source.lang, target.lang
    if source.lang != target.lang:
        return found
    sides = _sentences(source), _sentences(target)
    own = [_own_language(one, other.keys()) for one, other in (sides, sides[::-1])]
    apart = tuple(lang if new is None else new for lang, new in zip(found, own, strict=True))
    if apart[0] != apart[1]:
        return apart[0], apart[1]
    total = sum(sides[1].values())
    same = sum(weight for text, weight in sides[1].items() if text in sides[0])
    if same < _SAME_SHARE * total:
        return found
    named = language_in_name(target.path)
    if named == language_in_name(source.path):
        named = ""
    told = (lang for lang in (target.claimed, named) if lang not in ("", source.lang))
    return source.lang, next(told, target.lang)


def _sentences(document: Document) -> dict[str, int]:
    """Return the sentences of a document without what is not translated, with their letters."""
    text = list(document.text)
    for item in document.verbatim:
        text[item.start : item.end] = " " * (item.end - item.start)
    prose = "".join(text)
    letters: Counter[str] = Counter()
    for sentence in document.sentences:
        shown = " ".join(prose[sentence.start : sentence.end].split())
        letters[shown] += len(_LETTER.findall(shown))
    return letters


def _own_language(sentences: dict[str, int], others: AbstractSet[str]) -> str | None:
    """Return the language of the sentences that others do not have; None if they tell nothing."""
    own = {text: weight for text, weight in sentences.items() if weight and text not in others}
    if not own:
        return None
    lang = detect_language("\n".join(own))
    dense = LETTERS_A_CHARACTER if is_dense(lang) else 1
    least = _OWN_LATIN if lang in LATIN_LANGUAGES else _OWN_SHARE
    return lang if dense * sum(own.values()) >= least * sum(sentences.values()) else None


def language_named(word: str) -> str:
    """Return the language that a word names; empty if it names none.

    Tags that are words as well, such as ``it`` and ``id``, are taken for words.

    >>> language_named("German"), language_named("简体中文"), language_named("id")
    ('de', 'zh', '')
    """
    return _NAMES.get(word.lower(), "")


def language_in_name(path: str) -> str:
    """Return the language that a file's name says, or that of its folders; empty if none does.

    :param path: A path.

    >>> language_in_name("docs/README.zh-CN.md"), language_in_name("docs/zh/start.md")
    ('zh', 'zh')
    >>> language_in_name("docs/guide_de.txt"), language_in_name("notes/plan.md")
    ('de', '')
    """
    parts = path.replace("\\", "/").split("/")
    name = parts[-1].rpartition(".")[0] or parts[-1]
    for part in (name, *reversed(parts[-_FOLDERS - 1 : -1])):
        words: list[str] = [word.lower() for word in _PART.findall(part)]
        known = _WORDS if len(words) == 1 else {}
        for word in reversed(words):
            if word in _NAMES or word in known:
                return _NAMES.get(word, word)
    return ""
