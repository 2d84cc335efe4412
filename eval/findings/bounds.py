"""What must hold of the findings: the bounds that the layers are built to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duizhao.eval.findings.figures import (
    Bound,
    CleanFigures,
    EditFigures,
    Figures,
    MarkFigures,
    SpeedFigures,
)
from duizhao.eval.findings.human_marks import LOST_CLAUSES

__all__ = ["bounds"]

_BLANKS = ("quotes", "clauses", "objects")
_VERBATIM = ("verbatim-changed", "verbatim-dropped")
_F1 = {"sentences-15": 0.85, "sentences-40": 0.93, "sentences-70": 0.95}
_CLAUSES = {"≥ 9": 0.75, "4–8": 0.5}


def bounds(figures: Iterable[Figures]) -> list[Bound]:
    """Return each bound with its figure.

    :param figures: Figures of all kinds; what was not measured is said to be so.
    """
    known = list(figures)
    edits = {f.kind: f for f in known if isinstance(f, EditFigures) and f.langs == "both"}
    clean = next(
        (
            f
            for f in known
            if isinstance(f, CleanFigures) and (f.collection, f.langs) == ("all", "both")
        ),
        None,
    )
    flagged = {} if clean is None else clean.flagged
    marks = {f.size: f for f in known if isinstance(f, MarkFigures) and f.marks == LOST_CLAUSES}
    speeds = [f.speed for f in known if isinstance(f, SpeedFigures) and f.pairs]
    return [
        Bound("blanks with marks left: recall", _recall(edits, _BLANKS), 0.98),
        Bound(
            "blanks: false in 1,000 sentences",
            None if clean is None else clean.per_1000["blank"],
            0.5,
            at_most=True,
        ),
        *(Bound(f"{kind}: F1", _of(edits, kind, "f1"), least) for kind, least in _F1.items()),
        *(
            Bound(
                f"lost clauses of {size} characters: recall at 5 % false",
                marks[size].recall_5 if size in marks else None,
                least,
            )
            for size, least in _CLAUSES.items()
        ),
        Bound("numbers: recall", _recall(edits, ("numbers",)), 0.95),
        Bound("numbers: clean pairs flagged", flagged.get("number"), 0.02, at_most=True),
        Bound("places: recall", _recall(edits, ("places",)), 0.94),
        Bound("names: clean pairs flagged", flagged.get("name"), 0.005, at_most=True),
        Bound("verbatim: recall", _recall(edits, _VERBATIM), 0.97),
        Bound(
            "verbatim: false in 1,000 sentences",
            None if clean is None else clean.per_1000.get("verbatim"),
            1,
            at_most=True,
        ),
        Bound("moved: recall", _of(edits, "moved", "recall"), 0.9),
        Bound("moved: precision", _of(edits, "moved", "precision"), 0.85),
        Bound("pairs a second", speeds[0] if speeds else None, 300),
    ]


def _recall(edits: dict[str, EditFigures], kinds: Sequence[str]) -> float | None:
    """Return the recall of several kinds together; None if none of them has an edit."""
    have = [edits[kind] for kind in kinds if kind in edits]
    whole = sum(f.edits for f in have)
    return sum(f.found for f in have) / whole if whole else None


def _of(edits: dict[str, EditFigures], kind: str, name: str) -> float | None:
    """Return a figure of a kind; 0 where there were edits and nothing was claimed."""
    figures = edits.get(kind)
    if figures is None or not figures.edits:
        return None
    value: float | None = getattr(figures, name)
    return 0.0 if value is None else value
