"""What a kind of sign is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duizhao.align.judging.rules import Rule

__all__ = ["SignKind"]


@dataclass(frozen=True)
class SignKind:
    """A kind of sign.

    :param name: What it is called in evidence.
    :param rule: The rule that it belongs to.
    :param confidence: How sure it is that one should not stand there.
    :param pattern: What it looks like in a translation.
    :param excuse: What excuses it when the original has it; the same as ``pattern`` if None.
    :param alone: Whether nothing excuses it but its own original: not the sentence beside it.
    """

    name: str
    rule: Rule
    confidence: float
    pattern: re.Pattern[str]
    excuse: re.Pattern[str] | None = None
    alone: bool = False
