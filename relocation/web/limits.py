"""How much a request may take: bytes, seconds, memory. Whatever is beyond is refused before anything is parsed."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one request, and how many are worked on at once.

    Bytes of a file and of a whole request, seconds in which a request must have come, seconds and bytes of memory that a
    process may take, how many such work beside each other, and how many requests may wait.
    """

    file: int = 20 * MEGABYTE
    request: int = 60 * MEGABYTE
    arriving: float = 120.0
    working: float = 120.0
    memory: int = 3_000 * MEGABYTE
    at_once: int = min(4, os.cpu_count() or 1)
    waiting: int = 60


def bound_this_process(seconds: float, memory: int) -> None:
    """Takes no more processor time and memory than that from here on; on Windows only the clock of the server bounds it."""
    if sys.platform == "win32":
        return
    import resource

    whole = max(1, round(seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":  # which refuses a bound below what a process has reserved
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
