"""The process that works on one task and ends: python -m relocation.web.worker FOLDER [--with-server]."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import rmtree
from threading import Thread

from relocation.caller import asked_by
from relocation.web.answers import answer, unexpected
from relocation.web.limits import bound_this_process
from relocation.web.task import WITH_SERVER, Task


def main(folder: Path, with_server: bool) -> None:
    """Takes the task that lies in the folder, and lays the answer there."""
    task = Task.taken(folder)
    if with_server:
        Thread(target=_end_with_server, args=(folder,), daemon=True).start()
    bound_this_process(task.limits)
    with asked_by("page"):
        try:
            answered = answer(task, folder)
        except Exception as error:
            answered = unexpected(task, error)
    answered.put(folder)


def _end_with_server(folder: Path) -> None:
    """A server that was killed takes its processes along, and leaves nothing: it holds the other end of what is read here."""
    while os.read(0, 1):
        pass
    rmtree(folder, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), WITH_SERVER in sys.argv[2:])
