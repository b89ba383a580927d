"""One simulation, many workers: threads, processes, a cluster that loses one. The result is always the same."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.simulation.distributions import Discrete, Distribution, Triangular, Uniform
from relocation.scenarios.simulation.executors import Pool, connect, opened
from relocation.scenarios.simulation.sampling import CHUNK
from relocation.scenarios.simulation.simulation import Simulation, simulate
from tests.processes import finished
from tests.small_village import small_project

ROOT = Path(__file__).resolve().parents[3]
N = 6 * CHUNK + 1234
INPUTS: dict[str, Distribution] = {
    "land_quota.price": Triangular(10_000, 50_000, 70_000),
    "construction.housing.rate": Uniform(1400, 1800),
    "land_quota.delay": Discrete((0, 12, 24), (5, 3, 2)),
}
CORRELATIONS = {("land_quota.price", "construction.housing.rate"): 0.5}


def village() -> Project:
    return small_project(
        land_quota={"area": 100, "price": 50_000, "receipts": {"first": {"share": 1.0, "period": 2}}},
        construction={"housing": {"quantity": 1000, "rate": 1500, "unit": "m2"}},
        loans={"bank": {"principal": 1_000_000, "rate": 0.05, "term": 3}},
    )


def run(n: int = N, **how: Any) -> Simulation:
    outputs = ["balance", "cash.minimum", "npv"]
    return simulate(village(), INPUTS, n, 3, outputs=outputs, correlations=CORRELATIONS, **how)


@pytest.fixture(scope="module")
def alone() -> Simulation:
    """The result of one thread."""
    return run(workers=1)


def assert_same(found: Simulation, expected: Simulation) -> None:
    """To the last bit."""
    assert found.n == expected.n
    assert found.refusals == expected.refusals
    for name in ("refused", "broken", "histogram", "outside", "class_counts", "class_sums"):
        assert np.array_equal(getattr(found.tally, name), getattr(expected.tally, name)), name
    for name in ("count", "mean", "squares", "low", "high"):
        one, other = getattr(found.tally.moments, name), getattr(expected.tally.moments, name)
        assert np.array_equal(one, other), name
    assert found.to_record() == expected.to_record()


@pytest.mark.parametrize("workers", [2, 7])
def test_the_number_of_threads_changes_nothing(workers: int, alone: Simulation) -> None:
    assert_same(run(workers=workers), alone)


def test_a_pool_of_threads_may_be_given(alone: Simulation) -> None:
    with ThreadPoolExecutor(3) as threads:
        assert_same(run(executor=threads), alone)
        threads.submit(int).result()  # what was given stays open


def test_processes_change_nothing(alone: Simulation) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert_same(run(executor=processes), alone)


class Shuffled(Executor):
    """Works on what it was asked in random order, and is ready with several at once."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._asked: list[tuple[Future[Any], Callable[[], Any]]] = []
        self._lock = threading.Condition()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._open = True
        self._thread.start()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        with self._lock:
            self._asked.append((future, lambda: fn(*args, **kwargs)))
            self._lock.notify()
        return future

    def _work(self) -> None:
        while True:
            with self._lock:
                while self._open and len(self._asked) < 3:
                    if not self._lock.wait(timeout=0.2):
                        break
                if not self._open:
                    return
                mine, self._asked = self._asked, []
            self._random.shuffle(mine)
            for future, work in mine:
                if future.set_running_or_notify_cancel():
                    future.set_result(work())

    def shutdown(self, *_: Any, **__: Any) -> None:
        with self._lock:
            self._open = False
            self._lock.notify()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_work_changes_nothing(seed: int, alone: Simulation) -> None:
    with Shuffled(seed) as shuffled:
        assert_same(run(executor=shuffled, workers=4), alone)


