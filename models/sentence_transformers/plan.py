"""What a sentence-transformers model is made of, told from its small files alone.

A model is a row of modules: one that reads text, mostly one that pools token vectors, and layers on
top. Which they are decides what an encoder can do, so it is read before anything heavy is imported;
a run whose vectors are all in the cache never imports torch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

__all__ = ["ModelPlan", "Reader", "read_plan"]

_PACKAGE = "sentence_transformers."

_ON_TOP = ("Dense", "Dropout", "LayerNorm", "Normalize")
"""Modules that turn one vector into one vector."""

_MODES = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
"""How versions before 6 write down what later ones call ``pooling_mode``."""

_LENGTH_BYTES = 8
"""A safetensors file begins with the length of its header, which is JSON."""

_LONGEST_HEADER = 1 << 24


class Reader(str, Enum):
    """The module that reads text."""

    STATIC = "static"
    """One vector a token, whatever stands beside it; a text is their mean."""
    TRANSFORMER = "transformer"
    """Token vectors that depend on the whole text."""
    OTHER = "other"
    """Anything else: only its sentence vectors are used."""


@dataclass(frozen=True)
class ModelPlan:
    """What a model is made of.

    :param reader: The module that reads text.
    :param offsets: Whether its tokeniser tells where each token stands in the text.
    :param mean: The width of a token vector where a text's vector is, up to the layers on top, the
        mean of its token vectors; otherwise none.
    :param on_top: How many modules stand before the layers on top.
    :param layers: Whether any of these does more than set a vector's length to 1.
    :param dimensions: The width of a sentence vector, if the files tell it.
    """

    reader: Reader
    offsets: bool = False
    mean: int | None = None
    on_top: int = 1
    layers: bool = False
    dimensions: int | None = None


def read_plan(folder: Path) -> ModelPlan:
    """Read what a model is made of; whatever the files do not tell, is taken as unknown.

    :param folder: A model's folder.
    :return: Its plan.
    """
    modules = _modules(folder)
    if not modules:  # a model without a list of its modules: the package itself decides
        return ModelPlan(Reader.TRANSFORMER, offsets=(folder / "tokenizer.json").is_file())
    (first, path), rest = modules[0], modules[1:]
    if first == "StaticEmbedding":
        width = _static_width(path)
        return _with_layers(ModelPlan(Reader.STATIC, offsets=True, mean=width), rest, width)
    if first != "Transformer":
        return ModelPlan(Reader.OTHER)
    # The package lowers such texts before the tokeniser sees them: offsets may not fit.
    lowered = bool(_json(path / "sentence_bert_config.json").get("do_lower_case"))
    offsets = (path / "tokenizer.json").is_file() and not lowered
    plan = ModelPlan(Reader.TRANSFORMER, offsets=offsets)
    if not rest or rest[0][0] != "Pooling":
        return plan
    pooling = _json(rest[0][1] / "config.json")
    modes, width = _pooling_modes(pooling), _width(pooling)
    is_mean = modes == ("mean",) and pooling.get("include_prompt", True) is True
    pooled = len(modes) * width if width else None
    mean = width if is_mean and offsets else None
    return _with_layers(ModelPlan(plan.reader, offsets, mean, on_top=2), rest[1:], pooled)


def _with_layers(
    plan: ModelPlan, layers: Sequence[tuple[str, Path]], width: int | None
) -> ModelPlan:
    """Return the plan of a model with its layers on top.

    :param plan: The model up to its pooled vector.
    :param layers: The modules that follow.
    :param width: The width of the pooled vector, if known.
    """
    plain = all(name in _ON_TOP for name, _ in layers)
    for name, path in layers:
        if name == "Dense":
            config = _json(path / "config.json")
            plain &= config.get("module_input_name", "sentence_embedding") == "sentence_embedding"
            found = config.get("out_features")
            width = found if isinstance(found, int) else None
    if not plain:
        return ModelPlan(plan.reader, plan.offsets)
    more = any(name in ("Dense", "LayerNorm") for name, _ in layers)
    return ModelPlan(plan.reader, plan.offsets, plan.mean, plan.on_top, more, width)


def _modules(folder: Path) -> list[tuple[str, Path]]:
    """Return the classes of the modules and their folders; others' classes lose their names."""
    try:
        entries = json.loads((folder / "modules.json").read_text("utf-8"))
        found = [(str(entry["type"]), folder / str(entry["path"])) for entry in entries]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    return [
        (name.rpartition(".")[2] if name.startswith(_PACKAGE) else "", path) for name, path in found
    ]


def _pooling_modes(config: Mapping[str, Any]) -> tuple[str, ...]:
    found = config.get("pooling_mode")
    if isinstance(found, str):
        return (found,)
    if isinstance(found, list):
        return tuple(map(str, found))
    return tuple(mode for key, mode in _MODES.items() if config.get(key)) or ("mean",)


def _width(config: Mapping[str, Any]) -> int | None:
    width = config.get("embedding_dimension", config.get("word_embedding_dimension"))
    return width if isinstance(width, int) and width > 0 else None


def _static_width(folder: Path) -> int | None:
    """Return the width of a table of token vectors, from the header of its file."""
    try:
        with (folder / "model.safetensors").open("rb") as file:
            length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
            header = json.loads(file.read(min(length, _LONGEST_HEADER)))
        table = header.get("embedding.weight") or header["embeddings"]
        return int(table["shape"][1])
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None


def _json(path: Path) -> dict[str, Any]:
    """Return an object from a file; an absent or broken one is empty here and fails on loading."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
