"""What every aligner of the benchmark is handed, and what it is known by."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.eval.measuring.saved_vectors import Model
from duizhao.models.arrays import FloatArray

__all__ = ["LONGEST_SPAN", "Aligner", "Work", "bead"]

LONGEST_SPAN = 8
"""The longest run that has a vector. Vecalign's and Bertalign's published figures on MAC-Dev are
those of beads of up to eight sentences, both sides together; Vecalign asks for runs as long."""


@dataclass(frozen=True, eq=False)
class Work:
    """A document pair and its vectors.

    :param source: The original, one sentence a line; sentence ids are line numbers from 0.
    :param target: Its translation, likewise.
    :param source_spans: Vectors of all runs in the layout of
        :meth:`duizhao.models.encoder.Encoder.encode_spans`, shape (LONGEST_SPAN, N, D). Rows of
        runs that would begin before the document are zero. Not to be written to.
    :param target_spans: The same of the target, shape (LONGEST_SPAN, M, D).
    :param model: The encoder that made them.
    :param beside: Other texts, E of them, and their vectors, shape (E, D): those that our aligner
        asks for.
    """

    source: Document
    target: Document
    source_spans: FloatArray
    target_spans: FloatArray
    model: Model
    beside: tuple[Sequence[str], FloatArray] | None = None

    @property
    def texts(self) -> tuple[list[str], list[str]]:
        """The sentences of both sides."""
        source, target = ([s.text for s in d.sentences] for d in (self.source, self.target))
        return source, target


@dataclass(frozen=True)
class Aligner:
    """An aligner that takes part.

    :param name: Its name in the table.
    :param settings: What tells its results from those of other settings, for signatures.
    :param align: Turns work into beads.
    :param package: The distribution that it needs beyond the package's own; None if none.
    :param module: The module that this brings.
    :param centred: Whether it is handed vectors without what all sentences of a document have in
        common (:func:`duizhao.align.aligner.spans.centred`), rather than the encoder's own.
    :param probabilities: Whether its beads' probabilities mean something.
    :param paragraphs: Says which blocks of target and source belong together, given what it
        found; None if its beads say all that it knows.
    """

    name: str
    settings: str
    align: Callable[[Work], Sequence[Bead]]
    package: str | None = None
    module: str | None = None
    centred: bool = False
    probabilities: bool = False
    paragraphs: Callable[[Work], frozenset[tuple[int, int]]] | None = None

    @property
    def missing(self) -> str | None:
        """The distribution to install before it can run; None if nothing is missing."""
        if self.module is None or importlib.util.find_spec(self.module) is not None:
            return None
        return self.package

    def on_centred(self) -> Aligner:
        """Return the same aligner on centred vectors."""
        name, settings = f"{self.name}, centred", f"{self.settings}-centred"
        return replace(self, name=name, settings=settings, centred=True)

    def load(self) -> None:
        """Import what it needs, so that this does not count as its work."""
        if self.module is not None:
            importlib.import_module(self.module)

    @property
    def signature(self) -> str:
        """Name, settings, and the version of what it needs."""
        signature = f"aligner:{self.settings}"
        if self.package is None or self.missing:
            return signature
        return f"{signature}|{self.package}@{importlib.metadata.version(self.package)}"


def bead(source: tuple[int, int], target: tuple[int, int]) -> Bead:
    """Return a bead of two ranges of sentences.

    :param source: The first, and one past the last.
    :param target: The same.

    >>> bead((2, 4), (3, 3)).source
    (2, 3)
    """
    return Bead(tuple(range(*source)), tuple(range(*target)))
