"""The short summary of a run, for a terminal and for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from duizhao.corpora.alignment import Alignment, Category, Severity
from duizhao.corpora.exchange.alignment_json import failures_json
from duizhao.corpora.files.output import Written
from duizhao.models.cache import Lookups

__all__ = ["Summary", "describe_written"]

_WHY_LEFT_OUT = {
    "null": "without counterpart",
    "lost_text": "with lost text",
    "findings": "with findings",
    "probability": "too unsure",
    "joined": "of several sentences",
    "language": "in another language",
    "addition": "without source",
    "empty": "without text",
    "duplicate": "repeated",
    "rare": "too rare",
}


@dataclass(frozen=True)
class Summary:
    """What a run found and wrote.

    :param alignment: What was found.
    :param outputs: What was written, by format.
    :param vectors: How many texts the vectors' cache held; None if there was no cache.
    """

    alignment: Alignment
    outputs: Mapping[str, Written]
    vectors: Lookups | None = None

    @property
    def bead_types(self) -> dict[str, int]:
        """How many beads there are of each type, the most frequent first."""
        return dict(Counter(bead.type for bead in self.alignment.beads).most_common())

    @property
    def findings(self) -> dict[tuple[Category, Severity], int]:
        """How many findings there are of each category and severity, the worst first.

        Those that an editor dismissed are not among them.
        """
        valid = (f for f in self.alignment.findings if not f.is_dismissed)
        counts = Counter((f.category, f.severity) for f in valid)
        return dict(sorted(counts.items(), key=lambda item: (item[0][1].rank, item[0][0].value)))

    @property
    def dismissed(self) -> int:
        """How many findings an editor dismissed."""
        return sum(f.is_dismissed for f in self.alignment.findings)

    def reaches(self, severity: str) -> bool:
        """Tell whether there is a finding of this severity or worse that was not dismissed."""
        limit = Severity(severity).rank
        return any(found.rank <= limit for _, found in self.findings)

    def as_json(self) -> dict[str, object]:
        """Return the summary as JSON types."""
        a = self.alignment
        return {
            "signature": a.signature,
            "policy": a.policy,
            **({"preset": a.preset} if a.preset else {}),
            "documents": [
                {
                    "path": _shown(document.path),
                    "lang": document.lang,
                    "sentences": len(document.sentences),
                    "coverage": round(a.coverage(n), 4),
                    **({"kinship": round(a.kinship[n], 4)} if n < len(a.kinship) else {}),
                }
                for n, document in enumerate(a.documents)
            ],
            "beads": self.bead_types,
            "findings": [
                {"category": category.value, "severity": severity.value, "count": count}
                for (category, severity), count in self.findings.items()
            ],
            **({"dismissed": self.dismissed} if self.dismissed else {}),
            **({"ignored": a.ignored} if a.ignored else {}),
            **({"failures": failures_json(a)} if a.failures else {}),
            "vectors": _vectors_json(self.vectors),
            "memory": _written_json(self.outputs["tmx"]) if "tmx" in self.outputs else None,
            **({"xliff": _written_json(self.outputs["xliff"])} if "xliff" in self.outputs else {}),
            "files": {name: _shown(str(one.files[0])) for name, one in self.outputs.items()},
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
        lines += [
            f"{'':8} {_shown(d.path)} does not seem to belong to the target" for d in a.strangers
        ]
        beads = ", ".join(f"{count} × {name}" for name, count in self.bead_types.items())
        lines += [f"beads    {beads}", f"policy   {a.policy}{_preset(a)}"]
        title = "findings"
        for (category, severity), count in self.findings.items():
            lines.append(f"{title:<8} {count:>3}  {severity.value:<8}  {category.value}")
            title = ""
        if not self.findings:
            lines.append("findings none")
        if self.dismissed:
            lines.append(f"dismissed {self.dismissed:>2}")
        if a.ignored:
            lines.append(f"ignored  {a.ignored:>3}  by the settings")
        lines += [f"failed   {f.layer}: {f.reason}; it found nothing" for f in a.failures]
        if self.vectors is not None:
            lines.append(f"vectors  {_vectors_note(self.vectors)}")
        title = "files"
        for one in self.outputs.values():
            # Units are what is linked and whole; the other formats hold everything.
            note = f"  ({_counted(one)})" if one.what == "unit" else ""
            lines.append(f"{title:<8} {_shown(str(one.files[0]))}{note}")
            title = ""
        return "\n".join(lines)


def describe_written(written: Written) -> str:
    """Say in one line what was written where, and what was left out and why."""
    where = "".join(_shown(str(path)) for path in written.files[:1])
    if len(written.files) > 1:
        where += f" to {_shown(written.files[-1].name)}"
    note = _counted(written)
    if written.stripped:
        note += f"; {written.stripped} characters that XML cannot hold taken out"
    return f"{where}  ({note})" if where else note


def _preset(alignment: Alignment) -> str:
    """Say as which kind of text it was judged, and how to choose another."""
    if not alignment.preset:
        return ""
    guessed = " (told from the text; another with --preset)" if alignment.preset_guessed else ""
    return f", as {alignment.preset}{guessed}"


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


def _written_json(written: Written) -> Mapping[str, object]:
    return {"written": written.written, "left_out": dict(written.left_out)}


def _counted(written: Written) -> str:
    """Say how many there are, and why the others are not among them."""
    note = f"{written.written:,} {written.what}{'' if written.written == 1 else 's'}"
    if written.without_target:
        note += f", {written.without_target:,} to be translated"
    parts = [f"{count:,} {_WHY_LEFT_OUT.get(why, why)}" for why, count in written.left_out.items()]
    return f"{note}; left out: {', '.join(parts)}" if parts else note
