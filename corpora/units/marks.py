"""By which marks a file of units is known, whatever it is called, and what has none of them."""

from __future__ import annotations

import re

from duizhao import lazy
from duizhao.errors import WrongFormatError

__all__ = ["HEAD", "expect_format", "told_format"]

HEAD = 2**16
"""So many bytes tell what a file is, or that it is something else."""

# The root element stands among so many bytes, or what stands before it is no XML of a program.
_WITHIN = 4096
_MARKUP = lazy.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s{0,1000}<")
_PREFIX = rb"<(?:[A-Za-z_][\w.-]{0,30}:)?"
_ROOTS = {
    "tmx": lazy.compile(_PREFIX + rb"tmx[\s>]"),
    "xliff": lazy.compile(_PREFIX + rb"xliff[\s>]"),
}
# A catalogue begins with comments and the message without text that is its header.
_PO_START = lazy.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s{0,20}#[^\n]{0,1000}\n){0,200}\s{0,20}"
    rb"(?:msgctxt[ \t]*\"[^\n]{0,1000}\n\s{0,20}(?:\"[^\n]{0,1000}\n\s{0,20}){0,9})?msgid[ \t]*\""
)
# What even a damaged file of a format still has, and what is said of one that has not.
_TRACES: dict[str, tuple[re.Pattern[bytes], str]] = {
    "tmx": (
        lazy.compile(_PREFIX + rb"tuv?[\s>]|" + _PREFIX + rb"tmx[\s/>]"),
        "no <tmx> element; give a translation memory",
    ),
    "xliff": (
        lazy.compile(_PREFIX + rb"xliff[\s/>]"),
        "no <xliff> element; give an XLIFF file",
    ),
    "po": (
        lazy.compile(rb"msgid"),
        "is no message catalogue of gettext; give a .po file as it was saved",
    ),
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def told_format(head: bytes) -> str | None:
    """Return the name of the format of units that the first bytes of a file tell for certain.

    :param head: The first bytes, or all.
    """
    start = head[:_WITHIN].replace(b"\x00", b"")
    if _MARKUP.match(start):
        return next((name for name, root in _ROOTS.items() if root.search(start)), None)
    return "po" if _PO_START.match(head) else None


def expect_format(head: bytes, path: str, name: str) -> None:
    """Refuse a file that is plainly not of a format.

    :param head: Its first :data:`HEAD` bytes, or all if it has fewer.
    :param path: What to call it in messages.
    :param name: The format.
    :raises WrongFormatError: If it is not.
    """
    head = head[:HEAD]
    if name in _TRACES:
        trace, message = _TRACES[name]
        if trace.search(head.replace(b"\x00", b"")) is None:
            raise WrongFormatError(path, message, name, head)
    elif (other := told_format(head)) is not None:
        raise WrongFormatError(path, f"is {other}, not {name}; name its format", name, head)
    elif b"\x00" in head and not head.startswith(_UTF_16):
        raise WrongFormatError(path, f"has zero bytes; give {name} as text", name, head)
