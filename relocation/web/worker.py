"""The process that works on one task and ends: python -m relocation.web.worker FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from relocation.caller import asked_by
from relocation.web.answers import answer, unexpected
from relocation.web.limits import bound_this_process
from relocation.web.task import Task


def main(folder: Path) -> None:
    """Takes the task that lies in the folder, and lays the answer there."""
    task = Task.taken(folder)
    bound_this_process(task.seconds, task.memory)
    with asked_by("page"):
        try:
            answered = answer(task, folder)
        except Exception as error:
            answered = unexpected(task, error)
    answered.put(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
