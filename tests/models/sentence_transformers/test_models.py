"""Models of the sentence-transformers package: loading, vectors, runs of sentences."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import socket
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from helpers.examples import examples
from helpers.model_folders import minilm, static_model, variant
from hypothesis import given
from hypothesis import strategies as st

from duizhao.errors import EncoderError
from duizhao.models.arrays import FloatArray
from duizhao.models.cache import with_cache
from duizhao.models.encoder import Encoder, TokenEncoder
from duizhao.models.sentence_transformers.encoder import (
    ComposingSentenceEncoder,
    SentenceTransformerEncoder,
    TokenSentenceEncoder,
    load_sentence_model,
)
from duizhao.models.text_runs import AdditiveEncoder, join_texts
from duizhao.models.vector_store import VectorCache

needs_package = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="needs the package sentence-transformers",
)
TEXTS = ["Heavy rain fell.", "大雨如注。", "", "The road is closed.", "道路已经封闭。"]
ENGLISH = ["Heavy rain fell.", "The road is closed.", "“Go home,” he said.", "No one went."]

LONG = "The river rose. " * 6250  # 100,000 characters
EDGES = {
    "empty": "",
    "blank": " \t\n\u3000",
    "one mark": "。",
    "emoji": "😀🚀👩‍👩‍👧‍👦",
    "mixed scripts": "我在 Berlin 吃了 3 个 кнедлики и كباب、ปลา",
    "control characters": "a\x00b\x07c\ufeff",
    "half of a character": "bad \ud800 text",
    "100,000 characters": LONG,
    "no spaces": "河" * 600,
    "plain": "Heavy rain fell.",
}

KINDS: dict[str, dict[str, Any]] = {
    "static": {},
    "mean": {"layers": 1},
    "first token": {"layers": 1, "pooling": "cls"},
    "dense layer": {"layers": 1, "dense": 16},
    "prompt": {"layers": 1, "prompt": "query: "},
    "no fast tokeniser": {"layers": 1, "leave_out": ("tokenizer.json",)},
}


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return static_model(tmp_path_factory.mktemp("models") / "static")


@pytest.fixture(scope="module")
def loaded_static(static: Path) -> SentenceTransformerEncoder:
    return load_sentence_model(str(static), device="cpu")


@pytest.fixture(scope="module")
def folders(static: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of each kind of model; transformers keep one layer of six, to be quick."""
    place = tmp_path_factory.mktemp("kinds")
    made = {
        kind: variant(minilm(), place / kind, **changes)
        for kind, changes in KINDS.items()
        if kind != "static"
    }
    return {"static": static, **made}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def by_package(encoder: SentenceTransformerEncoder, texts: list[str]) -> FloatArray:
    """Encode with the package itself."""
    package = importlib.import_module("sentence_transformers")
    model = package.SentenceTransformer(encoder.name, device="cpu", local_files_only=True)
    vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, np.float32)


# What an encoder is, told from the files alone


@needs_package
@pytest.mark.parametrize(
    ("kind", "tokens", "composes"),
    [
        ("static", True, True),
        ("mean", True, False),
        ("first token", True, False),
        ("dense layer", True, False),
        ("prompt", True, False),
        ("no fast tokeniser", False, False),
    ],
)
def test_an_encoder_says_what_it_can_do_before_it_is_loaded(
    folders: dict[str, Path], kind: str, tokens: bool, composes: bool
) -> None:
    encoder = load_sentence_model(str(folders[kind]))
    assert isinstance(encoder, Encoder)
    assert isinstance(encoder, TokenEncoder) is tokens
    assert isinstance(encoder, AdditiveEncoder) is composes
    assert encoder.composes is composes
    assert "_model" not in vars(encoder)
    assert encoder.blocks == (encoder.encode(TEXTS).shape[1],)


