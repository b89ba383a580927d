"""A remainder for many scenarios with numba: the source of a kernel, compiled for the processor, which numba keeps on disk.

The kernel takes scenarios in blocks of LANES. Its innermost loops go over the scenarios of a block, so that the compiler
works on several of them per instruction; around them go the loops over periods and groups.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from types import FunctionType, ModuleType

import numpy as np

from relocation import calendar
from relocation.formula.kernel import lane_operations, rate_search
from relocation.formula.kernel.graph import Node
from relocation.formula.kernel.kernel_file import compiled
from relocation.formula.kernel.kernel_plan import KernelPlan, PlannedLoop
from relocation.formula.kernel.lane_operations import LANES
from relocation.formula.kernel.loop_text import LoopText, assignment
from relocation.formula.kernel.memory import BAD, RARE, Floats, KernelMemory, KernelTables, LaneLoop
from relocation.formula.kernel.schedule import Schedule
from relocation.formula.language.arithmetic import HALF_CENT
from relocation.formula.targets.scalar_block import scalar_kernel

ARGUMENTS = "columns, stop, numbers, known, members, runs, periods, groups, work, sums, scratch, outputs"
CACHE_LINE = 8  # numbers of 64 bytes
CALENDAR = (calendar.month_after, calendar.days_months_later, calendar.date_of_day, calendar.day_of_month)
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


class KernelSource:
    """Writes `kernel(columns, stop, ..., outputs)` as `text`; `tables` holds the data it is called with.

    `stop` is a number of scenarios that fills whole blocks.

    `outputs` has a row for each output, and another that marks scenarios which are rare and left to the scalar kernel.

    It is written twice: the first time finds out which numbers are read by a later loop and must be stored.
    """

    def __init__(self, schedule: Schedule) -> None:
        self.plan = KernelPlan(schedule)
        self.memory = KernelMemory(self.plan)
        self._text()
        self.memory = KernelMemory(self.plan, self.memory)
        self.text = self._text()

    @property
    def tables(self) -> KernelTables:
        return self.memory.tables

    @property
    def work_rows(self) -> int:
        """How many rows of LANES numbers a block needs."""
        return self.memory.fixed_rows + self.memory.kept_series * self.tables.periods

    def _text(self) -> str:
        """Many functions, since a compiler is slow with long ones; each works on the block that begins at `start`."""
        steps = [
            self._loop(step) if isinstance(step, PlannedLoop) else [list(self._singles(step))]
            for step in self.plan.steps
        ]
        parts = [list(self._inputs()), *(part for step in steps for part in step), list(self._outputs())]
        written = [part for part in parts if part]
        lines: list[str] = []
        for number, part in enumerate(written):
            lines += [
                "@lane",
                f"def part_{number}(start, {ARGUMENTS}):",
                *(f"    {line}" for line in part),
                "",
                "",
            ]
        lines += ["@outermost", f"def kernel({ARGUMENTS}):", "    for start in range(0, stop, LANES):"]
        calls = (f"        part_{number}(start, {ARGUMENTS})" for number in range(len(written)))
        return "\n".join([*lines, *calls, ""])

    def _inputs(self) -> Iterator[str]:
        varied = self.plan.schedule.remainder.varied
        for number in range(len(varied)):
            yield f"i{number} = columns[{number}, start:]"
        yield "for k in range(LANES):"
        for number, key in enumerate(varied):
            yield f"    {self.memory.place(('input', key))} = i{number}[k]"
        bad = " + ".join(["0.0", *(f"i{number}[k] * 0.0" for number in range(len(varied)))])
        yield f"    {self.memory.place(BAD)} = {bad}"
        yield f"    {self.memory.place(RARE)} = 0.0"

    def _outputs(self) -> Iterator[str]:
        outputs, lanes = self.plan.schedule.remainder.outputs, LaneLoop()
        for number, node in enumerate(outputs):
            lanes.before[f"o{number}"] = f"outputs[{number}, start:]"
            lanes.body.append(f"o{number}[k] = {self.memory.value(node, lanes)} + bad")
        lanes.before["rare"] = f"outputs[{len(outputs)}, start:]"
        lanes.reads["bad"] = self.memory.place(BAD)
        lanes.body.append(f"rare[k] = {self.memory.place(RARE)}")
        yield from lanes.lines()

    def _singles(self, nodes: Sequence[Node]) -> Iterator[str]:
        lanes = LaneLoop()
        for node in nodes:
            if node.op == "irr":
                yield from lanes.lines()
                lanes = LaneLoop()
                yield from self._search(node)
            else:
                lanes.body += assignment(node, self.memory, lanes)
                if self.memory.is_stored(node):
                    name = self.memory.name(node)
                    lanes.writes[self.memory.place(node)] = (
                        f"choose({name}, 1.0, 0.0)" if node.condition else name
                    )
        yield from lanes.lines()

    def _search(self, node: Node) -> Iterator[str]:
        parts = self.plan.rate_parts[node.arguments[0]].nodes()
        yield from self._filled(parts)
        series = self.memory.whole_series(node.arguments[0])
        rows = [self.memory.first(node), self.memory.first(RARE), *map(self.memory.stored, parts)]
        yield f"find_rates({series}, periods, {HALF_CENT!r}, scratch, work, {', '.join(map(str, rows))})"

    def _filled(self, nodes: Sequence[Node]) -> Iterator[str]:
        """Rows with a number that is known, for functions that find numbers by their place."""
        for node in nodes:
            if node.value is not None:
                lanes = LaneLoop()
                lanes.writes[self.memory.place(node)] = self.memory.value(node, lanes)
                yield from lanes.lines()

    def _loop(self, planned: PlannedLoop) -> list[list[str]]:
        """What comes before the loop, each of its phases, and what comes after it."""
        text = LoopText(self.memory, planned.loop, planned.powers)
        before = [*self._singles(planned.singles), *self._payments(planned), *text.begin()]
        phases = []
        for phase in planned.phases:
            lines = list(text.phase(phase))
            if lines and planned.guard is not None:
                lines = [*self._guard(planned.guard), *(f"    {line}" for line in lines)]
            phases.append(lines)
        return [before, *phases, list(text.end())]

    def _payments(self, planned: PlannedLoop) -> Iterator[str]:
        for node in planned.scattered:
            series = self.memory.whole_series(node)
            yield f"clear({series}, periods)"
            yield from self._filled(node.arguments)
            rows = [self.memory.stored(argument) for argument in node.arguments]
            for amount, date in zip(rows[::2], rows[1::2], strict=True):
                yield f"add_payments({series}, periods, work, {amount}, {date})"

    def _guard(self, needed: Node) -> Iterator[str]:
        lanes = LaneLoop()
        lanes.body.append(f"in_need += 1.0 if {self.memory.value(needed, lanes)} else 0.0")
        yield "in_need = 0.0"
        yield from lanes.lines()
        yield "if in_need > 0.0:"


def numba_source(source: KernelSource) -> str:
    """The text of the file that numba compiles: what it calls, and the kernel."""
    constants = {
        name: value
        for module in (calendar, lane_operations, rate_search)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, int | float)
    }
    functions: list[Callable[..., object]] = [
        *CALENDAR,
        *_functions(lane_operations),
        *_functions(rate_search),
    ]
    return "\n\n".join(
        [
            HEAD,
            "\n".join(f"{name} = {value!r}" for name, value in constants.items()),
            *(
                f"@{'exact' if function.__name__ in EXACT else 'lane'}\n{inspect.getsource(function)}"
                for function in functions
            ),
            source.text,
        ]
    )


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    """The functions that stand in a module, in order."""
    for value in vars(module).values():
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            yield value


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

    def calculate(columns: Floats, stop: int, outputs: Floats) -> None:
        work = _zeros(source.work_rows * LANES)
        sums = _zeros((remainder.groups + 1) * source.plan.width)
        scratch = _zeros(rate_search.ROWS * LANES)
        kernel(columns, stop, *data, remainder.periods, remainder.groups, work, sums, scratch, outputs)

    def run(columns: Floats) -> Floats:
        number = columns.shape[1]
        stop = number - number % LANES
        outputs = np.empty((len(remainder.outputs) + 1, number))
        calculate(np.ascontiguousarray(columns), stop, outputs)
        if stop < number:
            last, last_outputs = _block(columns[:, stop:]), np.empty((len(outputs), LANES))
            calculate(last, LANES, last_outputs)
            outputs[:, stop:] = last_outputs[:, : number - stop]
        rare = np.flatnonzero(outputs[-1])
        if rare.size:
            outputs[:-1, rare] = alone.run(columns[:, rare])
        return outputs[:-1]

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
    zeros = np.zeros(size + CACHE_LINE)
    begin = -zeros.ctypes.data // zeros.itemsize % CACHE_LINE
    return zeros[begin : begin + size]


def _block(columns: Floats) -> Floats:
    """The last scenarios, the very last again as often as it takes to fill a block."""
    missing = LANES - columns.shape[1]
    return np.concatenate([columns, np.repeat(columns[:, -1:], missing, axis=1)], axis=1)
