"""Times everything, prints the tables and writes them to benchmarks/results.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import calls, goals, limits, machine, operations, program, table
from benchmarks.model import MONTHS, YEARS
from benchmarks.peers.listing import PEERS
from benchmarks.results import Results, run_all

RESULTS = Path(__file__).with_name("results.md")
INTRODUCTION = """# Benchmark results

Written by `python -m benchmarks`; [README.md](README.md) says what the rows mean. Times of the first table are CPU seconds
of one core, the fastest of several calls; spread is by how much the median call took longer."""


def main() -> None:
    asked = program.arguments(
        "benchmarks",
        __doc__,
        quick="few scenarios and calls",
        full="also simulate 100,000,000 scenarios",
    )
    peers = program.chosen(PEERS, asked.only)
    run_on = table.markdown(("run on", ""), machine.facts())
    results = run_all(peers, asked.quick, program.say)
    sections = [table.peers_table(results), table.includes_table(results.rows)]
    if asked.only is None:
        sections += _other_tables(results, quick=asked.quick, full=asked.full)
    program.publish(asked, INTRODUCTION, [*sections, run_on], RESULTS)


def _other_tables(results: Results, *, quick: bool, full: bool) -> Iterator[str]:
    program.say("limits of the machine")
    found, counts = limits.measure(), [operations.count(periods) for periods in (MONTHS, YEARS)]
    made = calls.run(quick=quick, full=full, say=program.say)
    reached = [
        *goals.ratios(results),
        *goals.bounds(results, found, counts),
        goals.within("first answer of a simulate call, warm cache, below 0.6 s", made.first_answer, 0.6),
        goals.within("one more scenario below 1 ms", made.one_more, 1e-3),
        goals.within("first simulate call that compiles below 8 s", made.compiling, 8.0),
        goals.within(f"one rate of return below 1 ms, T = {MONTHS}", made.rate, 1e-3),
        goals.beside("gate at most 0.6x one reading by openpyxl", made.gate, made.reading, 0.6),
        goals.beside(
            f"simulate, {calls.MOST:,} scenarios, at most 2.5x its bare kernel", made.most, made.bare, 2.5
        ),
    ]
    yield table.limits_table(found, counts, results)
    yield table.calls_table(made.rows)
    yield table.goals_table(reached)
