"""Models of the ``sentence-transformers`` package, which comes with the extra of that name.

A model is a folder, or a name such as ``sentence-transformers/LaBSE`` whose files were fetched
before: nothing here reaches for the network. ``LaBSE`` alone is short for that name (Feng et al.
2022, "Language-agnostic BERT Sentence Embedding"). A prompt that a model's own configuration makes
its default (``default_prompt_name``) stands before every text; texts that are longer than a model
reads are read in pieces and averaged by their numbers of tokens.

**Runs of sentences.** Where a model's vector is the mean of token vectors, a run's vector can be
composed from sums of token vectors and numbers of tokens; layers on top (dense ones too) follow the
mean. With one fixed vector a token (``StaticEmbedding``) that is exact but for tokens that would
differ at the joints of Chinese text, and so it is what happens. A transformer's token vectors
depend on the sentences around them, which composing loses. Mean cosine with the vector of the
joined text, 240 sentences of MAC-Dev:

=============================================  =====  =====  =====
sentences in the run                           2      4      8
=============================================  =====  =====  =====
fixed vectors, composed, English               1.000  1.000  1.000
fixed vectors, composed, Chinese               .992   .987   .983
all-MiniLM-L6-v2, composed, English            .944   .886   .836
the same, mean of the single texts' vectors    .927   .867   .815
the same, exact, but the run one text later    .650   .814   .897
=============================================  =====  =====  =====

(Fixed vectors: the embedded encoder's token table, 64 dimensions.) A transformer's composed vector
of eight sentences is further off than another run, which begins one sentence later. So transformers
read every run as one text unless ``compose`` asks for the faster way: with runs of up to K
sentences each is otherwise read K (K + 1) / 2 times, which for K = 8 took 11 times as long.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from duizhao.errors import EncoderError, MissingExtraError
from duizhao.models.arrays import FloatArray, unit
from duizhao.models.encoder import TokenVectors
from duizhao.models.sentence_transformers.files import SHORT_NAMES, checksum, find_model
from duizhao.models.sentence_transformers.model import LoadedModel
from duizhao.models.sentence_transformers.plan import ModelPlan, Reader, read_plan
from duizhao.models.text_runs import AdditiveEncoder, spans_by_joining

__all__ = [
    "SHORT_NAMES",
    "ComposingSentenceEncoder",
    "SentenceTransformerEncoder",
    "TokenSentenceEncoder",
    "load_sentence_model",
]

_EXTRA = "sentence-transformers"
_PACKAGE = "sentence_transformers"

_BATCH = 32
"""Texts that pass the model together: the package's own default."""


class SentenceTransformerEncoder:
    """Encode with any model; runs of texts are encoded as joined text.

    The model's files are found at once; they are loaded before the first text is encoded.
    :func:`load_sentence_model` makes the encoder that can do the most with a model.

    :param model: A folder, a hub name (``organisation/model``) or a key of :data:`SHORT_NAMES`.
    :param device: Where the model runs: ``cpu``, ``cuda``, ``cuda:1``, ``mps``, …; the fastest that
        is there if not given.
    :param batch_size: Texts that pass the model together, at least 1; more need more memory.
    :raises MissingExtraError: If the package is not installed.
    :raises EncoderError: If there is no such model on this machine.
    """

    composes = False

    def __init__(
        self, model: str, *, device: str | None = None, batch_size: int | None = None
    ) -> None:
        if importlib.util.find_spec(_PACKAGE) is None:
            raise MissingExtraError(_EXTRA, _EXTRA)
        if batch_size is not None and batch_size < 1:
            message = f"a batch of {batch_size} texts was asked for; name at least 1"
            raise EncoderError(message)
        self.name = model
        self._folder = find_model(model)
        self._device = device
        self._batch = batch_size or _BATCH

    @cached_property
    def signature(self) -> str:
        """The model's name and a checksum of its files."""
        name = SHORT_NAMES.get(self.name, self.name)
        if Path(name).expanduser().is_dir():
            name = self._folder.name  # wherever the folder stands, its content decides
        return f"{name}@{checksum(self._folder)}"

    @cached_property
    def dimensions(self) -> int:
        """The length D of a vector."""
        return self._plan.dimensions or self._model.dimensions

    @property
    def blocks(self) -> tuple[int, ...]:
        """The widths of the models' vectors in a row: one model, one block."""
        return (self.dimensions,)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return one unit vector a text; texts without a token give zeros.

        :param texts: N texts.
        :return: Shape (N, D).
        :raises EncoderError: If the model cannot be loaded, or the device is not there.
        """
        return unit(self._model.vectors(texts))

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of all runs of up to ``longest`` texts.

        :param texts: N texts in reading order.
        :param longest: K, the longest run, at least 1.
        :return: Shape (K, N, D); ``[k - 1, i]`` is the run of ``k`` texts that ends with ``i``.
        :raises EncoderError: If the model cannot be loaded, or the device is not there.
        """
        return spans_by_joining(self.encode, texts, longest)

    @cached_property
    def _plan(self) -> ModelPlan:
        return read_plan(self._folder)

    @cached_property
    def _model(self) -> LoadedModel:
        return LoadedModel(self.name, self._folder, self._plan, self._device, self._batch)


