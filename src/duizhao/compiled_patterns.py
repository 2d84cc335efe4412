"""Regular expressions in the form that Python compiles them to, kept beside compiled modules.

Python keeps what it compiles of modules (``__pycache__``), and compiles regular expressions anew in
each process: a short alignment uses some 500, which took .28 s of its 1.8 s of processor time, and
take .03 s from a file. The file stands beside the compiled form of this module, under the same
rules: it is for one version of Python, it is not written where Python is told to write no bytecode
or may not, and whoever could change it could change the modules, too.

A compiled pattern is a list of numbers, which ``_sre.compile`` takes and verifies. How Python comes
to it is its own affair and may change; where anything is not as expected, a pattern is compiled as
ever.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import marshal
import os
import re
import sys
import tempfile
import threading
import zlib
from array import array
from pathlib import Path
from typing import Any

__all__ = ["compiled"]

_Key = tuple[str | bytes, int]
# Flags, code, number of groups, numbers of groups by name, names of groups by number.
_Parts = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]

_MOST = 5000
"""Patterns in the file: five times what the project has. A file with more began to gather what
older versions had, and begins anew."""

_CODE = "I"
"""Numbers of a code have 32 bits, as ``_sre.CODESIZE`` says."""

_READ_WRITE = 0o666
"""The file may be read and written by whom the module may be, as Python has it for bytecode."""

_lock = threading.Lock()
_known: dict[_Key, _Parts] | None = None
_new: dict[_Key, _Parts] = {}


def compiled(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
    """Compile a pattern, or take what was compiled before.

    :param pattern: The expression.
    :param flags: Flags of ``re``.
    :raises re.error: If it is none.
    """
    with _lock:
        known = _file_content()
    key = pattern, int(flags)
    parts = known.get(key)
    try:
        if parts is None:
            parts = _parts(pattern, int(flags))
            with _lock:
                _new[key] = known[key] = parts
        return _pattern(pattern, parts)
    except re.error:
        raise
    except Exception:  # noqa: BLE001 - another Python's way, or a file that somebody spoiled
        return re.compile(pattern, flags)


def _parts(pattern: str | bytes, flags: int) -> _Parts:
    """Compile a pattern as ``re`` does, up to the last step."""
    if sys.version_info >= (3, 11):
        from re import _compiler as compiler  # type: ignore[attr-defined]
        from re import _parser as parser  # type: ignore[attr-defined]
    else:
        import sre_compile as compiler
        import sre_parse as parser
    tree = parser.parse(pattern, flags)
    numbers = tree.state.groupdict
    names: list[str | None] = [None] * tree.state.groups
    for name, number in numbers.items():
        names[number] = name
    code = array(_CODE, compiler._code(tree, flags)).tobytes()  # noqa: SLF001
    return flags | tree.state.flags, code, tree.state.groups - 1, dict(numbers), tuple(names)


def _pattern(pattern: str | bytes, parts: _Parts) -> re.Pattern[Any]:
    """Do the last step; the code is verified there."""
    import _sre  # type: ignore[import-not-found]

    flags, code, groups, numbers, names = parts
    made: re.Pattern[Any] = _sre.compile(
        pattern, flags, array(_CODE, code).tolist(), groups, numbers, names
    )
    return made


def _file_content() -> dict[_Key, _Parts]:
    """Return what the file has, read once a process."""
    global _known  # noqa: PLW0603 - filled once
    if _known is None:
        _known = _read()
        atexit.register(_write)
    return _known


def _read() -> dict[_Key, _Parts]:
    """Read the file; nothing if it is absent, damaged or another Python's."""
    with contextlib.suppress(Exception):
        checksum, python, content = marshal.loads(_path().read_bytes())  # noqa: S302 - see above
        if checksum == zlib.crc32(content) and python == _python():
            known: dict[_Key, _Parts] = marshal.loads(content)  # noqa: S302
            return known if len(known) <= _MOST else {}
    return {}


def _write() -> None:
    """Add what is new to the file, as Python writes bytecode: where it may, and without a word."""
    if not _new or sys.dont_write_bytecode:
        return
    with contextlib.suppress(Exception):
        path = _path()
        path.parent.mkdir(exist_ok=True)
        content = marshal.dumps(_read() | _new)
        data = marshal.dumps((zlib.crc32(content), _python(), content))
        number, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(name).chmod(Path(__file__).stat().st_mode & _READ_WRITE)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _path() -> Path:
    """Return where the file is: beside this module's compiled form."""
    return Path(importlib.util.cache_from_source(__file__)).with_suffix(".patterns")


def _python() -> tuple[str, int]:
    """Return what a file must be made with."""
    from _sre import MAGIC

    return sys.version, MAGIC
