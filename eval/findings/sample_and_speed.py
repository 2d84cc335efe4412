"""What is measured once, beside the edits: the project's sample, and the time that layers take."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from duizhao.align.aligner.beads import find_beads
from duizhao.align.findings.find import find_all
from duizhao.align.findings.registry import LAYERS
from duizhao.align.judging.policy import Policy
from duizhao.align.pipeline import align_documents
from duizhao.corpora.alignment import Category
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.findings.bench import documents_of, drawn
from duizhao.eval.findings.documents import CleanDocument, sample_document
from duizhao.eval.findings.drafts import Edit, Span
from duizhao.eval.findings.edits import GONE, edited
from duizhao.eval.findings.figures import EditFigures, SpeedFigures
from duizhao.eval.findings.judge import judge_findings
from duizhao.eval.findings.tally import EditTally
from duizhao.models.cache import CachedEncoder, with_cache
from duizhao.models.encoder import Encoder
from duizhao.models.vector_store import VectorCache

__all__ = ["measure_sample", "measure_speed"]

# Pairs whose findings are timed, or a few more.
_TIMED_PAIRS = 400


def measure_sample(encoder: Encoder) -> EditFigures:
    """Score what is found in the project's sample, whose gaps are real and known.

    :param encoder: Turns sentences into vectors.
    """
    folder = files("duizhao.corpora") / "data" / "sample"
    known = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    source, target = (
        document_from_text(
            (folder / known[side]).read_text(encoding="utf-8"), lang=lang, path=known[side]
        )
        for side, lang in (("source", "en"), ("target", "zh"))
    )
    alignment = align_documents(source, target, encoder)
    edits, accepted = [], []
    for item in known["findings"]:
        here, there = (
            None if place is None else Span(place["start"], place["end"])
            for place in (item["source"], item["target"])
        )
        edits.append(Edit(here, there))
        category = Category(item["category"])
        accepted.append(GONE if category in GONE else frozenset({category}))
    tally = EditTally("sample", "en-zh")
    tally.add(judge_findings(alignment.findings, edits, accepted), edits, None)
    return tally.figures()


def measure_speed(documents: Sequence[CleanDocument], encoder: Encoder) -> SpeedFigures:
    """Time all layers together after the alignment, as in a first run: no clause is known yet.

    :param documents: Clean documents.
    :param encoder: The encoder; its own cache is not used.
    """
    bare = encoder.encoder if isinstance(encoder, CachedEncoder) else encoder
    pairs, seconds = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        cached = with_cache(bare, VectorCache(Path(folder)))
        # The sample pays for tables that are loaded once.
        for number, document in enumerate([sample_document(), *drawn(documents, "speed")]):
            both = documents_of(edited(document, None, "zh"))
            beads = find_beads(*both, cached).beads
            before = time.process_time()
            find_all(both, beads, cached, Policy.FULL)
            spent = time.process_time() - before
            if number == 0:
                continue
            seconds += spent
            pairs += sum(not bead.is_null for bead in beads)
            if pairs >= _TIMED_PAIRS:
                break
    return SpeedFigures(pairs, seconds, tuple(LAYERS))
