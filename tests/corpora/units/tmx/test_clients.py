"""Our translation memories in the hands of the programs that read them.

OmegaT and XML::TMX come from Debian (``omegat``, ``libxml-tmx-perl``), translate-toolkit from
PyPI; a test says so and skips where its program is absent, except in CI.
"""

from __future__ import annotations

import importlib
import io
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from helpers.build import document
from helpers.memories import write_tmx
from helpers.required import has_module, has_perl_module, required_in_ci
from helpers.strategies import NASTY
from lxml import etree

from duizhao.corpora.alignment import Alignment, Bead
from duizhao.corpora.exchange.ladder import read_beads
from duizhao.corpora.files.output import write_whole
from duizhao.corpora.units.tmx.checker import check_tmx

JAR = Path("/usr/share/omegat/OmegaT.jar")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SAMPLE = files("duizhao.corpora") / "data" / "sample"
CODES = {"en": "en-US", "zh": "zh-CN"}
# Words of each language around a text that needs care; numbered, so that no two are equal.
FRAMES = {"en": "Case {} holds {} here.", "zh": "第{}例有{}在此。"}
CAREFUL = [
    *NASTY,
    "<b>bold</b>",
    "<1>",
    "<f0>x</f0>",
    "&amp;",
    "&lt;",
    "&#x1;",
    "&nbsp;",
    "]]>",
    "<![CDATA[x]]>",
    "<!-- x -->",
    "{0} %s $1 \\n",
    "long " * 500,
    "cafe\u0301",
]


def careful(source: str, target: str) -> Alignment:
    """Beads of every kind, with every character that has made trouble somewhere."""
    texts = {
        lang: [
            *(FRAMES[lang].format(n, text) for n, text in enumerate(CAREFUL)),
            *["\u3000" + FRAMES[lang].format("Y", "two") + "\xa0"] * 2,
            *(FRAMES[lang].format(letter, "three") for letter in "ABCD"),
            "\u3000",
        ]
        for lang in (source, target)
    }
    # Equal sources with other targets: the second is the surer one, the first stands later.
    texts[target][len(CAREFUL)] = FRAMES[target].format("Z", "one")
    n = len(CAREFUL) + 2
    beads = [Bead((i,), (i,), 0.9 - (i == n - 1) / 2) for i in range(n)]
    beads += [Bead((n, n + 1), (n,)), Bead((n + 2,), (n + 1, n + 2)), Bead((n + 3,), (n + 4,))]
    beads += [Bead((n + 4,), ()), Bead((), (n + 3,))]
    docs = tuple(
        document(each, *texts[each], path=f"{each} & <x>.txt") for each in (source, target)
    )
    return Alignment(docs, tuple(beads), signature='enc:<x>&"y"\x00|split:1')


def sample_pair() -> Alignment:
    """The sample's own sentences and beads."""
    sides = {
        lang: (SAMPLE / f"{name}.sentences.txt").read_text(encoding="utf-8").splitlines()
        for lang, name in (("en", "article.en"), ("zh", "digest.zh"))
    }
    with as_file(SAMPLE / "beads.align") as path:
        beads = read_beads(path)
    return Alignment((document("en", *sides["en"]), document("zh", *sides["zh"])), tuple(beads))


def many() -> Alignment:
    """Five thousand units, a tenth of them of two sentences on a side."""
    texts = {
        "zh": [f"第{n}号病房于{n % 12 + 1}月启用，共有{n * 7 % 90}张床位。" for n in range(5_000)],
        "en": [
            f"Ward {n} opened in month {n % 12 + 1} with {n * 7 % 90} beds." for n in range(5_556)
        ],
    }
    beads = []
    at = 0
    for n in range(5_000):
        size = 1 + (n % 9 == 0 and n < 4_998)
        beads.append(Bead((n,), tuple(range(at, at + size))))
        at += size
    texts["en"] = texts["en"][:at]
    return Alignment((document("zh", *texts["zh"]), document("en", *texts["en"])), tuple(beads))


KINDS: dict[str, Callable[[], Alignment]] = {
    "careful-en-zh": lambda: careful("en", "zh"),
    "careful-zh-en": lambda: careful("zh", "en"),
    "sample": sample_pair,
    "many": many,
}


@pytest.fixture(scope="module", params=KINDS)
def memory(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, str]:
    """A memory on disk and its two language codes."""
    path = tmp_path_factory.mktemp("memory") / "memory.tmx"
    alignment = KINDS[request.param]()
    write_whole(path, lambda stream: write_tmx(alignment, stream))
    return path, CODES[alignment.sources[0].lang], CODES[alignment.target.lang]


