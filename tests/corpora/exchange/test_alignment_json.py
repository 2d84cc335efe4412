from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from helpers.build import document
from helpers.examples import examples
from helpers.strategies import alignments, texts
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from duizhao.align.judging.rules import Rule
from duizhao.corpora.alignment import Alignment, Bead, Category, Failure, Finding, Place, Severity
from duizhao.corpora.document import Kind, Locator
from duizhao.corpora.exchange.alignment_json import read_alignment, schema, to_json, write_json
from duizhao.corpora.issues import ITS, MQM
from duizhao.corpora.paragraph_links import ParagraphLink, SourceParagraph
from duizhao.errors import FormatError, InputError


def small() -> Alignment:
    docs = (document("en", "One.", "Two."), document("zh", "一。"))
    return Alignment(docs, (Bead((0,), (0,), 0.91238, 0.5), Bead((1,), ())), signature="enc:x")


def written(alignment: Alignment, created: str | None = None) -> bytes:
    stream = io.BytesIO()
    write_json(alignment, stream, created=created)
    return stream.getvalue()


def broken(change: Any, folder: Path) -> Path:
    data = json.loads(written(small()))
    change(data)
    path = folder / "alignment.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_the_schema_is_one_and_names_every_kind_category_and_severity() -> None:
    Draft202012Validator.check_schema(schema())
    parts = schema()["$defs"]
    assert parts["sentence"]["properties"]["kind"]["enum"] == [k.value for k in Kind]
    properties = parts["finding"]["properties"]
    assert properties["category"]["enum"] == [c.value for c in Category]
    assert set(properties["its"]["enum"]) >= {*ITS.values()}
    for values in (ITS, MQM):
        assert {*values} <= {rule.value for rule in Rule}, "of no rule that there is"
        assert all(re.fullmatch(properties["mqm"]["pattern"], value) for value in values.values())
    assert properties["severity"]["enum"] == [s.value for s in Severity]


@given(alignments())
@examples(60)
def test_what_is_written_is_valid(alignment: Alignment) -> None:
    Draft202012Validator(schema()).validate(json.loads(written(alignment)))


