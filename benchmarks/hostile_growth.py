"""Measure how the time of the whole job grows with hostile length.

``python benchmarks/hostile_growth.py [--bytes N] [NAME ...]`` runs ``align`` (or ``check``), from
the file to the four files that it leaves, on each hostile shape at N bytes and at twice N, and
prints both processor times and their ratio. Twice the length may take at most 2.6 times as long
(linear growth and a third); the exit status is 1 if a shape takes longer. Each run is a copy of a
process in which everything is loaded and has been used once, so that no start counts; what takes
less than a tenth of a second at N is too short to be told and is measured at four times N.
Needs fork: Linux or macOS.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from duizhao.align.check import check_file
from duizhao.align.pipeline import align_files
from duizhao.align.results.write import write_results
from duizhao.corpora.files.limits import Limits
from duizhao.corpora.reading.read import ReadOptions
from duizhao.errors import DuizhaoError
from duizhao.models.encoder import Encoder
from duizhao.models.registry import load_encoder

ALLOWED = 2.6  # twice the length times 1.3
TOO_SHORT = 0.1  # seconds: what repeats within a tenth or so under load
LONGEST = 240  # seconds of one run
BYTES = 40_000
LIMITS = Limits()

ENGLISH = (
    "The river rose early this year. Farmers moved their cattle to the hills.\n\n"
    "Nobody was hurt. The old bridge, however, did not survive the night.\n"
)
CHINESE = "今年河水涨得早。农民把牲口赶到了山上。\n\n没有人受伤。但是那座老桥没有熬过那一夜。\n"

MEMORY = (
    '<?xml version="1.0"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1" '
    'segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body>{}'
    "</body></tmx>"
)
UNIT = (
    '<tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="zh"><seg>今天下雨。</seg></tuv></tu>'
)
XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" '
    'source-language="en" target-language="zh" datatype="plaintext"><body><trans-unit id="1">'
    "<source>{}</source><target>今天下雨。</target></trans-unit></body></file></xliff>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ROW = "It is raining today.\t今天下雨。\n"


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """Return a maker of texts that repeat a unit."""
    return lambda size: (before + unit * (size // len(unit.encode())) + after).encode()


def numbered(unit: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """Return a maker of texts that repeat a unit with a number in it."""
    length = len(unit.encode()) + 3
    return lambda size: (
        before + "".join(unit.replace("#", str(n)) for n in range(size // length)) + after
    ).encode()


def letters(size: int) -> bytes:
    """Return a page of paragraphs of one letter."""
    count = size // 8
    return "".join(f"<p>{chr(97 + n % 26)}</p>" for n in range(count)).encode()


def word_letters(size: int) -> bytes:
    """Return a Word document of paragraphs of one letter."""
    import io

    body = "".join(f"<w:p><w:r><w:t>{chr(97 + n % 26)}</w:t></w:r></w:p>" for n in range(size // 8))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.'
            'org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
    return stream.getvalue()


def nested(opening: str, closing: str, deepest: int = 200) -> Callable[[int], bytes]:
    """Return a maker of groups of nested elements, each as deep as they may be."""
    group = opening * deepest + "Water." + closing * deepest
    return repeated(group)


@dataclass(frozen=True)
class Shape:
    """A kind of hostile file.

    :param ending: Ending of its name.
    :param make: Makes one of about so many bytes.
    :param side: ``source``, ``target``, ``both`` (aligned with a copy that is said to be Chinese)
        or ``check`` (a bitext).
    """

    ending: str
    make: Callable[[int], bytes]
    side: str = "target"


SHAPES: dict[str, Shape] = {
    # Marks and words, on the side where they cost most.
    "empty quotes": Shape(".txt", repeated("“”")),
    "empty brackets": Shape(".txt", repeated("（）")),
    "empty titles": Shape(".txt", repeated("《》")),
    "opening quotes": Shape(".txt", repeated("“")),
    "straight quotes": Shape(".txt", repeated('"')),
    "opening brackets": Shape(".txt", repeated("（")),
    "commas": Shape(".txt", repeated("，")),
    "words and commas": Shape(".txt", repeated("水，")),
    "full stops": Shape(".txt", repeated("。")),
    "dots": Shape(".txt", repeated("."), "source"),
    "spaced dots": Shape(".txt", repeated(". "), "source"),
    "Chinese without stops": Shape(".txt", repeated("中")),
    "words without stops": Shape(".txt", repeated("word "), "source"),
    "one word": Shape(".txt", repeated("a"), "source"),
    "names": Shape(".txt", repeated("Anna "), "source"),
    "capitals": Shape(".txt", numbered("Xa#b "), "source"),
    "numbers": Shape(".txt", numbered("# "), "source"),
    "numbers in Chinese": Shape(".txt", repeated("三")),
    "equal numbers": Shape(".txt", repeated("7 "), "source"),
    "per cent": Shape(".txt", repeated("%"), "source"),
    "years": Shape(".txt", repeated("1999年")),
    "one long number": Shape(".txt", repeated("7"), "source"),
    "not": Shape(".txt", repeated("not "), "source"),
    "Chinese not": Shape(".txt", repeated("不")),
    "addresses": Shape(".txt", numbered("http://a.b/# "), "source"),
    "one address": Shape(".txt", repeated("a.", "http://"), "source"),
    "mail addresses": Shape(".txt", repeated("a@"), "source"),
    "code words": Shape(".txt", repeated("`a` "), "source"),
    "combining marks": Shape(".txt", repeated("e\u0301"), "source"),
    "emoji": Shape(".txt", repeated("👩\u200d👩\u200d👧")),
    "spaces": Shape(".txt", repeated("a" + " " * 999), "source"),
    "abbreviations": Shape(".txt", repeated("Dr. U.S. "), "source"),
    "short lines": Shape(".txt", repeated("Yes.\n"), "source"),
    "short Chinese lines": Shape(".txt", repeated("是。\n")),
    "short paragraphs": Shape(".txt", repeated("Yes.\n\n"), "source"),
    "one English paragraph": Shape(".txt", repeated("The cat sat on the mat. "), "source"),
    "one Chinese paragraph": Shape(".txt", repeated("猫坐在垫子上。")),
    "one English sentence": Shape(".txt", repeated("the cat, which sat on the mat, "), "source"),
    "one Chinese sentence": Shape(".txt", repeated("坐在垫子上的猫看着我，")),
    "numbered lines": Shape(".txt", numbered("Line # of it.\n"), "source"),
    "speakers": Shape(".txt", repeated("Anna: Yes.\n"), "source"),
    "short lines on both sides": Shape(".txt", repeated("Yes.\n"), "both"),
    "numbered lines on both sides": Shape(".txt", numbered("Line # of it.\n"), "both"),
    # Formats.
    "letters in HTML": Shape(".html", letters, "source"),
    "letters in DOCX": Shape(".docx", word_letters, "source"),
    "attributes": Shape(".html", numbered(' a#="x"', "<p", ">Water.</p>"), "source"),
    "one class": Shape(".html", numbered(" c#", '<p class="', '">Water.</p>'), "source"),
    "nested elements": Shape(".html", nested("<div>", "</div>"), "source"),
    "nested lists": Shape(".html", nested("<ul><li>", "</li></ul>", 60), "source"),
    "unclosed elements": Shape(".html", repeated("<b>a"), "source"),
    "table cells": Shape(".html", repeated("<td>a</td>", "<table><tr>", "</tr></table>"), "source"),
    "entities": Shape(".html", repeated("&amp;"), "source"),
    "Markdown openings": Shape(".md", repeated("[a]("), "source"),
    "Markdown stars": Shape(".md", repeated("*a **b "), "source"),
    "Markdown quotes": Shape(".md", repeated("> a\n"), "source"),
    "Markdown bullets": Shape(".md", repeated("- a\n"), "source"),
    "LaTeX braces": Shape(".tex", nested("{", "}"), "source"),
    "LaTeX commands": Shape(".tex", repeated(r"\emph{a} "), "source"),
    "RTF groups": Shape(".rtf", repeated(r"{\b a}", r"{\rtf1 ", "}"), "source"),
    "subtitles": Shape(".srt", numbered("#\n00:00:01,000 --> 00:00:02,000\nYes.\n\n"), "source"),
    "reStructuredText": Shape(".rst", repeated("*a* |b| "), "source"),
    "AsciiDoc": Shape(".adoc", repeated("* a\n"), "source"),
    # Bitexts.
    "rows": Shape(".tsv", repeated(ROW, "source\ttarget\n"), "check"),
    "an unclosed quote": Shape(".tsv", repeated(ROW, 'source\ttarget\n"'), "check"),
    "one segment": Shape(
        ".tmx",
        lambda size: MEMORY.format(
            UNIT.format("It rains, and it is cold. " * (size // 26))
        ).encode(),
        "check",
    ),
    "one segment of tags": Shape(
        ".tmx",
        lambda size: MEMORY.format(UNIT.format('<ph x="1">b</ph>a' * (size // 17))).encode(),
        "check",
    ),
    "units": Shape(
        ".tmx",
        lambda size: MEMORY.format(UNIT.format("It rains.") * (size // 130)).encode(),
        "check",
    ),
    "one XLIFF segment of tags": Shape(
        ".xlf",
        lambda size: XLIFF.format('<x id="1"/>a' * (size // 12)).encode(),
        "check",
    ),
}


def job(folder: Path, shape: Shape, encoder: Encoder) -> None:
    """Run the whole job on the files of :func:`lay_out`."""
    hostile = folder / f"hostile{shape.ending}"
    english, chinese = ReadOptions(lang="en"), ReadOptions(lang="zh")
    if shape.side == "check":
        made = check_file(hostile, encoder, source_lang="en", target_lang="zh")
    else:
        pair = {
            "source": (hostile, folder / "plain.zh.txt"),
            "target": (folder / "plain.en.txt", hostile),
            "both": (hostile, folder / f"copy{shape.ending}"),
        }[shape.side]
        made = align_files(*pair, encoder, source=english, target=chinese)
    write_results(made, folder / "out")


def lay_out(folder: Path, shape: Shape, size: int) -> None:
    """Write the files of one run."""
    (folder / "plain.en.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "plain.zh.txt").write_text(CHINESE, encoding="utf-8")
    for name in ("hostile", "copy") if shape.side == "both" else ("hostile",):
        (folder / f"{name}{shape.ending}").write_bytes(shape.make(size))


def seconds(shape: Shape, size: int, encoder: Encoder) -> tuple[float, str]:
    """Return the processor time of one run in a copy of this process, and what it said."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        said = ""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            lay_out(folder, shape, size)
            began = time.process_time()
            try:
                job(folder, shape, encoder)
            except DuizhaoError as error:
                said = str(error).replace(f"{folder}/", "")
            spent = time.process_time() - began
        os.write(there, json.dumps([spent, said]).encode())
        os._exit(0)
    os.close(there)
    with os.fdopen(here, "rb") as answer:
        data = answer.read()
    os.waitpid(child, 0)
    spent, said = json.loads(data) if data else (float("inf"), f"more than {LONGEST} seconds")
    return spent, said


