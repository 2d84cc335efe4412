"""Names of persons, organisations and places, and what they are called in the other language."""

from __future__ import annotations

from duizhao.align.names.match import same_name
from duizhao.align.names.people import people_in
from duizhao.align.names.places import load_places
from duizhao.align.names.types import Kind, Name

__all__ = ["Kind", "Name", "names_in", "same_name"]


def names_in(text: str, lang: str) -> tuple[Name, ...]:
    """Return the names of a text, in order: places of the table, persons, other capitalised names.

    :param text: A text.
    :param lang: Its language; one other than English or Chinese has none that are known.

    >>> [(name.text, name.kind.value) for name in names_in("Steven Rosen lives in Wuhan.", "en")]
    [('Steven Rosen', 'person'), ('Wuhan', 'place')]
    """
    places = tuple(load_places().find(text, lang))
    return tuple(sorted((*places, *people_in(text, lang, places)), key=lambda name: name.start))