class Slow(Executor):
    """Counts what is under way, and is ready only when asked for nothing more."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.pending: list[tuple[Future[int], int]] = []
        self.most = 0

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.asked.append(args[-1])
        self.pending.append((future, fn(*args)))
        self.most = max(self.most, len(self.pending))
        threading.Timer(0.01, self._finish).start()
        return future

    def _finish(self) -> None:
        future, value = self.pending.pop()
        if future.set_running_or_notify_cancel():
            future.set_result(value)


def test_each_chunk_is_asked_for_once_and_few_at_a_time() -> None:
    slow = Slow()
    found = list(Pool(slow, 3, is_here=True).in_order(lambda chunk: chunk * chunk, range(1, 40)))
    assert found == [chunk * chunk for chunk in range(1, 40)]
    assert slow.asked == list(range(1, 40))
    assert slow.most <= 6


@pytest.fixture
def cluster() -> Iterator[Any]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as workers,
        Client(workers, set_as_default=False) as client,
    ):
        yield client


@pytest.mark.filterwarnings("default")  # of the libraries of the cluster
def test_a_cluster_that_loses_a_worker_gives_the_same(cluster: Any) -> None:
    killed: list[int] = []
    n = 20 * CHUNK + 1

    def kill_one(done: int, asked: int) -> None:
        if done > asked / 3 and not killed:
            victim = next(iter(cluster.run(os.getpid).values()))
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    assert_same(run(n, executor=cluster, progress=kill_one), run(n))
    assert killed
    assert killed[0] not in cluster.run(os.getpid).values()


def test_an_interrupt_gives_the_whole_chunks_so_far() -> None:
    def stop(done: int, _: int) -> None:
        if done >= 3 * CHUNK:
            raise KeyboardInterrupt

    found = run(progress=stop, workers=2)
    assert found.interrupted
    assert (found.n, found.asked) == (3 * CHUNK, N)
    whole = run(3 * CHUNK)
    assert not whole.interrupted
    for name in ("broken", "histogram", "class_counts", "class_sums"):
        assert np.array_equal(getattr(found.tally, name), getattr(whole.tally, name)), name
    assert found.outcome("npv").mean == whole.outcome("npv").mean
    assert found.to_record()["interrupted"]


def test_an_interrupt_from_the_keyboard_ends_a_long_run() -> None:
    script = """
import os, signal, threading
from tests.scenarios.simulation.test_executors import run
def stop(done, asked):
    if done > 3 * 65_536 and not hasattr(stop, "done"):
        stop.done = True
        threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
found = run(10**10, progress=stop)
print(found.n, found.asked, found.interrupted, found.n % 65_536)
"""
    command = [sys.executable, "-c", script]
    done = finished(command, cwd=ROOT)
    n, asked, interrupted, rest = done.stdout.split()
    assert 3 * CHUNK < int(n) < int(asked) == 10**10
    assert (interrupted, rest) == ("True", "0")
    assert not done.stderr


def _end(*_: Any) -> None:
    os._exit(1)


def test_a_pool_whose_process_ends_is_a_problem() -> None:
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes,
        pytest.raises(ProblemsFound) as found,
    ):
        list(Pool(processes, 1, is_here=False).in_order(_end, range(3)))
    assert "same seed" in found.value.problems[0].text()


@pytest.mark.parametrize(
    ("how", "where"),
    [({"executor": 5}, "executor"), ({"workers": 0}, "workers"), ({"workers": 1.5}, "workers")],
)
def test_what_cannot_work_is_told(how: dict[str, Any], where: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        run(100, **how)
    assert [one.where for one in found.value.problems] == [where]


def test_an_address_without_a_scheduler_is_told() -> None:
    with pytest.raises(ProblemsFound) as found:
        connect("nonsense")
    assert "dask scheduler" in found.value.problems[0].text()


def test_threads_of_ours_end_with_us() -> None:
    with opened(None, 2) as pool:
        assert pool.executor.submit(int).result() == 0
    with pytest.raises(RuntimeError):
        pool.executor.submit(int)
