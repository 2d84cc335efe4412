"""Pairs of which it is known whether words were lost, for ``fit_partial.py``.

From the documents that may be tuned on: marks of human raters (three on WMT23, one on TED talks and
WMT24), edits of ContraTICO and DEMETR, and clean translations with deletions of our own.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from duizhao.corpora.text.chinese_words import tagged_words
from duizhao.corpora.text.scripts import HANZI
from duizhao.eval.gold.sets import load_gold_set

WMT = "mqm_wmt2023_sxs"
SEED = 5
MOST = 700  # characters of a text
LEAST = 25  # of an English one
TAKEN = {"wmt22": 14, "wmt21": 18, "opens": 35, "cncf-": 6, "tico1": 45, "ted21": 50}
# The share of pairs that a slow model reads, by kind; of those of clean documents in one in four.
SHARES = {"clean": 1.0, "seeded": 0.4, "mqm_ted2021": 0.15, "esa_wmt2024": 0.15}
LATIN_PER_HAN = 2.9
REMOVED = re.compile(r"prepositional|named|noun|subject")  # edits of DEMETR that lose words
HAN = re.compile(f"[{HANZI}]")
SPLIT = json.loads(
    files("duizhao.eval.findings").joinpath("data", "findings-split.json").read_text("utf-8")
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Item:
    """A pair.

    :param kind: Where it is from.
    :param document: Its document, within which items are alike.
    :param source: The source.
    :param target: The target.
    :param langs: Their languages.
    :param lost: Whether words were lost; None if the raters disagree.
    :param size: How many, in Chinese characters; of several stretches the longest.
    :param spans: Where they stand in the source, if that is known.
    :param whole: The target without the deletion, if it is one of our own.
    """

    kind: str
    document: str
    source: str
    target: str
    langs: tuple[str, str]
    lost: bool | None
    size: float = 0.0
    spans: tuple[Span, ...] = ()
    whole: str = ""


def items(folder: Path, part: str = "dev") -> list[Item]:
    """Return the pairs of one part of the split; of the test part those with marks, and clean ones.

    :param folder: The folder with ``docs-dev`` and ``omission-dev``.
    :param part: ``"dev"`` or ``"test"``.
    """
    rng = random.Random(SEED)
    marks = folder / "omission-dev"
    found = [
        *marked(marks, WMT, part, ("zh", "en")),
        *thinned(marked(marks, "mqm_ted2021", part, ("zh", "en")), 500, rng),
        *thinned(marked(marks, "esa_wmt2024", part, ("en", "zh")), 600, rng),
    ]
    if part == "dev":
        found += [*contratico(marks, rng), *demetr(marks)]
    return found + list(seeded(folder / "docs-dev", part, rng))


def some_of(found: Sequence[Item]) -> list[Item]:
    """Return the pairs that a slow model reads."""
    rng = random.Random(4)
    names = sorted({item.document for item in found if item.kind in ("clean", "seeded")})
    kept = frozenset(sorted(rng.sample(names, len(names) // 2))[::2])
    rng = random.Random(9)
    some = []
    for item in found:
        made = item.kind in ("clean", "seeded")
        share = SHARES.get(item.kind, 1.0) if item.document in kept or not made else 0.0
        if share == 1 or (item.lost and not made) or (share and rng.random() < share):
            some.append(item)
    return some


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table."""
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def marked(folder: Path, name: str, part: str, langs: tuple[str, str]) -> list[Item]:
    """Return what raters read; of several the majority marks a loss, and all that there is none."""
    names = set(SPLIT[part][name])
    spans: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
    for row in rows(folder / "spans.tsv"):
        if row["dataset"] == name and row["category"] == "omission" and row["side"] == "source":
            key = row["doc"], row["system"], row["seg"]
            spans[key].append((int(row["start"]), int(row["end"])))
    found = []
    for row in rows(folder / "segments.tsv"):
        if row["dataset"] != name or row["doc"] not in names or len(row["source"]) > MOST:
            continue
        own = tuple(spans[row["doc"], row["system"], row["seg"]])
        raters, sure = int(row["n_raters"]), int(row["n_omission"])
        lost = None if 0 < sure <= raters / 2 and raters > 2 else sure > 0
        size = max((end - start for start, end in own), default=0)
        both = row["source"], row["target"]
        found.append(Item(name, row["doc"], *both, langs, lost, size, own))
    return found


def thinned(found: Sequence[Item], most: int, rng: random.Random) -> list[Item]:
    """Return all losses, and some of the others."""
    fine = [item for item in found if item.lost is False]
    return rng.sample(fine, min(most, len(fine))) + [item for item in found if item.lost]


def contratico(folder: Path, rng: random.Random) -> Iterator[Item]:
    """Yield health sentences with a word or more deleted, the same whole, and with synonyms."""
    for row in rows(folder / "contratico_enzh.tsv"):
        document, source = row["id"].split(":")[0], row["source_en"]
        edited, size = row["target_zh_perturbed"], len(row["deleted"])
        if row["kind"] == "omission" and size >= 4:
            whole = row["target_zh_human"]
            yield Item("contratico", document, source, whole, ("en", "zh"), lost=False)
            yield Item("contratico", document, source, edited, ("en", "zh"), lost=True, size=size)
        elif row["kind"] == "synonym" and rng.random() < 0.3:
            yield Item("contratico", document, source, edited, ("en", "zh"), lost=False)


