"""CPU seconds of whole processes, of everything they start included."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Sequence
from pathlib import Path


class Failed(RuntimeError):
    """A command that did not end as it should: its time would say nothing."""


def cpu_seconds(command: Sequence[str | Path], folder: Path) -> float:
    """Of one process that runs in a folder. Raises Failed."""
    before = _used()
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, check=False)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}: {done.stderr.decode(errors='replace')[-500:]}")
    return _used() - before


def fastest(command: Sequence[str | Path], folder: Path, calls: int) -> float:
    """Of several calls after one that fills the caches of the disk."""
    cpu_seconds(command, folder)
    return min(cpu_seconds(command, folder) for _ in range(calls))


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def said(command: Sequence[str], folder: Path) -> float:
    """The number that a process prints."""
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)
    if done.returncode:
        raise Failed(f"{' '.join(command)}: {done.stderr[-500:]}")
    return float(done.stdout)
