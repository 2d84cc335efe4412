"""Models by name."""

from __future__ import annotations

from pathlib import Path

from duizhao.errors import UnknownNameError
from duizhao.models.cache import CachedEncoder, VectorCache
from duizhao.models.embedded import EmbeddedEncoder
from duizhao.models.encoder import Encoder
from duizhao.models.sentence import SHORT_NAMES, SentenceTransformerEncoder

__all__ = ["DEFAULT", "known_models", "load_encoder"]

DEFAULT = "default"
"""Another name for the embedded model, whichever that is in this version."""


def known_models() -> tuple[str, ...]:
    """Return the names of models, the embedded one first.

    >>> known_models()
    ('use-multilingual-v3', 'LaBSE')
    """
    return (EmbeddedEncoder.name, *SHORT_NAMES)


def load_encoder(name: str = DEFAULT, *, cache: bool = True) -> Encoder:
    """Return an encoder; its weights are loaded when it first encodes.

    :param name: One of :func:`known_models`, ``default`` for the first of them, or, with the extra
        ``sentence-transformers``, a folder or the ``organisation/model`` name of a fetched model.
    :param cache: Keep vectors on disk, see :mod:`duizhao.models.cache`.
    :return: The encoder, wrapped in a :class:`~duizhao.models.cache.CachedEncoder` if asked.
    :raises UnknownNameError: If the name is none of these.
    :raises MissingExtraError: If the model needs a package that is not installed.
    :raises EncoderError: If the model is not on this machine.
    """
    encoder = _encoder(name)
    return CachedEncoder(encoder, VectorCache()) if cache else encoder


def _encoder(name: str) -> Encoder:
    if name in (DEFAULT, EmbeddedEncoder.name):
        return EmbeddedEncoder()
    path_like = "/" in name or "\\" in name or (name != "" and Path(name).is_dir())
    if name in SHORT_NAMES or path_like:
        return SentenceTransformerEncoder(name)
    error = UnknownNameError("model", name, known_models())
    extra = "with the extra sentence-transformers, a folder or an organisation/model name"
    error.args = (f"{error}; or, {extra}",)
    raise error