@needs_package
def test_a_model_without_a_list_of_modules_is_loaded(tmp_path: Path) -> None:
    folder = variant(minilm(), tmp_path / "plain", leave_out=("modules.json",), layers=1)
    encoder = load_sentence_model(str(folder))
    assert encoder.dimensions == 384
    np.testing.assert_allclose(encoder.encode(ENGLISH), by_package(encoder, ENGLISH), atol=1e-5)


# Vectors


@needs_package
@pytest.mark.parametrize("kind", KINDS)
def test_vectors_are_those_of_the_package(folders: dict[str, Path], kind: str) -> None:
    encoder = load_sentence_model(str(folders[kind]), device="cpu")
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert not vectors[2].any()
    filled = [0, 1, 3, 4]
    expected = by_package(encoder, [TEXTS[i] for i in filled])
    np.testing.assert_allclose(vectors[filled], expected, atol=1e-5)
    assert encoder.encode([]).shape == (0, encoder.dimensions)


@needs_package
@pytest.mark.parametrize("kind", KINDS)
def test_any_text_has_a_vector_that_its_company_does_not_change(
    folders: dict[str, Path], kind: str
) -> None:
    encoder = load_sentence_model(str(folders[kind]), device="cpu", batch_size=8)
    # The longest text takes seconds: two kinds of model read it, once.
    cases = [case for case in EDGES if EDGES[case] is not LONG]
    long = [LONG] if kind in ("static", "mean") else []
    together = encoder.encode([*(EDGES[case] for case in cases), *long])
    np.testing.assert_allclose(np.linalg.norm(together[len(cases) :], axis=1), 1, atol=1e-5)
    backwards = encoder.encode([EDGES[case] for case in cases[::-1]])[::-1]
    for case, vector, again in zip(cases, together, backwards, strict=False):
        expected = 0 if case in ("empty", "blank") else 1
        assert np.linalg.norm(vector) == pytest.approx(expected, abs=1e-5), case
        np.testing.assert_allclose(again, vector, atol=1e-5, err_msg=case)
        alone = encoder.encode([EDGES[case]])[0]
        np.testing.assert_allclose(alone, vector, atol=1e-5, err_msg=case)


@needs_package
def test_composing_gives_single_texts_the_same_vectors(folders: dict[str, Path]) -> None:
    short = [text for text in EDGES.values() if len(text) < 100]
    for kind in ("mean", "prompt"):
        whole = load_sentence_model(str(folders[kind]), compose=False)
        composing = load_sentence_model(str(folders[kind]), compose=True)
        np.testing.assert_allclose(composing.encode(short), whole.encode(short), atol=1e-5)


@needs_package
@pytest.mark.parametrize("kind", ["static", "mean", "first token", "no fast tokeniser"])
def test_the_end_of_a_long_text_counts(folders: dict[str, Path], kind: str) -> None:
    encoder = load_sentence_model(str(folders[kind]))
    same = "The river rose and fell. " * 60
    one, other = encoder.encode([same + "A goat ate hay. " * 60, same + "War broke out. " * 60])
    assert np.abs(one - other).max() > 1e-4


@needs_package
def test_the_package_itself_would_cut_a_long_text(folders: dict[str, Path]) -> None:
    encoder = load_sentence_model(str(folders["mean"]))
    same = "The river rose and fell. " * 60
    one, other = by_package(encoder, [same + "A goat ate hay.", same + "War broke out."])
    np.testing.assert_allclose(one, other, atol=1e-6)


@needs_package
@examples(40)
@given(texts=st.lists(st.text(max_size=40), max_size=4))
def test_all_texts_can_be_encoded(
    loaded_static: SentenceTransformerEncoder, texts: list[str]
) -> None:
    vectors = loaded_static.encode(texts)
    norms = np.linalg.norm(vectors, axis=1)
    assert np.all(np.isclose(norms, 1, atol=1e-4) | (norms == 0))


