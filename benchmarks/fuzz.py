"""Feed what reads files with broken ones: ``python benchmarks/fuzz.py [TARGET ...] [SECONDS]``.

Each target (all, if none is named) gets so many seconds (20 if not given) of inputs: seeds from the
tests' cases, cut, doubled, joined and changed. A reader may refuse an input with an error of
``duizhao.errors``; anything else, or more than ten seconds for one input, is a crash: it is printed
with its traceback and kept under ``out/fuzz``, and the exit status is 1. ``--replay FILE`` runs one
kept input (named TARGET-HASH) again.

Where the package ``atheris`` is installed, it chooses the inputs by what code they reach; else they
are drawn at random, from ``--seed``, and an input that reaches no new kind of outcome is forgotten.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import json
import logging
import multiprocessing
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from duizhao.errors import DuizhaoError

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
SAMPLE = ROOT / "corpora" / "data" / "sample"
KEPT = ROOT / "out" / "fuzz"
SECONDS = 20
SLOWEST = 10  # seconds for one input
LONGEST = 4000  # bytes of one input: short ones are many, and can be read when they crash
SEEDS_A_FILE = 200

Check = Callable[[bytes, Path], object]


@dataclass(frozen=True)
class Target:
    """What is fed.

    :param check: Called with an input and a folder that it may write to.
    :param cases: Files of cases whose texts are seeds, by the beginnings of their names.
    :param seeds: Further seeds.
    :param words: What a change may put in.
    """

    check: Check
    cases: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


MARKS = (
    "“",
    "”",
    "。",
    "…",
    "——",
    "（",
    "）",
    "《",
    "\n\n",
    "\t",
    " ",
    "\x00",
    "\ufeff",
    "\x1b",
    "\u202e",
)
NUMBERS = (
    "零",
    "三",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "半",
    "点",
    "%",
    "1",
    "0",
    ",",
    ".",
    "½",
    "1,000",
    "third",
)
ODD = "\0\u3000」\u2028\ufffe\U0001f600"
TAGS = (
    "<p>",
    "</p>",
    "<b",
    ">",
    "&amp;",
    "&#0;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a [",
)
TMX = (
    '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body><tu tuid="1"><prop '
    'type="x">y</prop><tuv xml:lang="en"><seg>Salt <ph x="1">&lt;b></ph>.</seg></tuv><tuv '
    'xml:lang="zh"><seg>盐。</seg></tuv></tu></body></tmx>'
)
XLIFF_12 = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" '
    'source-language="en" target-language="zh" datatype="plaintext"><body><group><trans-unit '
    'id="1" approved="yes"><source>Salt<x id="1"/>.</source><seg-source><mrk mtype="seg" mid="1">'
    'Salt.</mrk></seg-source><target state="final"><mrk mtype="seg" mid="1">盐。</mrk></target>'
    "</trans-unit></group></body></file></xliff>"
)
XLIFF_21 = (
    '<xliff version="2.1" srcLang="en" trgLang="zh" xmlns="urn:oasis:names:tc:xliff:document:2.0">'
    '<file id="f"><unit id="u"><originalData><data id="d">b</data></originalData><segment id="s" '
    'state="final"><source>Salt<pc id="1">.</pc></source><target>盐。</target></segment></unit>'
    "</file></xliff>"
)
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Salt</w:t></w:r></w:p><w:tbl><w:tr>'
    "<w:tc><w:p><w:r><w:t>a</w:t><w:tab/></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
PO = (
    'msgid ""\nmsgstr "Language: zh\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n#, fuzzy\n'
    'msgctxt "c"\nmsgid "Salt."\nmsgid_plural "Salts."\nmsgstr[0] "盐。"\n'
)
TTML = (
    '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">Salt<br/>a</p></div>'
    "</body></tt>"
)
MANIFEST = "id\tsource\ttarget\tsource_lang\n1\ta.txt\tb.txt\ten\n"
SETTINGS = (
    'preset = "news"\n[severity]\n"omission/clause" = "critical"\n[least-confidence]\n'
    'number = 0.5\n[digest]\nignore = ["moved"]\n[[ignore-span]]\nregex = "a+"\nside = "source"\n'
)
DECISIONS = (
    '{"format": "duizhao-decisions", "version": 1, "findings": [{"category": "blank", "source": '
    '"a", "target": "b", "decision": "dismissed", "comment": "c"}]}'
)
LINKS = (
    '{"format": "duizhao-links", "version": 1, "links": [{"source": ["a"], "target": ["b"], '
    '"decision": "confirmed"}]}'
)
TABLE = "source\ttarget\nSalt.\t盐。\n"
STRINGS = '/* c */ "key" = "Salt.";\n'
XML_STRINGS = '<resources><string name="a">Salt</string></resources>'
GLOSSARY = "en\tzh\tnote\nsalt\t盐\tforbidden\n"
TBX = (
    '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text>'
    '<body><conceptEntry id="1"><langSec xml:lang="en"><termSec><term>salt</term></termSec>'
    '</langSec><langSec xml:lang="zh"><termSec><term>盐</term></termSec></langSec></conceptEntry>'
    "</body></text></tbx>"
)


def reader(name: str) -> Check:
    """Return a check of the reader of a format."""

    def check(data: bytes, folder: Path) -> None:
        from duizhao.corpora.reading.read import ReadOptions, read_document

        path = folder / f"a.{name}"
        path.write_bytes(data)
        document = read_document(path, ReadOptions(format=name, bitext=True))
        for sentence in document.sentences:
            assert 0 <= sentence.start <= sentence.end <= len(document.text)

    return check


def word(data: bytes, folder: Path) -> None:
    """Read a Word document with such a main part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", data)
    reader("docx")(stream.getvalue(), folder)