class TokenSentenceEncoder(SentenceTransformerEncoder):
    """Encode with a model whose tokeniser tells where tokens stand; it shows token vectors too."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the tokens of each text with their vectors, a prompt and marks left out.

        :param texts: N texts.
        :return: N of them; a text without a token has none.
        :raises EncoderError: If the model cannot be loaded, or the device is not there.
        """
        return self._model.tokens(texts)


class ComposingSentenceEncoder(AdditiveEncoder, TokenSentenceEncoder):
    """Encode with a model that takes the mean of token vectors; runs are composed from sums.

    :raises EncoderError: If the model does something else, or is not on this machine.
    """

    def __init__(
        self, model: str, *, device: str | None = None, batch_size: int | None = None
    ) -> None:
        super().__init__(model, device=device, batch_size=batch_size)
        if self._plan.mean is None:
            message = (
                f"runs cannot be composed with {model}, whose files do not say that vectors are "
                "means of token vectors; leave the choice out, so that each run is read as one text"
            )
            raise EncoderError(message)
        self._width = self._plan.mean
        self.state_width = self._width + 1  # the sum of the token vectors and the number of tokens

    def states(self, texts: Sequence[str]) -> FloatArray:
        """Return what each text contributes to a run.

        :param texts: N texts.
        :return: Shape (N, S), see :attr:`state_width`.
        :raises EncoderError: If the model cannot be loaded, or the device is not there.
        """
        return self._model.sums(texts, self._width)

    def vectors_of(self, states: FloatArray) -> FloatArray:
        """Return the vectors of texts, or of runs, from their states, which add up.

        :param states: Shape (N, S).
        :return: Shape (N, D).
        """
        vectors = np.zeros((len(states), self.dimensions), np.float32)
        filled = states[:, -1] > 0
        means = states[filled, :-1] / states[filled, -1:]
        if len(means):
            vectors[filled] = self._model.finish(means) if self._plan.layers else means
        return unit(vectors)


def load_sentence_model(
    model: str,
    *,
    device: str | None = None,
    batch_size: int | None = None,
    compose: bool | None = None,
) -> SentenceTransformerEncoder:
    """Return the encoder that fits a model; nothing is loaded before a text is encoded.

    :param model: A folder, a hub name (``organisation/model``) or a key of :data:`SHORT_NAMES`.
    :param device: Where the model runs, see :class:`SentenceTransformerEncoder`.
    :param batch_size: Texts that pass the model together.
    :param compose: Whether to compose runs of texts; if not given, where that is exact.
    :return: A :class:`~duizhao.models.encoder.TokenEncoder` where the model shows its tokens.
    :raises MissingExtraError: If the package is not installed.
    :raises EncoderError: If there is no such model on this machine, or it cannot compose.
    """
    plain = SentenceTransformerEncoder(model, device=device, batch_size=batch_size)
    plan = read_plan(find_model(model))
    if compose is None:
        compose = plan.reader is Reader.STATIC and plan.mean is not None
    if compose:
        return ComposingSentenceEncoder(model, device=device, batch_size=batch_size)
    if plan.offsets:
        return TokenSentenceEncoder(model, device=device, batch_size=batch_size)
    return plain
