"""Programs that a test starts: waited for in minutes, never in seconds, and gone at the end with all that they started."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PATIENCE = 600  # seconds: the bound of what hangs; a busy machine is slow, and slow is no fault
Program = subprocess.Popen[Any]


@contextmanager
def started(command: Sequence[str | Path], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A program in a process group of its own, which is killed at the end, or when patience does."""
    ways = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8", **options}
    with subprocess.Popen(command, start_new_session=True, **ways) as program:
        alarm = threading.Timer(PATIENCE, _kill_group, [program])
        alarm.daemon = True
        alarm.start()
        try:
            yield program
        finally:
            alarm.cancel()
            _kill_group(program)


def _kill_group(program: subprocess.Popen[Any]) -> None:
    """A group outlives the program that opened it as long as anybody is left in it."""
    if os.name != "posix":
        program.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)


def finished(
    command: Sequence[str | Path], *, check: bool = True, given: Any = None, **options: Any
) -> subprocess.CompletedProcess[Any]:
    """A program that has ended, and what it printed; `check` is for one that must end well."""
    if given is not None:
        options["stdin"] = subprocess.PIPE
    with started(command, **options) as program:
        stdout, stderr = program.communicate(given)
    assert not check or program.returncode == 0, f"{command} ended with {program.returncode}: {stderr}"
    return subprocess.CompletedProcess(command, program.returncode, stdout, stderr)


def wait_until(condition: Callable[[], bool], program: subprocess.Popen[Any]) -> None:
    """Until something is so, as long as the program that is to make it so is alive."""
    while not condition():
        assert program.poll() is None, f"ended with {program.returncode} before it had come to it"
        time.sleep(0.01)
