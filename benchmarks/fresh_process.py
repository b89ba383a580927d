"""Simulates in a process of its own and says what it took: python -m benchmarks.fresh_process T N [TARGET].

Prints one JSON object {scenarios, first, again, cpu, megabytes, mean}: wall seconds of the call and of the same call once
more, CPU seconds of the first, peak memory of the process, and the mean balance, so that nothing can have been left out.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.model import OUTPUTS, RANGES, project
from relocation.scenarios.simulation.distributions import Discrete, Distribution, Uniform
from relocation.scenarios.simulation.simulation import simulate


def uncertain() -> dict[str, Distribution]:
    """Every varied input over its range."""
    return {
        one.path: Discrete(tuple(range(int(one.low), int(one.high) + 1)))
        if one.step
        else Uniform(one.low, one.high)
        for one in RANGES
    }


def peak_megabytes() -> float:
    """The most memory this process held. Linux starts the usual count, ru_maxrss, at what the parent had held."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


def main(periods: int, scenarios: int, target: Any = "auto") -> None:
    stated, inputs = project(periods), uncertain()
    wall, cpu = time.perf_counter(), time.process_time()
    found = simulate(stated, inputs, scenarios, 1, outputs=OUTPUTS, target=target)
    first, used = time.perf_counter() - wall, time.process_time() - cpu
    said: dict[str, Any] = {
        "scenarios": scenarios,
        "first": first,
        "cpu": used,
        "megabytes": peak_megabytes(),
        "mean": found.outcome(OUTPUTS[0]).mean,
    }
    if scenarios <= 10_000:
        wall = time.perf_counter()
        simulate(stated, inputs, scenarios, 2, outputs=OUTPUTS, target=target)
        said["again"] = time.perf_counter() - wall
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
