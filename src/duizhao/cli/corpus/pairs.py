"""What is to be aligned with what, as it is said on the command line."""

from __future__ import annotations

import functools
import logging
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duizhao.errors import InputError

if TYPE_CHECKING:
    from duizhao.align.corpus.manifest.entry import Manifest

__all__ = ["Pairs", "lone_documents", "pair_options"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pairs:
    """What was named.

    :param paths: A table or its URL, a folder, or two folders.
    :param pattern: Which files of a folder belong together.
    :param target_pattern: Which are translations, if the first pattern is of originals alone.
    :param langs: The languages of originals and translations; empty texts if not given.
    """

    paths: tuple[str, ...]
    pattern: str | None
    target_pattern: str | None
    langs: tuple[str, str]

    def load(self) -> Manifest:
        """Return the manifest; where hardly anything has a counterpart, a warning says why, maybe.

        :raises InputError: If it cannot be read, or nothing is there.
        """
        from dataclasses import replace

        from duizhao.align.corpus.manifest.entry import Manifest
        from duizhao.align.corpus.manifest.folders import match_folders, match_patterns
        from duizhao.align.corpus.manifest.table import read_table

        if len(self.paths) > 2:
            message = "more than two paths are given; expected a table, a folder, or two folders"
            raise InputError(message)
        if self.pattern is not None:
            if len(self.paths) != 1:
                message = "--pattern goes with one folder"
                raise InputError(message)
            manifest = match_patterns(self.paths[0], self.pattern, self.target_pattern, self.langs)
            if not any(entry.is_pair for entry in manifest):
                _log.warning(_NO_PAIR, *lone_documents(manifest))
            return manifest
        if self.target_pattern is not None:
            message = "--target-pattern goes with --pattern"
            raise InputError(message)
        if len(self.paths) == 2:
            manifest = match_folders(*self.paths, self.langs)
            if min(lone_documents(manifest)) > sum(entry.is_pair for entry in manifest):
                _log.warning(_OTHER_NAMES, *self.paths, *map(shlex.quote, self.paths))
            return manifest
        if Path(self.paths[0]).is_dir():
            message = (
                f"{self.paths[0]} is one folder; give two, or say which of its files belong"
                " together, such as --pattern '{lang}/**/*.md' --source-lang en --target-lang zh"
            )
            raise InputError(message)
        read = read_table(self.paths[0])
        source, target = self.langs
        entries = tuple(
            replace(
                entry,
                source_lang=entry.source_lang or source,
                target_lang=entry.target_lang or target,
            )
            for entry in read
        )
        return Manifest(entries, read.name)


_NO_PAIR = (
    "no file has a counterpart: %d fit the pattern as originals, %d as translations; are the"
    " languages named as in the paths?"
)
_OTHER_NAMES = (
    "most files of %s and %s have names of their own; what belongs together is proposed by: duizhao"
    " corpus pair %s %s -o pairs.tsv"
)


def lone_documents(manifest: Manifest) -> tuple[int, int]:
    """Count the originals and the translations without counterpart.

    :param manifest: Where.
    """
    return sum(entry.is_missing for entry in manifest), sum(e.is_surplus for e in manifest)


_OPTIONS = (
    click.option(
        "--pattern",
        metavar="PATTERN",
        help="Files of one folder that belong together, such as '{lang}/**/*.md'.",
    ),
    click.option(
        "--target-pattern",
        metavar="PATTERN",
        help="The translations, if --pattern names the originals, such as '**/*.zh.md'.",
    ),
    click.option("--source-lang", metavar="LANG", default="", help="Language of the originals."),
    click.option("--target-lang", metavar="LANG", default="", help="That of the translations."),
)


def pair_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what says which documents belong together to a command, and hand it :class:`Pairs`."""

    @click.argument("manifest", nargs=-1, required=True)
    @functools.wraps(command)
    def wrapped(
        *args: Any,  # noqa: ANN401
        manifest: tuple[str, ...],
        pattern: str | None,
        target_pattern: str | None,
        source_lang: str,
        target_lang: str,
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        pairs = Pairs(manifest, pattern, target_pattern, (source_lang, target_lang))
        return command(*args, pairs=pairs, **kwargs)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
