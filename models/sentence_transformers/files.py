"""The files of a sentence-transformers model: where they are, and what tells them from others."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator
from pathlib import Path

from duizhao import lazy
from duizhao.errors import EncoderError

__all__ = ["SHORT_NAMES", "checksum", "find_model"]

SHORT_NAMES = {"LaBSE": "sentence-transformers/LaBSE"}
"""Names of our own for models on the hub."""

_HUB_NAME = lazy.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")

_CONFIGURATIONS = ("modules.json", "config.json")
"""A model's folder has at least one of these."""

_ENDS = 1 << 20
"""Bytes that are read from either end of a large file when a folder is told from others."""


def find_model(model: str) -> Path:
    """Return the folder of a model that is on this machine.

    :param model: A folder, a hub name (``organisation/model``) or a key of :data:`SHORT_NAMES`.
    :return: An existing folder with a model's configuration.
    :raises EncoderError: If there is none; the message says how to get one.
    """
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


def checksum(folder: Path) -> str:
    """Tell a folder's content from others: 16 hexadecimal digits.

    Small files are read whole, large ones at both ends, where tensors' names and the last layers
    stand: reading gigabytes of weights would take longer than a short text takes to encode.

    :param folder: A model's folder.
    :return: The same digits wherever the folder stands.
    """
    found = hashlib.sha256()
    for path in sorted(_files(folder)):
        size = path.stat().st_size
        found.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            found.update(file.read(_ENDS))
            if size > _ENDS:
                file.seek(max(_ENDS, size - _ENDS))
                found.update(file.read(_ENDS))
    return found.hexdigest()[:16]


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files that bear on vectors: not the description, nor hidden ones."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.is_file() and not hidden and path.suffix.lower() != ".md":
            yield path
