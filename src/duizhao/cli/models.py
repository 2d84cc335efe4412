"""The command ``duizhao models``: which encoders can be used here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from duizhao.cli.shared_options.output import echo_json, json_option
from duizhao.cli.terminal import say

if TYPE_CHECKING:
    from duizhao.models.catalogue import FetchedModel, ModelInfo

__all__ = ["models_command"]


@click.command("models")
@json_option()
def models_command(*, as_json: bool) -> None:
    """List the encoders that --model takes, and how to get those that are not here.

    The first is the default. Any other sentence-transformers model can be named by its folder. The
    weights by which the aligner judges a model's vectors are your own (`duizhao fit`), the
    package's for this model, or those of the default model.

    \b
    Example:
      duizhao models --json
    """
    from duizhao.models.catalogue import CATALOGUE, fetched_models, why_unusable

    known = [(model, why_unusable(model.name)) for model in CATALOGUE]
    fetched = list(fetched_models())
    if as_json:
        echo_json(_as_json(known, fetched))
    else:
        say(_told(known, fetched))


def _as_json(
    known: list[tuple[ModelInfo, str | None]], fetched: list[FetchedModel]
) -> list[dict[str, object]]:
    from dataclasses import asdict

    def row(model: ModelInfo | FetchedModel, why: str | None) -> dict[str, object]:
        weights = None if why else _weights(model.name)
        shown = None if weights is None else dict(zip(("from", "signature"), weights, strict=True))
        return {**asdict(model), "usable": why is None, "why_not": why, "weights": shown}

    return [row(model, why) for model, why in known] + [row(model, None) for model in fetched]


def _weights(name: str) -> tuple[str, str]:
    """Return where the weights for a usable model are from, and their signature."""
    from duizhao.align.aligner.weights import origin_of, weights_for
    from duizhao.models.registry import load_encoder

    encoder = load_encoder(name, cache=False)
    weights = weights_for(encoder)
    return origin_of(weights, encoder), weights.signature


_ORIGINS = {"own": "your own", "package": "the package's", "default": "those of the default model"}


def _told(known: list[tuple[ModelInfo, str | None]], fetched: list[FetchedModel]) -> str:
    lines: list[str] = []
    for model, why in known:
        state = "usable here" if why is None else f"not here; get it with: {model.get}"
        size = f"{model.size / 10**6:,.0f} MB"
        lines += [
            f"{model.name}  ({state})",
            f"    {model.origin}",
            f"    {model.dimensions} dimensions, {size}, {model.licence}",
            f"    languages: {model.languages}",
        ]
        if why is None:
            lines.append(_weights_told(model.name))
    for each in fetched:
        lines += [
            f"{each.name}  (usable here)",
            f"    fetched before, for sentence-transformers; {each.size / 10**6:,.0f} MB",
            _weights_told(each.name),
        ]
    return "\n".join(lines)


def _weights_told(name: str) -> str:
    origin, signature = _weights(name)
    return f"    weights: {_ORIGINS[origin]}, {signature}"
