"""The fitted weights of the bead features, and the score that they make.

The weights are data: ``align/aligner/data/weights.json`` names each one and says what it was
fitted on (``benchmarks/fit_weights.py`` writes it). Encoders differ in how alike they find what
belongs together, so an encoder may have weights of its own, in ``weights-<name>.json`` or where
``duizhao fit`` keeps them (:mod:`duizhao.align.aligner.stored.files`). The score of a bead is the
sum over its features of weight times value, plus the weight of its type's class.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from duizhao import lazy
from duizhao.align.aligner.features import FEATURES, bead_types, type_class
from duizhao.align.aligner.lattice import Step
from duizhao.align.aligner.stored.files import StoredWeights, read_stored, weights_files
from duizhao.errors import InputError
from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder

__all__ = [
    "Weights",
    "default_weights",
    "origin_of",
    "packaged_weights",
    "weights_as_json",
    "weights_file",
    "weights_for",
]

_log = logging.getLogger(__name__)

_FOLDER = "data"
_NOT_IN_NAMES = lazy.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True)
class Weights:
    """One weight a feature and one a class of bead types.

    :param features: By the names in :data:`duizhao.align.aligner.features.FEATURES`.
    :param types: By the names that :func:`duizhao.align.aligner.features.type_class` gives; bead
        types without a weight here are not tried.
    :param signature: What tells these weights from others in a result's signature.
    """

    features: Mapping[str, float]
    types: Mapping[str, float]
    signature: str

    def steps(self) -> tuple[Step, ...]:
        """Return the T bead types that have a weight."""
        return tuple(step for step in bead_types() if type_class(step) in self.types)

    def scores(self, features: FloatArray, steps: Sequence[Step]) -> FloatArray:
        """Return the scores of beads, shape (T, c), from their features, shape (F, T, c)."""
        vector = np.array([self.features[name] for name in FEATURES], np.float32)
        bias = np.array([self.types[type_class(step)] for step in steps], np.float32)
        scores: FloatArray = np.tensordot(vector, features, 1) + bias[:, None]
        return scores

    def parts(self, values: FloatArray, step: Step) -> dict[str, float]:
        """Return what each feature adds to one bead's score.

        :param values: The bead's features, shape (F,).
        :param step: Its type.
        :return: Contributions by name, without those of zero; they sum to the score.
        """
        parts = {name: self.features[name] * float(values[f]) for f, name in enumerate(FEATURES)}
        parts[type_class(step)] = self.types[type_class(step)]
        return {name: value for name, value in parts.items() if value}


def weights_file(encoder_name: str | None = None) -> str:
    """Return the name of the file of an encoder's own weights; of everybody's if None.

    >>> weights_file(), weights_file("sentence-transformers/LaBSE")
    ('weights.json', 'weights-sentence-transformers-labse.json')
    """
    if encoder_name is None:
        return "weights.json"
    return f"weights-{_NOT_IN_NAMES.sub('-', encoder_name.lower()).strip('-')}.json"


def default_weights() -> Weights:
    """Return the weights for encoders that have none of their own."""
    found = _read(weights_file())
    assert found, "the package comes with weights"
    return found


def weights_for(encoder: Encoder) -> Weights:
    """Return the weights that were fitted with an encoder, or the default ones.

    Those that the user fitted (:mod:`duizhao.align.aligner.stored.files`) come before those of the
    package. Weights that were fitted for other files of the same model, or with other features,
    are not used, and a warning says so.

    :param encoder: Its signature and its way of composing count, and its name.
    """
    files = tuple((path, path.stat().st_mtime_ns) for path in weights_files())
    own = _own(encoder.signature, encoder.name, encoder.composes, files) if files else None
    return own or packaged_weights(encoder)


def packaged_weights(encoder: Encoder) -> Weights:
    """Return the weights that the package has for an encoder, or the default ones.

    :param encoder: Only its name counts.
    """
    return _read(weights_file(encoder.name)) or default_weights()


def origin_of(weights: Weights, encoder: Encoder) -> str:
    """Say where an encoder's weights are from: ``"own"``, ``"package"`` or ``"default"``.

    :param weights: From :func:`weights_for`.
    :param encoder: The encoder.
    """
    if weights is not packaged_weights(encoder):
        return "own"
    return "default" if weights is default_weights() else "package"


@cache
def _own(
    signature: str, name: str, composes: bool, files: tuple[tuple[Path, int], ...]
) -> Weights | None:
    """Return the weights that the user fitted for an encoder; what does not fit it is told.

    :param files: The files there are, each with the time of its last change: what was read holds
        until one changes.
    """
    others = []
    for path, _ in files:
        try:
            found = read_stored(path)
        except InputError as error:
            _log.warning("%s", error)
            continue
        if (found.encoder, found.composes) == (signature, composes):
            if _fits(found):
                return Weights(found.features, found.types, found.signature)
            _log.warning("%s is of another version of duizhao and is not used; fit again", path)
        elif found.model == name:
            others.append(path)
    if others:
        _log.warning(
            "the weights %s were fitted with other files of the model %s, or with runs composed "
            "otherwise, and are not used; fit again with duizhao fit",
            others[0],
            name,
        )
    return None


def _fits(found: StoredWeights) -> bool:
    """Say whether stored weights are of the features and bead types of this version."""
    classes = set(map(type_class, bead_types()))
    known = found.features.keys() == set(FEATURES) and found.types.keys() <= classes
    return known and {"null", "type 1-1"} <= found.types.keys()


def weights_as_json(weights: Weights, encoder: str, fitted_on: str) -> str:
    """Return what a file of weights holds.

    :param weights: The weights.
    :param encoder: The signature of the encoder whose vectors they were fitted with.
    :param fitted_on: What they were fitted on, in words.
    """
    data = {
        "signature": weights.signature,
        "encoder": encoder,
        "fitted_on": fitted_on,
        "features": dict(weights.features),
        "types": dict(weights.types),
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


@cache
def _read(name: str) -> Weights | None:
    """Return the weights in a file of the package, None if there is no such file."""
    file = files("duizhao.align.aligner").joinpath(_FOLDER, name)
    if not file.is_file():
        return None
    data = json.loads(file.read_text("utf-8"))
    return Weights(data["features"], data["types"], data["signature"])