# Runs of sentences


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["他来了。", "她走了。"], "他来了。她走了。"),
        (["“坐吧。”", "他说。"], "“坐吧。”他说。"),
        (["他说……", "“好。”"], "他说…… “好。”"),
        (["He came.", "She left."], "He came. She left."),
        (["“Go,” he said.", "“No.”"], "“Go,” he said. “No.”"),
        (["Python很好。", "Java也好。"], "Python很好。 Java也好。"),
        (["비가 왔다.", "길이 막혔다."], "비가 왔다. 길이 막혔다."),
        (["안녕", "세상"], "안녕 세상"),
        (["", "  ", "one"], "one"),
        ([], ""),
    ],
)
def test_sentences_are_joined_as_their_script_joins_them(texts: list[str], joined: str) -> None:
    assert join_texts(texts) == joined


@given(st.lists(st.text(max_size=12), max_size=6))
def test_joining_adds_nothing_but_spaces(texts: list[str]) -> None:
    joined = join_texts(texts)
    assert "".join(joined.split()) == "".join("".join(texts).split())
    assert joined == joined.strip()


@needs_package
@pytest.mark.parametrize("kind", ["mean", "first token", "dense layer"])
def test_runs_are_encoded_as_joined_text(folders: dict[str, Path], kind: str) -> None:
    encoder = load_sentence_model(str(folders[kind]))
    spans = encoder.encode_spans(TEXTS, 3)
    assert spans.shape == (3, 5, encoder.dimensions)
    np.testing.assert_allclose(spans[0], encoder.encode(TEXTS), atol=1e-5)
    for size in (2, 3):
        assert not spans[size - 1, : size - 1].any()
        runs = [join_texts(TEXTS[last - size + 1 : last + 1]) for last in range(size - 1, 5)]
        np.testing.assert_allclose(spans[size - 1, size - 1 :], encoder.encode(runs), atol=1e-5)


@needs_package
def test_composing_fixed_token_vectors_is_exact(static: Path) -> None:
    encoder = load_sentence_model(str(static))
    exact = SentenceTransformerEncoder(str(static)).encode_spans(ENGLISH, 4)
    np.testing.assert_allclose(encoder.encode_spans(ENGLISH, 4), exact, atol=1e-5)


@needs_package
def test_composing_contextual_token_vectors_is_near() -> None:
    exact = load_sentence_model(str(minilm())).encode_spans(ENGLISH, 4)
    composed = load_sentence_model(str(minilm()), compose=True).encode_spans(ENGLISH, 4)
    for size, least in ((2, 0.92), (3, 0.9), (4, 0.87)):
        cosines = (exact[size - 1] * composed[size - 1]).sum(axis=1)[size - 1 :]
        assert least < cosines.mean() < 0.99


@needs_package
def test_a_layer_on_top_follows_the_composed_mean(folders: dict[str, Path]) -> None:
    encoder = load_sentence_model(str(folders["dense layer"]), compose=True)
    assert isinstance(encoder, ComposingSentenceEncoder)
    states = encoder.states(TEXTS)
    assert states.shape == (5, 385)
    spans = encoder.spans_of(states, 3)
    assert spans.shape == (3, 5, 16)
    np.testing.assert_allclose(spans[0], encoder.encode(TEXTS), atol=1e-6)
    np.testing.assert_allclose(spans[1, 2], spans[0, 1], atol=1e-6)  # the other text is empty
    np.testing.assert_allclose(
        spans[2, 4], encoder.vectors_of(states[2:].sum(0)[None])[0], atol=1e-6
    )
    assert not spans[2, :2].any()


@needs_package
@pytest.mark.parametrize("kind", ["first token", "no fast tokeniser"])
def test_composing_what_does_not_compose_is_refused(folders: dict[str, Path], kind: str) -> None:
    with pytest.raises(EncoderError, match=r"runs cannot be composed with .* leave the choice out"):
        load_sentence_model(str(folders[kind]), compose=True)


