"""The short summary of a run, for a terminal and for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duizhao.align.known_languages import language_notices, strangers
from duizhao.align.report.asides import asides_in_words
from duizhao.align.report.kinds import kind_of
from duizhao.align.report.messages import Messages
from duizhao.align.report.verdict import behind_in_words, mismatch_in_words, verdict_of
from duizhao.corpora.alignment import Alignment, Category, Severity
from duizhao.corpora.document import Document
from duizhao.corpora.exchange.alignment_json import failures_json
from duizhao.corpora.files.output import Written
from duizhao.models.cache import Lookups

__all__ = ["Summary", "describe_written"]


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
                    **({"not_aligned": count} if (count := _asides(document)) else {}),
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
            **({"aside": dict(a.aside)} if a.aside else {}),
            **({"failures": failures_json(a)} if a.failures else {}),
            "vectors": _vectors_json(self.vectors),
            "memory": _written_json(self.outputs["tmx"]) if "tmx" in self.outputs else None,
            **({"xliff": _written_json(self.outputs["xliff"])} if "xliff" in self.outputs else {}),
            "files": {name: _shown(str(one.files[0])) for name, one in self.outputs.items()},
        }

    def as_text(self, ui: str = "en") -> str:
        """Return the summary as a few lines for a terminal, the verdict first.

        :param ui: The interface language, ``"en"`` or ``"zh"``.
        """
        words = Messages(ui)
        findings = self.alignment.findings
        verdict, wrong = verdict_of(findings, words), self._mismatch(words)
        if wrong:
            verdict = words("verdict.if_right", verdict=verdict)
        said = wrong, verdict, behind_in_words(findings, words)
        lines = [line for line in said if line]
        for label, texts in self._parts(words):
            for text in texts:
                lines.append(f"{_padded(label)} {text}")
                label = ""
        return "\n".join(lines)

    def _mismatch(self, words: Messages) -> str:
        names = [_shown(document.path) for document in strangers(self.alignment)]
        return mismatch_in_words(names, len(self.alignment.sources), words)

    def _parts(self, words: Messages) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the lines under their labels."""
        a = self.alignment
        for n, document in enumerate(a.documents):
            role = words("summary.target" if n == len(a.sources) else "summary.source")
            sentences, compared = (
                len(document.sentences),
                len(document.sentences) - _asides(document),
            )
            said = words(
                "summary.document" if compared == sentences else "summary.compared",
                lang=document.lang,
                sentences=sentences,
                compared=compared,
                coverage=f"{a.coverage(n):.0%}",
            )
            yield role, [f"{_shown(document.path)}  {said}"]
        told = language_notices(a, (_shown(d.path) for d in a.documents))
        yield "", [words.pick(each) for each in told]
        aside = asides_in_words(a, words)
        yield words("summary.left_aside"), [aside] if aside else []
        told_first = bool(self._mismatch(words))
        others = () if told_first else strangers(a)
        yield "", [words("summary.stranger", name=_shown(d.path)) for d in others]
        yield words("summary.aside"), [_why(a.aside, "aside", words)] if a.aside else []
        beads = [f"{count} × {name}" for name, count in self.bead_types.items()]
        yield words("summary.beads"), [", ".join(beads)]
        yield (
            words("summary.policy"),
            [words.known(f"summary.{a.policy}", a.policy) + _preset(a, words)],
        )
        yield words("findings").lower(), self._counts(words)
        if self.dismissed:
            yield words("summary.dismissed"), [f"{self.dismissed:>2}"]
        if a.ignored:
            yield words("summary.ignored"), [words("summary.by_settings", count=f"{a.ignored:>3}")]
        yield (
            words("summary.failed"),
            [words("summary.failure", layer=f.layer, reason=f.reason) for f in a.failures],
        )
        if self.vectors is not None:
            yield words("summary.vectors"), [_vectors_note(self.vectors, words)]
        files = []
        for one in self.outputs.values():
            # Units are what is linked and whole; the other formats hold everything.
            note = f"  ({_counted(one, words)})" if one.what == "unit" else ""
            files.append(f"{_shown(str(one.files[0]))}{note}")
        yield words("summary.files"), files

    def _counts(self, words: Messages) -> list[str]:
        valid = [f for f in self.alignment.findings if not f.is_dismissed]
        counts = Counter((f.severity, kind_of(f)) for f in valid)
        told = []
        for (severity, kind), count in sorted(counts.items(), key=_rank_and_name):
            label = _padded(words(f"severity.{severity.value}"))
            told.append(f"{count:>3}  {label}  {words(f'category.{kind}')}")
        return told or [words("summary.none")]


def _asides(document: Document) -> int:
    """Return how many sentences take no part in the alignment."""
    return sum(not document.is_aligned(sentence) for sentence in document.sentences)


def _rank_and_name(counted: tuple[tuple[Severity, str], int]) -> tuple[int, str]:
    (severity, kind), _ = counted
    return severity.rank, kind


def _padded(label: str) -> str:
    """Return a label that takes eight cells of a terminal; a Chinese character takes two."""
    return label + " " * (8 - sum(1 if character.isascii() else 2 for character in label))


def describe_written(written: Written) -> str:
    """Say in one line what was written where, and what was left out and why."""
    where = "".join(_shown(str(path)) for path in written.files[:1])
    if len(written.files) > 1:
        where += f" to {_shown(written.files[-1].name)}"
    note = _counted(written, Messages("en"))
    if written.stripped:
        note += f"; {written.stripped} characters that XML cannot hold taken out"
    return f"{where}  ({note})" if where else note


def _preset(alignment: Alignment, words: Messages) -> str:
    """Say as which kind of text it was judged, and how to choose another."""
    if not alignment.preset:
        return ""
    told = words.known(f"preset.{alignment.preset}", alignment.preset)
    guessed = words("summary.guessed") if alignment.preset_guessed else ""
    return words("between") + told + guessed


def _shown(path: str) -> str:
    """Return a path that can be printed: bytes in it that are no text become U+FFFD."""
    return path.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")


def _vectors_json(vectors: Lookups | None) -> Mapping[str, object] | None:
    return None if vectors is None else {"cached": vectors.hits, "encoded": vectors.misses}


def _vectors_note(vectors: Lookups, words: Messages) -> str:
    """Say what was encoded and what was known from an earlier run."""
    key = "summary.encoded" if vectors.misses else "summary.cached"
    return words(key, encoded=f"{vectors.misses:,}", cached=f"{vectors.hits:,}")


def _written_json(written: Written) -> Mapping[str, object]:
    return {"written": written.written, "left_out": dict(written.left_out)}


def _counted(one: Written, words: Messages) -> str:
    """Say how many there are, and why the others are not among them."""
    plural = "" if one.written == 1 else "s"
    note = f"{one.written:,} {one.what}{plural}"
    if one.what == "unit":
        note = words(f"summary.unit{plural}", count=f"{one.written:,}")
    if one.without_target:
        note += words("between") + words("summary.open", count=f"{one.without_target:,}")
    if one.doubtful:
        note += words("between") + words("summary.doubtful", count=f"{one.doubtful:,}")
    if not one.left_out:
        return note
    return words("summary.left_out", note=note, parts=_why(one.left_out, "left_out", words))


def _why(counts: Mapping[str, int], key: str, words: Messages) -> str:
    """Say how many there are of each reason.

    :param key: What the names of the reasons begin with in the table of words.
    """
    return words("between").join(
        words("summary.why", count=f"{count:,}", why=words.known(f"{key}.{why}", why))
        for why, count in counts.items()
    )