@given(alignment=alignments())
@examples(60)
def test_what_is_read_was_written(
    alignment: Alignment, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("contract") / "alignment.json"
    path.write_bytes(written(alignment))
    back = read_alignment(path)
    assert written(back) == path.read_bytes()
    for was, now in zip(alignment.documents, back.documents, strict=True):
        assert len(now.text) == len(was.text)
        assert (now.path, now.lang, now.sha256) == (was.path, was.lang, was.sha256)
        for a, b in zip(was.sentences, now.sentences, strict=True):
            assert (a.id, a.start, a.end, a.kind, a.text) == (b.id, b.start, b.end, b.kind, b.text)
            assert a.pieces == b.pieces
            assert now.blocks[b.block].kind is a.kind
            for piece in a.pieces:
                place = slice(piece.start, piece.start + piece.length)
                assert now.text[place] == was.text[place]
    assert [b.source for b in back.beads] == [b.source for b in alignment.beads]
    assert [b.target for b in back.beads] == [b.target for b in alignment.beads]
    assert [f.source for f in back.findings] == [f.source for f in alignment.findings]
    assert [f.message for f in back.findings] == [f.message for f in alignment.findings]
    assert [(p.first, p.last, p.uncertain) for p in back.paragraphs] == [
        (p.first, p.last, p.uncertain) for p in alignment.paragraphs
    ]
    assert [[(s.document, s.first, s.last) for s in p.sources] for p in back.paragraphs] == [
        [(s.document, s.first, s.last) for s in p.sources] for p in alignment.paragraphs
    ]


def finding(category: Category, **evidence: object) -> Finding:
    message = {"en": "a", "zh": "b"}
    place = Place(0, 0, 4, "One.")
    return Finding("F001", category, Severity.MINOR, 0.5, message, place, evidence=evidence)


@pytest.mark.parametrize(
    ("found", "its", "mqm"),
    [
        (finding(Category.OMISSION, rule="clause"), "omission", "omission"),
        (finding(Category.NUMBER, rule="wrong-date"), "numbers", "mistranslation"),
        (finding(Category.NUMBER, rule="missing-value"), "numbers", "omission"),
        (finding(Category.NAME, rule="wrong-place"), "inconsistent-entities", "mistranslation"),
        (finding(Category.LEFTOVER, rule="encoding"), "characters", "character-encoding"),
        (finding(Category.LEFTOVER, rule="markup"), "markup", "markup"),
        (finding(Category.REPEATED, rule="words"), "duplication", "addition"),
        (finding(Category.MOVED, rule="elsewhere"), "other", None),
        (finding(Category.BLANK), "omission", "omission"),
        (finding(Category.BLANK, rule=3), "omission", "omission"),
    ],
)
def test_a_finding_says_what_others_call_it(found: Finding, its: str, mqm: str | None) -> None:
    (item,) = json.loads(written(replace(small(), findings=(found,))))["findings"]
    assert (item["its"], item.get("mqm")) == (its, mqm)


def test_a_file_of_before_can_be_read(tmp_path: Path) -> None:
    def older(data: Any) -> None:
        del data["findings"][0]["mqm"], data["findings"][0]["evidence"]["rule"]
        data["findings"][0]["its"] = "mistranslation"
        assert "failures" not in data
        assert "ignored" not in data

    path = tmp_path / "alignment.json"
    data = json.loads(written(replace(small(), findings=(finding(Category.NAME, rule="x"),))))
    older(data)
    path.write_text(json.dumps(data), encoding="utf-8")
    back = read_alignment(path)
    assert (back.failures, back.ignored, back.findings[0].rule) == ((), 0, "")


def test_what_failed_and_what_was_ignored_comes_back(tmp_path: Path) -> None:
    failures = Failure("gaps", "ValueError: “ü”"), Failure("names", "KeyError")
    path = tmp_path / "alignment.json"
    path.write_bytes(written(replace(small(), failures=failures, ignored=7)))
    back = read_alignment(path)
    assert (back.failures, back.ignored) == (failures, 7)
    Draft202012Validator(schema()).validate(json.loads(path.read_bytes()))


LINK = ParagraphLink(0, 0, (SourceParagraph(0, 0, 1, 0.87654),), 0.87654, uncertain=True)


def test_links_of_paragraphs_have_a_version_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "alignment.json"
    data = json.loads(written(replace(small(), paragraphs=(LINK,))))
    assert data["paragraphs"] == {
        "version": 1,
        "links": [
            {
                "target": [0, 0],
                "sources": [[0, 0, 1, 0.8765]],
                "probability": 0.8765,
                "uncertain": True,
            }
        ],
    }
    data["paragraphs"] = {"version": 2, "links": [{"from": "a later version"}], "more": 1}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert read_alignment(path).paragraphs == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"target": [0]}, "/paragraphs/links/0/target"),
        ({"sources": [[0, 0, 1]]}, "/paragraphs/links/0/sources/0"),
        ({"sources": [[0, 0, 1, 1.5]]}, "/paragraphs/links/0/sources/0/3"),
        ({"extra": 1}, "/paragraphs/links/0"),
        ({"target": [0, 1]}, "sentences 0 to 1 of document 1 are no paragraph"),
        ({"sources": [[0, 1, 0, 0.5]]}, "sentences 1 to 0 of document 0 are no paragraph"),
        ({"sources": [[1, 0, 0, 0.5]]}, "names document 1, which is no source"),
    ],
)
def test_links_of_paragraphs_are_checked(change: Any, said: str, tmp_path: Path) -> None:
    data = json.loads(written(replace(small(), paragraphs=(LINK,))))
    data["paragraphs"]["links"][0] |= change
    path = tmp_path / "alignment.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(FormatError, match=re.escape(said)):
        read_alignment(path)


def test_two_halves_of_a_character_do_not_become_one(tmp_path: Path) -> None:
    # JSON's reader would make one character of the two, and every offset after it would be wrong.
    docs = (document("en", "A \ud800\udfff b."), document("zh", "一。"))
    path = tmp_path / "alignment.json"
    path.write_bytes(written(Alignment(docs, (Bead((0,), (0,)),))))
    (sentence,) = read_alignment(path).documents[0].sentences
    assert sentence.text == "A \ufffd\udfff b."


def test_the_file_is_the_one_that_the_design_shows() -> None:
    data = to_json(small(), created="2026-01-31T12:00:00Z")
    assert list(data) == [
        "format",
        "version",
        "tool",
        "created",
        "policy",
        "documents",
        "beads",
        "findings",
        "coverage",
    ]
    assert data["beads"] == [
        {
            "source_document": 0,
            "source": [0],
            "target": [0],
            "type": "1-1",
            "probability": 0.9124,
            "similarity": 0.5,
            "moved": False,
        },
        {
            "source_document": 0,
            "source": [1],
            "target": [],
            "type": "1-0",
            "probability": 1.0,
            "similarity": 0.0,
            "moved": False,
        },
    ]
    assert data["coverage"] == {"source": 0.5, "target": 1.0}


def test_every_sentence_has_its_own_line_in_plain_utf8() -> None:
    lines = written(small()).decode("utf-8").splitlines()
    holding = [line for line in lines if '"text": "' in line]
    assert len(holding) == 3
    assert "一。" in holding[-1]
    assert "created" not in "".join(lines)
    assert "pieces" not in "".join(lines)  # only where a sentence is no slice of its document