def demetr(folder: Path) -> Iterator[Item]:
    """Yield sentences with a phrase, a name or a noun removed, and the same whole."""
    seen = set()
    for row in rows(folder / "demetr_zh.tsv"):
        if "remove" not in row["perturbation"] or not REMOVED.search(row["perturbation"]):
            continue
        document, source = f"demetr{int(row['id']) // 5}", row["source_zh"]
        if row["id"] not in seen:
            seen.add(row["id"])
            yield Item("demetr", document, source, row["mt_en"], ("zh", "en"), lost=False)
        size = max(0, len(row["mt_en"]) - len(row["pert_en"])) / 3.3
        yield Item("demetr", document, source, row["pert_en"], ("zh", "en"), lost=True, size=size)


def documents(folder: Path, part: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield clean documents: their file, their name, their pairs (en, zh)."""
    for path in sorted(folder.glob("*.jsonl")):
        names = set(SPLIT[part].get(path.name, ()))
        for line in path.read_text("utf-8").splitlines():
            item = json.loads(line)
            aligned = item["align"] is None and len(item["src"]) == len(item["tgt"])
            if item["id"] in names and aligned:
                order = ("src", "tgt") if item["lp"] == "en-zh" else ("tgt", "src")
                sides = ([text.strip() for text in item[side]] for side in order)
                yield path.name, item["id"], list(zip(*sides, strict=True))


def seeded(folder: Path, part: str, rng: random.Random) -> Iterator[Item]:
    """Yield clean pairs in both directions, and the same with up to two deletions a side."""
    for file, document, pairs in documents(folder, part):
        usable = [
            (en, zh) for en, zh in pairs if LEAST <= len(en) <= MOST and len(HAN.findall(zh)) > 3
        ]
        rng.shuffle(usable)
        for pair in usable[: TAKEN.get(file[:5], 20)]:
            for side, lang in enumerate(("en", "zh")):
                langs = ("zh", "en") if lang == "en" else ("en", "zh")
                source, whole = pair[1 - side], pair[side]
                yield Item("clean", document, source, whole, langs, lost=False)
                for left, size in deletions(whole, lang, rng):
                    yield Item(
                        "seeded", document, source, left, langs, lost=True, size=size, whole=whole
                    )


def deletions(text: str, lang: str, rng: random.Random) -> Iterator[tuple[str, float]]:
    """Yield a text with a clause or phrase cut out, and how long that is in Chinese characters."""
    cuts = [*clauses(text, lang), *phrases(text, lang)]
    by_size: dict[bool, list[tuple[Span, float]]] = defaultdict(list)
    for start, end in cuts:
        letters = len(re.findall(r"\w", text[start:end]))
        size = letters if lang == "zh" else letters / LATIN_PER_HAN
        if 4 <= size <= 30 and end - start <= 0.6 * len(text):
            by_size[size < 9].append(((start, end), size))
    for short in sorted(by_size):
        (start, end), size = rng.choice(by_size[short])
        left = tidy(text[:start] + text[end:])
        if left:
            yield left, size


def clauses(text: str, lang: str) -> Iterator[Span]:
    """Yield stretches between two pauses, each with one of them."""
    pattern = r"[，；、：]|——" if lang == "zh" else r"[,;:](?=\s)|\s[–—-](?=\s)"
    pauses = [match.span() for match in re.finditer(pattern, text)]
    body = len(text.rstrip('。！？!?.”"』」）) '))
    starts, ends = [0, *(end for _, end in pauses)], [*(end for _, end in pauses), body]
    for n, start in enumerate(starts):
        for end in ends[n : n + 3]:
            if start < end < body:
                yield start, end
            elif start < end and n:
                yield pauses[n - 1][0], end


def phrases(text: str, lang: str) -> Iterator[Span]:
    """Yield runs of two to eight words without a pause."""
    if lang == "zh":
        lengths = [len(word) for word, _ in tagged_words(text)]
        bounds = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
        spans = list(pairwise(bounds))
    else:
        spans = [match.span() for match in re.finditer(r"\s*[\w'’-]+", text)]
    for n, (start, _) in enumerate(spans):
        for _, end in spans[n + 1 : n + 8]:
            if re.search(r"[，。；：！？、“”（）,.;:!?]", text[start:end]):
                break
            yield start, end


def tidy(text: str) -> str:
    """Mend the marks and blanks around a cut."""
    for pattern, right in (
        (r" {2,}", " "),
        (r" ([,.;:!?])", r"\1"),
        (r"^[\s，；、：,;:]+", ""),
        (r"[，、；,;]\s*([。.！？!?])", r"\1"),
        (r"([，,])\s*[，,]", r"\1"),
    ):
        text = re.sub(pattern, right, text)
    return text[:1].upper() + text[1:].strip()


def parallel(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield translations as (en, zh), to learn from what words say the same."""
    for _, _, pairs in documents(folder / "docs-dev", "dev"):
        yield from ((en, zh) for en, zh in pairs if en and zh and len(en) < MOST)
    for document in load_gold_set(folder / "mac-dev").documents:
        zh, en = (p.read_text("utf-8").splitlines() for p in (document.source, document.target))
        for bead in document.beads:
            if bead.source and bead.target:
                yield " ".join(en[i] for i in bead.target), "".join(zh[i] for i in bead.source)
    rng = random.Random(SEED)
    by_source: dict[str, list[Item]] = defaultdict(list)
    for name, langs in (
        ("esa_wmt2024", ("en", "zh")),
        ("mqm_ted2021", ("zh", "en")),
        (WMT, ("zh", "en")),
    ):
        for item in marked(folder / "omission-dev", name, "dev", langs):
            if item.lost is False:
                by_source[item.source].append(item)
    for same in by_source.values():
        for item in rng.sample(same, min(2, len(same))):
            yield (
                (item.source, item.target) if item.langs[0] == "en" else (item.target, item.source)
            )
