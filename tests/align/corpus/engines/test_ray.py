"""A cluster of two nodes on this machine, of which one dies."""

from __future__ import annotations

import importlib
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.required import has_module, required_in_ci
from helpers.small_corpus import make_corpus, without_seconds

from duizhao.align.corpus.engines.local import LocalEngine
from duizhao.align.corpus.engines.ray import RayEngine
from duizhao.align.corpus.manifest.folders import match_folders
from duizhao.align.corpus.plan import Plan
from duizhao.align.corpus.run import Run
from duizhao.errors import EncoderError

if not has_module("ray"):
    required_in_ci("the package ray (pip install ray)", False)
ray: Any = importlib.import_module("ray")

_MEMORY = 80 * 2**20  # of each node's store; outcomes are small
# How soon a node is taken for dead: one that refuses to answer five times, not one that is slow.
_SOON_DEAD = {"health_check_period_ms": 500, "health_check_failure_threshold": 5}

# Ray says at its end that files and sockets of its own are open.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture
def in_time() -> Iterator[None]:
    """End a test that waits for what never comes; a quiet machine needs 20 seconds."""

    def stop(_number: int, _frame: object) -> None:
        message = "the cluster did not end in ten minutes"
        raise TimeoutError(message)

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(600)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch, in_time: None) -> Iterator[tuple[Any, Any]]:
    """Start a head and a second node on the loopback address."""
    from ray._private import ray_constants
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    monkeypatch.setenv("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    monkeypatch.setenv("PYTHONPATH", os.environ.get("PYTHONPATH", ""))
    # As on Windows and macOS: else Ray takes another address of this machine for the loopback's.
    monkeypatch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    monkeypatch.setattr(ray_constants, "ENABLE_RAY_CLUSTER", False)
    # Names of sockets may have a hundred characters.
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        # With a folder of its own a cluster still notes its address in the usual one, unmade yet.
        monkeypatch.setenv("RAY_TMPDIR", folder)
        Path(folder, "ray").mkdir()
        node = {
            "num_cpus": 1,
            "object_store_memory": _MEMORY,
            "node_ip_address": "127.0.0.1",
            "temp_dir": folder,
        }
        head = {**node, "include_dashboard": False, "_system_config": _SOON_DEAD}
        started: Any = Cluster(initialize_head=True, head_node_args=head)
        try:
            second = started.add_node(**node)
            ray.init(address=started.address, log_to_driver=False)
            yield started, second
        finally:
            ray.shutdown()
            started.shutdown()


def test_a_node_dies_and_the_results_are_those_of_the_local_engine(
    cluster: Any,
    tmp_path: Path,
) -> None:
    manifest = match_folders(*make_corpus(tmp_path, 8))
    there, here = tmp_path / "there", tmp_path / "here"
    run = Run(manifest, Plan(str(there)), RayEngine(workers=2))
    for number, (_, outcome) in enumerate(run.outcomes()):
        assert outcome.state == "done"
        if number == 1:
            cluster[0].remove_node(cluster[1], allow_graceful=False)
    assert run.states == {"done": 8}
    for _ in Run(manifest, Plan(str(here)), LocalEngine(1)).outcomes():
        pass
    assert without_seconds(there) == without_seconds(here)


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    manifest = match_folders(*make_corpus(tmp_path, 1))
    run = Run(manifest, Plan(str(tmp_path / "out")), RayEngine("127.0.0.1:9"))
    with pytest.raises(EncoderError, match="cannot be reached"):
        list(run.outcomes())
