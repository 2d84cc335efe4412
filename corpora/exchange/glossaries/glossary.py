"""What a glossary says: concepts with their terms in two or more languages."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.corpora.text.tags import primary_tag

__all__ = ["NO_GLOSSARY", "SOURCE", "TARGET", "Concept", "Entry", "Glossary", "TermForm"]

SOURCE, TARGET = "source", "target"
"""Stand for the languages of a table that does not name them."""

# Hexadecimal digits of a signature: 48 bits.
_DIGITS = 12


@dataclass(frozen=True)
class TermForm:
    """A term of a concept in one language.

    :param lang: Its language tag, or :data:`SOURCE` or :data:`TARGET`.
    :param text: The term.
    :param is_forbidden: Whether a translation may not use it.
    """

    lang: str
    text: str
    is_forbidden: bool = False


@dataclass(frozen=True)
class Concept:
    """Terms that mean the same.

    :param forms: Its terms, the preferred one of a language first.
    :param note: What the editor says of it, maybe empty.
    :param is_exact: Whether capitals matter.
    """

    forms: tuple[TermForm, ...]
    note: str = ""
    is_exact: bool = False


@dataclass(frozen=True)
class Entry:
    """What is wanted of one source term.

    :param source: The term; empty if the forbidden ones are so whatever the source says.
    :param allowed: Its translations, the preferred one first; maybe none.
    :param forbidden: Translations that may not be used.
    :param note: What the editor says of it, maybe empty.
    :param is_exact: Whether capitals matter.
    """

    source: str
    allowed: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    note: str = ""
    is_exact: bool = False


@dataclass(frozen=True)
class Glossary:
    """The terms of an editor.

    :param concepts: What it holds.
    :param path: What it is called in messages.
    """

    concepts: tuple[Concept, ...] = ()
    path: str = ""

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, limits: Limits = NO_LIMITS_RAISED) -> Glossary:
        """Read a glossary: TSV, CSV, XLSX or TBX, see ``docs/cat-tools.md``.

        :param path: The file.
        :param limits: What it may cost.
        :raises InputError: If it cannot be read, or holds no terms.
        :raises MissingExtraError: If its format needs a package that is not installed.
        """
        from duizhao.corpora.exchange.glossaries.reading import read_glossary

        return read_glossary(path, limits)

    def entries(self, source_lang: str, target_lang: str) -> tuple[Entry, ...]:
        """Return what it says of translations between two languages, either way round.

        :param source_lang: The language of the original.
        :param target_lang: That of the translation.
        :return: An entry for each source term; concepts without one of each side are left out.
        """
        gathered: dict[tuple[str, bool], list[Entry]] = {}
        for concept in self.concepts:
            for entry in _entries(concept, source_lang, target_lang):
                gathered.setdefault((entry.source, entry.is_exact), []).append(entry)
        return tuple(map(_merged, gathered.values()))

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it names, without regions."""
        tags = {form.lang for concept in self.concepts for form in concept.forms}
        return frozenset(primary_tag(tag) for tag in tags - {SOURCE, TARGET})

    @property
    def signature(self) -> str:
        """A name of what it says; empty if it is empty."""
        meaning = [
            [[f.lang, f.text, f.is_forbidden] for f in c.forms] + [c.is_exact]
            for c in self.concepts
        ]
        text = json.dumps(meaning, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS] if meaning else ""


def _entries(concept: Concept, source_lang: str, target_lang: str) -> Iterator[Entry]:
    sides: Mapping[str, str] = {SOURCE: source_lang, TARGET: target_lang}
    forms = [(primary_tag(sides.get(form.lang, form.lang)), form) for form in concept.forms]
    source = [f for lang, f in forms if lang == source_lang and f.lang != TARGET]
    target = [f for lang, f in forms if lang == target_lang and f.lang != SOURCE]
    allowed = tuple(f.text for f in target if not f.is_forbidden)
    forbidden = tuple(f.text for f in target if f.is_forbidden)
    if not target:
        return
    for text in [f.text for f in source] or ([""] if forbidden and not allowed else []):
        yield Entry(text, allowed, forbidden, concept.note, concept.is_exact)


def _merged(same: list[Entry]) -> Entry:
    """Return one entry for several of the same source term."""
    allowed = dict.fromkeys(text for entry in same for text in entry.allowed)
    forbidden = dict.fromkeys(text for entry in same for text in entry.forbidden)
    notes = dict.fromkeys(entry.note for entry in same if entry.note)
    return Entry(
        same[0].source,
        tuple(allowed),
        tuple(text for text in forbidden if text not in allowed),
        "; ".join(notes),
        same[0].is_exact,
    )


NO_GLOSSARY = Glossary()
"""No terms."""
