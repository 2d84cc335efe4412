"""Which encoder was asked for, before anything of it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duizhao.models.encoder import Encoder

__all__ = ["EncoderChoice"]


@dataclass(frozen=True)
class EncoderChoice:
    """An encoder by its name, which each process loads for itself.

    :param name: As for :func:`duizhao.models.registry.load_encoder`, and so are the others.
    :param cache: Whether vectors are kept on disk, or the folder where.
    :param device: Where a sentence-transformers model runs.
    :param batch_size: How many texts pass such a model together.
    :param compose: Whether such a model composes runs of sentences.
    """

    name: str = "default"
    cache: bool | Path = True
    device: str | None = None
    batch_size: int | None = None
    compose: bool | None = None

    def load(self) -> Encoder:
        """Return the encoder; its weights are loaded when it first encodes.

        :raises DuizhaoError: As :func:`duizhao.models.registry.load_encoder`.
        """
        from duizhao.models.registry import load_encoder

        return load_encoder(
            self.name,
            cache=self.cache,
            device=self.device,
            batch_size=self.batch_size,
            compose=self.compose,
        )
