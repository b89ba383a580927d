"""Where the chunks of a simulation are worked out: threads here, another pool of workers, or a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
Work = Callable[[Any], T]

WAITING = 2  # tasks handed out for each worker, so that none waits for the next


@contextmanager
def opened(executor: Any, workers: int | None) -> Iterator[tuple[Executor, int]]:
    """The executor as one of concurrent.futures, and how many workers it has. Threads are ours and end with us."""
    if executor is None:
        count = workers or os.cpu_count() or 1
        threads = ThreadPoolExecutor(count)
        try:
            yield threads, count
        finally:
            threads.shutdown(wait=True, cancel_futures=True)
    elif isinstance(executor, Executor):
        yield executor, workers or getattr(executor, "_max_workers", None) or 1
    else:
        yield executor.get_executor(pure=False), workers or sum(executor.nthreads().values()) or 1


def in_order(executor: Executor, workers: int, work: Callable[[Any], T], tasks: Sequence[Any]) -> Iterator[T]:
    """The results of the tasks in their order, whoever is ready first. Only so many tasks are under way at once."""
    waiting = iter(enumerate(tasks))
    running: dict[Future[T], int] = {}
    ready: dict[int, T] = {}
    try:
        for place in range(len(tasks)):
            while place not in ready:
                room = WAITING * workers - len(running) - len(ready)
                for at, task in islice(waiting, max(room, 0 if running else 1)):
                    running[executor.submit(work, task)] = at
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    ready[running.pop(future)] = future.result()
            yield ready.pop(place)
    finally:
        for future in running:
            future.cancel()
