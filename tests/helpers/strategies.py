"""Hypothesis strategies for values that several test files need."""

from __future__ import annotations

from hypothesis import strategies as st

from duizhao.corpora.alignment import STANDINGS, Alignment, Bead, Category, Finding, Place, Severity
from duizhao.corpora.document import Document, Kind
from duizhao.corpora.paragraph_links import ParagraphLink, SourceParagraph
from helpers.build import Given, built

# Characters that have broken a writer or a reader of bitexts somewhere.
NASTY = (
    "&<>\"'="
    "\t\n\v\f\r \x00\x01\x1b\x1f\x7f\x85"
    "\xa0\xad\u1680\u2003\u2028\u2029\u202f\u2060\u3000\u200b\u200f\ufeff\ufffd\ufffe\uffff"
    "\udfff"  # of the other half there is a test of its own, in test_contract.py
    "\u0301é\uac00ｆ①"
    "“”‘’「」《》，。！？…—·"
    "今天好aZ09.,;:-"
    "\U0001f600\U00020000\U0010ffff"
)


def texts(maximum: int = 12) -> st.SearchStrategy[str]:
    """Texts of at least one character, with many that need care."""
    nasty = st.text(st.sampled_from(NASTY), min_size=1, max_size=maximum)
    wholes = st.sampled_from(
        ["今天天气很好。", "It is fine today.", "]]>", "&amp;", "<b>", " ", "“”"]
    )
    return st.one_of(nasty, wholes, st.text(min_size=1, max_size=maximum))


@st.composite
def documents(draw: st.DrawFn, lang: str, smallest: int = 0) -> Document:
    """A document of up to six sentences; some were joined from two lines."""
    gap = draw(st.text(st.sampled_from(NASTY), max_size=3))
    given: list[Given] = []
    for _ in range(draw(st.integers(smallest, 6))):
        first, second = draw(texts()), draw(st.one_of(st.just(""), texts(4)))
        joiner = draw(st.sampled_from(["", " "]))
        between = draw(st.sampled_from(["\n", "\r\n  "]))
        lines = (first, second) if second else (first,)
        opens = not given or draw(st.booleans())
        kind = draw(st.sampled_from(Kind)) if opens else Kind.TEXT
        given.append(Given(lines, gap, kind, opens, between, joiner))
        gap = draw(st.text(st.sampled_from(NASTY), max_size=2))
    path = draw(st.sampled_from(["a.txt", "文 件.txt", "/x/y&z<.md", "\udcff.txt", ""]))
    sha = draw(st.sampled_from(["", "0" * 64, "0123456789abcdef" * 4]))
    return built(path, lang, given, rest=gap, sha256=sha)


@st.composite
def groups(draw: st.DrawFn, size: int) -> list[tuple[int, ...]]:
    """A cut of 0, 1 … size - 1 into runs of one to three."""
    runs = []
    start = 0
    while start < size:
        end = min(size, start + draw(st.integers(1, 3)))
        runs.append(tuple(range(start, end)))
        start = end
    return runs


@st.composite
def beads(draw: st.DrawFn, sources: list[int], target: int) -> tuple[Bead, ...]:
    """Beads over sources and a target of so many sentences, in any order."""
    lefts = [(d, run) for d, size in enumerate(sources) for run in draw(groups(size))]
    rights = draw(st.permutations(draw(groups(target))))
    shares = st.floats(0, 1)
    found = []
    for document, run in lefts:
        linked: tuple[int, ...] = rights.pop() if draw(st.booleans()) and rights else ()
        parts = draw(st.dictionaries(st.sampled_from(["similarity", "length"]), st.floats(-9, 9)))
        found.append(
            Bead(
                run,
                linked,
                probability=draw(shares),
                similarity=draw(st.floats(-1, 1)),
                moved=draw(st.booleans()),
                source_document=document,
                parts=parts,
                standing=draw(st.sampled_from(["", *STANDINGS])) if linked else "",
            )
        )
    found += [Bead((), run, probability=draw(shares)) for run in rights]
    return tuple(draw(st.permutations(found)))


@st.composite
def places(draw: st.DrawFn, docs: tuple[Document, ...], numbers: list[int]) -> Place:
    """A passage or point of one of the numbered documents."""
    number = draw(st.sampled_from(numbers))
    text = docs[number].text
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return Place(number, start, end, text[start:end])


@st.composite
def findings(draw: st.DrawFn, docs: tuple[Document, ...], number: int) -> Finding:
    """A finding with a place in a source, in the target, or in both."""
    sides = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    last = len(docs) - 1
    values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts())
    return Finding(
        id=f"F{number:03}",
        category=draw(st.sampled_from(Category)),
        severity=draw(st.sampled_from(Severity)),
        confidence=draw(st.floats(0, 1)),
        message={"en": draw(texts()), "zh": draw(texts())},
        source=draw(places(docs, list(range(last)))) if sides[0] else None,
        target=draw(places(docs, [last])) if sides[1] else None,
        evidence=draw(
            st.dictionaries(texts(4), st.one_of(values, st.lists(values, max_size=2)), max_size=2)
        ),
        decision=draw(st.sampled_from(["", "", "accepted", "dismissed"])),
        comment=draw(st.one_of(st.just(""), texts())),
    )


@st.composite
def paragraph_links(draw: st.DrawFn, docs: tuple[Document, ...]) -> tuple[ParagraphLink, ...]:
    """Links of runs of target sentences to passages of the sources."""
    passages = [
        (number, run[0], run[-1])
        for number, doc in enumerate(docs[:-1])
        for run in draw(groups(len(doc.sentences)))
    ]
    some = st.lists(st.sampled_from(passages), max_size=2, unique=True) if passages else st.just([])
    links = []
    for run in draw(groups(len(docs[-1].sentences))):
        chosen = draw(some)
        sources = tuple(SourceParagraph(*p, draw(st.floats(0, 1))) for p in sorted(chosen))
        uncertain = bool(sources) and draw(st.booleans())
        links.append(ParagraphLink(run[0], run[-1], sources, draw(st.floats(0, 1)), uncertain))
    return tuple(links)


@st.composite
def alignments(draw: st.DrawFn, several: bool = True) -> Alignment:
    """A small valid alignment with characters, offsets and orders that need care.

    :param several: Whether some have two sources.
    """
    count = draw(st.integers(1, 2 if several else 1))
    docs = (*(draw(documents("en")) for _ in range(count)), draw(documents("zh")))
    if draw(st.booleans()):
        docs = tuple(
            Document(
                d.path, {"en": "zh", "zh": "en"}[d.lang], d.text, d.blocks, d.sentences, d.sha256
            )
            for d in docs
        )
    return Alignment(
        documents=docs,
        beads=draw(beads([len(d.sentences) for d in docs[:-1]], len(docs[-1].sentences))),
        findings=tuple(draw(findings(docs, n)) for n in range(1, draw(st.integers(1, 4)))),
        signature=draw(st.sampled_from(["", "enc:x|split:1", "a<&\"'>\x00\n"])),
        policy=draw(st.sampled_from(["full", "digest"])),
        paragraphs=draw(paragraph_links(docs)) if draw(st.booleans()) else (),
    )
