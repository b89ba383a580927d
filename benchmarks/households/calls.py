"""Whole files as a county or a ministry has them, on the clock: Parquet read, checked, ruled and rolled up by village."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import threads
from benchmarks.calls import ROOT, Call
from benchmarks.households.results import NATIONAL_PROGRAMME
from benchmarks.machine import cores
from relocation.households.synthetic import write_synthetic_country

QUICK, FULL = 5_000, 10_000_000
LEAST_MEMORY = ("numpy", "numba")
WAYS = (*LEAST_MEMORY, "numpy+threads", "numba+threads")


class OtherTotals(AssertionError):
    """Two ways to the same totals gave different ones."""


def run(*, quick: bool, full: bool) -> Iterator[Call]:
    """The roster of the national programme; of a full run also one of ten million households."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "nation.parquet"
        yield from _streams(file, QUICK if quick else NATIONAL_PROGRAMME, WAYS)
        if full and not quick:
            yield from _streams(file, FULL, LEAST_MEMORY)


def _streams(file: Path, households: int, ways: Sequence[str]) -> Iterator[Call]:
    write_synthetic_country(file, households, force=True)
    found = {way: _streamed(file, way) for way in ways}
    if len({one["sha256"] for one in found.values()}) > 1:
        raise OtherTotals(str({way: one["sha256"] for way, one in found.items()}))
    size = file.stat().st_size / 2**20
    return (_call(way, one, size) for way, one in found.items())


def _call(way: str, one: dict[str, Any], size: float) -> Call:
    sums, _, threaded = way.partition("+")
    where = f"threads on {cores()} cores" if threaded else "one batch after the other"
    measured = (
        f"{one['wall']:.2f} s, {one['rows'] / one['wall']:,.0f}/s, {one['peak'] - one['start']:,.0f} MB more"
    )
    includes = f"Parquet of {size:,.0f} MB, the rules of Lujia by {sums}, {where}; {one['cpu']:.1f} s of CPU, {one['peak']:,.0f} MB at the peak"
    return Call(f"stream, {one['rows']:,} households, {way}", measured, includes)


def _streamed(file: Path, way: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.households.stream_process", str(file), way]
    done = subprocess.run(
        command, cwd=ROOT, env=threads.with_all(), capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
