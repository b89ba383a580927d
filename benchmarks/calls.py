"""Whole calls as a user makes them, on the clock: starting the program, a first answer, one more scenario, a stream."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import relocation
from benchmarks import threads
from benchmarks.machine import cores
from benchmarks.model import MONTHS, OUTPUTS, VARIED, project, sample
from benchmarks.peers import package
from relocation.excel.gate.gate import admit
from relocation.folders import VARIABLE
from relocation.formula.language.irr import sure_rate
from relocation.formula.targets.block import has_numba
from relocation.scenarios.batch import Batch

ROOT = Path(__file__).parents[1]
FEW, MILLION, MOST = 1_000, 10**6, 10**8
REPEATS = 5
CHUNK, TURNS = 65_536, 20


class Call(NamedTuple):
    """A row of the table of calls."""

    text: str
    measured: str
    includes: str


@dataclass
class Calls:
    """All rows, and the seconds that a goal is set for; None where not measured."""

    rows: list[Call]
    first_answer: float | None = None
    one_more: float | None = None
    compiling: float | None = None
    most: float | None = None
    bare: float | None = None
    rate: float | None = None
    gate: float | None = None
    reading: float | None = None


def run(*, quick: bool, full: bool, say: Callable[[str], None]) -> Calls:
    """Takes all calls; the stream of a million is left out of a quick run, and that of 10^8 of all but a full one."""
    repeats = 2 if quick else REPEATS
    calls = Calls([])
    say("relocation --help")
    calls.rows.append(_start(repeats))
    say("one more scenario")
    calls.one_more = one_more_scenario(repeats * 20)
    calls.rows.append(
        Call(
            "one more scenario, T = 120",
            f"{calls.one_more * 1e3:.3f} ms",
            "Batch.run with one column, checked against the rules",
        )
    )
    say("a rate of return, a workbook at the gate")
    calls.rate = rate_of_return(repeats * 20)
    calls.gate, calls.reading = gate_and_reading(repeats)
    calls.rows += [
        Call(f"one rate of return, T = {MONTHS}", f"{calls.rate * 1e3:.3f} ms", "sure_rate of monthly flows"),
        Call("Lujia's workbook at the gate", f"{calls.gate:.3f} s", "unpacked and examined"),
        Call("the same workbook read by openpyxl", f"{calls.reading:.3f} s", "read-only, every cell once"),
    ]
    say("first answer of a simulation")
    calls.first_answer, whole, again = first_answer(repeats)
    calls.rows += [
        Call(
            f"first simulate call, n = {FEW:,}, T = {MONTHS}",
            f"{calls.first_answer:.3f} s",
            "in a fresh process, after the imports; a process before it has filled the cache on the disk, if the target keeps one",
        ),
        Call("the whole process of that", f"{whole:.3f} s", "Python, imports, project, and the call again"),
        Call("the same call again", f"{again:.3f} s", "in the same process, with another seed"),
    ]
    if has_numba():
        say("a simulation that compiles")
        calls.compiling = compiling(1 if quick else 2)
        text = (
            "in a fresh process with an empty cache on the disk, for the compiled target; after the imports"
        )
        calls.rows.append(Call("first simulate call that compiles", f"{calls.compiling:.1f} s", text))
    if not quick:
        say("a million scenarios")
        for size in [FEW, MILLION, *([MOST] if full else [])]:
            row, seconds = stream(size)
            calls.rows.append(row)
            calls.most = seconds if size == MOST else None
        if full and has_numba():
            calls.bare = bare_kernel(MOST)
            text = f"its kernel alone, {cores()} threads at once, a chunk of scenarios again and again"
            calls.rows.append(Call(f"bare kernel, n = {MOST:,}, T = {MONTHS}", f"{calls.bare:.2f} s", text))
    return calls


def _start(repeats: int) -> Call:
    command = [sys.executable, "-c", "from relocation.cli import main; main()", "--help"]
    best = min(_wall(command)[0] for _ in range(repeats))
    return Call("relocation --help", f"{best:.3f} s", "a whole process")


def one_more_scenario(repeats: int) -> float:
    """Wall seconds of one scenario after another of a project that is already known."""
    batch = Batch(project(MONTHS), VARIED, OUTPUTS)
    columns = sample(repeats + 1)
    times = []
    for place in range(repeats + 1):
        start = time.perf_counter()
        batch.run(columns[:, place : place + 1])
        times.append(time.perf_counter() - start)
    return min(times[1:])


def rate_of_return(repeats: int) -> float:
    """Wall seconds of one rate of return: a year of building, years of income."""
    flows = [-1e6] * (MONTHS // 10) + [2.5e5] * (MONTHS - MONTHS // 10)
    return min(_taken(lambda: sure_rate(flows)) for _ in range(repeats))


def gate_and_reading(repeats: int) -> tuple[float, float]:
    """Wall seconds: of the gate before Lujia's workbook, and of one reading of all its cells by openpyxl."""
    from openpyxl import load_workbook

    def read(path: Path) -> None:
        for sheet in load_workbook(io.BytesIO(path.read_bytes()), read_only=True):
            for _ in sheet.iter_rows():
                pass

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lujia.xlsx"
        relocation.load("lujia").appraise().to_excel(path)
        taken = [(_taken(lambda: admit(path)), _taken(lambda: read(path))) for _ in range(repeats)]
    return min(gate for gate, _ in taken), min(reading for _, reading in taken)


def _taken(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def first_answer(repeats: int) -> tuple[float, float, float]:
    """Wall seconds: of the first call, of its whole process, of the call again. A process before it fills the cache."""
    _simulate(FEW)
    found = [_simulate(FEW) for _ in range(repeats)]
    return (
        min(one["first"] for one in found),
        min(one["wall"] for one in found),
        min(one["again"] for one in found),
    )


def compiling(repeats: int) -> float:
    """Wall seconds of a first simulation on the compiled target, of which hardly anything is the simulation."""
    times = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as cache:
            times.append(_simulate(FEW, "numba", {VARIABLE: cache})["first"])
    return min(times)


def stream(size: int) -> tuple[Call, float]:
    """A simulation of these many scenarios on all cores, with the peak memory of its process, and its seconds."""
    found = _simulate(size)
    measured = f"{found['first']:.2f} s, {size / found['first']:,.0f}/s, {found['megabytes']:,.0f} MB"
    includes = f"26 uniform inputs, 10 outputs with histograms, on {cores()} cores; {found['cpu']:.1f} s of CPU; peak memory of the process"
    return Call(f"simulate, n = {size:,}, T = {MONTHS}", measured, includes), found["first"]


def bare_kernel(scenarios: int) -> float:
    """Wall seconds in which all cores together work out these many scenarios, by a chunk of which each does as many turns."""
    columns = sample(CHUNK)
    kernels = [package.make_kernel("numba")(MONTHS) for _ in range(cores())]
    for kernel in kernels:
        kernel(columns)
    start = time.perf_counter()
    with ThreadPoolExecutor(len(kernels)) as pool:
        list(pool.map(lambda kernel: [kernel(columns) for _ in range(TURNS)], kernels))
    return (time.perf_counter() - start) * scenarios / (CHUNK * TURNS * len(kernels))


def _simulate(
    scenarios: int, target: str = "auto", environment: Mapping[str, str] | None = None
) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.fresh_process", str(MONTHS), str(scenarios), target]
    wall, said = _wall(command, environment)
    return {**json.loads(said), "wall": wall}


def _wall(command: list[str], environment: Mapping[str, str] | None = None) -> tuple[float, str]:
    surroundings = {**threads.with_all(), **(environment or {})}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stdout
