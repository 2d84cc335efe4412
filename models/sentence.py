"""Models of the ``sentence-transformers`` package, which comes with the extra of that name.

A model is a folder, or a name such as ``sentence-transformers/LaBSE`` whose files were fetched
before: nothing here reaches for the network. ``LaBSE`` alone is short for that name (Feng et al.
2022, "Language-agnostic BERT Sentence Embedding").
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from duizhao.errors import EncoderError, MissingExtraError
from duizhao.models.encoder import FloatArray
from duizhao.models.spans import spans_by_joining

__all__ = ["SHORT_NAMES", "SentenceTransformerEncoder"]

SHORT_NAMES = {"LaBSE": "sentence-transformers/LaBSE"}

_EXTRA = "sentence-transformers"
_PACKAGE = "sentence_transformers"

_HUB_NAME = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")

_CONFIGURATIONS = ("modules.json", "config.json")
"""A model's folder has at least one of these."""

_BATCH = 32
"""Texts that pass the model together: the package's own default."""

_ENDS = 1 << 20
"""Bytes that are read from either end of a large file when a folder is told from others."""


class SentenceTransformerEncoder:
    """Encode with a sentence-transformers model; runs of texts are encoded as joined text.

    The model's files are found at once; they are loaded before the first text is encoded.

    :param model: A folder, a hub name (``organisation/model``) or a key of :data:`SHORT_NAMES`.
    :raises MissingExtraError: If the package is not installed.
    :raises EncoderError: If there is no such model on this machine.
    """

    def __init__(self, model: str) -> None:
        if importlib.util.find_spec(_PACKAGE) is None:
            raise MissingExtraError(_EXTRA, _EXTRA)
        self.name = model
        self._folder = _find(model)

    @cached_property
    def signature(self) -> str:
        """The model's name and a checksum of its files."""
        name = SHORT_NAMES.get(self.name, self.name)
        if Path(name).is_dir():
            name = self._folder.name  # wherever the folder stands, its content decides
        return f"{name}@{_checksum(self._folder)}"

    @cached_property
    def dimensions(self) -> int:
        """The length D of a vector."""
        return int(self._model.encode(["."], show_progress_bar=False).shape[1])

    @property
    def blocks(self) -> tuple[int, ...]:
        """The widths of the models' vectors in a row: one model, one block."""
        return (self.dimensions,)

    @property
    def composes(self) -> bool:
        """Whether runs are composed from single texts."""
        return False

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return one unit vector a text; empty texts give zeros.

        :param texts: N texts.
        :return: Shape (N, D).
        :raises EncoderError: If the model cannot be loaded.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        filled = [number for number, text in enumerate(texts) if text.strip()]
        if filled:
            vectors[filled] = self._model.encode(
                [texts[number] for number in filled],
                batch_size=_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        """Return the vectors of all runs of up to ``longest`` texts.

        :param texts: N texts in reading order.
        :param longest: K, the longest run, at least 1.
        :return: Shape (K, N, D); ``[k - 1, i]`` is the run of ``k`` texts that ends with ``i``.
        :raises EncoderError: If the model cannot be loaded.
        """
        return spans_by_joining(self.encode, texts, longest)

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - the package is optional, so are its types
        import sentence_transformers

        try:
            return sentence_transformers.SentenceTransformer(
                str(self._folder), local_files_only=True
            )
        # Whatever a broken folder makes the package's many readers raise, it is the model's fault.
        except Exception as error:
            message = (
                f"the model {self.name} in {self._folder} cannot be loaded "
                f"({' '.join(str(error).split())}); fetch it again, or name another"
            )
            raise EncoderError(message) from error


def _find(model: str) -> Path:
    """Return the folder of a model that is on this machine."""
    folder = Path(model).expanduser()
    if not folder.is_dir():
        folder = _fetched(SHORT_NAMES.get(model, model))
    if not any((folder / name).is_file() for name in _CONFIGURATIONS):
        message = (
            f"{folder} holds no sentence-transformers model ({' or '.join(_CONFIGURATIONS)} was "
            "expected); name the folder that SentenceTransformer.save wrote"
        )
        raise EncoderError(message)
    return folder


def _fetched(name: str) -> Path:
    """Return the folder of a hub model that was fetched before; never fetch it."""
    if not _HUB_NAME.fullmatch(name):
        message = f"no folder {name}; name an existing one, or a model as organisation/model"
        raise EncoderError(message)
    hub = importlib.import_module("huggingface_hub")
    errors = importlib.import_module("huggingface_hub.errors")
    try:
        return Path(hub.snapshot_download(name, local_files_only=True))
    except (errors.HFValidationError, errors.LocalEntryNotFoundError) as error:
        message = (
            f"the model {name} is not on this machine and duizhao does not use the network; "
            f"fetch it once with: hf download {name} (or name a folder that holds it)"
        )
        raise EncoderError(message) from error


def _checksum(folder: Path) -> str:
    """Tell a folder's content from others: 16 hexadecimal digits.

    Small files are read whole, large ones at both ends, where tensors' names and the last layers
    stand: reading gigabytes of weights would take longer than a short text takes to encode.
    """
    digest = hashlib.sha256()
    for path in sorted(_files(folder)):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            digest.update(file.read(_ENDS))
            if size > _ENDS:
                file.seek(max(_ENDS, size - _ENDS))
                digest.update(file.read(_ENDS))
    return digest.hexdigest()[:16]


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files that bear on vectors: not the description, nor hidden ones."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.is_file() and not hidden and path.suffix.lower() != ".md":
            yield path
