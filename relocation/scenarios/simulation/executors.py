"""Where the chunks of a simulation are worked out: threads here, a pool of processes, or a cluster.

Whoever works, a chunk is asked for once and its result is taken once, in the order of the chunks. A cluster that loses
a worker gives its chunks to another, and what the lost one had not delivered was never counted.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from typing import Any, TypeVar

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

T = TypeVar("T")

ASKED_AHEAD = 2  # chunks handed out for each worker, so that none waits for the next


@dataclass(frozen=True)
class Pool:
    """Workers, and how many there are. `is_here` says that they share our memory, so that nothing need be sent."""

    executor: Executor
    workers: int
    is_here: bool

    def in_order(self, job: Callable[[int], T], chunks: Sequence[int]) -> Iterator[T]:
        """The results of the job for each chunk, in their order. Only so many are under way or waiting at once."""
        ask = self._asking(job)
        waiting = iter(chunks)
        running: dict[Future[T], int] = {}
        ready: dict[int, T] = {}
        try:
            for chunk in chunks:
                while chunk not in ready:
                    room = ASKED_AHEAD * self.workers - len(running) - len(ready)
                    # The chunk that is wanted next is always under way, or else the first to be asked for.
                    for following in islice(waiting, max(room, 0 if running else 1)):
                        running[ask(following)] = following
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        ready[running.pop(future)] = future.result()
                yield ready.pop(chunk)
        except BrokenExecutor as error:
            raise ProblemsFound([_workers_lost(error)]) from None
        finally:
            for future in running:
                future.cancel()

    def _asking(self, job: Callable[[int], T]) -> Callable[[int], Future[T]]:
        if self.is_here:
            return lambda chunk: self.executor.submit(job, chunk)
        sent = pickle.dumps(job)
        return lambda chunk: self.executor.submit(_work, sent, chunk)


def _work(sent: bytes, chunk: int) -> Any:
    """What a worker in another process does. The job is unpacked once in each process."""
    return _unpacked(sent)(chunk)


@lru_cache(maxsize=2)
def _unpacked(sent: bytes) -> Any:
    return pickle.loads(sent)


@contextmanager
def opened(executor: Any, workers: int | None) -> Iterator[Pool]:
    """The pool that an executor stands for: None or "threads" for threads of ours, a concurrent.futures.Executor, a dask Client.

    Raises ProblemsFound for anything else.
    """
    if workers is not None and (not isinstance(workers, int) or isinstance(workers, bool) or workers < 1):
        raise ProblemsFound([_no_count(workers)])
    if executor in (None, "threads"):
        threads = ThreadPoolExecutor(workers or os.cpu_count() or 1)
        try:
            yield Pool(threads, workers or os.cpu_count() or 1, is_here=True)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
    elif isinstance(executor, Executor):
        count = workers or getattr(executor, "_max_workers", None) or os.cpu_count() or 1
        yield Pool(executor, count, isinstance(executor, ThreadPoolExecutor))
    elif hasattr(executor, "get_executor"):
        count = workers or sum(executor.nthreads().values()) or 1
        yield Pool(executor.get_executor(pure=False), count, is_here=False)
    else:
        raise ProblemsFound([_no_executor(executor)])


def connect(address: str) -> Any:
    """A dask.distributed Client of the scheduler at an address such as tcp://host:8786. Needs the extra `cluster`.

    Raises ProblemsFound without the library, and where no scheduler answers.
    """
    expected = Label(
        "the address of a dask scheduler, such as tcp://host:8786", "dask 调度器地址，如 tcp://host:8786"
    )
    if find_spec("distributed") is None:
        remedy = Label('pip install "relocation[cluster]"', 'pip install "relocation[cluster]"')
        raise ProblemsFound([Problem("executor", address, expected, remedy)])
    from distributed import Client

    make: Any = Client  # untyped in distributed
    try:
        return make(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TypeError):
        remedy = Label("start one: dask scheduler", "请先启动：dask scheduler")
        raise ProblemsFound([Problem("executor", address, expected, remedy)]) from None


def _no_count(workers: Any) -> Problem:
    expected = Label("a whole number from 1", "不小于1的整数")
    return Problem("workers", str(workers), expected, Label("correct it", "请更正"))


def _no_executor(executor: Any) -> Problem:
    expected = Label(
        "None, a concurrent.futures.Executor or a dask.distributed Client",
        "None、concurrent.futures.Executor 或 dask.distributed 的 Client",
    )
    return Problem(
        "executor", type(executor).__name__, expected, Label("leave it out for threads", "省略则使用线程")
    )


def _workers_lost(error: BrokenExecutor) -> Problem:
    found = Label(f"a worker ended ({type(error).__name__})", f"有工作进程已终止（{type(error).__name__}）")
    expected = Label("workers that stay until the end", "工作进程应运行至结束")
    remedy = Label(
        "make a new pool; the same seed gives the same result", "请新建进程池；相同种子得到相同结果"
    )
    return Problem("executor", found, expected, remedy)
