"""A remainder for many scenarios with numba: a kernel compiled for the processor, which numba keeps on disk."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType

import numpy as np

from relocation.formula.compiled import lane_operations, payments, rate_search
from relocation.formula.compiled.kernel_file import compiled
from relocation.formula.compiled.kernel_source import KernelSource
from relocation.formula.compiled.lane_operations import LANES
from relocation.formula.kernel_layout import Floats
from relocation.formula.schedule import Schedule

EXACT = {"cents"}  # where a product and a sum in one rounding would give another cent
HEAD = '''"""Written by relocation; the name of this file is the hash of its text."""

from math import inf, nan
from typing import Any

from numba import njit
from numpy import expm1, floor, log1p

loose = {"contract", "reassoc", "nsz", "arcp"}
exact = njit(error_model="numpy")
lane = njit(fastmath=loose, error_model="numpy")
outermost = njit(
    "void(f8[:, ::1], f8[::1], f8[:, ::1], i8[:, ::1], i8[:, ::1], i8, i8, f8[::1], f8[::1], f8[::1], f8[:, ::1])",
    fastmath=loose,
    error_model="numpy",
    nogil=True,
    cache=CACHE,
)
'''


def numba_source(source: KernelSource) -> str:
    """The text of the file that numba compiles."""
    return "\n\n".join(
        [HEAD, *(_carried(module) for module in (lane_operations, payments, rate_search)), source.text]
    )


def _carried(module: ModuleType) -> str:
    """Constants and functions of a module as they stand there, the functions to be compiled."""
    constants = [f"{name} = {value!r}" for name, value in vars(module).items() if name.isupper()]
    functions = [
        f"@{'exact' if name in EXACT else 'lane'}\n{inspect.getsource(value)}"
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    ]
    return "\n".join(constants) + "\n\n\n" + "\n\n".join(functions)


def numba_kernel(
    schedule: Schedule, build: Callable[[str, str], Callable[..., None]] = compiled
) -> Callable[[Floats], Floats]:
    """A function from inputs (varied, n) to outputs (outputs, n). Other numbers than finite ones give NaN.

    `build` makes a function of that name from a source text.
    """
    source = KernelSource(schedule)
    kernel = build(numba_source(source), "kernel")
    remainder = schedule.remainder
    numbers, known, members, runs = source.tables.arrays()

    def calculate(columns: Floats, found: Floats) -> None:
        work = np.zeros(source.work_rows * LANES)
        sums = np.zeros((remainder.groups + 1) * source.steps.width)
        scratch = np.zeros(rate_search.ROWS * LANES)
        kernel(
            columns, numbers, known, members, runs, remainder.periods, remainder.groups,
            work, sums, scratch, found,
        )  # fmt: skip

    def run(columns: Floats) -> Floats:
        number = columns.shape[1]
        whole = number - number % LANES
        if whole == number:
            found = np.empty((len(remainder.outputs), number))
            calculate(np.ascontiguousarray(columns), found)
            return found
        padded = np.repeat(columns[:, -1:], number + LANES - number % LANES, axis=1)
        padded[:, :number] = columns
        found = np.empty((len(remainder.outputs), padded.shape[1]))
        calculate(padded, found)
        return found[:, :number]

    return run
