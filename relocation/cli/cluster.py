"""Work that is done elsewhere: a dask scheduler named on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from relocation.cli.options import Lang, say
from relocation.cli.steps import guarded

SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help=say(
            "A dask scheduler that does the work, such as tcp://host:8786.",
            "由 dask 调度器执行，如 tcp://host:8786。",
        ),
    ),
]


@contextmanager
def cluster_at(scheduler: str | None, lang: Lang, otherwise: str | None = None) -> Iterator[Any]:
    """The cluster at an address, closed in the end; what stands for work on this machine if none is named."""
    if scheduler is None:
        yield otherwise
        return
    from relocation.scenarios.simulation.executors import connect

    client = guarded(lambda: connect(scheduler), lang)
    try:
        yield client
    finally:
        client.close()
