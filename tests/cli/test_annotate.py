"""The command ``duizhao annotate``, on the sample whose translation is a document."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from helpers.commands import refused, run, sample
from helpers.every_format import BUILDERS, TEXT
from helpers.required import required_in_ci
from helpers.word_files import comment_words, comments, members

from duizhao.align.report.verdict import needs_look
from duizhao.corpora.alignment import Alignment, Finding
from duizhao.corpora.annotating.annotate import annotate_document
from duizhao.corpora.annotating.remarks import Remark
from duizhao.corpora.exchange.alignment_json import read_alignment
from duizhao.corpora.reading.read import read_document

pytestmark = pytest.mark.wheel

EDITED = {
    "[Content_Types].xml",
    "word/document.xml",
    "word/comments.xml",
    "word/_rels/document.xml.rels",
}


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for line in filter(None, map(str.strip, text.splitlines())):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# More than the page shows at first.
EVERYTHING = ("--min-severity", "info", "--min-confidence", "0")
MAKERS: dict[str, Callable[[str], bytes]] = {"docx": as_docx}


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample aligned with its translation in each format; only to be read."""
    made = {}
    for name, make in MAKERS.items():
        folder = tmp_path_factory.mktemp(name)
        source, target = sample(folder)
        digest = folder / f"digest.{name}"
        digest.write_bytes(make(Path(target).read_text(encoding="utf-8")))
        result = run("align", source, digest, "-o", folder / "out", "--format", "json")
        assert result.returncode == 0, result.stderr
        made[name] = folder
    return made


def annotate(folder: Path, path: Path, *options: object) -> bytes:
    result = run("annotate", folder / "out" / "alignment.json", "-o", path, *options)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return path.read_bytes()


def loaded(folder: Path) -> Alignment:
    return read_alignment(folder / "out" / "alignment.json")


def words_of(finding: Finding) -> str:
    return "" if finding.target is None else "".join(finding.target.text.split())