def units(path: Path, source: str, target: str) -> list[tuple[str, str]]:
    found = []
    for tu in etree.parse(str(path)).iter("tu"):
        # With the text inside inline elements: OmegaT writes such where a text looks like its tags.
        sides = {
            tuv.get(LANG): etree.tostring(seg, encoding="unicode", method="text", with_tail=False)
            for tuv in tu.iter("tuv")
            for seg in tuv.iter("seg")
        }
        found.append((sides[source], sides[target]))
    return found


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def omegat() -> Path:
    what = "OmegaT and Java (apt-get install omegat)"
    required_in_ci(what, JAR.exists() and shutil.which("java") is not None)
    return JAR


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DTD and the XML Schema of TMX 1.4, as OmegaT carries them."""
    folder = tmp_path_factory.mktemp("schemas")
    with zipfile.ZipFile(omegat()) as jar:
        for name in ("tmx14.dtd", "tmx14.xsd", "xml.xsd"):
            (folder / name).write_bytes(jar.read(f"schemas/{name}"))
    return folder


def complaints(schemas: Path, path: Path) -> str:
    """Return what the DTD and the schema have against a file."""
    tree = etree.parse(str(path), etree.XMLParser(load_dtd=False, no_network=True))
    dtd = etree.DTD(str(schemas / "tmx14.dtd"))
    schema = etree.XMLSchema(etree.parse(str(schemas / "tmx14.xsd")))
    dtd.validate(tree)
    schema.validate(tree)
    # The logs and not the verdicts: libxml2 lets a bare lang= pass with a warning.
    return f"{dtd.error_log}{schema.error_log}"


def test_every_bead_with_text_is_in_the_memory() -> None:
    stream = io.BytesIO()
    summary = write_tmx(careful("en", "zh"), stream)
    # Two of one source, one 2-1, one 1-2; no blank one.
    assert summary.written == len(CAREFUL) + 4


def test_no_unit_lacks_a_text(memory: tuple[Path, str, str]) -> None:
    pairs = units(*memory)
    assert pairs
    assert all(source and target for source, target in pairs)


def test_our_own_check_has_nothing_against_it(memory: tuple[Path, str, str]) -> None:
    with memory[0].open("rb") as stream:
        remarks = list(check_tmx(stream, "memory.tmx"))
    # A text of two thousand characters is meant to be there, a Latin name among the Chinese too.
    assert {r.code for r in remarks} <= {"long-segment", "equal-texts"}
    assert not any(remark.error for remark in remarks)


def test_dtd_and_schema_agree(memory: tuple[Path, str, str], schemas: Path) -> None:
    assert complaints(schemas, memory[0]) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'version="1.4"', b'version="1.4b"'),
        (b"xml:lang=", b"lang="),
        (b' datatype="plaintext"', b""),
        (b"</seg></tuv></tu>", b'</seg></tuv><prop type="x-late">1</prop></tu>'),
        (b'xml:lang="zh-CN"', b'xml:lang="zh_CN"'),
    ],
)
def test_dtd_and_schema_see_what_is_wrong(
    old: bytes, new: bytes, schemas: Path, tmp_path: Path
) -> None:
    stream = io.BytesIO()
    write_tmx(careful("en", "zh"), stream)
    data = stream.getvalue()
    assert old in data
    path = tmp_path / "wrong.tmx"
    path.write_bytes(data.replace(old, new))
    assert complaints(schemas, path)


PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{source}</source_lang><target_lang>{target}</target_lang>
<sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>"""


def test_omegat_inserts_every_translation(memory: tuple[Path, str, str], tmp_path: Path) -> None:
    jar = omegat()
    path, source, target = memory
    project = tmp_path / "project"
    for name in ("source", "target", "omegat", "glossary", "dictionary", "tm/auto"):
        (project / name).mkdir(parents=True)
    settings = PROJECT.format(source=source.upper(), target=target.upper())
    (project / "omegat.project").write_text(settings, encoding="utf-8")
    shutil.copy(path, project / "tm" / "auto" / "memory.tmx")
    want = dict(units(path, source, target))  # of equal sources the last unit counts
    text = "\n\n".join(want) + "\n"
    (project / "source" / "a.txt").write_text(text, encoding="utf-8")
    command = ["java", "-Djava.awt.headless=true", "-Duser.language=en", "-Xmx512m", "-jar"]
    command += [str(jar), str(project), "--mode=console-translate"]
    command += [f"--config-dir={tmp_path / 'settings'}"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=300)
    # The exit code is 0 even when a memory could not be loaded.
    log = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert "xception" not in log, log[-2000:]
    translated = (project / "target" / "a.txt").read_text(encoding="utf-8")
    # OmegaT composes what it reads.
    assert translated.rstrip("\n").split("\n\n") == [nfc(text) for text in want.values()]
    back = dict(units(project / "project-level2.tmx", source.upper(), target.upper()))
    assert back == {nfc(key): nfc(value) for key, value in want.items()}


def test_translate_toolkit_gives_every_unit_back(memory: tuple[Path, str, str]) -> None:
    required_in_ci("translate-toolkit (pip install translate-toolkit)", has_module("translate"))
    tmx = importlib.import_module("translate.storage.tmx")
    path, source, target = memory
    with path.open("rb") as stream:
        store = tmx.tmxfile(stream, source, target)
    want = units(path, source, target)
    assert [(unit.source, unit.target) for unit in store.units] == want
    targets = {text for key, text in want if key == want[3][0]}
    assert store.translate(want[3][0], source, target) in targets


def test_perl_gives_every_unit_back(memory: tuple[Path, str, str]) -> None:
    what = "XML::TMX (apt-get install libxml-tmx-perl)"
    required_in_ci(what, lambda: has_perl_module("XML::TMX::Reader"))
    path, source, target = memory
    program = (
        'binmode STDOUT, ":utf8"; my $r = XML::TMX::Reader->new($ARGV[0]);'
        r'$r->for_tu(sub { my $t = shift; print join("\t", map { $t->{$_}{-seg} } @ARGV[1, 2]),'
        r' "\n" });'
    )
    command = ["perl", "-MXML::TMX::Reader", "-e", program, str(path), source, target]
    done = subprocess.run(command, capture_output=True, check=True)
    lines = done.stdout.decode("utf-8").split("\n")[:-1]
    assert [tuple(line.split("\t")) for line in lines] == units(path, source, target)
