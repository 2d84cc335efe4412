"""Options about the encoder: the same for every command that encodes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from duizhao.models.choice import EncoderChoice
    from duizhao.models.encoder import Encoder

__all__ = [
    "batch_size_option",
    "device_option",
    "encoder_options",
    "load_for_repeats",
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


def encoder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about the encoder to a command, and hand it an :class:`EncoderChoice`."""
    return _NO_CACHE(model_options(command))


@contextmanager
def load_for_repeats(choice: EncoderChoice) -> Iterator[Encoder]:
    """Give the encoder to work that encodes the same texts again and again.

    Its vectors are kept as long as the work lasts, even if none are to be kept on disk.

    :param choice: Which encoder.
    """
    if choice.cache:
        yield choice.load()
        return
    from duizhao.corpora.temporary import temporary_folder

    with temporary_folder() as folder:
        yield replace(choice, cache=folder).load()


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
        from duizhao.models.choice import EncoderChoice

        choice = EncoderChoice(model, not no_cache, device, batch_size, compose)
        return command(*args, encoder=choice, **kwargs)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