def bitext(suffix: str) -> Check:
    """Return a check of the readers of bitexts, and of what is written of what they read."""

    def check(data: bytes, folder: Path) -> None:
        from duizhao.corpora.exchange.bitext import read_bitext
        from duizhao.corpora.units.convert import convert_memory

        path = folder / f"a.{suffix}"
        path.write_bytes(data)
        for recover in (False, True) if suffix == "tmx" else (False,):
            try:
                read_bitext(path, source_lang="en", target_lang="zh", recover=recover)
            except DuizhaoError:
                continue
        written = folder / "b.tmx"
        convert_memory([path], written, source_lang="en", target_lang="zh", recover=suffix == "tmx")

    return check


def validate(data: bytes, _folder: Path) -> None:
    """Check a memory by the rules of TMX."""
    from duizhao.corpora.units.tmx.checker import check_tmx

    list(check_tmx(io.BytesIO(data), "a.tmx"))


def split(lang: str) -> Check:
    """Return a check of the splitter: no character is lost."""

    def check(data: bytes, _folder: Path) -> None:
        from duizhao.corpora.sentences.split import split_sentences

        text = data.decode("utf-8", "replace")
        spans = split_sentences(text, lang)
        ends = [0, *(edge for span in spans for edge in (span[0], span[1])), len(text)]
        assert ends == sorted(ends)
        between = "".join(text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
        assert not between.strip()

    return check


def values(lang: str) -> Check:
    """Return a check of the grammar of numbers, dates and units."""

    def check(data: bytes, _folder: Path) -> None:
        from duizhao.align.findings.numbers.extract import values_in

        text = data.decode("utf-8", "replace")
        for value in values_in(text, lang):
            assert 0 <= value.start < value.end <= len(text)

    return check


def loaded(suffix: str, load: Callable[[Path], object]) -> Check:
    """Return a check of what loads a file of one of the project's own kinds."""

    def check(data: bytes, folder: Path) -> None:
        path = folder / f"a.{suffix}"
        path.write_bytes(data)
        load(path)

    return check


def settings(path: Path) -> object:
    """Load settings."""
    from duizhao.align.judging.settings import Settings

    return Settings.load(path)


def decisions(path: Path) -> object:
    """Load decisions."""
    from duizhao.align.decisions.file import Decisions

    return Decisions.load(path)


def links(path: Path) -> object:
    """Load links."""
    from duizhao.align.decisions.file import Decisions

    return Decisions.load_links(path)


def glossary(path: Path) -> object:
    """Load a glossary."""
    from duizhao.corpora.exchange.glossaries.glossary import Glossary

    return Glossary.load(path)


def contract(path: Path) -> object:
    """Load an alignment and show it in every form of text."""
    from duizhao.align.report.terminal.lines import table_lines
    from duizhao.corpora.exchange.alignment_json import read_alignment

    return list(table_lines(read_alignment(path), 80, ui="en"))


def manifest(path: Path) -> object:
    """Load a table of pairs."""
    from duizhao.align.corpus.manifest.table import read_table

    return read_table(path)


def small_alignment() -> str:
    """Return an ``alignment.json`` of two sentences, with a finding."""
    sys.path.insert(0, str(ROOT / "tests"))
    from helpers.ferry import ferry

    from duizhao.corpora.exchange.alignment_json import write_json

    stream = io.BytesIO()
    write_json(ferry(), stream)
    return stream.getvalue().decode()


def targets() -> dict[str, Target]:
    """Return all targets by name."""
    found = {
        "split-zh": Target(split("zh"), ("split_zh", "split_marks"), words=MARKS),
        "split-en": Target(split("en"), ("split_en",), words=(*MARKS, "Dr.", '."')),
        "split-de": Target(split("de"), ("split_other",), words=MARKS),
        "values-zh": Target(values("zh"), ("values_zh", "number_pairs"), words=NUMBERS),
        "values-en": Target(values("en"), ("values_en", "number_pairs"), words=NUMBERS),
        "docx": Target(word, seeds=(WORD,), words=TAGS),
        "bitext-tmx": Target(bitext("tmx"), seeds=(TMX,), words=TAGS),
        "bitext-xliff": Target(bitext("xlf"), seeds=(XLIFF_12, XLIFF_21), words=TAGS),
        "bitext-po": Target(
            bitext("po"), ("po",), (PO,), words=('msgid "', 'msgstr[1] "', "#, fuzzy\n")
        ),
        "bitext-tsv": Target(bitext("tsv"), ("table_columns",), (TABLE,), words=('"', "\t", "'=")),
        "validate": Target(validate, seeds=(TMX,), words=TAGS),
        "settings": Target(loaded("toml", settings), ("settings_refused",), (SETTINGS,)),
        "decisions": Target(loaded("json", decisions), seeds=(DECISIONS,), words=("null", "[]")),
        "links": Target(loaded("json", links), seeds=(LINKS,), words=("null", "[]")),
        "glossary": Target(loaded("tsv", glossary), ("terms",), (GLOSSARY,), ("\t", "|", ";")),
        "tbx": Target(loaded("tbx", glossary), seeds=(TBX,), words=TAGS),
        "contract": Target(loaded("json", contract), seeds=(small_alignment(),), words=("null",)),
        "manifest": Target(loaded("tsv", manifest), seeds=(MANIFEST,), words=("\t", "..", "/")),
    }
    cases = {
        "markdown": ("markdown", "markup_pieces"),
        "mdx": ("mdx",),
        "html": ("html_main", "html_notes", "html_trees", "html_apparatus"),
        "asciidoc": ("asciidoc",),
        "latex": ("latex",),
        "rst": ("rst",),
        "srt": ("subtitles",),
        "vtt": ("subtitles",),
        "ass": ("subtitles_stations",),
        "ttml": ("subtitles_ttml",),
        "json": ("strings",),
        "properties": ("strings",),
        "strings": ("strings",),
        "xml-strings": ("strings",),
        "text": ("blocks",),
    }
    for name, files in cases.items():
        own = {"ttml": TTML, "strings": STRINGS, "xml-strings": XML_STRINGS}.get(name)
        seeds = () if own is None else (own,)
        found[name] = Target(reader(name), files, seeds, (*MARKS, *TAGS, "```", "*", "\\", "{"))
    found["rtf"] = Target(
        reader("rtf"),
        seeds=(r"{\rtf1\ansi{\fonttbl{\f0 A;}}\u20013?\'e9 {\b a}\par}",),
        words=("{", "}", r"\u", r"\'", r"\bin9 "),
    )
    return found


def seeds_of(target: Target) -> list[bytes]:
    """Return the inputs that changes begin with."""
    texts = [*target.seeds]
    for name in target.cases:
        for path in sorted(CASES.glob(f"{name}*.json")):
            texts += list(strings(json.loads(path.read_text("utf-8"))))[:SEEDS_A_FILE]
    encoded = [text.encode("utf-8", "surrogatepass")[: 4 * LONGEST] for text in texts]
    return encoded or [b"a"]


def strings(value: object) -> Iterator[str]:
    """Yield every text in a JSON value; lists of lines are texts, too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "\n".join(value)
        for item in value:
            yield from strings(item)


def changed(draw: random.Random, pool: list[bytes], words: tuple[str, ...]) -> bytes:
    """Return one of the pool with a few changes."""
    data = draw.choice(pool)
    for _ in range(draw.randint(1, 6)):
        a, b = sorted(draw.randint(0, len(data)) for _ in range(2))
        way = draw.randrange(6)
        if way == 0:
            data = data[:a] + data[b:]
        elif way == 1:
            data = data[:b] + data[a:b] * draw.choice((1, 2, 50)) + data[b:]
        elif way == 2:
            data = data[:a] + draw.choice(words or ("a",)).encode() + data[a:]
        elif way == 3:
            other = draw.choice(pool)
            c, d = sorted(draw.randint(0, len(other)) for _ in range(2))
            data = data[:a] + other[c:d] + data[b:]
        elif way == 4 and data:
            at = draw.randrange(len(data))
            data = data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]
        else:
            text = data.decode("utf-8", "replace")
            at = draw.randint(0, len(text))
            data = (text[:at] + draw.choice(ODD) + text[at:]).encode()
    return data[: 4 * LONGEST]


class TooSlowError(Exception):
    """An input takes too long."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def tried(check: Check, data: bytes, folder: Path) -> tuple[str, bool]:
    """Return the outcome of an input, and whether it is a crash."""
    limited = hasattr(signal, "setitimer")  # of the processor's time; Windows has none
    if limited:
        signal.signal(signal.SIGPROF, _stop)
        signal.setitimer(signal.ITIMER_PROF, SLOWEST)
    try:
        check(data, folder)
    except DuizhaoError as error:
        words = str(error).split(": ", 1)[-1].split()
        return "refused " + " ".join(words[:6]), False
    except Exception:  # noqa: BLE001 - whatever it is, it is a crash
        return traceback.format_exc(limit=-12), True
    finally:
        if limited:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return "read", False


def feed(name: str, seconds: float, seed: int) -> int:
    """Feed a target with inputs drawn at random, and return how many crashed."""
    target = targets()[name]
    draw = random.Random(f"{seed} {name}")
    pool, outcomes, crashes, count = seeds_of(target), set[str](), set[str](), 0
    waiting = list(pool)
    with tempfile.TemporaryDirectory() as folder:
        tried(target.check, pool[0], Path(folder))  # loads all that it needs
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            data = waiting.pop() if waiting else changed(draw, pool, target.words)
            outcome, crash = tried(target.check, data, Path(folder))
            count += 1
            place = "\n".join(outcome.splitlines()[-3:])
            if crash and place not in crashes:
                crashes.add(place)
                print(f"{kept(name, data)}\n{outcome}", flush=True)
            elif not crash and outcome not in outcomes:
                outcomes.add(outcome)
                pool.append(data)
    told = f"{count:8} inputs  {len(outcomes):4} outcomes  {len(crashes):3} crashes"
    print(f"{name:14} {told}", flush=True)
    return len(crashes)


def guided(name: str, seconds: float, seed: int) -> int:
    """Feed a target with the inputs of atheris, in a process of its own; return 1 if it crashed."""
    process = multiprocessing.get_context("spawn").Process(
        target=_guide, args=(name, seconds, seed)
    )
    process.start()
    process.join()
    return int(process.exitcode != 0)


def _guide(name: str, seconds: float, seed: int) -> None:
    import atheris

    logging.disable(logging.CRITICAL)
    with atheris.instrument_imports(include=["duizhao"]):
        target = targets()[name]
        with tempfile.TemporaryDirectory() as scratch:
            tried(target.check, seeds_of(target)[0], Path(scratch))  # imports all that it needs
    place = KEPT / "corpus" / name
    work = KEPT / "work"
    for folder in (place, work):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds_of(target)):
        (place / str(number)).write_bytes(data)

    def one(data: bytes) -> None:
        outcome, crash = tried(target.check, data, work)
        if crash:
            print(f"{kept(name, data)}\n{outcome}", flush=True)
            raise RuntimeError(outcome)

    options = (
        f"-max_total_time={int(seconds)}",
        f"-seed={seed + 1}",
        f"-max_len={LONGEST}",
        "-verbosity=0",
    )
    atheris.Setup(["fuzz", *options, f"-artifact_prefix={place}/", str(place)], one)
    atheris.Fuzz()


def kept(name: str, data: bytes) -> Path:
    """Keep an input, and return where."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path.relative_to(ROOT)


def main() -> int:
    """Feed the targets."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--replay", type=Path)
    parser.add_argument("--random", action="store_true", help="without atheris, even if it is here")
    parser.add_argument("words", nargs="*", metavar="TARGET|SECONDS")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    known = targets()
    if asked.replay is not None:
        name = asked.replay.name.rpartition("-")[0]
        with tempfile.TemporaryDirectory() as folder:
            outcome, crash = tried(known[name].check, asked.replay.read_bytes(), Path(folder))
        print(outcome)
        return int(crash)
    seconds = next((float(word) for word in asked.words if word.isdecimal()), float(SECONDS))
    names = [word for word in asked.words if not word.isdecimal()]
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"unknown target {unknown[0]}; known: {', '.join(known)}")
        return 2
    feeder = feed if asked.random or importlib.util.find_spec("atheris") is None else guided
    return int(sum(feeder(name, seconds, asked.seed) for name in names or known) > 0)


if __name__ == "__main__":
    sys.exit(main())
