"""Other people's programs, started for one task: waited for so long and no longer, and gone afterwards with all that they started."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 120  # seconds
LONGEST_SAYING = 200  # letters of what a program said last


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: well or not, what it printed, and if not well what it said last."""

    well: bool
    printed: str = ""
    said: str = ""


def run(
    command: Sequence[str], *, patience: float = PATIENCE, surroundings: Mapping[str, str] | None = None
) -> Ended:
    """Runs a program to its end; an interruption ends it too. It does not raise for what the program does."""
    ways: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "env": {**os.environ, **(surroundings or {})},
        "encoding": "utf-8",
        "errors": "replace",
        "start_new_session": True,
    }
    try:
        with subprocess.Popen(command, **ways) as program:
            try:
                printed, said = program.communicate(timeout=patience)
            finally:
                _end(program)
    except subprocess.TimeoutExpired:
        return Ended(False, said=f"timed out after {patience:g} s")
    except OSError as error:
        return Ended(False, said=str(error)[:LONGEST_SAYING])
    if program.returncode == 0:
        return Ended(True, printed)
    lines = said.strip().splitlines()
    return Ended(False, printed, lines[-1][:LONGEST_SAYING] if lines else "")


def _end(program: subprocess.Popen[Any]) -> None:
    """A group outlives the program that opened it as long as anybody is left in it."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
    else:
        program.kill()


def installed(
    commands: Sequence[str], windows: Sequence[tuple[str, str]] = (), mac: Sequence[str] = ()
) -> str | None:
    """The first program that is there: by its name, or where it lies on Windows, below a root, and on a Mac."""
    named = next(filter(None, map(shutil.which, commands)), None)
    if named is not None:
        return named
    places = [Path(place) for place in mac] if sys.platform == "darwin" else []
    places += [Path(os.environ[root], inside) for root, inside in windows if os.environ.get(root)]
    return next((str(place) for place in places if place.is_file()), None)
