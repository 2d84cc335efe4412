"""What is read from installed packages: the same as zipfile, numpy and gzip read."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.packed import Arrays, unzipped

READ_AT_ONCE = 1 << 16


def saved(path: Path, *, compressed: bool) -> dict[str, npt.NDArray[Any]]:
    """Save arrays of several sizes, one of which unfolds to many times what it takes."""
    random = np.random.default_rng(0)
    arrays: dict[str, Any] = {
        "noise": random.integers(0, 256, 300_000).astype(np.uint8),
        "words": random.integers(0, 4, (700, 333)).astype(np.uint16),
        "zeros": np.zeros(3_000_000, np.float32),
        "one": np.array(2.5),
        "none": np.zeros((0, 7), np.int64),
    }
    (np.savez_compressed if compressed else np.savez)(path, **arrays)
    return arrays


@pytest.mark.parametrize("compressed", [True, False])
def test_arrays_are_what_was_saved(tmp_path: Path, compressed: bool) -> None:
    arrays = saved(tmp_path / "a.npz", compressed=compressed)
    with Arrays(tmp_path / "a.npz") as found:
        assert found.names == [*arrays]
        for name, array in arrays.items():
            assert found[name].dtype == array.dtype
            np.testing.assert_array_equal(found[name], array)
        with pytest.raises(KeyError):
            found["another"]


@pytest.mark.parametrize("compressed", [True, False])
def test_streams_are_read_in_turns_by_threads_and_outlive_the_archive(
    tmp_path: Path, compressed: bool
) -> None:
    arrays = saved(tmp_path / "a.npz", compressed=compressed)
    names = ["noise", "words", "zeros"] * 3
    file = (tmp_path / "a.npz").open("rb")
    with Arrays(file) as archive:
        streams = [archive.stream(name) for name in names]
    assert not file.closed
    with ThreadPoolExecutor(len(names)) as pool:
        pieces = pool.map(lambda stream: [stream.read(60_001) for _ in range(300)], streams)
        for name, parts in zip(names, pieces, strict=True):
            whole = np.lib.format.read_array(io.BytesIO(b"".join(parts)))
            np.testing.assert_array_equal(whole, arrays[name])
    for stream in streams:
        assert not file.closed
        stream.close()
        stream.close()
    assert file.closed


@given(content=st.binary(max_size=300), times=st.integers(1, 3 * READ_AT_ONCE // 300))
def test_gzip_files_and_members_of_any_content(content: bytes, times: int) -> None:
    data = content * times
    assert unzipped(gzip.compress(data, 1)) == data
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", data)
    with Arrays(packed) as found, found.stream("a") as stream:
        assert stream.read() == data


def test_a_damaged_array_is_told(tmp_path: Path) -> None:
    saved(tmp_path / "a.npz", compressed=False)
    data = bytearray((tmp_path / "a.npz").read_bytes())
    data[data.index(b"noise.npy") + 1000] ^= 1
    with Arrays(io.BytesIO(bytes(data))) as found, pytest.raises(zipfile.BadZipFile, match="noise"):
        found["noise"]


def test_without_isal_zlib_reads_the_same(tmp_path: Path) -> None:
    arrays = saved(tmp_path / "a.npz", compressed=True)
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"unfolded"))
    code = (
        "import sys; sys.modules['isal'] = None\n"
        "from pathlib import Path\n"
        "from duizhao.packed import Arrays, unzipped\n"
        "with Arrays(Path(sys.argv[1])) as found: print(int(found['words'].sum()))\n"
        "print(unzipped(Path(sys.argv[2]).read_bytes()).decode())"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "a.npz"), str(tmp_path / "b.gz")]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(arrays["words"].sum()), "unfolded"]
