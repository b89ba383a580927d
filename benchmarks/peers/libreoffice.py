"""LibreOffice over UNO: our own exported workbook, its input cells set by name, calculated, its outputs read.

UNO needs a Python with the module `uno`. On Debian and Ubuntu that is the system's /usr/bin/python3 after
`apt install libreoffice-calc python3-uno` (the package libreoffice-calc alone brings none); in LibreOffice's own builds
it is the Python in its program folder. `libreoffice_program` runs there, with a profile folder of its own and a free port.
"""

from __future__ import annotations

import json
import math
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.model import OUTPUTS, VARIED, Array, project
from relocation.excel.layout.calculation import calculation_layout
from relocation.excel.layout.inputs import input_name
from relocation.excel.layout.kinds import SHEETS
from relocation.project.paths import InputPath

HINT = "apt install libreoffice-calc python3-uno"
PROGRAM = Path(__file__).with_name("libreoffice_program.py")


class Answer(NamedTuple):
    """Outputs, shape (len(OUTPUTS), n), and the seconds of the loop over the scenarios: on the clock, and of CPU."""

    outputs: Array
    wall: float
    cpu: float


def missing() -> str:
    """What must be installed; nothing if it is."""
    return "" if shutil.which("soffice") and python_with_uno() else f"not installed: {HINT}"


@cache
def python_with_uno() -> str | None:
    """The first Python in which `import uno` works."""
    return next((python for python in _pythons() if _imports_uno(python)), None)


def _pythons() -> Iterator[str]:
    yield from ("/usr/bin/python3", "/usr/local/bin/python3")
    office = shutil.which("soffice")
    if office:
        yield from map(str, sorted(Path(office).resolve().parent.glob("python*")))


def _imports_uno(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def ask(periods: int, columns: Array) -> Answer:
    """All scenarios in one LibreOffice that is started for them."""
    appraisal = project(periods).appraise()
    rows = calculation_layout(appraisal.book).rows
    python = python_with_uno()
    assert python is not None, HINT
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "model.xlsx"
        appraisal.to_excel(workbook)
        task = {
            "workbook": str(workbook),
            "profile": str(Path(folder) / "profile"),
            "port": _free_port(),
            "inputs": [input_name(InputPath.of(path)) for path in VARIED],
            "outputs": [[SHEETS["calculation"].en, f"D{rows[key]}"] for key in OUTPUTS],
            "scenarios": columns.T.tolist(),
        }
        done = subprocess.run(
            [python, str(PROGRAM)], input=json.dumps(task), capture_output=True, text=True, check=True
        )
    said = json.loads(done.stdout)
    numbers = [[math.nan if value is None else value for value in row] for row in said["outputs"]]
    return Answer(np.array(numbers).T, said["wall"], said["cpu"])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
