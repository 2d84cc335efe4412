"""The vector cache: hits, misses, killed and simultaneous writers, damage, and its size."""

from __future__ import annotations

import logging
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from helpers.examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duizhao.errors import InputError
from duizhao.models.arrays import FloatArray
from duizhao.models.cache import CachedEncoder, Lookups, lookups, with_cache
from duizhao.models.encoder import Encoder, TokenEncoder, TokenVectors
from duizhao.models.text_runs import AdditiveEncoder, spans_by_joining
from duizhao.models.use.encoder import EmbeddedEncoder
from duizhao.models.vector_store import VectorCache, cache_folder, row_key

TEXTS = ["One sentence.", "第二句话。", "", "A third one, 3 times.", "One sentence."]


class Letters:
    """A small encoder: counts of characters by code point modulo 16, of unit length."""

    name = "letters"
    dimensions = 16
    blocks = (16,)
    composes = False

    def __init__(self, version: str = "1") -> None:
        self.signature = f"letters@{version}"
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.encoded.extend(texts)
        rows = np.zeros((len(texts), 16), np.float32)
        for number, text in enumerate(texts):
            for character in text:
                rows[number, ord(character) % 16] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: FloatArray = rows / np.maximum(norms, 1e-9)
        return unit

    def encode_spans(self, texts: Sequence[str], longest: int) -> FloatArray:
        return spans_by_joining(self.encode, texts, longest)


def test_a_second_run_encodes_nothing(tmp_path: Path) -> None:
    first = CachedEncoder(Letters(), VectorCache(tmp_path))
    assert isinstance(first, Encoder)
    vectors = first.encode(TEXTS)
    assert (first.hits, first.misses) == (0, 4)
    np.testing.assert_array_equal(vectors, Letters().encode(TEXTS))

    letters = Letters()
    second = CachedEncoder(letters, VectorCache(tmp_path))
    np.testing.assert_array_equal(second.encode(TEXTS), vectors)
    assert (second.hits, second.misses) == (4, 0)
    assert letters.encoded == []
    second.encode([*TEXTS, "new"])
    assert letters.encoded == ["new"]


def test_runs_of_texts_are_cached_too(tmp_path: Path) -> None:
    expected = Letters().encode_spans(TEXTS, 3)
    for _ in range(2):
        letters = Letters()
        cached = CachedEncoder(letters, VectorCache(tmp_path))
        np.testing.assert_array_equal(cached.encode_spans(TEXTS, 3), expected)
    assert letters.encoded == []


def test_the_embedded_encoders_states_serve_texts_and_runs(tmp_path: Path) -> None:
    plain = EmbeddedEncoder()
    assert isinstance(plain, AdditiveEncoder)
    first = CachedEncoder(plain, VectorCache(tmp_path))
    spans = first.encode_spans(TEXTS, 3)
    # Each text is encoded once, and the last bits hang on what it is encoded beside.
    once = list(dict.fromkeys(TEXTS))
    states = plain.states(once)[[once.index(text) for text in TEXTS]]
    np.testing.assert_array_equal(spans, plain.spans_of(states, 3))
    np.testing.assert_allclose(spans, plain.encode_spans(TEXTS, 3), atol=1e-6)

    fresh = EmbeddedEncoder()
    second = CachedEncoder(fresh, VectorCache(tmp_path))
    np.testing.assert_allclose(second.encode_spans(TEXTS, 3), spans, atol=1e-6)
    np.testing.assert_allclose(second.encode(TEXTS), plain.encode(TEXTS), atol=1e-5)
    assert (second.hits, second.misses) == (8, 0)
    assert "_network" not in vars(fresh)  # the embedding table was never read
    assert (second.name, second.signature, second.dimensions) == (
        plain.name,
        plain.signature,
        plain.dimensions,
    )


def test_another_signature_shares_nothing(tmp_path: Path) -> None:
    CachedEncoder(Letters("1"), VectorCache(tmp_path)).encode(TEXTS)
    other = CachedEncoder(Letters("2"), VectorCache(tmp_path))
    other.encode(TEXTS)
    assert other.hits == 0


@settings(examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(), max_size=20), max_size=12))
def test_any_texts_come_back_as_they_went_in(tmp_path: Path, texts: list[str]) -> None:
    cached = CachedEncoder(Letters(), VectorCache(tmp_path))
    np.testing.assert_array_equal(cached.encode(texts), Letters().encode(texts))
    np.testing.assert_array_equal(cached.encode(texts), Letters().encode(texts))


