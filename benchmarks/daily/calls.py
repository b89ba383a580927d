"""The calls that are timed, what stands beside each of them, and what was to be reached."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.daily import processes

RUN = ("-c", "from relocation.cli import main; main()")
LIBREOFFICE, GNUMERIC, PANDAS = "LibreOffice converts the file", "Gnumeric recalculates it", "import pandas"
MONTHS = "144 months"
MODEL = """import sys, time
import relocation
project = relocation.load("lujia").replace({"timeline.periods": int(sys.argv[1])})
prices = [project.value("land_quota.price") * (1 + at / 1000) for at in range(40)]
project.appraise().values
times = []
for price in prices:
    start = time.process_time()
    project.replace({"land_quota.price": price}).appraise().values
    times.append(time.process_time() - start)
print(min(times))
"""


@dataclass(frozen=True)
class Daily:
    """A command, the file it works on, the peer it is measured by, and the share of its time that it may take."""

    text: str
    arguments: tuple[str, ...]
    file: str
    peer: str
    most: float


CALLS = (
    Daily("check", ("check", "lujia.xlsx"), "lujia.xlsx", LIBREOFFICE, 0.3),
    Daily("run -o", ("run", "lujia.xlsx", "-o", "out.xlsx", "--force"), "lujia.xlsx", LIBREOFFICE, 0.5),
    Daily("check, 144 months", ("check", "months.xlsx"), "months.xlsx", LIBREOFFICE, 0.35),
    Daily(
        "run -o, 144 months",
        ("run", "months.xlsx", "-o", "out.xlsx", "--force"),
        "months.xlsx",
        LIBREOFFICE,
        0.7,
    ),
    Daily("tornado, 144 months", ("tornado", "months.xlsx"), "months.xlsx", LIBREOFFICE, 1.0),
    Daily("run lujia", ("run", "lujia"), "", PANDAS, 1.5),
    Daily("demo", ("demo",), "", PANDAS, 1.5),
)


def files(python: Path, folder: Path) -> None:
    """The templates that the calls work on."""
    start = (python, *RUN, "template", "--from", "lujia", "--force")
    processes.cpu_seconds((*start, "-o", "lujia.xlsx"), folder)
    processes.cpu_seconds((*start, "--period", "month", "-o", "months.xlsx"), folder)


def seconds(daily: Daily, python: Path, folder: Path, calls: int) -> float:
    """CPU seconds of a call of the package that a Python has installed."""
    return processes.fastest((python, *RUN, *daily.arguments), folder, calls)


def peers(python: Path, folder: Path, calls: int) -> Iterator[tuple[tuple[str, str], float | None]]:
    """CPU seconds of every peer on every file, by (peer, file); None where it is not installed."""
    (folder / "converted").mkdir(exist_ok=True)
    for file in ("lujia.xlsx", "months.xlsx"):
        for peer, command in _others(file, folder).items():
            found = shutil.which(command[0])
            yield (peer, file), processes.fastest(command, folder, calls) if found else None
    yield (PANDAS, ""), processes.fastest((python, "-c", "import pandas"), folder, calls)


def _others(file: str, folder: Path) -> Mapping[str, Sequence[str]]:
    profile = (folder / "profile").as_uri()
    return {
        LIBREOFFICE: (
            *("soffice", f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", "xlsx", "--outdir", "converted", file),
        ),
        GNUMERIC: ("ssconvert", "--recalc", file, f"converted/{file}"),
    }


def appraisals(python: Path, folder: Path, periods: int, calls: int) -> float:
    """CPU seconds of one `replace().appraise()` in a process that has appraised the project before."""
    command = [str(python), "-c", MODEL, str(periods)]
    return min(processes.said(command, folder) for _ in range(calls))
