"""Languages that the encoder does not know: what is linked and found there says little.

Nothing in the vectors tells that. Texts that belong together look like strangers, and everything
in them like lost and added; so it is told first, and in place of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duizhao.corpora.alignment import Alignment
from duizhao.corpora.document import Document
from duizhao.corpora.text.language_names import language_name
from duizhao.corpora.text.languages import is_in_han

__all__ = ["KNOWN", "language_notices", "sentence_of", "strangers", "unknown_languages"]

KNOWN = {
    "use-multilingual-v3": frozenset(
        ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"]
    )
}
"""The languages that an encoder knows, by its name, if they are few.

The catalogue says the same, but the report, which asks this, loads no model.
"""

_SENTENCES = {
    "en": "the default encoder does not know {lang}, the language of {name}: what is linked and"
    " found there says little; take --model best (pip install 'duizhao[best]')",
    "zh": "默认模型不懂{lang}（{name}），对应和检查结果不可靠；请使用 --model best"
    "（pip install 'duizhao[best]'）",
}


def unknown_languages(documents: Iterable[Document], signature: str) -> tuple[Document, ...]:
    """Return the first document in each language that an encoder does not know.

    :param documents: The documents.
    :param signature: The signature of the encoder; of several side by side, one knows what another
        does not.
    """
    known = KNOWN.get(signature.partition("@")[0]) if "+" not in signature else None
    if known is None:
        return ()
    found: dict[str, Document] = {}
    for document in documents:
        if document.lang not in known and not is_in_han(document.lang):
            found.setdefault(document.lang, document)
    return tuple(found.values())


def language_notices(alignment: Alignment, names: Iterable[str]) -> tuple[Mapping[str, str], ...]:
    """Return a sentence for each language that the encoder of an alignment does not know.

    :param alignment: What the aligner found; it says what encoded it in its signature.
    :param names: What to call its documents, in their order.
    :return: Sentences in English (``"en"``) and Chinese (``"zh"``), without a full stop.
    """
    called = dict(zip(map(id, alignment.documents), names, strict=True))
    return tuple(
        sentence_of(document, called[id(document)])
        for document in unknown_languages(alignment.documents, _encoder_of(alignment))
    )


def sentence_of(document: Document, name: str) -> Mapping[str, str]:
    """Return the sentence for a document in a language that the encoder does not know."""
    return {
        ui: sentence.format(lang=language_name(document.lang, ui), name=name)
        for ui, sentence in _SENTENCES.items()
    }


def strangers(alignment: Alignment) -> tuple[Document, ...]:
    """Return the original if it does not seem to belong to the target, as far as that can be told.

    :param alignment: What the aligner found.
    """
    unknown = unknown_languages(alignment.documents, _encoder_of(alignment))
    return () if unknown else alignment.strangers


def _encoder_of(alignment: Alignment) -> str:
    first = alignment.signature.partition("|")[0]
    return first.removeprefix("enc:")
