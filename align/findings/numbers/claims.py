"""Text of which parts are claimed: what one extractor has read, the next does not see."""

from __future__ import annotations

import re
from collections.abc import Callable

from duizhao.align.findings.numbers.value import Value

__all__ = ["CLAIMED", "Reader", "Sheet"]

CLAIMED = "\x00"
"""What a claimed character is replaced by."""

Reader = Callable[["re.Match[str]"], "list[Value] | None"]


class Sheet:
    """A text and the values found in it so far.

    :param text: The text, as an extractor is to see it; offsets must be those of the original.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: list[Value] = []
        self._small = text.lower()

    def claim(
        self, pattern: re.Pattern[str], read: Reader | None = None, needs: tuple[str, ...] = ()
    ) -> None:
        """Take every match out of the text, with the values that it holds.

        :param pattern: What to look for.
        :param read: Returns the values of a match, or None to leave the text as it is; every match
            is claimed, and holds no value, if this is not given.
        :param needs: Small letters of which one stands in every match: most texts have none, and
            are not searched.
        """
        if needs and not any(part in self._small for part in needs):
            return

        def take(match: re.Match[str]) -> str:
            found = read(match) if read else []
            if found is None:
                return match[0]
            self.values += found
            return CLAIMED * len(match[0])

        self.text = pattern.sub(take, self.text)

    def in_order(self) -> tuple[Value, ...]:
        """Return the values by their place."""
        return tuple(sorted(self.values, key=lambda value: (value.start, value.end)))
