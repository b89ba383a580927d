"""Streams a roster in a process of its own and says what it took: python -m benchmarks.households.stream_process FILE WAY.

WAY is numpy or numba, with "+threads" for all cores. Prints one JSON object {rows, sha256, wall, cpu, start, peak}: seconds
of the call after the imports, megabytes before it and at its peak. Reads a roster of a hundred households before.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.fresh_process import peak_megabytes
from relocation.households import stream
from relocation.households.compiled_amounts import compiled_rule_sums
from relocation.households.synthetic import write_synthetic_country
from relocation.households.village_sums import rule_sums


def main(file: Path, way: str) -> None:
    sums = compiled_rule_sums if way.startswith("numba") else rule_sums
    executor = "threads" if way.endswith("+threads") else "local"
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.parquet"
        write_synthetic_country(small, 100)
        stream([small], sums=sums)
    start, wall, cpu = peak_megabytes(), time.perf_counter(), time.process_time()
    found = stream([file], sums=sums, executor=executor)
    said = {
        "rows": found.rows_read,
        "sha256": found.roll_up.sha256,
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "start": start,
        "peak": peak_megabytes(),
    }
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
