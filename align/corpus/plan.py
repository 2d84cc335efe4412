"""How every pair of a corpus is aligned, and what is written of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from duizhao.align.corpus.manifest.entry import Entry
from duizhao.align.decisions.file import NO_DECISIONS, Decisions
from duizhao.align.judging.settings import NO_SETTINGS, Settings
from duizhao.align.results.formats import RUN_FORMATS, choose_output_format
from duizhao.align.results.write import DEFAULT_FORMATS
from duizhao.corpora.files.limits import NO_LIMITS_RAISED, Limits
from duizhao.models.choice import EncoderChoice
from duizhao.models.encoder import Encoder
from duizhao.version import __version__

__all__ = ["DEFAULT_ENCODER", "DOCUMENTS", "Plan", "entry_digest"]

DOCUMENTS = "documents"
"""The folder of the results of each pair, below that of the run."""

# It changes when what is kept of a pair changes, so that an older ledger is not believed.
_LAYOUT = 1
_DIGITS = 24

DEFAULT_ENCODER = EncoderChoice(cache=False)
"""No vectors are kept on disk: what was done is known from the ledger, and processes that share a
file wait for each other."""


@dataclass(frozen=True)
class Plan:
    """What a run does with each pair.

    :param output: The folder of the run, or its URL.
    :param encoder: The encoder.
    :param settings: What was chosen about findings.
    :param decisions: What an editor decided in earlier reports.
    :param policy: ``"full"`` or ``"digest"``; None leaves it to each text.
    :param formats: What is written of each pair.
    :param ui: The interface language of reports.
    :param limits: What a file may cost.
    """

    output: str
    encoder: EncoderChoice = DEFAULT_ENCODER
    settings: Settings = NO_SETTINGS
    decisions: Decisions = NO_DECISIONS
    policy: str | None = None
    formats: tuple[str, ...] = DEFAULT_FORMATS
    ui: str | None = None
    limits: Limits = NO_LIMITS_RAISED

    def __post_init__(self) -> None:
        for name in self.formats:
            choose_output_format(RUN_FORMATS, name)

    def settings_for(self, entry: Entry) -> Settings:
        """Return the settings of a pair, with the preset that its manifest names."""
        return replace(self.settings, preset=entry.preset or self.settings.preset)

    def folder(self, entry: Entry) -> Path:
        """Return the folder of a pair's results."""
        return Path(self.output, DOCUMENTS, *entry.id.split("/"))

    def digest(self, encoder: Encoder) -> str:
        """Return what tells this plan from others whose results would differ."""
        told = {
            "layout": _LAYOUT,
            "version": __version__,
            "encoder": encoder.signature,
            "composes": encoder.composes,
            "settings": self.settings.signature,
            "settings_policy": str(self.settings.policy),
            "settings_preset": str(self.settings.preset),
            "decisions": hashlib.sha256(repr(self.decisions).encode()).hexdigest(),
            "policy": self.policy,
            "formats": self.formats,
            "ui": self.ui,
            "limits": asdict(self.limits),
        }
        text = json.dumps(told, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def entry_digest(plan_digest: str, entry: Entry) -> str:
    """Return what tells a pair under a plan from what would be done otherwise.

    :param plan_digest: That of the plan.
    :param entry: The pair; the contents of its files are compared apart.
    """
    told = [plan_digest, entry.source, entry.target, entry.options()]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:_DIGITS]
