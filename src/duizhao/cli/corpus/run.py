"""The command ``duizhao corpus run``."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.console import Console, console_options
from duizhao.cli.corpus.pairs import Pairs, pair_options
from duizhao.cli.corpus.summary import fails, summary_lines, summary_object
from duizhao.cli.shared_options.choices import (
    FAILURES,
    FORMATS,
    POLICIES,
    PRESETS,
    SEVERITIES,
)
from duizhao.cli.shared_options.encoder import model_options
from duizhao.cli.shared_options.inputs import FILE, limit_option, parse_limits
from duizhao.cli.shared_options.interface import ui_option
from duizhao.cli.shared_options.output import JSON_SUMMARY, echo_json
from duizhao.cli.terminal import say

if TYPE_CHECKING:
    from duizhao.align.corpus.engines.engine import Engine
    from duizhao.align.corpus.run import Run
    from duizhao.models.choice import EncoderChoice

__all__ = ["run_command"]

_ENGINES = ("local", "ray")


@click.command("run")
@pair_options
@click.option(
    "-o", "--output", required=True, metavar="DIR", help="Folder for all results, or its URL."
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Write this of each pair; may be given several times.",
)
@click.option("--policy", type=click.Choice(POLICIES), help="Judge all as full or as a digest.")
@click.option("--preset", type=click.Choice(PRESETS), help="Judge all as this kind of text.")
@click.option("--settings", type=FILE, metavar="FILE", help="What is judged how, as TOML.")
@click.option("--glossary", type=FILE, metavar="FILE", help="Terms wanted or forbidden.")
@click.option(
    "--decisions",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Decisions that reports saved, or a folder of them; may be given several times, the"
    " latest last.",
)
@model_options
@limit_option
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes side by side; one for each processor if not given.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=200),
    default=2048,
    show_default=True,
    metavar="MB",
    help="A process that took more is replaced by a new one after its document.",
)
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default="local",
    show_default=True,
    help="Who does the work: this machine, or a Ray cluster.",
)
@click.option("--address", metavar="ADDRESS", help="The Ray cluster, such as auto.")
@click.option("--retry-failed", is_flag=True, help="Try again what failed, though nothing changed.")
@ui_option("Language of the reports; the browser's if not given.")
@JSON_SUMMARY
@click.option(
    "--fail-on",
    type=click.Choice((*SEVERITIES, *FAILURES)),
    multiple=True,
    help="Exit with status 1 if there is a finding this severe or worse, or a document without"
    " a translation, one that failed, one that is behind its original; may be given several times.",
)
@console_options
def run_command(
    pairs: Pairs,
    output: str,
    formats: tuple[str, ...],
    policy: str | None,
    preset: str | None,
    settings: Path | None,
    glossary: Path | None,
    decisions: tuple[Path, ...],
    encoder: EncoderChoice,
    limits: tuple[str, ...],
    processes: int | None,
    memory: int,
    engine: str,
    address: str | None,
    retry_failed: bool,
    ui: str | None,
    as_json: bool,
    fail_on: tuple[str, ...],
    console: Console,
) -> None:
    """Align all pairs of MANIFEST; write their results, tables and one report of all.

    MANIFEST is a table (TSV, CSV, JSON Lines or Parquet) with the columns source and target, and
    maybe id, source_lang, target_lang, policy …; or two folders whose files have the same names;
    or one folder with --pattern, in which {lang} stands for the language. A run that was stopped
    goes on where it was; pairs whose files did not change are left as they are.

    \b
    Example:
      duizhao corpus run docs/en docs/zh -o out
      duizhao corpus run . --pattern 'content/{lang}/**/*.md' \\
          --source-lang en --target-lang zh -o out --preset documentation \\
          --fail-on major --fail-on missing
      duizhao corpus run books.tsv -o out --processes 4
    """
    from duizhao.align.corpus.plan import Plan
    from duizhao.align.corpus.run import Run
    from duizhao.align.decisions.file import NO_DECISIONS, Decisions
    from duizhao.align.judging.settings import NO_SETTINGS, Settings
    from duizhao.corpora.exchange.glossaries.glossary import Glossary
    from duizhao.errors import InputError

    if address is not None and engine != "ray":
        message = "--address goes with --engine ray"
        raise InputError(message)
    raised = parse_limits(limits)
    chosen = NO_SETTINGS if settings is None else Settings.load(settings)
    if glossary is not None:
        chosen = replace(chosen, glossary=Glossary.load(glossary, limits=raised))
    plan = Plan(
        output,
        encoder,
        chosen if preset is None else replace(chosen, preset=preset),
        Decisions.load(*decisions) if decisions else NO_DECISIONS,
        policy,
        **({"formats": tuple(dict.fromkeys(formats))} if formats else {}),
        ui=ui,
        limits=raised,
    )
    manifest = pairs.load()
    run = Run(manifest, plan, _engine(engine, address, processes, memory), retry_failed)
    _do(run, console)
    if as_json:
        echo_json(summary_object(run, output))
    elif not console.quiet:
        say("\n".join(summary_lines(run, output)))
    if fails(run, fail_on):
        raise click.exceptions.Exit(1)


def _engine(name: str, address: str | None, processes: int | None, memory: int) -> Engine:
    if name == "ray":
        from duizhao.align.corpus.engines.ray import RayEngine

        return RayEngine(address, processes)
    from duizhao.align.corpus.engines.local import LocalEngine

    return LocalEngine(processes, memory * 2**20)


def _do(run: Run, console: Console) -> None:
    """Do a run, and show how far it is."""
    begun = time.monotonic()
    done = failed = size = 0
    try:
        for done, (job, outcome) in enumerate(run.outcomes(), 1):
            size += job.size
            failed += outcome.state == "failed"
            console.show(_progress(run, done, failed, size, time.monotonic() - begun))
    except KeyboardInterrupt as error:
        told = f"{done:,} of {run.to_do:,} pairs are done; the same command goes on there."
        raise KeyboardInterrupt(told) from error
    console.show("")


def _progress(run: Run, done: int, failed: int, size: int, seconds: float) -> str:
    """Say how far a run is, how fast, and how long it will take; sizes tell more than counts."""
    rate = done / max(seconds, 1e-9)
    left = seconds * (run.size_to_do - size) / max(size, 1)
    failures = f", {failed} failed" if failed else ""
    return f"{done:,} of {run.to_do:,} pairs, {rate:.1f} a second, {_time(left)} left{failures}"


def _time(seconds: float) -> str:
    """Return a duration as a reader says it.

    >>> _time(42), _time(3700)
    ('42 s', '1 h 1 min')
    """
    minutes = int(seconds // 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{seconds:.0f} s"
