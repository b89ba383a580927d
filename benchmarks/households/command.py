"""Times the ten rules on rosters, prints the tables and writes them to benchmarks/households/results.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import machine, program
from benchmarks.households import calls, goals, table
from benchmarks.households.errors import errors
from benchmarks.households.peers.listing import PEERS
from benchmarks.households.question import roster
from benchmarks.households.results import NATIONAL_PROGRAMME, Results, run_all, scales
from benchmarks.table import calls_table, goals_table, includes_table, markdown

RESULTS = Path(__file__).with_name("results.md")
PACKAGES = (
    *("relocation", "numpy", "numba", "llvmlite", "pandas", "numexpr", "pyarrow"),
    *("polars", "duckdb", "openfisca-core"),
)
INTRODUCTION = """# Benchmark results: households

Written by `python -m benchmarks.households`; [README.md](../README.md) says what the rows mean. Times of the first table
are CPU seconds of one core, the fastest of several calls; spread is by how much the median call took longer."""


def main() -> None:
    asked = program.arguments(
        "benchmarks.households", __doc__, quick="few households and calls", full="also 10,000,000 households"
    )
    peers = program.chosen(PEERS, asked.only)
    run_on = markdown(("run on", ""), machine.facts(PACKAGES, ()))
    results = run_all(peers, asked.quick, scales(quick=asked.quick, full=asked.full), program.say)
    sections = [table.peers_table(results), includes_table(results.rows)]
    if asked.only is None:
        sections += _other_tables(results, quick=asked.quick, full=asked.full)
    program.publish(asked, INTRODUCTION, [*sections, run_on], RESULTS)


def _other_tables(results: Results, *, quick: bool, full: bool) -> Iterator[str]:
    program.say("other numbers and other rounding")
    yield table.errors_table(errors(roster(10_000 if quick else NATIONAL_PROGRAMME)))
    program.say("files of a nation")
    yield calls_table(calls.run(quick=quick, full=full))
    yield goals_table(goals.ratios(results))