def test_comments_stand_at_the_words_of_all_findings(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    folder = folders["docx"]
    made = annotate(folder, tmp_path / "a.docx", "--ui", "en", *EVERYTHING)
    findings = {finding.id: finding for finding in loaded(folder).findings}
    assert len(findings) >= 15
    said, words = comments(made), comment_words(made)
    assert len(said) == len(findings)
    for number, text in said.items():
        finding = findings.pop(text.split()[0])
        assert words[number] == words_of(finding)
        assert finding.severity.value in text
        assert finding.message["en"] in text
    assert not findings
    source = folder / "digest.docx"
    assert read_document(tmp_path / "a.docx").text == read_document(source).text
    old, new = members(source.read_bytes()), members(made)
    assert {name for name in new if new[name] != old.get(name)} <= EDITED
    assert old.keys() <= new.keys()
    opened = docx.Document(io.BytesIO(made))
    assert len(list(opened.comments)) == len(said)


def test_a_text_is_marked_at_the_words_of_all_findings(
    aligned: Path, alignment: Alignment, tmp_path: Path
) -> None:
    result = run("annotate", aligned, "-o", tmp_path / "a.txt", "--author", "Li", *EVERYTHING)
    assert result.returncode == 0, result.stderr
    made = (tmp_path / "a.txt").read_text(encoding="utf-8")
    source = Path(alignment.target.path).read_text(encoding="utf-8")
    assert re.sub(r"\{==|==\}|\{>>.*?<<\}", "", made) == source
    for found in alignment.findings:
        said = re.search(rf"(?:\{{==([^{{]*)==\}})?(?:\{{>>[^<]*<<\}})*?\{{>>Li: {found.id} ", made)
        assert said
        if found.target is not None and found.target.text:
            assert found.target.text.endswith(said[1])


def test_libreoffice_opens_it_with_its_comments(folders: dict[str, Path], tmp_path: Path) -> None:
    program = shutil.which("soffice")
    required_in_ci("LibreOffice (apt-get install libreoffice-writer-nogui)", program is not None)
    annotate(folders["docx"], tmp_path / "a.docx", *EVERYTHING)
    noted = tmp_path / "noted.docx"
    noted.write_bytes(BUILDERS["docx"](TEXT))
    document = read_document(noted)
    words = ("214 steps", "never ran in storms", "1 boat")
    starts = [(document.text.index(each), len(each)) for each in words]
    remarks = [Remark(start, start + length, ("x",)) for start, length in starts]
    (tmp_path / "b.docx").write_bytes(annotate_document(document, remarks, "Li"))
    command = [
        *(str(program), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
        *("--convert-to", "odt", "--outdir", str(tmp_path)),
        *(str(tmp_path / "a.docx"), str(tmp_path / "b.docx")),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "a.odt") as archive:
        text = archive.read("content.xml").decode()
    count = len(loaded(folders["docx"]).findings)
    assert text.count("<office:annotation ") == count
    with zipfile.ZipFile(tmp_path / "b.odt") as archive:
        assert archive.read("content.xml").count(b"<office:annotation ") == len(words)


def test_options_choose_findings(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = folders["docx"]
    chosen = ("--min-severity", "major", "--category", "omission", "--min-confidence", "0.9")
    annotate(folder, tmp_path / "a.docx", *chosen, "--author", "Li Na", "--ui", "zh")
    wanted = [
        f.id
        for f in loaded(folder).findings
        if f.severity.rank <= 1 and f.category.value == "omission" and f.confidence >= 0.9
    ]
    document = docx.Document(str(tmp_path / "a.docx"))
    assert [c.text.split()[0] for c in document.comments] == wanted
    assert {c.author for c in document.comments} == {"Li Na"}
    assert all("译文" in c.text for c in document.comments)


def test_what_was_left_out_is_told(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = folders["docx"]
    options = ("--min-severity", "critical", "-o", tmp_path / "a.docx")
    result = run("annotate", folder / "out" / "alignment.json", *options)
    findings = loaded(folder).findings
    critical = sum(f.severity.value == "critical" for f in findings)
    others = len(findings) - critical
    assert all(f.confidence >= 0.5 for f in findings if f.severity.value == "critical")
    assert result.stdout == (
        f"{tmp_path / 'a.docx'}  ({critical} comments; left out: {others} less severe)\n"
    )
    result = run("annotate", folder / "out" / "alignment.json", *options, "--json")
    told = json.loads(result.stdout)
    assert told == {
        "comments": critical,
        "left_out": {"less_severe": others},
        "files": [str(tmp_path / "a.docx")],
    }


def test_a_document_that_moved_is_named(folders: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(folders["docx"] / "out", out)
    text = (out / "alignment.json").read_text(encoding="utf-8")
    gone = str(folders["docx"] / "digest.docx")
    text = text.replace(json.dumps(gone), json.dumps(str(tmp_path / "gone.docx")))
    (out / "alignment.json").write_text(text, encoding="utf-8")
    result = run("annotate", out / "alignment.json", "-o", tmp_path / "a.docx")
    refused(result, "gone.docx does not exist, which was aligned; name the file")
    annotate(tmp_path, tmp_path / "a.docx", "--document", gone)
    assert not list(tmp_path.glob(".duizhao*"))


def test_another_file_is_refused(folders: dict[str, Path], tmp_path: Path) -> None:
    alignment = folders["docx"] / "out" / "alignment.json"
    other = tmp_path / "other.docx"
    other.write_bytes(as_docx("另一篇文章。"))
    result = run("annotate", alignment, "--document", other, "-o", tmp_path / "a.docx")
    refused(result, "is not the file that was aligned")
    assert not (tmp_path / "a.docx").exists()


def test_inputs_are_never_overwritten(folders: dict[str, Path]) -> None:
    folder = folders["docx"]
    for path, why in (
        (folder / "digest.docx", "one of the inputs"),
        (folder / "out" / "alignment.json", "is no name for this copy"),
    ):
        before = path.read_bytes()
        result = run("annotate", folder / "out" / "alignment.json", "-o", path)
        refused(result, why)
        assert path.read_bytes() == before


def test_comments_are_what_the_page_shows_at_first(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    folder = folders["docx"]
    path = tmp_path / "a.docx"
    result = run("annotate", folder / "out" / "alignment.json", "-o", path)
    shown = [f.id for f in loaded(folder).findings if needs_look(f)]
    findings = len(loaded(folder).findings)
    assert 0 < len(shown) < findings
    said = comments(path.read_bytes())
    assert sorted(text.split()[0] for text in said.values()) == sorted(shown)
    assert f"({len(shown)} comments; left out: " in result.stdout


@pytest.mark.parametrize("name", ["reviewed.html", "reviewed.txt", "reviewed.docm", "Reviewed.PDF"])
def test_a_copy_is_not_named_as_what_it_is_not(
    name: str, folders: dict[str, Path], tmp_path: Path
) -> None:
    alignment = folders["docx"] / "out" / "alignment.json"
    result = run("annotate", alignment, "-o", tmp_path / name)
    refused(result, f"which is docx as {folders['docx'] / 'digest.docx'} is; call it")
    assert Path(name).with_suffix(".docx").name in result.stderr
    assert not (tmp_path / name).exists()
