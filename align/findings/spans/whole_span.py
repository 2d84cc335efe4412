"""The passage nearest to another that cuts nothing: whole words, quotations and brackets."""

from __future__ import annotations

from duizhao.align.findings.spans.borders import borders

__all__ = ["whole_span"]


def whole_span(text: str, start: int, end: int, lang: str) -> tuple[int, int]:
    """Return the passage that holds whole what another would cut.

    Of all passages that begin and end at words, inside the same quotations and brackets, it is the
    one that shares most characters with the other and has fewest besides: a quotation of which
    more than half is there is taken in, one of which there is less is left out.

    :param text: The text.
    :param start: Where the passage begins there.
    :param end: Where it ends, beyond ``start``.
    :param lang: The language of the text.
    :return: Where the whole one begins and ends; the passage itself in a text without words.

    >>> text = "on the fovea (the centre of the macula) alone"
    >>> text[slice(*whole_span(text, 7, 34, "en"))]
    'fovea (the centre of the macula)'
    """
    places = borders(text, lang)
    best: tuple[int, int] | None = None
    most = -len(text)
    begun: dict[tuple[int, ...], int] = {}
    steps = [(b.at, 0, b.inside) for b in places.ends]
    steps += [(b.at, 1, b.inside) for b in places.starts]
    gained = [0]
    for at, char in enumerate(text):
        gained.append(gained[-1] + (0 if not char.isalnum() else 1 if start <= at < end else -1))
    for at, is_start, inside in sorted(steps):
        if is_start:
            # Of equal ones the longer: half a word is taken in.
            if inside not in begun or gained[at] < gained[begun[inside]]:
                begun[inside] = at
        elif inside in begun and (total := gained[at] - gained[begun[inside]]) >= most:
            best, most = (begun[inside], at), total
    return best or (start, end)
