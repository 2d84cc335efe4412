"""The group ``duizhao corpus``: many pairs of documents at a time."""

from __future__ import annotations

import click

from duizhao.cli.corpus.pair import pair_command
from duizhao.cli.corpus.run import run_command

__all__ = ["corpus_group"]


@click.group("corpus")
def corpus_group() -> None:
    """Align many documents with their translations in one run.

    \b
    Example:
      duizhao corpus run docs/en docs/zh -o out
    """


corpus_group.add_command(run_command)
corpus_group.add_command(pair_command)
