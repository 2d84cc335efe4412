"""Vectors of runs of sentences, made ready for comparison."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence

import numpy as np

from duizhao.align.aligner.crossing_clauses import edge_vectors
from duizhao.align.aligner.features import EncodedSide
from duizhao.align.aligner.punctuation import marks_of
from duizhao.corpora.temporary import reserve, temporary_room
from duizhao.corpora.text.chinese_variants import as_encoded
from duizhao.models.arrays import BoolArray, FloatArray
from duizhao.models.encoder import Encoder

__all__ = ["centred", "side_of"]

# A document's mean vector is taken out of its sentences, which sets them better apart. The mean
# of a few sentences is mostly their own subject, so it is shrunk as if this many sentences of mean
# zero stood beside it. Strict F1 with weights refitted each time, on MAC-Dev and on pairs with made
# gaps: not centred .881, .956; shrunk by 0 .871, .950; by 20 .882, .958; by 100 .888, .957.
_SHRINK = 100.0
# Sentences encoded between two reports of progress.
_AT_ONCE = 500
# Vectors of more bytes than this are kept in a file: 11,000 sentences with runs of up to six, in
# 512 dimensions.
_MOST_BYTES = 128 * 2**20


def centred(spans: FloatArray, blocks: Sequence[int] = ()) -> FloatArray:
    """Return span vectors without what all sentences of the document have in common.

    Each block becomes a unit vector before the row does, so that every model's cosine counts
    alike, however much its vectors had in common.

    :param spans: Shape (K, N, D), unit rows or zeros, not changed.
    :param blocks: Widths of the models' vectors, see
        :attr:`duizhao.models.encoder.Encoder.blocks`; one block of D if empty.
    :return: Shape (K, N, D), float32; unit rows, zeros where the input has zeros.
    """
    out = spans.astype(np.float32)
    _centre(out, blocks, _AT_ONCE)
    return out


def _centre(
    spans: FloatArray,
    blocks: Sequence[int],
    at_once: int,
    copied: BoolArray | None = None,
) -> None:
    """Do the work of :func:`centred` in place, some sentences at once: they may lie on disk.

    :param copied: Which sentences are left out of the mean, shape (N,); none if None.
    """
    if not spans.shape[1]:
        return
    total = np.zeros(spans.shape[2])
    chunks = [slice(at, at + at_once) for at in range(0, spans.shape[1], at_once)]
    count = spans.shape[1]
    for chunk in chunks:
        total += spans[0, chunk].sum(axis=0, dtype=np.float64)
    if copied is not None and copied.any():
        total -= spans[0, copied].sum(axis=0, dtype=np.float64)
        count -= int(copied.sum())
    mean = (total / (count + _SHRINK)).astype(np.float32)
    for chunk in chunks:
        part = spans[:, chunk]
        part -= np.where(part.any(axis=-1, keepdims=True), mean, np.float32(0.0))
        start = 0
        for width in blocks if len(blocks) > 1 else ():
            _make_unit(part[..., start : start + width])
            start += width
        _make_unit(part)


def _make_unit(rows: FloatArray) -> None:
    """Scale rows to unit length, in place; zeros stay."""
    lengths = np.sqrt(np.einsum("...d,...d->...", rows, rows))[..., None]
    rows /= np.maximum(lengths, 1e-9)


def _room(shape: tuple[int, int, int]) -> FloatArray:
    """Return zeros of a shape; in a file that goes away with them if they are many."""
    if 4 * np.prod(shape, dtype=np.intp) <= _MOST_BYTES:
        return np.zeros(shape, np.float32)
    with temporary_room(), tempfile.TemporaryFile() as file:
        # Reserved: where a disk is full, what is mapped ends the process when it is written to.
        reserve(file.fileno(), 4 * int(np.prod(shape, dtype=np.intp)))
        return np.asarray(np.memmap(file, np.float32, "r+", shape=shape))


def side_of(
    texts: Sequence[str],
    encoder: Encoder,
    longest: int,
    report: Callable[[int], None] = lambda _done: None,
    *,
    copied: BoolArray | None = None,
    at_once: int = _AT_ONCE,
) -> EncodedSide:
    """Encode one side of the pair, as the encoder knows its script best.

    :param texts: N sentences in reading order.
    :param encoder: The encoder.
    :param longest: K, the longest run, at least 1.
    :param report: Called with the number of sentences done, as the work goes on.
    :param copied: Which sentences stand on the other side as they are, shape (N,), and say nothing
        of how alike translations are; none if None.
    :param at_once: Sentences encoded between two reports, at least 1.
    """
    lengths = np.array([len(text) for text in texts], np.float32)
    shown = [as_encoded(text) for text in texts]
    # The edges stand behind the runs, so that the same mean is taken out of both.
    spans = _room((longest + 2, len(texts), encoder.dimensions))
    for start in range(0, len(texts), at_once):
        stop = min(start + at_once, len(texts))
        # The runs that end here begin in the last sentences of the one before.
        first = max(0, start - longest + 1)
        part = encoder.encode_spans(shown[first:stop], longest)
        spans[:longest, start:stop] = part[:, start - first :]
        spans[longest:, start:stop] = edge_vectors(shown[start:stop], encoder.encode)
        report(stop)
    _centre(spans, encoder.blocks, at_once, copied)
    none = np.zeros(len(texts), np.bool_)
    return EncodedSide(
        spans[:longest],
        lengths,
        marks_of(texts),
        spans[longest:],
        none if copied is None else copied,
    )
