"""How much a request may take: bytes, seconds, memory. Whatever is beyond is refused before anything is parsed."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one request, and how many are worked on at once.

    Bytes of a file, of a whole request and of all that are held; seconds in which a request must have come, and in which
    something of it must come; seconds and bytes of memory that a process may take, and bytes that it may write; how many
    such work beside each other, how many requests may wait, how many connections may be open.
    """

    file: int = 20 * MEGABYTE
    request: int = 60 * MEGABYTE
    held: int = 200 * MEGABYTE
    arriving: float = 120.0
    silent: float = 10.0
    working: float = 120.0
    memory: int = 3_000 * MEGABYTE
    written: int = 200 * MEGABYTE
    at_once: int = min(4, os.cpu_count() or 1)
    waiting: int = 60
    connections: int = field(default_factory=lambda: min(400, _files_open() // 2))


def _files_open() -> int:
    """How many files and connections a process may have open."""
    if sys.platform == "win32":
        return 1024
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 1024 if most == resource.RLIM_INFINITY else most


def bound_this_process(limits: Limits) -> None:
    """Takes no more processor time and memory, and writes no larger file, from here on; on Windows only the server's clock bounds it."""
    if sys.platform == "win32":
        return
    import resource

    whole = max(1, round(limits.working))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.written, limits.written))
    if sys.platform != "darwin":  # which refuses a bound below what a process has reserved
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
