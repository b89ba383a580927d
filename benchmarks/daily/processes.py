"""Seconds of whole processes, of everything they start included, with their bytecode kept as on the machine of a user."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path


class Failed(RuntimeError):
    """A command that did not end as it should: its time would say nothing."""


def cpu_seconds(command: Sequence[str | Path], folder: Path) -> float:
    """Of one process that runs in a folder. Raises Failed."""
    before = _used()
    _run(command, folder)
    return _used() - before


def wall_seconds(command: Sequence[str | Path], folder: Path) -> tuple[float, str]:
    """What passes on the clock, for work on several cores, and what the process prints. Raises Failed."""
    before = time.perf_counter()
    told = _run(command, folder)
    return time.perf_counter() - before, told


def fastest(command: Sequence[str | Path], folder: Path, calls: int) -> float:
    """Of several calls after one that fills the caches of the disk."""
    cpu_seconds(command, folder)
    return min(cpu_seconds(command, folder) for _ in range(calls))


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def said(command: Sequence[str], folder: Path) -> float:
    """The number that a process prints. Raises Failed."""
    return float(_run(command, folder))


def _run(command: Sequence[str | Path], folder: Path) -> str:
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, env=surroundings, capture_output=True, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout.decode(errors="replace")
