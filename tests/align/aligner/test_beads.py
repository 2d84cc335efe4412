from __future__ import annotations

import itertools
import random
from collections import Counter
from importlib.resources import files

import pytest
from helpers.build import read_lines
from helpers.examples import examples
from helpers.hash_encoder import HashEncoder, invented, translated
from helpers.laws import check_beads, ids
from hypothesis import assume, given
from hypothesis import strategies as st

from duizhao.align.aligner.beads import find_beads
from duizhao.align.aligner.features import FEATURES, bead_types, type_class
from duizhao.align.aligner.lattice import build_lattice, posteriors
from duizhao.align.aligner.limits import LIMITS, Limits
from duizhao.align.aligner.runs import bead_scores, find_runs
from duizhao.align.aligner.search_space import prepare
from duizhao.align.aligner.weights import Weights, default_weights
from duizhao.align.lengths import expected_log_ratio
from duizhao.corpora.document import Document, Kind
from duizhao.corpora.reading.read import document_from_text
from duizhao.eval.beads.scores import score_documents
from duizhao.models.encoder import Encoder
from duizhao.models.use.encoder import EmbeddedEncoder

ENCODER = HashEncoder()
STEPS = bead_types()
TEASERS = "Read more: The first story »\n\nRead more: The second story »\n"


def sample(name: str) -> Document:
    text = (files("duizhao.corpora") / "data" / "sample" / name).read_text(encoding="utf-8")
    return document_from_text(text, lang=name.split(".")[1], path=name)


@pytest.fixture(scope="module")
def embedded() -> EmbeddedEncoder:
    return EmbeddedEncoder()


# What made_up makes a pair of: chance, numbers of sentences, whether the second is a translation.
RECIPES = st.tuples(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 12), st.booleans())


def made_up(recipe: tuple[int, int, int, bool]) -> tuple[Document, Document]:
    """Make up a text and its translation, or something else than its translation."""
    chance, n, m, translation = recipe
    rng = random.Random(chance)
    source = invented(rng, n)
    target = translated(rng, source)[0] if translation else []
    return read_lines(source), read_lines(target or invented(rng, m), path="b.txt")


@given(RECIPES)
@examples(60)
def test_every_sentence_stands_once_and_in_order(recipe: tuple[int, int, int, bool]) -> None:
    pair = made_up(recipe)
    check_beads(find_beads(*pair, ENCODER).beads, *pair)


@given(RECIPES)
@examples(30)
def test_the_same_input_gives_the_same_result(recipe: tuple[int, int, int, bool]) -> None:
    pair = made_up(recipe)
    first, second = find_beads(*pair, ENCODER).beads, find_beads(*pair, ENCODER).beads
    assert first == second
    assert [bead.parts for bead in first] == [bead.parts for bead in second]


@given(RECIPES)
@examples(30)
def test_parts_sum_to_the_score_of_the_bead(recipe: tuple[int, int, int, bool]) -> None:
    pair = made_up(recipe)
    beads = find_beads(*pair, ENCODER).beads
    assume(not any(bead.moved for bead in beads))  # those were not found on the lattice
    weights = default_weights()
    texts = [[s.text for s in doc.sentences] for doc in pair]
    task = prepare(texts[0], texts[1], ENCODER, expected_log_ratio("en", "en"))
    scores = bead_scores(task, weights)
    row = column = 0
    for bead in beads:
        row, column = row + len(bead.source), column + len(bead.target)
        t = STEPS.index((len(bead.source), len(bead.target)))
        cell = row * (len(texts[1]) + 1) + column
        assert sum(bead.parts.values()) == pytest.approx(scores[t, cell], abs=1e-3)
        assert type_class(STEPS[t]) in bead.parts


@given(RECIPES)
@examples(40)
def test_swapping_the_sides_swaps_the_beads(recipe: tuple[int, int, int, bool]) -> None:
    pair = made_up(recipe)
    there, back = find_beads(*pair, ENCODER).beads, find_beads(*pair[::-1], ENCODER).beads
    shares = {(b.source, b.target): b.probability for b in there}
    mirrored = {(b.target, b.source): b.probability for b in back}
    assert shares.keys() == mirrored.keys()
    for key, share in shares.items():
        assert mirrored[key] == pytest.approx(share, abs=1e-3), key


