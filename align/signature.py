"""The signature of a result: equal signatures mean that the same things made it."""

from __future__ import annotations

from duizhao import __version__
from duizhao.align.aligner.weights import Weights
from duizhao.align.judging.policy import Policy
from duizhao.align.judging.settings import NO_SETTINGS, Settings
from duizhao.models.encoder import Encoder

__all__ = ["signature_of"]


def signature_of(
    encoder: Encoder,
    weights: Weights,
    policy: Policy,
    *,
    splitting: str,
    settings: Settings = NO_SETTINGS,
) -> str:
    """Return what made the numbers of a result, as ``enc:…|split:…|w:…|policy:…|set:…|v:…``.

    Without settings there is no ``set:…``.

    :param encoder: The encoder.
    :param weights: The weights of the bead features.
    :param policy: How the translation was judged.
    :param splitting: What made the sentences: a version, or ``"given"``.
    :param settings: What was chosen about findings.
    """
    parts = [
        f"enc:{encoder.signature}",
        f"split:{splitting}",
        weights.signature,
        f"policy:{policy.value}",
        *([settings.signature] if settings.signature else []),
        f"v:{__version__}",
    ]
    return "|".join(parts)
