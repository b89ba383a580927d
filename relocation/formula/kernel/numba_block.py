"""A remainder for many scenarios with numba: a kernel compiled for the processor, which numba keeps on disk."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cached_property
from types import ModuleType

import numpy as np

from relocation.formula.kernel import lane_operations, payments, rate_search
from relocation.formula.kernel.kernel_file import compiled
from relocation.formula.kernel.kernel_source import KernelSource
from relocation.formula.kernel.lane_operations import LANES
from relocation.formula.kernel.layout import Floats
from relocation.formula.kernel.schedule import Schedule
from relocation.formula.targets.scalar_block import scalar_kernel

CACHE_LINE = 8  # numbers of 64 bytes
EXACT = {"decimals"}  # where a product and a sum in one rounding would give another cent
HEAD = '''"""Written by relocation; the name of this file is the hash of its text."""

from math import inf, nan
from typing import Any

from numba import njit
from numpy import exp, expm1, floor, log1p

loose = {"contract", "reassoc", "nsz", "arcp"}
exact = njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
lane = njit(fastmath=loose, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
outermost = njit(
    "void(f8[:, ::1], i8, f8[::1], f8[:, ::1], i8[:, ::1], i8[:, ::1], i8, i8, f8[::1], f8[::1], f8[::1], f8[:, ::1])",
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
    alone = OneByOne(schedule)
    remainder = schedule.remainder
    data = source.tables.arrays()

    def calculate(columns: Floats, stop: int, found: Floats) -> None:
        work = _zeros(source.work_rows * LANES)
        sums = _zeros((remainder.groups + 1) * source.steps.width)
        scratch = _zeros(rate_search.ROWS * LANES)
        kernel(columns, stop, *data, remainder.periods, remainder.groups, work, sums, scratch, found)

    def run(columns: Floats) -> Floats:
        number = columns.shape[1]
        stop = number - number % LANES
        found = np.empty((len(remainder.outputs) + 1, number))
        calculate(np.ascontiguousarray(columns), stop, found)
        if stop < number:
            last, found_last = _block(columns[:, stop:]), np.empty((len(found), LANES))
            calculate(last, LANES, found_last)
            found[:, stop:] = found_last[:, : number - stop]
        rare = np.flatnonzero(found[-1])
        if rare.size:
            found[:-1, rare] = alone.run(columns[:, rare])
        return found[:-1]

    return run


class OneByOne:
    """The scalar kernel of a schedule, made when first needed."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule

    @cached_property
    def run(self) -> Callable[[Floats], Floats]:
        return scalar_kernel(self.schedule)


def _zeros(size: int) -> Floats:
    """Zeros that begin at a line of the cache: vectors that cross lines take twice as long."""
    found = np.zeros(size + CACHE_LINE)
    begin = -found.ctypes.data // found.itemsize % CACHE_LINE
    return found[begin : begin + size]


def _block(columns: Floats) -> Floats:
    """The last scenarios, the very last again as often as it takes to fill a block."""
    missing = LANES - columns.shape[1]
    return np.concatenate([columns, np.repeat(columns[:, -1:], missing, axis=1)], axis=1)
