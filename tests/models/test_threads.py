"""One thread for each matrix product: within another's turn as well, and the others come back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from duizhao.models.threads import one_blas_thread, share_out

threadpoolctl = pytest.importorskip("threadpoolctl")


def blas_threads() -> set[int]:
    np.ones((2, 2)) @ np.ones((2, 2))
    libraries = threadpoolctl.threadpool_info()
    return {each["num_threads"] for each in libraries if each["user_api"] == "blas"}


@one_blas_thread()
def inside() -> set[int]:
    return blas_threads()


def test_it_holds_until_the_last_who_asked_is_done() -> None:
    with threadpoolctl.threadpool_limits(limits=2, user_api="blas"):
        before = blas_threads()
        with one_blas_thread():
            with one_blas_thread():
                assert blas_threads() == {1}
            assert blas_threads() == {1}
            with ThreadPoolExecutor(4) as pool:
                assert all(pool.map(lambda _: inside() == {1}, range(40)))
            assert blas_threads() == {1}
        assert blas_threads() == before
        assert inside() == {1}
        with pytest.raises(ZeroDivisionError), one_blas_thread():
            raise ZeroDivisionError
        assert blas_threads() == before


@pytest.mark.parametrize("count", [0, 1, 40])
def test_each_block_is_worked_on_once(count: int) -> None:
    done: list[int] = []
    share_out(done.append, range(count))
    assert sorted(done) == list(range(count))
