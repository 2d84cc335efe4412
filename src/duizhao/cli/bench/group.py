"""The group ``duizhao bench``."""

from __future__ import annotations

import click

from duizhao.cli.bench.aligners import align_command
from duizhao.cli.bench.encoders import encoders_command
from duizhao.cli.bench.findings import findings_command

__all__ = ["bench_group"]


@click.group("bench")
def bench_group() -> None:
    """Measure what is installed here, in one go and on the same texts.

    \b
    Example:
      duizhao bench encoders data/mac-dev -o encoders.json
    """


for _command in (align_command, encoders_command, findings_command):
    bench_group.add_command(_command)