@given(RECIPES)
@examples(40)
def test_the_probability_of_a_null_bead_does_not_hang_on_its_place(
    recipe: tuple[int, int, int, bool],
) -> None:
    pair = made_up(recipe)
    # A null bead is named by its sentence alone. A 1-0 beside a 0-1 can stand before or after it:
    # both orders are the same beads, so the bead's probability is the sum over all places.
    texts = [[s.text for s in doc.sentences] for doc in pair]
    task = prepare(texts[0], texts[1], ENCODER, expected_log_ratio("en", "en"))
    lattice = build_lattice([task.band], STEPS)
    scores = bead_scores(task, default_weights())
    shares = posteriors(lattice, scores).of_beads(lattice, scores)
    rows, columns = task.band.cells()
    for run in find_runs(task, default_weights()):
        if run.is_null:
            omitted = run.rows[0] < run.rows[1]
            of_sentence = rows == run.rows[1] if omitted else columns == run.columns[1]
            t = STEPS.index(run.step)
            assert run.probability == pytest.approx(shares[t, of_sentence].sum(), abs=1e-4)


def test_two_strangers_are_surely_strangers() -> None:
    # Linking is as good as forbidden, so both sentences stand alone whatever the order.
    types = {type_class(step): -50.0 for step in STEPS} | {"null": 50.0}
    weights = Weights(dict.fromkeys(FEATURES, 0.0), types, "w:test")
    pair = read_lines(["One thing."]), read_lines(["Another matter."])
    beads = find_beads(*pair, ENCODER, weights=weights).beads
    assert Counter(ids(beads)) == Counter([((0,), ()), ((), (0,))])
    assert [bead.probability for bead in beads] == pytest.approx([1.0, 1.0])


def test_bead_types_without_a_weight_are_not_tried() -> None:
    weights = default_weights()
    types = {name: value for name, value in weights.types.items() if name != "type 2-2"}
    fewer = Weights(weights.features, types, "w:test")
    rng = random.Random(3)
    source = invented(rng, 6)
    pair = read_lines(source), read_lines(source)
    assert ids(find_beads(*pair, ENCODER, weights=fewer).beads) == [((i,), (i,)) for i in range(6)]


def test_identical_documents_are_linked_one_to_one_and_surely() -> None:
    text = invented(random.Random(2), 40)
    beads = find_beads(read_lines(text), read_lines(text), ENCODER).beads
    assert ids(beads) == [((i,), (i,)) for i in range(40)]
    assert all(bead.similarity == pytest.approx(1.0, abs=1e-4) for bead in beads)
    assert min(bead.probability for bead in beads) > 0.9


def test_one_sentence_on_either_side() -> None:
    one = invented(random.Random(4), 1)
    assert ids(find_beads(read_lines(one), read_lines(one), ENCODER).beads) == [((0,), (0,))]
    many = invented(random.Random(4), 9)
    pair = read_lines(many), read_lines(many[4:5])
    beads = find_beads(*pair, ENCODER).beads
    check_beads(beads, *pair)
    assert ((4,), (0,)) in ids(beads)
    pair = read_lines(many[4:5]), read_lines(many)
    assert ((0,), (4,)) in ids(find_beads(*pair, ENCODER).beads)


def test_texts_without_a_word_are_aligned_all_the_same() -> None:
    pair = read_lines([".", ". .", "."]), read_lines([". .", "."])
    check_beads(find_beads(*pair, ENCODER).beads, *pair)


@pytest.mark.parametrize("swap", [False, True])
def test_a_document_of_teasers_alone_links_nothing(swap: bool) -> None:
    teasers = document_from_text(TEASERS, lang="en", path="teasers.txt")
    assert {s.kind for s in teasers.sentences} == {Kind.TEASER}
    text = read_lines(invented(random.Random(5), 3))
    pair = (text, teasers) if swap else (teasers, text)
    beads = find_beads(*pair, ENCODER).beads
    check_beads(beads, *pair)
    assert all(bead.is_null for bead in beads)
    assert len(find_beads(teasers, teasers, ENCODER).beads) == 2 * len(teasers.sentences)


def test_teasers_stand_where_they_are_read_as_null_beads_of_probability_one() -> None:
    text = "One cat sat here.\n\nRead more: Dogs »\n\nTwo dogs ran off.\n\nRead more: Cats »\n"
    source = document_from_text(text, lang="en")
    target = read_lines(["ONE CAT SAT HERE.", "TWO DOGS RAN OFF."])
    beads = find_beads(source, target, ENCODER).beads
    assert ids(beads) == [((0,), (0,)), ((1,), ()), ((2,), (1,)), ((3,), ())]
    assert [bead.probability for bead in beads if bead.is_null] == [1.0, 1.0]


def moved_pair() -> tuple[Document, Document]:
    """Twenty sentences, of which number 5 stands after number 14 in the translation."""
    rng = random.Random(11)
    source = invented(rng, 20)
    order = [*range(5), *range(6, 15), 5, *range(15, 20)]
    return read_lines(source), read_lines([source[i].upper() for i in order], path="b.txt")


