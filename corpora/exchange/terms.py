"""Terms of two languages that stand for each other, and the files that hold them.

TBX-Basic is written in its older, ``martif`` form, which translators' tools read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from duizhao.corpora.files.rows import guard, write_rows
from duizhao.corpora.text.clean import clean_line
from duizhao.corpora.xml.escape import attribute, content

__all__ = ["Term", "write_terms_csv", "write_terms_tbx"]

_COLUMNS = (
    "source",
    "target",
    "count",
    "source_count",
    "target_count",
    "confidence",
    "source_example",
    "target_example",
)


@dataclass(frozen=True)
class Term:
    """Two names or terms that stand for each other.

    :param source: As the source writes it.
    :param target: As the target writes it.
    :param count: Linked passages that have both.
    :param source_count: Linked passages that have ``source``.
    :param target_count: Linked passages that have ``target``.
    :param confidence: How sure the pair is, 0 to 1.
    :param example: A passage of the source and its translation that have both.
    """

    source: str
    target: str
    count: int
    source_count: int
    target_count: int
    confidence: float
    example: tuple[str, str]


def write_terms_csv(terms: Sequence[Term], stream: BinaryIO) -> int:
    """Write terms as a table for review, in UTF-8 with the mark that Excel asks for.

    A cell that a spreadsheet program would take for a formula gets an apostrophe in front.

    :param terms: The terms.
    :param stream: Where to write; stays open.
    :return: How many were written.
    """
    rows: list[Iterable[object]] = [_COLUMNS]
    for term in terms:
        texts = (term.source, term.target, *term.example)
        source, target, *example = (guard(clean_line(text)) for text in texts)
        counts = (term.count, term.source_count, term.target_count, f"{term.confidence:.2f}")
        rows.append((source, target, *counts, *example))
    write_rows(rows, stream, ",", encoding="utf-8-sig", line_end="\r\n")
    return len(terms)


def write_terms_tbx(terms: Sequence[Term], stream: BinaryIO, codes: tuple[str, str]) -> int:
    """Write terms as TBX-Basic.

    :param terms: The terms.
    :param stream: Where to write; stays open.
    :param codes: Language codes of source and target.
    :return: How many were written.
    """
    for line in _tbx(terms, codes):
        stream.write(f"{line}\n".encode())
    return len(terms)


def _tbx(terms: Sequence[Term], codes: tuple[str, str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<martif type="TBX-Basic" xml:lang="en">'
    yield "<martifHeader><fileDesc><sourceDesc><p>Made by duizhao from aligned texts, for review."
    yield "</p></sourceDesc></fileDesc><encodingDesc>"
    yield '<p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>'
    yield "<text><body>"
    for number, term in enumerate(terms, 1):
        yield f'<termEntry id="c{number}">'
        counts = f"{term.count} linked passages; {term.source_count} with the source term, "
        counts += f"{term.target_count} with the target term; confidence {term.confidence:.2f}"
        yield f"<note>{content(counts)}</note>"
        for code, word, example in zip(
            codes, (term.source, term.target), term.example, strict=True
        ):
            yield f"<langSet xml:lang={attribute(code)}><tig>"
            yield f"<term>{content(clean_line(word))}</term>"
            yield f'<descrip type="context">{content(clean_line(example))}</descrip>'
            yield "</tig></langSet>"
        yield "</termEntry>"
    yield "</body></text>"
    yield "</martif>"
