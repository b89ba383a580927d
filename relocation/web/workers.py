"""One process for each task, so many at once, each with bounds; whoever hangs up ends the work on what they asked."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from relocation.web.limits import Limits
from relocation.web.refusals import beyond_bounds, too_many
from relocation.web.task import WITH_SERVER, Answer, Task, Upload

# A process is to take little and to leave nothing: one thread, whose reserved memory counts; files beside ours only.
ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


@dataclass
class Workers:
    """The processes of a server."""

    limits: Limits
    waiting: int = 0
    free: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self.free = asyncio.Semaphore(self.limits.at_once)

    async def answer(self, task: Task, uploads: tuple[Upload, ...]) -> Answer:
        """What a process makes of a task. Raises Refusal where too many wait, or it goes beyond its bounds."""
        async with self._turn():
            with tempfile.TemporaryDirectory(prefix="relocation-", ignore_cleanup_errors=True) as name:
                folder = Path(name)
                task.put(folder, uploads)  # not in a thread, which would go on where the request has ended
                await self._work(folder)
                answered = Answer.taken(folder)
        if answered is None:
            raise beyond_bounds(self.limits)
        return answered

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self.waiting >= self.limits.waiting:
            raise too_many(self.limits)
        self.waiting += 1
        try:
            async with self.free:
                yield
        finally:
            self.waiting -= 1

    async def _work(self, folder: Path) -> None:
        """Runs the process to its end, or to that of the time it has; it is gone afterwards, whatever happens here."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "relocation.web.worker",
            str(folder),
            WITH_SERVER,
            stdin=asyncio.subprocess.PIPE,  # open as long as the server lives
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, **ALONE, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)},
        )
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.limits.working):
                    await process.wait()
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await asyncio.shield(process.wait())