def test_a_sentence_put_elsewhere_is_moved_and_not_missing() -> None:
    pair = moved_pair()
    beads = find_beads(*pair, ENCODER).beads
    check_beads(beads, *pair)
    (moved,) = [bead for bead in beads if bead.moved]
    assert (moved.source, moved.target) == ((5,), (14,))
    assert moved.probability > 0.9
    assert not any(bead.is_null for bead in beads)
    assert all(bead.type == "1-1" for bead in beads)


@pytest.mark.parametrize("side", [0, 1])
def test_a_moved_bead_does_not_carry_teasers_along(side: int) -> None:
    pair = moved_pair()
    lines = [s.text.capitalize() for s in pair[side].sentences]
    lines[3:3] = ["Read more: An early story »"]
    lines[9:9] = ["Read more: A later story »"]
    laid_out = document_from_text("\n\n".join(lines), lang="en")
    kinds = [s.kind for s in laid_out.sentences]
    assert [i for i, kind in enumerate(kinds) if kind is Kind.TEASER] == [3, 9]
    other = pair[1 - side]
    check_beads(find_beads(laid_out, other, ENCODER).beads, laid_out, other)
    check_beads(find_beads(other, laid_out, ENCODER).beads, other, laid_out)


def test_progress_rises_to_the_whole_of_each_stage() -> None:
    told: list[tuple[str, int, int]] = []
    pair = read_lines(invented(random.Random(6), 150)), read_lines(invented(random.Random(7), 20))
    find_beads(*pair, ENCODER, progress=lambda *step: told.append(step))
    stages = [list(steps) for _, steps in itertools.groupby(told, key=lambda step: step[0])]
    assert [steps[0][0] for steps in stages] == ["encode", "align"]
    for steps in stages:
        done = [step[1] for step in steps]
        assert done == sorted(done)
        assert steps[-1][1] == steps[-1][2]


def test_three_hundred_sentences_dropped_in_the_middle() -> None:
    rng = random.Random(9)
    source = invented(rng, 350)
    target, gold = translated(rng, source, dropped=range(25, 325))
    beads = find_beads(read_lines(source), read_lines(target), ENCODER).beads
    scores = score_documents([(gold, beads)])
    assert scores.strict.f1 > 0.97  # 1.000
    assert scores.omissions.recall > 0.99  # 1.000
    assert scores.omissions.precision > 0.99  # 1.000


def test_a_banded_search_finds_what_the_exact_one_finds() -> None:
    rng = random.Random(5)
    source = invented(rng, 900)
    target, gold = translated(rng, source, dropped=range(250, 650))
    pair = read_lines(source), read_lines(target)
    assert (len(source) + 1) * (len(target) + 1) > LIMITS.exact_cells
    texts = [s.text for s in pair[0].sentences], [s.text for s in pair[1].sentences]
    band = prepare(*texts, ENCODER, 0.0).band
    assert band.starts[-1] < 0.5 * (len(source) + 1) * (len(target) + 1)
    beads = find_beads(*pair, ENCODER).beads
    check_beads(beads, *pair)
    scores = score_documents([(gold, beads)])
    assert scores.strict.f1 > 0.97  # .996
    assert scores.omissions.recall > 0.99  # 1.000
    assert {i for b in beads if not b.target for i in b.source} >= set(range(250, 650))
    exact = find_beads(*pair, ENCODER, limits=Limits(exact_cells=10**9)).beads
    assert ids(beads) == ids(exact)


@pytest.mark.parametrize("swap", [False, True])
def test_real_sentences_with_the_embedded_encoder(embedded: Encoder, swap: bool) -> None:
    pair = sample("article.en.txt"), sample("digest.zh.txt")
    there = find_beads(*pair, embedded).beads
    check_beads(there, *pair)
    assert len(there) > 30
    if swap:
        back = find_beads(*pair[::-1], embedded).beads
        assert {(b.target, b.source) for b in back} == set(ids(there))


def test_two_sentences_are_joined_across_a_teaser(embedded: Encoder) -> None:
    english = (
        "The ferry left the harbour at six in the morning.\n\nRead more: Storms »\n\n"
        "It carried forty passengers and their bicycles.\n\n"
        "Nobody on the pier waved goodbye to them.\n"
    )
    chinese = (
        "渡轮早上六点离开港口，载着四十名乘客和他们的自行车。\n\n码头上没有人向他们挥手告别。\n"
    )
    source = document_from_text(english, lang="en")
    target = document_from_text(chinese, lang="zh")
    beads = find_beads(source, target, embedded).beads
    assert Counter(ids(beads)) == Counter([((1,), ()), ((0, 2), (0,)), ((3,), (1,))])
