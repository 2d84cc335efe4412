"""Measure the target-only gap patterns: false hits on clean text, recall on blanked text.

    python benchmarks/blanks.py FOLDER [--hits]

FOLDER holds ``*.jsonl`` files of parallel documents, one JSON object a line with ``lp`` (such as
``en-zh``) and lists of segments ``src``, ``tgt`` and perhaps ``tgt2``. Every list is read as one
clean document. With ``--hits`` each false hit is printed, to be read: many are slips in the data.

The files do not say where paragraphs end. Three segments in a row make a block here, more where
the last one ends in a comma (the data cut the sentence there); ``#`` begins a heading and ``*`` a
list item. So the rate of *unfinished* is an upper estimate: headings and chat lines among the
segments end blocks that no editor would call paragraphs.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from duizhao.align.findings.blanks.gaps import CONFIDENCES, Gap, find_gaps
from duizhao.corpora.document import Block, Document, Kind, Piece, Sentence

SEED = 20240117
BLOCK = 3
# Hits of this confidence and above are the strict ones, which the target of 0.1 % is about.
STRICT = 0.8

Parts = list[tuple[Kind, list[str]]]
Blanker = Callable[[str, str, random.Random], tuple[str, int] | None]


def build(parts: Parts, lang: str) -> Document:
    """Build a document of blocks of sentences."""
    text = ""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    for kind, members in parts:
        first = len(text)
        for member in members:
            start = len(text)
            text += member
            pieces = (Piece(0, start, len(member)),)
            sentences.append(
                Sentence(len(sentences), start, len(text), kind, member, len(blocks), pieces)
            )
            text += "" if lang == "zh" else " "
        blocks.append(Block(first, len(text), kind))
        text += "\n"
    return Document("clean", lang, text, tuple(blocks), tuple(sentences), "")


def kind_of(segment: str) -> Kind:
    """Guess a segment's kind from its Markdown."""
    if segment.startswith("#"):
        return Kind.HEADING
    return Kind.LIST_ITEM if re.match(r"(?:[-*+]|\d+[.)])\s", segment) else Kind.TEXT


def group(segments: list[str]) -> Parts:
    """Group a document's segments into blocks."""
    parts: Parts = []
    for segment in segments:
        kind = kind_of(segment)
        last = parts[-1] if parts else None
        if (
            last is not None
            and last[0] is kind is Kind.TEXT
            and (len(last[1]) < BLOCK or last[1][-1][-1] in ",，、")
        ):
            last[1].append(segment)
        else:
            parts.append((kind, [segment]))
    return parts


def documents(folder: Path) -> Iterator[tuple[str, str, Parts]]:
    """Yield (name, language, blocks) for every side of every document."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            source, target = record["lp"].split("-")
            for side, lang in (("src", source), ("tgt", target), ("tgt2", target)):
                segments = [re.sub(r"\s+", " ", s).strip() for s in record.get(side) or ()]
                parts = group([s for s in segments if s])
                if parts:
                    yield f"{record['dataset']}/{record['id']}/{side}", lang, parts


def label(gap: Gap) -> str:
    """Name a gap's kind and, for unfinished sentences, its tier."""
    weak = gap.confidence < STRICT
    return f"{gap.rule.sign} (no stop only)" if weak else gap.rule.sign


def blank_quote(text: str, lang: str, rng: random.Random) -> tuple[str, int] | None:
    """Empty a quotation: “we agreed” becomes “”."""
    del lang
    return _cut(text, re.compile(r"“(?P<gone>[^“”]{4,})”"), rng)


def blank_clause(text: str, lang: str, rng: random.Random) -> tuple[str, int] | None:
    """Empty the clause between two commas."""
    comma = "，" if lang == "zh" else ","
    least = 4 if lang == "zh" else 12
    stop = "，。；！？“”（）" if lang == "zh" else ',.;!?“”()"'
    regex = rf"(?<=\w{comma})(?P<gone>[^{stop}]{{{least},}})(?={comma}(?![0-9]))"
    return _cut(text, re.compile(regex), rng)


def blank_object(text: str, lang: str, rng: random.Random) -> tuple[str, int] | None:
    """Empty the object of a preposition that opens a sentence or a clause."""
    if lang == "zh":
        head = r"(?:\A|(?<=[，。；]))(?:根据|据|由于|通过|随着|为了)"
        regex = rf"{head}(?P<gone>[^，。；：！？“”]{{2,}})(?=，)"
    else:
        opening = r"(?:\A|(?<=[.] ))(?:In|On|At|For|With|Despite|During)"
        head = rf"(?:{opening}|(?:[Aa]ccording|[Dd]ue) to|because of) "
        regex = rf"{head}(?P<gone>[^,.;:!?“”\"()]{{2,}})(?=[,.](?![\w.]))"
    return _cut(text, re.compile(regex), rng)