WRITER = """
import sys
from pathlib import Path
import numpy as np
from duizhao.models.vector_store import VectorCache, row_key
cache = VectorCache(Path(sys.argv[1]))
for batch in range(int(sys.argv[2]), int(sys.argv[3])):
    keys = [row_key("test", f"{batch} {number}") for number in range(20)]
    cache.put("test", {key: np.full(64, batch, np.float32) for key in keys})
    print(batch, flush=True)
"""


def start_writer(folder: Path, first: int, stop: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), str(first), str(stop)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def stored_batches(folder: Path, batches: range) -> dict[int, int]:
    """Return how many of the 20 rows of each batch are there, after checking their values."""
    cache = VectorCache(folder)
    counts = {}
    for batch in batches:
        rows = cache.get([row_key("test", f"{batch} {number}") for number in range(20)])
        assert all((row == batch).all() for row in rows.values())
        counts[batch] = len(rows)
    return counts


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a POSIX signal")
def test_a_killed_writer_leaves_whole_batches(tmp_path: Path) -> None:
    with start_writer(tmp_path, 0, 1_000_000) as writer:
        assert writer.stdout is not None
        done = [int(writer.stdout.readline()) for _ in range(10)]
        writer.send_signal(signal.SIGKILL)
    counts = stored_batches(tmp_path, range(200))
    assert all(counts[batch] == 20 for batch in done)
    assert set(counts.values()) <= {0, 20}
    connection = sqlite3.connect(next(tmp_path.glob("*.sqlite3")))
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_several_processes_write_at_a_time(tmp_path: Path) -> None:
    # The ranges overlap: two processes write the same rows.
    writers = [start_writer(tmp_path, first, first + 20) for first in (0, 10, 20)]
    for writer in writers:
        _, warnings = writer.communicate(timeout=120)
        assert writer.returncode == 0
        assert warnings == ""
    assert set(stored_batches(tmp_path, range(40)).values()) == {20}


def test_a_damaged_file_is_skipped_with_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = VectorCache(tmp_path)
    cache.path.write_bytes(b"this is not a database, " * 1000)
    letters = Letters()
    cached = CachedEncoder(letters, cache)
    with caplog.at_level(logging.WARNING):
        np.testing.assert_array_equal(cached.encode(TEXTS), Letters().encode(TEXTS))
        cached.encode(TEXTS)
    assert len(caplog.records) == 1
    assert str(cache.path) in caplog.text
    assert "DUIZHAO_CACHE_DIR" in caplog.text


