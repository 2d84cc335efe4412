"""Options about results, and what becomes of them: the same for every command that makes some."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duizhao.cli.shared_options.choices import FORMATS, POLICIES, PRESETS, SEVERITIES
from duizhao.cli.shared_options.encoder import encoder_options
from duizhao.cli.shared_options.inputs import FILE
from duizhao.cli.shared_options.interface import reader_languages, ui_option
from duizhao.cli.shared_options.output import JSON_SUMMARY, echo_json
from duizhao.cli.terminal import say

if TYPE_CHECKING:
    from duizhao.align.judging.settings import Settings
    from duizhao.corpora.alignment import Alignment
    from duizhao.corpora.files.limits import Limits
    from duizhao.models.choice import EncoderChoice
    from duizhao.models.encoder import Encoder

__all__ = ["Results", "result_options"]


@dataclass(frozen=True)
class Results:
    """Where results go, how they are made and told.

    :param output: The folder.
    :param policy: How the translation is judged; None leaves it to the command.
    :param preset: The kind of text it is judged as; None leaves it to the settings and the text.
    :param decisions: Files of what an editor decided in earlier reports.
    :param settings: A file that says what is judged how, and what is not reported; maybe None.
    :param glossary: A file of the editor's own terms; maybe None.
    :param encoder: Which encoder to use.
    :param formats: The formats to write; None for all that fit.
    :param ui: The interface language; None leaves it to the terminal and to the browser.
    :param as_json: Print the summary as JSON.
    :param fail_on: The severity that makes the exit status 1.
    """

    output: Path
    policy: str | None
    preset: str | None
    decisions: tuple[Path, ...]
    settings: Path | None
    glossary: Path | None
    encoder: EncoderChoice
    formats: tuple[str, ...] | None
    ui: str | None
    as_json: bool
    fail_on: str | None

    def load_settings(self, limits: Limits) -> Settings:
        """Return what was chosen about findings.

        :param limits: What the glossary may cost.
        :raises InputError: If the file cannot be used.
        """
        from dataclasses import replace

        from duizhao.align.judging.settings import NO_SETTINGS, Settings

        settings = NO_SETTINGS if self.settings is None else Settings.load(self.settings)
        if self.glossary is not None:
            from duizhao.corpora.exchange.glossaries.glossary import Glossary

            settings = replace(settings, glossary=Glossary.load(self.glossary, limits=limits))
        return settings if self.preset is None else replace(settings, preset=self.preset)

    def deliver(self, alignment: Alignment, encoder: Encoder, *, quiet: bool) -> None:
        """Write an alignment, print its summary, and set the exit status.

        :param alignment: What was found.
        :param encoder: What encoded its texts.
        :param quiet: Print no summary, unless as JSON.
        """
        from duizhao.align.report.messages import choose_ui
        from duizhao.align.results.summary import Summary
        from duizhao.align.results.write import write_results
        from duizhao.models.cache import lookups

        outputs = write_results(alignment, self.output, formats=self.formats, ui=self.ui)
        summary = Summary(alignment, outputs, lookups(encoder))
        if self.as_json:
            echo_json(summary.as_json())
        elif not quiet:
            say(summary.as_text(choose_ui(alignment, self.ui, reader_languages())))
        # What a layer that failed would have found, nobody knows.
        if self.fail_on is not None and (alignment.failures or summary.reaches(self.fail_on)):
            raise click.exceptions.Exit(1)


_OPTIONS = (
    click.option(
        "-o",
        "--output",
        type=FILE,
        required=True,
        metavar="DIR",
        help="Folder for the results; made if it is not there.",
    ),
    click.option(
        "--policy",
        type=click.Choice(POLICIES),
        help="Judge as a full translation or as a digest.",
    ),
    click.option(
        "--preset",
        type=click.Choice(PRESETS),
        help="Judge as this kind of text; told from the text if not given.",
    ),
    click.option(
        "--decisions",
        type=FILE,
        multiple=True,
        metavar="FILE",
        help="Decisions that the report saved, or a folder of them; may be given several times,"
        " the latest last.",
    ),
    click.option(
        "--settings",
        type=FILE,
        metavar="FILE",
        help="What is judged how, and what is not reported, as TOML.",
    ),
    click.option(
        "--glossary",
        type=FILE,
        metavar="FILE",
        help="Terms whose translations are wanted or forbidden, as TSV, CSV, XLSX or TBX.",
    ),
    click.option(
        "--format",
        "formats",
        type=click.Choice(FORMATS),
        multiple=True,
        help="Write this format only; may be given several times.",
    ),
    ui_option(
        "Language of the summary and of report.html; the terminal's and the browser's if not given."
    ),
    JSON_SUMMARY,
    click.option(
        "--fail-on",
        type=click.Choice(SEVERITIES),
        help="Exit with status 1 if there is a finding this severe or worse, or a layer of findings"
        " failed.",
    ),
)


def result_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about results to a command, and hand it :class:`Results`.

    A folder that cannot be one is refused before any work is done for it.
    """

    @encoder_options
    @functools.wraps(command)
    def wrapped(
        *args: Any,  # noqa: ANN401
        output: Path,
        policy: str | None,
        preset: str | None,
        decisions: tuple[Path, ...],
        settings: Path | None,
        glossary: Path | None,
        encoder: EncoderChoice,
        formats: tuple[str, ...],
        ui: str | None,
        as_json: bool,
        fail_on: str | None,
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        from duizhao.align.results.write import check_folder

        check_folder(output)
        results = Results(
            output,
            policy,
            preset,
            decisions,
            settings,
            glossary,
            encoder,
            formats or None,
            ui,
            as_json,
            fail_on,
        )
        return command(*args, results=results, **kwargs)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
