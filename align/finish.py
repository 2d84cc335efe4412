"""The last step of aligning and of checking: findings, what was decided of them, a signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duizhao.align.aligner.weights import weights_for
from duizhao.align.decisions.file import Decisions
from duizhao.align.decisions.findings import decide
from duizhao.align.findings.find import find_all
from duizhao.align.judging.policy import Policy
from duizhao.align.judging.presets import NO_PRESET, guess_preset
from duizhao.align.judging.settings import Settings
from duizhao.corpora.alignment import Alignment
from duizhao.corpora.units.inline import Codes
from duizhao.errors import InputError, UnknownNameError
from duizhao.models.encoder import Encoder
from duizhao.version import __version__

__all__ = ["GIVEN", "check_arguments", "finish", "wanted_policy"]

GIVEN = "given"
"""What stands for the version of the splitting where a file gave sentences and links."""


def check_arguments(settings: Settings, decisions: Decisions, encoder: Encoder | None) -> None:
    """Refuse a file or a name that stands for what is read from it, before any work.

    :param settings: What was chosen about findings.
    :param decisions: What an editor decided.
    :param encoder: Turns sentences into vectors; None for the default one.
    :raises InputError: If one of them is something else.
    """
    for name, given, is_one, way in (
        ("settings", settings, isinstance(settings, Settings), "Settings.load"),
        ("decisions", decisions, isinstance(decisions, Decisions), "Decisions.load"),
        ("encoder", encoder, encoder is None or isinstance(encoder, Encoder), "load_encoder"),
    ):
        if not is_one:
            message = f"{name} is {given!r}; expected what duizhao.{way}(…) gives"
            raise InputError(message)


def wanted_policy(policy: str | None, settings: Settings) -> Policy | None:
    """Return the policy that was asked for, None if none was.

    A preset that was named may have one, too; one that is guessed from the texts decides nothing
    here, since a text that is half translated tells less of its kind.

    :param policy: The name of one; goes before that of the settings.
    :param settings: What was chosen about findings.
    :raises UnknownNameError: If there is no policy of that name.
    """
    if policy is None:
        return settings.asked_policy
    names = [known.value for known in Policy]
    if policy not in names:
        what = "policy"
        raise UnknownNameError(what, policy, names)
    return Policy(policy)


def finish(
    alignment: Alignment,
    encoder: Encoder,
    policy: Policy,
    *,
    splitting: str,
    decisions: Decisions,
    settings: Settings,
    states: Sequence[str | None] = (),
    codes: Sequence[Codes] = (),
) -> Alignment:
    """Return an alignment of beads with its findings and its signature.

    Equal signatures mean that the same things made the numbers. It reads
    ``enc:…|split:…|w:…|policy:…|preset:…|set:…|v:…``; there is no ``preset:…`` for a kind of text
    without one, and without settings no ``set:…``. A preset that the settings do not name is
    guessed from the first source and the target.

    :param alignment: The documents and their beads.
    :param encoder: What encoded the texts.
    :param policy: How the translation is judged.
    :param splitting: What made the sentences: a version, or :data:`GIVEN`.
    :param decisions: What an editor decided; of links nothing is asked here.
    :param settings: What was chosen about findings.
    :param states: What a file says of each bead's translation, if it says anything.
    :param codes: The inline codes of each bead's two sides, if there are any.
    """
    documents = alignment.documents
    guessed = guess_preset(documents[0], documents[-1]) if settings.preset is None else None
    settings = replace(settings, preset=settings.preset or guessed or NO_PRESET)
    preset = "" if settings.preset == NO_PRESET else settings.preset or ""
    found = find_all(
        documents,
        alignment.beads,
        encoder,
        policy,
        states=states,
        codes=codes,
        given=splitting == GIVEN,
        settings=settings,
    )
    signature = [
        f"enc:{encoder.signature}",
        f"split:{splitting}",
        weights_for(encoder).signature,
        f"policy:{policy.value}",
        *([f"preset:{preset}"] if preset else []),
        *([settings.signature] if settings.signature else []),
        f"v:{__version__}",
    ]
    return replace(
        alignment,
        findings=decide(found.findings, documents, decisions.findings),
        signature="|".join(signature),
        policy=policy.value,
        failures=found.failures,
        ignored=found.ignored,
        preset=preset,
        preset_guessed=guessed is not None,
    )
