"""Everything that gives the ten numbers, slowest kind first: what it is, what its row includes, what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

from benchmarks.model import Array
from benchmarks.peers import (
    libreoffice,
    modelx_cells,
    numba_block,
    numpy_matrix,
    package,
    pysam_singleowner,
    python_loop,
)
from benchmarks.timing import Answer, Ask, in_process


@dataclass(frozen=True)
class Peer:
    """One way to the numbers. `scenarios` are asked in one call, and a tenth of them in a quick run."""

    key: str
    label: str
    includes: str
    ask: Ask
    scenarios: int
    modules: tuple[str, ...] = ()
    tolerance: float = 1e-9
    own_model: bool = False
    checked: Callable[[], str] = str

    def missing(self) -> str:
        """Why it cannot be asked, and what to install; nothing if it can."""
        absent = [module for module in self.modules if find_spec(module.partition(".")[0]) is None]
        names = " ".join(INSTALLED_AS.get(one, one) for one in absent)
        return f"not installed: pip install {names}" if absent else self.checked()


INSTALLED_AS = {"numpy_financial": "numpy-financial", "PySAM": "nrel-pysam"}


def ask_libreoffice(periods: int, columns: Array) -> Answer:
    """Its time is that of the office process, which does the work."""
    found = libreoffice.ask(periods, columns)
    return Answer(found.outputs, found.cpu)


NUMBA_TARGET: Any = "numba"
PYXIRR_LOOP, LIBREOFFICE, HAND_NUMBA = "python+pyxirr", "libreoffice", "hand numba"
NUMPY, NUMBA, ONE_BY_ONE = "package numpy", "package numba", "package scalar"

PEERS = (
    Peer(
        "libreoffice",
        "LibreOffice over UNO",
        "our exported workbook: set 26 cells by name, recalculate what depends on them, read 10 cells; "
        "without starting it and opening the file",
        ask_libreoffice,
        20,
        checked=libreoffice.missing,
    ),
    Peer(
        "modelx",
        "modelx",
        "memoised cells, 26 references set for each scenario, pyxirr for the rate of return",
        in_process(modelx_cells.make),
        20,
        ("modelx", "pyxirr"),
    ),
    Peer(
        "pysam",
        "PySAM Singleowner (its own model)",
        "ANOTHER model: 25 years of a power plant with taxes and reserves, two inputs set, execute()",
        in_process(pysam_singleowner.make),
        30,
        ("PySAM",),
        own_model=True,
    ),
    Peer(
        "python+numpy-financial",
        "Python loop, numpy-financial",
        "a readable loop over the periods on floats, timing worked out beforehand; npf.irr and npf.npv",
        in_process(python_loop.make_with_numpy_financial),
        60,
        ("numpy_financial",),
    ),
    Peer(
        PYXIRR_LOOP,
        "Python loop, pyxirr",
        "the same loop; pyxirr.irr and pyxirr.npv",
        in_process(python_loop.make_with_pyxirr),
        1_000,
        ("pyxirr",),
    ),
    Peer(
        "hand numpy",
        "numpy by hand",
        "rows of 1,024 scenarios, timing worked out beforehand, Newton's method on all columns",
        in_process(numpy_matrix.make),
        30_000,
    ),
    Peer(
        HAND_NUMBA,
        "numba kernel by hand",
        "blocks of 64 scenarios in one workspace, loop split at the end of grace, Newton's method by block; compiled before",
        in_process(numba_block.make),
        200_000,
        ("numba",),
    ),
    Peer(
        "package appraise",
        "relocation: replace().appraise()",
        "a validated project, all lines of the book, the internal checks",
        in_process(package.make_appraisals),
        10,
    ),
    Peer(
        ONE_BY_ONE,
        "relocation: scalar target",
        "plain Python generated from the narrowed book, one scenario after another",
        in_process(package.make_kernel("scalar")),
        200,
    ),
    Peer(
        NUMPY,
        "relocation: numpy target",
        "numpy generated from the narrowed book",
        in_process(package.make_kernel("numpy")),
        30_000,
    ),
    Peer(
        NUMBA,
        "relocation: numba target",
        "a kernel generated from the narrowed book, one thread; compiled before",
        in_process(package.make_kernel(NUMBA_TARGET)),
        200_000,
        ("numba",),
        checked=partial(package.without, NUMBA_TARGET),
    ),
    Peer(
        "package batch",
        "relocation: Batch.run",
        "the fastest target, and each scenario checked against ranges and rules of the project",
        in_process(package.make_batch),
        200_000,
    ),
)