@needs_package
@pytest.mark.parametrize(("kind", "compose"), [("static", None), ("mean", True), ("mean", False)])
def test_what_is_cached_needs_no_model(
    folders: dict[str, Path], tmp_path: Path, kind: str, compose: bool | None
) -> None:
    first, second = (load_sentence_model(str(folders[kind]), compose=compose) for _ in range(2))
    expected = with_cache(first, VectorCache(tmp_path)).encode_spans(TEXTS, 3)
    found = with_cache(second, VectorCache(tmp_path)).encode_spans(TEXTS, 3)
    np.testing.assert_array_equal(found, expected)
    assert "_model" not in vars(second)


# Devices and batches


@needs_package
@pytest.mark.parametrize("device", ["cuda:99", "meta", "gpu", ""])
def test_a_device_that_is_not_there_is_refused(static: Path, device: str) -> None:
    encoder = load_sentence_model(str(static), device=device)
    with pytest.raises(EncoderError, match=rf"the device '{device}' .* that is there \(cpu"):
        encoder.encode(["text"])


@needs_package
def test_batches_do_not_change_vectors(folders: dict[str, Path]) -> None:
    for compose in (False, True):
        one, many = (
            load_sentence_model(str(folders["mean"]), batch_size=size, compose=compose)
            for size in (1, 32)
        )
        np.testing.assert_allclose(one.encode(ENGLISH), many.encode(ENGLISH), atol=1e-5)


@needs_package
@pytest.mark.parametrize("size", [0, -1])
def test_an_empty_batch_is_refused(static: Path, size: int) -> None:
    with pytest.raises(EncoderError, match="at least 1"):
        load_sentence_model(str(static), batch_size=size)


@needs_package
@pytest.mark.parametrize("kind", ["static", "mean", "prompt"])
def test_nothing_is_shown(
    folders: dict[str, Path], kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    encoder = load_sentence_model(str(folders[kind]))
    assert isinstance(encoder, TokenSentenceEncoder)
    encoder.encode_spans([*ENGLISH, "The river rose. " * 200], 2)
    encoder.encode_tokens(ENGLISH)
    assert capfd.readouterr() == ("", "")


# Finding models


@needs_package
def test_the_signature_follows_the_content_not_the_place(static: Path, tmp_path: Path) -> None:
    signature = SentenceTransformerEncoder(str(static)).signature
    copy = tmp_path / "elsewhere" / static.name
    shutil.copytree(static, copy)
    assert SentenceTransformerEncoder(str(copy)).signature == signature
    weights = next(copy.rglob("*.safetensors"))
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert SentenceTransformerEncoder(str(copy)).signature != signature


@needs_package
@pytest.mark.parametrize("name", ["organisation/no-such-model", "LaBSE"])
def test_a_model_that_was_not_fetched_names_the_way_to_get_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    constants = importlib.import_module("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EncoderError, match=r"fetch it once with: hf download [\w-]+/[\w-]+ "):
        load_sentence_model(name)


@needs_package
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"modules\.json or config\.json was expected"):
        load_sentence_model(str(tmp_path))


@needs_package
@pytest.mark.parametrize("damaged", ["*.safetensors", "tokenizer.json", "modules.json"])
def test_a_damaged_model_is_refused(static: Path, tmp_path: Path, damaged: str) -> None:
    copy = tmp_path / "damaged"
    shutil.copytree(static, copy)
    next(copy.rglob(damaged)).write_bytes(b"{no weights")
    with pytest.raises(EncoderError, match="cannot be loaded"):
        load_sentence_model(str(copy)).encode(["text"])


@needs_package
def test_files_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    folder = variant(minilm(), tmp_path / "odd", layers=1)
    pooling = folder / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text().replace("384", "385"))
    with pytest.raises(EncoderError, match="vectors have 384 numbers, not 385"):
        load_sentence_model(str(folder)).encode(["text"])


@needs_package
def test_a_path_that_is_no_folder_is_refused() -> None:
    with pytest.raises(EncoderError, match="no folder"):
        load_sentence_model("./no/such/folder")
