"""The files of weights that ``duizhao fit`` writes, one a model, in the user's own folder.

A file names the encoder whose vectors its weights were fitted with: by its signature, which holds
a checksum of the model's files, and by whether runs of sentences are composed. Its own name does
not count, so a file from another machine only needs to be put into the folder. Weights are work
and no cache: ``duizhao cache clear`` leaves them alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duizhao import lazy
from duizhao.corpora.files.input import read_utf8
from duizhao.corpora.files.output import write_whole
from duizhao.errors import InputError
from duizhao.models.encoder import Encoder

__all__ = [
    "StoredWeights",
    "read_stored",
    "weights_files",
    "weights_folder",
    "weights_path",
    "write_stored",
]

_VARIABLE = "DUIZHAO_DATA_DIR"
_FORMAT, _VERSION = "duizhao-weights", 1
_NOT_IN_NAMES = lazy.compile(r"[^a-z0-9.]+")
_LONGEST_NAME = 80  # characters of a file's name that the model's name may take
_DIGITS = 8  # hexadecimal ones that tell weights, or signatures, from others


@dataclass(frozen=True)
class StoredWeights:
    """What a file of weights says.

    :param model: The name by which the model was asked for.
    :param encoder: The signature of the encoder.
    :param composes: Whether runs of sentences were composed.
    :param fitted_on: What the weights were fitted on, and how good they were, in words.
    :param features: A weight for each feature of a bead, by name.
    :param types: A weight for each class of bead types, by name.
    """

    model: str
    encoder: str
    composes: bool
    fitted_on: str
    features: Mapping[str, float]
    types: Mapping[str, float]

    @property
    def signature(self) -> str:
        """What tells these weights from others in a result's signature."""
        text = json.dumps([dict(self.features), dict(self.types)], sort_keys=True)
        return f"w:own-{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


def weights_folder() -> Path:
    """Return the folder: ``weights`` in ``DUIZHAO_DATA_DIR``, or else in the user's data folder."""
    chosen = os.environ.get(_VARIABLE)
    if chosen:
        return Path(chosen) / "weights"
    import platformdirs

    return Path(platformdirs.user_data_dir("duizhao", appauthor=False)) / "weights"


def weights_path(encoder: Encoder) -> Path:
    """Return where an encoder's own weights are written.

    Each signature has a file of its own, so that weights outlive a change of the model and back.
    """
    name = _NOT_IN_NAMES.sub("-", encoder.signature.lower()).strip("-")[:_LONGEST_NAME]
    whole = f"{encoder.signature}\0{encoder.composes}"
    digits = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return weights_folder() / f"{name}-{digits}.json"


def write_stored(path: Path, weights: StoredWeights) -> None:
    """Write a file of weights, whole or not at all; the same weights give the same bytes.

    :param path: Where; missing folders are made.
    :param weights: What to write.
    :raises OutputError: If it cannot be written there.
    """
    data = {
        "format": _FORMAT,
        "version": _VERSION,
        "model": weights.model,
        "encoder": weights.encoder,
        "composes": weights.composes,
        "fitted_on": weights.fitted_on,
        "features": dict(weights.features),
        "types": dict(weights.types),
    }
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    write_whole(path, lambda stream: stream.write(text.encode("utf-8", "backslashreplace")))


def read_stored(path: Path) -> StoredWeights:
    """Read a file of weights.

    :param path: The file.
    :raises InputError: If it cannot be read or is no such file.
    """
    text = read_utf8(path, "weights that duizhao fit wrote")
    try:
        return _parsed(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path} holds no weights that duizhao fit wrote; fit again, or remove it"
        raise InputError(message) from error


def _parsed(data: Any) -> StoredWeights:  # noqa: ANN401 - whatever JSON holds
    if (data["format"], data["version"]) != (_FORMAT, _VERSION):
        raise ValueError
    features, types = (
        {str(name): float(value) for name, value in data[part].items()}
        for part in ("features", "types")
    )
    # Sums of what is no number would be no number, and no path the best one.
    if not all(abs(value) < float("inf") for value in (*features.values(), *types.values())):
        raise ValueError
    return StoredWeights(
        str(data["model"]),
        str(data["encoder"]),
        bool(data["composes"]),
        str(data["fitted_on"]),
        features,
        types,
    )


def weights_files() -> list[Path]:
    """Return the files in the folder, by name; none if it is not there."""
    return sorted(weights_folder().glob("*.json"))
