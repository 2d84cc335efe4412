"""Text inside XML: escaped, and nothing else."""

from __future__ import annotations

__all__ = ["attribute", "content"]

_CONTENT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)


def content(text: str) -> str:
    """Return a text as the content of an element.

    :param text: Characters that XML 1.0 can hold.

    >>> content("a < b & c")
    'a &lt; b &amp; c'
    """
    return text.translate(_CONTENT)


def attribute(text: str) -> str:
    """Return a text as an attribute's value, with its quotation marks.

    :param text: Characters that XML 1.0 can hold.

    >>> attribute('say "no"')
    '"say &quot;no&quot;"'
    """
    return f'"{text.translate(_ATTRIBUTE)}"'