def test_a_file_damaged_in_the_middle_is_skipped(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    CachedEncoder(Letters(), cache).encode([str(number) for number in range(2000)])
    content = bytearray(cache.path.read_bytes())
    content[40_000:200_000] = b"\xff" * 160_000
    cache.path.write_bytes(content)
    texts = [str(number) for number in range(2000)]
    again = CachedEncoder(Letters(), VectorCache(tmp_path))
    np.testing.assert_array_equal(again.encode(texts), Letters().encode(texts))


def test_a_row_of_the_wrong_length_is_encoded_afresh(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    cached = CachedEncoder(Letters(), cache)
    expected = cached.encode(["text"])
    connection = sqlite3.connect(cache.path)
    with connection:
        connection.execute("UPDATE vectors SET row = x'0000'")
    connection.close()
    np.testing.assert_array_equal(cached.encode(["text"]), expected)
    cached.encode(["text"])
    assert (cached.hits, cached.misses) == (1, 2)


@pytest.mark.parametrize("byte", [0, 31, 63, 64, 67])
def test_a_row_with_a_flipped_bit_is_encoded_afresh_and_written_anew(
    tmp_path: Path, byte: int
) -> None:
    cache = VectorCache(tmp_path)
    cached = CachedEncoder(Letters(), cache)
    expected = cached.encode(["text"])
    with closing(sqlite3.connect(cache.path)) as connection, connection:
        ((row,),) = connection.execute("SELECT row FROM vectors").fetchall()
        assert len(row) == 4 * Letters.dimensions + 4
        broken = bytes(value ^ (8 if n == byte else 0) for n, value in enumerate(row))
        connection.execute("UPDATE vectors SET row = ?", (broken,))
    np.testing.assert_array_equal(cached.encode(["text"]), expected)
    with closing(sqlite3.connect(cache.path)) as connection:
        assert connection.execute("SELECT row FROM vectors").fetchall() == [(row,)]
    cached.encode(["text"])
    assert (cached.hits, cached.misses) == (1, 2)


def test_a_row_under_the_key_of_another_text_does_not_count(tmp_path: Path) -> None:
    cached = CachedEncoder(Letters(), VectorCache(tmp_path))
    cached.encode(["one"])
    with closing(sqlite3.connect(cached.cache.path)) as connection, connection:
        kind = f"{Letters().signature}/vector-16"
        connection.execute("UPDATE vectors SET key = ?", (row_key(kind, "two"),))
    np.testing.assert_array_equal(cached.encode(["two"]), Letters().encode(["two"]))


def test_a_folder_that_cannot_be_made_is_skipped(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder", encoding="utf-8")
    cached = CachedEncoder(Letters(), VectorCache(file / "cache"))
    np.testing.assert_array_equal(cached.encode(TEXTS), Letters().encode(TEXTS))
    assert len(caplog.records) == 1


def test_the_oldest_rows_go_when_the_cache_is_full(tmp_path: Path) -> None:
    largest = 4_000_000
    cache = VectorCache(tmp_path, largest=largest)
    for batch in range(40):
        keys = [row_key("test", f"{batch} {number}") for number in range(100)]
        cache.put("test", {key: np.full(512, batch, np.float32) for key in keys})
    newest = cache.get([row_key("test", f"39 {number}") for number in range(100)])
    oldest = cache.get([row_key("test", f"0 {number}") for number in range(100)])
    assert len(newest) == 100
    assert oldest == {}
    assert cache.path.stat().st_size < 1.3 * largest


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHAO_CACHE_DIR", str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here"
    assert VectorCache().path.parent == tmp_path / "here"
    monkeypatch.delenv("DUIZHAO_CACHE_DIR")
    assert cache_folder().is_absolute()


def test_what_is_there_is_told_by_encoder(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    assert cache.info().kinds == ()
    assert not cache.path.exists()
    CachedEncoder(Letters("1"), cache).encode(["a", "b"])
    CachedEncoder(Letters("2"), cache).encode(["a"])
    told = [(kind.kind, kind.texts, kind.size) for kind in cache.info().kinds]
    assert told == [("letters@1/vector-16", 2, 128), ("letters@2/vector-16", 1, 64)]


def test_clearing_keeps_what_was_written_last(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    for batch in range(20):
        keys = [row_key("test", f"{batch} {number}") for number in range(100)]
        cache.put("test", {key: np.full(512, batch, np.float32) for key in keys})
    before = cache.path.stat().st_size
    cache.clear(largest=before // 2)
    assert cache.path.stat().st_size < 0.6 * before
    assert len(cache.get([row_key("test", f"19 {number}") for number in range(100)])) == 100
    assert cache.get([row_key("test", "0 0")]) == {}
    cache.clear()
    assert cache.info().kinds == ()
    assert cache.path.stat().st_size < 300_000


def test_a_damaged_file_is_told_and_can_be_cleared(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    cache.path.write_bytes(b"this is not a database, " * 1000)
    with pytest.raises(InputError, match="duizhao cache clear"):
        cache.info()
    cache.clear()
    assert not cache.path.exists()
    cache.clear()  # nothing there is as good as cleared


class Tokens(Letters):
    """The same with one token a character."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return each character as a token."""
        return [
            TokenVectors(np.arange(len(t)), np.arange(len(t)) + 1, self.encode(list(t)))
            for t in texts
        ]


def test_a_cached_encoder_shows_tokens_if_its_encoder_does(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    plain, tokens = with_cache(Letters(), cache), with_cache(Tokens(), cache)
    assert not isinstance(plain, TokenEncoder)
    assert isinstance(tokens, TokenEncoder)
    assert tokens.encode_tokens(["ab"])[0].vectors.shape == (2, 16)


def test_lookups_are_told(tmp_path: Path) -> None:
    cached = with_cache(Letters(), VectorCache(tmp_path))
    assert lookups(Letters()) is None
    cached.encode(["a", "b", "a"])
    cached.encode(["b", "c"])
    assert lookups(cached) == Lookups(hits=1, misses=3)
