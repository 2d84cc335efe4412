"""The one place that calls torch and the sentence-transformers package.

Models run in single precision whatever precision their files have, so that a text's vector does not
depend on its company.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from duizhao.errors import EncoderError
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import TokenVectors
from duizhao.models.sentence_transformers.plan import ModelPlan, Reader
from duizhao.models.sentence_transformers.tokens import Span, cut, join_tokens, token_vectors
from duizhao.models.token_pieces import readable

__all__ = ["LoadedModel"]

_LONGEST_PIECE = 1024
"""Tokens a piece has at most, even where a model reads more: what a batch of pieces takes in memory
grows with their length, and runs of sentences are shorter (MAC-Dev: 8 sentences have 176 tokens on
average)."""

_TEXTS_AT_ONCE = 1024
"""Texts that are tokenised together: bounds the memory that token lists take."""

Pieces = list[list[Span]]


class LoadedModel:
    """A model that is ready for use.

    A text with more tokens than the model can read is read in pieces, so that its end counts too;
    the package itself would cut it off.

    :param name: What the user called the model, for messages.
    :param folder: Its files.
    :param plan: What it is made of.
    :param device: Where it runs, as torch names devices; the package's choice if not given.
    :param batch: Pieces of text that pass it together.
    :raises EncoderError: If the device is not there, or the files are broken.
    """

    def __init__(
        self, name: str, folder: Path, plan: ModelPlan, device: str | None, batch: int
    ) -> None:
        self._name, self._folder, self._plan, self._batch = name, folder, plan, batch
        self._torch = importlib.import_module("torch")
        package = importlib.import_module("sentence_transformers")
        if device is not None:
            _check_device(self._torch, device)
        try:
            with _quiet():
                model = package.SentenceTransformer(
                    str(folder), device=device, local_files_only=True
                )
            self._model = model.float().eval()
            self._modules = list(model)
            self._prompt = model.prompts.get(model.default_prompt_name) or ""
            self.dimensions = int(self._encode(["."]).shape[1])
        # Whatever a broken folder makes the package's many readers raise, it is the model's fault.
        except Exception as error:
            raise self._broken(" ".join(str(error).split())) from error
        if plan.dimensions not in (None, self.dimensions):
            raise self._broken(f"vectors have {self.dimensions} numbers, not {plan.dimensions}")

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """Return the vectors of texts as the package makes them, shape (N, D); not of unit length.

        Of a text in pieces it is the mean by their numbers of tokens.
        """
        texts = [readable(text) for text in texts]
        pieces = self._pieces(texts)
        parts = [texts[i][start:end] for i, spans in enumerate(pieces) for start, end in spans]
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        if parts:
            rows = self._encode(parts)
            if len(parts) > sum(map(bool, pieces)):
                rows = rows * np.array(self._count(parts), np.float32)[:, None]
            owners = np.repeat(np.arange(len(texts)), [len(spans) for spans in pieces])
            np.add.at(vectors, owners, rows)
        return vectors

    def sums(self, texts: Sequence[str], width: int) -> FloatArray:
        """Return sums of token vectors and numbers of tokens, shape (N, width + 1).

        Marks that the model puts around a text count, as they do in its mean.
        """
        texts = [readable(text) for text in texts]
        result = np.zeros((len(texts), width + 1), np.float32)
        if self._plan.reader is Reader.STATIC:
            for number, (encoding, rows) in enumerate(self._static(texts)):
                result[number, :width] = rows.sum(axis=0)
                result[number, width] = len(encoding.ids)
            return result
        for owners, _, features in self._read(texts, self._pieces(texts)):
            mask = features["attention_mask"].unsqueeze(-1).to(features["token_embeddings"].dtype)
            added = (features["token_embeddings"] * mask).sum(1)
            rows = np.concatenate([_numpy(added), _numpy(mask.sum(1))], axis=1)
            np.add.at(result, owners, rows)
        return result

    def finish(self, means: FloatArray) -> FloatArray:
        """Pass mean vectors through the layers on top, shape (N, D)."""
        tensor = self._torch.from_numpy(np.ascontiguousarray(means)).to(self._model.device)
        features = {"sentence_embedding": tensor}
        with self._torch.inference_mode():
            for module in self._modules[self._plan.on_top :]:
                features = module(features)
        return _numpy(features["sentence_embedding"])

    def tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the tokens of texts."""
        texts = [readable(text) for text in texts]
        if self._plan.reader is Reader.STATIC:
            shift = len(self._prompt)
            return [
                token_vectors(text, encoding.tokens, _moved(encoding.offsets, shift), rows)
                for text, (encoding, rows) in zip(texts, self._static(texts), strict=True)
            ]
        pieces = self._pieces(texts)
        found: list[dict[int, TokenVectors]] = [{} for _ in texts]
        for owners, spans, features in self._read(texts, pieces):
            parts = [texts[i][start:end] for i, (start, end) in zip(owners, spans, strict=True)]
            for row, tokens in enumerate(self._transformer_tokens(parts, features)):
                found[owners[row]][spans[row][0]] = tokens
        width = next((t.vectors.shape[1] for some in found for t in some.values()), 0)
        return [
            join_tokens([some[start] for start in sorted(some)], sorted(some), width)
            for some in found
        ]

    def _transformer_tokens(
        self, parts: Sequence[str], features: dict[str, Any]
    ) -> Iterator[TokenVectors]:
        """Yield the tokens of each piece in a batch."""
        encoded = self._model.tokenizer(
            [self._prompt + part for part in parts],
            padding=True,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        if not np.array_equal(encoded["input_ids"], features["input_ids"].cpu().numpy()):
            raise self._broken("its tokeniser does not give the tokens that the model reads")
        vectors = _numpy(features["token_embeddings"])
        for row, part in enumerate(parts):
            own = np.flatnonzero(np.array(encoded["special_tokens_mask"][row]) == 0)
            names, offsets = encoded.tokens(row), encoded["offset_mapping"][row]
            spans = _moved([offsets[i] for i in own], len(self._prompt))
            yield token_vectors(part, [names[i] for i in own], spans, vectors[row, own])

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        """Encode texts with the package; it adds the model's default prompt by itself."""
        vectors = self._model.encode(
            list(texts), batch_size=self._batch, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)

    def _read(
        self, texts: Sequence[str], pieces: Pieces
    ) -> Iterator[tuple[list[int], list[Span], dict[str, Any]]]:
        """Yield batches of pieces: whose they are, where they stand and what the model made."""
        everything = [(i, span) for i, spans in enumerate(pieces) for span in spans]
        # Pieces of like length share a batch: the shorter ones are padded to the longest.
        everything.sort(key=lambda entry: entry[1][1] - entry[1][0])
        prepare = getattr(self._model, "preprocess", None) or self._model.tokenize
        for first in range(0, len(everything), self._batch):
            part = everything[first : first + self._batch]
            features = prepare([self._prompt + texts[i][start:end] for i, (start, end) in part])
            features = {
                key: value.to(self._model.device) if hasattr(value, "to") else value
                for key, value in features.items()
            }
            with self._torch.inference_mode():
                features = self._modules[0](features)
            yield [i for i, _ in part], [span for _, span in part], features

    def _static(self, texts: Sequence[str]) -> Iterator[tuple[Any, FloatArray]]:
        """Yield each text's tokens and their vectors from the table."""
        reader = self._modules[0]
        for first in range(0, len(texts), _TEXTS_AT_ONCE):
            part = [
                self._prompt + text if text.strip() else ""
                for text in texts[first : first + _TEXTS_AT_ONCE]
            ]
            encodings = self._tokeniser.encode_batch(part, add_special_tokens=False)
            numbers = [number for encoding in encodings for number in encoding.ids]
            if not numbers:
                yield from ((encoding, self._no_rows) for encoding in encodings)
                continue
            ids = self._torch.tensor(numbers, device=self._model.device)
            # Each token as a text of its own: the table itself, by the way that texts go.
            offsets = self._torch.arange(len(numbers), device=self._model.device)
            with self._torch.inference_mode():
                features = reader({"input_ids": ids, "offsets": offsets})
            rows = _numpy(features["sentence_embedding"])
            ends = np.cumsum([len(encoding.ids) for encoding in encodings])
            yield from zip(encodings, np.split(rows, ends[:-1]), strict=True)

    @cached_property
    def _no_rows(self) -> FloatArray:
        return np.zeros((0, self._plan.mean or self.dimensions), np.float32)

    @cached_property
    def _tokeniser(self) -> Any:  # noqa: ANN401 - the package is optional, so are its types
        """The tokeniser of a table: it may be set to cut long texts, which a mean need not."""
        tokeniser = self._modules[0].tokenizer
        tokeniser.no_truncation()
        return tokeniser

    def _pieces(self, texts: Sequence[str]) -> Pieces:
        """Cut texts where the model cannot read them whole; those without a token have no piece."""
        if self._plan.reader is not Reader.TRANSFORMER:
            return [[(0, len(text))] if text.strip() else [] for text in texts]
        pieces: Pieces = []
        for first in range(0, len(texts), _TEXTS_AT_ONCE):
            part = texts[first : first + _TEXTS_AT_ONCE]
            for text, count in zip(part, self._count(part), strict=True):
                if count <= self._limit:
                    pieces.append([(0, len(text))] if count else [])
                else:
                    pieces.append(cut(text, self._limit, self._count))
        return pieces

    def _count(self, texts: Sequence[str]) -> list[int]:
        """Return numbers of tokens, marks not counted."""
        # Some tokenisers make a token of spaces, which no reader would call a token.
        filled = [text.strip() for text in texts]
        if not filled:
            return []
        # The tokeniser would warn of texts that are too long: they are about to be cut.
        found = self._model.tokenizer(
            filled, add_special_tokens=False, truncation=False, verbose=False
        )["input_ids"]
        return [len(ids) if text else 0 for text, ids in zip(filled, found, strict=True)]

    @cached_property
    def _limit(self) -> int:
        """How many tokens a piece may have."""
        longest = min(self._model.max_seq_length or _LONGEST_PIECE, _LONGEST_PIECE)
        marks = int(self._model.tokenizer.num_special_tokens_to_add())
        prompt = self._count([self._prompt])[0]
        return max(1, int(longest) - marks - prompt)

    def _broken(self, reason: str) -> EncoderError:
        return EncoderError(
            f"the model {self._name} in {self._folder} cannot be loaded ({reason}); fetch it "
            "again, or name another"
        )


def _check_device(torch: Any, device: str) -> None:  # noqa: ANN401 - as above
    """Refuse a device that is not there, before a model is loaded for nothing."""
    try:
        torch.ones(1, device=device).cpu()
    except Exception as error:
        there = ["cpu", *(f"cuda:{number}" for number in range(torch.cuda.device_count()))]
        there += ["mps"] if torch.backends.mps.is_available() else []
        message = (
            f"the device {device!r} cannot be used on this machine; "
            f"name one that is there ({', '.join(there)})"
        )
        raise EncoderError(message) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the packages show while a model is loaded off the screen."""
    screen = importlib.import_module("transformers.utils.logging")
    logger = logging.getLogger("sentence_transformers")
    shown, levels = screen.is_progress_bar_enabled(), (screen.get_verbosity(), logger.level)
    screen.disable_progress_bar()
    screen.set_verbosity_error()
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        screen.set_verbosity(levels[0])
        logger.setLevel(levels[1])
        if shown:
            screen.enable_progress_bar()


def _moved(spans: Sequence[Span], shift: int) -> list[Span]:
    return [(start - shift, end - shift) for start, end in spans]


def _numpy(tensor: Any) -> FloatArray:  # noqa: ANN401 - as above
    array: FloatArray = tensor.float().cpu().numpy()
    return array
