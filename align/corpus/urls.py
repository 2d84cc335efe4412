"""Places elsewhere: URLs, through fsspec."""

from __future__ import annotations

import re
from typing import Any

from duizhao import lazy
from duizhao.errors import InputError, MissingExtraError

__all__ = ["file_system", "is_url"]

_URL = lazy.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_url(path: str) -> bool:
    """Tell whether a path names a place elsewhere.

    >>> is_url("s3://texts/a.txt"), is_url("C:/texts/a.txt")
    (True, False)
    """
    return bool(_URL.match(path))


def file_system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the path there.

    :param url: Such as ``"s3://texts/a.txt"``.
    :raises MissingExtraError: If fsspec is not installed.
    :raises InputError: If there is no such kind of place, or what it needs is not installed.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtraError("fsspec", "ray") from error
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        message = f"{url} cannot be reached: {' '.join(str(error).split())}"
        raise InputError(message) from error
    return system, str(path)
