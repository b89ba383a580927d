"""The limits of one core of this machine, by a small C program that is compiled for it when the benchmark runs."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).with_name("limits.c")
FLAGS = ("-O3", "-march=native", "-std=gnu11")


class Limits(NamedTuple):
    """Per second of one core: multiply-adds of doubles, bytes read, bytes moved by a[i] = b[i] + 3 c[i]."""

    multiply_adds: float
    read: float
    moved: float


def measure() -> Limits | None:
    """None where there is no C compiler, or it does not know the vectors of GCC and Clang."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "limits"
        built = subprocess.run(
            [compiler, *FLAGS, str(SOURCE), "-o", str(program)], capture_output=True, check=False
        )
        if built.returncode != 0:
            return None
        ran = subprocess.run([str(program)], capture_output=True, text=True, check=False)
    return Limits(*map(float, ran.stdout.split())) if ran.returncode == 0 else None
