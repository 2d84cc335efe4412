"""JSON that can be compared with ``diff``: an object of a list a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

__all__ = ["tall_json"]


def tall_json(value: object, indent: str = "") -> Iterator[str]:
    """Yield pieces of JSON in which every object of a list of objects begins a line.

    :param value: JSON types.
    :param indent: What stands before each line but the first.

    >>> print("".join(tall_json({"a": [{"b": 1}, {"b": [2]}]})))
    {
     "a": [
      {"b": 1},
      {"b": [2]}
     ]
    }
    """
    deeper = indent + " "
    if isinstance(value, dict) and any(map(_is_tall, value.values())):
        opening, closing = "{", "}"
        items = [(json.dumps(key, ensure_ascii=False) + ": ", v) for key, v in value.items()]
    elif _is_tall(value):
        opening, closing = "[", "]"
        items = [("", item) for item in cast("list[object]", value)]
    else:
        yield json.dumps(value, ensure_ascii=False, allow_nan=False)
        return
    yield opening
    for n, (label, item) in enumerate(items):
        yield ("," if n else "") + "\n" + deeper + label
        yield from tall_json(item, deeper)
    yield "\n" + indent + closing


def _is_tall(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
