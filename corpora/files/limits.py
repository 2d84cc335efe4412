"""What a file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from duizhao.errors import InputError

__all__ = ["NO_LIMITS_RAISED", "Limits"]


@dataclass(frozen=True)
class Limits:
    """What a file may cost before it is refused; each can be raised by name.

    :param file_bytes: The size of the file.
    :param unpacked_bytes: The size of all that an archive holds, unpacked.
    :param members: The files in an archive.
    :param pages: The pages of a PDF.
    :param parts: The paragraphs, cells, cues or units of a file.
    :param shrunk: How many times its size an archive above 16 MiB may unpack to. Deflate reaches
        1032 on zeros; a DOCX of 200,000 equal cells and nothing else came to 180.
    :param tags: The tags of one XML or HTML text: two million empty elements took 270 MB.
    """

    file_bytes: int = 256 * 2**20
    unpacked_bytes: int = 512 * 2**20
    members: int = 20_000
    pages: int = 20_000
    parts: int = 5_000_000
    shrunk: int = 400
    tags: int = 8_000_000

    def check(self, name: str, value: int, path: str) -> None:
        """Refuse a value above the limit of that name.

        :param name: The name of a field.
        :param value: What the file has.
        :param path: The file, as the user named it.
        :raises InputError: If the value is above the limit.
        """
        limit = getattr(self, name)
        if value > limit:
            message = f"{path} is too large: {name} is {value} or more, the limit is {limit}"
            if self is not NO_LIMITS_RAISED:
                message += f"; raise it with --limit {name}={value}"
            raise InputError(message)


NO_LIMITS_RAISED = Limits()
"""The limits where a user can raise none: messages then name no way to."""
