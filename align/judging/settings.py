"""Settings of a run: what is judged how, what is not reported, and where nothing is reported.

They come from a file that :mod:`duizhao.align.judging.settings_file` reads, or are built in Python.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from duizhao.align.judging.policy import Policy
from duizhao.align.judging.presets import NO_PRESET, PRESETS, preset_settings
from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Place, Severity
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.glossaries.glossary import NO_GLOSSARY, Glossary
from duizhao.corpora.files.input import read_utf8
from duizhao.errors import UnknownNameError

if TYPE_CHECKING:
    import regex

__all__ = ["NO_SETTINGS", "SECONDS", "Choices", "Settings", "Span"]

_log = logging.getLogger(__name__)

_Value = TypeVar("_Value")

SECONDS = 2.0
"""What a regular expression may take for one document; one that takes longer spares nothing."""

# Hexadecimal digits of a signature: 48 bits.
_DIGITS = 12


@dataclass(frozen=True)
class Choices:
    """What was chosen for categories and rules; a key is ``category`` or ``category/rule``.

    :param severity: How much they matter.
    :param least: How sure a finding must be, 0 to 1, to be reported.
    :param ignore: What is not reported at all.
    """

    severity: Mapping[str, Severity] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Span:
    """Text in which nothing is reported.

    :param text: The text, in which any white space matches any other; or a regular expression.
    :param is_regex: Whether it is one.
    :param side: ``"source"`` or ``"target"``; either if None.
    :param keys: The categories and rules concerned; all if empty.
    """

    text: str
    is_regex: bool = False
    side: str | None = None
    keys: frozenset[str] = frozenset()

    @cached_property
    def _expression(self) -> regex.Pattern[str]:
        import regex

        words = map(regex.escape, regex.split(r"\s+", self.text.strip()))
        return regex.compile(self.text if self.is_regex else r"\s+".join(words))

    def covers(self, place: Place, text: str, *, seconds: float = SECONDS) -> bool:
        """Tell whether a passage lies within the text, or a point in the midst of it.

        :param place: The passage or point.
        :param text: The text of its document.
        :param seconds: What looking for a regular expression may take.
        """
        is_point = place.start == place.end
        return any(
            start + is_point <= place.start and place.end <= end - is_point
            for start, end in _matches(self._expression, text, seconds)
        )


@lru_cache(maxsize=8)
def _matches(
    expression: regex.Pattern[str], text: str, seconds: float
) -> tuple[tuple[int, int], ...]:
    """Return where an expression fits a text; nowhere if that takes too long to say."""
    try:
        return tuple(match.span() for match in expression.finditer(text, timeout=seconds))
    except TimeoutError:
        message = "%r takes more than %g seconds on a document, and spares nothing there"
        _log.warning(message, expression.pattern, seconds)
        return ()


@dataclass(frozen=True)
class Settings:
    """What a run is told about its findings.

    :param policy: How the translation is judged; None leaves it to a preset that is named, or
        else to the command.
    :param preset: The kind of text, one of :data:`duizhao.align.judging.presets.PRESETS`, whose
        settings stand below these; ``"none"`` for none of them, None for a guess.
    :param general: What was chosen under either policy.
    :param by_policy: What was chosen under one of them; goes before what is general.
    :param spans: Texts in which nothing is reported.
    :param glossary: The editor's own terms.
    """

    policy: Policy | None = None
    preset: str | None = None
    general: Choices = Choices()
    by_policy: Mapping[Policy, Choices] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    glossary: Glossary = NO_GLOSSARY

    def __post_init__(self) -> None:
        known = [*PRESETS, NO_PRESET]
        if self.preset is not None and self.preset not in known:
            what = "preset"
            raise UnknownNameError(what, self.preset, known)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Settings:
        """Read a file of settings, see :mod:`duizhao.align.judging.settings_file`.

        :param path: The file, in TOML.
        :raises InputError: If it cannot be read, or says what is not known.
        """
        from duizhao.align.judging.settings_file import read_settings

        return read_settings(read_utf8(Path(path), "settings"), str(path))

    @property
    def asked_policy(self) -> Policy | None:
        """The policy that was chosen, here or by the preset; None if neither says one."""
        return self.policy or (self._below.policy if self._below else None)

    def severity(self, rule: Rule, policy: Policy) -> Severity | None:
        """Return how much a finding matters, if that was chosen.

        :param rule: Its rule.
        :param policy: What it is judged by.
        """
        chosen = self._own_severity(rule, policy)
        return chosen if chosen or not self._below else self._below.severity(rule, policy)

    def ignores(self, rule: Rule, policy: Policy, confidence: float) -> bool:
        """Tell whether a finding of this kind is not reported.

        :param rule: Its rule.
        :param policy: What it is judged by.
        :param confidence: How sure it is, 0 to 1.
        """
        choices = self._choices(policy)
        keys = {*_keys(rule)}
        if any(keys & each.ignore for each in choices):
            return True
        least = next(_looked_up([each.least for each in choices], rule), None)
        # Of what the user speaks, no preset keeps anything out.
        if self._below and least is None and self._own_severity(rule, policy) is None:
            return self._below.ignores(rule, policy, confidence)
        return confidence < (least or 0.0)

    def spares(
        self, rule: Rule, places: Mapping[str, Place | None], documents: Sequence[Document]
    ) -> bool:
        """Tell whether a finding lies within text in which nothing is reported.

        A finding with a passage on one side and a point on the other is at the passage.

        :param rule: Its rule.
        :param places: Its places by side, ``"source"`` and ``"target"``.
        :param documents: What it was found in.
        """
        if not self.spans:
            return False
        keys = {*_keys(rule)}
        given = {side: place for side, place in places.items() if place is not None}
        passages = {side: place for side, place in given.items() if place.end > place.start}
        for span in self.spans:
            if span.keys and not span.keys & keys:
                continue
            if any(
                span.side in (None, side) and span.covers(place, documents[place.document].text)
                for side, place in (passages or given).items()
            ):
                return True
        return False

    def _own_severity(self, rule: Rule, policy: Policy) -> Severity | None:
        tables = [choices.severity for choices in self._choices(policy)]
        return next(_looked_up(tables, rule), None)

    @property
    def _below(self) -> Settings | None:
        """What the preset says, if there is one."""
        return preset_settings(self.preset) if self.preset in PRESETS else None

    def _choices(self, policy: Policy) -> tuple[Choices, ...]:
        own = self.by_policy.get(policy)
        return (self.general,) if own is None else (own, self.general)

    @property
    def signature(self) -> str:
        """What the settings say, as ``set:…``; empty if they say nothing.

        Policy and preset are not in it, they have parts of their own in a result's signature.
        """
        meaning = {
            "choices": [
                _meaning(self.general),
                *(_meaning(self.by_policy.get(policy, Choices())) for policy in Policy),
            ],
            "spans": sorted(
                [span.text, span.is_regex, span.side or "", sorted(span.keys)]
                for span in self.spans
            ),
            **({"glossary": self.glossary.signature} if self.glossary.concepts else {}),
        }
        if self == Settings(self.policy, self.preset):
            return ""
        text = json.dumps(meaning, sort_keys=True, ensure_ascii=True)
        return "set:" + hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _keys(rule: Rule) -> tuple[str, str]:
    """Return what settings call a rule, and what they call its category."""
    return rule.value, rule.category.value


def _looked_up(tables: Iterable[Mapping[str, _Value]], rule: Rule) -> Iterator[_Value]:
    """Yield what tables say of a rule, and then of its category."""
    for key in _keys(rule):
        for table in tables:
            if key in table:
                yield table[key]


def _meaning(choices: Choices) -> list[object]:
    severity = {key: value.value for key, value in choices.severity.items()}
    return [severity, dict(choices.least), sorted(choices.ignore)]


NO_SETTINGS = Settings()
"""Nothing was chosen: the policy decides, everything is reported."""
