"""Templates as Python compiled them, kept beside the modules that Python compiled.

Jinja takes longer to compile the page's templates than to fill them. As Python does with modules,
what is compiled is kept in ``__pycache__``, where it is not written if Python is told to write
none. Whoever may write there may change the program itself, so nothing new is trusted.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import jinja2

from duizhao.version import __version__

__all__ = ["CompiledTemplates"]


class CompiledTemplates(jinja2.FileSystemBytecodeCache):
    """Keeps compiled templates; whatever goes wrong, they are compiled anew.

    :param folder: Where they are kept; None for ``__pycache__``.
    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or Path(__file__).parent / "__pycache__"
        super().__init__(str(folder), f"template.{sys.implementation.cache_tag}.%s.cache")

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> jinja2.bccache.Bucket:
        """Return what is kept of a template of this text that was compiled in this way."""
        way = environment.autoescape, environment.trim_blocks, environment.lstrip_blocks
        made_of = f"{__version__} {jinja2.__version__} {way} {source}"
        return super().get_bucket(environment, name, filename, made_of)

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Read a compiled template, if there is one of the same text."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - a damaged pickle may raise anything
            bucket.reset()

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep a compiled template, if that is possible and wanted."""
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)
