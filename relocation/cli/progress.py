"""A progress bar on stderr, where somebody looks at it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from relocation.cli.options import Lang
from relocation.labels import Label


class Progress(Protocol):
    """How many are done, how many there are, and what is next if that has a name."""

    def __call__(self, done: int, total: int, following: str = "", /) -> None: ...


@contextmanager
def progress_bar(doing: Label, lang: Lang) -> Iterator[Progress | None]:
    """A callback that moves the bar; None where stderr is no terminal. The bar is gone at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn(doing.text(lang.value)),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    console = Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR")))
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(done: int, total: int, following: str = "", /) -> None:
            bar.update(task, completed=done, total=total, description=following)

        yield show
