"""Options about the encoder: the same for every command that encodes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from duizhao.models.encoder import Encoder

__all__ = [
    "EncoderChoice",
    "batch_size_option",
    "device_option",
    "encoder_options",
    "model_options",
]

device_option = click.option(
    "--device", metavar="NAME", help="Where a sentence-transformers model runs, such as cuda."
)
batch_size_option = click.option(
    "--batch-size",
    type=click.IntRange(min=1),
    metavar="N",
    help="Texts that pass a sentence-transformers model together.",
)

_OPTIONS = (
    click.option(
        "--model",
        default="default",
        metavar="NAME",
        help="Encoder to use; `duizhao models` lists those that are here.",
    ),
    device_option,
    batch_size_option,
    click.option(
        "--compose/--no-compose",
        default=None,
        help="Compose runs of sentences from single ones, or read each: a sentence-transformers"
        " model is ten times faster with the first, surer with the second.",
    ),
)
_NO_CACHE = click.option("--no-cache", is_flag=True, help="Keep no vectors on disk.")


@dataclass(frozen=True)
class EncoderChoice:
    """Which encoder was asked for.

    :param model: Its name.
    :param cache: Keep vectors on disk.
    :param device: Where a sentence-transformers model runs; None leaves it to the package.
    :param batch_size: How many texts pass such a model together; None likewise.
    :param compose: Whether such a model composes runs of sentences; None likewise.
    """

    model: str
    cache: bool
    device: str | None
    batch_size: int | None
    compose: bool | None

    def load(self) -> Encoder:
        """Return the encoder; its weights are loaded when it first encodes."""
        return self._load(self.cache)

    @contextmanager
    def load_for_repeats(self) -> Iterator[Encoder]:
        """Give the encoder to work that encodes the same texts again and again.

        Its vectors are kept as long as the work lasts, even if none are to be kept on disk.
        """
        if self.cache:
            yield self.load()
            return
        from duizhao.corpora.temporary import temporary_folder

        with temporary_folder() as folder:
            yield self._load(folder)

    def _load(self, cache: bool | Path) -> Encoder:
        from duizhao.models.registry import load_encoder

        return load_encoder(
            self.model,
            cache=cache,
            device=self.device,
            batch_size=self.batch_size,
            compose=self.compose,
        )


def encoder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about the encoder to a command, and hand it an :class:`EncoderChoice`."""
    return _NO_CACHE(model_options(command))


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about the encoder but the one about its cache, which is off without it."""

    @functools.wraps(command)
    def wrapped(
        *args: Any,  # noqa: ANN401
        model: str,
        device: str | None,
        batch_size: int | None,
        compose: bool | None,
        no_cache: bool = True,
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        choice = EncoderChoice(model, not no_cache, device, batch_size, compose)
        return command(*args, encoder=choice, **kwargs)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