def test_the_share_of_several_sources_is_weighed_by_their_length() -> None:
    docs = (document("en", "123456"), document("en", "12"), document("zh", "一。"))
    beads = (Bead((0,), (0,)), Bead((0,), (), source_document=1))
    coverage = to_json(Alignment(docs, beads))["coverage"]
    assert coverage == {"source": 0.75, "target": 1.0, "sources": [1.0, 0.0]}


PLACES = st.builds(
    Locator,
    page=st.none() | st.integers(1, 99),
    paragraph=st.none() | st.integers(1),
    chapter=st.none() | texts(),
    cell=st.none() | texts(),
    note=st.none() | texts(),
    cue=st.none() | texts(),
    unit=st.none() | texts(),
    line=st.none() | st.integers(1),
)


@given(alignments(), st.data())
@examples(60)
def test_places_are_written_and_read(alignment: Alignment, data: st.DataObject) -> None:
    flag = data.draw(st.booleans())
    documents = tuple(
        replace(
            document,
            align_all=flag,
            sentences=tuple(
                replace(sentence, place=data.draw(st.none() | PLACES))
                for sentence in document.sentences
            ),
        )
        for document in alignment.documents
    )
    content = written(replace(alignment, documents=documents))
    Draft202012Validator(schema()).validate(json.loads(content))
    with TemporaryDirectory() as folder:
        path = Path(folder, "alignment.json")
        path.write_bytes(content)
        back = read_alignment(path)
    assert written(back) == content
    for was, now in zip(documents, back.documents, strict=True):
        assert [s.place for s in now.sentences] == [s.place for s in was.sentences]
        assert now.align_all is flag
    assert [back.coverage(n) for n in range(len(documents))] == [
        pytest.approx(replace(alignment, documents=documents).coverage(n))
        for n in range(len(documents))
    ]


def test_a_place_holds_what_is_known_and_nothing_else() -> None:
    alignment = small()
    one, two = alignment.documents[0].sentences
    place = Locator(page=3, cell="table 1, row 2, column 1")
    source = replace(alignment.documents[0], sentences=(replace(one, place=place), two))
    data: Any = to_json(replace(alignment, documents=(source, alignment.documents[1])))
    written_down = data["documents"][0]["sentences"]
    assert written_down[0]["place"] == {"page": 3, "cell": "table 1, row 2, column 1"}
    assert "place" not in written_down[1]
    assert "align_all" not in data["documents"][0]
    assert set(schema()["$defs"]["locator"]["properties"]) == set(vars(Locator()))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["documents"][0]["sentences"][0].update(place={"page": 0}), "place/page: 0"),
        (lambda d: d["documents"][0]["sentences"][0].update(place={"x": 1}), "'x' was unexpected"),
        (lambda d: d.update(version=2), "version 2 is of a later duizhao"),
        (lambda d: d.update(format="other"), "not an alignment"),
        (lambda d: d["beads"][0].pop("moved"), "at /beads/0: 'moved' is a required property"),
        (lambda d: d["beads"][0].update(probability=1.5), "at /beads/0/probability: 1.5"),
        (lambda d: d["beads"][0].update(type="2-1"), "a bead of type 1-1 is called 2-1"),
        (lambda d: d["beads"].pop(), "every sentence must stand in exactly one bead"),
        (lambda d: d["beads"][0].update(source_document=7), "every sentence must stand"),
        (lambda d: d["documents"][0]["sentences"][0].update(start=0.0), "sentences/0/start: 0.0"),
        (lambda d: d["documents"][0]["sentences"][0].update(end=3), "its pieces do not map"),
        (lambda d: d["documents"][0]["sentences"][0].update(kind="poem"), "'poem' is not one of"),
        (lambda d: d["documents"][0].update(length=3), "ends behind the document's length 3"),
        (lambda d: d["documents"][0]["sentences"][1].update(id=5), "sentence 1 is out of place"),
        (lambda d: d.update({"a/b~": 1}), "'a/b~' was unexpected"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(change: Any, said: str, tmp_path: Path) -> None:
    path = broken(change, tmp_path)
    with pytest.raises(FormatError) as caught:
        read_alignment(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[1, 2]",
        b'{"format": "duizhao-alignment", "version": NaN}',
        b"[" * 200_000,
        b'{"format": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_no_alignment_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "alignment.json"
    path.write_bytes(content)
    with pytest.raises(FormatError, match="expected an alignment"):
        read_alignment(path)


def test_a_finding_outside_its_document_is_refused(tmp_path: Path) -> None:
    finding = {
        "id": "F001",
        "category": "blank",
        "its": "omission",
        "severity": "major",
        "confidence": 1,
        "source": None,
        "target": {"document": 1, "start": 0, "end": 99, "text": ""},
        "message": {"en": "a", "zh": "一"},
        "evidence": {},
    }
    path = broken(lambda d: d["findings"].append(finding), tmp_path)
    with pytest.raises(FormatError, match="F001 has a place outside"):
        read_alignment(path)


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_alignment(tmp_path / "none.json")
