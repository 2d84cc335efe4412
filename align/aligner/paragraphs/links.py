"""From pairs of paragraphs to links, and which of them a reader is to go by.

A digest's sentence may be made of three, and of those only in part; whoever links it with one says
more than can be known. So each paragraph of the target is linked with the paragraphs that it comes
from, and where the beads inside are doubtful this is the link to go by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from duizhao.align.aligner.paragraphs.pairs import Pair
from duizhao.corpora.alignment import Bead
from duizhao.corpora.document import Document
from duizhao.corpora.paragraph_links import ParagraphLink, SourceParagraph

__all__ = ["paragraph_links"]

# Pairs surer than this are links. On digests that leave out 30 to 90 % and on novels cut into
# paragraphs, weights fitted on other documents: precision .96 to .99, recall .94 to .99; at .5
# precision .95 to .99.
_LEAST = 0.6
# Beads of a paragraph less sure than this, in the mean over its characters, leave single sentences
# open. On the same documents .81 of the sentences of paragraphs between .7 and .8 were right, .91
# between .8 and .9, .75 of all below and .97 of all above.
_SURE = 0.8


def paragraph_links(
    sources: Sequence[Document], target: Document, beads: Sequence[Bead], pairs: Sequence[Pair]
) -> tuple[ParagraphLink, ...]:
    """Link each paragraph of the target whose sentences take part.

    :param sources: The sources.
    :param target: The target.
    :param beads: Every sentence of every document stands in exactly one.
    :param pairs: From :func:`duizhao.align.aligner.paragraphs.pairs.find_pairs`, for each source.
    :return: Links in the order of the target; none where nothing was weighed.
    """
    if not pairs:
        return ()
    places = [_paragraphs(source) for source in sources]
    of: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in _with_decided(pairs, beads, sources, target):
        of[pair.target].append(pair)
    at = {j: bead for bead in beads for j in bead.target}
    return tuple(
        _link(place, of[block], places, target, at) for block, place in _paragraphs(target).items()
    )


def _with_decided(
    pairs: Sequence[Pair], beads: Sequence[Bead], sources: Sequence[Document], target: Document
) -> list[Pair]:
    """Return pairs with those that an editor's links tie, of which there is no doubt."""
    decided = {
        Pair(sources[n].sentences[i].block, target.sentences[j].block, 1.0, n)
        for bead in beads
        if "decided" in bead.parts
        for n in [bead.source_document]
        for i in bead.source
        for j in bead.target
    }
    known = {replace(pair, probability=1.0) for pair in pairs} & decided
    rest = [pair for pair in pairs if replace(pair, probability=1.0) not in known]
    return [*rest, *decided]


def _paragraphs(document: Document) -> dict[int, range]:
    """Return the ids of the sentences of each block that takes part, by its number."""
    runs = groupby(document.aligned_sentences(), key=lambda sentence: sentence.block)
    out = {}
    for block, run in runs:
        ids = [sentence.id for sentence in run]
        out[block] = range(ids[0], ids[-1] + 1)
    return out


def _link(
    place: range,
    pairs: Sequence[Pair],
    places: Sequence[dict[int, range]],
    target: Document,
    at: dict[int, Bead],
) -> ParagraphLink:
    taken = [pair for pair in pairs if pair.probability >= _LEAST]
    order = sorted(taken, key=lambda pair: (pair.source_document, pair.source))
    ids = [places[pair.source_document][pair.source] for pair in order]
    sources = tuple(
        SourceParagraph(pair.source_document, run[0], run[-1], pair.probability)
        for pair, run in zip(order, ids, strict=True)
    )
    if sources:
        probability = min(each.probability for each in sources)
    else:
        probability = 1.0 - max((pair.probability for pair in pairs), default=0.0)
    beads = list(dict.fromkeys(at[j] for j in place))
    whole = len(beads) == 1 and beads[0].target == tuple(place)
    whole = whole and len(ids) == 1 and beads[0].source == tuple(ids[0])
    uncertain = bool(sources) and not whole and _is_doubtful(place, target, at)
    return ParagraphLink(place[0], place[-1], sources, probability, uncertain)


def _is_doubtful(place: range, target: Document, at: dict[int, Bead]) -> bool:
    """Say whether beads leave open which sentence of a paragraph comes from which."""
    lengths = [len(target.sentences[j].text) for j in place]
    sure = sum(n * at[j].probability for n, j in zip(lengths, place, strict=True))
    many = any(len(at[j].source) > 1 and len(at[j].target) > 1 for j in place)
    return many or sure < _SURE * sum(lengths)
