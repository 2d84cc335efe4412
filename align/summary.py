"""The short summary of a run, for a terminal and for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from duizhao.align.outputs import Outputs
from duizhao.corpora.bitext import Alignment, Category, Severity
from duizhao.models.cache import Lookups

__all__ = ["Summary"]

_WHY_LEFT_OUT = {
    "null": "without counterpart",
    "lost_text": "with lost text",
    "probability": "too unsure",
    "empty": "without text",
    "duplicate": "repeated",
}


@dataclass(frozen=True)
class Summary:
    """What a run found and wrote.

    :param alignment: What was found.
    :param outputs: What was written.
    :param vectors: How many texts the vectors' cache held; None if there was no cache.
    """

    alignment: Alignment
    outputs: Outputs
    vectors: Lookups | None = None

    @property
    def bead_types(self) -> dict[str, int]:
        """How many beads there are of each type, the most frequent first."""
        return dict(Counter(bead.type for bead in self.alignment.beads).most_common())

    @property
    def findings(self) -> dict[tuple[Category, Severity], int]:
        """How many findings there are of each category and severity, the worst first."""
        counts = Counter((f.category, f.severity) for f in self.alignment.findings)
        return dict(sorted(counts.items(), key=lambda item: (item[0][1].rank, item[0][0].value)))

    def reaches(self, severity: str) -> bool:
        """Tell whether there is a finding of this severity or worse."""
        limit = Severity(severity).rank
        return any(f.severity.rank <= limit for f in self.alignment.findings)

    def as_json(self) -> dict[str, object]:
        """Return the summary as JSON types."""
        a = self.alignment
        return {
            "signature": a.signature,
            "policy": a.policy,
            "documents": [
                {
                    "path": _shown(document.path),
                    "lang": document.lang,
                    "sentences": len(document.sentences),
                    "coverage": round(a.coverage(n), 4),
                }
                for n, document in enumerate(a.documents)
            ],
            "beads": self.bead_types,
            "findings": [
                {"category": category.value, "severity": severity.value, "count": count}
                for (category, severity), count in self.findings.items()
            ],
            "vectors": _vectors_json(self.vectors),
            "memory": _memory_json(self.outputs),
            "files": {n: _shown(str(path)) for n, path in self.outputs.paths.items()},
        }

    def as_text(self) -> str:
        """Return the summary as a few lines for a terminal."""
        a = self.alignment
        lines = [
            f"{role:<8} {_shown(document.path)}  "
            f"({document.lang}, {len(document.sentences)} sentences, {a.coverage(n):.0%} linked)"
            for n, (role, document) in enumerate(
                zip(["source"] * len(a.sources) + ["target"], a.documents, strict=True)
            )
        ]
        beads = ", ".join(f"{count} × {name}" for name, count in self.bead_types.items())
        lines += [f"beads    {beads}", f"policy   {a.policy}"]
        title = "findings"
        for (category, severity), count in self.findings.items():
            lines.append(f"{title:<8} {count:>3}  {severity.value:<8}  {category.value}")
            title = ""
        if not self.findings:
            lines.append("findings none")
        if self.vectors is not None:
            lines.append(f"vectors  {_vectors_note(self.vectors)}")
        title = "files"
        for name, path in self.outputs.paths.items():
            note = f"  ({_memory_note(self.outputs)})" if name == "tmx" else ""
            lines.append(f"{title:<8} {_shown(str(path))}{note}")
            title = ""
        return "\n".join(lines)


def _shown(path: str) -> str:
    """Return a path that can be printed: bytes in it that are no text become U+FFFD."""
    return path.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")


def _vectors_json(vectors: Lookups | None) -> Mapping[str, object] | None:
    return None if vectors is None else {"cached": vectors.hits, "encoded": vectors.misses}


def _vectors_note(vectors: Lookups) -> str:
    """Say what was encoded and what was known from an earlier run."""
    if not vectors.misses:
        return f"nothing encoded: all {vectors.hits:,} were in the cache"
    return f"{vectors.misses:,} encoded, {vectors.hits:,} from the cache"


def _memory_json(outputs: Outputs) -> Mapping[str, object] | None:
    if outputs.memory is None:
        return None
    return {"written": outputs.memory.written, "left_out": dict(outputs.memory.left_out)}


def _memory_note(outputs: Outputs) -> str:
    """Say how many units the memory holds, and why the others are not in it."""
    if outputs.memory is None:
        return ""
    parts = [f"{outputs.memory.written} units"]
    parts += [
        f"{count} {_WHY_LEFT_OUT.get(why, why)}" for why, count in outputs.memory.left_out.items()
    ]
    return "; left out: ".join([parts[0], ", ".join(parts[1:])]) if parts[1:] else parts[0]
