"""On what a run was made: machine, load, Python and the versions of everything that was timed."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    *("relocation", "numpy", "numba", "llvmlite", "scipy", "pandas", "pydantic", "openpyxl"),
    *("numpy-financial", "pyxirr", "modelx", "nrel-pysam"),
)


PROGRAMS = (("LibreOffice", "soffice"), ("C compiler", "cc"))


def facts(
    packages: Sequence[str] = PACKAGES, programs: Sequence[tuple[str, str]] = PROGRAMS
) -> Iterator[tuple[str, str]]:
    """What, and which."""
    yield "date", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    yield "processor", processor()
    yield "cores", str(cores())
    yield "memory", memory()
    yield "system", platform.platform()
    yield "load at the start", load()
    yield "Python", f"{platform.python_implementation()} {platform.python_version()}"
    yield from ((name, _version(name)) for name in packages)
    yield from ((name, _says(program, "--version")) for name, program in programs)


def processor() -> str:
    """Its name, and on Linux also family, model and whether it has AVX-512."""
    try:
        lines = Path("/proc/cpuinfo").read_text().split("\n\n")[0].splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    said = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    name = said.get("model name", platform.machine())
    wide = ", AVX-512" if "avx512f" in said.get("flags", "") else ""
    return f"{name} (family {said.get('cpu family', '?')}, model {said.get('model', '?')}{wide})"


def cores() -> int:
    """Those this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB"
    except (AttributeError, ValueError, OSError):
        return "unknown"


def load() -> str:
    """The average over 1, 5 and 15 minutes."""
    return " ".join(f"{one:.2f}" for one in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _says(program: str, option: str) -> str:
    path = shutil.which(program)
    if path is None:
        return "not installed"
    said = subprocess.run([path, option], capture_output=True, text=True, check=False).stdout.splitlines()
    return said[0].strip() if said else "unknown"
