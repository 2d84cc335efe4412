"""What the report's script needs to know and the page does not show, as JSON."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePosixPath

from duizhao import lazy
from duizhao.align.decisions.findings import context_of
from duizhao.align.report.verdict import needs_look
from duizhao.align.report.view_types import Row, View
from duizhao.corpora.alignment import Alignment, Bead, Finding
from duizhao.corpora.exchange.bead_text import bead_texts

__all__ = ["page_data", "to_script"]

# What may not stand in a script element as it is: what could end it, what HTML forbids, and the
# halves of surrogate pairs, which UTF-8 cannot carry. JSON has another way to write each.
_UNSAFE = lazy.compile("[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def page_data(alignment: Alignment, view: View) -> dict[str, object]:
    """Return what the script needs.

    :param alignment: What the aligner found.
    :param view: The same as the page shows it.
    :return: JSON types, as ``PageData`` in ``script/types.d.ts`` describes them.
    """
    sorted_by = _Order(alignment)
    name = PurePosixPath(view.papers[-1].name).stem
    return {
        "key": _key(alignment),
        "name": re.sub(r"[^\w.-]", "_", name) or "report",
        "findings": {
            finding.id: {
                "category": finding.category.value,
                "source": finding.source.text if finding.source else "",
                "target": finding.target.text if finding.target else "",
                "context": context_of(finding, alignment.documents),
                "confidence": round(finding.confidence, 4),
                "behind": not needs_look(finding),
                "place": sorted_by.places(finding),
                "decision": finding.decision,
                "comment": finding.comment,
            }
            for finding in alignment.findings
        },
        "rows": {
            row.number: texts
            for row in view.rows
            if not row.bead.is_null and (texts := _texts(alignment, row.bead)) != _shown(row)
        },
        "beads": _columns(view.rows),
        "lengths": [[len(s.text) for s in doc.sentences] for doc in alignment.documents],
    }


def to_script(data: object) -> str:
    r"""Return values as JSON that can stand in a script element.

    :param data: JSON types only.
    :return: JSON in which nothing can be taken for HTML.

    >>> to_script(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _columns(rows: Sequence[Row]) -> dict[str, object]:
    """Return the beads by field, not by row: a name is written once, not ten thousand times."""
    return {
        "document": [row.bead.source_document for row in rows],
        "source": [row.bead.source for row in rows],
        "target": [row.bead.target for row in rows],
        "probability": [round(row.bead.probability, 3) for row in rows],
        "similarity": [round(row.bead.similarity, 3) for row in rows],
        "state": [row.state for row in rows],
        "flaws": {row.number: row.flaw for row in rows if row.flaw},
        "moves": {row.number: asdict(row.move) for row in rows if row.move},
    }


def _key(alignment: Alignment) -> str:
    parts = [alignment.signature, *(document.sha256 for document in alignment.documents)]
    return hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()


def _texts(alignment: Alignment, bead: Bead) -> dict[str, str]:
    source, target = bead_texts(alignment, bead)
    return {"source": source, "target": target}


def _shown(row: Row) -> dict[str, str]:
    """Return the texts of a row of one sentence each, as the page shows them."""
    (source, *more), (target, *others) = row.source.lines, row.target.lines
    return {} if more or others else {"source": source.text, "target": target.text}


class _Order:
    """Gives each finding a place in the sources and in the target, also where it has none."""

    def __init__(self, alignment: Alignment) -> None:
        lengths = (len(document.text) + 1 for document in alignment.documents)
        self._base = [0, *itertools.accumulate(lengths)]
        self._bead_of = alignment.bead_numbers()
        self._near: list[tuple[int, int]] = []
        reached = [0, 0]
        for bead in alignment.beads:
            near = reached.copy()
            for side, (document, ids) in enumerate(alignment.sides(bead)):
                if ids:
                    sentences = alignment.documents[document].sentences
                    near[side] = self._base[document] + sentences[ids[0]].start
                    if not bead.moved:
                        reached[side] = self._base[document] + sentences[ids[-1]].end
            self._near.append((near[0], near[1]))
        self._starts = [[s.start for s in doc.sentences] for doc in alignment.documents]

    def places(self, finding: Finding) -> dict[str, int]:
        """Return offsets in all texts one after another, for source and target."""
        offsets = [
            None if place is None else self._base[place.document] + place.start
            for place in (finding.source, finding.target)
        ]
        near = self._beside(finding) if None in offsets else (0, 0)
        source, target = (
            other if offset is None else offset for offset, other in zip(offsets, near, strict=True)
        )
        return {"source": source, "target": target}

    def _beside(self, finding: Finding) -> tuple[int, int]:
        """Return where the row of a finding stands on both sides, or would."""
        place = finding.source or finding.target
        assert place is not None
        starts = self._starts[place.document]
        if not starts:
            return 0, 0
        sentence = max(0, bisect_right(starts, place.start) - 1)
        return self._near[self._bead_of[place.document, sentence]]