def blank_bracket(text: str, lang: str, rng: random.Random) -> tuple[str, int] | None:
    """Empty a pair of brackets or title marks."""
    del lang
    return _cut(text, re.compile(r"(?<=[（《])(?P<gone>[^（）《》]{2,})(?=[）》])"), rng)


def blank_number(text: str, lang: str, rng: random.Random) -> tuple[str, int] | None:
    """Take away a number and leave its unit."""
    if lang == "zh":
        unit = r"\s?(?:[％%]|亿[美欧日]元|亿英镑|个百分点|公里|年[，。、的])"
    else:
        unit = r"(?:%| (?:million|billion|per ?cent|percentage points|kilomet(?:er|re)s))"
    return _cut(text, re.compile(rf"(?P<gone>(?<![0-9.,])[0-9][0-9.,]*)(?={unit})"), rng)


def _cut(text: str, regex: re.Pattern[str], rng: random.Random) -> tuple[str, int] | None:
    matches = list(regex.finditer(text))
    if not matches:
        return None
    start, end = rng.choice(matches).span("gone")
    return text[:start] + text[end:], start


def truncate(text: str, lang: str, rng: random.Random) -> tuple[str, int] | None:
    """Cut a sentence off at 30 to 80 % of its length, its punctuation with it."""
    if len(text) < (15 if lang == "zh" else 40) or text[-1] not in "。.!?！？":
        return None
    kept = text[: round(len(text) * rng.uniform(0.3, 0.8))]
    if lang != "zh":
        kept = kept.rpartition(" ")[0]
    kept = kept.rstrip(" ，、；：。,;:.“”\"'")
    return (kept, len(kept)) if kept else None


BLANKERS: dict[str, Blanker] = {
    "quotation": blank_quote,
    "clause": blank_clause,
    "object": blank_object,
    "bracket": blank_bracket,
    "number": blank_number,
    "truncation": truncate,
}


def measure_clean(folder: Path, *, show: bool) -> None:
    """Print the hits per 1,000 clean segments, by language and pattern."""
    totals: Counter[str] = Counter()
    hits: Counter[tuple[str, str]] = Counter()
    for name, lang, parts in documents(folder):
        document = build(parts, lang)
        totals[lang] += len(document.sentences)
        for gap in find_gaps(document):
            hits[lang, label(gap)] += 1
            if show:
                before = document.text[max(0, gap.start - 40) : gap.start]
                after = document.text[gap.end : gap.end + 20]
                place = f"{before}【{document.text[gap.start : gap.end]}】{after}"
                print(f"{lang} {label(gap)} {name}: {place!r}")
    for lang, total in sorted(totals.items()):
        print(f"\n{lang}: {total} clean segments; hits, hits per 1,000")
        known = [rule.sign for rule in CONFIDENCES]
        names = [*known, *sorted({n for _, n in hits} - {*known})]
        for pattern in names:
            count = hits[lang, pattern]
            print(f"  {pattern:32} {count:4} {1000 * count / total:7.3f}")
        strict = sum(hits[lang, pattern] for pattern in known)
        print(f"  {'strict patterns, together':32} {strict:4} {1000 * strict / total:7.3f}")


def measure_recall(folder: Path) -> None:
    """Print the share of simulated blanks found, by language and kind of blank."""
    rng = random.Random(SEED)
    found: Counter[tuple[str, str]] = Counter()
    strict: Counter[tuple[str, str]] = Counter()
    made: Counter[tuple[str, str]] = Counter()
    for _, lang, parts in documents(folder):
        for i, (kind, members) in enumerate(parts):
            if kind is not Kind.TEXT:
                continue
            for name, blanker in BLANKERS.items():
                last = name == "truncation"
                at = len(members) - 1 if last else rng.randrange(len(members))
                result = blanker(members[at], lang, rng)
                if result is None or (last and len(members) < 2):
                    continue
                changed, hole = result
                block = (kind, [*members[:at], changed, *members[at + 1 :]])
                document = build([*parts[:i], block, *parts[i + 1 :]], lang)
                offset = document.sentences[sum(len(m) for _, m in parts[:i]) + at].start + hole
                near = [g for g in find_gaps(document) if g.start - 1 <= offset <= g.end + 1]
                made[lang, name] += 1
                found[lang, name] += bool(near)
                strict[lang, name] += any(g.confidence >= STRICT for g in near)
    print("\nsimulated blanks: language, kind, found / made, recall, recall of the strict patterns")
    for (lang, name), count in sorted(made.items()):
        n = found[lang, name]
        print(
            f"  {lang} {name:12} {n:5} / {count:5} {n / count:.3f} {strict[lang, name] / count:.3f}"
        )


def main() -> None:
    """Read the folder and print both measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hits", action="store_true", help="print every hit on clean text")
    arguments = parser.parse_args()
    measure_clean(arguments.folder, show=arguments.hits)
    measure_recall(arguments.folder)


if __name__ == "__main__":
    main()
