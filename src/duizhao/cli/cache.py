"""The commands ``duizhao cache``: look at the vectors that are kept on disk, and delete them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from duizhao import lazy
from duizhao.cli.shared_options.output import echo_json, json_option
from duizhao.cli.terminal import say

if TYPE_CHECKING:
    from duizhao.models.vector_store import CacheInfo

    _NumberType = click.ParamType[int]
else:  # in older versions it has no type of its value
    _NumberType = click.ParamType

__all__ = ["cache_group"]

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}
_SIZE = lazy.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*([KMG]?)B?", re.IGNORECASE)


class _Size(_NumberType):
    """A number of bytes, such as ``200MB``."""

    name = "size"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read a size."""
        match = _SIZE.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{value!r} is no size; give it as 200MB", param, ctx)
        return int(float(match[1]) * _UNITS[match[2].upper()])


@click.group("cache")
def cache_group() -> None:
    """Look at the vectors kept on disk, or delete them.

    They are kept so that a second run on the same texts encodes nothing. Deleting them loses no
    more than time. DUIZHAO_CACHE_DIR names another folder for them.

    \b
    Examples:
      duizhao cache info
      duizhao cache clear --keep 200MB
    """


@cache_group.command("info")
@json_option()
def info_command(*, as_json: bool) -> None:
    """Say where the vectors are kept, how many, and how much room they take.

    \b
    Example:
      duizhao cache info --json
    """
    from duizhao.models.vector_store import VectorCache

    info = VectorCache().info()
    if as_json:
        echo_json(_as_json(info))
    else:
        say(_told(info))


@cache_group.command("clear")
@click.option(
    "--keep",
    type=_Size(),
    default=0,
    metavar="SIZE",
    help="Keep about so much of what was written last, such as 200MB.",
)
def clear_command(*, keep: int) -> None:
    """Delete the vectors, or those that were written first.

    \b
    Example:
      duizhao cache clear --keep 200MB
    """
    from duizhao.models.vector_store import VectorCache

    cache = VectorCache()
    cache.clear(largest=keep)
    say(_told(cache.info()))


def _as_json(info: CacheInfo) -> dict[str, object]:
    return {
        "path": str(info.path),
        "bytes": info.size,
        "most_bytes": info.largest,
        "encoders": [
            {"kind": kind.kind, "texts": kind.texts, "bytes": kind.size} for kind in info.kinds
        ],
    }


def _told(info: CacheInfo) -> str:
    lines = [
        f"file     {info.path}",
        f"size     {_megabytes(info.size)} of at most {_megabytes(info.largest)}",
    ]
    title = "texts"
    for kind in info.kinds:
        lines.append(f"{title:<8} {kind.texts:>9,}  {_megabytes(kind.size):>9}  {kind.kind}")
        title = ""
    return "\n".join(lines if info.kinds else [*lines, "texts    none"])


def _megabytes(size: int) -> str:
    return f"{size / 10**6:,.1f} MB"