def main() -> int:
    """Print a line a shape."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--bytes", type=int, default=BYTES)
    parser.add_argument("names", nargs="*", metavar="NAME", help="shapes; all if none is named")
    asked = parser.parse_args()
    encoder = load_encoder(cache=False)
    for side in ("source", "target", "check"):
        with tempfile.TemporaryDirectory() as name, contextlib.suppress(DuizhaoError):
            make = (ENGLISH if side == "source" else CHINESE).encode()
            warm = Shape(".txt", lambda _, make=make: make, side)
            if side == "check":
                warm = Shape(".tsv", repeated(ROW, "source\ttarget\n"), side)
            lay_out(Path(name), warm, 200)
            job(Path(name), warm, encoder)
    worst = 0.0
    print(f"{'shape':30}  {'n bytes':>8}  {'at n':>7}  {'at 2n':>7}  ratio", flush=True)
    for name, shape in SHAPES.items():
        if asked.names and name not in asked.names:
            continue
        size = asked.bytes
        one, said = seconds(shape, size, encoder)
        if one < TOO_SHORT and not said:
            size *= 4
            one, said = seconds(shape, size, encoder)
        two, said = seconds(shape, 2 * size, encoder)
        ratio = two / max(one, TOO_SHORT)
        worst = max(worst, ratio)
        mark = " <<" if ratio > ALLOWED else ""
        line = f"{name:30}  {size:8}  {one:7.2f}  {two:7.2f}  {ratio:5.2f}{mark}  {said[:70]}"
        print(line.rstrip(), flush=True)
    return int(worst > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
